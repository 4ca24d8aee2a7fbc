"""Read the chapters and the pictures of an ID3v2 tag, which MP3 files begin with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from sphinxcontrib_podcast.catalogue.sound.common import (
    MOST_CHAPTERS,
    MOST_TAG,
    InvalidChaptersError,
    SoundChapter,
    title_of,
)

_MOST_FRAME = 1 << 23  # a chapter may have a picture
_FRAME_HEADER = 10
_WITH_SYNCHSAFE_SIZES = 4  # the version of ID3v2
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_FRONT_COVER = 3
_MOST_DESCRIPTION = 1000  # bytes


def chapters(file: BinaryIO) -> list[SoundChapter]:
    """Return the chapters of a tag.

    :raises InvalidChaptersError: if one cannot be read.
    """
    return [_chapter(frame, version) for version, frame in _frames(file, b"CHAP")]


def pictures(file: BinaryIO) -> list[bytes]:
    """Return the pictures of a tag, front covers first."""
    found = []
    for _version, frame in _frames(file, b"APIC"):
        _type, _, rest = frame[1:].partition(b"\0")
        end = b"\0\0" if frame[:1] in (b"\1", b"\2") else b"\0"
        for place in range(1, _MOST_DESCRIPTION, len(end)):
            if rest[place : place + len(end)] == end:
                found.append((rest[0] != _FRONT_COVER, rest[place + len(end) :]))
                break
    return [content for _, content in sorted(found, key=lambda pair: pair[0])]


def _frames(file: BinaryIO, name: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the version of the tag and the content of each frame of a name."""
    file.seek(0)
    head = file.read(_FRAME_HEADER)
    if len(head) < _FRAME_HEADER or head[:3] != b"ID3" or head[3] not in (3, 4):
        return
    version, flags, end = head[3], head[5], _synchsafe(head[6:])
    if end > MOST_TAG:
        return
    tag: BinaryIO = file
    if flags & 0x80 and version < _WITH_SYNCHSAFE_SIZES:
        tag = io.BytesIO(file.read(end).replace(b"\xff\x00", b"\xff"))
    else:
        end += _FRAME_HEADER
    if flags & 0x40:  # an extended header
        size = _size(tag.read(4), version)
        tag.seek(size - 4 if version >= _WITH_SYNCHSAFE_SIZES else size, io.SEEK_CUR)
    for _ in range(MOST_CHAPTERS):
        head = tag.read(_FRAME_HEADER)
        if len(head) < _FRAME_HEADER or not head[0]:  # padding
            return
        size, after = _size(head[4:8], version), tag.tell()
        if size > end - after:
            if head[:4] == name == b"CHAP":
                raise InvalidChaptersError("a chapter ends after the tag")
            return
        if head[:4] == name:
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
    start = 0
    while start + _FRAME_HEADER < len(frames):
        end = start + _FRAME_HEADER + _size(frames[start + 4 : start + 8], version)
        if frames[start : start + 4] == b"TIT2":
            content = frames[start + _FRAME_HEADER : end]
            if content and content[0] < len(_ENCODINGS):
                return title_of(content[1:].decode(_ENCODINGS[content[0]], "replace"))
        start = end
    return ""


def _size(number: bytes, version: int) -> int:
    return _synchsafe(number) if version >= _WITH_SYNCHSAFE_SIZES else int.from_bytes(number)


def _synchsafe(number: bytes) -> int:
    """Return a number of which each byte has seven bits."""
    value = 0
    for byte in number:
        value = value << 7 | byte & 0x7F
    return value
