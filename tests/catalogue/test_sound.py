"""The duration and the chapters of an episode, read from its recording."""

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


BARE = "---\naudio: a.mp3\n---\n# One\n\nWords.\n"


def size_of(number: int, version: int) -> bytes:
    """Return the size of a frame as ID3v2 has it."""
    if version == 3:
        return number.to_bytes(4)
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(name: str, content: bytes, version: int = 3) -> bytes:
    """Return a frame of an ID3v2 tag."""
    return name.encode() + size_of(len(content), version) + b"\0\0" + content


def chap(start: float, title: bytes, version: int = 3, before: bytes = b"") -> bytes:
    """Return a chapter. The title begins with the number of its encoding."""
    times = int(start * 1000).to_bytes(4) + bytes(4) + b"\xff" * 8
    return frame("CHAP", b"c\0" + times + before + frame("TIT2", title, version), version)


def mp3(*frames: bytes, version: int = 3, flags: int = 0) -> bytes:
    """Return an ID3v2 tag with frames and padding."""
    content = b"".join(frames) + bytes(20)
    if flags & 0x80:
        content = content.replace(b"\xff", b"\xff\0")
    return b"ID3" + bytes([version, 0, flags]) + size_of(len(content), 4) + content


def chapters(site: Site) -> list[str]:
    """Return time and title of the chapters on the page."""
    links = site.body("episodes/one").select(".pod-chapters a")
    return [f"{text_of(link)} {link.get('data-chapter', '')}".strip() for link in links]


PICTURE = frame("APIC", b"\0image/png\0\3\0" + b"\xff" * 300)
PICTURE_4 = frame("APIC", b"\0image/png\0\3\0" + b"\xff" * 300, 4)


@pytest.mark.parametrize(
    "content",
    [
        mp3(PICTURE, chap(0, b"\0Einf\xfchrung\0"), chap(61, b"\1" + "無線".encode("utf-16"))),
        mp3(chap(61, b"\1" + "無線".encode("utf-16"), before=PICTURE), PICTURE,
            chap(0, b"\0Einf\xfchrung\0")),
        mp3(chap(0, b"\0Einf\xfchrung"), chap(61, b"\1" + "無線".encode("utf-16")), flags=0x80),
        mp3(PICTURE_4, chap(0, "\3Einführung".encode(), 4),
            chap(61, b"\2" + "無線".encode("utf-16-be"), 4, before=PICTURE_4), version=4),
    ],
)  # fmt: skip
def test_chapters_are_those_of_the_recording(new_site: NewSite, content: bytes) -> None:
    site = new_site({"episodes/one.md": BARE, "episodes/a.mp3": content}).build()
    assert site.warnings == []
    assert [words.split(" ", 1) for words in chapters(site)] == [
        ["00:00", "Einführung"], ["01:01", "無線"],
    ]  # fmt: skip
    items = site.body("episodes/one").select(".pod-chapters li")
    assert [item["id"] for item in items] == ["t-00-00", "t-01-01"]


def test_chapters_of_the_file_take_precedence(new_site: NewSite) -> None:
    content = mp3(chap(5, b"\0X"), chap(9, b"\0Y"))
    text = TEXT.replace("a.wav", "a.mp3")
    site = new_site({"episodes/one.md": text, "episodes/a.mp3": content}).build()
    assert [words.split()[-1] for words in chapters(site)] == ["A", "B"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"ID3\3\0\0\0\0\0\x7f" + b"CHAP\xff\xff\xff\xff\0\0", "ends after the tag"),
        (mp3(frame("CHAP", b"c\0\0")), "has no time"),
        (mp3(chap(0, b"\0A"), frame("CHAP", b"no end")), "has no time"),
    ],
)
def test_chapters_that_cannot_be_read_are_reported_once(
    new_site: NewSite, content: bytes, reason: str
) -> None:
    files = {"episodes/one.md": BARE, "episodes/a.mp3": content}
    (warning,) = new_site(files).build().warnings
    assert "episodes/one.md:1" in warning
    assert f"the chapters in 'a.mp3' cannot be read (a chapter {reason})" in warning


@pytest.mark.parametrize(
    "content",
    [
        b"ID3\4\0\x40\x7f\x7f\x7f\x7f" + b"\xff" * 40,
        b"ID3\3\0\x40\0\0\0\x7f\xff\xff\xff\xff",
        mp3(frame("APIC", b"")[:8]),
        mp3(*[frame("TXXX", b"")] * 3000, chap(0, b"\0Too far")),
        b"ID3\2\0\0\0\0\0\x7f" + bytes(100),
    ],
)
def test_other_tags_have_none(new_site: NewSite, content: bytes) -> None:
    site = new_site({"episodes/one.md": BARE, "episodes/a.mp3": content}).build()
    assert (site.warnings, chapters(site)) == ([], [])


def test_titles_are_text(new_site: NewSite) -> None:
    titles = [b"\0<b>*A*</b>\n\x07", b"\3\xff\xfe", b"\x09X"]
    content = mp3(*(chap(9 * i, title) for i, title in enumerate(titles)))
    site = new_site({"episodes/one.md": BARE, "episodes/a.mp3": content}).build()
    assert site.warnings == []
    assert [words[6:] for words in chapters(site)] == ["<b>*A*</b> \ufffd", "\ufffd\ufffd", ""]


def test_other_chapters_give_the_pages_of_a_clean_build(new_site: NewSite) -> None:
    files: dict[str, str | bytes | None] = {
        "episodes/one.md": BARE,
        "episodes/a.mp3": mp3(chap(0, b"\0A"), chap(9, b"\0B")),
    }
    site = new_site(files).build()
    files["episodes/a.mp3"] = mp3(chap(0, b"\0A"), chap(9, b"\0B"), chap(20, b"\0C"))
    site.write({"episodes/a.mp3": files["episodes/a.mp3"]}).build()
    assert [words[6:] for words in chapters(site)] == ["A", "B", "C"]
    clean = new_site(files).build().output()
    pages = {name: page for name, page in clean.items() if name.endswith(".html")}
    assert {name: site.output()[name] for name in pages} == pages
