"""Read the names of people, and of other things, in front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_SEPARATOR = re.compile(r"[,，、;；]| [&/|·] ")
_AND = re.compile(r"(?:^| )(?:and|und|et|y|e|и) ")
_WIKI_LINK = re.compile(r"\[\[(?:([^\[\]|]*)\|)?([^\[\]|]+)\]\]")
_LINK = re.compile(r"\[([^\[\]]+)\]\(<?[^()\s]*>?\)")
_MAIL_ADDRESS = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")
_NAME_KEYS = ("name", "full_name", "fullname", "display_name", "displayname", "title", "label")


def plain_name(text: str) -> str:
    """Return a name without the brackets of a wiki link or of a Markdown link.

    ``[[people/ann|Ann Lee]]`` is Ann Lee, and so is ``[[Ann Lee|Ann]]``.
    """
    if "[" in text:
        text = _WIKI_LINK.sub(lambda m: _linked_name(m[1] or "", m[2]), text)
        text = _LINK.sub(r"\1", text)
    return " ".join(_MAIL_ADDRESS.sub("", text).split())


def _linked_name(target: str, shown: str) -> str:
    """Return the name of a wiki link: the text that is shown, unless that is a part of a name."""
    whole, part = (text.rpartition("/")[2].strip() for text in (target, shown))
    is_part = set(part.split()) < set(whole.split())
    return whole if is_part else part


def each_name(value: Any, *, split: bool = True) -> Iterator[tuple[str, Any]]:
    """Return the names in a value, each with its item. The name is empty if an item has none.

    The value is a name, several names in one text, a mapping with a ``name``, a mapping of ids to
    such mappings, or a list of these.

    :param split: whether a text may hold several names; an item of a list holds one.
    """
    match value:
        case None | "":
            pass
        case str():
            parts = _parts(value) if split else [value]
            yield from ((name, part) for part in parts if (name := plain_name(part)))
        case bool():
            yield "", value
        case int() | float():
            yield str(value), value
        case list():
            for item in value:
                # [[Ann Lee]] without quotation marks is a list in a list
                yield from each_name(item, split=False)
        case Mapping():
            name = name_of(value)
            if not name and value and all(isinstance(v, Mapping) for v in value.values()):
                yield from ((name_of(item) or str(key), item) for key, item in value.items())
            else:
                yield name, value
        case _:
            yield "", value


def _parts(text: str) -> list[str]:
    """Return the names in a text: ``Ann Lee, Bob Ray and Cy Fox`` has three."""
    text = " ".join(text.split())
    links = [match[0] for match in _WIKI_LINK.finditer(text)]
    if links and not re.search(r"\w", _AND.sub(" ", _WIKI_LINK.sub(" ", text))):
        return [plain_name(link) for link in links]
    parts: list[str] = []
    for part in _SEPARATOR.split(text):
        names = [name for name in _AND.split(part.strip()) if name]
        # "Simon and Garfunkel" is one name: its halves are not full names
        is_several = all(len(name.split()) > 1 for name in names)
        parts += names if is_several else [part]
    return parts


def name_of(item: Mapping[Any, Any]) -> str:
    """Return the name in a mapping, or an empty string."""
    by_key = {str(key).casefold(): value for key, value in item.items()}
    for key in _NAME_KEYS:
        if isinstance(by_key.get(key), str) and by_key[key].strip():
            return plain_name(by_key[key])
    parts = [by_key.get("first_name", ""), by_key.get("last_name", "")]
    return plain_name(" ".join(parts)) if all(isinstance(p, str) for p in parts) else ""
