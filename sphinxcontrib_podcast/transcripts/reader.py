"""Read a transcript: the words of an episode, with times and speakers.

The content decides which format a file has, not its name. Damage is reported with its line, and
the rest is read; this is why no stricter library is used.
"""

from __future__ import annotations

from itertools import pairwise

from sphinxcontrib_podcast.model import Cue, Problem
from sphinxcontrib_podcast.transcripts.base import Format
from sphinxcontrib_podcast.transcripts.cues import SUBRIP, WEBVTT
from sphinxcontrib_podcast.transcripts.json_segments import JSON
from sphinxcontrib_podcast.transcripts.timed_lines import TEXT

#: The formats, the best first. The last one takes every text.
FORMATS = (WEBVTT, SUBRIP, JSON, TEXT)
#: Suffixes of transcripts that lie beside an episode and have its name, the best first.
SUFFIXES = tuple(known.suffix for known in FORMATS)

#: The largest size of a transcript; a day of speech with a time for each word has half of it.
MOST_BYTES = 32 << 20


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
    problems: list[Problem] = []

    def report(line: int, message: str) -> None:
        problems.append(Problem(path, line, "transcript", message))

    text = text.removeprefix("\ufeff").replace("\r\r\n", "\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cues = list(format_of(text).read(text, report))
    if not cues and not problems:
        report(1, "no line of the transcript has a time; write '[02:04] Name: words'")
    ordered = sorted(cues, key=lambda cue: cue.start)
    if ordered != cues:
        late = next(b for a, b in pairwise(cues) if b.start < a.start)
        report(late.line, "the transcript goes back in time here; it was put in order")
    return tuple(ordered), tuple(problems)
