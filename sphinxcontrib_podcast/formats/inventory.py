"""The inventories of Sphinx (``objects.inv``, version 2), read and joined.

An inventory has four lines of text, then, compressed by zlib, a line for each object: its name,
domain and type, priority, address, and what it is called.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

_HEAD_LINES = 4
_DOCUMENT = re.compile(r"(?P<name>\S+) std:doc -?\d+ (?P<address>\S*) .*")


def joined(inventories: Iterable[bytes]) -> bytes:
    """One inventory with the objects of all; the head is that of the first.

    :raises ValueError: where one is no inventory.
    """
    head = b""
    lines: set[str] = set()
    for inventory in inventories:
        own, objects = _parts(inventory)
        head = head or own
        lines.update(objects)
    return head + zlib.compress("".join(f"{line}\n" for line in sorted(lines)).encode(), 9)


def documents(inventory: bytes) -> Iterator[tuple[str, str]]:
    """The documents, each with the path of its page in the site.

    :raises ValueError: where it is no inventory.
    """
    for line in _parts(inventory)[1]:
        if found := _DOCUMENT.fullmatch(line):
            path = unquote(found["address"])
            yield found["name"], f"{path}index.html" if path.endswith("/") or not path else path


def _parts(inventory: bytes) -> tuple[bytes, list[str]]:
    *head, body = inventory.split(b"\n", _HEAD_LINES)
    if len(head) != _HEAD_LINES or head[0].rstrip() != b"# Sphinx inventory version 2":
        raise ValueError("it is no inventory of Sphinx, or one of another version")
    try:
        text = zlib.decompress(body).decode()
    except zlib.error as error:
        raise ValueError("it is damaged") from error
    return b"".join(line + b"\n" for line in head), list(filter(None, text.split("\n")))
