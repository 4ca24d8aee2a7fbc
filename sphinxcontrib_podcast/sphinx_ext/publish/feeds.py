"""Publish feeds of the site, its channels, languages, tags and names.

They are written when a build ends, if what they contain may have changed.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.store import short_hash
from sphinxcontrib_podcast.formats.feeds import WRITERS, Entry, Feed, notes, outline
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import project_labels
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    is_complete,
    name_of_page,
    site_of,
    write_archive_files,
)
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of
from sphinxcontrib_podcast.views.feeds import (
    FeedPart,
    FeedSource,
    feed_name,
    feed_of_page,
    feed_parts,
    feed_sources,
    suffixes,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The newest entries of a feed may have the notes, up to these numbers of entries and bytes.
_MOST_NOTES, _MOST_BYTES = 20, 600_000

EntryMaker = Callable[[str, bool], Entry]

# A file in the output folder with a hash of what the feeds contain.
_STATE = ".podcast-feeds"


def setup(app: Sphinx) -> None:
    """Connect the event. The handler does nothing without ``podcast_feeds``."""
    app.connect("build-finished", _write_files)


def is_used(app: Sphinx) -> bool:
    """Return whether this build writes feeds."""
    is_wanted = bool(settings_of(app.config).feeds and site_of(app).base)
    return is_wanted and has_search_index(app.builder)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files."""
    return set(pod_domain(app.env).feeds) if is_used(app) and is_complete(app) else set()


def tags(app: Sphinx, docname: str, site: Site) -> str:
    """Return the links to the feeds of the site and of a page."""
    if not is_used(app):
        return ""
    kind, title = feed_of_page(pod_domain(app.env).catalogue, docname)
    links = [(feed_name(docname), kind, title)] if kind else []
    found = []
    for name, kind, title in [*links, ("feed", "site", "")]:
        for suffix in suffixes(kind):
            type_, shown = WRITERS[suffix][0], html.escape(_title(app, kind, title))
            url = html.escape(site.file(f"{name}{suffix}"))
            found.append(f'\n<link rel="alternate" type="{type_}" title="{shown}" href="{url}">')
    return "".join(found)


def _title(app: Sphinx, kind: str, title: str) -> str:
    """Return the title of a feed: that of the site with what it is about."""
    of_site: str = app.config.project
    if kind == "language":
        title = project_labels(app.config).language_name(title).text
    return f"{title} – {of_site}" if title else of_site


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_used(app) or not is_complete(app):
        return
    site = site_of(app)
    content = state_of_entries(app, site)
    write_archive_files(app, _STATE, content, files(app), lambda: _texts(app, site))


def state_of_entries(app: Sphinx, site: Site) -> object:
    """Return what entries of feeds contain apart from the archive."""
    settings, config = settings_of(app.config), app.config
    copies = [short_hash(_copy(app, docname)) for docname in pod_domain(app.env).named[0]]
    seen = (settings.feeds, settings.websub_hub, config.project, config.language)
    return (site.url(Address("a/b")), seen, copies)


def _texts(app: Sphinx, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    entry = entry_maker(app, site)
    for source in feed_sources(pod_domain(app.env).catalogue):
        for part in feed_parts(source):
            feed = _feed(app, site, source, part, entry)
            for suffix in suffixes(source.kind):
                yield f"{part.name}{suffix}", WRITERS[suffix][1](feed)


def entry_maker(app: Sphinx, site: Site) -> EntryMaker:
    """Return a function that makes the entry of an episode, with or without notes, once."""
    catalogue = pod_domain(app.env).catalogue

    @cache
    def entry(docname: str, with_notes: bool) -> Entry:
        return _entry(app, site, catalogue.episodes[docname], with_notes=with_notes)

    return entry


def entries_of(
    entry: EntryMaker, episodes: Sequence[Episode], *, with_notes: bool
) -> Iterator[Entry]:
    """Yield the entries of episodes, the newest with their notes if there is room for them."""
    left = _MOST_BYTES
    for number, episode in enumerate(episodes):
        if with_notes and number < _MOST_NOTES:
            found = entry(episode.docname, True)
            left -= len(html.escape(found.content).encode())
            if left >= 0:
                yield found
                continue
        yield entry(episode.docname, False)


def _feed(
    app: Sphinx,
    site: Site,
    source: FeedSource,
    part: FeedPart,
    entry: EntryMaker,
) -> Feed:
    with_notes = source.is_whole and not part.is_archive
    entries = tuple(entries_of(entry, part.episodes, with_notes=with_notes))
    return Feed(
        _title(app, source.kind, source.title),
        source.description,
        source.language or language_tag(app.config),
        site.url(Address(source.docname)),
        site.file(part.name),
        entries,
        site.file(source.name) if part.is_archive else "",
        site.file(part.older) if part.older else "",
        site.file(part.newer) if part.newer else "",
        settings_of(app.config).websub_hub,
    )


def _entry(app: Sphinx, site: Site, episode: Episode, *, with_notes: bool) -> Entry:
    copy = _copy(app, episode.docname) if with_notes else ""
    chapters = [(c.start, c.title, site.moment(episode.docname, c.start)) for c in episode.chapters]
    assert episode.date
    return Entry(
        site.url(Address(episode.docname)),
        episode.title,
        episode.language,
        episode.date,
        episode.summary,
        notes(copy) if copy else outline(episode.summary, chapters),
        episode.tags,
    )


def _copy(app: Sphinx, docname: str) -> str:
    """Return the Markdown copy of a page, or "" if the feeds do not contain notes."""
    if settings_of(app.config).feeds != "full":
        return ""
    path = Path(app.outdir, f"{name_of_page(app, docname)}.md")
    return path.read_text("utf-8") if path.exists() else ""
