"""Find names in text, and decide whether a match is the name or part of another word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from sphinxcontrib_podcast.grammar.characters import CASED, KATAKANA
from sphinxcontrib_podcast.grammar.text import is_cjk
from sphinxcontrib_podcast.grammar.vocabulary import fold, honorifics, openers

#: The parts of a name by which a person may be called.
FIRST, LAST = "first", "last"

_NAME_PARTS = re.compile(r"[\s・·]+")
_KATAKANA = re.compile(f"[{KATAKANA}]")
_NEXT_NAME = re.compile(r"[ \u00a0]+(?=[^\W\d_])|-|[・·](?=[ァ-ヺ])")
_NAME_BEFORE = re.compile(r"(?:^|(?<=[\s(\"'“‘«])|(?<=[^\W\d_]-))[^\W\d_][\w'’]*(?:[ \u00a0]+|-)$")
_LONGEST_WORD = 40
_LONGEST_ADDRESS = 300
_IN_ADDRESS = frozenset("/-?&=#%:~+")
_ADDRESS = re.compile(r"[a-z]+://|www\.|[\w-]+\.[a-z]{2,}/", re.IGNORECASE)
_HYPHEN_BEFORE = re.compile(rf"[{CASED}][-‐‑]$")
_HYPHEN_AFTER = re.compile(rf"[-‐‑]([{CASED}\d])")
_PLURALIZABLE = re.compile(r"[A-Za-z]{2}[a-rt-z]$|[A-Z][A-RT-Z]$")
_STRETCH = 10_000  # characters that are searched at once, as they may contain many names

#: Katakana names shorter than this count as whole words only; longer ones also in compounds.
_COMPOUNDING = 5


class NameMatcher:
    """Finds names in text, ignoring case: whole words, and the longest of overlapping names.

    It takes one pass over the text, whatever the number of names (Aho and Corasick, 1975).
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._patterns = sorted({_lower(name) for name in names})
        self._longest = max(map(len, self._patterns), default=0)
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def matches(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the names, as :func:`lowered` returns them, each with its start and end."""
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
    """Return a name in the form that :class:`NameMatcher` yields."""
    return _lower(name)


def _lower(text: str) -> str:
    """Return text in lower case and of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def is_word(text: str, start: int, end: int) -> bool:
    """Return whether a match begins and ends at word boundaries.

    Parts of addresses and file names (``example.org``, ``@name``) are not words. In text
    without spaces, every position is a boundary.
    """
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if _glued(before, text[start]) or _glued(after, text[end - 1]):
        return False
    if before in ("@", "_") or (before == "." and _is_letter(text[start - 2 : start - 1])):
        return False
    if after == "_" or (after == "." and _is_letter(text[end + 1 : end + 2])):
        return False
    if (before in _IN_ADDRESS or after in _IN_ADDRESS) and _is_in_address(text, start, end):
        return False
    katakana = _KATAKANA.match
    if katakana(text[start]) and katakana(text[end - 1]) and end - start < _COMPOUNDING:
        return not ((before and katakana(before)) or (after and katakana(after)))
    return after != "ー"


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Return whether the run of characters around a match is an address: ``example.org/spark``."""
    first, last = start, end
    while first and not text[first - 1].isspace() and start - first < _LONGEST_ADDRESS:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - end < _LONGEST_ADDRESS:
        last += 1
    return _ADDRESS.search(text, first, last) is not None


def is_in_compound(text: str, start: int, end: int) -> bool:
    """Return whether a hyphen makes a match a part of another word: *meta-analysed*, *GPT-4*.

    It does not for a name of several words, or with several capitals: *OpenAI-backed*, *non-GPU*.
    """
    before = _HYPHEN_BEFORE.search(text, max(start - 2, 0), start)
    after = _HYPHEN_AFTER.match(text, end)
    if not before and not after:
        return False
    name = text[start:end]
    is_telling = " " in name or sum(map(str.isupper, name)) > 1
    return not is_telling or bool(after and not after[1].islower())


def plural(name: str) -> str:
    """Return the regular English plural of a name, or an empty string."""
    if not _PLURALIZABLE.search(name):
        return ""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("x", "z", "ch", "sh")) else f"{name}s"


def _glued(outside: str, inside: str) -> bool:
    return outside.isalnum() and inside.isalnum() and not is_cjk(outside) and not is_cjk(inside)


def _is_letter(character: str) -> bool:
    return character.isalnum() and not is_cjk(character)


def short_names(name: str) -> dict[str, str]:
    """Return the short forms of a person's name: the first and the last part.

    Titles, initials and suffixes are left out. The result is empty if the name has only one part,
    or is in letters that mark names neither by capitals nor by katakana.
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
    """Return whether a match is not part of another word or name.

    *David* stands alone, but not in *David Sacks*; *Marconi*, but not in *Marconi House*.
    """
    if not part:
        return not is_in_compound(text, start, end)
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
