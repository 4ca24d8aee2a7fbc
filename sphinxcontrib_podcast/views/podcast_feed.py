"""The shows that have a podcast feed, and the files that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.model import Channel, Episode
from sphinxcontrib_podcast.views.feeds import feed_name

#: Returns whether a show with one of these names is an own one.
IsOwn = Callable[..., bool]


def own_channels(catalogue: Catalogue, is_own: IsOwn) -> Iterator[tuple[str, Channel]]:
    """Yield the own shows, each with the document name of its page."""
    for docname, channel in catalogue.channel_at.items():
        if is_own(channel.id, channel.name):
            yield docname, channel


def has_podcast_feed(catalogue: Catalogue, channel: Channel) -> bool:
    """Return whether a show has a podcast feed if it is an own one.

    It has recordings, or its author describes the feed.
    """
    is_described = bool(channel.about and channel.about.podcast_feed)
    return is_described or any(has_file(catalogue.episodes[d]) for d in channel.episodes)


def has_file(episode: Episode) -> bool:
    """Return whether the recording of an episode is a file, and not a page with a player."""
    return episode.media is not None and episode.media.kind in ("audio", "video")


def podcast_file(docname: str) -> str:
    """Return the name of the podcast feed of a show by the page of the show."""
    return f"{feed_name(docname)}.xml"


def podcast_files(catalogue: Catalogue, is_own: IsOwn) -> Iterator[str]:
    """Yield the names of all podcast feeds, and of the files beside the pages of episodes."""
    for page, channel in own_channels(catalogue, is_own):
        if has_podcast_feed(catalogue, channel):
            yield podcast_file(page)
        for docname in channel.episodes:
            yield from (f"{docname}{suffix}" for suffix in suffixes(catalogue.episodes[docname]))


def suffixes(episode: Episode) -> tuple[str, ...]:
    """Return the suffixes of the files beside the page of an own episode."""
    transcript = (".vtt", ".srt") if episode.has_moments else ()
    return (*((".chapters.json",) if episode.chapters else ()), *transcript)
