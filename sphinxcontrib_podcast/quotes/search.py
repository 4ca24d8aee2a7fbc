"""Search a transcript for the passage that a quote is from.

A quote that the transcript does not contain word for word is aligned with the passages that share
its rarest words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from sphinxcontrib_podcast.grammar.text import is_closed_up
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.quotes.signatures import is_placeholder
from sphinxcontrib_podcast.quotes.words import WordReader, Words, has_enough_words

_CANDIDATES = 6  # passages to align with a quote, each for "nearby" and "anywhere"
_MOST_WORDS = 3000  # in a quote to align; the cost is quadratic
_MOST_PLACES = 50_000  # occurrences of a quote's words to look at
_COST = 0.35  # of a word that the quote leaves out; a word in common counts 1
_CHARACTERS_PER_SECOND = 15  # of speech, for a last cue without an end


class PassageMatch(NamedTuple):
    """A passage of a transcript that resembles a quote."""

    score: float
    """Similarity from 0 to 100; 100 only for the exact words."""
    first: int
    """Index of the first word in the transcript."""
    last: int
    """Index of the last word, inclusive."""


class TranscriptIndex:
    """A transcript in which words can be looked up. Its words are referred to by index."""

    def __init__(self, cues: Sequence[Cue], language: str) -> None:
        self._cues = cues
        parts: list[str] = []
        self._offsets: list[int] = []
        length = 0
        for cue in cues:
            if parts and not is_closed_up(parts[-1][-1], cue.text[0]):
                parts.append(" ")
                length += 1
            self._offsets.append(length)
            parts.append(cue.text)
            length += len(cue.text)
        self.text = "".join(parts)
        self._reader = WordReader(self.text, language)
        _text, self._words, self._spelled, self._spans = self._reader.read(self.text, quoted=False)
        self._joined = f" {' '.join(self._spelled)} "
        self._starts = [1]
        for word in self._spelled:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word, []).append(place)

    def word_at(self, seconds: float) -> int:
        """Return the index of the first word at or after a time."""
        cue = bisect_left(self._cues, seconds, key=lambda c: c.start)
        if cue == len(self._cues):
            return len(self._words)
        return bisect_left(self._spans, (self._offsets[cue], 0))

    def read(self, quote: str) -> Words:
        """Return the words of a quote, read by the same rules as the transcript."""
        return self._reader.read(quote)

    def find(self, quoted: Words, near: tuple[int, int]) -> PassageMatch | None:
        """Return the passage that matches the words best, or None.

        Exact matches take precedence over similar ones, then higher scores over lower ones, then
        passages that start in the range ``near`` over those elsewhere.

        :param near: the range of word indexes in which the quote is expected.
        """
        words = quoted.folded
        for first, last in (near, (0, len(self._words))):
            if (found := self._find_exactly(quoted.spelled, first, last)) is not None:
                return PassageMatch(100.0, found, found + len(words) - 1)
        if not has_enough_words(quoted) or len(words) > _MOST_WORDS:
            return None
        places = dict.fromkeys((*self._candidates(words, near), *self._candidates(words, None)))
        matches = [m for place in places if (m := self._align(words, place))]
        return max(matches, key=lambda m: (m.score, near[0] <= m.first < near[1]), default=None)

    def _find_exactly(self, words: Sequence[str], first: int, last: int) -> int | None:
        start = self._joined.find(
            f" {' '.join(words)} ", self._starts[first] - 1, self._starts[last]
        )
        return bisect_left(self._starts, start + 1) if start >= 0 else None

    def _candidates(self, words: Sequence[str], near: tuple[int, int] | None) -> list[int]:
        """Return the likeliest start indexes: where the words' occurrences line up with them.

        :param near: look at occurrences in this range only.
        """
        size = max(len(words) // 2, 4)
        votes: dict[int, float] = {}
        known = [(i, self._places[w]) for i, w in enumerate(words) if w in self._places]
        common = max(len(self._words) // 100, 50)
        rare = [(i, places) for i, places in known if len(places) <= common]
        budget = _MOST_PLACES
        for index, places in rare or sorted(known, key=lambda pair: len(pair[1])):
            budget -= len(places)
            if budget < 0:
                break
            weight = log(1 + len(self._words) / len(places))
            first, last = 0, len(places)
            if near:
                first, last = bisect_left(places, near[0]), bisect_left(places, near[1])
            for place in {(p - index) // size for p in places[first:last]}:
                votes[place] = votes.get(place, 0.0) + weight
        pairs = Counter({b: n + votes.get(b + 1, 0.0) for b, n in votes.items()})
        return [bucket * size for bucket, _ in pairs.most_common(_CANDIDATES)]

    def _align(self, words: Sequence[str], place: int) -> PassageMatch | None:
        """Return the passage around a word index that is most similar to the words."""
        length = len(words)
        start = max(place - length // 2, 0)
        window = self._words[start : place + 2 * length + max(length // 2, 8)]
        blocks = [
            (block.dest_start + i)
            for block in LCSseq.opcodes(words, window)
            if block.tag == "equal"
            for i in range(block.dest_end - block.dest_start)
        ]
        if not blocks:
            return None

        def worth(first: int, last: int) -> float:
            others = blocks[last] - blocks[first] - (last - first)
            return (last - first + 1) - _COST * others

        # drop common words at the ends that are far from the rest: they match by coincidence
        last = len(blocks) - 1
        first = max(range(last + 1), key=lambda f: worth(f, last))
        last = max(range(first, last + 1), key=lambda e: worth(first, e))
        score = 200 * (last - first + 1) / (length + blocks[last] - blocks[first] + 1)
        return PassageMatch(min(score, 99.0), start + blocks[first], start + blocks[last])

    def time_of(self, word: int, *, end: bool = False) -> float:
        """Return when a word starts, or ends, in seconds.

        Times within a cue are interpolated from the word's position in the text of the cue.
        """
        position = self._spans[word][end]
        index = bisect_right(self._offsets, position - end) - 1
        cue = self._cues[index]
        last = cue.end
        if last is None:
            later = self._cues[index + 1].start if index + 1 < len(self._cues) else None
            last = cue.start + len(cue.text) / _CHARACTERS_PER_SECOND if later is None else later
        part = (position - self._offsets[index]) / max(len(cue.text), 1)
        return round(cue.start + min(part, 1.0) * max(last - cue.start, 0.0), 1)

    def speakers(self, match: PassageMatch) -> tuple[str, ...]:
        """Return the speakers of a passage, in order; ``""`` for an unknown one."""
        start, end = (
            bisect_right(self._offsets, self._spans[word][0]) - 1
            for word in (match.first, match.last)
        )
        while start > 0 and not self._cues[start].speaker:
            start -= 1
        names = dict.fromkeys(
            cue.speaker
            for index, cue in enumerate(self._cues[start : end + 1])
            if cue.speaker or index == 0
        )
        return tuple("" if is_placeholder(name) else name for name in names)

    def text_of(self, match: PassageMatch) -> str:
        """Return the text of a passage, including the punctuation after it."""
        return self._slice(match.first, match.last)

    def _slice(self, first: int, last: int) -> str:
        after = self._spans[last + 1][0] if last + 1 < len(self._spans) else len(self.text)
        end = self._spans[last][1]
        tail = re.match(r"[^\s\w]*", self.text[end:after])
        return self.text[self._spans[first][0] : end + (tail.end() if tail else 0)]

    def difference(self, quoted: Words, match: PassageMatch) -> tuple[tuple[str, str], ...]:
        """Return pairs of an operation and a text that turn the quote into the passage.

        The operation is ``""`` for text in common, ``"del"`` for text that only the quote has and
        ``"ins"`` for text that only the transcript has.
        """
        passage = self._spelled[match.first : match.last + 1]
        parts: list[tuple[str, str]] = []
        for block in LCSseq.opcodes(quoted.spelled, passage):
            first, last = block.src_start, block.src_end
            if block.tag != "equal" and last > first:
                text = quoted.text[quoted.spans[first][0] : quoted.spans[last - 1][1]]
                parts.append(("del", text))
            first, last = match.first + block.dest_start, match.first + block.dest_end
            if last > first:
                text = self._slice(first, last - 1)
                if last <= match.last:  # include the fillers up to the next word
                    text = self.text[self._spans[first][0] : self._spans[last][0]].rstrip()
                parts.append(("" if block.tag == "equal" else "ins", text))
        return tuple(parts)
