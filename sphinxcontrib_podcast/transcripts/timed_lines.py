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
    TimedLine,
    clock_seconds,
    speaker_of,
    timed_line,
)
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, plain
from sphinxcontrib_podcast.transcripts.passages import CHARACTERS_PER_SECOND

#: The weight of a line in each style. Lines of prose too may begin or end with a clock, so lines
#: in the styles other than ``brackets`` count only in a transcript that is written in that style.
_EVIDENCE = {"brackets": 4, "name": 2, "bare": 1}
_TIME_WITHIN = re.compile(rf"\s*\\?[\[【［]({CLOCK})\\?[\]】］]\s*")
# Markdown's mark of a blockquote, and the place of a caption
_QUOTED = re.compile(r"^(?:> ?|\{\\[^{}]*\}\s*)")
_CREDIT = re.compile(r"Transcribed by https?://\S+$", re.IGNORECASE)
_NAME_ALONE = re.compile(r"(?:\*\*)?(?P<name>[^\W\d_][\w.'’ ・·-]{0,40}?)(?:\*\*)?[:：]?(?:\*\*)?")
_LYRIC = re.compile(r"\s*(?:\[[a-z]{2,6}:[^\]\n]*\]\s*)+\[\d{1,3}:\d\d", re.IGNORECASE)
_MARKS = re.compile(r"\*\*|__")


class _Turn(NamedTuple):
    """A cue whose time may be unknown."""

    start: float | None
    speaker: str
    text: str
    line: int


def _read(text: str, report: Report) -> Iterator[Cue]:
    # runs of spaces are slow
    spaced = [_QUOTED.sub("", " ".join(line.split())) for line in text.split("\n")]
    spaced = ["" if _CREDIT.match(line) else line for line in spaced]
    found = [timed_line(line) for line in spaced]
    styles = Counter(timed.style for timed in found if timed)
    style = max(_EVIDENCE, key=lambda style: styles[style] * _EVIDENCE[style])
    named_above = _names_above(spaced, found)
    begun: list[_Turn] = []  # with the first line of their text
    below: list[list[str]] = []  # and the others
    for number, (line, timed) in enumerate(zip(spaced, found, strict=True), 1):
        if number in named_above:
            continue
        if timed and (name := named_above.get(number - 1)):
            timed = timed._replace(speaker=name)
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
    else:
        yield from _untimed(spaced)


def _names_above(lines: Sequence[str], found: Sequence[TimedLine | None]) -> dict[int, str]:
    """Return the names that stand alone above a line with a time, by the number of their line.

    They count if they recur, or if most times have one.
    """
    names: dict[int, str] = {}
    for number, (line, timed) in enumerate(zip(lines, found[1:], strict=False), 1):
        if timed is None or timed.speaker or found[number - 1] is not None:
            continue
        if (match := _NAME_ALONE.fullmatch(line)) and (number == 1 or not lines[number - 2]):
            names[number] = match["name"].strip("* :：")
    counts = Counter(names.values())
    times = sum(timed is not None for timed in found)
    return {n: s for n, s in names.items() if counts[s] > 1 or 2 * len(names) > times}


def _untimed(lines: Sequence[str]) -> Iterator[Cue]:
    """Yield the paragraphs of a text without times, each with its speaker if it has one.

    All of them start at 0, which says that no time is known.
    """
    paragraphs: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, 1):
        begins = UNTIMED_TURN.match(line) or speaker_of(line)
        if line and (begins or not lines[number - 2 : number - 1] or not lines[number - 2]):
            paragraphs.append((number, []))
        if line and not line.startswith("#"):
            paragraphs[-1][1].append(line)
    joined = [(number, join_text(parts)) for number, parts in paragraphs if parts]
    names = Counter(n[0] for _, text in joined if (n := speaker_of(text)))
    for number, text in joined:
        speaker = ""
        if match := UNTIMED_TURN.match(text):
            speaker, text = match["bold"].strip(), match["text"]
        elif (named := speaker_of(text)) and names[named[0]] > 1:
            speaker, text = named
        if words := plain(_MARKS.sub("", text)):
            yield Cue(0.0, None, speaker, words, number)


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
        return round(start + (position - first) / CHARACTERS_PER_SECOND, 1)
    last, end = known[after]
    return round(start + (position - first) / (last - first) * max(end - start, 0.0), 1)


LYRICS = Format(".lrc", (), lambda text: _LYRIC.match(text) is not None, _read)
TEXT = Format(".txt", ("text/plain",), lambda text: True, _read)
