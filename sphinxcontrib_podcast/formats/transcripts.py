"""Write transcripts as WebVTT, SubRip, JSON of Podcasting 2.0, and plain text."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

from sphinxcontrib_podcast.grammar.times import full_clock
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.transcripts.passages import with_ends

#: A writer returns a text, and what is doubtful about it.
Writer = Callable[[Episode], tuple[str, list[str]]]


def _webvtt(episode: Episode) -> str:
    blocks = ["WEBVTT"]
    for cue, end in with_ends(episode.cues):
        voice = f"<v {html.escape(cue.speaker, quote=False)}>" if cue.speaker else ""
        words = html.escape(cue.text, quote=False)
        blocks.append(f"{full_clock(cue.start)} --> {full_clock(end)}\n{voice}{words}")
    return "\n\n".join(blocks) + "\n"


def _subrip(episode: Episode) -> str:
    blocks = []
    for number, (cue, end) in enumerate(with_ends(episode.cues), 1):
        name = f"{cue.speaker}: " if cue.speaker else ""
        times = f"{full_clock(cue.start, ',')} --> {full_clock(end, ',')}"
        blocks.append(f"{number}\n{times}\n{name}{cue.text.replace('-->', '→')}")
    return "\n\n".join(blocks) + "\n"


def _podcasting(episode: Episode) -> str:
    segments = []
    for cue, end in with_ends(episode.cues):
        segment: dict[str, object] = {"speaker": cue.speaker} if cue.speaker else {}
        segments.append({**segment, "startTime": cue.start, "endTime": end, "body": cue.text})
    data = {"version": "1.0.0", "segments": segments}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _text(episode: Episode) -> str:
    lines = []
    for cue in episode.cues:
        time = f"[{full_clock(cue.start)[:8]}] " if episode.has_moments else ""
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
