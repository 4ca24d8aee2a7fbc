from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_podcast.catalogue.source_files import (
    PICTURES,
    RECORDINGS,
    MissingFileError,
    UnusableFileError,
    decode,
    find_file,
    find_site_file,
    find_strangers_file,
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("[00:01] Ana: déjà vu", "cp1252"),
        ("Le déjà-vu arrive à l'été. Où êtes-vous né ?", "cp1252"),
        ("[00:01] Åsa: På väg till köket går hon förbi sjön", "cp1252"),
        ("[00:01] Jörg: Grüße aus München, schöne Straße", "latin-1"),
        ("¿Qué pasa, señor? Mañana está aquí el niño.", "latin-1"),
        ("Zażółć gęślą jaźń, bardzo się cieszę że jesteś tutaj dziś wieczór", "cp1250"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy, dnes večer se uvidíme", "cp1250"),
        ("Сегодня мы поговорим о том, что случилось", "cp1251"),
        ("Καλημέρα σας σήμερα θα μιλήσουμε", "cp1253"),
        ("早川：電波は声を運ぶ。こんにちは、みなさん。", "shift_jis"),
    ],
)
def test_other_encodings_are_guessed(text: str, encoding: str) -> None:
    read, fault = decode(text.encode(encoding))
    assert read == text
    assert fault.startswith("the file is not UTF-8 (first on line 1)")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_ends_of_lines(end: str) -> None:
    assert decode(f"1{end}2{end}{end}3".encode()) == ("1\n2\n\n3", "")


def test_control_characters_are_replaced_and_reported() -> None:
    text, fault = decode(b"one\ntwo\x00\x07\n")
    assert text == "one\ntwo\ufffd\ufffd\n"
    assert "first on line 2" in fault


def test_where_files_may_lie(tmp_path: Path) -> None:
    for name in ("e/a.md", "e/b.mp3", "c.mp3", "static/d.mp3", "e/x{}.png", "e/y.html"):
        path = tmp_path / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "out.mp3").touch()
    (tmp_path / "src/e/link.mp3").symlink_to(tmp_path / "out.mp3")
    src = tmp_path / "src"

    def found(given: str) -> str:
        return find_file(given, "e/a.md", src)

    assert [found(x) for x in ("b.mp3", "./b.mp3", "../c.mp3", "/c.mp3", "/e/b.mp3")] == [
        "e/b.mp3", "e/b.mp3", "c.mp3", "c.mp3", "e/b.mp3",
    ]  # fmt: skip
    for wrong in ("gone.mp3", "../../out.mp3", "link.mp3", "/../out.mp3", "../e", "a\0b"):
        with pytest.raises(UnusableFileError):  # each system has its own message
            found(wrong)
    assert find_site_file("/d.mp3", "e/a.md", src) == "static/d.mp3"
    assert find_site_file("/c.mp3", "e/a.md", src) == "c.mp3"
    with pytest.raises(MissingFileError):
        find_site_file("/gone.mp3", "e/a.md", src)

    assert find_strangers_file("b.mp3", "e/a.md", src, RECORDINGS) == "e/b.mp3"
    for wrong, message in (
        ("../c.mp3", "outside the episode's folder"),
        ("//c.mp3", "outside"),
        ("y.html", "may name"),
        ("x{}.png", "TeX"),
    ):
        with pytest.raises(UnusableFileError, match=message):
            find_strangers_file(wrong, "e/a.md", src, (*PICTURES, ".mp3"))
