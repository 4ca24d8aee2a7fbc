"""Let sphinxcontrib-bibtex cite episodes: a BibTeX file of them beside the doctrees.

sphinxcontrib-bibtex reads its files before the archive is scanned. So the file exists from then on,
and is read again after it was written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.store import program_hash, short_hash, write_text
from sphinxcontrib_podcast.formats.citations import WRITERS, Citation, citations_of
from sphinxcontrib_podcast.formats.site import Site, page_path
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER
from sphinxcontrib_podcast.sphinx_ext.publish.common import base_of, site_of
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.publication import EpisodeRecord, publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_EXTENSION, _DOMAIN = "sphinxcontrib.bibtex", "cite"


def setup(app: Sphinx) -> None:
    """Connect the event."""
    app.connect("config-inited", _add_file, priority=910)  # after the settings are checked


def _is_used(app: Sphinx) -> bool:
    return _EXTENSION in app.extensions and settings_of(app.config).citations


def _path(app: Sphinx) -> Path:
    return Path(app.doctreedir, FOLDER, "episodes.bib")


def _add_file(app: Sphinx, config: Config) -> None:
    if not _is_used(app):
        return
    path = _path(app)
    if not path.exists():
        write_text(path, "")
    name = os.path.relpath(path, app.confdir)
    config.bibtex_bibfiles = [*(config.bibtex_bibfiles or ()), name]


def write_bibliography(app: Sphinx) -> None:
    """Write the file if the archive may have changed, and have it read if its text has."""
    if not _is_used(app):
        return
    path, site = _path(app), _site(app)
    content = (
        program_hash(),
        pod_domain(app.env).archive_hash,
        site.url(Address("a/b")),
        _name(app),
    )
    mark, known = path.with_suffix(".state"), path.read_text("utf-8")
    if mark.exists() and mark.read_text("utf-8") == short_hash(repr((content, known))):
        return
    text = WRITERS["bibtex"][2](list(_citations(app, site)))
    if text != known:
        write_text(path, text)
        _read_again(app)
    write_text(mark, short_hash(repr((content, text))))


def _name(app: Sphinx) -> str:
    return str(app.config.html_title or app.config.project)


def _site(app: Sphinx) -> Site:
    """Return where the pages of the site are; other builders share what the file says."""
    if has_search_index(app.builder):
        return site_of(app)
    suffix = app.config.html_link_suffix or app.config.html_file_suffix or ".html"
    return Site(base_of(app.config), lambda docname: page_path(docname, suffix=suffix))


def _citations(app: Sphinx, site: Site) -> Iterator[Citation]:
    """Yield the citation of each episode; BibTeX does not distinguish keys by case."""
    catalogue, keys = pod_domain(app.env).catalogue, set()
    for docname in catalogue.episodes:
        record = publication(catalogue, docname)
        assert isinstance(record, EpisodeRecord)
        found = next(citations_of(record, docname, site, _name(app)))
        if found.key.lower() not in keys:
            keys.add(found.key.lower())
            yield found if site.base else found._replace(url="")


def _read_again(app: Sphinx) -> None:
    from sphinxcontrib.bibtex.bibfile import parse_bibdata

    data: dict[str, Any] = app.env.get_domain(_DOMAIN).data
    known = data["bibdata"]
    data["bibdata"] = parse_bibdata(list(known.bibfiles), known.encoding)


def citing(app: Sphinx) -> tuple[set[str], list[str]]:
    """Return the documents with bibliographies, and what these and references to them show."""
    if _EXTENSION not in app.extensions:
        return set(), []
    domain: Any = app.env.get_domain(_DOMAIN)
    shown = [
        repr((c.bibliography_key, c.citation_id, c.key, text.label, str(text.text)))
        for c in domain.citations
        for text in [c.formatted_entry]
    ]
    return {key.docname for key in domain.bibliographies}, sorted(shown)
