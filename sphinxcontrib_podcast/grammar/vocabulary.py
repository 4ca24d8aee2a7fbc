"""The words by which episode files are understood; the data is ``vocabulary.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_NUMBER = re.compile(r"\A\s*(?:\d+|[一二三四五六七八九十]+)[.、)）]")


def fold(text: str) -> str:
    """The form in which names and words are compared.

    Unicode NFKC, case folded, spaces collapsed. (``Ａｄａ  LOVELACE`` is ``ada lovelace``.)
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)  # each episode is compared with all of the vocabulary
def word(text: str) -> str:
    """Return the form in which words of the vocabulary are compared: letters and digits only."""
    return "".join(c for c in fold(text) if c.isalnum())


@cache
def _data() -> Mapping[str, Any]:
    text = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def front_matter_names() -> Mapping[str, str]:
    """Every accepted front matter key, by the field that it stands for."""
    return MappingProxyType(
        {
            spelling: field
            for field, others in _data()["front_matter"].items()
            for spelling in (field, *others)
        }
    )


@cache
def chapter_names() -> Mapping[str, tuple[str, ...]]:
    """The names of a list of chapters in front matter, and of the parts of its items."""
    return MappingProxyType({part: tuple(names) for part, names in _data()["chapters"].items()})


@cache
def fact_labels() -> Mapping[str, str]:
    """The front matter field that a label in the body of an episode names, by the label.

    It is empty for a label that names a fact of which there is no field.
    """
    return MappingProxyType(
        {
            word(label): "" if name == "other" else name
            for name, labels in _data()["facts"].items()
            for label in labels
        }
    )


def is_summary_heading(title: str) -> bool:
    """Whether a section of this title is the summary of its episode.

    It may have a number before it, and be in two languages: ``1. 摘要 (Summary)``.
    """
    parts = re.split(
        r"[(（/／|｜)）]", re.sub(r"^\s*(?:\d+|[一二三四五六七八九十]+)[.、)）]", "", title)
    )
    words = {word(part) for part in parts} - {""}
    return bool(words) and words <= _summary_headings()


@cache
def _summary_headings() -> frozenset[str]:
    return frozenset(map(word, _data()["summary_headings"]))


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(map(word, _data()["placeholders"]))


def is_placeholder_text(text: str) -> bool:
    """Return whether a paragraph is still that of the template for a new episode."""
    return word(text) in _placeholders()


@cache
def abbreviations() -> frozenset[str]:
    """Words that end with a full stop without ending a sentence, in lower case."""
    return frozenset(text.casefold() for text in _data()["abbreviations"])


def _front_matter_words() -> Mapping[str, tuple[str, int]]:
    """Return fields by the words for them, with the rank of a word among them."""
    found: dict[str, tuple[str, int]] = {}
    for rank, (spelling, field) in enumerate(front_matter_names().items()):
        found.setdefault(word(spelling), (field, rank))
    return MappingProxyType(found)


def front_matter_field(key: object) -> tuple[str, int]:
    """Return the field that a key of front matter means, and how likely it does: 0 is likeliest.

    The field is empty if the key means none. ``episodeImage`` and ``itunes:image`` mean the image.
    """
    known = _front_matter_words()
    name = word(str(key)[:60])
    for prefix in ("", "itunes", "episode"):
        if name.startswith(prefix) and (found := known.get(name.removeprefix(prefix))):
            return found[0], found[1] + (1000 if prefix else 0)
    return "", 0


@cache
def language_words() -> Mapping[str, str]:
    """Return language tags by the words for them, besides those that Babel has."""
    return MappingProxyType(
        {word(name): tag for tag, names in _data()["languages"].items() for name in names}
    )


@cache
def honorifics() -> frozenset[str]:
    """Words before a name that are no part of it, folded."""
    return frozenset(map(fold, _data()["honorifics"]))


@cache
def openers() -> frozenset[str]:
    """Capitalised words before a name that are no part of one, folded."""
    return frozenset(map(fold, _data()["openers"]))


@cache
def fillers(language: str) -> tuple[str, ...]:
    """What speakers of a language fill pauses with, folded."""
    return tuple(map(fold, _data()["fillers"].get(language, ())))


def contractions(language: str) -> Mapping[str, str]:
    """Words, and the ends of words, that are short for others."""
    return MappingProxyType(_data()["contractions"].get(language, {}))


def builtin_types() -> tuple[str, ...]:
    """The ids of the entity types everyone has, in the order pages show them."""
    return tuple(_data()["entity_types"])


@dataclass(frozen=True)
class Vocabulary:
    """The vocabulary file with what a project adds to it."""

    headings: frozenset[str]
    types: Mapping[str, str]
    type_order: tuple[str, ...]

    @classmethod
    def load(
        cls,
        headings: Iterable[str] = (),
        types: Mapping[str, Iterable[str]] = MappingProxyType({}),
    ) -> Vocabulary:
        """Extend the built-in words.

        :param headings: more titles of entity sections.
        :param types: more spellings by type id; the project's types come first.
        """
        spellings: dict[str, str] = {}
        for source in (_data()["entity_types"], types):
            for type_, names in source.items():
                spellings |= {word(name): type_ for name in (type_, *names)}
        return cls(
            headings=frozenset(map(word, (*_data()["entity_headings"], *headings))),
            types=MappingProxyType(spellings),
            type_order=tuple(dict.fromkeys((*types, *builtin_types()))),
        )

    def is_entity_heading(self, title: str) -> bool:
        """Whether a section of this title lists entities."""
        return word(title) in self.headings

    def type_of(self, text: str) -> str:
        """The id of the type that is written so; an unknown one becomes its own."""
        return self.types.get(word(text)) or fold(text)

    def known_type(self, text: str) -> str:
        """Like :meth:`type_of`, but empty where the word is no known type."""
        return self.types.get(word(text), "")
