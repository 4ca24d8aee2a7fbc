"""The content of the search index."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conftest import Site
from show import SHOW

NewSite = Callable[..., Site]


def index_of(site: Site) -> dict[str, Any]:
    text = (site.out / "html" / "searchindex.js").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return data


def documents(index: dict[str, Any], term: str) -> set[str]:
    """Return the documents that contain a term, in a title or elsewhere."""
    found = []
    for terms in (index["terms"], index["titleterms"]):
        files = terms.get(term, [])
        found += files if isinstance(files, list) else [files]
    return {index["docnames"][number] for number in found}


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
    assert documents(index, "gärten") == {"page"}
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
    assert documents(index, "咲が") == {"episodes/koe"}
    assert documents(index, "航谈") == {"episodes/shengyin"}


def test_texts_that_are_repeated_are_found_where_they_stand(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": "# Page\n\n```{pod:episodes}\n```\n"}).build()
    index = index_of(site)
    assert documents(index, "altern") == {"episodes/radio/first"}  # mentions repeat sentences
    thible = "podcast/entity/élisabeth-thible"  # what the list of people says of her
    assert documents(index, "sang") == {"episodes/radio/first", thible}
    assert documents(index, "运声") == set()
    assert documents(index, "波は") == {"episodes/koe"}  # all quotes, and those of a speaker
    assert documents(index, "feed") == {"episodes/radio/second", "podcast/entities"}


def test_pages_of_the_archive_can_be_found_by_their_titles(new_site: NewSite) -> None:
    titles = index_of(new_site(SHOW).build())["titles"]
    assert {"Quotes", "Episodes", "Archive", "People and topics"} <= set(titles)


def test_kinds_have_names_in_the_language_of_the_project(new_site: NewSite) -> None:
    english = index_of(new_site(SHOW).build())["objnames"]
    assert ["pod", "chapter", "chapter"] in english.values()
    assert ["pod", "person", "person"] in english.values()
    japanese = index_of(new_site(SHOW, language="ja").build())["objnames"]
    assert ["pod", "chapter", "チャプター"] in japanese.values()


def test_an_entity_is_in_the_search_by_all_names_that_differ(new_site: NewSite) -> None:
    registry = """
        [entities.marconi]
        name = "Guglielmo Marconi"
        type = "person"
        labels.ja = "グリエルモ・マルコーニ"
        aliases = ["The Wizard", "Marconi", "マルコーニ"]
    """
    index = index_of(new_site({**SHOW, "entities.toml": registry}).build())
    kinds = index["objtypes"]
    names = {
        item[4]
        for items in index["objects"].values()
        for item in items
        if kinds[str(item[1])] == "pod:person"
    }
    assert names >= {"Guglielmo Marconi", "グリエルモ・マルコーニ", "The Wizard"}
    assert not names & {"Marconi", "マルコーニ"}  # they are parts of other names


def test_the_choice_of_the_project_wins(new_site: NewSite) -> None:
    site = new_site({**SHOW, "own.js": "var Scorer = {};"}, html_search_language="en").build()
    assert "podRun" not in language_data(site)
    assert "Scorer" not in language_data(site)
    assert documents(index_of(site), "早川美咲が") == set()
    own = new_site({**SHOW, "own.js": "var Scorer = {own: 1};"})
    own.conf["html_search_scorer"] = str(own.src / "own.js")
    own.build()
    assert "podRun" in language_data(own)
    assert "podBases" not in language_data(own)
    assert "var Scorer = {own: 1};" in language_data(own)


def test_keywords_of_a_page_are_found(new_site: NewSite) -> None:
    page = "---\nmyst:\n  html_meta:\n    keywords: Loudspeakers\n---\n\n# Page\n\nText.\n"
    index = index_of(new_site({**SHOW, "page.md": page}).build())
    assert documents(index, "loudspeak") == {"page"}
