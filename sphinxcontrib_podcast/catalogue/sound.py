"""Read the duration of a recording from its file."""

from __future__ import annotations

from pathlib import Path

from tinytag import TinyTag


def duration_of(path: Path) -> float | None:
    """Return the duration of a recording in whole seconds, or None if it cannot be read."""
    try:
        found = TinyTag.get(path, tags=False).duration
    except Exception:  # the file may be anything, and must not end the build
        return None
    return float(round(found)) if found and 0 < found < float("inf") else None
