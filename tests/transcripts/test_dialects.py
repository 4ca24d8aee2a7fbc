"""Each format in the manual's table of transcripts is read as its sample says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.reader import read_transcript

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "listening.md"

Expected = list[tuple[float, str, str]]
HELLO: Expected = [(1.0, "Mara", "Hello."), (2.0, "Otto", "Who is there?")]
PLAIN: Expected = [(1.0, "", "Hello."), (2.0, "", "Who is there?")]
NUMBERED: Expected = [(1.0, "Speaker 0", "Hello."), (2.0, "Speaker 1", "Who is there?")]


def words(**names: object) -> list[dict[str, object]]:
    """Return the words of a service; ``names`` are its names for text, start and end."""
    said = [("Hello.", 1.0, 1.5), ("Who", 2.0, 2.2), ("is", 2.2, 2.4), ("there?", 2.4, 3.0)]
    return [
        {str(names["text"]): text, str(names["start"]): start, str(names["end"]): end}
        for text, start, end in said
    ]


DEEPGRAM_WORDS = [
    {"word": w["word"].lower().strip(".?"), "punctuated_word": w["word"], "start": w["start"],  # type: ignore[attr-defined]
     "end": w["end"], "speaker": 0 if n == 0 else 1}
    for n, w in enumerate(words(text="word", start="start", end="end"))
]  # fmt: skip

#: The samples by the first cell of a row of the table.
SAMPLES: dict[str, list[tuple[str, Expected]]] = {
    "WebVTT": [
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Mara>Hello.\n\n"
            "00:02.000 --> 00:03.000\n<v Otto>Who is there?",
            HELLO,
        )
    ],
    "WebVTT of Zoom": [
        (
            "\ufeffWEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000\r\nMara: Hello.\r\n\r\n2\r\n"
            "00:00:02.000 --> 00:00:03.000\r\nOtto: Who is there?\r\n\r\n3\r\n"
            "00:00:04.000 --> 00:00:05.000\r\nMara: Me.\r\n",
            [*HELLO, (4.0, "Mara", "Me.")],
        )
    ],
    "WebVTT of Teams": [
        (
            "WEBVTT\n\n5a1f-0/1-0\n00:00:01.000 --> 00:00:02.000\n<v Mara>Hello.</v>\n\n"
            "5a1f-0/2-0\n00:00:02.000 --> 00:00:03.000\n<v Otto>Who is there?</v>\n",
            HELLO,
        )
    ],
    "WebVTT of YouTube": [
        (
            "WEBVTT\n\n00:00:01.000 --> 00:00:01.990\nHello.\n\n00:00:01.990 --> 00:00:02.000\n"
            "Hello.\n\n00:00:02.000 --> 00:00:02.990\nHello.\nWho<00:00:02.200><c> is</c> there?\n\n"
            "00:00:02.990 --> 00:00:03.000\nWho is there?\n",
            [(1.0, "", "Hello."), (2.0, "", "Who is there?")],
        )
    ],
    "SubRip": [
        (
            "1\n00:00:01,000 --> 00:00:02,000\nMara: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\n"
            "Otto: Who is there?\n\n3\n00:00:04,000 --> 00:00:05,000\nMara: Me.\n",
            [*HELLO, (4.0, "Mara", "Me.")],
        )
    ],
    "SBV of YouTube": [
        ("0:00:01.000,0:00:02.000\nHello.\n\n0:00:02.000,0:00:03.000\nWho is there?\n", PLAIN)
    ],
    "TTML": [
        (
            '<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml" '
            'xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata>'
            '<ttm:agent xml:id="a1"><ttm:name>Mara</ttm:name></ttm:agent>'
            '<ttm:agent xml:id="a2"><ttm:name>Otto</ttm:name></ttm:agent></metadata></head><body>'
            '<div><p begin="1.0" end="2.0" ttm:agent="a1"><span>Hello.</span></p>'
            '<p begin="00:00:02.000" end="3s" ttm:agent="a2">Who <span>is there?</span></p>'
            "</div></body></tt>",
            HELLO,
        )
    ],
    "HTML of Podcasting 2.0": [
        (
            "<cite>Mara:</cite>\n<time>0:01</time>\n<p>Hello.</p>\n<cite>Otto:</cite>\n"
            "<time>0:02</time>\n<p>Who is <b>there</b>?</p>\n",
            HELLO,
        )
    ],
    "JSON of Podcasting 2.0": [
        (
            json.dumps({"version": "1.0.0", "segments": [
                {"speaker": "Mara", "startTime": 1, "endTime": 2, "body": "Hello."},
                {"speaker": "Otto", "startTime": 2, "endTime": 3, "body": "Who is there?"}]}),
            HELLO,
        )
    ],
    "JSON of Whisper, faster-whisper, WhisperX": [
        (
            json.dumps({"text": "", "segments": [
                {"id": 0, "start": 1.0, "end": 1.5, "text": " Hello.", "speaker": "Mara"},
                {"id": 1, "start": 2.0, "end": 3.0, "text": " Who is there?", "speaker": "Otto"}]}),
            HELLO,
        ),
        # WhisperX may leave a time out
        (
            json.dumps({"segments": [
                {"start": 1.0, "end": 2.0, "text": "Hello."}, {"text": "Who is there?"},
                {"start": 5.0, "text": "Me."}]}),
            [*PLAIN, (5.0, "", "Me.")],
        ),
        (json.dumps([{"start": 1.0, "end": 2.0, "text": "Hello."},
                     {"start": 2.0, "end": 3.0, "text": "Who is there?"}]), PLAIN),
    ],
    "JSON of whisper.cpp": [
        (
            json.dumps({"transcription": [
                {"offsets": {"from": 1000, "to": 2000}, "text": " Hello."},
                {"offsets": {"from": 2000, "to": 3000}, "text": " Who is there?"}]}),
            PLAIN,
        )
    ],
    "JSON of OpenAI": [
        (json.dumps({"text": "", "segments": [], "words": words(text="word", start="start", end="end")}), PLAIN),
        (json.dumps({"text": "", "words": words(text="word", start="start", end="end")}), PLAIN),
    ],
    "JSON of Hugging Face": [
        (
            json.dumps({"text": "", "chunks": [
                {"timestamp": [1.0, 2.0], "text": " Hello."},
                {"timestamp": [2.0, None], "text": " Who is there?"}]}),
            PLAIN,
        ),
        (
            json.dumps({"chunks": [], "speakers": [
                {"speaker": "Mara", "timestamp": [1.0, 2.0], "text": "Hello."},
                {"speaker": "Otto", "timestamp": [2.0, 3.0], "text": "Who is there?"}]}),
            HELLO,
        ),
    ],
    "JSON of AssemblyAI": [
        (
            json.dumps({"utterances": [
                {"speaker": "Mara", "start": 1000, "end": 2000, "text": "Hello."},
                {"speaker": "Otto", "start": 2000, "end": 5000, "text": "Who is there?"}],
                "words": []}),
            HELLO,
        )
    ],
    "JSON of Deepgram": [
        (
            json.dumps({"results": {"channels": [{"alternatives": [{"words": DEEPGRAM_WORDS}]}]}}),
            NUMBERED,
        ),
        (
            json.dumps({"results": {"channels": [{"alternatives": [{"words": DEEPGRAM_WORDS,
                "paragraphs": {"paragraphs": [
                    {"speaker": 0, "sentences": [{"text": "Hello.", "start": 1.0, "end": 1.5}]},
                    {"speaker": 1, "sentences": [{"text": "Who is there?", "start": 2.0, "end": 3.0}]},
                ]}}]}]}}),
            NUMBERED,
        ),
    ],
    "JSON of Rev": [
        (
            json.dumps({"monologues": [
                {"speaker": 0, "elements": [
                    {"type": "text", "value": "Hello", "ts": 1.0, "end_ts": 1.5},
                    {"type": "punct", "value": "."}]},
                {"speaker": 1, "elements": [
                    {"type": "text", "value": "Who", "ts": 2.0, "end_ts": 2.2},
                    {"type": "punct", "value": " "},
                    {"type": "text", "value": "is", "ts": 2.2, "end_ts": 2.4},
                    {"type": "punct", "value": " "},
                    {"type": "text", "value": "there", "ts": 2.4, "end_ts": 2.9},
                    {"type": "punct", "value": "?"}]}]}),
            NUMBERED,
        )
    ],
    "JSON of AWS, Google, YouTube": [
        (
            json.dumps({"results": {"audio_segments": [
                {"transcript": "Hello.", "start_time": "1.0", "end_time": "2.0", "speaker_label": "spk_0"},
                {"transcript": "Who is there?", "start_time": "2.0", "end_time": "3.0",
                 "speaker_label": "spk_1"}]}}),
            [(1.0, "spk_0", "Hello."), (2.0, "spk_1", "Who is there?")],
        ),
        (
            json.dumps({"results": [{"alternatives": [{"words": [
                {"word": "Hello.", "startTime": "1.0s", "endTime": "1.5s"},
                {"word": "Who", "startTime": "2.0s", "endTime": "2.4s"},
                {"word": "is", "startTime": "2.4s", "endTime": "2.6s"},
                {"word": "there?", "startTime": "2.6s", "endTime": "3s"}]}]}]}),
            PLAIN,
        ),
        (
            json.dumps({"events": [
                {"tStartMs": 1000, "segs": [{"utf8": "Hello."}]}, {"tStartMs": 1500},
                {"tStartMs": 2000, "segs": [{"utf8": "Who"}, {"utf8": " is there?"}]}]}),
            PLAIN,
        ),
    ],
    "JSON lines": [
        (
            '{"start": 1.0, "end": 2.0, "text": "Hello.", "speaker": "Mara"}\n'
            '{"start": 2.0, "end": 3.0, "text": "Who is there?", "speaker": "Otto"}\n',
            HELLO,
        )
    ],
    "YAML": [
        (
            "- line: Hello.\n  sec: 1\n  who: Mara\n- line: Who is there?\n  sec: 2\n  who: Otto\n",
            HELLO,
        ),
        ("transcript:\n  - {who: Mara, time: '00:01', line: Hello.}\n"
         "  - {who: Otto, time: '00:02', line: Who is there?}\n", HELLO),
    ],
    "text": [
        ("[00:00:01] Mara: Hello.\n[00:00:02] Otto: Who is there?\n", HELLO),
        ("【00:01】Mara: Hello.\n【00:02】Otto: Who is there?\n", HELLO),
    ],
    "text of Otter": [
        ("Mara  0:01\nHello.\n\nOtto  0:02\nWho is there?\n\nTranscribed by https://otter.ai\n", HELLO)
    ],
    "text of Rev, Riverside": [
        ("Mara (00:01):\nHello.\n\nOtto (00:02):\nWho is there?\n", HELLO),
        ("Mara (00:01)\nHello.\n\nOtto (00:02)\nWho is there?\n", HELLO),
    ],
    "text of Descript": [("[00:00:01] Mara: Hello.\n\n[00:00:02] Otto: Who is there?\n", HELLO)],
    "text, with a line for the name": [
        ("Mara\n(00:00:01) Hello.\n\nOtto\n(00:00:02) Who is there?\n", HELLO),
        ("Mara\n00:00:01\nHello.\n\nOtto\n00:00:02\nWho is there?\n", HELLO),
    ],
    "lyrics (LRC)": [("[ar:Mara]\n[00:01.00]Hello.\n[00:02.00]Who is there?\n", PLAIN)],
    "Markdown": [
        ("**Mara:** \\[00:01\\] Hello.\n\n**Otto:** \\[00:02\\] Who is there?\n", HELLO),
        ("**[00:01]** Hello.\n\n**[00:02]** Who is there?\n", PLAIN),
        ("**[00:01] Mara:** Hello.\n\n**[00:02] Otto:** Who is there?\n", HELLO),
        ("> **[00:01] Mara:** Hello.\n>\n> **[00:02] Otto:** Who is there?\n", HELLO),
    ],
    "text without times": [
        (
            "Mara: Hello.\n\nOtto: Who is there?\n\nMara: Me.\n\nOtto: Oh.\n",
            [(0.0, "Mara", "Hello."), (0.0, "Otto", "Who is there?"), (0.0, "Mara", "Me."), (0.0, "Otto", "Oh.")],
        ),
        ("Hello, this is\nthe whole text.\n\nAnd this.\n",
         [(0.0, "", "Hello, this is the whole text."), (0.0, "", "And this.")]),
    ],
}  # fmt: skip


def read(text: str) -> tuple[Expected, list[str]]:
    cues, problems = read_transcript(text, "x")
    return [(c.start, c.speaker, c.text) for c in cues], [p.message for p in problems]


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*s, id=n) for n, group in SAMPLES.items() for s in group]
)
def test_each_format_is_read(text: str, expected: Expected) -> None:
    assert read(text) == (expected, [])


def test_the_manual_lists_each_format() -> None:
    table = PAGE.read_text("utf-8").partition("| format |")[2].partition("\n\n")[0]
    rows = [re.split(r"(?<!\\)\|", line)[1].strip() for line in table.splitlines()[2:]]
    assert rows == list(SAMPLES)


def cues_of(text: str) -> tuple[Cue, ...]:
    return read_transcript(text, "x")[0]


def srt(*lines: str) -> str:
    return "\n\n".join(
        f"{n}\n00:00:{2 * n:02},000 --> 00:00:{2 * n + 1:02},000\n{line}"
        for n, line in enumerate(lines, 1)
    )


def test_who_speaks_once_is_not_the_speaker_before() -> None:
    found = cues_of(
        srt("HOST: One.", "Two.", "AUDIENCE: A question.", "HOST: Three.", "HOST: Four.")
    )
    assert [c.speaker for c in found] == ["HOST", "", "AUDIENCE", "HOST", "HOST"]
    found = cues_of(
        srt("Mara: One.", "Otto: Two.", "Mara: Three.", "And then: nothing.", "This and that: all.")
    )
    assert [c.speaker for c in found] == ["Mara", "Otto", "Mara", "", ""]
    found = cues_of(srt("主持人：你好。", "嘉宾：你好。", "主持人：再见。"))
    assert [c.speaker for c in found] == ["主持人", "嘉宾", "主持人"]


def test_a_damaged_line_of_times_is_no_speech() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:04,000\nHello\n\n2\n00:00:05,000 -> 00:00:07,000\nWorld\n\n"
        "3\n00:00:08,000 --> 00:00:06,000\nBack\n"
    )
    cues, problems = read_transcript(text, "x.srt")
    assert [(c.start, c.end, c.text) for c in cues] == [(1.0, 4.0, "Hello"), (8.0, None, "Back")]
    assert [p.line for p in problems] == [6, 10]


def test_a_wild_time_does_not_change_the_order() -> None:
    lines = [f"[00:{n:02}] Word {n}." for n in range(1, 12)]
    lines[4] = "[50:00] Word 5."
    cues, problems = read_transcript("\n".join(lines), "x")
    assert [c.text for c in cues] == [f"Word {n}." for n in range(1, 12)]
    assert [c.start for c in cues[3:6]] == [4, 4, 6]
    assert [p.message for p in problems] == [
        "the time is out of order here; the one before was used"
    ]


def test_a_file_has_ten_messages_at_most() -> None:
    text = "WEBVTT\n\n" + "\n\n".join(f"00:0{n % 6} --> x\nWord" for n in range(500))
    _cues, problems = read_transcript(text, "x.vtt")
    assert len(problems) == 10
    assert problems[-1].message.endswith("(491 problems like these are not shown)")
