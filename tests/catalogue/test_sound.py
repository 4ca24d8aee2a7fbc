"""The duration and the chapters of an episode, read from its recording."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site, holds, text_of

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


# -- MP4 ---------------------------------------------------------------------------


def box(name: str, *content: bytes) -> bytes:
    """Return a box of an MP4 file."""
    inside = b"".join(content)
    return (8 + len(inside)).to_bytes(4) + name.encode() + inside


def numbers(*values: int) -> bytes:
    """Return numbers of four bytes each, after the version of a box and their count."""
    return b"".join(value.to_bytes(4) for value in (0, *values))


def nero(*chapters: tuple[float, str], version: int = 1) -> bytes:
    """Return a list of chapters as Nero writes it."""
    rows = [int(start * 10_000_000).to_bytes(8) + bytes([len(t.encode())]) + t.encode()
            for start, t in chapters]  # fmt: skip
    count = bytes([len(chapters)])
    return box("chpl", bytes([version, 0, 0, 0]), bytes(4 * version), count, *rows)


def track(number: int, *boxes: bytes) -> bytes:
    """Return a track of a file."""
    return box("trak", box("tkhd", bytes(12), number.to_bytes(4)), *boxes)


def m4a(*in_movie: bytes, in_user_data: bytes = b"", data: bytes = b"") -> bytes:
    """Return a file whose titles of chapters, if it has any, begin at its byte 24."""
    movie = box("moov", *in_movie, box("udta", in_user_data))
    return box("ftyp", b"M4A \0\0\0\0") + box("mdat", data) + movie


def quicktime(*titles: bytes, scale: int = 1000) -> tuple[bytes, ...]:
    """Return a track of sound and one of chapters: at 0, 61 and 90 seconds, in two chunks."""
    sizes = [len(title) for title in titles]
    places = numbers(2, 24, 24 + sizes[0])
    table = box(
        "stbl",
        box("stts", numbers(2, 1, 61 * scale, 5, 29 * scale)),
        box("stsz", numbers(0, len(sizes), *sizes)),
        box("stsc", numbers(2, 1, 1, 1, 2, 2, 1)),
        box("stco", places),
    )
    head = box("mdhd", bytes(12), scale.to_bytes(4))
    media = box("mdia", head, handler(b"text"), box("minf", table))
    pictures = track(3, box("mdia", head, handler(b"vide"), box("minf", table)))
    named = box("tref", box("chap", (3).to_bytes(4), (2).to_bytes(4)))
    return track(1, named), track(2, media), pictures


def handler(kind: bytes) -> bytes:
    """Return the kind of a track."""
    return box("hdlr", bytes(8), kind, bytes(12))


def sample(title: bytes) -> bytes:
    """Return the title of a chapter as it is in a track, with a box about its encoding."""
    return len(title).to_bytes(2) + title + b"\0\0\0\x0cencd\0\0\1\0"


TITLES = [sample("Einführung".encode()), sample("無線".encode("utf-16")), sample(b"End")]
TRACK = quicktime(*TITLES)


@pytest.mark.parametrize(
    "content",
    [
        m4a(in_user_data=nero((0, "Einführung"), (61, "無線"), (90, "End"))),
        m4a(in_user_data=nero((90, "End"), (0, "Einführung"), (61, "無線"), version=0)),
        m4a(*TRACK, data=b"".join(TITLES)),
        m4a(*TRACK, data=b"".join(TITLES), in_user_data=nero((0, "Cut sh"))),
    ],
)
def test_chapters_are_those_of_an_mp4_file(new_site: NewSite, content: bytes) -> None:
    files = {"episodes/one.md": BARE.replace("mp3", "m4a"), "episodes/a.m4a": content}
    site = new_site(files).build()
    assert site.warnings == []
    assert chapters(site) == ["00:00 Einführung", "01:01 無線", "01:30 End"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (m4a(in_user_data=nero((0, "A"), (9, "B"))[:-1]), ""),
        (m4a(in_user_data=box("chpl", b"\1\0\0\0\0\0\0\0\xff")), "a chapter ends after the list"),
        (m4a(in_user_data=nero((1e11, "A"))), "the time of a chapter is invalid"),
        (m4a(*quicktime(*TITLES, scale=0), data=b"".join(TITLES)), "the time of a chapter"),
        (m4a(*quicktime(b"x" * 999, *TITLES)), "the title of a chapter is not in the file"),
        (m4a(*TRACK, data=b"\xff" * 99), "the title of a chapter is not in the file"),
    ],
)
def test_an_mp4_file_that_cannot_be_read_is_reported_once(
    new_site: NewSite, content: bytes, reason: str
) -> None:
    files = {"episodes/one.md": BARE.replace("mp3", "m4a"), "episodes/a.m4a": content}
    site = new_site(files).build()
    found = [warning for warning in site.warnings if "the chapters in 'a.m4a'" in warning]
    assert len(found) == len(site.warnings) == bool(reason)
    assert all(reason in warning for warning in found)
    assert chapters(site) == []


# -- the cover ---------------------------------------------------------------------

JPEG, PNG = b"\xff\xd8\xff" + bytes(20), b"\x89PNG\r\n\x1a\n" + bytes(20)


def apic(content: bytes, kind: int = 3, description: bytes = b"\0\0") -> bytes:
    """Return a picture of an ID3v2 tag. The description begins with its encoding."""
    encoding, words = description[:1], description[1:]
    return frame("APIC", encoding + b"image/jpeg\0" + bytes([kind]) + words + content)


def covr(content: bytes) -> bytes:
    """Return a picture of an MP4 file."""
    data = box("data", bytes(8), content)
    return box("meta", bytes(4), box("hdlr", bytes(20)), box("ilst", box("covr", data)))


def cover(site: Site) -> tuple[str, bytes] | None:
    """Return the suffix and the content of the cover on the page."""
    found = site.body("episodes/one").select_one("img.pod-cover")
    if found is None:
        return None
    path = site.out / "html" / "episodes" / str(found["src"])
    return path.suffix, path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.mp3", mp3(apic(JPEG)), (".jpg", JPEG)),
        ("a.mp3", mp3(apic(PNG, 4), apic(JPEG, 3)), (".jpg", JPEG)),
        ("a.mp3", mp3(apic(PNG, description=b"\1" + "\u3000x".encode("utf-16") + b"\0\0")),
         (".png", PNG)),
        ("a.m4a", m4a(in_user_data=covr(PNG)), (".png", PNG)),
        ("a.mp3", mp3(apic(b"<svg onload='x'/>")), None),
        ("a.mp3", mp3(apic(b"GIF89a")), None),
        ("a.mp3", mp3(apic(JPEG + bytes(1 << 22))), None),
        ("a.mp3", mp3(frame("APIC", b"\0image/png\0\3" + b"x" * 2000 + b"\0" + PNG)), None),
        ("a.m4a", m4a(in_user_data=covr(JPEG + bytes(1 << 22))), None),
    ],
)  # fmt: skip
def test_the_cover_is_that_of_the_recording(
    new_site: NewSite, name: str, content: bytes, shown: tuple[str, bytes] | None
) -> None:
    text = BARE.replace("a.mp3", name)
    site = new_site({"episodes/one.md": text, f"episodes/{name}": content}).build()
    assert (site.warnings, cover(site)) == ([], shown)


def test_the_picture_of_front_matter_takes_precedence(new_site: NewSite) -> None:
    text = BARE.replace("audio:", "image: b.png\naudio:")
    files = {"episodes/one.md": text, "episodes/b.png": PNG, "episodes/a.mp3": mp3(apic(JPEG))}
    assert cover(new_site(files).build()) == (".png", PNG)


@holds("media")
def test_the_cover_in_a_strangers_recording_is_left_out(new_site: NewSite) -> None:
    files = {"episodes/one.md": BARE, "episodes/a.mp3": mp3(apic(JPEG))}
    site = new_site(files, podcast_trust={"episodes/*": "stranger"}).build()
    assert (site.warnings, cover(site)) == ([], None)


@pytest.mark.parametrize("builder", ["latex", "epub", "singlehtml"])
def test_every_builder_shows_the_cover(new_site: NewSite, builder: str) -> None:
    files = {"episodes/one.md": BARE, "episodes/a.mp3": mp3(apic(JPEG))}
    site = new_site(files, copyright="A", version="1").build(builder)
    assert site.warnings == []
    (picture,) = (site.out / builder).rglob("*.jpg")
    assert picture.read_bytes() == JPEG


def test_another_cover_gives_the_site_of_a_clean_build(new_site: NewSite) -> None:
    files: dict[str, str | bytes | None] = {"episodes/one.md": BARE}
    site = new_site({**files, "episodes/a.mp3": mp3(apic(JPEG))}).build()
    for content in (mp3(apic(PNG)), mp3()):
        site.write({"episodes/a.mp3": content}).build()
        clean = new_site({**files, "episodes/a.mp3": content}).build()
        assert cover(site) == cover(clean)
        assert site.output() == clean.output()


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(JPEG[:5])])
def test_a_cover_is_written_again(new_site: NewSite, damage: Callable[[Path], object]) -> None:
    site = new_site({"episodes/one.md": BARE, "episodes/a.mp3": mp3(apic(JPEG))}).build()
    (kept,) = site.out.rglob("_podcast/covers/*")
    damage(kept)
    site.write({"episodes/two.md": "# Two\n"}).build()
    assert (site.warnings, kept.read_bytes()) == ([], JPEG)
