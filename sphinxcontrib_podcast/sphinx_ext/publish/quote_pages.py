"""Give each quote a page of its own, so that the preview of its address is the quote.

They are written with the page of the episode, to which they lead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats.previews import description_of, meta_tags
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages.hover import as_script_data
from sphinxcontrib_podcast.sphinx_ext.pages.templates import templates_of
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    base_of,
    record_of,
    site_of,
    way_to_root,
    write_if_changed,
)
from sphinxcontrib_podcast.sphinx_ext.publish.previews import preview_of
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.publication import EpisodeRecord

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FOLDER = "quote/"


class QuotePage(NamedTuple):
    """The page of a quote."""

    text: str
    speaker: str
    language: str
    title: str
    """The title of the episode."""

    show: str
    time: str
    url: str
    """The address of the quote in the episode."""

    root: str
    """The way from the page to the first folder of the site: ``../`` for each folder."""

    tags: str
    """The tags of the preview, as HTML."""


def setup(app: Sphinx) -> None:
    """Connect the event. The handler does nothing without ``podcast_quote_pages``."""
    app.connect("html-page-context", _write, priority=400)


def _is_used(app: Sphinx) -> bool:
    is_wanted = bool(settings_of(app.config).quote_pages and base_of(app.config))
    return is_wanted and has_search_index(app.builder)


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the names of the pages of the quotes of an episode."""
    if _is_used(app):
        for id_ in pod_domain(app.env).quotes.get(docname, ()):
            yield _name(docname, id_)


def _name(docname: str, id_: str) -> str:
    return f"{_FOLDER}{docname}/{id_}.html"


def _write(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Write the pages. Tell the script of the episode's page where they are."""
    if doctree is None or not _is_used(app):
        return
    record = record_of(app, pagename)
    if not isinstance(record, EpisodeRecord) or not record.quotes:
        return
    site = site_of(app)
    preview = preview_of(app, pagename, record, site, context, "")
    show = record.channel.text if record.channel else ""
    for quote in record.quotes:
        name, speaker = _name(pagename, quote.id), quote.speaker.name if quote.speaker else ""
        about = description_of(" · ".join(filter(None, (speaker, record.title, show))))
        own = preview._replace(
            title=quote.text, url=site.file(name), description=about, media=None, frame=None
        )
        view = QuotePage(
            quote.text,
            speaker,
            record.language,
            record.title,
            show,
            "" if quote.start is None else format_time(quote.start),
            site.url(Address(pagename, quote.id)),
            way_to_root(name),
            meta_tags(own),
        )
        html = templates_of(app.builder).render("podcast/quote_page.html", {"view": view})  # type: ignore[arg-type]
        write_if_changed(app, name, f"{html}\n")
    body = as_script_data({"folder": site.file(f"{_FOLDER}{pagename}/")})
    app.add_js_file(None, body=body, type="application/json", id="pod-quote-pages")
