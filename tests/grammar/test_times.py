from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.times import (
    format_time,
    full_clock,
    iso_duration,
    parse_duration,
    parse_range,
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
    ("seconds", "shown"),
    [
        (124.5, "00:02:04.500"),
        (3723.25, "01:02:03.250"),
        (59.9996, "00:01:00.000"),
        (0, "00:00:00.000"),
    ],
)
def test_times_of_subtitles(seconds: float, shown: str) -> None:
    assert full_clock(seconds) == shown
    assert full_clock(seconds, ",") == shown.replace(".", ",")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (3160, 3160),
        (90.5, 90.5),
        ("52:40", 3160),
        ("1h2m3s", 3723),
        ("PT1H2M3S", 3723),
        ("45m", 2700),
        ("1h5s", 3605),
        ("90s", 90),
        ("90", 90),
        ("1 h 30 m", 5400),
        ("PT1.5S", 1.5),
        (0, 0),
        ("５２：４０", 3160),
        (999_999_999, 999_999_999),
    ],
)
def test_durations(value: object, seconds: float) -> None:
    assert parse_duration(value) == seconds


@pytest.mark.parametrize(
    "value", ["", " ", "PT", "soon", None, True, -1, -0.5, 1e9, float("nan"), "9:99", "1" * 21, [1]]
)
def test_what_is_no_duration(value: object) -> None:
    with pytest.raises(ValueError, match=r"time|duration"):
        parse_duration(value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:59", 59), ("59:59", 3599), ("85:15", 5115), ("1:59:59", 7199), ("0:00", 0), ("１：０５", 65),
        (" 2:04 ", 124), ("2:04.5", 124.5), ("2:04,25", 124.25), ("9999:00:00", 35996400),
    ],
)  # fmt: skip
def test_times(text: str, seconds: float) -> None:
    assert parse_time(text) == seconds


@pytest.mark.parametrize(
    "text", ["0:60", "1:00:60", "1:60:00", "-1:00", "1:2:3:4", "12", "", "1:005", "1:75:00"]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="time"):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2:04", (124, None)),
        ("2:04-3:00", (124, 180)),
        ("2:04 – 2:04", (124, 124)),
        ("2:04→3:00", (124, 180)),
        ("2:04 --> 3:00", (124, 180)),
        ("2:04～3:00", (124, 180)),
    ],
)
def test_ranges(text: str, expected: tuple[float, float | None]) -> None:
    assert parse_range(text) == expected


@pytest.mark.parametrize("text", ["2:04-2:03", "2:04-", "-2:04", "2:04-3:00-4:00", "a-b"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match=r"time|range"):
        parse_range(text)


@pytest.mark.parametrize(
    ("seconds", "shown", "iso"),
    [
        (0, "00:00", "PT0S"),
        (59.9, "00:59", "PT59S"),
        (60, "01:00", "PT1M"),
        (3599, "59:59", "PT59M59S"),
        (3600, "1:00:00", "PT1H"),
        (3626, "1:00:26", "PT1H26S"),
        (36000, "10:00:00", "PT10H"),
    ],
)
def test_how_times_are_shown(seconds: float, shown: str, iso: str) -> None:
    assert format_time(seconds) == shown
    assert iso_duration(seconds) == iso
