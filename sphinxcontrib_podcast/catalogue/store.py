"""Files that are written completely or not at all, and results of earlier builds in them."""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

_PACKAGE = Path(__file__).parents[1]


def load(path: Path | None, fingerprint: str) -> Any:
    """Return the value stored under this fingerprint, or None."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            if pickle.load(file) == fingerprint:
                return pickle.load(file)
    except Exception:
        pass  # a damaged file is replaced
    return None


def save(path: Path | None, fingerprint: str, value: object) -> None:
    """Store a value for the next build, if there is a path."""
    if path is None:
        return
    with replacing(path) as file:
        pickle.dump(fingerprint, file, pickle.HIGHEST_PROTOCOL)
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)


def write_text(path: Path, text: str) -> None:
    """Write a file so that it has either its old content or all of the new one."""
    with replacing(path) as file:
        file.write(text.encode())


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to be written. It replaces the one at ``path`` if the block succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:60]}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@functools.cache
def program_hash() -> str:
    """Return a hash of this package: of its code, templates, words, styles and scripts.

    Results of another version are not used. The version number would not show a change in an
    editable installation.
    """
    result = hashlib.blake2b(digest_size=12)
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".po", ".pot"):
            content = path.read_bytes()
            name = path.relative_to(_PACKAGE).as_posix()
            result.update(f"{name}\0{len(content)}\0".encode() + content)
    return result.hexdigest()


def short_hash(text: str) -> str:
    """Return a short hash of the text."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
