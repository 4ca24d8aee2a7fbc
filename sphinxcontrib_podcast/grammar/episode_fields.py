"""The fields of an episode: the meaning of front matter keys, and their values.

:mod:`.front_matter` finds and reads front matter as plain data. The same fields are options of the
``pod:episode`` directive.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sphinxcontrib_podcast.grammar.dates import parse_date
from sphinxcontrib_podcast.grammar.front_matter import FrontMatter, find_front_matter
from sphinxcontrib_podcast.grammar.language import language_tags
from sphinxcontrib_podcast.grammar.people import each_name, name_of, plain_name
from sphinxcontrib_podcast.grammar.podcast_tags import feed_of_episode
from sphinxcontrib_podcast.grammar.table_values import wanted_with_part
from sphinxcontrib_podcast.grammar.text import as_title
from sphinxcontrib_podcast.grammar.times import parse_duration, parse_time
from sphinxcontrib_podcast.grammar.urls import (
    is_audio,
    is_video,
    link_address,
    media_address,
    scheme_of,
)
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, front_matter_field, word

_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_SEASON_AND_NUMBER = re.compile(
    r"s(?:eason)?\s*(\d{1,4})[\s·,.:x-]*e(?:p(?:isode)?)?\s*(\d{1,6})", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:#|№|no\.?|ep(?:isode)?\.?|第)?\s*([-+]?\d{1,9})(?:\.0)?\s*[集期回話话]?", re.IGNORECASE
)
_UNITS = (
    (
        re.compile(r"\s*(?:hours?|hrs?|小时|小時|時間|час(?:а|ов)?|ч)(?![a-zа-я])\.?,?\s*", re.I),
        "h",
    ),
    (
        re.compile(r"\s*(?:minutes?|mins?|分钟|分鐘|分|минут[аы]?|мин)(?![a-zа-я])\.?,?\s*", re.I),
        "m",
    ),
    (re.compile(r"\s*(?:seconds?|secs?|秒|сек)(?![a-z])\.?\s*$", re.I), "s"),
)
_LONGEST_DURATION = 60  # characters
_LONGEST_EPISODE = 400_000  # seconds; a larger number counts milliseconds, or bytes
_LARGEST = 1 << 40  # bytes of a recording
_SHOW = re.compile(r"\b(?:podcast|radio|team|staff|admin|editors?)\b|播客|ラジオ", re.IGNORECASE)
_LONGEST_NAME = 100  # characters of an entity in a list
_DEEPEST = 3  # levels of mappings and lists in which the address of a recording is looked for

# Mappings that hold more fields: Hugo's [params], Zola's [extra], and shows' own.
_CONTAINERS = frozenset(
    ["params", "extra", "taxonomies", "podcast", "episode", "itunes", "meta", "metadata"]
)
# Keys of recordings other than the episode.
_NOT_THE_EPISODE = re.compile(r"trailer|preview|teaser|sample|jingle|theme|music|related")
_DRAFT_WORDS = {"draft", "drafts", "private", "unpublished", "hidden", "scheduled", "wip"}
_STRANGERS_MARK = re.compile(
    r"""(?:^|[{,])\s*["']?trust["']?\s*[:=]\s*["']?stranger""", re.IGNORECASE | re.MULTILINE
)
_NO_WORDS = {"false", "no", "off", "0", "never"}
_YES_WORDS = {"true", "yes", "on", "1"}


class FoundEntity(NamedTuple):
    """An entity in a list of front matter: ``companies: [Acme]``."""

    name: str
    type: str
    description: str
    href: str
    line: int


class FoundQuote(NamedTuple):
    """A quote in front matter. ``start`` is None if it is not given."""

    text: str
    speaker: str
    start: float | None
    line: int


@dataclass(frozen=True)
class EpisodeFields:
    """The fields of an episode in front matter."""

    data: Mapping[Any, Any] = field(default_factory=dict)
    """The front matter as it was read."""
    podcast: bool | None = None
    """True or False if the front matter decides whether the file is an episode."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Keyword arguments of :class:`.model.Episode`."""
    description: str = ""
    languages: tuple[str, ...] = ()
    """The tags of all languages that it names."""
    is_draft: bool = False
    trust: str = ""
    """The mark of the file: ``author``, ``stranger`` or nothing."""
    problems: tuple[tuple[int, str], ...] = ()
    """Pairs of a line of the file (1-based) and a message."""
    line_of: Callable[[str], int] = field(default=lambda key: 1, compare=False, repr=False)

    def over(self, other: EpisodeFields) -> EpisodeFields:
        """Return these fields, completed by those of the other."""
        return replace(
            self,
            data={**other.data, **self.data},
            podcast=other.podcast if self.podcast is None else self.podcast,
            values={**other.values, **self.values},
            description=self.description or other.description,
            languages=self.languages or other.languages,
            is_draft=self.is_draft or other.is_draft,
        )

    def entities(self, vocabulary: Vocabulary) -> Iterator[FoundEntity]:
        """Yield the entities in lists that are named after a type: ``companies``, ``书籍``."""
        for key, value in self.data.items():
            if not isinstance(value, list | str) or front_matter_field(key)[0]:
                continue
            type_ = vocabulary.type_of_list(str(key))
            if not type_ or (isinstance(value, str) and not _names_several(str(key))):
                continue
            line = self.line_of(str(key))
            for name, item in each_name(value):
                given = item if isinstance(item, Mapping) else {}
                about, href = given.get("description"), given.get("url")
                if name and len(name) <= _LONGEST_NAME:
                    yield FoundEntity(
                        name,
                        type_,
                        plain_name(about) if isinstance(about, str) else "",
                        href if isinstance(href, str) and scheme_of(href) in _WEB else "",
                        line,
                    )

    def quotes(self) -> Iterator[FoundQuote]:
        """Yield the quotes of a list ``quotes``: texts, or mappings with a ``text``."""
        for key, value in self.data.items():
            if word(str(key)) not in ("quotes", "quote", "pullquotes", "pullquote"):
                continue
            line = self.line_of(str(key))
            for item in value if isinstance(value, list) else [value]:
                if quote := _quote(item, line):
                    yield quote


_WEB = ("http", "https")


def _names_several(key: str) -> bool:
    """Return whether a key lists several things: ``companies``, not ``company``."""
    return key.lower().endswith("s") or not key.isascii()


def _quote(item: object, line: int) -> FoundQuote | None:
    if isinstance(item, str):
        return FoundQuote(" ".join(item.split()), "", None, line) if item.strip() else None
    if not isinstance(item, Mapping):
        return None
    by_key = {word(str(key)): value for key, value in item.items()}
    text = next((by_key[k] for k in ("text", "quote", "words", "body") if k in by_key), "")
    if not isinstance(text, str) or not text.strip():
        return None
    speaker = next(
        (by_key[k] for k in ("speaker", "author", "by", "name", "who", "person") if k in by_key), ""
    )
    if isinstance(speaker, Mapping):
        speaker = name_of(speaker)
    time = next((by_key[k] for k in ("time", "timestamp", "start", "at") if k in by_key), None)
    try:
        start = parse_time(time) if isinstance(time, str) else None
    except ValueError:
        start = None
    if isinstance(time, int | float) and not isinstance(time, bool) and 0 <= time < 1e6:
        start = float(time)
    speaker = plain_name(speaker) if isinstance(speaker, str) else ""
    return FoundQuote(" ".join(text.split()), speaker, start, line)


def read_fields(front_matter: FrontMatter | None) -> EpisodeFields:
    """Return the fields of an episode in front matter."""
    if front_matter is None:
        return EpisodeFields()
    data = front_matter.read()
    found = _FieldReader(front_matter.line_of).read(data.fields)
    return replace(found, problems=(*data.problems, *found.problems))


def fields_in(source: str) -> EpisodeFields:
    """Return the fields in the front matter of a file."""
    return read_fields(find_front_matter(source))


def is_strangers(source: str, rule: str) -> bool:
    """Return whether a file is to be treated as a stranger's.

    :param source: the text of the file. Its front matter may have ``trust: stranger``.
    :param rule: the trust that is configured for the file: ``author``, ``stranger`` or nothing.
    """
    if rule:
        return rule == "stranger"
    found = find_front_matter(source)
    if found is None:
        return False
    has_mark = "trust" in found.text.casefold()
    if not has_mark and "\\" not in found.text:  # an escape may hide the word
        return False
    fields = read_fields(found)
    if fields.trust == "stranger" or _STRANGERS_MARK.search(found.text):  # one of several marks
        return True
    # a mark that cannot be read does not make a file trusted
    return has_mark and not fields.trust and bool(fields.problems)


def parse_options(options: Mapping[str, str], line: int) -> EpisodeFields:
    """Return the same fields from options of the ``pod:episode`` directive on a line."""
    return _FieldReader(lambda key: line).read(
        {key: value for key, value in options.items() if value}
    )


class _FieldReader:
    """Reads the fields of one file."""

    def __init__(self, line_of: Callable[[str], int]) -> None:
        self.line_of = line_of
        self.problems: list[tuple[int, str]] = []
        self.values: dict[str, Any] = {}
        self.links: list[tuple[str, str]] = []

    def read(self, data: Mapping[Any, Any]) -> EpisodeFields:
        podcast = data.get("podcast")
        podcast = podcast if isinstance(podcast, bool) else None
        named: dict[str, list[tuple[int, str, Any]]] = {}
        for key, value in _flattened(data):
            name, rank = front_matter_field(key)
            if name and name != "trust" and value is not None and value != "":
                named.setdefault(name, []).append((rank, str(key), value))
        for name, given in named.items():
            given.sort(key=lambda item: item[0])
            self.field(name, given)
        self.channel(data.get("podcast"))
        self.series(named.get("channel", ()))
        self.people()
        self.recordings(data)
        languages = self.values.pop("language", ())
        if languages:
            self.values["language"] = languages[0]
        if self.links:
            self.values["links"] = tuple(dict.fromkeys(self.links))
        if podcast is None and isinstance(data.get("podcast"), str):
            podcast = True
        return EpisodeFields(
            data,
            podcast,
            self.values,
            self.values.pop("description", ""),
            languages,
            _is_draft(data),
            self.trust(data),
            tuple(self.problems),
            self.line_of,
        )

    def problem(self, key: str, value: object, wanted: str) -> None:
        """Report a value that was left out."""
        shown = repr(value) if isinstance(value, str | int | float) else type(value).__name__
        message = f"front matter '{key}' must be {wanted}, not {shown[:80]}; it was left out"
        self.problems.append((self.line_of(key), message))

    def field(self, name: str, given: list[tuple[int, str, Any]]) -> None:
        """Set a field to the most probable of its valid values."""
        if name in _PEOPLE:
            names = [
                n
                for _, key, value in given
                if not _names_speakers(key, value)
                for n in self.names(key, value)
            ]
            self.values[name] = tuple(dict.fromkeys(names))
            return
        for _rank, key, value in given:
            if name == "links":
                self.read_links(key, value)
                continue
            if name in self.values or _is_something_else(name, key, value):
                continue
            try:
                found = FIELDS[name].read(value)
            except (ValueError, TypeError, OverflowError, OSError) as error:
                self.problem(key, value, wanted_with_part(FIELDS[name].wanted, error))
                continue
            if name == "number" and isinstance(found, tuple):
                self.values.setdefault("season", found[0])
                found = found[1]
            if name == "video" and found:
                found = _video(key, found)
                if not found:
                    self.problem(key, value, "the id of a YouTube video, of eleven characters")
            if name == "audio" and is_video(found):
                self.values.setdefault("video", found)
            elif found not in ("", ()):
                self.values[name] = found

    def names(self, key: str, value: Any) -> Iterator[str]:
        """Yield the names of people in a value, and report items without a name."""
        for name, item in each_name(value):
            if not name:
                self.problem(key, item, "a name or a list of names")
            elif not scheme_of(name):
                yield as_title(name)

    def channel(self, podcast: object) -> None:
        """Set the channel from ``podcast``, which also makes the file an episode."""
        if isinstance(podcast, str) and not _leads_somewhere(podcast):
            self.values["channel"] = as_title(plain_name(podcast))
        elif isinstance(podcast, Mapping) and (name := name_of(podcast)):
            self.values.setdefault("channel", as_title(name))
        elif not isinstance(podcast, str | bool | Mapping | None):
            self.problem("podcast", podcast, "true, false or the name of the show")

    def series(self, given: Iterable[tuple[int, str, Any]]) -> None:
        """Add a series to the tags, unless it is the name of the channel."""
        channel = self.values.get("channel")
        for _rank, key, value in given:
            is_named = isinstance(value, str) and not _leads_somewhere(value)
            if channel and word(key) == "series" and is_named:
                series = as_title(value)
                if series and series != channel:
                    tags = (*self.values.get("tags", ()), series)
                    self.values["tags"] = tuple(dict.fromkeys(tags))

    def trust(self, data: Mapping[Any, Any]) -> str:
        """Return the mark of the file. An unknown mark counts as ``stranger``."""
        marks = [(str(k), v) for k, v in _flattened(data) if front_matter_field(k)[0] == "trust"]
        for key, value in marks:
            if value not in (None, "author", "stranger"):
                self.problem(key, value, FIELDS["trust"].wanted)
        known = [value for _key, value in marks if value is not None]
        if not known:
            return ""
        return "author" if all(value == "author" for value in known) else "stranger"

    def people(self) -> None:
        """Set hosts and guests. Authors are the hosts if there are no others."""
        show = self.values.get("channel", "").casefold()
        authors = tuple(
            name
            for name in self.values.pop("authors", ())
            if not _SHOW.search(name) and name.casefold() != show
        )
        if authors and not self.values.get("hosts") and not self.values.get("guests"):
            self.values["hosts"] = authors
        hosts = set(self.values.get("hosts", ()))
        if guests := self.values.get("guests", ()):
            self.values["guests"] = tuple(name for name in guests if name not in hosts)
        for name in ("hosts", "guests"):
            if not self.values.get(name, True):
                del self.values[name]

    def read_links(self, key: str, value: Any) -> None:
        """Add links to other sites. Recordings and paths of the site are not links."""
        is_list = word(key) == "links"
        items: list[tuple[object, object]] = []
        if isinstance(value, Mapping) and "url" not in value:
            items += value.items()
        else:
            for item in value if isinstance(value, list) else [value]:
                label = item.get("title") or item.get("label") if isinstance(item, Mapping) else ""
                items.append((label or "", item))
        for label, item in items:
            try:
                url = link_address(_address(item))
                text = as_title(_string(label)) if label else ""
            except (ValueError, TypeError):
                # "url: /podcast/12/" is the page on the site of another program
                if is_list or (isinstance(item, str) and scheme_of(item)):
                    self.problem(key, item, FIELDS["links"].wanted)
                continue
            if not is_audio(url):
                self.links.append((text, url))

    def recordings(self, data: Mapping[Any, Any]) -> None:
        """Find recordings under any key whose value is the address of one."""
        if "audio" not in self.values or "video" not in self.values:
            for key, value in data.items():
                if front_matter_field(key)[0] not in ("image", "transcript"):
                    self.recording(str(key), value, 0)

    def recording(self, key: str, value: Any, depth: int) -> None:
        """Set audio or video to the address in a value, unless it is set already."""
        if _NOT_THE_EPISODE.search(key.lower()) or depth > _DEEPEST:
            return
        if isinstance(value, Mapping):
            for name, item in value.items():
                self.recording(str(name), item, depth + 1)
        elif isinstance(value, list):
            # if there are several addresses, any of them may be the episode
            for item in value if any(isinstance(i, Mapping) for i in value) else value[:1]:
                self.recording(key, item, depth + 1)
        elif isinstance(value, str) and len(value) < 2000:
            address = value.strip()
            for name, fits in (("audio", is_audio), ("video", is_video)):
                if name not in self.values and fits(address):
                    try:
                        self.values[name] = media_address(address)
                    except ValueError:
                        return


def _video(key: str, address: str) -> str:
    """Return the address of a video, which may be given by its id, or an empty string."""
    if _YOUTUBE_ID.fullmatch(address):
        return f"https://www.youtube.com/watch?v={address}"
    if word(key) == "vimeo" and address.isdigit():
        return f"https://vimeo.com/{address}"
    is_id = word(key) in ("videoid", "youtubeid") and "/" not in address
    return "" if is_id else address


_PEOPLE = ("hosts", "guests", "authors")


def _flattened(data: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield keys and values, including those of mappings that contain more fields."""
    inner: list[Mapping[Any, Any]] = []
    for key, value in data.items():
        if isinstance(value, Mapping) and word(str(key)[:60]) in _CONTAINERS:
            inner.append(value)
        else:
            yield key, value
    for value in inner:
        yield from value.items()


def _names_speakers(key: str, value: object) -> bool:
    """Return whether a field has the names of a transcript's speakers: ``{SPEAKER_00: Ada}``."""
    return (
        key == "speakers"
        and isinstance(value, Mapping)
        and all(isinstance(name, str) for name in value.values())
    )


def _is_something_else(name: str, key: str, value: object) -> bool:
    """Return whether the value shows that a key has another meaning than the field."""
    if isinstance(value, bool):
        return name != "audio" or key != name  # "published: true", "show: false"
    match name:
        case "channel":
            return isinstance(value, str) and _leads_somewhere(value)
        case "image":
            return isinstance(value, str) and value.startswith("#")  # a colour
        case "guid":
            return not isinstance(value, str | int)
        case "duration":  # of a file, in bytes
            is_length = word(key) in ("length", "audiolength")
            return is_length and isinstance(value, int) and value > _LONGEST_EPISODE
        case "transcript":  # the transcript itself
            return isinstance(value, list) and not isinstance(value[0] if value else "", str)
        case "description" | "title":
            return isinstance(value, list | Mapping) and key != name
        case "video":  # an account
            return isinstance(value, str) and bool(scheme_of(value)) and "/@" in value
        case _:
            return False


def _leads_somewhere(text: str) -> bool:
    """Return whether a text is an address, and not the name of a show."""
    return bool(re.match(r"(?:https?:)?//|/|www\.", text.strip())) or is_audio(text)


def _is_draft(data: Mapping[Any, Any]) -> bool:
    """Return whether front matter marks its file as unpublished."""
    for key, value in data.items():
        said = str(value).strip().lower()
        match word(str(key)[:60]):
            case "draft" | "isdraft":
                if said in _YES_WORDS:
                    return True
            case "published" | "publish":
                if said in _NO_WORDS:
                    return True
            case "status" | "state" | "visibility":
                if said in _DRAFT_WORDS:
                    return True
            case _:
                pass
    return False


def _string(value: Any) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    if isinstance(value, datetime.date):
        return value.isoformat()  # "title: 2024-05-01"
    raise TypeError


def _name(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, list) and len(value) == 1:  # [[Show]] without quotation marks
        value = value[0]
    return as_title(name_of(value) if isinstance(value, Mapping) else plain_name(_string(value)))


def _number(value: Any) -> int | tuple[int, int]:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if match := _SEASON_AND_NUMBER.fullmatch(text):
        return int(match[1]), int(match[2])
    if match := _NUMBER.fullmatch(text):
        return int(match[1])
    raise ValueError


def _season(value: Any) -> int:
    if isinstance(value, str):
        value = re.sub(r"(?i)^s(?:eason)?\s*(?=\d)", "", value.strip())
    found = _number(value)
    return found if isinstance(found, int) else found[0]


def _size(value: Any) -> int:
    if isinstance(value, str):
        value = int(value)
    if not isinstance(value, int) or not 0 < value < _LARGEST:
        raise ValueError
    return value


def _duration(value: Any) -> float:
    if isinstance(value, int | float) and value > _LONGEST_EPISODE:
        value /= 1000
    if isinstance(value, datetime.time):  # TOML
        value = value.isoformat()
    if isinstance(value, str) and ":" not in value and len(value) < _LONGEST_DURATION:
        for unit, short in _UNITS:
            value = unit.sub(short, value)
    return parse_duration(value)


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split("[,，、;；]", value)
    items = value if isinstance(value, list) else [value]
    words = [name_of(v) if isinstance(v, Mapping) else plain_name(_string(v)) for v in items]
    return tuple(dict.fromkeys(as_title(found) for found in words if found))


def _address(value: Any) -> str:
    if isinstance(value, Mapping):
        keys = ("url", "src", "file", "path", "href", "link")
        texts = (item for item in value.values() if isinstance(item, str))
        value = next((value[key] for key in keys if value.get(key)), next(texts, None))
    if isinstance(value, list):
        value = _address(value[0]) if value else None
    text = _string(value)
    # "https://…/1.mp3 52345 audio/mpeg", as some programs write an enclosure
    return text.partition(" ")[0] if scheme_of(text) in _WEB else text


def _url(value: Any) -> str:
    return media_address(_address(value))


def _recording(value: Any) -> str:
    """Return an address, also from a mapping of formats to addresses."""
    is_formats = isinstance(value, Mapping) and not {"url", "src", "file", "path"} & set(value)
    return "" if is_formats else _url(value)


class Field(NamedTuple):
    """The reader of a field, its valid values, and its meaning (Markdown, for the manual)."""

    read: Callable[[Any], Any]
    wanted: str
    meaning: str


#: The fields by name; ``vocabulary.toml`` has their other names.
FIELDS: Mapping[str, Field] = {
    "title": Field(_string, "text", "the title, instead of the first heading"),
    "date": Field(parse_date, "a date such as 2024-05-01", "the date of publication"),
    "channel": Field(_name, "text", "the show, instead of the folder"),
    "number": Field(_number, "a whole number", "the number of the episode"),
    "season": Field(_season, "a whole number", "the number of the season"),
    "duration": Field(
        _duration,
        "seconds or a time such as 1:02:03",
        "the duration: `52:40`, `1h2m`, `62 min` or `PT1H2M`",
    ),
    "language": Field(
        language_tags,
        "a language tag such as en or zh-Hans, or a language's name",
        "the language; detected if it is missing, or if the text is in another writing system",
    ),
    "hosts": Field(each_name, "a name or a list of names", "the hosts"),
    "guests": Field(each_name, "a name or a list of names", "the guests"),
    "authors": Field(
        each_name, "a name or a list of names", "the hosts, if neither hosts nor guests are named"
    ),
    "audio": Field(
        _recording,
        "a URL (http, https) or a path",
        "the recording that the [player](#player) plays",
    ),
    "video": Field(
        _recording,
        "a URL (http, https), a path or the id of a YouTube video",
        "a video file, or a page of YouTube, Vimeo or PeerTube",
    ),
    "audio_size": Field(
        _size,
        "a number of bytes",
        "the size of a recording elsewhere in bytes, for its link and your "
        "[podcast feed](#data-podcast-feed)",
    ),
    "image": Field(_url, "a URL (http, https) or a path", "the cover; shown before a video plays"),
    "links": Field(
        _url, "a list of URLs or of 'label: URL'", "pages of the episode on other sites"
    ),
    "description": Field(_string, "text", "a text for listings, instead of the summary"),
    "tags": Field(_words, "a word or a list of words", "tags; one of several episodes has a page"),
    "guid": Field(_string, "text", "the id of the episode in a feed"),
    "podcast_feed": Field(
        feed_of_episode,
        "a table of the fields in the manual, under 'A podcast feed of your own show'",
        "what your [podcast feed](#data-podcast-feed) says of the episode besides",
    ),
    "translation_of": Field(
        _string,
        "the path, title or guid of an episode",
        "the episode of which this is a [version in another language](#versions)",
    ),
    "transcript": Field(_url, "a URL (http, https) or a path", "the [transcript](#transcripts)"),
    "trust": Field(
        _string,
        "stranger or author",
        "`stranger` [limits what the file can do](../explanation/security.md)",
    ),
}
