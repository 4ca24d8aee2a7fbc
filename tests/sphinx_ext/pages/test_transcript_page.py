"""Transcripts on the page of their episode."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Site, text_of
from search_index import read_index
from show import SHOW

NewSite = Callable[..., Site]

VTT = """WEBVTT

00:00:01.000 --> 00:00:02.500
<v Mara Lindqvist>Hello, "everyone" & <i>all</i>.

00:00:02.500 --> 00:00:04.000
<v Mara Lindqvist>How did radio begin?

00:00:05.000 --> 00:00:06.000
<v Kenji Sato>A voice is not a signal.

00:02:05.000 --> 00:02:07.000
<v Kenji Sato>Fessenden knew it.

00:03:05.000 --> 00:03:07.000
<v Mara Lindqvist>It sang.
"""
FILES = {**SHOW, "episodes/radio/first.vtt": VTT}


def test_turns_stand_folded_under_their_chapter(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    assert site.warnings == []
    body = site.body("episodes/radio/first")
    assert all(not box.has_attr("open") for box in body.select("details.pod-transcript"))
    assert [
        (box.parent["id"] if box.parent else "", [text_of(turn) for turn in box.select(".pod-turn")])
        for box in body.select("details.pod-transcript")
    ] == [
        ("t-00-00", ['00:01 Mara Lindqvist: Hello, "everyone" & all. How did radio begin?',
                     "00:05 Kenji Sato: A voice is not a signal."]),
        ("t-02-04", ["02:05 Kenji Sato: Fessenden knew it."]),
        ("t-03-00", ["03:05 Mara Lindqvist: It sang."]),
    ]  # fmt: skip
    first = body.select(".pod-turn")[0]
    assert first["id"] == "turn-00-01"
    time, speaker = first.select("a")
    assert (time["href"], time["data-t"]) == ("#turn-00-01", "1")
    assert str(speaker["href"]).endswith("mara-lindqvist.html") or "entity-mara" in str(
        speaker["href"]
    )
    assert first.select(".pod-words")[0]["data-cues"] == "0 1 25 2.5"


def test_before_the_first_chapter(new_site: NewSite) -> None:
    text = SHOW["episodes/radio/first.md"].replace("[00:00] Intro", "[00:03] Intro")
    site = new_site({**FILES, "episodes/radio/first.md": text}).build()
    box = site.body("episodes/radio/first").select("details.pod-transcript")[0]
    assert box.parent is not None
    assert "pod-episode" in box.parent["class"]
    assert len(box.select(".pod-turn")) == 1


def test_whole_at_the_end(new_site: NewSite) -> None:
    site = new_site(FILES, podcast_transcript="end").build()
    assert site.warnings == []
    (box,) = site.body("episodes/radio/first").select("details.pod-transcript")
    assert box.parent is not None
    assert box.parent["id"] == "transcript"
    assert text_of(box.parent.select("h2")[0]) == "Transcript"
    assert [text_of(p) for p in box.select("p.pod-where")] == [
        "00:00 Intro", "02:04 Reginald Fessenden", "03:00 The alternator",
    ]  # fmt: skip
    assert len(box.select(".pod-turn")) == 4
    ids = [tag["id"] for tag in site.body("episodes/radio/first").select("[id]")]
    assert len(ids) == len(set(ids))


def test_not_at_all(new_site: NewSite) -> None:
    site = new_site(FILES, podcast_transcript="none").build()
    assert site.body("episodes/radio/first").select(".pod-transcript") == []
    assert "verbatim" in text_of(site.body("episodes/radio/first"))
    (warning,) = new_site(FILES, podcast_transcript="below").build().warnings
    assert "podcast_transcript" in warning


def test_a_heading_of_the_same_name(new_site: NewSite) -> None:
    text = SHOW["episodes/radio/first.md"].replace("## Entities", "## Transcript\n\n## Entities")
    for where in ("chapter", "end"):
        site = new_site(
            {**FILES, "episodes/radio/first.md": text}, podcast_transcript=where
        ).build()
        assert site.warnings == []
        ids = [tag["id"] for tag in site.body("episodes/radio/first").select("[id]")]
        assert len(ids) == len(set(ids))


def test_words_can_be_searched_but_not_translated(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    assert read_index(site.out / "html").terms.keys() >= {"fessenden", "knew"}
    site.build("gettext", fresh=True)
    catalogue = "".join(p.read_text() for p in (site.out / "gettext").rglob("*.pot"))
    assert "Fessenden knew it" not in catalogue


def test_chinese_and_japanese_turns_have_no_spaces(new_site: NewSite) -> None:
    text = (
        "[00:01] 早川美咲：電波は\n[00:02] 早川美咲：声を運ぶ。\n[00:03] 早川美咲：AI も ですか。\n"
    )
    episode = "# 電波\n\n## [00:00] はじめ\n\n電波の話。ここは日本語です。\n"
    site = new_site({"episodes/a.md": episode, "episodes/a.txt": text}).build()
    assert site.warnings == []
    (turn,) = site.body("episodes/a").select(".pod-turn")
    assert text_of(turn) == "00:01 早川美咲: 電波は声を運ぶ。AI もですか。"
    assert turn.select(".pod-words")[0]["data-cues"] == "0 1 3 2 8 3"


def test_a_transcript_in_another_language_says_so(new_site: NewSite) -> None:
    episode = "# 電波\n\n## [00:00] はじめ\n\n電波の話。ここは日本語です。\n"
    said = "[00:01] Waves carry voices over the sea and far away.\n"
    site = new_site({"episodes/a.md": episode, "episodes/a.txt": said}).build()
    (box,) = site.body("episodes/a").select("details.pod-transcript")
    assert box["lang"] == "en"


def test_names_in_it_are_left_alone_and_links_go_to_speakers(new_site: NewSite) -> None:
    said = VTT.replace("Fessenden knew it", "Guglielmo Marconi knew it")
    site = new_site({**FILES, "episodes/radio/first.vtt": said}, podcast_autolink="all").build()
    words = site.body("episodes/radio/first").select(".pod-words")
    assert any("Guglielmo Marconi" in text_of(w) for w in words)
    assert not any(w.select("a") for w in words)


@pytest.mark.parametrize("where", ["chapter", "end"])
@pytest.mark.parametrize(
    "builder", ["text", "latex", "man", "texinfo", "xml", "epub", "singlehtml"]
)
def test_other_builders(new_site: NewSite, builder: str, where: str) -> None:
    site = new_site(FILES, podcast_transcript=where, version="1", copyright="Mara").build(builder)
    assert site.warnings == []
    if builder == "text":
        text = (site.out / "text/episodes/radio/first.txt").read_text()
        assert "[02:05] Kenji Sato: Fessenden knew it." in text


def test_published_transcripts_are_read(new_site: NewSite) -> None:
    said = (
        "**Mara Lindqvist:** Hello, and it&#39;s radio today.\n\nIt is late.\n\n"
        "**Kenji Sato:** \\[02:04\\] A voice is not a signal. It sang. \\[03:00\\] Later, that is.\n\n"
        "**Mara Lindqvist:** Thank you.\n"
    )
    site = new_site({**SHOW, "episodes/radio/first.txt": said}).build()
    assert site.warnings == []
    assert [text_of(turn) for turn in site.body("episodes/radio/first").select(".pod-turn")] == [
        "00:00 Mara Lindqvist: Hello, and it's radio today. It is late.",
        "02:04 Kenji Sato: A voice is not a signal. It sang.",
        "03:00 Kenji Sato: Later, that is.",
        "03:01 Mara Lindqvist: Thank you.",
    ]


@pytest.mark.slow
def test_a_transcript_that_comes_later(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    site.write({"episodes/radio/second.vtt": VTT}).build()
    assert site.body("episodes/radio/second").select(".pod-turn")
    assert site.output() == new_site({**SHOW, "episodes/radio/second.vtt": VTT}).build().output()
    site.write({"episodes/radio/second.vtt": None}).build()
    assert site.output() == new_site(SHOW).build().output()
