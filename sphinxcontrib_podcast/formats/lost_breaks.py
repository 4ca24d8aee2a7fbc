"""Restore the line breaks of digests that lost them.

``# T Summary ## [00:00] Title text > *"q"* > — Name ## Entities - **X** (Person): …`` shows where
headings, quotes and entries begin, but usually not where a title ends. The end is guessed, and a
comment marks it for a person to check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sphinxcontrib_podcast.grammar.characters import LETTERS, QUOTATION_MARKS
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.text import has_cjk, is_cjk
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

_TIME = r"[\[(（［`]?\s*\d{1,3}[:：]\d{2}"
_MARKS = re.escape("".join(QUOTATION_MARKS))
_LOST = re.compile(
    rf"[^\s#]\s*#{{1,6}}\s+{_TIME}|^#\s.*\s##\s|^#{{1,6}}\s+{_TIME}.*\s>\s*[*_]{{0,3}}[{_MARKS}]"
)
_SPACES_BEFORE_HEADING = re.compile(r"(?<=\S)( +)#{1,6}\s")
# a quote with its signature, a list, front matter
_MORE_THAN_A_BLOCK = re.compile(r"^(?:>\s.*\s>\s|[-*]\s.*\s[-*]\s+(?:\*\*|__|\[)|---\s)")
# Chinese and Japanese may have no space in place of a line break
_CLOSED_UP = rf"(?<=[{LETTERS['kana']}{LETTERS['han']}々〆〇】》〉〕。！？…」』”）])"
_START = re.compile(
    rf"(?P<chapter>(?:(?<![#\w])|{_CLOSED_UP})\#{{1,6}}\s+(?={_TIME}))"
    rf"|(?P<section>(?:(?<!\S)|{_CLOSED_UP})\#{{2,6}}\s+(?=\S))"
    rf"|(?P<quote>(?<!\S)>\s+|>\s*(?=[*_]{{0,3}}[{_MARKS}])|{_CLOSED_UP}>\s*(?=[—–―]))"
    r"|(?P<entry>(?<!\S)[-*]\s+(?=\*\*|__|\[\*\*)|[-*]\s+(?=\*\*[^*]+\*\*\s*[(（]))"
)
_OPENING = re.compile(rf"(?P<emphasis>\*{{1,3}}|_{{1,3}})?(?P<mark>[{_MARKS}])?")
_CLOSED_BY = {mark: closers[0] for mark, closers in QUOTATION_MARKS.items()}
_COMMENT = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{0,200}[)）\]】]")
_AFTER_QUOTE = re.compile(r"\s|\Z|[(（—>#]")
_DASH = re.compile(r"\s*(?:[—–―─]+|-{2,3})\s*")
_TITLE_END = re.compile(r"[^.。]*?(?:[?!](?=\s|\Z)|[？！])")
_SENTENCE_END = re.compile(r"[.!?…。！？](?:\s|\Z)|[。！？]")
# words that are not capitalised in titles
_SMALL_WORDS = (
    "a an and as at but by for from in into is it nor of off on onto or over per so than that "
    "the their to up via vs vs. when with without"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_MOST_TITLE_WORDS = 10
_MOST_NAME_WORDS = 5
_MOST_QUOTE_CHARACTERS = 4000  # of a quote that continues on another line
_MOST_CJK_NAME = 4  # characters; a longer word after a dash may be text
_MOST_TITLE_CHARACTERS = 40  # of a title without spaces


@dataclass
class _Block:
    """A heading, paragraph, quote or entry."""

    kind: str
    """``title``, ``chapter``, ``section``, ``text``, ``quote`` or ``entry``."""
    mark: str
    """The Markdown before the text, such as ``## ``."""
    text: str
    doubts: list[str] = field(default_factory=list)
    """Questions for a person to answer."""
    is_open: bool = False
    """Whether this is a quote whose end was not found."""


def has_lost_breaks(text: str) -> bool:
    """Return whether there are headings within lines, or quotes in the lines of headings."""
    return any(_LOST.search(line) for line in text.split("\n"))


def split_lost_breaks(text: str, vocabulary: Vocabulary) -> str:
    """Return a text with each block on its own line. Lines that are correct are kept.

    Guesses are followed by ``<!-- check: … -->``. Nothing is guessed where blank lines left two
    spaces.
    """
    return "\n".join(
        "\n\n".join(_split(_at_blank_lines(line), vocabulary)) if _LOST.search(line) else line
        for line in text.split("\n")
    )


def _at_blank_lines(line: str) -> list[str]:
    """Return the parts of a line between the places of blank lines, if they can be found.

    Where each line end became a space, a blank line left two spaces before each heading.
    """
    spaces = _SPACES_BEFORE_HEADING.findall(line)
    if not spaces or min(map(len, spaces)) < 2:
        return [line]
    return re.split(" {2,}", line.strip())


def _split(parts: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the text of each part with its blocks on lines of their own."""
    for part in parts:
        if _LOST.search(part) or _MORE_THAN_A_BLOCK.search(part):
            blocks = _blocks(part, vocabulary)
            if len(parts) > 1:
                blocks[-1].doubts.clear()  # its end is known
            yield _joined(blocks)
        else:
            yield part


def _blocks(line: str, vocabulary: Vocabulary) -> list[_Block]:
    starts = list(_START.finditer(line))
    head = line[: starts[0].start()].strip() if starts else line.strip()
    pieces: list[_Block] = []
    if head:
        title = re.match(r"#\s+", head)
        kind, mark = ("title", "# ") if title else ("text", "")
        first = _Block(kind, mark, head[title.end() :] if title else head)
        if re.match(r"---\s", head):
            first.doubts.append(
                "front matter was in this line; write each field on a line of its own"
            )
        pieces.append(first)
    ends = [match.start() for match in starts[1:]] + [len(line)]
    for match, end in zip(starts, ends, strict=True):
        kind = match.lastgroup or ""
        pieces.append(_Block(kind, match[0].strip() + " ", line[match.end() : end].strip()))
    names = [
        name
        for piece in pieces
        if piece.kind == "entry"
        for name in re.findall(r"\*\*(.+?)\*\*", piece.text)[:1]
    ]
    blocks: list[_Block] = []
    for piece in pieces:
        match piece.kind:
            case "title" | "chapter" | "section":
                blocks += _heading(piece, names, vocabulary)
            case "quote":
                blocks += _quote(piece, blocks)
            case _:
                blocks.append(piece)
    return blocks


def _heading(piece: _Block, names: Sequence[str], vocabulary: Vocabulary) -> list[_Block]:
    """Return a heading, and the text after it."""
    if vocabulary.is_entity_heading(piece.text):
        return [_Block("section", piece.mark, piece.text)]
    text = piece.text
    before = ""
    if piece.kind == "chapter":
        title = split_heading(text).title
        before = text[: len(text) - len(title)] if title and text.endswith(title) else ""
        text = text[len(before) :]
    cut, sure = _title_end(text, names)
    heading = _Block(piece.kind, piece.mark, (before + text[:cut]).strip())
    rest = text[cut:].strip()
    if not sure:
        heading.doubts.append("the title and its text were one line; does the title end here?")
    return [heading, *([_Block("text", "", rest)] if rest else [])]


def _title_end(text: str, names: Sequence[str]) -> tuple[int, bool]:
    """Return the offset at which a title ends, and whether that is certain."""
    words = [(m.start(), m[0]) for m in re.finditer(r"\S+", text)]
    begins = _sentence_start(words)
    space = _cjk_space(text)
    if len(words) <= _MOST_TITLE_WORDS and not _SENTENCE_END.search(text) and not space:
        return len(text), not begins and not _runs_on(words)  # no text follows
    if 0 < space <= _MOST_TITLE_CHARACTERS:
        # the space may be part of the title
        end = _SENTENCE_END.search(text, space)
        return space, end is not None and not _cjk_space(text[space : end.start()].strip())
    if len(words) > 1 and has_cjk(words[0][1]) and words[1][0] <= _MOST_TITLE_CHARACTERS:
        return words[1][0], False
    if change := _script_change(text, names):
        return change, False
    match = _TITLE_END.match(text)
    if match and match[0].count(" ") < _MOST_TITLE_WORDS:
        return match.end(), False
    if begins:
        return _name_start(text, begins, names), False
    match = _SENTENCE_END.search(text)
    return match.end() if match else len(text), False


def _sentence_start(words: Sequence[tuple[int, str]]) -> int:
    """Return the offset at which a sentence seems to begin, or 0.

    That is a capitalised word next to a lower-case one that titles would capitalise.
    """
    for before, (start, word), after in zip(words, words[1:], words[2:], strict=False):
        if word[:1].isupper() and any(
            other[:1].islower() and other not in _SMALL for other in (before[1], after[1])
        ):
            return start
    return 0


def _runs_on(words: Sequence[tuple[int, str]]) -> bool:
    """Return whether lower-case words follow capitalised ones, as if text follows a title."""
    large = next((n for n, (_, word) in enumerate(words) if n and word[:1].isupper()), len(words))
    return any(word[:1].islower() and word not in _SMALL for _, word in words[large:])


def _script_change(text: str, names: Sequence[str]) -> int:
    """Return the offset at which Chinese or Japanese follows a title in other letters, or 0.

    A known name before it belongs to the text.
    """
    known = {part for name in names for part in name.split()}
    words = list(re.finditer(r"\S+", text))[: 2 * _MOST_TITLE_WORDS]
    first = next((n for n, word in enumerate(words) if has_cjk(word[0])), 0)
    while first > 1 and words[first - 1][0].strip(",.:;") in known:
        first -= 1
    return words[first].start() if first else 0


def _cjk_space(text: str) -> int:
    """Return the offset of the first space between Chinese or Japanese characters, or 0.

    These have spaces in place of lost line breaks only.
    """
    for match in re.finditer(r"\s+", text):
        if (
            match.start() > 0
            and match.end() < len(text)
            and (is_cjk(text[match.start() - 1]) and is_cjk(text[match.end()]))
        ):
            return match.start()
    return 0


def _name_start(text: str, start: int, names: Sequence[str]) -> int:
    """Return the start of the name that contains an offset, or the offset."""
    for name in names:
        place = text.find(name)
        if 0 < place < start < place + len(name):
            return place
    return start


def _quote(piece: _Block, before: Sequence[_Block]) -> list[_Block]:
    """Add a quote, or continue the one before; return the new blocks."""
    last = before[-1] if before and before[-1].kind == "quote" else None
    if last is not None and (dash := _DASH.match(piece.text)) and dash.end():
        return _signed(last, piece.text[dash.end() :])
    if last is not None and last.is_open and len(last.text) < _MOST_QUOTE_CHARACTERS:
        last.text, last.doubts = f"{last.text}\n> {piece.text}", []
        return _ended(last)
    quote = _Block("quote", "> ", piece.text)
    return [quote, *_ended(quote)]


def _ended(quote: _Block) -> list[_Block]:
    """Cut a quote at its end, and return the text after it."""
    end, is_nested = _quote_end(quote.text)
    quote.is_open = end is None
    if end is None:
        quote.doubts.append("the end of this quote was not found; is all of it a quote?")
        return []
    rest = quote.text[end:].strip()
    quote.text = quote.text[:end]
    if is_nested:
        quote.doubts.append("there are quotes in this quote; does it end here?")
    if rest and (dash := _DASH.match(rest)) and dash.end():
        return _signed(quote, rest[dash.end() :])
    return [_Block("text", "", rest)] if rest else []


def _signed(quote: _Block, text: str) -> list[_Block]:
    """Sign a quote with the name at the start of a text, and return the rest of the text."""
    name, rest, sure = _name_end(text)
    quote.text += f"\n> — {name}"
    if not sure:
        quote.doubts.append("a name and the text after it were one line; is this the name?")
    return [_Block("text", "", rest)] if rest else []


def _quote_end(text: str) -> tuple[int | None, bool]:
    """Return the offset at which a quote and its comment end, or None.

    The second item is whether it contains quotes, so that it may end elsewhere.
    """
    opening = _OPENING.match(text)
    emphasis, mark = (opening["emphasis"] or "", opening["mark"] or "") if opening else ("", "")
    if not emphasis and not mark:
        return None, False
    begin = len(emphasis + mark)
    closing = _CLOSED_BY.get(mark, "") + emphasis
    if emphasis:
        place, is_nested = text.find(closing, begin), False
    else:
        place, is_nested = _closing_mark(text, mark, closing)
    if place < 0:
        return None, False
    end = place + len(closing)
    comment = _COMMENT.match(text, end)
    return comment.end() if comment else end, is_nested


def _closing_mark(text: str, mark: str, closing: str) -> tuple[int, bool]:
    """Return the offset of the mark that closes the first one, and whether others are nested."""
    first, depth, deepest = -1, 0, 0
    for match in re.finditer(f"[{mark}{closing}]", text):
        place = match.start()
        is_outer = place == 0 or (text[place - 1].isspace() and text[place + 1 : place + 2].strip())
        is_opening = match[0] == mark and (mark != closing or is_outer)
        if is_opening:
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] == closing and _AFTER_QUOTE.match(text, place + 1):
            depth -= 1
            first = place if first < 0 else first
            if depth == 0:
                return place, deepest > 1
    return first, True


def _name_end(text: str) -> tuple[str, str, bool]:
    """Return a name, the text after it, and whether its end is certain."""
    if len(text.split()) <= _MOST_NAME_WORDS and not _SENTENCE_END.search(text):
        is_long = has_cjk(text) and " " not in text and len(text) > _MOST_CJK_NAME
        return text, "", not is_long
    if (space := _cjk_space(text)) and space <= _MOST_TITLE_CHARACTERS:
        return text[:space], text[space:].strip(), True
    words = text.split(" ")
    count = 1
    while count < min(_MOST_NAME_WORDS, len(words)) and words[count][:1].isupper():
        count += 1
    if count < len(words) and words[count][:1].islower() and count > 2:
        count -= 1  # the last capitalised word begins a sentence
    return " ".join(words[:count]), " ".join(words[count:]), False


def _joined(blocks: Sequence[_Block]) -> str:
    lines: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before is not None:
            in_list = before.kind == block.kind == "entry"
            lines.append("\n" if in_list else "\n\n")
        lines.append(block.mark + block.text)
        lines += [f"\n\n{check(doubt)}" for doubt in block.doubts]
    return "".join(lines)


def check(doubt: str) -> str:
    """Return a comment for a person to check. Pages do not show it."""
    return f"<!-- check: {doubt} -->"
