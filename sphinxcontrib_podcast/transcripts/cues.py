"""WebVTT (https://www.w3.org/TR/webvtt1/), SubRip and SBV: times on a line above the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.text import join_text
from sphinxcontrib_podcast.grammar.turns import CLOCK, clock_seconds, speaker_of
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, plain, spaced, unescaped
from sphinxcontrib_podcast.transcripts.json_segments import is_json

_WEBVTT = "WEBVTT"
_ARROW = re.compile(rf"\s*({CLOCK})\s*-->\s*(?:({CLOCK})(?:\s.*)?)?$")
_BRACKETED_ARROW = re.compile(r"\s*\\?[\[(【［（]")
_NOTE = re.compile(r"NOTE(?:\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?[ \t]++([^<>]*+)>", re.IGNORECASE)
# the reading of ruby goes with its tag
_TAG = re.compile(r"<rt(?:[.\s][^<>]*)?>[^<]*|</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_SBV_TIMES = re.compile(rf"^({CLOCK}),({CLOCK})$", re.MULTILINE)
# A damaged line of times is no speech: an arrow is broken, or a time is.
_DAMAGED = re.compile(rf"\s*{CLOCK}\s*(?:[-–—=]+\s?>|→|[-–—]{{1,3}}|>)\s*{CLOCK}\s*$")
_SHORTEST_CUE = 0.015  # seconds; rolling captions have cues of 0.01


class _Block(NamedTuple):
    """A cue with the lines of its text, which may have several voices."""

    start: float
    end: float | None
    payload: list[str]
    line: int


def _is_webvtt(text: str) -> bool:
    return text.startswith(_WEBVTT)


def _is_subrip(text: str) -> bool:
    """Return whether times are above the words, and not in brackets before them."""
    arrow = next((line for line in text.split("\n") if "-->" in line), None)
    return arrow is not None and not _BRACKETED_ARROW.match(arrow) and not is_json(text)


def _read_sbv(text: str, report: Report) -> list[Cue]:
    return _read(_SBV_TIMES.sub(r"\1 --> \2", text), report)


def _read(text: str, report: Report) -> list[Cue]:
    blocks = _unrolled(list(_blocks(text.split("\n"), report)))
    return _with_speakers([cue for block in blocks for cue in _voices(block)])


def _blocks(lines: Sequence[str], report: Report) -> Iterator[_Block]:
    """Yield the cues: a line with ``-->``, and the text up to the next of them."""
    web = lines[0].startswith(_WEBVTT)
    arrows = [
        number
        for number, line in enumerate(lines)
        if "-->" in line or (_DAMAGED.match(line) and _is_alone(lines, number))
    ]
    for arrow, following in pairwise([*arrows, len(lines) + 1]):
        times = _ARROW.match(lines[arrow])
        if times is None:
            report(
                arrow + 1,
                f"{lines[arrow].strip()!r} is not '00:01.000 --> 00:02.000'; the cue was left out",
            )
            continue
        payload = list(lines[arrow + 1 : following])
        if following < len(lines) and _ends_with_name(payload, web):
            payload.pop()
        if web:
            payload = list(_without_notes(payload))
        start, end = clock_seconds(times[1]), clock_seconds(times[2]) if times[2] else None
        if end is not None and end < start:
            report(arrow + 1, "the cue ends before it starts; its end was left out")
            end = None
        yield _Block(start, end, list(filter(str.strip, payload)), arrow + 2)


def _is_alone(lines: Sequence[str], number: int) -> bool:
    """Return whether a line is the first of a block, perhaps below a number."""
    before = lines[number - 1].strip() if number else ""
    return not before or before.isdigit()


def _ends_with_name(payload: Sequence[str], web: bool) -> bool:
    """Return whether the last line is the name of the next cue, and not the only line of this."""
    number = bool(payload) and payload[-1].strip().isdigit()
    return number or (web and payload[-2:-1] == [""] and any(payload[:-2]))


def _without_notes(payload: Sequence[str]) -> Iterator[str]:
    """Yield the lines below a cue, without a comment between it and the next."""
    note = False
    for before, line in pairwise(["-", *payload]):
        note = bool(line) and (note or (not before and _NOTE.match(line) is not None))
        if not note:
            yield line


def _unrolled(blocks: Sequence[_Block]) -> Sequence[_Block]:
    """Return rolling captions without the line that each repeats from the one before.

    YouTube writes recognised speech in this way: a cue shows the previous line and a new one, and
    then a cue of 10 ms shows the new line alone.
    """
    short = [
        block.end is not None and 0 < block.end - block.start < _SHORTEST_CUE for block in blocks
    ]
    if not any(short):
        return blocks
    lines = [[spaced(_TAG.sub("", line)) for line in block.payload] for block in blocks]
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


def _voices(block: _Block) -> Iterator[Cue]:
    """Yield a cue for each voice of a block."""
    parts = _VOICE.split(join_text([line.strip() for line in block.payload]))
    for speaker, words in zip(["", *parts[1::2]], parts[::2], strict=True):
        if text := plain(_TAG.sub("", words)):
            yield Cue(block.start, block.end, unescaped(speaker), text, block.line)


def _with_speakers(cues: list[Cue]) -> list[Cue]:
    """Take ``Name:`` off the text if names recur: SubRip has no other way to name speakers."""
    named = [None if cue.speaker else speaker_of(cue.text) for cue in cues]
    counts = Counter(found[0] for found in named if found)
    recurring = {name for name, number in counts.items() if number > 1}
    return [
        replace(cue, speaker=found[0], text=found[1])
        if found
        and (
            found[0] in recurring
            or cue.text.startswith(">>")
            or (recurring and _is_written_alike(found[0], recurring))
        )
        else cue
        for cue, found in zip(cues, named, strict=True)
    ]


def _is_written_alike(name: str, names: Collection[str]) -> bool:
    """Return whether a name that occurs once is written like the others: AUDIENCE, like HOST."""
    words = name.split()
    if any(other.isupper() for other in names):
        return name.isupper()
    if name.isupper() or len(words) > max(len(other.split()) for other in names):
        return False
    return all(not word[0].islower() for word in words)


WEBVTT = Format(".vtt", ("text/vtt",), _is_webvtt, _read)
SBV = Format(".sbv", (), lambda text: _SBV_TIMES.match(text.lstrip()) is not None, _read_sbv)
SUBRIP = Format(".srt", ("application/x-subrip", "application/srt", "text/srt"), _is_subrip, _read)
