"""Hover cards: previews of entities, shown by links to them (HTML only).

The page contains the card of each entity once, so that scripts need not request any.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.resolver import resolve
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.sphinx_ext.domain import ENTITY, pod_domain, role_kind
from sphinxcontrib_podcast.sphinx_ext.labels import project_labels
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.entity import HoverCard, hover_card

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: The attribute of a document that has the entities that templates link to, by address.
LINKS = "pod-links"

_MOST_TEXT = 240  # characters of a description that a card shows


class HoverCards(SphinxTransform):
    """Asks for the content of a page's cards, so that the page is read again if it changes.

    Runs after names are linked (710).
    """

    default_priority = 720

    def apply(self, **kwargs: Any) -> None:
        """Ask for the card of each entity that the page links to."""
        catalogue = pod_domain(self.env).catalogue
        addresses: set[Address] = set()
        for link in self.document.findall(nodes.Element):
            if "pod-docname" not in link:
                continue
            if isinstance(link, pending_xref):
                docname, role = link["pod-docname"], role_kind(link["reftype"])
                found = resolve(catalogue, role, link["reftarget"], docname)
                if found and found.address:
                    addresses.add(found.address)
            else:
                addresses.add(Address(link["pod-docname"], link["pod-anchor"]))
        ask_for_cards(addresses, self.env)


def ask_for_cards(addresses: Iterable[Address], env: BuildEnvironment) -> None:
    """Ask for the card of each entity at one of the addresses."""
    if settings_of(env.config).hover_cards:
        entity_at = pod_domain(env).catalogue.entity_at
        for entity in sorted({id_ for address in addresses if (id_ := entity_at(address))}):
            ask(env, hover_card, entity)


def addresses_in(answer: object) -> Iterator[Address]:
    """Yield all addresses in an answer of the catalogue."""
    if isinstance(answer, Address):
        yield answer
    elif isinstance(answer, tuple):
        for value in answer:
            yield from addresses_in(value)


def hover_cards(document: nodes.document, env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return the cards of a page by the address of the link as written in the page."""
    catalogue = pod_domain(env).catalogue
    entities: dict[str, str] = dict(document.get(LINKS, {}))
    for link in document.findall(nodes.reference):
        if link.get(ENTITY):
            uri = link["refuri"] if "refuri" in link else f"#{link['refid']}"
            entities[uri] = link[ENTITY]
    return {uri: _card(hover_card(catalogue, id_), env) for uri, id_ in sorted(entities.items())}


def as_script_data(data: object) -> str:
    """Return data as JSON that is safe inside a ``script`` element."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _card(card: HoverCard, env: BuildEnvironment) -> dict[str, str]:
    shown = {
        "name": card.name,
        "lang": card.language,
        "type": project_labels(env.config).type(card.type, one=True),
        "text": shortened(card.text, _MOST_TEXT),
        "textLang": card.text_language,
    }
    return {key: value for key, value in shown.items() if value}
