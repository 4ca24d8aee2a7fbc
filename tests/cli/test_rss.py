"""``import rss``, with realistic feeds."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import holds
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinxcontrib_podcast.cli import rss as rss_module
from sphinxcontrib_podcast.cli.fetch import Fetched, Web
from sphinxcontrib_podcast.cli.rss import STATE
from sphinxcontrib_podcast.formats.feed_reader import FeedError, read_feed
from sphinxcontrib_podcast.formats.html_to_markdown import html_to_markdown

from .conftest import Run, Served

VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Kenji Sato>A voice is not a signal.\n"
CHAPTERS = {
    "version": "1.2.0",
    "chapters": [
        {"startTime": 0, "title": "Intro"},
        {"startTime": 124.5, "title": "The [alternator] & `its` hum", "img": "https://e.org/i.png"},
        {"startTime": 300, "toc": False, "title": "Advertisement"},
        {"startTime": 3626, "title": "", "endTime": 3700},
    ],
}


def feed(*items: str, channel: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:psc="http://podlove.org/simple-chapters"
  xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
  <title>The Listening Room</title>
  <link>https://listening.example</link>
  <language>en-us</language>
  <itunes:author>Mara Lindqvist</itunes:author>
  <itunes:image href="https://listening.example/cover.jpg"/>
  <podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
  {channel}
  {"".join(items)}
</channel>
</rss>
"""


def names(here: Path) -> list[str]:
    """Return the names of the files of episodes."""
    found = (p.name for p in (here / "episodes").glob("*.md"))
    return sorted(name for name in found if name != "index.md")


def item(
    title: str = "The first voice",
    guid: str = "urn:first",
    notes: str = "<p>How.</p>",
    more: str = "",
) -> str:
    return f"""<item>
    <title>{escape(title)}</title>
    <guid isPermaLink="false">{escape(guid)}</guid>
    <pubDate>Mon, 05 Jan 2026 23:30:00 -0800</pubDate>
    <enclosure url="https://cdn.example/{escape(guid)}.mp3" length="1000" type="audio/mpeg"/>
    <content:encoded><![CDATA[{notes}]]></content:encoded>
    {more}
  </item>"""


def full_item(web: Served) -> str:
    notes = (
        "<p>How a <b>voice</b> was first sent, with <a href='https://e.org/a_(b)'>proof</a>.</p>"
        "<ul><li>One &amp; two</li></ul>"
    )
    return item(
        notes=notes,
        more=f"""
    <itunes:duration>01:02:03</itunes:duration>
    <itunes:episode>7</itunes:episode>
    <itunes:season>2</itunes:season>
    <itunes:subtitle>Of the first broadcast.</itunes:subtitle>
    <itunes:image href="https://listening.example/7.jpg"/>
    <link>https://listening.example/7</link>
    <podcast:person role="host" href="https://m.example">Mara Lindqvist</podcast:person>
    <podcast:person role="guest">Kenji Sato</podcast:person>
    <podcast:person group="writing" role="author">Nobody</podcast:person>
    <podcast:chapters url="{web.url("/7.json")}" type="application/json+chapters"/>
    <podcast:transcript url="{web.url("/7.html")}" type="text/html"/>
    <podcast:transcript url="{web.url("/7.de.vtt")}" type="text/vtt" language="de"/>
    <podcast:transcript url="{web.url("/7.srt")}" type="application/x-subrip"/>
    <podcast:transcript url="{web.url("/7.vtt")}" type="text/vtt" language="en"/>""",
    )


@pytest.fixture
def full(web: Served) -> Served:
    """Serve a feed with one episode that uses all features."""
    web.pages["/feed.xml"] = feed(full_item(web))
    web.pages["/7.json"] = json.dumps(CHAPTERS)
    web.pages["/7.vtt"] = VTT
    return web


def front(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return data


@holds("imports")
def test_an_episode_with_all_there_is(run: Run, full: Served, here: Path) -> None:
    result = run("import", "rss", full.url("/feed.xml"))
    assert result.stdout.splitlines() == [
        "new      episodes/the-first-voice.md",
        "new      episodes/the-first-voice.vtt",
        "new      episodes/index.md",
        "new      episodes/people.toml",
    ]
    assert "1 new, 0 updated, 0 unchanged" in result.stderr
    assert (
        (here / "episodes/the-first-voice.md").read_text("utf-8")
        == """\
---
title: The first voice
date: 2026-01-05
channel: The Listening Room
number: 7
season: 2
duration: '1:02:03'
language: en-us
audio: https://cdn.example/urn:first.mp3
image: https://listening.example/7.jpg
links: ['https://listening.example/7']
description: Of the first broadcast.
hosts: [Mara Lindqvist]
guests: [Kenji Sato]
guid: urn:first
trust: stranger
---

How a **voice** was first sent, with [proof](https://e.org/a_%28b%29).

- One & two

## [00:00] Intro

## [02:04.500] The \\[alternator\\] & \\`its\\` hum

<https://e.org/i.png>

## [1:00:26-1:01:40]

## Entities

- **Nobody** (Person, author)
"""
    )
    assert (
        (here / "episodes/people.toml").read_text("utf-8")
        == """
[entities."mara-lindqvist"]
name = "Mara Lindqvist"
type = "person"
same_as = ["https://m.example"]
"""
    )
    assert (here / "episodes/the-first-voice.vtt").read_text("utf-8") == VTT
    assert full.asked == ["/feed.xml", "/7.json", "/7.vtt"]


@pytest.mark.slow
def test_the_build_understands_it(
    run: Run, full: Served, here: Path, build: Callable[..., str]
) -> None:
    run("import", "rss", full.url("/feed.xml"))
    assert build("-W", "--keep-going") == ""
    page = BeautifulSoup(
        (here / "_build/html/episodes/the-first-voice.html").read_text("utf-8"), "html.parser"
    )
    headings = [h.get_text() for h in page.select("h2")]
    assert any("The [alternator] & `its` hum" in h for h in headings)
    assert {"t-00-00", "t-02-04-500", "t-1-00-26"} <= {
        str(t.get("id")) for t in page.select("[id]")
    }
    assert "Kenji Sato" in page.get_text()


def test_from_a_file(run: Run, full: Served, here: Path) -> None:
    (here / "feed.xml").write_text(feed(full_item(full)), encoding="utf-8")
    run("import", "rss", "feed.xml", "--to", "notes", "--allow-private")
    assert (here / "notes/the-first-voice.md").exists()
    assert full.asked == ["/7.json", "/7.vtt"]


@pytest.mark.parametrize(
    ("more", "notes", "headings"),
    [
        (
            '<psc:chapters version="1.2"><psc:chapter start="00:00:00.000" title="A *b*"/>'
            '<psc:chapter start="00:02:04.250" title="&lt;C&gt;" href="https://e.org"/>'
            '<psc:chapter start="nonsense" title="D"/></psc:chapters>',
            "<p>Notes.</p>",
            ["## [00:00] A \\*b\\*", "## [02:04.250] \\<C>"],
        ),
        (
            "",
            "<p>Of it.</p><p>(00:00) Intro<br>(02:04) <a href='https://e.org'>It</a><br/>1:00:26 - End</p>"
            "<p>Call at 10:30.</p>",
            ["## [00:00] Intro", "## [02:04] [It](https://e.org)", "## [1:00:26] End"],
        ),
        (
            "",
            "<ul><li><a href='https://e.org/?t=0'>00:00</a> Intro</li><li>[02:04] It</li></ul>",
            ["## [00:00] Intro", "## [02:04] It"],
        ),
        ("", "Of it.\n\n00:00 Intro\n02:04 # It", ["## [00:00] Intro", "## [02:04] \\# It"]),
        ("", "<p>At 10:30 they met.</p><p>12:15 was late.</p>", []),
    ],
)
def test_chapters_of_other_kinds(
    run: Run, here: Path, more: str, notes: str, headings: list[str]
) -> None:
    (here / "feed.xml").write_text(feed(item(notes=notes, more=more)), encoding="utf-8")
    run("import", "rss", "feed.xml")
    text = (here / "episodes/the-first-voice.md").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == headings
    if headings and not more:
        assert "Intro" not in text.partition("##")[0]


@pytest.mark.parametrize(
    ("notes", "body"),
    [
        (
            "<p>00:00 Intro</p><p>Ann says hello.</p><p>10:00 The trial</p><p>The judge was late.</p>",
            "## [00:00] Intro\n\nAnn says hello.\n\n## [10:00] The trial\n\nThe judge was late.",
        ),
        (
            "<p>Before.</p><p>00:00 Intro<br>10:00 The trial</p><p>After.</p>",
            "Before.\n\nAfter.\n\n## [00:00] Intro\n\n## [10:00] The trial",
        ),
        (
            "<ul><li>00:00 Intro<ul><li>Hello</li></ul></li><li>10:00 The trial</li></ul>",
            "## [00:00] Intro\n\n- Hello\n\n## [10:00] The trial",
        ),
        ("Intro ... 0:00\nThe trial - 10:00", "## [00:00] Intro\n\n## [10:00] The trial"),
        ("0:00\nIntro\n10:00\nThe trial", "## [00:00] Intro\n\n## [10:00] The trial"),
        (
            "<p>Of it.</p><p><b>0:00</b></p><p>Intro</p><p>Ann says hello.</p><p>10:00</p><p>The trial</p>",
            "Of it.\n\n## [00:00] Intro\n\nAnn says hello.\n\n## [10:00] The trial",
        ),
        ("<p>0:00</p><ul><li>Intro</li></ul><p>10:00</p><p>The trial</p>", None),
        ("<p>0:00</p><p>" + "A long text. " * 20 + "</p><p>10:00</p><p>The trial</p>", None),
        ("- 0:00 Intro\n* 10:00 The trial", "## [00:00] Intro\n\n## [10:00] The trial"),
        ("1. 0:00 Intro\n2) 10:00 The trial", "## [00:00] Intro\n\n## [10:00] The trial"),
        ("⌨️ (0:00) Intro\n🎙 10:00 The trial", "## [00:00] Intro\n\n## [10:00] The trial"),
        (
            "Of it.\n⏱️ Timestamps:\n\n0:00 Intro\n10:00 The trial",
            "Of it.\n\n## [00:00] Intro\n\n## [10:00] The trial",
        ),
        (
            "<h3>Episode Chapters</h3><p>Chapters</p>0:00 Intro<br>10:00 The trial<p>Outline</p>",
            "Outline\n\n## [00:00] Intro\n\n## [10:00] The trial",
        ),
        (
            "<p>10:30 was when we began.</p><p>10:45 was lunch.</p>",
            "10:30 was when we began.\n\n10:45 was lunch.",
        ),
        ("<p>10:30 Breakfast</p><p>10:45 Lunch</p>", "10:30 Breakfast\n\n10:45 Lunch"),
        ("<p>We met at 0:30</p><p>We left at 10:45</p>Why?<p>Bed at 11:00</p>",
         "We met at 0:30\n\nWe left at 10:45\n\nWhy?\n\nBed at 11:00"),
        (
            "0:00 Intro\n5:00 Late\n4:00 Early\n6:00 End",
            "4:00 Early\n\n## [00:00] Intro\n\n## [05:00] Late\n\n## [06:00] End",
        ),
    ],
)  # fmt: skip
def test_lines_with_times(run: Run, here: Path, notes: str, body: str | None) -> None:
    """Check the text below the front matter; None if there are no chapters."""
    (here / "feed.xml").write_text(feed(item(notes=notes)), encoding="utf-8")
    result = run("import", "rss", "feed.xml")
    text = (here / "episodes/the-first-voice.md").read_text("utf-8")
    if body is None:
        assert "## [" not in text
        return
    assert text.split("---\n", 2)[2] == f"\n{body}\n"
    assert ("04:00 goes back" in result.stderr) == ("4:00 Early" in body)
    assert ("far from the start" in result.stderr) == ("Breakfast" in body)


def test_a_time_without_a_title(run: Run, here: Path) -> None:
    notes = "<p>0:00</p><p>Intro</p><p>5:00</p><ul><li>Of it</li></ul><p>10:00</p><p>End</p>"
    (here / "feed.xml").write_text(feed(item(notes=notes)), encoding="utf-8")
    assert "the time 05:00 has no title" in run("import", "rss", "feed.xml").stderr
    text = (here / "episodes/the-first-voice.md").read_text("utf-8")
    assert "## [00:00] Intro\n\n5:00\n\n- Of it\n\n## [10:00] End\n" in text


def test_many_decreasing_times_are_counted(run: Run, here: Path) -> None:
    notes = "0:00 Intro\n5:00 Late\n" + "4:00 Early\n" * 100
    (here / "feed.xml").write_text(feed(item(notes=notes)), encoding="utf-8")
    result = run("import", "rss", "feed.xml")
    assert "and 90 more like these" in result.stderr
    assert len(result.stderr.splitlines()) == 12


def test_people_of_the_channel_stand_in(run: Run, here: Path) -> None:
    people = (
        "<podcast:person>Mara Lindqvist</podcast:person>"
        '<podcast:person role="Co-Host">Ana Lee</podcast:person>'
    )
    other = item("B", "b", more='<podcast:person role="guest">Kenji Sato</podcast:person>')
    (here / "feed.xml").write_text(feed(item("A", "a"), other, channel=people), encoding="utf-8")
    run("import", "rss", "feed.xml")
    assert front(here / "episodes/a.md")["hosts"] == ["Mara Lindqvist", "Ana Lee"]
    assert front(here / "episodes/b.md")["guests"] == ["Kenji Sato"]
    assert "hosts" not in front(here / "episodes/b.md")


EVERYTHING = """
    <description>About &lt;b&gt;radio&lt;/b&gt;.</description>
    <itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>
    <podcast:funding url="https://e.org/give">Give</podcast:funding>
    <podcast:license>cc-by-4.0</podcast:license>
    <podcast:value type="lightning"/>"""


def everything(web: Served) -> str:
    return item(
        more=f"""
    <itunes:keywords>Radio, tin foil , radio</itunes:keywords>
    <category>History</category>
    <itunes:episodeType>Trailer</itunes:episodeType>
    <podcast:season name="The beginning">1</podcast:season>
    <podcast:location geo="geo:1,2">Oslo</podcast:location>
    <podcast:license url="https://e.org/cc">cc-by-4.0</podcast:license>
    <podcast:soundbite startTime="0.5" duration="1">Signals</podcast:soundbite>
    <podcast:soundbite startTime="60" duration="30">Later *on*</podcast:soundbite>
    <podcast:person role="producer" img="https://e.org/ann.jpg">Ann Lee</podcast:person>
    <podcast:value/><itunes:explicit>no</itunes:explicit>
    <podcast:transcript url="{web.url("/7.vtt")}" type="text/vtt"/>"""
    )


def test_what_has_a_place_is_taken_and_the_rest_is_listed(
    run: Run, web: Served, here: Path
) -> None:
    web.pages["/7.vtt"] = VTT.replace("00:00.000", "00:00.600")
    web.pages["/feed.xml"] = feed(everything(web), channel=EVERYTHING)
    result = run("import", "rss", web.url("/feed.xml"))
    assert (
        "Not imported, because an episode file has no place for it: itunes:explicit, podcast:value, "
        "podcast:value of the show"
    ) in result.stderr
    fields = front(here / "episodes/the-first-voice.md")
    assert fields["tags"] == ["History", "Radio", "tin foil", "trailer", "The beginning"]
    assert {"title": "cc-by-4.0", "url": "https://e.org/cc"} in fields["links"]
    text = (here / "episodes/the-first-voice.md").read_text("utf-8")
    assert text.endswith(
        "> “A voice is not a signal.” [00:00]\n>\n> — Kenji Sato\n\n"
        "[01:00-01:30] Later \\*on\\*\n\n"
        "## Entities\n\n- **Ann Lee** (Person, producer)\n- **Oslo** (Place)\n"
    )
    show = here / "episodes/index.md"
    assert front(show) == {
        "title": "The Listening Room",
        "image": "https://listening.example/cover.jpg",
        "author": "Mara Lindqvist",
        "language": "en-us",
        "categories": ["Arts", "Books"],
        "license": "cc-by-4.0",
        "links": {
            "Website": "https://listening.example",
            "Feed": web.url("/feed.xml"),
            "Give": "https://e.org/give",
        },
        "trust": "stranger",
    }
    assert show.read_text("utf-8").endswith("\n# The Listening Room\n\nAbout **radio**.\n")
    # both belong to their author from now on
    show.write_text("# Mine\n", encoding="utf-8")
    run("import", "rss", web.url("/feed.xml"))
    assert show.read_text("utf-8") == "# Mine\n"
    show.unlink()
    run("import", "rss", web.url("/feed.xml"))
    assert not show.exists()


@pytest.mark.slow
def test_the_build_understands_all_of_it(
    run: Run, web: Served, here: Path, build: Callable[..., str]
) -> None:
    web.pages["/7.vtt"] = VTT.replace("00:00.000", "00:00.600")
    web.pages["/feed.xml"] = feed(everything(web), channel=EVERYTHING)
    run("import", "rss", web.url("/feed.xml"))
    assert build("-W", "--keep-going", "-Dpodcast_registry=episodes/people.toml") == ""
    html = (here / "_build/html/episodes/the-first-voice.html").read_text("utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert [q.get_text() for q in page.select(".pod-verdict")] == ["verbatim"]
    assert (here / "_build/html/episodes/index.html").exists()


def test_a_show_without_description_has_its_facts(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    run("import", "rss", "feed.xml")
    show = here / "episodes/index.md"
    assert front(show)["image"] == "https://listening.example/cover.jpg"
    assert show.read_text("utf-8").endswith("---\n\n# The Listening Room\n")


def test_the_same_list_of_times_is_not_kept_twice(run: Run, here: Path) -> None:
    chapters = "<psc:chapters><psc:chapter start='0' title='One'/><psc:chapter start='90.5' title='Two'/></psc:chapters>"
    notes = "<p>About.</p><ul><li>00:00 One</li><li>01:30 Two</li></ul>"
    (here / "feed.xml").write_text(feed(item(notes=notes, more=chapters)), encoding="utf-8")
    run("import", "rss", "feed.xml")
    text = (here / "episodes/the-first-voice.md").read_text("utf-8")
    assert text.endswith("---\n\nAbout.\n\n## [00:00] One\n\n## [01:30.500] Two\n")


@pytest.mark.parametrize(
    ("subtitle", "kept"),
    [
        ("The first voice", False),
        ("the FIRST voice!", False),
        ("About radio, and...", False),
        ("About radio, and wh…", False),
        ("Another sentence.", True),
    ],
)
def test_subtitles_that_say_nothing_new(run: Run, here: Path, subtitle: str, kept: bool) -> None:
    more = f"<itunes:subtitle>{subtitle}</itunes:subtitle>"
    notes = "<p>About radio, and <b>what</b> came before it.</p>"
    (here / "feed.xml").write_text(feed(item(notes=notes, more=more)), encoding="utf-8")
    run("import", "rss", "feed.xml")
    assert ("description" in front(here / "episodes/the-first-voice.md")) is kept


def test_the_language_of_the_feed_that_the_text_contradicts(run: Run, here: Path) -> None:
    notes = "我们谈谈广播的历史，以及人们第一次听到的声音，还有那些留下来的唱片，和后来的播客，以及订阅它们的人们，他们每天都在听。"
    (here / "feed.xml").write_text(feed(item("声音", "1", notes=notes), item("Two", "2")), "utf-8")
    run("import", "rss", "feed.xml")
    assert "language" not in front(here / "episodes/声音.md")
    assert front(here / "episodes/two.md")["language"] == "en-us"


def test_an_atom_feed(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(
        """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atoms</title>
        <entry><title>One</title><id>tag:one</id><published>2026-01-05T10:00:00Z</published>
        <link rel="enclosure" href="https://e.org/1.mp3" type="audio/mpeg" length="1"/>
        <content type="html">&lt;p&gt;Hello&lt;/p&gt;</content></entry>
        <entry><title>Two</title><id>tag:two</id><summary>In short</summary></entry>
        <entry><title>Three</title><id>tag:three</id><summary>In short</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <b>voice</b><br/>at
        sea.</p></div></content></entry></feed>""",
        encoding="utf-8",
    )
    run("import", "rss", "feed.xml")
    assert "\n\nIn short\n" in (here / "episodes/two.md").read_text("utf-8")
    assert "\n\nA **voice**\\\nat sea.\n" in (here / "episodes/three.md").read_text("utf-8")
    fields = front(here / "episodes/one.md")
    assert (fields["guid"], fields["audio"]) == ("tag:one", "https://e.org/1.mp3")
    assert str(fields["date"]) == "2026-01-05"
    assert "Hello" in (here / "episodes/one.md").read_text("utf-8")


# -- once more -----------------------------------------------------------------


def test_nothing_new_changes_nothing(run: Run, full: Served, here: Path) -> None:
    run("import", "rss", full.url("/feed.xml"))
    before = {p: p.stat().st_mtime_ns for p in here.rglob("*")}
    full.asked.clear()
    result = run("import", "rss", full.url("/feed.xml"))
    assert result.stdout == ""
    assert "0 new, 0 updated, 1 unchanged" in result.stderr
    assert {p: p.stat().st_mtime_ns for p in here.rglob("*")} == before
    assert full.asked == ["/feed.xml"]


def test_manual_changes_are_kept(run: Run, here: Path) -> None:
    source = here / "feed.xml"
    more = "<itunes:episode>1</itunes:episode><itunes:duration>60</itunes:duration>"
    source.write_text(feed(item(more=more)), encoding="utf-8")
    run("import", "rss", source)
    path = here / "episodes/the-first-voice.md"
    path.rename(here / "episodes/moved.md")
    path = here / "episodes/moved.md"
    text = path.read_text("utf-8")
    text = (
        text.replace("title: The first voice\n", "# mine\ntitle: My title\n")
        .replace("number: 1\n", "number: 1  # as the feed says\n")
        .replace("channel: The Listening Room\n", "")
        .replace("How.", "How, in my words.\n\n## [00:00] Mine")
        .replace("guid:", "tags: [radio]\nguid:")
    )
    path.write_text(text, encoding="utf-8")

    newer = (
        "<itunes:episode>2</itunes:episode><itunes:duration>61</itunes:duration>"
        '<podcast:person role="guest">Kenji: "Sato"</podcast:person>'
    )
    source.write_text(feed(item("Another title", notes="Other.", more=newer)), encoding="utf-8")
    result = run("import", "rss", source)
    assert result.stdout == "updated  episodes/moved.md\n"
    expected = text.replace("number: 1 ", "number: 2 ").replace(": 01:00", ": 01:01")
    head, _, body = expected.rpartition("---\n")
    expected = f"{head}guests: ['Kenji: \"Sato\"']\n---\n{body}"
    assert path.read_text("utf-8") == expected
    assert run("import", "rss", source).stdout == ""
    assert names(here) == ["moved.md"]


def test_a_deleted_episode_stays_away(run: Run, here: Path) -> None:
    items = [item(name, name) for name in ("one", "two", "three")]
    (here / "feed.xml").write_text(feed(*items[:2]), encoding="utf-8")
    run("import", "rss", "feed.xml")
    (here / "episodes/two.md").unlink()
    (here / "feed.xml").write_text(feed(*items), encoding="utf-8")
    assert run("import", "rss", "feed.xml").stdout == "new      episodes/three.md\n"
    result = run("import", "rss", "feed.xml")
    assert result.stdout == ""
    assert "1 skipped, because their files were deleted" in result.stderr

    # the remedy in the message works
    state = json.loads((here / "episodes" / STATE).read_text("utf-8"))
    del state["episodes"]["two"]
    (here / "episodes" / STATE).write_text(json.dumps(state), encoding="utf-8")
    assert run("import", "rss", "feed.xml").stdout == "new      episodes/two.md\n"
    # if no file is left, all are imported again
    for path in (here / "episodes").glob("*.md"):
        path.unlink()
    assert len(run("import", "rss", "feed.xml").stdout.splitlines()) == 3


def test_a_guid_is_the_same_wherever_the_feed_is(run: Run, web: Served, here: Path) -> None:
    plain = item("One", "1").replace(' isPermaLink="false"', "")
    address = item("Two", "https://e.org/2").replace(' isPermaLink="false"', "")
    empty = item("Three", "") + item("Four", "").replace(".mp3", "4.mp3")
    (here / "feed.xml").write_text(feed(plain, address, empty), encoding="utf-8")
    web.pages["/a/feed.xml"] = web.pages["/b/feed.xml"] = feed(plain, address, empty)
    assert len(run("import", "rss", "feed.xml").stdout.splitlines()) == 5
    for folder in "ab":
        assert run("import", "rss", web.url(f"/{folder}/feed.xml")).stdout == ""
    one = front(here / "episodes/one.md")
    assert one["guid"] == "1"
    assert "links" not in one
    assert front(here / "episodes/two.md")["links"] == ["https://e.org/2"]


def test_an_episode_without_a_title(run: Run, here: Path) -> None:
    text = "<item><guid>urn:1</guid><description>Notes.</description></item>"
    (here / "feed.xml").write_text(feed(text), encoding="utf-8")
    run("import", "rss", "feed.xml")
    path = here / "episodes/urn-1.md"
    assert "title" not in front(path)
    path.write_text(path.read_text("utf-8").replace("---\n", "---\ntitle: Mine\n", 1), "utf-8")
    assert run("import", "rss", "feed.xml").stdout == ""


def test_titles_that_were_escaped_twice(run: Run, here: Path) -> None:
    person = "<podcast:person>O&amp;#8217;Neil</podcast:person>"
    (here / "feed.xml").write_text(feed(item("Tom &amp; Jerry", "1", more=person)), "utf-8")
    run("import", "rss", "feed.xml")
    fields = front(here / "episodes/tom-jerry.md")
    assert (fields["title"], fields["hosts"]) == ("Tom & Jerry", ["O’Neil"])


def test_an_episode_without_notes(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item(notes="")), encoding="utf-8")
    run("import", "rss", "feed.xml")
    assert (here / "episodes/the-first-voice.md").read_text("utf-8").endswith("\n---\n")


def test_names_without_a_namespace(here: Path) -> None:
    more = "<itunes:episode>4</itunes:episode>"
    text = re.sub(r'xmlns:\w+="[^"]*"', "", feed(item(more=more)))
    (here / "feed.xml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sphinxcontrib_podcast", "import", "rss", "feed.xml"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert front(here / "episodes/the-first-voice.md")["number"] == 4
    assert done.stderr == b"1 new, 0 updated, 0 unchanged\n"


def test_without_its_memory_it_takes_all_for_yours(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    run("import", "rss", "feed.xml")
    (here / "episodes" / STATE).write_text("{", encoding="utf-8")
    (here / "feed.xml").write_text(feed(item("Another title")), encoding="utf-8")
    result = run("import", "rss", "feed.xml")
    assert "is damaged" in result.stderr
    assert front(here / "episodes/the-first-voice.md")["title"] == "The first voice"


def test_files_of_windows_and_values_on_many_lines(run: Run, here: Path) -> None:
    more = '<podcast:person role="guest">Kenji Sato</podcast:person>'
    (here / "feed.xml").write_text(feed(item(more=more)), encoding="utf-8")
    run("import", "rss", "feed.xml")
    path = here / "episodes/the-first-voice.md"
    text = path.read_text("utf-8").replace("[Kenji Sato]", "\n- Kenji Sato\n# and others")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    more += '<podcast:person role="guest">Ana Lee</podcast:person>'
    (here / "feed.xml").write_text(feed(item("New title", more=more)), encoding="utf-8")
    run("import", "rss", "feed.xml")
    expected = text.replace("title: The first voice", "title: New title")
    assert path.read_bytes() == expected.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "broken",
    [b"---\nguid: urn:first\ntitle: [\n---\n\nMine.\n", b"---\nguid: urn:first\n---\n\nM\xe4.\n"],
)
def test_a_file_that_cannot_be_updated_is_left_alone(run: Run, here: Path, broken: bytes) -> None:
    (here / "episodes").mkdir()
    (here / "episodes/x.md").write_bytes(broken)
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    assert "was not changed" in run("import", "rss", "feed.xml", status=1).stderr
    assert (here / "episodes/x.md").read_bytes() == broken
    assert names(here) == ["x.md"]


@pytest.mark.parametrize(
    "front_matter", ["  title: E\n  guid: urn:first\n", "{title: E, guid: 'urn:first'}\n"]
)
def test_front_matter_that_cannot_be_added_to(run: Run, here: Path, front_matter: str) -> None:
    path = here / "episodes/x.md"
    path.parent.mkdir()
    path.write_text(f"---\n{front_matter}---\n\nMine.\n", encoding="utf-8")
    before = path.read_bytes()
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    for _ in range(2):
        result = run("import", "rss", "feed.xml", status=1)
        assert "as it is written. The file was not changed" in result.stderr
        assert path.read_bytes() == before
        assert names(here) == ["x.md"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_line_keeps_its_end(run: Run, here: Path, mark: bytes) -> None:
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    run("import", "rss", "feed.xml")
    path = here / "episodes/the-first-voice.md"
    content = mark + path.read_bytes().replace(b"How.", b"One.\r\nTwo.\rThree.\nFour.")
    content = content.replace(b"channel: The Listening Room\n", b"channel: The Listening Room\r\n")
    path.write_bytes(content)
    (here / "feed.xml").write_text(feed(item("Anew")), encoding="utf-8")
    assert run("import", "rss", "feed.xml").stdout == "updated  episodes/the-first-voice.md\n"
    assert path.read_bytes() == content.replace(b"The first voice", b"Anew")


def test_names_of_files(run: Run, here: Path) -> None:
    (here / "episodes").mkdir()
    (here / "episodes/Taken.MD").write_text("mine", encoding="utf-8")
    (here / "episodes/heard.vtt").write_text("mine", encoding="utf-8")
    titles = ["../../etc/passwd", "CON", "index", "Same", "SAME", "taken", "heard", "…", "x" * 900,
              "ラジオの声", "a\u0000/\\b", ".hidden", "Ｗｉｄｅ"]  # fmt: skip
    items = [item(title.replace("\0", ""), f"g{n}") for n, title in enumerate(titles)]
    (here / "feed.xml").write_text(feed(*items), encoding="utf-8")
    run("import", "rss", "feed.xml")
    paths = sorted(p.relative_to(here).as_posix() for p in here.rglob("*.md"))
    assert front(here / "episodes/index.md")["title"] == "The Listening Room"
    assert len(paths) == len(titles) + 1
    assert all(path.startswith("episodes/") and path.count("/") == 1 for path in paths)
    names = [path.removeprefix("episodes/") for path in paths]
    assert {"etc-passwd.md", "same.md", "ラジオの声.md", "a-b.md", "hidden.md", "wide.md"} <= set(
        names
    )
    assert not {"con.md", "taken.md", "heard.md"} & set(names)
    assert len({name.casefold() for name in names}) == len(names)
    assert max(len(name.encode()) for name in names) < 200
    assert (here / "episodes/Taken.MD").read_text("utf-8") == "mine"
    run("import", "rss", "feed.xml")
    assert sorted(p.relative_to(here).as_posix() for p in here.rglob("*.md")) == paths


# -- what goes wrong -----------------------------------------------------------


def test_an_address_that_fails(run: Run, full: Served, here: Path) -> None:
    del full.pages["/7.json"]
    full.pages["/7.vtt"] = "<html>not found</html>"
    full.pages["/feed.xml"] = feed(full_item(full), item("Two", "two"))
    result = run("import", "rss", full.url("/feed.xml"), status=1)
    listed = result.stderr.partition("Some items could not be fetched or read")[2]
    assert (
        f"{full.url('/7.json')}: the chapters could not be fetched: the server answered 404"
        in listed
    )
    assert f"{full.url('/7.vtt')}: this is not a transcript" in listed
    assert sorted(p.name for p in (here / "episodes").iterdir()) == [
        STATE, "index.md", "people.toml", "the-first-voice.md", "two.md",
    ]  # fmt: skip

    # the next run completes it
    full.pages["/7.json"] = json.dumps(CHAPTERS)
    full.pages["/7.vtt"] = VTT
    result = run("import", "rss", full.url("/feed.xml"))
    assert result.stdout.splitlines() == [
        "updated  episodes/the-first-voice.md",
        "new      episodes/the-first-voice.vtt",
    ]
    assert "## [00:00] Intro" in (here / "episodes/the-first-voice.md").read_text("utf-8")


def test_a_text_that_was_edited_is_not_made_whole(run: Run, full: Served, here: Path) -> None:
    del full.pages["/7.json"]
    run("import", "rss", full.url("/feed.xml"), status=1)
    path = here / "episodes/the-first-voice.md"
    text = path.read_text("utf-8") + "\nMine.\n"
    path.write_text(text, encoding="utf-8")
    full.pages["/7.json"] = json.dumps(CHAPTERS)
    run("import", "rss", full.url("/feed.xml"))
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("{", "the chapters could not be fetched: it is not valid JSON"),
        ("<html>", "the chapters could not be fetched: it is not valid JSON"),
        ("[" * 100_000, "the chapters could not be fetched: it is nested too deeply"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "'file:///etc/passwd' is not an http"),
        ((302, {"Location": "ftp://e.org/x"}, b""), "'ftp://e.org/x' is not an http or https URL"),
        ((302, {"Location": "/7.json"}, b""), "it redirects more than 10 times"),
        ((200, {"Content-Length": "100"}, b"{}"), "the connection was lost"),
        ((200, {"Content-Encoding": "gzip"}, b"x"), "sent a compressed response"),
        ((200, {"Content-Type": "audio/mpeg"}, b"{}"), "its media type is 'audio/mpeg'"),
        ((200, {"Content-Type": "application/zip; x"}, b"{}"), "media type is 'application/zip'"),
        ((206, {"Transfer-Encoding": "chunked"}, b"no length"), "the connection was lost"),
        ((200, {}, b" " * 5_000_000), "it is larger than 4 MiB"),
        ((500, {}, b""), "the server answered 500"),
    ],
)
def test_useless_responses_are_reported(
    run: Run, full: Served, here: Path, page: Any, message: str
) -> None:
    full.pages["/7.json"] = page
    assert message in run("import", "rss", full.url("/feed.xml"), status=1).stderr
    assert (here / "episodes/the-first-voice.vtt").exists()


def test_a_feed_that_asks_for_a_password(run: Run, full: Served, here: Path) -> None:
    full.pages["/private.xml"] = (302, {"Location": "/feed.xml"}, b"")
    run("import", "rss", full.url("/private.xml").replace("//", "//me:se%40cret@"))
    assert full.credentials == ["Basic bWU6c2VAY3JldA==", None, None, None]
    assert not [path for path in here.rglob("*") if path.is_file() and b"cret" in path.read_bytes()]


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://e.org/feed", "http://", "http://[x", "http://127.0.0.1:9/"],
)
def test_feeds_that_are_not_there(run: Run, here: Path, address: str) -> None:
    said = run("import", "rss", address, status=2).stderr
    assert address in said
    assert "[Errno" not in said
    result = run("import", "rss", "no-such-file.xml", status=2)
    assert "there is no such file; a URL starts with https://" in result.stderr
    run("import", "rss", ".", status=2)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    ["", "<html><body>Not here</body></html>", "no", "\0" * 100, '{"version": "x"}',
     '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>'
     "<title>&b;</title></channel></rss>",
     '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'],
)  # fmt: skip
def test_content_that_is_not_a_feed(run: Run, here: Path, content: str) -> None:
    (here / "feed.xml").write_text(content, encoding="utf-8")
    assert "feed.xml: it " in run("import", "rss", "feed.xml", status=2).stderr
    assert [p.name for p in here.iterdir()] == ["feed.xml"]


def test_a_feed_that_was_cut(run: Run, here: Path) -> None:
    text = feed(item("One", "1"), item("Two", "2"), item("Three", "3"))
    (here / "feed.xml").write_text(text[: text.index("Three") + 40], encoding="utf-8")
    result = run("import", "rss", "feed.xml", status=1)
    assert "the feed is damaged (line " in result.stderr
    assert names(here) == ["one.md", "two.md"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("Room", "Room & Board &nbsp;&copy; &unknown;"),
        lambda text: text.replace("Room", "Room\x0b\x01"),
        lambda text: text.replace("Room", "Room <3 < 4 <"),
        lambda text: text.replace("UTF-8", "no-such"),
        lambda text: "\n\n" + text,
    ],
)
def test_a_feed_that_can_be_repaired(run: Run, here: Path, damage: Callable[[str], str]) -> None:
    text = damage(feed(item("One", "1", "<p>a &amp; b & c</p>"), item("Zwölf", "2")))
    (here / "feed.xml").write_text(text, encoding="utf-8")
    assert "it was repaired and read" in run("import", "rss", "feed.xml", status=1).stderr
    assert names(here) == ["one.md", "zwölf.md"]
    assert front(here / "episodes/one.md")["channel"].startswith("The Listening Room")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "shift_jis", "gb2312", "gb18030"])
def test_encodings(run: Run, here: Path, encoding: str) -> None:
    title = "Zwölf" if encoding == "iso-8859-1" else "声音"
    text = feed(item(title, "1")).replace("UTF-8", encoding)
    (here / "feed.xml").write_bytes(text.encode(encoding))
    assert "damaged" not in run("import", "rss", "feed.xml").stderr
    assert (here / f"episodes/{title.lower()}.md").exists()


def test_values_that_cannot_be_read_name_their_episode(run: Run, here: Path) -> None:
    bad = item("Odd", "odd", more="<itunes:duration>long</itunes:duration>").replace(
        "Mon, 05 Jan 2026 23:30:00 -0800", "some day"
    )
    none = item("Even", "even", more="<itunes:duration>00:00:00</itunes:duration>")
    (here / "feed.xml").write_text(feed(bad, none), encoding="utf-8")
    result = run("import", "rss", "feed.xml", status=1)
    assert "the episode 'Odd': its date cannot be read: 'some day'" in result.stderr
    assert "the episode 'Odd': its duration cannot be read: 'long'" in result.stderr
    assert "Even" not in result.stderr


@pytest.mark.parametrize(
    "page", ["<!DOCTYPE html><html><p>Not closed</html>", "<html><body>Here</body></html>"]
)
def test_a_web_page_is_no_feed(run: Run, here: Path, page: str) -> None:
    (here / "feed.xml").write_text(page, encoding="utf-8")
    assert "it is a web page, not a feed" in run("import", "rss", "feed.xml", status=2).stderr


def test_temporary_files_of_a_killed_run_are_removed(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    (here / "episodes").mkdir()
    for name in (".one.md.1234.tmp", ".two.md.1234.tmp", ".mine.tmp"):
        (here / "episodes" / name).write_text("half", encoding="utf-8")
        if "two" not in name:
            os.utime(here / "episodes" / name, (0, 0))
    run("import", "rss", "feed.xml")
    left = sorted(p.name for p in (here / "episodes").glob("*.tmp"))
    assert left == [".mine.tmp", ".two.md.1234.tmp"]


def test_an_output_that_does_not_know_all_characters(here: Path) -> None:
    (here / "feed.xml").write_text(feed(item("声音")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sphinxcontrib_podcast", "import", "rss", "feed.xml"],
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.split()[:2] == [b"new", b"episodes/\\u58f0\\u97f3.md"]
    assert (here / "episodes/声音.md").exists()


def test_items_that_are_no_episodes(run: Run, here: Path) -> None:
    items = [
        "<item><title>Nothing</title></item>",
        item("One", "1"),
        item("Double", "1"),
        "<item><guid>x</guid><title>Odd</title><pubDate>never</pubDate>"
        '<enclosure url="http://[x" type="audio/mpeg"/><itunes:duration>x</itunes:duration>'
        "<itunes:season>x</itunes:season><itunes:episode>-4</itunes:episode>"
        '<link>javascript:alert(1)</link><itunes:image href="data:x"/>'
        "<podcast:person> </podcast:person><psc:chapters><psc:chapter/></psc:chapters></item>",
    ]
    (here / "feed.xml").write_text(feed(*items), encoding="utf-8")
    result = run("import", "rss", "feed.xml", status=1)
    assert "has no guid" in result.stderr
    assert "'Double' has the guid of another" in result.stderr
    assert names(here) == ["odd.md", "one.md"]
    fields = front(here / "episodes/odd.md")
    assert set(fields) <= {"title", "channel", "language", "guid", "season", "trust"}


def test_addresses_of_a_host_that_fails_are_counted(run: Run, web: Served, here: Path) -> None:
    items = [
        item(f"T{n}", f"{n}", more=f'<podcast:chapters url="{web.url(f"/{n}.json")}"/>')
        for n in range(9)
    ]
    web.pages["/feed.xml"] = feed(*items)
    result = run("import", "rss", web.url("/feed.xml"), status=1)
    problem = "the chapters could not be fetched: the server answered 404"
    assert result.stderr.count(problem) == 1
    assert f"9 addresses at {web.address.partition('//')[2]}, such as " in result.stderr


def test_many_problems_are_counted(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(*["<item/>"] * 100, item()), encoding="utf-8")
    result = run("import", "rss", "feed.xml", status=1)
    assert "and 80 more like these" in result.stderr
    assert len(result.stderr.splitlines()) < 30


def test_pages_of_a_feed(run: Run, web: Served, here: Path) -> None:
    link = f'<atom:link rel="next" href="{web.url("/2.xml")}"/>'
    back = f'<atom:link rel="next" href="{web.url("/1.xml")}"/>'
    web.pages["/1.xml"] = feed(item("One", "1"), channel=link)
    web.pages["/2.xml"] = feed(item("Two", "2"), item("One", "1"), channel=back)
    run("import", "rss", web.url("/1.xml"))
    assert names(here) == ["one.md", "two.md"]
    assert web.asked == ["/1.xml", "/2.xml"]


def test_a_page_of_a_feed_that_is_not_there(run: Run, web: Served, here: Path) -> None:
    link = f'<atom:link rel="next" href="{web.url("/2.xml")}"/>'
    web.pages["/1.xml"] = feed(item("One", "1"), channel=link)
    result = run("import", "rss", web.url("/1.xml"), status=1)
    assert f"{web.url('/2.xml')}: the server answered 404" in result.stderr
    assert (here / "episodes/one.md").exists()


def test_a_break_and_going_on(
    run: Run, full: Served, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.pages["/feed.xml"] = feed(item("Two", "two"), full_item(full), item("Three", "3"))

    fetch = Web.fetch

    def stopped(web: Web, url: str, most: int, *, typed: bool = False) -> Fetched:
        if url.endswith("/7.vtt"):
            raise KeyboardInterrupt
        return fetch(web, url, most, typed=typed)

    with monkeypatch.context() as patch:
        patch.setattr(Web, "fetch", stopped)
        result = run("import", "rss", full.url("/feed.xml"), status=130)
    assert "Run the same command again" in result.stderr
    names = sorted(p.name for p in (here / "episodes").iterdir())
    assert names == [STATE, "the-first-voice.md", "two.md"]
    full.asked.clear()
    result = run("import", "rss", full.url("/feed.xml"))
    assert "1 new, 0 updated, 2 unchanged" in result.stderr
    assert full.asked == ["/feed.xml", "/7.vtt"]


def test_a_run_that_was_killed_is_made_whole(run: Run, web: Served, here: Path) -> None:
    items = [
        item(name, name, more=f'<podcast:chapters url="{name}.json" type="application/json"/>')
        for name in ("one", "two")
    ]
    web.pages["/feed.xml"] = feed(*items)
    code = (
        "import os\nfrom sphinxcontrib_podcast.cli import main\n"
        "from sphinxcontrib_podcast.cli.fetch import Web\n"
        "real = Web.fetch\n"
        "Web.fetch = lambda web, url, *a, **k: os._exit(9) if 'two' in url else real(web, url, *a, **k)\n"
        f"main(['import', 'rss', {web.url('/feed.xml')!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 9
    assert names(here) == ["one.md"]
    web.pages["/one.json"] = web.pages["/two.json"] = json.dumps(CHAPTERS)
    run("import", "rss", web.url("/feed.xml"))
    for name in ("one", "two"):
        assert "## [00:00] Intro" in (here / f"episodes/{name}.md").read_text("utf-8")


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_full_disk(
    run: Run, full: Served, here: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    full.pages["/feed.xml"] = feed(full_item(full), item("Two", "two"))
    real, count = os.fsync, 0

    def full_disk(descriptor: int) -> None:
        nonlocal count
        count += 1
        if count >= after:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        result = run("import", "rss", full.url("/feed.xml"), status=2)
    assert "No space left on device" in result.stderr
    assert "run the same command again" in result.stderr
    name = ["the-first-voice.md", "the-first-voice.vtt", "two.md"][after - 1]
    assert f"{name} was not written" in result.stderr
    complete = ["the-first-voice.md", "the-first-voice.vtt"][: after - 1]
    assert sorted(p.name for p in (here / "episodes").iterdir()) == complete
    run("import", "rss", full.url("/feed.xml"))
    assert len(names(here)) == 2


def test_an_error_in_one_episode_ends_this_one_only(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [item(name, name, notes=f"Of {name}.") for name in ("One", "Two", "Three")]
    (here / "feed.xml").write_text(feed(*items), encoding="utf-8")
    with monkeypatch.context() as patch:

        def broken(notes: str, base: str) -> str:
            return notes if "Two" not in notes else notes[99]

        patch.setattr(rss_module, "html_to_markdown", broken)
        result = run("import", "rss", "feed.xml", status=1)
    assert "Two: it was not imported: IndexError('string index out of range')" in result.stderr
    assert "2 new" in result.stderr
    assert names(here) == ["one.md", "three.md"]
    assert run("import", "rss", "feed.xml").stdout == "new      episodes/two.md\n"


def test_notes_that_are_not_prose_are_refused(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "feed.xml").write_text(feed(item("One", "1"), item("Two", "2", "x")), encoding="utf-8")
    with monkeypatch.context() as patch:  # like a bug in the conversion
        live = "```{include} /conf.py\n```"
        patch.setattr(rss_module, "html_to_markdown", lambda notes, _: live if notes == "x" else "")
        result = run("import", "rss", "feed.xml", status=1)
    assert "Two: it was not imported: it contains a directive" in result.stderr
    assert names(here) == ["one.md"]


@pytest.mark.parametrize("opening", [b"<a>", b"<x:a xmlns:x='y'>", b"<item>", b"<a b='c'>"])
def test_a_feed_of_great_depth(opening: bytes) -> None:
    content = b'<rss version="2.0"><channel>' + opening * 1_000_000
    with pytest.raises(FeedError, match="nested deeper than 50 levels"):
        read_feed(content, "")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 1), st.integers(0, 200),
            st.sampled_from(["", "&", "<", ">", "]]>", "<item>", "</item>", "\0", "\udc80", "<![CDATA["]),
        ),
        min_size=1,
        max_size=4,
    )
)  # fmt: skip
def test_any_damage_to_a_feed_is_reported(damages: list[tuple[float, int, str]]) -> None:
    text = feed(*(item(f"T{n}", f"g{n}") for n in range(4)))
    for place, length, other in damages:
        at = int(place * len(text))
        text = text[:at] + other + text[at + length :]
    content = text.encode(errors="surrogateescape")
    try:
        items = read_feed(content, "").items
    except FeedError:
        items = []
    assert all(item.guid and item.fields["guid"] == item.guid for item in items)


def test_the_next_transcript_where_one_fails(run: Run, full: Served, here: Path) -> None:
    del full.pages["/7.vtt"]
    full.pages["/7.srt"] = "1\n00:00:00,000 --> 00:00:02,000\nKenji: A voice.\n"
    result = run("import", "rss", full.url("/feed.xml"))
    assert "new      episodes/the-first-voice.srt" in result.stdout
    assert full.asked[-2:] == ["/7.vtt", "/7.srt"]


def test_relative_addresses(run: Run, web: Served, here: Path) -> None:
    notes = '<p><a href="/a">A</a> <a href="b?c">B</a> <a href="javascript:x">C</a></p>'
    more = (
        '<podcast:transcript url="t.vtt" type="text/vtt"/>'
        '<podcast:chapters url="7.json" type="application/json+chapters"/>'
    )
    linked = "<link>https://listening.example/7/</link>"
    web.pages["/feed.xml"] = (302, {"Location": "/moved/feed.xml"}, b"")
    web.pages["/moved/feed.xml"] = feed(
        item("One", "1", notes, more), item("Two", "2", notes, linked)
    )
    web.pages["/moved/t.vtt"] = VTT
    web.pages["/moved/7.json"] = json.dumps(CHAPTERS)
    run("import", "rss", web.url("/feed.xml"))
    assert (here / "episodes/one.vtt").read_text("utf-8") == VTT
    one = (here / "episodes/one.md").read_text("utf-8")
    assert f"[A]({web.url('/a')}) [B]({web.url('/moved/b?c')}) C\n" in one
    assert "## [00:00] Intro" in one
    two = (here / "episodes/two.md").read_text("utf-8")
    assert "[A](https://listening.example/a) [B](https://listening.example/7/b?c) C\n" in two


def test_relative_addresses_of_a_file(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item(notes='<a href="/a">A</a> b')), encoding="utf-8")
    run("import", "rss", "feed.xml")
    assert "\n\nA b\n" in (here / "episodes/the-first-voice.md").read_text("utf-8")


@pytest.mark.slow
def test_notes_that_are_too_long(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item(notes="<p>A voice.</p>" * 20_000)), encoding="utf-8")
    result = run("import", "rss", "feed.xml", status=1)
    assert "The first voice: its notes are longer than 262,144 characters" in result.stderr
    text = (here / "episodes/the-first-voice.md").read_text("utf-8")
    assert set(text.split("---\n", 2)[2].strip().split("\n\n")) == {"A voice."}


def test_a_transcript_of_a_kind_that_is_not_read(run: Run, here: Path) -> None:
    more = '<podcast:transcript url="https://e.org/7.html" type="text/html"/>'
    (here / "feed.xml").write_text(feed(item(more=more)), encoding="utf-8")
    assert "format of its transcript is not supported" in run("import", "rss", "feed.xml").stderr
    assert "kind" not in run("import", "rss", "feed.xml").stderr


def test_a_file_keeps_its_mode_and_its_place(run: Run, here: Path) -> None:
    (here / "feed.xml").write_text(feed(item()), encoding="utf-8")
    run("import", "rss", "feed.xml")
    path = here / "episodes/the-first-voice.md"
    path.chmod(0o600)
    path.rename(here / "elsewhere.md")
    path.symlink_to(here / "elsewhere.md")
    (here / "feed.xml").write_text(feed(item("Anew")), encoding="utf-8")
    run("import", "rss", "feed.xml")
    assert path.is_symlink()
    assert front(here / "elsewhere.md")["title"] == "Anew"
    assert path.stat().st_mode & 0o777 == 0o600


# -- what feeds may try --------------------------------------------------------

HOSTILE = [
    "```{include} secret.txt\n```",
    "~~~{raw} html\n<b>SECRET</b>\n~~~",
    ":::{include} secret.txt\n:::",
    "{include}`secret.txt` {raw-html}`x` {doc}`nowhere` {pod:person}`Nobody`",
    "<script>alert('SECRET')</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "% a comment",
    "(target)=",
    "{{ project }} {% include 'secret.txt' %}",
    "---\ntitle: SECRET\n---",
    "+++",
    "$$SECRET$$ \\begin{equation}x\\end{equation}",
    "[x]: https://e.org\n[^1]: foot",
    "![x](secret.txt) ![y](https://e.org/pixel.gif)",
    "[x](file:///etc/passwd) [y](javascript:alert(1)) [z](#nowhere) <inv:#x> [](nowhere.md)",
    "# A title # [00:10] Lost",
    "Setext\n===",
    "| a | b |\n|---|---|\n| c | d |",
    ":field: value",
    "    indented code",
    "{.class}\n{#id}",
    "term\n: definition",
    "- **Spark** (Product): x",
    "`unclosed ``` **bold [link",
]


def wrapped(text: str) -> list[str]:
    """Return a text in HTML, in a form that feeds use."""
    plain = escape(text)
    split = "".join(f"<span>{escape(c)}</span>" for c in text)
    return [
        f"<p>{plain}</p>",
        f"<pre>{plain}</pre>",
        "<p>" + plain.replace("\n", "<br>") + "</p>",
        f"<div>{split}</div>",
        f"<pre><code>{split}</code></pre>",
        f"<pre><code>{plain}</code></pre><p>{plain}<code>{plain}</code></p>",
        f"<p>{{include}}<code>secret.txt</code> <code>{plain}</code></p>",
        f"<pre><code>A\n```\n\n{plain}\n\nB</code></pre><pre><code>&#xE001;0&#xE000;</code></pre>",
        "<pre><code>&#xE000;0&#xE001;</code></pre><code>&#xE001;9&#xE000;</code>",
        f"<pre><code>０：００ {plain}\n１：００ {plain}</code></pre>",
        f"<table><tr><td>CELL</td><td>{plain}</td></tr></table>",
        f"<ul><li>{plain}</li></ul><blockquote>{plain}</blockquote><h2>{plain}</h2>",
        f"<a href='https://e.org'>{plain}</a>{plain}",
        text,
    ]


@pytest.mark.slow
def test_a_hostile_feed_does_nothing(run: Run, here: Path, build: Callable[..., str]) -> None:
    (here / "secret.txt").write_text("TOPSECRET", encoding="utf-8")
    (here / "episodes").mkdir()
    (here / "episodes/secret.txt").write_text("TOPSECRET", encoding="utf-8")
    extensions = ["amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
                  "fieldlist", "html_admonition", "html_image", "replacements",
                  "strikethrough", "substitution", "tasklist"]  # fmt: skip
    (here / "conf.py").write_text(
        'project = "Site"\nextensions = ["sphinxcontrib_podcast"]\n'
        f"myst_enable_extensions = {extensions}\nexclude_patterns = ['_build']\n"
        "suppress_warnings = ['podcast.chapter', 'podcast.entity', 'myst.strikethrough']\n"
        "myst_substitutions = {'project': 'SUBSTITUTED'}\nmyst_title_to_header = True\n"
    )
    items = []
    for n, text in enumerate(HOSTILE):
        items.append(item(text.replace("\n", " "), f"{text} {n}", "".join(wrapped(text))))
        chapters = f'<psc:chapters><psc:chapter start="0:10" title="{escape(text, {chr(34): "&quot;", chr(10): " "})}"/></psc:chapters>'
        people = f'<podcast:person role="guest">{escape(text)}</podcast:person>'
        items.append(item(f"Chapters {n}", f"chapters-{n}", text, chapters + people))
    (here / "feed.xml").write_text(feed(*items), encoding="utf-8")
    run("import", "rss", "feed.xml")
    assert len(names(here)) == 2 * len(HOSTILE)
    warnings = build("--keep-going")
    assert warnings == ""
    for path in (here / "_build/html/episodes").glob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        body = page.select_one('[role="main"]')
        assert body is not None
        text = body.get_text()
        assert "TOPSECRET" not in text
        assert "SUBSTITUTED" not in text
        assert not body.select("script:not([type='application/json'])")
        assert not body.select("img, dl.field-list, .math, del, span#target, .class")
        assert all("CELL" in table.get_text() for table in body.select("table"))
        for link in body.select("a[href]"):
            assert str(link["href"]).startswith(("https://", "http://", "#", "..", "mailto:")) or (
                ".html" in str(link["href"])
            )
        assert len(body.select("h1")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_shown_as_it_is(text: str) -> None:
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").render(html_to_markdown(f"<p>{escape(text)}</p>"))
    soup = BeautifulSoup(shown, "html.parser")
    assert soup.get_text().split() == text.split()
    # except bare addresses, which are links
    assert all(tag.name == "p" or tag["href"] == tag.get_text() for tag in soup.find_all(True))


@pytest.mark.parametrize("text", [*HOSTILE, "a\\|b | c \\"])
def test_text_in_a_table_is_shown_as_it_is(text: str) -> None:
    from markdown_it import MarkdownIt

    html = f"<table><tr><td>{escape(text)}</td><td>x</td></tr></table>"
    shown = MarkdownIt("commonmark").enable("table").render(html_to_markdown(html))
    soup = BeautifulSoup(shown, "html.parser")
    assert [cell.get_text().split() for cell in soup.select("th")] == [text.split(), ["x"]]
    names = {tag.name for tag in soup.find_all(True)}
    assert names <= {"table", "thead", "tr", "th", "a"}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("ab1 \n-+*_=#>|:%~.()[]{}<>!`$&;\\^\"'/@", max_size=12), max_size=6))
@example(["1", ". x"])
@example(["!", "[x](y)"])
def test_any_text_is_only_text(parts: list[str]) -> None:
    from markdown_it import MarkdownIt

    html = "<p>" + "".join(f"<span>{escape(part)}</span>" for part in parts) + "</p>"
    shown = MarkdownIt("commonmark").render(html_to_markdown(html))
    soup = BeautifulSoup(shown, "html.parser")
    assert "".join(soup.get_text().split()) == "".join("".join(parts).split())
    assert {tag.name for tag in soup.find_all(True)} <= {"p"}


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.text(max_size=8).map(escape),
        lambda inner: st.tuples(
            st.sampled_from(["p", "b", "i", "a", "ul", "ol", "li", "pre", "code", "table", "td",
                             "br", "div", "h1", "h6", "blockquote", "img", "hr", "script", "x"]),
            st.lists(inner, max_size=4),
        ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_html_is_read(html: str) -> None:
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").render(html_to_markdown(html))
    names = {tag.name for tag in BeautifulSoup(shown, "html.parser").find_all(True)}
    assert names <= {"p", "strong", "em", "a", "ul", "ol", "li", "br", "hr", "blockquote",
                     "h2", "h3", "h4", "h5", "h6", "code", "pre"}  # fmt: skip


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a</p><!-- b -->", "a"),
        ("<!-- b --><p>a <!--[if mso]>x<![endif]-->c</p>", "a c"),
        ("<p>a<br/><br>b<br>c<br/></p>", "a\n\nb\\\nc"),
        ("a<br>b<p>c<div>d</div>e", "a\\\nb\n\nc\n\nd\n\ne"),
        ("<h1>a</h1><h3>b <b>c</b></h3>", "## a\n\n### b **c**"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<ul><li><p>a</p></li><li>b<div>c</div></ul>", "- a\n- b\n\n  c"),
        ("<blockquote><p>a</p><p>b<br>c</p></blockquote>", "> a\n>\n> b\\\n> c"),
        (
            "<table><tr><th>a</th><th>b | <b>c</b></th></tr><tr><td>d<br>e<p>f</p></td></tr></table>g",
            "| a | b \\| **c** |\n| --- | --- |\n| d e f |  |\n\ng",
        ),
        (
            "<table><tr><td>a</td></tr><tr><td>b</td><td>https://e.org</td></tr>",
            "| a |  |\n| --- | --- |\n| b | <https://e.org> |",
        ),
        (
            "<ul><li><table><tr><td>a</td><td>b</td></tr></table></li></ul>",
            "- | a | b |\n  | --- | --- |",
        ),
        ("<pre>a\nb</pre>", "a\\\nb"),
        ("<a href='https://e.org'><b>a</b></a> <a>b</a>", "[**a**](https://e.org) b"),
        ("<ol start='5'><li>a</li><li>b</li></ol>", "5. a\n6. b"),
        (
            "<p>See https://e.org/a_b, or <b>http://f.org</b>.</p>",
            "See <https://e.org/a_b>, or **<http://f.org>**.",
        ),
        (
            "<p>a</p><pre><code>if b:\n    ```c &lt;d&gt;\n</code></pre><p>e</p>",
            "a\n\n````\nif b:\n    ```c <d>\n````\n\ne",
        ),
        ("<ul><li>a<pre><code>b\nc</code></pre></li></ul>", "- a\n\n  ```\n  b\n  c\n  ```"),
        ("<blockquote><pre><code>b\n\nc</code></pre></blockquote>", "> ```\n> b\n>\n> c\n> ```"),
        ("<pre><code>0:00 a\n1:00 b</code></pre>", "0:00 a\\\n1:00 b"),
        ("<p>a <code>b_*c*</code> <code>`d``</code>.</p>", "a `b_*c*` ``` `d`` ```."),
        ("<p>{include}<code>x</code></p>", "\\{include}`x`"),
        ("<p>a <code>b <b>c</b></p><p>d</p>", "a `b c`\n\n`d`"),
        ("<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>", "**a**\n\nb\n\n**c**\n\nd"),
        ("<p><code>a</code><code>b</code></p>", "`a` `b`"),
        ("<p>&#xe000;0&#xe001;</p>", "\ue0000\ue001"),
        ("<a href='https://e.org'>a<p>b</p></a>", "[a](https://e.org)\n\n[b](https://e.org)"),
        ("<script>x</script><style>y</style><p>a<embed>b</p>", "ab"),
        (
            "<p>Oh! <a href='https://e.org'>b</a>!</p><p>Oh!<a href='https://e.org'>c</a></p>",
            "Oh! [b](https://e.org)!\n\nOh\\![c](https://e.org)",
        ),
        ("a < b & c &amp; d &lt;e&gt;<br>f", "a \\< b & c & d \\<e>\\\nf"),
        ("Tom &amp; Jerry\nhttps://e.org/a_b.", "Tom & Jerry\\\n<https://e.org/a_b>."),
    ],
)
def test_html_as_markdown(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown


def test_html_of_great_depth_and_length() -> None:
    assert "deep" in html_to_markdown("<div>" * 20_000 + "deep")
    assert len(html_to_markdown("<p>x</p>" * 500_000)) < 2_000_000
