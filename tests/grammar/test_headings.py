from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read

from sphinxcontrib_podcast.grammar.characters import narrow
from sphinxcontrib_podcast.grammar.headings import (
    HeadingTime,
    bold_line,
    counting,
    split_heading,
)
from sphinxcontrib_podcast.grammar.times import format_time


@pytest.mark.parametrize(
    ("heading", "title", "start", "end"),
    [
        ("[02:04] Title", "Title", 124, None),
        ("[1:00:26] Title", "Title", 3626, None),
        ("[01:00:26] Title", "Title", 3626, None),
        ("(02:04) Title", "Title", 124, None),
        ("(1:02:03) Title", "Title", 3723, None),
        ("02:04 Title", "Title", 124, None),
        ("2:04 – Title", "Title", 124, None),
        ("2:04 - Title", "Title", 124, None),
        ("02:04: Title", "Title", 124, None),
        ("05:00—Title", "Title", 300, None),
        ("`02:04` Title", "Title", 124, None),
        ("**[02:04]** Title", "Title", 124, None),
        (r"\[02:04\] Title", "Title", 124, None),
        ("[35:00-41:00] Title", "Title", 2100, 2460),
        ("Title [35:00-41:00]", "Title", 2100, 2460),
        ("[35:00–41:00] Title", "Title", 2100, 2460),
        ("[00:00:00 --> 00:01:00] Title", "Title", 0, 60),
        ("Title (02:04)", "Title", 124, None),
        ("Title 02:04", "Title", 124, None),
        ("Title – 02:04", "Title", 124, None),
        ("Title `02:04`", "Title", 124, None),
        ("［02:04］題名", "題名", 124, None),
        ("【０２：０４】題名", "題名", 124, None),
        ("（０２：０４）题名", "题名", 124, None),
        ("00:00イントロ", "イントロ", 0, None),
        ("85:15 Title", "Title", 5115, None),
        ("[02:04.500] Title", "Title", 124.5, None),
        ("[02:04]", "", 124, None),
    ],
)
def test_the_time_leaves_the_heading(
    heading: str, title: str, start: float, end: float | None
) -> None:
    assert split_heading(heading)[:4] == (title, start, end, "")


@pytest.mark.parametrize(
    "heading",
    [
        "Title",
        "16:9 video",
        "1:1 meeting",
        "Meeting at 10:30am",
        "Version 2.0 (beta)",
        "v1:23:45:67 x",
    ],
)
def test_other_headings_stay(heading: str) -> None:
    assert split_heading(heading)[:4] == (heading, None, None, "")


@pytest.mark.parametrize(
    ("heading", "invalid"),
    [("9:99 Title", "9:99"), ("[9:99] Title", "[9:99]"), ("1:75:00 Title", "1:75:00")],
)
def test_what_is_no_time_is_told_and_stays(heading: str, invalid: str) -> None:
    assert split_heading(heading)[:4] == (heading, None, None, invalid)


@pytest.mark.parametrize(
    ("heading", "title", "start", "end"),
    [
        ("1. First part `[02:00-06:00]`", "1. First part", 120, 360),
        ("Title `[视频 02:00 - 03:30]`", "Title", 120, 210),
        ("Title [at 2:04]", "Title", 124, None),
        ("[at 2:04] Title", "Title", 124, None),
        ("Title [23:45-结束]", "Title", 1425, None),
        ("Title `[2:20:00 - end]`", "Title", 8400, None),
        ("Title [02:04-]", "Title", 124, None),
        ("Title [02:04 to 05:10]", "Title", 124, 310),
        ("1. [13:00] Title", "1. Title", 780, None),
        ("第3章：[13:00] 題", "第3章： 題", 780, None),
        ("Chapter 3: [13:00] Title", "Chapter 3: Title", 780, None),
        ("🎙️ [00:00] Intro", "🎙️ Intro", 0, None),
        ("⏱ 12:30 Title", "Title", 750, None),
        ("~12:30 Title", "Title", 750, None),
        ("Title `[00:00-00:30, 08:30-10:50]`", "Title", 0, 30),
        ("0:00-Intro", "Intro", 0, None),
        ("0:00→ Intro", "Intro", 0, None),
        ("[02:04](https://example.org/x?t=124) Title", "Title", 124, None),
        ("[00:21 Deck](https://example.org/x)", "[Deck](https://example.org/x)", 21, None),
        ("**[00:34](#t=00:34)** Title", "Title", 34, None),
        ("[Topic](https://example.org) - *00:22:57*.", "[Topic](https://example.org)", 1377, None),
        ("Title ([02:04](https://example.org))", "Title", 124, None),
        ("**Title [02:04]**", "**Title**", 124, None),
        ("**02:04:** Title", "Title", 124, None),
        ("Topic [40:46 Ann Lee]", "Topic (Ann Lee)", 2446, None),
        ("「02:04」題", "題", 124, None),
        ("題名「02:04〜」", "題名", 124, None),
        ("Title ...... 02:04", "Title", 124, None),
        ("(Title 02:04)", "Title", 124, None),
        ("Title 02:04 ▶", "Title ▶", 124, None),
        ("00:00 - 05:10 Intro", "Intro", 0, 310),
    ],
)
def test_times_in_any_wrapping(heading: str, title: str, start: float, end: float | None) -> None:
    assert split_heading(heading)[:4] == (title, start, end, "")


@pytest.mark.parametrize(
    "heading",
    [
        "8:30 pm Dinner", "Dinner 8:30 pm", "Dinner (8:30 p.m.)", "20:15 Uhr Nachrichten",
        "午後8:30の話", "2024-01-02 10:30", "5月3日(土) 15:00", "News at 12:00 UTC", "3:16-17 For God",
        "The sermon (Matthew 5:21-26)", "Lakers win 98:95", "Bayern 2:1", "1:2:3:4 x", "x[02:04]y",
    ],
)  # fmt: skip
def test_what_is_not_a_time_of_an_episode(heading: str) -> None:
    assert split_heading(heading)[:4] == (heading, None, None, "")


def test_a_bare_time_counts_if_the_others_rise_through_it() -> None:
    def chapters(*lines: str) -> list[bool]:
        return counting([split_heading(line) for line in lines])

    assert chapters("Genesis 12:30") == [False]
    assert chapters("[00:00] Intro", "Topic 12:30", "[20:00] End") == [True, True, True]
    assert chapters("[00:00] Intro", "Topic 42:21", "[20:00] End") == [True, False, True]
    assert chapters("[15:00] Intro", "Genesis 12:30") == [True, False]
    assert chapters("Intro 1:00", "Topic 12:30", "End 42:21") == [True, True, True]
    assert chapters("Genesis 12:30", "Exodus 14:21", "Numbers 20:11") == [False, False, False]


def test_bold_lines() -> None:
    assert bold_line("**Title** `[02:04]`") == HeadingTime("Title", 124, certain=True)
    assert bold_line("**[02:04] Title**") == HeadingTime("Title", 124, leads=True)
    assert bold_line("**02:04** Title") is None
    assert bold_line("**Title**") is None


OPENING = st.sampled_from(
    ["[", "(", "［", "（", "【", "「", "《", "\\[", "`", "**", "*", "__", "~~"]
)
CLOSING = {
    "[": "]", "(": ")", "［": "］", "（": "）", "【": "】", "「": "」", "《": "》", "\\[": "\\]",
}  # fmt: skip
MARKS = st.lists(OPENING, min_size=1, max_size=3, unique=True)
START = st.integers(0, 3 * 3600)
WORDS = st.sampled_from(["", "at ", "视频 ", "ca. "])
ENDS = st.sampled_from(["", "-{}", " – {}", "~{}", " --> {}", "-end", " - 结束", "-"])
NUMBERS = st.sampled_from(["", "1. ", "3) ", "🎙️ ", "#12 ", "一、"])


def wrapped(marks: list[str], inside: str) -> str:
    for mark in marks:
        inside = f"{mark}{inside}{CLOSING.get(mark, mark)}"
    return inside


@given(MARKS, START, WORDS, ENDS, NUMBERS, st.booleans())
def test_any_nesting_of_wrappings(
    marks: list[str], start: int, words: str, end: str, number: str, leads: bool
) -> None:
    if not any(mark in CLOSING or mark == "`" for mark in marks):
        words, end = "", end if "{}" in end else ""
    time = f"{words}{format_time(start)}{end.format(format_time(start + 60))}"
    time = wrapped(marks, time)
    heading = f"{number}{time} The topic" if leads else f"{number}The topic {time}"
    found = split_heading(heading)
    assert found.start == start
    assert found.title.replace(" ", "") == f"{number}The topic".replace(" ", "")
    assert found.end == (start + 60 if "{}" in end else None)
    assert found.certain


@given(st.integers(0, 99 * 3600))
def test_a_formatted_time_is_found(seconds: int) -> None:
    assert split_heading(f"[{format_time(seconds)}] x").start == seconds
    assert split_heading(f"x ({format_time(seconds)})").start == seconds


PIECES = st.sampled_from(
    ["12:30", "1:02:03", "９９：５９", "0:60", ":", "[", "]", "(", "）", "`", "**", "-", "–", "至", " ",
     "1.", "pm", "Title", "題", "/", "\\", "\n", "#"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join) | st.text())
def test_any_heading_is_read(text: str) -> None:
    found = split_heading(text)
    if found.start is None:
        assert found.title.split() == text.split()
    else:
        # the time was in the text, no word is invented, and none is lost but beside a wrapped time
        times = re.findall(r"(?:(\d+):)?(\d+):(\d\d)", narrow(text))
        assert found.start in [int(h or 0) * 3600 + int(m) * 60 + int(s) for h, m, s in times]
        for word in ("Title", "題"):
            lost = text.count(word) - found.title.count(word)
            assert lost == 0 or (lost > 0 and set("[(（`").intersection(text))


@pytest.mark.parametrize(
    ("numbers", "are_seconds"),
    [
        ("0 124 260", True),
        ("5 1240 3600", True),
        ("1 2 3", False),  # a numbering
        ("2021 2022 2023", False),
        ("0 124", False),
        ("0 260 124", False),
    ],
)
def test_numbers_that_are_seconds(numbers: str, are_seconds: bool) -> None:
    text = "".join(f"## [{number}] Part {number}\n\n" for number in numbers.split())
    starts = [chapter.start for chapter in read(f"# T\n\n{text}").chapters]
    assert starts == [float(number) for number in numbers.split() if are_seconds]


def test_numbers_beside_times_are_no_seconds() -> None:
    text = "# T\n\n## [00:00] A\n\n## [10] B\n\n## [124] C\n\n## [260] D\n"
    assert [chapter.title for chapter in read(text).chapters] == ["A"]


@pytest.mark.parametrize(
    "line",
    ["*[{}]*", "`{}`", "**Timestamp:** {}", "Time: {}", "时间：{}", "⏱️ {}", "[{}](#t={})", "({})"],
)
def test_times_on_lines_below_headings(line: str) -> None:
    def text(*times: str) -> str:
        parts = (
            f"## Part {n}\n\n{line.replace('{}', time)}\n\nText." for n, time in enumerate(times)
        )
        return "# T\n\n" + "\n\n".join(parts)

    episode = read(text("00:00", "02:04", "10:20"))
    assert [(c.title, c.start) for c in episode.chapters] == [
        ("Part 0", 0), ("Part 1", 124), ("Part 2", 620),
    ]  # fmt: skip
    assert read(text("00:00", "02:04")).chapters == ()
    assert not {c.title for c in read(text("10:20", "02:04", "00:00")).chapters} & {"Part 0"}


def test_a_time_with_words_below_a_heading_is_prose() -> None:
    text = "".join(f"## Part {n}\n\nAt {n}:00 she says so.\n\n" for n in range(4))
    assert read(f"# T\n\n{text}").chapters == ()
