"""Chapters in the formats of other programs; without Sphinx."""

from __future__ import annotations

import json

import pytest
from reading import read

from sphinxcontrib_podcast.formats.chapters import (
    Mark,
    body_of,
    clock,
    heading,
    in_order,
    marks_of,
    read_json,
    read_lines,
    read_simple,
    write_json,
    write_simple,
    write_webvtt,
    write_youtube,
)

EPISODE = read(
    """
    ---
    duration: "1:10:00"
    ---

    # T

    ## [00:00] One <&>

    ### [00:30.500-00:45] Part

    ## [1:00:00] Last
    """
)


def test_the_marks_of_an_episode() -> None:
    assert marks_of(EPISODE) == [
        Mark(0, "One <&>"),
        Mark(30.5, "Part", 45),
        Mark(3600, "Last"),
    ]


def test_marks_in_order() -> None:
    given = [
        Mark(9, "b", 9),
        Mark(2, "a", 9),
        Mark(9, "c"),
        Mark(-1, "d"),
        Mark(1e9, "e"),
        Mark(1, "f", 1.5),
    ]
    assert in_order(given) == [Mark(1, "f", 1.5), Mark(2, "a"), Mark(9, "b")]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00"),
        (124, "02:04"),
        (3626.5, "1:00:26.500"),
        (1.0004, "00:01"),
        (59.001, "00:59.001"),
    ],
)
def test_clocks(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_headings() -> None:
    assert heading(Mark(124, "", 180.25), "Two") == "## [02:04-03:00.250] Two"
    assert heading(Mark(124, ""), "") == "## [02:04]"


# -- reading ---------------------------------------------------------------------


def test_json_of_podcasting() -> None:
    chapters = [
        {"startTime": 60, "title": " Two  words "},
        {"startTime": 0, "title": "One", "endTime": 30},
        {"startTime": 90, "title": "Hidden", "toc": False},
        {"startTime": "1:30.5", "title": 3},
        {"startTime": -1, "title": "Before"},
        {"startTime": True, "title": "True"},
        {"title": "Without"},
        "text",
    ]
    assert read_json(json.dumps({"chapters": chapters})) == [
        Mark(0, "One", 30),
        Mark(60, "Two words"),
        Mark(90.5, ""),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "not valid JSON"), ("[]", "no list"), ('{"chapters": 1}', "no list")],
)
def test_what_is_no_json_of_chapters(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_json(text)


def test_simple_chapters() -> None:
    given = [
        {"start": "00:01:00.250", "title": "One"},
        {"start": "90"},
        {"title": "x"},
        {"start": "soon"},
    ]
    assert read_simple(given) == [Mark(60.25, "One"), Mark(90, "")]


def lines(text: str) -> tuple[str, list[tuple[float, str, str]], list[str]]:
    notes, chapters, doubts = read_lines(text)
    return notes, [(m.start, m.title, below) for m, below in chapters], list(doubts)


def test_lines_that_begin_with_a_time() -> None:
    text = "About.\n\nChapters:\n00:00 One\n- [02:04] Two\n1. (05:00) Three\n\nThanks."
    assert lines(text) == (
        "About.\n\nThanks.",
        [(0, "One", ""), (124, "Two", ""), (300, "Three", "")],
        [],
    )


def test_lines_that_end_with_a_time() -> None:
    assert lines("One 00:00\nTwo ... 02:04\n")[1] == [(0, "One", ""), (124, "Two", "")]


def test_text_between_belongs_to_the_chapter_above() -> None:
    text = "00:00 One\nfirst\n\n02:04 Two\n\nsecond\n"
    assert lines(text)[1] == [(0, "One", "first"), (124, "Two", "second")]


def test_a_title_below_its_time() -> None:
    assert lines("00:00\nOne\n\n02:04\n\nTwo\n\n05:00 Three")[1] == [
        (0, "One", ""),
        (124, "Two", ""),
        (300, "Three", ""),
    ]


def test_lines_that_are_no_chapters() -> None:
    assert lines("00:00 Only one") == ("00:00 Only one", [], [])
    assert lines("At 02:04 she came.\nAt 05:00 she left.")[1] == []
    far = "20:00 One\n21:00 Two"
    assert lines(far) == (
        far,
        [],
        ["its lines with times begin far from the start; they were kept as text"],
    )
    fenced = "```\n00:00 One\n02:00 Two\n```"
    assert lines(fenced) == (fenced, [], [])


def test_times_that_fall_or_have_no_title_are_reported() -> None:
    _, chapters, doubts = lines("00:00 One\n05:00 Two\n03:00 Back\n06:00\n\n07:00 End")
    assert [title for _, title, _ in chapters] == ["One", "Two", "End"]
    assert doubts == [
        "the time 03:00 goes back; its line is not a chapter",
        "the time 06:00 has no title; its line is not a chapter",
    ]


def test_the_body_of_an_episode() -> None:
    assert body_of("Notes.", [Mark(0, "One *two*")]) == (
        "\nNotes.\n\n## [00:00] One \\*two\\*\n",
        (),
    )
    assert body_of("", []) == ("", ())
    assert body_of("Notes.\n\n00:00 One\n02:04 Two", [])[0] == (
        "\nNotes.\n\n## [00:00] One\n\n## [02:04] Two\n"
    )


# -- writing ---------------------------------------------------------------------


def test_written_json() -> None:
    data = json.loads(write_json(EPISODE)[0])
    assert data == {
        "version": "1.2.0",
        "title": "T",
        "chapters": [
            {"startTime": 0, "title": "One <&>"},
            {"startTime": 30.5, "title": "Part", "endTime": 45},
            {"startTime": 3600, "title": "Last"},
        ],
    }
    assert read_json(write_json(EPISODE)[0]) == marks_of(EPISODE)


def test_written_simple_chapters() -> None:
    text, doubts = write_simple(EPISODE)
    assert not doubts
    assert '  <psc:chapter start="00:00:00.000" title="One &lt;&amp;&gt;"/>\n' in text
    assert '  <psc:chapter start="00:00:30.500" title="Part"/>\n' in text
    assert '  <psc:chapter start="01:00:00.000" title="Last"/>\n' in text


def test_written_web_vtt() -> None:
    assert write_webvtt(EPISODE)[0] == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:30.500\nOne &lt;&amp;&gt;\n\n"
        "00:00:30.500 --> 00:00:45.000\nPart\n\n"
        "01:00:00.000 --> 01:10:00.000\nLast\n"
    )


def test_written_lines_for_youtube() -> None:
    text, doubts = write_youtube(EPISODE)
    assert text == "00:00 One ‹&›\n00:30 Part\n1:00:00 Last\n"
    assert doubts == []
    short = read("# T\n\n## [00:05] One\n\n## [00:09]\n")
    assert write_youtube(short)[1] == [
        "YouTube requires at least 3 chapters",
        "YouTube requires the first chapter to start at 0:00",
        "YouTube requires titles; the chapter at 00:09 has none",
        "YouTube requires chapters of at least 10 seconds; the one at 00:05 is shorter",
    ]
