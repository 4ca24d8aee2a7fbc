"""Read the duration of a recording, its chapters and its cover from its file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tinytag import TinyTag

from sphinxcontrib_podcast.catalogue.sound import id3, mp4
from sphinxcontrib_podcast.catalogue.sound.common import InvalidChaptersError, SoundChapter

__all__ = [
    "Cover",
    "InvalidChaptersError",
    "SoundChapter",
    "chapters_of",
    "cover_of",
    "duration_of",
]

MOST_COVER = 1 << 22  # bytes
_PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


class Cover(NamedTuple):
    """A picture in the file of a recording."""

    content: bytes
    suffix: str


def duration_of(path: Path) -> float | None:
    """Return the duration of a recording in whole seconds, or None if it cannot be read."""
    try:
        found = TinyTag.get(path, tags=False).duration
    except Exception:  # the file may be anything, and must not end the build
        return None
    return float(round(found)) if found and 0 < found < float("inf") else None


def chapters_of(path: Path) -> tuple[SoundChapter, ...]:
    """Return the chapters in the file of a recording, by time. One second has one chapter.

    :raises InvalidChaptersError: if a chapter cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = [*id3.chapters(file), *mp4.chapters(file)]
    except OSError:
        return ()
    by_second = {int(chapter.start): chapter for chapter in sorted(found, reverse=True)}
    return tuple(sorted(by_second.values()))


def cover_of(path: Path) -> Cover | None:
    """Return the JPEG or PNG picture in the file of a recording, or None."""
    with suppress(OSError), path.open("rb") as file:
        for content in (*id3.pictures(file), *mp4.pictures(file)):
            for beginning, suffix in _PICTURES.items():
                if content.startswith(beginning) and len(content) <= MOST_COVER:
                    return Cover(content, suffix)
    return None
