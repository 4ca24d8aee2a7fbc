"""What roles name, and what is suggested for a name that leads nowhere; without Sphinx."""

from __future__ import annotations

import pytest
from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.hints import suggestions, unresolved
from sphinxcontrib_podcast.catalogue.resolver import (
    entity_of_entry,
    objects,
    other_names,
    resolve,
)

FILES = {
    "e/one": """
        ---
        channel: Long Talks
        guid: urn:7
        ---

        # The first talk

        ## [01:00] Start

        Words.

        > *"It weaves algebra."*

        ## [02:00] [End]

        ## Entities

        - **Ada Lovelace** (Person): A.
        - **Mercury** (Product): A car.
    """,
    "e/two": """
        # The second talk

        ## Entities

        - **Mercury** (Person): A singer.
    """,
    "f/two": "# Another\n",
}
ENTRY = registered(
    "ada",
    "Ada Lovelace",
    type="person",
    aliases=("Countess of Lovelace",),
    labels=(("ja", "エイダ"),),
)


def found(role: str, target: str, docname: str = "") -> tuple[str, ...] | None:
    target_ = resolve(catalogue_of(FILES, [ENTRY]), role, target, docname)
    return target_ and (target_.kind, target_.name)


@pytest.mark.parametrize(
    ("role", "target", "docname", "expected"),
    [
        ("episode", "e/one", "", ("episode", "e/one")),
        ("episode", "/e/one", "", ("episode", "e/one")),
        ("episode", "one", "", ("episode", "e/one")),
        ("episode", "THE first  talk", "", ("episode", "e/one")),
        ("episode", "urn:7", "", ("episode", "e/one")),
        ("episode", "two", "", None),  # there are two of that name
        ("episode", "two", "e/one", ("episode", "e/two")),
        ("episode", "two", "f/x", ("episode", "f/two")),
        ("episode", "", "e/one", ("episode", "e/one")),
        ("episode", "three", "", None),
        ("channel", "long talks", "", ("channel", "long-talks")),
        ("channel", "long-talks", "", ("channel", "long-talks")),
        ("channel", "Short", "", None),
        ("entity", "ada", "", ("person", "ada")),
        ("entity", "countess of lovelace", "", ("person", "ada")),
        ("person", "エイダ", "", ("person", "ada")),
        ("organization", "Ada Lovelace", "", None),
        ("person", "Mercury", "e/one", ("person", "mercury")),
        ("quote", "one#q-01-00", "", ("quote", "e/one#q-01-00")),
        ("quote", "one@01:00", "", ("quote", "e/one#q-01-00")),
        ("quote", "#q-01-00", "e/one", ("quote", "e/one#q-01-00")),
        ("quote", "one#q-09-00", "", None),
        ("quote", "one@09:00", "", None),
        ("at", "three@1:00", "", None),
        ("at", "one@soon", "", None),
        ("at", "one", "", None),
    ],
)
def test_what_a_role_names(
    role: str, target: str, docname: str, expected: tuple[str, str] | None
) -> None:
    result = found(role, target, docname)
    if expected and expected[1] == "mercury":
        assert result is not None
        assert result[0] == "person"
    else:
        assert result == expected


@pytest.mark.parametrize(
    ("target", "chapter", "start", "end"),
    [
        ("one@1:30", "t-01-00", 90, None),
        ("one@1:00", "t-01-00", 60, None),
        ("one@2:00", "t-02-00", 120, None),
        ("one@0:10", "", 10, None),
        ("one@1:30-2:30", "t-01-00", 90, 150),
        ("one @ 1:30", "t-01-00", 90, None),
    ],
)
def test_a_moment_leads_to_its_chapter(
    target: str, chapter: str, start: float, end: float | None
) -> None:
    moment = resolve(catalogue_of(FILES), "at", target, "")
    assert moment is not None
    assert (moment.address, moment.start, moment.end) == (Address("e/one", chapter), start, end)
    assert moment.title == "The first talk"


def test_the_entity_that_the_page_lists_takes_precedence() -> None:
    catalogue = catalogue_of(FILES)
    on_first = resolve(catalogue, "entity", "Mercury", "e/one")
    on_second = resolve(catalogue, "entity", "Mercury", "e/two")
    assert on_first
    assert on_second
    assert (on_first.kind, on_second.kind) == ("product", "person")
    listed = entity_of_entry(catalogue, "Mercury", "product")
    assert listed
    assert listed[0] == on_first.name
    assert entity_of_entry(catalogue, "Nobody", "person") is None


@pytest.mark.parametrize(
    ("role", "target", "expected"),
    [
        ("person", "Ada Lovlace", ("Ada Lovelace",)),
        ("person", "Lovelace", ("Ada Lovelace",)),
        ("product", "Mercurry", ("Mercury",)),
        ("product", "Ada Lovelace", ()),
        ("channel", "long talk", ("Long Talks",)),
        ("episode", "the first tlak", ("The first talk", "The second talk")),
        ("at", "onne@1:00", ("e/one",)),
        ("quote", "onne#q-01-00", ("e/one",)),
        ("entity", "xyzzy", ()),
    ],
)
def test_suggestions(role: str, target: str, expected: tuple[str, ...]) -> None:
    near = suggestions(catalogue_of(FILES, [ENTRY]), role, target)
    assert near == expected


def test_the_objects_of_the_domain() -> None:
    catalogue = catalogue_of(FILES, [ENTRY])
    kinds = [(o.kind, o.name, o.title) for o in objects(catalogue)]
    assert ("chapter", "e/one@01:00", "Start") in kinds
    assert ("quote", "e/one#q-01-00", '"It weaves algebra."') in kinds
    assert ("channel", "long-talks", "Long Talks") in kinds
    assert ("person", "ada", "Ada Lovelace") in kinds
    assert len(kinds) == len(set(kinds)) == 3 + 2 + 1 + 1 + 3


def test_other_names() -> None:
    names = {
        (name, target.kind): (target.title, is_own)
        for name, target, is_own in other_names(catalogue_of(FILES, [ENTRY]))
    }
    assert names["countess of lovelace", "person"] == ("Countess of Lovelace", True)
    assert names["エイダ", "person"] == ("エイダ", True)
    assert names["ada lovelace", "person"] == ("Ada Lovelace", False)
    assert names["the first talk", "episode"] == ("The first talk", False)
    assert names["urn:7", "episode"] == ("The first talk", False)
    assert names["long talks", "channel"] == ("Long Talks", False)
    assert ("two", "episode") not in names


def test_a_long_quote_has_a_short_title() -> None:
    text = f'# T\n\n> *"{"word " * 20}"*\n'
    titles = [o.title for o in objects(catalogue_of({"e/a": text})) if o.kind == "quote"]
    assert 55 < len(titles[0]) <= 60
    assert titles[0].endswith("…")


@pytest.mark.parametrize(
    ("role", "target", "message"),
    [
        ("at", "first", ": a time is missing; write 'first@02:04'"),
        ("at", "first@1:75", ": '1:75' is not a time; write 'first@02:04'"),
        ("at", "firts@1:05", "; did you mean 'e/first'?"),
        ("quote", "first#q-99", "; did you mean 'first#q-00-00'?"),
        ("quote", "first@00:59", "; did you mean 'first#q-00-00'?"),
        ("quote", "second#q-99", ": 'Second' has no quotes"),
        ("concept", "Ada Lovelace", ": it is listed as 'person'; write {pod:entity}`Ada Lovelace`"),
        ("person", "Ada Lovelac", "; did you mean 'Ada Lovelace'?"),
        ("person", "Zzz", ""),
    ],
)
def test_the_message_leads_on(role: str, target: str, message: str) -> None:
    first = (
        "# First\n\n## [00:00] One\n\n> *“Words.”*\n\n## [02:04] Two\n\nAda Lovelace.\n\n"
        "## Entities\n\n- **Ada Lovelace** (Person): A.\n"
    )
    catalogue = catalogue_of({"e/first": first, "e/second": "# Second\n"})
    kind = "moment" if role == "at" else role
    assert unresolved(catalogue, role, target, "page") == f"there is no {kind} {target!r}{message}"
