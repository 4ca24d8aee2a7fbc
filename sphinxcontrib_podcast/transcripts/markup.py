"""Transcripts in markup: TTML (https://www.w3.org/TR/ttml2/), and HTML as Podcasting 2.0 has it.

HTML is read with the standard library's tolerant parser, and so is TTML: an XML parser would
expand entities of a file that anybody may have written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from sphinxcontrib_podcast.grammar.turns import CLOCK, clock_seconds
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, plain

_TTML = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?tt[\s>]", re.DOTALL)
_HTML = re.compile(
    r"\s*(?:<!doctype html|<html[\s>]|(?:<[a-z]+[^>]*>\s*){0,20}<(?:cite|time)[\s>])",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_CLOCK = re.compile(CLOCK)


class _Cues(HTMLParser):
    """Collect the paragraphs of a text, each with the time and the speaker before it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cues: list[Cue] = []
        self.names: dict[str, str] = {}
        """Names of speakers by the ids of TTML's agents."""
        self._agent = ""
        self._agents: list[str] = []  # of the elements that are open
        self._hidden = 0
        self._into = ""  # the element whose text is being read
        self._text: list[str] = []
        self._speaker = ""
        self._start: float | None = None
        self._end: float | None = None
        self._line = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.rpartition(":")[2]: value or "" for name, value in attrs}
        name = tag.rpartition(":")[2]
        if name in ("script", "style"):
            self._hidden += 1
        elif name == "agent":
            self._agent = given.get("id", "")
        elif name in ("name", "cite", "time", "p"):
            self._flush()
            self._into, self._line = name, self.getpos()[0]
            if name == "p" and "begin" in given:
                self._start, self._end = _seconds(given["begin"]), _seconds(given.get("end", ""))
        elif name == "br":
            self._text.append(" ")
        if name in ("div", "body"):
            self._agents.append(given.get("agent", ""))
        elif "agent" in given:
            self._speaker = given["agent"]
        elif name == "p":
            self._speaker = next(filter(None, reversed(self._agents)), self._speaker)

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("script", "style"):
            self._hidden = max(self._hidden - 1, 0)
        elif name in ("div", "body") and self._agents:
            self._agents.pop()
        if name == self._into:
            self._flush()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text.append(data)

    def _flush(self) -> None:
        text, into = plain("".join(self._text)), self._into
        self._text, self._into = [], ""
        if not text:
            return
        if into == "name":
            self.names[self._agent] = text
        elif into == "cite":
            self._speaker = text.rstrip(" :：")
        elif into == "time":
            match = _CLOCK.search(text)
            self._start = clock_seconds(match[0]) if match else self._start
            self._end = None
        elif into == "p" and self._start is not None:
            speaker = self.names.get(self._speaker, self._speaker)
            self.cues.append(Cue(self._start, self._end, speaker, text, self._line))


def _seconds(text: str) -> float | None:
    if match := _OFFSET.fullmatch(text):
        return float(match[1]) * _UNITS[match[2]]
    if _CLOCK.fullmatch(text):
        return clock_seconds(text)
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d+)?", text) else None


def _read(text: str, report: Report) -> Iterator[Cue]:
    parser = _Cues()
    parser.feed(text)
    parser.close()
    if not parser.cues:
        report(1, "the transcript has no paragraph (<p>) with a time; it was left out")
    yield from parser.cues


TTML = Format(
    ".ttml",
    ("application/ttml+xml",),
    lambda text: _TTML.match(text) is not None,
    _read,
)
#: Such a file is not found by the name of its episode, because other pages have the suffix too.
HTML = Format("", ("text/html",), lambda text: _HTML.match(text) is not None, _read)
