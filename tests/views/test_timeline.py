from __future__ import annotations

import datetime

from sphinxcontrib_podcast.views.timeline import Timeline, make_timeline


def dates(*texts: str) -> list[datetime.date]:
    return [datetime.date.fromisoformat(text) for text in texts]


def counts(timeline: Timeline) -> list[tuple[str, int]]:
    return [(day.isoformat(), count) for day, count in timeline.periods]


def test_months_without_gaps() -> None:
    timeline = make_timeline(dates("2024-11-30", "2025-04-01", "2024-11-01"))
    assert timeline.unit == "month"
    assert counts(timeline) == [
        ("2024-11-01", 2), ("2024-12-01", 0), ("2025-01-01", 0),
        ("2025-02-01", 0), ("2025-03-01", 0), ("2025-04-01", 1),
    ]  # fmt: skip


def test_a_span_of_three_years_is_the_longest_by_month() -> None:
    assert len(make_timeline(dates("2022-01-31", "2024-12-01")).periods) == 36
    by_year = make_timeline(dates("2020-01-31", "2025-01-01", "2025-12-31"))
    assert by_year.unit == "year"
    assert counts(by_year)[::5] == [("2020-01-01", 1), ("2025-01-01", 2)]


def test_there_is_nothing_to_show_for_few_periods_or_a_wrong_date() -> None:
    assert make_timeline([]) == Timeline()
    assert make_timeline(dates("2024-11-01", "2025-03-30")) == Timeline()
    assert make_timeline(dates("2024-11-01", "2024-11-30")) == Timeline()
    assert len(make_timeline(dates("1824-01-01", "2024-01-01")).periods) == 201
    assert make_timeline(dates("1823-01-01", "2024-01-01")) == Timeline()
