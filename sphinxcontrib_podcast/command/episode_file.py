"""Episode files as text: front matter that is written, found again and updated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sphinxcontrib_podcast.catalogue.files import decode
from sphinxcontrib_podcast.grammar.front_matter import read_yaml
from sphinxcontrib_podcast.grammar.text import writable

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.M)


class EpisodeFile(NamedTuple):
    """The text of a file, cut behind its front matter. ``fields`` are None where that is broken.

    ``fault`` says what is wrong with its encoding.
    """

    yaml: str
    body: str
    fields: Mapping[str, Any] | None
    fault: str
    line_end: str


def read_episode(path: Path) -> EpisodeFile:
    """Read an episode file.

    :raises OSError: where it cannot be read.
    """
    return split_episode(path.read_bytes())


def split_episode(content: bytes) -> EpisodeFile:
    """Take the content of an episode file apart."""
    text, fault = decode(content)
    line_end = "\r\n" if b"\r\n" in content else "\n"
    match = _FRONT_MATTER.match(text)
    if match is None:
        return EpisodeFile("", text, {}, fault, line_end)
    try:
        fields = read_yaml(match[1]) or {}
    except (yaml.YAMLError, ValueError):
        fields = None
    known = fields if isinstance(fields, dict) else None
    return EpisodeFile(match[1], text[match.end() :], known, fault, line_end)


def front_matter(fields: Mapping[str, Any]) -> str:
    """Front matter with its two lines, or nothing for no fields."""
    lines = "".join(f"{key}: {as_yaml(value)}\n" for key, value in fields.items())
    return f"---\n{lines}---\n" if lines else ""


def as_yaml(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        value = writable(value)
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def updated(text: str, changes: Mapping[str, Any]) -> str:
    """YAML with new values; comments, order and the way all else is written stay.

    Values that are not on one line are somebody's own, and stay as well.
    """
    node = yaml.compose(text, yaml.SafeLoader)
    places: dict[str, tuple[int, int]] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            first, last = value.start_mark.index, value.end_mark.index
            if "\n" not in text[first:last]:
                places[str(key.value)] = first, last
            else:
                places[str(key.value)] = 0, 0
    for key, value in sorted(changes.items(), key=lambda item: -places.get(item[0], (0, 0))[0]):
        if key not in places:
            continue
        first, last = places[key]
        if last:
            text = f"{text[:first]}{as_yaml(value)}{text[last:]}"
    added = "".join(f"{k}: {as_yaml(v)}\n" for k, v in changes.items() if k not in places)
    return text + added
