"""Read and join Sphinx inventories (``objects.inv``, version 2).

An inventory has four lines of text, followed by a line for each object, compressed by zlib: name,
domain and type, priority, address, and display name.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

_HEAD_LINES = 4
_DOCUMENT = re.compile(r"(?P<name>\S+) std:doc -?\d+ (?P<address>\S*) .*")


def joined(inventories: Iterable[bytes]) -> bytes:
    """Return an inventory with the objects of all inventories and the header of the first.

    :raises ValueError: if one is not a valid inventory.
    """
    head = b""
    lines: set[str] = set()
    for inventory in inventories:
        own, objects = _parts(inventory)
        head = head or own
        lines.update(objects)
    return head + zlib.compress("".join(f"{line}\n" for line in sorted(lines)).encode(), 9)


def documents(inventory: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each document and the path of its page, relative to the site.

    :raises ValueError: if the inventory is invalid.
    """
    for line in _parts(inventory)[1]:
        if found := _DOCUMENT.fullmatch(line):
            path = unquote(found["address"])
            yield found["name"], f"{path}index.html" if path.endswith("/") or not path else path


def _parts(inventory: bytes) -> tuple[bytes, list[str]]:
    *head, body = inventory.split(b"\n", _HEAD_LINES)
    if len(head) != _HEAD_LINES or head[0].rstrip() != b"# Sphinx inventory version 2":
        raise ValueError("it is not a Sphinx inventory of version 2")
    try:
        text = zlib.decompress(body).decode()
    except zlib.error as error:
        raise ValueError("it is damaged") from error
    return b"".join(line + b"\n" for line in head), list(filter(None, text.split("\n")))
