"""Links from the names in an episode's text to their entities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.catalogue.mentions import is_word
from sphinxcontrib_podcast.catalogue.views import Link
from sphinxcontrib_podcast.domain import ask
from sphinxcontrib_podcast.nodes import quote_source
from sphinxcontrib_podcast.pages import draw
from sphinxcontrib_podcast.pages.episode import episode_of

#: Text of elements with this class is left alone.
NO_LINK = "no-link"

_LEFT_ALONE = (
    nodes.reference, nodes.target, nodes.title, nodes.rubric, nodes.term, nodes.literal,
    nodes.math, nodes.raw, nodes.image, nodes.FixedTextElement, nodes.Invisible,
    nodes.footnote_reference, nodes.citation_reference, nodes.substitution_reference,
    pending_xref, quote_source,
)  # fmt: skip
_OUR_PARTS = {NO_LINK, "pod-facts", "pod-chapters", "pod-entities", "pod-page", "pod-cards"}


class AutoLink(SphinxTransform):
    """Links the names that the catalogue found in an episode.

    Runs after the page was laid out (700) and before smart quotes (750).
    """

    default_priority = 710

    def apply(self, **kwargs: Any) -> None:
        """Link each name in each chapter, on each page, or wherever it stands."""
        extent = self.config.podcast_autolink
        if extent == "none" or episode_of(self.document) is None:
            return
        names: dict[str, Link] = dict(ask(self.env, "names_in", self.env.docname))
        if not names:
            return
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        linked: dict[int, set[object]] = {}
        for text in list(self.document.findall(nodes.Text)):
            if not pattern.search(text) or _is_left_alone(text):
                continue
            seen = linked.setdefault(0 if extent == "page" else id(_section(text)), set())
            parts = list(_parts(str(text), pattern, names, None if extent == "all" else seen))
            if len(parts) > 1 or not isinstance(parts[0], nodes.Text):
                text.parent.replace(text, parts)


def _is_left_alone(text: nodes.Text) -> bool:
    node: nodes.Element | None = text.parent
    while node is not None:
        if isinstance(node, _LEFT_ALONE) or _OUR_PARTS.intersection(node["classes"]):
            return True
        node = node.parent
    return False


def _section(text: nodes.Text) -> nodes.Element | None:
    node: nodes.Element | None = text.parent
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


def _parts(
    text: str, pattern: re.Pattern[str], names: dict[str, Link], seen: set[object] | None
) -> Iterable[nodes.Node]:
    """Text with links in it; what was ``seen`` is not linked again."""
    start = 0
    for match in pattern.finditer(text):
        target = names[match[0]]
        if not is_word(text, *match.span()) or (seen is not None and target.address in seen):
            continue
        if seen is not None:
            seen.add(target.address)
        if match.start() > start:
            yield nodes.Text(text[start : match.start()])
        title = "" if match[0] == target.text else target.text
        yield draw.link(Link(match[0], target.address), classes=["pod-mention"], title=title)
        start = match.end()
    if start < len(text) or not text:
        yield nodes.Text(text[start:])
