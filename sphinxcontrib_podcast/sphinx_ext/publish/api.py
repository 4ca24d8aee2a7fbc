"""Publish the archive as JSON, and each page as Markdown, with ``llms.txt``.

The Markdown of a page is written with the page. The other files are written when a build ends, if
what they contain may have changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.paging import MOST_EPISODES
from sphinxcontrib_podcast.formats.api import api_files, file_names
from sphinxcontrib_podcast.formats.html_to_markdown import html_to_markdown
from sphinxcontrib_podcast.formats.llms_txt import Entry, llms_txt
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    is_complete,
    link_beside,
    name_of_page,
    site_of,
    way_to_root,
    write_archive_files,
    write_if_changed,
)
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LLMS = "llms.txt"

# A file in the output folder with a hash of what the other files contain.
_STATE = ".podcast-api"

# Stands for the site while the address of the site is unknown.
_NOWHERE = "https://podcast.invalid/"

# Links to a heading, and what is for readers of the page.
_LEFT_OUT = re.compile(
    r'<a class="headerlink".*?</a>|<label class="pod-switch.*?</label>'
    r'|<p class="pod-(?:downloads|follow|printed) .*?</p>',
    re.DOTALL,
)


def setup(app: Sphinx) -> None:
    """Connect the events. The handlers do nothing without ``podcast_api``."""
    app.connect("html-page-context", _write_markdown, priority=800)
    app.connect("build-finished", _write_files)


def _is_used(app: Sphinx) -> bool:
    return settings_of(app.config).api and has_search_index(app.builder)


def _is_complete(app: Sphinx) -> bool:
    return _is_used(app) and is_complete(app)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files of the archive."""
    if not _is_complete(app):
        return set()
    names = file_names(*pod_domain(app.env).named)
    return names if _has_llms(app) else names | {_LLMS}


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the name of the Markdown copy of a page."""
    if _has_copy(app, docname):
        yield f"{name_of_page(app, docname)}.md"


def _has_copy(app: Sphinx, docname: str) -> bool:
    """Return whether a page has a Markdown copy: feeds with notes are made of those of episodes."""
    if settings_of(app.config).feeds == "full" and docname in pod_domain(app.env).named[0]:
        return has_search_index(app.builder)
    return _is_used(app)


def _has_llms(app: Sphinx) -> bool:
    """Return whether another extension writes ``llms.txt``."""
    return "sphinx_llms_txt" in app.extensions


def _write_markdown(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is None or not _has_copy(app, pagename):
        return
    site, name = site_of(app), f"{name_of_page(app, pagename)}.md"
    base = site.base or _NOWHERE
    body = _LEFT_OUT.sub("", context["body"])
    markdown = html_to_markdown(body, base + site.page(pagename), is_page=True)
    if not site.base:
        markdown = markdown.replace(f"]({_NOWHERE}", f"]({way_to_root(name)}")
    write_if_changed(app, name, f"{markdown}\n")
    href = link_beside(name)
    context["metatags"] += f'\n<link rel="alternate" type="text/markdown" href="{href}">'


def _write_files(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not _is_complete(app):
        return
    site, listed = site_of(app), _listed(app)

    def texts() -> Iterator[tuple[str, str]]:
        yield from api_files(pod_domain(app.env).catalogue, site)
        if not _has_llms(app):
            yield _LLMS, _llms_txt(app, listed)

    write_archive_files(app, _STATE, (site.url(Address("a/b")), listed), files(app), texts)


def _listed(app: Sphinx) -> list[tuple[str, str]]:
    """Return the document names and titles of the first pages of the site."""
    pages = settings_of(app.config).pages
    docnames = (app.config.root_doc, pages.index, pages.episodes, pages.entities, pages.quotes)
    titles = app.env.titles
    return [(d, titles[d].astext()) for d in dict.fromkeys(docnames) if d in titles]


def _llms_txt(app: Sphinx, listed: Iterable[tuple[str, str]]) -> str:
    catalogue, site = pod_domain(app.env).catalogue, site_of(app)

    def copy(docname: str) -> str:
        return site.file(f"{name_of_page(app, docname)}.md")

    channels = [
        Entry(channel.name, copy(address.docname), about[0][1] if about else "")
        for channel in catalogue.channels.values()
        if (address := catalogue.channel_address(channel.id))
        for about in [channel.about.descriptions if channel.about else ()]
    ]
    newest = list(catalogue.episodes.values())[:MOST_EPISODES]
    episodes = [Entry(e.title, copy(e.docname), e.summary) for e in newest]
    sections = [
        (_("Pages"), [Entry(title, copy(docname)) for docname, title in listed]),
        (_("Channels"), channels),
        (_("Episodes"), episodes),
        (_("Data"), [Entry("JSON", site.file("api/index.json"))]),
    ]
    config = app.config
    return llms_txt(config.html_title or config.project, "", [(str(n), e) for n, e in sections])
