"""Extend the builders of Sphinx that do not work for an archive.

``singlehtml`` needs ids that are unique in the page, but moments have the same ids in each episode.
``epub`` needs the names of its files unquoted if the names of documents are not ASCII.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.joined_documents import files_in
from sphinxcontrib_podcast.views.questions import generated_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: The id in the page by document and id in the document.
Ids = Mapping[tuple[str, str], str]

_FILE = "#document-"  # how Sphinx links to a document in the page; its id may follow after "#"


class SinglePageBuilder(SingleFileHTMLBuilder):
    """Writes one page in which every id is unique and every link has a target."""

    _ids: Ids = {}

    def assemble_doctree(self) -> nodes.document:
        """Join the documents, and make their ids unique."""
        document = super().assemble_doctree()
        domain = pod_domain(self.env)
        ours = domain.catalogue.episodes.keys() | generated_pages(domain.catalogue).keys()
        parts = list(files_in(document, self.config.root_doc))
        ids: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for docname, _root, elements in parts:
            ids[docname, ""] = f"document-{docname}"
            for element in elements:
                for id_ in element["ids"]:
                    # ids made from times and names are in many documents: always rename them,
                    # so that none changes when another document is removed
                    kept = docname not in ours and id_ not in taken
                    ids[docname, id_] = id_ if kept else f"{docname}/{id_}"
                    taken.add(ids[docname, id_])
        ids[self.config.root_doc, ""] = ""
        self._ids = ids
        for docname, _root, elements in parts:
            for element in elements:
                for name in ("ids", "backrefs"):
                    if element.get(name):
                        element[name] = [ids.get((docname, id_), id_) for id_ in element[name]]
                if "refid" in element:
                    element["refid"] = ids.get((docname, element["refid"]), element["refid"])
                if isinstance(element, nodes.reference):
                    self._lead_into_page(element)
        return document

    def _lead_into_page(self, link: nodes.reference) -> None:
        """Point a link to a document at its place in the page, or replace it by its text."""
        uri: str = link.get("refuri", "")
        if not uri.startswith(_FILE):
            return
        docname, _, id_ = uri.removeprefix(_FILE).partition("#")
        if (docname, id_) in self._ids:
            link["refuri"] = f"#{self._ids[docname, id_]}"
        elif link.parent is not None:
            link.replace_self(nodes.inline("", "", *link.children, classes=link["classes"]))

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Return a table of contents or a title as HTML, with links into the page."""
        if node is not None:
            for link in list(node.findall(nodes.reference)):
                self._lead_into_page(link)
        return super().render_partial(node)

    def assemble_toc_secnumbers(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Return the numbers of sections by their ids in the page."""
        numbers: dict[str, tuple[int, ...]] = {}
        for docname, of_document in self.env.toc_secnumbers.items():
            for anchor, number in of_document.items():
                id_ = anchor.removeprefix("#")
                key = f"#{self._ids.get((docname, id_), id_)}" if id_ else ""
                numbers[f"{docname}/{key}"] = number
        return {self.config.root_doc: numbers}

    def assemble_toc_fignumbers(self) -> dict[str, dict[str, dict[str, tuple[int, ...]]]]:
        """Return the numbers of figures by their ids in the page."""
        ((root, numbers),) = super().assemble_toc_fignumbers().items()
        return {
            root: {
                alias: {
                    self._ids.get((alias.rpartition("/")[0], id_), id_): number
                    for id_, number in of_type.items()
                }
                for alias, of_type in numbers.items()
            }
        }


class EpubBuilder(Epub3Builder):
    """Writes e-books of documents with names in any writing system.

    The table of contents also lists the episodes that are in no toctree: a reader turns to them
    page by page.
    """

    def get_toc(self) -> None:
        """Add the episodes below the page that lists them."""
        super().get_toc()
        catalogue = pod_domain(self.env).catalogue
        page = catalogue.pages.episodes
        uris = [entry["refuri"] for entry in self.refnodes]
        if not page or self.get_target_uri(page) not in uris:
            return
        place = uris.index(self.get_target_uri(page))
        level, end = self.refnodes[place]["level"], place + 1
        while end < len(uris) and self.refnodes[end]["level"] > level:
            end += 1
        episodes = {self.get_target_uri(d): d for d in catalogue.episodes}
        self.refnodes[end:end] = [
            {"level": level + 1, "refuri": uri, "text": escape(self.env.titles[docname].astext())}
            for uri, docname in episodes.items()
            if docname in self.env.titles and uri not in uris
        ]

    def build_content(self) -> None:
        """Write the list of files with their names; the table of contents needs quoted URLs."""
        addresses: list[dict[str, Any]] = self.refnodes
        self.refnodes = [{**entry, "refuri": unquote(entry["refuri"])} for entry in addresses]
        super().build_content()
        self.refnodes = addresses


def setup(app: Sphinx) -> None:
    """Register the builders in place of Sphinx's."""
    app.add_builder(SinglePageBuilder, override=True)
    app.add_builder(EpubBuilder, override=True)
    app.connect("config-inited", _leave_out_of_books)


def _leave_out_of_books(app: Sphinx, config: Config) -> None:
    """Keep the list of written files out of e-books; see ``written_files.py``."""
    config.epub_exclude_files = [*config.epub_exclude_files, ".podcast-epub.json"]
