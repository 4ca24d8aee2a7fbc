"""Write the feed of a podcast: RSS 2.0 with the tags of Apple and of Podcasting 2.0.

- https://help.apple.com/itc/podcasts_connect/#/itcb54353390
- https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md
"""

from __future__ import annotations

import datetime
import html
import re
import uuid
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from sphinxcontrib_podcast.formats.feeds import (
    attribute,
    element,
    empty_element,
    rfc_date,
    xml_text,
)
from sphinxcontrib_podcast.model import FeedTag, PodcastFeed

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
# The namespace of UUIDs that the specification gives for podcast:guid.
_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_MOST_DESCRIPTION = 4000  # bytes, as Apple allows
_MOST_SOUNDBITE = 128  # characters of the title

#: The media types of recordings by suffix.
MEDIA_TYPES = {
    ".aac": "audio/aac", ".flac": "audio/flac", ".m4a": "audio/x-m4a", ".m4v": "video/x-m4v",
    ".mov": "video/quicktime", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".oga": "audio/ogg",
    ".ogg": "audio/ogg", ".opus": "audio/opus", ".wav": "audio/wav", ".webm": "video/webm",
}  # fmt: skip

#: Apple's categories, and those within them.
CATEGORIES = {
    "Arts": "Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts",
    "Business": "Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit",
    "Comedy": "Comedy Interviews, Improv, Stand-Up",
    "Education": "Courses, How To, Language Learning, Self-Improvement",
    "Fiction": "Comedy Fiction, Drama, Science Fiction",
    "Government": "",
    "History": "",
    "Health & Fitness": "Alternative Health, Fitness, Medicine, Mental Health, Nutrition, "
    "Sexuality",
    "Kids & Family": "Education for Kids, Parenting, Pets & Animals, Stories for Kids",
    "Leisure": "Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, "
    "Video Games",
    "Music": "Music Commentary, Music History, Music Interviews",
    "News": "Business News, Daily News, Entertainment News, News Commentary, Politics, "
    "Sports News, Tech News",
    "Religion & Spirituality": "Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, "
    "Spirituality",
    "Science": "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, "
    "Natural Sciences, Nature, Physics, Social Sciences",
    "Society & Culture": "Documentary, Personal Journals, Philosophy, Places & Travel, "
    "Relationships",
    "Sports": "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, "
    "Running, Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling",
    "Technology": "",
    "True Crime": "",
    "TV & Film": "After Shows, Film History, Film Interviews, Film Reviews, TV Reviews",
}
_PARENTS = {
    name.casefold(): (name, parent)
    for parent, names in CATEGORIES.items()
    for name in filter(None, [*names.split(", "), parent])
}


class Participant(NamedTuple):
    """A host or guest."""

    name: str
    role: str
    """``host`` or ``guest``."""

    href: str = ""
    """An address about the person."""

    image: str = ""
    """The address of a picture."""


class Transcript(NamedTuple):
    """A file with the words of an episode."""

    url: str
    type: str
    language: str


class Soundbite(NamedTuple):
    """A passage that its makers recommend. Times are in seconds."""

    start: float
    duration: float
    title: str


class Item(NamedTuple):
    """An episode."""

    title: str
    url: str
    guid: str
    """"" if the address is the guid."""

    date: datetime.date
    summary: str
    content: str
    """HTML."""

    media: str
    """The address of the recording."""

    size: int
    """Of the recording, in bytes."""

    type: str
    """The media type of the recording."""

    duration: float | None
    number: int | None
    season: int | None
    kind: str
    """``full``, ``trailer`` or ``bonus``."""

    image: str
    tags: Sequence[str]
    people: Sequence[Participant]
    chapters: str
    """The address of the chapters, or ""."""

    transcripts: Sequence[Transcript]
    soundbites: Sequence[Soundbite]
    links: Sequence[tuple[str, str]]
    """Labels and addresses of the episode elsewhere."""

    feed: PodcastFeed | None
    """The fields that the author gives for the episode."""


class Show(NamedTuple):
    """A podcast."""

    title: str
    description: str
    language: str
    page: str
    url: str
    """The address of the feed."""

    image: str
    categories: Sequence[str]
    people: Sequence[Participant]
    license: str
    feed: PodcastFeed
    """The fields that the author gives for the show."""

    hub: str = ""
    items: Sequence[Item] = ()

    @property
    def given(self) -> dict[str, str]:
        """The fields with a single value, such as ``author`` and ``explicit``."""
        return dict(self.feed.given)

    def missing(self) -> list[str]:
        """Return the names of the fields that Apple requires and that are not there."""
        is_known = any(name.casefold() in _PARENTS for name in self.categories)
        needed = {
            "description": self.description,
            "image": self.image,
            "categories": is_known,
            "podcast_feed.explicit": self.given.get("explicit"),
        }
        return [name for name, value in needed.items() if not value]


def podcast_guid(url: str) -> str:
    """Return the id of a podcast by the address of its feed."""
    return str(uuid.uuid5(_GUID_NAMESPACE, re.sub(r"^\w+://", "", url).rstrip("/")))


def podcast_feed(show: Show) -> str:
    """Return the feed."""
    namespaces = "".join(attribute(f"xmlns:{name}", uri) for name, uri in _NAMESPACES.items())
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<rss version="2.0"{namespaces}>',
        "<channel>",
        *filter(None, _channel(show)),
        *(line for item in show.items for line in _item(show, item) if line),
        "</channel>",
        "</rss>\n",
    ]
    return "\n".join(lines)


def _channel(show: Show) -> Iterator[str]:
    given = show.given
    yield element("title", show.title)
    yield element("link", show.page)
    yield f"<description>{xml_text(_bounded(show.description))}</description>"
    yield element("language", show.language)
    yield element("copyright", given.get("copyright", ""))
    if show.items:
        yield element("lastBuildDate", rfc_date(max(item.date for item in show.items)))
    yield empty_element("atom:link", rel="self", href=show.url, type="application/rss+xml")
    if address := given.get("new_feed_url"):
        yield element("itunes:new-feed-url", address)
    if show.hub:
        yield empty_element("atom:link", rel="hub", href=show.hub)
    if show.image:
        yield empty_element("itunes:image", href=show.image)
        image = (element("url", show.image), element("title", show.title))
        yield f"<image>{''.join(image)}{element('link', show.page)}</image>"
    yield from _categories(show.categories)
    yield element("itunes:explicit", given.get("explicit", ""))
    hosts = ", ".join(person.name for person in show.people)
    yield element("itunes:author", given.get("author", hosts))
    yield element("itunes:type", given.get("type", ""))
    yield element("itunes:block", _yes(given.get("block")))
    yield element("itunes:complete", _yes(_is_complete(show)))
    email = given.get("email", "")
    if email:
        name = element("itunes:name", given.get("author", hosts))
        yield f"<itunes:owner>{name}{element('itunes:email', email)}</itunes:owner>"
    yield element("podcast:guid", given.get("guid") or podcast_guid(show.url))
    yield element("podcast:medium", given.get("medium", "podcast"))
    if locked := given.get("locked"):
        yield element("podcast:locked", "yes" if locked == "true" else "no", owner=email)
    if given.get("podping") == "true":
        yield empty_element("podcast:podping", usesPodping="true")
    address = show.license if show.license.startswith(("http://", "https://")) else ""
    yield element("podcast:license", show.license, url=address)
    yield from map(_person, show.people)
    yield from map(_tag, show.feed.tags)
    for item in show.items:
        if item.kind == "trailer":
            yield element(
                "podcast:trailer",
                item.title,
                url=item.media,
                pubdate=rfc_date(item.date),
                length=str(item.size),
                type=item.type,
                season=str(item.season or ""),
            )


def _categories(names: Sequence[str]) -> Iterator[str]:
    """Yield the categories that Apple knows within their parents, and others as those of RSS."""
    for name in names:
        known, parent = _PARENTS.get(name.casefold(), ("", ""))
        if not known:
            yield element("category", name)
        elif known == parent:
            yield empty_element("itunes:category", text=known)
        else:
            inner = empty_element("itunes:category", text=known)
            yield f"<itunes:category{attribute('text', parent)}>{inner}</itunes:category>"


def _item(show: Show, item: Item) -> Iterator[str]:
    given = dict(item.feed.given if item.feed else ())
    season = dict(show.feed.seasons).get(item.season or 0, "")
    yield "<item>"
    yield element("title", item.title)
    yield element("link", item.url)
    yield element("guid", item.guid or item.url, isPermaLink="false" if item.guid else "")
    yield element("pubDate", rfc_date(item.date))
    yield element("description", html.escape(_bounded(item.summary), quote=False))
    yield element("content:encoded", item.content)
    yield empty_element("enclosure", url=item.media, length=str(item.size), type=item.type)
    yield element("itunes:duration", str(round(item.duration or 0) or ""))
    yield element("itunes:episodeType", item.kind)
    yield element("itunes:explicit", given.get("explicit", ""))
    yield element("itunes:block", _yes(given.get("block")))
    for name, number, named in (
        ("episode", item.number, {"display": given.get("display", "")}),
        ("season", item.season, {"name": season}),
    ):
        yield element(f"itunes:{name}", str(number or ""))
        yield element(f"podcast:{name}", "" if number is None else str(number), **named)
    if item.image:
        yield empty_element("itunes:image", href=item.image)
    yield from (element("category", tag) for tag in item.tags)
    yield element("podcast:license", given.get("license", ""))
    yield from map(_person, item.people)
    yield from map(_tag, _tags_of_item(show, item))
    if item.chapters:
        yield empty_element("podcast:chapters", url=item.chapters, type="application/json+chapters")
    for url, type_, language in item.transcripts:
        yield empty_element("podcast:transcript", url=url, type=type_, language=language)
    for start, duration, title in item.soundbites:
        yield element(
            "podcast:soundbite",
            title[:_MOST_SOUNDBITE],
            startTime=f"{start:.3f}",
            duration=f"{duration:.3f}",
        )
    for label, url in item.links:
        host = (urlsplit(url).hostname or url).removeprefix("www.")
        yield element("podcast:contentLink", label or host, href=url)
    yield "</item>"


def _tags_of_item(show: Show, item: Item) -> tuple[FeedTag, ...]:
    """Return the tags that the author gives for an episode.

    The people of an episode replace those of the show, so its crew is named again.
    """
    tags = item.feed.tags if item.feed else ()
    is_crew_given = any(tag.name == "person" for tag in tags)
    crew = [tag for tag in show.feed.tags if tag.name == "person"]
    return tags if is_crew_given or not item.people else (*crew, *tags)


def _tag(tag: FeedTag) -> str:
    """Return an element of Podcasting 2.0."""
    inner = xml_text(tag.text) + "".join(map(_tag, tag.children))
    attributes = "".join(attribute(name, value) for name, value in tag.attributes)
    return f"<podcast:{tag.name}{attributes}>{inner}</podcast:{tag.name}>"


def _is_complete(show: Show) -> str:
    """Return "true" if the author says that there will be no more episodes."""
    found = (dict(tag.attributes) for tag in show.feed.tags if tag.name == "updateFrequency")
    return next(found, {}).get("complete", "")


def _yes(flag: str | None) -> str:
    """Return a flag as Apple wants it: "Yes", or nothing."""
    return "Yes" if flag == "true" else ""


def _person(person: Participant) -> str:
    return element(
        "podcast:person",
        person.name,
        role=person.role,
        group="cast",
        img=person.image,
        href=person.href,
    )


def _bounded(text: str) -> str:
    """Return the beginning of a text that Apple accepts."""
    return text.encode()[:_MOST_DESCRIPTION].decode(errors="ignore")
