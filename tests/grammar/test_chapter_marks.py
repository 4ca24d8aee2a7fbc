"""Bold lines with a time: chapters without a blank line around them."""

from __future__ import annotations

from reading import read


def chapters(text: str) -> list[tuple[str, float, int, int]]:
    return [(c.title, c.start, c.depth, c.line) for c in read(text).chapters]


def test_a_bold_line_ends_a_paragraph() -> None:
    text = "# T\n\nSome words.\n**[02:04] One**\nMore words.\n\n**[05:00] Two**\nEnd.\n"
    assert chapters(text) == [("One", 124, 1, 4), ("Two", 300, 1, 7)]
    assert [p.text for p in read(text).passages] == ["Some words.", "More words.", "End."]


def test_a_bold_line_ends_a_list() -> None:
    text = "# T\n\n- a point\n**Part** `[02:04]`\nWords.\n"
    assert chapters(text) == [("Part", 124, 1, 4)]


def test_a_bold_line_among_lines_with_times_is_one_of_a_list() -> None:
    text = "# T\n\n02:04 One\n**[03:00] Two**\n04:00 Three\n"
    assert [p.text for p in read(text).passages if "Two" in p.text]


def test_a_bold_line_below_a_chapter_is_a_part_of_it() -> None:
    text = "# T\n\n## [00:00] One\n\n**[01:00] Part**\n\nWords.\n\n## [02:00] Two\n\nWords.\n"
    assert chapters(text) == [("One", 0, 1, 3), ("Part", 60, 2, 5), ("Two", 120, 1, 9)]


def test_bold_text_in_code_stays() -> None:
    text = "# T\n\n    **[02:04] One**\n\n```\n**[03:00] Two**\n```\n"
    assert chapters(text) == []
