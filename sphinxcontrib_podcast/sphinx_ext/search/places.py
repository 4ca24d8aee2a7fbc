"""The places of a document that a search result can lead to, each with its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.sphinx_ext.nodes import generated_page, part
from sphinxcontrib_podcast.sphinx_ext.text_language import language_of

if TYPE_CHECKING:
    from sphinxcontrib_podcast.model import Chapter
    from sphinxcontrib_podcast.sphinx_ext.pages.parts import Words

#: The length of a place in a transcript, in characters: turns are joined up to it.
_TRANSCRIPT_PLACE = 500

_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^<]+?>", re.IGNORECASE | re.DOTALL)
_SPACE = re.compile(r"\s+")


class Place(NamedTuple):
    """A part of a document that has an address."""

    anchor: str
    """The id, or "" for the top of the document."""
    title: str
    """Of its chapter or section; "" at the top of the document."""
    time: str
    texts: tuple[tuple[str, str], ...]
    """Pairs of a text and its language, or "" if that is the project's."""
    index_entries: tuple[str, ...] = ()


class _Places:
    """Collects the places of a document in the order of its text."""

    def __init__(
        self, chapters: Mapping[str, Chapter], words_of: Callable[[nodes.Element], Words]
    ) -> None:
        self._chapters = chapters
        self._words_of = words_of
        self.found: list[Place] = []
        self._texts: list[tuple[str, str]] = []
        self._entries: list[str] = []
        self._where = Place("", "", "", ())

    def begin(self, anchor: str, title: str, time: str) -> None:
        """Begin a place at an id."""
        self.end()
        self._where = Place(anchor, title, time, ())

    def end(self) -> None:
        """Keep the place that ends here."""
        if self._texts or self._entries or self._where.title or not self.found:
            place = self._where._replace(
                texts=tuple(self._texts), index_entries=tuple(self._entries)
            )
            self.found.append(place)
        self._texts, self._entries = [], []

    def walk(self, node: nodes.Node, language: str, *, is_first: bool) -> bool:
        """Collect what is in a node. Return whether the next section is still the first."""
        if isinstance(node, nodes.comment | nodes.Text | addnodes.toctree):
            return is_first
        if not isinstance(node, nodes.Element) or "no-search" in node["classes"]:
            return is_first
        if isinstance(node, part) and node["kind"] == "chapters":
            return is_first  # they are places themselves
        language = language_of(node) or language
        if isinstance(node, nodes.raw):
            if "html" in node.get("format", "").split():
                self._add(_TAG.sub(" ", node.astext()), language)
            return is_first
        if isinstance(node, nodes.meta):
            if node.get("name") == "keywords":
                self._add(node["content"], node.get("lang") or "")
            return is_first
        if isinstance(node, addnodes.index):
            self._entries += [entry[1] for entry in node["entries"]]
            return is_first
        is_first = self._step_into(node, is_first=is_first)
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            return is_first
        if isinstance(node, part) and node["kind"] == "transcript":
            self._transcript(node["view"], language)
        elif isinstance(node, nodes.TextElement) and not isinstance(node, generated_page):
            self._add("".join(self._texts_in(node)), language)
        else:
            for child in node.children:
                is_first = self.walk(child, language, is_first=is_first)
            for text, spoken in self._words_of(node):
                self._add(text, spoken or language)
        return is_first

    def _step_into(self, node: nodes.Element, *, is_first: bool) -> bool:
        known = next((id_ for id_ in node["ids"] if id_ in self._chapters), "")
        if known:
            chapter = self._chapters[known]
            self.begin(known, chapter.title, format_time(chapter.start))
        elif isinstance(node, nodes.section):
            if is_first:
                return False
            title = next(iter(node.findall(nodes.title)), None)
            self.begin(node["ids"][0] if node["ids"] else "", title.astext() if title else "", "")
        return is_first and not isinstance(node, nodes.section)

    def _transcript(self, view: Any, language: str) -> None:
        """Make places of a transcript: a few turns each, which have ids of their own."""
        size = _TRANSCRIPT_PLACE
        title = self._where.title
        for chapter, turns in view.chapters:
            title = chapter.title if chapter is not None else title
            size = _TRANSCRIPT_PLACE
            for turn in turns:
                if size >= _TRANSCRIPT_PLACE:
                    time = "" if turn.start is None else format_time(turn.start)
                    self.begin(turn.id, title, time)
                    size = 0
                said = f"{turn.speaker.text}: {turn.words}" if turn.speaker else turn.words
                self._add(said, view.language or language)
                size += len(said)

    def _texts_in(self, node: nodes.Element) -> Iterator[str]:
        """Yield the texts of an element, without what the search does not find."""
        for child in node.children:
            if isinstance(child, nodes.Text):
                yield child.astext()
            elif isinstance(child, nodes.Element) and "no-search" not in child["classes"]:
                is_block = not isinstance(child, nodes.Inline)
                yield " " * is_block
                if not isinstance(child, nodes.comment | nodes.raw):
                    yield from self._texts_in(child)
                yield " " * is_block
        for text, _language in self._words_of(node):
            yield f" {text} "

    def _add(self, text: str, language: str) -> None:
        text = _SPACE.sub(" ", text).strip()
        if text:
            self._texts.append((text, language))


def places_in(
    doctree: nodes.document,
    chapters: Mapping[str, Chapter],
    words_of: Callable[[nodes.Element], Words],
) -> list[Place]:
    """Return the places of a document whose references are resolved, the top first.

    :param chapters: the chapters of its episode, by id.
    :param words_of: returns the texts of an element that a template renders.
    """
    places = _Places(chapters, words_of)
    places.walk(doctree, "", is_first=True)
    places.end()
    return places.found
