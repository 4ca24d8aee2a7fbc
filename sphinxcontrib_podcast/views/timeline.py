"""Numbers of mentions over time."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

#: A longer span is counted by year.
_MOST_MONTHS = 36
#: A longer span has no chart: one of its dates is wrong.
_MOST_YEARS = 200


class Timeline(NamedTuple):
    """The number of mentions in each month or year of a span."""

    unit: str = "month"
    """``month`` or ``year``."""

    periods: tuple[tuple[datetime.date, int], ...] = ()
    """First day and number of each period, without gaps; () if all are in one period."""


def make_timeline(dates: Iterable[datetime.date]) -> Timeline:
    """Count dates by month, or by year if they span more than three years."""
    found = list(dates)
    if not found:
        return Timeline()
    first, last = min(found), max(found)
    if last.year - first.year > _MOST_YEARS:
        return Timeline()
    if _month(last) - _month(first) < _MOST_MONTHS:
        counts = Counter(map(_month, found))
        unit, start, stop = "month", _month(first), _month(last)
        days = {n: datetime.date(n // 12, n % 12 + 1, 1) for n in range(start, stop + 1)}
    else:
        counts = Counter(date.year for date in found)
        unit = "year"
        days = {n: datetime.date(n, 1, 1) for n in range(first.year, last.year + 1)}
    if len(days) < 2:
        return Timeline()
    return Timeline(unit, tuple((day, counts[n]) for n, day in days.items()))


def _month(date: datetime.date) -> int:
    return date.year * 12 + date.month - 1
