"""Transcripts in JSON: of Podcasting 2.0, and the like that speech recognition writes.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from statistics import median

from sphinxcontrib_podcast.grammar.text import closed_up
from sphinxcontrib_podcast.grammar.turns import CLOCK, clock_seconds
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, spaced

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\]{])")
_TIME = re.compile(rf"\s*(?:({CLOCK})|(\d{{1,9}}(?:\.\d+)?)s?)\s*$")
_SLOWEST_SPEECH = 0.3  # characters a second


def is_json(text: str) -> bool:
    """Return whether a text begins like an object or a list of objects in JSON."""
    return _JSON.match(text) is not None


def _read(text: str, report: Report) -> Iterator[Cue]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        report(line, f"the transcript is not valid JSON; it was read up to here: {error}")
        data = list(_whole_segments(text))
    data = _segments(data)
    if not isinstance(data, list):
        report(1, "the transcript has no list of 'segments' and was left out")
        return
    segments: list[object] = data
    unit = 1000 if _counts_milliseconds(segments) else 1
    for index, segment in enumerate(segments, 1):
        item = segment if isinstance(segment, dict) else {}
        start, end = _span(item, unit)
        body = _value(item, "body", "text", "transcript")
        if start is None or not isinstance(body, str):
            report(1, f"segment {index} has no 'startTime' or no 'body'; it was left out")
        elif body.strip():
            yield Cue(start, end, _voice(item), closed_up(spaced(body)), 1)


def _whole_segments(text: str) -> Iterator[object]:
    """Yield the segments of damaged JSON, up to the damage."""
    at = text.find("[")
    while at >= 0 and (at := text.find("{", at)) >= 0:
        try:
            segment, at = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield segment


def _segments(data: object) -> object:
    """Return the list of segments, under any name; one with speakers takes precedence."""
    if isinstance(data, dict) and isinstance(data.get("results"), dict):
        data = data["results"]
    if isinstance(data, dict):
        return _value(data, "segments", "utterances", "transcription", "words")
    return data


def _value(item: dict[str, object], *keys: str) -> object:
    """Return the value of the first of the keys that has one."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _span(item: dict[str, object], unit: int) -> tuple[float | None, float | None]:
    """Return the start and the end of a segment in seconds.

    :param unit: how many units of ``start`` and ``end`` are a second. Other fields name theirs.
    """
    offsets = item.get("offsets")  # as whisper.cpp writes them
    if isinstance(offsets, dict):
        times, unit = (offsets.get("from"), offsets.get("to")), 1000
    elif "start_ms" in item:
        times, unit = (item["start_ms"], item.get("end_ms")), 1000
    else:
        times = (_value(item, "startTime", "start"), _value(item, "endTime", "end"))
    start, end = map(_number, times)
    return None if start is None else start / unit, None if end is None else end / unit


def _voice(item: dict[str, object]) -> str:
    speaker = _value(item, "voice", "speaker")
    if isinstance(speaker, int) and not isinstance(speaker, bool) and 0 <= speaker < 1000:
        return f"Speaker {speaker}"
    return spaced(speaker) if isinstance(speaker, str) else ""


def _counts_milliseconds(segments: Sequence[object]) -> bool:
    """Return whether times are whole milliseconds: as seconds, speech would be far too slow."""
    rates = []
    for segment in segments:
        if isinstance(segment, dict) and isinstance(segment.get("text"), str):
            start, end = segment.get("start"), segment.get("end")
            if not isinstance(start, int) or not isinstance(end, int):
                return False
            rates.append(len(segment["text"]) / max(end - start, 1))
    return bool(rates) and median(rates) < _SLOWEST_SPEECH


def _number(value: object) -> float | None:
    """Return a time, which may also be text: a clock or a number."""
    if isinstance(value, str) and (match := _TIME.match(value)):
        value = clock_seconds(match[1]) if match[1] else float(match[2])
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return None
    return float(value)


JSON = Format(".json", ("application/json",), is_json, _read)
