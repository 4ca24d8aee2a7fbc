"""Find entities that may be the same, with names in two writing systems.

Names in katakana and in Latin letters are compared by their consonants: katakana spells the sound
of a foreign name, and adds vowels between its consonants. ``デミス・ハサビス`` and *Demis Hassabis*
are both ``dms hsbs``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.grammar.names import split_name
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity

_ALIKE = 84  # of 100: how alike consonants must be
_ALIKE_IN_CHANNEL = 76  # of entities of the same channel
_LEAST_CONSONANTS = 4
_EXACT = 6  # shorter ones must be equal

_KATAKANA = re.compile(r"[ァ-ヺー]+(?:[・＝=\s]+[ァ-ヺー]+)*")
_BETWEEN_KATAKANA = re.compile(r"[・＝=\s]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'’-]*(?: [A-Za-z][A-Za-z.'’-]*)*")

# The spellings of consonants that katakana does not tell apart, in order.
_SAME = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"[^a-z]", ""), (r"^(?:kn|gn)", "n"), (r"^wr", "r"), (r"(?:tch|ch|c(?=z))", "t"),
        (r"ph|f", "h"), (r"sch|sh|c(?=[eiy])", "s"), (r"ck|q|c", "k"), (r"x", "ks"),
        (r"gh(?![aeiou])|(?<=[aeiou])h(?![aeiou])", ""), (r"j|g(?=[eiy])|di(?=[aeiou])", "z"),
        (r"v", "b"), (r"l", "r"), (r"(?<=[aeiou])r(?![aeiou])", ""), (r"m(?=[bp])", "n"),
        (r"[aeiouwy]", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def pairs_across_scripts(catalogue: Catalogue) -> Iterator[tuple[Entity, Entity]]:
    """Yield pairs of entities that may be the same, that in Latin letters last.

    They have the same type, or one has none. An entity is in one pair at most: with the one that
    is most alike. Entities of the same channel need not be as much alike as others.
    """
    katakana: dict[str, list[tuple[str, Entity]]] = {}
    latin: dict[str, list[tuple[str, Entity]]] = {}
    for entity in catalogue.entities.values():
        names = [unicodedata.normalize("NFKC", name).replace("=", "・") for name in entity.names]
        if any(_LATIN.fullmatch(name) for name in names):
            kind, read = latin, _latin_consonants
            names = [name for name in names if _LATIN.fullmatch(name)]
        else:
            kind, read = katakana, _katakana_consonants
            names = [name for name in names if _KATAKANA.fullmatch(name)]
        for name in names:
            for consonants in read(name):
                kind.setdefault(entity.type, []).append((consonants, entity))
    found = [
        (-score, one.id, other.id)
        for type_, names in katakana.items()
        for score, one, other in _alike(catalogue, names, latin.get(type_, ()))
    ]
    found += [(-100.0, one, other) for one, other in _named_in_brackets(catalogue)]
    seen: set[str] = set()
    for _score, one, other in sorted(found):
        if not {one, other} & seen:
            seen |= {one, other}
            yield catalogue.entities[one], catalogue.entities[other]


def _named_in_brackets(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield entities without a type, with that whose name they have in brackets."""
    for entity in catalogue.entities.values():
        for name in split_name(entity.name, "concept")[1:] if not entity.type else ():
            others = [id_ for id_ in catalogue.ids_by_name.get(fold(name), ()) if id_ != entity.id]
            if len(others) == 1 and _LATIN.fullmatch(name):
                yield entity.id, others[0]


def _alike(
    catalogue: Catalogue, names: Sequence[tuple[str, Entity]], others: Sequence[tuple[str, Entity]]
) -> Iterator[tuple[float, Entity, Entity]]:
    by_words: dict[int, list[tuple[str, Entity]]] = {}
    for consonants, entity in others:
        by_words.setdefault(consonants.count(" "), []).append((consonants, entity))
    for consonants, entity in names:
        channels = _channels(catalogue, entity)
        for like, other in by_words.get(consonants.count(" "), ()):
            score = fuzz.ratio(consonants, like)
            if score < _ALIKE_IN_CHANNEL or consonants[0] != like[0]:
                continue
            least = _ALIKE_IN_CHANNEL if channels & _channels(catalogue, other) else _ALIKE
            if score >= (least if min(len(consonants), len(like)) >= _EXACT else 100):
                yield score, entity, other


def _channels(catalogue: Catalogue, entity: Entity) -> set[str]:
    docnames = catalogue.occurrences[entity.id]
    return {catalogue.channel_of[d].id for d in docnames if d in catalogue.channel_of}


def _katakana_consonants(name: str) -> Iterator[str]:
    """Yield the consonants of a name in katakana, a space between words, if there are enough."""
    words = []
    for word in _BETWEEN_KATAKANA.split(name):
        letters = []
        for character in word:
            sound = unicodedata.name(character, "").rpartition(" ")[2].lower()
            is_small = "SMALL" in unicodedata.name(character, "")
            if "KATAKANA LETTER" not in unicodedata.name(character, "") or is_small:
                continue  # a long vowel, a double consonant, or another vowel for the one before
            letters.append("z" if sound in ("zi", "di") else sound.rstrip("aeiou") or "")
        text = "".join(letters).replace("v", "b").replace("w", "").replace("y", "")
        words.append(re.sub(r"(.)\1+", r"\1", text.replace("l", "r")))
    yield from _enough(words)


def _latin_consonants(name: str) -> Iterator[str]:
    """Yield the consonants of a name in Latin letters, by each way to say *th*."""
    plain = unicodedata.normalize("NFKD", name).lower().replace("-", " ")
    for th in dict.fromkeys(("s", "t") if "th" in plain else ("",)):
        words = []
        for word in plain.replace("th", th or "th").split():
            text = word
            for pattern, letter in _SAME:
                text = pattern.sub(letter, text)
            words.append(text)
        yield from _enough(words)


def _enough(words: Sequence[str]) -> Iterator[str]:
    if all(words) and sum(map(len, words)) >= _LEAST_CONSONANTS:
        yield " ".join(words)
