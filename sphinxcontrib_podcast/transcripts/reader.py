"""Read a transcript: the words of an episode, with times and speakers.

The content decides which format a file has, not its name. Damage is reported with its line, and
the rest is read; this is why no stricter library is used.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sphinxcontrib_podcast.model import Cue, Problem
from sphinxcontrib_podcast.transcripts.base import Format, Report
from sphinxcontrib_podcast.transcripts.cues import SBV, SUBRIP, WEBVTT
from sphinxcontrib_podcast.transcripts.json_segments import JSON
from sphinxcontrib_podcast.transcripts.markup import HTML, TTML
from sphinxcontrib_podcast.transcripts.timed_lines import LYRICS, TEXT
from sphinxcontrib_podcast.transcripts.yaml_lines import YAML

#: The formats, the best first. The last one takes every text.
FORMATS = (WEBVTT, SUBRIP, JSON, SBV, TTML, HTML, YAML, LYRICS, TEXT)
#: Suffixes of transcripts that lie beside an episode and have its name, the best first.
SUFFIXES = tuple(dict.fromkeys(known.suffix for known in FORMATS if known.suffix))
#: The end of the name of a transcript in Markdown: ``first.transcript.md`` beside ``first.md``.
MARKDOWN_SUFFIX = ".transcript.md"

#: The largest size of a transcript; a day of speech with a time for each word has half of it.
MOST_BYTES = 32 << 20

_MOST_PROBLEMS = 10  # messages about one file
_MOST_STRAY = 0.02  # of the cues may have a wild time
_FEWEST = 8  # cues of which one may have it


def format_of(text: str) -> Format:
    """Return the format of a transcript, judged by its content."""
    return next(known for known in FORMATS if known.recognises(text))


def suffix_of_type(media_type: str) -> str:
    """Return the suffix for a media type such as ``text/vtt``, or an empty string."""
    return next((known.suffix for known in FORMATS if media_type in known.media_types), "")


def read_transcript(text: str, path: str) -> tuple[tuple[Cue, ...], tuple[Problem, ...]]:
    """Return the cues of a transcript in order of time, and its problems.

    :param path: for problems; relative to the source directory.
    """
    text = text.removeprefix("\ufeff").replace("\r\r\n", "\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []

    def report(line: int, message: str) -> None:
        problems.append(Problem(path, line, "transcript", message))

    found = list(format_of(text).read(text, report))
    if not found and not problems:
        report(1, "the transcript has no words")
    ordered = _in_order(found, report)
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS + 1
        last = problems[_MOST_PROBLEMS - 1]
        problems[_MOST_PROBLEMS - 1 :] = [
            replace(last, message=f"{last.message} ({more} problems like these are not shown)")
        ]
    return tuple(ordered), tuple(problems)


def _in_order(cues: Sequence[Cue], report: Report) -> list[Cue]:
    """Return cues in order of time.

    A few wild times do not change the order: their cues begin when the one before does.
    """
    late = next((b for a, b in pairwise(cues) if b.start < a.start), None)
    if late is None:
        return list(cues)
    kept = _rising(cues)
    if len(cues) >= _FEWEST and len(cues) - len(kept) <= max(1, _MOST_STRAY * len(cues)):
        stray = [cue for index, cue in enumerate(cues) if index not in kept]
        report(stray[0].line, "the time is out of order here; the one before was used")
        start = cues[min(kept)].start
        ordered = []
        for index, cue in enumerate(cues):
            start = cue.start if index in kept else start
            ordered.append(cue if index in kept else replace(cue, start=start, end=None))
        return ordered
    report(late.line, "the transcript goes back in time here; it was put in order")
    return sorted(cues, key=lambda cue: cue.start)


def _rising(cues: Sequence[Cue]) -> set[int]:
    """Return the indexes of the most cues whose times rise."""
    ends: list[float] = []  # the least last time of a rising sequence, by its length
    last: list[int] = []
    before: list[int] = []
    for index, cue in enumerate(cues):
        length = bisect_right(ends, cue.start)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(cue.start)
            last.append(index)
        else:
            ends[length], last[length] = cue.start, index
    kept: set[int] = set()
    index = last[-1]
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
