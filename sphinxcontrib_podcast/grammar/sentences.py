"""Find the sentences of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from sphinxcontrib_podcast.grammar.characters import CLOSERS
from sphinxcontrib_podcast.grammar.vocabulary import abbreviations

# possessive, and only at the first mark of a row, so that a million of them take linear time
_END = re.compile(rf"(?<![.!?…])(?P<marks>[.!?…]++)[{CLOSERS}]*+(?=\s)|[。！？…]++[{CLOSERS}]*+")
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«/-]{1,12}\Z")
_LONGEST_WORD = 16  # characters before a full stop in which an abbreviation is looked for
_LONGEST_SENTENCE = 500  # characters
_AROUND = 130  # characters shown before and after a name in a longer sentence


def sentence_ends(text: str) -> list[int]:
    """Return the offsets at which sentences end, without the spaces after them.

    A full stop after an abbreviation (``Dr.``, ``U.S.``) or an initial is not the end of a
    sentence, and neither is a mark before a lower-case letter.
    """
    return [match.end() for match in _END.finditer(text) if _is_end(text, match)]


def _is_end(text: str, match: re.Match[str]) -> bool:
    marks = match["marks"]
    if marks is None:
        return True
    following = match.end()
    while following < len(text) and text[following].isspace():
        following += 1
    if following < len(text) and text[following].islower():
        return False
    if marks != "." or match.end() > match.start() + 1:
        return True
    before = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    if before is None or following == len(text):
        return True
    word = before[0]
    if word.casefold() == "no":  # a number follows "No."
        return not text[following].isdigit()
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    is_row = "." in word and len(word.rpartition(".")[2]) == 1 and word[-1].isalpha()
    return not (is_initial or is_row or word.casefold() in abbreviations())


class Sentences:
    """The sentences of a text, each found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = sentence_ends(text)
        self._parts: dict[tuple[int, int], str] = {}  # one string for all names in it

    def around(self, start: int, end: int) -> str:
        """Return the sentence that contains a range, or the part around it if it is very long."""
        before = bisect_right(self._ends, start)
        after = bisect_left(self._ends, end)
        first = self._ends[before - 1] if before else 0
        last = self._ends[after] if after < len(self._ends) else len(self.text)
        if last - first <= _LONGEST_SENTENCE:
            return self._shown(first, last)
        return self._part(first, last, start, end)

    def _shown(self, first: int, last: int) -> str:
        if (first, last) not in self._parts:
            self._parts[first, last] = self.text[first:last].strip()
        return self._parts[first, last]

    def _part(self, first: int, last: int, start: int, end: int) -> str:
        """Return the text around a range, cut at spaces if there are any.

        Names that are near each other get the same text, so that the sum of all texts is not much
        longer than the sentence.
        """
        start -= (start - first) % _AROUND
        end = max(end, min(start + _AROUND, last))
        left, right = max(first, start - _AROUND), min(last, end + _AROUND)
        if left > first:
            space = self.text.find(" ", left, start)
            left = space + 1 if space >= 0 else left
        if right < last:
            space = self.text.rfind(" ", end, right)
            right = space if space >= 0 else right
        return (
            ("…" if left > first else "") + self._shown(left, right) + ("…" if right < last else "")
        )
