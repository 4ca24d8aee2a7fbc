"""Read the lines of an entity list: ``**Name** (Type, role): description``."""

from __future__ import annotations

import re
from collections.abc import Callable
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
_PLAIN = re.compile(
    r"\s*(?P<bold>[^\s*_\[\](){}（）:：`<>][^*_\[\](){}（）:：`<>\n]{0,80}?)"
    rf"\s*{_TYPE}\s*(?:{_DESCRIPTION})?\s*",
    re.DOTALL,
)
_PARTS = re.compile(r"\s*[,，、;；/／]\s*")


class EntryLine(NamedTuple):
    """The parts of a line. Every part is Markdown."""

    name: str
    type: str
    role: str
    description: str


def parse_entry(
    text: str, *, listed: bool, is_type: Callable[[str], object] = lambda word: False
) -> EntryLine | None:
    """Return the parts of a list item, or None if it does not look like an entity.

    :param listed: whether the section is known to list entities, so that type and description may
        be missing, or the name may be plain text if its type is a known word.
    :param is_type: returns whether a word is a known type.
    """
    # runs of spaces would make the pattern slow
    text = re.sub(r"[^\S\n]+", " ", text)
    match = (_SHORT if listed else _FULL).fullmatch(text)
    is_plain = match is None and listed
    if is_plain:
        match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    kind, *role = _PARTS.split(parts["type"] or "", maxsplit=1)
    if is_plain and not is_type(kind):
        return None
    name = parts["bold"] or parts.get("under") or parts.get("link") or ""
    if parts.get("linked"):
        name = f"[{parts['linked']}]({parts['href1']})"
    name, description = name.strip(), parts["description"] or parts.get("after") or ""
    if name[-1:] in (":", "："):  # **Name:** description
        name = name[:-1]
    return EntryLine(name, kind, "".join(role), description.strip())
