"""The author's registry: TOML files that merge, name and type entities and describe channels."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.catalogue.source_files import UnusableFileError, find_file
from sphinxcontrib_podcast.grammar import table_values as values
from sphinxcontrib_podcast.grammar.channel_fields import FIELDS as CHANNEL_FIELDS
from sphinxcontrib_podcast.grammar.media_addresses import is_path
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import ChannelEntry, Problem, RegistryEntry

#: The keys of a table: the field, its check, and the description of a valid value.
FieldTable = Mapping[str, tuple[str, Callable[[Any], Any], str]]

_MATCH_RULES = ("never", "listed", "everywhere")

# The header of a table, or a line that may be one.
_HEADER = re.compile(r"\s*+(?:\[\[?([^\]]*)\]|([\w\"'-][\w\"'. -]*)=)")
_LONGEST_LINE = 1000  # characters of a line that are searched
_MOST_OF_A_LINE = 20_000
_LONGEST_TABLE = 200  # lines


@dataclass
class _RegistryReader:
    srcdir: Path
    path: str
    text: str
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.found: dict[str, int] = {}  # the first line of each table, by the parts of its name
        for number, line in enumerate(self.lines, 1):
            if header := _HEADER.match(line[:_LONGEST_LINE]):
                for part in re.split(r"[.\"'\s]+", header[1] or header[2]):
                    self.found.setdefault(part, number)

    def read(self) -> Iterable[RegistryEntry | ChannelEntry]:
        longest = max(self.lines, key=len)
        if len(longest) > _MOST_OF_A_LINE:  # keys of thousands of parts take quadratic time
            message = f"the registry was left out: a line has over {_MOST_OF_A_LINE} characters"
            self.problem(self.lines.index(longest) + 1, message)
            return
        try:
            data = tomllib.loads(self.text)
        except RecursionError:
            self.problem(1, "the registry is nested too deep and was left out")
            return
        except ValueError as error:
            match = re.search(r"at line (\d+)", str(error))
            line = int(match[1]) if match else self.text.count("\n") + 1
            reason = str(error).partition(" (at")[0]
            self.problem(line, f"the registry is not valid TOML and was left out: {reason}")
            return
        for key in data.keys() - {"entities", "channels"}:
            self.problem(
                self.line(key),
                f"'{key}' is not known; there are [entities.ID] and [channels.ID]",
            )
        for id_, table in self.tables(data, "entities"):
            if (entry := self.entity(id_, table)) is not None:
                yield entry
        for id_, table in self.tables(data, "channels"):
            fields = self.fields(id_, table, CHANNEL_FIELDS)
            yield ChannelEntry(id_, self.path, self.line(id_), **fields)

    def tables(self, data: Mapping[str, Any], kind: str) -> Iterable[tuple[str, dict[str, Any]]]:
        """Yield the tables of a kind whose ids are valid."""
        tables = data.get(kind, {})
        if not isinstance(tables, dict):
            self.problem(self.line(kind), f"'{kind}' must be tables: [{kind}.ID]")
            return
        for id_, table in tables.items():
            if not isinstance(table, dict):
                self.problem(self.line(id_), f"'{id_}' must be a table: [{kind}.{id_}]")
            elif slug(id_) != id_:
                what = "an entity" if kind == "entities" else "a channel"
                self.problem(
                    self.line(id_),
                    f"'{id_}' cannot be the id of {what}, because it is part of an address; "
                    f"write [{kind}.{slug(id_)}]",
                )
            else:
                yield id_, table

    def fields(self, id_: str, table: Mapping[str, Any], known: FieldTable) -> dict[str, Any]:
        """Return the valid fields of a table."""
        fields: dict[str, Any] = {}
        for key, value in table.items():
            if key not in known:
                names = ", ".join(known)
                self.problem(self.line(id_, key), f"{id_}: '{key}' is not known; there are {names}")
                continue
            name, check, wanted = known[key]
            try:
                fields[name] = check(value)
            except (TypeError, ValueError) as error:
                wanted = values.wanted_with_part(wanted, error)
                self.problem(self.line(id_, key), f"{id_}: '{key}' must be {wanted}")
        if (image := fields.get("image", "")) and is_path(image):
            try:
                fields["image"] = find_file(f"/{image}", "", self.srcdir)
            except UnusableFileError as error:
                del fields["image"]
                self.problem(
                    self.line(id_, "image"),
                    f"{id_}: the image {image!r} cannot be read ({error})",
                )
        return fields

    def entity(self, id_: str, table: Mapping[str, Any]) -> RegistryEntry | None:
        fields = self.fields(id_, table, _FIELDS)
        if "type" in fields:
            fields["type"] = self.vocabulary.type_of(fields["type"])
        labels = dict(fields.get("labels", ()))
        name = fields.pop("name", "") or next(iter(labels.values()), "")
        if not name:
            self.problem(self.line(id_), f"{id_}: there is no 'name'")
            return None
        return RegistryEntry(id_, name, self.path, self.line(id_), **fields)

    def line(self, id_: str, key: str = "") -> int:
        """Return the line of a table or of a key in it, which TOML readers do not report."""
        start = self.found.get(id_, 0)
        if key:
            wanted = re.compile(rf"(?:^\s*|[{{,]\s*)[\"']?{re.escape(key)}[\"']?\s*[=.]")
            table = self.lines[start : start + _LONGEST_TABLE]
            for number, line in enumerate(table, start + 1):
                if wanted.search(line[:_LONGEST_LINE]):
                    return number
        return start or 1

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, "registry", message))


class Registry(NamedTuple):
    """The entries of registry files, by kind."""

    entities: tuple[RegistryEntry, ...] = ()
    channels: tuple[ChannelEntry, ...] = ()


def read_registry(
    srcdir: Path, paths: Iterable[str], vocabulary: Vocabulary
) -> tuple[Registry, list[Problem]]:
    """Return the entries of the registry files, and the problems. Invalid parts are left out.

    :param paths: relative to ``srcdir``; they may begin with ``../``. A missing file is a problem.
    """
    entries: dict[tuple[type, str], RegistryEntry | ChannelEntry] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            text = _find(path, srcdir).read_text(encoding="utf-8-sig")
        except (OSError, UnusableFileError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            problems.append(Problem(path, 1, "registry", f"the registry cannot be read: {reason}"))
            continue
        reader = _RegistryReader(srcdir, path, text, vocabulary)
        for entry in reader.read():
            other = entries.setdefault((type(entry), entry.id), entry)
            if other is not entry:
                reader.problem(entry.line, f"{entry.id} is also in {other.path}:{other.line}")
        problems += reader.problems
    registry = Registry(
        tuple(entry for entry in entries.values() if isinstance(entry, RegistryEntry)),
        tuple(entry for entry in entries.values() if isinstance(entry, ChannelEntry)),
    )
    return registry, problems


def _find(path: str, srcdir: Path) -> Path:
    """Return the path of a registry file.

    Symbolic links must not lead out of the source folder, or of the folder that ``../`` leads to.
    """
    folder, path = srcdir, posixpath.normpath(path)
    while path.startswith("../"):
        folder, path = folder.parent, path.removeprefix("../")
    return folder / find_file(f"/{path}", "", folder)


def _rule(value: Any) -> str:
    if value not in _MATCH_RULES:
        raise ValueError
    return str(value)


_FIELDS: FieldTable = {
    "type": ("type", values.text, "the name of a type"),
    "name": ("name", values.text, "text"),
    "labels": ("labels", values.texts_by_language, 'texts by language: {ja = "…"}'),
    "aliases": ("aliases", values.texts, "a list of names"),
    "reading": ("readings", values.texts_by_language, 'texts by language: {ja = "…"}'),
    "description": ("descriptions", values.prose_by_language, "text, or texts by language"),
    "same_as": ("same_as", values.urls, "a list of URLs (http, https)"),
    "image": ("image", values.image, "a path in the source folder, or a URL (http, https)"),
    "match": ("match", _rule, "'never', 'listed' or 'everywhere'"),
    "case_sensitive": ("case_sensitive", values.flag, "true or false"),
    "channels": ("channels", values.texts, "a list of channels"),
    "role": ("role", values.text, "text"),
}
