from __future__ import annotations

import pytest

from sphinxcontrib_podcast.grammar.turns import clock_seconds, speaker_of, timed_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[02:04] Ann: Words.", ("brackets", 124, "Ann", "Words.")),
        ("[1:02:04.5] Ann Lee: Words.", ("brackets", 3724.5, "Ann Lee", "Words.")),
        ("【02:04】", ("brackets", 124, "", "")),
        ("［02:04］安：话。", ("brackets", 124, "安", "话。")),
        ("(02:04) - Words.", ("brackets", 124, "", "Words.")),
        ("**[02:04] Ann:** Words.", ("brackets", 124, "Ann", "Words.")),
        ("**Ann** [02:04]: Words.", ("brackets", 124, "Ann", "Words.")),
        ("Ann: [02:04] Words.", ("brackets", 124, "Ann", "Words.")),
        ("Ann Lee (02:04): Words.", ("brackets", 124, "Ann Lee", "Words.")),
        ("Ann Lee (02:04)", ("brackets", 124, "Ann Lee", "")),
        ("Ann Lee [02:04] Words.", ("name", 124, "Ann Lee", "Words.")),
        ("Ann Lee 02:04", ("name", 124, "Ann Lee", "")),
        ("02:04 Words.", ("bare", 124, "", "Words.")),
        ("02:04 --> 02:09 Words.", ("bare", 124, "", "Words.")),
        ("02:04 Ann: Words.", ("bare", 124, "Ann", "Words.")),
        ("02:04", ("bare", 124, "", "")),
        ("00:02:04:500 Words.", ("bare", 124.5, "", "Words.")),
        ("Words at 02:04 in a sentence.", None),
        ("the train of 02:04", None),
        ("Words without a time.", None),
    ],
)
def test_lines_that_begin_a_turn(line: str, expected: tuple[object, ...] | None) -> None:
    assert timed_line(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann: Words.", ("Ann", "Words.")),
        ("**Ann:** Words.", ("Ann", "Words.")),
        (">> Ann: Words.", ("Ann", "Words.")),
        ("安：话。", ("安", "话。")),
        ("Ann Lee Of The House: W.", ("Ann Lee Of The House", "W.")),
        ("Ann Lee Of The Old House: W.", None),
        ("in short: Words.", None),
        ("Ann:", None),
        ("12: Words.", None),
        ("https://example.org", None),
    ],
)
def test_the_name_before_a_colon(text: str, expected: tuple[str, str] | None) -> None:
    assert speaker_of(text) == expected


@pytest.mark.parametrize(
    ("clock", "seconds"),
    [
        ("0:05", 5),
        ("02:04", 124),
        ("1:02:03.5", 3723.5),
        ("1:02:03,25", 3723.25),
        ("00:01:02:500", 62.5),
    ],
)
def test_the_seconds_of_a_clock(clock: str, seconds: float) -> None:
    assert clock_seconds(clock) == seconds
