"""Find the names of entities in the text of episodes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from math import inf
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.name_matching import (
    NameMatcher,
    lowered,
    plural,
    short_names,
    stands_alone,
)
from sphinxcontrib_podcast.catalogue.store import short_hash
from sphinxcontrib_podcast.grammar.sentences import Sentences
from sphinxcontrib_podcast.grammar.text import LONGEST_TITLE, is_cjk
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity, Episode, Mention, Passage
from sphinxcontrib_podcast.transcripts.passages import passages as transcript_passages

#: Mentions in reading order, each with the id of its entity.
_Found = tuple[tuple[str, Mention], ...]

#: The same with a hash of everything that they follow from.
_Known = tuple[str, _Found]


_CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_A-Z]")
_FEWEST_CAPITALS = 50  # of so many words, one has a capital
_SHORTEST_HANDLE = 4  # letters of a person's name in lower case
_MOST_TURNS = 200  # that are looked at

#: The types of which a name of one word needs its capital: Spark, not spark.
_PROPER = frozenset(["person", "organization", "product", "software"])


class _Name(NamedTuple):
    """A spelling of an entity's name, or ``part`` of a person's name: ``first`` or ``last``."""

    text: str
    entity: Entity
    part: str = ""

    @property
    def exact(self) -> bool:
        """Whether case matters: in short names, names in capitals, and parts of names."""
        rules = self.entity.registry
        if rules is not None and rules.case_sensitive is not None and not self.part:
            return rules.case_sensitive
        return bool(self.part) or (
            self.text.isascii() and (len(self.text) <= 3 or self.text.isupper())
        )

    @property
    def needs_capital(self) -> bool:
        """Whether the name in lower case is another word."""
        rules = self.entity.registry
        if rules is not None and rules.case_sensitive is not None:
            return False
        is_proper = self.entity.type in _PROPER and self.text[0].isupper()
        return is_proper and len(self.text.split()) == 1

    @property
    def telling(self) -> bool:
        """Whether the name means this entity in any episode.

        It does if it has two words or three CJK characters. A single word ("Spark") may mean
        something else in an episode that does not list the entity.
        """
        cjk = sum(map(is_cjk, self.text))
        return cjk >= 3 if cjk else len(self.text.split()) > 1

    def rank(self, written: str, own: frozenset[str], channel: str) -> int | None:
        """Return how certain it is that a name means this entity: 0 is the most certain.

        Return None if it does not. The rules of the registry take precedence over those of the
        name.
        """
        rules = self.entity.registry
        match = rules.match if rules else ""
        if match == "never" or (written != self.text and self.exact):
            return None
        if self.needs_capital and not written[0].isupper():
            return None
        if self.entity.id in own:
            return 1 if self.part else 0
        if self.part or match == "listed" or not (match == "everywhere" or self.telling):
            return None
        if rules and rules.channels:
            return 2 if channel in map(fold, rules.channels) else None
        return 3


class _NameMatch(NamedTuple):
    passage: Passage
    name: str
    start: int
    end: int

    @property
    def written(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def said_at(self) -> float | None:
        """When the name was said, in seconds, if it is in a transcript."""
        moments = self.passage.moments
        if not moments:
            return None
        return moments[bisect_right(moments, (self.start, inf)) - 1][1]


class KnownMentions:
    """The mentions that earlier builds found.

    :param input_hashes: hashes of episodes and what belongs to them, by document name. Mentions
        in other episodes are not stored.
    :param before: the mentions of earlier builds, by document name.
    """

    def __init__(
        self, input_hashes: Mapping[str, str], before: Mapping[str, _Known] | None = None
    ) -> None:
        self.input_hashes = input_hashes
        self.before = before or {}
        self.found: dict[str, _Known] = {}

    def find(self, episode: Episode, own: frozenset[str], finder: MentionFinder) -> _Found:
        """Return the mentions of an episode; see :meth:`MentionFinder.find`."""
        if (text := self.input_hashes.get(episode.docname)) is None:
            return tuple(finder.find(episode, own))
        key = short_hash(f"{text} {finder.fingerprint} {sorted(own)}")
        known = self.before.get(episode.docname)
        if known is None or known[0] != key:
            known = key, tuple(finder.find(episode, own))
        self.found[episode.docname] = known
        return known[1]


class MentionFinder:
    """Finds all names in one pass, in time that does not depend on their number."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = tuple(entities)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all names and the rules for them."""
        return short_hash(repr([(e.id, e.type, e.names, e.registry) for e in self._entities]))

    @cached_property
    def _names(self) -> dict[str, dict[str, list[_Name]]]:
        """The entities of each name that the matcher finds, by the id of the entity.

        Whole names have the key "": hundreds of people may have the same first name.
        """
        found: dict[str, dict[str, list[_Name]]] = {}
        for entity in self._entities:
            names = [_Name(text, entity) for text in entity.names]
            if entity.type == "person":
                known = set(entity.names)
                names += [
                    _Name(text, entity, part)
                    for whole in entity.names
                    for text, part in short_names(whole).items()
                    if text not in known
                ]
            else:
                names += [_Name(text, entity) for text in self._plurals(entity)]
            for name in dict.fromkeys(names):
                # searching takes time proportional to the square of the length of a name
                if not _is_too_short(name) and len(name.text) <= LONGEST_TITLE:
                    by_id = found.setdefault(lowered(name.text), {})
                    by_id.setdefault(name.entity.id if name.part else "", []).append(name)
        return found

    def _plurals(self, entity: Entity) -> Iterator[str]:
        """Yield plurals of names that no entity has as a name."""
        for name in entity.names:
            if entity.type == "concept" or " " in name:
                text = plural(name)
                if text and lowered(text) not in self._lowered:
                    yield text

    @cached_property
    def _lowered(self) -> frozenset[str]:
        return frozenset(lowered(name) for entity in self._entities for name in entity.names)

    @cached_property
    def _matcher(self) -> NameMatcher:
        return NameMatcher(self._names)

    def find(self, episode: Episode, own: frozenset[str]) -> Iterator[tuple[str, Mention]]:
        """Yield the mentions in an episode, in reading order, each with the id of its entity.

        :param own: ids of the entities that the episode lists, and of its people.
        """
        channel = fold(episode.channel)
        said = list(transcript_passages(episode.cues, episode.chapters))
        matches = list(self._matches(chain(episode.passages, said)))
        # "Will" may not be a name if the episode contains the word "will"; automatic captions may
        # have no capitals at all
        has_capitals = _has_capitals(passage.text for passage in said)
        words = {
            match.written
            for match in matches
            if match.written.islower() and (has_capitals or not match.passage.moments)
        }
        sentences = Sentences("")
        for match in matches:
            by_id = self._names[match.name]
            names = [name for id_ in ("", *own) for name in by_id.get(id_, ())]
            name = _meant(names, match.written, own, channel)
            if name is None:
                continue
            text, start, end = match.passage.text, match.start, match.end
            if name.part and match.name in words:
                continue
            if not stands_alone(text, start, end, name.part):
                continue
            if sentences.text is not text:
                sentences = Sentences(text)
            yield (
                name.entity.id,
                Mention(
                    docname=episode.docname,
                    name=match.written,
                    part=name.part,
                    chapter=match.passage.chapter,
                    quote=match.passage.quote,
                    sentence=sentences.around(start, end),
                    line=match.passage.line,
                    start=match.said_at,
                ),
            )

    def _matches(self, passages: Iterable[Passage]) -> Iterator[_NameMatch]:
        for passage in passages:
            for name, start, end in self._matcher.matches(passage.text):
                if not any(start < stop and end > first for first, stop in passage.skip):
                    yield _NameMatch(passage, name, start, end)


def _is_too_short(name: _Name) -> bool:
    """Return whether a name would match too much: one letter, or a handle such as *al*."""
    text = name.text
    is_handle = name.entity.type == "person" and text.isascii() and text.islower()
    return len(fold(text)) < (_SHORTEST_HANDLE if is_handle else 2)


def _has_capitals(texts: Iterable[str]) -> bool:
    """Return whether a text has capitals at all, so that those of names matter."""
    sample = " ".join(islice(texts, _MOST_TURNS))
    return _FEWEST_CAPITALS * len(_CAPITALISED.findall(sample)) >= len(sample.split())


def _meant(names: Sequence[_Name], written: str, own: frozenset[str], channel: str) -> _Name | None:
    """Return the most certain name, or None if several entities are equally likely."""
    ranked = [(rank, n) for n in names if (rank := n.rank(written, own, channel)) is not None]
    best = min((rank for rank, _ in ranked), default=0)
    meant = [name for rank, name in ranked if rank == best]
    return meant[0] if len({name.entity.id for name in meant}) == 1 else None
