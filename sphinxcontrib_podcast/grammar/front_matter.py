"""The fields at the top of an episode file, checked and typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

from sphinxcontrib_podcast.grammar.text import as_title, writable
from sphinxcontrib_podcast.grammar.times import parse_duration
from sphinxcontrib_podcast.grammar.urls import link_address, media_address
from sphinxcontrib_podcast.grammar.vocabulary import front_matter_names

_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D.*)?", re.DOTALL)
# docutils makes all combinations of the parts of a tag: there must not be many
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_LONGEST_NUMBER = 100  # characters
_TRUST_LINE = re.compile(r"""^\s*["']?trust["']?\s*:""", re.IGNORECASE | re.MULTILINE)


_DEEPEST = 50  # lists and mappings in each other


class _Loader(yaml.SafeLoader):
    """Reads plain data: text, numbers, dates, lists and mappings.

    What looks like a date but is none (``2024-13-45``) is text, and so is a number that nobody
    can count to. There are no aliases: a few lines of them stand for more than fits in memory.
    Lists in lists end at a depth that no one needs: each token costs the parser time by its depth.
    """

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(
                problem="aliases (*name) are not read", problem_mark=self.get_mark()
            )
        if self._depth >= _DEEPEST:
            raise yaml.MarkedYAMLError(
                problem="it is nested too deep", problem_mark=self.get_mark()
            )
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


def _integer(loader: _Loader, node: yaml.ScalarNode) -> Any:
    return loader.construct_yaml_int(node) if len(node.value) < _LONGEST_NUMBER else node.value


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return writable(loader.construct_yaml_str(node))


def _refuse(loader: _Loader, node: yaml.Node) -> Any:
    loader.construct_undefined(node)


_TAG = "tag:yaml.org,2002:"
_Loader.add_constructor(f"{_TAG}timestamp", _timestamp)
_Loader.add_constructor(f"{_TAG}int", _integer)
_Loader.add_constructor(f"{_TAG}str", _text)
for _name in ("binary", "omap", "pairs", "set"):
    _Loader.add_constructor(f"{_TAG}{_name}", _refuse)


def read_yaml(text: str) -> Any:
    """Plain data from YAML.

    :raises yaml.YAMLError: where it is none; a ``problem_mark`` tells the line.
    :raises ValueError: where a value is not what its tag says.
    """
    try:
        return yaml.load(text, _Loader)
    except (AttributeError, LookupError, TypeError):  # of "!!bool maybe" and the like
        raise ValueError("a value is not what its tag says") from None


@dataclass(frozen=True)
class FrontMatter:
    """Typed front matter: ``fields`` are keyword arguments of :class:`model.Episode`.

    ``podcast`` is what ``podcast: true`` or ``false`` says, None where it says nothing.
    ``problems`` are pairs of a line (1-based, in the file) and a message. ``data`` is the
    YAML as it was read, and ``trust`` is its mark: ``author``, ``stranger`` or nothing.
    """

    data: Mapping[Any, Any] = field(default_factory=dict)
    podcast: bool | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    trust: str = ""
    problems: tuple[tuple[int, str], ...] = ()
    broken: bool = False


def parse_front_matter(text: str, first_line: int) -> FrontMatter:
    """Read YAML as MyST does and take the fields an episode has.

    :param text: what stands between the two ``---`` lines.
    :param first_line: the line of the file in which ``text`` begins.
    """
    try:
        data = read_yaml(text)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        # YAML has more kinds of line breaks than an editor counts
        line = first_line + (text.count("\n", 0, mark.index) if mark else 0)
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        message = f"the front matter is not valid YAML and was left out: {reason}"
        return FrontMatter(problems=((line, message),), broken=True)
    if data is None:
        return FrontMatter()
    if not isinstance(data, dict):
        message = "the front matter must be a list of 'key: value' lines; it was left out"
        return FrontMatter(problems=((first_line, message),), broken=True)
    return _Reader(text, first_line).read(data)


def read_settings(source: str) -> Mapping[Any, Any]:
    """All that the front matter of a file has, as MyST would read it; empty where it is broken."""
    return parse_front_matter(_yaml_of(source), 2).data


def is_strangers(source: str, rule: str) -> bool:
    """Whether a file is to be treated as a stranger's.

    :param source: the text of the file: its front matter may have ``trust: stranger``.
    :param rule: what the configuration says of the file: ``author``, ``stranger`` or nothing.
    """
    if rule:
        return rule == "stranger"
    text = _yaml_of(source)
    if not _TRUST_LINE.search(text):
        return False
    found = parse_front_matter(text, 2)
    # a mark that cannot be read is not one of trust
    return found.broken or found.trust == "stranger"


def _yaml_of(source: str) -> str:
    """The text between the lines of front matter, empty if there are none."""
    if not source.startswith("---"):
        return ""
    lines = source.split("\n")
    ends = (n for n, line in enumerate(lines[1:], 1) if line.startswith(("---", "...")))
    return "\n".join(lines[1 : next(ends, len(lines))])


def parse_options(options: Mapping[str, str], line: int) -> FrontMatter:
    """The same fields as options of the ``pod:episode`` directive, which is on a line."""
    return _Reader("", line).read({key: value for key, value in options.items() if value})


class _Reader:
    def __init__(self, text: str, first_line: int) -> None:
        self.first_line = first_line
        self.lines: dict[str, int] = {}
        for number, line in enumerate(text.split("\n")):
            self.lines.setdefault(line.partition(":")[0].strip().strip("\"'"), number)
        self.problems: list[tuple[int, str]] = []

    def read(self, data: Mapping[Any, Any]) -> FrontMatter:
        fields: dict[str, Any] = {}
        links: list[tuple[str, str]] = []
        podcast = data.get("podcast")
        if isinstance(podcast, str):  # the show's name says as well that this is one
            fields["channel"], podcast = _short(podcast), True
        elif not isinstance(podcast, bool | None):
            self.problem("podcast", podcast, "true, false or the name of the show")
            podcast = None
        names = front_matter_names()
        for key, value in data.items():
            name = names.get(str(key).replace("-", "_").lower(), "")
            if value is None or value == "":
                continue
            if key == "source_url":
                links += self.read_source(key, value, fields)
            elif key == "video_id":
                fields.setdefault("video", self.read_video_id(key, value))
            elif name and (key == name or name not in fields):
                parsed = self.read_field(str(key), name, value)
                if parsed is not None:
                    fields[name] = parsed
        description = fields.pop("description", "")
        trust = fields.pop("trust", "")
        if data.get("trust") is not None and not trust:
            trust = "stranger"  # what it says was not understood
        if links or "links" in fields:
            fields["links"] = tuple(dict.fromkeys((*fields.get("links", ()), *links)))
        return FrontMatter(data, podcast, fields, description, trust, tuple(self.problems))

    def problem(self, key: str, value: object, wanted: str) -> None:
        number = self.lines.get(key, 0)
        shown = repr(value) if isinstance(value, str | int | float) else type(value).__name__
        message = f"front matter '{key}' must be {wanted}, not {shown[:80]}; it was left out"
        self.problems.append((self.first_line + number, message))

    def read_field(self, key: str, name: str, value: Any) -> Any:
        known = FIELDS[name]
        try:
            return known.read(value)
        except (ValueError, TypeError, OverflowError):
            self.problem(key, value, known.wanted)
            return None

    def read_source(self, key: str, value: Any, fields: dict[str, Any]) -> list[tuple[str, str]]:
        """``source_url`` is the video where a player for it is known, else a link."""
        url = self.read_field(key, "image", value)
        if url is None:
            return []
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        if host in ("youtube.com", "m.youtube.com", "youtu.be", "vimeo.com"):
            fields.setdefault("video", url)
        return [("", url)]

    def read_video_id(self, key: str, value: Any) -> str:
        if isinstance(value, str) and _YOUTUBE_ID.fullmatch(value):
            return f"https://www.youtube.com/watch?v={value}"
        self.problem(key, value, "the eleven characters of a YouTube video's id")
        return ""


def _string(value: Any) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())
    raise TypeError


def _short(value: Any) -> str:
    """Read a name; one that is too long is cut before anything works with it."""
    return as_title(_string(value))


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = _string(value)
    if match := _DATE.fullmatch(text):
        year, month, day = map(int, match.groups())
        return datetime.date(year, month, day)
    return parsedate_to_datetime(text).date()


def language_tag(value: object) -> str:
    """A language tag such as ``en`` or ``zh-Hans``.

    :raises ValueError: where it is none.
    """
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value.strip()):
        raise ValueError
    return value.strip().replace("_", "-")


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split("[,，、;；]", value)
    if not isinstance(value, list):
        value = [value]
    names = [_short(v.get("name") if isinstance(v, dict) else v) for v in value]
    return tuple(dict.fromkeys(name for name in names if name))


def _address(value: Any) -> str:
    return _string((value.get("url") or value.get("src")) if isinstance(value, dict) else value)


def _url(value: Any) -> str:
    return media_address(_address(value))


def _web_url(value: Any) -> str:
    return link_address(_address(value))


def _links(value: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of a label (may be empty) and a URL."""
    if isinstance(value, dict) and "url" not in value:
        return tuple((_short(label), _web_url(url)) for label, url in value.items())
    links = []
    for link in value if isinstance(value, list) else [value]:
        label = link.get("title") or link.get("label") or "" if isinstance(link, dict) else ""
        links.append((_short(label) if label else "", _web_url(link)))
    return tuple(links)


def _trust(value: Any) -> str:
    if value not in ("author", "stranger"):
        raise ValueError
    return str(value)


def _transcript(value: Any) -> str:
    return _url(value[0] if isinstance(value, list) and value else value)


class Field(NamedTuple):
    """How a field is read, what its value may be, and what it is (Markdown, for the manual)."""

    read: Callable[[Any], Any]
    wanted: str
    meaning: str


#: The fields by name; ``vocabulary.toml`` has their other names.
FIELDS: Mapping[str, Field] = {
    "title": Field(_string, "text", "the title, in the place of the first heading"),
    "date": Field(_date, "a date such as 2024-05-01", "when it was published"),
    "channel": Field(_short, "text", "the show, in the place of the folder"),
    "number": Field(_number, "a whole number", "the number of the episode"),
    "season": Field(_number, "a whole number", "the number of the season"),
    "duration": Field(
        parse_duration,
        "seconds or a time such as 1:02:03",
        "how long it is; `52:40`, `1h2m` and `PT1H2M` are understood",
    ),
    "language": Field(
        language_tag,
        "a language tag such as en or zh-Hans",
        "the language; without it, the script of the text tells",
    ),
    "hosts": Field(_names, "a name or a list of names", "who leads through the show"),
    "guests": Field(_names, "a name or a list of names", "who else speaks"),
    "audio": Field(_url, "a URL (http, https) or a path", "what the [player](#player) plays"),
    "video": Field(
        _url,
        "a URL (http, https) or a path",
        "a file, or a page of YouTube, Vimeo or PeerTube",
    ),
    "image": Field(_url, "a URL (http, https) or a path", "a cover, shown before a video plays"),
    "links": Field(_links, "a list of URLs or of 'label: URL'", "where else the episode is"),
    "description": Field(_string, "text", "takes the place of the summary in listings"),
    "tags": Field(_names, "a word or a list of words", "by which listings choose"),
    "guid": Field(_string, "text", "the id of the episode in a feed"),
    "transcript": Field(
        _transcript, "a URL (http, https) or a path", "the [transcript](#transcripts)"
    ),
    "trust": Field(
        _trust,
        "stranger or author",
        "`stranger` [bounds what the file can do](../explanation/security.md)",
    ),
}
