"""The parts that all formats of transcripts share."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.text import closed_up, writable
from sphinxcontrib_podcast.model import Cue

#: Report a problem: its line, and a message that ends with what was done about it.
Report = Callable[[int, str], None]


class Format(NamedTuple):
    """A format of transcripts."""

    suffix: str
    """The suffix of a file beside an episode."""

    media_types: tuple[str, ...]
    """The types that feeds give for it."""

    recognises: Callable[[str], bool]
    """Return whether a text is in this format."""

    read: Callable[[str, Report], Iterable[Cue]]
    """Return the cues of a text in its order. Its lines end with a line feed."""


def spaced(text: str) -> str:
    """Return text with single spaces, and without characters that XML does not allow."""
    return writable(" ".join(text.split()))


def unescaped(text: str) -> str:
    """Return text with its HTML entities replaced."""
    try:
        return spaced(html.unescape(text))
    except ValueError:  # a reference to a character of thousands of digits
        return spaced(text)


def plain(text: str) -> str:
    """Return the words of a cue: entities replaced, and no spaces between CJK characters."""
    return closed_up(unescaped(text))
