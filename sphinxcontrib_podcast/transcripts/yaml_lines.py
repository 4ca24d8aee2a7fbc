"""Transcripts as a list in YAML, such as front matter has: ``line``, ``sec`` and ``who``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import yaml

from sphinxcontrib_podcast.grammar.front_matter import find_front_matter, read_yaml
from sphinxcontrib_podcast.grammar.text import closed_up
from sphinxcontrib_podcast.grammar.turns import CLOCK, clock_seconds
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, spaced

_LIST = re.compile(r"\s*(?:transcript:\s*\n)?\s*-\s+(?:\{\s*)?[a-z_]+\s*:", re.IGNORECASE)
_FIELDS = re.compile(r"^[\"']?(?:transcript|speakers)\b", re.MULTILINE)
_TIMES = ("sec", "start", "time", "startTime", "seconds", "timestamp", "begin", "at")
_ENDS = ("end", "endTime")
_WORDS = ("line", "text", "body", "words", "content")
_SPEAKERS = ("who", "speaker", "name", "voice")


def read_lines(lines: Sequence[object], report: Report, *, first: int = 1) -> Iterator[Cue]:
    """Yield the cues of a list of mappings.

    :param first: the line of the file, for problems.
    """
    start = 0.0
    for number, item in enumerate(lines, 1):
        if not isinstance(item, Mapping):
            message = f"item {number} of the transcript has no 'line' and 'sec'; it was left out"
            report(first, message)
            continue
        words = _value(item, _WORDS)
        if words is None:
            continue  # the title of a part
        time = _seconds(_value(item, _TIMES))
        start = start if time is None else time
        speaker = _value(item, _SPEAKERS)
        if text := closed_up(spaced(str(words))):
            end = _seconds(_value(item, _ENDS))
            yield Cue(start, end, spaced(str(speaker)) if speaker else "", text, first)


def _value(item: Mapping[object, object], keys: Sequence[str]) -> object:
    return next((item[key] for key in keys if item.get(key) not in (None, "")), None)


def _seconds(value: object) -> float | None:
    if isinstance(value, str) and re.fullmatch(CLOCK, value.strip()):
        return clock_seconds(value.strip())
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}(?:\.\d+)?", value.strip()):
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return None
    return float(value)


def _read(text: str, report: Report) -> Iterator[Cue]:
    try:
        data = read_yaml(text)
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        report(1, f"the transcript is not valid YAML; it was left out: {reason}")
        return
    if isinstance(data, Mapping):
        data = data.get("transcript")
    if isinstance(data, list):
        yield from read_lines(data, report)


class InFrontMatter(NamedTuple):
    """What the front matter of an episode has of its transcript."""

    lines: tuple[object, ...] = ()
    """The transcript itself."""
    line: int = 1
    """Where it begins."""
    names: Mapping[str, str] = MappingProxyType({})
    """The names of speakers by what the transcript calls them."""


def in_front_matter(source: str) -> InFrontMatter:
    """Return the transcript in the front matter of a file, and the names of speakers."""
    front_matter = find_front_matter(source)
    if front_matter is None or not _FIELDS.search(front_matter.text):
        return InFrontMatter()
    fields = front_matter.read().fields
    lines, names = fields.get("transcript"), fields.get("speakers")
    return InFrontMatter(
        tuple(lines) if isinstance(lines, list) else (),
        front_matter.line_of("transcript"),
        {str(key): spaced(name) for key, name in names.items() if isinstance(name, str)}
        if isinstance(names, Mapping)
        else {},
    )


YAML = Format("", (), lambda text: _LIST.match(text) is not None, _read)
