"""Plain text of Markdown, and text of CJK languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sphinxcontrib_podcast.grammar.characters import CJK, CLOSED_UP, LETTERS

_MARKUP = re.compile(r"[*_`\[\]<>&\\$^~{@!]|://")
_KANA = re.compile(f"[{LETTERS['kana']}]")
_CJK = re.compile(f"[{CJK}]")
_WIDE_MARKS = "、。，．！？：；」』）】"  # white space is in them
_SPACE_IN_CJK = re.compile(f"(?<=[{CLOSED_UP}]) (?=[{CLOSED_UP}])")
# Characters that builders cannot write: XML and LaTeX allow no control characters, UTF-8 no
# surrogates.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Characters that control a terminal, break a line, or change the direction of text.
_NOT_PRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ROLE_TARGET = re.compile(r"^[!~]|(?<!\s)\s*<[^<>]*>$")

#: The scheme of links to names: ``[[Ann Lee]]`` is ``[Ann Lee](wiki:Ann%20Lee)``.
WIKI_SCHEME = "wiki:"

#: The largest number of characters of a title or a name, which may be repeated many times.
LONGEST_TITLE = 300

Range = tuple[int, int]


_LATIN = re.compile("[A-Za-z]")


def first_unwritable(text: str) -> int | None:
    """Return the offset of the first character that no page can show, or None."""
    match = _UNWRITABLE.search(text)
    return match.start() if match else None


def writable(text: str) -> str:
    """Return text with control characters and surrogates replaced by U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def printable(text: str) -> str:
    """Return text as one line, with control and direction characters escaped."""
    return _NOT_PRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def as_title(text: str) -> str:
    """Return a title or a name, shortened to ``LONGEST_TITLE``."""
    return shortened(text, LONGEST_TITLE)


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words if it has spaces."""
    if len(text) <= most:
        return text
    cut = text[:most].rstrip()
    head, space, _last = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut) + "…"


def escaped(text: str) -> str:
    """Return Markdown that shows just this text."""
    return _PUNCTUATION.sub(r"\\\1", text)


def role_text(content: str) -> str:
    """Return the text of a role: its content without the target in angle brackets."""
    return _ROLE_TARGET.sub("", content)


def is_cjk(character: str) -> bool:
    """Return whether a character is of Chinese, Japanese or Korean text, or its punctuation."""
    return _CJK.match(character) is not None


def shared_size(one: str, other: str) -> int:
    """Return the number of characters with which two texts both begin."""
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size


def has_cjk(text: str) -> bool:
    """Return whether a text has Chinese, Japanese or Korean characters."""
    return _CJK.search(text) is not None


def has_kana(text: str) -> bool:
    """Return whether a text has kana."""
    return _KANA.search(text) is not None


def is_cjk_language(language: str) -> bool:
    """Return whether a language is Chinese, Japanese or Korean."""
    return language.partition("-")[0] in ("zh", "ja", "ko")


def text_language(text: str, language: str) -> str:
    """Return the language of a text from a source in a language, or English for Latin letters.

    Fonts of Chinese and Japanese set an English apostrophe as wide as a letter.
    """
    is_foreign = is_cjk_language(language) and not has_cjk(text) and _LATIN.search(text)
    return "en" if is_foreign else language


def plain(md: MarkdownIt, text: str, env: dict[str, object]) -> str:
    """Return the text of inline Markdown without its markup."""
    return plain_ranges(md, text, env)[0].strip()


def plain_ranges(
    md: MarkdownIt, text: str, env: dict[str, object]
) -> tuple[str, tuple[Range, ...]]:
    """Return the text of inline Markdown, and the ranges that are links, code or math."""
    if not _MARKUP.search(text):
        return _join_lines(text), ()
    tokens: list[Token] = []
    md.inline.parse(text, md, env, tokens)
    return _flatten(tokens)


def _join_lines(text: str) -> str:
    return join_text(text.split("\n")) if "\n" in text else text


def join_text(lines: Sequence[str]) -> str:
    """Join lines with spaces, but without a space between Chinese or Japanese characters."""
    joined = lines[0].rstrip() if lines else ""
    for line in lines[1:]:
        line = line.strip()
        joined += ("" if joined and line and is_closed_up(joined[-1], line[0]) else " ") + line
    return joined


def is_closed_up(before: str, after: str) -> bool:
    """Return whether two characters of different lines are joined without a space."""
    return is_cjk(before) and (is_cjk(after) or before in _WIDE_MARKS)


def closed_up(text: str) -> str:
    """Return text without spaces between Chinese or Japanese words, as speech recognition adds."""
    return _SPACE_IN_CJK.sub("", text) if has_cjk(text) else text


# Tokens whose text is no prose: it is shown, but names are not linked in it.
_SKIPPED = ("image", "code_inline", "math_inline", "math_single", "math_inline_double")


def _flatten(tokens: Sequence[Token]) -> tuple[str, tuple[Range, ...]]:
    text = ""
    skip: list[Range] = []
    link_start = -1
    for token in tokens:
        start = len(text)
        match token.type:
            case "link_open":
                href = str(token.attrGet("href") or "")
                link_start = -1 if href.startswith(WIKI_SCHEME) else start
            case "link_close" if link_start >= 0:
                skip.append((link_start, start))
            case "text" | "text_special":
                text += token.content
            case "softbreak" | "hardbreak":
                text += "\n"
            case "myst_role":
                text += role_text(token.content)
                if not str(token.meta.get("name", "")).startswith("pod:"):
                    skip.append((start, len(text)))
            case kind if kind in _SKIPPED:
                text += token.content
                skip.append((start, len(text)))
    if "\n" not in text:
        return text, tuple(skip)
    # joined lines may be shorter, and then the ranges change
    joined = _join_lines(text)
    return joined, tuple(skip) if len(joined) == len(text) else _moved(text, joined, skip)


def _moved(text: str, joined: str, skip: list[Range]) -> tuple[Range, ...]:
    """Return ranges of ``text`` as ranges of ``joined``, which differs only in white space."""
    position, places = 0, []
    for character in text:
        places.append(position)
        if position < len(joined) and (
            character == joined[position] or (character == "\n" and joined[position] == " ")
        ):
            position += 1
    places.append(position)
    return tuple((places[start], places[end]) for start, end in skip)
