"""List the files that a builder writes, and remove files that earlier builds left behind.

Sphinx never removes a file. So a list of the written files is kept in the output folder, as
``.podcast-html.json`` for the builder ``html``. It describes only the folder it is in, and survives
the loss of the doctrees. Before a build writes, it removes the files on the old list that it no
longer writes. Files of other extensions and programs are never on the list, and never removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from sphinx.util.matching import Matcher

from sphinxcontrib_podcast.catalogue.store import short_hash, write_text
from sphinxcontrib_podcast.sphinx_ext import publish
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import (
    copies_sources,
    file_of_document,
    has_search,
    is_ebook,
    is_html,
    is_one_page,
)
from sphinxcontrib_podcast.sphinx_ext.joined_documents import joined_pages
from sphinxcontrib_podcast.sphinx_ext.pages.generated import PodcastProject
from sphinxcontrib_podcast.sphinx_ext.search import own_index
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Templates of the pages that Sphinx writes in each build, apart from ``html_additional_pages``.
_INDEX_TEMPLATES = {
    "domainindex.html",
    "genindex-single.html",
    "genindex-split.html",
    "genindex.html",
    "search.html",
}
_OPENSEARCH = "opensearch.xml"

#: Files in ``_static`` that Sphinx creates, or does not copy from a theme, in each build.
_MADE_IN_STATIC = ("pygments*.css", "translations.js", "*stemmer.js")

#: Static files whose checksums are part of URLs on pages, and templates of such files.
_WITH_CHECKSUM = (".css", ".js", ".mjs", ".css_t", ".js_t", ".css.jinja", ".js.jinja")

#: Folders whose files only their own module knows.
_PAGEFIND, _SEARCH = "pagefind/", f"{own_index.PARTS}/"


@dataclass
class Written:
    """The list in an output folder. Names are relative to the folder, with slashes."""

    files: set[str] = field(default_factory=set)
    """The files of documents, and files that Sphinx copies or creates."""

    indices: set[str] = field(default_factory=set)
    """Pages that do not belong to a single document."""

    pages: str = ""
    """A hash of all pages. It shows whether the record beside the doctrees is of the same build."""


def load(app: Sphinx) -> Written | None:
    """Return the list of the last build, or None if it is missing or invalid."""
    try:
        data = json.loads(_path(app).read_text(encoding="utf-8"))
        names = [*data["files"], *data["indices"]]
        if all(isinstance(name, str) and _is_inside(name) for name in names):
            return Written(set(data["files"]), set(data["indices"]), str(data["pages"]))
    except (OSError, ValueError, TypeError, KeyError):
        pass  # there was no build, or the file is damaged
    return None


def save(app: Sphinx, written: Written) -> None:
    """Write the list. The same output always gives the same bytes."""
    data = {
        "files": sorted(written.files),
        "indices": sorted(written.indices),
        "pages": written.pages,
    }
    write_text(_path(app), json.dumps(data, ensure_ascii=False, indent=0) + "\n")


def _path(app: Sphinx) -> Path:
    return Path(app.outdir) / f".podcast-{app.builder.name}.json"


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def exists(app: Sphinx, name: str) -> bool:
    """Return whether a file is in the output folder."""
    return os.path.exists(f"{app.outdir}/{name}")  # noqa: PTH110 - it is called for each file


def remove(app: Sphinx, names: Iterable[str]) -> None:
    """Remove files, and folders that become empty. Files outside the output folder are kept."""
    outdir = Path(app.outdir).resolve()
    for name in sorted(names):
        path = outdir / name
        if not path.parent.resolve().is_relative_to(outdir):
            continue
        if name in (_PAGEFIND, _SEARCH):
            shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            path.unlink()
        for folder in path.parents:
            if folder == outdir:
                break
            try:
                folder.rmdir()
            except OSError:
                break  # it has other files


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the names of a document's page, and of the copy of its source."""
    path = file_of_document(app.builder, docname)
    if path is not None:
        yield os.fspath(path).removeprefix(f"{app.outdir}{os.sep}").replace(os.sep, "/")
    if (
        copies_sources(app.builder)
        and app.config.html_copy_source
        and not (isinstance(app.project, PodcastProject) and docname in app.project.generated)
    ):
        suffix = str(app.env.doc2path(docname, base=False))[len(docname) :]
        shown = app.config.html_sourcelink_suffix
        yield f"_sources/{docname}{suffix}" + (shown if shown != suffix else "")
    yield from publish.files_of_document(app, docname)


def expected(app: Sphinx) -> set[str]:
    """Return the files that this build writes, as far as they are known in advance."""
    builder: Any = app.builder
    one_page = is_one_page(builder)
    docnames = [app.config.root_doc] if one_page else sorted(app.env.found_docs)
    names = {name for docname in docnames for name in files_of_document(app, docname)}
    if not is_html(builder):
        return names
    names.add("objects.inv")
    if has_search(builder):
        names.add(builder.searchindex_filename)
    # a single page copies only the pictures of the documents that it joins
    shown = joined_pages(app.env) if one_page else app.env.found_docs
    names |= {image_name(app, name) for docs, name in app.env.images.values() if docs & shown}
    names |= {f"_downloads/{Path(dest).as_posix()}" for _docs, dest in app.env.dlfiles.values()}
    names |= {f"_static/{name}" for name, _path in _static_files(app)}
    excluded = Matcher(app.config.exclude_patterns)
    for entry in app.config.html_extra_path:
        names |= {name for name, _path in _files_in(Path(app.confdir, entry), excluded)}
    if is_ebook(builder):
        names.add(f"{app.config.epub_basename}.epub")
    if settings_of(app.config).search == "pagefind":
        names.add(_PAGEFIND)
    if own_index.is_used(app):
        names.add(_SEARCH)
    return names | publish.files(app)


def image_name(app: Sphinx, name: str) -> str:
    """Return the name of an image in the output folder."""
    folder = getattr(app.builder, "imagedir", "_images")
    return f"{folder}/{name}"


def made_in_static(app: Sphinx, names: Iterable[str]) -> set[str]:
    """Return the given names that Sphinx creates again in ``_static``."""
    taken = {f"_static/{name}" for name, _path in _static_files(app)}
    return {
        name
        for name in names
        if name not in taken and any(fnmatch(name, f"_static/{m}") for m in _MADE_IN_STATIC)
    }


def found_in_static(app: Sphinx) -> set[str]:
    """Return the files that Sphinx has created in ``_static``."""
    folder = Path(app.outdir, "_static")
    return {f"_static/{path.name}" for m in _MADE_IN_STATIC for path in folder.glob(m)}


def index_page(app: Sphinx, pagename: str, templatename: str) -> str:
    """Return the file name of a page that Sphinx writes in each build, or ``""`` for others."""
    if templatename == _OPENSEARCH:
        return f"_static/{_OPENSEARCH}"
    if templatename in _INDEX_TEMPLATES or pagename in app.config.html_additional_pages:
        return next(_named(app, [pagename]), "")
    return ""


def pages_to_come(app: Sphinx) -> set[str]:
    """Return the pages that Sphinx writes after the indices."""
    pagenames = list(app.config.html_additional_pages)
    names = set()
    if has_search(app.builder):
        pagenames.append("search")
        if app.config.html_use_opensearch:
            names.add(f"_static/{_OPENSEARCH}")
    return names.union(_named(app, pagenames))


def _named(app: Sphinx, pagenames: Iterable[str]) -> Iterator[str]:
    for pagename in pagenames:
        path = file_of_document(app.builder, pagename)
        if path is not None:
            yield os.fspath(path).removeprefix(f"{app.outdir}{os.sep}").replace(os.sep, "/")


def appearance(app: Sphinx) -> str:
    """Return a hash of the files that affect every page: templates, styles and scripts.

    Sphinx puts a checksum of each style and script into URLs on pages, and considers a template
    changed only if it is newer than the last build.
    """
    builder: Any = app.builder
    parts: list[object] = [sorted(map(str, app.tags))]
    if is_html(builder):
        files = [f for f in _static_files(app) if f[1].name.endswith(_WITH_CHECKSUM)]
        for folder in _theme_folders(app):
            files += [f for f in _files_in(folder) if not f[0].startswith("static/")]
        for entry in app.config.templates_path:
            files += _files_in(Path(app.confdir, entry))
        parts += [(name, _hash(path)) for name, path in files]
    return short_hash(repr(parts))


def _hash(path: Path) -> str:
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def _theme_folders(app: Sphinx) -> list[Path]:
    theme: Any = getattr(app.builder, "theme", None)
    return [Path(folder) for folder in reversed(theme.get_theme_dirs())] if theme else []


def _static_files(app: Sphinx) -> list[tuple[str, Path]]:
    """Return the files that Sphinx copies into ``_static``: names there, and source paths."""
    config = app.config
    hidden = Matcher(["**/.*"])
    excluded = Matcher([*config.exclude_patterns, "**/.*"])
    files: list[tuple[str, Path]] = []
    for folder in _theme_folders(app):
        files += _files_in(folder / "static", hidden)
    for entry in config.html_static_path:
        files += _files_in(Path(app.confdir, entry), excluded)
    for entry in (config.html_logo, config.html_favicon):
        if entry and "://" not in entry:
            files.append((Path(entry).name, Path(app.confdir, entry)))
    return [(_without_template_suffix(name), path) for name, path in files]


def _without_template_suffix(name: str) -> str:
    lower = name.lower()
    if lower.endswith("_t"):
        return name[:-2]
    return name[:-6] if lower.endswith(".jinja") else name


def _files_in(folder: Path, excluded: Matcher | None = None) -> list[tuple[str, Path]]:
    """Return pairs of relative name and path of the files that Sphinx copies from a folder.

    Like Sphinx, accept a single file instead of a folder.
    """
    if folder.is_file():
        return [(folder.name, folder)]
    found = []
    for root, folders, names in os.walk(folder, followlinks=True):
        relative = Path(root).relative_to(folder).as_posix()
        below = "" if relative == "." else f"{relative}/"
        folders[:] = sorted(
            name
            for name in folders
            if name != "__pycache__" and not (excluded and excluded(f"{relative}/{name}"))
        )
        found += [
            (f"{below}{name}", Path(root, name))
            for name in sorted(names)
            if not (excluded and excluded(f"{relative}/{name}"))
        ]
    return found
