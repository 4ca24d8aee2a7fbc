"""Add page numbers to the index of a book, and choose fonts for each language (LaTeX)."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_podcast.sphinx_ext.domain import ENTITY, pod_domain
from sphinxcontrib_podcast.sphinx_ext.joined_documents import files_in
from sphinxcontrib_podcast.sphinx_ext.labels import writing_system_of
from sphinxcontrib_podcast.sphinx_ext.nodes import (
    in_language,
    page_mark,
    page_number,
    page_numbers,
    timestamp,
)
from sphinxcontrib_podcast.sphinx_ext.text_language import language_of
from sphinxcontrib_podcast.views.questions import generated_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_TOP = ":doc"  # the id in Sphinx's label for the top of a document


class PageNumbers(SphinxPostTransform):
    """Adds page numbers to the entries of the index, and to links to episodes and their moments.

    Runs after references are resolved (10).
    """

    default_priority = 800
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Mark places in episodes, and add their page numbers to links on other pages."""
        catalogue = pod_domain(self.env).catalogue
        generated = generated_pages(catalogue)
        parts = list(files_in(self.document, self.env.docname))
        marks: dict[str, list[int]] = {}
        numbers = count(1)
        for docname, _root, elements in parts:
            if docname in catalogue.episodes:
                _mark_names(elements, numbers, marks)
                for link in _links(elements):
                    if link.parent is not None and _stands_in(link, "pod-chapters"):
                        place = f"{docname}:{link['refid']}"
                        link.parent.append(page_number(target=place, fill=True))
        for docname, _root, elements in parts:
            question, _arguments = generated.get(docname, ("", ()))
            if question in ("entity_index", "letter_page"):
                _add_pages(elements, marks)
            if question and not self.config.latex_show_pagerefs:
                for link in _links(elements):
                    _add_page(link, catalogue.episodes)


def _links(elements: Iterable[nodes.Element]) -> list[nodes.reference]:
    return [element for element in elements if isinstance(element, nodes.reference)]


def _stands_in(node: nodes.Node, name: str) -> bool:
    around = node.parent
    while around is not None and name not in around["classes"]:
        around = around.parent
    return around is not None


def _mark_names(
    elements: Iterable[nodes.Element], numbers: Iterator[int], marks: dict[str, list[int]]
) -> None:
    """Mark the places where an episode names an entity."""
    for link in _links(elements):
        if entity := link.get(ENTITY):
            number = next(numbers)
            link.insert(0, page_mark(number=number))
            marks.setdefault(entity, []).append(number)


def _add_pages(elements: Iterable[nodes.Element], marks: dict[str, list[int]]) -> None:
    """Replace the number of episodes in entries of the index by page numbers."""
    for entry in elements:
        ids = entry["ids"] if isinstance(entry, nodes.paragraph) else []
        for found in (marks.get(id_.removeprefix("entity-")) for id_ in ids):
            if found:
                entry[:] = [child for child in entry if not isinstance(child, nodes.Text)]
                pages = [_label(link) for link in _links(entry.findall(nodes.Element))]
                entry.append(page_numbers(marks=found, main=next(iter(pages), "")))


def _add_page(link: nodes.reference, episodes: Iterable[str]) -> None:
    """Add the page number to a link to an episode or to a time in it."""
    label = _label(link)
    docname, _, id_ = label.partition(":")
    if link.parent is not None and docname in episodes and (id_ == _TOP or _is_time(link)):
        number = page_number(target=label, fill=False)
        link.parent.insert(link.parent.index(link) + 1, number)


def _label(link: nodes.reference) -> str:
    """Return the label that Sphinx gives to the target of a link, or "" for other links."""
    uri: str = link.get("refuri", "")
    docname, _, id_ = uri.removeprefix("%").partition("#")
    return f"{docname}:{id_ or _TOP}" if uri.startswith("%") else ""


def _is_time(link: nodes.reference) -> bool:
    return next(link.findall(timestamp), None) is not None


class FontsByLanguage(SphinxPostTransform):
    """Sets text in the fonts of its language, as the same character can look different in each."""

    default_priority = 810
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Wrap elements that are marked with a language, and the titles in them."""
        for node in list(self.document.findall(nodes.Element)):
            language = language_of(node)
            if language and isinstance(node, _WITH_LANGUAGE):
                _wrap(node, language)
                if isinstance(node, nodes.section):  # titles go into the table of contents
                    for title in node.findall(nodes.title):
                        _wrap(title, language)


_WITH_LANGUAGE = (nodes.section, nodes.paragraph, nodes.inline, nodes.block_quote, nodes.container)


def _wrap(node: nodes.Element, language: str) -> None:
    node.insert(0, in_language(script=writing_system_of(language)))
    node += in_language(script=None)
