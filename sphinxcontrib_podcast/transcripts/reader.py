r"""Transcripts: what was said in an episode, word for word and by whom.

Read are WebVTT (https://www.w3.org/TR/webvtt1/), SubRip, the JSON of Podcasting 2.0
(https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md) and of
services, plain text with ``[1:02:03] Speaker: words`` or ``Speaker (02:03)`` above the words, and
Markdown with ``**Speaker:** \[02:03\] words``, where only some turns have a time. The content
tells which, not the file's name. What is damaged is reported with its line, and the rest is read:
that is why no stricter reader is used.
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
from sphinxcontrib_podcast.grammar.turns import (
    CLOCK,
    UNTIMED_TURN,
    clock_seconds,
    speaker_of,
    timed_line,
)
from sphinxcontrib_podcast.model import Chapter, Cue, Passage, Problem

#: Suffixes of transcripts that lie beside an episode and have its name, the best first.
SUFFIXES = (".vtt", ".srt", ".json", ".txt")

_ARROW = re.compile(rf"\s*({CLOCK})\s*-->\s*(?:({CLOCK})(?:\s.*)?)?$")
_BRACKETED_ARROW = re.compile(r"\s*\\?[\[(【［（]")
_NOTE = re.compile(r"NOTE(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?[ \t]++([^<>]*+)>", re.IGNORECASE)
# the reading of ruby goes with its tag
_TAG = re.compile(r"<rt(?:[.\s][^<>]*)?>[^<]*|</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\]{])")

_TIME_IN_JSON = re.compile(rf"\s*(?:({CLOCK})|(\d{{1,9}}(?:\.\d+)?)s?)\s*$")
#: How sure each style is. Prose too has lines that begin or end with a clock: but for the surest
#: style, lines count only in a transcript that is written that way.
_EVIDENCE = {"brackets": 4, "name": 2, "bare": 1}
_TIME_WITHIN = re.compile(rf"\s*\\?[\[【［]({CLOCK})\\?[\]】］]\s*")
_CHARACTERS_PER_SECOND = 15  # of speech, where nothing tells how fast it is
_SLOWEST_SPEECH = 0.3  # characters a second
_SHORTEST_CUE = 0.015  # seconds; captions that roll have cues of 0.01
_LONGEST_TURN = 1200  # characters, after which the next cue begins a turn of its own


def read_transcript(text: str, path: str) -> tuple[tuple[Cue, ...], tuple[Problem, ...]]:
    """The cues of a transcript in order of time, and what is wrong with it.

    :param path: for problems; relative to the source directory.
    """
    reader = _Reader(path)
    text = text.removeprefix("\ufeff").replace("\r\r\n", "\n")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if _JSON.match(text):
        cues = list(reader.json(text))
    elif _has_blocks(lines):
        blocks = _unrolled(list(reader.blocks(lines)))
        cues = _with_speakers([cue for block in blocks for cue in _voices(block)])
    else:
        cues = list(reader.lines(lines))
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

    def blocks(self, lines: Sequence[str]) -> Iterator[_Block]:
        """Cues of WebVTT and SubRip: a line with ``-->``, and the text up to the next of them."""
        web = lines[0].startswith("WEBVTT")
        arrows = [number for number, line in enumerate(lines) if "-->" in line]
        for arrow, following in pairwise([*arrows, len(lines) + 1]):
            times = _ARROW.match(lines[arrow])
            if times is None:
                self.problem(
                    arrow + 1,
                    f"{lines[arrow].strip()!r} is not '00:01.000 --> 00:02.000'; "
                    "the cue was left out",
                )
                continue
            payload = list(lines[arrow + 1 : following])
            if following < len(lines) and _ends_with_name(payload, web):
                payload.pop()
            if web:
                payload = list(_without_notes(payload))
            end = clock_seconds(times[2]) if times[2] else None
            yield _Block(clock_seconds(times[1]), end, list(filter(str.strip, payload)), arrow + 2)

    def lines(self, lines: Sequence[str]) -> Iterator[Cue]:
        """Cues of plain text and Markdown: a line with a time, and those below it."""
        spaced = [" ".join(line.split()) for line in lines]  # runs of spaces make patterns slow
        found = [timed_line(line) for line in spaced]
        styles = Counter(timed.style for timed in found if timed)
        style = max(_EVIDENCE, key=lambda style: styles[style] * _EVIDENCE[style])
        begun: list[_Turn] = []  # with the first line of their text
        below: list[list[str]] = []  # and the others
        for number, (line, timed) in enumerate(zip(spaced, found, strict=True), 1):
            if timed and timed.style in ("brackets", style):
                begun.append(_Turn(timed.start, timed.speaker, timed.text, number))
                below.append([])
            elif match := UNTIMED_TURN.match(line):
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
        data = _segments(data)
        if not isinstance(data, list):
            self.problem(1, "the transcript has no list of 'segments' and was left out")
            return
        segments: list[object] = data
        unit = 1000 if _counts_milliseconds(segments) else 1
        for index, segment in enumerate(segments, 1):
            item = segment if isinstance(segment, dict) else {}
            start, end = _span(item, unit)
            body = _value(item, "body", "text", "transcript")
            if start is None or not isinstance(body, str):
                self.problem(1, f"segment {index} has no 'startTime' or no 'body'; it was left out")
            elif body.strip():
                yield Cue(start, end, _voice(item), closed_up(_spaced(body)), 1)


class _Block(NamedTuple):
    """A cue of WebVTT or SubRip, with the lines of its text."""

    start: float
    end: float | None
    payload: list[str]
    line: int


def _has_blocks(lines: Sequence[str]) -> bool:
    """Whether times stand above the words, and not in brackets before them."""
    arrow = next((line for line in lines if "-->" in line), None)
    return arrow is not None and (
        lines[0].startswith("WEBVTT") or not _BRACKETED_ARROW.match(arrow)
    )


def _ends_with_name(payload: Sequence[str], web: bool) -> bool:
    """Whether the last line names the next cue, where it is not all that this cue says."""
    number = bool(payload) and payload[-1].strip().isdigit()
    return number or (web and payload[-2:-1] == [""] and any(payload[:-2]))


def _without_notes(payload: Sequence[str]) -> Iterator[str]:
    """The lines below a cue that are not of a comment between it and the next."""
    note = False
    for before, line in pairwise(["-", *payload]):
        note = bool(line) and (note or (not before and _NOTE.match(line) is not None))
        if not note:
            yield line


def _unrolled(blocks: Sequence[_Block]) -> Sequence[_Block]:
    """Captions that roll, without the line that each repeats from the one before.

    So YouTube writes what it recognised: a cue shows the line before and a new one, and then a
    cue of 10 ms shows the new line alone.
    """
    short = [
        block.end is not None and 0 < block.end - block.start < _SHORTEST_CUE for block in blocks
    ]
    if not any(short):
        return blocks
    lines = [[_spaced(_TAG.sub("", line)) for line in block.payload] for block in blocks]
    repeats = [
        bool(before and shown and before[-1] == shown[0])
        for before, shown in pairwise([[], *lines])
    ]
    if (True, True) not in zip(short, repeats, strict=True):
        return blocks
    return [
        block._replace(payload=block.payload[1:] if repeated else block.payload)
        for block, repeated in zip(blocks, repeats, strict=True)
    ]


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
        yield turn._replace(start=clock_seconds(clock), text=_plain(text))


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


def _voices(block: _Block) -> Iterator[Cue]:
    """A cue for each voice of a payload."""
    parts = _VOICE.split(join_text([line.strip() for line in block.payload]))
    for speaker, words in zip(["", *parts[1::2]], parts[::2], strict=True):
        if plain := _plain(_TAG.sub("", words)):
            yield Cue(block.start, block.end, _unescaped(speaker), plain, block.line)


def _with_speakers(cues: list[Cue]) -> list[Cue]:
    """Take ``Name:`` off the text where names recur: it is how SubRip says who speaks."""
    named = [None if cue.speaker else speaker_of(cue.text) for cue in cues]
    counts = Counter(found[0] for found in named if found)
    return [
        replace(cue, speaker=found[0], text=found[1])
        if found and (counts[found[0]] > 1 or cue.text.startswith(">>"))
        else cue
        for cue, found in zip(cues, named, strict=True)
    ]


def _segments(data: object) -> object:
    """The list of what was said, wherever a service puts it; what has the speakers goes first."""
    if isinstance(data, dict) and isinstance(data.get("results"), dict):
        data = data["results"]
    if isinstance(data, dict):
        return _value(data, "segments", "utterances", "transcription", "words")
    return data


def _value(item: dict[str, object], *keys: str) -> object:
    """The value of the first of the keys that has one."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _span(item: dict[str, object], unit: int) -> tuple[float | None, float | None]:
    """When a segment starts and ends, in seconds.

    :param unit: how many of ``start`` and ``end`` are a second; other names tell it.
    """
    offsets = item.get("offsets")  # as whisper.cpp writes them
    if isinstance(offsets, dict):
        times, unit = (offsets.get("from"), offsets.get("to")), 1000
    elif "start_ms" in item:
        times, unit = (item["start_ms"], item.get("end_ms")), 1000
    else:
        times = (_value(item, "startTime", "start"), _value(item, "endTime", "end"))
    start, end = map(_number, times)
    return None if start is None else start / unit, None if end is None else end / unit


def _voice(item: dict[str, object]) -> str:
    speaker = _value(item, "voice", "speaker")
    if isinstance(speaker, int) and not isinstance(speaker, bool) and 0 <= speaker < 1000:
        return f"Speaker {speaker}"
    return _spaced(speaker) if isinstance(speaker, str) else ""


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
    """A time in JSON; some write it as text, as a clock's or as a number."""
    if isinstance(value, str) and (match := _TIME_IN_JSON.match(value)):
        value = clock_seconds(match[1]) if match[1] else float(match[2])
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
