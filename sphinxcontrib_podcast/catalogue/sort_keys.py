"""Sort names, and choose their index letters, by the rules of their writing system."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.vocabulary import fold

_KANA_ROWS = {
    "あ": "ぁあぃいぅうぇえぉおゔ",
    "か": "かがきぎくぐけげこごゕゖ",
    "さ": "さざしじすずせぜそぞ",
    "た": "ただちぢっつづてでとど",
    "な": "なにぬねの",
    "は": "はばぱひびぴふぶぷへべぺほぼぽ",
    "ま": "まみむめも",
    "や": "ゃやゅゆょよ",
    "ら": "らりるれろ",
    "わ": "ゎわゐゑをん",
}
_ROW_OF = {kana: row for row, members in _KANA_ROWS.items() for kana in members}
_HANGUL_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"

# Groups of letters in the order of the index.
_DIGITS, _LATIN, _OTHER, _KANA, _HAN, _SIGNS = range(6)


class SortKey(NamedTuple):
    """A key by which names are sorted in an index; ``letter`` is the heading."""

    group: int
    letter: str
    key: str
    name: str


def sort_key(name: str, language: str) -> SortKey:
    """Return the sort key of a name in an index.

    Latin names are under their base letter, kana under their row, Hangul under the initial. Han
    characters are under the initial of their Mandarin reading or, in a Japanese text, under 漢字,
    because their reading is not known. Digits and signs have a heading each.
    """
    folded = fold(name)
    first = next((c for c in folded if c.isalnum()), "")
    rest = folded[folded.index(first) :] if first else folded
    if not first:
        return SortKey(_SIGNS, "#", folded, name)
    if first.isdigit():
        return SortKey(_DIGITS, "0–9", folded, name)
    if "\u3041" <= (kana := _hiragana(first)) <= "\u309f" and kana in _ROW_OF:
        return SortKey(_KANA, _ROW_OF[kana], "".join(map(_hiragana, rest)), name)
    if "\uac00" <= first <= "\ud7a3":
        initial = _HANGUL_INITIALS[(ord(first) - 0xAC00) // 588]
        return SortKey(_OTHER, initial, rest, name)
    if unicodedata.name(first, "").startswith("CJK"):
        if language.startswith("ja"):
            return SortKey(_HAN, "漢字", rest, name)
        reading = _pinyin(rest)
        if reading[:1].isascii() and reading[:1].isalpha():
            return SortKey(_LATIN, reading[0].upper(), reading, name)
        return SortKey(_HAN, first, rest, name)
    base = _base(rest)
    letter = base[:1].upper() or "#"
    return SortKey(_LATIN if letter.isascii() else _OTHER, letter, base, name)


def _hiragana(character: str) -> str:
    """Return katakana as hiragana, which is 0x60 lower in Unicode."""
    return chr(ord(character) - 0x60) if "\u30a1" <= character <= "\u30f6" else character


def _base(text: str) -> str:
    """Return letters without accents; letters that Unicode does not decompose are in a table."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(
        {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}.get(c, c)
        for c in decomposed
        if not unicodedata.combining(c)
    )


def _pinyin(text: str) -> str:
    # loads a large table, which archives without Han characters do not need
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text)).casefold()
