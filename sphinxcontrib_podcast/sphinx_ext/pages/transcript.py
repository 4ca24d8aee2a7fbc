"""The transcript of an episode on its page: turn by turn, folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxcontrib_podcast.sphinx_ext.ids import TRANSCRIPT_ID
from sphinxcontrib_podcast.sphinx_ext.nodes import disclosure, turn_words
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinxcontrib_podcast.views.episode import ChapterView
    from sphinxcontrib_podcast.views.transcript import TranscriptView, TurnView

#: The class of what holds turns.
TRANSCRIPT = "pod-transcript"

_PLACE = "pod-transcript-place"


def transcript_place() -> nodes.Element:
    """Mark where a file has its transcript in its body."""
    return nodes.container("", classes=[_PLACE])


class Transcript:
    """A transcript that is put on the page of its episode.

    :param sections: those of the chapters.
    :param chapters: all chapters, which may be the lines of a list.
    :param title: says that it is a transcript.
    :param later: keeps a part aside until the page is written.
    """

    def __init__(
        self,
        view: TranscriptView,
        root: nodes.section,
        sections: Iterable[nodes.section],
        chapters: Iterable[ChapterView],
        title: nodes.Node,
        later: Callable[[nodes.Element], nodes.Node],
    ) -> None:
        self.view = view
        self.root = root
        self.sections = {id_: section for section in sections for id_ in section["ids"]}
        self.chapters = {chapter.id: chapter for chapter in chapters}
        self.title = title
        self.later = later
        self.language = language_class(view.language)

    def put(self, where: str) -> None:
        """Put it where ``podcast_transcript`` says, or where the file itself has it."""
        places = [c for c in self.root.findall(nodes.container) if _PLACE in c["classes"]]
        in_chapters = all(_is_in(place, self.sections.values()) for place in places)
        if not self.view.chapters:
            pass
        elif places and not in_chapters:
            turns = nodes.container("", *self._whole(), classes=self._classes())
            places[0].parent.insert(places[0].parent.index(places[0]), [
                _finder(), self.later(common.untranslated(turns)),
            ])  # fmt: skip
        elif (where == "end" and not places) or (self.chapters and not self.sections):
            section = common.section(TRANSCRIPT_ID, self.title, _finder())
            self.root += common.untranslated(section)
            section += self.later(self._folded(self._whole()))
        elif where != "none" or places:
            self._put_in_chapters(is_folded=not places)
        for place in places:
            place.parent.remove(place)

    def _put_in_chapters(self, *, is_folded: bool) -> None:
        first = self.root.first_child_matching_class(nodes.section)
        self.root.insert(len(self.root) if first is None else first, _finder())
        for id_, turns in self.view.chapters:
            blocks: list[nodes.Node] = list(map(_turn, turns))
            box = (
                self._folded(blocks)
                if is_folded
                else nodes.container("", *blocks, classes=self._classes())
            )
            section = self.sections.get(id_, self.root)
            below = section.first_child_matching_class(nodes.section)
            section.insert(len(section) if below is None else below, self.later(box))

    def _whole(self) -> list[nodes.Node]:
        """Draw all turns, those of each chapter below its title."""
        blocks: list[nodes.Node] = []
        for id_, turns in self.view.chapters:
            if id_ in self.sections:
                where = self.sections[id_][0].deepcopy()
                for node in where.findall():
                    node.document = cast("nodes.document", None)  # it cannot be kept aside
                blocks.append(nodes.paragraph("", "", *where.children, classes=["pod-where"]))
            elif chapter := self.chapters.get(id_):
                link = common.moment_here(id_, chapter.start)
                text = f" {chapter.title}".rstrip()
                blocks.append(common.paragraph(link, text, classes=["pod-where"]))
            blocks += map(_turn, turns)
        return blocks

    def _classes(self) -> list[str]:
        return [TRANSCRIPT, "no-link", *self.language]

    def _folded(self, blocks: list[nodes.Node]) -> disclosure:
        return common.folded(self.title.deepcopy(), *blocks, classes=self._classes())


def _is_in(node: nodes.Node, sections: Iterable[nodes.section]) -> bool:
    wanted = list(sections)
    around: nodes.Node | None = node
    while around is not None:
        if any(around is section for section in wanted):
            return True
        around = around.parent
    return False


def _finder() -> nodes.container:
    """Where a script puts what finds words in the transcript."""
    return nodes.container("", classes=["pod-find"])


def _turn(turn: TurnView) -> nodes.paragraph:
    line = common.paragraph(classes=["pod-turn"])
    if turn.start is not None:
        line += [common.moment_here(turn.id, turn.start), nodes.Text(" ")]
    line["ids"].append(turn.id)
    if turn.speaker:
        line += [common.link(turn.speaker, classes=["pod-speaker"]), nodes.Text(": ")]
    words = turn_words("", turn.words, cues=turn.cues, classes=["pod-words"])
    words["support_smartquotes"] = False  # they are as they were said
    line += words
    return line
