"""Which names in a text mean an entity; the catalogue is made without Sphinx."""

from __future__ import annotations

import pytest
from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue


def mentioned(catalogue: Catalogue, docname: str) -> list[tuple[str, str]]:
    """Return the ids and names of the mentions of an episode."""
    return sorted(
        (entity.id, mention.name)
        for entity in catalogue.entities.values()
        for mention in entity.mentions
        if mention.docname == docname
    )


LISTED = "# Lists it\n\n## [00:00] One\n\nNothing.\n\n## Entities\n\n- **{}** ({}): It.\n"


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        # three characters of Chinese, Japanese or Korean name a thing without doubt, two do not
        ("播客", "我们听播客。", False),
        ("留声机", "我们听留声机。", True),
        ("電波", "電波が届く。", False),
        ("蓄音機", "蓄音機が届く。", True),
        # and so do two words, but not one
        ("Spark", "A Spark of hope.", False),
        ("Spark Plug", "A Spark Plug of hope.", True),
    ],
)
def test_names_that_another_episode_lists(name: str, text: str, is_found: bool) -> None:
    catalogue = catalogue_of(
        {"e/a": LISTED.format(name, "Concept"), "e/b": f"# Names it\n\n## [00:00] One\n\n{text}\n"}
    )
    assert bool(mentioned(catalogue, "e/b")) is is_found


@pytest.mark.parametrize(
    ("rule", "found"), [("", []), ("listed", []), ("everywhere", ["spark"]), ("never", [])]
)
def test_the_registry_decides_where_a_name_counts(rule: str, found: list[str]) -> None:
    entry = registered("spark", "Spark", match=rule, type="product")
    catalogue = catalogue_of({"e/b": "# B\n\n## [00:00] One\n\nThe Spark is new.\n"}, [entry])
    assert [id_ for id_, _ in mentioned(catalogue, "e/b")] == found


def test_never_means_not_even_where_it_is_listed() -> None:
    text = "# A\n\n## [00:00] One\n\nThe Spark.\n\n## Entities\n\n- **Spark** (Product): S.\n"
    entry = registered("spark", "Spark", match="never")
    assert mentioned(catalogue_of({"e/a": text}, [entry]), "e/a") == []
    assert mentioned(catalogue_of({"e/a": text}), "e/a") == [("spark", "Spark")]


def test_a_name_with_channels_means_the_entity_only_there() -> None:
    entry = registered("red-book", "Red Book", channels=("Prints",))
    text = "---\nchannel: {}\n---\n\n# T\n\n## [00:00] One\n\nThe Red Book.\n"
    files = {"e/a": text.format("prints"), "e/b": text.format("Others")}
    catalogue = catalogue_of(files, [entry])
    assert mentioned(catalogue, "e/a") == [("red-book", "Red Book")]
    assert mentioned(catalogue, "e/b") == []


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("RL", "It is RL here.", True),
        ("RL", "It is rl here.", False),
        ("NASA", "the nasa way", False),
        ("World Model", "the world model", True),
    ],
)
def test_the_case_of_short_names_and_capitals_counts(name: str, text: str, is_found: bool) -> None:
    listing = LISTED.format(name, "Concept").replace("Nothing.", text)
    assert bool(mentioned(catalogue_of({"e/a": listing}), "e/a")) is is_found


def test_the_registry_decides_whether_case_counts() -> None:
    text = LISTED.format("RL", "Concept").replace("Nothing.", "The rl way.")
    loose = registered("rl", "RL", case_sensitive=False)
    strict = registered("rl", "World Model", case_sensitive=True)
    assert mentioned(catalogue_of({"e/a": text}, [loose]), "e/a") == [("rl", "rl")]
    lower = LISTED.format("World Model", "Concept").replace("Nothing.", "The world model.")
    assert mentioned(catalogue_of({"e/a": lower}, [strict]), "e/a") == []


def test_a_mention_knows_its_place() -> None:
    text = """
        # A

        Before any chapter comes Ada Lovelace.

        ## [00:00] One

        Nothing.

        ## [02:00] Two

        It began. Then Ada Lovelace wrote. It ended.

        > *"Ada wove algebra."*

        ## Entities

        - **Ada Lovelace** (Person): A.
    """
    (entity,) = catalogue_of({"e/a": text}).entities.values()
    places = [
        (m.name, m.part, m.chapter, m.quote, m.line, m.sentence, m.start) for m in entity.mentions
    ]
    assert places == [
        ("Ada Lovelace", "", None, None, 3, "Before any chapter comes Ada Lovelace.", None),
        ("Ada Lovelace", "", 1, None, 11, "Then Ada Lovelace wrote.", None),
        ("Ada", "first", 1, 0, 13, '"Ada wove algebra."', None),
    ]


def test_names_in_code_and_links_do_not_count() -> None:
    text = LISTED.format("Ada Lovelace", "Person").replace(
        "Nothing.", "`Ada Lovelace` and [Ada Lovelace](https://example.org)."
    )
    assert mentioned(catalogue_of({"e/a": text}), "e/a") == []


def test_a_name_of_two_entities_means_neither() -> None:
    entries = [registered("a", "Red Book", type="work"), registered("b", "Red Book", type="person")]
    catalogue = catalogue_of({"e/a": "# A\n\n## [00:00] One\n\nThe Red Book.\n"}, entries)
    assert mentioned(catalogue, "e/a") == []


def test_the_entity_that_the_episode_lists_takes_precedence() -> None:
    entries = [registered("a", "Red Book", type="work"), registered("b", "Red Book", type="person")]
    text = LISTED.format("Red Book", "Work").replace("Nothing.", "The Red Book.")
    assert mentioned(catalogue_of({"e/a": text}, entries), "e/a") == [("a", "Red Book")]
