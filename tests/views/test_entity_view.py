"""What the page of an entity and the index show; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.addresses import LONG_INDEX, Address, PageRule
from sphinxcontrib_podcast.views.entity import (
    entity_index,
    entity_page,
    hover_card,
    letter_of,
    letter_page,
    select_entities,
)

FILES = {
    "e/a": """
        ---
        date: 2024-03-01
        guests: [Ada Lovelace]
        ---

        # A

        ## [00:00] One

        Ada Lovelace met Bo Ek.

        ## [01:00] Two

        > *"Ada was right."*
        > — Bo Ek

        ## Entities

        - **Ada Lovelace** (Person, mathematician): Wrote it.
        - **Bo Ek** (Person): B.
        - **Engine** (Product): E.
    """,
    "e/b": """
        ---
        date: 2025-05-01
        language: ja
        ---

        # B

        ## [00:00] 一

        Ada Lovelace が書いた。

        ## 登場人物

        - **Ada Lovelace** (人物): 書いた人。
    """,
}


def test_the_page_of_an_entity() -> None:
    entry = registered(
        "ada-lovelace", "Ada Lovelace", type="person", aliases=("Lady Ada",),
        labels=(("ja", "エイダ"),), same_as=("https://example.org/Q7259",),
        descriptions=(("ja", "数学者。"), ("en", "Mathematician.")),
    )  # fmt: skip
    view = entity_page(catalogue_of(FILES, [entry]), "ada-lovelace")
    assert (view.name, view.type, view.language) == ("Ada Lovelace", "person", "")
    assert [(n.text, n.language) for n in view.names] == [("エイダ", "ja"), ("Lady Ada", "")]
    assert view.about == (("en", "Mathematician."), ("ja", "数学者。"))
    assert view.same_as == ("https://example.org/Q7259",)
    # those in the language of the project first
    assert [(d.text, d.role, d.episode.text) for d in view.descriptions] == [
        ("Wrote it.", "mathematician", "A"),
        ("書いた人。", "", "B"),
    ]
    assert [(link.text, str(date)) for link, date in view.appearances] == [("A", "2024-03-01")]
    assert [
        (link.text, [(m.sentence, m.chapter, m.moment.start) for m in mentions])
        for link, _date, mentions in view.mentions
    ] == [
        ("B", [("Ada Lovelace が書いた。", "一", 0)]),
        ("A", [("Ada Lovelace met Bo Ek.", "One", 0)]),
    ]
    # a quote that names her, and none of her own
    assert view.said == ()
    assert [(q.text, q.speaker and q.speaker.text) for q in view.quoted] == [
        ('"Ada was right."', "Bo Ek")
    ]
    assert [(link.text, count) for link, count in view.neighbours] == [("Bo Ek", 1), ("Engine", 0)]
    assert view.index_page == Address("podcast/entities")
    assert view.timeline.unit == "month"
    assert len(view.timeline.periods) == 15


def test_a_sentence_with_two_names_is_shown_once() -> None:
    text = "# A\n\n## [00:00] One\n\nAda Lovelace was Ada.\n\n## Entities\n\n- **Ada Lovelace** (Person): A.\n"
    view = entity_page(catalogue_of({"e/a": text}), "ada-lovelace")
    ((_link, _date, mentions),) = view.mentions
    assert [m.sentence for m in mentions] == ["Ada Lovelace was Ada."]


def test_the_card_of_a_link() -> None:
    card = hover_card(catalogue_of(FILES), "ada-lovelace")
    assert card == ("Ada Lovelace", "en", "person", "Wrote it.", "en")


def test_the_index_is_by_type_and_letter() -> None:
    view = entity_index(catalogue_of(FILES))
    assert [(g.type, [(x.letter, [e.entity.text for e in x.lines]) for x in g.letters])
            for g in view.groups] == [
        ("person", [("A", ["Ada Lovelace"]), ("B", ["Bo Ek"])]),
        ("product", [("E", ["Engine"])]),
    ]  # fmt: skip
    # an entity without a page has its content here
    assert [line.view is None for g in view.groups for x in g.letters for line in x.lines] == [
        True,
        True,
        False,
    ]


def test_a_long_index_links_to_its_letters() -> None:
    lines = "".join(f"- **A{i}** (Concept): C.\n" for i in range(LONG_INDEX))
    text = f"# A\n\n## Entities\n\n{lines}- **Émile** (Person): É.\n- **Eva** (Concept): E.\n"
    catalogue = catalogue_of({"e/a": text}, page_rule=PageRule(9))
    view = entity_index(catalogue)
    assert view.groups == ()
    assert [(link.text, count) for link, count in view.letters] == [("A", LONG_INDEX), ("E", 2)]
    page = letter_page(catalogue, "podcast/entities-e")
    assert page.letter == letter_of(catalogue, "podcast/entities-e") == "E"
    assert [(g.type, [e.entity.text for x in g.letters for e in x.lines]) for g in page.groups] == [
        ("person", ["Émile"]),
        ("concept", ["Eva"]),
    ]


def test_choosing_entities() -> None:
    catalogue = catalogue_of(FILES)

    def names(type_: str = "", docname: str = "", limit: int = 0) -> list[str]:
        groups = select_entities(catalogue, type_, docname, limit)
        return [e.entity.text for g in groups for x in g.letters for e in x.lines]

    assert names() == ["Ada Lovelace", "Bo Ek", "Engine"]
    assert names("person") == ["Ada Lovelace", "Bo Ek"]
    assert names(docname="e/b") == ["Ada Lovelace"]
    assert names(limit=1) == ["Ada Lovelace"]
    assert names("event") == []
