"""Turns: consecutive cues of one speaker in one chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sphinxcontrib_podcast.grammar.text import join_text
from sphinxcontrib_podcast.model import Chapter, Cue, Passage

#: The speed of speech, from which the end of a cue is estimated if it is unknown.
CHARACTERS_PER_SECOND = 15

_LONGEST_TURN = 1200  # characters; the cue after them begins another turn


def with_ends(cues: Sequence[Cue]) -> Iterator[tuple[Cue, float]]:
    """Yield cues with their ends; an unknown end is the start of the next cue."""
    following = [cue.start for cue in cues[1:]]
    following += [cue.start + len(cue.text) / CHARACTERS_PER_SECOND for cue in cues[-1:]]
    for cue, later in zip(cues, following, strict=True):
        yield cue, max(later if cue.end is None else cue.end, cue.start)


def turns(
    cues: Iterable[Cue], chapters: Sequence[Chapter]
) -> Iterator[tuple[int | None, list[Cue]]]:
    """Yield the index of a chapter, and consecutive cues of one speaker in it."""
    order = sorted(range(len(chapters)), key=lambda index: chapters[index].start)
    position = -1
    turn: list[Cue] = []
    length = 0
    chapter: int | None = None
    for cue in cues:
        past = position
        while position + 1 < len(order) and chapters[order[position + 1]].start <= cue.start:
            position += 1
        # a cue without a name continues with the previous speaker
        other = turn and cue.speaker and cue.speaker != turn[0].speaker
        if turn and (other or position != past or length > _LONGEST_TURN):
            yield chapter, turn
            turn, length = [], 0
        chapter = order[position] if position >= 0 else None
        turn.append(cue)
        length += len(cue.text)
    if turn:
        yield chapter, turn


def turns_with_ends(
    cues: Sequence[Cue], chapters: Sequence[Chapter]
) -> Iterator[tuple[float, float, str, str]]:
    """Yield start, end, speaker and words of each turn."""
    ends = [end for _cue, end in with_ends(cues)]
    last = -1
    for _chapter, turn in turns(cues, chapters):
        last += len(turn)
        yield turn[0].start, ends[last], turn[0].speaker, joined_cues(turn)[0]


def joined_cues(turn: Iterable[Cue]) -> tuple[str, tuple[tuple[int, float], ...]]:
    """Return the words of a turn, and the time of each cue with its position in the words."""
    text = ""
    moments = []
    for cue in turn:
        joined = join_text([text, cue.text]) if text else cue.text
        moments.append((len(joined) - len(cue.text), cue.start))
        text = joined
    return text, tuple(moments)


def passages(cues: Iterable[Cue], chapters: Sequence[Chapter]) -> Iterator[Passage]:
    """Yield the turns as passages, in which names are looked for."""
    for chapter, turn in turns(cues, chapters):
        text, moments = joined_cues(turn)
        yield Passage(text, turn[0].line, chapter, moments=moments)
