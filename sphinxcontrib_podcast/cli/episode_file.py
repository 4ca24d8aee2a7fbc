"""Read episode files as text, and write and update their front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import click
import yaml

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.cli.output import CommandError
from sphinxcontrib_podcast.grammar.episode_fields import is_strangers
from sphinxcontrib_podcast.grammar.front_matter import find_front_matter, read_yaml
from sphinxcontrib_podcast.grammar.text import writable

#: The option for the folder that imports write to.
folder_option = click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("episodes"),
    show_default=True,
    help="The folder of the episode files.",
)


_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*(?P<end>\r\n|\n|\r)(?P<yaml>.*?)"
    r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)",
    re.DOTALL,
)


class EpisodeFile(NamedTuple):
    """The text of an episode file, split after its front matter."""

    text: str
    """The whole text, with LF as line ends."""
    kind: str
    """The format of the front matter: ``yaml``, ``toml`` or ``json``; empty without any."""
    front_matter: str
    """The front matter without its delimiters, with LF as line ends."""
    body: str
    """The text after the front matter, with LF as line ends."""
    fields: Mapping[str, Any] | None
    """The values of the front matter, or None if it is invalid."""
    fault: str
    """A message about the encoding, or an empty string."""
    whole: str
    """The text of the file with its own line ends."""


def read_episode(path: Path) -> EpisodeFile:
    """Read an episode file.

    :raises OSError: if the file cannot be read.
    """
    return split_episode(path.read_bytes())


def read_bytes(path: Path, most: int) -> bytes:
    """Return the content of a file.

    :param most: the largest size, in bytes.
    :raises OSError: if the file cannot be read.
    :raises CommandError: if the file is larger.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise CommandError(f"{path} is larger than {most >> 20} MiB")
    return content


def split_episode(content: bytes) -> EpisodeFile:
    """Decode an episode file and split it after its front matter."""
    text, fault = decode(content)
    whole = text if fault else content.decode()
    found = find_front_matter(text)
    if found is None:
        return EpisodeFile(text, "", "", text, {}, fault, whole)
    data = found.read()
    fields = None if data.problems else data.fields
    return EpisodeFile(text, found.kind, found.text, text[found.end :], fields, fault, whole)


def front_matter(fields: Mapping[str, Any]) -> str:
    """Return front matter with its delimiters, or an empty string if there are no fields."""
    lines = "".join(f"{key}: {as_yaml(value)}\n" for key, value in fields.items())
    return f"---\n{lines}---\n" if lines else ""


def as_strangers(text: str) -> str:
    """Return the text of an episode file with ``trust: stranger``, replacing any other value.

    Imported files were written by somebody else or by a program.
    """
    mark = {"trust": "stranger"}
    file = split_episode(text.encode())
    if not file.kind:
        end = "\r\n" if "\r\n" in text else "\n"
        return front_matter(mark).replace("\n", end) + text.removeprefix("\ufeff")
    if file.kind == "yaml":
        with suppress(ValueError):
            marked = split_episode(updated(file, mark, file.body).encode())
            fields = marked.fields or {}
            if is_strangers(marked.text, "") and fields.get("trust") == "stranger":
                return marked.whole
    # other formats become YAML, as does YAML in which the mark cannot be replaced
    others = {k: v for k, v in (file.fields or {}).items() if str(k).casefold() != "trust"}
    return front_matter({**mark, **others}) + file.body


def as_yaml(value: Any) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, str):
        value = writable(value)
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def updated(file: EpisodeFile, changes: Mapping[str, Any], body: str) -> str:
    """Return the text of a file with changed front matter and a new body.

    Comments, order, line ends and the formatting of other values are kept. Values that span
    several lines are kept too: a person wrote them.

    :raises ValueError: if the front matter is written in a way that does not allow the changes.
    """
    match = _FRONT_MATTER.match(file.whole)
    if match is None or file.fields is None:
        raise ValueError("it has no YAML front matter that can be changed")
    text, expected = _changed(match["yaml"], match["end"], changes)
    try:
        found = read_yaml(text)
    except (yaml.YAMLError, ValueError):
        found = None
    if not isinstance(found, dict) or _written(found) != _written({**file.fields, **expected}):
        raise ValueError("fields cannot be inserted into the front matter as it is written")
    first, last = match.span("yaml")
    rest = file.whole[match.end() :] if body == file.body else body.replace("\n", match["end"])
    return file.whole[:first] + text + file.whole[last : match.end()] + rest


def _written(fields: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): as_yaml(value) for key, value in fields.items()}


def _changed(text: str, line_end: str, changes: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return YAML with changed values, and the changes that could be made."""
    node = yaml.compose(text, yaml.SafeLoader)
    places: dict[str, tuple[int, int] | None] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            first, last = value.start_mark.index, value.end_mark.index
            is_one_line = not re.search(r"[\r\n]", text[first:last])
            places[str(key.value)] = (first, last) if is_one_line else None
    made = {key: value for key, value in changes.items() if places.get(key, (0, 0))}
    there = {key: place for key, place in places.items() if place and key in made}
    for key, (first, last) in sorted(there.items(), key=lambda item: item[1], reverse=True):
        before = "" if text[first - 1 : first].isspace() else " "  # after an empty value
        text = f"{text[:first]}{before}{as_yaml(made[key])}{text[last:]}"
    for key, value in made.items():
        if key not in there:
            text += f"{key}: {as_yaml(value)}{line_end}"
    return text, made
