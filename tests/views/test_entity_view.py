"""What the page of an entity and the index show; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.addresses import LONG_INDEX, Address, PageRule
from sphinxcontrib_podcast.views.entity import (
    entity_index,
    entity_page,
    entity_part,
    hover_card,
    letter_of,
    letter_page,
    select_entities,
)
from sphinxcontrib_podcast.views.navigation import way

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
        (link.text, [(c.chapter, c.moment.start, c.sentences) for c in chapters])
        for link, _date, chapters, _language in view.mentions
    ] == [
        ("B", [("一", 0, (("", "Ada Lovelace", " が書いた。"),))]),
        ("A", [("One", 0, (("", "Ada Lovelace", " met Bo Ek."),))]),
    ]
    # a quote that names her, and none of her own
    assert view.said == ()
    assert [(q.text, q.speaker and q.speaker.text) for q in view.quoted] == [
        ('"Ada was right."', "Bo Ek")
    ]
    assert [(near.entity.text, near.chapters) for near in view.neighbours] == [
        ("Bo Ek", 1), ("Engine", 0),
    ]  # fmt: skip
    assert [(chapter.text, e.text) for chapter, e in view.neighbours[0].newest] == [("One", "A")]
    assert view.neighbours[1].newest == ()
    assert view.index_page == Address("podcast/entities")
    assert view.timeline.unit == "month"
    assert len(view.timeline.periods) == 15


def test_a_sentence_with_two_names_is_shown_once() -> None:
    text = "# A\n\n## [00:00] One\n\nAda Lovelace was Ada.\n\n## Entities\n\n- **Ada Lovelace** (Person): A.\n"
    view = entity_page(catalogue_of({"e/a": text}), "ada-lovelace")
    ((_link, _date, (chapter,), _language),) = view.mentions
    assert chapter.sentences == (("", "Ada Lovelace", " was Ada."),)


def test_an_entity_of_many_episodes_has_further_pages() -> None:
    files = {
        f"e/{i:03}": f"---\ndate: {2000 + i // 12}-{i % 12 + 1:02}-01\n---\n# T{i}\n\n"
        f'## [00:00] One\n\nAda Lovelace wrote of number {i}.\n\n> *"Words of {i}."*\n'
        "> — Ada Lovelace\n\n## Entities\n\n- **Ada Lovelace** (Person): A.\n"
        for i in range(130)
    }
    catalogue = catalogue_of(files)
    view = entity_page(catalogue, "ada-lovelace")
    assert [found.episode.text for found in view.mentions] == [f"T{i}" for i in range(129, 119, -1)]
    assert len(view.said) == 20
    assert len(view.descriptions) == 1  # episodes give the same one
    assert sum(page.size for page in view.pages) == 130
    docname = view.pages[1].address.docname
    assert docname == "podcast/entity/ada-lovelace.mentions-2009"
    part = entity_part(catalogue, "ada-lovelace", docname)
    assert [len(found) for found in (part.said, part.quoted, part.mentions)] == [12, 0, 12]
    assert (part.newer, part.older) == (view.pages[0], view.pages[2])
    assert way(catalogue, docname).section == "podcast/entity/ada-lovelace"


def test_a_name_is_marked_only_as_a_word() -> None:
    text = "# A\n\n## [00:00] One\n\nBofors hired Bo.\n\n## Entities\n\n- **Bo** (Person): B.\n"
    ((_link, _date, (chapter,), _language),) = entity_page(
        catalogue_of({"e/a": text}), "bo"
    ).mentions
    assert chapter.sentences == (("Bofors hired ", "Bo", "."),)


def test_the_card_of_a_link() -> None:
    card = hover_card(catalogue_of(FILES), "ada-lovelace")
    assert card == ("Ada Lovelace", "en", "person", "Wrote it.", "en")


def test_the_index_is_by_type_and_number_of_episodes() -> None:
    view = entity_index(catalogue_of(FILES))
    assert [(g.type, [(x.letter, [e.entity.text for e in x.lines]) for x in g.letters])
            for g in view.groups] == [
        ("person", [("", ["Ada Lovelace", "Bo Ek"])]),
        ("product", [("", ["Engine"])]),
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
    assert [(g.type, g.size, len(g.letters[0].lines)) for g in view.groups] == [
        ("person", 1, 1), ("concept", LONG_INDEX + 1, 100),
    ]  # fmt: skip
    assert [(link.text, count) for link, count in view.letters] == [("A", LONG_INDEX), ("E", 2)]
    page = letter_page(catalogue, "podcast/entities-e")
    assert page.letter == letter_of(catalogue, "podcast/entities-e") == "E"
    assert [(g.type, [e.entity.text for x in g.letters for e in x.lines]) for g in page.groups] == [
        ("person", ["Émile"]),
        ("concept", ["Eva"]),
    ]


def test_a_long_type_is_by_letter() -> None:
    lines = "".join(f"- **{'AE'[i % 2]}{i}** (Concept): C.\n" for i in range(101))
    view = entity_index(
        catalogue_of({"e/a": f"# A\n\n## Entities\n\n{lines}- **Bo** (Person): B.\n"})
    )
    assert [[(x.letter, len(x.lines)) for x in g.letters] for g in view.groups] == [
        [("", 1)], [("A", 51), ("E", 50)],
    ]  # fmt: skip


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


def test_the_graph_of_a_page_with_several_neighbours() -> None:
    names = ["Ada Lovelace", "Bo Diddley", "Cy Twombly", "Di Prima", "Ed Ruscha", "Flo Ayres"]
    entries = "\n".join(f"- **{name}** (Person): P." for name in names)
    text = f"# T\n\n## [00:00] One\n\n{', '.join(names)}.\n\n## Entities\n\n{entries}\n"
    catalogue = catalogue_of({"e/one": text, "e/two": text.replace("# T", "# U")})
    graph = entity_page(catalogue, "ada-lovelace").graph
    assert graph is not None
    assert graph.names[0].text == "Ada Lovelace"
    assert {name.text for name in graph.names} == set(names)
    assert all(tie.chapters == 2 for tie in graph.ties)
    # an entity without a page has a line in the index
    rule = PageRule(episodes=3)
    assert entity_page(catalogue_of({"e/one": text}, page_rule=rule), "ada-lovelace").graph is None
    few = text.replace(f", {', '.join(names[3:])}", "").replace(entries, entries[:90])
    assert entity_page(catalogue_of({"e/one": few}), "ada-lovelace").graph is None
