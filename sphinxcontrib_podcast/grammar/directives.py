"""Read directives of the ``pod`` domain in a source file, before Sphinx runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from sphinxcontrib_podcast.grammar.front_matter import read_yaml

_INFO = re.compile(r"\{pod:(\w+)\}\s*(.*)")
_OPTION = re.compile(r":([\w-]+):(?:\s+(.*))?")


@dataclass(frozen=True)
class FoundDirective:
    """A directive with its argument, options and body as text. Lines are 1-based."""

    name: str
    argument: str
    options: Mapping[str, str]
    body: str
    line: int
    body_line: int


def from_fence(info: str, content: str, line: int) -> FoundDirective | None:
    """Return the ``pod:`` directive of a MyST fence, or None if it is another directive."""
    match = _INFO.fullmatch(info.strip())
    if match is None:
        return None
    return from_block(match[1], match[2].strip(), content, line, line + 1)


def from_block(
    name: str, argument: str, content: str, line: int, content_line: int
) -> FoundDirective:
    """Return a directive, given its name, its argument and the block below it."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    used = 0
    if lines[0].strip() == "---" and "---" in (rest := [x.strip() for x in lines[1:]]):
        used = rest.index("---") + 2
        options = _yaml_options("\n".join(lines[1 : used - 1]))
    else:
        while used < len(lines) and (match := _OPTION.fullmatch(lines[used].strip())):
            options[match[1]] = (match[2] or "").strip()
            used += 1
    body = textwrap.dedent("\n".join(lines[used:]))
    blank = len(body) - len(body.lstrip("\n"))
    return FoundDirective(
        name, argument, options, body.strip("\n"), line, content_line + used + blank
    )


def _yaml_options(text: str) -> dict[str, str]:
    try:
        data = read_yaml(text)
    except (yaml.YAMLError, ValueError):
        return {}  # MyST reports it when it reads the directive
    if not isinstance(data, dict):
        return {}
    return {
        str(key): str(value) for key, value in data.items() if isinstance(value, str | int | float)
    }
