"""The place of a page in the archive: its section, and the episodes before and after it."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.collections import Collection
from sphinxcontrib_podcast.views.links import Link, channel_link, episode_link


class Way(NamedTuple):
    """The way from a page to those around it."""

    section: str = ""
    """The document name of the page that lists this one, or "" if the navigation lists it."""

    previous: Link | None = None
    """The episode before this one in its channel, by date."""

    next: Link | None = None
    """The episode after this one in its channel, by date."""


def way(catalogue: Catalogue, docname: str) -> Way:
    """Return the way from an episode, the page of an entity, or a page of a long listing."""
    episode = catalogue.episodes.get(docname)
    if episode is not None:
        channel = channel_link(catalogue, episode)
        address = channel.address if channel else None
        before, after = (
            episode_link(catalogue.version(d, episode.language)) if d else None
            for d in catalogue.around[catalogue.versions.main(docname)]
        )
        return Way(address.docname if address else catalogue.pages.episodes, before, after)
    if docname in catalogue.leaves_by_page:
        owner, _leaves = catalogue.leaves_by_page[docname]
        if isinstance(owner, Collection):
            return Way(owner.docname)
        page = catalogue.channel_address(owner.id) if owner else None
        return Way(page.docname if page else catalogue.pages.episodes)
    if collection := catalogue.collections.get(docname):
        of_season = collection.channel
        page = catalogue.channel_address(of_season.id) if of_season else None
        return Way(page.docname if page else catalogue.pages.tags)
    if about := catalogue.entity_of_leaf.get(docname):
        home = catalogue.homes[about]
        return Way(home.docname if home else "")
    if docname in {leaf.docname for leaf in catalogue.quote_leaves}:
        return Way(catalogue.pages.quotes)
    if id_ := catalogue.entity_at(Address(docname)):
        return Way(catalogue.index_pages[id_])
    return Way()
