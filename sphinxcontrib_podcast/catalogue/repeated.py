"""What would be said of many files, said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sphinxcontrib_podcast.model import Problem
from sphinxcontrib_podcast.warning_names import Subtype

# What concerns the way an archive is kept; other problems are each about some words.
_OF_ARCHIVES: frozenset[Subtype] = frozenset(["chapter", "front_matter", "media", "title"])
_VALUE = re.compile(r"(?<!\w)(?:'[^'\n]*'|\"[^\"\n]*\")(?!\w)")
_MOST_FILES = 5  # that get a warning each
_MOST_EXAMPLES = 3


class _Kind(NamedTuple):
    subtype: Subtype
    message: str  # without values


def _kind(problem: Problem) -> _Kind:
    return _Kind(problem.subtype, _VALUE.sub("'…'", problem.message))


class Repeated:
    """Finds the problems that many files have in common."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found: dict[_Kind, dict[str, Problem]] = {}
        for problem in problems:
            if problem.subtype in _OF_ARCHIVES:
                found.setdefault(_kind(problem), {}).setdefault(problem.path, problem)
        self._found = {k: by_path for k, by_path in found.items() if len(by_path) > _MOST_FILES}

    def __contains__(self, problem: Problem) -> bool:
        return _kind(problem) in self._found

    def summaries(self) -> Iterable[Problem]:
        """Yield one problem for each kind, at the first of its files."""
        for by_path in self._found.values():
            first, *others = sorted(by_path.values(), key=lambda p: p.path)
            examples = ", ".join(other.path for other in others[:_MOST_EXAMPLES])
            yield Problem(
                first.path,
                first.line,
                first.subtype,
                f"{first.message} (the same in {len(others)} more files: {examples}, …; "
                "'sphinx-podcast check' lists them all)",
            )


def foreign_markup_note(found: Mapping[str, Sequence[str]]) -> str:
    """Return what to say of the markup of site generators, empty if there is none.

    :param found: the kinds that were left out, by path.
    """
    if not found:
        return ""
    kinds = sorted({kind for kinds in found.values() for kind in kinds})
    paths = sorted(found)
    examples = ", ".join(paths[:_MOST_EXAMPLES]) + ", …" * (len(paths) > _MOST_EXAMPLES)
    files = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return f"markup of other programs was left out of {files}: {', '.join(kinds)} ({examples})"
