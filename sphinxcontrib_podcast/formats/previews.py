"""Describe a page to programs that show a preview of its address: Open Graph and Twitter cards."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from sphinxcontrib_podcast.formats.oembed import Frame
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.model import Media

#: The most characters of a description that search engines show.
MOST_DESCRIPTION = 160

#: The width and the height of a share card, in pixels.
CARD_SIZE = (1200, 630)


class Preview(NamedTuple):
    """The content of the preview of a page."""

    title: str
    url: str
    site_name: str
    kind: str = "website"
    """A type of Open Graph: ``website``, ``article`` or ``profile``."""

    description: str = ""
    image: str = ""
    """The address of a picture."""

    is_card: bool = False
    """Whether the picture is a share card."""

    published: str = ""
    """The date as ISO 8601."""

    media: Media | None = None
    media_url: str = ""
    """The address of the recording."""

    frame: Frame | None = None
    """The page with the player alone."""


def description_of(text: str) -> str:
    """Return the beginning of a text that is short enough to be shown in full."""
    return shortened(" ".join(text.split()), MOST_DESCRIPTION - 1)  # and an ellipsis


def meta_tags(preview: Preview) -> str:
    """Return the elements for the head of a page, a line each."""
    tags = [_tag("property", name, value) for name, value in _open_graph(preview)]
    tags += [_tag("name", name, value) for name, value in _twitter(preview)]
    return "".join(tags)


def description_tag(text: str) -> str:
    """Return the element that describes a page."""
    return _tag("name", "description", text) if text else ""


def _tag(kind: str, name: str, value: str) -> str:
    return f'\n<meta {kind}="{name}" content="{escape(value)}">' if value else ""


def _open_graph(preview: Preview) -> Iterator[tuple[str, str]]:
    yield "og:type", preview.kind
    yield "og:title", preview.title
    yield "og:description", preview.description
    yield "og:url", preview.url
    yield "og:site_name", preview.site_name
    yield "og:image", preview.image
    if preview.is_card:
        yield "og:image:width", str(CARD_SIZE[0])
        yield "og:image:height", str(CARD_SIZE[1])
        yield "og:image:alt", preview.title
    if preview.kind == "article":
        yield "article:published_time", preview.published
    yield from _recording(preview)


def _recording(preview: Preview) -> Iterator[tuple[str, str]]:
    media = preview.media
    if media is None or not preview.media_url:
        return
    kind = "audio" if media.kind == "audio" else "video"
    yield f"og:{kind}", media.embed or preview.media_url
    guessed, _encoding = mimetypes.guess_type(media.url.partition("?")[0], strict=False)
    yield f"og:{kind}:type", "text/html" if media.embed else guessed or ""


def _twitter(preview: Preview) -> Iterable[tuple[str, str]]:
    frame = preview.frame
    if frame and frame.url.startswith("https://"):  # the only scheme of player cards
        yield "twitter:card", "player"
        yield "twitter:player", frame.url
        yield from zip(
            ("twitter:player:width", "twitter:player:height"), map(str, frame.size), strict=True
        )
    else:
        yield "twitter:card", "summary_large_image" if preview.is_card else "summary"
