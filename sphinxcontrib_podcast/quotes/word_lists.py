"""The words by which an edited quote is compared with what was said; the data is ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

#: Currency signs and the names of their units.
_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won",
    "₹": "rupee", "₽": "ruble", "₿": "bitcoin",
}  # fmt: skip
_ENDINGS = ("", "s", "d", "ed", "ing", "er", "ers", "ite", "able", "ful", "less", "ly", "hood")


@cache
def _data() -> Mapping[str, Any]:
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def words_of(kind: str, language: str) -> Sequence[str]:
    """Return the words of a kind, such as ``negations`` or ``turns``, in a language."""
    words: Sequence[str] = _data()[kind].get(language, ())
    return words


def opposites(language: str) -> Sequence[tuple[Sequence[str], Sequence[str]]]:
    """Return pairs of groups of words that mean the opposite of each other."""
    return [(group["of"], group["and"]) for group in _data()["opposites"].get(language, ())]


def weighty_units() -> tuple[frozenset[str], frozenset[str]]:
    """Return the units that may not be left out, and those that may not be added."""
    both, added = (frozenset(_data()["weighty_units"][kind]) for kind in ("both", "added"))
    return both, both | added


def stutters(language: str) -> str:
    """Return the characters that are a stutter if they are repeated."""
    characters: str = _data()["stutters"].get(language, "")
    return characters


@cache
def units(language: str) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """Return how units are written, the longest first, with their names; by the first word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, spellings in _data()["units"].get(language, _data()["units"]["en"]).items():
        for text in spellings:
            words = tuple(text.split()) if text.isascii() else tuple(text)
            found.setdefault(words[0], []).append((words, name))
    for sign, name in _CURRENCIES.items():
        found.setdefault(sign, []).append(((sign,), name))
    return MappingProxyType(
        {first: sorted(group, key=lambda u: -len(u[0])) for first, group in found.items()}
    )


def currency(sign: str, language: str) -> str:
    """Return the unit that a currency sign stands for, or ""."""
    return "yuan" if (sign, language) == ("¥", "zh") else _CURRENCIES.get(sign, "")


@cache
def _american() -> Mapping[str, str]:
    data = _data()["british"]
    return MappingProxyType(
        {stem + "our": stem + "or" for stem in data["our"].split()} | data["words"]
    )


def american(word: str) -> str:
    """Return the American spelling of an English word in lower case."""
    if not word.isascii() or len(word) < 4:
        return word
    known = _american()
    for length in range(len(word), max(len(word) - 5, 3), -1):
        if word[length:] in _ENDINGS and (spelling := known.get(word[:length])):
            return spelling + word[length:]
    for british, ours in (("is", "iz"), ("ys", "yz")):
        for ending in ("ation", "ations", "e", "es", "ed", "ing", "er", "ers"):
            stem = word.removesuffix(british + ending)
            if len(stem) > 2 and stem != word and (british == "is" or stem.endswith("l")):
                return stem + ours + ending
    for ending in ("led", "ling", "ler", "lers", "lor", "lors", "lous"):
        stem = word.removesuffix(ending)
        if len(stem) > 3 and stem != word and stem[-1] == "l" and stem[-2] in "aeiou":
            return stem + ending[1:]
    return word
