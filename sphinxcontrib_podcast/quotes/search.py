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
from sphinxcontrib_podcast.transcripts.passages import with_ends

_CANDIDATES = 6  # passages to align with a quote, each for "nearby" and "anywhere"
_MOST_WORDS = 3000  # in a quote to align; the cost is quadratic
_MOST_PLACES = 50_000  # occurrences of a quote's words to look at
_COST = 0.35  # of a word that the quote leaves out; a word in common counts 1
_MOST_AROUND = 25  # words before and after a passage that may belong to its sentence
_SENTENCE_END = re.compile(r"[.!?](?=\s|$|[\"”’')])|[。！？…]")


class PassageMatch(NamedTuple):
    """A passage of a transcript that resembles a quote."""

    score: float
    """Similarity from 0 to 100; 100 only for the exact words."""
    first: int
    """Index of the first word in the transcript."""
    last: int
    """Index of the last word, inclusive."""


class EqualBlock:
    """A run of words that a quote and a passage have in common."""

    __slots__ = ("quoted", "said", "size")

    def __init__(self, quoted: int, said: int, size: int) -> None:
        self.quoted = quoted
        """The index of its first word in the quote."""
        self.said = said
        """The index of its first word in the passage."""
        self.size = size

    def __len__(self) -> int:
        return self.size


def equal_blocks(quoted: Sequence[str], said: Sequence[str]) -> list[EqualBlock]:
    """Return the runs of words that a quote and a passage have in common, in order.

    Of several alignments with as many words in common, a run stands next to the one that follows
    it: of "I am not against it, I am against that", *I am against that* is the second half.
    """
    blocks = [
        EqualBlock(b.src_start, b.dest_start, b.src_end - b.src_start)
        for b in LCSseq.opcodes(quoted, said)
        if b.tag == "equal"
    ]
    for index in range(len(blocks) - 2, -1, -1):
        block, following = blocks[index], blocks[index + 1]
        words = quoted[block.quoted : block.quoted + block.size]
        start = following.said - block.size
        if (
            block.quoted + block.size == following.quoted
            and start > block.said
            and list(said[start : following.said]) == list(words)
        ):
            block.said = start
    return blocks


class TranscriptIndex:
    """A transcript in which words can be looked up. Its words are referred to by index."""

    def __init__(self, cues: Sequence[Cue], language: str) -> None:
        self.language = language
        self._cues = cues
        self._ends = [end for _, end in with_ends(cues)]
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
        _text, self.words, self._spelled, self._spans = self._reader.read(self.text, quoted=False)
        self._joined = f" {' '.join(self._spelled)} "
        self._starts = [1]
        for word in self._spelled:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self._places.setdefault(word, []).append(place)

    def word_at(self, seconds: float) -> int:
        """Return the index of the first word at or after a time."""
        cue = bisect_left(self._cues, seconds, key=lambda c: c.start)
        if cue == len(self._cues):
            return len(self.words)
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
        for first, last in (near, (0, len(self.words))):
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
        common = max(len(self.words) // 100, 50)
        rare = [(i, places) for i, places in known if len(places) <= common]
        budget = _MOST_PLACES
        for index, places in rare or sorted(known, key=lambda pair: len(pair[1])):
            budget -= len(places)
            if budget < 0:
                break
            weight = log(1 + len(self.words) / len(places))
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
        window = self.words[start : place + 2 * length + max(length // 2, 8)]
        blocks = [
            block.said + i for block in equal_blocks(words, window) for i in range(block.size)
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
        part = (position - self._offsets[index]) / max(len(cue.text), 1)
        return round(cue.start + min(part, 1.0) * (self._ends[index] - cue.start), 1)

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

    def mark_after(self, word: int) -> str:
        """Return the text between a word and the next one: marks and white space.

        Before the first word and after the last one, it is the end of a sentence.
        """
        if not 0 <= word < len(self._spans) - 1:
            return "."
        return self.text[self._spans[word][1] : self._spans[word + 1][0]]

    def sentence_around(self, match: PassageMatch) -> tuple[int, int]:
        """Return the range of the words of the sentences that a passage lies in.

        The end is exclusive. Speech recognition may write no full stops: at most some words before
        and after the passage count.
        """
        first, last = match.first, match.last
        while match.first - first < _MOST_AROUND and not _SENTENCE_END.search(
            self.mark_after(first - 1)
        ):
            first -= 1
        while last - match.last < _MOST_AROUND and not _SENTENCE_END.search(self.mark_after(last)):
            last += 1
        return first, last + 1

    def difference(self, quoted: Words, match: PassageMatch) -> tuple[tuple[str, str], ...]:
        """Return pairs of an operation and a text that turn the quote into the passage.

        The operation is ``""`` for text in common, ``"del"`` for text that only the quote has and
        ``"ins"`` for text that only the transcript has.
        """
        passage = self._spelled[match.first : match.last + 1]
        parts: list[tuple[str, str]] = []
        blocks = equal_blocks(quoted.spelled, passage)
        at, said_at = 0, match.first
        for block in [*blocks, EqualBlock(len(quoted.spelled), len(passage), 0)]:
            first, last = at, block.quoted
            if last > first:
                text = quoted.text[quoted.spans[first][0] : quoted.spans[last - 1][1]]
                parts.append(("del", text))
            start, end = match.first + block.said, match.first + block.said + block.size
            for operation, first, last in (("ins", said_at, start), ("", start, end)):
                if last > first:
                    text = self._slice(first, last - 1)
                    if last <= match.last:  # include the fillers up to the next word
                        text = self.text[self._spans[first][0] : self._spans[last][0]].rstrip()
                    parts.append((operation, text))
            at, said_at = block.quoted + block.size, end
        return tuple(parts)
