"""Describe pages as JSON-LD with the vocabulary of schema.org.

Each thing has one ``@id``, which is its address; things that have no page of their own are at
``#this`` of a page or at their place on one. The same thing has the same ``@id`` on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.grammar.times import iso_duration
from sphinxcontrib_podcast.views.publication import (
    ChannelRecord,
    EntityRecord,
    EpisodeRecord,
    Named,
    QuoteRecord,
)

Node = dict[str, Any]

#: The types of schema.org by those of entities.
_TYPES = {
    "person": "Person",
    "organization": "Organization",
    "concept": "DefinedTerm",
    "product": "Product",
    "software": "SoftwareApplication",
    "work": "CreativeWork",
    "place": "Place",
    "event": "Event",
}

# The labels of a channel's links that lead to its feed, and to the show itself elsewhere.
_FEED, _SAME = "RSS", ("", "Apple Podcasts", "Spotify", "YouTube")


class Files(NamedTuple):
    """The addresses of the files of a page; "" if there is none."""

    media: str = ""
    image: str = ""


def document(nodes: Iterable[Node]) -> Node:
    """Return the graph of a page."""
    return {"@context": "https://schema.org", "@graph": [_filled(node) for node in nodes]}


def _filled(node: Node) -> Node:
    """Return a node without properties that have no value."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def thing_id(site: Site, address: Address) -> str:
    """Return the ``@id`` of what a page, or a place on one, is about."""
    return site.url(address if address.anchor else address._replace(anchor="this"))


def episode_nodes(
    record: EpisodeRecord, docname: str, site: Site, files: Files, *, is_own: bool
) -> list[Node]:
    """Return the nodes of an episode, or of an article about one.

    :param is_own: whether the page is the publisher's own page of the episode.
    """
    page = Address(docname)
    url, id_ = site.url(page), thing_id(site, page)
    clips = [
        {
            "@type": "Clip",
            "@id": site.url(Address(docname, chapter.id)),
            "name": chapter.title or record.title,
            "url": site.moment(docname, chapter.start),
            "startOffset": _number(chapter.start),
            "endOffset": None if chapter.end is None else _number(chapter.end),
            "partOfEpisode": {"@id": id_},
        }
        for chapter in record.chapters
    ]
    quotes = [_quote(quote, docname, site) for quote in record.quotes if quote.is_verbatim]
    parts = _references([*clips, *quotes])
    series = _series_of(record, site)
    episode: Node = {
        "@type": "PodcastEpisode",
        "@id": id_,
        "name": record.title,
        "url": url if is_own else "",
        "description": record.summary if is_own else "",
        "inLanguage": record.language if is_own else "",
        "datePublished": record.date.isoformat() if record.date else "",
        "episodeNumber": record.number,
        "duration": iso_duration(record.duration) if record.duration else "",
        "partOfSeries": _reference(series),
        "partOfSeason": {"@type": "PodcastSeason", "seasonNumber": record.season}
        if record.season is not None
        else None,
        "author": [_person(person, site) for person in record.hosts],
        "contributor": [_person(person, site) for person in record.guests],
        "image": files.image,
        "keywords": list(record.tags),
        "hasPart": parts if is_own else _references(clips),
    }
    nodes = [episode]
    mentions = [_thing(named, site) for named in record.mentions]
    about = _references(mentions)
    if is_own:
        episode["mentions"] = about
    else:
        nodes.insert(
            0,
            {
                "@type": "Article",
                "@id": site.url(page._replace(anchor="article")),
                "headline": record.title,
                "url": url,
                "description": record.summary,
                "inLanguage": record.language,
                "image": files.image,
                "keywords": list(record.tags),
                "about": {"@id": id_},
                "isBasedOn": {"@id": id_},
                "mentions": about,
                "hasPart": _references(quotes),
            },
        )
    if media := _media(record, docname, site, files, clips):
        episode["video" if media["@type"] == "VideoObject" else "audio"] = _reference(media)
        nodes.append(media)
    people = [_thing(p, site) for p in (*record.hosts, *record.guests) if p.address]
    named = {node["@id"]: node for node in (*people, *mentions) if "@id" in node}
    return [*nodes, *([series] if series else ()), *clips, *quotes, *named.values()]


def _number(seconds: float) -> float | int:
    return int(seconds) if seconds == int(seconds) else seconds


def _quote(quote: QuoteRecord, docname: str, site: Site) -> Node:
    speaker = quote.speaker
    is_known = speaker is not None and speaker.type in ("person", "organization")
    said_by = _person(speaker, site) if speaker and is_known else None
    return {
        "@type": "Quotation",
        "@id": site.url(Address(docname, quote.id)),
        "text": quote.text,
        "url": site.url(Address(docname, quote.id)),
        "spokenByCharacter": said_by,
        "creator": said_by,
        "creditText": speaker.name if speaker and not is_known else "",
        "isPartOf": {"@id": thing_id(site, Address(docname))},
    }


def _media(
    record: EpisodeRecord, docname: str, site: Site, files: Files, clips: Sequence[Node]
) -> Node | None:
    media = record.media
    if media is None or not files.media:
        return None
    is_video = media.kind != "audio"
    return {
        "@type": "VideoObject" if is_video else "AudioObject",
        "@id": site.url(Address(docname, "media")),
        "name": record.title,
        "description": record.summary,
        "url": files.media if media.embed else "",
        "contentUrl": "" if media.embed else files.media,
        "embedUrl": media.embed,
        "uploadDate": record.date.isoformat() if record.date else "",
        "thumbnailUrl": files.image if is_video else "",
        "duration": iso_duration(record.duration) if record.duration else "",
        "hasPart": _references(clips) if is_video else [],
    }


def _series_of(record: EpisodeRecord, site: Site) -> Node | None:
    channel = record.channel
    if channel is None:
        return None
    node: Node = {"@type": "PodcastSeries", "name": channel.text}
    if channel.address:
        node |= {"@id": thing_id(site, channel.address), "url": site.url(channel.address)}
    return node


def _person(person: Named, site: Site) -> Node:
    return _reference(_thing(person, site)) or {}


def _thing(named: Named, site: Site) -> Node:
    node: Node = {"@type": _TYPES.get(named.type, "Thing"), "name": named.name}
    if named.address:
        node["@id"] = thing_id(site, named.address)
        node["url"] = site.url(named.address)
    if named.same_as:
        node["sameAs"] = list(named.same_as)
    return node


def _reference(node: Node | None) -> Node | None:
    """Return a reference to a node; a node without ``@id`` is itself returned."""
    return {"@id": node["@id"]} if node and "@id" in node else node


def _references(nodes: Iterable[Node]) -> list[Node]:
    return [reference for node in nodes if (reference := _reference(node))]


def entity_nodes(record: EntityRecord, site: Site, image: str) -> list[Node]:
    """Return the node of an entity.

    :param image: the address of its image, or "".
    """
    node = _thing(record.name, site)
    node |= {
        "alternateName": list(record.other_names),
        "description": record.description[1],
        "image": image,
    }
    return [node]


def channel_nodes(record: ChannelRecord, docname: str, site: Site, image: str) -> list[Node]:
    """Return the node of a channel, and those of its hosts.

    :param image: the address of its cover, or "".
    """
    hosts = [_thing(host, site) for host in record.hosts]
    page = Address(docname)
    series: Node = {
        "@type": "PodcastSeries",
        "@id": thing_id(site, page),
        "name": record.name,
        "url": site.url(page),
        "description": record.descriptions[0][1] if record.descriptions else "",
        "image": image,
        "author": _references(hosts),
        "webFeed": next((url for label, url in record.links if label == _FEED), ""),
        "sameAs": [url for label, url in record.links if label in _SAME],
        "keywords": list(record.categories),
        "license": record.license if record.license.startswith(("http:", "https:")) else "",
    }
    return [series, *(host for host in hosts if "@id" in host)]


def breadcrumb_node(page: str, way: Sequence[tuple[str, str]]) -> Node:
    """Return the way to a page.

    :param page: the address of the page.
    :param way: names and addresses, from the first page of the site to the page itself.
    """
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(way, 1)
        ],
    }
