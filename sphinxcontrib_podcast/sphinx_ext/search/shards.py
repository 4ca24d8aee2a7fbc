"""The files of the search index: a head, and parts that the browser loads as it needs them.

The head is ``searchindex.js``, which every theme loads. In the folder ``_search`` are

- words (``t0.js``, …) in alphabetical order, each with the places and the names that have it;
- texts (``x0.js``, …) of the places, in the order of documents;
- the words of all names (``words.js``), in which misspelled words are looked up.

Each file is small, so that a query loads little of a large index.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from operator import sub
from typing import Any, NamedTuple

from sphinxcontrib_podcast.grammar.text import shared_size

#: The size of a part of the index, in bytes, unless a single item is larger.
WORDS_SIZE = 32_000
TEXTS_SIZE = 16_000

#: The most names that a word leads to, by the rank of their kind.
_MOST_NAMES = ((26, 60), (22, 30), (0, 10))

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_HALF = 32  # digits from here on are followed by others


class Record(NamedTuple):
    """A name as the browser gets it."""

    title: str
    kind: int
    """Index in the kinds of the head."""
    rank: int
    uri: str
    where: str
    others: tuple[str, ...]


class Document(NamedTuple):
    """A document as the browser gets it."""

    title: str
    kind: int
    uri: str
    places: Sequence[tuple[str, str, str, str]]
    """Anchor, title, time and text."""


def places_code(places: Sequence[int]) -> str:
    """Return ascending numbers as text: their differences, or a bit for each number."""
    code = "".join(map(_number_code, [places[0] + 1, *map(sub, places[1:], places)]))
    if places[-1] // 6 + 2 >= len(code):
        return code
    bits = [0] * (places[-1] // 6 + 1)
    for place in places:
        bits[place // 6] |= 1 << place % 6
    return "!" + "".join(_DIGITS[n] for n in bits)


@cache
def _number_code(number: int) -> str:
    code = ""
    while number >= _HALF:
        code += _DIGITS[_HALF + number % _HALF]
        number //= _HALF
    return code + _DIGITS[number]


def _words_code(words: Iterable[str]) -> str:
    """Return sorted words as text: each begins with the size of what it shares with the last."""
    code, last = [], ""
    for word in words:
        shared = min(shared_size(word, last), 9)
        if max(word[:shared], default="") > "\uffff":
            shared = 0  # JavaScript counts these characters twice
        code.append(f"{shared}{word[shared:]}")
        last = word
    return " ".join(code)


def _separator(word: str, last: str) -> str:
    """Return the shortest beginning of a word that comes after the word before it."""
    return word[: shared_size(word, last) + 1]


def _script(name: str, data: object) -> str:
    return f"podPart({json.dumps(name)},{_json(data)});\n"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _chosen(numbers: Iterable[int], records: Sequence[Record]) -> list[int]:
    """Return the names that a word leads to: of the highest kinds, shortest names first."""
    ordered = sorted(numbers, key=lambda n: (-records[n].rank, len(records[n].title), n))
    chosen, counts = [], [0] * len(_MOST_NAMES)
    for number in ordered:
        place = next(i for i, (rank, _) in enumerate(_MOST_NAMES) if records[number].rank >= rank)
        if counts[place] < _MOST_NAMES[place][1]:
            counts[place] += 1
            chosen.append(number)
    return sorted(chosen)


def word_parts(
    places: Mapping[str, Sequence[int]],
    names: Mapping[str, Iterable[int]],
    records: Sequence[Record],
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Yield the parts with words: the words of each, and the part.

    :param places: the places of each word.
    :param names: the indices in ``records`` for each word.
    """
    words: list[str] = []
    part: dict[str, Any] = {}
    known: dict[int, int] = {}
    size = 0
    record_sizes = [len(_json(record).encode()) + 8 for record in records]
    for word in sorted(places.keys() | names.keys()):
        code = places_code(places[word]) if word in places else ""
        chosen = _chosen(names[word], records) if word in names else []
        added = len(code) + len(word.encode()) + 5
        added += sum(record_sizes[number] for number in chosen if number not in known)
        if not part or size + added > WORDS_SIZE:
            if part:
                yield _word_part(words, part)
            words, part, known, size = [], {"p": [], "n": {}, "r": []}, {}, 0
        for number in chosen:
            if number not in known:
                known[number] = len(part["r"])
                part["r"].append(records[number])
        if chosen:
            part["n"][len(words)] = [known[number] for number in chosen]
        words.append(word)
        part["p"].append(code)
        size += added
    if part:
        yield _word_part(words, part)


def _word_part(words: list[str], part: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    return words, {"w": _words_code(words), **part}


def text_parts(documents: Iterable[Document]) -> Iterator[tuple[int, list[Any]]]:
    """Yield the parts with texts: the number of the first place in each, and the part."""
    part: list[Any] = []
    size = first = number = 0
    for title, kind, uri, places in documents:
        is_new = True
        for place in places:
            added = len(place[3].encode())
            if part and size + added > TEXTS_SIZE:
                yield first, part
                part, size, first, is_new = [], 0, number, True
            if is_new:
                part.append([title, kind, uri, []])
                is_new = False
            part[-1][3].append(place)
            size += added
            number += 1
    if part:
        yield first, part


def index_files(
    head: dict[str, Any],
    documents: Sequence[Document],
    places: Mapping[str, Sequence[int]],
    names: Mapping[str, Iterable[int]],
    records: Sequence[Record],
    name_words: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of each file of the index, the head last."""
    firsts, starts, last = [], [], ""
    for number, (words, part) in enumerate(word_parts(places, names, records)):
        firsts.append(_separator(words[0], last))
        last = words[-1]
        yield f"_search/t{number}.js", _script(f"t{number}", part)
    for number, (start, texts) in enumerate(text_parts(documents)):
        starts.append(start)
        yield f"_search/x{number}.js", _script(f"x{number}", texts)
    yield "_search/words.js", _script("words", _words_code(sorted(set(name_words))))
    counts = "".join(_number_code(len(document.places)) for document in documents)
    steps = "".join(_number_code(b - a) for a, b in pairwise([0, *starts]))
    index = {**head, "words": _words_code(firsts), "texts": steps, "counts": counts}
    yield "searchindex.js", f"Search.setIndex({_json(index)})\n"
