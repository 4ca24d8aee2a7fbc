"""Report a problem only once if an archive has it many times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sphinxcontrib_podcast.model import Problem
from sphinxcontrib_podcast.warning_names import Subtype

# Never joined: each is about different words.
_SINGLE: frozenset[Subtype] = frozenset(["quote", "quote_contradicted"])
_VALUE = re.compile(
    r"(?<!\w)(?:'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`)(?!\w)"
    r"|, and so do \d+ more|\S+:\d+\b|\d[\d:.]*"
)
#: The number of messages of a kind that are reported one by one.
MOST = 5
_MOST_EXAMPLES = 3


class _Kind(NamedTuple):
    subtype: Subtype
    message: str  # without values


def _kind(problem: Problem) -> _Kind:
    return _Kind(problem.subtype, _VALUE.sub("", problem.message))


class RepeatedProblems:
    """Finds the problems that an archive has many times."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found: dict[_Kind, list[Problem]] = {}
        for problem in problems:
            if problem.subtype not in _SINGLE:
                found.setdefault(_kind(problem), []).append(problem)
        self._found = {kind: all_ for kind, all_ in found.items() if len(all_) > MOST}

    def __contains__(self, problem: Problem) -> bool:
        return bool(self._found) and _kind(problem) in self._found

    def summaries(self) -> Iterable[Problem]:
        """Yield one problem for each kind, at the first of its places."""
        for problems in self._found.values():
            first, *others = sorted(problems, key=lambda p: (p.path, p.line))
            paths = list(dict.fromkeys(other.path for other in others if other.path != first.path))
            more = f"{len(others)} more"
            if len(paths) == len(others):
                more = f"the same in {len(others)} more files"
            elif paths:
                more = f"and {len(others)} more, in {len(paths) + 1} files"
            where = f": {examples(paths)}" if paths else " in this file"
            yield Problem(
                first.path,
                first.line,
                first.subtype,
                f"{first.message} ({more}{where}; 'sphinx-podcast check' lists them all)",
            )


def examples(paths: Sequence[str]) -> str:
    """Return the first paths, and an ellipsis if there are more."""
    return ", ".join(paths[:_MOST_EXAMPLES]) + ", …" * (len(paths) > _MOST_EXAMPLES)


def foreign_markup_note(found: Mapping[str, Sequence[str]]) -> str:
    """Return a message about omitted markup of site generators, or an empty string.

    :param found: the kinds that were left out, by path.
    """
    if not found:
        return ""
    kinds = sorted({kind for kinds in found.values() for kind in kinds})
    paths = sorted(found)
    files = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return (
        f"markup of other programs was left out of {files}: {', '.join(kinds)} ({examples(paths)})"
    )
