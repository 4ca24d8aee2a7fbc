"""Give chapters, quotes, entities and turns the ids that the catalogue has for them.

If a label or heading of the author asks for one of these ids, it gets another one. References to
it by name still work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import chapter_list
from sphinxcontrib_podcast.views.transcript import transcript

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.model import Episode

#: The id of the section of a transcript at the end of a page.
TRANSCRIPT_ID = "transcript"

# Elements that scripts look up or create on any page.
_OF_SCRIPTS = ("pod-labels", "pod-hover-cards", "pod-hover-card")

# Keys in ``env.temp_data``: our ids used so far, and the ids of an episode by kind and line.
_TAKEN, _BY_LINE = "pod-ids-taken", "pod-ids-by-line"


def take_id(document: nodes.document, node: Element, id_: str) -> bool:
    """Make one of our ids the first id of a node, even if an element of the author has it.

    Return False, and leave the node as it is, if another node of ours has the id.
    """
    taken = _taken(document.settings.env)
    if id_ in taken:
        return False
    taken.add(id_)
    if document.ids.get(id_) is not node:
        free_id(document, id_)
    node["ids"] = [id_, *(own for own in node["ids"] if own != id_)]
    document.ids[id_] = node
    return True


def free_id(document: nodes.document, id_: str) -> None:
    """Give the element that has an id, if any, another one."""
    other = document.ids.pop(id_, None)
    if other is None:
        return
    new = unused_id(document, f"label-{id_}")
    other["ids"] = [new if own == id_ else own for own in other["ids"]]
    document.ids[new] = other
    for name in other["names"]:
        if document.nameids.get(name) == id_:
            document.nameids[name] = new


def unused_id(document: nodes.document, base: str, known: Iterable[str] = ()) -> str:
    """Return the base, with a number appended if another element has that id.

    :param known: ids that will be used later.
    """
    id_ = base
    while id_ in document.ids or id_ in known:
        document.id_counter[base] += 1
        id_ = f"{base}-{document.id_counter[base] + 1}"
    return id_


def id_at(
    document: nodes.document, kind: Literal["chapter", "quote"], place: tuple[str, int], base: str
) -> str:
    """Return the id that the catalogue has for the chapter or quote of a directive.

    The catalogue does not know directives in included files or outside episodes. They get an
    unused id.

    :param place: the file and the line of the directive.
    :param base: the id to use, or to append a number to, if the catalogue has none.
    """
    env: BuildEnvironment = document.settings.env
    episode = pod_domain(env).catalogue.episodes.get(env.docname)
    if episode is None:
        return unused_id(document, base)
    if _BY_LINE not in env.temp_data:
        env.temp_data[_BY_LINE] = _ids_by_line(episode)
    by_line: dict[tuple[str, int], str] = env.temp_data[_BY_LINE]
    source, line = place
    if source == str(env.doc2path(env.docname)):
        id_ = by_line.get((kind, line), "")
        if id_ and id_ not in _taken(env):
            return id_
    return unused_id(document, base, set(by_line.values()))


def _taken(env: BuildEnvironment) -> set[str]:
    """Return our ids used so far in the document being read."""
    return cast("set[str]", env.temp_data.setdefault(_TAKEN, set()))


def _ids_by_line(episode: Episode) -> dict[tuple[str, int], str]:
    ids = {("chapter", chapter.line): chapter.id for chapter in episode.chapters}
    return ids | {("quote", quote.line): quote.id for quote in episode.quotes}


class LaterIds(SphinxTransform):
    """Reserves the ids of elements that are added to a page after it is read.

    Runs before docutils resolves references to ids (260).
    """

    default_priority = 200

    def apply(self, **kwargs: object) -> None:
        """Give elements of the author that have a reserved id another one."""
        ids = list(_OF_SCRIPTS)
        episode = pod_domain(self.env).catalogue.episodes.get(self.env.docname)
        if episode is not None:
            # those of sections are taken by now
            taken = _taken(self.env)
            chapters = ask(self.env, chapter_list, self.env.docname)
            ids += [chapter.id for chapter in chapters if chapter.id not in taken]
            if settings_of(self.config).transcript != "none" or episode.transcript_lines:
                said = ask(self.env, transcript, self.env.docname)
                ids += [turn.id for _chapter, turns in said.chapters for turn in turns]
                if said.chapters:
                    ids.append(TRANSCRIPT_ID)
        for id_ in ids:
            free_id(self.document, id_)
