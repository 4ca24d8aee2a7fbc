from __future__ import annotations

import zlib

import pytest

from sphinxcontrib_podcast.formats.inventory import documents, joined

HEAD = b"# Sphinx inventory version 2\n# Project: P\n# Version: 1\n# The rest is compressed\n"


def inventory(*lines: str, head: bytes = HEAD) -> bytes:
    return head + zlib.compress("".join(f"{line}\n" for line in lines).encode())


def test_inventories_are_joined_in_order_without_duplicates() -> None:
    one = inventory("b std:doc -1 b.html B", "a std:doc -1 a.html A")
    other = inventory(
        "a std:doc -1 a.html A", "c std:doc -1 c.html C", head=HEAD.replace(b"P", b"Q")
    )
    found = joined([one, other])
    assert found.startswith(HEAD)
    assert zlib.decompress(found.removeprefix(HEAD)).decode().split("\n") == [
        "a std:doc -1 a.html A", "b std:doc -1 b.html B", "c std:doc -1 c.html C", "",
    ]  # fmt: skip


def test_the_pages_of_documents() -> None:
    found = inventory(
        "index std:doc -1  Home", "a/b std:doc -1 a/b/ B", "c std:doc -1 c%20d.html C", "x py:class 1 c.html#$ -"
    )  # fmt: skip
    assert list(documents(found)) == [
        ("index", "index.html"),
        ("a/b", "a/b/index.html"),
        ("c", "c d.html"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a Sphinx inventory"),
        (HEAD.replace(b"2", b"1"), "not a Sphinx inventory"),
        (HEAD + b"not compressed", "damaged"),
    ],
)
def test_what_is_no_inventory(content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(documents(content))
