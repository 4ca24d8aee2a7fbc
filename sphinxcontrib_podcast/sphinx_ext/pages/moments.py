"""Link the times in the text of an episode to their moments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast
from urllib.parse import parse_qs, urlsplit

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.grammar.characters import BRACKETS, narrow
from sphinxcontrib_podcast.grammar.moments import MomentInText, code_time, every_time, times_in
from sphinxcontrib_podcast.grammar.time_lists import cites_verses
from sphinxcontrib_podcast.grammar.times import parse_duration
from sphinxcontrib_podcast.sphinx_ext.nodes import player, quote_source
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import Duration, facts

#: The attribute of a paragraph or a row with its :class:`ChapterLine` records.
LINES = "pod-lines"
#: The attribute of an element whose id is the address of a chapter.
PLACE = "pod-place"

_LEFT_ALONE = (
    nodes.reference, nodes.target, nodes.title, nodes.rubric, nodes.term, nodes.math, nodes.raw,
    nodes.image, nodes.FixedTextElement, nodes.Invisible, nodes.footnote_reference,
    nodes.citation_reference, nodes.substitution_reference, pending_xref, quote_source,
)  # fmt: skip
_OUR_PARTS = {"xref", "code", "no-link", "pod-facts", "pod-chapters", "pod-page", "pod-cards"}
_MOMENT_HERE = re.compile(r"#t=(?:npt:)?(?P<times>[\d:.,hms]+)\Z", re.IGNORECASE)


class ChapterLine(NamedTuple):
    """A line of a list of times: the id, the title and the times of its chapter."""

    id: str
    title: str
    start: float
    end: float | None
    leads: bool


def moment_of_address(address: str) -> tuple[float, float | None] | None:
    """Return the seconds of ``#t=2:04`` or ``#t=124,180``, or None for another address."""
    match = _MOMENT_HERE.match(address)
    if match is None:
        return None
    first, _, last = match["times"].partition(",")
    try:
        return parse_duration(first or "0"), parse_duration(last) if last else None
    except ValueError:
        return None


def moment_link(
    content: Sequence[nodes.Node], start: float, end: float | None = None
) -> nodes.reference:
    """Return a link with the content as written. :class:`EpisodeTimes` sets its target."""
    link = nodes.reference("", "", *content, classes=["pod-at", "pod-moment"])
    link["pod-start"] = start
    if end is not None and end > start:
        link["pod-end"] = end
    return link


class EpisodeTimes(SphinxTransform):
    """Links the times in the text of an episode.

    Runs after messages were translated (20) and the page was laid out (700), and before names
    are linked (710), because words in brackets with a time may be a name.
    """

    default_priority = 705

    def apply(self, **kwargs: Any) -> None:
        """Link the times of lists of chapters, then all times in brackets or code."""
        from sphinxcontrib_podcast.sphinx_ext.pages.episode import episode_of

        episode = episode_of(self.document)
        if episode is None:
            return
        has_player = next(self.document.findall(player), None) is not None
        for block in list(self.document.findall(nodes.Element)):
            if LINES in block:
                _Lines(block, has_player).link()
        places = sorted(
            {
                node["pod-start"]: node["ids"][0]
                for node in self.document.findall(nodes.Element)
                if "pod-start" in node and node["ids"]
            }.items()
        )
        if settings_of(self.config).times != "none":
            duration = dict(ask(self.env, facts, self.env.docname).line).get("duration")
            self._link_prose(duration.seconds if isinstance(duration, Duration) else None)
        for link in moments_in(self.document):
            _lead(link, places)

    def _link_prose(self, duration: float | None) -> None:
        @cache
        def verses() -> bool:
            return cites_verses(self.document.astext())

        def is_inside(moment: MomentInText) -> bool:
            return duration is None or moment.start <= duration

        for node in list(self.document.findall(_is_text)):
            if isinstance(node, nodes.Text):
                found = list(filter(is_inside, times_in(str(node), verses)))
                if found and not _is_left_alone(node):
                    _replace(node, found)
            elif (
                (moment := code_time(node.astext()))
                and is_inside(moment)
                and (isinstance(node, nodes.literal) or _is_in_brackets(node))
                and not _is_left_alone(node)
            ):
                _wrap(cast("nodes.Element", node), moment)


def _is_text(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Text):
        return not isinstance(node.parent, nodes.literal)
    return isinstance(node, nodes.literal | nodes.strong | nodes.emphasis)


def _is_in_brackets(node: nodes.Node) -> bool:
    """Return whether an element is directly in brackets, as in ``[**06:20**]``."""
    index = node.parent.index(node)
    around = node.parent[max(index - 1, 0) : index + 2]
    if len(around) != 3 or not all(isinstance(other, nodes.Text) for other in around[::2]):
        return False
    before, after = narrow(around[0].astext()), narrow(around[2].astext())
    return before[-1:] in BRACKETS and after.startswith(BRACKETS[before[-1]])


def moments_in(document: nodes.document) -> list[nodes.reference]:
    """Return the links of times in the text of a document."""
    return list(filter(_is_moment, document.findall(nodes.reference)))


def _is_moment(node: nodes.Node) -> bool:
    return isinstance(node, nodes.reference) and "pod-moment" in node["classes"]


def _is_left_alone(node: nodes.Node) -> bool:
    around: nodes.Node | None = node if isinstance(node, nodes.Element) else node.parent
    while around is not None:
        if isinstance(around, _LEFT_ALONE) or _OUR_PARTS.intersection(
            cast("nodes.Element", around)["classes"]
        ):
            return True
        around = around.parent
    return False


def _lead(link: nodes.reference, places: Sequence[tuple[float, str]]) -> None:
    """Link to the chapter that contains the moment, if there is one."""
    if "refid" in link:
        return
    place = bisect_right(places, link["pod-start"], key=lambda pair: pair[0]) - 1
    if place >= 0:
        link["refid"] = places[place][1]
        if places[place][0] != link["pod-start"]:
            link["pod-inside"] = True
    else:
        link["pod-inside"] = True


def _replace(text: nodes.Text, found: Sequence[MomentInText]) -> list[nodes.reference]:
    """Replace times by links, and return these."""
    parts: list[nodes.Node] = []
    links: list[nodes.reference] = []
    past = 0
    for moment in found:
        if moment.first > past:
            parts.append(nodes.Text(text[past : moment.first]))
        link = moment_link([nodes.Text(text[moment.first : moment.last])], moment.start, moment.end)
        parts.append(link)
        links.append(link)
        past = moment.last
    if past < len(text):
        parts.append(nodes.Text(text[past:]))
    text.parent.replace(text, parts)
    return links


def _wrap(node: nodes.Element, moment: MomentInText) -> nodes.reference:
    """Put a link around an element, and return it."""
    link = moment_link([], moment.start, moment.end)
    node.parent.replace(node, link)
    link += node
    return link


class _Lines:
    """A paragraph or a row of a table with lines that are chapters."""

    def __init__(self, block: nodes.Element, has_player: bool) -> None:
        self.block = block
        self.has_player = has_player
        self.lines = [ChapterLine(*line) for line in block.attributes.pop(LINES)]

    def link(self) -> None:
        """Link the times, and give the chapters their addresses."""
        found: dict[str, nodes.reference] = {}
        waiting = list(self.lines)
        for node in list(self.block.findall(_is_leaf)):
            if not waiting or _stands_in_leaf(node, self.block):
                continue
            for line, link in self._in_leaf(node, waiting):
                link["refid"] = line.id
                link["pod-chapter"] = line.title
                found[line.id] = link
                waiting.remove(line)
        self._place(found)

    def _in_leaf(
        self, node: nodes.Node, waiting: Sequence[ChapterLine]
    ) -> Iterator[tuple[ChapterLine, nodes.reference]]:
        text = str(node) if isinstance(node, nodes.Text) else node.astext()
        hits: list[MomentInText] = []
        lines: list[ChapterLine] = []
        rest = list(waiting)
        for moment in every_time(text):
            line = next((line for line in rest if line.start == moment.start), None)
            if line is not None:
                del rest[: rest.index(line) + 1]
                hits.append(moment)
                lines.append(line)
        if not hits:
            return
        if isinstance(node, nodes.Text):
            yield from zip(lines, _replace(node, hits), strict=True)
        elif isinstance(node, nodes.literal):
            yield lines[0], _wrap(node, hits[0])
        elif _is_moment(node):
            link = cast("nodes.reference", node)
            # the text takes precedence over the address
            link["pod-start"] = lines[0].start
            yield lines[0], link
        elif self.has_player and _leads_to_time(cast("nodes.reference", node), lines[0].start):
            yield lines[0], _split_link(cast("nodes.reference", node), hits[0])

    def _place(self, found: Mapping[str, nodes.reference]) -> None:
        item = self.block.parent
        if isinstance(self.block, nodes.row):
            place: nodes.Element | None = self.block
        elif isinstance(item, nodes.list_item) and item[0] is self.block and len(self.lines) == 1:
            place = item
        else:
            place = None
        for line in self.lines:
            if place is None:
                self._wrap_line(line, found)
            else:
                _give(place, line)

    def _wrap_line(self, line: ChapterLine, found: Mapping[str, nodes.reference]) -> None:
        """Put the content of a line of a paragraph into its own element."""
        box = nodes.inline(classes=["pod-line"])
        _give(box, line)
        ends = [self._index(found[other.id]) for other in self.lines if other.id in found]
        if line.id not in found:
            self.block.insert(0, box)
            return
        own = self._index(found[line.id])
        if line.leads:
            first, last = own, next((end for end in ends if end > own), len(self.block))
        else:
            boxes = [i for i, child in enumerate(self.block.children[:own]) if _is_line(child)]
            first, last = (boxes[-1] + 1 if boxes else 0), own + 1
        box.extend(self.block.children[first:last])
        self.block[first:last] = [box]

    def _index(self, node: nodes.Node) -> int:
        """Return the index of the child that is a node or contains it."""
        while node.parent is not self.block:
            node = node.parent
        return self.block.index(node)


def _is_line(node: nodes.Node) -> bool:
    return isinstance(node, nodes.inline) and PLACE in node


def _give(place: nodes.Element, line: ChapterLine) -> None:
    """Give an element the address of a chapter."""
    place["ids"].append(line.id)
    place["pod-start"] = line.start
    place[PLACE] = True


def _is_leaf(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Text | nodes.literal | nodes.reference)


def _stands_in_leaf(node: nodes.Node, block: nodes.Element) -> bool:
    around = node.parent
    while around is not None and around is not block:
        if isinstance(around, nodes.literal | nodes.reference):
            return True
        around = around.parent
    return False


def _leads_to_time(link: nodes.reference, start: float) -> bool:
    """Return whether a link leads to that time of a recording on another site."""
    parts = urlsplit(link.get("refuri", ""))
    for text in (parts.query, parts.fragment):
        for value in parse_qs(text).get("t", []) + parse_qs(text).get("start", []):
            try:
                return abs(parse_duration(value) - start) < 1
            except ValueError:
                continue
    return False


def _split_link(link: nodes.reference, moment: MomentInText) -> nodes.reference:
    """Separate the time from a link that leads elsewhere, and link it to the moment here."""
    text = link.astext()
    time = moment_link([nodes.Text(text[: moment.last])], moment.start, moment.end)
    rest = text[moment.last :]
    link.parent.insert(link.parent.index(link), time)
    if rest.strip():
        link[:] = [nodes.Text(rest)]
    else:
        link.parent.remove(link)
    return time
