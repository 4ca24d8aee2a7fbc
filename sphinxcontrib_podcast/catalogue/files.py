"""Files of the source folder: where they may lie, and their text."""

from __future__ import annotations

import posixpath
from pathlib import Path

from charset_normalizer import from_bytes

from sphinxcontrib_podcast.grammar.text import first_unwritable, writable

_OUTSIDE = "it lies outside the source folder"


def find_file(given: str, episode: str, srcdir: Path) -> str:
    """The file that an episode names, relative to the source folder.

    :param given: relative to the episode's file, or to the source folder with a ``/`` before it.
    :param episode: the path of the episode's file, relative to the source folder.
    :raises OSError: where there is no such file, or it lies outside the source folder.
    """
    base = "" if given.startswith("/") else posixpath.dirname(episode)
    path = posixpath.normpath(posixpath.join(base, given.lstrip("/")))
    if path.startswith("../"):
        raise OSError(None, _OUTSIDE)
    try:
        real = (srcdir / path).resolve(strict=True)
    except ValueError as error:  # each version of Python has words of its own for it
        raise OSError(None, "no file has such a name") from error
    except RuntimeError as error:  # so Python up to 3.12
        raise OSError(None, "its symbolic links lead to themselves") from error
    if not real.is_relative_to(srcdir.resolve()):
        raise OSError(None, _OUTSIDE)
    if not real.is_file():
        raise OSError(None, "it is no file")
    return path


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file, and what is wrong with its encoding."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if (place := first_unwritable(text)) is None:
            return text, ""
        fault = (
            "the file has control characters, which no page can show (first seen on line "
            f"{text.count(chr(10), 0, place) + 1}); each was replaced by U+FFFD. Take them out"
        )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        best = from_bytes(content).best()
        text = str(best) if best else content.decode("utf-8", errors="replace")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        guess = best.encoding if best else "UTF-8 with damaged characters"
        fault = (
            f"the file is not UTF-8 (first seen on line {line}); it was read as {guess}. "
            "Save it as UTF-8"
        )
    return writable(text), fault
