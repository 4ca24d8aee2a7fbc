from __future__ import annotations

import datetime

import pytest

from sphinxcontrib_podcast.grammar.dates import date_in_name, parse_date, without_date

DAY = datetime.date(2024, 5, 1)


@pytest.mark.parametrize(
    "value",
    [
        DAY, datetime.datetime(2024, 5, 1, 23, 59), "2024-05-01", "2024-5-1", "2024/05/01", "2024.05.01", "20240501",
        "202405011230", "20240501123000", "2024-05-01 10:00:00 +0900", "2024-05-01T10:00", "２０２４年５月１日",
        "2024年5月1日（水）", "Wed, 01 May 2024 10:00:00 +0000", "May 1, 2024", "1 May 2024", "May 1st, 2024",
        "1. Mai 2024", "1er mai 2024", "1 de maio de 2024", "1 de mayo de 2024", "1 мая 2024 г.", "1 травня 2024",
        "1.5.2024", "01.05.2024 10:00", 1714521600, 1714521600000, "1714521600000", 1714521600.5,
    ],
)  # fmt: skip
def test_a_date(value: object) -> None:
    assert parse_date(value) == DAY


def test_the_larger_number_is_the_day() -> None:
    assert parse_date("31/12/2023") == parse_date("12/31/2023") == datetime.date(2023, 12, 31)
    assert parse_date("5/5/2024") == datetime.date(2024, 5, 5)


@pytest.mark.parametrize(
    "value",
    ["", "soon", "2024", "2024-13-45", "5/1/2024", "May", "May 2024", "1 May", True, None, [], "1" * 500, 10**30, float("nan")],
)  # fmt: skip
def test_what_is_none(value: object) -> None:
    with pytest.raises((ValueError, OverflowError, OSError)):
        parse_date(value)


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("episodes/2024-05-01-title", DAY), ("2024_05_01", DAY), ("20240501-title", DAY), ("title-2024-05-01", DAY),
        ("2024/05/01/title", DAY), ("2024/05/title", None), ("12345-67-89", None), ("2024-13-45-x", None),
        ("2024-05-01/title", None), ("ep-20240501", None), ("x2024-05-012", None),
    ],
)  # fmt: skip
def test_in_names(path: str, date: datetime.date | None) -> None:
    assert date_in_name(path) == date


def test_a_name_without_its_date() -> None:
    assert without_date("2024-05-01-the-first") == "the-first"
    assert without_date("2024-05-01") == "2024-05-01"
    assert without_date("1984-by-heart") == "1984-by-heart"
