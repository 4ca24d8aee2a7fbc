"""Finding the names of entities in text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from sphinxcontrib_podcast.grammar.text import is_cjk, sentence_around
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity, Episode, Mention


class Name(NamedTuple):
    """A spelling, and the entities that are called so."""

    text: str
    entities: tuple[Entity, ...]

    @property
    def exact(self) -> bool:
        """Whether case matters: in short names and in those all in capitals."""
        return self.text.isascii() and (len(self.text) <= 3 or self.text.isupper())

    @property
    def telling(self) -> bool:
        """Whether the name means this entity in any episode.

        Two words or three CJK characters do; one word ("Spark") may be another thing
        where the episode does not list it.
        """
        cjk = sum(map(is_cjk, self.text))
        return cjk >= 3 if cjk else len(self.text.split()) > 1

    def meant(self, written: str, own: frozenset[str], channel: str) -> str:
        """The id of the entity that a written name means, empty where none.

        The registry's rules go before those of the name.
        """
        found = ""
        for entity in self.entities:
            rules = entity.registry
            case = rules.case_sensitive if rules else None
            if written != self.text and (self.exact if case is None else case):
                continue
            match = rules.match if rules else ""
            if match == "never":
                continue
            if entity.id in own:
                return entity.id
            if match == "listed" or not (match == "everywhere" or self.telling):
                continue
            if rules and rules.channels and channel not in map(fold, rules.channels):
                continue
            found = found or entity.id
        return found


class MentionFinder:
    """Finds all names at once; linear in the text, whatever the number of names."""

    def __init__(self, names: Mapping[str, tuple[Entity, ...]]) -> None:
        """:param names: the entities by the spellings of their names."""
        by_pattern: dict[str, list[Name]] = {}
        for text, entities in sorted(names.items()):
            if len(fold(text)) > 1:
                by_pattern.setdefault(_lower(text), []).append(Name(text, entities))
        self._names = list(by_pattern.values())
        self._automaton = AhoCorasick(list(by_pattern), matchkind=MatchKind.LeftmostLongest)

    def find(self, episode: Episode, own: frozenset[str]) -> Iterator[tuple[str, Mention]]:
        """The mentions of an episode, in reading order, each with the id of its entity.

        :param own: ids of the entities that the episode itself lists, and of its people.
        """
        channel = fold(episode.channel)
        for passage in episode.passages:
            if not self._names:
                return
            seen: set[tuple[str, str, str]] = set()
            for index, start, end in self._automaton.find_matches_as_indexes(_lower(passage.text)):
                if not is_word(passage.text, start, end) or any(
                    start < stop and end > first for first, stop in passage.skip
                ):
                    continue
                written = passage.text[start:end]
                meant = (n.meant(written, own, channel) for n in self._names[index])
                entity = next(filter(None, meant), "")
                sentence = sentence_around(passage.text, start, end)
                if entity and (entity, written, sentence) not in seen:
                    seen.add((entity, written, sentence))
                    mention = Mention(
                        docname=episode.docname,
                        name=written,
                        chapter=passage.chapter,
                        quote=passage.quote,
                        sentence=sentence,
                        line=passage.line,
                    )
                    yield entity, mention


def _lower(text: str) -> str:
    """Lower case, character by character: positions stay what they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def is_word(text: str, start: int, end: int) -> bool:
    """Whether a match ends where words end, in scripts that have words."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_glued(before, text[start]) or _glued(after, text[end - 1]))


def _glued(outside: str, inside: str) -> bool:
    return outside.isalnum() and inside.isalnum() and not is_cjk(outside) and not is_cjk(inside)
