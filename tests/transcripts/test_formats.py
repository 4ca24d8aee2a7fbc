"""Each format by itself: what is read, what is left out, and what is reported."""

from __future__ import annotations

import json

import pytest

from sphinxcontrib_podcast.transcripts.reader import read_transcript


def cues(text: str) -> list[tuple[float, float | None, str, str, int]]:
    found, problems = read_transcript(text, "x")
    assert problems == ()
    return [(c.start, c.end, c.speaker, c.text, c.line) for c in found]


def problems(text: str) -> list[tuple[int, str]]:
    return [(p.line, p.message) for p in read_transcript(text, "x")[1]]


# -- WebVTT and SubRip -----------------------------------------------------------


def test_web_vtt() -> None:
    text = """WEBVTT - a title

NOTE a comment
of two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 align:start
<v Ann Lee>One <b>two</b>
three &amp; four

NOTE between
01:00:02.000 --> 01:00:03.000
<v.loud Bo>Five</v>
"""
    assert cues(text) == [
        (1, 2.5, "Ann Lee", "One two three & four", 11),
        (3602, 3603, "Bo", "Five", 16),
    ]


def test_two_voices_in_one_cue() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One?\n<v Bo>Two.\n"
    assert cues(text) == [(1, 2, "Ann", "One?", 4), (1, 2, "Bo", "Two.", 4)]


def test_sub_rip() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,250\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\n42\n"
    assert cues(text) == [(1, 2.25, "", "One two", 3), (3, 4, "", "42", 8)]


def test_an_end_may_be_missing_and_a_cue_without_words_is_left_out() -> None:
    text = "WEBVTT\n\n00:01.000 -->\nOne\n\n00:02.000 --> 00:03.000\n\n00:04.000 --> 00:05.000\n<i></i>\n"
    assert cues(text) == [(1, None, "", "One", 4)]


def test_names_before_a_colon_count_if_they_recur() -> None:
    def block(number: int, words: str) -> str:
        return f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{words}\n\n"

    recurring = block(1, "Ann: One") + block(2, "Bo: Two") + block(3, "Ann: Three")
    assert [(c[2], c[3]) for c in cues(recurring)] == [
        ("Ann", "One"),
        ("Bo", "Two"),
        ("Ann", "Three"),
    ]
    assert [(c[2], c[3]) for c in cues(block(1, ">> Ann: One"))] == [("Ann", "One")]


def test_an_arrow_that_is_no_time_is_reported() -> None:
    text = "WEBVTT\n\n00:01.000 --> soon\nLost\n\n00:02.000 --> 00:03.000\nKept\n"
    found, (problem,) = read_transcript(text, "x.vtt")
    assert [c.text for c in found] == ["Kept"]
    assert (problem.path, problem.line, problem.subtype) == ("x.vtt", 3, "transcript")
    assert problem.message.endswith("the cue was left out")


def test_rolling_captions() -> None:
    text = """WEBVTT

00:01.000 --> 00:02.000
one
two

00:02.000 --> 00:02.010
two

00:02.010 --> 00:03.000
two
three
"""
    assert [c[3] for c in cues(text)] == ["one two", "three"]
    # without the short cue between them, it was said twice
    assert [c[3] for c in cues(text.replace("00:02.010", "00:02.500"))] == [
        "one two",
        "two",
        "two three",
    ]


# -- JSON ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"segments": [{"startTime": 1, "endTime": 2.5, "speaker": "Ann", "body": "One"}]}, (1, 2.5, "Ann", "One")),
        ({"segments": [{"start": 1.5, "end": 2.5, "text": " One "}]}, (1.5, 2.5, "", "One")),
        ([{"start": "00:00:01", "end": "1:02.5", "text": "One"}], (1, 62.5, "", "One")),
        ([{"start": "1.5s", "text": "One"}], (1.5, None, "", "One")),
        ({"utterances": [{"start": 1000, "end": 9000, "speaker": 3, "text": "One"}]}, (1, 9, "Speaker 3", "One")),
        ({"transcription": [{"offsets": {"from": 1500, "to": 2500}, "text": "One"}]}, (1.5, 2.5, "", "One")),
        ({"results": {"utterances": [{"start": 1.0, "end": 2.0, "transcript": "One"}]}}, (1, 2, "", "One")),
        ([{"start_ms": 1500, "end_ms": 2500, "voice": "Bo", "text": "One"}], (1.5, 2.5, "Bo", "One")),
        ({"segments": [{"startTime": 0, "body": "一 二"}]}, (0, None, "", "一二")),
        ([{"start": 1.0, "text": "One", "speaker": True}], (1, None, "", "One")),
    ],
)  # fmt: skip
def test_json(data: object, expected: tuple[float, float | None, str, str]) -> None:
    assert cues(json.dumps(data)) == [(*expected, 1)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"segments": 3}, "no list of 'segments'"),
        ({"other": []}, "no list of 'segments'"),
        ([{"start": -1, "text": "One"}], "segment 1 has no 'startTime'"),
        ([{"start": 1, "text": "One"}, {"start": 2}], "segment 2 has no 'startTime'"),
        ([{"start": True, "text": "One"}], "segment 1 has no 'startTime'"),
        ([{"start": 1e9, "text": "One"}], "segment 1 has no 'startTime'"),
    ],
)
def test_json_without_times_or_words(data: object, message: str) -> None:
    ((line, found),) = problems(json.dumps(data))
    assert line == 1
    assert message in found
    assert found.endswith("left out")


def test_damaged_json_is_read_up_to_the_damage() -> None:
    text = (
        '{"segments": [\n{"start": 1, "text": "One two three"},\n{"start": 9, "text": "Four" "x"}]}'
    )
    found, (problem,) = read_transcript(text, "x")
    assert [c.text for c in found] == ["One two three"]
    assert problem.line == 3
    found, _ = read_transcript('[{"start": 1, "text": "One two three"}, {"start": 9 "x"}]', "x")
    assert [c.text for c in found] == ["One two three"]
    found, _ = read_transcript('{"segments": {"start": 1 "text": "One two three"}}', "x")
    assert found == ()


# -- lines with times ------------------------------------------------------------


def test_lines_with_times() -> None:
    text = "# Transcript\n\n[00:01] Ann: One\ntwo\n\nthree\n[00:05] Bo: Four [00:09] five\n"
    assert cues(text) == [
        (1, None, "Ann", "One two three", 3),
        (5, None, "Bo", "Four", 7),
        (9, None, "Bo", "five", 7),
    ]


def test_turns_without_a_time_get_one_by_their_length() -> None:
    text = "**Ann:** \\[00:10\\] 0123456789\n\n**Bo:** 0123456789\n\n**Ann:** \\[00:30\\] End\n\n**Bo:** 012345678901234\n"
    assert [(c[0], c[2]) for c in cues(text)] == [
        (10, "Ann"),
        (20, "Bo"),  # half of the characters between 0:10 and 0:30
        (30, "Ann"),
        (30.2, "Bo"),  # fifteen characters a second after the last known time
    ]


def test_the_style_of_most_lines_decides() -> None:
    bare = "00:01 One\n00:05 Two\n00:09 Three\n"
    assert [c[3] for c in cues(bare)] == ["One", "Two", "Three"]
    mixed = f"[00:01] Ann: One\n{bare}"
    assert [c[3] for c in cues(mixed)] == ["One 00:01 One 00:05 Two 00:09 Three"]


def test_nothing_to_read_is_reported() -> None:
    assert problems(" \n") == [(1, "the transcript has no words")]
    assert problems("Only words.\n") == []  # they are read, without times


def test_times_that_fall_are_put_in_order_and_reported() -> None:
    found, (problem,) = read_transcript("[00:05] Two\n[00:01] One\n[00:09] Three\n", "x")
    assert [c.text for c in found] == ["One", "Two", "Three"]
    assert (problem.line, problem.message) == (
        2,
        "the transcript goes back in time here; it was put in order",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_ends_of_lines(end: str) -> None:
    text = "\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nOne\ntwo\n".replace("\n", end)
    assert cues(text) == [(1, 2, "", "One two", 4)]
