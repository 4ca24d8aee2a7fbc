"""``import rss`` of twenty-five feeds, as shows in ten languages publish them."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from reading import read

from .conftest import Run

#: For each language: its tag, the show, two titles, and notes.
SHOWS = {
    "en": ("en-us", "The Listening Room", ("Pilot: why voices?", "R&D, or <not>"), "About the first radio voice, and why we kept it."),
    "zh": ("zh-cn", "声音简史", ("01 会说话的机器", "番外：听众来信"), "我们谈谈广播的历史，以及人们第一次听到的声音。"),
    "zh_TW": ("zh-TW", "聲音簡史", ("EP01｜會說話的機器", "EP02｜聽眾來信"), "我們談談廣播的歷史，以及人們第一次聽到的聲音。"),
    "ja": ("ja", "声のはじまり", ("#1 最初の声", "#2 ラジオの朝【前編】"), "ラジオの歴史と、人々が最初に聞いた声について話します。"),
    "ko": ("ko", "목소리의 역사", ("1화. 첫 목소리", "2화. 라디오의 아침"), "라디오의 역사와 사람들이 처음 들은 목소리를 이야기합니다."),
    "de": ("de", "Stimmen im Äther", ("Folge 1: Die erste Stimme", "Folge 2: „Hörer“ & Höfe"), "Über die Geschichte des Radios und die erste Stimme."),
    "fr": ("fr", "La voix d'abord", ("Épisode 1 — La première voix", "Épisode 2 : l'été à la radio"), "L'histoire de la radio et de la première voix entendue."),
    "es": ("es", "¿Quién habla?", ("1. La primera voz", "2. ¡Ondas y año nuevo!"), "La historia de la radio y la primera voz que se oyó."),
    "pt": ("pt-br", "Vozes do Ar", ("#01 - A primeira voz", "#02 - O coração do rádio"), "A história do rádio e a primeira voz que se ouviu."),
    "ru": ("ru", "Голоса эфира", ("Выпуск 1. Первый голос", "Выпуск 2. Утро радио"), "История радио и первый голос, который услышали люди."),
    "ar": ("ar", "أصوات الأثير", ("الحلقة ١: الصوت الأول", "الحلقة ٢: صباح الراديو"), "تاريخ الراديو والصوت الأول الذي سمعه الناس."),
}  # fmt: skip


class Kind(NamedTuple):
    """How a feed is written; ``item`` has the parts of an episode in braces."""

    name: str
    item: str
    channel: str = ""
    encoding: str = "utf-8"


ENCLOSURE = (
    '<enclosure url="https://cdn.example/{n}.mp3?token={run}" length="1" type="audio/mpeg"/>'
)
HEAD = "<item><title>{title}</title><pubDate>0{n} Jan 2026 05:00:00 +0900</pubDate>"
KINDS = [
    Kind(
        "plain",
        HEAD + "<guid>g-{n}</guid>" + ENCLOSURE + "<description>{notes}</description></item>",
    ),
    Kind("no guid", HEAD + ENCLOSURE + "<description>{notes}</description></item>"),
    Kind(
        "no guid, a new address each time",
        HEAD + '<enclosure url="https://cdn.example/{run}/{n}.mp3" type="audio/mpeg"/>'
        "<description>{notes}</description></item>",
    ),
    Kind(
        "pages of a query",
        HEAD + "<link>https://show.example/?p={n}</link><description>{notes}</description></item>",
    ),
    Kind(
        "one guid for all",
        HEAD
        + '<guid>same</guid><enclosure url="https://cdn.example/{n}.mp3" type="audio/mpeg"/></item>',
    ),
    Kind(
        "subtitle",
        HEAD + "<guid>{n}</guid><itunes:subtitle>{title}</itunes:subtitle>"
        "<itunes:summary>{notes}</itunes:summary>" + ENCLOSURE + "</item>",
        "<itunes:author>A. Uthor</itunes:author><itunes:explicit>no</itunes:explicit>",
    ),
    Kind(
        "cut subtitle",
        HEAD + "<guid>{n}</guid><itunes:subtitle>{cut}...</itunes:subtitle>"
        "<content:encoded><![CDATA[<p>{notes}</p><ul><li>00:00 {title}</li><li>05:00 B</li></ul>]]>"
        "</content:encoded>" + ENCLOSURE + "</item>",
    ),
    Kind(
        "everything",
        HEAD + "<guid>{n}</guid><itunes:keywords>radio, {show}</itunes:keywords>"
        "<itunes:episodeType>bonus</itunes:episodeType><podcast:season name='{show}'>2</podcast:season>"
        "<podcast:person role='producer' img='https://p.example/x.jpg'>{show}</podcast:person>"
        "<podcast:soundbite startTime='61' duration='30'>{title}</podcast:soundbite>"
        "<podcast:location>{show}</podcast:location><podcast:value type='x'/>"
        "<podcast:license url='https://l.example'>cc-by-4.0</podcast:license>"
        "<psc:chapters><psc:chapter start='0' title='{title}' href='https://c.example'/>"
        "<psc:chapter start='61.5' title='B'/></psc:chapters>"
        "<description>{notes}</description>" + ENCLOSURE + "</item>",
        "<description>{notes}</description><itunes:category text='Arts'/>"
        "<podcast:funding url='https://f.example'>{title}</podcast:funding>",
    ),
    Kind(
        "sixteen bits",
        HEAD + "<guid>{n}</guid><description>{notes}</description>" + ENCLOSURE + "</item>",
        encoding="utf-16",
    ),
]
#: Twenty-five pairs: every language, and every kind at least twice.
FEEDS = [
    (language, KINDS[(3 * number + extra * 4) % len(KINDS)])
    for extra in range(3)
    for number, language in enumerate(SHOWS)
][:25]


def feed(language: str, kind: Kind, run: int) -> bytes:
    tag, show, titles, notes = SHOWS[language]
    words = {"show": escape(show), "notes": escape(notes), "cut": escape(notes[:12]), "run": run}
    items = "".join(
        kind.item.format(n=n, title=escape(title), **words) for n, title in enumerate(titles, 1)
    )
    channel = kind.channel.format(n=0, title=escape(titles[0]), **words)
    return f"""<?xml version="1.0" encoding="{kind.encoding}"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:psc="http://podlove.org/simple-chapters"
  xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>{escape(show)}</title><language>{tag}</language>{channel}{items}</channel>
</rss>""".encode(kind.encoding)


@pytest.mark.parametrize(
    ("language", "kind"), FEEDS, ids=[f"{language}-{kind.name}" for language, kind in FEEDS]
)
def test_a_feed_is_imported_whole_and_a_second_time_adds_nothing(
    run: Run, here: Path, language: str, kind: Kind
) -> None:
    tag, show, titles, notes = SHOWS[language]
    (here / "feed.xml").write_bytes(feed(language, kind, 1))
    assert "2 new, 0 updated, 0 unchanged" in run("import", "rss", "feed.xml").stderr
    paths = [p for p in (here / "episodes").glob("*.md") if p.name != "index.md"]
    fields = [yaml.safe_load(p.read_text("utf-8").split("---\n")[1]) for p in paths]
    assert sorted(f["title"] for f in fields) == sorted(titles)
    for path, known in zip(paths, fields, strict=True):
        assert known["channel"] == show
        assert known["language"].lower() == tag.lower()
        assert str(known["date"]).startswith("2026-01-0")
        assert "audio" in known or "links" in known
        # the description says nothing that the title or the notes say
        assert "description" not in known
        episode = read(path.read_text("utf-8"))
        if kind.name != "one guid for all":
            assert notes in episode.summary or notes in path.read_text("utf-8")
    before = {p.name: p.read_bytes() for p in (here / "episodes").iterdir()}
    again = run("import", "rss", "feed.xml").stderr
    assert "0 new, 0 updated, 2 unchanged" in again
    assert {p.name: p.read_bytes() for p in (here / "episodes").iterdir()} == before
    (here / "feed.xml").write_bytes(feed(language, kind, 2))  # addresses with another token
    assert "0 new" in run("import", "rss", "feed.xml").stderr
    assert {p.name for p in (here / "episodes").iterdir()} == set(before)
