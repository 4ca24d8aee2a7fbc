"""Addresses of what no one wrote a page for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sphinxcontrib_podcast.catalogue.slugs import assign_slugs
from sphinxcontrib_podcast.catalogue.sort_keys import Place
from sphinxcontrib_podcast.model import Entity

#: An index of more entities than this has a page for each letter.
LONG_INDEX = 300


@dataclass(frozen=True)
class Pages:
    """Document names of the pages no one wrote; empty where a page is turned off.

    ``channel`` and ``entity`` hold ``{id}``.
    """

    index: str = "podcast/index"
    episodes: str = "podcast/episodes"
    entities: str = "podcast/entities"
    quotes: str = "podcast/quotes"
    channel: str = "podcast/channel/{id}"
    entity: str = "podcast/entity/{id}"


@dataclass(frozen=True)
class PageRule:
    """Which entities have pages of their own: those that reach one of these numbers.

    0 leaves a number out of account. An episode that lists an entity without naming it
    in its text counts as a mention.
    """

    mentions: int = 2
    episodes: int = 0

    def has_page(self, entity: Entity, occurs: Collection[str], quotes: int) -> bool:
        """Whether an entity has a page.

        :param occurs: the episodes it occurs in.
        :param quotes: the number of quotes it said.
        """
        if not (self.mentions or self.episodes):
            return True
        named = Counter(mention.docname for mention in entity.mentions)
        mentions = quotes + sum(max(1, named[docname]) for docname in occurs)
        return (0 < self.mentions <= mentions) or (0 < self.episodes <= len(occurs))


DEFAULT_PAGES = Pages()
DEFAULT_RULE = PageRule()


def index_pages(docname: str, places: Mapping[str, Place]) -> dict[str, str]:
    """The document of the index in which each entity stands.

    :param docname: of the index.
    :param places: of the entities by id.
    """
    if not docname or len(places) <= LONG_INDEX:
        return dict.fromkeys(places, docname)
    letters = {place.letter.casefold() for place in places.values()}
    slugs = assign_slugs((letter, "letter") for letter in letters)
    return {
        id_: f"{docname}-{slugs[place.letter.casefold(), 'letter']}"
        for id_, place in places.items()
    }
