"""Split names with a translation or an abbreviation: ``智能体 (agent)``, ``Large Model (LLM)``.

Both are names of one entity. If the brackets contain a role, a kind or an explanation instead, the
whole text is the name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sphinxcontrib_podcast.grammar.characters import LATIN, narrow
from sphinxcontrib_podcast.grammar.vocabulary import before_other_names, fold, kinds, roles

_BRACKETED = re.compile(r"([^()\[\]]+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]")
_SLASHED = re.compile(r"([^()/|]+?)\s*[/|]\s*([^()/|]+)")
_PARTS = re.compile(r"\s*[,、;]\s*")
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN = re.compile(f"[{LATIN}]")
_WIDE = re.compile(rf"[^\W\d_{LATIN}]")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]*[A-Z]s?|[A-Z]{2}\w{0,8}")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_LONGEST = 120  # characters of a name that is split
_MOST_WORDS = 6
#: Types whose names may have a word for the kind in other letters: ``Whisper（语音模型）``.
_PROPER = frozenset(["", "organization", "product", "software"])


@lru_cache(maxsize=4096)
def split_name(text: str, type_: str = "") -> tuple[str, ...]:
    """Return the names in a text, the one to show first.

    :param type_: the type of the entity, empty if it is unknown.
    """
    line = narrow(text)
    if len(text) > _LONGEST or not ("(" in line or "[" in line or "/" in line or "|" in line):
        return (text,)
    match = _BRACKETED.fullmatch(line)
    if match is not None:
        first, inner = text[: match.end(1)].strip(), text[match.start(2) : match.end(2)]
        others = _PARTS.split(narrow(inner))
        if len(others) == 2 and is_abbreviation(others[1], others[0]):
            others = [other for other in others if _is_name(first, other, type_)]
        elif len(others) == 1 and _is_name(first, inner, type_):
            others = [_without_note(inner)]
        else:
            others = []
        return (first, *others) if others and _LETTERS.search(first) else (text,)
    match = _SLASHED.fullmatch(line)
    if match is not None:
        first, second = (text[match.start(n) : match.end(n)].strip() for n in (1, 2))
        if first and second and bool(_WIDE.search(first)) != bool(_WIDE.search(second)):
            return (first, second) if _is_name(first, second, type_) else (text,)
    return (text,)


def is_abbreviation(short: str, long: str) -> bool:
    """Return whether a text abbreviates another one.

    The other text has its letters in the same order, most of them as initials.
    """
    letters = short.removesuffix("s") if short[:-1].isupper() else short
    if not _ABBREVIATION.fullmatch(short) or len(letters) >= len(long.replace(" ", "")):
        return False
    wanted, position = letters.lower(), 0
    lower = long.lower()
    for letter in wanted:
        position = lower.find(letter, position) + 1
        if not position:
            return False
    initials = "".join(_INITIAL.findall(lower))
    in_initials, place = 0, 0
    for letter in wanted:
        found = initials.find(letter, place)
        if found >= 0:
            in_initials, place = in_initials + 1, found + 1
    return in_initials >= 2 and 3 * in_initials >= 2 * len(wanted)


def _is_name(first: str, second: str, type_: str) -> bool:
    """Return whether a text in brackets is another name for the text before them."""
    if len(second.split()) > _MOST_WORDS or not _LETTERS.search(second):
        return False
    if _without_note(second) != second:
        return True
    if is_abbreviation(second, first) or is_abbreviation(first, second):
        return True
    if bool(_WIDE.search(first)) == bool(_WIDE.search(second)):
        return False  # of one writing system: an explanation
    if any(_says(role, second) for role in roles()):
        return False
    if _WIDE.search(second):
        if _LATIN.search(second):
            return False  # "OpenAI 创始人"
        return type_ not in _PROPER or not fold(second).endswith(kinds())
    return type_ == "concept" or second[0].isupper()


def _says(role: str, text: str) -> bool:
    """Return whether a role is in a text, as a word if the text has spaces between words."""
    if _WIDE.search(role):
        return role in fold(text)
    return re.search(rf"(?<!\w){re.escape(role)}(?!\w)", fold(text)) is not None


def _without_note(text: str) -> str:
    """Return a name without words such as "also known as" before it."""
    lower = text.lower()
    for note in before_other_names():
        rest = text[len(note) :]
        if lower.startswith(note) and (_WIDE.search(note) or not rest[:1].isalnum()):
            return rest.strip(" :：") or text
    return text
