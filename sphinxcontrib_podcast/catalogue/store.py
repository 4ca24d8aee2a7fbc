"""Results of earlier builds, stored in files beside the doctrees."""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

_PACKAGE = Path(__file__).parents[1]


def load(path: Path | None, fingerprint: str) -> Any:
    """Return the value stored under this fingerprint, or None if there is none."""
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

    def write(file: IO[bytes]) -> None:
        pickle.dump(fingerprint, file, pickle.HIGHEST_PROTOCOL)
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)

    _replace(path, write)


def write_text(path: Path, text: str) -> None:
    """Write a file so that it has either its old content or all of the new one."""
    _replace(path, lambda file: file.write(text.encode()))


def _replace(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        write(file)
    temporary.replace(path)


@functools.cache
def program_hash() -> str:
    """Return a hash of this package: of its code, templates, words, styles and scripts.

    What an earlier version worked out or drew is not used again. The version number would not
    show a change in an editable installation.
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
