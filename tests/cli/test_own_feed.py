"""The podcast feed of an own show, read by other programs and by ``import rss``."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from conftest import Site

from sphinxcontrib_podcast.formats.podcast_feed import podcast_guid
from sphinxcontrib_podcast.transcripts.reader import read_transcript

from .conftest import Run, Served
from .test_rss import front

NewSite = Callable[..., Site]

PAGE = "podcast/channel/radio-days"
FEED = f"feed/{PAGE}.xml"
VTT = """WEBVTT

00:00.000 --> 00:02.000
<v Ann Lee>Welcome & hello.

02:04.500 --> 02:08.000
<v Kenji Sato>A voice is not a signal.
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
tags: [radio, "R&D"]
guid: tag:e.org,2026:1
links:
  - {title: Watch, url: "https://video.example/1"}
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
SECOND = """
---
date: 2026-02-05
audio: https://cdn.example/second.m4a
audio_size: 12345678
tags: [trailer]
---
# 二回目

声の話。
"""
REGISTRY = """
[channels.radio-days]
name = "Radio Days"
description = "How sound was sent & kept."
image = "cover.png"
hosts = ["Ann Lee"]
language = "en"
categories = ["Documentary", "Technology", "Wireless"]
license = "CC-BY-4.0"

[channels.radio-days.podcast_feed]
author = "Ann's Radio"
email = "ann@e.org"
explicit = false
locked = true
type = "serial"
funding = "https://e.org/give"
location = "Uppsala"
"""
FILES: dict[str, str | bytes | None] = {
    "episodes/radio-days/first.md": FIRST,
    "episodes/radio-days/first.mp3": b"sound" * 9000,
    "episodes/radio-days/first.png": b"\x89PNG\r\n\x1a\n",
    "episodes/radio-days/first.vtt": VTT,
    "episodes/radio-days/second.md": SECOND,
    "episodes/other/third.md": "---\ndate: 2026-01-01\naudio: t.mp3\n---\n# Third\n",
    "episodes/other/t.mp3": b"sound",
    "cover.png": b"\x89PNG\r\n\x1a\n",
    "entities.toml": REGISTRY,
}


def built(new_site: NewSite, web: Served, **conf: Any) -> Site:
    site = new_site(
        FILES,
        html_baseurl=f"{web.address}/",
        podcast_feeds="full",
        podcast_own_shows=["Radio Days"],
        suppress_warnings=["image.not_readable", "podcast.quote"],
        **conf,
    ).build()
    root = site.out / "html"
    for path in root.rglob("*"):
        if path.is_file():
            web.pages[f"/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    return site


def test_programs_read_all_of_it(new_site: NewSite, web: Served) -> None:
    site = built(new_site, web)
    assert site.warnings == []
    text = (site.out / "html" / FEED).read_text("utf-8")
    feed = feedparser.parse(text)
    assert not feed.bozo
    about = feed.feed
    assert (about.title, about.language, about.author) == ("Radio Days", "en", "Ann's Radio")
    assert about.subtitle == "How sound was sent & kept."
    assert about.image.href == f"{web.address}/_images/cover.png"
    assert {tag.term for tag in about.tags} == {
        "Society & Culture", "Documentary", "Technology", "Wireless",
    }  # fmt: skip
    assert about.itunes_explicit is False or about.itunes_explicit is None
    assert about.publisher_detail.email == "ann@e.org"
    second, first = feed.entries
    (enclosure,) = first.enclosures
    assert (enclosure.length, enclosure.type) == ("45000", "audio/mpeg")
    assert enclosure.href.removeprefix(web.address) in web.pages
    assert (first.id, first.title) == ("tag:e.org,2026:1", "The first & more")
    assert (first.itunes_episode, first.itunes_season, first.itunes_duration) == ("1", "2", "600")
    assert (second.itunes_episodetype, first.itunes_episodetype) == ("trailer", "full")
    assert second.enclosures[0].length == "12345678"
    assert '<a href="' in first.content[0].value

    # this library knows the namespace by its other name only
    other = "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    renamed = text.replace("https://podcastindex.org/namespace/1.0", other)
    read = podcastparser.parse(f"{web.address}/{FEED}", BytesIO(renamed.encode()))
    assert read["itunes_owner"] == {"name": "Ann's Radio", "email": "ann@e.org"}
    assert read["funding_url"] == "https://e.org/give"
    assert (read["itunes_categories"], read["type"]) == (
        [["Society & Culture", "Documentary"], ["Technology"]],
        "serial",
    )
    (one,) = [e for e in read["episodes"] if e["guid"] == first.id]
    assert (one["total_time"], one["number"]) == (600, 1)
    assert [(p["name"], p["role"]) for p in one["persons"]] == [
        ("Ann Lee", "host"), ("Kenji Sato", "guest"),
    ]  # fmt: skip
    assert one["transcript_url"].endswith((".vtt", ".srt"))
    assert one["chapters_json_url"] == f"{web.address}/episodes/radio-days/first.chapters.json"

    assert '<podcast:soundbite startTime="124.500" duration="3.400">' in text
    assert text.count("<podcast:soundbite") == 1  # only words of the transcript
    assert '<podcast:locked owner="ann@e.org">yes</podcast:locked>' in text
    assert f"<podcast:guid>{podcast_guid(f'{web.address}/{FEED}')}</podcast:guid>" in text
    assert "<podcast:trailer url=" in text
    assert "<podcast:license>CC-BY-4.0</podcast:license>" in text
    assert "<podcast:location>Uppsala</podcast:location>" in text


def test_files_beside_the_page(new_site: NewSite, web: Served) -> None:
    site = built(new_site, web)
    folder = site.out / "html/episodes/radio-days"
    chapters = json.loads((folder / "first.chapters.json").read_text("utf-8"))
    assert [(c["startTime"], c["title"]) for c in chapters["chapters"]] == [
        (0, "Intro"), (124, "The alternator"),
    ]  # fmt: skip
    for suffix, name in ((".vtt", ""), (".srt", "Kenji Sato: ")):  # one turn is no proof of a name
        cues = read_transcript((folder / f"first{suffix}").read_text("utf-8"), suffix)[0]
        assert (cues[1].start, cues[1].text) == (124.5, f"{name}A voice is not a signal.")
    links = site.page("episodes/radio-days/first").select('link[rel="alternate"]')
    named = {str(link["href"]).removeprefix(f"{web.address}/") for link in links}
    assert {f"episodes/radio-days/first{s}" for s in (".chapters.json", ".vtt", ".srt")} <= named
    shows = site.page(PAGE).select(f'link[rel="alternate"][href="{web.address}/{FEED}"]')
    assert len(shows) == 1
    # the other show is somebody else's
    assert not list((site.out / "html/feed").rglob("other.xml"))
    assert not list((site.out / "html/episodes/other").glob("*.json"))


def test_the_import_gives_the_same_episodes(
    new_site: NewSite, web: Served, run: Run, here: Path
) -> None:
    built(new_site, web)
    result = run("import", "rss", f"{web.address}/{FEED}")
    assert "2 new" in result.stderr
    (first,) = here.glob("episodes/the-first*.md")
    fields = front(first)
    wanted = {
        "title": "The first & more", "number": 1, "season": 2, "guid": "tag:e.org,2026:1",
        "duration": "10:00", "hosts": ["Ann Lee"], "guests": ["Kenji Sato"],
        "tags": ["radio", "R&D"], "channel": "Radio Days", "audio_size": 45000,
        "links": [
            f"{web.address}/episodes/radio-days/first.html",
            {"title": "Watch", "url": "https://video.example/1"},
        ],
    }  # fmt: skip
    assert {name: fields[name] for name in wanted} == wanted
    text = first.read_text("utf-8")
    assert "## 02:04 The alternator" in text or "[02:04] The alternator" in text
    cues = read_transcript(first.with_suffix(".vtt").read_text("utf-8"), ".vtt")[0]
    assert [(c.start, c.speaker, c.text) for c in cues] == [
        (0, "Ann Lee", "Welcome & hello."), (124.5, "Kenji Sato", "A voice is not a signal."),
    ]  # fmt: skip
    (second,) = [path for path in here.glob("episodes/*.md") if "二" in path.read_text("utf-8")]
    assert front(second)["audio_size"] == 12345678
    assert front(second)["tags"] == ["trailer"]


def test_what_a_feed_lacks_is_reported(new_site: NewSite, web: Served) -> None:
    site = built(new_site, web)
    files = {
        "episodes/radio-days/second.md": SECOND.replace("audio_size: 12345678\n", ""),
        "entities.toml": REGISTRY.replace("explicit = false\n", "").replace(
            'image = "cover.png"\n', ""
        ),
    }
    after = site.write(files).build()
    assert [w.partition("WARNING: ")[2] for w in after.warnings] == [
        "radio-days: its podcast feed needs image, podcast_feed.explicit: write that into "
        "[channels.ID] of the registry, or into the page about the folder [podcast.feed]",
        "radio-days: 1 episodes are not in its podcast feed (episodes/radio-days/second.md): give "
        "them a date and, if the recording is elsewhere, its audio_size in bytes; its address "
        "must have a known suffix such as .mp3 [podcast.feed]",
    ]
    assert after.warnings[0].startswith("entities.toml:1: ")
    assert "second.m4a" not in (site.out / "html" / FEED).read_text("utf-8")
    # incremental as clean, also after the size of a recording has changed
    site.write({"episodes/radio-days/first.mp3": b"longer"}).build()
    text = (site.out / "html" / FEED).read_text("utf-8")
    assert 'length="6"' in text
    clean = new_site({**FILES, **files, "episodes/radio-days/first.mp3": b"longer"}, **site.conf)
    assert (clean.build().out / "html" / FEED).read_text("utf-8") == text
    site.conf["podcast_own_shows"] = False
    (warning,) = site.build().warnings
    assert "there is no podcast feed of somebody else's show" in warning
    assert not (site.out / "html" / FEED).exists()
    assert not (site.out / "html/episodes/radio-days/first.vtt").exists()


def test_the_id_of_a_podcast_is_that_of_the_specification() -> None:
    # the example of podcast-namespace/docs/tags/guid.md
    assert podcast_guid("https://podnews.net/rss/") == str(
        uuid.UUID("9b024349-ccf0-5f69-a609-6b82873eab3c")
    )
    assert podcast_guid("podnews.net/rss") == podcast_guid("https://podnews.net/rss/")


@pytest.mark.parametrize("value", ["maybe", '{explicit = "no"}', '{funding = "javascript:1"}'])
def test_invalid_fields_are_reported(new_site: NewSite, value: str) -> None:
    registry = f'[channels.radio-days]\nname = "Radio Days"\npodcast_feed = {value}\n'.replace(
        "= maybe", '= "maybe"'
    )
    site = new_site({"episodes/radio-days/a.md": "# A\n", "entities.toml": registry}).build()
    (warning,) = site.warnings
    assert "'podcast_feed' must be" in warning
