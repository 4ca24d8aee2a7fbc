"""No form of a text takes time by the square of its size: twice as much takes at most 2.3 times."""

from __future__ import annotations

from collections.abc import Callable

import growth
import pytest
from conftest import Site
from growth import MOST, Form, Read

pytestmark = pytest.mark.fuzz

WHOLE: list[tuple[Read, dict[str, Form]]] = [
    (growth.read_episode, growth.EPISODES),
    (growth.read_rst, growth.RESTRUCTUREDTEXT),
    (growth.read_cues, growth.TRANSCRIPTS),
    (growth.read_names, growth.REGISTRIES),
    (growth.read_quote, growth.QUOTED),
]

#: Forms of which a whole page is built as well.
PAGES = (
    "chapters", "headings", "headings of one name", "paragraphs", "list items", "quotes of one time", "entities",
    "a name everywhere", "directives of one time", "targets", "links",
)  # fmt: skip


@pytest.mark.parametrize(
    ("read", "form"),
    [
        pytest.param(read, form, id=f"{read.__name__}-{name}")
        for read, forms in WHOLE
        for name, form in forms.items()
    ],
)
def test_whole_texts(read: Read, form: Form) -> None:
    assert growth.growth(read, form) <= MOST


@pytest.mark.parametrize("unit", growth.UNITS, ids=ascii)
def test_what_is_repeated_in_a_line(unit: str) -> None:
    grown = {place: growth.growth(growth.read_episode, form) for place, form in growth.repeated(unit)}  # fmt: skip
    assert {place: ratio for place, ratio in grown.items() if ratio > MOST} == {}


@pytest.mark.parametrize("name", PAGES)
def test_whole_pages(new_site: Callable[..., Site], name: str) -> None:
    def build(text: str) -> None:
        new_site({"episodes/one.md": text}, html_theme="basic").build()

    fixed = min(growth.seconds(build, growth.BODY) for _ in range(3))
    form = growth.EPISODES[name]
    assert growth.growth(build, form, fixed=fixed, enough=0.5) <= MOST
