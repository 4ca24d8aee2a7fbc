"""Report a problem that many files have in common once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from sphinxcontrib_podcast.model import Problem
from sphinxcontrib_podcast.warning_names import Subtype

# Problems of the way in which an archive is kept. Others are about particular words.
_OF_ARCHIVES: frozenset[Subtype] = frozenset(["chapter", "front_matter", "media", "title"])
_VALUE = re.compile(r"(?<!\w)(?:'[^'\n]*'|\"[^\"\n]*\")(?!\w)")
_MOST_FILES = 5  # that get a warning of their own
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
