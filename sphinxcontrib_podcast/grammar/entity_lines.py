"""Read the lines of an entity list: ``**Name** (Type, role): description``."""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = (
    r"(?:\*\*(?P<bold>.+?)\*\*"
    r"|__(?P<under>.+?)__"
    r"|\[\*\*(?P<linked>.+?)\*\*\]\((?P<href1>[^()\s]+)(?:\s[^()]*)?\)"
    r"|(?P<link>\[[^\[\]]+\]\([^()\s]+(?:\s[^()]*)?\)))"
)
_TYPE = r"[(（]\s*(?P<type>(?:\\.|[^()（）\n\\])*?)\s*[)）]"
_DESCRIPTION = r"(?:[:：]|[-–—―－]+)\s*(?P<description>.*)"
_FULL = re.compile(rf"\s*{_NAME}\s*{_TYPE}\s*{_DESCRIPTION}", re.DOTALL)
_SHORT = re.compile(
    rf"\s*{_NAME}\s*(?:{_TYPE})?\s*(?:{_DESCRIPTION}|(?<=[:：]\*\*)\s*(?P<after>.*)|)\s*", re.DOTALL
)
_PARTS = re.compile(r"\s*[,，、;；/／]\s*")


class EntryLine(NamedTuple):
    """The parts of a line. Every part is Markdown."""

    name: str
    type: str
    role: str
    description: str


def parse_entry(text: str, *, listed: bool) -> EntryLine | None:
    """Return the parts of a list item, or None if it does not look like an entity.

    :param listed: whether the section is known to list entities, so that type and description may
        be missing.
    """
    # runs of spaces would make the pattern slow
    text = re.sub(r"[^\S\n]+", " ", text)
    match = (_SHORT if listed else _FULL).fullmatch(text)
    if match is None:
        return None
    name = match["bold"] or match["under"] or match["link"] or ""
    if match["linked"]:
        name = f"[{match['linked']}]({match['href1']})"
    name, description = name.strip(), match["description"] or match.groupdict().get("after") or ""
    if name[-1:] in (":", "："):  # **Name:** description
        name = name[:-1]
    kind, *role = _PARTS.split(match["type"] or "", maxsplit=1)
    return EntryLine(name, kind, "".join(role), description.strip())
