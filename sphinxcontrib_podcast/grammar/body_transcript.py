"""Recognise a transcript in the body of an episode: consecutive turns, each with a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from sphinxcontrib_podcast.grammar.characters import CLOSERS
from sphinxcontrib_podcast.grammar.turns import UNTIMED_TURN, TimedLine, timed_line
from sphinxcontrib_podcast.grammar.vocabulary import time_labels, word

#: The key of ``Token.meta`` under which a turn without a time has its speaker.
SPEAKER = "podcast-speaker"

#: A time near the beginning of a line.
_HAS_TIME = re.compile(r"[^\n]{0,60}?\d[:：]\d\d")
_TIMED_LINE = re.compile(rf"^{_HAS_TIME.pattern}", re.MULTILINE)
_SENTENCE = re.compile(rf"[.!?…。！？][{CLOSERS}]*\Z|\A\Z")
_FEWEST = 3  # turns
_FEWEST_UNTIMED = 6
_LEADING_BOLD = re.compile(r"\s*(?:\*\*[^*\n]+\*\*)?")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"\*\*(?=\S)([^*]+)\*\*|(?<![\w*])\*(?=\S)([^*]+)\*(?![\w*])|`([^`]+)`")


def take_transcript(tokens: list[Token]) -> tuple[tuple[int, int], ...]:
    """Remove the paragraphs of a transcript from a document, and mark their places.

    They extend from a turn to the next block that is not a paragraph. In a transcript, speakers
    recur; chapters and entries of lists differ.

    :returns: the lines of the file that were removed, as ranges that count from 0.
    """
    timed = (t.content for t in tokens if t.type == "inline" and _HAS_TIME.match(t.content))
    if sum(len(_TIMED_LINE.findall(content)) for content in timed) < _FEWEST:
        return ()
    found = [
        (first + begun, last)
        for first, last in _runs(tokens)
        if (begun := _first_turn(tokens[first:last])) is not None
    ]
    turns = [turn for first, last in found for turn in _turns(tokens[first:last])]
    speakers = [turn.speaker for turn in turns]
    if len(turns) < _FEWEST or 3 * len(set(speakers)) > 2 * len(turns):
        return ()
    if len(set(speakers)) == 1 and not any(_SENTENCE.search(turn.text) for turn in turns):
        return ()  # a list of times: 05:00 News: this, 10:00 News: that
    lines = []
    for first, last in reversed(found):
        begin, end = tokens[first].map, tokens[last - 3].map
        if begin and end:
            lines.append((begin[0], end[1]))
            place = Token("podcast_transcript", "", 0, map=[begin[0], end[1]], block=True)
            tokens[first:last] = [place]
    return tuple(reversed(lines))


def mark_speakers(tokens: Sequence[Token]) -> None:
    """Mark the text of turns that have a speaker and no time: ``**Ann Lee:** words``.

    Two speakers or more take turns, and each has several. ``meta[SPEAKER]`` is the name.
    """
    bold = sum(token.type == "inline" and token.content.startswith("**") for token in tokens)
    for first, last in _runs(tokens) if bold >= _FEWEST_UNTIMED else ():
        found = [
            (token, match)
            for token in tokens[first:last]
            if token.type == "inline"
            and (match := UNTIMED_TURN.match(token.content.split("\n")[0]))
        ]
        speakers = {match["bold"] for _, match in found}
        if len(found) >= _FEWEST_UNTIMED and 1 < len(speakers) <= len(found) // 2:
            for token, match in found:
                token.meta[SPEAKER] = match["bold"].strip()


def transcript_text(source: str, ranges: Sequence[tuple[int, int]]) -> str:
    """Return a transcript as plain text, with the line numbers of the file."""
    lines = source.split("\n")
    kept = [""] * len(lines)
    for first, last in ranges:
        kept[first:last] = map(_without_markup, lines[first:last])
    return "\n".join(kept)


def _runs(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the ranges of tokens that are consecutive paragraphs."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        first = index
        while index < len(tokens) and tokens[index].type == "paragraph_open":
            index += 3
        if index > first:
            runs.append((first, index))
        else:
            index += 1
    return [run for run in runs if tokens[run[0]].level == 0]


def _first_turn(tokens: Sequence[Token]) -> int | None:
    for index, token in enumerate(tokens):
        if token.type == "inline" and _turn(token.content.partition("\n")[0]):
            return index - 1
    return None


def _turns(tokens: Sequence[Token]) -> list[TimedLine]:
    lines = (line for t in tokens if t.type == "inline" for line in t.content.split("\n"))
    return [turn for line in lines if (turn := _turn(line))]


def _turn(line: str) -> TimedLine | None:
    if not _HAS_TIME.match(line):
        return None
    turn = timed_line(" ".join(line.split()))
    if turn is None or not turn.speaker or word(turn.speaker) in time_labels():
        return None
    return turn


def _without_markup(line: str) -> str:
    bold = _LEADING_BOLD.match(line)
    end = bold.end() if bold else 0
    text = _LINK.sub(r"\1", line[end:])
    return line[:end] + _EMPHASIS.sub(lambda m: m[1] or m[2] or m[3], text)
