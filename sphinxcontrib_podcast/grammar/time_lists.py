"""Recognise lists of times: chapters as lines of a list, a paragraph or a table.

Three or more rising times, such as ``- 04:20 Title``, ``**Title** 02:40`` or ``06:05 - Title``,
are the chapters of an episode whose headings have no times.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.characters import CLOSERS, QUOTATION_MARKS, narrow
from sphinxcontrib_podcast.grammar.headings import (
    SPAN,
    HeadingTime,
    begins_near_start,
    split_heading,
)

#: The smallest number of times in a list of chapters.
FEWEST = 3
_MOST_LEFT_OUT = 0.2  # the share of times in a list that are lower than the one before
_LONGEST_TITLE = 200  # characters before a time
_SENTENCE = re.compile(rf"[.!。！…；;][{CLOSERS}*_`]*\Z")
_QUOTED = re.compile(
    rf"[*_]*[{''.join(QUOTATION_MARKS)}].*[{''.join(QUOTATION_MARKS.values())}][*_]*\Z", re.DOTALL
)
_BOLD_AND_TEXT = re.compile(
    r"\*\*[^*\n]{1,200}\*\*\s*(?:[\[(（【`][\[\]()（）【】`\d:：,，\s\w–—~〜-]{4,40}[\])）】`]\s*)?"
    r"(?:[:：]|[–—]|\s-\s)(?=\s*\S)"
)
_TASK = re.compile(r"\[[ xX]\]\s+")
_BEFORE_TIME = re.compile(r"(?:\A|(?<=[\s|·,;/，、；／]))[*_`\[(（［【]{0,4}\Z")
_BETWEEN_TIMES = " \t\u3000|·,;/，、；／–—-"
_INNER_SENTENCE = re.compile(r"[.!?]\s|[。！？]")
_LONGEST_ON_ONE_LINE = 80  # characters of a title
_BREAK = re.compile(r"\s*(?:<br\s*/?>|\\)\s*\Z")
_LETTER = re.compile(r"[^\W\d_]")
# 1:7 or 5:21-26, with the word before it; a time has two digits of seconds
_VERSE = re.compile(r"(?<![\d:])[1-9]\d{0,2}:(?:\d(?!\d)|\d{1,3}[-–]\d{1,3}(?![\d:]))")
_FEWEST_VERSES = 3


class TimedLine(NamedTuple):
    """A line with a time.

    ``kind`` is ``list``, ``line``, ``quote``, ``code`` or ``table``, and ``block`` is the number of
    its list, paragraph, quotation, code block or table.
    """

    time: HeadingTime
    kind: str
    block: int


def read_line(text: str) -> HeadingTime | None:
    """Read a line that begins or ends with the time of a chapter, or return None.

    A time after a sentence is the source of the sentence, and not a chapter.
    """
    text = _BREAK.sub("", _TASK.sub("", text, count=1) if text.startswith("[") else text)
    time = _with_text(text) or split_heading(text)
    if time.start is None or not _LETTER.search(time.title):
        return None
    is_citation = not time.leads and (
        len(time.title) > _LONGEST_TITLE
        or _SENTENCE.search(time.title)
        or _QUOTED.match(time.title)
    )
    return None if is_citation else time


def split_line(text: str) -> list[str]:
    """Return the lines of a list of times that is written on one line, or an empty list.

    Such a list begins with a time near the start of the episode, its times rise, and each is
    followed by a title: ``00:00 Intro 02:04 Topic | 05:10 Another``.
    """
    line = narrow(text)
    places = [
        before.start()
        for span in SPAN.finditer(line)
        if (before := _BEFORE_TIME.search(line, max(span.start() - 5, 0), span.start()))
    ]
    if len(places) < FEWEST or places[0]:
        return []
    pieces = [
        text[start:end].strip(_BETWEEN_TIMES)
        for start, end in zip(places, [*places[1:], len(text)], strict=True)
    ]
    times = [time for piece in pieces if (time := read_line(piece)) and _is_short_title(time)]
    starts = [time.start or 0.0 for time in times]
    if len(times) < len(pieces) or not begins_near_start(starts):
        return []
    return pieces if all(a < b for a, b in pairwise(starts)) else []


def _is_short_title(time: HeadingTime) -> bool:
    """Return whether a time comes before a title, and not before words of a sentence."""
    title = time.title
    first = _LETTER.search(title)
    return (
        time.leads
        and len(title) <= _LONGEST_ON_ONE_LINE
        and first is not None
        and not first[0].islower()
        and _INNER_SENTENCE.search(title) is None
    )


def _with_text(text: str) -> HeadingTime | None:
    """Read ``**Title** (02:04): text`` or ``**[02:04] Title**: text``, whose title is bold."""
    match = _BOLD_AND_TEXT.match(text)
    if match is None:
        return None
    time = split_heading(match[0].rstrip(" :：–—-"))
    return time if time.start is not None and _LETTER.search(time.title) else None


def read_row(cells: Sequence[str]) -> HeadingTime | None:
    """Read a row of a table: a cell with a time, perhaps one with the end, and the title."""
    start: float | None = None
    end: float | None = None
    titles = []
    for cell in cells:
        time = split_heading(cell)
        if time.start is None or time.title:
            titles.append(cell.strip())
        elif start is None:
            start, end = time.start, time.end
        elif end is None and time.start > start:
            end = time.start
    title = next((title for title in titles if _LETTER.search(title)), "")
    if start is None or not title:
        return None
    return HeadingTime(title, start, end, leads=True)


def chapter_lines(lines: Sequence[TimedLine], *, verses: bool = False) -> list[int]:
    """Return the indexes of the lines that are chapters.

    If all lines of one kind rise, all of them are chapters; else those that begin with a time, or
    end with one; else those of the block with the most.

    :param verses: whether the file cites verses, so that only times from near the start count.
    """
    best: list[int] = []
    forms: dict[tuple[str, bool | None], list[int]] = {}
    for index, line in enumerate(lines):
        forms.setdefault((line.kind, None), []).append(index)
        forms.setdefault((line.kind, line.time.leads), []).append(index)
    for form in forms.values():
        blocks: dict[int, list[int]] = {}
        for index in form:
            blocks.setdefault(lines[index].block, []).append(index)
        for group in (form, *blocks.values()):
            kept = _rising(group, lines)
            if len(kept) > len(best) and _are_chapters([lines[i].time for i in kept], verses):
                few_left_out = len(kept) >= (1 - _MOST_LEFT_OUT) * len(group)
                best = kept if few_left_out else best
    return best


def cites_verses(text: str) -> bool:
    """Return whether a text cites verses, which look like times: ``John 3:16-17``."""
    found = _VERSE.finditer(text)
    return sum(1 for _ in zip(found, range(_FEWEST_VERSES), strict=False)) == _FEWEST_VERSES


def _are_chapters(times: Sequence[HeadingTime], verses: bool) -> bool:
    starts = [time.start or 0.0 for time in times]
    if len(starts) < FEWEST or starts[0] == starts[-1]:
        return False
    if begins_near_start(starts):
        return True
    of_day = all(start % 15 == 0 for start in starts) and starts[0] >= 360 and starts[-1] < 1440
    return any(time.certain for time in times) and not verses and not of_day


def _rising(group: Sequence[int], lines: Sequence[TimedLine]) -> list[int]:
    """Return the longest subsequence of a group whose times do not fall."""
    ends: list[float] = []  # the lowest start at which a sequence of each length ends
    lengths: list[int] = []
    for index in group:
        start = lines[index].time.start or 0.0
        place = bisect_right(ends, start)
        ends[place : place + 1] = [start]
        lengths.append(place + 1)
    kept: list[int] = []
    wanted = len(ends)
    least = float("inf")
    for index, length in zip(reversed(group), reversed(lengths), strict=True):
        start = lines[index].time.start or 0.0
        if length == wanted and start <= least:
            kept.append(index)
            wanted, least = wanted - 1, start
    return kept[::-1]
