"""Finding the names of entities in the text of episodes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from math import inf
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.name_matching import (
    NameMatcher,
    lowered,
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


class _Name(NamedTuple):
    """A spelling of an entity's name; ``part`` says which part of a person's name it is."""

    text: str
    entity: Entity
    part: str = ""

    @property
    def exact(self) -> bool:
        """Whether case matters: in short names, in those all in capitals, and in parts."""
        rules = self.entity.registry
        if rules is not None and rules.case_sensitive is not None and not self.part:
            return rules.case_sensitive
        return bool(self.part) or (
            self.text.isascii() and (len(self.text) <= 3 or self.text.isupper())
        )

    @property
    def telling(self) -> bool:
        """Whether the name means this entity in any episode.

        Two words or three CJK characters do; one word ("Spark") may be another thing
        where the episode does not list it.
        """
        cjk = sum(map(is_cjk, self.text))
        return cjk >= 3 if cjk else len(self.text.split()) > 1

    def rank(self, written: str, own: frozenset[str], channel: str) -> int | None:
        """How sure it is that a written name means this entity, 0 is surest; None: it does not.

        The registry's rules go before those of the name.
        """
        rules = self.entity.registry
        match = rules.match if rules else ""
        if match == "never" or (written != self.text and self.exact):
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
        """When the name was said, in seconds, where a transcript tells."""
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
        """The mentions of an episode: see :meth:`MentionFinder.find`."""
        if (text := self.input_hashes.get(episode.docname)) is None:
            return tuple(finder.find(episode, own))
        key = short_hash(f"{text} {finder.fingerprint} {sorted(own)}")
        known = self.before.get(episode.docname)
        if known is None or known[0] != key:
            known = key, tuple(finder.find(episode, own))
        self.found[episode.docname] = known
        return known[1]


class MentionFinder:
    """Finds all names at once; linear in the text, whatever the number of names."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = tuple(entities)

    @cached_property
    def fingerprint(self) -> str:
        """A text that changes when names do, or the rules for them."""
        return short_hash(repr([(e.id, e.type, e.names, e.registry) for e in self._entities]))

    @cached_property
    def _names(self) -> dict[str, dict[str, list[_Name]]]:
        """What a name as it is reported may be: by the id of the entity of which it is a part.

        Whole names are below "". Hundreds of people may have the same first name.
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
            for name in dict.fromkeys(names):
                # to look for a name takes time by the square of its length
                if len(fold(name.text)) > 1 and len(name.text) <= LONGEST_TITLE:
                    by_id = found.setdefault(lowered(name.text), {})
                    by_id.setdefault(name.entity.id if name.part else "", []).append(name)
        return found

    @cached_property
    def _matcher(self) -> NameMatcher:
        return NameMatcher(self._names)

    def find(self, episode: Episode, own: frozenset[str]) -> Iterator[tuple[str, Mention]]:
        """The mentions of an episode, in reading order, each with the id of its entity.

        :param own: ids of the entities that the episode itself lists, and of its people.
        """
        channel = fold(episode.channel)
        said = transcript_passages(episode.cues, episode.chapters)
        matches = list(self._matches(chain(episode.passages, said)))
        # "Will" is no name for sure where the episode has the word "will"
        words = {match.written for match in matches if match.written.islower()}
        sentences = Sentences("")
        for match in matches:
            by_id = self._names[match.name]
            names = [name for id_ in ("", *own) for name in by_id.get(id_, ())]
            name = _meant(names, match.written, own, channel)
            if name is None:
                continue
            text, start, end = match.passage.text, match.start, match.end
            if name.part and (match.name in words or not stands_alone(text, start, end, name.part)):
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


def _meant(names: Sequence[_Name], written: str, own: frozenset[str], channel: str) -> _Name | None:
    """The name that is surest; none where two entities may be meant alike."""
    ranked = [(rank, n) for n in names if (rank := n.rank(written, own, channel)) is not None]
    best = min((rank for rank, _ in ranked), default=0)
    meant = [name for rank, name in ranked if rank == best]
    return meant[0] if len({name.entity.id for name in meant}) == 1 else None
