"""The search index of a site, in parts, in place of Sphinx's.

What the index has of a document is kept beside the doctrees, so that a build reads only the
documents that it writes.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import unidata_version

from sphinx import search as sphinx_search

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.store import load, program_hash, save, short_hash, write_text
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.compat import replace_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.pages.parts import words_of
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER
from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage
from sphinxcontrib_podcast.sphinx_ext.search.index import Index
from sphinxcontrib_podcast.sphinx_ext.search.names import Name, names_in, names_of_page
from sphinxcontrib_podcast.sphinx_ext.search.places import Place, places_in
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

PARTS = "_search"
_SEARCH_PAGE = "search"  # as Sphinx names it


class _Kept(NamedTuple):
    """What the index has of a document."""

    title: str
    places: list[Place]
    terms: list[set[str]]
    """The words of each place."""


def is_used(app: Sphinx) -> bool:
    """Return whether the site has this index.

    A project may choose another language, a scorer of its own or Pagefind, and some themes have a
    search of their own.
    """
    config = app.config
    return (
        has_search_index(app.builder)
        and config.html_search_language == EveryLanguage.lang
        and not config.html_search_scorer
        and settings_of(config).search == "sphinx"
        and sphinx_search.IndexBuilder.__module__ == sphinx_search.__name__
    )


def setup(app: Sphinx) -> None:
    """Connect the events."""
    # before the one that skips the index if no page has changed
    app.connect("write-started", _replace, priority=400)
    app.connect("html-page-context", _add_script)


def lost(app: Sphinx) -> set[str]:
    """Return the documents to write again, because what the index needs of them is missing."""
    if not is_used(app):
        return set()
    docnames = app.env.found_docs
    known: tuple[tuple[str, ...], dict[str, int]] | None
    known = load(_folder(app) / "files.pickle", program_hash())
    names, sizes = known or ((), {})
    if not names or not all(Path(app.outdir, name).exists() for name in names):
        return set(docnames)
    return {d for d in docnames if not _is_whole(_file(app, d), sizes.get(d))}


def _is_whole(path: Path, size: int | None) -> bool:
    """Return whether a pickle is complete. A power failure may leave fewer bytes, or zeros."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size == size and file.read(1) == pickle.PROTO
    except OSError:
        return False


def _folder(app: Sphinx) -> Path:
    return Path(app.doctreedir) / FOLDER / "search" / short_hash(f"{app.builder.name} {app.outdir}")


def _file(app: Sphinx, docname: str) -> Path:
    return _folder(app) / "documents" / f"{docname}.pickle"


def _add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if pagename == _SEARCH_PAGE and is_used(app):
        app.add_js_file("podcast-search.js", loading_method="defer")


def _replace(app: Sphinx, builder: Builder) -> None:
    if is_used(app):
        replace_search_index(
            builder,
            lambda docname, doctree, title: _keep(app, docname, doctree, title),
            lambda: _write(app),
        )


def _keep(app: Sphinx, docname: str, doctree: nodes.document, title: str) -> None:
    """Keep what the index has of a document. Sphinx calls this when it is written."""
    metadata = app.env.metadata.get(docname, {})
    kept = None
    if title and not ("no-search" in metadata or "nosearch" in metadata):
        episode = pod_domain(app.env).catalogue.episodes.get(docname)
        chapters = {chapter.id: chapter for chapter in episode.chapters} if episode else {}
        language: EveryLanguage = app.builder.indexer.lang  # type: ignore[attr-defined]
        places = places_in(doctree, chapters, partial(words_of, env=app.env))
        terms = [
            set[str]().union(
                language.terms(place.title, episode.language if episode else ""),
                *(language.terms(text, spoken) for text, spoken in place.texts),
            )
            for place in places
        ]
        kept = _Kept(_plain(app, docname, title), places, terms)
    save(_file(app, docname), program_hash(), kept)


def _plain(app: Sphinx, docname: str, title: str) -> str:
    """Return the title of a document without markup."""
    node = app.env.titles.get(docname)
    return " ".join((node.astext() if node else title).split())


def _write(app: Sphinx) -> None:
    """Write the index of all documents."""
    outdir = Path(app.outdir)
    labels = {
        "didYouMean": str(_("Did you mean:")),
        "more": str(_("More results")),
        "alsoHere": str(_("Also here:")),
    }
    written = []
    for name, content in _index(app).files(labels):
        written.append(name)
        path = outdir / name
        with suppress(OSError):
            if path.read_bytes() == content.encode():
                continue
        write_text(path, content)
    for path in (outdir / PARTS).iterdir():
        if f"{PARTS}/{path.name}" not in written:
            path.unlink()
    sizes = {
        docname: path.stat().st_size
        for docname in app.env.found_docs
        if (path := _file(app, docname)).exists()
    }
    save(_folder(app) / "files.pickle", program_hash(), (tuple(written), sizes))
    _forget_removed(app)


def _index(app: Sphinx) -> Index:
    """Return the index: documents in the order of their names, then names, then titles."""
    language: EveryLanguage = app.builder.indexer.lang  # type: ignore[attr-defined]
    name_terms = _folder(app) / "names.pickle"
    stemmers = [version(package) for package in ("sphinx", "snowballstemmer")]
    fingerprint = f"{program_hash()} {language.codes} {stemmers} {unidata_version}"
    index = Index(language, load(name_terms, fingerprint))
    labels = {"page": str(_("page")), "section": str(_("section"))}
    names: dict[Address, list[Name]] = {}
    for name in names_in(app):
        names.setdefault(Address(name.docname, name.anchor), []).append(name)
    titles: list[Name] = []
    for docname in sorted(app.env.found_docs):
        kept = load(_file(app, docname), program_hash())
        if kept is None:
            continue
        places = [
            (place.anchor, place.title, place.time, "\n".join(text for text, _ in place.texts))
            for place in kept.places
        ]
        # a page is of the kind of what it is about
        about = names.get(Address(docname), ())
        kind = about[0].kind if about else labels["page"]
        uri = app.builder.get_target_uri(docname)
        index.add(kept.title, kind, uri, places, kept.terms)
        titles += names_of_page(docname, kept.title, kept.places, labels)
    titles = [name for name in titles if Address(name.docname, name.anchor) not in names]
    for name in [*(name for found in names.values() for name in found), *titles]:
        uri = app.builder.get_target_uri(name.docname)
        uri += f"#{name.anchor}" if name.anchor else ""
        title, kind, _docname, _anchor, where, others, rank, spoken = name
        index.add_name(title, kind, rank, uri, where, others, spoken)
    save(name_terms, fingerprint, index.name_terms)
    return index


def _forget_removed(app: Sphinx) -> None:
    folder = _folder(app) / "documents"
    for path in folder.rglob("*.pickle"):
        docname = path.relative_to(folder).as_posix().removesuffix(".pickle")
        if docname not in app.env.found_docs:
            path.unlink()
