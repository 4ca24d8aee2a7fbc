"""Read and write chapters in the formats of other programs.

- Podcasting 2.0 JSON:
  https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
- Podlove Simple Chapters: https://podlove.org/simple-chapters/
- WebVTT with a chapter in each cue: https://www.w3.org/TR/webvtt1/#introduction-chapters
- lines in a YouTube description: https://support.google.com/youtube/answer/9884579
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from textwrap import dedent
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from sphinxcontrib_podcast.formats.html_to_markdown import escaped, web_address
from sphinxcontrib_podcast.grammar.headings import HeadingTime, split_heading
from sphinxcontrib_podcast.grammar.text import as_title, writable
from sphinxcontrib_podcast.grammar.times import format_time, full_clock, parse_time
from sphinxcontrib_podcast.model import Episode

_NEVER = 359999.999  # seconds; 99:59:59.999 is the latest time that all programs can read
_SHORTEST_ON_YOUTUBE = 10  # seconds
_FEWEST_ON_YOUTUBE = 3
_LONGEST_LINE = 1000  # characters of a line that may be a chapter
_LONGEST_TITLE = 100  # characters of a title in its own paragraph below the time
_LATEST = 999 * 3600  # seconds; headings cannot have later times
_BEFORE_TIME = re.compile(
    r"^\s*(?:(?:\\?[-*+]|\d{1,3}\\?[.)]|[•▶►⏱🕐]\ufe0f?"
    # other symbols, such as emoji, but only before a time
    r"|[^\w\s<>#|`()（）\[\]［］【】]{1,8}(?=\s+[\\\[(（［【`*_]*[\d０-９]))\s+)?"
)
_LABEL = re.compile(
    r"\W*(?:(?:episode|show|video)\s+)?(?:chapters?|contents|outline|time ?codes?|time ?stamps?"
    r"|目次|チャプター|タイムスタンプ|章[节節]|时间[轴戳]|時間[軸戳])\W*",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"\s*(?:[-*+]\s|[>#|]|```|\d{1,9}[.)]\s)")  # other than a paragraph

_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\\Z")  # a line break in Markdown


class Mark(NamedTuple):
    """The start and the title of a chapter."""

    start: float
    """In seconds."""
    title: str
    end: float | None = None
    """In seconds; None if the chapter ends where the next one starts."""
    links: tuple[str, ...] = ()
    """Addresses of a page and of a picture."""


def marks_of(episode: Episode) -> list[Mark]:
    """Return the chapters of an episode, including sub-chapters, in order of time."""
    chapters = sorted(episode.chapters, key=lambda chapter: chapter.start)
    starts = {chapter.start for chapter in chapters} | {episode.duration}
    return [Mark(c.start, c.title, None if c.end in starts else c.end) for c in chapters]


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """Return chapters sorted by time, without invalid times and without duplicates of a time."""
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
    """Format seconds as ``02:04``, ``1:00:26`` or ``02:04.500``."""
    milliseconds = round((seconds - int(seconds)) * 1000) % 1000
    return format_time(seconds) + (f".{milliseconds:03}" if milliseconds else "")


def heading(mark: Mark, title: str) -> str:
    """Return the heading of a chapter in an episode file.

    :param title: the title as Markdown.
    """
    end = f"-{clock(mark.end)}" if mark.end else ""
    return f"## [{clock(mark.start)}{end}] {title}".rstrip()


# -- reading -------------------------------------------------------------------


def read_json(text: str) -> list[Mark]:
    """Return the chapters of Podcasting 2.0 JSON, except those with ``"toc": false``.

    :raises ValueError: if the text is not such JSON.
    """
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except ValueError as error:
        raise ValueError("it is not valid JSON") from error
    chapters = data.get("chapters") if isinstance(data, dict) else None
    if not isinstance(chapters, list):
        raise ValueError("it has no list named 'chapters'")
    marks = []
    for item in chapters:
        if isinstance(item, dict) and item.get("toc") is not False:
            start, end = _seconds(item.get("startTime")), _seconds(item.get("endTime"))
            if start is not None:
                links = _links(item.get("url"), item.get("img"))
                marks.append(Mark(start, _title(item.get("title")), end, links))
    return in_order(marks)


def read_simple(chapters: Iterable[Mapping[str, str]]) -> list[Mark]:
    """Return the chapters of Podlove Simple Chapters.

    :param chapters: the attributes of each ``psc:chapter`` element.
    """
    marks = []
    for attributes in chapters:
        start = _seconds(attributes.get("start"))
        if start is not None:
            links = _links(attributes.get("href"), attributes.get("image"))
            marks.append(Mark(start, _title(attributes.get("title")), None, links))
    return in_order(marks)


def _links(*addresses: object) -> tuple[str, ...]:
    found = (web_address(a.strip()) for a in addresses if isinstance(a, str))
    return tuple(dict.fromkeys(a for a in found if a.startswith("http")))


def body_of(notes: str, marks: Sequence[Mark]) -> tuple[str, Sequence[str]]:
    """Return the text of an episode: its notes, then its chapters.

    Without marks, chapters are read from the lines of the notes that have a time. With marks, a
    list of the same times is left out of the notes.

    :param notes: Markdown.
    :returns: the text, and messages about lines that were not read as chapters.
    """
    doubts: Sequence[str] = ()
    parts: list[str] = []
    listed = read_lines(notes)
    for mark in marks:
        parts += [heading(mark, escaped(mark.title)), *(f"<{address}>" for address in mark.links)]
    if not marks:
        notes, chapters, doubts = listed
        for mark, below in chapters:
            parts += [heading(mark, mark.title), below]
    elif _are_same(marks, listed.chapters):
        notes = listed.notes
    parts = list(filter(None, [notes, *parts]))
    return "\n" + "\n\n".join(parts) + "\n" if parts else "", doubts


def _are_same(marks: Sequence[Mark], chapters: Sequence[tuple[Mark, str]]) -> bool:
    """Return whether a list of times in notes says what the chapters say, and nothing more."""
    starts = {int(mark.start) for mark in marks}
    return bool(chapters) and all(
        int(mark.start) in starts and not below for mark, below in chapters
    )


class Lines(NamedTuple):
    """A text split at its lines with times."""

    notes: str
    """The text that belongs to no chapter."""
    chapters: Sequence[tuple[Mark, str]] = ()
    """The chapters, each with the text below it."""
    doubts: Sequence[str] = ()
    """Messages about lines with times that are not chapters."""


def read_lines(text: str) -> Lines:
    """Split a text at lines that begin with a time, or that all end with one.

    Lines with times are chapters only if there are at least two, with increasing times that begin
    near the start. Text between them belongs to the chapter above it. If there is none, the text
    around the list belongs to the episode, without a line that only says "Chapters". Titles are
    kept as written.
    """
    lines = text.split("\n")
    plain = without_code(lines)
    found, doubts = _rising(plain, _leading)
    if len(found) < 2:
        others, more = _rising(plain, _trailing)
        if len(others) > 1 and not _has_text_between(lines, others):
            found, doubts = others, more
    if len(found) < 2:
        return Lines(text)
    marks = [mark for _, _, mark in found]
    if marks[0].start > max(_NEAR, marks[-1].start * _EARLY):
        return Lines(
            text, doubts=["its lines with times begin far from the start; they were kept as text"]
        )
    ends = [first for first, _, _ in found[1:]] + [len(lines)]
    below = [_tidy(lines[last:end]) for (_, last, _), end in zip(found, ends, strict=True)]
    before = lines[: found[0][0]]
    while before and (not before[-1].strip() or _LABEL.fullmatch(before[-1])):
        before.pop()
    notes = _tidy(before)
    if not _has_text_between(lines, found):
        notes = "\n\n".join(filter(None, [notes, *below]))
        below = [""] * len(marks)
    if more := doubts[_MOST_DOUBTS:]:
        doubts[_MOST_DOUBTS:] = [f"and {len(more)} more like these"]
    return Lines(notes, list(zip(in_order(marks), below, strict=True)), doubts)


_FENCE = re.compile(r"[ >]*(?:(?:[-*+]|\d{1,9}[.)])[ >]+)*(`{3,}(?!.*`)|~{3,})")


def without_code(lines: Sequence[str]) -> list[str]:
    """Return the lines with code blocks blanked out by ``#``: times in code are not chapters."""
    plain, fence = [], ""
    for line in lines:
        match = _FENCE.match(line)
        plain.append("#" if fence or match else line)
        if not fence and match:
            fence = match[1]
        elif match and match[1].startswith(fence) and not line[match.end() :].strip():
            fence = ""
    return plain


_NEAR = 60  # seconds; a first chapter starts by then ...
_EARLY = 0.1  # ... or within this share of the start of the last chapter
_MOST_DOUBTS = 10  # reported for a text
_Found = tuple[int, int, Mark]  # first line, line after the last, chapter


def _rising(
    lines: Sequence[str], read: Callable[[Sequence[str], int], _Found | None]
) -> tuple[list[_Found], list[str]]:
    """Return the chapters with increasing times, and messages about the lines left out.

    :param read: returns the chapter at a line, if there is one.
    """
    found: list[_Found] = []
    doubts: list[str] = []
    number = 0
    while number < len(lines):
        one = read(lines, number)
        number += 1
        if one is None:
            continue
        mark = one[2]
        if not mark.title:
            doubts.append(f"the time {clock(mark.start)} has no title; its line is not a chapter")
        elif found and mark.start <= found[-1][2].start:
            doubts.append(f"the time {clock(mark.start)} goes back; its line is not a chapter")
        else:
            found.append(one)
            number = one[1]
    return found, doubts


def _has_text_between(lines: Sequence[str], found: Sequence[_Found]) -> bool:
    """Return whether there is text between chapters, apart from lines with decreasing times."""
    return any(
        lines[number].strip() and not _leading(lines, number) and not _trailing(lines, number)
        for (_, end, _), (first, _, _) in pairwise(found)
        for number in range(end, first)
    )


def _tidy(lines: Sequence[str]) -> str:
    text = _BREAK.sub(r"\1", dedent("\n".join(lines)).rstrip())
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _leading(lines: Sequence[str], number: int) -> _Found | None:
    """Return the chapter of a line that begins with a time. The title may be below it."""
    time = split_heading(_plain_line(lines[number]))
    if not time.leads:
        return None
    if time.title:
        return _found(number, number + 1, time.title, time)
    title, end = _title_below(lines, number + 1)
    return _found(number, end, title, time)


def _title_below(lines: Sequence[str], number: int) -> tuple[str, int]:
    """Return a title on the next line, or in its own paragraph, and the line after it."""
    place = number
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place == len(lines):
        return "", number
    line, after = lines[place], "".join(lines[place + 1 : place + 2])
    title = _plain_line(line)
    is_paragraph = len(title) <= _LONGEST_TITLE and not after.strip() and not _BLOCK.match(line)
    is_time = split_heading(title).leads
    return ("", number) if is_time or (place > number and not is_paragraph) else (title, place + 1)


def _trailing(lines: Sequence[str], number: int) -> _Found | None:
    """Return the chapter of a line that ends with a time."""
    time = split_heading(_plain_line(lines[number]))
    if time.leads:
        return None
    title = time.title.rstrip(" .…·")
    return _found(number, number + 1, title, time) if title else None


def _plain_line(line: str) -> str:
    if len(line) > _LONGEST_LINE:
        return ""
    return _BEFORE_TIME.sub("", _BREAK.sub(r"\1", line.rstrip()), count=1)


def _found(first: int, end: int, title: str, time: HeadingTime) -> _Found | None:
    is_sentence = title[:1].islower() and title.endswith((".", "!", "?"))
    if time.start is None or time.start >= _LATEST or is_sentence:
        return None
    return first, end, Mark(time.start, title, time.end)


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
    """Return Podcasting 2.0 JSON, and no doubts."""
    chapters = []
    for mark in marks_of(episode):
        chapter: dict[str, Any] = {"startTime": _number(mark.start), "title": mark.title}
        if mark.end is not None:
            chapter["endTime"] = _number(mark.end)
        chapters.append(chapter)
    data = {"version": "1.2.0", "title": episode.title, "chapters": chapters}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n", []


def write_simple(episode: Episode) -> tuple[str, list[str]]:
    """Return Podlove Simple Chapters as an XML element for a feed, and no doubts."""
    lines = [
        f'  <psc:chapter start="{full_clock(mark.start)}" title={quoteattr(mark.title)}/>\n'
        for mark in marks_of(episode)
    ]
    opening = '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n'
    return f"{opening}{''.join(lines)}</psc:chapters>\n", []


def write_webvtt(episode: Episode) -> tuple[str, list[str]]:
    """Return WebVTT with a cue for each chapter, and no doubts."""
    marks = marks_of(episode)
    ends = [*(mark.start for mark in marks), episode.duration or _NEVER][1:]
    cues = [
        f"{full_clock(mark.start)} --> {full_clock(mark.end or max(end, mark.start))}\n"
        f"{_cue_text(mark.title)}\n"
        for mark, end in zip(marks, ends, strict=True)
    ]
    return "WEBVTT\n\n" + "\n".join(cues), []


def write_youtube(episode: Episode) -> tuple[str, list[str]]:
    """Return lines for a YouTube description, and the reasons why YouTube would ignore them."""
    marks = marks_of(episode)
    doubts = []
    if len(marks) < _FEWEST_ON_YOUTUBE:
        doubts.append(f"YouTube requires at least {_FEWEST_ON_YOUTUBE} chapters")
    if marks and int(marks[0].start) != 0:
        doubts.append("YouTube requires the first chapter to start at 0:00")
    doubts += [
        f"YouTube requires titles; the chapter at {format_time(mark.start)} has none"
        for mark in marks
        if not mark.title
    ]
    for mark, after in pairwise(marks):
        if int(after.start) - int(mark.start) < _SHORTEST_ON_YOUTUBE:
            doubts.append(
                f"YouTube requires chapters of at least {_SHORTEST_ON_YOUTUBE} seconds; the one at "
                f"{format_time(mark.start)} is shorter"
            )
    lines = [
        # YouTube does not accept angle brackets
        f"{format_time(m.start)} {m.title.replace('<', '‹').replace('>', '›')}".rstrip() + "\n"
        for m in marks
    ]
    return "".join(lines), doubts


#: The file suffix and the writer of each format.
WRITERS: Mapping[str, tuple[str, Callable[[Episode], tuple[str, Sequence[str]]]]] = {
    "json": (".chapters.json", write_json),
    "simple": (".psc.xml", write_simple),
    "webvtt": (".chapters.vtt", write_webvtt),
    "youtube": (".youtube.txt", write_youtube),
}


def _number(seconds: float) -> int | float:
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)


def _cue_text(title: str) -> str:
    return html.escape(title, quote=False) or "\u00a0"  # parsers drop cues without text
