"""Text is split into the terms of the search index."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage
from sphinxcontrib_podcast.sphinx_ext.search.index_words import joint


def terms(text: str, language: str = "en", *languages: str) -> list[str]:
    return sorted(EveryLanguage({"language": language, "languages": languages}).split(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("… — !", []),
        ("Voices of the Air", ["air", "voic"]),
        ("留声机", ["机", "声", "声机", "留", "留声"]),
        ("声", ["声"]),
        ("RSS和播客", ["rss", "和", "和播", "播", "播客", "客"]),
        ("ﾗｼﾞｵ", ["ジ", "ジオ", "ラ", "ラジ", "オ"]),  # half width
        ("ＡＩ", ["ai"]),  # full width
        ("ヤン・ルカン", ["ヤ", "ヤン", "ル", "ルカ", "カ", "カン", "ン"]),
        ("학교에서", ["학", "학교", "교", "교에", "에", "에서", "서"]),
        ("2004年2月", ["年", "月"]),  # Sphinx does not search for numbers
        ("हिन्दी में", ["में", "हिन्दी"]),  # vowel signs are parts of words
        ("İstanbul", ["i̇stanbul"]),
        ("snake_case 3D", ["3d", "snake_cas"]),
        ("𠮷野家", ["家", "野", "野家", "𠮷", "𠮷野"]),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == sorted(expected)


def test_text_is_stemmed_in_the_language_of_the_project() -> None:
    assert terms("Häuser und Gärten", "de") == ["gart", "haus"]
    assert terms("Häuser und Gärten", "de_AT") == ["gart", "haus"]
    assert terms("Häuser and gardens", "en") == ["garden", "häuser"]


@pytest.mark.parametrize("language", ["zh_CN", "ja", "ko", "xx"])
def test_words_in_a_language_without_stemmer_are_taken_for_english(language: str) -> None:
    assert terms("Voices of 播客", language) == ["voic", "客", "播", "播客"]


unspaced = st.text(alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x9FFF))


@given(unspaced, unspaced, unspaced)
def test_a_part_of_a_text_has_no_terms_that_the_text_lacks(
    before: str, part: str, after: str
) -> None:
    text = before + part + after
    if unicodedata.is_normalized("NFKC", text):
        assert set(terms(part)) <= set(terms(text))


@given(unspaced, unspaced)
def test_two_halves_and_their_joint_are_the_whole(before: str, after: str) -> None:
    if unicodedata.is_normalized("NFKC", before + after):
        halves = {*terms(before), *terms(after), joint(before, after)}
        assert halves - {""} == set(terms(before + after))


def test_keywords_of_a_page_are_stemmed_and_terms_are_not_stemmed_again() -> None:
    language = EveryLanguage({"language": "en"})
    assert language.stem("Podcasts") == "podcast"
    assert [language.stem(term) for term in language.split("Podcasts")] == ["podcast"]
