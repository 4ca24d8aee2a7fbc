"""Make emphasis work next to Chinese, Japanese and Korean punctuation.

In CommonMark, the asterisks of ``**「JEPA」**(概念)`` are text, because ``」`` is punctuation and
is not followed by a space. These rules are those of the "CJK-friendly" amendment, which other
parsers have adopted: CJK punctuation does not count as punctuation, and a CJK character next to a
delimiter run counts as a space.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from sphinxcontrib_podcast.grammar.text import is_cjk


def cjk_friendly_emphasis(md: MarkdownIt) -> None:
    """Replace the rule that finds emphasis delimiters (a markdown-it plugin)."""
    md.inline.ruler.at("emphasis", _tokenize)


def _tokenize(state: StateInline, silent: bool) -> bool:
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if not (opens and closes):
        opens, closes = _flanking(state, marker, scanned.length)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=opens,
                close=closes,
            )
        )
    state.pos += scanned.length
    return True


def _flanking(state: StateInline, marker: str, length: int) -> tuple[bool, bool]:
    """Return whether a delimiter run can open emphasis, and whether it can close it."""
    end = state.pos + length
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    space_before, mark_before, cjk_before = _kind(before)
    space_after, mark_after, cjk_after = _kind(after)
    punct_before = mark_before and not cjk_before
    punct_after = mark_after and not cjk_after
    left = not space_after and (not punct_after or space_before or punct_before or cjk_before)
    right = not space_before and (not punct_before or space_after or punct_after or cjk_after)
    if marker == "*":
        return left, right
    return left and (not right or mark_before), right and (not left or mark_after)


@lru_cache(maxsize=4096)
def _kind(character: str) -> tuple[bool, bool, bool]:
    """Return whether a character is white space, punctuation, and of CJK text."""
    code = ord(character)
    return isWhiteSpace(code), isMdAsciiPunct(code) or isPunctChar(character), is_cjk(character)
