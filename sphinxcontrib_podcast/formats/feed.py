"""A feed as plain data: RSS 2.0 and Atom, with the tags of Apple, Podcasting 2.0 and Podlove.

podcastparser reads it; what it does not keep of these tags is kept here.
"""

from __future__ import annotations

import datetime
import html
import io
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXParseException

import podcastparser
from defusedxml import sax
from defusedxml.common import DefusedXmlException

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.formats.chapters import clock
from sphinxcontrib_podcast.formats.html_to_markdown import absolute, web_address
from sphinxcontrib_podcast.grammar.fields import parse_options
from sphinxcontrib_podcast.grammar.text import as_title, writable

_ITEM = "rss/channel/item"
_ITEMS = (_ITEM, "atom:feed/atom:entry")
#: Elements of which the text is kept, by path, and under which name.
_KEPT = {
    f"{_ITEM}/guid": "own_guid",
    f"{_ITEM}/pubDate": "own_date",
    f"{_ITEM}/itunes:duration": "own_duration",
    f"{_ITEM}/podcast:episode": "own_number",
    f"{_ITEM}/podcast:season": "own_season",
    "atom:feed/atom:entry/atom:summary": "own_summary",
}
#: What podcastparser knows of the tags of Podcasting 2.0, and how they are named by now.
_PODCASTING = "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
_NAMESPACES = {
    "podcastindex.org/namespace/1.0": _PODCASTING,
    "www.itunes.com/dtds/podcast-1.0.dtd": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podlove.org/simple-chapters": "http://podlove.org/simple-chapters",
}
#: Whose values are told by ``_unread`` where they cannot be read.
_TOLD = (f"{_ITEM}/pubDate", f"{_ITEM}/itunes:duration")
_PEOPLE = "rss/channel/podcast:person"
_ROLES = {"host": "hosts", "co-host": "hosts", "guest": "guests"}
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.-]+)[\"']")
_PARSED = ("utf-8", "utf-16", "iso-8859-1", "us-ascii")  # what the parser decodes
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_IS_WEB_PAGE = "it is a web page, no feed; look there for the address of the feed (RSS)"
logging.getLogger("podcastparser").addHandler(logging.NullHandler())  # it is not to print
_MOST_PROBLEMS = 20  # of a feed that are told
_CDATA = "<![CDATA["
_BARE = re.compile(
    r"<(?![A-Za-z_:/!?])|&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:(\w{1,32});)?"
)


@dataclass(frozen=True)
class Item:
    """An episode of a feed. ``fields`` are front matter; ``transcripts`` are attributes.

    Relative addresses in the notes mean those below ``base``.
    """

    guid: str
    fields: Mapping[str, Any]
    notes: str
    base: str
    chapters_url: str
    simple_chapters: tuple[Mapping[str, str], ...]
    transcripts: tuple[Mapping[str, str], ...]


@dataclass
class Feed:
    """``problems`` say what could not be read; ``next_page`` is empty on the last one."""

    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    next_page: str = ""


class FeedError(Exception):
    """It is no feed; its text says what it is."""


def read_feed(content: bytes, url: str) -> Feed:
    """Read a feed, of a damaged one as much as can be.

    :param url: where it is from, for relative addresses.
    :raises FeedError: where nothing of it can be read.
    """
    content = _as_utf8(content)
    handler, damage = _parse(content, url)
    problems: list[str] = []
    if damage is not None:
        place = f"line {damage.getLineNumber()}: {damage.getMessage()}"
        handler, damage = _parse(_repaired(content), url)
        if damage is None:
            problems.append(f"the feed is damaged ({place}); it was mended and read")
        else:
            place = f"line {damage.getLineNumber()}: {damage.getMessage()}"
            problems.append(f"the feed is damaged ({place}); what stands before that was read")
        if damage is not None and not handler.done:
            if _WEB_PAGE.match(content):
                raise FeedError(_IS_WEB_PAGE)
            raise FeedError(f"it is no feed that can be read ({place})")
    items: dict[str, Item] = {}
    for entry in handler.done:
        item = _item(entry, handler)
        if item is None or item.guid in items:
            title = _title(entry.get("title"))
            what = "has no guid" if item is None else "has the guid of another"
            problems.append(f"the episode {title!r} {what}; it was left out")
        else:
            items[item.guid] = item
            problems += _unread(entry, item)
    problems += handler.problems
    if more := problems[_MOST_PROBLEMS:]:
        problems[_MOST_PROBLEMS:] = [f"and {len(more)} more of the kind"]
    return Feed(list(items.values()), problems, str(handler.data.get("paged_feed_next") or ""))


class _Handler(podcastparser.PodcastHandler):  # type: ignore[misc]
    """Keeps more, and goes on where a value is none."""

    def __init__(self, url: str) -> None:
        super().__init__(url, 0)
        self.text: list[str] | None = None
        self.namespace: Any = None
        self.data["title"] = ""
        self.done: list[dict[str, Any]] = []
        self.problems: list[str] = []
        self.people: list[dict[str, str]] = []

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        attrs = {
            key: _known_namespace(value) if key.startswith("xmlns") else value
            for key, value in attrs.items()
        }
        try:
            super().startElement(name, attrs)
        except SAXParseException:
            raise
        except Exception as error:  # whatever a value may do to a parser
            self._note(name, error)
        path = "/".join(self.path_stack)
        if path in _KEPT or path == _PEOPLE:
            self.text = []
        if path == "atom:feed/atom:entry/atom:content" and attrs.get("type") == "xhtml":
            self._note(name, ValueError("XHTML is not read"))
        elif path == _PEOPLE:
            self.people.append(dict(attrs))
        elif path == f"{_ITEM}/podcast:transcript":
            self.episodes[-1].setdefault("own_transcripts", []).append(dict(attrs))
        elif path.endswith("/psc:chapters/psc:chapter") and path.startswith(_ITEMS):
            self.episodes[-1].setdefault("own_chapters", []).append(dict(attrs))

    def endElement(self, name: str) -> None:  # noqa: N802
        path, depth = "/".join(self.path_stack), len(self.path_stack)
        text = "".join(self.text or ())
        if path in _KEPT:
            self.episodes[-1][_KEPT[path]] = text.strip()
        elif path == _PEOPLE:
            self.people[-1]["name"] = text
            self.text = None
        count = len(self.episodes)
        if path in _ITEMS and len(self.episodes[-1]["enclosures"]) != 1:
            self.episodes[-1].setdefault("title", "")  # it needs none
        try:
            super().endElement(name)
        except Exception as error:
            self._note(name, error)
            self.text = None
            if len(self.path_stack) == depth:
                self.namespace = self.namespace.parent if self.namespace else None
                self.path_stack.pop()
        if path in _ITEMS:
            if len(self.episodes) < count:
                self.problems.append("an episode has no guid, link or file; it was left out")
            else:
                self.done.append(self.episodes[-1])

    def _note(self, name: str, error: Exception) -> None:
        path = "/".join(self.path_stack)
        if path in _TOLD:
            return
        inside = path.startswith(_ITEMS) and self.episodes
        title = _title(self.episodes[-1].get("title")) if inside else ""
        of = f" of the episode {title!r}" if title else ""
        self.problems.append(f"<{name[:40]}>{of} was left out ({error})")


def _parse(content: bytes, url: str) -> tuple[_Handler, SAXParseException | None]:
    handler = _Handler(url)
    parser = sax.make_parser()
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(content))
    except podcastparser.FeedParseError as error:
        if _WEB_PAGE.match(content):
            raise FeedError(_IS_WEB_PAGE) from error
        raise FeedError(f"it is no feed ({error.getMessage()})") from error
    except SAXParseException as error:
        return handler, error
    except DefusedXmlException as error:
        raise FeedError("it defines entities of its own, which is not safe to read") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        return handler, SAXParseException(str(error), None, parser)
    return handler, None


def _as_utf8(content: bytes) -> bytes:
    """A feed in an encoding that the parser does not know, where it is what it says."""
    match = _ENCODING.match(content.lstrip(b"\xef\xbb\xbf")[:500])
    encoding = match[1].decode().lower() if match else "utf-8"
    if encoding in _PARSED:
        return content
    # programs that say GB2312 write what came after it
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}.get(encoding, encoding)
    try:
        return _DECLARATION.sub("", content.decode(encoding), count=1).encode()
    except (LookupError, ValueError):
        return content


def _unread(entry: Mapping[str, Any], item: Item) -> list[str]:
    """What an episode says of its day and its length that cannot be read."""
    title = item.fields.get("title", item.guid)
    return [
        f"the episode {title!r}: its {name} cannot be read: {value[:80]!r}"
        for name in ("date", "duration")
        if (value := _line(entry.get(f"own_{name}")))
        and name not in item.fields
        and (name == "date" or value.strip("0:."))
    ]


def _repaired(content: bytes) -> bytes:
    """A feed without what often damages one: bare ``&`` and ``<``, names of HTML, controls."""
    try:
        match = _ENCODING.search(content[:500])
        text = content.decode(match[1].decode() if match else "utf-8-sig")
    except (LookupError, ValueError):
        text = decode(content)[0]
    text = _DECLARATION.sub("", writable(text.lstrip("\ufeff")), count=1)
    first, *parts = text.split(_CDATA)
    mended = [_BARE.sub(_character, first)]
    for part in parts:
        inside, end, outside = part.partition("]]>")
        mended.append(f"{_CDATA}{inside}{end}{_BARE.sub(_character, outside)}")
    return "".join(mended).encode()


def _character(match: re.Match[str]) -> str:
    known = html.unescape(match[0])
    return known if match[1] and known != match[0] else html.escape(match[0][0]) + match[0][1:]


def _known_namespace(uri: str) -> str:
    """A namespace as podcastparser spells it."""
    bare = uri.strip().lower().rstrip("/").removeprefix("https://").removeprefix("http://")
    return _NAMESPACES.get(bare, uri)


def _item(entry: Mapping[str, Any], handler: _Handler) -> Item | None:
    audio, video = _media(entry)
    guid, link = _line(entry.get("own_guid")), _line(entry.get("link"))
    if entry.get("guid") == link and not web_address(guid):
        link = ""  # podcastparser makes an address of any guid
    if not guid and "own_guid" not in entry:
        guid = _line(entry.get("guid"))
    guid = guid or link or audio or video
    if not guid:
        return None
    page = web_address(link)
    fields = _fields(entry, handler.data, audio, video, page)
    return Item(
        guid,
        {**fields, **_people(entry.get("persons") or handler.people), "guid": guid},
        str(
            entry.get("description_html")
            or entry.get("description")
            or entry.get("own_summary", "")
        ),
        page or handler.url,
        absolute(_line(entry.get("chapters_json_url")), handler.url),
        tuple(entry.get("own_chapters", ())),
        tuple(
            {**transcript, "url": absolute(_line(transcript.get("url")), handler.url)}
            for transcript in entry.get("own_transcripts", ())
        ),
    )


def _fields(
    entry: Mapping[str, Any], feed: Mapping[str, Any], audio: str, video: str, page: str
) -> dict[str, Any]:
    """Front matter, without what the reader of episode files would refuse."""
    duration = entry.get("total_time")
    given = {
        "title": _title(entry.get("title")),
        "date": _line(entry.get("own_date")) or _day(entry.get("published")),
        "channel": _title(feed.get("title")),
        "number": _line(entry.get("number") or entry.get("own_number")),
        "season": _line(entry.get("season") or entry.get("own_season")),
        "duration": clock(duration) if isinstance(duration, int) and 0 < duration < 1e6 else "",
        "language": _line(feed.get("language")),
        "audio": audio,
        "video": video,
        "image": web_address(_line(entry.get("episode_art_url"))),
        "links": page,
        "description": _plain(entry.get("subtitle")),
    }
    known = parse_options({key: value for key, value in given.items() if value}, 1).fields
    fields: dict[str, Any] = {}
    for key, value in given.items():
        if not value or (key != "description" and key not in known):
            continue
        fields[key] = known[key] if key in ("date", "number", "season", "language") else value
        if key == "links":
            fields[key] = [value]
    return fields


def _people(people: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Hosts and guests, where there are any."""
    found: dict[str, list[str]] = {"hosts": [], "guests": []}
    for person in people:
        role = _ROLES.get(_line(person.get("role") or "host").lower())
        name = _title(person.get("name"))
        is_cast = _line(person.get("group") or "cast").lower() == "cast"
        if role and name and is_cast and name not in found[role]:
            found[role].append(name)
    return {role: names for role, names in found.items() if names}


def _media(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The first file to hear, or to see."""
    for enclosure in entry.get("enclosures", ()):
        url = web_address(_line(enclosure.get("url")))
        if url.startswith("mailto:") or not url:
            continue
        return ("", url) if str(enclosure.get("mime_type")).startswith("video/") else (url, "")
    return "", ""


def _line(value: object) -> str:
    return " ".join(writable(str(value)).split()) if value is not None else ""


def _title(value: object) -> str:
    """A title or a name; many programs escape these twice."""
    return as_title(_line(html.unescape(str(value)))) if value is not None else ""


def _day(timestamp: object) -> str:
    if not isinstance(timestamp, int) or timestamp <= 0:
        return ""
    return datetime.datetime.fromtimestamp(timestamp, datetime.UTC).date().isoformat()


def _plain(value: object) -> str:
    text = _line(value)
    return "" if podcastparser.is_html(text) else text
