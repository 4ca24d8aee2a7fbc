"""The generated pages of an archive, and the question that each answers; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import LONG_INDEX, PageRule, Pages
from sphinxcontrib_podcast.views.questions import QUESTIONS, generated_pages

EPISODE = "---\nchannel: Talks\nhosts: [Ada Lovelace]\n---\n\n# A\n"


def test_the_generated_pages() -> None:
    found = generated_pages(catalogue_of({"e/a": EPISODE}, page_rule=PageRule(1)))
    assert found == {
        "podcast/index": ("archive", ()),
        "podcast/episodes": ("all_episodes", ()),
        "podcast/entities": ("entity_index", ()),
        "podcast/quotes": ("all_quotes", ()),
        "podcast/channel/talks": ("channel_page", ("talks",)),
        "podcast/entity/ada-lovelace": ("entity_page", ("ada-lovelace",)),
    }
    assert {question.name for question in found.values()} <= set(QUESTIONS)


def test_pages_that_are_turned_off() -> None:
    pages = Pages("start", "", "", "", "", "", "", "")
    found = generated_pages(catalogue_of({"e/a": EPISODE}, pages=pages, page_rule=PageRule(1)))
    assert found == {"start": ("archive", ())}


def test_nothing_is_generated_without_episodes() -> None:
    assert generated_pages(catalogue_of({})) == {}


def test_letters_of_a_long_index_have_pages() -> None:
    lines = "".join(f"- **A{i}** (Concept): C.\n" for i in range(LONG_INDEX))
    text = f"# A\n\n## Entities\n\n{lines}- **Bo Ek** (Person): B.\n"
    found = generated_pages(catalogue_of({"e/a": text}, page_rule=PageRule(9)))
    assert found["podcast/entities-a"] == ("letter_page", ("podcast/entities-a",))
    assert found["podcast/entities-b"] == ("letter_page", ("podcast/entities-b",))
    assert len(found) == 6
