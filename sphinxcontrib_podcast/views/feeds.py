"""The feeds of a site: of all episodes, and of each channel, language, tag and name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.model import Channel, Episode
from sphinxcontrib_podcast.views.links import channel_language

#: The greatest number of entries in a file.
MOST_ENTRIES = 50

_FOLDER = "feed"

# Other kinds of feeds are many: they are written without JSON and without their older entries.
_WHOLE = ("site", "channel", "language")


class FeedSource(NamedTuple):
    """The episodes of a feed."""

    name: str
    """The name of its files, without suffix."""

    kind: str
    """``site``, ``channel``, ``language``, ``tag`` or ``entity``."""

    title: str
    """A name or a tag, the tag of a language, or "" for the site."""

    language: str
    """Of the episodes, or "" for that of the project."""

    description: str
    docname: str
    """Of the page about them."""

    episodes: tuple[Episode, ...]
    """Those that have a date, newest first."""

    @property
    def is_whole(self) -> bool:
        """Whether its older entries are in further files, and the newest may have notes."""
        return self.kind in _WHOLE


class FeedPart(NamedTuple):
    """A file of a feed: the newest entries, or a part of the archive (RFC 5005)."""

    name: str
    episodes: tuple[Episode, ...]
    older: str
    """The name of the part before it, like ``newer``; "" if there is none."""

    newer: str
    """"" for the newest entries as well."""

    is_archive: bool


def feed_sources(catalogue: Catalogue) -> Iterator[FeedSource]:
    """Yield the feeds of a site."""
    episodes = tuple(catalogue.episodes.values())
    first = first_page(catalogue)
    yield FeedSource(_FOLDER, "site", "", "", "", first, _dated(catalogue.listed.values()))
    for docname, channel in catalogue.channel_at.items():
        yield _of_channel(catalogue, docname, channel)
    for language in feed_languages(catalogue):
        chosen = _dated(e for e in episodes if e.language == language)
        yield FeedSource(f"{_FOLDER}/{language}", "language", language, language, "", first, chosen)
    for tag in catalogue.tags.values():
        name = feed_name(tag.docname)
        yield FeedSource(name, "tag", tag.name, "", "", tag.docname, _dated(tag.episodes))
    order = {docname: i for i, docname in enumerate(catalogue.episodes)}
    for entity in catalogue.entities.values():
        if catalogue.has_page(entity):
            found = sorted(catalogue.occurrences[entity.id], key=order.__getitem__)
            docname = catalogue.pages.entity.format(id=entity.id)
            yield FeedSource(
                feed_name(docname),
                "entity",
                catalogue.name_of(entity),
                "",
                catalogue.first_descriptions[entity.id][1],
                docname,
                _dated(catalogue.episodes[docname] for docname in found),
            )


def feed_files(catalogue: Catalogue) -> Iterator[str]:
    """Yield the names of the files of all feeds."""
    for source in feed_sources(catalogue):
        for part in feed_parts(source):
            yield from (f"{part.name}{suffix}" for suffix in suffixes(source.kind))


def suffixes(kind: str) -> tuple[str, ...]:
    """Return the suffixes of the formats in which a kind of feed is written."""
    return (".atom", ".rss", ".json") if kind in _WHOLE else (".atom", ".rss")


def feed_name(docname: str) -> str:
    """Return the name of the files of the feed of a page, without suffix."""
    return f"{_FOLDER}/{docname}"


class FeedLink(NamedTuple):
    """A feed, as pages lead to it."""

    name: str
    """The name of its files, without suffix."""

    kind: str
    title: str
    """Like those of ``FeedSource``."""


#: The feed of all episodes.
SITE_FEED = FeedLink(_FOLDER, "site", "")


def feeds_of_page(catalogue: Catalogue, docname: str) -> list[FeedLink]:
    """Return the feeds of what a page is about."""
    if channel := catalogue.channel_at.get(docname):
        return [FeedLink(feed_name(docname), "channel", channel.name)]
    collection = catalogue.collections.get(docname)
    if collection and collection.kind == "tag":
        return [FeedLink(feed_name(docname), "tag", collection.name)]
    if id_ := catalogue.entity_at(Address(docname)):
        name = catalogue.name_of(catalogue.entities[id_])
        return [FeedLink(feed_name(docname), "entity", name)]
    if docname == first_page(catalogue):
        return [
            SITE_FEED,
            *(FeedLink(f"{_FOLDER}/{tag}", "language", tag) for tag in feed_languages(catalogue)),
        ]
    return []


def feed_languages(catalogue: Catalogue) -> list[str]:
    """Return the languages that have a feed: those of an archive in several languages."""
    found = {episode.language for episode in catalogue.episodes.values() if episode.language}
    return sorted(found) if len(found) > 1 else []


def first_page(catalogue: Catalogue) -> str:
    """Return the name of the first page of the archive."""
    return catalogue.pages.index or catalogue.root


def feed_parts(source: FeedSource) -> list[FeedPart]:
    """Return the files of a feed, the newest entries first.

    Parts of the archive are full and numbered from the oldest, so that a new entry changes none
    of them. The newest entries include those that are in no part.
    """
    newest = source.episodes[:MOST_ENTRIES]
    number = len(source.episodes) // MOST_ENTRIES
    if not source.is_whole or len(newest) == len(source.episodes):
        return [FeedPart(source.name, newest, "", "", is_archive=False)]
    names = ["", *(f"{source.name}/{i}" for i in range(1, number + 1)), ""]
    oldest_first = source.episodes[::-1]
    parts = [FeedPart(source.name, newest, names[number], "", is_archive=False)]
    for i in range(number, 0, -1):
        episodes = oldest_first[(i - 1) * MOST_ENTRIES : i * MOST_ENTRIES][::-1]
        parts.append(FeedPart(names[i], episodes, names[i - 1], names[i + 1], is_archive=True))
    return parts


def _of_channel(catalogue: Catalogue, docname: str, channel: Channel) -> FeedSource:
    about = channel.about.descriptions if channel.about else ()
    return FeedSource(
        feed_name(docname),
        "channel",
        channel.name,
        channel_language(catalogue, channel),
        about[0][1] if about else "",
        docname,
        _dated(catalogue.episodes[name] for name in channel.episodes),
    )


def _dated(episodes: Iterable[Episode]) -> tuple[Episode, ...]:
    return tuple(episode for episode in episodes if episode.date)
