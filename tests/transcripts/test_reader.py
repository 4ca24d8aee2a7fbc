from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from bs4 import Tag
from conftest import Site, text_of
from hypothesis import given
from hypothesis import strategies as st
from show import SHOW

from sphinxcontrib_podcast.grammar.text import closed_up
from sphinxcontrib_podcast.model import Chapter, Cue
from sphinxcontrib_podcast.transcripts.passages import passages, turns
from sphinxcontrib_podcast.transcripts.reader import (
    FORMATS,
    format_of,
    read_transcript,
    suffix_of_type,
)

NewSite = Callable[..., Site]

VTT = """WEBVTT - a show

NOTE a comment
of two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.500 align:start
<v.loud Ada Lovelace>Good &amp; <i>old</i> engines</v>
do <00:00:02.000>this.

01:00:02.250 --> 01:00:04.000
<v Bob>No.</v> <v Ada Lovelace>Yes!</v>
"""
SRT = """1
00:00:01,000 --> 00:00:03,500
Ada Lovelace: Good & <i>old</i> engines
do this.

2
01:00:02,250 --> 01:00:04,000
{\\an8}Ada Lovelace: Yes!
"""
JSON = json.dumps(
    {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Ada Lovelace", "startTime": 1, "endTime": 3.5, "body": "Good & old engines do this."},
            {"speaker": "Ada Lovelace", "startTime": 3602.25, "endTime": 3604, "body": "Yes!"},
        ],
    }
)  # fmt: skip
MILLISECONDS = json.dumps(
    {
        "utterances": [
            {"speaker": "Ada Lovelace", "start": 1000, "end": 3500, "text": "Good & old engines do this."},
            {"speaker": "Ada Lovelace", "start": 3602250, "end": 3604000, "text": "Yes!"},
        ]
    }
)  # fmt: skip
PLAIN = """A line before the first time is not of the transcript.

[00:00:01] Ada Lovelace: Good & old engines
do this.
[1:00:02.25] Ada Lovelace: Yes!
"""
MARKDOWN = """**Ada Lovelace:** \\[00:01\\]

Good & old engines

do this.

**Ada Lovelace:** \\[1:00:02.25\\] Yes!
"""


def cues(text: str) -> list[tuple[float, float | None, str, str]]:
    found, problems = read_transcript(text, "x")
    assert problems == ()
    return [(cue.start, cue.end, cue.speaker, cue.text) for cue in found]


ADA = "Ada Lovelace"


@pytest.mark.parametrize(
    "text", [SRT, JSON, MILLISECONDS, SRT.replace("\n", "\r\n"), "\ufeff" + SRT]
)
def test_formats_with_ends(text: str) -> None:
    assert cues(text) == [
        (1.0, 3.5, ADA, "Good & old engines do this."),
        (3602.25, 3604.0, ADA, "Yes!"),
    ]


def test_web_vtt() -> None:
    assert cues(VTT) == [
        (1.0, 3.5, ADA, "Good & old engines do this."),
        (3602.25, 3604.0, "Bob", "No."),
        (3602.25, 3604.0, ADA, "Yes!"),
    ]


@pytest.mark.parametrize("text", [PLAIN, MARKDOWN, PLAIN.replace("[", "(").replace("]", ")")])
def test_formats_without_ends(text: str) -> None:
    assert cues(text) == [
        (1.0, None, ADA, "Good & old engines do this."),
        (3602.25, None, ADA, "Yes!"),
    ]


def test_chinese_and_japanese_lines_are_joined_without_space() -> None:
    assert cues("[00:01] 早川美咲：電波は\n声を運ぶ。\n") == [
        (1.0, None, "早川美咲", "電波は声を運ぶ。")
    ]


def test_a_colon_makes_no_speaker() -> None:
    text = SRT.replace("Ada Lovelace: Yes!", "One thing: yes!")
    assert [cue[2] for cue in cues(text)] == ["", ""]  # no name recurs


@pytest.mark.parametrize(
    ("text", "problem", "read"),
    [
        (VTT.replace("00:01.000 -->", "0x1 -->"), (10, "is not '00:01.000 --> 00:02.000'"), 2),
        (JSON[:-2], (1, "not valid JSON"), 2),
        (JSON[: JSON.rindex("body")], (1, "not valid JSON"), 1),
        ('{"segments": [' + "[" * 100_000, (1, "not valid JSON"), 0),
        ('{"segments": 3}', (1, "no list of 'segments'"), 0),
        (JSON.replace('"startTime": 1,', ""), None, 2),
        ("Words without times.", None, 1),
        ("[00:05] Later.\n[00:01] Sooner.\n", (2, "goes back in time"), 2),
        (SRT.replace("\n\n2", "\n2"), None, 2),
    ],
)
def test_what_is_damaged_is_told_and_the_rest_is_read(
    text: str, problem: tuple[int, str] | None, read: int
) -> None:
    found, problems = read_transcript(text, "x.vtt")
    assert len(found) == read
    assert [p.subtype for p in problems] == ["transcript"] * bool(problem)
    if problem:
        assert (problems[0].path, problems[0].line) == ("x.vtt", problem[0])
        assert problem[1] in problems[0].message


def said(text: str) -> list[tuple[float, str, str]]:
    return [(start, speaker, words) for start, _, speaker, words in cues(text)]


ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.389 align:start position:0%
{blank}
good<00:00:00.480><c> old</c><00:00:00.640><c> engines</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
good old engines
{blank}

00:00:02.399 --> 00:00:04.550 align:start position:0%
good old engines
do<00:00:02.560><c> this</c>

00:00:04.550 --> 00:00:04.560 align:start position:0%
do this
{blank}

00:00:04.560 --> 00:00:06.000 align:start position:0%
do this
do<00:00:04.900><c> this</c>
""".replace("{blank}", " ")


def test_captions_that_roll_say_each_word_once() -> None:
    assert cues(ROLLING) == [
        (0.16, 2.389, "", "good old engines"),
        (2.399, 4.55, "", "do this"),
        (4.56, 6.0, "", "do this"),
    ]


def test_what_is_said_twice_is_kept() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo.\n"
    assert said(text) == [(1.0, "", "No."), (2.0, "", "No.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[00:01]マラ：こんにちは\n", [(1.0, "マラ", "こんにちは")]),
        ("[Music]\n[00:00:05] Ana: hello", [(5.0, "Ana", "hello")]),
        ("[00:12.00]Hello\n[00:15.50]world", [(12.0, "", "Hello"), (15.5, "", "world")]),
        ("【00:05】ボブ：はい", [(5.0, "ボブ", "はい")]),
        ("［00:01］アナ：いいえ", [(1.0, "アナ", "いいえ")]),
        ("{\\an8} [00:01] Ana: hello", [(1.0, "Ana", "hello")]),
    ],
)
def test_brackets_are_not_always_of_json(text: str, expected: list[tuple[float, str, str]]) -> None:
    found, problems = read_transcript(text, "x")
    assert [(cue.start, cue.speaker, cue.text) for cue in found] == expected
    assert all("JSON" not in problem.message for problem in problems)


TWO_TURNS = [(0.0, "Ana Lima", "Hello there."), (12.0, "Speaker 2", "Good day.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lima  0:00\nHello there.\n\nSpeaker 2  0:12\nGood day.",
        "Ana Lima (00:00):\nHello there.\nSpeaker 2 (00:12):\nGood day.",
        "Ana Lima: (00:00)\nHello there.\n\nSpeaker 2: (00:12)\nGood day.",
        "Ana Lima: [00:00:00] Hello there.\nSpeaker 2: [00:00:12] Good day.",
        "Ana Lima [00:00:00] Hello there.\nSpeaker 2 [00:00:12] Good day.",
        "Ana Lima [00:00:00]: Hello there.\nSpeaker 2 [00:00:12]: Good day.",
        "[00:00:00 - 00:00:05] Ana Lima: Hello there.\n[00:00:12 - 00:00:15] Speaker 2: Good day.",
        "[00:00.000 --> 00:04.000]  Ana Lima: Hello there.\n[00:12.000 --> 00:14.000]  Speaker 2: Good day.",
        "[00:00:00] **Ana Lima:** Hello there.\n[00:00:12] **Speaker 2**: Good day.",
        "[00:00] - Ana Lima: Hello there.\n[00:12] – Speaker 2: Good day.",
        "**Ana Lima** (00:00): Hello there.\n**Speaker 2** (00:12): Good day.",
        "00:00:00 - Ana Lima: Hello there.\n00:00:12 – Speaker 2: Good day.",
        "00:00 Ana Lima: Hello there.\n00:12 Speaker 2: Good day.",
        "[00:00] Ana Lima: Hello there.\nSpeaker 2 (00:12):\nGood day.",
        "(00:00) >> Ana Lima: Hello there.\n(00:12) >> Speaker 2: Good day.",
    ],
)  # fmt: skip
def test_ways_to_write_a_turn(text: str) -> None:
    assert said(text) == TWO_TURNS


def test_a_time_within_a_line_makes_no_speaker_of_the_words_before_it() -> None:
    text = "[00:01] Ana: Hello,\nBob. Here I am\nGreat Bob [00:05] and you.\n"
    assert said(text) == [(1.0, "Ana", "Hello, Bob. Here I am Great Bob"), (5.0, "Ana", "and you.")]
    text = "[00:01] マラ：今日は\n電波 [00:05] の話です。\n"
    assert said(text) == [(1.0, "マラ", "今日は電波"), (5.0, "マラ", "の話です。")]


def test_a_console_of_speech_recognition() -> None:
    text = "[00:00.000 --> 00:04.000]  Hello\n[00:04.000 --> 00:06.000]  there."
    assert said(text) == [(0.0, "", "Hello"), (4.0, "", "there.")]


@pytest.mark.parametrize("head", ["[00:00:05] Ana: ", "Ana 0:05\n", "Ana (0:05):\n"])
def test_a_clock_in_prose_begins_no_turn(head: str) -> None:
    text = f"{head}We met at\n10:30 in the morning, and left at\n11:30\nor so.\n"
    assert said(text) == [(5.0, "Ana", "We met at 10:30 in the morning, and left at 11:30 or so.")]
    text = f"{head}We met at noon, they came\nand then we left at 10:30\nor so.\n"
    assert said(text) == [
        (5.0, "Ana", "We met at noon, they came and then we left at 10:30 or so.")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\n\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n",
         [(1.0, 2.0, "", "Hello."), (3.0, 4.0, "", "Yes.")]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\nHello.\n\nintro 2\n00:03.000 --> 00:04.000\nYes.\n",
         [(1.0, 2.0, "", "Hello."), (3.0, 4.0, "", "Yes.")]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n\nNOTE of\nnobody\n\n00:03.000 --> 00:04.000\nYes.\n",
         [(1.0, 2.0, "", "Hello."), (3.0, 4.0, "", "Yes.")]),
        ("1\n00:00:01,000 --> 00:00:02,000\nHello.\n\nIt is\n \nme.\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n",
         [(1.0, 2.0, "", "Hello. It is me."), (3.0, 4.0, "", "Yes.")]),
        ("1\r\r\n00:00:01,000 --> 00:00:02,000\r\r\nHello.\r\r\n\r\r\n2\r\r\n00:00:03,000 --> 00:00:04,000\r\r\nYes.\r\r\n",
         [(1.0, 2.0, "", "Hello."), (3.0, 4.0, "", "Yes.")]),
        ("WEBVTT\n\n100:01.000 --> 100:02.000\nHello.\n", [(6001.0, 6002.0, "", "Hello.")]),
        ("1\n00:00:09:000 --> 00:00:10:500\nHello.\n", [(9.0, 10.5, "", "Hello.")]),
        ("1\n00:00:09,2500 --> 00:00:10,0000\nHello.\n", [(9.25, 10.0, "", "Hello.")]),
        ("1\n00:00:09,000 -->\nHello.\n", [(9.0, None, "", "Hello.")]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<ruby>漢<rt>かん</rt>字<rt>じ</ruby>です\n",
         [(1.0, 2.0, "", "漢字です")]),
        ("1\n00:00:01,000 --> 00:00:02,000\n>> ANA: Hello.\n", [(1.0, 2.0, "ANA", "Hello.")]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n&gt;&gt; ANA: Hello.\n", [(1.0, 2.0, "ANA", "Hello.")]),
    ],
)  # fmt: skip
def test_what_web_vtt_and_sub_rip_allow(
    text: str, expected: list[tuple[float, float | None, str, str]]
) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize(
    "data",
    [
        {"utterances": None, "words": [{"start": 1000, "end": 1500, "text": "Hello", "speaker": 1}]},
        {"results": {"utterances": [{"start": 1.0, "end": 1.5, "transcript": "Hello", "speaker": 1}]}},
        [{"start": "00:00:01.000", "start_ms": 1000, "end": "00:00:01.500", "end_ms": 1500, "voice": "Speaker 1", "speaker": "7", "text": "Hello"}],
        {"segments": [{"startTime": "00:00:01.000", "endTime": "1.5", "body": "Hello", "speaker": "Speaker 1"}]},
    ],
)  # fmt: skip
def test_json_of_services(data: object) -> None:
    assert cues(json.dumps(data)) == [(1.0, 1.5, "Speaker 1", "Hello")]


def test_json_of_whisper() -> None:
    item = {"timestamps": {}, "offsets": {"from": 0, "to": 4500}, "text": " Hello"}
    assert cues(json.dumps({"result": {}, "transcription": [item]})) == [(0.0, 4.5, "", "Hello")]


WORDS = st.text(alphabet="ab c語。", min_size=1, max_size=8).filter(
    lambda t: t == closed_up(" ".join(t.split()))
)
CUES = st.lists(
    st.builds(
        Cue,
        st.integers(0, 7200).map(float),
        st.none(),
        st.sampled_from(["Ada Lovelace", "早川美咲"]),
        WORDS.filter(bool),
        st.just(1),
    ),
    min_size=1,
    max_size=8,
).map(lambda found: sorted(found, key=lambda cue: cue.start))


@given(CUES)
def test_what_is_written_is_read(found: list[Cue]) -> None:
    def clock(seconds: float, mark: str) -> str:
        minutes, rest = divmod(int(seconds), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}{mark}000"

    expected = [(cue.start, cue.speaker, cue.text) for cue in found]
    vtt = "WEBVTT\n\n" + "\n\n".join(
        f"{clock(c.start, '.')} --> {clock(c.start + 1, '.')}\n<v {c.speaker}>{c.text}"
        for c in found
    )
    plain = "\n".join(f"[{clock(c.start, '.')}] {c.speaker}: {c.text}" for c in found)
    data = json.dumps(
        {"segments": [{"startTime": c.start, "speaker": c.speaker, "body": c.text} for c in found]}
    )
    for text in (vtt, plain, data):
        assert [(c.start, c.speaker, c.text) for c in read_transcript(text, "x")[0]] == expected


@given(st.text(max_size=200))
def test_nothing_breaks_the_reader(text: str) -> None:
    for start in ("", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "[00:01] ", '{"segments": ['):
        read_transcript(start + text, "x")


@given(CUES, st.lists(st.integers(0, 7200), max_size=4, unique=True).map(sorted))
def test_turns_hold_every_cue_once_in_its_chapter(found: list[Cue], starts: list[int]) -> None:
    chapters = [Chapter(f"t-{s}", "T", float(s), None, 1, 1) for s in starts]
    joined = list(turns(found, chapters))
    assert [cue for _, turn in joined for cue in turn] == found
    for chapter, turn in joined:
        assert len({cue.speaker for cue in turn}) == 1
        for cue in turn:
            past = [i for i, c in enumerate(chapters) if c.start <= cue.start]
            assert chapter == (past[-1] if past else None)
    for passage in passages(found, chapters):
        assert [passage.text[at:] for at, _ in passage.moments][-1:] != [""]


TRANSCRIPT = """WEBVTT

00:01.000 --> 00:02.000
<v Kenji Sato>Guglielmo Marconi was first.

00:03.000 --> 00:04.000
<v Kenji Sato>Then came Guglielmo Marconi again. A voice is not a signal.

02:30.000 --> 02:32.000
<v Mara Lindqvist>So said Ernst Alexanderson of Guglielmo Marconi. It sang.
"""


def test_names_are_found_in_transcripts(new_site: NewSite) -> None:
    site = new_site({**SHOW, "episodes/radio/first.vtt": TRANSCRIPT}).build()
    assert site.warnings == []
    mentions = site.body("podcast/entity/guglielmo-marconi").select_one("#mentions")
    assert isinstance(mentions, Tag)
    lines = [text_of(li) for li in mentions.select("li")]
    # once in each chapter, and when it was said
    assert [line for line in lines if "first." in line or "So said" in line] == [
        "00:01 Intro Guglielmo Marconi was first.",
        "02:30 Reginald Fessenden So said Ernst Alexanderson of Guglielmo Marconi.",
    ]
    assert not any("again" in line for line in lines)


def test_front_matter_names_a_transcript(new_site: NewSite) -> None:
    def show(path: str) -> dict[str, str]:
        text = SHOW["episodes/radio/first.md"].replace("number: 1", f"transcript: {path}")
        return {**SHOW, "episodes/radio/first.md": text, "episodes/said/one.vtt": TRANSCRIPT}

    for path in ("../said/one.vtt", "/episodes/said/one.vtt"):
        site = new_site(show(path)).build()
        assert site.warnings == []
        assert "was first" in text_of(site.body("podcast/entity/guglielmo-marconi"))
    for path, fault in (
        ("nowhere.vtt", "No such file or directory"),
        ("../../../secret.vtt", "it is outside the source folder"),
    ):
        (warning,) = new_site(show(path)).build().warnings
        assert warning.startswith("episodes/radio/first.md:6: WARNING: the transcript ")
        assert f"cannot be read ({fault})" in warning
        assert warning.endswith("[podcast.transcript]")
    assert new_site(show("https://example.org/x.vtt")).build().warnings == []


def test_a_transcript_that_changes(new_site: NewSite) -> None:
    site = new_site({**SHOW, "episodes/radio/first.vtt": TRANSCRIPT}).build()
    site.write({"episodes/radio/first.vtt": TRANSCRIPT.replace("was first", "was second")}).build()
    assert "was second" in text_of(site.body("podcast/entity/guglielmo-marconi"))
    site.write(
        {"episodes/radio/first.vtt": TRANSCRIPT.replace("00:01.000 -->", "soon -->")}
    ).build()
    (warning,) = site.warnings
    assert warning.startswith("episodes/radio/first.vtt:3: WARNING: 'soon --> 00:02.000'")
    site.write({"episodes/radio/first.vtt": None}).build()
    assert site.warnings == []
    assert "was" not in text_of(
        site.body("podcast/entity/guglielmo-marconi").select_one("#mentions")
    )


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (VTT, ".vtt"),
        (SRT, ".srt"),
        ('{"segments": [{"startTime": 0, "body": "x --> y"}]}', ".json"),
        ('{"segments": [{"startTime": 0, "body":\n"00:01 --> 00:02"}]}', ".json"),
        ("[00:01 --> 00:02] Ann: words", ".txt"),
        ("Ann (00:01)\nwords", ".txt"),
    ],
)
def test_the_content_decides_the_format(text: str, suffix: str) -> None:
    assert format_of(text).suffix == suffix


def test_each_format_has_its_media_types() -> None:
    types = [kind for known in FORMATS for kind in known.media_types]
    assert len(types) == len(set(types))
    assert suffix_of_type("application/x-subrip") == ".srt"
    assert suffix_of_type("text/html") == ""
