"""Read headings and other lines that begin or end with a time: ``## [02:04] Title``.

The time may be in brackets, code, emphasis or a link, or in several of these, with a number or an
emoji before it, or a word in the brackets (``[at 2:04]``). A line is read from its time outwards:
each mark that opens before the time has to close after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.characters import BRACKETS, DASH, narrow
from sphinxcontrib_podcast.grammar.times import HAS_TIME, TIME, parse_time
from sphinxcontrib_podcast.grammar.vocabulary import time_labels, word

_LONGEST = 1000  # characters of a line that may have a time
_NEAR = 60  # seconds, until which a first chapter starts
_EARLY = 0.1  # or this part of the start of the last one
_MOST_WORDS = 3  # that may be in the brackets of a time

#: A time or a range, in narrow text.
_TO = (
    rf"(?:\s*(?:{DASH}|[至到]|から|부터)\s*|\s+(?:to|till?|until|bis|à|au?|al|hasta|até|до|по)\s+)"
)
SPAN = re.compile(rf"(?P<start>{TIME})(?:{_TO}(?P<end>{TIME}))?")
_AND = re.compile(r"\s*[,;/&+、·]\s*")

_OPEN = "".join(map(re.escape, BRACKETS))
_CLOSE = "".join(map(re.escape, BRACKETS.values()))
_RUN = r"\*{1,3}|_{1,3}|~~|`+"
_OPENER = re.compile(rf"\s*(\\?[{_OPEN}]|{_RUN})")
_CLOSER = re.compile(rf"\s*(\\?[{_CLOSE}]|{_RUN})")
_TARGET = re.compile(r"\((?:<[^<>]*>|[^()\s<>]*)(?:\s+\"[^\"]*\")?\)")

_WORD = rf"[^\d{_OPEN}{_CLOSE}`*_|~]"
_WORDS = re.compile(rf"{_WORD}{{0,30}}~?")
_WORDS_BEFORE = re.compile(rf"(?<=[{_OPEN}`*_~])\s*(?P<words>{_WORD}{{0,30}}(?:(?<!~)~)?)\Z")
_WORDS_AFTER = re.compile(rf"\s*[,:]?\s*(?P<words>{_WORD}{{0,30}}?)\s*(?=\\?[{_CLOSE}]|[`*_])")
#: The end of a range that is not a time: ``- end``, ``-结束``, ``-``, or only the seconds.
_OPEN_END = re.compile(
    rf"\s*{DASH}\s*(?:\d{{1,2}}(?!\d)|(?P<words>[^\W\d_]{{1,15}}(?: [^\W\d_]{{1,15}})?))?"
    rf"\s*(?=\\?[{_CLOSE}]|[`*_]|~~)"
)
#: A time inside an HTML element.
_TAGGED = re.compile(r"<([a-zA-Z]+)\b[^<>]*>([\s\[\](){}\d:：.,–—~-]*)</\1>")
_BOLD = re.compile(r"\*\*((?:[^*]|\*(?!\*))+)\*\*[:：]?|__((?:[^_]|_(?!_))+)__[:：]?")
_MAY_BE_BOLD = re.compile(r"(?:\*\*|__)|[\[(（［【`\d].{3,40}?(?:\*\*|__)")
_COLON = re.compile(r"\s*[:.](?=\s*(?:\*|_|~~|`))")

#: A number, an emoji or both before a time; they stay in the title.
_PREFIX = re.compile(
    r"(?:(?:\d{1,3}\s?[.):、](?!\d)|\(\d{1,3}\)|\#\d{1,4}:?"
    r"|第\s?\d{1,3}\s?[章节節回話话期部]?[、.:]?|第?[〇一二三四五六七八九十百]{1,4}[章节節回話话期部]?[、.:]"
    r"|[^\W\d_]{2,10}\.?\s?\d{1,3}\s?[.):](?!\d)"
    r"|[^\w\s\#|`()<>{}\[\]*_\\\"'“”‘’«»„「」『』《》〈〉〔〕〖〗.,:;!?~-]{1,8}|~(?!~))\s*){1,3}"
)
_CLOCK_SIGNS = re.compile(r"(?:[@≈~⏱⏲⏰▶►▷•·・‣◦▪■□●○◆◇※🕐-🕧]\ufe0f?\s*)+\Z|\s+\Z")
_AFTER_LEADING = re.compile(r"(?:\s*(?:[–—―~:|·、,]+|->|=>|[→➜⇒]|-+(?=\D|\Z)|\.(?=\s)))*\s*")
_BEFORE_TRAILING = re.compile(r"(?:[\s–—―|·:@→➜⇒~-]|\.{2,}|…)+\Z")
_AT_END = re.compile(rf"[\s.,;…。~–—-]*(?P<signs>[^\w\s{_OPEN}{_CLOSE}`*_\"'”’»]{{0,8}})\Z")

# A time of day: 8:30 pm, 20:15 Uhr, 午後8:30, 10:30時; also after a date.
_OF_DAY_AFTER = re.compile(
    r"\s?(?:[ap]\.?m\b|uhr\b|h\b|hrs?\b|o['’]clock|[ecmpj][sd]?t\b|cest\b|utc\b|gmt\b|bst\b|ist\b"
    r"|msk\b|[時时点點])",
    re.IGNORECASE,
)
_OF_DAY_BEFORE = re.compile(
    r"(?:午前|午後|上午|下午|早上|晚上|今晚|中午|凌晨|오전|오후|\d[./-]\d{1,2}[./-]?(?:\d{2,4})?"
    r"|[日号號](?:\([^()]\))?)\s*\Z"
)
_VERSE_END = re.compile(r"\s*[-–—]\s*\d{1,3}(?![\d:])")
#: Verses and scores are not written like this: ``02:04``, ``0:45``, ``1:00:26``.
_SURE = re.compile(r"0|\d+:\d+:")
#: In round brackets it may be how long something takes: ``(2m30s)``.
_IS_LENGTH = re.compile(r"[a-z]\Z")
#: Seconds, if other headings have such numbers as well: ``[124]``.
_SECONDS = re.compile(r"\[(\d{1,5})\](?![(\[:])")
_SHORTEST_MEAN = 10  # seconds of chapters whose times are plain numbers
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω]")


class HeadingTime(NamedTuple):
    """A line without its time, and the time in seconds."""

    title: str
    start: float | None = None
    """None if there is no time, or an impossible one."""
    end: float | None = None
    """The end of a range."""
    invalid: str = ""
    """An impossible time, as written."""
    leads: bool = False
    """Whether the time comes first."""
    certain: bool = True
    """False if the time may also be a verse or a score, as in ``Title 42:21``."""


class _Found(NamedTuple):
    """A time in a line, and the rest of the line as title."""

    title: str
    first: int  # offset of the time with its marks
    last: int
    start: str
    end: str | None
    leads: bool
    certain: bool


@lru_cache(maxsize=1024)  # the marks of a document are found in several steps
def split_heading(text: str) -> HeadingTime:
    """Separate the time from a line that begins or ends with one."""
    text = " ".join(text.split())
    if len(text) > _LONGEST or not HAS_TIME.search(text):
        return HeadingTime(text)
    if "</" in text:
        text = _TAGGED.sub(r"\2", text)
    line = narrow(text)
    found = _leading(text, line, 0)
    if found is None and (prefix := _PREFIX.match(line)):
        found = _leading(text, line, prefix.end())
    if found is None:
        found = _trailing(text, line)
    if found is None:
        return HeadingTime(text)
    try:
        start = parse_time(found.start)
        end = parse_time(found.end) if found.end else None
    except ValueError:
        invalid = text[found.first : found.last].strip() if found.certain else ""
        return HeadingTime(text, invalid=invalid)
    return HeadingTime(found.title.strip(), start, end, "", found.leads, found.certain)


def bold_line(text: str) -> HeadingTime | None:
    """Read a line that is bold except for its time, or return None for other lines."""
    if not _MAY_BE_BOLD.match(text):
        return None
    time = split_heading(text)
    match = _BOLD.fullmatch(time.title)
    if time.start is None or match is None or word(match[1] or match[2]) in time_labels():
        return None
    return time._replace(title=(match[1] or match[2]).strip())


def seconds_line(text: str) -> HeadingTime | None:
    """Read a line that begins or ends with a number in brackets, which may be seconds."""
    if not _SECONDS.search(text):
        return None
    time = split_heading(_SECONDS.sub(r"[\1s]", text))
    return time if time.start is not None and time.title else None


def are_seconds(times: Sequence[HeadingTime]) -> bool:
    """Return whether the numbers in brackets of a file's headings are seconds.

    They rise from near the start, faster than a numbering does.
    """
    starts = [time.start or 0 for time in times]
    return (
        len(starts) > 2
        and all(a < b for a, b in pairwise(starts))
        and starts[-1] - starts[0] >= _SHORTEST_MEAN * (len(starts) - 1)
        and begins_near_start(starts)
    )


def counting(times: Sequence[HeadingTime]) -> list[bool]:
    """Return for each line with a time in a file, in order, whether it is a chapter.

    A line with an uncertain time is a chapter if the time is between the certain times before and
    after it. If no time is certain, all are chapters if they rise from near the start.
    """
    if not any(time.certain for time in times):
        starts = [time.start for time in times if time.start is not None]
        rising = all(a < b for a, b in pairwise(starts))
        return [len(starts) > 1 and rising and begins_near_start(starts)] * len(times)
    after: list[float] = [inf]  # the certain time after each line, from the last line on
    for time in reversed(times):
        after.append(time.start or 0 if time.certain else after[-1])
    before = 0.0
    counts = []
    for time, next_start in zip(times, after[-2::-1], strict=True):
        start = time.start or 0
        counts.append(time.certain or before <= start <= next_start)
        before = start if time.certain else before
    return counts


def begins_near_start(starts: Sequence[float]) -> bool:
    """Return whether the first of these times is near the start of the episode."""
    return starts[0] <= max(_NEAR, _EARLY * starts[-1])


def is_time_of_day(line: str, first: int, last: int) -> bool:
    """Return whether the text around a time makes it a time of day.

    :param line: narrow text.
    """
    before = line[max(0, first - 16) : first]
    return bool(_OF_DAY_AFTER.match(line, last) or _OF_DAY_BEFORE.search(before))


def _leading(text: str, line: str, begin: int) -> _Found | None:
    """Read a line that begins with a time, after a prefix that ends at ``begin``."""
    marks: list[str] = []
    position = begin
    while match := _OPENER.match(line, position):
        marks.append(match[1])
        position = match.end()
    words = ""
    span = SPAN.match(line, position)
    if span is None and any(map(_encloses, marks)):
        words = _WORDS.match(line, position)[0]  # type: ignore[index]  # it may be empty
        span = SPAN.match(line, position + len(words)) if _are_few(words) else None
    if span is None or is_time_of_day(line, span.start(), span.end()):
        return None
    last, kept, left, target = _close(text, line, span.end(), marks)
    wrapped = len(left) < len(marks)
    if not wrapped:
        prefixed = begin and line[0].isalpha() and line[0] != "第"
        if words or prefixed or _VERSE_END.match(line, span.end()):
            return None
        if _joins(line[last : last + 1], "_"):
            return None
    kept = kept or ("" if line[last:].strip() else words.strip(" :,-–—"))
    if kept and target:
        kept, title = "", f"[{kept}]{target} "
    elif kept and not line[last:].strip():
        kept, title = "", kept
    else:
        title = ""
    end = _AFTER_LEADING.match(line, last)
    rest = text[end.end() if end else last :]
    shown = text[: len(_CLOCK_SIGNS.sub("", line[:begin]))]
    title += f"{shown} " * bool(shown) + "".join(left) + rest + f" ({kept})" * bool(kept)
    round_only = "(" in marks and not any(mark[-1] in "[`" for mark in marks)
    certain = not (round_only and (_CAPITAL.search(words) or _IS_LENGTH.search(span["start"])))
    if round_only and _VERSE_END.match(line, span.end()):
        return None
    return _Found(title, begin, last, span["start"], span["end"], True, certain)


def _close(
    text: str, line: str, position: int, marks: list[str]
) -> tuple[int, str, list[str], str]:
    """Read the text after a time up to the closing marks.

    :returns: the offset after them, words that belong to the time, marks that stay open, and the
        target of a link.
    """
    end, kept = position, ""
    if any(map(_encloses, marks)):
        end, kept = _rest_inside(text, line, position)
    left, target = list(marks), ""
    if colon := _COLON.match(line, end):
        end = colon.end()
    while left and (match := _CLOSER.match(line, end)) and match[1][-1] == _partner(left[-1]):
        if len(match[1].lstrip("\\")) != len(left[-1].lstrip("\\")):
            break
        left.pop()
        end = match.end()
        if match[1][-1] == "]" and (link := _TARGET.match(line, end)):
            target, end = text[end : link.end()], link.end()
    if len(left) == len(marks):
        return position, "", left, ""
    return end, kept, left, target


def _rest_inside(text: str, line: str, position: int) -> tuple[int, str]:
    """Read further times, an open end and words after a time in brackets."""
    while (also := _AND.match(line, position)) and (span := SPAN.match(line, also.end())):
        position = span.end()
    if match := _OPEN_END.match(line, position):
        # of a link the words are the title: [02:04 - Title](address)
        is_link = line[match.end() : match.end() + 2] == "]("
        return match.end(), (match["words"] or "") if is_link else ""
    match = _WORDS_AFTER.match(line, position)
    if match and _are_few(match["words"]):
        words = text[match.start("words") : match.end("words")].strip(" -–—·")
        return match.end(), words if _CAPITAL.search(words) or not words.isascii() else ""
    return position, ""


def _trailing(text: str, line: str) -> _Found | None:
    """Read a line that ends with a time."""
    spans = list(SPAN.finditer(line))
    if not spans:
        return None
    number = len(spans) - 1
    while number and _AND.fullmatch(line, spans[number - 1].end(), spans[number].start()):
        number -= 1
    return _ending(text, line, spans[number], spans[-1]) or (
        _ending(text, line, spans[-1], spans[-1]) if number < len(spans) - 1 else None
    )


def _ending(text: str, line: str, first: re.Match[str], last: re.Match[str]) -> _Found | None:
    """Read what opens before times, and closes after them at the end of the line."""
    if is_time_of_day(line, first.start(), last.end()):
        return None
    position, kept = _rest_inside(text, line, last.end())
    closers: list[tuple[str, str]] = []  # narrow, and as they are written
    while match := _CLOSER.match(line, position):
        closers.append((match[1], text[match.start(1) : match.end()]))
        position = match.end()
        if match[1][-1] == "]" and (link := _TARGET.match(line, position)):
            position = link.end()
    at_end = _AT_END.match(line, position)
    if at_end is None:
        return None
    before, words = line[: first.start()], ""
    if any(_encloses(mark) for mark, _ in closers):
        behind = _WORDS_BEFORE.search(before, max(0, len(before) - 40))
        if behind and _are_few(behind["words"]):
            words = text[behind.start("words") : behind.end("words")].strip()
            before = before[: behind.start("words")]
    left: list[str] = []
    opened: list[str] = []
    for closer, written in closers:
        mark, ahead = _partner(closer) * len(closer.lstrip("\\")), before.rstrip()
        if not left and ahead.endswith(mark):
            before = ahead.removesuffix(mark).removesuffix("\\")
            opened.append(mark)
        else:
            left.append(written)
    enclosed = any(map(_encloses, opened))
    if not enclosed and (words or kept):
        return None
    if not opened and before and _joins(before[-1], "_./:"):
        return None
    round_only = enclosed and all(mark[0] in "(*_~" for mark in opened)
    if (round_only or not enclosed) and _VERSE_END.match(line, last.end()):
        return None
    is_length = _IS_LENGTH.search(first["start"])
    certain = not (round_only and (first is not last or _CAPITAL.search(words) or is_length))
    certain &= bool(opened) or _SURE.match(first["start"]) is not None
    title = text[: len(_BEFORE_TRAILING.sub("", before))]
    begin = len(title)
    title = f"{title or words}{''.join(left)}" + f" ({kept})" * bool(kept) + f" {at_end['signs']}"
    return _Found(title, begin, len(line), first["start"], first["end"], False, certain)


def _joins(character: str, others: str) -> bool:
    """Return whether a character next to a bare time makes it a part of something else."""
    return (character.isascii() and character.isalnum()) or (
        character != "" and character in others
    )


def _encloses(mark: str) -> bool:
    """Return whether a mark is a bracket or code, rather than emphasis."""
    return mark[-1] not in "*_~"


def _partner(mark: str) -> str:
    """Return the character that closes an opening mark, or opens a closing one."""
    return _PARTNERS.get(mark[-1], mark[-1])


_PARTNERS = {**BRACKETS, **{closing: opening for opening, closing in BRACKETS.items()}}


def _are_few(words: str) -> bool:
    return len(words.split()) <= _MOST_WORDS
