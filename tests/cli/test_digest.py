"""``import digest``."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import holds
from flattened import DIGEST, VOCABULARY, content_of, joined
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading import read
from show import SHOW

from sphinxcontrib_podcast.cli import digest as digest_module
from sphinxcontrib_podcast.cli.episode_file import split_episode
from sphinxcontrib_podcast.formats.digests import Digest, read_digest
from sphinxcontrib_podcast.grammar.episode_fields import fields_in, is_strangers

from .conftest import Run, unmarked


def test_the_file_that_is_written(run: Run, here: Path, build: Callable[..., str]) -> None:
    (here / "notes.txt").write_text(joined(DIGEST), encoding="utf-8")
    result = run("import", "digest", "notes.txt", status=1)
    path = here / "episodes/the-first-recorded-voice.md"
    assert result.stdout == "episodes/the-first-recorded-voice.md\n"
    assert content_of(path.read_text("utf-8")) == content_of(DIGEST)
    listed = result.stderr.splitlines()
    assert len(listed) == 3
    for line in listed:
        number = int(line.split(":")[1])
        assert path.read_text("utf-8").split("\n")[number - 1] == line.split(":", 2)[2].strip()
    assert build("-W", "--keep-going") == ""
    page = (here / "_build/html/episodes/the-first-recorded-voice.html").read_text("utf-8")
    assert 'id="t-1-00-26"' in page


def test_the_title_says_where_it_ends(run: Run, here: Path) -> None:
    title = "The First Recorded Voice Mara"
    (here / "x.md").write_text(joined(DIGEST), encoding="utf-8")
    result = run("import", "digest", "x.md", "--title", title, status=1)
    assert result.stdout == "episodes/the-first-recorded-voice-mara.md\n"
    assert len(result.stderr.splitlines()) == 2
    text = unmarked(here / result.stdout.strip())
    assert text.startswith(f"# {title}\n\nLindqvist asks how")


@holds("imports")
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "front",
    [
        "",
        "---\n---\n",
        "---\ndate: 2026-01-01  # kept\n---\n",
        "---\ntrust: author\n---\n",
        "---\ntrust: |\n  author\n---\n",
        "---\ntrust: stranger\ntrust: author\n---\n",
        "---\n{trust: author, tags: [a]}\n---\n",
        "---\n'trust': 'author'\n...\n",
        "\ufeff---\ntitle: A\n---\n",
        "\ufeff",
    ],
)
def test_it_is_marked_as_a_strangers(run: Run, here: Path, front: str, line_end: str) -> None:
    text = f"{front}# A\n\n## [00:00] B\n\nWords.\n".replace("\n", line_end)
    (here / "x.md").write_bytes(text.encode())
    path = here / run("import", "digest", "x.md", status=None).stdout.strip()
    episode = split_episode(path.read_bytes())
    assert (episode.fields or {})["trust"] == "stranger"
    assert "Words." in episode.body
    assert ("kept" in front) == ("# kept" in episode.front_matter)
    assert (b"\r\n" in path.read_bytes()) == (line_end == "\r\n") or "{" in front or "|" in front


@pytest.mark.parametrize("text", [DIGEST, *SHOW.values()], ids=range(1 + len(SHOW)))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_valid_digests_are_unchanged(run: Run, here: Path, text: str, line_end: str) -> None:
    content = text.replace("\n", line_end).encode()
    (here / "x.md").write_bytes(content)
    path = run("import", "digest", "x.md").stdout.strip()
    assert unmarked(here / path) == content.decode()
    result = run("import", "digest", "x.md", status=1)
    assert result.stderr == f"{path} already exists; it was not changed\n"
    assert result.stdout == ""


def test_it_goes_on_where_it_was(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (here / f"{name}.md").write_text(f"# {name} of it\n\nText.\n", encoding="utf-8")
    real = os.fsync

    def full_disk(descriptor: int) -> None:
        if (here / "episodes/a-of-it.md").exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        result = run("import", "digest", "a.md", "b.md", "c.md", status=2)
    assert "b-of-it.md was not written" in result.stderr
    (here / "episodes/a-of-it.md").write_text("Mine.", encoding="utf-8")
    result = run("import", "digest", "a.md", "b.md", "c.md", status=1)
    assert result.stdout == "episodes/b-of-it.md\nepisodes/c-of-it.md\n"
    assert result.stderr == "episodes/a-of-it.md already exists; it was not changed\n"
    assert (here / "episodes/a-of-it.md").read_text("utf-8") == "Mine."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("---\ntitle: B  # no\n---\nText.\n", "---\ntitle: The title  # no\n---\nText.\n"),
        ("---\ntags: [a]\n---\nText.\n", "---\ntags: [a]\ntitle: The title\n---\nText.\n"),
        ("---\n{tags: [a]}\n---\nText.\n", "---\ntags: [a]\ntitle: The title\n---\n\nText.\n"),
        ("# B\n\nText.\n", "---\ntitle: The title\n---\n\n# B\n\nText.\n"),
        (
            "---\ntags: [a]\n---\n# The title Text. ## [00:00] Intro\n",
            "---\ntags: [a]\n---\n# The title\n\nText.\n\n## [00:00] Intro\n",
        ),
    ],
)
def test_the_title_that_is_given(run: Run, here: Path, text: str, written: str) -> None:
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md", "--title", "The title")
    assert unmarked(here / "episodes/the-title.md") == written


def test_several_files(run: Run, here: Path) -> None:
    for name in ("a", "b"):
        (here / f"{name}.md").write_text(DIGEST, encoding="utf-8")
    result = run("import", "digest", "a.md", "b.md", status=2)
    assert "b.md and another file would both be written to episodes/the-first" in result.stderr
    assert "single file" in run("import", "digest", "a.md", "b.md", "--title", "X", status=2).stderr
    assert not (here / "episodes").exists()
    (here / "b.md").write_text(SHOW["episodes/koe.md"], encoding="utf-8")
    result = run("import", "digest", "a.md", "b.md", "--to", "notes")
    assert result.stdout == "notes/the-first-recorded-voice.md\nnotes/声の歴史.md\n"


def test_a_description_of_a_video(run: Run, here: Path, build: Callable[..., str]) -> None:
    (here / "talk.txt").write_text(
        "How radio began, with Kenji Sato. {include}`x` <b>\n"
        "Listen: https://e.org/a_b?c=1\n\n"
        "⏱️ Timestamps:\n"
        "0:00 Intro\n2:04 - The *alternator*\n(12:15) {raw}`x`\n1:00:26 | End\n\n"
        "Call us at 10:30.\n#radio #history\n",
        encoding="utf-8",
    )
    run("import", "digest", "talk.txt", "--title", "How radio began")
    assert unmarked(here / "episodes/how-radio-began.md") == (
        "---\ntitle: How radio began\n---\n\n"
        "How radio began, with Kenji Sato. \\{include}\\`x\\` \\<b>\\\n"
        "Listen: <https://e.org/a_b?c=1>\n\n"
        "Call us at 10:30.\\\n\\#radio \\#history\n\n"
        "## [00:00] Intro\n\n## [02:04] The \\*alternator\\*\n\n"
        "## [12:15] \\{raw}\\`x\\`\n\n## [1:00:26] End\n"
    )
    assert build("-W", "--keep-going") == ""


@pytest.mark.parametrize("head", ["", "---\ntags: [radio]\n---\n\n"])
def test_a_description_below_a_title(run: Run, here: Path, head: str) -> None:
    text = "# How radio began\n\nOf **radio**.\n\n- 0:00 *Intro*\n- 2:04 The hum\n"
    (here / "x.txt").write_text(head + text, encoding="utf-8")
    run("import", "digest", "x.txt")
    assert unmarked(here / "episodes/how-radio-began.md") == (
        f"{head}# How radio began\n\nOf **radio**.\n\n## [00:00] *Intro*\n\n## [02:04] The hum\n"
    )


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("h4.md", '---\ntitle: "H4"\n---\n\n'),
        ("h4.md", "+++\ntitle = 'H4'\n+++\n"),
        ("h4.md", "# H4\n\n"),
        ("H4.MD", "## Notes\n\n"),
        ("h4.markdown", ""),
        ("h4.md", "```\n# a ## [00:00] b\n```\n\n"),
    ],
)
def test_markdown_stays_as_it_is(run: Run, here: Path, name: str, head: str) -> None:
    text = (
        "Intro with [link](https://a.b), `code`! and a \\* star\n\n"
        "* [00:00] Start\n* [05:00] **Middle** one\n* [07:00] End\n\n"
        "> a quote\n\n```\ncode\n```\n\n1) one\n2) two\n"
    )
    (here / name).write_text(head + text, encoding="utf-8")
    result = run("import", "digest", name)
    (path,) = (here / "episodes").glob("*.md")
    written = path.read_text("utf-8")
    assert written.endswith(text)
    assert result.stderr == f"{path.relative_to(here)}: 3 lines with times are its chapters\n"
    assert [c.start for c in read(written).chapters] == [0, 300, 420]


def test_lines_with_times_that_are_no_chapters_are_reported(run: Run, here: Path) -> None:
    text = "# Two\n\nText.\n\n- [00:00] Start\n- [05:00] Middle\n"
    (here / "x.md").write_text(text, encoding="utf-8")
    result = run("import", "digest", "x.md", status=1)
    assert unmarked(here / "episodes/two.md") == text
    assert result.stderr.startswith("episodes/two.md:8: 2 lines with times were left as text;")
    (here / "y.md").write_text(text.replace("Two", "Code").replace("- [00", "```\n[00") + "```\n")
    assert run("import", "digest", "y.md").stderr == ""


def test_what_lines_with_times_become_is_counted_as_the_build_does(run: Run, here: Path) -> None:
    sentences = (
        "1. (01:15) Every switch costs you.\n2. (09:40) Say it.\n3. (22:05) Email is not you\n"
    )
    (here / "x.md").write_text(f"# Deep\n\n{sentences}", encoding="utf-8")
    assert run("import", "digest", "x.md").stderr == (
        "episodes/deep.md: 3 lines with times are its chapters\n"
    )
    turns = "00:12 ANN: Welcome.\n00:20 BOB: Thanks.\n00:31 ANN: So?\n00:35 BOB: No.\n"
    (here / "y.md").write_text(f"# Talk\n\n{turns}", encoding="utf-8")
    assert run("import", "digest", "y.md").stderr == (
        "episodes/talk.md: its lines with times and speakers are its transcript\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nTitle: The title\n---\n\nText.\n",
        "---\nタイトル: The title\n---\n\nText.\n",
        "---\nparams:\n  title: The title\n---\n\nText.\n",
        "The title\n=========\n\nText.\n",
    ],
)
def test_a_file_that_has_a_title_gets_no_other(run: Run, here: Path, text: str) -> None:
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md", "--trust")
    assert (here / "episodes/the-title.md").read_text("utf-8") == text


def test_a_list_of_times_below_a_heading_stays(run: Run, here: Path) -> None:
    text = "# Ep 4\n\n## Timestamps\n\n- [00:00] Intro\n- [12:44] [x](https://x.example)\n- [20:00] End\n"
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md")
    written = (here / "episodes/ep-4.md").read_text("utf-8")
    assert written.endswith(text)
    assert [c.start for c in read(written).chapters] == [0, 764, 1200]


def test_a_description_with_text_below_the_times(run: Run, here: Path) -> None:
    (here / "talk.txt").write_text(
        "About.\n\n0:00 Intro\n\nAnn says hello.\n\n10:00 The trial\n4:00 Early\n\nLate.\n",
        encoding="utf-8",
    )
    result = run("import", "digest", "talk.txt", status=1)
    assert unmarked(here / "episodes/talk.md") == (
        "---\ntitle: talk\n---\n\nAbout.\n\n"
        "<!-- check: the time 04:00 goes back; its line is not a chapter -->\n\n"
        "## [00:00] Intro\n\nAnn says hello.\n\n## [10:00] The trial\n\n4:00 Early\n\nLate.\n"
    )
    assert "goes back" in result.stderr


PODWISE = """---
podcast: "The Listening Room"
episode: "The first: \\"voice\\""
link: https://podwise.ai/dashboard/episodes/1
publish-time: "2026-01-05"
tags: [radio]
save-time: "2026-02-01"
---

# The first: "voice"

## Summary

How a voice was first sent.

Takeaways:
1. Voices are not signals.

## Chapters

### [00:00] Chapter 1: Intro

Mara asks.

### [02:04] Chapter 2: The alternator [ad]

It hums.

## Q&A

### Q1 [Mara]: Why?
A1 [Kenji]: Because.

## Highlights

1. [02:10] With a hum.

## Keywords

1. **Alternator**: A machine that hums.
2. **Radio**

## Transcript

[00:00] - Mara: How did it begin?
[02:04] - Kenji: With a hum.

"""


def test_podwise(run: Run, here: Path, build: Callable[..., str]) -> None:
    (here.parent / "x.md").write_text(PODWISE, encoding="utf-8")
    result = run("import", "digest", "../x.md")
    assert result.stdout == "episodes/the-first-voice.md\nepisodes/the-first-voice.txt\n"
    text = unmarked(here / "episodes/the-first-voice.md")
    fields = yaml.safe_load(text.split("---\n")[1])
    assert fields.pop("date").isoformat() == "2026-01-05"
    assert fields == {
        "title": 'The first: "voice"',
        "channel": "The Listening Room",
        "links": ["https://podwise.ai/dashboard/episodes/1"],
        "tags": ["radio"],
    }
    found = read(text)
    assert [(c.start, c.title) for c in found.chapters] == [
        (0, "Intro"), (124, "The alternator"),
    ]  # fmt: skip
    assert [(e.name, e.description) for e in found.entries] == [
        ("Alternator", "A machine that hums."), ("Radio", ""),
    ]  # fmt: skip
    assert "Because." in text
    assert "## [00:00] Intro\n\nMara asks.\n" in text
    assert "## Highlights\n\n> " in text
    assert [(q.text, q.start) for q in found.quotes] == [("“With a hum.”", 130)]
    assert found.summary.startswith("How a voice was first sent.")
    assert build("-W", "--keep-going") == ""
    page = (here / "_build/html/episodes/the-first-voice.html").read_text("utf-8")
    assert "How did it begin?" in page


SNIPD = """---
episode_title: "The first voice"
snips_count: 2
---
# The first voice

![Cover](https://img.example/x.jpg)

## Episode metadata
- Episode title: The first voice
- Show: The Listening Room
- Owner / Host: Mara Lindqvist
- Guests: [Kenji Sato](https://share.example/person/1), [Ana Lee](https://share.example/person/2)
- Episode publish date: 2026-01-05
- Episode AI description: How a voice was first sent.
- Mentioned books: [Tin Foil](https://books.example/1)
- Duration: 1:02:03
- Episode URL: [Open in Snipd](https://share.example/episode/1)
- Show URL: [Open in Snipd](https://share.example/show/1)
- Export date: 2026-02-01T10:00:00

## Snips

### ⭐ [It [really] hums](https://share.example/snip/2) #radio #tin

🎧 02:04 - 03:30 (01:26)

<audio controls><source src="https://audio.example/2.mp3"></audio>

- A machine
- It hums

#### 💬 Quote
> It sang.
> Twice.
> — Kenji Sato

#### 📚 Transcript
<details>
<summary>Click to expand</summary>
<blockquote><b>Kenji Sato</b><br/><br/>It sang, {include}`x` twice.</blockquote>
</details>

---

### [00:42] An older snip

[🎧 Play snip - 1min️ (00:42 - 01:42)](https://share.example/snip/1)

Notes.

---

### A snip without a time

Text.

---

Created with [Snipd](https://www.snipd.com) | Highlight & Take Notes from Podcasts
"""


def test_snipd(run: Run, here: Path, build: Callable[..., str]) -> None:
    (here.parent / "x.md").write_text(SNIPD, encoding="utf-8")
    result = run("import", "digest", "../x.md", status=1)
    assert "has no time" in result.stderr
    text = unmarked(here / "episodes/the-first-voice.md")
    fields = yaml.safe_load(text.split("---\n")[1])
    assert fields.pop("date").isoformat() == "2026-01-05"
    assert fields == {
        "title": "The first voice",
        "channel": "The Listening Room",
        "duration": "1:02:03",
        "hosts": ["Mara Lindqvist"],
        "guests": ["Kenji Sato", "Ana Lee"],
        "links": ["https://share.example/episode/1"],
    }
    found = read(text)
    assert [(c.start, c.title) for c in found.chapters] == [
        (42, "An older snip"), (124, "It [really] hums"),
    ]  # fmt: skip
    assert [(q.text, q.speaker, q.chapter) for q in found.quotes] == [
        ("“It sang. Twice.”", "Kenji Sato", 1)
    ]
    assert found.summary.startswith("How a voice was first sent.")
    for gone in ("<audio", "<details", "Created with", "🎧", "Cover", "Export date"):
        assert gone not in text
    address = "https://share.example/snip/2"
    assert f"## [02:04-03:30] [It [really] hums]({address})\n\n⭐ #radio #tin\n" in text
    assert "- Mentioned books: [Tin Foil](https://books.example/1)\n" in text
    assert "twice" in text
    assert "https://share.example/snip/1" in text
    assert build("-W", "--keep-going") == ""


OLD_SNIPD = """## Episode metadata
- Episode title:: [[Story: The first voice]]
- Show:: [[shows/Room\\|The Listening Room]]
- Episode link:: [open in Snipd](https://share.example/episode/1)
<details>
<summary>Show notes</summary>
> Of a voice.<br/>>    Episode page
</details>

- Export date:: 2023-01-31T02:25

## Snips

### [02:56] The hum

[🎧 Play snip - 1min️ (02:49 - 04:42)](https://share.example/snip/6)

### ✨ Key takeaways
1. It hums.

#### 📚 Transcript
<details>
<summary>Click to expand</summary>
<blockquote><b>Mara</b><br/><br/>A hum?</blockquote><br/><blockquote><b>Kenji</b><br/><br/>Yes.</blockquote>
</details>
"""


def test_sound_tags_and_callouts_of_snipd(run: Run, here: Path) -> None:
    text = SNIPD.replace(
        "https://audio.example/2.mp3", "https://audio.example/all.mp3?x=1#t=02:04,03:30"
    )
    text = text.replace("# The first voice\n\n!", "# Episode: The first voice\n\n!")
    text = text.replace("- Export date", "- Tags: #podcasts, #radio\n- Export date")
    text = text.replace("Notes.\n", "> [!tip] Highlight\n> Words.\n")
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md", status=1)
    written = unmarked(here / "episodes/the-first-voice.md")
    fields = yaml.safe_load(written.split("---\n")[1])
    assert fields["audio"] == "https://audio.example/all.mp3?x=1"
    assert fields["tags"] == ["podcasts", "radio"]
    for gone in ("# Episode", "Tags:", "<audio"):
        assert gone not in written
    assert "\n> [!tip] Highlight\n> Words.\n" in written


def test_show_notes_of_snipd_that_are_the_sound(run: Run, here: Path) -> None:
    notes = "- Show notes link:: [open website](https://audio.example/1.mp3)\n"
    text = OLD_SNIPD.replace("- Export date", f"{notes}- Export date")
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md")
    written = unmarked(here / "episodes/story-the-first-voice.md")
    assert "audio: https://audio.example/1.mp3\n" in written
    assert "open website" not in written


def test_an_older_export_of_snipd(run: Run, here: Path) -> None:
    (here / "x.md").write_text(OLD_SNIPD, encoding="utf-8")
    run("import", "digest", "x.md")
    text = unmarked(here / "episodes/story-the-first-voice.md")
    assert text == (
        "---\ntitle: 'Story: The first voice'\nchannel: The Listening Room\n"
        "links: ['https://share.example/episode/1']\n---\n\n"
        "Show notes\n\n> Of a voice.\n>    Episode page\n\n"
        "## [02:49-04:42] The hum\n\n### ✨ Key takeaways\n1. It hums.\n\n### Transcript\n\n"
        "> **Mara**\n>\n> A hum?\n\n> **Kenji**\n>\n> Yes.\n\n<https://share.example/snip/6>\n"
    )


@pytest.mark.parametrize(
    ("first", "second", "written", "doubts"),
    [
        ("A", "B", ["## A", "## B"], 2),
        ("[01:00] A", "[01:00] B", ["## [01:00] A", "## [01:00] B"], 1),
        ("A\n\n🎧 02:99 - 03:30", "[01:00] B", ["## [01:00] B", "## A", "🎧 02:99 - 03:30"], 1),
        ("A\n\n🎧 03:00 - 02:00", "[99:99] B", ["## [03:00] A", "## [99:99] B"], 1),
    ],
)
def test_times_of_snips(
    run: Run, here: Path, first: str, second: str, written: list[str], doubts: int
) -> None:
    text = f"# T\n\n## Episode metadata\n\n## Snips\n\n### {first}\n\n### {second}\n"
    (here / "x.md").write_text(text, encoding="utf-8")
    assert run("import", "digest", "x.md", status=1).stderr.count("<!-- check: ") == doubts
    lines = unmarked(here / "episodes/t.md").splitlines()
    assert [line for line in lines if line[:2] in ("##", "🎧 ")] == written


@pytest.mark.parametrize(
    ("quote", "written"),
    [
        ("> We paved it. Really.", "> “We paved it. Really.”"),
        ('> Already "quoted" inside', '> “Already "quoted" inside”'),
        ("> One.\n> Two.\n> — Kenji Sato", "> “One.\n> Two.”\n> — Kenji Sato"),
        ("> “Marks of its own.”", "> “Marks of its own.”"),
    ],
)
def test_quotes_of_snipd(run: Run, here: Path, quote: str, written: str) -> None:
    text = f"# T\n\n## Episode metadata\n\n## Snips\n\n### [00:10] A\n\n{quote}\n\nText.\n"
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md")
    assert f"\n\n{written}\n\nText." in unmarked(here / "episodes/t.md")


LINES = st.sampled_from([
    "# T", "## Episode metadata", "- Duration: 1:99", "- Show:: [[a|b]]", "- Guests: ,,",
    "- Episode URL: [x](javascript:y)", "- Episode publish date: never", "## Snips", "### [01:00] A",
    "### ⭐ [B](https://e.org/1) #x", "### C", "🎧 02:04 - 03:30 (01:26)", "🎧 9:99 - 9:99", "> a",
    "> — b", "<details>", "<blockquote>", "</blockquote>", "---", "### [00:00] Chapter 1: X",
    "### [99:99] Chapter 2: Y", "## Keywords", "1. **A**: b", "## Transcript", "", "text", "0:00 A",
    "10:99 B", "5:00", "999:59:59 x", "- 0:00", "０：００ x", "0:00-9:99 x", "## [00:00] A ## [1:00] B",
    "---\nepisode: x\npodcast: 3\npublish-time: []\n---",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_any_export_is_read(text: str) -> None:
    episode = split_episode(text.encode())
    assume(episode.fields is not None)  # a file with invalid front matter is skipped
    digest = read_digest(text, episode.fields or {}, episode.body, VOCABULARY)
    kept = f"{digest.text}{digest.fields}{digest.transcript}"
    assert [word for word in re.findall("[A-Z]$", text, re.MULTILINE) if word not in kept] == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("x.md", "# T\n\n## Episode metadata\n\n## Snips\n\n### [00:10] A\n"),
        ("x.md", "# T\n\n## Chapters\n\n### [00:10] Chapter 1: A\n"),
        ("x.txt", "# T\n\n0:00 A\n1:00 B\n"),
    ],
)
def test_comments_of_front_matter_are_kept(run: Run, here: Path, name: str, body: str) -> None:
    (here / name).write_text(f"---\n# Seen twice.\nmine: 1\n#\n---\n{body}", encoding="utf-8")
    run("import", "digest", name)
    text = unmarked(here / "episodes/t.md")
    assert "\nmine: 1\n" in text
    assert text.split("---\n\n")[1].startswith("% Seen twice.\n%\n\n")
    episode = read(text)
    assert (episode.title, episode.summary) == ("T", "")


def test_nothing_of_snipd_is_lost(run: Run, here: Path) -> None:
    kept = [
        "Before it all.", "my-field", "- Rating: five", "Free words.", "- Duration: soon",
        "- Show: Another show", "First of two.", "Second of two.", "Nothing below",
        "Before the snips.", "## [10:00-11:00] A", "Behind a frame.", "Behind a picture",
        "🎧 12:00 - 13:00", "🎧 10:00 - 11:00 the best of it", "More snips.",
    ]  # fmt: skip
    (here / "x.md").write_text(
        "---\nmy-field: x\nsnips_count: 2\n---\n# T\n\nBefore it all.\n\n## Episode metadata\n"
        "- Episode title: T\n- Show: One show\n- Show: Another show\n- Rating: five\n"
        "- Duration: soon\nFree words.\n\n## Notes\nFirst of two.\n\n## Notes\nSecond of two.\n\n"
        "## Nothing below\n\n## Snips\n\nBefore the snips.\n\n### A\n\n🎧 10:00 - 11:00 (01:00)\n\n"
        "🎧 12:00 - 13:00\n\n🎧 10:00 - 11:00 the best of it\n\n"
        '<iframe src="https://e.org/p">\n\nBehind a frame.\n\n'
        "<audio><source src='x'/></audio> Behind a picture <br/>\n\n## Snips\n\nMore snips.\n",
        encoding="utf-8",
    )
    run("import", "digest", "x.md")
    text = unmarked(here / "episodes/t.md")
    assert [part for part in kept if part not in text] == []
    for gone in ("<iframe", "audio>", "<source", "snips_count"):
        assert gone not in text


def test_nothing_of_podwise_is_lost(run: Run, here: Path) -> None:
    text = PODWISE.replace("tags:", "cover: https://e.org/c.jpg\nmy-field: [1, x]\ntags:")
    text = text.replace('publish-time: "2026-01-05"', "publish-time: some day")
    text += "## Transcript\n\n[09:00] - Kenji: Once more.\n\n## Keywords\n\n1. **Tin**\n"
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md")
    text = unmarked(here / "episodes/the-first-voice.md")
    fields = yaml.safe_load(text.split("---\n")[1])
    assert fields["cover"] == "https://e.org/c.jpg"
    assert fields["my-field"] == [1, "x"]
    assert fields["publish-time"] == "some day"
    assert "save-time" not in fields
    assert "How did it begin?" in (here / "episodes/the-first-voice.txt").read_text("utf-8")
    assert "## Transcript\n\n[09:00] - Kenji: Once more." in text
    assert "**Tin**" in text


@pytest.mark.parametrize(
    ("content", "status", "message"),
    [
        (b"", 0, ""),
        (b"Just text.\n", 0, ""),
        ("# Zwölf\n\n## [00:00] A\n".encode("latin-1"), 1, "is not UTF-8"),
    ],
)
def test_other_files(run: Run, here: Path, content: bytes, status: int, message: str) -> None:
    (here / "some thing.md").write_bytes(content)
    result = run("import", "digest", "some thing.md", status=status)
    assert message in result.stderr
    assert (here / result.stdout.strip()).exists()


@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["digest", "x.md"], 16),
        (["transcript", "x.md", "--episode", "x.md"], 32),
        (["rss", "x.md"], 64),
    ],
)
def test_a_file_that_is_too_large(run: Run, here: Path, arguments: list[str], most: int) -> None:
    with (here / "x.md").open("wb") as file:
        file.truncate((most << 20) + 1)
    assert f"x.md is larger than {most} MiB" in run("import", *arguments, status=2).stderr
    assert [p.name for p in here.iterdir()] == ["x.md"]


def test_front_matter_that_is_broken(run: Run, here: Path) -> None:
    text = '---\ntitle: "A: B\n---\nText.\n'
    (here / "x.md").write_text(text, encoding="utf-8")
    (here / "y.md").write_text("# Y\n", encoding="utf-8")
    result = run("import", "digest", "x.md", "y.md", status=1)
    assert "x.md:1: the front matter cannot be read" in result.stderr
    assert result.stdout == "episodes/y.md\n"
    (here / "x.md").write_text(text.replace("B", 'B"'), encoding="utf-8")
    assert run("import", "digest", "x.md").stdout == "episodes/a-b.md\n"


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "Real title"\ndate = 2020-01-01\n+++\n\n# A\n\nText.\n',
        '{"title": "Real title", "date": "2020-01-01"}\n\n# A\n\nText.\n',
        '---\ntitle: Real title\ndate: 2020-01-01\n"tr\\u0075st": author\n---\n\n# A\n\nText.\n',
    ],
)
def test_front_matter_of_each_format_is_kept_and_marked(run: Run, here: Path, text: str) -> None:
    (here / "x.md").write_text(text, encoding="utf-8")
    run("import", "digest", "x.md", status=None)
    [path] = (here / "episodes").glob("*.md")
    written = path.read_text(encoding="utf-8")
    fields = fields_in(written)
    assert fields.values["title"] == "Real title"
    assert str(fields.values["date"]) == "2020-01-01"
    assert is_strangers(written, "")


# -- the check for prose ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# A\n\n## [00:00] B\n\n```{include} /conf.py\n```\n", "x.md:5: it contains a directive"),
        ("---\nmyst: {}\n---\n# A\n", "x.md:1: it contains the field 'myst'"),
        ("---\ntags: [a]\n---\n# A\n\nText {raw-html}`x`.\n", "x.md:6: it contains a role"),
        ("0:00 A\n1:00 B\n\n# T\n\n<script>x</script>\n", "x.md:6: it contains raw HTML"),
        ("# T\n\n## Episode metadata\n\n## Snips\n\n### [00:10] A\n\n{doc}`x`\n", "x.md:9: it contains a role"),
        ("# A ## [00:00] B > *\"Q.\"* ```{include} x", ""),
    ],
)  # fmt: skip
def test_a_digest_that_is_not_prose(run: Run, here: Path, text: str, place: str) -> None:
    (here / "x.md").write_text(text, encoding="utf-8")
    (here / "y.md").write_text("# Y\n\nText.\n", encoding="utf-8")
    result = run("import", "digest", "x.md", "y.md", status=1)
    assert "episodes/y.md\n" in result.stdout
    if place:
        assert f"{place}" in result.stderr
        assert "use --trust to allow that" in result.stderr
        assert result.stdout == "episodes/y.md\n"
        assert "trust: stranger" in (here / "episodes/y.md").read_text(encoding="utf-8")
        run("import", "digest", "x.md", "--trust", status=None)
        [trusted] = set((here / "episodes").glob("*.md")) - {here / "episodes/y.md"}
        assert "trust:" not in trusted.read_text(encoding="utf-8")


def test_an_error_in_one_digest_ends_this_one_only(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str, *rest: Any, **options: Any) -> Digest:
        if "Two" in text:
            raise KeyError("two")
        return read_digest(text, *rest, **options)

    monkeypatch.setattr(digest_module, "read_digest", broken)
    for name in ("One", "Two", "Three"):
        (here / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    result = run("import", "digest", "One.md", "Two.md", "Three.md", status=1)
    assert result.stdout == "episodes/one.md\nepisodes/three.md\n"
    assert "Two.md: it was not imported: KeyError('two')" in result.stderr
