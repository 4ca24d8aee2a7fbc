"""Write feeds of a site as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, paged as RFC 5005 says.

Nothing depends on the time of the build: the date of an entry is that of its episode.
"""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Callable, Mapping, Sequence
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt

from sphinxcontrib_podcast.grammar.text import shortened, writable
from sphinxcontrib_podcast.grammar.times import format_time

_MOST_SUMMARY = 500  # characters
_MOST_CHAPTERS = 40
_MOST_TITLE = 150  # characters of a chapter
_MOST_OUTLINE = 8_000  # bytes of a list of chapters in XML, so that fifty of them stay below 1 MB
_NEVER = datetime.date(1970, 1, 1)  # the date of a feed without entries
_HISTORY = "http://purl.org/syndication/history/1.0"

# Links to other addresses than those of the web are no links, and HTML is text.
_MARKDOWN = MarkdownIt("js-default", {"linkify": False, "typographer": False})


class Entry(NamedTuple):
    """An episode in a feed."""

    url: str
    title: str
    language: str
    date: datetime.date
    summary: str
    content: str
    """HTML with absolute addresses, without scripts."""

    tags: tuple[str, ...] = ()


class Feed(NamedTuple):
    """A file of a feed. Addresses of other files have no suffix, as each format has its own."""

    title: str
    description: str
    language: str
    page: str
    """The address of the page with the same episodes."""

    url: str
    entries: Sequence[Entry]
    current: str = ""
    """For a part of the archive, the feed with the newest entries."""

    older: str = ""
    newer: str = ""
    hub: str = ""
    """The address of a WebSub hub."""

    @property
    def updated(self) -> datetime.date:
        """The date of the newest entry."""
        return max((entry.date for entry in self.entries), default=_NEVER)

    def links(self, suffix: str) -> list[tuple[str, str]]:
        """Return relations and addresses of this and other files."""
        links = [("self", self.url), ("current", self.current)]
        links += [("prev-archive", self.older), ("next-archive", self.newer)]
        found = [(relation, f"{url}{suffix}") for relation, url in links if url]
        return [*found, ("hub", self.hub)] if self.hub else found


def outline(summary: str, chapters: Sequence[tuple[float, str, str]]) -> str:
    """Return a summary and a list of chapters as HTML.

    :param chapters: their starts in seconds, titles and addresses.
    """
    items: list[str] = []
    left = _MOST_OUTLINE
    for start, title, url in chapters[:_MOST_CHAPTERS]:
        link = f'<a href="{html.escape(url)}">{format_time(start)}</a>'
        item = f"<li>{link} {html.escape(shortened(title, _MOST_TITLE))}</li>"
        left -= len(html.escape(item).encode())
        if left < 0:
            break
        items.append(item)
    text = shortened(summary, _MOST_SUMMARY)
    return (f"<p>{html.escape(text)}</p>" if text else "") + (
        f"<ul>{''.join(items)}</ul>" if items else ""
    )


@lru_cache(256)
def notes(markdown: str) -> str:
    """Return the Markdown copy of a page as HTML, without its title."""
    title, _, body = markdown.partition("\n")
    rendered: str = _MARKDOWN.render(body if title.startswith("# ") else markdown)
    return rendered


def atom(feed: Feed) -> str:
    """Return a feed as Atom."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="{_HISTORY}"'
        f"{attribute('xml:lang', feed.language)}>",
        element("title", feed.title),
        element("subtitle", shortened(feed.description, _MOST_SUMMARY)),
        element("id", f"{feed.url}.atom"),
        element("updated", _time(feed.updated)),
        f"<author>{element('name', feed.title)}</author>",
        _link("link", "alternate", feed.page),
        *(_link("link", relation, url) for relation, url in feed.links(".atom")),
        "<fh:archive/>" if feed.current else "",
        *map(_atom_entry, feed.entries),
        "</feed>\n",
    ]
    return "\n".join(filter(None, lines))


@lru_cache(1024)
def _atom_entry(entry: Entry) -> str:
    lines = [
        f"<entry{attribute('xml:lang', entry.language)}>",
        element("title", entry.title),
        element("id", entry.url),
        _link("link", "alternate", entry.url),
        element("published", _time(entry.date)),
        element("updated", _time(entry.date)),
        *(f"<category{attribute('term', tag)}/>" for tag in entry.tags),
        element("summary", shortened(entry.summary, _MOST_SUMMARY)),
        f'<content type="html">{xml_text(entry.content)}</content>',
        "</entry>",
    ]
    return "\n".join(filter(None, lines))


def rss(feed: Feed) -> str:
    """Return a feed as RSS 2.0."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
        f' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:fh="{_HISTORY}">',
        "<channel>",
        element("title", feed.title),
        element("link", feed.page),
        f"<description>{xml_text(shortened(feed.description, _MOST_SUMMARY))}</description>",
        element("language", feed.language),
        element("lastBuildDate", rfc_date(feed.updated)),
        *(_link("atom:link", relation, url) for relation, url in feed.links(".rss")),
        "<fh:archive/>" if feed.current else "",
        *map(_rss_item, feed.entries),
        "</channel>",
        "</rss>\n",
    ]
    return "\n".join(filter(None, lines))


@lru_cache(1024)
def _rss_item(entry: Entry) -> str:
    lines = [
        "<item>",
        element("title", entry.title),
        element("link", entry.url),
        element("guid", entry.url),
        element("pubDate", rfc_date(entry.date)),
        *(element("category", tag) for tag in entry.tags),
        element("description", html.escape(shortened(entry.summary, _MOST_SUMMARY))),
        element("content:encoded", entry.content),
        "</item>",
    ]
    return "\n".join(filter(None, lines))


def json_feed(feed: Feed) -> str:
    """Return a feed as JSON Feed."""
    hub = [{"type": "WebSub", "url": feed.hub}] if feed.hub else []
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": shortened(feed.description, _MOST_SUMMARY),
        "language": feed.language,
        "home_page_url": feed.page,
        "feed_url": f"{feed.url}.json",
        "next_url": feed.older and f"{feed.older}.json",
        "hubs": hub,
    }
    items = [
        _given(
            {
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "language": entry.language,
                "date_published": _time(entry.date),
                "summary": shortened(entry.summary, _MOST_SUMMARY),
                "content_html": entry.content or f"<p>{html.escape(entry.title)}</p>",
                "tags": entry.tags,
            }
        )
        for entry in feed.entries
    ]
    return json.dumps({**_given(data), "items": items}, ensure_ascii=False, indent=1) + "\n"


#: Suffixes, media types and writers of the formats.
WRITERS: Mapping[str, tuple[str, Callable[[Feed], str]]] = {
    ".atom": ("application/atom+xml", atom),
    ".rss": ("application/rss+xml", rss),
    ".json": ("application/feed+json", json_feed),
}


def _given(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def xml_text(text: str) -> str:
    """Return text as XML."""
    return html.escape(writable(text), quote=False)


def element(name: str, text: str, /, **attributes: str) -> str:
    """Return an element of XML, or "" without a text. Attributes that are empty are left out."""
    given = "".join(attribute(key, value) for key, value in attributes.items())
    return f"<{name}{given}>{xml_text(text)}</{name}>" if text else ""


def empty_element(name: str, /, **attributes: str) -> str:
    """Return an element of XML without a text. Attributes that are empty are left out."""
    given = "".join(attribute(key, value) for key, value in attributes.items())
    return f"<{name}{given}/>"


def attribute(name: str, value: str) -> str:
    """Return an attribute of XML after a space, or "" if it is empty."""
    return f' {name}="{html.escape(writable(value))}"' if value else ""


def _link(name: str, relation: str, url: str) -> str:
    return empty_element(name, rel=relation, href=url)


def _time(date: datetime.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"


def rfc_date(date: datetime.date) -> str:
    """Return a date as RSS writes it, at midnight UTC."""
    time = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    return format_datetime(time, usegmt=True)
