"""Read the duration of a recording and its chapters from its file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tinytag import TinyTag

from sphinxcontrib_podcast.grammar.text import as_title, writable

_MOST_TAG = 1 << 26  # bytes
_MOST_FRAME = 1 << 20  # of a chapter, which may have a picture
_MOST_FRAMES = 2000
_FRAME_HEADER = 10
_WITH_SYNCHSAFE_SIZES = 4  # the version of ID3v2
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


class SoundChapter(NamedTuple):
    """A chapter in the file of a recording."""

    start: float
    """In seconds."""
    title: str


class InvalidChaptersError(ValueError):
    """The chapters of a recording are invalid."""


def duration_of(path: Path) -> float | None:
    """Return the duration of a recording in whole seconds, or None if it cannot be read."""
    try:
        found = TinyTag.get(path, tags=False).duration
    except Exception:  # the file may be anything, and must not end the build
        return None
    return float(round(found)) if found and 0 < found < float("inf") else None


def chapters_of(path: Path) -> tuple[SoundChapter, ...]:
    """Return the chapters in the ID3v2 tag of a recording, by time. One second has one chapter.

    :raises InvalidChaptersError: if a chapter cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = [_chapter(frame, version) for version, frame in _chapter_frames(file)]
    except OSError:
        return ()
    by_second = {int(chapter.start): chapter for chapter in sorted(found, reverse=True)}
    return tuple(sorted(by_second.values()))


def _chapter_frames(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the version of the tag and the content of each frame ``CHAP``."""
    head = file.read(_FRAME_HEADER)
    if len(head) < _FRAME_HEADER or head[:3] != b"ID3" or head[3] not in (3, 4):
        return
    version, flags, end = head[3], head[5], _synchsafe(head[6:])
    if end > _MOST_TAG:
        return
    tag: BinaryIO = file
    if flags & 0x80 and version < _WITH_SYNCHSAFE_SIZES:
        tag = io.BytesIO(file.read(end).replace(b"\xff\x00", b"\xff"))
    else:
        end += _FRAME_HEADER
    if flags & 0x40:  # an extended header
        size = _size(tag.read(4), version)
        tag.seek(size - 4 if version >= _WITH_SYNCHSAFE_SIZES else size, io.SEEK_CUR)
    for _ in range(_MOST_FRAMES):
        head = tag.read(_FRAME_HEADER)
        if len(head) < _FRAME_HEADER or not head[0]:  # padding
            return
        size, after = _size(head[4:8], version), tag.tell()
        if size > end - after:
            if head[:4] == b"CHAP":
                raise InvalidChaptersError("a chapter ends after the tag")
            return
        if head[:4] == b"CHAP":
            content = tag.read(min(size, _MOST_FRAME))
            if version >= _WITH_SYNCHSAFE_SIZES and head[9] & 0x02:
                content = content.replace(b"\xff\x00", b"\xff")
            yield version, content[4:] if head[9] & 0x01 and version >= 4 else content
        tag.seek(after + size)


def _chapter(frame: bytes, version: int) -> SoundChapter:
    _id, mark, rest = frame.partition(b"\0")
    if not mark or len(rest) < 16:
        raise InvalidChaptersError("a chapter has no time")
    return SoundChapter(int.from_bytes(rest[:4]) / 1000, _title(rest[16:], version))


def _title(frames: bytes, version: int) -> str:
    while len(frames) > _FRAME_HEADER:
        end = _FRAME_HEADER + _size(frames[4:8], version)
        content = frames[_FRAME_HEADER:end]
        if frames[:4] == b"TIT2" and content and content[0] < len(_ENCODINGS):
            text = content[1:].decode(_ENCODINGS[content[0]], "replace").partition("\0")[0]
            return as_title(" ".join(writable(text).split()))
        frames = frames[end:]
    return ""


def _size(number: bytes, version: int) -> int:
    return _synchsafe(number) if version >= _WITH_SYNCHSAFE_SIZES else int.from_bytes(number)


def _synchsafe(number: bytes) -> int:
    """Return a number of which each byte has seven bits."""
    value = 0
    for byte in number:
        value = value << 7 | byte & 0x7F
    return value
