from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.people import each_name, plain_name

BOTH = ["Ann Lee", "Bob Ray"]


@pytest.mark.parametrize(
    "value",
    [
        "Ann Lee, Bob Ray", "Ann Lee、Bob Ray", "Ann Lee & Bob Ray", "Ann Lee and Bob Ray", "Ann Lee / Bob Ray",
        "[[Ann Lee]], [[people/bob|Bob Ray]]", BOTH, [["Ann Lee"], ["Bob Ray"]], [[["Ann Lee"]], "Bob Ray"],
        [{"name": "Ann Lee", "of": "Acme"}, {"name": "Bob Ray"}], {"ann": {"name": "Ann Lee"}, "Bob Ray": {}},
        [{"first_name": "Ann", "last_name": "Lee"}, {"Full_Name": "Bob Ray"}], ["[Ann Lee](/ann)", " Bob  Ray "],
        "Ann Lee <ann@example.org>, Bob Ray",
    ],
)  # fmt: skip
def test_two_names(value: object) -> None:
    assert [name for name, _ in each_name(value)] == BOTH


@pytest.mark.parametrize(
    "value", ["Simon and Garfunkel", ["Ann Lee, CEO"], {"name": "Ann & Bob"}, "AT&T", 42]
)
def test_one_name(value: object) -> None:
    assert len(list(each_name(value))) == 1


def test_an_item_without_a_name() -> None:
    assert list(each_name(["Ann", {"twitter": "@bob"}, True])) == [
        ("Ann", "Ann"), ("", {"twitter": "@bob"}), ("", True),
    ]  # fmt: skip


@given(st.text())
def test_names_have_no_white_space_around(text: str) -> None:
    assert all(name == name.strip() for name, _ in each_name(text))
    assert plain_name(plain_name(text)) == plain_name(text) or "[" in text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[[Ann Lee|Ann]]", "Ann Lee"), ("[[people/ann|Ann Lee]]", "Ann Lee"),
        ("[[People/Ann Lee|Lee]]", "Ann Lee"), ("[[Ann Lee|Bo]]", "Bo"), ("[[Ann Lee]]", "Ann Lee"),
    ],
)  # fmt: skip
def test_the_name_of_a_wiki_link(text: str, name: str) -> None:
    assert plain_name(text) == name
