"""Read feeds: RSS 2.0 and Atom, with the tags of Apple, Podcasting 2.0 and Podlove."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.formats.chapters import clock
from sphinxcontrib_podcast.formats.html_to_markdown import absolute, web_address
from sphinxcontrib_podcast.grammar.episode_fields import parse_options
from sphinxcontrib_podcast.grammar.language import language_of
from sphinxcontrib_podcast.grammar.text import as_title, writable
from sphinxcontrib_podcast.grammar.vocabulary import fold, word

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
_AS_READ = ("audio_size", "date", "language", "number", "season")  # not as they are written
_DEEPEST = 50  # levels of nested elements
_ROLES = {"host": "hosts", "co-host": "hosts", "guest": "guests"}
_WEB_ADDRESS = re.compile(r"https?://[^?#]+")
#: Elements of an episode that are read, and those about the feed itself.
_READ = frozenset(
    [
        "title", "atom:title", "guid", "atom:id", "link", "atom:link", "pubDate", "atom:published",
        "atom:updated", "enclosure", "description", "atom:summary", "atom:content",
        "content:encoded", "category", "atom:category", "itunes:title", "itunes:episode",
        "podcast:episode", "itunes:season", "podcast:season", "itunes:duration", "itunes:image",
        "itunes:subtitle", "itunes:summary", "itunes:keywords", "itunes:episodeType",
        "podcast:chapters", "psc:chapters", "podcast:transcript", "podcast:person",
        "podcast:soundbite", "podcast:location", "podcast:license", "podcast:contentLink",
        "podcast:socialInteract", "media:content", "media:group", "media:thumbnail",
        "media:description", "media:title",
    ]
)  # fmt: skip
_READ_OF_CHANNEL = frozenset(
    [
        "title", "atom:title", "atom:subtitle", "link", "atom:link", "description",
        "itunes:subtitle", "itunes:summary", "language", "image", "itunes:image", "atom:logo",
        "atom:icon", "category", "atom:category", "itunes:category", "itunes:keywords",
        "itunes:author", "atom:author", "managingEditor", "podcast:person", "podcast:funding",
        "podcast:license", "podcast:location", "copyright", "atom:rights", "atom:id",
        "podcast:guid", "lastBuildDate", "pubDate", "atom:updated", "generator", "atom:generator",
        "ttl", "docs", "itunes:new-feed-url", "itunes:type", "itunes:title", "podcast:locked",
    ]
)  # fmt: skip
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.-]+)[\"']")
_PARSED = ("utf-8", "utf-16", "iso-8859-1", "us-ascii")  # encodings that the parser supports
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_IS_WEB_PAGE = "it is a web page, not a feed; look there for the address of the feed (RSS)"
_MOST_PROBLEMS = 20  # reported for a feed
_MOST_TAGS = 30
_LONGEST = 1e6  # seconds
_MOST_COMPARED = 20_000  # characters
_CDATA = "<![CDATA["
_BARE = re.compile(
    r"<(?![A-Za-z_:/!?])|&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)(?:(\w{1,32});)?"
)


@dataclass(frozen=True)
class Item:
    """An episode of a feed."""

    guid: str
    """The ``guid``. Without one, the address of the page or the file without its query."""
    has_guid: bool
    """Whether the feed has a ``guid`` for it, which identifies the episode for ever."""
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
    soundbites: tuple[Soundbite, ...] = ()
    people: tuple[Person, ...] = ()
    """Hosts and guests, and people in other roles."""
    place: str = ""
    """The name of the place that the episode is about, or was recorded at."""


class Soundbite(NamedTuple):
    """A passage of an episode that its makers recommend."""

    start: float
    """In seconds."""
    end: float
    title: str


class Person(NamedTuple):
    """Somebody who takes part in an episode."""

    name: str
    role: str
    """In lower case: ``host``, ``guest``, ``producer``."""
    href: str
    """An address about the person, or an empty string."""
    image: str
    """The address of a picture, or an empty string."""


@dataclass
class Feed:
    """One page of a feed."""

    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Messages about content that could not be read."""
    next_page: str = ""
    """The address of the next page, or an empty string."""
    channel: Mapping[str, Any] = field(default_factory=dict)
    """Front matter for a page about the show."""
    about: str = ""
    """HTML or plain text about the show."""
    unused: Mapping[str, int] = field(default_factory=dict)
    """The elements that no part of an episode file has a place for, with their number."""


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
    shared = _shared_ids(reader.episodes, url)
    for episode in reader.episodes:
        title = _title(_text(episode, "title", "atom:title"))
        try:
            item = _item(episode, reader.about, url, shared)
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
    return Feed(
        list(items.values()),
        problems,
        _link(reader.about, "next", url),
        _channel(reader.about, url),
        _text(reader.about, "description", "itunes:summary", "atom:subtitle"),
        _unused(reader),
    )


def _without_query(address: str) -> str:
    found = _WEB_ADDRESS.match(address)
    return found[0] if found else address


def _addresses(episode: Element, url: str) -> list[str]:
    """Return the addresses by which an episode without guid is recognised, the best first."""
    page = absolute(_line(_text(episode, "link")), url) or _link(episode, "alternate", url)
    return list(filter(None, (page, *_media(episode, url))))


def _shared_ids(episodes: Iterable[Element], url: str) -> frozenset[str]:
    """Return the addresses without query and the guids that several episodes have.

    Some programs give one guid to all. An episode that is merely listed twice does not count.
    """
    titles: dict[str, set[str]] = {}
    sounds: dict[str, set[str]] = {}
    for episode in episodes:
        guid = _line(_text(episode, "guid", "atom:id"))
        ids = {guid, *map(_without_query, _addresses(episode, url))} - {""}
        for id_ in ids:
            titles.setdefault(id_, set()).add(_title(_text(episode, "title", "atom:title")))
        if guid:
            sounds.setdefault(guid, set()).add(_without_query("".join(_media(episode, url))))
    return frozenset(
        id_
        for id_, found in titles.items()
        if len(found) > 1 and len(sounds.get(id_, ("", ""))) > 1
    )


def _identity(episode: Element, url: str, shared: frozenset[str]) -> str:
    """Return the address that identifies an episode without guid.

    A query may change with each request, but it may also be all that tells two pages apart.
    """
    addresses = _addresses(episode, url)
    stable = (a for a in map(_without_query, addresses) if a not in shared)
    return next(stable, next(iter(addresses), ""))


def _unused(reader: _FeedReader) -> dict[str, int]:
    """Count the elements that are not read."""
    found: Counter[str] = Counter()
    for episode in reader.episodes:
        found.update({str(child.tag) for child in episode} - _READ)
    found.update(
        f"{tag} of the show"
        for tag in {str(child.tag) for child in reader.about}
        - _READ_OF_CHANNEL
        - {"rss", "atom:feed"}
    )
    return dict(sorted(found.items()))


def _channel(about: Element, url: str) -> dict[str, Any]:
    """Return front matter for a page about the show."""
    pictures = (p.get("href") for p in _attributes(about, "itunes:image"))
    picture = next(pictures, "") or _text(about, "image/url", "atom:logo")
    links = {
        "Website": absolute(_line(_text(about, "link")), url) or _link(about, "alternate", url)
    }
    if url:
        links["Feed"] = url
    for element in _children(about, "podcast:funding"):
        label = _title("".join(element.itertext())) or "Support"
        links[label] = _line(element.get("url"))
    addresses = [(label, web_address(link)) for label, link in links.items()]
    given: dict[str, Any] = {
        "title": _title(_text(about, "title", "atom:title")),
        "image": web_address(absolute(_line(picture), url)),
        "author": _title(_text(about, "itunes:author", "atom:author/atom:name")),
        "language": _line(_text(about, "language")),
        "hosts": [p.name for p in _people(about) if _ROLES.get(p.role) == "hosts"],
        "categories": _categories(about, "itunes:category"),
        "license": _title(_text(about, "podcast:license", "copyright", "atom:rights")),
        "location": _title(_text(about, "podcast:location")),
        "links": {label: address for label, address in addresses if address},
    }
    return {key: value for key, value in given.items() if value}


def _categories(element: Element, *others: str) -> list[str]:
    """Return categories and keywords, each once."""
    found = [_title("".join(c.itertext())) for c in _children(element, "category")]
    terms = _attributes(element, "atom:category")
    found += [_title(term.get("label") or term.get("term") or "") for term in terms]
    found += _title(_text(element, "itunes:keywords")).split(",")
    for path in others:
        inner = _attributes(element, path, f"{path}/{path}")
        found += [_title(attributes.get("text", "")) for attributes in inner]
    by_word: dict[str, str] = {}
    for text in found:
        if text.strip():
            by_word.setdefault(fold(text), text.strip())
    return list(by_word.values())[:_MOST_TAGS]


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


def _item(episode: Element, about: Element, url: str, shared: frozenset[str]) -> Item:
    audio, video = _media(episode, url)
    guid = _line(_text(episode, "guid", "atom:id"))
    guid = "" if guid in shared else guid
    has_guid = bool(guid)
    link = absolute(_line(_text(episode, "link")), url) or _link(episode, "alternate", url)
    is_link = next(_attributes(episode, "guid"), {}).get("isPermaLink", "true").lower() == "true"
    page = web_address(link or (guid if is_link and not guid.startswith("mailto:") else ""))
    guid = guid or _identity(episode, url, shared)
    fields = _fields(episode, about, audio, video, page, url)
    own = _people(episode)
    people = tuple(own or (p for p in _people(about) if p.role in _ROLES))
    return Item(
        guid,
        has_guid,
        {**fields, **_hosts_and_guests(people), "guid": guid},
        _notes(episode),
        page or url,
        absolute(_line(next(_attributes(episode, "podcast:chapters"), {}).get("url")), url),
        tuple(_attributes(episode, "psc:chapters/psc:chapter")),
        tuple(
            {**transcript, "url": absolute(_line(transcript.get("url")), url)}
            for transcript in _attributes(episode, "podcast:transcript")
        ),
        tuple(_soundbites(episode)),
        people,
        _title(_text(episode, "podcast:location")),
    )


def _fields(
    episode: Element, about: Element, audio: str, video: str, page: str, url: str
) -> dict[str, Any]:
    """Return front matter, without values that are invalid in an episode file."""
    pictures = (
        picture.get("href") or picture.get("url")
        for picture in _attributes(
            episode, "itunes:image", "media:thumbnail", "media:group/media:thumbnail"
        )
    )
    title = _title(_text(episode, "title", "atom:title"))
    notes = _plain(_notes(episode))
    given: dict[str, Any] = {
        "title": title,
        "date": _line(_text(episode, "pubDate", "atom:published", "atom:updated")),
        "channel": _title(_text(about, "title", "atom:title")),
        "number": _number(_text(episode, "itunes:episode", "podcast:episode")),
        "season": _number(_text(episode, "itunes:season", "podcast:season")),
        "duration": _duration(_text(episode, "itunes:duration")),
        "language": _language(about, f"{title} {notes}"),
        "audio": audio,
        "audio_size": _size(episode) if audio else "",
        "video": video,
        "image": web_address(absolute(_line(next(pictures, "")), url)),
        "links": page,
        "description": _description(episode, title, notes),
        "tags": _tags(episode),
    }
    known = parse_options({key: value for key, value in given.items() if value}, 1).values
    fields: dict[str, Any] = {}
    for key, value in given.items():
        if not value or (key not in ("description", "tags") and key not in known):
            continue
        fields[key] = known[key] if key in _AS_READ else value
    links: list[Any] = [fields["links"]] if "links" in fields else []
    links += [{"title": label, "url": address} for label, address in _more_links(episode, url)]
    return {**fields, "links": links} if links else fields


def _plain(notes: str) -> str:
    """Return the words of show notes, to compare them."""
    return _line(html.unescape(re.sub(r"<[^<>]*>", " ", notes[:_MOST_COMPARED])))


def _description(episode: Element, title: str, notes: str) -> str:
    """Return the subtitle, unless it says what the title or the beginning of the notes says."""
    subtitle = _line(_text(episode, "itunes:subtitle"))
    words = word(subtitle)
    is_known = words == word(title) or word(notes).startswith(words)
    return "" if is_known or re.search("<[a-zA-Z/]", subtitle) else subtitle


def _language(about: Element, text: str) -> str:
    """Return the language of the feed, unless the text is in another writing system."""
    language = _line(_text(about, "language"))
    return language if language and language_of(text, [language], "") == language else ""


def _tags(episode: Element) -> list[str]:
    """Return keywords and categories, and the kind and the season of an episode."""
    kind = _line(_text(episode, "itunes:episodeType")).lower()
    season = next(_attributes(episode, "podcast:season"), {}).get("name", "")
    found = _categories(episode)
    found += [kind] if kind in ("trailer", "bonus") else []
    found += [_title(season)] if season.strip() else []
    return list({fold(tag): tag for tag in reversed(found)}.values())[::-1]


def _more_links(episode: Element, url: str) -> Iterator[tuple[str, str]]:
    """Yield labels and addresses of other pages about an episode."""
    for path, attribute, label in (
        ("podcast:license", "url", "License"),
        ("podcast:contentLink", "href", "Link"),
        ("podcast:socialInteract", "uri", "Comments"),
    ):
        for element in _children(episode, path):
            if address := web_address(absolute(_line(element.get(attribute)), url)):
                yield _title("".join(element.itertext())) or label, address


def _notes(episode: Element) -> str:
    """Return the show notes in the fullest form that the feed has, as HTML or text."""
    notes = _text(episode, "content:encoded", "description", "itunes:summary", "media:description",
                  "media:group/media:description")  # fmt: skip
    for content in _children(episode, "atom:content"):
        if content.get("type") == "xhtml":
            notes = notes or "".join(tostring(child, "unicode", "html") for child in content)
    return notes or _text(episode, "atom:content", "atom:summary")


def _people(element: Element) -> list[Person]:
    """Return the people of an episode or a channel, once for each of their roles."""
    found: dict[tuple[str, str], Person] = {}
    for person in _children(element, "podcast:person"):
        name = _title("".join(person.itertext()))
        group = _line(person.get("group") or "cast").lower()
        given = _line(person.get("role") or ("host" if group == "cast" else group)).lower()
        for role in filter(None, map(str.strip, given.split(","))):
            if group != "cast" and role in _ROLES:
                role = group  # a guest of the writers is not one of the episode
            href, image = (web_address(_line(person.get(key))) for key in ("href", "img"))
            if name:
                found.setdefault((name, role), Person(name, role, href, image))
    return list(found.values())


def _hosts_and_guests(people: Iterable[Person]) -> dict[str, list[str]]:
    """Return the names of hosts and guests, if there are any."""
    found: dict[str, list[str]] = {"hosts": [], "guests": []}
    for person in people:
        role = _ROLES.get(person.role)
        if role and person.name not in found[role]:
            found[role].append(person.name)
    found["guests"] = [name for name in found["guests"] if name not in found["hosts"]]
    return {role: names for role, names in found.items() if names}


def _soundbites(episode: Element) -> Iterator[Soundbite]:
    for element in _children(episode, "podcast:soundbite"):
        try:
            start = float(element.get("startTime", ""))
            length = float(element.get("duration", ""))
        except ValueError:
            continue
        if 0 <= start < _LONGEST and 0 < length < _LONGEST:
            yield Soundbite(start, start + length, _title("".join(element.itertext())))


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


def _size(episode: Element) -> str:
    """Return the size of the recording in bytes. Many feeds have 0 for unknown."""
    length = _line(next(_attributes(episode, "enclosure"), {}).get("length"))
    return length if re.fullmatch(r"[1-9]\d{4,11}", length) else ""


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
