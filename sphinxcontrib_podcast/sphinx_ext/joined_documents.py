"""Join all pages in one document: a book, or a single HTML page.

Builders that join documents follow the toctrees, and leave out pages that are in none. The pages
of entities are in no toctree, because thousands of entries would slow down the navigation of every
page. So are the pages of episodes, unless the author lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.nodes import quote, timestamp
from sphinxcontrib_podcast.sphinx_ext.pages.moments import PLACE, moments_in
from sphinxcontrib_podcast.sphinx_ext.pages.parts import draw_parts
from sphinxcontrib_podcast.views.questions import generated_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue


def files_in(
    node: nodes.Element, docname: str
) -> Iterator[tuple[str, nodes.Element, list[nodes.Element]]]:
    """Yield the documents in a joined one: each name, root element, and all elements of its own."""
    own: list[nodes.Element] = []
    waiting = [node]
    below: list[nodes.Element] = []
    while waiting:
        element = waiting.pop()
        if isinstance(element, addnodes.start_of_file) and element is not node:
            below.append(element)
            continue
        own.append(element)
        waiting += [c for c in reversed(element.children) if isinstance(c, nodes.Element)]
    yield docname, node, own
    for part in below:
        yield from files_in(part, part["docname"])


#: The question of the pages that each index lists; ``"episode"`` for episodes.
_LISTED = {
    "entity_index": "entity_page",
    "letter_page": "entity_page",
    "all_episodes": "episode",
    "channel_page": "episode",
    "all_quotes": "month_quotes",
}


def is_joined(document: nodes.document) -> bool:
    """Return whether a document consists of several."""
    return next(document.findall(addnodes.start_of_file), None) is not None


def joined_pages(env: BuildEnvironment) -> set[str]:
    """Return the documents that a page of all documents joins."""
    kinds = kinds_of_pages(pod_domain(env).catalogue)
    found = {env.config.root_doc}
    waiting = list(found)
    while waiting:
        docname = waiting.pop()
        below = set(env.toctree_includes.get(docname, ()))
        if wanted := _LISTED.get(kinds.get(docname, "")):
            below |= {page for page, kind in kinds.items() if kind == wanted}
        waiting += below - found
        found |= below
    return found


def kinds_of_pages(catalogue: Catalogue) -> dict[str, str]:
    """Return the question of each generated page, and ``"episode"`` for each episode."""
    kinds = {docname: question for docname, (question, _) in generated_pages(catalogue).items()}
    return kinds | dict.fromkeys(catalogue.episodes, "episode")


class JoinPages(SphinxPostTransform):
    """Inserts the pages that are in no toctree below their index, in the order of the index.

    Runs before references are resolved (10), and sets the document of each reference.
    """

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Insert the pages, and make links to them work."""
        if not is_joined(self.document):
            return
        catalogue = pod_domain(self.env).catalogue
        kinds = kinds_of_pages(catalogue)
        joined = getattr(pod_domain(self.env).builder, "docnames", None)
        parts = list(files_in(self.document, self.env.docname))
        waiting = self.env.found_docs.difference(docname for docname, _root, _elements in parts)
        for docname, root, elements in parts:
            kind = _LISTED.get(kinds.get(docname, ""))
            section = next((e for e in elements if isinstance(e, nodes.section)), root)
            for link in elements if kind else ():
                page = link.get("pod-docname", "")
                if kinds.get(page) == kind and page in waiting:
                    waiting.discard(page)
                    section += _page(self.env, page)
                    if isinstance(joined, set):
                        joined.add(page)  # LaTeX and Texinfo link to these documents only
        for docname, _root, elements in files_in(self.document, self.env.docname):
            for element in elements:
                if isinstance(element, addnodes.pending_xref | nodes.reference):
                    element.setdefault("refdoc", docname)


def _page(env: BuildEnvironment, docname: str) -> addnodes.start_of_file:
    """Return a page in the form in which Sphinx joins the pages of toctrees."""
    page = addnodes.start_of_file(docname=docname)
    doctree = env.get_doctree(docname)
    draw_parts(doctree, env)
    page += doctree.children
    for section in page.findall(nodes.section):
        section["docname"] = docname
    return page


class LabelPlaces(SphinxPostTransform):
    """Gives paragraphs, quotes and lines of lists labels, because their ids are not written.

    Runs after all transforms that look for the ids.
    """

    default_priority = 850
    formats = ("latex", "texinfo")

    def run(self, **kwargs: Any) -> None:
        """Insert a target with the ids before the first words."""
        for node in list(self.document.findall(nodes.Element)):
            if node["ids"] and (isinstance(node, nodes.paragraph | quote) or PLACE in node):
                words = next(node.findall(nodes.TextElement))
                words.insert(0, nodes.target("", "", ids=node["ids"]))
                node["ids"] = []


class InfoTimes(SphinxPostTransform):
    """Writes times for Info with ratio signs, which look like colons.

    In Info a colon ends the name of a node or link, so that Sphinx replaces it by ``;``.
    """

    default_priority = 850
    formats = ("texinfo",)

    def run(self, **kwargs: Any) -> None:
        """Replace the colons of times."""
        for time in self.document.findall(timestamp):
            time[:] = [nodes.Text(time.astext().replace(":", "\N{RATIO}"))]
        for link in moments_in(self.document):
            for text in list(link.findall(nodes.Text)):
                text.parent.replace(text, nodes.Text(text.replace(":", "\N{RATIO}")))


class ManualPageText(SphinxPostTransform):
    """Replaces links within a manual page by their text. Each would be followed by ``<>``."""

    default_priority = 850
    formats = ("man",)

    def run(self, **kwargs: Any) -> None:
        """Replace links that stay within the page."""
        for link in list(self.document.findall(nodes.reference)):
            if "://" not in link.get("refuri", ""):
                link.replace_self(nodes.inline("", "", *link.children))
