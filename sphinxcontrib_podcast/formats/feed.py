"""Read feeds: RSS 2.0 and Atom, with the tags of Apple, Podcasting 2.0 and Podlove."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.formats.chapters import clock
from sphinxcontrib_podcast.formats.html_to_markdown import absolute, web_address
from sphinxcontrib_podcast.grammar.fields import parse_options
from sphinxcontrib_podcast.grammar.text import as_title, writable

#: The prefixes used here for namespaces, whichever prefixes the feed declares.
_PREFIXES = {
    "podcastindex.org/namespace/1.0": "podcast",
    "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "podlove.org/simple-chapters": "psc",
    "purl.org/rss/1.0/modules/content": "content",
    "search.yahoo.com/mrss": "media",
    "www.w3.org/2005/atom": "atom",
    "www.w3.org/1999/xhtml": "",
}
#: The path of the elements around episodes, and the name of an episode, by root element.
_EPISODES = {"rss": (("rss", "channel"), "item"), "atom:feed": (("atom:feed",), "atom:entry")}
_DEEPEST = 50  # levels of nested elements
_ROLES = {"host": "hosts", "co-host": "hosts", "guest": "guests"}
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.-]+)[\"']")
_PARSED = ("utf-8", "utf-16", "iso-8859-1", "us-ascii")  # encodings that the parser supports
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_IS_WEB_PAGE = "it is a web page, not a feed; look there for the address of the feed (RSS)"
_MOST_PROBLEMS = 20  # reported for a feed
_CDATA = "<![CDATA["
_BARE = re.compile(
    r"<(?![A-Za-z_:/!?])|&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:(\w{1,32});)?"
)


@dataclass(frozen=True)
class Item:
    """An episode of a feed."""

    guid: str
    """The ``guid``, or the address of the page or the file if there is none."""
    fields: Mapping[str, Any]
    """Front matter."""
    notes: str
    """HTML or plain text."""
    base: str
    """The address to which relative addresses in the notes refer."""
    chapters_url: str
    """The address of ``podcast:chapters``, or an empty string."""
    simple_chapters: tuple[Mapping[str, str], ...]
    """The attributes of each ``psc:chapter``."""
    transcripts: tuple[Mapping[str, str], ...]
    """The attributes of each ``podcast:transcript``, with absolute addresses."""


@dataclass
class Feed:
    """One page of a feed."""

    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Messages about content that could not be read."""
    next_page: str = ""
    """The address of the next page, or an empty string."""


class FeedError(Exception):
    """The content is not a feed."""


def read_feed(content: bytes, url: str) -> Feed:
    """Read a feed, or as much as possible of a damaged one.

    :param url: the address of the feed, to which relative addresses refer.
    :raises FeedError: if no part of it can be read.
    """
    content = _as_utf8(content)
    reader, damage = _parse(content)
    problems: list[str] = []
    if damage:
        reader, remaining = _parse(_repaired(content))
        if not remaining:
            problems.append(f"the feed is damaged ({damage}); it was repaired and read")
        elif reader.episodes:
            problems.append(f"the feed is damaged ({remaining}); only the part before was read")
        else:
            is_page = _WEB_PAGE.match(content)
            raise FeedError(_IS_WEB_PAGE if is_page else f"it is not a readable feed ({damage})")
    items: dict[str, Item] = {}
    for episode in reader.episodes:
        title = _title(_text(episode, "title", "atom:title"))
        try:
            item = _item(episode, reader.about, url)
        except Exception as error:  # the other episodes are still read
            problems.append(f"the episode {title!r} was skipped ({type(error).__name__}: {error})")
            continue
        if not item.guid or item.guid in items:
            what = "has the guid of another episode" if item.guid else "has no guid, link or file"
            problems.append(f"the episode {title!r} {what}; it was skipped")
        else:
            items[item.guid] = item
            problems += _unread(episode, item)
    if more := problems[_MOST_PROBLEMS:]:
        problems[_MOST_PROBLEMS:] = [f"and {len(more)} more like these"]
    return Feed(list(items.values()), problems, _link(reader.about, "next", url))


class _FeedReader:
    """Build the elements of a feed from XML events, with the prefixes of ``_PREFIXES``."""

    def __init__(self) -> None:
        self.episodes: list[Element] = []  # complete ones only
        self.about = Element("about")  # all other elements of the channel
        self._tree = TreeBuilder()
        self._path: list[str] = []
        self._prefixes: list[dict[str, str]] = [{}]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) == _DEEPEST:
            raise FeedError(f"its elements are nested deeper than {_DEEPEST} levels")
        declared = {
            key[6:]: _PREFIXES.get(_bare(value), key[6:])
            for key, value in attributes.items()
            if key == "xmlns" or key.startswith("xmlns:")
        }
        self._prefixes.append(
            {**self._prefixes[-1], **declared} if declared else self._prefixes[-1]
        )
        prefix, _, local = name.rpartition(":")
        prefix = self._prefixes[-1].get(prefix, prefix)
        name = f"{prefix}:{local}" if prefix else local
        if not self._path and name not in _EPISODES:
            raise FeedError(
                _IS_WEB_PAGE if name == "html" else f"it is not a feed (but <{name[:40]}>)"
            )
        self._path.append(name)
        self._tree.start(name, attributes)

    def data(self, text: str) -> None:
        self._tree.data(text)

    def end(self, _name: str) -> None:
        name = self._path.pop()
        element = self._tree.end(name)
        self._prefixes.pop()
        place, episode = _EPISODES[self._path[0]] if self._path else ((), "")
        if tuple(self._path) == place:
            if name == episode:
                self.episodes.append(element)
            else:
                self.about.append(element)

    def entity(self, *_declared: object) -> None:
        raise FeedError("it declares XML entities, which are not safe to read")


def _parse(content: bytes) -> tuple[_FeedReader, str]:
    """Parse XML up to its end or the first error, and return the error message, if any."""
    reader = _FeedReader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return reader, f"line {error.lineno}: {expat.ErrorString(error.code)}"
    except (LookupError, ValueError) as error:  # an unknown encoding
        return reader, f"line 1: {error}"
    return reader, ""


def _as_utf8(content: bytes) -> bytes:
    """Return a feed as UTF-8 if the parser does not support its encoding and it is valid."""
    match = _ENCODING.match(content.lstrip(b"\xef\xbb\xbf")[:500])
    encoding = match[1].decode().lower() if match else "utf-8"
    if encoding in _PARSED:
        return content
    # programs that declare GB2312 write its successors
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}.get(encoding, encoding)
    try:
        return _DECLARATION.sub("", content.decode(encoding), count=1).encode()
    except (LookupError, ValueError):
        return content


def _repaired(content: bytes) -> bytes:
    """Repair common faults: bare ``&`` and ``<``, HTML entities, control characters."""
    try:
        match = _ENCODING.search(content[:500])
        text = content.decode(match[1].decode() if match else "utf-8-sig")
    except (LookupError, ValueError):
        text = decode(content)[0]
    text = _DECLARATION.sub("", writable(text.lstrip("\ufeff")), count=1)
    first, *parts = text.split(_CDATA)
    repaired = [_BARE.sub(_character, first)]
    for part in parts:
        inside, end, outside = part.partition("]]>")
        repaired.append(f"{_CDATA}{inside}{end}{_BARE.sub(_character, outside)}")
    return "".join(repaired).encode()


def _character(match: re.Match[str]) -> str:
    known = html.unescape(match[0])
    return known if match[1] and known != match[0] else html.escape(match[0][0]) + match[0][1:]


def _unread(episode: Element, item: Item) -> Iterator[str]:
    """Yield the problems of an episode whose date or duration cannot be read."""
    title = item.fields.get("title", item.guid)
    for name, written in (("date", "pubDate"), ("duration", "itunes:duration")):
        value = _line(_text(episode, written))
        if value and name not in item.fields and (name == "date" or value.strip("0:.")):
            yield f"the episode {title!r}: its {name} cannot be read: {value[:80]!r}"


def _item(episode: Element, about: Element, url: str) -> Item:
    audio, video = _media(episode, url)
    guid = _line(_text(episode, "guid", "atom:id"))
    link = absolute(_line(_text(episode, "link")), url) or _link(episode, "alternate", url)
    is_link = next(_attributes(episode, "guid"), {}).get("isPermaLink", "true").lower() == "true"
    page = web_address(link or (guid if is_link and not guid.startswith("mailto:") else ""))
    guid = guid or link or audio or video
    fields = _fields(episode, about, audio, video, page, url)
    return Item(
        guid,
        {**fields, **_people(episode, about), "guid": guid},
        _notes(episode),
        page or url,
        absolute(_line(next(_attributes(episode, "podcast:chapters"), {}).get("url")), url),
        tuple(_attributes(episode, "psc:chapters/psc:chapter")),
        tuple(
            {**transcript, "url": absolute(_line(transcript.get("url")), url)}
            for transcript in _attributes(episode, "podcast:transcript")
        ),
    )


def _fields(
    episode: Element, about: Element, audio: str, video: str, page: str, url: str
) -> dict[str, Any]:
    """Return front matter, without values that are invalid in an episode file."""
    subtitle = _line(_text(episode, "itunes:subtitle"))
    pictures = (
        picture.get("href") or picture.get("url")
        for picture in _attributes(
            episode, "itunes:image", "media:thumbnail", "media:group/media:thumbnail"
        )
    )
    given = {
        "title": _title(_text(episode, "title", "atom:title")),
        "date": _line(_text(episode, "pubDate", "atom:published", "atom:updated")),
        "channel": _title(_text(about, "title", "atom:title")),
        "number": _number(_text(episode, "itunes:episode", "podcast:episode")),
        "season": _number(_text(episode, "itunes:season", "podcast:season")),
        "duration": _duration(_text(episode, "itunes:duration")),
        "language": _line(_text(about, "language")),
        "audio": audio,
        "video": video,
        "image": web_address(absolute(_line(next(pictures, "")), url)),
        "links": page,
        "description": "" if re.search("<[a-zA-Z/]", subtitle) else subtitle,
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


def _notes(episode: Element) -> str:
    """Return the show notes in the fullest form that the feed has, as HTML or text."""
    notes = _text(episode, "content:encoded", "description", "itunes:summary", "media:description",
                  "media:group/media:description")  # fmt: skip
    for content in _children(episode, "atom:content"):
        if content.get("type") == "xhtml":
            notes = notes or "".join(tostring(child, "unicode", "html") for child in content)
    return notes or _text(episode, "atom:content", "atom:summary")


def _people(episode: Element, about: Element) -> dict[str, list[str]]:
    """Return hosts and guests, if there are any; those of the channel if the episode has none."""
    found: dict[str, list[str]] = {"hosts": [], "guests": []}
    people = _children(episode, "podcast:person") or _children(about, "podcast:person")
    for person in people:
        role = _ROLES.get(_line(person.get("role") or "host").lower())
        name = _title("".join(person.itertext()))
        is_cast = _line(person.get("group") or "cast").lower() == "cast"
        if role and name and is_cast and name not in found[role]:
            found[role].append(name)
    return {role: names for role, names in found.items() if names}


def _media(episode: Element, url: str) -> tuple[str, str]:
    """Return the addresses of audio and video: that of the first file, and an empty string."""
    for file in (
        *_attributes(episode, "enclosure", "media:content", "media:group/media:content"),
        *(link for link in _attributes(episode, "atom:link") if link.get("rel") == "enclosure"),
    ):
        address = web_address(absolute(_line(file.get("url") or file.get("href")), url))
        kind = (file.get("type") or "").lower()
        if address.startswith("http") and not kind.startswith(("image/", "text/")):
            return ("", address) if kind.startswith("video/") else (address, "")
    return "", ""


def _link(element: Element, relation: str, url: str) -> str:
    """Return the address of an Atom link with a relation, or an empty string."""
    for link in _attributes(element, "atom:link"):
        if link.get("rel", "alternate") == relation:
            return absolute(_line(link.get("href")), url)
    return ""


def _number(text: str) -> str:
    return text.strip() if re.fullmatch(r"\s*[\d.]{1,9}\s*", text) else ""


def _duration(text: str) -> str:
    """Return a duration as in front matter, or an empty string if it is invalid."""
    if not re.fullmatch(r"\s*\d{1,6}(?:\.\d*)?(?::\d\d?){0,2}(?:\.\d*)?\s*", text):
        return ""
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return clock(int(seconds)) if 0 < seconds < 1e6 else ""


def _bare(uri: str) -> str:
    return uri.strip().lower().rstrip("/").removeprefix("https://").removeprefix("http://")


def _children(element: Element, path: str) -> list[Element]:
    name, _, rest = path.partition("/")
    found = [child for child in element if child.tag == name]
    return [inner for child in found for inner in _children(child, rest)] if rest else found


def _attributes(element: Element, *paths: str) -> Iterator[dict[str, str]]:
    return (child.attrib for path in paths for child in _children(element, path))


def _text(element: Element, *paths: str) -> str:
    """Return the text of the first non-empty element, or an empty string."""
    texts = ("".join(child.itertext()) for path in paths for child in _children(element, path))
    return next((text for text in texts if text.strip()), "")


def _line(value: str | None) -> str:
    return " ".join(writable(value or "").split())


def _title(value: str) -> str:
    """Return a title or a name. Many programs escape these twice."""
    return as_title(_line(html.unescape(value)))
