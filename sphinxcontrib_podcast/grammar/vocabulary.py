"""The words by which parts of episode files are recognised, from ``vocabulary.toml``."""

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
    """Return the form in which names and words are compared.

    Text is normalised (NFKC) and case-folded, and spaces are collapsed: ``Ａｄａ  LOVELACE``
    becomes ``ada lovelace``.
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=4096)  # the same words are compared with each episode
def word(text: str) -> str:
    """Return the form in which words of the vocabulary are compared: letters and digits only."""
    return "".join(c for c in fold(text) if c.isalnum())


@cache
def _data() -> Mapping[str, Any]:
    text = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def front_matter_names() -> Mapping[str, str]:
    """Return the field for each accepted key of front matter."""
    return MappingProxyType(
        {
            spelling: field
            for field, others in _data()["front_matter"].items()
            for spelling in (field, *others)
        }
    )


@cache
def chapter_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of a list of chapters in front matter, and of the parts of its items."""
    return MappingProxyType({part: tuple(names) for part, names in _data()["chapters"].items()})


@cache
def time_labels() -> frozenset[str]:
    """Labels before the time of a chapter on a line of its own, as :func:`word` gives them."""
    return frozenset(map(word, _data()["time_labels"]))


@cache
def transcript_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names of a transcript in front matter, and of the parts of its items."""
    return MappingProxyType({part: tuple(names) for part, names in _data()["transcript"].items()})


@cache
def fact_labels() -> Mapping[str, str]:
    """Return the field of front matter for each known label in the body of an episode.

    It is empty for a label of a fact that has no field.
    """
    return MappingProxyType(
        {
            word(label): "" if name == "other" else name
            for name, labels in _data()["facts"].items()
            for label in labels
        }
    )


def is_summary_heading(title: str) -> bool:
    """Return whether a section with this title is the summary of its episode.

    The title may have a number, and be in two languages: ``1. 摘要 (Summary)``.
    """
    return _is_heading("summary_headings", title)


def is_takeaway_heading(title: str) -> bool:
    """Return whether a section with this title has the main points of its episode."""
    return _is_heading("takeaway_headings", title)


def _is_heading(kind: str, title: str) -> bool:
    parts = re.split(
        r"[(（/／|｜)）]", re.sub(r"^\s*(?:\d+|[一二三四五六七八九十]+)[.、)）]", "", title)
    )
    words = {word(part) for part in parts} - {""}
    return bool(words) and words <= _headings(kind)


@cache
def _headings(kind: str) -> frozenset[str]:
    return frozenset(map(word, _data()[kind]))


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(map(word, _data()["placeholders"]))


def is_placeholder_text(text: str) -> bool:
    """Return whether a paragraph is still that of the template for a new episode."""
    return word(text) in _placeholders()


@cache
def abbreviations() -> frozenset[str]:
    """Return words that end with a full stop without ending a sentence, in lower case."""
    return frozenset(text.casefold() for text in _data()["abbreviations"])


@cache
def _front_matter_words() -> Mapping[str, tuple[str, int]]:
    """Return the field and the rank of each word for it."""
    found: dict[str, tuple[str, int]] = {}
    for rank, (spelling, field) in enumerate(front_matter_names().items()):
        found.setdefault(word(spelling), (field, rank))
    for label, field in fact_labels().items():
        if not label.isascii() and field:
            found.setdefault(label, ("links" if field == "source_url" else field, 500))
    return MappingProxyType(found)


def front_matter_field(key: object) -> tuple[str, int]:
    """Return the field that a key of front matter means, and its rank: 0 is the most likely.

    The field is empty if the key is unknown. ``episodeImage`` and ``itunes:image`` mean the image.
    """
    known = _front_matter_words()
    name = word(str(key)[:60])
    for prefix in ("", "itunes", "episode"):
        if name.startswith(prefix) and (found := known.get(name.removeprefix(prefix))):
            return found[0], found[1] + (1000 if prefix else 0)
    return "", 0


@cache
def language_words() -> Mapping[str, str]:
    """Return language tags by names of languages that Babel does not have."""
    return MappingProxyType(
        {word(name): tag for tag, names in _data()["languages"].items() for name in names}
    )


@cache
def honorifics() -> frozenset[str]:
    """Return titles before a name that are not part of it, folded."""
    return frozenset(map(fold, _data()["honorifics"]))


@cache
def openers() -> frozenset[str]:
    """Return words that may be capitalised before a name without being part of it, folded."""
    return frozenset(map(fold, _data()["openers"]))


@cache
def roles() -> frozenset[str]:
    """Words in brackets after a name that say what somebody is, folded."""
    return frozenset(map(fold, _data()["roles"]))


@cache
def kinds() -> tuple[str, ...]:
    """Words that end an explanation of what a company or product is, folded."""
    return tuple(map(fold, _data()["kinds"]))


@cache
def before_other_names() -> tuple[str, ...]:
    """Words before another name of the same thing, in lower case, longer ones first."""
    return tuple(sorted(map(str.lower, _data()["before_other_names"]), key=lambda w: (-len(w), w)))


@cache
def fillers(language: str) -> tuple[str, ...]:
    """Return the words with which speakers of a language fill pauses, folded."""
    return tuple(map(fold, _data()["fillers"].get(language, ())))


def contractions(language: str) -> Mapping[str, str]:
    """Return contracted words and word endings, with the full forms."""
    return MappingProxyType(_data()["contractions"].get(language, {}))


def builtin_types() -> tuple[str, ...]:
    """Return the ids of the built-in entity types, in the order of pages."""
    return tuple(_data()["entity_types"])


@dataclass(frozen=True)
class Vocabulary:
    """The built-in words, and those that a project adds."""

    headings: frozenset[str]
    types: Mapping[str, str]
    type_order: tuple[str, ...]

    @classmethod
    def load(
        cls,
        headings: Iterable[str] = (),
        types: Mapping[str, Iterable[str]] = MappingProxyType({}),
    ) -> Vocabulary:
        """Return the built-in words, extended by those of a project.

        :param headings: additional titles of entity sections.
        :param types: additional words by type; the project's types come first.
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
        """Return whether a section with this title lists entities."""
        return word(title) in self.headings

    def type_of(self, text: str) -> str:
        """Return the id of the type for a word; an unknown word is a type of its own."""
        return self.types.get(word(text)) or fold(text)

    def known_type(self, text: str) -> str:
        """Return the id of the type for a word, or an empty string if it is unknown."""
        return self.types.get(word(text), "")

    def type_of_list(self, text: str) -> str:
        """Return the type for a word in the plural, such as ``companies``, or an empty string."""
        singular = [text[:-3] + "y"] if text.endswith("ies") else []
        singular += [text[:-1]] if text.endswith("s") else []
        return next(filter(None, map(self.known_type, (text, *singular))), "")

    def type_of_section(self, title: str) -> str:
        """Return the only type that words of a title name: ``Key concepts``; else nothing."""
        if type_ := self.type_of_list(title):
            return type_
        found = {self.type_of_list(part) for part in title.split()}
        if not title.isascii():
            letters = word(title)
            found |= {
                type_
                for spelling, type_ in self.types.items()
                if len(spelling) > 1 and not spelling.isascii() and spelling in letters
            }
        found.discard("")
        return found.pop() if len(found) == 1 else ""
