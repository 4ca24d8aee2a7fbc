"""Decide whether the name below a quote and the speaker in a transcript can be the same person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import product

from sphinxcontrib_podcast.grammar.text import as_title
from sphinxcontrib_podcast.grammar.vocabulary import fold, honorifics
from sphinxcontrib_podcast.quotes.words import (
    UNSPACED_LETTER,
    simplify_characters,
    strip_accents,
)

_ROLE = re.compile(r"(?<=\w)\s*[,;(（、，].*", re.DOTALL)  # after a name
_NAME_WORD = re.compile(r"[^\W_]+")
# Labels of transcription programs for unknown speakers: "Speaker 1", "SPEAKER_00", "A".
_PLACEHOLDER = re.compile(
    r"\W*|[A-Z]|(?:speaker|spk|voice|unknown|unidentified|host|guest|发言人|说话人|說話人"
    r"|話者|スピーカー)[\W_]*\w{0,2}",
    re.IGNORECASE,
)


def is_placeholder(name: str) -> bool:
    """Return whether a speaker's name is missing or a label such as "Speaker 1"."""
    return _PLACEHOLDER.fullmatch(name) is not None


def may_be_same_person(one: str, other: str) -> bool:
    """Return whether two names may belong to the same person.

    One name may be part of the other ("Ada", "Ada Lovelace, host"), abbreviated ("A. Lovelace"),
    in another writing system, or a placeholder ("Speaker 1").
    """
    if any(is_placeholder(name.strip()) for name in (one, other)):
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
    """Return whether each word of ``part`` is, or abbreviates, a word of ``name``."""
    if all(any(_is_short_for(a, b) or _is_short_for(b, a) for b in name) for a in part):
        return True
    joined, whole = "".join(part), "".join(name)
    return joined == whole or (re.match(UNSPACED_LETTER, joined) is not None and joined in whole)


def _is_short_for(short: str, word: str) -> bool:
    return short == word or (len(short) == 1 and word.startswith(short))


def _name_words(name: str) -> list[str]:
    """Return the words of a name without titles, accents and traditional characters."""
    folded = unicodedata.normalize("NFKD", simplify_characters(fold(as_title(name))))
    words = _NAME_WORD.findall(unicodedata.normalize("NFC", strip_accents(folded)))
    return [word for word in words if word not in honorifics()] or words


def _scripts(name: str) -> set[str]:
    """Return the writing systems of a name's letters: the first word of their Unicode names."""
    return {unicodedata.name(c, "").partition(" ")[0] for c in fold(name) if c.isalpha()}
