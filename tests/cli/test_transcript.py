"""``import transcript``: the build uses the transcript that was imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .conftest import CONF, Run

CUES = {
    "vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nA {word}.\n",
    "srt": "1\n00:00:00,000 --> 00:00:02,000\nA {word}.\n",
    "json": '{{"version": "1.0.0", "segments": [{{"startTime": 0, "body": "A {word}."}}]}}',
    "txt": "[00:00] A {word}.\n",
}


@pytest.fixture
def episode(here: Path) -> Path:
    (here / "conf.py").write_text(CONF, encoding="utf-8")
    path = here / "episodes/hello.md"
    path.parent.mkdir()
    path.write_text("# Hello\n\n## [00:00] One\n\n> *“A bell.”*\n", encoding="utf-8")
    return path


def verdict(run: Run) -> str:
    (found,) = json.loads(run("export", "catalogue").stdout)["episodes"]
    return str(found["quotes"][0]["verdict"])


@pytest.mark.parametrize("before", CUES)
@pytest.mark.parametrize("after", CUES)
def test_force_replaces_a_transcript_of_any_format(
    run: Run, here: Path, episode: Path, before: str, after: str
) -> None:
    episode.with_suffix(f".{before}").write_text(CUES[before].format(word="voice"), "utf-8")
    assert verdict(run) == "missing"
    (here / f"new.{after}").write_text(CUES[after].format(word="bell"), encoding="utf-8")
    run("import", "transcript", f"new.{after}", "-e", episode, status=2)
    assert verdict(run) == "missing"
    run("import", "transcript", f"new.{after}", "-e", episode, "--force")
    assert {p.name for p in episode.parent.iterdir()} == {"hello.md", f"hello.{after}"}
    assert verdict(run) == "verbatim"


@pytest.mark.slow
@pytest.mark.parametrize("suffix", CUES)
def test_a_transcript_is_never_markup(
    run: Run, here: Path, episode: Path, build: Callable[..., str], suffix: str
) -> None:
    live = "{doc}`x` ```{include} /conf.py {{ project }} &lt;script>run()&lt;/script> <x-y>"
    word = live.replace("&lt;", "<") if suffix in ("json", "txt") else live
    written = CUES[suffix].format(word="WORD").replace("WORD", word)
    (here / f"new.{suffix}").write_text(written, encoding="utf-8")
    run("import", "transcript", f"new.{suffix}", "-e", episode)
    build()
    page = BeautifulSoup(
        (here / "_build/html/episodes/hello.html").read_text("utf-8"), "html.parser"
    )
    shown = page.select_one(".pod-turn")
    assert shown is not None
    assert "{doc}`x` ```{include} /conf.py {{ project }}" in shown.get_text()
    assert not shown.select("script, x-y, pre, code")


def test_a_damaged_transcript_replaces_as_well(run: Run, here: Path, episode: Path) -> None:
    episode.with_suffix(".srt").write_text(CUES["srt"].format(word="voice"), encoding="utf-8")
    text = CUES["vtt"].format(word="bell") + "\n00:05 --> soon\nLost.\n"
    (here / "bad.vtt").write_text(text, encoding="utf-8")
    run("import", "transcript", "bad.vtt", "-e", episode, "--force", status=1)
    assert {p.name for p in episode.parent.iterdir()} == {"hello.md", "hello.vtt"}


def test_an_invalid_transcript_replaces_nothing(run: Run, here: Path, episode: Path) -> None:
    episode.with_suffix(".srt").write_text(CUES["srt"].format(word="voice"), encoding="utf-8")
    (here / "bad.vtt").write_text("WEBVTT\n", encoding="utf-8")
    run("import", "transcript", "bad.vtt", "-e", episode, "--force", status=2)
    assert {p.name for p in episode.parent.iterdir()} == {"hello.md", "hello.srt"}


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("named", ["hello.srt", "../words.vtt", "https://example.org/1.vtt"])
def test_a_transcript_that_front_matter_names(
    run: Run, here: Path, episode: Path, named: str, force: list[str]
) -> None:
    text = f"---\ntranscript: {named}\n---\n{episode.read_text('utf-8')}"
    episode.write_text(text, encoding="utf-8")
    (here / "new.vtt").write_text(CUES["vtt"].format(word="bell"), encoding="utf-8")
    result = run("import", "transcript", "new.vtt", "-e", episode, *force, status=2)
    assert f"names its transcript, {named}" in result.stderr
    assert "remove that field" in result.stderr
    assert not episode.with_suffix(".vtt").exists()
    episode.write_text(text.replace(named, "hello.vtt"), encoding="utf-8")
    run("import", "transcript", "new.vtt", "-e", episode)
    assert verdict(run) == "verbatim"


VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Kenji Sato>A voice is not a signal.\n"
SRT = "1\n00:00:00,000 --> 00:00:02,000\nKenji: A voice.\n"
JSON = '{"version": "1.0.0", "segments": [{"startTime": 0, "body": "A voice."}]}'


@pytest.mark.parametrize(
    ("name", "text", "suffix"),
    [
        ("a.vtt", VTT, ".vtt"),
        ("a.SRT", SRT, ".srt"),
        ("a.json", JSON, ".json"),
        ("a.txt", "[00:00] Kenji: A voice.\n", ".txt"),
        ("a.text", VTT, ".vtt"),
        ("a", SRT, ".srt"),
        ("a.data", JSON, ".json"),
        ("a.md", "**Kenji:** \\[00:00\\] A voice.\n", ".txt"),
        ("a.out", "[00:00] Kenji: A voice.\n", ".txt"),
    ],
)
def test_a_transcript(run: Run, here: Path, name: str, text: str, suffix: str) -> None:
    (here / "one.md").write_text("# One\n", encoding="utf-8")
    (here / name).write_text(text, encoding="utf-8")
    result = run("import", "transcript", name, "--episode", "one.md")
    assert result.stdout == f"one{suffix}\n"
    assert (here / f"one{suffix}").read_text("utf-8") == text
    assert "--force" in run("import", "transcript", name, "--episode", "one.md", status=2).stderr
    (here / name).write_text(text.replace("voice", "word"), encoding="utf-8")
    run("import", "transcript", name, "--episode", "one.md", "--force")
    assert "word" in (here / f"one{suffix}").read_text("utf-8")


def test_a_damaged_transcript(run: Run, here: Path) -> None:
    (here / "one.md").write_text("# One\n", encoding="utf-8")
    (here / "a.vtt").write_text(VTT + "\n00:05 --> soon\nLost.\n", encoding="utf-8")
    result = run("import", "transcript", "a.vtt", "-e", "one.md", status=1)
    assert "a.vtt:6: '00:05 --> soon' is not" in result.stderr
    assert (here / "one.vtt").exists()

    (here / "b.txt").write_text(" \n", encoding="utf-8")
    result = run("import", "transcript", "b.txt", "-e", "one.md", "--force", status=2)
    assert "nothing was written" in result.stderr
    assert not (here / "one.txt").exists()
    run("import", "transcript", "b.txt", "-e", "b.txt", status=2)
    run("import", "transcript", "none.txt", "-e", "one.md", status=2)
    run("import", "transcript", "b.txt", "-e", "none.md", status=2)
