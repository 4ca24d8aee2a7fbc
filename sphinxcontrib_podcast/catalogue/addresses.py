"""Addresses on the site, and the rules that decide which pages are generated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.slugs import assign_slugs
from sphinxcontrib_podcast.catalogue.sort_keys import SortKey
from sphinxcontrib_podcast.model import Entity

#: An index of more entities than this has a page for each letter.
LONG_INDEX = 300


class Address(NamedTuple):
    """A place on the site: a document, and an id in it or "" for its top."""

    docname: str
    anchor: str = ""


class Target(NamedTuple):
    """The object that a role resolves to."""

    kind: str
    """An object type of the ``pod`` domain."""

    name: str
    title: str
    address: Address | None
    start: float | None = None
    """The start of a moment or a range, in seconds."""

    end: float | None = None
    """The end of a range, in seconds."""


@dataclass(frozen=True)
class Pages:
    """Document names of the generated pages; empty if a page is turned off.

    ``channel``, ``entity`` and ``tag`` hold ``{id}``.
    """

    index: str = "podcast/index"
    episodes: str = "podcast/episodes"
    entities: str = "podcast/entities"
    quotes: str = "podcast/quotes"
    channel: str = "podcast/channel/{id}"
    entity: str = "podcast/entity/{id}"
    tags: str = "podcast/tags"
    tag: str = "podcast/tag/{id}"


@dataclass(frozen=True)
class PageRule:
    """Which entities have pages of their own: those that reach one of these numbers.

    A number of 0 is ignored. An episode that lists an entity without naming it in its text
    counts as one mention. The page of an entity of one episode would say what that episode
    says; but readers look for people, and an author describes those in the registry.
    """

    mentions: int = 0
    episodes: int = 0
    people: bool = False
    """Whether people that an episode lists, and entities of the registry, always have pages."""

    def has_page(self, entity: Entity, occurs: Collection[str], quotes: int) -> bool:
        """Return whether an entity has a page.

        :param occurs: the document names of the episodes it occurs in.
        :param quotes: the number of its quotes.
        """
        is_person = entity.type == "person" and bool(entity.entries or entity.appearances)
        if not (self.mentions or self.episodes) or (self.people and (is_person or entity.registry)):
            return True
        named = Counter(mention.docname for mention in entity.mentions)
        mentions = quotes + sum(max(1, named[docname]) for docname in occurs)
        return (0 < self.mentions <= mentions) or (0 < self.episodes <= len(occurs))


DEFAULT_PAGES = Pages()
DEFAULT_RULE = PageRule(episodes=2, people=True)


def index_pages(docname: str, sort_keys: Mapping[str, SortKey]) -> dict[str, str]:
    """Return the document name of the index that lists each entity, by id.

    :param docname: of the index.
    :param sort_keys: those of the entities, by id.
    """
    if not docname or len(sort_keys) <= LONG_INDEX:
        return dict.fromkeys(sort_keys, docname)
    letters = {key.letter.casefold() for key in sort_keys.values()}
    slugs = assign_slugs((letter, "letter") for letter in letters)
    return {
        id_: f"{docname}-{slugs[key.letter.casefold(), 'letter']}" for id_, key in sort_keys.items()
    }
