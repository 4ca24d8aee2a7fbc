"""Blockquotes that quote a person: one quotation, several, or one with its translation.

A quotation ends at the mark that closes it. A name, a time or both may stand before it
(``Ada (29:03): "…"``) or after it (``"…" [29:03] — Ada``); other text is narration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.characters import (
    HAN,
    HIRAGANA,
    KATAKANA,
    LETTERS,
    QUOTATION_MARKS,
)
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.moments import code_time, every_time, times_in
from sphinxcontrib_podcast.grammar.text import has_cjk

_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
_PARAGRAPH = "\n\n"
_OPENERS = "".join(map(re.escape, QUOTATION_MARKS))
#: Where a quotation may begin: its mark, perhaps in emphasis.
_OPENING = re.compile(rf"(?P<marker>\*{{1,3}}|_{{1,3}})?(?P<mark>[{_OPENERS}])(?=\S)")
_BEFORE_NEXT = re.compile(r"(?:\A|[\s:：,，、。.!?！？;；)）\]】”」』*_`])\Z")
_CLOSERS = "".join(sorted({c for closers in QUOTATION_MARKS.values() for c in closers}))
_BETWEEN = " \n—–―-/|·*_"  # a quotation and its translation
_START_OF_Q, _END_OF_Q = (re.compile(rf"<{tag}\s*>", re.IGNORECASE) for tag in ("q", "/q"))
_FORMAT_TAG = re.compile(
    r"</?(?:b|big|cite|em|font|i|mark|p|small|span|strong|u)(?:\s[^<>]*)?>", re.IGNORECASE
)
_ONLY_BETWEEN = re.compile(f"[{re.escape(_BETWEEN)}]*")
_BLANK_LINE = re.compile(r"[^\S\n]*(?:\n|\Z)")
_SENTENCE_END = tuple(".!?…。！？,，、—")
_COMMENT_START = tuple("(（[【〔—–-―`~")
_CALLOUT = re.compile(r"\A\\?\[!(\w+)\\?\][+-]?[ \t]*(.*)")
_QUOTE_CALLOUTS = {"quote", "cite", "quotation"}

#: A name after a quotation: a dash or a tilde, and the name.
_DASH = r"(?:[—–―─]+|-{1,3}(?=\s|[^\W\d])|~(?=\s))"
_SPEAKER_LINE = re.compile(
    rf"\s*(?P<marker>\*{{0,3}}|_{{0,3}}){_DASH}\s*(?P<name>(?![—–―─-])\S.{{0,200}}?)(?P=marker)\s*"
)
_SPEAKER = re.compile(r"\s*(?:[—–―─]+|-{2,3}|-\s|~\s)\s*(?P<name>(?![—–―─-])\S.{0,200})", re.DOTALL)
_AFTER_COMMENT = re.compile(
    rf"\s*+(?P<comment>[(（\[【〔].*[)）\]】〕])?{_SPEAKER.pattern}", re.DOTALL
)
#: What may hold a time: brackets, code, a link, or a link in brackets.
_TIME_PART = re.compile(
    r"\s*+(?P<part>`[^`\n]{1,100}`"
    r"|(?:[(（［【]\s*+)?\\?\[[^\[\]\n]{1,100}\\?\]\([^()\s]*\)\s*[)）］】]?"
    r"|\\?[\[(（［【][^\[\]()（）［］【】\n]{1,100}\\?[\])）］】])"
)
_LINK = re.compile(r"\\?\[([^\[\]]*)\\?\]\([^()\s]*\)")

_LONGEST_LEAD = 120  # characters before a quotation
_COLON = re.compile(r"[:：][\s*_]*\Z")
_MARKUP = re.compile(r"[*_`]+")
_PARTICLES = {
    "de", "da", "di", "du", "del", "della", "van", "von", "der", "den", "la", "le", "of", "the",
    "bin", "ibn", "al", "el", "y", "e", "and", "und", "dos",
}  # fmt: skip
#: Words before a colon that are no name.
_LABELS = {
    "note", "tip", "warning", "source", "quote", "translation", "original", "english", "chinese",
    "japanese", "example", "原文", "译文", "譯文", "翻译", "翻譯", "引用",
    "原话", "原話", "中文", "英文", "日文", "来源", "來源", "出典", "訳", "原語", "注",
    "備考", "金句",
}  # fmt: skip
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’·・=＝-]*")
_NO_NAME = re.compile(r"[\"“”「」『』«»<>|=：:!?。！？；;，、\n]")
#: A name in katakana, or with a title, needs no colon: ヤン・ルカン「…」.
_KATAKANA_NAME = re.compile(
    rf"[{KATAKANA}・]{{3,20}}(?:さん|氏|先生)?|[{HAN}]{{2,6}}(?:さん|氏|先生)"
)
_TITLES = "さん|氏|先生|女士|教授|博士|老师|老師|社長|監督|总|總"
_CJK_NAME = re.compile(
    rf"(?:[{HAN}]{{1,4}}"  # 杨立昆
    rf"|(?:[{KATAKANA}{LETTERS['hangul']}]|[A-Za-z][a-z.]*|[・·･=＝ -]){{2,24}}"  # ヤン・ルカン
    rf"|[{HAN}]{{1,4}}[{HIRAGANA}]{{1,4}}"  # 三浦かなえ
    rf"|[{HAN}{KATAKANA}]{{1,6}}[・· ][{HAN}{HIRAGANA}{KATAKANA}・· ]{{1,10}})"
    rf"(?:{_TITLES})?"
)
_SAYS = re.compile(r"[说說道问問答]\Z|表示|认为|認為")
_MOST_NAME_WORDS = 6
_LONGEST_NAME = 60


@dataclass(frozen=True)
class QuotedText:
    """A quotation taken apart; everything is Markdown."""

    paragraphs: tuple[str, ...]
    """With their quotation marks, but without emphasis around the whole."""
    speaker: str = ""
    comment: str = ""
    """Remarks after the closing mark, without the name and the time."""
    start: float | None = None
    """Its own time, in seconds."""
    translated: int = 0
    """How many of the last paragraphs are the same words in another language."""


def without_tags(text: str) -> str:
    """Return the text of a quotation without HTML elements that only format it.

    ``<q>`` becomes quotation marks.
    """
    return _FORMAT_TAG.sub("", _END_OF_Q.sub("”", _START_OF_Q.sub("“", text)))


def parse_quotes(
    paragraphs: Sequence[str], attribution: str = "", *, every: bool = False
) -> list[QuotedText]:
    """Return the quotations of a blockquote, in order; none if it quotes nobody.

    :param paragraphs: Markdown of its paragraphs.
    :param attribution: a speaker given in another way (MyST's attribute).
    :param every: every blockquote is a quote, marked or not.
    """
    words = [p for p in paragraphs if p.strip()]
    if words and (callout := _CALLOUT.match(words[0])):
        if callout[1].lower() not in _QUOTE_CALLOUTS:
            return []
        title = callout[2].strip()
        attribution = attribution or ("" if title.casefold() in _LABELS else title)
        rest = words[0][callout.end() :].lstrip("\n")
        words, every = [rest] * bool(rest.strip()) + words[1:], True
    words, speaker = _split_speaker(words)
    if not words:
        return []
    found = _quotations(_PARAGRAPH.join(words)) or _emphasised(words)
    if not found and every:
        found = [QuotedText(tuple(words))]
    name = _name_and_time(speaker or attribution)
    if found and not name[0] and all(not quote.speaker for quote in found[:-1]):
        name = (found[-1].speaker, None)  # the name at the end signs the whole block
    return [
        replace(
            quote,
            speaker=quote.speaker or name[0],
            start=name[1] if quote.start is None else quote.start,
        )
        for quote in _with_translations(found)
    ]


def _split_speaker(paragraphs: list[str]) -> tuple[list[str], str]:
    """Take ``— Name`` off, as the last line or paragraph."""
    before, _, last = paragraphs[-1].rpartition("\n") if paragraphs else ("", "", "")
    match = _SPEAKER_LINE.fullmatch(last)
    if match is None or not _MARKUP.sub("", match["name"]).strip():
        return paragraphs, ""
    words = paragraphs[:-1] + ([before] if before.strip() else [])
    return words, match["name"].strip()


def _name_and_time(text: str) -> tuple[str, float | None]:
    """Return a name without the time after it, and the time."""
    text = " ".join(text.split())
    part = next((m for m in _TIME_PART.finditer(text) if m.end() == len(text)), None)
    if part is not None and (start := _time_of(part["part"])) is not None:
        return text[: part.start()].strip(" ,，、*_"), start
    name = split_heading(text)
    return name.title.strip(" ,，、*_"), name.start


def _time_of(part: str) -> float | None:
    """Return the time in brackets, code or a link."""
    text = _LINK.sub(r"\1", part).strip("(（［【[])）］】 \\")
    if part.startswith("`"):
        code = code_time(part.strip("`")) or next(
            iter(times_in(f"[{part.strip('`').strip('[]')}]")), None
        )
        return code.start if code else None
    if _LINK.search(part):
        found = next(every_time(text), None) if len(text) < 20 else None
        return found.start if found else None
    cited = next(iter(times_in(part.replace("\\", ""))), None)
    return cited.start if cited else None


# -- quotations in marks -------------------------------------------------------


def _quotations(text: str) -> list[QuotedText]:
    """Return the quotations of a text that begins with one, perhaps after a name and a time."""
    unclosed: set[str] = set()
    opening = next(iter(_OPENING.finditer(text, 0, _LONGEST_LEAD)), None)
    if opening is None:
        return []
    lead = _lead(text[: opening.start()])
    if lead is None:
        return []
    at = _place(text, opening, unclosed)
    if at is None:
        return []
    end, inner = at
    later = list(_later(text, end, unclosed))
    starts = [one.start for one in later] + [len(text)]
    rest = text[end : starts[0]]
    emphasised = bool(opening["marker"])
    if not (emphasised or lead[0] or _reads_as_quote(inner, rest)):
        return []
    found = [_with_tail(inner, rest, *lead)]
    found += [
        _with_tail(one.words, text[one.end : following], *one.lead)
        for one, following in zip(later, starts[1:], strict=True)
    ]
    return found


def _lead(text: str) -> tuple[str, float | None] | None:
    """Return the name and the time before a quotation, or None if it is other text."""
    if not text.strip():
        return "", None
    if text.count("\n") > 2:
        return None
    line = " ".join(text.split())
    has_colon = _COLON.search(line) is not None
    is_bold = re.fullmatch(r"(\*\*|__)[^*_]+\1.*", line) is not None
    is_above = text.rstrip(" ").endswith("\n")
    start: float | None = None
    for match in list(_TIME_PART.finditer(line)):
        if (time := _time_of(match["part"])) is not None:
            start = time if start is None else start
            line = line.replace(match[0], " ", 1)
    name = _LINK.sub(r"\1", line)
    name = _MARKUP.sub("", name).strip(" :：-–—,，()（）[]")
    if start is None and re.search(r"\d[:：]\d\d", name):
        heading = split_heading(name)
        name, start = heading.title.strip(" :：-–—,，()（）[]"), heading.start
    if not name or name.casefold() in _LABELS:
        return ("", start) if start is not None or has_colon else None
    marked = has_colon or is_bold or is_above or start is not None
    if not (marked and _is_name(name)) and not _KATAKANA_NAME.fullmatch(name.replace("・", "")):
        return None
    return name, start


def _is_name(text: str) -> bool:
    """Return whether a text can be a name, perhaps with a role after a comma."""
    name = re.split(r"[,，、(（]", text)[0].strip()
    words = name.split()
    if not words or len(name) > _LONGEST_NAME or len(words) > _MOST_NAME_WORDS:
        return False
    if _NO_NAME.search(name) or name.endswith(("...", "…")):
        return False
    if has_cjk(name):  # a sentence has no spaces either: 现在你可以说：“…”
        return _CJK_NAME.fullmatch(name) is not None and not _SAYS.search(name)
    return all(_NAME_WORD.match(w) for w in words) and all(
        w in _PARTICLES or not (w[0].islower() and w.isascii()) for w in words
    )


def _place(text: str, opening: re.Match[str], unclosed: set[str]) -> tuple[int, str] | None:
    """Return the end of a quotation, and its words with their marks."""
    marker, mark = opening["marker"] or "", opening["mark"]
    closers, start = QUOTATION_MARKS[mark], opening.start("mark")
    if marker:
        places = [p for c in closers if (p := text.find(c + marker, start + 1)) >= 0]
        if not places:
            return None
        end = min(places)
        words = text[start : end + 1]
        inner = "\n\n".join(_strip_emphasis(p, marker) for p in words.split(_PARAGRAPH))
        return end + 1 + len(marker), inner
    if mark in unclosed:
        return None
    close = _closing(text, start, mark, closers)
    if close is None:
        unclosed.add(mark)
        close = max(text.rfind(c) for c in closers)
        if close <= start:
            return None
    return close + 1, text[start : close + 1]


def _closing(text: str, start: int, mark: str, closers: str) -> int | None:
    """Return the index of the mark that closes the one at ``start``."""
    depth = 0
    is_symmetric = mark in closers
    for match in re.compile(f"[{re.escape(mark + closers)}]").finditer(text, start):
        place, sign = match.start(), match[0]
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if is_symmetric:
            opens = place == start or (
                (not before or before in " (（\n*_") and bool(after) and not after.isspace()
                and after not in ".,;:!?)"
            ) or (after.isalnum() and before not in _SENTENCE_END)  # fmt: skip
        else:
            opens = sign == mark
        if opens:
            # each paragraph of a long quotation may begin with the mark
            if place == start or not text.endswith(_PARAGRAPH, 0, place):
                depth += 1
        elif sign in "’‘" and after.isalpha() and before.isalpha():
            continue  # an apostrophe
        else:
            depth -= 1
        if depth == 0:
            return place
    return None


def _later(text: str, at: int, unclosed: set[str]) -> Iterator[_Later]:
    """Yield the quotations after the first."""
    first = at
    while (opening := _OPENING.search(text, at)) is not None:
        at = opening.end()
        if not _BEFORE_NEXT.search(text[max(opening.start() - 1, 0) : opening.start()]):
            continue
        place = _place(text, opening, unclosed)
        if place is None:
            continue
        end, inner = place
        before = text.rfind("\n", first, opening.start()) + 1 or first
        lead = _lead(text[before : opening.start()])
        follows = _ONLY_BETWEEN.fullmatch(text, first, opening.start()) is not None
        if _is_sentence(inner) or follows or (lead is not None and _BLANK_LINE.match(text, end)):
            start = opening.start() if lead is None else before
            yield _Later(start, end, inner, lead or ("", None))
            at = first = end


class _Later(NamedTuple):
    """A quotation after the first of a block."""

    start: int
    end: int
    words: str
    lead: tuple[str, float | None]


def _is_sentence(words: str) -> bool:
    """Return whether words in quotation marks end like a sentence."""
    return words.rstrip(_CLOSERS).endswith(_SENTENCE_END)


def _reads_as_quote(inner: str, rest: str) -> bool:
    """Return False for a sentence that happens to begin with a quoted word."""
    line = rest.lstrip(" ")
    if not line or line.startswith(("\n", *_COMMENT_START)):
        return True
    return _is_sentence(inner)


def _with_tail(words: str, rest: str, name: str, start: float | None) -> QuotedText:
    """Return a quotation with the time and the name that follow it."""
    part = _TIME_PART.match(rest)
    if part is not None and (time := _time_of(part["part"])) is not None:
        start = time if start is None else start
        rest = rest[part.end() :]
    if not rest.strip(_BETWEEN):
        rest = ""
    first, newline, others = rest.partition("\n")
    match = _AFTER_COMMENT.fullmatch(first.rstrip()) if first.strip() else None
    if match and not match["name"].endswith(_SENTENCE_END) and not name:
        name, own = _name_and_time(match["name"])
        start = own if start is None else start
        rest = (match["comment"] or "") + newline + others
    elif (
        first.strip()
        and not name
        and (line := _SPEAKER_LINE.fullmatch(first))
        and not line["name"].endswith(_SENTENCE_END)
    ):
        name, own = _name_and_time(line["name"])
        start = own if start is None else start
        rest = others
    paragraphs = tuple(p.strip() for p in words.split(_PARAGRAPH))
    return QuotedText(paragraphs, name, rest.strip(), start)


# -- quotations in emphasis ----------------------------------------------------


def _emphasised(paragraphs: list[str]) -> list[QuotedText]:
    """Return the quotation that is emphasised as a whole, or each line of which is."""
    lines = [line.strip() for p in paragraphs for line in p.split("\n") if line.strip()]
    inner = [_unwrap_emphasis(line) for line in lines]
    if all(text is not None for text in inner) and (len(lines) > 1 or len(paragraphs) == 1):
        texts = [text for text in inner if text]
        if all(_is_bare_name(text) for text in texts):
            return []
        if len(paragraphs) == 1 and len(texts) > 1:
            return [QuotedText((text,)) for text in texts]
        return [QuotedText(tuple(texts))]
    if len(paragraphs) > 1:
        return []
    text = paragraphs[0].strip()
    lead = re.match(r"(?P<lead>[^\n]{1,120}?[:：]\s*(?:\*\*|__)?\s*)(?=[*_]\S)", text)
    name, start = "", None
    if lead and (found := _lead(lead["lead"])):
        (name, start), text = found, text[lead.end() :]
    match = _EMPHASIS.match(text)
    if match is None:
        return []
    marker = match[0]
    close = text.find(marker, len(marker))
    # **bold *and* italic**: the first run as long as the opening one closes it
    inside, rest = text[len(marker) : close], text[close + len(marker) :]
    is_whole = close > 0 and inside == inside.strip()
    if not is_whole or (rest.strip() and not rest.lstrip().startswith(_COMMENT_START)):
        whole = _unwrap_emphasis(text)
        return [QuotedText((whole,), name, "", start)] if whole else []
    quote = _with_tail(inside, rest, name, start)
    return [] if _is_bare_name(inside) and not name else [quote]


def _is_bare_name(text: str) -> bool:
    """Return whether emphasised text is a name alone, which is never a quote."""
    words = text.split()
    if text.endswith(_SENTENCE_END) or not _is_name(text):
        return False
    return (text.isascii() and 1 < len(words) <= 4) or _KATAKANA_NAME.fullmatch(text) is not None


def _unwrap_emphasis(text: str) -> str | None:
    """Return the text of a line that is emphasised as a whole."""
    match = _EMPHASIS.match(text)
    if match is None or len(text) <= 2 * len(match[0]) or not text.endswith(match[0]):
        return None
    inner = text[len(match[0]) : -len(match[0])]
    return None if match[0] in inner or inner != inner.strip() else inner


def _strip_emphasis(text: str, marker: str) -> str:
    """Return a paragraph of a quotation that is emphasised paragraph by paragraph."""
    return text.strip().removeprefix(marker).removesuffix(marker)


# -- translations --------------------------------------------------------------


def _with_translations(quotes: list[QuotedText]) -> list[QuotedText]:
    """Join a quotation and the one that follows it at once in another language."""
    found: list[QuotedText] = []
    for quote in quotes:
        before = found[-1] if found else None
        if (
            before is None
            or before.comment
            or before.translated
            or not _are_translations(before.paragraphs, quote.paragraphs)
        ):
            found.append(quote)
            continue
        found[-1] = QuotedText(
            before.paragraphs + quote.paragraphs,
            before.speaker or quote.speaker,
            quote.comment,
            quote.start if before.start is None else before.start,
            len(quote.paragraphs),
        )
    return found


def _are_translations(one: Sequence[str], other: Sequence[str]) -> bool:
    languages = [detect_language(" ".join(texts), "en") for texts in (one, other)]
    first, second = (language.partition("-")[0] for language in languages)
    return first != second
