"""Build the parts of pages from docutils nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.sphinx_ext.labels import Labels, _, project_labels
from sphinxcontrib_podcast.sphinx_ext.nodes import chart as chart_node
from sphinxcontrib_podcast.sphinx_ext.nodes import (
    deleted,
    disclosure,
    inserted,
    make_timestamp,
    quote,
    quote_source,
    summary,
)
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.views.links import LeafLink, Link, MomentLink
from sphinxcontrib_podcast.views.quotes import VerdictView
from sphinxcontrib_podcast.views.timeline import Timeline

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_P = ParamSpec("_P")
ElementT = TypeVar("ElementT", bound=nodes.Element)


def to_address(
    address: Address, *content: nodes.Node, classes: Sequence[str] = (), title: str = ""
) -> nodes.Node:
    """Return a link to a place on the site. It becomes relative when the page is written."""
    link = nodes.reference("", "", *content, classes=list(classes), internal=True)
    link["pod-docname"], link["pod-anchor"] = address
    if title:
        link["reftitle"] = title
    return link


def link(target: Link, *, classes: Sequence[str] = (), title: str = "") -> nodes.Node:
    """Return a link with its text, or only the text if the target has no page."""
    marked = language_class(target.language)
    if target.address is None:
        return in_language(target.text, [*classes, *marked])
    return to_address(
        target.address, in_language(target.text, marked), classes=classes, title=title
    )


def moment_here(refid: str, start: float, end: float | None = None) -> nodes.reference:
    """Return a time in the same page: a link to an id, which plays if there is a player.

    :param start: in seconds, as is ``end``.
    """
    node = nodes.reference("", "", make_timestamp(start), refid=refid)
    node["classes"].append("pod-at")
    node["pod-start"] = start
    if end is not None:
        node["pod-end"] = end
    return node


def moment(target: MomentLink) -> nodes.Node | None:
    """Return a time that links to its place, or None if the target has no time."""
    if target.start is None:
        return None
    return to_address(target.address, make_timestamp(target.start), classes=["pod-at"])


def host(url: str) -> str:
    """Return the text of a link without a label: the host, without ``www.``."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.") or url


def paragraph(*content: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph."""
    return nodes.paragraph("", "", *map(as_node, content), classes=list(classes))


def as_node(content: nodes.Node | str) -> nodes.Node:
    """Return text as a node, and nodes unchanged."""
    return nodes.Text(content) if isinstance(content, str) else content


def joined(parts: Iterable[Sequence[nodes.Node]], separator: str) -> list[nodes.Node]:
    """Join parts of a line with a separator. Empty parts are left out."""
    result: list[nodes.Node] = []
    for part in parts:
        if part:
            result += [nodes.Text(separator)] * bool(result) + list(part)
    return result


def listed(parts: Sequence[Sequence[nodes.Node]], labels: Labels) -> list[nodes.Node]:
    """Join parts to a list in a sentence, such as ``Ada, Bob, and Cy``."""
    if not parts:
        return []
    text = labels.listed([f"\0{number}\0" for number in range(len(parts))])
    pieces = text.split("\0")  # text between parts, then the number of a part, and so on
    return [
        node
        for i, piece in enumerate(pieces)
        for node in (parts[int(piece)] if i % 2 else [nodes.Text(piece)] if piece else [])
    ]


def filled(message: str, content: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a message with content in place of its ``%s``."""
    before, _sign, after = message.partition("%s")
    return [nodes.Text(before), *content, *([nodes.Text(after)] if after else [])]


def counted(link: nodes.Node, number: int, labels: Labels) -> nodes.paragraph:
    """Return a link followed by a number in parentheses."""
    return paragraph(link, f" ({labels.number(number)})")


def bullets(items: Iterable[Sequence[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """Return a bullet list. Each item is a paragraph, with optional blocks below it."""
    result = nodes.bullet_list(bullet="*", classes=list(classes))
    result += [nodes.list_item("", *item) for item in items]
    return result


def further_pages(pages: Iterable[LeafLink], labels: Labels) -> list[nodes.Node]:
    """Return links to the pages of a long listing, with the numbers of their episodes."""
    lines = []
    for page in pages:
        link = to_address(page.address, nodes.Text(labels.leaf(page)))
        lines.append([counted(link, page.size, labels)])
    return [unsearched(bullets(lines, "pod-names"))]


def newer_older(newer: LeafLink | None, older: LeafLink | None, labels: Labels) -> list[nodes.Node]:
    """Return links to the pages with newer and older episodes."""
    ways: list[list[nodes.Node]] = []
    for way, name in ((newer, _("Newer: %s")), (older, _("Older: %s"))):
        if way:
            link = to_address(way.address, nodes.Text(labels.leaf(way)))
            ways.append(filled(name, [link]))
    line = paragraph(*joined(ways, " · "), classes=["pod-ways"])
    return [unsearched(line)] if ways else []


def section(id_: str, title: nodes.Node | str, *content: nodes.Node) -> nodes.section:
    """Return a section with an id that does not depend on its title."""
    return nodes.section("", nodes.title("", "", as_node(title)), *content, ids=[id_])


class Drawing(NamedTuple):
    """How a generated page is drawn."""

    env: BuildEnvironment
    whole: bool = False
    """If False, only what Sphinx needs to see when it reads the page: titles, images, toctrees."""

    @property
    def labels(self) -> Labels:
        """The labels in the project's language."""
        return project_labels(self.env.config)

    def content(
        self, draw: Callable[_P, Sequence[nodes.Node]], *args: _P.args, **kwargs: _P.kwargs
    ) -> Sequence[nodes.Node]:
        """Return content without titles and images."""
        return draw(*args, **kwargs) if self.whole else ()


def chart(label: str, timeline: Timeline, labels: Labels) -> nodes.Node:
    """Return a bar chart of numbers over time, with the same numbers as text.

    :param label: the name of the numbers.
    """
    text = chart_text(label, timeline, labels)
    return chart_node(text, text, timeline=timeline, label=label)


def chart_text(label: str, timeline: Timeline, labels: Labels) -> str:
    """Return numbers over time as text."""
    name = labels.month if timeline.unit == "month" else labels.year
    counted = [f"{name(day)}: {labels.number(n)}" for day, n in timeline.periods if n]
    return f"{label}: {'; '.join(counted)}"


def quotation(
    id_: str,
    words: Sequence[nodes.Node],
    source: Iterable[Sequence[nodes.Node]],
    comments: Sequence[nodes.Node] = (),
    language: str = "",
    episode: str = "",
) -> quote:
    """Return a quote admonition.

    :param words: the content of the blockquote.
    :param source: the parts of the line below it: the speaker, the time and the like.
    :param comments: blocks below that line.
    :param episode: the title of its episode, if it is on another page.
    """
    body = nodes.block_quote("", *words, classes=language_class(language))
    line = quote_source("", "", *joined(source, " · "), classes=["pod-source"])
    line["refid"] = id_
    line["permalink-title"] = _("Link to this quote")
    node = quote("", body, line, *comments, ids=[id_], classes=["pod-quote"])
    if episode:
        node["episode"] = episode
    return node


def verdict(view: VerdictView, labels: Labels, language: Sequence[str] = ()) -> list[nodes.Node]:
    """Return the verdict of the transcript on a quote, as a part of its ``source``.

    :param language: the class of its language; see ``language_class``.
    """
    label = labels.verdict(view)
    return [nodes.inline("", label, classes=[*verdict_classes(view), *language])] if label else []


def verdict_classes(view: VerdictView) -> list[str]:
    """Return the classes of a verdict."""
    facts = {"elsewhere": view.is_elsewhere, "cut": view.is_cut}
    names = [view.wording, *(fact for fact, holds in facts.items() if holds)]
    return ["pod-verdict", *(f"pod-{name}" for name in names)]


def said(
    view: VerdictView, labels: Labels, own: Sequence[str], language: Sequence[str] = ()
) -> nodes.Element:
    """Return the passage of the transcript: visible if the quote means something else, or folded.

    :param own: the class of the language of the labels; see ``in_language``.
    :param language: the class of the language of the passage.
    """
    line = nodes.paragraph(classes=["no-link", *language])
    title = in_language(labels.gettext("In the transcript"), own)
    if view.is_open:
        line["classes"].append("pod-said")
        line += [title, nodes.Text(": ")]
    for operation, text in view.said:
        kind = {"ins": inserted, "del": deleted}.get(operation)
        line += kind("", text) if kind else nodes.Text(text)
    return line if view.is_open else folded(title, line, classes=["pod-said"])


def download(address: str, text: str) -> nodes.Node:
    """Return a link to a file: a URL, or a path in the source folder."""
    if "://" in address:
        return nodes.reference("", text, refuri=address)
    return addnodes.download_reference("", "", nodes.inline("", text), reftarget=address)


def copy_for_download(env: BuildEnvironment, path: str) -> str:
    """Return the name of the copy that Sphinx offers of a file of the project, or ""."""
    files: Any = env.dlfiles  # the keys are strings before Sphinx 9
    found = files.get(Path(path)) or files.get(path)
    return Path(found[1]).as_posix() if found else ""


def folded(
    title: nodes.Node | str, *content: nodes.Node, classes: Sequence[str] = ()
) -> disclosure:
    """Return content that a reader can open."""
    head = summary("", "", as_node(title))
    return disclosure("", head, *content, classes=list(classes))


def in_language(text: str, classes: Sequence[str]) -> nodes.Node:
    """Return text, marked with its language if ``classes`` is not empty; see ``language_class``."""
    return nodes.inline("", text, classes=list(classes)) if classes else nodes.Text(text)


def toctree(docnames: Sequence[str], env: BuildEnvironment) -> nodes.Node:
    """Return a hidden toctree, which adds documents to the navigation."""
    listed = [docname for docname in docnames if docname in env.found_docs]
    return nodes.compound("", toctree_of(env.docname, listed), classes=["toctree-wrapper"])


def toctree_of(parent: str, docnames: Sequence[str]) -> addnodes.toctree:
    """Return the hidden toctree of a document."""
    return addnodes.toctree(
        parent=parent,
        entries=[(None, docname) for docname in docnames],
        includefiles=list(docnames),
        maxdepth=1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=True,
        rawentries=[],
    )


def unsearched(node: ElementT) -> ElementT:
    """Exclude an element from the search, because its text can be found on another page."""
    node["classes"].append("no-search")
    return node


def untranslated(root: ElementT) -> ElementT:
    """Keep text of the extension out of the project's message catalogues."""
    for node in root.findall(nodes.TextElement):
        if not isinstance(node, nodes.Inline):
            node["translatable"] = False
    return root
