"""Any bytes can be read as a recording, and little is read of large files."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import holds
from fuzzing import EXAMPLES, thorough
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxcontrib_podcast.catalogue.sound import (
    InvalidChaptersError,
    chapters_of,
    cover_of,
    duration_of,
)

pytestmark = pytest.mark.fuzz

BYTES = st.one_of(
    st.binary(max_size=24),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", bytes(12)]),
    st.integers(0, 9).map(lambda number: number.to_bytes(4)),
)
SIZES = st.sampled_from([0, 1, 7, 8, 9, 16, 127, 255, 1 << 24, (1 << 32) - 1]).map(
    lambda size: size.to_bytes(4)
)
BOX = st.sampled_from([b"moov", b"trak", b"tkhd", b"tref", b"chap", b"mdia", b"mdhd", b"minf", b"stbl", b"stts", b"stsz", b"stsc", b"stco", b"co64", b"udta", b"chpl", b"meta", b"ilst", b"covr", b"data", b"mdat"])  # fmt: skip


def box(name: bytes, content: bytes, size: bytes = b"") -> bytes:
    """Return a box of an MP4 file, with its true size if none is given."""
    return (size or (8 + len(content)).to_bytes(4)) + name + content


def boxes(inside: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Return boxes with others in them, most of them with their true size."""
    content = st.lists(inside, max_size=6).map(b"".join)
    return st.builds(box, BOX, content, st.one_of(st.just(b""), st.just(b""), SIZES))


def track(parts: list[bytes], places: bytes) -> bytes:
    """Return a track of chapters, which a track of sound names, with these tables."""
    names = (b"stts", b"stsz", b"stsc", places)
    table = b"".join(box(name, bytes(4) + part) for name, part in zip(names, parts, strict=True))
    kind = box(b"hdlr", bytes(8) + b"text")
    media = box(b"mdhd", bytes(15) + b"\1") + kind + box(b"minf", box(b"stbl", table))
    first, second = (box(b"tkhd", bytes(15) + bytes([number])) for number in (1, 2))
    sound = box(b"trak", first + box(b"tref", box(b"chap", b"\0\0\0\2")))
    return sound + box(b"trak", second + box(b"mdia", media))


TABLE = st.lists(st.one_of(BYTES, SIZES), max_size=8).map(b"".join)
TRACKS = st.builds(
    track, st.lists(TABLE, min_size=4, max_size=4), st.sampled_from([b"stco", b"co64"])
)
MOVIES = st.lists(
    st.one_of(st.recursive(BYTES, boxes, max_leaves=30), TRACKS), max_size=4
).map(lambda parts: box(b"ftyp", b"M4A ") + box(b"moov", b"".join(parts)))  # fmt: skip
FRAMES = st.builds(
    lambda name, size, parts: name + size + b"\0\0" + b"".join(parts),
    st.sampled_from([b"CHAP", b"APIC", b"TIT2"]), SIZES, st.lists(BYTES, max_size=4),
)  # fmt: skip
TAGS = st.builds(
    lambda version, flags, size, frames: (
        b"ID3" + bytes([version, 0, flags]) + size + b"".join(frames)
    ),
    st.integers(2, 5), st.sampled_from([0, 0x40, 0x80, 0xC0]), SIZES, st.lists(FRAMES),
)  # fmt: skip


@settings(thorough, max_examples=max(300, EXAMPLES // 10))  # each writes a file
@given(st.one_of(st.binary(), MOVIES, TAGS, st.tuples(MOVIES, BYTES).map(b"".join)))
def test_any_bytes_can_be_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = Path(tmp_path_factory.getbasetemp(), "any.mp4")
    path.write_bytes(content)
    duration, cover = duration_of(path), cover_of(path)
    assert duration is None or 0 <= duration < float("inf")
    assert cover is None or cover.content in content + content.replace(b"\xff\0", b"\xff")
    with suppress(InvalidChaptersError):
        seconds = [int(chapter.start) for chapter in chapters_of(path)]
        assert seconds == sorted(set(seconds))
        assert all(second >= 0 for second in seconds)


@pytest.mark.parametrize(
    "beginning",
    [
        box(b"ftyp", b"M4A ") + b"\0\0\0\0moov",
        box(b"ftyp", b"M4A ") + b"\x0f\xff\xff\xffmoov" + b"\x0e\0\0\0udta\x0d\0\0\0chpl",
        b"ID3\3\0\x80\x7f\x7f\x7f\x7f",
        b"ID3\4\0\0\x20\0\0\0" + b"APIC\x1f\x7f\x7f\x7f\0\0\0image/png\0\3\0\x89PNG\r\n\x1a\n",
        b"ID3\3\0\0\x20\0\0\0" + b"CHAP\x03\xff\xff\xff\0\0",
    ],
)
@holds("limits")
def test_little_is_read_of_a_large_file(tmp_path: Path, beginning: bytes) -> None:
    path = tmp_path / "large.m4a"
    with path.open("wb") as file:
        file.write(beginning)
        file.truncate(1 << 28)  # a hole, which takes no room
    tracemalloc.start()
    try:
        with suppress(InvalidChaptersError):
            assert chapters_of(path) == ()
        assert cover_of(path) is None
        assert tracemalloc.get_traced_memory()[1] < 1 << 26
    finally:
        tracemalloc.stop()
