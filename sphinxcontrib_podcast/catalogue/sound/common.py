"""The results, errors and limits that all readers of recordings share."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_podcast.grammar.text import as_title, writable

MOST_TAG = 1 << 26  # bytes
MOST_CHAPTERS = 2000


class SoundChapter(NamedTuple):
    """A chapter in the file of a recording."""

    start: float
    """In seconds."""
    title: str


class InvalidChaptersError(ValueError):
    """The chapters of a recording are invalid."""


def title_of(text: str) -> str:
    """Return the title of a chapter in one line. It ends at a zero."""
    return as_title(" ".join(writable(text.partition("\0")[0]).split()))
