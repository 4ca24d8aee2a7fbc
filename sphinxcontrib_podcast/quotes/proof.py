"""Find sentences with a time whose numbers and names the transcript does not have there.

``He put in five million dollars [06:20]`` refers to the words around 6:20. Its own words may
be others, but a number or a name that nobody says within a minute of it may be an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from rapidfuzz.fuzz import partial_ratio

from sphinxcontrib_podcast.grammar.moments import times_in
from sphinxcontrib_podcast.grammar.sentences import sentence_ends
from sphinxcontrib_podcast.grammar.times import HAS_TIME
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.quotes.search import TranscriptIndex
from sphinxcontrib_podcast.quotes.verdict import language_of, transcript_language
from sphinxcontrib_podcast.quotes.words import WordReader, Words

_AROUND = 60  # seconds
_SMALL = 10  # lower numbers are words such as "one" and "both"
_ALIKE = 75  # of 100: a name and what speech recognition made of it
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class Unproved(NamedTuple):
    """A sentence with numbers or names that nobody says around its time."""

    line: int
    start: float
    """In seconds; the first time of the sentence."""
    words: tuple[str, ...]
    """The numbers and names, as the sentence has them."""


def unproved(episode: Episode) -> Iterator[Unproved]:
    """Yield the sentences of an episode that its transcript does not bear out.

    Names of speakers are not looked for, because people rarely say their own names. Names are
    compared only if the sentence is in the language of the transcript.
    """
    passages = [
        p for p in episode.passages if p.quote is None and not p.moments and HAS_TIME.search(p.text)
    ]
    if not passages or not episode.has_moments:
        return
    language = transcript_language(episode)
    transcript = TranscriptIndex(episode.cues, language)
    speakers = {*episode.people, *(cue.speaker for cue in episode.cues)}
    names = [entry.name for entry in episode.entries if entry.name not in speakers]
    for passage in passages:
        first = 0
        for last in [*sentence_ends(passage.text), len(passage.text)]:
            sentence, first = passage.text[first:last], last
            if times := times_in(sentence):
                said: list[str] = []
                for time in times:
                    end = time.start if time.end is None else time.end
                    begin = transcript.word_at(max(time.start - _AROUND, 0))
                    said += transcript.words[begin : transcript.word_at(end + _AROUND)]
                if said:
                    text = _without_times(sentence)
                    own = language_of(text, episode.language)
                    words = [
                        *_numbers(text, own, said),
                        *(_names(text, names, said) if own == language else ()),
                    ]
                    if words:
                        yield Unproved(passage.line, times[0].start, tuple(words))


def _without_times(sentence: str) -> str:
    pieces, first = [], 0
    for time in times_in(sentence):
        pieces.append(sentence[first : time.first])
        first = time.last
    return "".join([*pieces, sentence[first:]])


def _numbers(text: str, language: str, said: Sequence[str]) -> Iterator[str]:
    """Yield the numbers of a text that are missing in the transcript."""
    known = set(said)
    words: Words = WordReader(text, language).read(text, quoted=False)
    for folded, span in zip(words.folded, words.spans, strict=True):
        if _NUMBER.fullmatch(folded) and folded not in known and _value(folded) >= _SMALL:
            yield text[slice(*span)]


def _value(number: str) -> Decimal:
    try:
        return abs(Decimal(number))
    except InvalidOperation:
        return Decimal(0)


def _names(text: str, names: Sequence[str], said: Sequence[str]) -> Iterator[str]:
    """Yield the names in a text that are missing in the transcript."""
    around = " ".join(said)
    for name in names:
        is_named = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        if is_named and partial_ratio(name.casefold(), around, score_cutoff=_ALIKE) < _ALIKE:
            yield name
