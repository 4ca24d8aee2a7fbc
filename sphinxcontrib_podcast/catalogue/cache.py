"""What earlier builds worked out, kept in files beside the doctrees."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path
from typing import Any


def load(path: Path | None, fingerprint: str) -> Any:
    """What was stored under the same fingerprint; None where that was nothing."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            if pickle.load(file) == fingerprint:
                return pickle.load(file)
    except Exception:
        pass  # it is written anew
    return None


def store(path: Path | None, fingerprint: str, value: object) -> None:
    """Keep a value for the next build, where there is a place for it."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        pickle.dump(fingerprint, file, pickle.HIGHEST_PROTOCOL)
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
    temporary.replace(path)


def digest(text: str) -> str:
    """A short text that is another one for another text."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
