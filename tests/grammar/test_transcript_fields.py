from __future__ import annotations

import pytest
from reading import read

from sphinxcontrib_podcast.grammar.transcript_fields import read_cues


def cues(*items: object, key: str = "transcript") -> list[tuple[float, float | None, str, str]]:
    found = read_cues({"title": "T", key: list(items)}, lambda name: 7)
    assert {cue.line for cue in found} <= {7}
    return [(cue.start, cue.end, cue.speaker, cue.text) for cue in found]


@pytest.mark.parametrize(
    "item",
    [
        {"line": "Words  of\nAnn.", "sec": 85, "time": "9:99", "who": "Ann"},
        {"text": "Words of Ann.", "start": "1:25", "speaker": "Ann"},
        {"body": "Words of Ann.", "startTime": 85.0, "name": "Ann"},
        {"Content": "Words of Ann.", "Timestamp": "01:25", "Voice": "Ann"},
    ],
)
def test_names_of_the_parts(item: object) -> None:
    assert cues(item) == [(85.0, None, "Ann", "Words of Ann.")]


def test_items_in_order_of_time() -> None:
    assert cues(
        {"header": "Part 1"},
        {"line": "A", "sec": 5, "end": 9},
        {"line": "B"},
        {"line": "D", "time": "0:30-0:40"},
        {"line": "C", "sec": 20, "who": 3},
        "text",
        {"sec": 50},
        key="transcription",
    ) == [
        (5.0, 9.0, "", "A"), (5.0, None, "", "B"), (20.0, None, "", "C"), (30.0, 40.0, "", "D"),
    ]  # fmt: skip
    assert cues("a.vtt") == []


def test_an_episode_has_it() -> None:
    text = "---\ntitle: T\ntranscript:\n- line: Hello there.\n  sec: 0\n  time: 0:00\n  who: Ann\n---\n\nS.\n"
    episode = read(text)
    assert [(cue.speaker, cue.text, cue.line) for cue in episode.cues] == [
        ("Ann", "Hello there.", 3)
    ]
    assert episode.chapters == ()
