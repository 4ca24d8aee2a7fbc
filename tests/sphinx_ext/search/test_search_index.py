"""The content of the search index."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Site
from search_index import SearchIndex, read_index
from show import SHOW

NewSite = Callable[..., Site]


def index_of(site: Site) -> SearchIndex:
    return read_index(site.out / "html")


def documents(index: SearchIndex, term: str) -> set[str]:
    """Return the documents that contain a word."""
    return index.documents(term)


def language_data(site: Site) -> str:
    return (site.out / "html" / "_static" / "language_data.js").read_text(encoding="utf-8")


def test_each_text_is_stemmed_in_its_own_language(new_site: NewSite) -> None:
    german = """
        ---
        language: de
        ---
        # Stimmen

        Die Häuser stehen in Gärten.
    """
    page = "# Page\n\nHouses with Gärten.\n"
    site = new_site({**SHOW, "episodes/stimmen.md": german, "page.md": page}).build()
    index = index_of(site)
    assert documents(index, "haus") == {"episodes/stimmen"}
    assert documents(index, "gart") == {"episodes/stimmen"}
    assert documents(index, "hous") == {"page"}
    assert documents(index, "garten") == {"page"}
    assert documents(index, "die") == set()
    # a Japanese episode may contain English words
    assert documents(index, "signal") == {
        "episodes/radio/first",
        "podcast/entity/guglielmo-marconi",
    }


def test_a_link_does_not_interrupt_a_sentence_without_spaces(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    index = index_of(site)
    # 早川美咲 is a link in that text
    assert site.body("episodes/koe").select('p a[href*="早川美咲"], p a[href*="%E6%97%A9"]')
    assert documents(index, "咲ガ") == {"episodes/koe"}
    assert documents(index, "航谈") == {"episodes/shengyin"}


def test_texts_that_are_repeated_are_found_where_they_stand(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": "# Page\n\n```{pod:episodes}\n```\n"}).build()
    index = index_of(site)
    assert documents(index, "altern") == {"episodes/radio/first"}  # mentions repeat sentences
    thible = "podcast/entity/élisabeth-thible"  # what the list of people says of her
    assert documents(index, "sang") == {"episodes/radio/first", thible}
    assert documents(index, "运声") == set()
    assert documents(index, "波ハ") == {"episodes/koe"}  # all quotes, and those of a speaker
    assert documents(index, "feed") == {"episodes/radio/second", "podcast/entities"}


def test_pages_of_the_archive_can_be_found_by_their_titles(new_site: NewSite) -> None:
    titles = index_of(new_site(SHOW).build()).titles.values()
    assert {"Quotes", "Episodes", "Archive", "People and topics"} <= set(titles)


def test_kinds_have_names_in_the_language_of_the_project(new_site: NewSite) -> None:
    english = {kind for kind, _ in index_of(new_site(SHOW).build()).kinds()}
    assert {"chapter", "person", "page"} <= english
    japanese = {kind for kind, _ in index_of(new_site(SHOW, language="ja").build()).kinds()}
    assert "チャプター" in japanese


def test_an_entity_is_in_the_search_by_all_names(new_site: NewSite) -> None:
    registry = """
        [entities.marconi]
        name = "Guglielmo Marconi"
        type = "person"
        labels.ja = "グリエルモ・マルコーニ"
        aliases = ["The Wizard", "Marconi", "マルコーニ"]
    """
    index = index_of(new_site({**SHOW, "entities.toml": registry}).build())
    names = {"グリエルモ・マルコーニ", "The Wizard", "Marconi", "マルコーニ"}
    assert index.other_names["Guglielmo Marconi"] == names
    marconi = ("Guglielmo Marconi", "person", "podcast/entity/marconi.html")
    for term in ("marconi", "wizard", "マル", "グリエルモマルコーニ"):
        assert marconi in index.names.get(term, ()) or term == "グリエルモマルコーニ"


def test_the_choice_of_the_project_wins(new_site: NewSite) -> None:
    site = new_site({**SHOW, "own.js": "var Scorer = {};"}, html_search_language="en").build()
    assert "podRun" not in language_data(site)
    assert not (site.out / "html" / "_search").exists()
    own = new_site({**SHOW, "own.js": "var Scorer = {own: 1};"})
    own.conf["html_search_scorer"] = str(own.src / "own.js")
    own.build()
    assert "podRun" in language_data(own)
    assert not (own.out / "html" / "_search").exists()
    assert "var Scorer = {own: 1};" in language_data(own)


def test_keywords_of_a_page_are_found(new_site: NewSite) -> None:
    page = "---\nmyst:\n  html_meta:\n    keywords: Loudspeakers\n---\n\n# Page\n\nText.\n"
    index = index_of(new_site({**SHOW, "page.md": page}).build())
    assert documents(index, "loudspeak") == {"page"}


def test_names_get_the_stems_of_a_language_that_comes_later(new_site: NewSite) -> None:
    page = "# Gärten\n\nText.\n"
    site = new_site({**SHOW, "page.md": page}).build()
    assert "gart" not in index_of(site).names
    site.write({"episodes/stimmen.md": "---\nlanguage: de\n---\n# Stimmen\n\nText.\n"})
    site.build()
    assert {title for title, *_ in index_of(site).names["gart"]} == {"Gärten"}


@pytest.mark.parametrize(
    "damage",
    [lambda content: b"", lambda content: content[:-9], lambda content: bytes(len(content))],
)
def test_a_document_whose_words_are_damaged_is_found(
    new_site: NewSite, damage: Callable[[bytes], bytes]
) -> None:
    site = new_site(SHOW).build()
    output = site.output()
    (kept,) = site.out.rglob("search/*/documents/episodes/koe.pickle")
    kept.write_bytes(damage(kept.read_bytes()))
    site.build()
    assert site.output() == output
