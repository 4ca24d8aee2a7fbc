from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.times import (
    format_time,
    iso_duration,
    parse_duration,
    parse_time,
    split_heading,
    time_id,
)

TIMES = st.integers(0, 99 * 3600)


@pytest.mark.parametrize(
    ("heading", "title", "start", "end"),
    [
        ("[02:04] Title", "Title", 124, None),
        ("[1:00:26] Title", "Title", 3626, None),
        ("[01:00:26] Title", "Title", 3626, None),
        ("(02:04) Title", "Title", 124, None),
        ("(1:02:03) Title", "Title", 3723, None),
        ("02:04 Title", "Title", 124, None),
        ("2:04 – Title", "Title", 124, None),
        ("2:04 - Title", "Title", 124, None),
        ("02:04: Title", "Title", 124, None),
        ("05:00—Title", "Title", 300, None),
        ("`02:04` Title", "Title", 124, None),
        ("**[02:04]** Title", "Title", 124, None),
        (r"\[02:04\] Title", "Title", 124, None),
        ("[35:00-41:00] Title", "Title", 2100, 2460),
        ("Title [35:00-41:00]", "Title", 2100, 2460),
        ("[35:00–41:00] Title", "Title", 2100, 2460),
        ("[00:00:00 --> 00:01:00] Title", "Title", 0, 60),
        ("Title (02:04)", "Title", 124, None),
        ("Title 02:04", "Title", 124, None),
        ("Title – 02:04", "Title", 124, None),
        ("Title `02:04`", "Title", 124, None),
        ("［02:04］題名", "題名", 124, None),
        ("【０２：０４】題名", "題名", 124, None),
        ("（０２：０４）题名", "题名", 124, None),
        ("00:00イントロ", "イントロ", 0, None),
        ("85:15 Title", "Title", 5115, None),
        ("[02:04.500] Title", "Title", 124.5, None),
        ("[02:04]", "", 124, None),
    ],
)
def test_the_time_leaves_the_heading(
    heading: str, title: str, start: float, end: float | None
) -> None:
    assert split_heading(heading) == (title, start, end, "")


@pytest.mark.parametrize(
    "heading",
    [
        "Title",
        "16:9 video",
        "1:1 meeting",
        "Meeting at 10:30am",
        "Version 2.0 (beta)",
        "v1:23:45:67 x",
    ],
)
def test_other_headings_stay(heading: str) -> None:
    assert split_heading(heading) == (heading, None, None, "")


@pytest.mark.parametrize(
    ("heading", "invalid"),
    [("9:99 Title", "9:99"), ("[9:99] Title", "[9:99]"), ("1:75:00 Title", "1:75:00")],
)
def test_what_is_no_time_is_told_and_stays(heading: str, invalid: str) -> None:
    assert split_heading(heading) == (heading, None, None, invalid)


@given(TIMES)
def test_a_formatted_time_reads_back(seconds: int) -> None:
    assert parse_time(format_time(seconds)) == seconds
    assert parse_duration(format_time(seconds)) == seconds
    assert parse_duration(iso_duration(seconds)) == seconds
    assert split_heading(f"[{format_time(seconds)}] x").start == seconds
    assert split_heading(f"x ({format_time(seconds)})").start == seconds


@given(st.floats(0, 1e6).map(lambda s: round(s, 3)), st.floats(0, 1e6).map(lambda s: round(s, 3)))
def test_different_times_have_different_ids(one: float, other: float) -> None:
    assert (time_id(one) == time_id(other)) == (round(one * 1000) == round(other * 1000))


@pytest.mark.parametrize(
    ("seconds", "id_"),
    [(124, "t-02-04"), (3626, "t-1-00-26"), (0, "t-00-00"), (124.5, "t-02-04-500")],
)
def test_ids(seconds: float, id_: str) -> None:
    assert time_id(seconds) == id_


@given(st.text())
def test_any_heading_is_taken(text: str) -> None:
    result = split_heading(text)
    assert result.start is None or result.start >= 0


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
