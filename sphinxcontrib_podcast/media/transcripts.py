r"""Transcripts: what was said in an episode, word for word and by whom.

Read are WebVTT (https://www.w3.org/TR/webvtt1/), SubRip, the JSON of Podcasting 2.0
(https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md),
plain text with ``[1:02:03] Speaker: words``, and Markdown with ``**Speaker:** \[02:03\] words``,
where only some of the turns have a time. The content tells which, not the file's name. What is
damaged is reported with its line, and the rest is read: that is why no stricter reader is used.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.text import closed_up, join_text, writable
from sphinxcontrib_podcast.model import Chapter, Cue, Passage, Problem

#: Suffixes of transcripts that lie beside an episode and have its name, the best first.
SUFFIXES = (".vtt", ".srt", ".json", ".txt")

_CLOCK = r"(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_ARROW = re.compile(rf"\s*({_CLOCK})\s*-->\s*({_CLOCK})(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?[ \t]++([^<>]*+)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_SPEAKER = re.compile(
    r"([^\W\d_][^:：<>\[\]\n]{0,48}?)\s*[:：]\s+(?=\S)|([^\W\d_][^:：<>\s]{0,20})："
)
_TIMED_LINE = re.compile(
    rf"""\s*(?:
        \*\*(?P<bold>[^*]+?)[:：]?\s*\*\*\s*[:：]?\s*\\?[\[(](?P<after>{_CLOCK})\\?[\])]\s*
      | \\?[\[(]?(?P<before>{_CLOCK})\\?[\])]?(?:\s+|$)
      | (?P<name>[^\W\d_][^:：<>\[\]()\d]{{0,48}}?)\s*[(\[]?(?P<alone>{_CLOCK})[)\]]?[:：]?\s*$
    )(?P<text>.*)$""",
    re.VERBOSE,
)
_UNTIMED_TURN = re.compile(r"\s*\*\*(?P<bold>[^*]+?)(?:[:：]\s*\*\*|\*\*\s*[:：])\s*(?P<text>.*)$")
_TIME_WITHIN = re.compile(rf"\s*\\?\[({_CLOCK})\\?\]\s*")
_MOST_SPEAKER_WORDS = 5
_CHARACTERS_PER_SECOND = 15  # of speech, where nothing tells how fast it is
_SLOWEST_SPEECH = 0.3  # characters a second
_LONGEST_TURN = 1200  # characters, after which the next cue begins a turn of its own


def read_transcript(text: str, path: str) -> tuple[tuple[Cue, ...], tuple[Problem, ...]]:
    """The cues of a transcript in order of time, and what is wrong with it.

    :param path: for problems; relative to the source directory.
    """
    reader = _Reader(path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip()[:1] in ("{", "[") and not _TIMED_LINE.match(text.lstrip().partition("\n")[0]):
        cues = list(reader.json(text))
    elif "-->" in text:
        cues = _with_speakers(list(reader.blocks(text.split("\n"))))
    else:
        cues = list(reader.lines(text.split("\n")))
    if not cues and not reader.problems:
        reader.problem(1, "no line of the transcript has a time; write '[02:04] Name: words'")
    ordered = sorted(cues, key=lambda cue: cue.start)
    if ordered != cues:
        late = next(b for a, b in pairwise(cues) if b.start < a.start)
        reader.problem(late.line, "the transcript goes back in time here; it was put in order")
    return tuple(ordered), tuple(reader.problems)


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, "transcript", message))

    def blocks(self, lines: Sequence[str]) -> Iterator[Cue]:
        """Cues of WebVTT and SubRip: a line with ``-->``, then text up to an empty line."""
        number = 0
        while number < len(lines):
            line = lines[number]
            number += 1
            if "-->" not in line:
                continue
            at = number
            payload = []
            while number < len(lines) and lines[number].strip() and "-->" not in lines[number]:
                payload.append(lines[number].strip())
                number += 1
            if number < len(lines) and "-->" in lines[number] and payload and payload[-1].isdigit():
                payload.pop()  # the number of the next cue, where the empty line is missing
            times = _ARROW.match(line)
            if times is None:
                self.problem(
                    at, f"{line.strip()!r} is not '00:01.000 --> 00:02.000'; the cue was left out"
                )
                continue
            yield from _voices(join_text(payload), _seconds(times[1]), _seconds(times[2]), at + 1)

    def lines(self, lines: Sequence[str]) -> Iterator[Cue]:
        """Cues of plain text and Markdown: a line with a time, and those below it."""
        begun: list[_Turn] = []  # with the first line of their text
        below: list[list[str]] = []  # and the others
        for number, line in enumerate(lines, 1):
            line = " ".join(line.split())  # runs of spaces would make the patterns slow
            if match := _TIMED_LINE.match(line):
                text = match["text"]
                speaker = (match["bold"] or match["name"] or "").strip()
                if not speaker and (named := _speaker(text)):
                    speaker, text = named
                start = _seconds(match["after"] or match["before"] or match["alone"])
                begun.append(_Turn(start, speaker, text, number))
                below.append([])
            elif match := _UNTIMED_TURN.match(line):
                begun.append(_Turn(None, match["bold"].strip(), match["text"], number))
                below.append([])
            elif begun and line:
                below[-1].append(line)
        whole = (
            turn._replace(text=join_text([turn.text, *more] if turn.text else more))
            for turn, more in zip(begun, below, strict=True)
        )
        turns = [part for turn in whole for part in _at_times_within(turn)]
        if any(turn.start is not None for turn in turns):
            yield from _timed([turn for turn in turns if turn.text])

    def json(self, text: str) -> Iterator[Cue]:
        """Cues of Podcasting 2.0's JSON, and of the like that speech recognition writes."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            self.problem(line, f"the transcript is not valid JSON; it was read up to here: {error}")
            data = list(_whole_segments(text))
        if isinstance(data, dict):
            data = data.get("segments", data.get("utterances"))
        if not isinstance(data, list):
            self.problem(1, "the transcript has no list of 'segments' and was left out")
            return
        segments: list[object] = data
        unit = 1000 if _counts_milliseconds(segments) else 1
        for index, segment in enumerate(segments, 1):
            item = segment if isinstance(segment, dict) else {}
            start = _number(item.get("startTime", item.get("start")))
            body = item.get("body", item.get("text"))
            if start is None or not isinstance(body, str):
                self.problem(1, f"segment {index} has no 'startTime' or no 'body'; it was left out")
            elif body.strip():
                end = _number(item.get("endTime", item.get("end")))
                speaker = item.get("speaker")
                name = _spaced(speaker) if isinstance(speaker, str) else ""
                end = end / unit if end is not None else None
                yield Cue(start / unit, end, name, closed_up(_spaced(body)), 1)


def _spaced(text: str) -> str:
    return writable(" ".join(text.split()))


def _unescaped(text: str) -> str:
    try:
        return _spaced(html.unescape(text))
    except ValueError:  # a reference to a character of thousands of digits
        return _spaced(text)


def _whole_segments(text: str) -> Iterator[object]:
    """The segments of damaged JSON, up to the damage."""
    at = text.find("[")
    while at >= 0 and (at := text.find("{", at)) >= 0:
        try:
            segment, at = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield segment


def _plain(text: str) -> str:
    return closed_up(_unescaped(text))


class _Turn(NamedTuple):
    """A cue in the making: its time may be unknown."""

    start: float | None
    speaker: str
    text: str
    line: int


def _at_times_within(turn: _Turn) -> Iterator[_Turn]:
    """A turn, cut where its text has a time in brackets."""
    parts = _TIME_WITHIN.split(turn.text)
    yield turn._replace(text=_plain(parts[0]))
    for clock, text in zip(parts[1::2], parts[2::2], strict=True):
        yield turn._replace(start=_seconds(clock), text=_plain(text))


def _timed(turns: Sequence[_Turn]) -> Iterator[Cue]:
    """Turns as cues; those without a time get one by their length, between those that have."""
    known = [(0, 0.0)]  # pairs of characters said until then, and seconds
    said = [0]
    for turn in turns:
        if turn.start is not None:
            known.append((said[-1], turn.start))
        said.append(said[-1] + len(turn.text))
    for turn, position in zip(turns, said, strict=False):
        start = _estimate(position, known) if turn.start is None else turn.start
        yield Cue(start, None, turn.speaker, turn.text, turn.line)


def _estimate(position: int, known: Sequence[tuple[int, float]]) -> float:
    """When the character at a position was said."""
    after = bisect_right(known, position, key=lambda pair: pair[0])
    first, start = known[after - 1]
    if after == len(known):
        return round(start + (position - first) / _CHARACTERS_PER_SECOND, 1)
    last, end = known[after]
    return round(start + (position - first) / (last - first) * max(end - start, 0.0), 1)


def _voices(text: str, start: float, end: float, line: int) -> Iterator[Cue]:
    """A cue for each voice of a payload."""
    parts = _VOICE.split(text)
    for speaker, words in zip(["", *parts[1::2]], parts[::2], strict=True):
        if plain := _plain(_TAG.sub("", words)):
            yield Cue(start, end, _unescaped(speaker), plain, line)


def _with_speakers(cues: list[Cue]) -> list[Cue]:
    """Take ``Name:`` off the text where names recur: it is how SubRip says who speaks."""
    named = [None if cue.speaker else _speaker(cue.text) for cue in cues]
    counts = Counter(found[0] for found in named if found)
    return [
        replace(cue, speaker=found[0], text=found[1]) if found and counts[found[0]] > 1 else cue
        for cue, found in zip(cues, named, strict=True)
    ]


def _speaker(text: str) -> tuple[str, str] | None:
    match = _SPEAKER.match(text)
    if match is None:
        return None
    name = (match[1] or match[2]).strip("* ")
    if not name or name[0].islower() or len(name.split()) > _MOST_SPEAKER_WORDS:
        return None
    return name, text[match.end() :].lstrip("* ")


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _counts_milliseconds(segments: Sequence[object]) -> bool:
    """Some services write whole milliseconds: then speech would take a second a letter."""
    rates = []
    for segment in segments:
        if isinstance(segment, dict) and isinstance(segment.get("text"), str):
            start, end = segment.get("start"), segment.get("end")
            if not isinstance(start, int) or not isinstance(end, int):
                return False
            rates.append(len(segment["text"]) / max(end - start, 1))
    return bool(rates) and median(rates) < _SLOWEST_SPEECH


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return None
    return float(value)


def turns(
    cues: Iterable[Cue], chapters: Sequence[Chapter]
) -> Iterator[tuple[int | None, list[Cue]]]:
    """Cues of one speaker in one chapter, with the index of the chapter."""
    order = sorted(range(len(chapters)), key=lambda index: chapters[index].start)
    position = -1
    turn: list[Cue] = []
    length = 0
    chapter: int | None = None
    for cue in cues:
        past = position
        while position + 1 < len(order) and chapters[order[position + 1]].start <= cue.start:
            position += 1
        # a cue without a name goes on with the speaker before
        other = turn and cue.speaker and cue.speaker != turn[0].speaker
        if turn and (other or position != past or length > _LONGEST_TURN):
            yield chapter, turn
            turn, length = [], 0
        chapter = order[position] if position >= 0 else None
        turn.append(cue)
        length += len(cue.text)
    if turn:
        yield chapter, turn


def joined_cues(turn: Iterable[Cue]) -> tuple[str, tuple[tuple[int, float], ...]]:
    """The words of a turn, and pairs of a position in them and when they were said from there."""
    text = ""
    moments = []
    for cue in turn:
        joined = join_text([text, cue.text]) if text else cue.text
        moments.append((len(joined) - len(cue.text), cue.start))
        text = joined
    return text, tuple(moments)


def passages(cues: Iterable[Cue], chapters: Sequence[Chapter]) -> Iterator[Passage]:
    """The turns as text in which names are looked for."""
    for chapter, turn in turns(cues, chapters):
        text, moments = joined_cues(turn)
        yield Passage(text, turn[0].line, chapter, moments=moments)
