from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.catalogue.slugs import assign_slugs, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("ヤン・ルカン", "ヤン-ルカン"),
        ("林若溪", "林若溪"),
        ("Édouard-Léon", "édouard-léon"),
        ("Ｃ言語", "c言語"),
        ("  snake_case  ", "snake-case"),
        ("../../etc/passwd", "etc-passwd"),
        ("GPT-4", "gpt-4"),
        ("searching", "searching"),
    ],
)
def test_letters_and_digits_stay(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    "name", ["con", "PRN", "aux", "nul", "com1", "lpt9", "index", "genindex", "search"]
)
def test_names_of_other_files_get_a_hash(name: str) -> None:
    """Windows keeps some names for devices, and Sphinx writes pages of the others.

    ``podcast_pages`` may put entities beside those: an entity named "Search" must not replace
    ``search.html``.
    """
    assert re.fullmatch(rf"{name.lower()}-[0-9a-f]{{6}}", slug(name))


def test_a_name_of_signs_only_gets_a_hash() -> None:
    assert re.fullmatch(r"x[0-9a-f]{6}", slug("!?"))
    assert slug("!?") != slug("??")


def test_long_names_are_cut_between_characters_and_stay_different() -> None:
    one, other = slug("声" * 100), slug("声" * 101)
    assert one != other
    assert one.rpartition("-")[0] == "声" * 50
    assert slug("a" * 150) == "a" * 150
    assert slug("a" * 151).startswith("a" * 150 + "-")


@given(st.text())
def test_a_slug_is_a_file_name(name: str) -> None:
    found = slug(name)
    assert re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", re.sub(r"[^\w-]", "", found) or "x")
    assert not set(found) & set("/\\.<>:\"'?*| _\0")
    assert 0 < len(found.encode()) <= 157


def test_the_name_that_is_spelt_like_the_slug_gets_it() -> None:
    slugs = assign_slugs([("c++", "language"), ("c", "language")])
    assert slugs["c", "language"] == "c"
    assert re.fullmatch(r"c-[0-9a-f]{6}", slugs["c++", "language"])
    spaced = assign_slugs([("ada-lovelace!", "person"), ("ada lovelace", "person")])
    assert spaced["ada lovelace", "person"] == "ada-lovelace"


def test_who_gets_which_slug_does_not_depend_on_the_order() -> None:
    names = [("c++", ""), ("c", ""), ("c", "person"), ("c#", ""), ("d", "")]
    slugs = assign_slugs(names)
    assert assign_slugs(reversed(names)) == slugs
    assert len(set(slugs.values())) == 5


def test_a_slug_that_is_taken_is_given_to_nobody() -> None:
    (found,) = assign_slugs([("ada", "person")], taken=["ada"]).values()
    assert re.fullmatch(r"ada-[0-9a-f]{6}", found)
    (again,) = assign_slugs([("ada", "person")], taken=["ada", found]).values()
    assert again not in ("ada", found)
