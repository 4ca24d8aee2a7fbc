"""Read the chapters and the pictures of an MP4 file.

A file is a sequence of boxes, which may contain boxes: four bytes of size, four of type. All that
is read but the titles of a track of chapters is in the box ``moov``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain, islice, pairwise, repeat
from typing import BinaryIO

from sphinxcontrib_podcast.catalogue.sound.common import (
    MOST_CHAPTERS,
    MOST_TAG,
    InvalidChaptersError,
    SoundChapter,
    title_of,
)

_MOST_BOXES = 10_000
_MOST_NUMBERS = 3 * MOST_CHAPTERS  # of a list with up to three for each chapter
_HEADER = 8
_MOST_PLACE = 1 << 62  # in a file
_NERO_SECOND = 10_000_000  # units of time
_LAST_SECOND = 1 << 32


def chapters(file: BinaryIO) -> list[SoundChapter]:
    """Return the chapters of a track of QuickTime, or of a list of Nero.

    :raises InvalidChaptersError: if one cannot be read.
    """
    movie = _movie(file)
    tracks = {_number(_first(track, "tkhd"), 12, 20): track for track in _all(movie, "trak")}
    for track in tracks.values():
        for named in _numbers(_first(track, "tref", "chap"), 4):
            if named in tracks and _has_titles(tracks[named]):
                return list(_of_track(tracks[named], file))
    return list(_of_list(_first(movie, "udta", "chpl")))


def pictures(file: BinaryIO) -> Iterator[bytes]:
    """Yield the pictures of the recording."""
    meta = _first(_movie(file), "udta", "meta")[4:]  # its version is before the boxes
    for data in _all(_first(meta, "ilst", "covr"), "data"):
        yield bytes(data[8:])


def _movie(file: BinaryIO) -> memoryview:
    """Return the content of the box ``moov``, or nothing."""
    file.seek(0, io.SEEK_END)
    end, start = file.tell(), 0
    for number in range(_MOST_BOXES):
        file.seek(start)
        head = file.read(_HEADER + 8)
        type_, size, skipped = _head(head, end - start)
        if not size or (not number and type_ != b"ftyp"):
            break
        if type_ == b"moov":
            file.seek(start + skipped)
            return memoryview(file.read(size - skipped) if size <= MOST_TAG else b"")
        start += size
    return memoryview(b"")


def _head(head: bytes | memoryview, rest: int) -> tuple[bytes, int, int]:
    """Return type and size of a box, and the size of its head. The size is 0 if it is invalid."""
    size, type_, skipped = int.from_bytes(head[:4]), bytes(head[4:8]), _HEADER
    if size == 1:
        size, skipped = int.from_bytes(head[8:16]), 2 * _HEADER
    elif not size:
        size = rest  # to the end
    return type_, size if skipped <= size <= rest else 0, skipped


def _boxes(content: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    for _ in range(_MOST_BOXES):
        if len(content) < _HEADER:
            return
        type_, size, skipped = _head(content[: 2 * _HEADER], len(content))
        if not size:
            return
        yield type_, content[skipped:size]
        content = content[size:]


def _all(content: memoryview, type_: str) -> Iterator[memoryview]:
    return (inside for found, inside in _boxes(content) if found == type_.encode())


def _first(content: memoryview, *path: str) -> memoryview:
    """Return the content of the first box on a path of types, or nothing."""
    for type_ in path:
        content = next(_all(content, type_), memoryview(b""))
    return content


def _version(content: memoryview) -> int:
    return content[0] if content else 0


def _number(content: memoryview, place: int, place_in_newer: int) -> int:
    """Return a number of four bytes of a box with a version."""
    start = place_in_newer if _version(content) == 1 else place
    return int.from_bytes(content[start : start + 4])


def _numbers(content: memoryview, size: int) -> Iterator[int]:
    starts = range(0, len(content) - size + 1, size)[:_MOST_NUMBERS]
    return (int.from_bytes(content[start : start + size]) for start in starts)


# -- the list of Nero: a time of eight bytes, the size of the title, and the title


def _of_list(content: memoryview) -> Iterator[SoundChapter]:
    at = 8 if _version(content) == 1 else 4
    count, at = int.from_bytes(content[at : at + 1]), at + 1
    for _ in range(count):
        if at + 9 > len(content) or at + 9 + content[at + 8] > len(content):
            raise InvalidChaptersError("a chapter ends after the list")
        start, size = int.from_bytes(content[at : at + 8]), content[at + 8]
        yield _chapter(start, _NERO_SECOND, bytes(content[at + 9 : at + 9 + size]))
        at += 9 + size


# -- the track of QuickTime: each sample is a title


def _has_titles(track: memoryview) -> bool:
    """Return whether a track has text: another one may have a picture for each chapter."""
    return bytes(_first(track, "mdia", "hdlr")[8:12]) in (b"text", b"sbtl")


def _of_track(track: memoryview, file: BinaryIO) -> Iterator[SoundChapter]:
    media = _first(track, "mdia")
    scale = _number(_first(media, "mdhd"), 12, 20)
    samples = _first(media, "minf", "stbl")
    time = 0
    steps, places = _steps(_first(samples, "stts")), _places(samples)
    for step, (place, size) in islice(zip(steps, places, strict=False), MOST_CHAPTERS):
        file.seek(min(place, _MOST_PLACE))
        text = file.read(min(size, 1 << 16))
        length = int.from_bytes(text[:2])
        if len(text) < 2 + length:
            raise InvalidChaptersError("the title of a chapter is not in the file")
        yield _chapter(time, scale, text[2 : 2 + length])
        time += step


def _steps(content: memoryview) -> Iterator[int]:
    """Yield how long each sample is."""
    numbers = _numbers(content[8:], 4)
    runs = zip(numbers, numbers, strict=False)
    return chain.from_iterable(repeat(step, count) for count, step in runs)


def _places(samples: memoryview) -> Iterator[tuple[int, int]]:
    """Yield where each sample begins in the file, and its size."""
    sizes = _sizes(_first(samples, "stsz"))
    wide = _first(samples, "co64")
    chunks = _numbers(wide[8:], 8) if wide else _numbers(_first(samples, "stco")[8:], 4)
    for place, count in zip(chunks, _counts(_first(samples, "stsc")), strict=False):
        for size in islice(sizes, count):
            yield place, size
            place += size


def _sizes(content: memoryview) -> Iterator[int]:
    size, count = int.from_bytes(content[4:8]), int.from_bytes(content[8:12])
    return repeat(size, count) if size else _numbers(content[12:], 4)


def _counts(content: memoryview) -> Iterator[int]:
    """Yield how many samples each chunk has."""
    numbers = _numbers(content[8:], 4)
    runs = list(zip(numbers, numbers, numbers, strict=False))
    for (first, count, _), (after, _, _) in pairwise([*runs, (1 << 32, 0, 0)]):
        yield from repeat(count, max(after - first, 0))


def _chapter(time: int, scale: int, title: bytes) -> SoundChapter:
    if not scale or time / scale > _LAST_SECOND:
        raise InvalidChaptersError("the time of a chapter is invalid")
    encoding = "utf-16" if title[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return SoundChapter(time / scale, title_of(title.decode(encoding, "replace")))
