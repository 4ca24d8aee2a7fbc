"""Helpers for all that is published: the addresses of the site, and the files to write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes

from sphinxcontrib_podcast.catalogue.store import replacing
from sphinxcontrib_podcast.formats.site import Site, base_address
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import file_of_document
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.publication import EpisodeRecord, publication

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def base_of(config: Config) -> str:
    """Return the address of the site with a slash at its end, or "" if it is unknown."""
    return base_address(config.html_baseurl)


def site_of(app: Sphinx) -> Site:
    """Return where the pages of the site are."""
    builder: Any = app.builder

    def page(docname: str) -> str:
        return quote(builder.get_target_uri(docname), safe="/%")  # it may be quoted already

    return Site(base_of(app.config), page)


def name_of_page(app: Sphinx, docname: str) -> str:
    """Return the name of the file of a page, relative to the output folder."""
    path = file_of_document(app.builder, docname)
    return (
        os.fspath(path).removeprefix(f"{app.outdir}{os.sep}").replace(os.sep, "/") if path else ""
    )


def write_if_changed(app: Sphinx, name: str, content: str | bytes) -> None:
    """Write a file of the output folder, unless it has this content already."""
    path = Path(app.outdir, name)
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass  # it does not exist yet
    with replacing(path) as file:
        file.write(data)


def ask_for_record(app: Sphinx, doctree: nodes.document) -> None:
    """Ask for what a page says of itself, so that it is written again if that changes.

    All builders ask, as they share what is read.
    """
    if base_of(app.config) and publication(pod_domain(app.env).catalogue, app.env.docname):
        ask(app.env, publication, app.env.docname)


def has_record(app: Sphinx, docname: str) -> bool:
    """Return whether a page says something of itself."""
    return (publication.__name__, (docname,)) in pod_domain(app.env).answers.get(docname, {})


def media_url(app: Sphinx, site: Site, record: EpisodeRecord) -> str:
    """Return the address of the recording of an episode, or ""."""
    if record.media is None or not record.media.is_local:
        return record.media.url if record.media else ""
    files: Any = app.env.dlfiles
    found = files.get(record.media.url) or files.get(Path(record.media.url))
    return site.file(f"_downloads/{Path(found[1]).as_posix()}") if found else ""


def image_url(app: Sphinx, site: Site, image: str) -> str:
    """Return the address of a picture that the site shows, or ""."""
    if not image or "://" in image:
        return image
    found = app.env.images.get(image.removeprefix("/"))
    builder: Any = app.builder
    return site.file(f"{builder.imagedir}/{found[1]}") if found else ""
