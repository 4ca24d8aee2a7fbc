from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.times import (
    format_time,
    iso_duration,
    parse_duration,
    parse_time,
    time_id,
)

TIMES = st.integers(0, 99 * 3600)


@given(TIMES)
def test_a_formatted_time_reads_back(seconds: int) -> None:
    assert parse_time(format_time(seconds)) == seconds
    assert parse_duration(format_time(seconds)) == seconds
    assert parse_duration(iso_duration(seconds)) == seconds


@given(st.floats(0, 1e6).map(lambda s: round(s, 3)), st.floats(0, 1e6).map(lambda s: round(s, 3)))
def test_different_times_have_different_ids(one: float, other: float) -> None:
    assert (time_id(one) == time_id(other)) == (round(one * 1000) == round(other * 1000))


@pytest.mark.parametrize(
    ("seconds", "id_"),
    [(124, "t-02-04"), (3626, "t-1-00-26"), (0, "t-00-00"), (124.5, "t-02-04-500")],
)
def test_ids(seconds: float, id_: str) -> None:
    assert time_id(seconds) == id_


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (3160, 3160),
        (90.5, 90.5),
        ("52:40", 3160),
        ("1h2m3s", 3723),
        ("PT1H2M3S", 3723),
        ("45m", 2700),
    ],
)
def test_durations(value: object, seconds: float) -> None:
    assert parse_duration(value) == seconds


@pytest.mark.parametrize("value", ["", "soon", None, True, -1, float("nan"), "9:99", [1]])
def test_what_is_no_duration(value: object) -> None:
    with pytest.raises(ValueError, match=r"time|duration"):
        parse_duration(value)
