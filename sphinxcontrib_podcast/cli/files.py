"""Write files atomically: completely or not at all."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.store import replacing
from sphinxcontrib_podcast.cli.output import CommandError

#: A glob pattern for the names of temporary files; see ``store.replacing``.
LEFTOVERS = ".*.tmp"
_LEFTOVER = re.compile(r"\..{1,60}\.\d+\.tmp")
_LONGEST_WRITE = 60  # seconds; an older temporary file is a leftover


def write(path: Path, content: str | bytes) -> None:
    """Write a file completely, or leave the existing one unchanged.

    Pipes and devices are appended to.

    :raises CommandError: if the file cannot be written (full disk, no permission).
    :raises OSError: if a pipe or a device cannot be written to.
    """
    data = _utf8(content) if isinstance(content, str) else content
    if _is_stream(path):
        with path.open("ab") as stream:
            stream.write(data)
        return
    path = path.resolve()  # replace the target of a symbolic link, not the link
    try:
        with replacing(path) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CommandError(
            f"{path} was not written: {error.strerror or error}. The existing file, if any, is "
            "unchanged. Fix the cause and run the same command again"
        ) from error


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Delete temporary files of a killed run, but not those of one still running."""
    for path in paths:
        with suppress(OSError):
            is_old = time.time() - path.stat().st_mtime > _LONGEST_WRITE
            if is_old and _LEFTOVER.fullmatch(path.name) and path.is_file():
                path.unlink()


def refuse_existing(paths: Iterable[Path]) -> None:
    """Refuse to overwrite files.

    :raises CommandError: naming the files that exist, if any.
    """
    if existing := [str(path) for path in paths if path.exists() or path.is_symlink()]:
        raise CommandError(f"these already exist: {', '.join(existing)}. Nothing was written")


def _is_stream(path: Path) -> bool:
    """Return whether a path is a pipe or a device, such as ``/dev/stdout``.

    ``/dev/stdout`` counts as one even if it is redirected to a regular file.
    """
    if path.exists() and not path.is_file():
        return not path.is_dir()
    folder = path.parent.resolve()
    return folder in (Path("/dev"), Path("/dev/fd")) or folder.is_relative_to("/proc")


def print_utf8(text: str) -> None:
    """Print a result for other programs, in UTF-8 whatever the encoding of the terminal."""
    click.echo(_utf8(text), nl=False)


def _utf8(text: str) -> bytes:
    """Encode text as UTF-8; undecodable bytes of file names become escapes as in JSON."""
    return text.encode(errors="backslashreplace")
