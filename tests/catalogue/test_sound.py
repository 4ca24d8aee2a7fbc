"""The duration of an episode, read from its recording."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable

import pytest
from conftest import Site, text_of

NewSite = Callable[..., Site]

TEXT = (
    "---\naudio: a.wav\n---\n# One\n\nWords.\n\n## [00:00] A\n\nWords.\n\n## [01:00] B\n\nWords.\n"
)


def sound(seconds: int) -> bytes:
    """Return silence as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(100)
        writer.writeframes(bytes([128]) * 100 * seconds)
    return file.getvalue()


def shown(site: Site) -> tuple[str, list[str]]:
    """Return the line of facts, and the lengths of the chapters."""
    body = site.body("episodes/one")
    facts = body.select_one("p.pod-facts")
    return text_of(facts) if facts else "", [
        text_of(found).removeprefix("· ") for found in body.select(".pod-len")
    ]


def test_nobody_needs_to_type_it(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": TEXT, "episodes/a.wav": sound(300)}).build()
    assert site.warnings == []
    facts, lengths = shown(site)
    assert "5 min" in facts
    assert lengths == ["1 min", "4 min"]
    (player,) = site.body("episodes/one").select(".pod-player")
    assert player["data-duration"] == "300"


def test_front_matter_takes_precedence(new_site: NewSite) -> None:
    text = TEXT.replace("audio:", "duration: 10:00\naudio:")
    site = new_site({"episodes/one.md": text, "episodes/a.wav": sound(300)}).build()
    assert "10 min" in shown(site)[0]
    assert shown(site)[1] == ["1 min", "9 min"]


@pytest.mark.parametrize("content", [b"", b"no sound", b"RIFF\xff\xff\xff\xffWAVEfmt \xff", b"ID3"])
def test_a_file_that_cannot_be_read_has_none(new_site: NewSite, content: bytes) -> None:
    site = new_site({"episodes/one.md": TEXT, "episodes/a.wav": content}).build()
    assert site.warnings == []
    assert "min" not in shown(site)[0].replace("min read", "")
    assert shown(site)[1] == ["1 min"]


def test_another_recording_changes_all_pages_that_show_it(new_site: NewSite) -> None:
    files = {"episodes/one.md": TEXT, "episodes/a.wav": sound(300)}
    site = new_site(files).build()
    site.write({"episodes/a.wav": sound(420)}).build()
    assert "7 min" in shown(site)[0]
    assert "7 min" in text_of(site.body("podcast/episodes"))
    clean = new_site({**files, "episodes/a.wav": sound(420)}).build()
    pages = {name: page for name, page in clean.output().items() if name.endswith(".html")}
    assert {name: site.output()[name] for name in pages} == pages
