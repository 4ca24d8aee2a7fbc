"""Read transcripts in front matter: a list of mappings with a time, a speaker and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sphinxcontrib_podcast.grammar.chapter_fields import seconds_of
from sphinxcontrib_podcast.grammar.text import writable
from sphinxcontrib_podcast.grammar.vocabulary import transcript_names, word
from sphinxcontrib_podcast.model import Cue


def read_cues(data: Mapping[Any, Any], line_of: Callable[[str], int]) -> tuple[Cue, ...]:
    """Return the transcript in front matter, in order of time.

    Items without words, such as headers, are left out. An item without a time follows the one
    before it.

    :param line_of: returns the line of a field.
    """
    names = transcript_names()
    for name in names["list"]:
        for key, value in data.items():
            if word(str(key)[:60]) == word(name) and isinstance(value, list):
                cues = list(_cues(value, names, line_of(str(key))))
                if cues:
                    return tuple(sorted(cues, key=lambda cue: cue.start))
    return ()


def speaker_names(data: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    """Return the names of speakers in front matter, by what the transcript calls them."""
    names = data.get("speakers")
    if not isinstance(names, Mapping):
        return ()
    return tuple(
        (str(label), writable(" ".join(name.split())))
        for label, name in names.items()
        if isinstance(name, str)
    )


def _cues(items: list[Any], names: Mapping[str, tuple[str, ...]], line: int) -> Iterator[Cue]:
    start = 0.0
    for item in items:
        if not isinstance(item, Mapping):
            continue
        values = {word(str(key)[:60]): value for key, value in item.items()}

        def first(part: str, values: Mapping[str, Any] = values) -> Any:
            found = (values.get(word(name)) for name in names[part])
            return next((value for value in found if value not in (None, "")), None)

        time, end, words, speaker = map(first, ("start", "end", "words", "speaker"))
        span = seconds_of(time)
        start, stop = span if span else (start, None)
        end_span = seconds_of(end)
        if isinstance(words, str) and words.strip():
            yield Cue(
                start,
                end_span[0] if end_span else stop,
                writable(" ".join(speaker.split())) if isinstance(speaker, str) else "",
                writable(" ".join(words.split())),
                line,
            )
