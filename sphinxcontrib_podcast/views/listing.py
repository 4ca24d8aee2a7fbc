"""Listings: the front page of the archive, its channels, and lists of episodes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue, day_of, in_order
from sphinxcontrib_podcast.catalogue.collections import Collection
from sphinxcontrib_podcast.catalogue.paging import Leaf
from sphinxcontrib_podcast.catalogue.resolver import resolve_entity
from sphinxcontrib_podcast.catalogue.sort_keys import sort_key
from sphinxcontrib_podcast.grammar.text import shortened, text_language
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Channel, Episode
from sphinxcontrib_podcast.views.episode import own_picture, reading_minutes
from sphinxcontrib_podcast.views.links import (
    CollectionLink,
    LeafLink,
    Link,
    channel_link,
    collection_link,
    entity_link,
    episode_link,
    leaf_link,
    link_to_channel,
    page_address,
    person_link,
    tag_links,
)
from sphinxcontrib_podcast.views.quotes import QuoteView, latest_quotes

#: If a listing is divided into pages, its own page has this number of episodes.
MOST_NEWEST = 20

_NEWEST = 9  # episodes on the front page
_MOST_NAMES = 6  # people, and other names, on the front page
_MOST_OF_CHANNEL = 12  # people, and other names, on the page of a channel
_MOST_CHANNELS = 12  # channels on the front page
_MOST_TAGS = 500  # on the page of all tags
_MOST_SAID = 3  # quotes on the front page
_MOST_SUMMARY = 280  # characters
_MOST_PEOPLE = 4  # of an episode
_RECENT = 10  # episodes in which a name is new


class EpisodeCard(NamedTuple):
    """An episode in a listing."""

    episode: Link
    channel: Link | None
    date: datetime.date | None
    duration: float | None
    """In seconds."""

    summary: str
    reading: int = 0
    """The minutes that reading it takes."""

    people: tuple[Link, ...] = ()
    """Its guests, or its hosts if it has none."""

    image: str = ""
    """The path of its picture in the source folder."""

    language: str = ""
    """The language of the summary."""


class EpisodesView(NamedTuple):
    """All episodes, or those of one page of a long listing."""

    channel: Link | None
    """The channel whose episodes these are, or None for all."""

    leaf: LeafLink | None
    """This page; None for the page of the listing itself."""

    cards: tuple[EpisodeCard, ...]
    """Newest first."""

    pages: tuple[LeafLink, ...] = ()
    """The pages of a long listing, newest first."""

    newer: LeafLink | None = None
    older: LeafLink | None = None
    collection: CollectionLink | None = None
    """The tag or season whose episodes these are."""


class TagsView(NamedTuple):
    """The page of all tags."""

    tags: tuple[CollectionLink, ...]
    """The most common first."""


class EpisodeGroup(NamedTuple):
    """Some of the episodes of a listing."""

    by: str
    """``year``, ``month``, ``channel``, ``season``, ``language`` or ``tag``."""

    channel: Link | None
    """The channel of a season, if the listing has those of several."""

    name: CollectionLink | None
    """None for a year or month, and for episodes without any."""

    day: datetime.date | None
    """The first day of a year or month."""

    cards: tuple[EpisodeCard, ...]


class GroupsView(NamedTuple):
    """A listing in groups."""

    layout: str
    """``cards``, ``rows`` or ``table``."""

    groups: tuple[EpisodeGroup, ...]


class NamesView(NamedTuple):
    """Names with the numbers of episodes in which they occur, most first."""

    names: tuple[tuple[Link, int], ...]


class ChannelCard(NamedTuple):
    """A channel in a listing."""

    channel: Link
    episodes: int
    languages: tuple[str, ...]
    hosts: tuple[Link, ...]
    text: tuple[str, str]
    """Its description, and the language of that."""

    image: str
    """The path of its picture in the source folder, or an address of the registry."""


class ArchiveView(NamedTuple):
    """The front page of the archive."""

    pages: tuple[str, ...]
    """The document names of the pages below it, in order."""

    is_root: bool
    """Whether it is the first page of the site."""

    counts: tuple[tuple[Address | None, int], ...]
    """The pages of episodes, entities and quotes, each with their number."""

    languages: tuple[str, ...]
    """The languages of the episodes, if there are several: the most common first."""

    newest: tuple[EpisodeCard, ...]
    people: NamesView
    """The people in the most episodes."""

    others: NamesView
    """The other names in the most episodes."""

    newly: NamesView
    """The names that occur in recent episodes only."""

    said: tuple[QuoteView, ...]
    """The newest quotes, of an episode each."""

    channels: tuple[ChannelCard, ...]
    """The channels with the newest episodes."""


class ChannelView(NamedTuple):
    """The page of a channel."""

    card: ChannelCard
    texts: tuple[tuple[str, str], ...]
    """Its descriptions, each with its language before it."""

    links: tuple[tuple[str, str], ...]
    """Labels and addresses."""

    categories: tuple[str, ...]
    license: str
    episodes: EpisodesView
    people: NamesView
    others: NamesView
    said: tuple[QuoteView, ...]
    seasons: tuple[CollectionLink, ...] = ()
    """If there are several."""


@dataclass(frozen=True)
class EpisodeFilter:
    """The episodes that a listing shows, and their order. Empty fields do not filter."""

    channel: str = ""
    person: str = ""
    language: str = ""
    tag: str = ""
    season: int | None = None
    year: int = 0
    month: str = ""
    """Such as ``2024-05``."""

    sort: str = "-date"
    """``date``, ``title``, ``number`` or ``duration``; with a leading ``-`` in reverse."""

    limit: int = 0
    """The number of episodes; 0 for all."""


def archive(catalogue: Catalogue) -> ArchiveView:
    """Return the front page of the archive."""
    pages = catalogue.pages
    below = [p for p in (pages.episodes, pages.entities, pages.quotes) if p]
    addresses = map(catalogue.channel_address, catalogue.channels)
    below += [address.docname for address in addresses if address]
    below += [pages.tags] if pages.tags and catalogue.tags else []
    episodes = list(catalogue.listed.values())
    is_enough = len(catalogue.sort_keys) >= _MOST_NAMES
    people, others = _most_named(catalogue, episodes, _MOST_NAMES) if is_enough else (_NONE, _NONE)
    return ArchiveView(
        pages=tuple(below),
        is_root=pages.index == catalogue.root,
        counts=(
            (page_address(pages.episodes), len(episodes)),
            (page_address(pages.entities), len(catalogue.sort_keys)),
            (page_address(pages.quotes), sum(len(e.quotes) for e in catalogue.quoting)),
            (page_address(pages.tags), len(catalogue.tags)),
        ),
        languages=_languages(catalogue.episodes.values()),
        newest=select_episodes(catalogue, EpisodeFilter(limit=_NEWEST)),
        people=people,
        others=others,
        newly=_newly(catalogue, episodes),
        said=latest_quotes(catalogue, episodes, _MOST_SAID),
        channels=channel_cards(catalogue, _MOST_CHANNELS) if len(catalogue.channels) > 1 else (),
    )


_NONE = NamesView(())


def channel_cards(catalogue: Catalogue, limit: int) -> tuple[ChannelCard, ...]:
    """Return the channels, those with the newest episodes first.

    :param limit: the number of channels; 0 for all.
    """
    newest = dict.fromkeys(c.id for c in map(catalogue.channel_of.get, catalogue.listed) if c)
    return tuple(
        _channel_card(catalogue, catalogue.channels[i]) for i in [*newest][: limit or None]
    )


def _channel_card(catalogue: Catalogue, channel: Channel) -> ChannelCard:
    about = channel.about
    episodes = [catalogue.episodes[docname] for docname in channel.episodes]
    texts = in_order(about.descriptions if about else (), catalogue.language)
    link = link_to_channel(catalogue, channel)
    return ChannelCard(
        channel=link,
        episodes=len(episodes),
        languages=_languages(
            catalogue.episodes[docname]
            for main in channel.episodes
            for docname in catalogue.versions.of.get(main, (main,))
        ),
        hosts=tuple(person_link(catalogue, name) for name in hosts_of(catalogue, channel)),
        text=(texts[0][1], texts[0][0] or link.language) if texts else ("", ""),
        image=about.image if about else "",
    )


def _languages(episodes: Iterable[Episode]) -> tuple[str, ...]:
    """Return the languages of episodes without their regions, the most common first."""
    languages = Counter(episode.language.partition("-")[0] for episode in episodes)
    return tuple(language for language, _number in languages.most_common())


def hosts_of(catalogue: Catalogue, channel: Channel) -> Sequence[str]:
    """Return the hosts that an author names, or those of a third of the episodes, at most three."""
    if channel.about and channel.about.hosts:
        return channel.about.hosts
    episodes = [catalogue.episodes[docname] for docname in channel.episodes]
    hosts = Counter(name for episode in episodes for name in episode.hosts)
    return [name for name, number in hosts.most_common(3) if number * 3 >= len(episodes)]


def channel_page(catalogue: Catalogue, id_: str) -> ChannelView:
    """Return the page of a channel."""
    channel = catalogue.channels[id_]
    episodes = [catalogue.episodes[docname] for docname in channel.episodes]
    about = channel.about
    people, others = _most_named(catalogue, episodes, _MOST_OF_CHANNEL)
    return ChannelView(
        card=_channel_card(catalogue, channel),
        texts=in_order(about.descriptions if about else (), catalogue.language),
        links=about.links if about else (),
        categories=about.categories if about else (),
        license=about.license if about else "",
        episodes=_listing(catalogue, catalogue.channel_leaves[id_], episodes, of_channel=True),
        people=people,
        others=others,
        said=latest_quotes(catalogue, episodes, _MOST_SAID),
        seasons=tuple(
            collection_link(catalogue, found) for found in catalogue.seasons[id_].values()
        ),
    )


def title_of_channel(catalogue: Catalogue, id_: str) -> ChannelView:
    """Return the page of a channel without all that is below its title."""
    link = link_to_channel(catalogue, catalogue.channels[id_])
    card = ChannelCard(link, 0, (), (), ("", ""), "")
    empty = EpisodesView(None, None, ())
    return ChannelView(card, (), (), (), "", empty, _NONE, _NONE, ())


def all_episodes(catalogue: Catalogue) -> EpisodesView:
    """Return every episode, newest first, or the newest with the pages of all."""
    return _listing(catalogue, catalogue.episode_leaves, list(catalogue.listed.values()))


def some_episodes(catalogue: Catalogue, docname: str) -> EpisodesView:
    """Return the episodes of one page of a long listing, by its document name."""
    owner, leaves = catalogue.leaves_by_page[docname]
    place = next(i for i, leaf in enumerate(leaves) if leaf.docname == docname)
    links = [leaf_link(leaf) for leaf in leaves]
    channel = owner.channel if isinstance(owner, Collection) else owner
    of_channel = channel is not None
    listing = _listing(catalogue, (), leaves[place].episodes, of_channel=of_channel)
    return EpisodesView(
        link_to_channel(catalogue, channel) if channel else None,
        links[place],
        listing.cards,
        newer=links[place - 1] if place else None,
        older=links[place + 1] if place + 1 < len(links) else None,
        collection=collection_link(catalogue, owner) if isinstance(owner, Collection) else None,
    )


def collection_page(catalogue: Catalogue, docname: str) -> EpisodesView:
    """Return the page of a tag or season, by its document name."""
    found = catalogue.collections[docname]
    channel = link_to_channel(catalogue, found.channel) if found.channel else None
    listing = _listing(catalogue, found.leaves, found.episodes, of_channel=channel is not None)
    return listing._replace(channel=channel, collection=collection_link(catalogue, found))


def all_tags(catalogue: Catalogue) -> TagsView:
    """Return the tags of several episodes, the most common first."""
    found = list(catalogue.tags.values())[:_MOST_TAGS]
    return TagsView(tuple(collection_link(catalogue, tag) for tag in found))


def _listing(
    catalogue: Catalogue,
    leaves: Sequence[Leaf],
    episodes: Sequence[Episode],
    *,
    of_channel: bool = False,
) -> EpisodesView:
    cards = [_card(catalogue, e) for e in (episodes[:MOST_NEWEST] if leaves else episodes)]
    if of_channel:
        cards = [card._replace(channel=None) for card in cards]
    return EpisodesView(None, None, tuple(cards), tuple(map(leaf_link, leaves)))


def _most_named(
    catalogue: Catalogue, episodes: Sequence[Episode], most: int
) -> tuple[NamesView, NamesView]:
    """Return the people and the other names that occur in the most of some episodes."""
    if len(episodes) == len(catalogue.listed):
        counts = Counter({id_: len(found) for id_, found in catalogue.occurrences.items()})
    else:
        counts = Counter(
            id_ for episode in episodes for id_ in catalogue.entities_of[episode.docname]
        )
    ranked: dict[bool, list[str]] = {True: [], False: []}
    for id_, number in sorted(counts.items(), key=lambda item: _rank(catalogue, *item)):
        if number and catalogue.homes[id_]:
            ranked[catalogue.entities[id_].type == "person"].append(id_)
    people, others = (
        NamesView(tuple((_entity(catalogue, i), counts[i]) for i in ranked[is_person][:most]))
        for is_person in (True, False)
    )
    return people, others


def _rank(catalogue: Catalogue, id_: str, number: int) -> tuple[int, int, str]:
    return -number, -len(catalogue.entities[id_].mentions), id_


def _entity(catalogue: Catalogue, id_: str) -> Link:
    return entity_link(catalogue, catalogue.entities[id_])


def _newly(catalogue: Catalogue, episodes: Sequence[Episode]) -> NamesView:
    """Return the names that occur in recent episodes only, most mentions first."""
    recent = {e.docname for e in episodes[:_RECENT]}
    if len(episodes) < 2 * len(recent):
        return _NONE
    names = {id_ for docname in recent for id_ in catalogue.entities_of[docname]}
    new = [i for i in names if catalogue.occurrences[i] <= recent and catalogue.homes[i]]
    new.sort(key=lambda i: _rank(catalogue, i, len(catalogue.occurrences[i])))
    return NamesView(
        tuple((_entity(catalogue, i), len(catalogue.occurrences[i])) for i in new[:_MOST_NAMES])
    )


def most_named(catalogue: Catalogue, of_people: bool, limit: int) -> NamesView:
    """Return the people, or the other names, that occur in the most episodes."""
    people, others = _most_named(catalogue, list(catalogue.listed.values()), limit)
    return people if of_people else others


def select_episodes(catalogue: Catalogue, wanted: EpisodeFilter) -> tuple[EpisodeCard, ...]:
    """Return the episodes of a listing."""
    return tuple(_card(catalogue, e) for e in _chosen(catalogue, wanted))


def group_episodes(
    catalogue: Catalogue, wanted: EpisodeFilter, by: str
) -> tuple[EpisodeGroup, ...]:
    """Return the episodes of a listing in groups, in the order of the first episode of each.

    An episode with several tags is in the group of each. Episodes without any are the last group.

    :param by: see :class:`EpisodeGroup`.
    """
    chosen = _chosen(catalogue, wanted, of_each_language=by == "language")
    found: dict[tuple[Any, ...], EpisodeGroup] = {}
    cards: dict[tuple[Any, ...], list[EpisodeCard]] = {}
    for episode in chosen:
        for key, group in _GROUPS[by](catalogue, episode) or [((), EpisodeGroup("", *_EMPTY))]:
            found.setdefault(key, group)
            cards.setdefault(key, []).append(_card(catalogue, episode))
    is_one_channel = len({group.channel for group in found.values()}) == 1
    groups = [
        group._replace(
            by=by, channel=None if is_one_channel else group.channel, cards=tuple(cards[key])
        )
        for key, group in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: not (group.name or group.day)))


_EMPTY: tuple[None, None, None, tuple[()]] = (None, None, None, ())
_Keyed = list[tuple[tuple[Any, ...], EpisodeGroup]]


def _of_date(catalogue: Catalogue, episode: Episode, **first: int) -> _Keyed:
    day = episode.date.replace(**first) if episode.date else None
    return [((day,), EpisodeGroup("", None, None, day, ()))] if day else []


def _of_channel(catalogue: Catalogue, episode: Episode) -> _Keyed:
    link = channel_link(catalogue, episode)
    if link is None:
        return []
    name = CollectionLink("channel", link.text, link.address, link.language)
    return [((name,), EpisodeGroup("", None, name, None, ()))]


def _of_season(catalogue: Catalogue, episode: Episode) -> _Keyed:
    if episode.season is None:
        return []
    channel = catalogue.channel_of.get(episode.docname)
    id_ = channel.id if channel else ""
    found = catalogue.seasons.get(id_, {}).get(episode.season)
    address = Address(found.docname) if found else None
    name = CollectionLink("season", str(episode.season), address)
    link = link_to_channel(catalogue, channel) if channel else None
    return [((id_, episode.season), EpisodeGroup("", link, name, None, ()))]


def _of_language(catalogue: Catalogue, episode: Episode) -> _Keyed:
    language = episode.language.partition("-")[0]
    name = CollectionLink("language", language, None)
    return [((language,), EpisodeGroup("", None, name, None, ()))]


def _of_tags(catalogue: Catalogue, episode: Episode) -> _Keyed:
    return [
        ((fold(tag.name),), EpisodeGroup("", None, tag, None, ()))
        for tag in tag_links(catalogue, episode)
    ]


_GROUPS: Mapping[str, Callable[[Catalogue, Episode], _Keyed]] = {
    "year": partial(_of_date, month=1, day=1),
    "month": partial(_of_date, day=1),
    "channel": _of_channel,
    "season": _of_season,
    "language": _of_language,
    "tag": _of_tags,
}

#: What listings can be grouped by.
GROUPS = tuple(_GROUPS)


def _chosen(
    catalogue: Catalogue, wanted: EpisodeFilter, *, of_each_language: bool = False
) -> list[Episode]:
    """Return the episodes of a listing, in its order: one version of each, or all versions."""
    every = catalogue.episodes if wanted.language or of_each_language else catalogue.listed
    chosen = [e for e in every.values() if _is_wanted(catalogue, e, wanted)]
    descending, key = wanted.sort.startswith("-"), wanted.sort.lstrip("-")
    if (descending, key) != (True, "date"):
        chosen.sort(key=lambda e: _sort_key(e, key), reverse=descending)
    return chosen[: wanted.limit or None]


def _card(catalogue: Catalogue, episode: Episode) -> EpisodeCard:
    return EpisodeCard(
        episode=episode_link(episode),
        channel=channel_link(catalogue, episode),
        date=episode.date,
        duration=episode.duration,
        summary=shortened(episode.summary, _MOST_SUMMARY),
        reading=reading_minutes(episode),
        people=tuple(
            person_link(catalogue, name)
            for name in (episode.guests or episode.hosts)[:_MOST_PEOPLE]
        ),
        image=own_picture(episode),
        language=text_language(episode.summary, episode.language),
    )


def _is_wanted(catalogue: Catalogue, episode: Episode, wanted: EpisodeFilter) -> bool:
    person = fold(wanted.person)
    if person and person not in map(fold, episode.people):
        target = resolve_entity(catalogue, "", wanted.person)
        main = catalogue.versions.main(episode.docname)
        if not target or main not in catalogue.occurrences[target.name]:
            return False
    return (
        (not wanted.channel or _is_of(catalogue.channel_of.get(episode.docname), wanted.channel))
        and (
            not wanted.language
            or f"{episode.language}-".lower().startswith(f"{wanted.language}-".lower())
        )
        and (not wanted.tag or fold(wanted.tag) in map(fold, episode.tags))
        and (wanted.season is None or episode.season == wanted.season)
        and (
            not wanted.month
            or (episode.date is not None and f"{episode.date:%Y-%m}" == wanted.month)
        )
        and (not wanted.year or (episode.date is not None and episode.date.year == wanted.year))
    )


def _is_of(channel: Channel | None, wanted: str) -> bool:
    return channel is not None and fold(wanted) in (channel.id, fold(channel.name))


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
            return (day_of(episode), episode.docname)
