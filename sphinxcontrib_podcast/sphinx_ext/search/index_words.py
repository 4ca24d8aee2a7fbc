"""Split text of any language into words for the search index.

``query.js`` does the same with a reader's query. Text is normalized (NFKC) and lower-cased. If a
script has no spaces between words, its runs are cut into single characters and overlapping pairs:
a run in a query matches a text that contains all its pairs.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

#: Scripts without spaces between words, and Hangul, which glues particles to words.
_UNSPACED = (
    (0x0E00, 0x0E3A), (0x0E40, 0x0E4E), (0x0E80, 0x0ECE), (0x0EDC, 0x0EDF),  # Thai, Lao
    (0x1000, 0x1049), (0x1050, 0x109D), (0x1780, 0x17D3), (0x17D7, 0x17DD),  # Burmese, Khmer
    (0x1100, 0x11FF), (0xA960, 0xA97C), (0xAC00, 0xD7FB),  # Hangul
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303C),  # marks of Han
    (0x3041, 0x3096), (0x3099, 0x309A), (0x309D, 0x309F),  # Hiragana
    (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF),  # Katakana
    (0x3105, 0x312F), (0x31A0, 0x31BF),  # Bopomofo
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD),  # Han
)  # fmt: skip

#: Vowel signs, accents and points: parts of words that regular expressions do not count as such.
_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0487),  # of Latin, Greek, Cyrillic
    (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),  # Hebrew
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),  # Arabic
    (0x0900, 0x0903), (0x093A, 0x094F), (0x0951, 0x0957), (0x0962, 0x0963),  # Devanagari
    (0x0981, 0x0983), (0x09BC, 0x09CD), (0x09D7, 0x09D7), (0x0A01, 0x0A51),  # Bengali, Gurmukhi
    (0x0A70, 0x0A71), (0x0A81, 0x0A83), (0x0ABC, 0x0ACD), (0x0B01, 0x0B03),  # Gujarati, Odia
    (0x0B3C, 0x0B57), (0x0B82, 0x0B82), (0x0BBE, 0x0BCD), (0x0C00, 0x0C04),  # Tamil, Telugu
    (0x0C3C, 0x0C56), (0x0C81, 0x0C83), (0x0CBC, 0x0CD6), (0x0D00, 0x0D03),  # Kannada, Malayalam
    (0x0D3B, 0x0D4D), (0x0D81, 0x0D83), (0x0DCA, 0x0DDF),  # Sinhala
)  # fmt: skip


def _python_class(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


def _script_class(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in ranges)


#: A run of letters. Its group matches if the script has no spaces between words.
RUN = re.compile(
    rf"([{_python_class(_UNSPACED)}]+)"
    rf"|(?:[^\W{_python_class(_UNSPACED)}]++|[{_python_class(_MARKS)}]++)+"
)

#: The start of a run in a script without spaces between words.
UNSPACED = re.compile(f"[{_python_class(_UNSPACED)}]")

_ASCII_RUN = re.compile(r"\w+", re.ASCII)

#: The same for JavaScript, with the flag ``u``: a run, and the start of a run without spaces.
SCRIPT_RUN = (
    f"[{_script_class(_UNSPACED)}]+"
    f"|(?:(?![{_script_class(_UNSPACED)}])[\\p{{L}}\\p{{N}}_{_script_class(_MARKS)}])+"
)
SCRIPT_UNSPACED = f"^[{_script_class(_UNSPACED)}]"


def normal(text: str) -> str:
    """Return text in the normalized form in which words are compared."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> tuple[set[str], set[str]]:
    """Return the normalized words of a text: those between spaces, and those of other scripts.

    The latter are the characters and the pairs of each run. Numbers in ASCII digits are left out
    because Sphinx's search does not look for them.
    """
    if text.isascii():
        return {run for run in _ASCII_RUN.findall(text.lower()) if not run.isdigit()}, set()
    spaced: set[str] = set()
    unspaced: set[str] = set()
    for match in RUN.finditer(normal(text)):
        run = match[0]
        if match.lastindex:
            unspaced.update(run, map("".join, pairwise(run)))
        elif not (run.isascii() and run.isdigit()):
            spaced.add(run)
    return spaced, unspaced


def joint(before: str, after: str) -> str:
    """Return the two characters where two parts of one text meet.

    Return an empty string if one of them is of a script with spaces between words.
    """
    if before[-1:].isascii() or after[:1].isascii():
        return ""
    run = RUN.fullmatch(normal(before[-1:] + after[:1]))
    return run[1] if run and run[1] and len(run[1]) == 2 else ""
