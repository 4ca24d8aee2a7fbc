"""Describe pages to search engines: one JSON-LD graph on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats.json_ld import (
    Files,
    Node,
    breadcrumb_node,
    channel_nodes,
    document,
    entity_nodes,
    episode_nodes,
)
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.pages.hover import as_script_data
from sphinxcontrib_podcast.sphinx_ext.publish.common import image_url, media_url
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.publication import (
    ChannelRecord,
    EntityRecord,
    EpisodeRecord,
    Record,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def tags(app: Sphinx, docname: str, record: Record | None, site: Site) -> str:
    """Return the graph of a page as an element for its head."""
    if record is None or settings_of(app.config).json_ld is False:
        return ""
    way = [(str(name), url) for name, url in _way(app, docname, record, site)]
    graph = [*_nodes(app, docname, record, site), breadcrumb_node(way[-1][1], way)]
    data = as_script_data(document(graph))
    return f'\n<script type="application/ld+json">{data}</script>'


def _nodes(app: Sphinx, docname: str, record: Record, site: Site) -> list[Node]:
    match record:
        case EpisodeRecord():
            files = Files(media_url(app, site, record.media), image_url(app, site, record.picture))
            shows = [record.channel_id, record.channel.text] if record.channel else []
            is_own = settings_of(app.config).own_shows(*shows)
            return episode_nodes(record, docname, site, files, is_own=is_own)
        case EntityRecord():
            return entity_nodes(record, site, image_url(app, site, record.image))
        case ChannelRecord():
            return channel_nodes(record, docname, site, image_url(app, site, record.image))


def _way(app: Sphinx, docname: str, record: Record, site: Site) -> list[tuple[str, str]]:
    """Return names and addresses from the first page of the site to this one."""
    config = app.config
    way = [(config.html_title or config.project, site.url(Address(config.root_doc)))]
    match record:
        case EpisodeRecord():
            name, channel = record.title, record.channel
            if channel and channel.address:
                way.append((channel.text, site.url(channel.address)))
        case EntityRecord():
            name = record.name.name
            if record.listed_on:
                way.append((_("People and topics"), site.url(record.listed_on)))
        case ChannelRecord():
            name = record.name
    return [*way, (name, site.url(Address(docname)))]
