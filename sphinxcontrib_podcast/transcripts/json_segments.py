"""Transcripts in JSON: of Podcasting 2.0, and of programs and services that recognise speech.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md

Each dialect keeps its segments, or only words, under names of its own; words are joined to cues.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.text import closed_up, join_text
from sphinxcontrib_podcast.grammar.turns import CLOCK, clock_seconds
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report, spaced

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\]{])")
_TIME = re.compile(rf"\s*(?:({CLOCK})|(\d{{1,9}}(?:\.\d+)?)s?)\s*$")
_SLOWEST_SPEECH = 0.3  # characters a second
_SENTENCE_END = (".", "!", "?", "。", "！", "？")
_LONGEST_PAUSE = 1.5  # seconds between words of a cue
_MOST_WORDS = 40  # of a cue without a full stop

_INCOMPLETE = "segment {} has no 'startTime' or no 'body'; it was left out"

_Item = dict[str, object]


class _Segment(NamedTuple):
    """A segment, or a word, whose time may be unknown."""

    start: float | None
    end: float | None
    speaker: str
    text: str


def is_json(text: str) -> bool:
    """Return whether a text begins like an object or a list of objects in JSON."""
    return _JSON.match(text) is not None


def _read(text: str, report: Report) -> Iterator[Cue]:
    found = _segments(_load(text, report))
    if found is None:
        report(1, "the transcript has no list of 'segments' and was left out")
        return
    items, are_words = found
    unit = 1000 if _counts_milliseconds(items) else 1
    segments: list[_Segment] = []
    for index, item in enumerate(items, 1):
        start, end = _span(item, unit)
        body = _text(item)
        if body is None:
            report(1, _INCOMPLETE.format(index))
        elif body.strip():
            segments.append(_Segment(start, end, _voice(item), body))
    if all(segment.start is None for segment in segments):
        for index in range(1, len(segments) + 1):
            report(1, _INCOMPLETE.format(index))
        return
    for segment in _joined(segments) if are_words else _timed(segments):
        yield Cue(
            segment.start or 0.0, segment.end, segment.speaker, closed_up(spaced(segment.text)), 1
        )


def _load(text: str, report: Report) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        try:  # an object on each line
            return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            pass
        line = getattr(error, "lineno", 1)
        report(line, f"the transcript is not valid JSON; it was read up to here: {error}")
        return list(_whole_segments(text))


def _whole_segments(text: str) -> Iterator[object]:
    """Yield the segments of damaged JSON, up to the damage."""
    at = text.find("[")
    while at >= 0 and (at := text.find("{", at)) >= 0:
        try:
            segment, at = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield segment


def _segments(data: object) -> tuple[list[_Item], bool] | None:
    """Return the segments, and whether they are single words, or None without segments."""
    if isinstance(data, list):
        return _items(data), False
    if not isinstance(data, dict):
        return None
    results = data.get("results")
    if isinstance(results, list):  # Google
        return list(_alternative_words(results)), True
    if isinstance(results, dict):  # Deepgram, AWS
        data = results
    found = _listed(data)
    if found is not None:
        return found, False
    if monologues := _items(data.get("monologues")):  # Rev
        return [word for m in monologues for word in _monologue(m)], True
    if events := _items(data.get("events")):  # YouTube
        return [event for event in events if event.get("segs")], False
    return _of_channels(data) or _words(data)


def _listed(data: _Item) -> list[_Item] | None:
    """Return the segments of the first list of segments that has some; one with speakers is first.

    An empty list shows that the recording has no speech, if no other list has anything.
    """
    lists = [_items(data[name]) for name in _SEGMENTS if name in data]
    if found := next(filter(None, lists), None):
        return found
    is_empty = any(data.get(name) == [] for name in _SEGMENTS)
    return [] if is_empty and not _items(data.get("words")) else None


def _of_channels(data: _Item) -> tuple[list[_Item], bool] | None:
    for channel in _items(data.get("channels")):
        for best in _items(channel.get("alternatives"))[:1]:
            if sentences := list(_sentences(best)):
                return sentences, False
            return _items(best.get("words")), True
    return None


def _words(data: _Item) -> tuple[list[_Item], bool] | None:
    words = _items(data.get("words"))
    return (words, True) if words else None


#: The names of lists of segments, those with speakers first.
_SEGMENTS = (
    "segments", "utterances", "speakers", "transcription", "chunks", "audio_segments", "transcript",
    "cues", "captions", "monologue", "items",
)  # fmt: skip


def _items(value: object) -> list[_Item]:
    """Return the objects of a list."""
    if not isinstance(value, list):
        return []
    return [item if isinstance(item, dict) else {} for item in value]


def _alternative_words(results: Sequence[object]) -> Iterator[_Item]:
    for result in _items(results):
        for best in _items(result.get("alternatives"))[:1]:
            yield from _items(best.get("words"))


def _monologue(monologue: _Item) -> Iterator[_Item]:
    for element in _items(monologue.get("elements")):
        yield {
            "start": element.get("ts"),
            "end": element.get("end_ts"),
            "text": element.get("value"),
            "speaker": monologue.get("speaker"),
            "is_glued": element.get("type") == "punct",
        }


def _sentences(alternative: _Item) -> Iterator[_Item]:
    """Yield the sentences of Deepgram's paragraphs, with their speakers."""
    paragraphs = alternative.get("paragraphs")
    inner = paragraphs.get("paragraphs") if isinstance(paragraphs, dict) else None
    for paragraph in _items(inner):
        for sentence in _items(paragraph.get("sentences")):
            yield {"speaker": paragraph.get("speaker"), **sentence}


def _value(item: _Item, *keys: str) -> object:
    """Return the value of the first of the keys that has one."""
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _text(item: _Item) -> str | None:
    parts = item.get("segs")
    if isinstance(parts, list):
        return "".join(str(part.get("utf8", "")) for part in _items(parts))
    if item.get("is_glued") and isinstance(item.get("text"), str):
        return f"\b{item['text']}"
    text = _value(item, "body", "punctuated_word", "text", "transcript", "word", "line", "content")
    return text if isinstance(text, str) else None


def _span(item: _Item, unit: int) -> tuple[float | None, float | None]:
    """Return the start and the end of a segment in seconds.

    :param unit: how many units of ``start`` and ``end`` are a second. Other fields name theirs.
    """
    offsets, pair = item.get("offsets"), item.get("timestamp")
    if isinstance(offsets, dict):  # as whisper.cpp writes them
        times, unit = (offsets.get("from"), offsets.get("to")), 1000
    elif isinstance(pair, list) and len(pair) == 2:  # as Hugging Face's pipelines write them
        times, unit = (pair[0], pair[1]), 1
    elif "start_ms" in item:
        times, unit = (item["start_ms"], item.get("end_ms")), 1000
    elif "tStartMs" in item:
        times, unit = (item["tStartMs"], None), 1000
    else:
        times = (
            _value(item, "startTime", "start_time", "start", "sec", "time", "ts"),
            _value(item, "endTime", "end_time", "end", "end_ts"),
        )
    start, end = map(_number, times)
    return None if start is None else start / unit, None if end is None else end / unit


def _voice(item: _Item) -> str:
    speaker = _value(item, "voice", "speaker", "speaker_label", "speakerTag", "who")
    if isinstance(speaker, int) and not isinstance(speaker, bool) and 0 <= speaker < 1000:
        return f"Speaker {speaker}"
    return spaced(speaker) if isinstance(speaker, str) else ""


def _counts_milliseconds(segments: Sequence[_Item]) -> bool:
    """Return whether times are whole milliseconds: as seconds, speech would be far too slow."""
    rates = []
    for segment in segments:
        text = _text(segment)
        if text:
            start, end = segment.get("start"), segment.get("end")
            if not isinstance(start, int) or not isinstance(end, int):
                return False
            rates.append(len(text) / max(end - start, 1))
    return bool(rates) and median(rates) < _SLOWEST_SPEECH


def _number(value: object) -> float | None:
    """Return a time, which may also be text: a clock or a number."""
    if isinstance(value, str) and (match := _TIME.match(value)):
        value = clock_seconds(match[1]) if match[1] else float(match[2])
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        return None
    return float(value)


def _timed(segments: Sequence[_Segment]) -> Iterator[_Segment]:
    """Yield segments; one without a time begins where the one before ends."""
    latest = 0.0
    for segment in segments:
        start = latest if segment.start is None else segment.start
        yield segment._replace(start=start)
        latest = start if segment.end is None else max(segment.end, start)


def _joined(words: Iterable[_Segment]) -> Iterator[_Segment]:
    """Yield words as segments: up to the end of a sentence, a pause, or another speaker."""
    group: list[_Segment] = []
    for word in _timed(list(words)):
        before = group[-1] if group else None
        is_glued = word.text.startswith("\b")
        if before and not is_glued:
            end = before.start if before.end is None else before.end
            if (
                word.speaker != before.speaker
                or before.text.rstrip().endswith(_SENTENCE_END)
                or (word.start or 0.0) - (end or 0.0) > _LONGEST_PAUSE
                or len(group) >= _MOST_WORDS
            ):
                yield _group(group)
                group = []
        group.append(word)
    if group:
        yield _group(group)


def _group(words: Sequence[_Segment]) -> _Segment:
    text = words[0].text.lstrip("\b").strip()
    for before, word in pairwise(words):
        if word.text.startswith("\b"):
            text += word.text[1:].rstrip() if word.text[1:].strip() else " "
        elif before.text.endswith(" ") or word.text.startswith(" "):
            text = f"{text} {word.text.strip()}"
        else:
            text = join_text([text, word.text.strip()])
    return _Segment(words[0].start, words[-1].end, words[0].speaker, text)


JSON = Format(".json", ("application/json",), is_json, _read)
