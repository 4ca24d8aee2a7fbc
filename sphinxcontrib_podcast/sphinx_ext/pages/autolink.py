"""Link the names in an episode's text to their entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.catalogue.name_matching import NameMatcher, stands_alone
from sphinxcontrib_podcast.sphinx_ext.nodes import quote_source
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.episode import episode_of
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import NameLink, names_in
from sphinxcontrib_podcast.views.links import Link

#: Text of elements with this class is left alone.
NO_LINK = "no-link"

_LEFT_ALONE = (
    nodes.reference, nodes.target, nodes.title, nodes.rubric, nodes.term, nodes.literal,
    nodes.math, nodes.raw, nodes.image, nodes.FixedTextElement, nodes.Invisible,
    nodes.footnote_reference, nodes.citation_reference, nodes.substitution_reference,
    pending_xref, quote_source,
)  # fmt: skip
# A role with "!" (of class xref) suppresses the link.
_OUR_PARTS = {NO_LINK, "xref", "pod-facts", "pod-chapters", "pod-entities", "pod-page", "pod-cards"}


class AutoLink(SphinxTransform):
    """Links the names that the catalogue found in an episode.

    Runs after the layout of the page (700) and before smart quotes (750).
    """

    default_priority = 710

    def apply(self, **kwargs: Any) -> None:
        """Link each name once per chapter, once per page, or everywhere."""
        extent = settings_of(self.config).autolink
        if extent == "none" or episode_of(self.document) is None:
            return
        names: dict[str, NameLink] = {
            name.name: name for name in ask(self.env, names_in, self.env.docname)
        }
        matcher = NameMatcher(names)
        linked: dict[int, set[object]] = {}
        for text in list(self.document.findall(nodes.Text)):
            found = _names(str(text), matcher, names)
            if not found or _is_left_alone(text):
                continue
            seen = linked.setdefault(0 if extent == "page" else id(_section(text)), set())
            parts = list(_parts(str(text), found, None if extent == "all" else seen))
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


def _names(
    text: str, matcher: NameMatcher, names: Mapping[str, NameLink]
) -> list[tuple[int, int, NameLink]]:
    return [
        (start, end, name)
        for _, start, end in matcher.matches(text)
        if (name := names.get(text[start:end])) and stands_alone(text, start, end, name.part)
    ]


def _parts(
    text: str, found: Iterable[tuple[int, int, NameLink]], seen: set[object] | None
) -> Iterable[nodes.Node]:
    """Yield a text with its links.

    :param seen: addresses that are not linked again, updated here; None links all.
    """
    past = 0
    for start, end, name in found:
        target = name.entity
        if seen is not None and target.address in seen:
            continue
        if seen is not None:
            seen.add(target.address)
        if start > past:
            yield nodes.Text(text[past:start])
        title = "" if name.name == target.text else target.text
        yield common.link(Link(name.name, target.address), classes=["pod-mention"], title=title)
        past = end
    if past < len(text):
        yield nodes.Text(text[past:])
