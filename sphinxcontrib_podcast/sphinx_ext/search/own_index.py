"""The search index of a site, in parts, in place of Sphinx's.

What the index has of a document is kept beside the doctrees, so that a build reads only the
documents that it writes.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx import search as sphinx_search

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.store import load, program_hash, save, short_hash, write_text
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.compat import replace_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER
from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage
from sphinxcontrib_podcast.sphinx_ext.search.folding import same_characters
from sphinxcontrib_podcast.sphinx_ext.search.names import RANKS, Name, names_in, names_of_page
from sphinxcontrib_podcast.sphinx_ext.search.places import Place, places_in
from sphinxcontrib_podcast.sphinx_ext.search.shards import Document, Record, index_files
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

PARTS = "_search"
_SEARCH_PAGE = "search"  # as Sphinx names it
_WORDS_FROM = RANKS["section"]  # the rank of names whose words are looked up with typing errors


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
    names = load(_folder(app) / "files.pickle", program_hash()) or ()
    if not names or not all(Path(app.outdir, name).exists() for name in names):
        return set(docnames)
    return {docname for docname in docnames if not _file(app, docname).exists()}


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
        places = places_in(doctree, chapters)
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
    index = _Index(app)
    for docname in sorted(app.env.found_docs):
        kept = load(_file(app, docname), program_hash())
        if kept is not None:
            index.add(docname, kept)
    index.add_names()
    outdir = Path(app.outdir)
    written = []
    for name, content in index.files():
        written.append(name)
        path = outdir / name
        with suppress(OSError):
            if path.read_bytes() == content.encode():
                continue
        write_text(path, content)
    for path in (outdir / PARTS).iterdir():
        if f"{PARTS}/{path.name}" not in written:
            path.unlink()
    save(_folder(app) / "files.pickle", program_hash(), tuple(written))
    _forget_removed(app)


def _forget_removed(app: Sphinx) -> None:
    folder = _folder(app) / "documents"
    for path in folder.rglob("*.pickle"):
        docname = path.relative_to(folder).as_posix().removesuffix(".pickle")
        if docname not in app.env.found_docs:
            path.unlink()


class _Index:
    """The words of all documents and names."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._language: EveryLanguage = app.builder.indexer.lang  # type: ignore[attr-defined]
        self._kinds: dict[str, int] = {}
        self._documents: list[Document] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, dict[int, None]] = defaultdict(dict)
        self._records: list[Record] = []
        self._words: set[str] = set()
        self._count = 0
        self._labels = {"page": str(_("page")), "section": str(_("section"))}
        self._of_pages: list[Name] = []
        self._taken: set[Address] = set()

    def add(self, docname: str, kept: _Kept) -> None:
        """Add a document."""
        for terms in kept.terms:
            for term in terms:
                self._places[term].append(self._count)
            self._count += 1
        places = [
            (place.anchor, place.title, place.time, "\n".join(text for text, _ in place.texts))
            for place in kept.places
        ]
        kind = self._kind(self._kind_of(docname))
        self._documents.append(Document(kept.title, kind, self._uri(docname), places))
        self._of_pages += names_of_page(docname, kept.title, kept.places, self._labels)

    def add_names(self) -> None:
        """Add the names of the archive, then the titles of everything else."""
        for name in names_in(self._app):
            self._add_name(name)
        taken = self._taken.copy()
        for name in self._of_pages:
            if Address(name.docname, name.anchor) not in taken:
                self._add_name(name)

    def _add_name(self, name: Name) -> None:
        self._taken.add(Address(name.docname, name.anchor))
        number = len(self._records)
        uri = self._uri(name.docname) + (f"#{name.anchor}" if name.anchor else "")
        self._records.append(
            Record(name.title, self._kind(name.kind), name.rank, uri, name.where, name.others)
        )
        for text in (name.title, *name.others):
            terms, words = self._language.name_terms(text, name.language)
            for term in terms:
                self._names[term][number] = None
            if name.rank >= _WORDS_FROM:
                self._words.update(words)

    def _kind_of(self, docname: str) -> str:
        domain = pod_domain(self._app.env)
        kind = ""
        if docname in domain.catalogue.episodes:
            kind = "episode"
        elif id_ := domain.catalogue.entity_at(Address(docname)):
            type_ = domain.catalogue.entities[id_].type
            kind = type_ if type_ in domain.object_types else "entity"
        return (
            str(domain.get_type_name(domain.object_types[kind])) if kind else self._labels["page"]
        )

    def _kind(self, label: str) -> int:
        return self._kinds.setdefault(label, len(self._kinds))

    def _uri(self, docname: str) -> str:
        return self._app.builder.get_target_uri(docname)

    def files(self) -> list[tuple[str, str]]:
        """Return the name and the content of each file."""
        seen = set[str]().union(*self._places, *self._names)
        same = {
            chr(c): other for c, other in sorted(same_characters().items())
            if other in seen and not 0x3040 < c < 0x30A0
        }  # fmt: skip
        head = {
            "kinds": list(self._kinds),
            "same": ["".join(same), "".join(same.values())],
            "labels": {
                "didYouMean": str(_("Did you mean:")),
                "more": str(_("More results")),
                "alsoHere": str(_("Also here:")),
            },
        }
        return list(
            index_files(
                head, self._documents, self._places, self._names, self._records, self._words
            )
        )
