"""Helpers for all that is published: the addresses of the site, and the files to write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from docutils import nodes

from sphinxcontrib_podcast.catalogue.store import program_hash, replacing, short_hash
from sphinxcontrib_podcast.formats.site import Site, base_address
from sphinxcontrib_podcast.model import Media
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import file_of_document
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages.common import copy_for_download
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.publication import Record, publication

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


def link_beside(name: str) -> str:
    """Return the relative address of a file in the same folder."""
    return quote(name.rpartition("/")[2])


def way_to_root(name: str) -> str:
    """Return the way from a file of the site to its first folder, such as ``../../``."""
    return "../" * name.count("/")


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


def is_complete(app: Sphinx) -> bool:
    """Return whether this build writes the files of the archive: one part of an archive does.

    It is the part with the first page of the archive. Pages of authors are in all parts.
    """
    settings = settings_of(app.config)
    return settings.is_in_part(settings.pages.index or app.config.root_doc)


def write_archive_files(
    app: Sphinx,
    state_name: str,
    content: object,
    names: Iterable[str],
    texts: Callable[[], Iterable[tuple[str, str]]],
) -> None:
    """Write files about the whole archive, if they are missing or may have changed.

    :param state_name: of a file in the output folder with a hash of what they contain.
    :param content: what they contain apart from the archive.
    :param names: those of the files.
    :param texts: returns the name and the text of each file.
    """
    state = short_hash(repr((program_hash(), pod_domain(app.env).archive_hash, content)))
    path = Path(app.outdir, state_name)
    known = path.read_text("utf-8") if path.exists() else ""
    if state == known and all(Path(app.outdir, name).exists() for name in names):
        return
    path.unlink(missing_ok=True)
    for name, text in texts():
        write_if_changed(app, name, text)
    path.write_text(state, encoding="utf-8")


def record_of(app: Sphinx, docname: str) -> Record | None:
    """Return what a page says of itself; it is computed once for all that is done with a page."""
    return cast(
        "Record | None", pod_domain(app.env).tracker.answer(publication.__name__, (docname,))
    )


def ask_for_record(app: Sphinx, doctree: nodes.document) -> None:
    """Ask for what a page says of itself, so that it is written again if that changes.

    All builders ask, as they share what is read.
    """
    if base_of(app.config) and record_of(app, app.env.docname):
        ask(app.env, publication, app.env.docname)


def has_record(app: Sphinx, docname: str) -> bool:
    """Return whether a page says something of itself."""
    return (publication.__name__, (docname,)) in pod_domain(app.env).answers.get(docname, {})


def media_url(app: Sphinx, site: Site, media: Media | None) -> str:
    """Return the address of a recording, or ""."""
    if media is None or not media.is_local:
        return media.url if media else ""
    name = copy_for_download(app.env, media.url)
    return site.file(f"_downloads/{name}") if name else ""


def image_url(app: Sphinx, site: Site, image: str) -> str:
    """Return the address of a picture that the site shows, or ""."""
    if not image or "://" in image:
        return image
    found = app.env.images.get(image.removeprefix("/"))
    builder: Any = app.builder
    return site.file(f"{builder.imagedir}/{found[1]}") if found else ""
