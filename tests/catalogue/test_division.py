"""An archive is divided into parts that take about the same time."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.catalogue.division import divide


def parts_of(name: str, parts: list[list[str]]) -> list[int]:
    """Return the indices of the parts that a document is in."""
    forms = [
        [re.escape(p).replace(r"\*\*", ".*").replace(r"\?", "[^/]") for p in part] for part in parts
    ]
    return [i for i, part in enumerate(forms) if any(re.fullmatch(form, name) for form in part)]


def test_a_part_ends_between_two_folders() -> None:
    costs = {f"{show}/{i:02}": 1.0 for show in ("news", "music") for i in range(50)}
    assert divide(costs, 2) == [["m**"], ["n**"]]


def test_a_part_ends_between_two_letters() -> None:
    names = ("ab", "ac", "ad", "ba", "bb", "ca")
    assert divide({f"name/{name}": 1.0 for name in names}, 2) == [
        ["name/a**"],
        ["name/b**", "name/c**"],
    ]


def test_costs_decide() -> None:
    costs = {"a": 10.0, "b": 1.0, "c": 1.0, "d": 8.0}
    assert divide(costs, 2) == [["a**"], ["b**", "c**", "d**"]]


def test_a_document_whose_name_begins_another_is_named_whole() -> None:
    assert divide({"talk": 1.0, "talks": 1.0}, 2) == [["talk"], ["talks**"]]


def test_a_later_document_is_in_the_part_of_its_folder() -> None:
    parts = divide({f"{show}/{i}": 1.0 for show in "pq" for i in range(9)}, 2)
    assert parts_of("p/new", parts) == [0]
    assert parts_of("q/new", parts) == [1]


def test_there_are_no_empty_parts() -> None:
    assert divide({"a": 1.0}, 3) == [["**"]]
    assert divide({}, 3) == []


NAMES = st.text("ab/*[?年", min_size=1, max_size=8)


@given(st.dictionaries(NAMES, st.floats(0.1, 9), max_size=40), st.integers(1, 6))
def test_each_document_is_in_a_part_of_fair_size(costs: dict[str, float], number: int) -> None:
    plain = {re.sub(r"[*?\[]", "x", name): cost for name, cost in costs.items()}
    parts = divide(plain, number)
    assert len(parts) <= number
    sizes = [0.0] * number
    for name, cost in plain.items():
        (part,) = parts_of(name, parts)
        sizes[part] += cost
    if plain:
        assert max(sizes) <= sum(sizes) / number * 1.2 + max(plain.values()) + 1e-6


@given(st.sets(NAMES, max_size=20), st.integers(1, 4))
def test_no_document_is_left_out_if_its_name_has_characters_of_patterns(
    names: set[str], number: int
) -> None:
    parts = divide(dict.fromkeys(names, 1.0), number)
    assert all(parts_of(name, parts) for name in names)
