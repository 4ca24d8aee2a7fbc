"""Read lines that begin a turn: ``Ann Lee (00:12):``, ``[00:12] Ann: words``."""

from __future__ import annotations

import re
from typing import NamedTuple

#: A time in a transcript: 1:02:03.5, or 00:01:02:500.
CLOCK = r"(?:\d{1,4}:)?\d{1,3}:\d{2}(?:[.,]\d{1,9}|:\d{3})?"
_SPEAKER = re.compile(
    r"(?:>>+\s*)?(?:\*\*)?"
    r"(?:([^\W\d_][^:：<>\[\]\n]{0,48}?)\s*[:：]\**\s+(?=\S)|([^\W\d_][^:：<>\s]{0,20})：)"
)
_TIME = rf"(?P<time>{CLOCK})(?:\s*(?:-->|[-–—~〜～])\s*{CLOCK})?"
_BRACKETED = rf"\\?[\[(【［（]\s*{_TIME}\s*\\?[\])】］）]"
_IN_NAME = r"[^:：<>\\\[\]()【】［］（）]"
_NAME = rf"(?P<name>[^\W\d_]{_IN_NAME}{{0,48}}+)"  # up to a colon or a bracket
_BOLD = r"\*\*(?P<bold>[^*]+?)[:：]?\s*\*\*\s*[:：]?"
#: Lines that begin a turn, and how each writes its time.
_TIMED_LINES = [
    (style, re.compile(pattern))
    for style, pattern in (
        (
            "brackets",
            rf"\*\*\s*{_BRACKETED}\s*(?P<bold>[^*]*?)[:：]?\s*\*\*\s*[:：]?\s*(?P<text>.*)",
        ),
        ("brackets", rf"{_BOLD}\s*{_BRACKETED}[:：]?\s*(?P<text>.*)"),
        ("brackets", rf"{_BRACKETED}[:：]?\s*(?:[-–—]\s+)?(?P<text>.*)"),
        ("brackets", rf"{_NAME}[:：]\s*{_BRACKETED}[:：]?\s*(?P<text>.*)"),
        ("brackets", rf"{_NAME}{_BRACKETED}(?:[:：]\s*(?P<text>.*)|$)"),
        ("name", rf"{_NAME}{_BRACKETED}\s*(?P<text>.*)"),
        ("name", rf"(?P<name>[^\W\d_]{_IN_NAME}{{0,48}}?)\s*[:：]?\s+{_TIME}[:：]?(?P<text>)$"),
        ("bare", rf"{_TIME}(?:\s+[-–—]\s+|\s+|$)(?P<text>.*)"),
    )
]
_HAS_CLOCK = re.compile(r"\d:\d\d")
#: A turn of which only the speaker is known: ``**Ann:** words``.
UNTIMED_TURN = re.compile(r"\s*\*\*(?P<bold>[^*]+?)(?:[:：]\s*\*\*|\*\*\s*[:：])\s*(?P<text>.*)$")
_MOST_SPEAKER_WORDS = 5


class TimedLine(NamedTuple):
    """The beginning of a turn."""

    style: str
    """How its time is written: ``bare``, ``name`` or ``brackets``."""
    start: float
    speaker: str
    text: str


def timed_line(line: str) -> TimedLine | None:
    """Read a line that begins a turn, or return None."""
    if not _HAS_CLOCK.search(line):
        return None
    for style, pattern in _TIMED_LINES:
        if match := pattern.match(line):
            found = match.groupdict("")
            speaker, text = found.get("bold", found.get("name", "")).strip(), found["text"]
            if "name" in found and not _may_be_name(speaker, whole=style == "name"):
                continue
            if not speaker and (named := speaker_of(text)):
                speaker, text = named
            return TimedLine(style, clock_seconds(found["time"]), speaker, text)
    return None


def speaker_of(text: str) -> tuple[str, str] | None:
    """Return the name before a colon and the words after it, or None."""
    match = _SPEAKER.match(text)
    if match is None:
        return None
    name = (match[1] or match[2]).strip("* ")
    if not name or not _is_name(name):
        return None
    return name, text[match.end() :].lstrip("* ")


def _is_name(text: str) -> bool:
    return not text[0].islower() and len(text.split()) <= _MOST_SPEAKER_WORDS


def _may_be_name(text: str, *, whole: bool) -> bool:
    """Return whether the words before a time may be a name.

    :param whole: whether prose may look the same, so that the last word must be capitalised too.
    """
    words = text.split()
    return len(words) == 1 or (_is_name(text) and not (whole and words[-1][0].islower()))


def clock_seconds(clock: str) -> float:
    """Return the seconds of a time in a transcript."""
    parts = clock.replace(",", ".").split(":")
    if len(parts[-1]) == 3:  # milliseconds, after a colon
        parts[-2:] = [".".join(parts[-2:])]
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total
