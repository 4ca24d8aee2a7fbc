"""The way from a page to those around it; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import Address, PageRule, Pages
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.navigation import Way, way


def talk(date: str, channel: str = "Talks") -> str:
    return (
        f"---\ndate: {date}\nchannel: {channel}\n---\n# Of {date}\n\n"
        '## [00:00] A\n\n> *"Words here."*\n\n## Entities\n\n- **Ada Lovelace** (Person): A.\n'
    )


FILES = {
    "e/b": talk("2024-02-01"),
    "e/a": talk("2024-01-01"),
    "e/other": talk("2024-01-15", "News"),
    "e/c": talk("2024-03-01"),
}


def test_an_episode_is_between_those_of_its_channel_by_date() -> None:
    catalogue = catalogue_of(FILES)
    assert way(catalogue, "e/b") == Way(
        "podcast/channel/talks",
        Link("Of 2024-01-01", Address("e/a"), "en"),
        Link("Of 2024-03-01", Address("e/c"), "en"),
    )
    assert way(catalogue, "e/a").previous is None
    assert way(catalogue, "e/c").next is None
    assert way(catalogue, "e/other") == Way("podcast/channel/news")


def test_the_section_of_other_pages() -> None:
    catalogue = catalogue_of(FILES, page_rule=PageRule(1))
    assert way(catalogue, "podcast/entity/ada-lovelace") == Way("podcast/entities")
    assert way(catalogue, "index") == Way()


def test_without_a_page_of_the_channel() -> None:
    catalogue = catalogue_of({"e/a": "# A\n"})
    assert way(catalogue, "e/a") == Way("podcast/episodes")
    assert way(catalogue_of({"e/a": "# A\n"}, pages=Pages(episodes="")), "e/a") == Way()
