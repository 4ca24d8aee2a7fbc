from __future__ import annotations

from dataclasses import replace

import pytest

from sphinxcontrib_podcast.catalogue.addresses import (
    DEFAULT_RULE,
    LONG_INDEX,
    PageRule,
    index_pages,
)
from sphinxcontrib_podcast.catalogue.sort_keys import sort_key
from sphinxcontrib_podcast.model import Entity, EntityEntry, Mention, RegistryEntry


def entity(*docnames: str) -> Entity:
    mentions = tuple(Mention(d, "Ada", "", None, None, "Ada.", 1) for d in docnames)
    return Entity("ada", "Ada", "person", ("Ada",), "en", mentions=mentions)


@pytest.mark.parametrize(
    ("rule", "mentions", "occurs", "quotes", "expected"),
    [
        (PageRule(mentions=2), [], {"a"}, 0, False),  # listed once
        (PageRule(mentions=2), [], {"a", "b"}, 0, True),
        (PageRule(mentions=2), ["a"], {"a"}, 0, False),
        (PageRule(mentions=2), ["a", "a"], {"a"}, 0, True),
        (PageRule(mentions=2), ["a"], {"a", "b"}, 0, True),
        (PageRule(mentions=2), [], {"a"}, 1, True),
        (PageRule(mentions=2), [], set(), 2, True),
        (PageRule(mentions=3), ["a", "a"], {"a"}, 0, False),
        (PageRule(mentions=3), ["a", "a"], {"a"}, 1, True),
        (PageRule(mentions=0, episodes=2), ["a"] * 9, {"a"}, 9, False),
        (PageRule(mentions=0, episodes=2), [], {"a", "b"}, 0, True),
        (PageRule(mentions=9, episodes=1), [], {"a"}, 0, True),
        (PageRule(), [], set(), 0, True),
        (DEFAULT_RULE, ["a"] * 9, {"a"}, 9, False),
        (DEFAULT_RULE, [], {"a", "b"}, 0, True),
    ],
)
def test_which_entities_have_a_page(
    rule: PageRule, mentions: list[str], occurs: set[str], quotes: int, expected: bool
) -> None:
    assert rule.has_page(entity(*mentions), occurs, quotes) is expected


def test_people_and_the_registry_have_pages_by_default() -> None:
    entry = EntityEntry("Ada", "person", "", "", "", 1)
    person = replace(entity("a"), entries=(("a", entry),))
    assert DEFAULT_RULE.has_page(person, {"a"}, 0)
    assert DEFAULT_RULE.has_page(replace(entity(), appearances=("a",)), {"a"}, 0)
    assert not DEFAULT_RULE.has_page(replace(person, type="product"), {"a"}, 0)
    known = RegistryEntry("ada", "Ada", "entities.toml", 1)
    assert DEFAULT_RULE.has_page(replace(person, type="product", registry=known), {"a"}, 0)
    assert not PageRule(mentions=9).has_page(person, {"a"}, 0)


def test_a_long_index_has_a_page_for_each_letter() -> None:
    names = {f"a{i}": sort_key(f"A{i}", "en") for i in range(LONG_INDEX - 1)}
    names["é"] = sort_key("Émile", "en")
    assert set(index_pages("podcast/entities", names).values()) == {"podcast/entities"}
    names["9"] = sort_key("9 lives", "en")
    assert set(index_pages("podcast/entities", names).values()) == {
        "podcast/entities-a",
        "podcast/entities-e",
        "podcast/entities-0-9",
    }
    assert set(index_pages("", names).values()) == {""}
