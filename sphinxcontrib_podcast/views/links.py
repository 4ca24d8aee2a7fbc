"""Links to episodes, channels, entities and moments, as other views contain them."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue, is_in
from sphinxcontrib_podcast.catalogue.collections import Collection
from sphinxcontrib_podcast.catalogue.paging import Leaf
from sphinxcontrib_podcast.catalogue.resolver import resolve_entity
from sphinxcontrib_podcast.grammar.text import has_cjk, is_cjk_language, text_language
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Channel, Entity, Episode


class Link(NamedTuple):
    """Text that leads to an address."""

    text: str
    address: Address | None
    """None if there is no such page."""

    language: str = ""
    """The language of the text, or "" for that of the page."""


class MomentLink(NamedTuple):
    """A time in an episode."""

    start: float | None
    """In seconds; None if it is unknown."""

    address: Address


class LeafLink(NamedTuple):
    """A page of a long listing."""

    address: Address
    unit: str
    """As in :class:`catalogue.paging.Leaf`, like ``day`` and ``number``."""

    day: datetime.date | None
    number: int
    size: int
    """The number of its episodes, or of its quotes."""


class CollectionLink(NamedTuple):
    """Episodes that belong together."""

    kind: str
    """``tag``, ``season``, ``channel`` or ``language``."""

    name: str
    """A tag or a name, the number of a season, or the tag of a language."""

    address: Address | None
    language: str = ""
    """The language of the name, or "" for that of the page."""

    size: int = 0
    """The number of its episodes."""


def collection_link(catalogue: Catalogue, found: Collection) -> CollectionLink:
    """Return a link to the page of a tag or season."""
    language = _language_of_name(catalogue, found.name, found.episodes[0])
    return CollectionLink(
        found.kind, found.name, Address(found.docname), language, len(found.episodes)
    )


def tag_links(catalogue: Catalogue, episode: Episode) -> tuple[CollectionLink, ...]:
    """Return the tags of an episode, linked to their pages."""
    links = []
    for folded, tag in {fold(tag): tag for tag in reversed(episode.tags)}.items():
        found = catalogue.tags.get(folded)
        address = Address(found.docname) if found else None
        language = _language_of_name(catalogue, tag, episode)
        links.append(CollectionLink("tag", tag, address, language))
    return tuple(reversed(links))


def leaf_link(leaf: Leaf, size: int = 0) -> LeafLink:
    """Return a link to a page of a long listing.

    :param size: the number of its quotes, if it lists quotes.
    """
    number = size or len(leaf.episodes)
    return LeafLink(Address(leaf.docname), leaf.unit, leaf.day, leaf.number, number)


def page_address(docname: str) -> Address | None:
    """Return the address of a generated page, or None if the page is turned off."""
    return Address(docname) if docname else None


def episode_link(episode: Episode) -> Link:
    """Return a link to the page of an episode."""
    language = text_language(episode.title, episode.language)
    return Link(episode.title, Address(episode.docname), language)


def channel_link(catalogue: Catalogue, episode: Episode) -> Link | None:
    """Return a link to the channel of an episode, or None if it has none."""
    channel = catalogue.channel_of.get(episode.docname)
    return link_to_channel(catalogue, channel) if channel else None


def link_to_channel(catalogue: Catalogue, channel: Channel) -> Link:
    """Return a link to a channel."""
    language = channel_language(catalogue, channel)
    return Link(channel.name, catalogue.channel_address(channel.id), language)


def channel_language(catalogue: Catalogue, channel: Channel) -> str:
    """Return the language of the name of a channel, or "" for that of the project."""
    if channel.about and channel.about.language:
        return channel.about.language
    return _language_of_name(catalogue, channel.name, catalogue.episodes[channel.episodes[0]])


def _language_of_name(catalogue: Catalogue, name: str, episode: Episode) -> str:
    """Return the language of an episode if a name is in it, or "" for that of the project."""
    is_foreign = has_cjk(name) != is_cjk_language(catalogue.language)
    is_own = has_cjk(name) == is_cjk_language(episode.language)
    return episode.language if is_foreign and is_own else ""


def entity_link(catalogue: Catalogue, entity: Entity) -> Link:
    """Return a link to an entity."""
    return Link(
        catalogue.name_of(entity), catalogue.homes[entity.id], catalogue.name_language(entity)
    )


def person_link(catalogue: Catalogue, name: str) -> Link:
    """Return the name of a host or guest, linked to the person."""
    target = resolve_entity(catalogue, "person", name)
    if target is None:
        return Link(name, None)
    language = _language_elsewhere(catalogue, target.name, name)
    return Link(name, target.address, language)


def speaker_link(catalogue: Catalogue, name: str) -> Link:
    """Return the name of the speaker of a quote or a turn, linked to the entity."""
    id_ = catalogue.speaker_id(name)
    if not id_:
        return Link(name, None)
    return Link(name, catalogue.homes[id_], _language_elsewhere(catalogue, id_, name))


def _language_elsewhere(catalogue: Catalogue, id_: str, name: str) -> str:
    """Return the language of a name of an entity, or "" if it is a language of the project."""
    language = catalogue.name_language(catalogue.entities[id_], name)
    return "" if is_in(language, catalogue.language) else language
