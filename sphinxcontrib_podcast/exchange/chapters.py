"""Chapters in the formats of others.

- JSON of Podcasting 2.0:
  https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
- Podlove Simple Chapters: https://podlove.org/simple-chapters/
- WebVTT with a chapter in each cue: https://www.w3.org/TR/webvtt1/#introduction-chapters
- the lines that YouTube reads in a description: https://support.google.com/youtube/answer/9884579
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from sphinxcontrib_podcast.grammar.text import as_title, writable
from sphinxcontrib_podcast.grammar.times import format_time, parse_time, split_heading
from sphinxcontrib_podcast.model import Episode

_NEVER = 359999.999  # seconds; 99:59:59.999 is the last moment that all programs can read
_SHORTEST_ON_YOUTUBE = 10  # seconds
_FEWEST_ON_YOUTUBE = 3
_LATEST = 999 * 3600  # seconds, from which no heading has a time
_LEADING_TIME = re.compile(r"[\\\[(（［【`*_\s]*[\d０-９]")
_BEFORE_TIME = re.compile(r"^\s*(?:(?:[-*+•▶►⏱🕐]|\d{1,3}[.)])️?\s+)?")

_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\\Z")  # of a line, in Markdown


class Mark(NamedTuple):
    """Where a chapter starts, in seconds, and what it is called.

    ``end`` is there where the next chapter does not tell it.
    """

    start: float
    title: str
    end: float | None = None


def marks_of(episode: Episode) -> list[Mark]:
    """The chapters of an episode, sub-chapters among them, in order of time."""
    chapters = sorted(episode.chapters, key=lambda chapter: chapter.start)
    starts = {chapter.start for chapter in chapters} | {episode.duration}
    return [Mark(c.start, c.title, None if c.end in starts else c.end) for c in chapters]


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """Chapters by time, one at each; those whose time cannot be are left out."""
    found: dict[float, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        if 0 <= mark.start < _LATEST:
            found.setdefault(mark.start, mark)
    return [
        mark._replace(end=None)
        if mark.end is None or mark.end <= mark.start or mark.end in found
        else mark
        for mark in found.values()
    ]


def clock(seconds: float) -> str:
    """``02:04``, ``1:00:26``, ``02:04.500``."""
    milliseconds = round((seconds - int(seconds)) * 1000) % 1000
    return format_time(seconds) + (f".{milliseconds:03}" if milliseconds else "")


def heading(mark: Mark, title: str) -> str:
    """The heading of a chapter in an episode file.

    :param title: its title as Markdown.
    """
    end = f"-{clock(mark.end)}" if mark.end else ""
    return f"## [{clock(mark.start)}{end}] {title}".rstrip()


# -- reading -------------------------------------------------------------------


def read_json(text: str) -> list[Mark]:
    """Chapters of Podcasting 2.0's JSON; those for no table of contents are left out.

    :raises ValueError: where it is none.
    """
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    chapters = data.get("chapters") if isinstance(data, dict) else None
    if not isinstance(chapters, list):
        raise ValueError("it has no list of 'chapters'")
    marks = []
    for item in chapters:
        if isinstance(item, dict) and item.get("toc") is not False:
            start, end = _seconds(item.get("startTime")), _seconds(item.get("endTime"))
            if start is not None:
                marks.append(Mark(start, _title(item.get("title")), end))
    return in_order(marks)


def read_simple(chapters: Iterable[Mapping[str, str]]) -> list[Mark]:
    """Chapters of Podlove Simple Chapters, from the attributes of their elements."""
    marks = []
    for attributes in chapters:
        start = _seconds(attributes.get("start"))
        if start is not None:
            marks.append(Mark(start, _title(attributes.get("title"))))
    return in_order(marks)


def read_lines(text: str) -> tuple[list[Mark], str]:
    """Chapters of lines that begin with a time, and the text without these lines.

    There are none unless two lines or more rise in time. Titles are as they are written.
    """
    marks: list[Mark] = []
    rest: list[str] = []
    for line in text.split("\n"):
        mark = _line(line)
        if mark and (not marks or mark.start > marks[-1].start):
            marks.append(mark)
            rest[-1:] = [_BREAK.sub(r"\1", last) for last in rest[-1:]]
            rest.append("")
        else:
            rest.append(line)
    if len(marks) < 2:
        return [], text
    return in_order(marks), re.sub(r"\n{3,}", "\n\n", "\n".join(rest)).strip("\n")


def _line(line: str) -> Mark | None:
    line = _BEFORE_TIME.sub("", _BREAK.sub(r"\1", line.rstrip()), count=1)
    # players link the times
    line = re.sub(r"^\[([\d:.\\\[\]()]+)\]\([^()\s]*\)", r"\1", line)
    if not _LEADING_TIME.match(line) or len(line) > 1000:
        return None
    time = split_heading(line)
    if time.start is None or not time.title or time.start >= _LATEST:
        return None
    return Mark(time.start, time.title, time.end)


def _seconds(value: object) -> float | None:
    if isinstance(value, str):
        try:
            if ":" in value:
                return round(parse_time(value), 3)
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LATEST:
        return None
    return round(float(value), 3)


def _title(value: object) -> str:
    return as_title(" ".join(writable(value).split())) if isinstance(value, str) else ""


# -- writing -------------------------------------------------------------------


def write_json(episode: Episode) -> tuple[str, list[str]]:
    """JSON of Podcasting 2.0, and doubts (here none)."""
    chapters = []
    for mark in marks_of(episode):
        chapter: dict[str, Any] = {"startTime": _number(mark.start), "title": mark.title}
        if mark.end is not None:
            chapter["endTime"] = _number(mark.end)
        chapters.append(chapter)
    data = {"version": "1.2.0", "title": episode.title, "chapters": chapters}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n", []


def write_simple(episode: Episode) -> tuple[str, list[str]]:
    """Podlove Simple Chapters, as an XML element that a feed may hold, and doubts (none)."""
    lines = [
        f'  <psc:chapter start="{_full_clock(mark.start)}" title={quoteattr(mark.title)}/>\n'
        for mark in marks_of(episode)
    ]
    opening = '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n'
    return f"{opening}{''.join(lines)}</psc:chapters>\n", []


def write_webvtt(episode: Episode) -> tuple[str, list[str]]:
    """WebVTT with a cue for each chapter, and doubts (none)."""
    marks = marks_of(episode)
    ends = [*(mark.start for mark in marks), episode.duration or _NEVER][1:]
    cues = [
        f"{_full_clock(mark.start)} --> {_full_clock(mark.end or max(end, mark.start))}\n"
        f"{_cue_text(mark.title)}\n"
        for mark, end in zip(marks, ends, strict=True)
    ]
    return "WEBVTT\n\n" + "\n".join(cues), []


def write_youtube(episode: Episode) -> tuple[str, list[str]]:
    """Lines for a description on YouTube, and why YouTube would not take them."""
    marks = marks_of(episode)
    doubts = []
    if len(marks) < _FEWEST_ON_YOUTUBE:
        doubts.append(f"YouTube wants {_FEWEST_ON_YOUTUBE} chapters at least")
    if marks and int(marks[0].start) != 0:
        doubts.append("YouTube wants the first chapter at 0:00")
    for mark, after in pairwise(marks):
        if int(after.start) - int(mark.start) < _SHORTEST_ON_YOUTUBE:
            doubts.append(
                f"YouTube wants chapters of {_SHORTEST_ON_YOUTUBE} seconds at least; the one at "
                f"{format_time(mark.start)} is shorter"
            )
    lines = [
        # angle brackets are refused there
        f"{format_time(m.start)} {m.title.replace('<', '‹').replace('>', '›')}".rstrip() + "\n"
        for m in marks
    ]
    return "".join(lines), doubts


#: How each format is written, and the suffix of its files.
WRITERS: Mapping[str, tuple[str, Callable[[Episode], tuple[str, Sequence[str]]]]] = {
    "json": (".chapters.json", write_json),
    "simple": (".psc.xml", write_simple),
    "webvtt": (".chapters.vtt", write_webvtt),
    "youtube": (".youtube.txt", write_youtube),
}


def _number(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)


def _full_clock(seconds: float) -> str:
    """``00:02:04.000``."""
    total = round(seconds * 1000)
    minutes, milliseconds = divmod(total, 60_000)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _cue_text(title: str) -> str:
    text = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text or "\u00a0"  # a cue without text is none
