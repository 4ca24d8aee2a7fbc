from __future__ import annotations

import pytest

from sphinxcontrib_podcast.catalogue.sort_keys import sort_key

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


@pytest.mark.parametrize(("number", "initial"), list(enumerate(INITIALS)))
def test_hangul_stands_under_its_initial(number: int, initial: str) -> None:
    first = 0xAC00 + number * 21 * 28  # 21 vowels, each with 28 finals or none
    for code in (first, first + 28, first + 21 * 28 - 1):
        assert sort_key(chr(code), "ko").letter == initial


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("김치", "ㄱ"), ("나라", "ㄴ"), ("서울", "ㅅ"), ("한국", "ㅎ"),
        ("Ada", "A"), ("élan", "E"), ("Øre", "O"), ("Łódź", "L"), ("đa", "D"), ("Þór", "T"),
        ("Æsir", "A"), ("œuvre", "O"), ("ınce", "I"), ("Ａｄａ", "A"), ("“Ada”", "A"),
        ("42 ways", "0–9"), ("３Ｄ", "0–9"), ("!?", "#"), ("", "#"),
        ("Ёлка", "Е"), ("Ωμέγα", "Ω"), ("Яна", "Я"),
        ("アダ", "あ"), ("ガ行", "か"), ("ざっし", "さ"), ("ヂ", "た"), ("ん", "わ"), ("パリ", "は"),
        ("ヴァイオリン", "あ"), ("ゃ", "や"), ("みち", "ま"), ("ロボ", "ら"), ("ぬの", "な"),
    ],
)  # fmt: skip
def test_the_letter_of_an_index(name: str, letter: str) -> None:
    assert sort_key(name, "en").letter == letter


def test_han_characters_stand_under_their_reading_or_by_themselves() -> None:
    assert sort_key("林若溪", "zh").letter == "L"
    assert sort_key("北标实验室", "zh-CN").letter == "B"
    assert sort_key("林檎", "ja").letter == "漢字"
    assert sort_key("林檎", "ja-JP").letter == "漢字"


def test_the_groups_of_an_index_are_in_order() -> None:
    names = ["漢", "!?", "アダ", "한국", "Яна", "Zoë", "Ada", "7 lives"]
    found = sorted(sort_key(name, "ja") for name in names)
    assert [p.name for p in found] == ["7 lives", "Ada", "Zoë", "Яна", "한국", "アダ", "漢", "!?"]


def test_names_of_one_letter_are_in_order() -> None:
    def ordered(names: str, language: str) -> str:
        return " ".join(p.name for p in sorted(sort_key(n, language) for n in names.split()))

    assert ordered("Émile Emil Ebba Eva", "en") == "Ebba Emil Émile Eva"
    assert ordered("カメラ きた かみ ガム", "ja") == "かみ カメラ ガム きた"
    assert ordered("张三 赵四 阿明 Zoë", "zh") == "阿明 张三 赵四 Zoë"
