"""Decide whether an edited quote still means what was said.

A quote contradicts the transcript if they differ in a negation, a number, a unit, a listed name,
or in a word and its opposite. The differences are looked for where the words of the quote and of
the passage do not match: in a paraphrase of several words, they are a matter of opinion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from sphinxcontrib_podcast.quotes.search import PassageMatch, TranscriptIndex, equal_blocks
from sphinxcontrib_podcast.quotes.word_lists import opposites, units, weighty_units, words_of
from sphinxcontrib_podcast.quotes.words import ADDED, UNSPACED_LETTER, WordReader, Words

_NUMBER = re.compile(r"-?\d+(?:[./]\d+)?[a-z]{0,2}", re.ASCII)  # with ordinals and "1990s"
_SYMBOL_NAME = re.compile(r"[a-z](?:\+\+|#)?")  # C, C++, C#
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
_PRONOUNS = re.compile("[我你他她它这那谁誰彼何其此自]")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？]")
_CLAUSE_END = re.compile(r"[,;:.!?—–、，；：。！？]|\s-\s")
_NEGATIONS = ("negation", "not_negation")
_SAME_NAME = 60  # the least similarity of a name and what speech recognition made of it
# Fewer words are compared one by one; more are a paraphrase. Letters, in text without spaces.
_PARAPHRASE, _UNSPACED_PARAPHRASE = 6, 10
_NEAR, _UNSPACED_NEAR = 4, 6  # words between two differences that belong together
_CLAUSE, _UNSPACED_CLAUSE = 4, 6  # words of a clause that may be left out with its negation


class Contradiction(NamedTuple):
    """Words of a quote that contradict what was said."""

    kind: str
    """``negation``, ``number``, ``unit``, ``name`` or ``opposite``."""
    quoted: str
    """With the words around them; so are those that were said."""
    said: str


class _Meaning(NamedTuple):
    kind: str
    """``negation``, ``not_negation``, ``opposite``, ``count``, ``name``, ``turn`` or ``unit``."""
    value: str
    group: int = 0
    """Opposites are on different sides of a group."""
    side: int = 0


class _Sign(NamedTuple):
    """A word or phrase that matters."""

    meanings: tuple[_Meaning, ...]
    first: int
    last: int
    """Exclusive."""

    @property
    def negates(self) -> bool:
        """Return whether the word negates, in addition to its other meanings."""
        return any(meaning.kind == "negation" for meaning in self.meanings)


#: Phrases with their meanings, the longest first, by their first word.
_Lexicon = Mapping[str, Sequence[tuple[tuple[str, ...], tuple[_Meaning, ...]]]]


@dataclass(frozen=True, slots=True)
class _Side:
    """A stretch of the quote or of the passage in which their words differ."""

    words: Sequence[str]
    """All words of the side."""
    signs: Sequence[_Sign]
    """All signs of the side."""
    first: int
    last: int
    """Exclusive."""

    def __len__(self) -> int:
        return self.last - self.first

    @property
    def differing(self) -> Sequence[str]:
        return self.words[self.first : self.last]

    def meanings(self, *kinds: str) -> list[_Meaning]:
        """Return the meanings of the signs that are at least in part in this stretch."""
        return [
            meaning
            for sign in self.signs
            if sign.first < self.last and sign.last > self.first
            for meaning in sign.meanings
            if meaning.kind in kinds
            # as a whole, "not only" does not negate
            and (
                meaning.kind != "not_negation"
                or (self._is_partial(sign) and len(sign.meanings) == 1)
            )
            # of "nobody" and "everybody", the negation differs
            and (meaning.kind != "opposite" or not sign.negates)
        ]

    def _is_partial(self, sign: _Sign) -> bool:
        return not (self.first <= sign.first and sign.last <= self.last)

    def values(self, *kinds: str) -> list[str]:
        """Return the words with such a meaning."""
        return [meaning.value for meaning in self.meanings(*kinds)]

    def numbers(self) -> list[str]:
        return [word for word in self.differing if _NUMBER.fullmatch(word)]

    def units(self, names: frozenset[str]) -> list[str]:
        """Return the units of numbers."""
        return [
            self.words[index]
            for index in range(max(self.first, 1), self.last)
            if self.words[index] in names and _NUMBER.fullmatch(self.words[index - 1])
        ]


class _Difference(NamedTuple):
    quoted: _Side
    said: _Side


def contradictions(
    quoted: Words,
    transcript: TranscriptIndex,
    match: PassageMatch,
    names: Iterable[str] = (),
) -> tuple[Contradiction, ...]:
    """Return the contradictions between a quote and the passage that it was matched with.

    :param names: names that the episode lists.
    """
    return tuple(_Comparison(quoted, transcript, match, names).found())


def missing_unit(
    quoted: Words, transcript: TranscriptIndex, match: PassageMatch
) -> tuple[Contradiction, ...]:
    """Return the percent sign after a passage whose last word is a number of the quote."""
    left_out, _added = weighty_units()
    after = match.last + 1
    if (
        after < len(transcript.words)
        and transcript.words[after] in left_out
        and quoted.folded[-1] == transcript.words[match.last]
        and _NUMBER.fullmatch(quoted.folded[-1])
    ):
        said = transcript.text_of(PassageMatch(0, match.last, after))
        return (Contradiction("unit", quoted.text[slice(*quoted.spans[-1])], said),)
    return ()


def omitted_negation(
    transcript: TranscriptIndex, before: PassageMatch, after: PassageMatch
) -> tuple[Contradiction, ...]:
    """Return the negation between two parts of a quote, if leaving it out reverses the sentence."""
    words, first, last = transcript.words, before.last + 1, after.first
    if first >= last:
        return ()
    marks = [transcript.mark_after(index) for index in range(first - 1, last)]
    if any(_SENTENCE_END.search(mark) for mark in marks):
        return ()
    is_unspaced = _is_unspaced(words[first:last])
    least = _UNSPACED_CLAUSE if is_unspaced else _CLAUSE
    if last - first >= least and all(_CLAUSE_END.search(marks[end]) for end in (0, -1)):
        return ()
    edge = 4 if is_unspaced else 3
    signs = _find_signs(words[first:last], _lexicon(transcript.language))
    for sign in signs:
        if any(m.kind == "negation" for m in sign.meanings) and (
            sign.first < edge or sign.last > last - first - edge
        ):
            said = transcript.text_of(PassageMatch(0, max(first - 1, 0), last))
            return (Contradiction("negation", "…", said),)
    return ()


def turning_rest(transcript: TranscriptIndex, match: PassageMatch) -> tuple[str, str]:
    """Return the rest of the sentence before and after a passage, if it turns the passage.

    Each is "" if it does not: *I don't think* reverses what follows it.
    """
    first, last = transcript.sentence_around(match)
    return (
        _rest(transcript, first, match.first, is_before=True),
        _rest(transcript, match.last + 1, last, is_before=False),
    )


def _rest(transcript: TranscriptIndex, first: int, last: int, *, is_before: bool) -> str:
    words = transcript.words[first:last]
    for sign in _find_signs(words, _turn_lexicon(transcript.language)):
        if any(meaning.kind == "not_negation" for meaning in sign.meanings):
            continue
        # another clause does not turn the words
        between = (
            range(first + sign.last - 1, last)
            if is_before
            else range(first - 1, first + sign.first)
        )
        if not any(_CLAUSE_END.search(transcript.mark_after(i)) for i in between if i >= 0):
            return transcript.text_of(PassageMatch(0, first, last - 1))
    return ""


class _Comparison:
    """The words of a quote and of a passage, with what matters in them."""

    def __init__(
        self,
        quoted: Words,
        transcript: TranscriptIndex,
        match: PassageMatch,
        names: Iterable[str],
    ) -> None:
        self._quoted = quoted
        self._transcript = transcript
        self._language = transcript.language
        self._is_unspaced = _is_unspaced(quoted.folded)
        first, last = transcript.sentence_around(match)
        self._start = first
        said = transcript.words[first:last]
        lexicon = _lexicon_with(tuple(names), self._language)
        sides = [(words, _find_signs(words, lexicon)) for words in (quoted.folded, said)]
        self._differences = [
            _Difference(_Side(*sides[0], *mine), _Side(*sides[1], *theirs))
            for mine, theirs in _differing(
                quoted.folded, said, match.first - first, match.last + 1 - first
            )
        ]
        self._units = _unit_names(self._language)

    def found(self) -> Iterator[Contradiction]:
        negated = self._negated()
        moved = self._moved_numbers()
        for index, difference in enumerate(self._differences):
            turned = index in negated
            opposed = self._is_opposite(difference)
            if turned != opposed:  # *not bad* is good
                yield self._contradiction("negation" if turned else "opposite", difference)
            elif self._has_other_number(difference, moved):
                yield self._contradiction("number", difference)
            elif self._has_other_unit(difference):
                yield self._contradiction("unit", difference)
            elif self._has_other_name(difference):
                yield self._contradiction("name", difference)

    def _contradiction(self, kind: str, difference: _Difference) -> Contradiction:
        """Return the words that differ, each with a word around them."""
        quoted, said = difference
        spans = self._quoted.spans
        first, last = max(quoted.first - 1, 0), min(quoted.last, len(spans) - 1)
        start = self._start
        passage = PassageMatch(
            0, start + max(said.first - 1, 0), start + min(said.last, len(said.words) - 1)
        )
        return Contradiction(
            kind,
            self._quoted.text[spans[first][0] : spans[last][1]],
            self._transcript.text_of(passage),
        )

    # -- negations ---------------------------------------------------------------

    def _negated(self) -> set[int]:
        """Return the differences in which one side negates and the other does not."""
        found: dict[int, tuple[list[str], list[str]]] = {}
        for index, difference in enumerate(self._differences):
            quoted, said = difference
            negations = quoted.values(*_NEGATIONS), said.values(*_NEGATIONS)
            if len(negations[0]) % 2 == len(negations[1]) % 2 or self._is_paraphrase(difference):
                continue
            if not len(quoted) and self._is_clause(said):
                continue
            found[index] = negations
        near = _UNSPACED_NEAR if self._is_unspaced else _NEAR
        for one, other in pairwise(list(found)):
            if one not in found or other not in found:
                continue
            gap = self._differences[other].quoted.first - self._differences[one].quoted.last
            mine, theirs = (found[one][s] + found[other][s] for s in (0, 1))
            # "no money" and "not any money"; but not a "not" that moved to another verb
            if gap <= near and len(mine) == len(theirs) and not set(mine) & set(theirs):
                del found[one], found[other]
        return set(found)

    def _is_paraphrase(self, difference: _Difference) -> bool:
        most = _UNSPACED_PARAPHRASE if self._is_unspaced else _PARAPHRASE
        return min(map(len, difference)) >= most

    def _is_clause(self, said: _Side) -> bool:
        """Return whether words that the quote leaves out are whole sentences, or a clause."""
        before, after = (
            self._transcript.mark_after(self._start + index)
            for index in (said.first - 1, said.last - 1)
        )
        if _SENTENCE_END.search(before) and _SENTENCE_END.search(after):
            return True
        least = _UNSPACED_CLAUSE if self._is_unspaced else _CLAUSE
        return len(said) >= least and all(map(_CLAUSE_END.search, (before, after)))

    # -- opposites ---------------------------------------------------------------

    def _is_opposite(self, difference: _Difference) -> bool:
        quoted, said = difference
        if self._is_paraphrase(difference):
            return False
        # a Chinese character is a word of its own only if little else differs
        is_short = max(map(len, difference)) <= 2
        for mine in quoted.meanings("opposite"):
            for theirs in said.meanings("opposite"):
                if (
                    mine.group == theirs.group
                    and mine.side != theirs.side
                    and (is_short or min(len(mine.value), len(theirs.value)) > 1)
                ):
                    return True
        if self._language == "en":
            return any(
                one == prefix + other or other == prefix + one
                for one in quoted.differing
                for other in said.differing
                if min(len(one), len(other)) > 3
                for prefix in _PREFIXES
            )
        return False

    # -- numbers and units -------------------------------------------------------

    def _moved_numbers(self) -> set[str]:
        """Return the numbers that both sides have, in different places."""
        quoted = {number for d in self._differences for number in d.quoted.numbers()}
        return quoted & {number for d in self._differences for number in d.said.numbers()}

    def _has_other_number(self, difference: _Difference, moved: set[str]) -> bool:
        quoted, said = difference
        mine = [n for n in quoted.numbers() if n not in moved]
        theirs = [n for n in said.numbers() if n not in moved]
        if mine and theirs:
            return "".join(mine) != "".join(theirs) and Counter(mine) != Counter(theirs)
        counts = quoted.values("count"), said.values("count")
        if (mine or counts[0]) and (theirs or counts[1]):
            return not set(counts[0]) & set(counts[1])
        # "one" and 一 are often no numbers, and the names of things contain some
        new = [n for n in mine if n != "1" and n not in said.words]
        return bool(new) and self._is_amount(quoted)

    def _is_amount(self, side: _Side) -> bool:
        """Return whether the numbers are more than a part of a Chinese or Japanese word (十分)."""
        return not self._is_unspaced or any(
            len(n) > 2 or side.units(self._units) for n in side.numbers()
        )

    def _has_other_unit(self, difference: _Difference) -> bool:
        quoted, said = difference
        is_short = max(map(len, difference)) <= 2
        words = [
            {m.value for m in side.meanings("unit") if is_short or m.group > 1}
            for side in difference
        ]
        if all(words):
            return words[0] != words[1]
        mine, theirs = set(quoted.units(self._units)), set(said.units(self._units))
        if mine and theirs:
            return mine != theirs
        left_out, added = weighty_units()
        if theirs & left_out and not len(quoted):
            return self._has_number_before(quoted)
        return bool(mine & added) and self._has_number_before(quoted) and not said.numbers()

    def _has_number_before(self, side: _Side) -> bool:
        return side.first > 0 and _NUMBER.fullmatch(side.words[side.first - 1]) is not None

    # -- names -------------------------------------------------------------------

    def _has_other_name(self, difference: _Difference) -> bool:
        quoted, said = difference
        if not len(quoted) or not len(said):
            return False
        mine, theirs = "".join(quoted.differing), "".join(said.differing)
        symbols = [w for side in difference for w in side.differing if _SYMBOL_NAME.fullmatch(w)]
        if len(symbols) == 2 and any(len(w) > 1 for w in symbols):
            return True  # C and C++
        names = set(quoted.values("name")), set(said.values("name"))
        if not any(names) or names[0] & names[1] or ratio(mine, theirs) >= _SAME_NAME:
            return False
        if self._is_unspaced and set(mine) & set(theirs):
            return False  # misheard
        if all(names):
            return True
        if self._is_unspaced:
            return bool(names[0]) and 2 <= len(said) <= 6 and not _PRONOUNS.search(theirs)
        if names[0]:
            passage = PassageMatch(0, self._start + said.first, self._start + said.last - 1)
            return said.first > 0 and _is_name(self._transcript.text_of(passage))
        spans = self._quoted.spans[quoted.first : quoted.last]
        return quoted.first > 0 and _is_name(self._quoted.text[spans[0][0] : spans[-1][1]])


def _is_name(text: str) -> bool:
    return any(word[0].isupper() and word != "I" for word in re.findall(r"[^\W\d_]+", text))


def _differing(
    quoted: Sequence[str], said: Sequence[str], first: int, last: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the ranges of words in which a quote and a passage differ.

    Words at the ends of the quote that were not found are compared with as many words before or
    after the passage.

    :param first: the first word of the passage in ``said``.
    :param last: the index after its last word.
    """
    blocks = equal_blocks(quoted, said[first:last])
    if _is_unspaced(quoted):  # one character in common is a coincidence: 全部 and 部分
        blocks = [b for b in blocks if len(b) > 1] or blocks
    ends = [(0, 0), *((b.quoted + len(b), b.said + len(b)) for b in blocks)]
    starts = [*((b.quoted, b.said) for b in blocks), (len(quoted), last - first)]
    for (start, said_start), (end, said_end) in zip(ends, starts, strict=True):
        if start == end and said_start == said_end:
            continue
        if {start, end} & {0, len(quoted)} and all(w.endswith(ADDED) for w in quoted[start:end]):
            continue  # an editor's words at an end
        said_start, said_end = said_start + first, said_end + first
        if start == 0:
            said_start = max(min(said_start, said_end - (end - start)), 0)
        elif end == len(quoted):
            said_end = min(max(said_end, said_start + end - start), len(said))
        yield (start, end), (said_start, said_end)


def _find_signs(words: Sequence[str], lexicon: _Lexicon) -> list[_Sign]:
    """Return the phrases that matter, from left to right, the longest of those at one place."""
    found: list[_Sign] = []
    index = 0
    while index < len(words):
        for phrase, meanings in lexicon.get(words[index], ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                found.append(_Sign(meanings, index, index + len(phrase)))
                index += len(phrase)
                break
        else:
            index += 1
    return found


def _is_unspaced(words: Sequence[str]) -> bool:
    letters = sum(re.match(UNSPACED_LETTER, word) is not None for word in words)
    return 2 * letters > len(words)


def _phrases(
    language: str, meanings: Iterable[tuple[str, _Meaning]]
) -> dict[tuple[str, ...], tuple[_Meaning, ...]]:
    reader = WordReader("", language)
    found: dict[tuple[str, ...], tuple[_Meaning, ...]] = {}
    for text, meaning in meanings:
        if phrase := tuple(reader.read(text).folded):
            found[phrase] = (*found.get(phrase, ()), meaning)
    return found


def _indexed(phrases: Mapping[tuple[str, ...], tuple[_Meaning, ...]]) -> _Lexicon:
    lexicon: dict[str, list[tuple[tuple[str, ...], tuple[_Meaning, ...]]]] = {}
    for phrase, meanings in sorted(phrases.items(), key=lambda pair: -len(pair[0])):
        lexicon.setdefault(phrase[0], []).append((phrase, meanings))
    return lexicon


def _negations(language: str) -> Iterator[tuple[str, _Meaning]]:
    for text in words_of("negations", language):
        yield text, _Meaning("negation", text)
    for text in words_of("not_negations", language):
        yield text, _Meaning("not_negation", text)


def _meanings(language: str) -> Iterator[tuple[str, _Meaning]]:
    for text in words_of("counts", language):
        yield text, _Meaning("count", text)
    for number, sides in enumerate(opposites(language)):
        for side, group in enumerate(sides):
            for text in group:
                yield text, _Meaning("opposite", text, number, side)
    for spellings in units(language).values():
        for spelling, name in spellings:
            text = " ".join(spelling) if spelling[0].isascii() else "".join(spelling)
            if text.isalpha() or " " in text:
                # the length tells whether it may be a part of another word
                yield text, _Meaning("unit", name, len(text))
                yield name, _Meaning("unit", name, len(name))


@cache
def _lexicon(language: str) -> _Lexicon:
    negations = _phrases(language, _negations(language))
    phrases = _phrases(language, _meanings(language))
    for phrase, found in phrases.items():
        if phrase in negations:
            continue
        signs = _find_signs(phrase, _indexed(negations))
        negating = (m for sign in signs for m in sign.meanings if m.kind == "negation")
        phrases[phrase] = (*found, *negating)
    for phrase, found in negations.items():
        phrases[phrase] = (*phrases.get(phrase, ()), *found)
    return _indexed(phrases)


@cache
def _unit_names(language: str) -> frozenset[str]:
    return frozenset(name for group in units(language).values() for _, name in group)


@cache
def _turn_lexicon(language: str) -> _Lexicon:
    turns = ((text, _Meaning("turn", text)) for text in words_of("turns", language))
    return _indexed(_phrases(language, (*_negations(language), *turns)))


@lru_cache(maxsize=16)  # the quotes of an episode have the same names
def _lexicon_with(names: tuple[str, ...], language: str) -> _Lexicon:
    lexicon = _lexicon(language)
    phrases = _phrases(language, ((name, _Meaning("name", name)) for name in names))
    merged = {k: list(v) for k, v in lexicon.items()}
    for phrase, meanings in phrases.items():
        group = merged.setdefault(phrase[0], [])
        known = next((m for p, m in group if p == phrase), ())
        group[:] = sorted(
            [pair for pair in group if pair[0] != phrase] + [(phrase, known + meanings)],
            key=lambda pair: -len(pair[0]),
        )
    return merged
