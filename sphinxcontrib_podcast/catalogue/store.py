"""Results of earlier builds, stored in files beside the doctrees."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path
from typing import Any


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
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        pickle.dump(fingerprint, file, pickle.HIGHEST_PROTOCOL)
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
    temporary.replace(path)


def short_hash(text: str) -> str:
    """Return a short hash of the text."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
