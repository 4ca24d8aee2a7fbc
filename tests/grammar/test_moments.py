from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.moments import code_time, times_in
from sphinxcontrib_podcast.grammar.times import format_time


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("So [06:20], （12:46） and 【1:00:26】", ["06:20", "12:46", "1:00:26"]),
        ("[40:46 Ann Lee] and [Ann Lee, 40:46]", ["40:46", "40:46"]),
        ("[02:04-05:10] [02:04, 05:10]", ["02:04-05:10", "02:04", "05:10"]),
        ("(at 2:04), (ca. 2:04), (00:40:46)", ["2:04", "2:04", "00:40:46"]),
        ("料哦（约 12:46）", ["12:46"]),
        ("— Ann · [00:14]", ["00:14"]),
    ],
)
def test_times_in_brackets(text: str, found: list[str]) -> None:
    assert [text[time.first : time.last] for time in times_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "At 06:20 she says so.", "(John 3:16)", "(5:21-26)", "(8:30 pm)", "(20:15 Uhr)", "x[10:30]",
        "f(10:30)", "(2024-05-01 10:30)", "[9:99]", "(16:9)", "(won 2:1)", "[06:20)",
        "(one two three four five six seven 06:20)",
    ],
)  # fmt: skip
def test_other_numbers(text: str) -> None:
    assert times_in(text) == []


def test_verses_where_verses_are_cited() -> None:
    assert times_in("(3:16)") != []
    assert times_in("(3:16)", lambda: True) == []
    assert times_in("[3:16] (03:16)", lambda: True) != []


@pytest.mark.parametrize("code", ["06:20", "[06:20]", "（06:20）", "[视频 06:20]", "[06:20-07:00]"])
def test_code_that_is_a_time(code: str) -> None:
    time = code_time(code)
    assert time is not None
    assert time.start == 380


@pytest.mark.parametrize("code", ["x = '06:20'", "06:20 x", "[06:20](x)", "a", "16:9"])
def test_other_code(code: str) -> None:
    assert code_time(code) is None


@given(st.integers(0, 99 * 3600), st.text(alphabet="ab （）[]", max_size=12))
def test_a_formatted_time_is_found_where_it_is(seconds: int, before: str) -> None:
    text = f"{before} [{format_time(seconds)}]"
    time = times_in(text)[-1]
    assert (time.start, text[time.first : time.last]) == (seconds, format_time(seconds))


@given(st.text(alphabet="0123:[]()-,ab 【】（）") | st.text())
def test_any_text_is_read(text: str) -> None:
    times = times_in(text)
    assert all(0 <= a.first < a.last <= len(text) for a in times)
    assert all(a.last <= b.first for a, b in pairwise(times))
