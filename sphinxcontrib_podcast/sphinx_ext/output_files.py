"""Exact builds: after any edits the output is what a clean build would give.

Sphinx reads and writes again what changed, and the domain sees to what shows other parts of
the archive. Left is what follows from an edit elsewhere, and what an earlier build left behind:

- pages whose navigation, or whose references to other documents, now read differently;
- pages that were not written although their document was read: by another builder with the
  same doctrees, or because a build was killed;
- pages of documents that are gone, and what stays of them in the search index.

What an output folder holds is noted beside the doctrees when a build has come to its end. Where
nothing is to be written, the search index and the inventory are not made anew either.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from sphinxcontrib_podcast.catalogue.store import short_hash
from sphinxcontrib_podcast.sphinx_ext.compat import complete_search_index, leave_index_and_inventory
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: Builders of pages with a search index; it is made of the pages that are written.
_PAGES_WITH_INDEX = ("html", "dirhtml")


@dataclass
class _Output:
    """What an output folder holds.

    ``documents``: when each was read (as Sphinx notes it), a digest of its headings, and the
    suffix of its source. ``navigation`` and ``references`` are digests of what pages show of
    the toctrees, and of the objects of other domains than ours.
    """

    documents: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    navigation: str = ""
    references: str = ""


@dataclass
class _Page:
    """A page before it is written again; ``modified`` in nanoseconds."""

    modified: int
    digest: str


class ExactBuilds:
    """Follows a build, from what it reads to what it has written."""

    def __init__(self, app: Sphinx) -> None:
        self._old = self._output = _Output()
        self._read: list[str] = []
        self._before: dict[str, _Page | None] = {}
        app.connect("env-get-outdated", self._outdated)
        app.connect("env-before-read-docs", self._before_read)
        app.connect("doctree-read", self._note_references)
        app.connect("env-updated", self._to_write)
        app.connect("write-started", self._before_write)
        app.connect("html-collect-pages", self._complete_index)
        app.connect("build-finished", self._finish)

    def _outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Documents whose toctree names a document that is gone."""
        return [d for d, included in env.toctree_includes.items() if removed.intersection(included)]

    def _before_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self._read = list(docnames)

    def _note_references(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the documents that refer to something of another domain, or to documents."""
        domain = pod_domain(app.env)
        if any(link.get("refdomain") != "pod" for link in doctree.findall(pending_xref)):
            domain.refer_elsewhere.add(app.env.docname)

    def _to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Documents to write again although they were not read again."""
        old = self._old = _load(app)
        new = self._output = _describe(env, old)
        docnames = {d for d, state in new.documents.items() if old.documents.get(d) != state}
        if new.navigation != old.navigation or _is_index_lost(app):
            docnames |= env.found_docs
        if new.references != old.references:
            docnames |= pod_domain(env).refer_elsewhere & env.found_docs
        due = docnames.union(self._read) & env.found_docs
        due |= {toc for d in due for toc in env.files_to_rebuild.get(d, ())} & env.found_docs
        self._before = {docname: _page(app, docname) for docname in sorted(due)}
        return sorted(docnames)

    def _before_write(self, app: Sphinx, builder: Builder) -> None:
        """Note that the output folder is being changed, or leave what need not be."""
        mark = _mark(app)
        if (
            builder.name in _PAGES_WITH_INDEX
            and not mark.exists()
            and not self._before
            and self._output == self._old
            and not any(builder.get_outdated_docs())
            and (Path(app.outdir) / "objects.inv").exists()
        ):
            leave_index_and_inventory(builder)
        elif mark.parent.exists():
            mark.touch()

    def _complete_index(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        complete_search_index(app.builder, app.env)
        return iter(())

    def _finish(self, app: Sphinx, exception: Exception | None) -> None:
        if exception is not None or not self._output.documents:
            return
        for docname, before in self._before.items():
            after = _page(app, docname)
            if after is None or (before and after.modified == before.modified):
                # a build of some files only
                self._output.documents.pop(docname, None)
            elif before and after.digest == before.digest:
                _leave_untouched(app, docname, before)
        for docname, (_, _, suffix) in self._old.documents.items():
            now = self._output.documents.get(docname)
            if docname not in app.env.found_docs:
                _remove_page(app, docname)
            if docname not in app.env.found_docs or (now and now[2] != suffix):
                _remove_source(app, docname, suffix)
        path = _path(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".new").write_text(json.dumps(asdict(self._output)), encoding="utf-8")
        path.with_suffix(".new").replace(path)
        _mark(app).unlink(missing_ok=True)


def _path(app: Sphinx) -> Path:
    """Where it is noted what this builder's output folder holds."""
    name = short_hash(f"{app.builder.name} {app.outdir}")
    return Path(app.doctreedir) / FOLDER / "outputs" / f"{name}.json"


def _mark(app: Sphinx) -> Path:
    """A file that is there while the output folder is being changed."""
    return _path(app).with_suffix(".writing")


def _is_index_lost(app: Sphinx) -> bool:
    return (
        app.builder.name in _PAGES_WITH_INDEX and not (Path(app.outdir) / "searchindex.js").exists()
    )


def _load(app: Sphinx) -> _Output:
    with suppress(OSError, ValueError, TypeError):
        data = json.loads(_path(app).read_text(encoding="utf-8"))
        data["documents"] = {d: tuple(state) for d, state in data["documents"].items()}
        return _Output(**data)
    return _Output()


def _describe(env: BuildEnvironment, old: _Output) -> _Output:
    """What the output will hold; only of documents that were read anew it is worked out anew."""
    documents = {}
    for docname in sorted(env.found_docs):
        read = int(env.all_docs.get(docname, 0))
        known = old.documents.get(docname)
        headings = known[1] if known and known[0] == read else _headings(env, docname)
        suffix = Path(env.doc2path(docname, base=False)).suffix
        documents[docname] = (read, headings, suffix)
    toctrees = sorted((d, tuple(included)) for d, included in env.toctree_includes.items())
    shown = dict.fromkeys(d for docname, included in toctrees for d in (docname, *included))
    titles = [documents[d][1] for d in shown if d in documents]
    references = ""
    if pod_domain(env).refer_elsewhere:
        objects = (
            sorted(map(repr, d.get_objects())) for d in env.domains.sorted() if d.name != "pod"
        )
        references = short_hash(repr([*objects, [state[1] for state in documents.values()]]))
    return _Output(documents, short_hash(repr((toctrees, titles))), references)


def _headings(env: BuildEnvironment, docname: str) -> str:
    """A digest of a document's title and table of contents, as far as other pages show it."""
    toc = env.tocs.get(docname) if env.metadata[docname].get("tocdepth") != 1 else ""
    return short_hash(f"{env.titles.get(docname)} {env.longtitles.get(docname)} {toc}")


def _page_path(app: Sphinx, docname: str) -> Path | None:
    find = getattr(app.builder, "get_output_path", None)
    return Path(find(docname)) if find else None


def _page(app: Sphinx, docname: str) -> _Page | None:
    path = _page_path(app, docname)
    if path is None:
        return None
    with suppress(OSError):
        return _Page(path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
    return None


def _leave_untouched(app: Sphinx, docname: str, before: _Page) -> None:
    """A page that was written with the same content is one that was not written."""
    path = _page_path(app, docname)
    with suppress(OSError):
        source = Path(app.env.doc2path(docname)).stat().st_mtime_ns
        if path and before.modified > source:  # else Sphinx would write it each time
            os.utime(path, ns=(path.stat().st_atime_ns, before.modified))


def _remove_page(app: Sphinx, docname: str) -> None:
    path = _page_path(app, docname)
    if path is not None:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # of dirhtml; not where others are left in it
            path.parent.rmdir()


def _remove_source(app: Sphinx, docname: str, suffix: str) -> None:
    name = f"{docname}{suffix}"
    if suffix != app.config.html_sourcelink_suffix:
        name += app.config.html_sourcelink_suffix
    if app.builder.format == "html":
        (Path(app.outdir) / "_sources" / name).unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Follow the build."""
    ExactBuilds(app)
