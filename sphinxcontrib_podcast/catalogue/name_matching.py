"""Names in text: where they stand, and whether they stand there as names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from sphinxcontrib_podcast.grammar.scripts import KATAKANA
from sphinxcontrib_podcast.grammar.text import is_cjk
from sphinxcontrib_podcast.grammar.vocabulary import fold, honorifics, openers

#: What a shortened name is of the whole one.
FIRST, LAST = "first", "last"

_NAME_PARTS = re.compile(r"[\s・·]+")
_KATAKANA = re.compile(f"[{KATAKANA}]")
_NEXT_NAME = re.compile(r"[ \u00a0]+(?=[^\W\d_])|-|[・·](?=[ァ-ヺ])")
_NAME_BEFORE = re.compile(r"(?:^|(?<=[\s(\"'“‘«])|(?<=[^\W\d_]-))[^\W\d_][\w'’]*(?:[ \u00a0]+|-)$")
_LONGEST_WORD = 40
_STRETCH = 10_000  # characters of a text whose names are found at once: there may be many

#: Katakana names shorter than this count as whole words only; longer ones also in compounds.
_COMPOUNDING = 5


class NameMatcher:
    """Finds names in text, whatever the case: whole words, the longest of those that overlap.

    One pass over the text (Aho and Corasick, 1975), whatever the number of names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._patterns = sorted({_lower(name) for name in names})
        self._longest = max(map(len, self._patterns), default=0)
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def matches(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The names (as :func:`lowered` ones), each with the start and the end of its place."""
        if not self._patterns:
            return
        lower = _lower(text)
        past = 0
        for first in range(0, len(text), _STRETCH):
            stretch = lower[first : first + _STRETCH + self._longest]
            found = [
                (first + start, -first - end, index)
                for index, start, end in self._automaton.find_matches_as_indexes(
                    stretch, overlapping=True
                )
                if start < _STRETCH and is_word(text, first + start, first + end)
            ]
            for start, minus_end, index in sorted(found):
                if start >= past:
                    past = -minus_end
                    yield self._patterns[index], start, past


def lowered(name: str) -> str:
    """A name as :class:`NameMatcher` reports it."""
    return _lower(name)


def _lower(text: str) -> str:
    """Lower case, character by character: positions stay what they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def is_word(text: str, start: int, end: int) -> bool:
    """Whether a match ends where words end, in scripts that have words.

    The parts of addresses and file names (``example.org``, ``@name``) are no words.
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if _glued(before, text[start]) or _glued(after, text[end - 1]):
        return False
    if before in ("@", "_") or (before == "." and _is_letter(text[start - 2 : start - 1])):
        return False
    if after == "_" or (after == "." and _is_letter(text[end + 1 : end + 2])):
        return False
    katakana = _KATAKANA.match
    if katakana(text[start]) and katakana(text[end - 1]) and end - start < _COMPOUNDING:
        return not ((before and katakana(before)) or (after and katakana(after)))
    return after != "ー"


def _glued(outside: str, inside: str) -> bool:
    return outside.isalnum() and inside.isalnum() and not is_cjk(outside) and not is_cjk(inside)


def _is_letter(character: str) -> bool:
    return character.isalnum() and not is_cjk(character)


def short_names(name: str) -> dict[str, str]:
    """What a person may be called for short: the first and the last part of the name.

    Without titles, initials and suffixes; empty where the name has one part only, or
    where its script tells names neither by capitals nor by katakana.
    """
    parts = [part for part in _NAME_PARTS.split(name) if part]
    if len(parts) < 2:
        return {}
    parts = [part for part in parts if not _is_honorific(part)] or [""]
    ends = {parts[0]: FIRST, parts[-1]: LAST}
    return {part: which for part, which in ends.items() if _is_name(part)}


def _is_honorific(part: str) -> bool:
    return fold(part).rstrip(".") in honorifics()


def _is_name(part: str) -> bool:
    if len(part) < 2:
        return False
    if all(_KATAKANA.match(c) for c in part):
        return True
    return part[0].isupper() and not part.isupper() and all(c.isalnum() or c in "-'’" for c in part)


def stands_alone(text: str, start: int, end: int, part: str) -> bool:
    """Whether a part of a name is not a part of another one.

    David, but not David Sacks; Marconi, but not Marconi House.
    """
    if not part:
        return True
    following = _NEXT_NAME.match(text, end)
    if following and _is_capital(text[following.end() : following.end() + 1]):
        return False
    if part == LAST:
        before = _NAME_BEFORE.search(text[max(start - _LONGEST_WORD, 0) : start])
        if before is None:
            return True
        word = before[0].rstrip(" \u00a0")
        return (
            not _is_capital(word[0])
            or (word.isupper() and len(word) > 1)
            or word.endswith(("'s", "’s", "'", "’"))
            or _is_honorific(word)
            or fold(word) in openers()
        )
    return True


def _is_capital(character: str) -> bool:
    return character.isupper() or bool(_KATAKANA.match(character))
