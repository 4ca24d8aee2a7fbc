"""Publish feeds of the site, its channels, languages, tags and names.

They are written when a build ends, if what they contain may have changed.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.store import short_hash
from sphinxcontrib_podcast.formats.feeds import WRITERS, Entry, Feed, notes, outline
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _, project_labels
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    is_complete,
    name_of_page,
    site_of,
    way_to_root,
    write_archive_files,
)
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.feeds import (
    SITE_FEED,
    FeedPart,
    FeedSource,
    feed_parts,
    feed_sources,
    feeds_of_page,
    suffixes,
)
from sphinxcontrib_podcast.views.podcast_feed import (
    has_podcast_feed,
    own_channels,
    podcast_file,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The newest entries of a feed may have the notes, up to these numbers of entries and bytes.
_MOST_NOTES, _MOST_BYTES = 20, 500_000

#: The name of the page about the feeds.
PAGE = "feed"

_NAMES = {".atom": "Atom", ".rss": "RSS", ".json": "JSON Feed"}

EntryMaker = Callable[[str, bool], Entry]

# A file in the output folder with a hash of what the feeds contain.
_STATE = ".podcast-feeds"


def setup(app: Sphinx) -> None:
    """Connect the events. The handlers do nothing without ``podcast_feeds``."""
    app.connect("doctree-read", _ask_for_feeds)
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _write_files)


def _ask_for_feeds(app: Sphinx, doctree: nodes.document) -> None:
    """Ask for the feeds of the first page, so that it is written again if there is another.

    Those of other pages follow from what these show. All builders ask, as they share what is read.
    """
    if SITE_FEED in feeds_of_page(pod_domain(app.env).catalogue, app.env.docname):
        ask(app.env, feeds_of_page, app.env.docname)


def is_used(app: Sphinx) -> bool:
    """Return whether this build writes feeds."""
    is_wanted = bool(settings_of(app.config).feeds and site_of(app).base)
    return is_wanted and has_search_index(app.builder)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files."""
    if not is_used(app) or not is_complete(app):
        return set()
    return {*pod_domain(app.env).feeds, *([name_of_page(app, PAGE)] if _has_page(app) else ())}


def tags(app: Sphinx, docname: str, site: Site) -> str:
    """Return the links to the feeds of the site and of a page."""
    if not is_used(app):
        return ""
    found = []
    for link in dict.fromkeys([*feeds_of_page(pod_domain(app.env).catalogue, docname), SITE_FEED]):
        for suffix in suffixes(link.kind):
            type_ = WRITERS[suffix][0]
            shown = html.escape(_title(app, link.kind, link.title))
            url = html.escape(site.file(f"{link.name}{suffix}"))
            found.append(f'\n<link rel="alternate" type="{type_}" title="{shown}" href="{url}">')
    return "".join(found)


def follow(app: Sphinx, docname: str, podcast: str) -> str:
    """Return the line that leads readers to the feeds of a page, or "" if it has none.

    :param podcast: the name of its podcast feed, or "".
    """
    found = feeds_of_page(pod_domain(app.env).catalogue, docname) if is_used(app) else []
    if not found:
        return ""
    way = way_to_root(name_of_page(app, docname))
    links = [*_links(way, found[0].name, found[0].kind, podcast), _link_to_page(app, way)]
    label = html.escape(_("Follow by feed:"))
    return f'<p class="pod-follow no-search">{label} {" · ".join(filter(None, links))}</p>'


def _links(way: str, name: str, kind: str, podcast: str = "") -> list[str]:
    """Return links to the files of a feed."""
    files = [(f"{name}{suffix}", WRITERS[suffix][0], _NAMES[suffix]) for suffix in suffixes(kind)]
    if podcast:
        files.insert(0, (podcast, WRITERS[".rss"][0], _("Podcast")))
    return [
        f'<a href="{html.escape(way + quote(file))}" type="{type_}">{html.escape(label)}</a>'
        for file, type_, label in files
    ]


def _link_to_page(app: Sphinx, way: str) -> str:
    if not _has_page(app):
        return ""
    uri, label = html.escape(way + app.builder.get_target_uri(PAGE)), html.escape(_("All feeds"))
    return f'<a href="{uri}">{label}</a>'


def _has_page(app: Sphinx) -> bool:
    """Return whether there is a page about the feeds: no document has its name."""
    return PAGE not in app.env.found_docs


def _page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page that explains the feeds to people, and lists them."""
    if not is_used(app) or not is_complete(app) or not _has_page(app):
        return
    catalogue = pod_domain(app.env).catalogue
    way = way_to_root(name_of_page(app, PAGE))
    is_own = settings_of(app.config).own_shows
    podcasts = {
        page: podcast_file(page)
        for page, channel in own_channels(catalogue, is_own)
        if has_podcast_feed(catalogue, channel)
    }
    lists: dict[str, list[str]] = {}
    for source in feed_sources(catalogue):
        if source.kind == "entity":
            continue  # they may be thousands
        title = html.escape(_title(app, source.kind, source.title, of_site=False))
        lang = f' lang="{html.escape(source.language)}"' if source.language else ""
        if source.kind == "language":
            title = f"<span{lang}>{title}</span>"
        else:
            uri = html.escape(way + app.builder.get_target_uri(source.docname))
            title = f'<a href="{uri}"{lang}>{title}</a>'
        links = _links(way, source.name, source.kind, podcasts.get(source.docname, ""))
        lists.setdefault(source.kind, []).append(f"<li>{title}: {' · '.join(links)}</li>")
    headings = {"channel": _("Channels"), "language": _("Languages"), "tag": _("Tags")}
    title = html.escape(_("Feeds"))
    body = [
        f'<section class="pod-page pod-feeds" id="feeds">\n<h1>{title}</h1>',
        *(f"<p>{html.escape(text)}</p>" for text in _explanation(bool(podcasts))),
    ]
    for kind, items in lists.items():
        if kind in headings:
            body.append(f"<h2>{html.escape(headings[kind])}</h2>")
        body.append("<ul>\n" + "\n".join(items) + "\n</ul>")
    yield PAGE, {"title": title, "body": "\n".join([*body, "</section>"])}, "page.html"


def _explanation(has_podcasts: bool) -> list[str]:
    """Return the paragraphs that explain feeds."""
    found = [
        _(
            "A feed tells you about new episodes, without an account and without mail. Copy the "
            "address of a link on this page into a feed reader. All formats have the same "
            "episodes."
        ),
        _("To hear the episodes, copy the address of a podcast into a podcast app."),
        _("The page of each name links to a feed of the episodes that mention it."),
    ]
    return found if has_podcasts else [found[0], found[2]]


def _title(app: Sphinx, kind: str, title: str, *, of_site: bool = True) -> str:
    """Return the title of a feed: what it is about, with the title of the site."""
    project: str = app.config.project
    if kind == "language":
        title = project_labels(app.config).language_name(title).text
    if not title:
        return project
    return f"{title} – {project}" if of_site else title


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not is_used(app) or not is_complete(app):
        return
    site = site_of(app)
    content = state_of_entries(app, site)
    names = pod_domain(app.env).feeds
    write_archive_files(app, _STATE, content, names, lambda: _texts(app, site))


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
