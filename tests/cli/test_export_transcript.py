"""``export transcript``: every format that it writes is read again with the same cues."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_podcast.formats.transcripts import WRITERS
from sphinxcontrib_podcast.model import Cue, Episode
from sphinxcontrib_podcast.transcripts.reader import read_transcript

from .conftest import CONF, Run

CUES = (
    Cue(0.5, 2.0, "Mara Lindqvist", "Is 1 < 2 & true?", 1),
    Cue(2.0, None, "Otto Berg", "It is --> always.", 2),
    Cue(3661.25, 3662.0, "Mara Lindqvist", "声は消えるから残したい。", 3),
    Cue(3663.0, None, "Otto Berg", "So we do.", 4),
)
EPISODE = """---
speakers: {SPEAKER_00: Mara Lindqvist, SPEAKER_01: Otto Berg}
---
# One

The summary.

## [00:00] Start
"""
SRT = """1
00:00:01,000 --> 00:00:02,000
SPEAKER_00: Hello.

2
00:00:02,000 --> 00:00:03,000
SPEAKER_01: Who is there?

3
00:00:03,000 --> 00:00:04,000
SPEAKER_00: Me.

4
00:00:04,000 --> 00:00:05,000
SPEAKER_01: Oh.
"""


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_is_read_again(form: str) -> None:
    text, doubts = WRITERS[form][1](Episode("x", "x.md", "X", "en", cues=CUES))
    assert doubts == []
    cues, problems = read_transcript(text, "x")
    assert problems == ()
    digits = 0 if form == "text" else 3
    arrow = "→" if form == "srt" else "-->"
    assert [(round(c.start, digits), c.speaker, c.text) for c in cues] == [
        (int(c.start) if form == "text" else c.start, c.speaker, c.text.replace("-->", arrow))
        for c in CUES
    ]


def test_the_command_writes_names_of_speakers(run: Run, here: Path) -> None:
    (here / "episodes").mkdir()
    (here / "conf.py").write_text(CONF)
    (here / "episodes/one.md").write_text(EPISODE)
    (here / "episodes/one.srt").write_text(SRT)
    (here / "episodes/two.md").write_text("# Two\n\n## [00:00] Start\n")
    (here / "episodes/two.txt").write_text("Only words, no times.\n")
    text = run("export", "transcript", "episodes/one.md").stdout
    assert text.startswith(
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Mara Lindqvist>Hello.\n\n"
        "00:00:02.000 --> 00:00:03.000\n<v Otto Berg>Who is there?\n"
    )
    text = run("export", "transcript", "one", "--format", "srt").stdout
    assert text.startswith("1\n00:00:01,000 --> 00:00:02,000\nMara Lindqvist: Hello.\n\n2\n")
    assert run("export", "transcript", "two", "-f", "text").stdout == "Only words, no times.\n"
    found = run("export", "transcript", "-o", "out", status=1)
    assert "episodes/two.md: the transcript has no times; all of them are 0" in found.stderr
    assert sorted(p.name for p in (here / "out/episodes").iterdir()) == ["one.vtt", "two.vtt"]
