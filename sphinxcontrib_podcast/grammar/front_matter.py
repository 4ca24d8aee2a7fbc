"""Find and read the fields at the top of a file as plain data.

They may be YAML between ``---`` lines, TOML between ``+++`` lines, or a JSON object. If a field
cannot be read, the others still are. :mod:`.episode_fields` gives
them their meaning.
"""

from __future__ import annotations

import json
import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple, cast

import yaml

from sphinxcontrib_podcast.grammar.text import writable
from sphinxcontrib_podcast.grammar.vocabulary import front_matter_field

Format = Literal["yaml", "toml", "json"]

_TOML_KEY = re.compile(r"""[\s\[\w."'-]+""")
_LONGEST_NUMBER = 100  # characters
_LONGEST_INTEGER = 1000  # bits
_DEEPEST = 50  # levels of lists and mappings
_BLANK = re.compile(r"\ufeff?(?:[ \t]*\n)*")
_OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\n|\Z)|\{(?=\s*(?:\"|\n\s*\"|\}))")
_CLOSING: Mapping[str, re.Pattern[str]] = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_END_OF_JSON = re.compile(r"^\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_BLANK_LINE = re.compile(r"^[ \t]*\n", re.MULTILINE)
# A field with a full-width colon. It means the same if one of the names is known.
_WIDE_COLON = re.compile(
    r"^([^\s:：#\[\]{},\"'%@`>|-][^:：\n]{0,40}?)[ \t]*：[ \t\u3000]*([^\n]*)", re.MULTILINE
)
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")

# The first line of each field. Indented lines and lists below it belong to it.
_FIELD: Mapping[Format, re.Pattern[str]] = {
    "yaml": re.compile(
        r"^(?:\"(?P<double>[^\"\n]*)\"[ \t]*|'(?P<single>[^'\n]*)'[ \t]*|"
        r"(?P<plain>(?!-[ \t])[^\s#:\[\]{},\"'%@`>|][^:\n]*(?::(?!\s)[^:\n]*)*)):(?=\s|\Z)",
        re.MULTILINE,
    ),
    "toml": re.compile(
        r"^[ \t]*(?:\[\[?[ \t]*\"?(?P<table>[\w-]+)[^\n]*|"
        r"\"(?P<double>[^\"\n]*)\"[ \t]*=|(?P<plain>[\w-]+)[\w.-]*[ \t]*=)",
        re.MULTILINE,
    ),
    "json": re.compile(r"^[ \t]{0,4}\"(?P<double>[^\"\n]*)\"[ \t]*:", re.MULTILINE),
}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads plain data: text, numbers, dates, lists and mappings.

    Words and numbers are those of YAML 1.2: ``no`` is a word, ``012`` is twelve, and ``1:02:03`` is
    text. A date that does not exist (``2024-13-45``) is text, and so is a very large number.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_TAG = "tag:yaml.org,2002:"
for _type, _form, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    (
        "timestamp",
        r"\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
        r"(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?",
        "0123456789",
    ),
):
    _Loader.add_implicit_resolver(f"{_TAG}{_type}", re.compile(f"(?:{_form})$"), list(_first))


def _timestamp(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


def _integer(loader: Any, node: yaml.ScalarNode) -> Any:
    text = node.value
    if len(text) >= _LONGEST_NUMBER:
        return text
    return int(text, 16) if text[:2] == "0x" else int(text)


def _text(loader: Any, node: yaml.ScalarNode) -> str:
    return writable(node.value)


def _refuse(loader: Any, node: yaml.Node) -> Any:
    loader.construct_undefined(node)


_Loader.add_constructor(f"{_TAG}timestamp", _timestamp)
_Loader.add_constructor(f"{_TAG}int", _integer)
_Loader.add_constructor(f"{_TAG}str", _text)
for _type in ("binary", "omap", "pairs", "set"):
    _Loader.add_constructor(f"{_TAG}{_type}", _refuse)


def read_yaml(text: str) -> Any:
    """Return the data in YAML.

    Aliases are refused: a few lines of them can expand to more than fits in memory.

    :raises yaml.YAMLError: if it is not YAML; a ``problem_mark`` has the line.
    :raises ValueError: if a value does not match its tag.
    """
    try:
        if "*" in text and "&" in text:
            for event in yaml.parse(text, _Loader):
                if isinstance(event, yaml.AliasEvent):
                    raise yaml.MarkedYAMLError(
                        problem="aliases (*name) are not supported",
                        problem_mark=cast("Any", event.start_mark),
                    )
        return _shallow(yaml.load(text, _Loader))
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except (AttributeError, LookupError, TypeError):  # of "!!bool maybe" and the like
        raise ValueError("a value does not match its tag") from None


def _shallow(data: Any) -> Any:
    """Return the data unchanged.

    :raises ValueError: if lists and mappings in it are nested too deep.
    """
    level = [data]
    for _ in range(_DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, list | dict)
            for inner in (value if isinstance(value, list) else value.values())
        ]
        if not level:
            return data
    raise ValueError("it is nested too deep")


class Data(NamedTuple):
    """The valid fields. ``problems`` are pairs of a line (1-based) and a message."""

    fields: dict[Any, Any]
    problems: tuple[tuple[int, str], ...] = ()


class FrontMatter:
    """Front matter as written in a file.

    :param text: the text between its delimiters or, in JSON, the object.
    :param first_line: the line of the file in which the text begins.
    :param end: the offset in the file at which the body begins.
    """

    def __init__(self, kind: Format, text: str, first_line: int = 1, end: int = 0) -> None:
        self.kind: Format = kind
        self.text = text
        self.first_line = first_line
        self.end = end

    @cached_property
    def _starts(self) -> list[re.Match[str]]:
        """The first lines of fields."""
        return list(_FIELD[self.kind].finditer(self.text))

    @property
    def has_fields(self) -> bool:
        """Whether a line begins a field."""
        return bool(self._starts)

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        return {_name(m): self._line_at(m.start()) for m in reversed(self._starts)}

    def line_of(self, name: str) -> int:
        """Return the line of the file in which a field begins."""
        return self._lines.get(name, self.first_line)

    def read(self) -> Data:
        """Return the data, without the fields that cannot be read."""
        try:
            fields = _READ[self.kind](self.text)
        except _FAULTS as error:
            return self._read_each(error)
        if fields is None:
            return Data({})
        if not isinstance(fields, dict):
            message = "the front matter must be a list of 'key: value' lines; it was left out"
            return Data({}, ((self.first_line, message),))
        return Data(fields)

    def _read_each(self, error: Exception) -> Data:
        """Read the fields one by one, because the front matter as a whole cannot be read."""
        read = _read_member if self.kind == "json" else _READ[self.kind]
        format_name = self.kind.upper()
        found: dict[Any, Any] = {}
        problems: list[tuple[int, str]] = []
        for name, position, text in self._each_field():
            try:
                fields = read(text)
                if not isinstance(fields, dict):
                    raise ValueError("it has no value")
            except _FAULTS as fault:
                line = min(_line_in(text, fault), text.rstrip().count("\n"))
                problems.append(
                    (
                        self._line_at(position) + line,
                        f"front matter '{name[:80]}' is not valid {format_name} and was left out: "
                        f"{_reason(fault)}",
                    )
                )
                continue
            for key, value in fields.items():
                if isinstance(value, list) and isinstance(found.get(key), list):
                    found[key] += value  # another [[table]] of the name
                else:
                    found[key] = value
        if not problems:
            message = f"the front matter is not valid {format_name}: {_reason(error)}"
            if found:
                message += ". Its fields were read one by one"
            else:
                message += ". It was left out"
            problems.append((self.first_line + _line_in(self.text, error), message))
        return Data(found, tuple(problems))

    def _each_field(self) -> Iterator[tuple[str, int, str]]:
        """Yield the name, the offset and the text of each field at the top level."""
        starts, in_table = [], False
        for match in self._starts:
            is_table = self.kind == "toml" and match["table"] is not None
            if is_table or not in_table:
                starts.append(match)  # fields below the header of a table belong to it
            in_table = in_table or is_table
        ends = [*(match.start() for match in starts), len(self.text)][1:]
        for match, end in zip(starts, ends, strict=True):
            yield _name(match), match.start(), self.text[match.start() : end]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def _line_at(self, position: int) -> int:
        return self.first_line + bisect_left(self._line_ends, position)


def find_front_matter(source: str) -> FrontMatter | None:
    """Return the front matter of a file, or None if it has none.

    Blank lines may precede it. It ends at a delimiter at the start of a line; an indented ``---``
    is text. If the delimiter is missing, it ends at the first blank line.
    """
    match = _OPENING.match(source, _BLANK.match(source).end())  # type: ignore[union-attr]
    if match is None:
        return None
    line = source.count("\n", 0, match.start()) + 1
    if match[1] is None:
        return _find_json(source, match.start(), line)
    kind: Format = "yaml" if match[1] == "---" else "toml"
    closing = _CLOSING[match[1]].search(source, match.end())
    if closing:
        text = _with_colons(source[match.end() : closing.start()], kind)
        found = FrontMatter(kind, text, line + 1, closing.end())
        # prose between two rules is not front matter
        return None if _is_prose(found) else found
    blank = _BLANK_LINE.search(source, match.end())
    end = blank.start() if blank else len(source)
    found = FrontMatter(kind, source[match.end() : end], line + 1, end)
    begins_with_field = found.has_fields and found._starts[0].start() == 0
    return found if begins_with_field else None


def _with_colons(text: str, kind: Format) -> str:
    """Return YAML with the colons that it needs: ``标题：声音`` becomes ``标题: 声音``."""
    if kind == "yaml" and any(front_matter_field(m[1])[0] for m in _WIDE_COLON.finditer(text)):
        return _WIDE_COLON.sub(lambda m: f"{m[1]}: {_in_quotes(m[2])}", text)
    return text


def _in_quotes(value: str) -> str:
    """Return a value in quotes if it has a colon that YAML would misread."""
    needed = re.search(r":\s", value) and not value.startswith(("'", '"', "[", "{"))
    return "'" + value.replace("'", "''") + "'" if needed else value


def _is_prose(front_matter: FrontMatter) -> bool:
    """Return whether there is text other than comments that is not a mapping."""
    if front_matter.has_fields or front_matter.read().fields:
        return False
    lines = front_matter.text.split("\n")
    return any(line.strip() and not line.lstrip().startswith("#") for line in lines)


def _find_json(source: str, start: int, line: int) -> FrontMatter | None:
    try:
        _data, end = json.JSONDecoder().raw_decode(source, start)
    except (ValueError, RecursionError):
        closing = _END_OF_JSON.search(source, start)
        if closing is None:
            return None
        end = closing.start() + 1
    rest = _REST_OF_LINE.match(source, end)
    return FrontMatter("json", source[start:end], line, rest.end()) if rest else None


def body_below(source: str, front_matter: FrontMatter | None) -> str:
    """Return the body of a file, with blank lines in place of the front matter."""
    if front_matter is None:
        # a Markdown parser would read a rule on the first line as front matter
        return f"***{source[3:]}" if source.startswith("---") else source
    return "\n" * source.count("\n", 0, front_matter.end) + source[front_matter.end :]


def _read_toml(text: str) -> Any:
    for line in text.split("\n"):
        key = line.partition("=")[0]
        if key.count(".") > _DEEPEST and _TOML_KEY.fullmatch(key):
            raise ValueError("it is nested too deep")  # tomllib takes quadratic time
    return _cleaned(_shallow(tomllib.loads(text)))


def _read_json(text: str) -> Any:
    """Read JSON, or nearly valid JSON: YAML allows trailing commas and comments."""
    try:
        return _cleaned(_shallow(json.loads(text)))
    except ValueError:
        try:
            return read_yaml(text)
        except (ValueError, yaml.YAMLError):
            pass
        raise


def _read_member(text: str) -> Any:
    """Read a member of a JSON object, which may be followed by the end of the object."""
    text = text.strip().removesuffix(",")
    try:
        return _read_json(f"{{{text}}}")
    except ValueError:
        if not text.endswith("}"):
            raise
    return _read_json(f"{{{text}")


def _cleaned(value: Any) -> Any:
    """Return data without control characters, which escapes can produce, and huge numbers."""
    match value:
        case int() if value.bit_length() > _LONGEST_INTEGER:
            return hex(value)  # Python refuses to write it with decimal digits
        case str():
            return writable(value)
        case dict():
            return {writable(key): _cleaned(item) for key, item in value.items()}
        case list():
            return [_cleaned(item) for item in value]
        case _:
            return value


_READ: Mapping[Format, Callable[[str], Any]] = {
    "yaml": read_yaml,
    "toml": _read_toml,
    "json": _read_json,
}
_FAULTS = (ValueError, yaml.YAMLError, RecursionError)  # those of TOML and JSON are ValueErrors


def _name(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group), "").strip()


def _line_in(text: str, error: Exception) -> int:
    """Return the line of a text in which an error is, counted from 0."""
    if mark := getattr(error, "problem_mark", None):
        # YAML has more kinds of line breaks than an editor counts
        return text.count("\n", 0, mark.index)
    if isinstance(error, json.JSONDecodeError):
        return error.lineno - 1
    found = re.search(r"\(at line (\d+)", str(error))
    return int(found[1]) - 1 if found else 0


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    reason: str = getattr(error, "problem", None) or str(error).partition("\n")[0]
    if reason == "mapping values are not allowed in this context":
        return f"{reason}; put a value that contains ': ' in quotes"
    return reason
