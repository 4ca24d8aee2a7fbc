"""Offer e-books and PDF files of the site that other builds have made.

The first page of the archive links to those that exist. Their state is among its sources, so that
it is written again when one of them changes; see ``exact_builds.py``.
"""

from __future__ import annotations

import filecmp
import html
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _, project_labels
from sphinxcontrib_podcast.sphinx_ext.publish.common import is_complete, name_of_page, way_to_root
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.feeds import first_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FOLDER = "downloads"


def setup(app: Sphinx) -> None:
    """Connect the event."""
    app.connect("build-finished", _copy)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files."""
    return {f"{_FOLDER}/{path.name}" for path in _found(app)}


def sources(app: Sphinx, docname: str) -> list[str]:
    """Return the paths of the files that a page offers if they exist."""
    if docname != first_page(pod_domain(app.env).catalogue):
        return []
    return [str(Path(app.confdir, path)) for path in settings_of(app.config).downloads]


def line(app: Sphinx, docname: str) -> str:
    """Return links to the files on the first page of the archive, or "" if there are none."""
    if docname != first_page(pod_domain(app.env).catalogue):
        return ""
    labels, found = project_labels(app.config), list(_found(app))
    formats = [path.suffix.removeprefix(".").upper() for path in found]
    way = way_to_root(name_of_page(app, docname))
    links = []
    for path, format_ in zip(found, formats, strict=True):
        name = format_ if format_ and formats.count(format_) == 1 else path.name
        text = html.escape(f"{name} ({labels.size(path.stat().st_size)})")
        href = html.escape(way + quote(f"{_FOLDER}/{path.name}"))
        links.append(f'<a href="{href}" download>{text}</a>')
    if not links:
        return ""
    label = html.escape(_("Read offline:"))
    return f'<p class="pod-downloads no-search">{label} {" · ".join(links)}</p>'


def _found(app: Sphinx) -> Iterator[Path]:
    if has_search_index(app.builder) and is_complete(app):
        paths = (Path(app.confdir, path) for path in settings_of(app.config).downloads)
        yield from filter(Path.is_file, paths)


def _copy(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    for path in _found(app):
        copy = Path(app.outdir, _FOLDER, path.name)
        copy.parent.mkdir(exist_ok=True)
        if not copy.exists() or not filecmp.cmp(path, copy, shallow=False):
            shutil.copyfile(path, copy)
