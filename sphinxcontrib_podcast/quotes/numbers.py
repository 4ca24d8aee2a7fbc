"""Read the numbers of a text, so that *five million dollars* and *$5M* are the same words.

A number becomes one word, its value in digits with a minus sign if it is negative; its unit
becomes the word after it. The libraries for number words know neither Chinese and Japanese nor
numbers that mix digits and words ("5 million"), and do not read years ("nineteen eighty-four").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from sphinxcontrib_podcast.quotes.word_lists import currency, units

#: Characters that do not show: soft hyphens, and marks of direction and of width zero.
INVISIBLE = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)


class Word(NamedTuple):
    """A word of a text."""

    folded: str
    spelled: str
    span: tuple[int, int]


_DIGITS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_SUFFIXES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12,
}  # fmt: skip
_WITHIN = " -‐‑\n\xa0"  # a number of several words
_MOST_WORDS = 24  # of a number with its unit
_MINUS = {"minus", "negative"}
_CJK_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_CJK_UNITS = {"十": 10, "百": 100, "千": 1000}
_CJK_SCALES = {
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12,
}  # fmt: skip
_CJK = _CJK_DIGITS | _CJK_UNITS | _CJK_SCALES
_CJK_MINUS = ("负", "負", "マイナス")
_CJK_POINT = ("点", "點", "・")


def read_numbers(text: str, words: Sequence[Word], language: str) -> Iterator[Word]:
    """Yield words with each number as one word, followed by the name of its unit.

    :param text: the text that the words are from.
    """
    index = 0
    while index < len(words):
        found = None
        if _may_begin(words[index].folded):
            found = _number(_Folded(text, words, index), index, language)
        if found is None:
            yield words[index]
            index += 1
            continue
        index, number = found
        yield from number


def _number(folded: _Folded, start: int, language: str) -> tuple[int, list[Word]] | None:
    """Return the index after a number with its unit, and the words that stand for it."""
    words = folded.words
    index, is_negative, unit = start, False, ""
    for _ in range(2):  # -$5, $-5
        sign = next((s for s in _CJK_MINUS if folded.starts(index, s)), "")
        if sign or folded[index] in _MINUS or folded[index] == "-":
            is_negative = True
            index += len(sign) if sign else 1
        if not unit and (unit := currency(folded[index], language)):
            index += 1
    if folded.starts(index, "百分之"):
        unit, index = "percent", index + 3
        if sign := next((s for s in _CJK_MINUS if folded.starts(index, s)), ""):
            is_negative, index = True, index + len(sign)
    if (fraction := _cjk_fraction(folded, index)) and not unit:
        text, index = fraction
        return index, [Word(text, text, (words[start].span[0], words[index - 1].span[1]))]
    found = _cjk_value(folded, index) if folded[index] in _CJK else _value(folded, index)
    if found is None:
        return None
    value, index = found
    text = f"{'-' * is_negative}{value.normalize():f}"
    span = (words[start].span[0], words[index - 1].span[1])
    result = [Word(text, text, span)]
    if unit:
        result.append(Word(unit, unit, span))
        return index, result
    for spelling, name in units(language).get(folded[index], ()):
        if all(folded[index + n] == part for n, part in enumerate(spelling)):
            name = currency(spelling[0], language) or name
            after = index + len(spelling)
            span = (words[index].span[0], words[after - 1].span[1])
            result.append(Word(name, name, span))
            return after, result
    return index, result


class _Folded:
    """The folded words from an index on, up to a mark that no number contains; then ``""``."""

    def __init__(self, text: str, words: Sequence[Word], start: int) -> None:
        self.words = words
        self._end = min(start + _MOST_WORDS, len(words))
        for index in range(start + 1, self._end):
            before, after = words[index - 1], words[index]
            between = text[before.span[1] : after.span[0]].strip(INVISIBLE)
            is_unspaced = not (before.folded.isascii() or after.folded.isascii())
            if between and (is_unspaced or between.strip(_WITHIN)):
                self._end = index
                break

    def __getitem__(self, index: int) -> str:
        return self.words[index].folded if index < self._end else ""

    def starts(self, index: int, text: str) -> bool:
        """Return whether the characters of a text are the words from an index on."""
        return self[index] == text[0] and all(self[index + n] == c for n, c in enumerate(text))

    def is_glued(self, index: int) -> bool:
        """Return whether there is no space before a word."""
        return 0 < index < self._end and self.words[index - 1].span[1] == self.words[index].span[0]


def _may_begin(word: str) -> bool:
    return (
        word[:1].isdigit() or word in _ONES or word in _TENS or word in _CJK or word in _MINUS
        or word in ("-", "a", "half", "负", "負", "マ") or currency(word, "") != ""
    )  # fmt: skip


def _value(folded: _Folded, index: int) -> tuple[Decimal, int] | None:
    """Return the value of a number in English words or in digits, and the index after it."""
    word, following = folded[index], folded[index + 1]
    if word == "half" and following in ("a", "of"):
        scale = _SCALES.get(folded[index + 2])
        return (Decimal(scale) / 2, index + 3) if scale else None
    if word == "a":
        is_number = following in (*_SCALES, "hundred", "dozen")
        return _scaled(folded, Decimal(1), index + 1) if is_number else None
    if _DIGITS.fullmatch(word):
        return _value_of_digits(folded, index)
    return _value_of_words(folded, index)


def _value_of_digits(folded: _Folded, start: int) -> tuple[Decimal, int]:
    group, index = Decimal(folded[start]), start + 1
    scale = _SUFFIXES.get(folded[index], 0)
    if scale and (folded.is_glued(index) or folded[index] in ("mn", "bn")):
        return group * scale, index + 1
    if folded[index] == "point" and folded[index + 1].isdigit():
        group += Decimal(f"0.{folded[index + 1]}")
        index += 2
    if folded[index] in _CJK_UNITS or folded[index] in _CJK_SCALES:  # 2万, 3万5千
        return _cjk_value(folded, start)
    return _scaled(folded, group, index)


def _value_of_words(folded: _Folded, index: int) -> tuple[Decimal, int] | None:
    small = _below_hundred(folded, index)
    if small is None:
        return None
    group, index = small
    is_oh = folded[index] == "oh"
    if is_oh and folded[index + 1] in _ONES:
        second: tuple[int, int] | None = (_ONES[folded[index + 1]], index + 2)
    else:
        second = _below_hundred(folded, index)
    if 11 <= group <= 20 and second and (second[0] >= 10 or is_oh):
        return Decimal(group * 100 + second[0]), second[1]  # a year
    return _scaled(folded, Decimal(group), index)


def _scaled(folded: _Folded, group: Decimal, index: int) -> tuple[Decimal, int]:
    """Return the value of a number that begins with a group, and the index after it.

    :param group: the value of the words before the index: the 3 of "3 million and a half".
    """
    total = Decimal(0)
    while True:
        word = folded[index]
        if word == "hundred" and group < 100:
            group, index = group * 100, index + 1
            if small := _below_hundred(folded, index + (folded[index] == "and")):
                group, index = group + small[0], small[1]
        elif word == "dozen":
            group, index = group * 12, index + 1
        elif word == "point" and folded[index + 1] in _ONES:
            digits, index = _decimal_places(folded, index + 1)
            if not digits:
                break
            group += Decimal(f"0.{digits}")
        elif _is_and_a_half(folded, index):
            if group == 0 and (scale := _SCALES.get(folded[index - 1], 0)):
                total += Decimal(scale) / 2
            else:
                group += Decimal("0.5")
            index += 3
        elif scale := _SCALES.get(word, 0):
            total, group, index = total + group * scale, Decimal(0), index + 1
            more = _group_after(folded, index, scale)
            if more is None:
                break
            group, index = more
        else:
            break
    return total + group, index


def _decimal_places(folded: _Folded, index: int) -> tuple[str, int]:
    """Return the digits after "point", and the index after them."""
    digits = ""
    while _ONES.get(folded[index], 10) < 10:
        digits, index = digits + str(_ONES[folded[index]]), index + 1
    return digits, index


def _is_and_a_half(folded: _Folded, index: int) -> bool:
    return [folded[index + n] for n in range(3)] == ["and", "a", "half"]


def _group_after(folded: _Folded, index: int, scale: int) -> tuple[Decimal, int] | None:
    """Return the group after a scale, and the index after it; None if the number ends here."""
    if _is_and_a_half(folded, index):
        return Decimal(0), index
    more = _below_thousand(folded, index + (folded[index] == "and"))
    # "five thousand and two hundred", but not "a thousand and one million"
    if more is None or _SCALES.get(folded[more[1]], 0) >= scale:
        return None
    return Decimal(more[0]), more[1]


def _below_hundred(folded: _Folded, index: int) -> tuple[int, int] | None:
    word = folded[index]
    if word in _TENS:
        one = _ONES.get(folded[index + 1], 0)
        return (_TENS[word] + one, index + 2) if 0 < one < 10 else (_TENS[word], index + 1)
    return (_ONES[word], index + 1) if word in _ONES else None


def _below_thousand(folded: _Folded, index: int) -> tuple[int, int] | None:
    found = _below_hundred(folded, index)
    if found and folded[found[1]] == "hundred" and found[0] < 10:
        value, index = found[0] * 100, found[1] + 1
        if small := _below_hundred(folded, index + (folded[index] == "and")):
            return value + small[0], small[1]
        return value, index
    return found


def _cjk_fraction(folded: _Folded, index: int) -> tuple[str, int] | None:
    """Return a fraction, such as 1/4 for 四分之一, and the index after it."""
    if folded[index] not in _CJK:
        return None
    below, index = _cjk_value(folded, index)
    if folded[index] != "分" or folded[index + 1] not in ("之", "の"):
        return None
    if folded[index + 2] not in _CJK:
        return None
    above, index = _cjk_value(folded, index + 2)
    return f"{above:f}/{below:f}", index


def _cjk_value(folded: _Folded, index: int) -> tuple[Decimal, int]:
    """Return the value of a number in Chinese or Japanese numerals, and the index after it."""
    start = index
    total = section = Decimal(0)
    digits = ""  # those read last
    while True:
        word = folded[index]
        if word in _CJK_DIGITS:
            digits += str(_CJK_DIGITS[word])
        elif _DIGITS.fullmatch(word) and not digits and (index == start or folded.is_glued(index)):
            digits = word
        elif word in _CJK_UNITS:
            section += Decimal(digits or "1") * _CJK_UNITS[word]
            digits = ""
        elif word in _CJK_SCALES:
            section += Decimal(digits or ("0" if section or total else "1"))
            scale = _CJK_SCALES[word]
            if total and total < scale:  # 十万亿
                section, total = section + total, Decimal(0)
            total, section, digits = total + section * scale, Decimal(0), ""
        elif (
            word in _CJK_POINT and digits and "." not in digits and folded[index + 1] in _CJK_DIGITS
        ):
            digits += "."
        else:
            break
        index += 1
    return total + section + Decimal(digits or "0"), index
