r"""Transcripts in plain text and Markdown: a line with a time, and the lines below it.

``[1:02:03] Speaker: words``, ``Speaker (02:03)`` above the words, or ``**Speaker:** \[02:03\]
words``, where some turns may have no time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.text import join_text
from sphinxcontrib_podcast.grammar.turns import (
    CLOCK,
    UNTIMED_TURN,
    clock_seconds,
    timed_line,
)
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, plain

#: The weight of a line in each style. Lines of prose too may begin or end with a clock, so lines
#: in the styles other than ``brackets`` count only in a transcript that is written in that style.
_EVIDENCE = {"brackets": 4, "name": 2, "bare": 1}
_TIME_WITHIN = re.compile(rf"\s*\\?[\[【［]({CLOCK})\\?[\]】］]\s*")
_CHARACTERS_PER_SECOND = 15  # of speech, if the times do not show its speed


class _Turn(NamedTuple):
    """A cue whose time may be unknown."""

    start: float | None
    speaker: str
    text: str
    line: int


def _read(text: str, report: Report) -> Iterator[Cue]:
    spaced = [" ".join(line.split()) for line in text.split("\n")]  # runs of spaces are slow
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


def _at_times_within(turn: _Turn) -> Iterator[_Turn]:
    """Split a turn at the times in brackets within its text."""
    parts = _TIME_WITHIN.split(turn.text)
    yield turn._replace(text=plain(parts[0]))
    for clock, text in zip(parts[1::2], parts[2::2], strict=True):
        yield turn._replace(start=clock_seconds(clock), text=plain(text))


def _timed(turns: Sequence[_Turn]) -> Iterator[Cue]:
    """Yield turns as cues; those without a time get one from their position between others."""
    known = [(0, 0.0)]  # pairs of a number of characters before, and seconds
    before = [0]
    for turn in turns:
        if turn.start is not None:
            known.append((before[-1], turn.start))
        before.append(before[-1] + len(turn.text))
    for turn, position in zip(turns, before, strict=False):
        start = _estimate(position, known) if turn.start is None else turn.start
        yield Cue(start, None, turn.speaker, turn.text, turn.line)


def _estimate(position: int, known: Sequence[tuple[int, float]]) -> float:
    """Return the probable time of the character at a position."""
    after = bisect_right(known, position, key=lambda pair: pair[0])
    first, start = known[after - 1]
    if after == len(known):
        return round(start + (position - first) / _CHARACTERS_PER_SECOND, 1)
    last, end = known[after]
    return round(start + (position - first) / (last - first) * max(end - start, 0.0), 1)


TEXT = Format(".txt", ("text/plain",), lambda text: True, _read)
