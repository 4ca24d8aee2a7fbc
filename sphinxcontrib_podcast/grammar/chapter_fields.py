"""Chapters in front matter: a list of mappings, or of lines such as ``02:04 Title``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sphinxcontrib_podcast.grammar.headings import HeadingTime, split_heading
from sphinxcontrib_podcast.grammar.times import parse_duration, parse_range
from sphinxcontrib_podcast.grammar.vocabulary import chapter_names, word


class ChapterList(NamedTuple):
    """Chapters of front matter in order of time, and the numbers of invalid items."""

    key: str = ""
    chapters: tuple[HeadingTime, ...] = ()
    left_out: tuple[int, ...] = ()


def read_chapters(data: Mapping[Any, Any]) -> ChapterList:
    """Return the chapters in front matter.

    :param data: the front matter as it was read.
    """
    names = chapter_names()
    for name in names["list"]:
        for key, value in data.items():
            items = _items(value) if word(str(key)) == word(name) else ()
            found = [_chapter(item, names) for item in items]
            chapters = sorted((time for time in found if time), key=lambda time: time.start or 0)
            bad = tuple(number for number, time in enumerate(found, 1) if time is None)
            if found:
                return ChapterList(str(key), tuple(chapters), bad)
    return ChapterList()


def _items(value: Any) -> Sequence[Any]:
    """Return the items of a list, of a mapping from times to titles, or of lines of text."""
    match value:
        case list():
            return value
        case dict():
            return list(value.items())
        case str():
            return [line for line in value.split("\n") if line.strip()]
        case _:
            return ()


def _chapter(item: Any, names: Mapping[str, tuple[str, ...]]) -> HeadingTime | None:
    if isinstance(item, str):
        time = split_heading(item)
        return time if time.start is not None else None
    if isinstance(item, list | tuple) and len(item) == 2:
        item = dict(zip(("time", "title"), item, strict=True))
    if not isinstance(item, dict):
        return None
    values = {word(str(key)): value for key, value in item.items()}
    title = next(
        (
            values[word(n)]
            for n in names["title"]
            if isinstance(values.get(word(n)), str | int | float)
        ),
        "",
    )
    starts = [values[word(n)] for n in names["start"] if values.get(word(n)) not in (None, "")]
    ends = [values[word(n)] for n in names["end"] if values.get(word(n)) not in (None, "")]
    span = seconds_of(starts[0]) if starts else None
    if span is None:
        return None
    end = seconds_of(ends[0]) if ends else None
    return HeadingTime(
        " ".join(str(title).split()), span[0], end[0] if end else span[1], leads=True
    )


def seconds_of(value: Any) -> tuple[float, float | None] | None:
    """Return the start and the end of a time or a range in front matter, or None."""
    try:
        if isinstance(value, str) and ":" in value:
            return parse_range(value)
        if isinstance(value, str) and value.strip().replace(".", "", 1).isdigit():
            value = float(value)
        return round(parse_duration(value), 3), None
    except ValueError:
        time = split_heading(value) if isinstance(value, str) else None
        return (
            (time.start, time.end) if time and time.start is not None and not time.title else None
        )
