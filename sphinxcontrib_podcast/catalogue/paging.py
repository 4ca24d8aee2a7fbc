"""Divide long listings of episodes into pages: by year, by month, and by number.

A page has a fixed address: those of one month are numbered from the oldest, so that a new episode
changes the last of them only.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from sphinxcontrib_podcast.model import Episode

#: The greatest number of episodes on a page.
MOST_EPISODES = 60


class Leaf(NamedTuple):
    """One page of a long listing."""

    docname: str
    unit: str
    """``year`` or ``month``; "" for episodes without date."""

    day: datetime.date | None
    """The first day of the year or month."""

    number: int
    """The number of the page among those of a year or month, from 1; 0 if it is the only one."""

    episodes: tuple[Episode, ...]
    """Newest first."""


def leaves(
    docname: str,
    episodes: Sequence[Episode],
    *,
    most: int = MOST_EPISODES,
    size: Callable[[Episode], int] = lambda _episode: 1,
    by_year: bool = True,
) -> tuple[Leaf, ...]:
    """Return the pages of a listing, newest first; () if one page has room for all episodes.

    :param docname: of the listing; the names of its pages begin with it.
    :param episodes: newest first.
    :param most: the greatest sum of sizes on a page.
    :param by_year: whether a page may be that of a whole year.
    """
    if sum(map(size, episodes)) <= most:
        return ()
    found: list[Leaf] = []
    for year, in_year in groupby(episodes, key=lambda e: e.date.year if e.date else None):
        group = tuple(in_year)
        if year is None:
            found += _numbered(f"{docname}-undated", "", None, _divided(group, most, size))
        elif by_year and sum(map(size, group)) <= most:
            found.append(Leaf(f"{docname}-{year:04}", "year", datetime.date(year, 1, 1), 0, group))
        else:
            for day, in_month in groupby(group, key=_first_of_month):
                name = f"{docname}-{day:%Y-%m}" if day else docname
                parts = _divided(tuple(in_month), most, size)
                found += _numbered(name, "month", day, parts)
    return tuple(found)


def _first_of_month(episode: Episode) -> datetime.date | None:
    return episode.date.replace(day=1) if episode.date else None


def _divided(
    episodes: Sequence[Episode], most: int, size: Callable[[Episode], int]
) -> list[tuple[Episode, ...]]:
    """Divide episodes into parts that have room on a page, the oldest part first."""
    parts: list[list[Episode]] = [[]]
    left = most
    for episode in reversed(episodes):
        if parts[-1] and size(episode) > left:
            parts.append([])
            left = most
        parts[-1].append(episode)
        left -= size(episode)
    return [tuple(reversed(part)) for part in parts]


def _numbered(
    docname: str,
    unit: str,
    day: datetime.date | None,
    parts: Sequence[tuple[Episode, ...]],
) -> Iterator[Leaf]:
    """Yield the pages of a year or month, newest first. The oldest has no number in its name."""
    for number, part in reversed(list(enumerate(parts, 1))):
        name = docname if number == 1 else f"{docname}-{number}"
        yield Leaf(name, unit, day, number if len(parts) > 1 else 0, part)
