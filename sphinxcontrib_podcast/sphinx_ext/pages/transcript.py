"""The transcript of an episode on its page: turn by turn, folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_podcast.sphinx_ext.ids import TRANSCRIPT_ID
from sphinxcontrib_podcast.sphinx_ext.nodes import part
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.parts import make_part
from sphinxcontrib_podcast.views.episode import ChapterView
from sphinxcontrib_podcast.views.transcript import TranscriptPart, TurnView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinxcontrib_podcast.views.transcript import TranscriptView

_PLACE = "pod-transcript-place"


def transcript_place() -> nodes.Element:
    """Mark the place of a transcript in the body of a file."""
    return nodes.container("", classes=[_PLACE])


#: The turns of a chapter, and the chapter if its title is shown above them.
_Turns = tuple[ChapterView | None, tuple[TurnView, ...]]


class Transcript:
    """Puts a transcript on the page of its episode.

    :param sections: those of the chapters.
    :param chapters: all chapters, which may be the lines of a list.
    :param title: the title of the transcript.
    """

    def __init__(
        self,
        view: TranscriptView,
        root: nodes.section,
        sections: Iterable[nodes.section],
        chapters: Iterable[ChapterView],
        title: nodes.Node,
        document: nodes.document,
    ) -> None:
        self.view = view
        self.root = root
        self.sections = {id_: section for section in sections for id_ in section["ids"]}
        self.chapters = {chapter.id: chapter for chapter in chapters}
        self.title = title
        self.document = document

    def put(self, where: str) -> None:
        """Insert it as ``podcast_transcript`` says, or in its place in the body of the file."""
        places = [c for c in self.root.findall(nodes.container) if _PLACE in c["classes"]]
        in_chapters = all(_is_in(place, self.sections.values()) for place in places)
        if not self.view.chapters:
            pass
        elif places and not in_chapters:
            place = places[0]
            turns: list[nodes.Node] = [_finder(), self._part(self._whole(), is_folded=False)]
            place.parent.insert(place.parent.index(place), turns)
        elif (where == "end" and not places) or (self.chapters and not self.sections):
            section = common.section(TRANSCRIPT_ID, self.title, _finder())
            self.root += common.untranslated(section)
            section += self._part(self._whole(), is_folded=True)
        elif where != "none" or places:
            self._put_in_chapters(is_folded=not places)
        for place in places:
            place.parent.remove(place)

    def _put_in_chapters(self, *, is_folded: bool) -> None:
        first = self.root.first_child_matching_class(nodes.section)
        self.root.insert(len(self.root) if first is None else first, _finder())
        for id_, turns in self.view.chapters:
            section = self.sections.get(id_, self.root)
            below = section.first_child_matching_class(nodes.section)
            box = self._part([(None, turns)], is_folded=is_folded)
            section.insert(len(section) if below is None else below, box)

    def _whole(self) -> list[_Turns]:
        """Return all turns, those of each chapter below its title."""
        found: list[_Turns] = []
        for id_, turns in self.view.chapters:
            chapter = self.chapters.get(id_)
            if chapter is not None and id_ in self.sections:
                # the title in the language of the page, without its time
                title = "".join(n.astext() for n in self.sections[id_][0].children[1:]).strip()
                chapter = chapter._replace(title=title)
            found.append((chapter, turns))
        return found

    def _part(self, chapters: Iterable[_Turns], *, is_folded: bool) -> part:
        view = TranscriptPart(tuple(chapters), self.view.language, is_folded)
        speakers = (t.speaker for _chapter, turns in view.chapters for t in turns if t.speaker)
        addresses = {speaker.address for speaker in speakers if speaker.address}
        return make_part("transcript", view, self.document, addresses)


def _is_in(node: nodes.Node, sections: Iterable[nodes.section]) -> bool:
    wanted = list(sections)
    around: nodes.Node | None = node
    while around is not None:
        if any(around is section for section in wanted):
            return True
        around = around.parent
    return False


def _finder() -> nodes.container:
    """Return the place for the field, added by a script, that finds words in the transcript."""
    return nodes.container("", classes=["pod-find"])
