"""The form in which the search compares words, and the other words by which a name is found.

``podcast-search.js`` does the same with a reader's query. Case, width, accents, hiragana and
katakana, and traditional and simplified characters do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from sphinxcontrib_podcast.quotes.words import simplified_forms
from sphinxcontrib_podcast.sphinx_ext.search.index_words import RUN, normal

_ACCENTS = re.compile("[\u0300-\u036f]+")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "del",
        "der",
        "di",
        "du",
        "for",
        "in",
        "la",
        "le",
        "of",
        "on",
        "the",
        "to",
        "und",
        "von",
    ]
)
_HAN_NAME = re.compile("[\u4e00-\u9fff]{4}")
_MOST_INITIALS = 6
_SHORTEST_PART = 3
_MOST_JOINED = 19  # of podcast-search.js as well


@cache
def same_characters() -> dict[int, str]:
    """Return the characters that stand for others: simplified ones, and katakana."""
    forms = {c: s for c, s in simplified_forms().items() if len(s) == 1 and s != chr(c)}
    return forms | {c: chr(c + 0x60) for c in (*range(0x3041, 0x3097), 0x309D, 0x309E)}


def folded(text: str) -> str:
    """Return a text in the form in which its words are compared, apart from accents."""
    result = normal(text)
    return result if result.isascii() else result.translate(same_characters())


def without_accents(word: str) -> str:
    """Return a word without the accents of its letters."""
    if word.isascii():
        return word
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", plain)


def runs(text: str) -> list[tuple[str, bool]]:
    """Return the runs of letters of a folded text, each with whether its script has no spaces."""
    return [(match[0], bool(match.lastindex)) for match in RUN.finditer(text)]


def pairs(run: str) -> list[str]:
    """Return the pairs of characters of a run, or the run if it is a single character."""
    return list(map("".join, pairwise(run))) or [run]


def name_words(name: str) -> list[str]:
    """Return the words of a name in scripts with spaces, with the parts of *AlphaFold*."""
    found = [run for run, is_unspaced in runs(folded(name)) if not is_unspaced]
    for run, is_unspaced in runs(unicodedata.normalize("NFKC", name)):
        parts = _CAPITAL_INSIDE.split(run) if not is_unspaced else []
        if len(parts) > 1:
            found += [part.lower() for part in parts if len(part) >= _SHORTEST_PART]
    return [without_accents(word) for word in dict.fromkeys(found)]


def short_forms(name: str) -> list[str]:
    """Return what a name may be shortened to: RL, 北大; and the name without spaces or dots."""
    text = folded(name)
    found = [run for run, _ in runs(text)]
    forms = []
    if len(found) > 1:
        forms.append(("".join(found), _MOST_JOINED))
        if text.isascii():
            large = [word for word in found if word not in _SMALL_WORDS]
            forms += [
                ("".join(word[0] for word in words), _MOST_INITIALS) for words in (found, large)
            ]
    if _HAN_NAME.fullmatch(text):
        forms.append((text[0] + text[2], _MOST_INITIALS))
    shortest = 2
    return [without_accents(form) for form, most in forms if shortest <= len(form) <= most]
