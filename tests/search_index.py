"""Read the search index of a built site."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import unquote

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def numbers(code: str) -> list[int]:
    """Return the numbers of a code: digits of 5 bits, the lowest first; a sixth bit goes on."""
    found, number, scale = [], 0, 1
    for character in code:
        digit = DIGITS.index(character)
        number += digit % 32 * scale
        scale *= 32
        if digit < 32:
            found.append(number)
            number, scale = 0, 1
    return found


def places(code: str) -> list[int]:
    """Return the places of a word."""
    if code.startswith("!"):
        bits = "".join(f"{DIGITS.index(digit):06b}"[::-1] for digit in code[1:])
        return [place for place, bit in enumerate(bits) if bit == "1"]
    return [place - 1 for place in accumulate(numbers(code))]


def unpacked(code: str) -> list[str]:
    """Return sorted words, each of which begins with the size of what it shares with the last."""
    words, last = [], ""
    for item in filter(None, code.split(" ")):
        last = last[: int(item[0])] + item[1:]
        words.append(last)
    return words


@dataclass
class SearchIndex:
    """The content of all files of the index."""

    head: dict[str, Any]
    terms: dict[str, list[int]] = field(default_factory=dict)
    """The places of each word."""
    names: dict[str, set[tuple[str, str, str]]] = field(default_factory=dict)
    """Title, kind and address of the names that have a word."""
    other_names: dict[str, set[str]] = field(default_factory=dict)
    """By title."""
    places: list[tuple[str, str, str, str]] = field(default_factory=list)
    """The address of the page, and anchor, title and text of each place."""
    times: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """The titles of pages by address."""
    words: list[str] = field(default_factory=list)
    """The words of names."""

    def documents(self, term: str) -> set[str]:
        """Return the documents that contain a word."""
        found = {self.places[place][0] for place in self.terms.get(term, [])}
        return {unquote(uri).removesuffix(".html") for uri in found}

    def kinds(self) -> set[tuple[str, str]]:
        """Return the kind and the title of all names."""
        return {(kind, title) for found in self.names.values() for title, kind, _ in found}


def _part(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f'podPart("{path.stem}",')
    assert text.endswith(");\n")
    return json.loads(text.partition(",")[2][:-3])


def read_index(folder: Path) -> SearchIndex:
    """Read the index in the output folder of a site."""
    text = (folder / "searchindex.js").read_text(encoding="utf-8")
    head = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")\n"))
    index = SearchIndex(head)
    parts = folder / "_search"
    firsts = unpacked(head["words"])
    last = ""
    for number, first in enumerate(firsts):
        part = _part(parts / f"t{number}.js")
        # no longer than it takes to tell the word from the one before
        words = unpacked(part["w"])
        assert words[0].startswith(first)
        assert first[:-1] <= last < first
        last = words[-1]
        assert words == sorted(words)
        for word, code in zip(words, part["p"], strict=True):
            if code:
                index.terms[word] = places(code)
        for word_number, records in part["n"].items():
            for record in records:
                title, kind, _rank, uri, _where, others = part["r"][record]
                names = index.names.setdefault(words[int(word_number)], set())
                names.add((title, head["kinds"][kind], uri))
                index.other_names.setdefault(title, set()).update(others)
    for number, start in enumerate(accumulate(numbers(head["texts"]))):
        assert start == len(index.places)
        for title, _kind, uri, found in _part(parts / f"x{number}.js"):
            index.titles[uri] = title
            index.places += [(uri, anchor, name, words) for anchor, name, _, words in found]
            index.times += [time for _, _, time, _ in found]
    assert sum(numbers(head["counts"])) == len(index.places)
    index.words = unpacked(_part(parts / "words.js"))
    files = {path.stem for path in parts.iterdir()}
    assert files == {
        "words",
        *(f"t{n}" for n in range(len(firsts))),
        *(f"x{n}" for n in range(len(numbers(head["texts"])))),
    }
    return index
