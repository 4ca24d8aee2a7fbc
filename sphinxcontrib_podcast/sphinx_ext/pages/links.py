"""Resolve links to places on the site when a page is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import follows_times, is_html
from sphinxcontrib_podcast.sphinx_ext.domain import ENTITY, pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages.player import lead_to_player

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class ResolveLinks(SphinxPostTransform):
    """Resolves links to places on the site, and links times to the player.

    Runs after the transforms of Sphinx, which have nothing to do with them.
    """

    default_priority = 790

    def run(self, **kwargs: Any) -> None:
        """Resolve the links."""
        builder = pod_domain(self.env).builder
        links = list(self.document.findall(nodes.reference))
        _resolve((link for link in links if "pod-docname" in link), self.env, builder)
        if is_html(builder):
            times = [link for link in links if "pod-start" in link]
            lead_to_player(self.document, times, follows_times=follows_times(builder))


def _resolve(links: Iterable[nodes.reference], env: BuildEnvironment, builder: Builder) -> None:
    """Give links their addresses, relative to the page; replace those without one by text."""
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
