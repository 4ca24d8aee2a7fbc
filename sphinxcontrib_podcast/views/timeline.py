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
#: A shorter span has no chart: the dates of the mentions are clearer.
_LEAST_PERIODS = 6


class Timeline(NamedTuple):
    """The number of mentions in each month or year of a span."""

    unit: str = "month"
    """``month`` or ``year``."""

    periods: tuple[tuple[datetime.date, int], ...] = ()
    """First day and number of each period, without gaps; () if there are fewer than six."""


def make_timeline(dates: Iterable[datetime.date]) -> Timeline:
    """Count dates by month, or by year if they span more than three years."""
    found = list(dates)
    unit, days = periods_of(found)
    if len(days) < _LEAST_PERIODS:
        return Timeline()
    counts = Counter(
        date.replace(day=1, month=date.month if unit == "month" else 1) for date in found
    )
    return Timeline(unit, tuple((day, counts[day]) for day in days))


def periods_of(dates: Iterable[datetime.date]) -> tuple[str, list[datetime.date]]:
    """Return the unit in which dates are counted, and the first day of each period."""
    found = list(dates)
    first, last = min(found, default=datetime.date.max), max(found, default=datetime.date.min)
    if first > last or last.year - first.year > _MOST_YEARS:
        return "month", []
    if _month(last) - _month(first) < _MOST_MONTHS:
        months = range(_month(first), _month(last) + 1)
        return "month", [datetime.date(n // 12, n % 12 + 1, 1) for n in months]
    return "year", [datetime.date(n, 1, 1) for n in range(first.year, last.year + 1)]


def _month(date: datetime.date) -> int:
    return date.year * 12 + date.month - 1
