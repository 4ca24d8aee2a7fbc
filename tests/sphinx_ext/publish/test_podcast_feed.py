"""The podcast feed of an own show with all that can be said, judged by rules and programs of others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import INDEX, Site, text_of
from lxml import etree

from sphinxcontrib_podcast.formats.podcast_feed import CATEGORIES

NewSite = Callable[..., Site]

ROOT = Path(__file__).parents[3]
BASE = "https://e.org/"
FEED = "feed/podcast/channel/radio-days.xml"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
NAMESPACE = "https://podcastindex.org/namespace/1.0"
P = f"{{{NAMESPACE}}}"

OTHER = "29cdca4a-32d8-56ba-b48b-09a011c5daa9"
PUBLISHER = "003af0a0-6a45-55cf-b765-68e3d349551a"
REGISTRY = f"""
[channels.radio-days]
name = "Radio Days"
description = "How sound was sent & kept."
image = "cover.png"
hosts = ["Ann Lee"]
language = "en"
categories = ["Documentary", "Technology"]
license = "CC-BY-4.0"

[channels.radio-days.podcast_feed]
author = "Ann's Radio"
email = "ann@e.org"
copyright = "© 2026 Ann's Radio"
explicit = false
locked = true
podping = true
type = "serial"
new_feed_url = "{BASE}{FEED}"
funding = [{{url = "https://e.org/give", text = "Give & keep"}}, "https://e.org/join"]
location = {{text = "Uppsala", rel = "creator", geo = "geo:59.86,17.64", osm = "R305455", country = "SE"}}
frequency = {{text = "Every other Monday", rrule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", dtstart = "2026-01-05"}}
txt = ["free text", {{purpose = "verify", text = "S6lpp-7ZCn8"}}]
images = {{href = "https://e.org/wide.png", alt = "A mast", aspect-ratio = "16/9", width = 1600}}
podroll = [{{feedGuid = "{OTHER}", feedUrl = "https://e.org/other.xml", title = "Other"}}]
publisher = {{feedGuid = "{PUBLISHER}", feedUrl = "https://e.org/publisher.xml"}}
people = {{name = "Liv", role = "Audio Editor", href = "https://e.org/liv"}}
social = {{protocol = "activitypub", uri = "https://s.example/@ann/1", accountId = "@ann", priority = 1}}
seasons = {{2 = "The spark"}}

[channels.radio-days.podcast_feed.value]
type = "lightning"
method = "keysend"
suggested = "0.00000005000"
recipients = [
  {{name = "Ann", type = "node", address = "02d5c1bf8b940dc9", split = 95}},
  {{name = "Host", type = "node", address = "032f4ffbbafffbe5", split = 5, fee = true}},
]

[entities.ann-lee]
name = "Ann Lee"
type = "person"
image = "https://e.org/ann.jpg"
"""
FIRST = """
---
date: 2026-01-05
number: 1
season: 2
duration: "10:00"
hosts: [Ann Lee]
guests: [Kenji Sato]
audio: first.mp3
image: first.png
links:
  - {title: Watch, url: https://video.example/1}
  - https://www.other.example/1
guid: tag:e.org,2026:1
podcast_feed:
  explicit: true
  display: "I & 1"
  license: CC0-1.0
  social: {protocol: activitypub, uri: https://s.example/@ann/2}
  txt: {purpose: release, text: draft}
  location: Grimeton
  value:
    type: lightning
    method: lnaddress
    recipients: [{type: lnaddress, address: kenji@e.org, split: 1}]
---
# The first & more

How a voice was first sent through the air.

## [00:00] Intro

Words.

## [02:04] The alternator

> "A voice is not a signal."
> — Kenji Sato

> "It sang beautifully."
> — Kenji Sato
"""
VTT = """WEBVTT

00:00.000 --> 00:02.000
<v Ann Lee>Welcome & hello.

02:04.500 --> 02:08.000
<v Kenji Sato>A voice is not a signal.
"""
TRAILER = "---\ndate: 2026-01-01\naudio: https://cdn.example/t.m4a\naudio_size: 999\ntags: [trailer]\n---\n# Soon\n"
FILES: dict[str, str | bytes | None] = {
    "index.md": INDEX,
    "episodes/radio-days/first.md": FIRST,
    "episodes/radio-days/first.mp3": b"sound" * 9000,
    "episodes/radio-days/first.png": b"\x89PNG\r\n\x1a\n",
    "episodes/radio-days/first.vtt": VTT,
    "episodes/radio-days/trailer.md": TRAILER,
    "cover.png": b"\x89PNG\r\n\x1a\n",
    "entities.toml": REGISTRY,
}
CONF: dict[str, Any] = {
    "html_baseurl": BASE,
    "podcast_feeds": True,
    "podcast_own_shows": True,
    "podcast_websub_hub": "https://hub.example/",
    "suppress_warnings": ["image.not_readable", "podcast.quote"],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    site = Site(root / "src", root / "out", CONF).write(FILES).build()
    assert site.warnings == []
    return site


@pytest.fixture(scope="module")
def channel(built: Site) -> Any:
    return etree.parse(built.out / "html" / FEED).getroot().find("channel")


def test_pages_lead_to_it(built: Site) -> None:
    page = built.page("podcast/channel/radio-days")
    link = page.select(".pod-follow a")[0]
    assert (text_of(link), str(link["href"])) == ("Podcast", f"../../{FEED}")
    assert page.select(f'link[rel="alternate"][href="{BASE}{FEED}"]')
    about = built.page("feed")
    assert "podcast app" in text_of(about.select_one(".pod-feeds"))
    assert text_of(about.select_one(f'.pod-feeds a[href="{FEED}"]')) == "Podcast"
    assert not built.page("podcast/index").select('.pod-follow a[href$=".xml"]')


def said(parent: Any, name: str) -> list[tuple[str | None, dict[str, str]]]:
    """Return the texts and attributes of the elements of the namespace with a name."""
    return [(element.text, dict(element.attrib)) for element in parent.findall(f"{P}{name}")]


def test_a_show_says_what_its_author_gives(channel: Any) -> None:
    crew = ("Liv", {
        "role": "audio editor", "group": "audio post-production", "href": "https://e.org/liv",
    })  # fmt: skip
    ann = ("Ann Lee", {
        "role": "host", "group": "cast", "img": "https://e.org/ann.jpg",
        "href": "https://e.org/podcast/entity/ann-lee.html",
    })  # fmt: skip
    assert said(channel, "person") == [ann, crew]
    assert said(channel, "podping") == [(None, {"usesPodping": "true"})]
    assert said(channel, "image") == [(None, {
        "href": "https://e.org/wide.png", "alt": "A mast", "width": "1600", "aspect-ratio": "16/9",
    })]  # fmt: skip
    assert said(channel, "updateFrequency") == [("Every other Monday", {
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "dtstart": "2026-01-05",
    })]  # fmt: skip
    assert said(channel, "location") == [("Uppsala", {
        "rel": "creator", "geo": "geo:59.86,17.64", "osm": "R305455", "country": "SE",
    })]  # fmt: skip
    assert said(channel.find(f"{P}publisher"), "remoteItem") == [(None, {
        "feedGuid": PUBLISHER, "feedUrl": "https://e.org/publisher.xml", "medium": "publisher",
    })]  # fmt: skip
    recipients = said(channel.find(f"{P}value"), "valueRecipient")
    assert [recipient["split"] for _text, recipient in recipients] == ["95", "5"]
    first, trailer = channel.findall("item")
    assert said(first, "contentLink") == [
        ("Watch", {"href": "https://video.example/1"}),
        ("other.example", {"href": "https://www.other.example/1"}),
    ]
    # the people of an episode replace those of the show, so its crew is named again
    assert [name for name, _ in said(first, "person")] == ["Ann Lee", "Kenji Sato", "Liv"]
    assert said(trailer, "person") == []
    assert said(first, "season") == [("2", {"name": "The spark"})]
    assert said(first, "episode") == [("1", {"display": "I & 1"})]
    assert first.findtext(f"{ITUNES}explicit") == "true"
    assert said(first, "soundbite") == [
        ('"A voice is not a signal."', {"startTime": "124.500", "duration": "3.400"})
    ]


def schema() -> Any:
    """Return the schema of the namespace, with the later changes that ``docs/tags`` describes."""
    folder = ROOT / "tests/data/podcast-namespace"
    text = (folder / "podcast.xsd").read_text("utf-8")
    for old, new in (
        ('<xs:attribute name="owner" use="required">', '<xs:attribute name="owner">'),
        ('<xs:attribute name="name" use="required">', '<xs:attribute name="name">'),  # of a season
        (
            '<xs:attribute name="osm" use="optional">',
            '<xs:attribute name="rel"/><xs:attribute name="country"/><xs:attribute name="osm">',
        ),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    root = etree.fromstring(text.encode())
    newer = etree.parse(folder / "newer.xsd").getroot()
    for element in root:
        newer.append(element)
    newer.remove(newer[0])  # the inclusion
    return etree.XMLSchema(newer)


def problems(channel: Any) -> list[str]:
    """Return what the schema says about each element of the namespace, in whatever it is."""
    judge, found = schema(), []
    for parent in (channel, *channel.findall("item")):
        for element in parent.findall(f"{P}*"):
            if not judge.validate(etree.fromstring(etree.tostring(element))):
                found += [str(error.message) for error in judge.error_log]
    return found


def test_the_schema_of_the_namespace_accepts_it(channel: Any) -> None:
    assert problems(channel) == []
    names = {etree.QName(element).localname for element in channel.iter(f"{P}*")}
    assert names == {
        "chapters", "contentLink", "episode", "funding", "guid", "image", "license", "location",
        "locked", "medium", "person", "podping", "podroll", "publisher", "remoteItem", "season",
        "socialInteract", "soundbite", "trailer", "transcript", "txt", "updateFrequency", "value",
        "valueRecipient",
    }  # fmt: skip
    wrong = etree.fromstring(etree.tostring(channel))
    wrong.find(f"{P}locked").text = "true"
    wrong.find(f"{P}podroll")[0].set("feedGuid", "1")
    assert len(problems(wrong)) >= 2


APPLE_TYPES = {
    ".m4a": "audio/x-m4a", ".mp3": "audio/mpeg", ".mov": "video/quicktime", ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
}  # fmt: skip


def apple(channel: Any) -> list[str]:
    """Return the rules of https://podcasters.apple.com/support/823 that a feed breaks."""

    def text(element: Any, name: str) -> str:
        return (element.findtext(name) or "").strip()

    items = channel.findall("item")
    category = channel.find(f"{ITUNES}category")
    inner = category.find(f"{ITUNES}category") if category is not None else None
    known = CATEGORIES.get(category.get("text"), "").split(", ") if category is not None else []
    image = channel.find(f"{ITUNES}image")
    is_serial = text(channel, f"{ITUNES}type") == "serial"
    guids = [text(item, "guid") for item in items]
    enclosures = [item.find("enclosure").attrib for item in items]
    urls = [enclosure["url"] for enclosure in enclosures]
    rules = {
        "title": text(channel, "title"),
        "description": 0 < len(text(channel, "description").encode()) <= 4000,
        "link": re.fullmatch(r"https?://[!-~]+", text(channel, "link")),
        "language": re.fullmatch("[a-z]{2}(-[A-Za-z]{2,4})?", text(channel, "language")),
        "image": image is not None and re.search(r"\.(jpe?g|png)$", image.get("href")),
        "category": category is not None and category.get("text") in CATEGORIES,
        "subcategory": inner is None or inner.get("text") in known,
        "explicit": {text(e, f"{ITUNES}explicit") for e in (channel, *items)}
        <= {"true", "false", ""}
        and text(channel, f"{ITUNES}explicit"),
        "type": text(channel, f"{ITUNES}type") in ("", "episodic", "serial"),
        "guids": all(guids) and len(set(guids)) == len(guids),
        "enclosures": len(set(urls)) == len(urls)
        and all(re.fullmatch("https?://[!-~]+", u) for u in urls),
        "length": all(int(enclosure["length"]) > 0 for enclosure in enclosures),
        "media": all(APPLE_TYPES.get(Path(e["url"]).suffix) == e["type"] for e in enclosures),
        "titles": all(text(item, "title") for item in items),
        "dates": all(parsedate_to_datetime(text(item, "pubDate")).tzinfo for item in items),
        "descriptions": all(len(text(item, "description").encode()) <= 4000 for item in items),
        "kinds": {text(item, f"{ITUNES}episodeType") for item in items}
        <= {"full", "trailer", "bonus"},
        "numbers": all(
            re.fullmatch("([1-9][0-9]*)?", text(item, f"{ITUNES}{name}"))
            for item in items
            for name in ("episode", "season")
        ),
        "serial": not is_serial
        or all(
            text(item, f"{ITUNES}episode")
            for item in items
            if text(item, f"{ITUNES}episodeType") == "full"
        ),
    }
    return [name for name, is_kept in rules.items() if not is_kept]


def test_apple_accepts_it(channel: Any) -> None:
    assert apple(channel) == []
    poor = etree.fromstring(etree.tostring(channel))
    poor.remove(poor.find(f"{ITUNES}image"))
    poor.find("item").remove(poor.find("item").find(f"{ITUNES}episode"))
    assert apple(poor) == ["image", "serial"]


def test_episodes_of_a_serial_show_need_numbers(new_site: NewSite) -> None:
    files = {**FILES, "episodes/radio-days/first.md": FIRST.replace("number: 1\n", "")}
    (message,) = new_site(files, **CONF).build().warnings
    assert "1 episodes have no number (episodes/radio-days/first.md)" in message
    registry = REGISTRY.replace('"serial"', '"episodic"')
    assert new_site({**files, "entities.toml": registry}, **CONF).build().warnings == []


def test_what_a_stranger_gives_is_not_in_it(new_site: NewSite) -> None:
    files = {
        "episodes/radio-days/first.md": FIRST.replace(
            "\n---\n# The", "\ntrust: stranger\n---\n# The"
        ),
        "episodes/radio-days/first.mp3": b"sound",
    }
    site = new_site({**FILES, **files}, **CONF).build()
    root = etree.parse(site.out / "html" / FEED).getroot()
    first = next(item for item in root.iter("item") if item.findtext("title") == "The first & more")
    assert said(first, "value") == said(first, "txt") == []


def test_invalid_parts_are_named(new_site: NewSite) -> None:
    registry = REGISTRY.replace('role = "Audio Editor"', 'role = "boss"')
    first = FIRST.replace("text: draft", "words: draft")
    site = new_site(
        {**FILES, "entities.toml": registry, "episodes/radio-days/first.md": first}, **CONF
    )
    messages = site.build().warnings
    assert any("'podcast_feed' must be" in m and "(look at people)" in m for m in messages)
    assert any("'podcast_feed' must be" in m and "(look at txt)" in m for m in messages)


# Run by make others, which installs the parser if there is npm.
READER = """
const {parseFeed} = require("podcast-partytime");
process.stdout.write(JSON.stringify(parseFeed(require("fs").readFileSync(0, "utf8"))));
"""
NODE_MODULES = Path(sys.prefix) / "node/node_modules"


@pytest.mark.others
def test_a_parser_in_javascript_reads_it(built: Site) -> None:
    node = shutil.which("node")
    if not node or not (NODE_MODULES / "podcast-partytime").is_dir():
        pytest.skip("node or its package podcast-partytime is not installed")
    text = (built.out / "html" / FEED).read_bytes()
    environ = {**os.environ, "NODE_PATH": str(NODE_MODULES), "PARTYTIME_LOG": "silent"}
    run = subprocess.run(
        [node, "-e", READER], input=text, env=environ, capture_output=True, check=True
    )
    read = json.loads(run.stdout)
    about = {
        "title": "Radio Days", "description": "How sound was sent & kept.", "language": "en",
        "author": "Ann's Radio", "owner": {"name": "Ann's Radio", "email": "ann@e.org"},
        "explicit": False, "itunesType": "serial", "itunesNewFeedUrl": f"{BASE}{FEED}",
        "itunesCategory": ["Society & Culture > Documentary", "Technology"],
        "itunesImage": f"{BASE}_images/cover.png", "copyright": "© 2026 Ann's Radio",
        "pubsub": {"self": f"{BASE}{FEED}", "hub": "https://hub.example/"},
        "locked": True, "podcastOwner": "ann@e.org", "medium": "podcast",
        "podcastFunding": [
            {"message": "Give & keep", "url": "https://e.org/give"},
            {"message": "https://e.org/join", "url": "https://e.org/join"},
        ],
        "podcastLocation": {"name": "Uppsala", "osm": "R305455", "geo": "geo:59.86,17.64"},
        "podcastTxt": [{"value": "free text"}, {"value": "S6lpp-7ZCn8", "purpose": "verify"}],
        "podroll": [{"feedGuid": OTHER, "feedUrl": "https://e.org/other.xml", "title": "Other"}],
        "podcastPublisher": {"feedGuid": PUBLISHER, "feedUrl": "https://e.org/publisher.xml"},
        "podcastSeasons": {"2": {"number": 2, "name": "The spark"}},
    }  # fmt: skip
    assert {name: read.get(name) for name in about} == about
    assert read["license"]["identifier"] == "CC-BY-4.0"
    assert [(p["name"], p["role"], p["group"]) for p in read["podcastPeople"]] == [
        ("Ann Lee", "Host", "Cast"), ("Liv", "Audio Editor", "Audio Post-Production"),
    ]  # fmt: skip
    assert [trailer["url"] for trailer in read["trailers"]] == ["https://cdn.example/t.m4a"]
    assert read["value"]["suggested"] == 5e-8
    assert [(r["name"], r["split"], r["fee"]) for r in read["value"]["recipients"]] == [
        ("Ann", 95, False), ("Host", 5, True),
    ]  # fmt: skip
    first, trailer = read["items"]
    page = f"{BASE}episodes/radio-days/first"
    of_first = {
        "guid": "tag:e.org,2026:1", "title": "The first & more", "link": f"{page}.html",
        "duration": 600, "explicit": True, "itunesEpisode": 1, "itunesSeason": 2,
        "itunesEpisodeType": "full", "itunesImage": f"{BASE}_images/first.png",
        "pubDate": "2026-01-05T00:00:00.000Z",
        "podcastChapters": {"url": f"{page}.chapters.json", "type": "application/json+chapters"},
        "podcastSeason": {"number": 2, "name": "The spark"},
        "podcastEpisode": {"number": 1, "display": "I & 1"},
        "podcastLocation": {"name": "Grimeton"},
        "podcastTxt": [{"value": "draft", "purpose": "release"}],
        "podcastSoundbites": [
            {"startTime": 124.5, "duration": 3.4, "title": '"A voice is not a signal."'},
        ],
    }  # fmt: skip
    assert {name: first.get(name) for name in of_first} == of_first
    assert first["license"]["identifier"] == "CC0-1.0"
    assert [(t["url"], t["language"]) for t in first["podcastTranscripts"]] == [
        (f"{page}.vtt", "en"), (f"{page}.srt", "en"),
    ]  # fmt: skip
    assert [p["name"] for p in first["podcastPeople"]] == ["Ann Lee", "Kenji Sato", "Liv"]
    assert [s["url"] for s in first["podcastSocialInteraction"]] == ["https://s.example/@ann/2"]
    assert first["value"]["recipients"][0]["address"] == "kenji@e.org"
    assert (trailer["itunesEpisodeType"], trailer["enclosure"]["length"]) == ("trailer", 999)
