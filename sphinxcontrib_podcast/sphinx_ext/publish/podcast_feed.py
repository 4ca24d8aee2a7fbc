"""Publish the podcast feeds of own shows, with chapters and transcripts beside the episodes.

They are written when a build ends, if what they contain may have changed.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx.util import logging

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats import chapters, transcripts
from sphinxcontrib_podcast.formats.feeds import Entry
from sphinxcontrib_podcast.formats.podcast_feed import (
    MEDIA_TYPES,
    Item,
    Participant,
    Show,
    Soundbite,
    Transcript,
    podcast_feed,
)
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.model import Channel, Episode, PodcastFeed
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    image_url,
    is_complete,
    media_url,
    site_of,
    write_archive_files,
)
from sphinxcontrib_podcast.sphinx_ext.publish.feeds import (
    entries_of,
    entry_maker,
    is_used,
    state_of_entries,
)
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of
from sphinxcontrib_podcast.views.podcast_feed import (
    has_file,
    has_podcast_feed,
    own_channels,
    podcast_file,
    suffixes,
)
from sphinxcontrib_podcast.views.publication import (
    ChannelRecord,
    EpisodeRecord,
    Named,
    Record,
    publication,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

# A file in the output folder with a hash of what the feeds contain.
_STATE = ".podcast-own-feeds"

_TYPES = {
    ".chapters.json": "application/json+chapters",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
}
_WRITERS = {
    ".chapters.json": chapters.write_json,
    ".vtt": transcripts.WRITERS["vtt"][1],
    ".srt": transcripts.WRITERS["srt"][1],
}
_KINDS = ("trailer", "bonus")  # of episodes, as tags
_MOST_NAMED = 3  # episodes in a message


def setup(app: Sphinx) -> None:
    """Connect the events. The handlers do nothing without ``podcast_feeds`` and own shows."""
    app.connect("env-check-consistency", _report)
    app.connect("build-finished", _write_files)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files."""
    return set(pod_domain(app.env).podcast_files) if is_used(app) and is_complete(app) else set()


def of_page(app: Sphinx, docname: str, record: Record | None) -> str:
    """Return the name of the podcast feed of the page of a show, or ""."""
    is_own = settings_of(app.config).own_shows
    if isinstance(record, ChannelRecord) and record.has_feed and is_own(record.id, record.name):
        return podcast_file(docname)
    return ""


def tags(app: Sphinx, docname: str, record: Record | None, site: Site) -> str:
    """Return the links from the page of an own show or episode to its files."""
    found = [(name, "application/rss+xml") for name in [of_page(app, docname, record)] if name]
    if isinstance(record, EpisodeRecord) and record.channel:
        is_own = settings_of(app.config).own_shows
        if is_own(record.channel_id, record.channel.text):
            found = [(f"{docname}{suffix}", _TYPES[suffix]) for suffix in record.files]
    return "".join(
        f'\n<link rel="alternate" type="{type_}" href="{html.escape(site.file(name))}">'
        for name, type_ in (found if is_used(app) else ())
    )


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and is_used(app) and is_complete(app):
        site = site_of(app)
        content = state_of_entries(app, site)
        write_archive_files(app, _STATE, content, files(app), lambda: _texts(app, site))


def _texts(app: Sphinx, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    catalogue = pod_domain(app.env).catalogue
    for page, channel in own_channels(catalogue, settings_of(app.config).own_shows):
        if has_podcast_feed(catalogue, channel):
            show = _show(app, site, page, channel)
            items = tuple(_items(app, site, channel))
            yield podcast_file(page), podcast_feed(show._replace(items=items))
        for docname in channel.episodes:
            episode = catalogue.episodes[docname]
            for suffix in suffixes(episode):
                yield f"{docname}{suffix}", _WRITERS[suffix](episode)[0]


def _show(app: Sphinx, site: Site, page: str, channel: Channel) -> Show:
    catalogue = pod_domain(app.env).catalogue
    record = publication(catalogue, page)
    assert isinstance(record, ChannelRecord)
    return Show(
        record.name,
        record.descriptions[0][1] if record.descriptions else "",
        record.language or language_tag(app.config),
        site.url(Address(page)),
        site.file(podcast_file(page)),
        image_url(app, site, record.image),
        record.categories,
        _people(app, site, record.hosts, "host"),
        record.license,
        (channel.about and channel.about.podcast_feed) or PodcastFeed(()),
        settings_of(app.config).websub_hub,
    )


def _items(app: Sphinx, site: Site, channel: Channel) -> Iterator[Item]:
    """Yield the episodes of a show whose recordings are known well enough."""
    found = (pod_domain(app.env).catalogue.episodes[docname] for docname in channel.episodes)
    episodes = [e for e in found if e.date and has_file(e) and _enclosure(app, site, e)]
    entries = entries_of(entry_maker(app, site), episodes, with_notes=True)
    for episode, entry in zip(episodes, entries, strict=True):
        yield _item(app, site, episode, entry)


def _item(app: Sphinx, site: Site, episode: Episode, entry: Entry) -> Item:
    """Return the item of an episode."""
    record = publication(pod_domain(app.env).catalogue, episode.docname)
    enclosure = _enclosure(app, site, episode)
    assert isinstance(record, EpisodeRecord)
    assert enclosure
    return Item(
        entry.title,
        entry.url,
        episode.guid,
        entry.date,
        entry.summary,
        entry.content,
        *enclosure,
        episode.duration,
        episode.number,
        episode.season,
        _kind(episode),
        image_url(app, site, episode.picture),
        [tag for tag in episode.tags if tag.casefold() not in _KINDS],
        [*_people(app, site, record.hosts, "host"), *_people(app, site, record.guests, "guest")],
        site.file(f"{episode.docname}.chapters.json") if episode.chapters else "",
        [
            Transcript(site.file(f"{episode.docname}{suffix}"), _TYPES[suffix], episode.language)
            for suffix in suffixes(episode)[bool(episode.chapters) :]
        ],
        list(_soundbites(episode)),
        episode.links,
        None if episode.is_strangers else episode.podcast_feed,
    )


def _enclosure(app: Sphinx, site: Site, episode: Episode) -> tuple[str, int, str] | None:
    """Return the address, size and media type of a recording; None if one is unknown."""
    media = episode.media
    assert media
    type_ = MEDIA_TYPES.get(PurePosixPath(urlsplit(media.url).path).suffix.lower())
    url = media_url(app, site, media)
    size = episode.audio_size
    return (url, size, type_) if url and size and type_ else None


def _people(app: Sphinx, site: Site, people: Iterable[Named], role: str) -> list[Participant]:
    return [
        Participant(
            person.name,
            role,
            site.url(person.address) if person.address else "",
            image_url(app, site, person.image),
        )
        for person in people
    ]


def _soundbites(episode: Episode) -> Iterator[Soundbite]:
    """Yield the quotes whose words are those of the transcript."""
    for quote in episode.quotes:
        verdict = quote.verdict
        if verdict is None or verdict.kind != "verbatim" or any(verdict.cut):
            continue
        if verdict.start is not None and verdict.end is not None and verdict.end > verdict.start:
            yield Soundbite(verdict.start, verdict.end - verdict.start, quote.text)


def _report(app: Sphinx, env: BuildEnvironment) -> None:
    """Report descriptions of the feeds of other people's shows, and what feeds lack."""
    if not is_used(app) or not is_complete(app):
        return
    catalogue, site = pod_domain(env).catalogue, site_of(app)
    is_own = settings_of(app.config).own_shows
    for channel in catalogue.channels.values():
        about = channel.about
        if about and about.podcast_feed and not is_own(channel.id, channel.name):
            _warn(
                app,
                channel,
                "there is no podcast feed of somebody else's show; if it is yours, add it to "
                "podcast_own_shows, otherwise remove podcast_feed",
            )
    for page, channel in own_channels(catalogue, is_own):
        if not has_podcast_feed(catalogue, channel):
            continue
        show = _show(app, site, page, channel)
        if missing := show.missing():
            _warn(app, channel, f"its podcast feed needs {', '.join(missing)}: {_WHERE}")
        episodes = [e for d in channel.episodes if has_file(e := catalogue.episodes[d])]
        unknown = [e.path for e in episodes if not e.date or not _enclosure(app, site, e)]
        if unknown:
            _warn(
                app,
                channel,
                f"{len(unknown)} episodes are not in its podcast feed ({_first_of(unknown)}): give "
                "them a date and, if the recording is elsewhere, its audio_size in bytes; its "
                "address must have a known suffix such as .mp3",
            )
        without = [e.path for e in episodes if e.number is None and _kind(e) == "full"]
        if without and show.given.get("type") == "serial":
            _warn(
                app,
                channel,
                f"{len(without)} episodes have no number ({_first_of(without)}), by which podcast "
                "apps order a serial show: give them one, or make it episodic",
            )


def _first_of(paths: Sequence[str]) -> str:
    more = " …" if len(paths) > _MOST_NAMED else ""
    return f"{', '.join(paths[:_MOST_NAMED])}{more}"


def _kind(episode: Episode) -> str:
    """Return the kind of an episode by its tags."""
    tags = [tag.casefold() for tag in episode.tags]
    return next((kind for kind in _KINDS if kind in tags), "full")


_WHERE = "write that into [channels.ID] of the registry, or into the page about the folder"


def _warn(app: Sphinx, channel: Channel, message: str) -> None:
    about = channel.about
    place = Path(app.srcdir, about.path) if about else Path(app.confdir, "conf.py")
    logger.warning(
        f"{channel.id}: {message}",
        location=f"{place}:{about.line if about else 1}",
        type="podcast",
        subtype="feed",
    )
