"""Read dates as people write them in front matter and in file names."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import cache

from babel import Locale

# A year, a month and a day in this order, and anything after it: "2024-05-01T10:00", "2024年5月1日"
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)\D{0,2}?(\d{1,2})\D{0,2}?(\d{1,2})(?:\D.*)?", re.DOTALL)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6})")  # 202405011230
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?:\D.*)?", re.DOTALL)
_EPOCH = re.compile(r"\d{9,10}|\d{12,13}")  # seconds or milliseconds
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")

# "2021-01-22-title", "20210122 title", "title-2021-01-22", "2021/01/22/title"
_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_.])(\d\d)\2(\d\d)(?!\d)|^((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"
)
_IN_FOLDERS = re.compile(r"(?:^|/)((?:19|20)\d\d)/(\d\d)/(\d\d)/")
_NAME_BEGINS_WITH_DATE = re.compile(r"(?:19|20)\d\d([-_.]?)\d\d\1\d\d(?:[-_. ]+|$)")

# The languages whose names of months are recognised.
_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv", "tr", "uk")


def parse_date(value: object) -> datetime.date:
    """Return the day of a date or a time.

    Text may have year, month and day in this order, with any signs between them; it may be a date
    as in e-mail, have the month as a word, or begin with the day if it is clear which number that
    is. A number is the time since 1970, in seconds or milliseconds.

    :raises ValueError: if it is not a date.
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"not a date: {value!r}")
    if isinstance(value, float):
        value = int(value)  # nan and inf raise other errors
    text = unicodedata.normalize("NFKC", str(value)).strip()[:200]
    if _EPOCH.fullmatch(text) and not _COMPACT.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    if match := _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return datetime.date(*map(int, match.groups()))
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(int(match[1]), int(match[3]), int(match[4]), match[2])
    if date := _with_month_in_words(text):
        return date
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, IndexError) as error:
        raise ValueError(f"not a date: {text!r}") from error


def _year_last(first: int, second: int, year: int, sign: str) -> datetime.date:
    """Return the date of ``31.12.2024`` or ``12/31/2024``, if it is clear which is the day."""
    if sign == "." or first > 12 or first == second:
        return datetime.date(year, second, first)
    if second > 12:
        return datetime.date(year, first, second)
    raise ValueError("the day and the month may be either number")


def _with_month_in_words(text: str) -> datetime.date | None:
    """Return the date of ``May 1, 2024``, ``1 мая 2024 г.`` or ``1 de maio de 2024``."""
    numbers = [int(n) for n in _NUMBER.findall(text)[:2] if len(n) < 5]
    months = {m for w in _WORD.findall(text.casefold()) if (m := _month_names().get(w))}
    if len(numbers) != 2 or len(months) != 1:
        return None
    day, year = sorted(numbers)
    return datetime.date(year, months.pop(), day) if 1900 < year < 2100 else None


@cache
def _month_names() -> Mapping[str, int]:
    """Return the months by their full and short names, without dots."""
    names: dict[str, int] = {}
    for language in _LANGUAGES:
        for forms in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms.get(width, {}).items():
                    names.setdefault(name.casefold().rstrip("."), number)
    names["sept"] = 9
    return names


def date_in_name(path: str) -> datetime.date | None:
    """Return the date in the name of a file, or in those of its folders.

    :param path: without the suffix: ``2021-01-22-title``, ``2021/01/22/title``.
    """
    match = _IN_NAME.search(path.rpartition("/")[2]) or _IN_FOLDERS.search(path)
    if match is None:
        return None
    year, month, day = (int(g) for g in match.groups() if g and g.isdigit())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def without_date(name: str) -> str:
    """Return the name of a file without a date at its beginning."""
    return _NAME_BEGINS_WITH_DATE.sub("", name, count=1) or name
