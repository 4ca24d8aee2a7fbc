"""Divide an archive into parts that take about the same time to build."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise

from sphinxcontrib_podcast.grammar.text import shared_size

# How far from an even division a part may end, as a share of a part. The freedom is used to end
# it between two folders, or between two letters.
_SLACK = 0.1


def divide(costs: Mapping[str, float], number: int) -> list[list[str]]:
    """Return the patterns of the documents in each part, in the syntax of ``podcast_part``.

    Each document matches the patterns of one part. A later document with a similar name will match
    them as well, unless nothing like it was known.

    :param costs: of each document, by name.
    :param number: of parts; fewer are returned if there are fewer documents.
    """
    if not costs:
        return []
    names = sorted(costs)
    ends = _ends(names, list(accumulate(costs[name] for name in names)), number)
    return [list(_patterns(names, a, b, 0)) for a, b in pairwise([0, *ends]) if a < b]


def _ends(names: Sequence[str], sums: Sequence[float], number: int) -> list[int]:
    """Return the index after the last document of each part."""

    def shared(i: int) -> int:
        return shared_size(names[i], names[i + 1]) if i + 1 < len(names) else 0

    share, found = sums[-1] / number, []
    for wanted in (share * i for i in range(1, number)):
        slack = share * _SLACK
        first = bisect_left(sums, wanted - slack)
        last = max(bisect_right(sums, wanted + slack) - 1, first)
        best = min(range(first, last + 1), key=lambda i: (shared(i), abs(sums[i] - wanted)))
        found.append(best + 1)
    return [*found, len(names)]


def _patterns(names: Sequence[str], first: int, end: int, depth: int) -> Iterator[str]:
    """Yield the shortest prefixes that only the documents of a range have.

    :param depth: the number of characters that all ``names`` begin with.
    """
    if first <= 0 and end >= len(names):
        yield f"{_literal(names[0][:depth])}**"
        return
    start = 0
    for letter, group in groupby(names, key=lambda name: name[depth : depth + 1]):
        below = list(group)
        if first < start + len(below) and end > start:
            if letter:
                yield from _patterns(below, first - start, end - start, depth + 1)
            else:
                yield _literal(below[0])
        start += len(below)


def _literal(text: str) -> str:
    """Return a pattern for a text; characters with a meaning in patterns match any character."""
    return "".join("?" if c in "*?[" else c for c in text)
