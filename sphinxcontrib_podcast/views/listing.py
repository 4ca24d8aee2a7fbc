"""Listings: the front page of the archive, its channels, and lists of episodes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.resolver import resolve_entity
from sphinxcontrib_podcast.catalogue.sort_keys import sort_key
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.views.links import (
    Link,
    channel_link,
    entity_link,
    episode_link,
    page_address,
)

_NEWEST = 6  # episodes on the front page


class EpisodeCard(NamedTuple):
    """An episode in a listing."""

    episode: Link
    channel: Link | None
    date: datetime.date | None
    duration: float | None
    """In seconds."""

    summary: str


class ArchiveView(NamedTuple):
    """The front page of the archive."""

    pages: tuple[str, ...]
    """The document names of the pages below it, in order."""

    counts: tuple[tuple[Address | None, int], ...]
    """The pages of episodes, entities and quotes, each with their number."""

    channels: tuple[tuple[Link, int], ...]
    """The channels, each with the number of its episodes."""

    newest: tuple[EpisodeCard, ...]


class ChannelView(NamedTuple):
    """The page of a channel."""

    name: str
    cards: tuple[EpisodeCard, ...]
    people: tuple[Link, ...]


@dataclass(frozen=True)
class EpisodeFilter:
    """The episodes that a listing shows, and their order. Empty fields do not filter."""

    channel: str = ""
    person: str = ""
    language: str = ""
    tag: str = ""
    year: int = 0
    sort: str = "-date"
    """``date``, ``title``, ``number`` or ``duration``; with a leading ``-`` in reverse."""

    limit: int = 0
    """The number of episodes; 0 for all."""


def archive(catalogue: Catalogue) -> ArchiveView:
    """Return the front page of the archive."""
    pages = catalogue.pages
    below = [p for p in (pages.episodes, pages.entities, pages.quotes) if p]
    channels = []
    for channel in catalogue.channels.values():
        address = catalogue.channel_address(channel.id)
        channels.append((Link(channel.name, address), len(channel.episodes)))
        if address:
            below.append(address.docname)
    episodes = list(catalogue.episodes.values())
    return ArchiveView(
        pages=tuple(below),
        counts=(
            (page_address(pages.episodes), len(episodes)),
            (page_address(pages.entities), len(catalogue.sort_keys)),
            (page_address(pages.quotes), sum(len(e.quotes) for e in episodes)),
        ),
        channels=tuple(channels),
        newest=tuple(_card(catalogue, e) for e in episodes[:_NEWEST]),
    )


def channel_page(catalogue: Catalogue, id_: str) -> ChannelView:
    """Return the page of a channel."""
    channel = catalogue.channels[id_]
    docnames = set(channel.episodes)
    people = [
        (-len(docnames & catalogue.occurrences[entity.id]), entity.id)
        for entity in catalogue.entities.values()
        if entity.type == "person" and docnames & catalogue.occurrences[entity.id]
    ]
    return ChannelView(
        name=channel.name,
        cards=tuple(_card(catalogue, catalogue.episodes[d]) for d in channel.episodes),
        people=tuple(entity_link(catalogue, catalogue.entities[i]) for _, i in sorted(people)),
    )


def all_episodes(catalogue: Catalogue) -> tuple[EpisodeCard, ...]:
    """Return every episode, newest first."""
    return select_episodes(catalogue, EpisodeFilter())


def select_episodes(catalogue: Catalogue, wanted: EpisodeFilter) -> tuple[EpisodeCard, ...]:
    """Return the episodes of a listing."""
    chosen = [e for e in catalogue.episodes.values() if _is_wanted(catalogue, e, wanted)]
    descending, key = wanted.sort.startswith("-"), wanted.sort.lstrip("-")
    if (descending, key) != (True, "date"):
        chosen.sort(key=lambda e: _sort_key(e, key), reverse=descending)
    return tuple(_card(catalogue, e) for e in chosen[: wanted.limit or None])


def _card(catalogue: Catalogue, episode: Episode) -> EpisodeCard:
    return EpisodeCard(
        episode=episode_link(episode),
        channel=channel_link(catalogue, episode),
        date=episode.date,
        duration=episode.duration,
        summary=episode.summary,
    )


def _is_wanted(catalogue: Catalogue, episode: Episode, wanted: EpisodeFilter) -> bool:
    person = fold(wanted.person)
    if person and person not in map(fold, episode.people):
        target = resolve_entity(catalogue, "", wanted.person)
        if not target or episode.docname not in catalogue.occurrences[target.name]:
            return False
    return (
        (not wanted.channel or fold(episode.channel) == fold(wanted.channel))
        and (
            not wanted.language
            or f"{episode.language}-".lower().startswith(f"{wanted.language}-".lower())
        )
        and (not wanted.tag or fold(wanted.tag) in map(fold, episode.tags))
        and (not wanted.year or (episode.date is not None and episode.date.year == wanted.year))
    )


def _sort_key(episode: Episode, key: str) -> tuple[object, ...]:
    title = sort_key(episode.title, episode.language)
    match key:
        case "title":
            return (title, episode.docname)
        case "number":
            return (episode.season or 0, episode.number or 0, title, episode.docname)
        case "duration":
            return (episode.duration or 0.0, title, episode.docname)
        case _:
            return (episode.date or datetime.date.min, episode.docname)
