"""Decide whether a blockquote is a quote, and separate its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.scripts import QUOTATION_MARKS

_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
_SPEAKER = re.compile(r"\s*(?:[—–―─]+|-{2,3})\s*(?P<name>\S.{0,200})", re.DOTALL)
_REST = re.compile(rf"\s*(?P<comment>[(（\[【〔].*[)）\]】〕])?{_SPEAKER.pattern}", re.DOTALL)
_SENTENCE_END = tuple(".!?…。！？,，、—")
_COMMENT_START = tuple("(（[【〔—–-―")


@dataclass(frozen=True)
class QuotedText:
    """The parts of a blockquote, in Markdown.

    ``paragraphs`` have their quotation marks, but not the emphasis around all of them. ``start`` is
    a time after the speaker, in seconds.
    """

    paragraphs: tuple[str, ...]
    speaker: str = ""
    comment: str = ""
    start: float | None = None


def parse_quote(
    paragraphs: Sequence[str], attribution: str = "", *, every: bool = False
) -> QuotedText | None:
    """Return the parts of a blockquote, or None if it is not a quote.

    :param paragraphs: the Markdown of its paragraphs.
    :param attribution: a speaker given in another way (the attribute of MyST).
    :param every: whether every blockquote is a quote, marked or not.
    """
    words, speaker = _split_speaker(list(paragraphs))
    if not words:
        return None
    body, rest = _unwrap(words)
    if body is None:
        if not every:
            return None
        body, rest = words, ""
    rest = rest.strip()
    match = _REST.fullmatch(rest) if rest and not speaker else None
    if match and not match["name"].endswith(_SENTENCE_END):
        speaker, rest = match["name"], match["comment"] or ""
    name = split_heading(" ".join((speaker or attribution).split()))
    return QuotedText(tuple(body), name.title.strip(" ,，、*_"), rest, name.start)


def _split_speaker(paragraphs: list[str]) -> tuple[list[str], str]:
    """Separate ``— Name`` in the last line or paragraph."""
    before, _, last = paragraphs[-1].rpartition("\n") if paragraphs else ("", "", "")
    match = _SPEAKER.fullmatch(last)
    if match is None:
        return paragraphs, ""
    words = paragraphs[:-1] + ([before] if before.strip() else [])
    return words, match["name"].strip()


def _unwrap(paragraphs: list[str]) -> tuple[list[str] | None, str]:
    """Return the paragraphs without the emphasis around them, and the text after the quote."""
    if len(paragraphs) == 1:
        body, rest = _unwrap_one(paragraphs[0].strip())
        return ([body] if body is not None else None), rest
    emphasised = [_unwrap_emphasis(p.strip()) for p in paragraphs]
    if all(inner is not None for inner in emphasised):
        return [inner for inner in emphasised if inner is not None], ""
    first, last = paragraphs[0].strip(), paragraphs[-1].strip()
    opening = _EMPHASIS.match(first)
    marker = opening[0] if opening else ""
    closers = QUOTATION_MARKS.get(first[len(marker) : len(marker) + 1], "")
    if not closers:
        return None, ""
    inner, rest = _split_at_close(last, marker, closers, 0)
    if inner is None:
        return None, ""
    words = [first[len(marker) :], *paragraphs[1:-1], inner]
    return [_strip_emphasis(p.strip(), marker) for p in words], rest


def _strip_emphasis(text: str, marker: str) -> str:
    """Return a paragraph of a quote whose paragraphs are each in emphasis."""
    if marker and text.startswith(marker):
        text = text[len(marker) :]
    if marker and text.endswith(marker):
        text = text[: -len(marker)]
    return text


def _unwrap_emphasis(text: str) -> str | None:
    """Return the content of a paragraph that is in emphasis as a whole, or None."""
    match = _EMPHASIS.match(text)
    if match is None or len(text) <= 2 * len(match[0]) or not text.endswith(match[0]):
        return None
    inner = text[len(match[0]) : -len(match[0])]
    return None if match[0] in inner or inner != inner.strip() else inner


def _unwrap_one(text: str) -> tuple[str | None, str]:
    opening = _EMPHASIS.match(text)
    marker = opening[0] if opening else ""
    mark = text[len(marker) : len(marker) + 1]
    if closers := QUOTATION_MARKS.get(mark, ""):
        inner, rest = _split_at_close(text[len(marker) :], marker, closers, 1)
        if inner is not None and _reads_as_quote(inner, rest, bool(marker)):
            return inner, rest
    if marker:
        close = text.find(marker, len(marker))
        # **bold *and* italic**: the next run of the same length closes it
        inner, rest = text[len(marker) : close], text[close + len(marker) :]
        if (
            close > 0
            and inner == inner.strip()
            and (not rest.strip() or rest.lstrip().startswith(_COMMENT_START))
        ):
            return inner, rest
        return _unwrap_emphasis(text), ""
    return None, ""


def _split_at_close(text: str, marker: str, closers: str, start: int) -> tuple[str | None, str]:
    """Split after the closing mark; in emphasis, after the first one that closes both."""
    if marker:
        places = [p for c in closers if (p := text.find(c + marker, start)) >= 0]
        # emphasis that closes before the quotation mark: *"words*"
        place = min(places, default=-1)
        if place < 0:
            return None, ""
        return text[: place + 1], text[place + 1 + len(marker) :]
    place = max(text.rfind(c, start) for c in closers)
    return (text[: place + 1], text[place + 1 :]) if place >= 0 else (None, "")


def _reads_as_quote(inner: str, rest: str, emphasised: bool) -> bool:
    """Return False for a sentence that merely begins with a quoted word."""
    rest = rest.strip()
    if emphasised or not rest or rest.startswith(_COMMENT_START):
        return True
    return inner[:-1].endswith(_SENTENCE_END)
