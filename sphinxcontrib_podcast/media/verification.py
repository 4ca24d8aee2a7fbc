"""Quotes one can trust: each is looked up in the transcript of its episode.

Words are compared after Unicode NFKC and case folding, without punctuation and without what
speakers fill pauses with; in Chinese, Japanese and the like each character counts as a word.
What is not there word for word is aligned with the passages that share its rarest words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf, log
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from sphinxcontrib_podcast.grammar.text import (
    detect_language,
    has_kana,
    is_cjk,
    is_cjk_language,
    is_closed_up,
)
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.vocabulary import fillers
from sphinxcontrib_podcast.model import Cue, Episode, Problem, Quote, Verdict

# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Chinese and Japanese.
_LETTER = (
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_WORD = re.compile(rf"{_LETTER}|(?:(?!{_LETTER})[^\W_])+(?:['’ʼ](?:(?!{_LETTER})[^\W_])+)*")
_APOSTROPHE = re.compile("['’ʼ]")
# What an editor puts into a quote for what is left out.
_OMISSION = re.compile(r"[\[(（【]\s*(?:\.{3,}|…+)\s*[\])）】]|\.{3,}|…+")
# In a transcript what is no word ("[Music]"), in a quote what an editor says ("[the engine]").
_BRACKETED = re.compile(r"\[[^\]]{0,60}\]|【[^】]{0,60}】")
_LAUGHTER = re.compile(r"[（(]笑[)）]")
_ADDED = "]"  # marks a word of an editor, which is like none that was said
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
# What stands for a speaker of unknown name: "Speaker 1", "SPEAKER_00", "A".
_NO_NAME = re.compile(
    r"\W*|[A-Z]|(?:speaker|spk|voice|unknown|unidentified|host|guest|发言人|说话人|說話人"
    r"|話者|スピーカー)[\W_]*\w{0,2}",
    re.IGNORECASE,
)

_FEWEST_WORDS = 3  # of what is looked for other than word for word
_FEWEST_LETTERS = 6  # the same, in Chinese or Japanese
_CANDIDATES = 6  # passages that a quote is aligned with, near it and anywhere
_MOST_WORDS = 3000  # of what is aligned: it costs the square
_MOST_PLACES = 50_000  # in a transcript, of the words that lead to such passages
_COST = 0.35  # of a word that a quote leaves out, where one that it has is worth 1
_MOST_SHOWN = 80  # characters of a quote in a message
_LONGEST_GAP = 180.0  # seconds between the sentences of one quote


@dataclass(frozen=True, slots=True)
class QuoteRule:
    """When a quote counts as found.

    ``similarity`` (0 to 100) is the least that its words and those of the transcript must have
    in common; ``nearby`` are the seconds before and after its chapter that still belong to it.
    """

    similarity: int = 65
    nearby: int = 30


DEFAULT_RULE = QuoteRule()


class _Words(NamedTuple):
    """The words of a text, folded, with their places in it."""

    folded: list[str]
    spans: list[tuple[int, int]]


class _Match(NamedTuple):
    """The words from ``first`` to ``last`` of a transcript; ``score`` is 100 for the very words."""

    score: float
    first: int
    last: int


@cache
def _filler_pattern() -> re.Pattern[str]:
    words = sorted(fillers(), key=len, reverse=True)
    spaced = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words if not is_cjk(w[0]))
    unspaced = "|".join(re.escape(w) for w in words if is_cjk(w[0]))
    return re.compile(rf"\b(?:{spaced})\b|{unspaced}", re.IGNORECASE)


class _Ranges:
    """Parts of a text; they are asked for from its beginning to its end."""

    def __init__(self, text: str, *patterns: re.Pattern[str]) -> None:
        self._ranges = sorted(m.span() for p in patterns for m in p.finditer(text))
        self._at = 0

    def has(self, place: int) -> bool:
        """Whether a place lies in one of them."""
        while self._at < len(self._ranges) and self._ranges[self._at][1] <= place:
            self._at += 1
        return self._at < len(self._ranges) and self._ranges[self._at][0] <= place


def _words(text: str, *, quoted: bool = True) -> _Words:
    """The words that count: no fillers, none twice in a row, of a transcript no asides."""
    no_words = _Ranges(text, _LAUGHTER, _filler_pattern())
    bracketed = _Ranges(text, _BRACKETED)
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if no_words.has(start):
            continue
        word = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", match[0]).casefold())
        if bracketed.has(start):
            if not quoted:
                continue
            word += _ADDED
        if folded and folded[-1] == word:
            spans[-1] = (spans[-1][0], end)
            continue
        folded.append(word)
        spans.append((start, end))
    return _Words(folded, spans)


class Spoken:
    """A transcript in which words can be looked up."""

    def __init__(self, cues: Sequence[Cue]) -> None:
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
        self._words, self._spans = _words(self.text, quoted=False)
        self._joined = f" {' '.join(self._words)} "
        self._starts = [1]
        for word in self._words:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word, []).append(place)

    def at(self, start: float) -> int:
        """The first word that is said at or after a time."""
        cue = bisect_left(self._cues, start, key=lambda c: c.start)
        if cue == len(self._cues):
            return len(self._words)
        return bisect_left(self._spans, (self._offsets[cue], 0))

    def find(self, words: Sequence[str], near: tuple[int, int]) -> _Match | None:
        """Where words are said: the very words before others, near before anywhere."""
        for first, last in (near, (0, len(self._words))):
            if (found := self._find_exactly(words, first, last)) is not None:
                return _Match(100.0, found, found + len(words) - 1)
        few = _FEWEST_LETTERS if is_cjk(words[0][0]) else _FEWEST_WORDS
        if not few <= len(words) <= _MOST_WORDS:
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
        """Where the words would begin, if the words they share stood in the same places."""
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

    def _align(self, words: Sequence[str], place: int) -> _Match | None:
        """The part of the transcript around a place that is most like the words."""
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

        # words at the ends that are far from the rest happen to be there
        last = len(blocks) - 1
        first = max(range(last + 1), key=lambda f: worth(f, last))
        last = max(range(first, last + 1), key=lambda e: worth(first, e))
        score = 200 * (last - first + 1) / (length + blocks[last] - blocks[first] + 1)
        return _Match(min(score, 99.0), start + blocks[first], start + blocks[last])

    def moment(self, word: int, *, end: bool = False) -> float:
        """When a word begins or ends, in seconds; within a cue by its place in the text."""
        position = self._spans[word][end]
        index = bisect_right(self._offsets, position - end) - 1
        cue = self._cues[index]
        last = cue.end
        if last is None:
            later = self._cues[index + 1].start if index + 1 < len(self._cues) else None
            last = cue.start + len(cue.text) / 15 if later is None else later
        part = (position - self._offsets[index]) / max(len(cue.text), 1)
        return round(cue.start + min(part, 1.0) * max(last - cue.start, 0.0), 1)

    def speaker(self, word: int) -> str:
        """Who says a word; empty where the transcript has no name."""
        index = bisect_right(self._offsets, self._spans[word][0]) - 1
        while index > 0 and not self._cues[index].speaker:
            index -= 1
        name = self._cues[index].speaker
        return "" if _NO_NAME.fullmatch(name) else name

    def words(self, match: _Match) -> str:
        """What is said, as the transcript has it, to the end of its punctuation."""
        return self._slice(match.first, match.last)

    def _slice(self, first: int, last: int) -> str:
        after = self._spans[last + 1][0] if last + 1 < len(self._spans) else len(self.text)
        end = self._spans[last][1]
        tail = re.match(r"[^\s\w]*", self.text[end:after])
        return self.text[self._spans[first][0] : end + (tail.end() if tail else 0)]

    def difference(self, quote: str, match: _Match) -> tuple[tuple[str, str], ...]:
        """What the transcript has, with ``ins`` and ``del``: what a quote lacks and adds."""
        if match.score == 100:
            return (("", self.words(match)),)
        quoted = _words(quote)
        said = self._words[match.first : match.last + 1]
        parts: list[tuple[str, str]] = []
        for block in LCSseq.opcodes(quoted.folded, said):
            first, last = block.src_start, block.src_end
            if block.tag != "equal" and last > first:
                text = quote[quoted.spans[first][0] : quoted.spans[last - 1][1]]
                parts.append(("del", text))
            first, last = match.first + block.dest_start, match.first + block.dest_end
            if last > first:
                text = self._slice(first, last - 1)
                if last <= match.last:  # with fillers, which are no words
                    text = self.text[self._spans[first][0] : self._spans[last][0]].rstrip()
                parts.append(("" if block.tag == "equal" else "ins", text))
        return tuple(parts)


def verify(episode: Episode, rule: QuoteRule = DEFAULT_RULE) -> tuple[Quote, ...]:
    """The quotes of an episode with what its transcript says of each."""
    if not episode.cues or not episode.quotes:
        return episode.quotes
    return tuple(_Verifier(episode, rule).verified())


def missing_quotes(episode: Episode) -> Iterator[Problem]:
    """Of the quotes that the transcript does not have, what it has instead."""
    for quote in episode.quotes:
        verdict = quote.verdict
        if verdict is None or verdict.kind != "missing":
            continue
        near = "it has nothing like it"
        if verdict.start is not None:
            near = (
                f"nearest ({verdict.score} %, at {format_time(verdict.start)}) "
                f"is {_shortened(verdict.words)!r}"
            )
        yield Problem(
            episode.path, quote.line, "quote",
            f"the quote {_shortened(quote.text)!r} is not in the transcript; {near}. "
            "Correct or remove it, or lower podcast_quote_rule['similarity']",
        )  # fmt: skip


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


class _Verifier:
    def __init__(self, episode: Episode, rule: QuoteRule) -> None:
        self.episode = episode
        self.rule = rule
        self.spoken = Spoken(episode.cues)
        self.language = _language(self.spoken.text[:20_000], episode.language)

    def verified(self) -> Iterator[Quote]:
        for quote in self.episode.quotes:
            verdict = self.verdict(quote)
            speaker = quote.speaker or (verdict.speaker if verdict else "")
            yield replace(quote, verdict=verdict, speaker=speaker)

    def verdict(self, quote: Quote) -> Verdict | None:
        """What the transcript says of a quote; None of one without words."""
        near = self.near(quote)
        parts = [text for text in _OMISSION.split(quote.text) if _words(text).folded]
        if not parts:
            return None
        matches = self.in_order(parts, near)
        if matches and all(m.score == 100 for m in matches):
            return self.found("verbatim", quote, parts, matches)
        if _language(quote.text, self.episode.language) != self.language:
            return Verdict("translated")
        score = _score(parts, matches)
        if score < self.rule.similarity:
            sentences = list(_sentences(quote.text))
            others = self.in_order(sentences, near)
            if others and min(m.score for m in others) >= self.rule.similarity:
                parts, matches, score = sentences, others, _score(sentences, others)
        if score >= self.rule.similarity:
            return self.found("edited", quote, parts, matches)
        best = self.spoken.find(_words(quote.text).folded, near)
        if best is None:
            return Verdict("missing")
        start, words = self.spoken.moment(best.first), self.spoken.words(best)
        return Verdict("missing", start, score=round(best.score), words=words)

    def near(self, quote: Quote) -> tuple[int, int]:
        """The words that are said where a quote stands."""
        start, end = 0.0, inf
        if quote.chapter is not None:
            chapter = self.episode.chapters[quote.chapter]
            start, end = chapter.start, inf if chapter.end is None else chapter.end
        elif quote.start is not None:
            start = end = quote.start
        return (
            self.spoken.at(start - self.rule.nearby),
            self.spoken.at(end + self.rule.nearby),
        )

    def in_order(self, parts: Sequence[str], near: tuple[int, int]) -> list[_Match]:
        """Where parts of a quote are said one after another; empty where they are not."""
        matches: list[_Match] = []
        for part in parts:
            match = self.spoken.find(_words(part).folded, near)
            if match is None:
                return []
            if matches:
                gap = self.spoken.moment(match.first) - self.spoken.moment(matches[-1].last)
                if match.first <= matches[-1].last or gap > _LONGEST_GAP:
                    return []
            matches.append(match)
            near = (match.last + 1, self.spoken.at(self.spoken.moment(match.last) + _LONGEST_GAP))
        return matches

    def found(
        self, kind: str, quote: Quote, parts: Sequence[str], matches: Sequence[_Match]
    ) -> Verdict:
        """The verdict on a quote whose parts are said."""
        first, last = matches[0].first, matches[-1].last
        start, end = self.near(quote)
        difference: list[tuple[str, str]] = []
        if kind == "edited":
            for part, match in zip(parts, matches, strict=True):
                if difference:
                    difference.append(("", "…"))
                difference += self.spoken.difference(part, match)
        return Verdict(
            kind if start <= first < end else "elsewhere",
            self.spoken.moment(first),
            self.spoken.moment(last, end=True),
            self.spoken.speaker(first),
            round(_score(parts, matches)),
            " … ".join(map(self.spoken.words, matches)),
            tuple(difference),
        )


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a quote, a short one with the next."""
    sentence = ""
    for part in _SENTENCE.split(text):
        sentence = f"{sentence} {part}" if sentence else part
        if len(_words(sentence).folded) > _FEWEST_WORDS:
            yield sentence
            sentence = ""
    if _words(sentence).folded:
        yield sentence


def _score(parts: Sequence[str], matches: Sequence[_Match]) -> float:
    """How much the parts of a quote have in common with what is said; 0 without matches."""
    if not matches:
        return 0.0
    lengths = [len(_words(part).folded) for part in parts]
    return sum(m.score * n for m, n in zip(matches, lengths, strict=True)) / sum(lengths)


def _language(text: str, own: str) -> str:
    """The language of a text, as far as its script tells, in an episode with its own."""
    language = detect_language(text, own)
    if is_cjk_language(language) and is_cjk_language(own) and not has_kana(text):
        language = own  # few words may be without kana in Japanese as well
    return language.partition("-")[0]
