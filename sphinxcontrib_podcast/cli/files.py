"""Writing files whole or not at all."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from shutil import copymode

import click

from sphinxcontrib_podcast.cli.output import CommandError

#: Of files that a run is about to write: how their names look, for ``Path.glob``.
LEFTOVERS = ".*.tmp"
_LEFTOVER = re.compile(r"\..{1,60}\.\d+\.tmp")
_LONGEST_WRITE = 60  # seconds that writing one of them may take


def write(path: Path, content: str | bytes) -> None:
    """Write a file, or leave what was there: nobody ever sees a half one.

    What is no regular file (a pipe, a device) is written into.

    :raises CommandError: where it cannot be written (a full disk, no permission).
    :raises OSError: where a pipe or a device does not take it.
    """
    data = _utf8(content) if isinstance(content, str) else content
    if _is_stream(path):
        with path.open("ab") as stream:
            stream.write(data)
        return
    path = path.resolve()  # what a symbolic link leads to, not the link
    temporary = path.with_name(f".{path.name[:60]}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            copymode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        raise CommandError(
            f"{path} was not written: {error.strerror or error}. What was there is as it was; "
            "run the same command again when that is mended"
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def remove_leftovers(paths: Iterable[Path]) -> None:
    """Remove what a run that was killed was about to write; a run that goes on is left in peace."""
    for path in paths:
        with suppress(OSError):
            is_old = time.time() - path.stat().st_mtime > _LONGEST_WRITE
            if is_old and _LEFTOVER.fullmatch(path.name) and path.is_file():
                path.unlink()


def refuse_existing(paths: Iterable[Path]) -> None:
    """Stop before anything is written where a file would be overwritten.

    :raises CommandError: naming the files.
    """
    if there := [str(path) for path in paths if path.exists() or path.is_symlink()]:
        raise CommandError(f"nothing was written, as this is there already: {', '.join(there)}")


def _is_stream(path: Path) -> bool:
    """Whether it is no place for a file; ``/dev/stdout`` is none, even where it leads to one."""
    if path.exists() and not path.is_file():
        return not path.is_dir()
    folder = path.parent.resolve()
    return folder in (Path("/dev"), Path("/dev/fd")) or folder.is_relative_to("/proc")


def print_utf8(text: str) -> None:
    """Print a result that other programs read: in UTF-8, whatever the terminal has."""
    click.echo(_utf8(text), nl=False)


def _utf8(text: str) -> bytes:
    """Text in UTF-8; what a name of a file has of other bytes is as JSON would write it."""
    return text.encode(errors="backslashreplace")
