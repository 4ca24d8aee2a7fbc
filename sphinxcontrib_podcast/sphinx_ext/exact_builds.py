"""Exact builds: after any edits the output equals that of a clean build.

Sphinx reads and writes changed documents again, and the domain finds the documents that show
changed parts of the archive. This module adds the cases that Sphinx does not notice, and cleans up
after earlier builds:

- documents whose files changed although they look older than the last build;
- pages whose navigation, or whose references to other documents, now read differently;
- pages that refer to a style or script whose checksum changed, or whose template changed;
- pages that were not written although their document was read: another builder with the same
  doctrees read it, or a build was killed;
- files that are missing from the output folder, and files that a build no longer writes.

When a build ends, the content of the output folder is recorded beside the doctrees and in the
folder itself. If no page has to be written, the search index and the inventory are not written
either.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxcontrib_podcast.catalogue.store import short_hash, write_text
from sphinxcontrib_podcast.sphinx_ext import written_files
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import (
    file_of_document,
    has_files_of_documents,
    has_search_index,
    is_html,
)
from sphinxcontrib_podcast.sphinx_ext.compat import complete_search_index, leave_index_and_inventory
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER
from sphinxcontrib_podcast.sphinx_ext.publish import downloads
from sphinxcontrib_podcast.sphinx_ext.publish.bibliography import citing
from sphinxcontrib_podcast.sphinx_ext.search import own_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: The key of an author's document among the sources of a page. Other sources have a path as key.
_CONTENT = ""


@dataclass
class _Output:
    """The recorded content of an output folder."""

    documents: dict[str, tuple[int, str]] = field(default_factory=dict)
    """When each document was read, as in ``env.all_docs``, and a hash of its headings."""

    pages: dict[str, str] = field(default_factory=dict)
    """The hash of each document's page."""

    images: dict[str, str] = field(default_factory=dict)
    """The name of each image in the output folder, by its path in the source folder."""

    navigation: str = ""
    """A hash of the toctrees, and of the titles in them."""

    references: str = ""
    """A hash of headings, objects of other domains and citations; empty if no page uses them."""

    appearance: str = ""
    """A hash of the templates, styles and scripts."""

    settings: str = ""
    """A hash of the configuration, as Sphinx recorded it in the output folder."""


@dataclass
class _Page:
    """The state of a page before it is written again."""

    modified: int
    """The modification time in nanoseconds."""

    hash: str
    """The SHA-256 hash of the content."""


class ExactBuilds:
    """Tracks a build from reading to writing."""

    def __init__(self, app: Sphinx) -> None:
        self._old = self._output = _Output()
        self._listed = written_files.Written()
        self._read: list[str] = []
        self._due: set[str] = set()
        self._before: dict[str, _Page | None] = {}
        self._expected: set[str] = set()
        self._indices: set[str] = set()
        app.connect("env-get-outdated", self._outdated)
        app.connect("env-before-read-docs", self._before_read)
        app.connect("doctree-read", self._note_reading)
        app.connect("env-updated", self._to_write, priority=600)  # after sphinxcontrib-bibtex
        app.connect("write-started", self._before_write)
        app.connect("doctree-resolved", self._before_page)
        app.connect("html-page-context", self._note_index)
        app.connect("html-collect-pages", self._complete_index)
        app.connect("build-finished", self._finish, priority=600)  # after Pagefind

    def _outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Return documents whose files have changed, whatever their modification times are.

        Documents whose toctree lists a removed document are also returned.
        """
        state = functools.cache(_state)
        hashes = pod_domain(env).hashes
        docnames = [d for d, known in env.toctree_includes.items() if removed.intersection(known)]
        docnames += [
            docname
            for docname, sources in pod_domain(env).sources.items()
            if docname in env.found_docs
            and any(
                known != (state(path) if path != _CONTENT else hashes.get(docname))
                for path, known in sources.items()
            )
        ]
        return docnames

    def _before_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self._read = list(docnames)

    def _note_reading(self, app: Sphinx, doctree: nodes.document) -> None:
        """Record the files a document was read from, and whether it refers to other domains."""
        env, domain = app.env, pod_domain(app.env)
        docname = env.docname
        if any(link.get("refdomain") != "pod" for link in doctree.findall(pending_xref)):
            domain.refer_elsewhere.add(docname)
        paths = {os.fspath(Path(app.srcdir, path)) for path in env.dependencies.get(docname, ())}
        paths.add(os.fspath(Path(app.confdir, "docutils.conf")))  # it may be created later
        paths.update(downloads.sources(app, docname))
        domain.sources[docname] = {}
        if docname in domain.hashes:
            domain.sources[docname][_CONTENT] = domain.hashes[docname]
        elif docname not in domain.documents.generated:
            paths.add(os.fspath(env.doc2path(docname)))
        domain.sources[docname] |= {path: _state(path) for path in sorted(paths)}

    def _to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return documents to write again although they were not read again."""
        _name_images(env)
        old = _load(app)
        if has_files_of_documents(app.builder):
            listed = written_files.load(app)
            if listed is None or listed.pages != _hash_of_pages(old):
                old = _Output()  # the record is about other files
            self._listed = listed or written_files.Written()
        self._old = old
        new = self._output = _describe(app, old)
        docnames = {d for d, state in new.documents.items() if old.documents.get(d) != state}
        if (new.navigation, new.appearance, new.settings) != (
            old.navigation,
            old.appearance,
            old.settings,
        ) or _is_index_lost(app):
            docnames |= env.found_docs
        if new.references != old.references:
            docnames |= (pod_domain(env).refer_elsewhere | citing(app)[0]) & env.found_docs
        docnames |= self._with_lost_files(app) | own_index.lost(app)
        for source, name in new.images.items():
            if old.images.get(source) != name:
                docnames |= env.images[source][0] & env.found_docs
        due = docnames.union(self._read) & env.found_docs
        self._due = due | (
            {toc for d in due for toc in env.files_to_rebuild.get(d, ())} & env.found_docs
        )
        return sorted(docnames)

    def _with_lost_files(self, app: Sphinx) -> set[str]:
        """Return documents that have lost a file in the output folder."""
        lost = {name for name in self._listed.files if not written_files.exists(app, name)}
        if not lost:
            return set()
        docnames = {
            docname
            for docname in app.env.found_docs
            if not lost.isdisjoint(written_files.files_of_document(app, docname))
        }
        for users, name in app.env.images.values():
            if written_files.image_name(app, name) in lost:
                docnames |= users & app.env.found_docs
        return docnames

    def _before_write(self, app: Sphinx, builder: Builder) -> None:
        """Remove files that this build does not write, and mark the output as being changed."""
        if has_files_of_documents(builder):
            self._expected = written_files.expected(app)
            old = self._listed
            gone = old.files - self._expected
            written_files.remove(app, gone | written_files.made_in_static(app, old.files))
            # an interrupted build may leave any of these
            files = old.files | self._expected
            indices = old.indices | written_files.pages_to_come(app)
            if (files, indices) != (old.files, old.indices):
                written_files.save(app, written_files.Written(files, indices, old.pages))
        mark = _mark(app)
        if (
            has_search_index(builder)
            and not mark.exists()
            and not self._due
            and self._output == self._old
            and not any(builder.get_outdated_docs())
            and (Path(app.outdir) / "objects.inv").exists()
        ):
            leave_index_and_inventory(builder)
        elif mark.parent.exists():
            mark.touch()

    def _before_page(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Record the state of a document's page before it is written."""
        if docname not in self._before:
            self._before[docname] = _page(app, docname)

    def _note_index(
        self, app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        if doctree is None and (name := written_files.index_page(app, pagename, template)):
            self._indices.add(name)

    def _complete_index(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        complete_search_index(app.builder, app.env)
        written_files.remove(
            app, self._listed.indices - self._indices - written_files.pages_to_come(app)
        )
        return iter(())

    def _finish(self, app: Sphinx, exception: Exception | None) -> None:
        if exception is not None or not self._output.documents:
            return
        new = self._output
        written = set()
        for docname, before in self._before.items():
            after = _page(app, docname)
            if after is None:
                new.pages.pop(docname, None)
            elif before is None or after.modified != before.modified:
                written.add(docname)
                new.pages[docname] = after.hash
                if before and after.hash == before.hash:
                    _leave_untouched(app, docname, before)
        for docname in self._due - written:
            new.documents.pop(docname, None)  # a build of some files only
        if written >= app.env.found_docs:
            new.settings = _settings(app)
        if has_files_of_documents(app.builder):
            files = {name for name in self._expected if written_files.exists(app, name)}
            if is_html(app.builder):
                files |= written_files.found_in_static(app)
            written_files.save(
                app, written_files.Written(files, self._indices, _hash_of_pages(new))
            )
        write_text(_path(app), json.dumps(asdict(new)))
        _mark(app).unlink(missing_ok=True)


def _path(app: Sphinx) -> Path:
    """Return the path of the record of this builder's output folder."""
    name = short_hash(f"{app.builder.name} {app.outdir}")
    return Path(app.doctreedir) / FOLDER / "outputs" / f"{name}.json"


def _mark(app: Sphinx) -> Path:
    """Return the path of a file that exists while the output folder is being changed."""
    return _path(app).with_suffix(".writing")


def _is_index_lost(app: Sphinx) -> bool:
    return has_search_index(app.builder) and not (Path(app.outdir) / "searchindex.js").exists()


def _load(app: Sphinx) -> _Output:
    with suppress(OSError, ValueError, TypeError, AttributeError, KeyError):
        data = json.loads(_path(app).read_text(encoding="utf-8"))
        data["documents"] = {d: tuple(state) for d, state in data["documents"].items()}
        data["pages"], data["images"] = dict(data["pages"]), dict(data["images"])
        return _Output(**data)
    return _Output()


def _describe(app: Sphinx, old: _Output) -> _Output:
    """Return what the output will contain; hashes of documents not read again are reused."""
    env = app.env
    documents = {}
    for docname in sorted(env.found_docs):
        read = int(env.all_docs.get(docname, 0))
        known = old.documents.get(docname)
        documents[docname] = (
            read,
            known[1] if known and known[0] == read else _headings(env, docname),
        )
    toctrees = sorted((d, tuple(included)) for d, included in env.toctree_includes.items())
    shown = dict.fromkeys(d for docname, included in toctrees for d in (docname, *included))
    titles = [documents[d][1] for d in shown if d in documents]
    references = ""
    if pod_domain(env).refer_elsewhere:
        objects = (
            sorted(map(repr, d.get_objects())) for d in env.domains.sorted() if d.name != "pod"
        )
        headings = [state[1] for state in documents.values()]
        references = short_hash(repr([*objects, headings, citing(app)[1]]))
    return _Output(
        documents,
        {docname: hash_ for docname, hash_ in old.pages.items() if docname in documents},
        {source: name for source, (_docnames, name) in env.images.items()},
        short_hash(repr((toctrees, titles))),
        references,
        written_files.appearance(app),
        _settings(app),
    )


def _settings(app: Sphinx) -> str:
    """Return a hash of the configuration that Sphinx recorded in the output folder.

    Sphinx records a new configuration before it writes any page, and even if it writes only some.
    """
    with suppress(OSError):
        return short_hash((Path(app.outdir) / ".buildinfo").read_text(encoding="utf-8"))
    return ""


def _state(path: str) -> str:
    """Return the modification time and size of a file, or an empty string if it is missing."""
    with suppress(OSError):
        status = Path(path).stat()
        return f"{status.st_mtime_ns} {status.st_size}"
    return ""


def _hash_of_pages(known: _Output) -> str:
    return short_hash(repr(sorted(known.pages.items())))


def _name_images(env: BuildEnvironment) -> None:
    """Give images with the same file name the names that a clean build would.

    Sphinx numbers them in the order in which it reads their documents.
    """
    users = {source: set(docnames) for source, (docnames, _name) in env.images.items()}
    for docname in set().union(*users.values()):
        env.images.purge_doc(docname)
    for source in sorted(users):
        for docname in sorted(users[source] & env.found_docs):
            env.images.add_file(docname, source)


def _headings(env: BuildEnvironment, docname: str) -> str:
    """Return a hash of a document's title and table of contents, as far as other pages show it."""
    toc = env.tocs.get(docname) if env.metadata[docname].get("tocdepth") != 1 else ""
    return short_hash(f"{env.titles.get(docname)} {env.longtitles.get(docname)} {toc}")


def _page(app: Sphinx, docname: str) -> _Page | None:
    path = file_of_document(app.builder, docname)
    if path is None:
        return None
    with suppress(OSError):
        return _Page(path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
    return None


def _leave_untouched(app: Sphinx, docname: str, before: _Page) -> None:
    """Restore the modification time of a page that was written with the same content.

    Do nothing if its source or a template is newer: Sphinx would write the page in every build.
    """
    path = file_of_document(app.builder, docname)
    templates: Any = getattr(app.builder, "templates", None)
    newest = int(templates.newest_template_mtime() * 10**9) if templates else 0
    with suppress(OSError):
        newest = max(newest, Path(app.env.doc2path(docname)).stat().st_mtime_ns)
        if path and before.modified > newest:
            os.utime(path, ns=(path.stat().st_atime_ns, before.modified))


def setup(app: Sphinx) -> None:
    """Connect to the events of a build."""
    ExactBuilds(app)
