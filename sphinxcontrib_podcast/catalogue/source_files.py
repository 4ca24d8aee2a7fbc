"""Find files of the source folder, within the allowed folders, and decode them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.grammar.text import first_unwritable, writable

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

# short texts in Windows-1252, which is common, are often mistaken for one of these
_RARER = {"cp1250", "cp1257", "iso8859_2", "iso8859_4", "iso8859_10", "iso8859_13", "mac_latin2"}
_THEIR_LANGUAGES = {"Czech", "Hungarian", "Polish", "Slovene", "Slovak", "Croatian", "Romanian"}
#: Folders that Hugo, Jekyll and others copy to the root of a site.
SITE_FOLDERS = ("", "static/", "public/", "assets/")

_OUTSIDE = "it is outside the source folder"

#: Suffixes of files that a stranger's file may show. A browser runs none of them as a program.
PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
RECORDINGS = (
    ".aac", ".flac", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".oga", ".ogg", ".ogv",
    ".opus", ".wav", ".webm",
)  # fmt: skip
# LaTeX would read these as commands in the name of a picture
_TEX = re.compile(r"[\\{}$%#^~&\"*?\[\]\x00-\x1f]")


class UnusableFileError(Exception):
    """A file that another file names cannot be used. The text says why."""


class MissingFileError(UnusableFileError):
    """A file that another file names does not exist."""


def find_file(given: str, episode: str, srcdir: Path) -> str:
    """Return the path of a file that an episode names, relative to the source folder.

    :param given: relative to the episode's file, or to the source folder if it begins with ``/``.
    :param episode: the path of the episode's file, relative to the source folder.
    :raises UnusableFileError: if there is no such file, or it is outside the source folder.
    """
    base = "" if given.startswith("/") else posixpath.dirname(episode)
    path = posixpath.normpath(posixpath.join(base, given.lstrip("/")))
    if path.startswith("../"):
        raise UnusableFileError(_OUTSIDE)
    try:
        real = (srcdir / path).resolve(strict=True)
    except FileNotFoundError as error:
        raise MissingFileError(error.strerror) from error
    except OSError as error:
        raise UnusableFileError(error.strerror) from error
    except ValueError as error:  # its text depends on the version of Python
        raise UnusableFileError("no file has such a name") from error
    except RuntimeError as error:  # Python up to 3.12
        raise UnusableFileError("its symbolic links form a loop") from error
    if not real.is_relative_to(srcdir.resolve()):
        raise UnusableFileError(_OUTSIDE)
    if not real.is_file():
        raise UnusableFileError("it is not a file")
    return path


def find_site_file(given: str, episode: str, srcdir: Path) -> str:
    """Return the path of a file that an episode names, also if it is in a folder of the website.

    Hugo, Jekyll and others use paths from the root of the website, and keep its files in a folder
    such as ``static``.

    :raises UnusableFileError: as :func:`find_file` does.
    """
    try:
        return find_file(given, episode, srcdir)
    except UnusableFileError as error:
        for folder in SITE_FOLDERS:
            with suppress(UnusableFileError):
                return find_file(f"/{folder}{given.lstrip('/')}", episode, srcdir)
        raise error


def find_strangers_file(given: str, episode: str, srcdir: Path, suffixes: Collection[str]) -> str:
    """Return the path of a file that a stranger's episode names, which must be in its folder.

    :param suffixes: the allowed suffixes.
    :raises UnusableFileError: also if the suffix is not allowed, or the name could run TeX.
    """
    if given.startswith("//"):  # Sphinx may look for it outside the source folder
        raise UnusableFileError(_OUTSIDE)
    path = find_file(given, episode, srcdir)
    folder = (srcdir / posixpath.dirname(episode)).resolve()
    if not (srcdir / path).resolve().is_relative_to(folder):
        raise UnusableFileError("it is outside the episode's folder, and the file is a stranger's")
    suffix = posixpath.splitext(path)[1].lower()
    if suffix not in suffixes:
        raise UnusableFileError(f"a stranger's file may name {', '.join(suffixes)} only")
    if suffix in PICTURES and _TEX.search(posixpath.relpath(path, posixpath.dirname(episode))):
        raise UnusableFileError("its name has characters that TeX would read as commands")
    return path


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file, and a message about its encoding, or an empty string."""
    try:
        text = _lines_unified(content.decode("utf-8-sig"))
        if (place := first_unwritable(text)) is None:
            return text, ""
        fault = (
            "the file has control characters, which no page can show (first on line "
            f"{text.count(chr(10), 0, place) + 1}); they were replaced by U+FFFD. Remove them"
        )
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        best = _guess(content)
        text = _lines_unified(str(best) if best else content.decode("utf-8", errors="replace"))
        guess = best.encoding if best else "UTF-8 with damaged characters"
        fault = (
            f"the file is not UTF-8 (first on line {line}); it was read as {guess}. "
            "Save it as UTF-8"
        )
    return writable(text), fault


def _lines_unified(text: str) -> str:
    # two carriage returns: a line that ended with CRLF, written in text mode on Windows
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def _guess(content: bytes) -> CharsetMatch | None:
    """Return the most likely encoding of the content."""
    from charset_normalizer import from_bytes

    matches = from_bytes(content)
    best = matches.best()
    if best and best.encoding in _RARER and best.language not in _THEIR_LANGUAGES:
        for match in matches:
            if match.encoding == "cp1252" and match.coherence >= best.coherence:
                return match
    return best
