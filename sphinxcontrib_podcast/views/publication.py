"""The metadata of a page for search engines, previews and reference managers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.resolver import entity_of_entry, resolve_entity
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.model import Channel, Entity, Episode, Media, Texts
from sphinxcontrib_podcast.views.links import Link, entity_link, link_to_channel
from sphinxcontrib_podcast.views.listing import hosts_of
from sphinxcontrib_podcast.views.podcast_feed import has_podcast_feed, suffixes

_MOST_MENTIONS = 30
_MOST_TEXT = 500  # characters of a text that is not shown in full


class Named(NamedTuple):
    """A person, organization or thing."""

    name: str
    type: str
    """The type of the entity; "" if it is unknown."""

    address: Address | None = None
    same_as: tuple[str, ...] = ()
    """URLs of the same entity elsewhere."""

    image: str = ""
    """An address, or a path relative to the source folder."""


class ChapterRecord(NamedTuple):
    """A chapter."""

    id: str
    title: str
    start: float
    end: float | None


class QuoteRecord(NamedTuple):
    """A quote."""

    id: str
    text: str
    speaker: Named | None
    start: float | None
    is_verbatim: bool
    """Whether the transcript has exactly these words."""


class EpisodeRecord(NamedTuple):
    """An episode."""

    title: str
    language: str
    summary: str
    channel: Link | None
    channel_id: str
    date: datetime.date | None
    number: int | None
    season: int | None
    duration: float | None
    """In seconds."""

    hosts: tuple[Named, ...]
    guests: tuple[Named, ...]
    media: Media | None
    picture: str
    """An address, or a path relative to the source folder that begins with ``/``."""

    tags: tuple[str, ...]
    chapters: tuple[ChapterRecord, ...]
    quotes: tuple[QuoteRecord, ...]
    mentions: tuple[Named, ...]
    """The entities that it lists, then others that occur in it: at most 30."""

    files: tuple[str, ...] = ()
    """The suffixes of the files beside its page if it is an own episode."""


class EntityRecord(NamedTuple):
    """The page of an entity."""

    name: Named
    language: str
    """Of the name; "" for that of the project."""

    other_names: tuple[str, ...]
    description: tuple[str, str]
    """Its language, and the text."""

    image: str
    """An address, or a path relative to the source folder."""

    listed_on: Address | None
    """The index that lists it."""


class ChannelRecord(NamedTuple):
    """The page of a channel."""

    id: str
    name: str
    language: str
    descriptions: Texts
    hosts: tuple[Named, ...]
    image: str
    """An address, or a path relative to the source folder."""

    links: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    license: str
    has_feed: bool = False
    """Whether it has a podcast feed if it is an own show."""


Record = EpisodeRecord | EntityRecord | ChannelRecord


def publication(catalogue: Catalogue, docname: str) -> Record | None:
    """Return the record of an episode, an entity or a channel by its page; None of others."""
    if docname in catalogue.episodes:
        return _episode(catalogue, catalogue.episodes[docname])
    if id_ := catalogue.entity_at(Address(docname)):
        return _entity(catalogue, catalogue.entities[id_])
    if channel := catalogue.channel_at.get(docname):
        return _channel(catalogue, channel)
    return None


def _episode(catalogue: Catalogue, episode: Episode) -> EpisodeRecord:
    channel = catalogue.channel_of.get(episode.docname)
    hosts = set(episode.hosts)
    return EpisodeRecord(
        title=episode.title,
        language=episode.language,
        summary=shortened(episode.summary, _MOST_TEXT),
        channel=link_to_channel(catalogue, channel) if channel else None,
        channel_id=channel.id if channel else "",
        date=episode.date,
        number=episode.number,
        season=episode.season,
        duration=episode.duration,
        hosts=_people(catalogue, episode.hosts),
        guests=_people(catalogue, (name for name in episode.guests if name not in hosts)),
        media=episode.media,
        picture=episode.picture,
        tags=episode.tags,
        chapters=tuple(ChapterRecord(c.id, c.title, c.start, c.end) for c in episode.chapters),
        quotes=tuple(
            QuoteRecord(
                quote.id,
                shortened(quote.text, _MOST_TEXT),
                _speaker(catalogue, quote.speaker),
                episode.quote_start(quote),
                quote.verdict is not None
                and quote.verdict.kind == "verbatim"
                and not any(quote.verdict.cut)
                and len(quote.text) <= _MOST_TEXT,
            )
            for quote in episode.quotes
        ),
        mentions=_mentions(catalogue, episode),
        files=suffixes(episode),
    )


def _mentions(catalogue: Catalogue, episode: Episode) -> tuple[Named, ...]:
    listed = (entity_of_entry(catalogue, e.name, e.type) for e in episode.entries)
    ids = dict.fromkeys(found[0] for found in listed if found)
    ids |= dict.fromkeys(sorted(catalogue.entities_of[catalogue.versions.main(episode.docname)]))
    return tuple(_named(catalogue, catalogue.entities[i]) for i in [*ids][:_MOST_MENTIONS])


def _named(catalogue: Catalogue, entity: Entity) -> Named:
    link = entity_link(catalogue, entity)
    registry = entity.registry
    same_as, image = (registry.same_as, registry.image) if registry else ((), "")
    return Named(link.text, entity.type, link.address, same_as, image)


def _people(catalogue: Catalogue, names: Iterable[str]) -> tuple[Named, ...]:
    found = ((name, resolve_entity(catalogue, "person", name)) for name in names)
    return tuple(
        _named(catalogue, catalogue.entities[target.name]) if target else Named(name, "person")
        for name, target in found
    )


def _speaker(catalogue: Catalogue, name: str) -> Named | None:
    if id_ := catalogue.speaker_id(name):
        return _named(catalogue, catalogue.entities[id_])
    return Named(name, "") if name else None


def _entity(catalogue: Catalogue, entity: Entity) -> EntityRecord:
    language, text = catalogue.first_descriptions[entity.id]
    named = _named(catalogue, entity)
    index = catalogue.index_pages.get(entity.id)
    return EntityRecord(
        name=named,
        language=catalogue.name_language(entity),
        other_names=tuple(name for name in entity.names if name != named.name),
        description=(language, shortened(text, _MOST_TEXT)),
        image=entity.registry.image if entity.registry else "",
        listed_on=Address(index) if index else None,
    )


def _channel(catalogue: Catalogue, channel: Channel) -> ChannelRecord:
    about = channel.about
    return ChannelRecord(
        id=channel.id,
        name=channel.name,
        language=link_to_channel(catalogue, channel).language,
        descriptions=about.descriptions if about else (),
        hosts=_people(catalogue, hosts_of(catalogue, channel)),
        image=about.image if about else "",
        links=about.links if about else (),
        categories=about.categories if about else (),
        license=about.license if about else "",
        has_feed=has_podcast_feed(catalogue, channel),
    )
