from __future__ import annotations

import pytest

from sphinxcontrib_podcast.catalogue.source_files import decode


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
