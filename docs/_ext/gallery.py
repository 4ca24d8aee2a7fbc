"""The source of an episode beside the page that it becomes.

The page is not written by hand: it is the document that the extension makes of the file, copied
into the page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_podcast.sphinx_ext.nodes import disclosure
from sphinxcontrib_podcast.sphinx_ext.pages.parts import draw_parts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

_SIDE_BY_SIDE = """
::::{{grid}} 1 1 1 2
:gutter: 3

:::{{grid-item}}
```{{literalinclude}} /{path}
:language: markdown
```
:::

:::{{grid-item}}
:class: no-search

```{{page-of}} {docname}
```

The page: {{pod:episode}}`/{docname}`
:::
::::
"""


class page_of(nodes.Element):  # noqa: N801 - as docutils names nodes
    """The place of a copy of the document ``docname``, or of ``only`` its parts of some classes."""


class PageOf(SphinxDirective):
    """Mark the place of a copy."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [page_of(docname=self.arguments[0])]


class PlayerOf(SphinxDirective):
    """Mark the place of a copy of the player and the transcript of an episode."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        return [page_of(docname=self.arguments[0], only=("pod-media", "pod-transcript"))]


class Snippet(SphinxDirective):
    """Show an episode file, and beside it the page that it becomes."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the two sides."""
        path, absolute = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(absolute)
        docname = str(self.env.path2doc(absolute))
        return self.parse_text_to_nodes(_SIDE_BY_SIDE.format(path=path, docname=docname))


def _show_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the copies in their places, if the builder makes a site."""
    for place in list(doctree.findall(page_of)):
        copy: list[nodes.Node] = []
        if app.builder.name in ("html", "dirhtml"):
            page = app.env.get_doctree(place["docname"])
            draw_parts(page, app.env)  # templates would use the ids of the page
            app.env.apply_post_transforms(page, docname)
            _rename_ids(page, place["docname"].replace("/", "-"))
            copy = [node for node in page.children if isinstance(node, nodes.section)]
            if "only" in place:
                copy = [nodes.container("", *_parts(page, place["only"]), classes=["pod-episode"])]
        place.parent.replace(place, copy)


def _parts(document: nodes.document, classes: Iterable[str]) -> Iterator[nodes.Node]:
    """Yield the elements of a document with one of the classes; folded ones without their title."""
    for node in list(document.findall(nodes.Element)):
        if not set(classes).isdisjoint(node["classes"]):
            yield from node.children[1:] if isinstance(node, disclosure) else [node]


def _rename_ids(document: nodes.document, prefix: str) -> None:
    """Make the ids of a document unique in a page that has copies of several."""
    for node in document.findall(nodes.Element):
        node["ids"] = [f"{prefix}-{id_}" for id_ in node["ids"]]
        if "refid" in node:
            node["refid"] = f"{prefix}-{node['refid']}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_node(page_of)
    app.add_directive("page-of", PageOf)
    app.add_directive("player-of", PlayerOf)
    app.add_directive("snippet", Snippet)
    app.connect("doctree-resolved", _show_pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
