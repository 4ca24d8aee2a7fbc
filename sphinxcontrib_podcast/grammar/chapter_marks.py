"""Find the times of a document's chapters in its block tokens.

Headings and bold lines that have a time are marked with it in ``meta[TIME]``. If there are none,
the lines of lists of times are marked: ``meta[LINES]`` of a paragraph, or of a row of a table, has
a :class:`LineMark` for each chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from sphinxcontrib_podcast.grammar.headings import (
    HeadingTime,
    are_seconds,
    bold_line,
    counting,
    seconds_line,
    split_heading,
)
from sphinxcontrib_podcast.grammar.text import escaped
from sphinxcontrib_podcast.grammar.time_lists import (
    FEWEST,
    TimedLine,
    chapter_lines,
    cites_verses,
    read_line,
    read_row,
    split_line,
)
from sphinxcontrib_podcast.grammar.times import HAS_TIME
from sphinxcontrib_podcast.grammar.vocabulary import time_labels, word

#: The key of the builder in the markdown-it environment. Without it, a document is not an episode
#: and cannot become one.
BUILDER = "podcast"

TIME = "podcast-time"
LINES = "podcast-lines"

_LONGEST_LINE = 100  # characters of a line that has only a time
_LABEL = re.compile(r"[\s*_]*([^\W\d_]{2,20})[\s*_]*[:：]")
_MAY_BE_YEAR = (1900, 2100)
_CODE = ("fence", "code_block")
_PLAIN = ("", "text", "txt", "plain", "plaintext", "none")

_MAY_BEGIN = frozenset("*_[(（［【`0123456789")


@dataclass(frozen=True)
class LineMark:
    """A line of a list of times.

    ``number`` is its number in the paragraph, from 0, or None for the whole paragraph.
    """

    number: int | None
    time: HeadingTime
    depth: int = 1


class UnreadTime(NamedTuple):
    """A time that is not that of a chapter; ``written`` is set if it is a number of seconds."""

    line: int
    time: HeadingTime
    written: str = ""


class Marked(NamedTuple):
    """The number of chapters found, and the times that are not those of chapters."""

    chapters: int
    unread: Sequence[UnreadTime] = ()


@dataclass
class _Line:
    """A line that may be a chapter, and the token to mark."""

    token: Token
    number: int | None
    timed: TimedLine
    depth: int


def bold_lines_alone(md: MarkdownIt) -> None:
    """Make a bold line with a time a separate paragraph (a markdown-it plugin).

    Otherwise it would belong to a paragraph or list above it, unless there is a blank line between.
    """
    md.block.ruler.before(
        "paragraph", "podcast_bold", _bold_line,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )  # fmt: skip


def _bold_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    if BUILDER not in state.env:
        return False
    begin = state.bMarks[line] + state.tShift[line]
    if state.src[begin : begin + 1] not in _MAY_BEGIN or state.is_code_block(line):
        return False
    text = state.src[begin : state.eMarks[line]]
    if not HAS_TIME.search(text) or ("**" not in text and "__" not in text):
        return False
    time = bold_line(text)
    if time is None or not time.certain:
        return False
    around = [
        state.src[state.bMarks[n] : state.eMarks[n]] for n in (line - 1, line + 1) if 0 <= n < end
    ]
    if any(HAS_TIME.search(other) and read_line(other.strip()) for other in around):
        return False  # it is one of several lines with times
    if not silent:
        state.line = line + 1
        state.push("paragraph_open", "p", 1).map = [line, line + 1]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = text.strip(), [line, line + 1], []
        state.push("paragraph_close", "p", -1)
    return True


class _Timed(NamedTuple):
    """A heading or bold line that may be a chapter."""

    token: int
    """The index of its first token."""
    time: HeadingTime
    level: int
    """The level of its heading, if it becomes one."""


class _Candidates(NamedTuple):
    """The headings and bold lines with times, by the place and form of the time."""

    clock: list[_Timed]
    seconds: list[_Timed]
    below: list[_Timed]


def mark_headings(tokens: list[Token]) -> Marked:
    """Mark headings that are chapters, and turn bold lines that are chapters into headings."""
    found, seconds, below = _candidates(tokens)
    if len(below) >= FEWEST and not any(timed.time.certain for timed in found):
        starts = [timed.time.start or 0 for timed in below]
        found = below if starts == sorted(starts) else found
    if not found and are_seconds([timed.time for timed in seconds]):
        found, seconds = seconds, []
    unread = [
        UnreadTime(_line_of(tokens[timed.token]), timed.time, f"[{int(timed.time.start or 0)}]")
        for timed in seconds
        if not found and not _MAY_BE_YEAR[0] <= (timed.time.start or 0) <= _MAY_BE_YEAR[1]
    ]
    counts = counting([timed.time for timed in found])
    for (index, time, level), is_chapter in zip(found, counts, strict=True):
        token = tokens[index]
        if not is_chapter:
            unread.append(UnreadTime(_line_of(token), time))
            continue
        token.meta[TIME] = time
        if token.type == "paragraph_open":
            _make_heading(tokens[index : index + 3], time.title, level)
    return Marked(sum(map(bool, counts)), unread)


def _candidates(tokens: list[Token]) -> _Candidates:
    """Find headings and bold lines with times. Note invalid times of headings in their tokens."""
    found = _Candidates([], [], [])
    level = 1  # of the last heading that is written as one
    for index, token in enumerate(tokens):
        if token.level or token.nesting != 1:
            continue
        is_heading = token.type == "heading_open"
        content = tokens[index + 1].content if tokens[index + 1].type == "inline" else ""
        if is_heading:
            level = int(token.tag[1])
            if time := _time_below(tokens, index):
                found.below.append(_Timed(index, time, level))
        if not HAS_TIME.search(content):
            if is_heading and (time := seconds_line(content)):
                found.seconds.append(_Timed(index, time, level))
            continue
        time = _time_of(token, content)
        if time is not None and time.invalid and is_heading:
            token.meta[TIME] = time
        if time is not None and time.start is not None:
            found.clock.append(_Timed(index, time, min(level + 1, 6)))
    return found


def _time_of(token: Token, content: str) -> HeadingTime | None:
    if token.type == "heading_open" and token.meta.get("podcast") != "title":
        return split_heading(content)
    if token.type == "paragraph_open" and "\n" not in content:
        return bold_line(content)
    return None


def _time_below(tokens: Sequence[Token], index: int) -> HeadingTime | None:
    """Read the time of a chapter from a separate line below the heading."""
    if index + 4 >= len(tokens) or tokens[index + 3].type != "paragraph_open":
        return None
    line = tokens[index + 4].content.partition("\n")[0]
    if not HAS_TIME.search(line) or len(line) > _LONGEST_LINE:
        return None
    label = _LABEL.match(line)
    if label and word(label[1]) in time_labels():
        line = line[label.end() :].strip(" *_")
    time = split_heading(line)
    if time.start is None or word(time.title):
        return None
    return time._replace(title=tokens[index + 1].content, leads=False, certain=True)


def _make_heading(tokens: Sequence[Token], title: str, level: int) -> None:
    """Turn a paragraph into a heading."""
    opening, inline, closing = tokens
    inline.content = title
    opening.type, closing.type = "heading_open", "heading_close"
    opening.tag = closing.tag = f"h{level}"
    opening.markup = closing.markup = "#" * level


def mark_lines(tokens: list[Token], source: str) -> Marked:
    """Mark the lines of lists of times that are chapters."""
    _split_paragraphs(tokens)
    lines = list(_lines(tokens))
    verses = bool(lines) and cites_verses(source)
    chosen: list[int] = []
    if len(lines) >= FEWEST:
        chosen = chapter_lines([line.timed for line in lines], verses=verses)
    for index in chosen:
        _mark(lines[index])
    if any(lines[index].token.type in _CODE for index in chosen):
        _unwrap_code(tokens)
    taken = set(chosen)
    unread = [
        UnreadTime(_line_of(line.token) + (line.number or 0), line.timed.time)
        for index, line in enumerate(lines)
        if index not in taken and not verses
    ]
    return Marked(len(chosen), unread)


def _split_paragraphs(tokens: Sequence[Token]) -> None:
    """Break the lines that have a whole list of times."""
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open" and HAS_TIME.search(inline.content):
            lines = split_line(inline.content) if "\n" not in inline.content else []
            inline.content = "  \n".join(lines) or inline.content


def _line_of(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def mark_bold_items(tokens: Sequence[Token]) -> None:
    """Mark items of lists that are bold except for their times, like bold lines elsewhere."""
    for index, token in enumerate(tokens):
        if token.type == "list_item_open" and tokens[index + 1].type == "paragraph_open":
            content = tokens[index + 2].content
            if not HAS_TIME.search(content):
                continue
            paragraph = tokens[index + 1]
            depth = max(paragraph.level // 2, 1)
            for number, line in enumerate(content.split("\n")):
                time = bold_line(line)
                if time is not None and time.certain:
                    mark = LineMark(number, time, depth)
                    paragraph.meta.setdefault(LINES, []).append(mark)


def _mark(line: _Line) -> None:
    mark = LineMark(line.number, line.timed.time, line.depth)
    line.token.meta.setdefault(LINES, []).append(mark)


def _lines(tokens: Sequence[Token]) -> Iterator[_Line]:
    """Yield the lines with a time, outside of headings, in order."""
    block = 0
    items = quotes = 0  # the number of open ones
    for index, token in enumerate(tokens):
        kind = token.type
        if token.level == 0 and token.nesting == 1:
            block = index
        if kind == "paragraph_open":
            content = tokens[index + 1].content
            if HAS_TIME.search(content) and (items or not quotes or _all_timed(content)):
                where = "list" if items else "quote" if quotes else "line"
                yield from _paragraph(token, content, where, block, max(items, 1))
        elif kind == "list_item_open" or kind == "list_item_close":
            items += token.nesting
        elif kind == "blockquote_open" or kind == "blockquote_close":
            quotes += token.nesting
        elif kind == "tr_open":
            yield from _row(tokens, index, block)
        elif kind in _CODE and not quotes and _is_plain(token):
            yield from _paragraph(token, token.content, "code", block, max(items, 1))


def _paragraph(token: Token, content: str, kind: str, block: int, depth: int) -> Iterator[_Line]:
    times = [read_line(text) for text in content.split("\n")]
    numbers: list[int | None] = list(range(len(times)))
    if not any(times) and kind == "list":
        times, numbers = [read_line(content)], [None]
    for number, time in zip(numbers, times, strict=True):
        if time is not None:
            yield _Line(token, number, TimedLine(time, kind, block), depth)


def _all_timed(content: str) -> bool:
    """Return whether each line begins with a time, as in a quoted list of them or a callout."""
    lines = content.split("\n")
    times = [read_line(line) for line in lines[lines[0].startswith("[!") :]]
    return len(times) >= FEWEST and all(time is not None and time.leads for time in times)


def _is_plain(token: Token) -> bool:
    """Return whether a code block is text that somebody pasted, most of whose lines have a time."""
    lines = [line for line in token.content.split("\n") if line.strip()]
    timed = sum(HAS_TIME.search(line) is not None for line in lines)
    return token.info.strip().lower() in _PLAIN and 2 * timed >= len(lines)


def _unwrap_code(tokens: list[Token]) -> None:
    """Turn the code blocks that have chapters into paragraphs, which can have links."""
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.type in _CODE and LINES in token.meta:
            tokens[index : index + 1] = _as_paragraphs(token)


def _as_paragraphs(token: Token) -> Iterator[Token]:
    marks = {mark.number: mark for mark in token.meta[LINES]}
    first = (token.map or [0])[0] + (token.type == "fence")
    lines = [line.strip() for line in token.content.split("\n")]
    for filled, group in groupby(range(len(lines)), lambda number: bool(lines[number])):
        numbers = list(group)
        if not filled:
            continue
        opening = Token("paragraph_open", "p", 1, block=True, level=token.level)
        opening.map = [first + numbers[0], first + numbers[-1] + 1]
        if found := [
            _as_written(marks[number], place)
            for place, number in enumerate(numbers)
            if number in marks
        ]:
            opening.meta[LINES] = found
        inline = Token("inline", "", 0, block=True, level=token.level + 1, children=[])
        inline.content = "  \n".join(escaped(lines[number]) for number in numbers)
        inline.map = opening.map
        yield from (
            opening,
            inline,
            Token("paragraph_close", "p", -1, block=True, level=token.level),
        )


def _as_written(mark: LineMark, number: int) -> LineMark:
    """Return the mark of a line of code, whose text is not Markdown."""
    return replace(mark, number=number, time=mark.time._replace(title=escaped(mark.time.title)))


def _row(tokens: Sequence[Token], index: int, block: int) -> Iterator[_Line]:
    cells = []
    last = index
    while tokens[last].type != "tr_close":
        if tokens[last].type == "inline":
            cells.append(tokens[last].content)
        last += 1
    if any(map(HAS_TIME.search, cells)) and (time := read_row(cells)) is not None:
        yield _Line(tokens[index], None, TimedLine(time, "table", block), 1)
