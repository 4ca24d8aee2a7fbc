"""Plain text of Markdown, and its sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sphinxcontrib_podcast.grammar.scripts import CJK, LETTERS

_MARKUP = re.compile(r"[*_`\[\]<>&\\$^~{@!]|://")
_KANA = re.compile(f"[{LETTERS['kana']}]")
_CJK = re.compile(f"[{CJK}]")
_WIDE_MARKS = "、。，．！？：；」』）】"  # white space is in them
_SPACE_IN_CJK = re.compile(
    r"(?<=[\u3001-\u3003\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]) "
    r"(?=[\u3001-\u3003\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60])"
)
# What no builder can write: XML and LaTeX know no control characters, UTF-8 no surrogates.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What makes a terminal do something, starts a line, or turns the direction of text round.
_NOT_PRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
)
_ROLE_TARGET = re.compile(r"^[!~]|(?<!\s)\s*<[^<>]*>$")

#: Characters of a title or a name, wherever it is repeated.
LONGEST_TITLE = 300

Range = tuple[int, int]


def first_unwritable(text: str) -> int | None:
    """Where the first character stands that no page can show, if any."""
    match = _UNWRITABLE.search(text)
    return match.start() if match else None


def writable(text: str) -> str:
    """Text with U+FFFD for each control character, and for halves of surrogate pairs."""
    return _UNWRITABLE.sub("\ufffd", text)


def printable(text: str) -> str:
    """Return a text as one line of a message: control and direction characters become escapes."""
    return _NOT_PRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def as_title(text: str) -> str:
    """A title or a name: what is longer than any is cut, as it will be repeated everywhere."""
    return shortened(text, LONGEST_TITLE)


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut between words where it has spaces."""
    if len(text) <= most:
        return text
    cut = text[:most].rstrip()
    head, space, _last = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut) + "…"


def role_text(content: str) -> str:
    """What a role shows: its content without the target in angle brackets."""
    return _ROLE_TARGET.sub("", content)


def is_cjk(character: str) -> bool:
    """Whether a character belongs to Chinese, Japanese or Korean text, punctuation included."""
    return _CJK.match(character) is not None


def has_cjk(text: str) -> bool:
    """Whether a text has Chinese, Japanese or Korean characters."""
    return _CJK.search(text) is not None


def has_kana(text: str) -> bool:
    """Whether a text has Japanese syllables."""
    return _KANA.search(text) is not None


def is_cjk_language(language: str) -> bool:
    """Whether a language is written in such characters."""
    return language.partition("-")[0] in ("zh", "ja", "ko")


def plain(md: MarkdownIt, text: str, env: dict[str, object]) -> str:
    """The text of inline Markdown without its markup."""
    return plain_ranges(md, text, env)[0].strip()


def plain_ranges(
    md: MarkdownIt, text: str, env: dict[str, object]
) -> tuple[str, tuple[Range, ...]]:
    """The text of inline Markdown, and the ranges of it that are link, code or math."""
    if not _MARKUP.search(text):
        return _join_lines(text), ()
    tokens: list[Token] = []
    md.inline.parse(text, md, env, tokens)
    return _flatten(tokens)


def _join_lines(text: str) -> str:
    return join_text(text.split("\n")) if "\n" in text else text


def join_text(lines: Sequence[str]) -> str:
    """Lines as one text: with a space between them, or none between Chinese or Japanese."""
    joined = lines[0].rstrip() if lines else ""
    for line in lines[1:]:
        line = line.strip()
        joined += ("" if joined and line and is_closed_up(joined[-1], line[0]) else " ") + line
    return joined


def is_closed_up(before: str, after: str) -> bool:
    """Whether no space stands between two characters of different lines."""
    return is_cjk(before) and (is_cjk(after) or before in _WIDE_MARKS)


def closed_up(text: str) -> str:
    """Text without the spaces that speech recognition puts between Chinese or Japanese words."""
    return _SPACE_IN_CJK.sub("", text) if has_cjk(text) else text


def _flatten(tokens: Sequence[Token]) -> tuple[str, tuple[Range, ...]]:
    text = ""
    skip: list[Range] = []
    link_start = -1
    for token in tokens:
        start = len(text)
        match token.type:
            case "link_open":
                link_start = start
            case "link_close":
                skip.append((link_start, start))
            case "text" | "text_special":
                text += token.content
            case "softbreak" | "hardbreak":
                text += "\n"
            case "code_inline" | "math_inline" | "math_single" | "math_inline_double":
                text += token.content
                skip.append((start, len(text)))
            case "myst_role":
                name = str(token.meta.get("name", ""))
                text += role_text(token.content)
                if not name.startswith("pod:"):
                    skip.append((start, len(text)))
            case "image":
                text += token.content
                skip.append((start, len(text)))
            case _:
                pass
    if "\n" not in text:
        return text, tuple(skip)
    # Joined lines may be shorter than the lines: then the ranges no longer hold.
    joined = _join_lines(text)
    return joined, tuple(skip) if len(joined) == len(text) else _moved(text, joined, skip)


def _moved(text: str, joined: str, skip: list[Range]) -> tuple[Range, ...]:
    """Ranges of ``text`` as ranges of ``joined``, which differs in white space only."""
    position, places = 0, []
    for character in text:
        places.append(position)
        if position < len(joined) and (
            character == joined[position] or (character == "\n" and joined[position] == " ")
        ):
            position += 1
    places.append(position)
    return tuple((places[start], places[end]) for start, end in skip)
