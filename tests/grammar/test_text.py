from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinxcontrib_podcast.grammar.text import (
    as_title,
    closed_up,
    first_unwritable,
    has_cjk,
    has_kana,
    is_cjk,
    is_cjk_language,
    join_text,
    plain,
    plain_ranges,
    printable,
    role_text,
    shortened,
    writable,
)

MD = create_md_parser(MdParserConfig(enable_extensions={"dollarmath"}), RendererHTML)


def test_characters_that_no_page_can_show() -> None:
    assert first_unwritable("a\tb\nc\r") is None
    assert first_unwritable("ab\x00") == 2
    assert first_unwritable("\x7f") == 0
    assert writable("a\x00b\ud800c\uffffd\x0b") == "a\ufffdb\ufffdc\ufffdd\ufffd"
    assert writable("déjà 声\n") == "déjà 声\n"


def test_messages_do_nothing_to_a_terminal() -> None:
    assert printable("a\x1b[31mb\nc\u202e") == "a\\x1b[31mb\\nc\\u202e"
    assert printable("a\u2028b\x85c\u200f") == "a\\u2028b\\x85c\\u200f"
    assert printable("déjà 声") == "déjà 声"


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("four words are here", 19, "four words are here"),
        ("four words are here", 18, "four words are…"),
        ("abcdefghij klm", 12, "abcdefghij…"),
        ("声の歴史を語る", 4, "声の歴史…"),
        ("a bcdefghijk", 10, "a bcdefghi…"),  # too little would be left
    ],
)
def test_a_text_is_cut_between_words(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected


def test_titles_have_a_limit() -> None:
    assert as_title("a" * 300) == "a" * 300
    assert as_title("a" * 301) == "a" * 300 + "…"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("she <Ada Lovelace>", "she"),
        ("!Ada", "Ada"),
        ("~Ada", "Ada"),
        ("a < b", "a < b"),
    ],
)
def test_the_text_of_a_role(content: str, text: str) -> None:
    assert role_text(content) == text


def test_scripts() -> None:
    assert all(map(is_cjk, "声あア한、（ㄱ𠮷"))
    assert not any(map(is_cjk, "aé1(Я "))
    assert has_cjk("a 声")
    assert not has_cjk("déjà")
    assert has_kana("漢字かな")
    assert has_kana("ﾛﾎﾞ")
    assert not has_kana("漢字")
    assert [is_cjk_language(x) for x in ("zh", "zh-TW", "ja-JP", "ko", "en", "", "zhx")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([], ""),
        (["one ", " two"], "one two"),
        (["声が", "届く"], "声が届く"),
        (["声が届く。", "Ada が"], "声が届く。Ada が"),  # the mark has its own space
        (["声が", "Ada"], "声が Ada"),
        (["Ada", "が"], "Ada が"),
        (["one", "", "two"], "one  two"),
    ],
)
def test_lines_are_joined_as_their_script_needs(lines: list[str], joined: str) -> None:
    assert join_text(lines) == joined


def test_spaces_of_speech_recognition() -> None:
    assert closed_up("今天 我们 谈 声音 。") == "今天我们谈声音。"
    assert closed_up("我们 用 GPT 4 谈") == "我们用 GPT 4 谈"
    assert closed_up("one two") == "one two"
    assert closed_up("한국 사람") == "한국 사람"


@pytest.mark.parametrize(
    ("markdown", "text", "skipped"),
    [
        ("plain words", "plain words", []),
        ("**bold** and *more*", "bold and more", []),
        ("a `code` b", "a code b", ["code"]),
        ("a [link](https://example.org) b", "a link b", ["link"]),
        ("a ![picture](x.png) b", "a picture b", ["picture"]),
        ("a $x^2$ b", "a x^2 b", ["x^2"]),
        (r"a \*star\* b", "a *star* b", []),
        ("a {pod:person}`Ada` b", "a Ada b", []),
        ("a {pod:person}`she <Ada>` b", "a she b", []),
        ("a {ref}`there <x>` b", "a there b", ["there"]),
        ("one\n`two`", "one two", ["two"]),
        ("声が\n届く`code`声", "声が届くcode声", ["code"]),
        ("[声が\n届く](https://example.org)よ", "声が届くよ", ["声が届く"]),
        ("one  \n`two` *three*\n[four](x)", "one two three four", ["two", "four"]),
    ],
)
def test_plain_text_of_markdown(markdown: str, text: str, skipped: list[str]) -> None:
    found, ranges = plain_ranges(MD, markdown, {})
    assert found == text
    assert [found[start:end] for start, end in ranges] == skipped


@given(st.lists(st.sampled_from(["声", "あ", "a", " ", "\n", "`x`", "[y](z)", "。"]), max_size=12))
def test_ranges_are_within_the_text(parts: list[str]) -> None:
    text, ranges = plain_ranges(MD, "".join(parts), {})
    for start, end in ranges:
        assert set(text[start:end]) <= set("xy` ")
    assert plain(MD, "".join(parts), {}) == text.strip()
