"""Let other pages embed a player: the code to copy, and oEmbed (https://oembed.com)."""

from __future__ import annotations

import json
from html import escape
from typing import NamedTuple


class Frame(NamedTuple):
    """A page with the player of an episode, for other pages."""

    url: str
    title: str
    is_video: bool

    @property
    def size(self) -> tuple[int, int]:
        """The width and the height in pixels."""
        return (640, 560 if self.is_video else 220)


def code_parts(frame: Frame) -> tuple[str, str]:
    """Return the HTML that embeds a page: what is before and after ``#t=`` of its address."""
    width, height = frame.size
    return (
        f'<iframe src="{escape(frame.url)}',
        f'" title="{escape(frame.title)}" width="{width}" height="{height}" loading="lazy" '
        'allow="fullscreen; picture-in-picture" style="border: 0; max-width: 100%"></iframe>',
    )


def oembed(frame: Frame, author: tuple[str, str], provider: tuple[str, str]) -> str:
    """Return the answer to an oEmbed request.

    :param author: the name and the address of the show.
    :param provider: those of the site.
    """
    width, height = frame.size
    data = {
        "version": "1.0",
        "type": "video" if frame.is_video else "rich",
        "title": frame.title,
        "author_name": author[0],
        "author_url": author[1],
        "provider_name": provider[0],
        "provider_url": provider[1],
        "html": "".join(code_parts(frame)),
        "width": width,
        "height": height,
    }
    filled = {name: value for name, value in data.items() if value}
    return json.dumps(filled, ensure_ascii=False, indent=1) + "\n"
