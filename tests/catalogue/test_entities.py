"""Entries of many episodes become entities; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of, registered

EPISODE = "# {title}\n\n## [00:00] One\n\n{text}\n\n## Entities\n\n{entries}\n"


def episode(*entries: str, title: str = "T", text: str = "Nothing.") -> str:
    lines = "\n".join(f"- {entry}" for entry in entries)
    return EPISODE.format(title=title, text=text, entries=lines)


def test_spellings_of_one_name_are_one_entity() -> None:
    catalogue = catalogue_of(
        {
            "e/a": episode("**ADA  Lovelace** (Person): One."),
            "e/b": episode("**Ada Lovelace** (Person): Two."),
            "e/c": episode("**Ada Lovelace** (Person): Three."),
        }
    )
    (entity,) = catalogue.entities.values()
    assert (entity.id, entity.name, entity.type) == ("ada-lovelace", "Ada Lovelace", "person")
    assert [docname for docname, _ in entity.entries] == ["e/a", "e/b", "e/c"]
    assert "ADA Lovelace" in entity.names


def test_two_types_are_two_entities_and_reported() -> None:
    catalogue = catalogue_of(
        {
            "e/a": episode("**Mercury** (Person): A singer."),
            "e/b": episode("**Mercury** (Product): A car."),
        }
    )
    assert {(e.name, e.type) for e in catalogue.entities.values()} == {
        ("Mercury", "person"),
        ("Mercury", "product"),
    }
    (problem,) = catalogue.merge_problems
    assert (problem.path, problem.line, problem.subtype) == ("e/a.md", 9, "entity")
    assert problem.message.startswith("'Mercury' is person here and product in e/b.md:9")


def test_an_entry_without_type_joins_the_only_entity_of_its_name() -> None:
    files = {
        "e/a": episode("**Mercury** (Person): A singer."),
        "e/b": episode("**Mercury**: Who?"),
    }
    (entity,) = catalogue_of(files).entities.values()
    assert entity.type == "person"
    assert len(entity.entries) == 2
    files["e/c"] = episode("**Mercury** (Product): A car.")
    assert {e.type for e in catalogue_of(files).entities.values()} == {"person", "product", ""}


def test_hosts_and_guests_are_people() -> None:
    text = "---\nhosts: [Ada Lovelace]\nguests: [Ada Lovelace, Bo Ek]\n---\n\n# T\n"
    catalogue = catalogue_of({"e/a": text})
    assert {e.id: (e.type, e.appearances) for e in catalogue.entities.values()} == {
        "ada-lovelace": ("person", ("e/a",)),
        "bo-ek": ("person", ("e/a",)),
    }


def test_the_names_of_a_registry_entry_are_one_entity() -> None:
    entry = registered(
        "ada", "Ada Lovelace", type="person", aliases=("Lady Ada",), labels=(("ja", "エイダ"),)
    )
    catalogue = catalogue_of(
        {"e/a": episode("**Lady Ada** (Person): A."), "e/b": episode("**エイダ** (Person): B.")},
        [entry],
    )
    (entity,) = catalogue.entities.values()
    assert (entity.id, entity.name) == ("ada", "Ada Lovelace")
    assert entity.names == ("Ada Lovelace", "エイダ", "Lady Ada")
    assert len(entity.entries) == 2


def test_neighbours_are_counted_by_the_chapters_they_share() -> None:
    text = """
        # T

        ## [00:00] One

        Ada Lovelace met Bo Ek. Bo Ek met Ada Lovelace.

        ## [01:00] Two

        Ada Lovelace met Bo Ek and Cy Fox.

        ## Entities

        - **Ada Lovelace** (Person): A.
        - **Bo Ek** (Person): B.
        - **Cy Fox** (Person): C.
        - **Di Gram** (Person): named in the same list only.
    """
    entities = catalogue_of({"e/a": text}).entities
    # in the same list, but in no chapter together: last, with 0
    assert entities["ada-lovelace"].neighbours == (("bo-ek", 2), ("cy-fox", 1), ("di-gram", 0))
    assert entities["cy-fox"].neighbours == (("ada-lovelace", 1), ("bo-ek", 1), ("di-gram", 0))
    assert entities["di-gram"].neighbours == (("ada-lovelace", 0), ("bo-ek", 0), ("cy-fox", 0))


def test_an_entity_has_a_limited_number_of_neighbours() -> None:
    names = [f"**Person {chr(97 + i // 26)}{chr(97 + i % 26)}** (Person): P." for i in range(30)]
    entities = catalogue_of({"e/a": episode(*names)}).entities
    assert {len(entity.neighbours) for entity in entities.values()} == {24}


def test_a_list_of_hundreds_makes_no_neighbours() -> None:
    def neighbours(count: int) -> set[int]:
        names = [f"**P{chr(97 + i // 26)}{chr(97 + i % 26)} X** (Person): P." for i in range(count)]
        return {len(e.neighbours) for e in catalogue_of({"e/a": episode(*names)}).entities.values()}

    assert neighbours(200) == {24}
    assert neighbours(201) == {0}
