"""Find times in prose: ``[06:20]``, ``（12:46）``, ``[40:46 Ann Lee]``, ``(at 2:04)``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.characters import BRACKETS, narrow
from sphinxcontrib_podcast.grammar.headings import SPAN, is_time_of_day
from sphinxcontrib_podcast.grammar.times import HAS_TIME, parse_time

_OPEN = "".join(map(re.escape, BRACKETS))
_CLOSE = "".join(map(re.escape, BRACKETS.values()))
_BEFORE = re.compile(rf"(?P<open>[{_OPEN}])(?P<words>[^{_OPEN}{_CLOSE}\n]{{0,60}})\Z")
_AFTER = re.compile(rf"(?P<words>[^{_OPEN}{_CLOSE}\n]{{0,60}})(?P<close>[{_CLOSE}])")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω]")
#: Verses are not written like this: ``02:04``, ``0:45``, ``1:00:26``.
_SURE = re.compile(r"0|\d+:\d+:")
_VERSE_END = re.compile(r"\s*[-–—]\s*\d{1,3}(?![\d:])")
_NUMBER = re.compile(r"\d+[.:]\d|\d{4}")
_ONLY_TIMES = re.compile(
    rf"~?{SPAN.pattern}(?:\s*[,;/&+、]\s*[\d:.\s–—~-]+|\s*[–—~-])?".replace("?P<", "?P<only_")
)
_LONGEST_CODE = 100  # characters
_MOST_WORDS = 6  # that may be in the brackets of a time


class MomentInText(NamedTuple):
    """A time or a range in seconds, and its position in a text."""

    first: int
    last: int
    start: float
    end: float | None


def times_in(text: str, cites_verses: Callable[[], bool] = lambda: False) -> list[MomentInText]:
    """Return the times in brackets in a text.

    :param cites_verses: returns whether the text around it cites verses, which look like times.
    """
    if not HAS_TIME.search(text):
        return []
    line = narrow(text)
    return [
        moment
        for span in SPAN.finditer(line)
        if _is_cited(line, span, cites_verses) and (moment := _moment(span)) is not None
    ]


def code_time(text: str) -> MomentInText | None:
    """Return the time in a code span that contains nothing else but brackets, or None."""
    if not HAS_TIME.search(text) or len(text) > _LONGEST_CODE:
        return None
    line = narrow(text).strip()
    if line[:1] in BRACKETS and line.endswith(BRACKETS[line[0]]):
        return next(iter(times_in(text)), None)
    times = _ONLY_TIMES.fullmatch(line)
    return next(every_time(text), None) if times else None


def every_time(text: str) -> Iterator[MomentInText]:
    """Yield everything that looks like a time, for a text that is known to have times."""
    for span in SPAN.finditer(narrow(text)):
        if (moment := _moment(span)) is not None:
            yield moment


def _moment(span: re.Match[str]) -> MomentInText | None:
    try:
        start = parse_time(span["start"])
        end = parse_time(span["end"]) if span["end"] else None
    except ValueError:
        return None
    if end is not None and end <= start:
        end = None
    return MomentInText(span.start(), span.end(), start, end)


def _is_cited(line: str, span: re.Match[str], cites_verses: Callable[[], bool]) -> bool:
    first, last = span.span()
    before = _BEFORE.search(line, max(0, first - 61), first)
    after = _AFTER.match(line, last)
    if before is None or after is None or after["close"] != BRACKETS[before["open"]]:
        return False
    place = before.start()
    if (
        place
        and line[place - 1].isascii()
        and (line[place - 1].isalnum() or line[place - 1] in "_]")
    ):
        return False  # x[10:30], f(10:30)
    if is_time_of_day(line, first, last):
        return False
    words = [SPAN.sub(" ", part) for part in (before["words"], after["words"])]
    if sum(len(part.split()) for part in words) > _MOST_WORDS or any(map(_NUMBER.search, words)):
        return False
    if before["open"] == "(" and span["start"][-1].isalpha():
        return False  # it is how long something takes
    if before["open"] != "(" or _SURE.match(span["start"]):
        return True
    is_verse = _VERSE_END.match(line, last) or _CAPITAL.search(words[0]) or ";" in after["words"]
    return not is_verse and not cites_verses()
