"""Write transcripts as WebVTT, SubRip, JSON of Podcasting 2.0, and plain text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from sphinxcontrib_podcast.model import Cue, Episode

_CHARACTERS_PER_SECOND = 15  # of speech, for a last cue without an end
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

#: A writer returns a text, and what is doubtful about it.
Writer = Callable[[Episode], tuple[str, list[str]]]


def _with_ends(cues: Sequence[Cue]) -> Iterator[tuple[Cue, float]]:
    """Yield cues with their ends; an unknown end is the start of the next cue."""
    following = [cue.start for cue in cues[1:]]
    following += [cue.start + len(cue.text) / _CHARACTERS_PER_SECOND for cue in cues[-1:]]
    for cue, later in zip(cues, following, strict=True):
        yield cue, max(later if cue.end is None else cue.end, cue.start)


def _clock(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"


def _webvtt(episode: Episode) -> str:
    blocks = ["WEBVTT"]
    for cue, end in _with_ends(episode.cues):
        voice = f"<v {cue.speaker.translate(_ESCAPES)}>" if cue.speaker else ""
        words = cue.text.translate(_ESCAPES)
        blocks.append(f"{_clock(cue.start, '.')} --> {_clock(end, '.')}\n{voice}{words}")
    return "\n\n".join(blocks) + "\n"


def _subrip(episode: Episode) -> str:
    blocks = []
    for number, (cue, end) in enumerate(_with_ends(episode.cues), 1):
        name = f"{cue.speaker}: " if cue.speaker else ""
        times = f"{_clock(cue.start, ',')} --> {_clock(end, ',')}"
        blocks.append(f"{number}\n{times}\n{name}{cue.text.replace('-->', '→')}")
    return "\n\n".join(blocks) + "\n"


def _podcasting(episode: Episode) -> str:
    segments = []
    for cue, end in _with_ends(episode.cues):
        segment: dict[str, object] = {"speaker": cue.speaker} if cue.speaker else {}
        segments.append({**segment, "startTime": cue.start, "endTime": end, "body": cue.text})
    data = {"version": "1.0.0", "segments": segments}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _text(episode: Episode) -> str:
    lines = []
    for cue in episode.cues:
        time = f"[{_clock(cue.start, '.')[:8]}] " if episode.has_moments else ""
        name = f"{cue.speaker}: " if cue.speaker else ""
        lines.append(f"{time}{name}{cue.text}")
    return "\n\n".join(lines) + "\n"


def _timed(write: Callable[[Episode], str]) -> Writer:
    def writer(episode: Episode) -> tuple[str, list[str]]:
        doubts = [] if episode.has_moments else ["the transcript has no times; all of them are 0"]
        return write(episode), doubts

    return writer


#: Suffixes and writers of transcripts, by the name of the format.
WRITERS: dict[str, tuple[str, Writer]] = {
    "vtt": (".vtt", _timed(_webvtt)),
    "srt": (".srt", _timed(_subrip)),
    "json": (".json", _timed(_podcasting)),
    "text": (".txt", lambda episode: (_text(episode), [])),
}
