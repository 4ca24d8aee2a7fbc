"""Files and metadata for other programs, a module for each kind."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.publish import (
    api,
    bibliography,
    citations,
    downloads,
    embeds,
    feeds,
    json_ld,
    manifest,
    podcast_feed,
    previews,
    quote_pages,
)
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    ask_for_record,
    base_of,
    record_of,
    site_of,
)
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: The settings that do nothing while the address of the site is unknown.
_NEED_BASE = ("json_ld", "previews", "feeds", "citations", "embeds", "quote_pages")


def setup(app: Sphinx) -> None:
    """Connect the events of all kinds."""
    app.connect("builder-inited", _ask_for_base)
    app.connect("doctree-read", ask_for_record)
    app.connect("html-page-context", _add_tags, priority=400)  # before sphinxext.opengraph
    api.setup(app)
    previews.setup(app)
    bibliography.setup(app)
    downloads.setup(app)
    embeds.setup(app)
    quote_pages.setup(app)
    feeds.setup(app)
    manifest.setup(app)
    podcast_feed.setup(app)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files that belong to no single document."""
    kinds = (api, downloads, feeds, manifest, podcast_feed)
    return set().union(*(kind.files(app) for kind in kinds))


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the names of the files beside the page of a document."""
    yield from api.files_of_document(app, docname)
    yield from citations.files_of_document(app, docname)
    yield from embeds.files_of_document(app, docname)
    yield from previews.files_of_document(app, docname)
    yield from quote_pages.files_of_document(app, docname)


def _add_tags(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add what a page says of itself to its head, if the address of the site is known."""
    site = site_of(app)
    if doctree is None or not has_search_index(app.builder):
        return
    context["metatags"] += _versions(app, pagename, site)
    context["body"] += downloads.line(app, pagename)
    if not site.base:
        return
    record = record_of(app, pagename)
    frame = embeds.frame_of(app, pagename, record, site, doctree)
    context["metatags"] += previews.tags(app, pagename, record, site, context, doctree, frame)
    context["metatags"] += embeds.tags(app, pagename, frame, site)
    context["metatags"] += feeds.tags(app, pagename, site)
    context["metatags"] += podcast_feed.tags(app, pagename, record, site)
    context["body"] += feeds.follow(app, pagename, podcast_feed.of_page(app, pagename, record))
    context["body"] += _printed_address(app, pagename, site)
    context["metatags"] += json_ld.tags(app, pagename, record, site)
    context["metatags"] += citations.tags(app, pagename, record, site, context)


def _versions(app: Sphinx, pagename: str, site: Site) -> str:
    """Return links to the versions of an episode in other languages; the page shows them too."""
    catalogue = pod_domain(app.env).catalogue
    lines = []
    for docname in catalogue.versions.of.get(pagename, ()):
        own = app.builder.get_target_uri(docname).rpartition("/")[2] or "./"
        uri = app.builder.get_relative_uri(pagename, docname) or own
        href = site.url(Address(docname)) if site.base else uri
        tag = escape(catalogue.episodes[docname].language)
        lines.append(f'\n<link rel="alternate" hreflang="{tag}" href="{escape(href)}">')
    return "".join(lines)


def _printed_address(app: Sphinx, pagename: str, site: Site) -> str:
    """Return the address of a page of ours, and how to open a moment of it: shown on paper."""
    domain = pod_domain(app.env)
    if pagename not in domain.documents.generated and pagename not in domain.catalogue.episodes:
        return ""
    lines = [escape(site.url(Address(pagename)))]
    if episode := domain.catalogue.episodes.get(pagename):
        starts = [chapter.start for chapter in episode.chapters if chapter.start]
        if starts:
            text = _("To open a moment, add its time to the address, such as #t=%s.")
            lines.append(escape(text % format_time(starts[0])))
    return f'<p class="pod-printed no-search">{"<br>".join(lines)}</p>'


def _ask_for_base(app: Sphinx) -> None:
    """Report the settings that need the address of the site, if it is unknown."""
    settings = settings_of(app.config)
    wanted = [f"podcast_{name}" for name in _NEED_BASE if getattr(settings, name)]
    if wanted and not base_of(app.config) and has_search_index(app.builder):
        logger.warning(
            f"{', '.join(wanted)}: set html_baseurl to the address of the site, without which "
            "nothing is written",
            location=f"{Path(app.confdir, 'conf.py')}:1",
            type="podcast",
            subtype="no-baseurl",
        )
