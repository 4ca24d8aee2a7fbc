"""Transcripts in front matter, in Markdown beside an episode, without times, and named speakers."""

from __future__ import annotations

from collections.abc import Callable

from conftest import Site, text_of

NewSite = Callable[..., Site]

EPISODE = """
    # One

    The summary.

    ## [00:00] Start

    > "We never sold the names of our customers."

    > "We sold the machines to a bank in Oslo."
    """
WORDS = (
    "Mara: We never sold the names of our customers.\n\nOtto: We sold the machines to a bank in "
    "Oslo.\n\nMara: Why?\n\nOtto: It asked.\n"
)


def marks(site: Site) -> list[str]:
    return [text_of(m) for m in site.body("episodes/one").select("figure.pod-quote .pod-source")]


def test_a_transcript_without_times(new_site: NewSite) -> None:
    files = {"episodes/one.md": EPISODE, "episodes/one.transcript.md": WORDS}
    site = new_site(files).build()
    assert site.warnings == []
    body = site.body("episodes/one")
    assert marks(site) == [
        "Mara · 00:00 · verbatim · speaker from the transcript",
        "Otto · 00:00 · verbatim · speaker from the transcript",
    ]
    turns = [text_of(p) for p in body.select("p.pod-turn")]
    assert turns[0] == "Mara: We never sold the names of our customers."
    assert body.select("p.pod-turn a.pod-moment") == []
    assert not (site.out / "html" / "episodes/one.transcript.html").exists()
    wrong = WORDS.replace("never sold", "always sold")
    (warning,) = site.write({"episodes/one.transcript.md": wrong}).build().warnings
    assert "contradicts the transcript: not" in warning  # without a time


def test_a_transcript_in_front_matter(new_site: NewSite) -> None:
    lines = """---
title: One
speakers: {host: Mara Lindqvist, guest: Otto Berg}
transcript:
- {line: We never sold the names of our customers., sec: 3, who: host}
- {line: We sold the machines to a bank in Oslo., sec: 65, who: guest}
- {line: And that was that., sec: 70, who: guest}
---

Summary.

## [00:00] Start

> "We never sold the names of our customers."

> "We sold the machines to a bank in Oslo."
"""
    site = new_site({"episodes/one.md": lines}).build()
    assert site.warnings == []
    assert marks(site) == [
        "Mara Lindqvist · 00:03 · verbatim · speaker from the transcript",
        "Otto Berg · 01:05 · verbatim · speaker from the transcript",
    ]
    site.write({"episodes/one.md": lines.replace("host: Mara Lindqvist", "host: Ada")}).build()
    assert marks(site)[0].startswith("Ada · ")
