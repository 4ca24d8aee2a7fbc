"""What the extension itself says on a page, kept aside until the page is written.

Sphinx walks through each document some sixty times before it is written, and most of what a page
of an archive shows is of no concern to it then: it follows from the catalogue, is not to be
translated, and leads to places that are known. So it waits in a node without children: pickled,
or on the pages that no one wrote, still to be drawn.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import follows_times, is_html
from sphinxcontrib_podcast.sphinx_ext.domain import ENTITY, pod_domain
from sphinxcontrib_podcast.sphinx_ext.nodes import deferred
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.hover import ask_for_cards
from sphinxcontrib_podcast.sphinx_ext.pages.moments import moments_in
from sphinxcontrib_podcast.sphinx_ext.pages.player import lead_to_player, unlink
from sphinxcontrib_podcast.sphinx_ext.text_language import educate, language_class

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def defer(parts: Sequence[nodes.Node], document: nodes.document, language: str = "") -> deferred:
    """Put parts of a document that is being read aside.

    :param language: that of what stands around them.
    """
    box = _educated(parts, document, language)
    links = (link for link in box.findall(nodes.reference) if "pod-docname" in link)
    addresses = {Address(link["pod-docname"], link["pod-anchor"]) for link in links}
    ask_for_cards(addresses, document.settings.env)
    for part in parts:
        part.parent = None
    return deferred(content=pickle.dumps(list(parts), pickle.HIGHEST_PROTOCOL))


def _educated(
    parts: Sequence[nodes.Node], document: nodes.document, language: str
) -> nodes.container:
    """A box with the parts, whose text has smart quotes."""
    box = nodes.container("", *parts, classes=language_class(language))
    educate(box, document)
    return box


def is_joined(document: nodes.document) -> bool:
    """Whether a document is made of several."""
    return next(document.findall(addnodes.start_of_file), None) is not None


def put_back(document: nodes.document) -> list[nodes.Node]:
    """Put what was kept aside in its place, and return it."""
    found: list[nodes.Node] = []
    for box in list(document.findall(deferred)):
        parts: list[nodes.Node] = pickle.loads(box["content"])
        box.parent.replace(box, parts)
        found += parts
    return found


def _lead(links: Iterable[nodes.reference], env: BuildEnvironment, builder: Builder) -> None:
    """Let links to places of the site lead there, as seen from the page; or leave their text."""
    catalogue = pod_domain(env).catalogue
    uris: dict[tuple[str, str], str] = {}
    for link in links:
        address = Address(link["pod-docname"], link["pod-anchor"])
        here = link.get("refdoc", env.docname)
        link[ENTITY] = catalogue.entity_at(address)
        if address.anchor and address.docname == here:
            link["refid"] = address.anchor
            continue
        way = here, address.docname
        try:
            if way not in uris:
                uris[way] = builder.get_relative_uri(*way)
        except NoUri:  # as in a book without the page
            text = nodes.inline("", "", *link.children, classes=link["classes"])
            link.parent.replace(link, text)
            continue
        link["refuri"] = f"{uris[way]}#{address.anchor}" if address.anchor else uris[way]


class PutBack(SphinxPostTransform):
    """Puts back what was kept aside, where other parts of Sphinx have to see it.

    These are the builders of books, and of a page of all documents. Runs before documents are
    joined (5).
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Put it back; none of it is to be translated."""
        html = is_html(pod_domain(self.env).builder)
        if not html or is_joined(self.document):
            for part in put_back(self.document):
                if isinstance(part, nodes.Element):
                    common.untranslated(part)
        for link in [] if html else moments_in(self.document):
            if "refid" not in link:  # no chapter holds the moment
                unlink(link)


class PutBackLast(SphinxPostTransform):
    """Puts the rest back, leads links to their places, and lets times lead to the player.

    Runs after what has nothing to do with it, in pages of HTML.
    """

    default_priority = 790

    def run(self, **kwargs: Any) -> None:
        """Put it back."""
        builder = pod_domain(self.env).builder
        put_back(self.document)
        links = list(self.document.findall(nodes.reference))
        _lead((link for link in links if "pod-docname" in link), self.env, builder)
        if is_html(builder):
            times = [link for link in links if "pod-start" in link]
            lead_to_player(self.document, times, follows_times=follows_times(builder))
