"""The transcript of an episode on its page: turn by turn, folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinxcontrib_podcast.sphinx_ext.ids import TRANSCRIPT_ID
from sphinxcontrib_podcast.sphinx_ext.nodes import disclosure, turn_words
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinxcontrib_podcast.views.transcript import TranscriptView, TurnView

#: The class of what holds turns.
TRANSCRIPT = "pod-transcript"


def put_transcript(
    view: TranscriptView,
    root: nodes.section,
    chapters: Mapping[str, nodes.section],
    title: nodes.Node,
    later: Callable[[nodes.Element], nodes.Node],
    *,
    whole: bool,
) -> None:
    """Put a transcript on a page: whole at its end, or the turns of each chapter under it.

    :param chapters: the sections of the chapters by id.
    :param title: says that it is a transcript.
    :param later: what is put in the place of its parts until the page is written.
    """
    language = language_class(view.language)
    if not view.chapters:
        return
    if whole:
        blocks: list[nodes.Node] = []
        for id_, turns in view.chapters:
            if id_ in chapters:
                where = chapters[id_][0].deepcopy()
                for node in where.findall():
                    node.document = cast("nodes.document", None)  # it cannot be kept aside
                blocks.append(nodes.paragraph("", "", *where.children, classes=["pod-where"]))
            blocks += map(_turn, turns)
        section = common.section(TRANSCRIPT_ID, title, _finder())
        root += common.untranslated(section)
        section += later(_folded(blocks, language, title))
        return
    first = root.first_child_matching_class(nodes.section)
    root.insert(len(root) if first is None else first, _finder())
    for id_, turns in view.chapters:
        box = later(_folded(list(map(_turn, turns)), language, title))
        section = chapters.get(id_, root)
        below = section.first_child_matching_class(nodes.section)
        section.insert(len(section) if below is None else below, box)


def _finder() -> nodes.container:
    """Where a script puts what finds words in the transcript."""
    return nodes.container("", classes=["pod-find"])


def _folded(blocks: list[nodes.Node], language: list[str], title: nodes.Node) -> disclosure:
    classes = [TRANSCRIPT, "no-link", *language]
    return common.folded(title.deepcopy(), *blocks, classes=classes)


def _turn(turn: TurnView) -> nodes.paragraph:
    line = common.paragraph(common.moment_here(turn.id, turn.start), " ", classes=["pod-turn"])
    line["ids"].append(turn.id)
    if turn.speaker:
        line += [common.link(turn.speaker, classes=["pod-speaker"]), nodes.Text(": ")]
    words = turn_words("", turn.words, cues=turn.cues, classes=["pod-words"])
    words["support_smartquotes"] = False  # they are as they were said
    line += words
    return line
