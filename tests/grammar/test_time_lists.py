from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import read, read_document

from sphinxcontrib_podcast.grammar.time_lists import (
    TimedLine,
    chapter_lines,
    cites_verses,
    read_line,
    read_row,
    split_line,
)
from sphinxcontrib_podcast.grammar.times import format_time


def chosen(*lines: str, verses: bool = False) -> list[int]:
    times = [read_line(line) for line in lines]
    assert None not in times
    return chapter_lines([TimedLine(t, "list", 0) for t in times if t], verses=verses)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["04:20 A", "16:25 B", "28:25 C"], [0, 1, 2]),
        (["58:10 A", "1:02:33 B", "01:30:00 C"], [0, 1, 2]),
        (["00:10 A", "30:15 B", "59:00 C", "01:02 D", "1:10:00 E", "1:20:00 F"], [0, 1, 2, 4, 5]),
        (["00:00 A", "10:00 B", "C 20:00"], [0, 1, 2]),
        (["A 0:00", "B 2:40", "C 5:20"], [0, 1, 2]),
        (["0:00 Opening", "10:30 Talk", "12:00 Lunch"], [0, 1, 2]),
        (["10:00 Opening", "10:30 Talk", "12:00 Lunch"], []),
        (["John 3:16", "Luke 5:20", "Acts 9:10"], []),
        (["04:20 A", "16:25 B"], []),
        (["16:25 A", "04:20 B", "02:10 C"], []),
    ],
)
def test_three_rising_times_are_chapters(lines: list[str], expected: list[int]) -> None:
    assert chosen(*lines) == expected


def test_where_verses_are_cited_times_begin_near_the_start() -> None:
    lines = ["3:16 For God", "4:12 So", "5:20 Then"]
    assert chosen(*lines) == [0, 1, 2]
    assert chosen(*lines, verses=True) == []
    assert chosen("0:00 Intro", *lines, verses=True) == [0, 1, 2, 3]
    assert cites_verses("See John 3:16-17, Mark 1:7 and Matthew 5:21-26.")
    assert not cites_verses("See [00:01-10], 02:04-05:10, 1:00:26 and 16:25.")


@pytest.mark.parametrize(
    "line",
    [
        "He says so. [06:20]",
        "他这样说。`[06:20]`",
        '"It is." [06:20]',
        "Words without a time",
        "06:20",
    ],
)
def test_what_is_no_line_of_a_list(line: str) -> None:
    assert read_line(line) is None


def test_rows() -> None:
    assert read_row(["00:12", "", "Intro"])[:2] == ("Intro", 12)  # type: ignore[index]
    assert read_row(["Intro", "`[00:12]`"])[:2] == ("Intro", 12)  # type: ignore[index]
    assert read_row(["1", "0:12", "1:00", "Intro", "A"])[:3] == ("Intro", 12, 60)  # type: ignore[index]
    assert read_row(["0:12", "0:12", "Intro"])[:3] == ("Intro", 12, None)  # type: ignore[index]
    assert read_row(["0:12", "Intro"]).leads  # type: ignore[union-attr]
    assert read_row(["Intro", "none"]) is None
    assert read_line("**Intro**: text without a time") is None


STARTS = st.lists(st.integers(0, 3 * 3600), min_size=3, max_size=9, unique=True).map(sorted)


@given(STARTS, st.integers(0, 3 * 3600), st.integers(0, 8))
def test_one_time_that_falls_back_costs_itself_only(
    starts: list[int], wrong: int, place: int
) -> None:
    times = [0, *(start + 1 for start in starts), 4 * 3600]
    lines = [f"{format_time(time)} Title" for time in times]
    place = min(place, len(lines))
    kept = chosen(*lines[:place], f"{format_time(wrong)} Wrong", *lines[place:])
    assert len(kept) >= len(times)
    found = [times[i - (i > place)] for i in kept if i != place]
    assert found == sorted(found)


@given(STARTS, st.sampled_from(["- {} T", "1. {} T", "{} - T\n", "- **{}** T", "- T `[{}]`"]))
def test_any_list_of_rising_times(starts: list[int], form: str) -> None:
    body = "\n".join(form.format(format_time(start)) for start in [0, *starts[1:]])
    episode = read(f"# T\n\n{body}\n")
    assert [c.start for c in episode.chapters] == [0, *starts[1:]]


def test_headings_with_times_go_before_lists() -> None:
    lines = "- 00:00 A\n- 05:00 B\n- 10:00 C\n"
    episode = read(f"# T\n\n{lines}\n## [00:30] Chapter\n")
    assert [c.title for c in episode.chapters] == ["Chapter"]
    episode = read(f"# T\n\n{lines}\n## Genesis 12:30\n")
    assert [c.title for c in episode.chapters] == ["A", "B", "C"]


def test_a_list_is_of_its_chapters_and_not_of_the_summary() -> None:
    episode = read("# T\n\n- 00:00 A\n- 05:00 B\n  - 06:00 Below B\n- 10:00 C\n\nThe summary.\n")
    assert episode.summary == "The summary."
    assert [(c.title, c.depth, c.end, c.line) for c in episode.chapters] == [
        ("A", 1, 300, 3), ("B", 1, 600, 4), ("Below B", 2, 600, 5), ("C", 1, None, 6),
    ]  # fmt: skip
    assert [(p.text, p.chapter) for p in episode.passages] == [
        ("A", 0), ("B", 1), ("Below B", 2), ("C", 3), ("The summary.", None),
    ]  # fmt: skip


def test_lines_of_a_paragraph() -> None:
    episode = read("# T\n\n06:05 - First\nthing\n12:10 - Second\n\nText.\n\n20:10 - Third\n")
    assert [(c.title, c.line) for c in episode.chapters] == [
        ("First", 3), ("Second", 5), ("Third", 9),
    ]  # fmt: skip
    assert [(p.text, p.chapter) for p in episode.passages] == [
        ("First", 0), ("thing", 0), ("Second", 1), ("Text.", None), ("Third", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "> 00:00 One\n> 05:00 Two\n> 10:00 Three",
        "> [!summary] Chapters\n> 00:00 One\n> 05:00 Two\n> 10:00 Three",
        "- [ ] 00:00 One\n- [x] 05:00 Two\n- [X] 10:00 Three",
        "00:00 One 05:00 Two 10:00 Three",
        "00:00 - One | 05:00 - Two | 10:00 - Three",
        "(00:00) One, (05:00) Two, (10:00) Three",
        "[00:00](https://example.org/1) One · [05:00](https://example.org/2) Two · [10:00](https://example.org/3) Three",
        "００：００　One／０５：００　Two／１０：００　Three",
    ],
)
def test_other_places_of_lists(text: str) -> None:
    episode = read(f"# T\n\nWords.\n\n{text}\n")
    assert [(c.title, c.start) for c in episode.chapters] == [
        ("One", 0),
        ("Two", 300),
        ("Three", 600),
    ]
    assert not episode.quotes
    last = 5 + text.count("\n")
    assert episode.chapters[-1].line == last


@pytest.mark.parametrize(
    "text",
    [
        "00:10 he laughs, 02:00 she laughs, 03:00 they laugh",
        "00:00 Ada came. Then 05:00 Bob came. Then 10:00 Eve came.",
        "We meet at 00:00 One 05:00 Two 10:00 Three",
        "10:00 One 05:00 Two 00:00 Three",
        "30:00 One 35:00 Two 40:00 Three",
        "00:00 One 05:00 Two",
        "00:00 10:00 20:00",
        f"00:00 {'Word ' * 20} 05:00 Two 10:00 Three",
    ],
)
def test_lines_that_are_not_split(text: str) -> None:
    assert split_line(text) == []
    assert read(f"# T\n\n{text}\n").chapters == ()


def test_a_quotation_that_begins_with_a_time_is_no_list() -> None:
    episode = read("# T\n\n> 00:00 Ada spoke\n> and 05:00 Bob spoke\n> 10:00 Eve spoke\n")
    assert episode.chapters == ()


def test_bold_lines_are_headings_below_the_last_one() -> None:
    episode = read(
        "# T\n\n## Part\n\n**One** `[01:00-02:00]`\n\nText\n- item\n**Two** `[02:00]`\n\nMore.\n"
    )
    assert [(c.title, c.start, c.end, c.line) for c in episode.chapters] == [
        ("One", 60, 120, 5), ("Two", 120, None, 9),
    ]  # fmt: skip
    assert [(p.text, p.chapter) for p in episode.passages] == [
        ("Text", 0), ("item", 0), ("More.", 1),
    ]  # fmt: skip


def test_bold_items_are_chapters_below_headings() -> None:
    episode = read("# T\n\n## [01:00] A\n\n1. **One** `[01:10]`\n\n   Text.\n\n## [02:00] B\n")
    assert [(c.title, c.depth) for c in episode.chapters] == [("A", 1), ("One", 2), ("B", 1)]


def test_a_line_gives_a_chapter_of_front_matter_its_place() -> None:
    episode = read(
        "---\ntitle: T\nchapters:\n- {time: '00:00', title: One}\n- {time: '05:00', title: Two}\n"
        "---\n\n- 00:00 A\n- 05:00 B\n- 10:00 C\n"
    )
    assert [c.title for c in episode.chapters] == ["One", "Two"]
    assert [(p.text, p.chapter) for p in episode.passages] == [("A", 0), ("B", 1), ("C", None)]


def test_what_is_not_understood_is_named() -> None:
    document = read_document("# T\n\n## Genesis 12:30\n\n- 01:00 A\n")
    assert [(p.subtype, p.line) for p in document.problems] == [("chapter", 3)]
    document = read_document("---\ntitle: T\nchapters: [nonsense, '02:04 A']\n---\n\nText.\n")
    assert [(p.subtype, p.line) for p in document.problems] == [("front_matter", 3)]
    assert read_document("# T\n\nText.\n").problems == ()


def test_times_that_several_chapters_have_are_one_warning() -> None:
    text = "# T\n\n" + "\n\n".join(f"## [00:00] {name}" for name in "ABCD")
    (problem,) = read_document(text).problems
    assert problem.message.startswith("4 chapters start at 00:00 (the first on line 3)")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "- 02:04 One\n- 12:30 Two\n",
            "2 lines with times, such as '02:04 One', which are too few",
        ),
        (
            "- [59:00] One\n\nText.\n\n1. [30:00] Two\n\n30:00\n\n- [20:00] Three\n",
            "3 lines with times, such as '59:00 One', which are not in order",
        ),
        ("## [124] One\n", "'[124]' in 'One' looks like seconds"),
        ("## [0] One\n\n## [75] Two\n", "'[75]' in 'Two' looks like seconds"),
        ("- 02:04 One\n", ""),
        ("## The story of Genesis 12:30\n", ""),
        ("- Genesis 12:30\n- John 3:16-17\n- Mark 1:2-3, 4:5-6\n", ""),
        ("- 10:00 Coffee\n- 10:30 Talk\n- 12:00 Lunch\n", ""),
        ("## [1] One\n\n## [2] Two\n", ""),
        ("## [2021] One\n\n## [2022] Two\n", ""),
        ("No time at all.\n", ""),
    ],
)
def test_times_that_are_not_chapters_are_reported(body: str, said: str) -> None:
    problems = read_document(f"# T\n\n{body}").problems
    assert [p.subtype for p in problems] == ["chapter"] * bool(said)
    assert all(said in problem.message for problem in problems)
