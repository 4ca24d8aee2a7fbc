"""What the page of an episode shows; without Sphinx."""

from __future__ import annotations

import datetime

from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import Address, PageRule
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.views.episode import (
    ChapterItem,
    Duration,
    EpisodeNumber,
    WebPage,
    chapter_list,
    entities_listed,
    entry_key,
    facts,
    names_in,
    problems_in,
    title_of_document,
    with_lengths,
)
from sphinxcontrib_podcast.views.links import Link

EPISODE = """
    ---
    date: 2024-03-01
    channel: Talks
    number: 2
    season: 1
    duration: "30:00"
    hosts: [Bo Ek]
    guests: [Ada Lovelace, Bo Ek]
    links: {Notes: "https://example.org/notes"}
    video: https://example.org/watch/7
    ---

    # Zebra

    A summary.

    ## [00:00] One

    Ada Lovelace wrote. Then Ada wrote more.

    ### [01:30] More

    ## [9:99] Wrong

    ## Entities

    - **Ada Lovelace** (Person): A.
    - **Engine** (Product): E.
"""


def catalogue() -> Catalogue:
    return catalogue_of({"e/a": EPISODE}, page_rule=PageRule(1))


def test_the_facts() -> None:
    found = facts(catalogue(), "e/a")
    # a video that no player shows is a link
    assert found.line == (
        ("channel", Link("Talks", Address("podcast/channel/talks"))),
        ("number", EpisodeNumber(season=1, number=2, page=None)),
        ("date", datetime.date(2024, 3, 1)),
        ("duration", Duration(1800)),
        ("link", WebPage("Notes", "https://example.org/notes")),
        ("link", WebPage("", "https://example.org/watch/7")),
    )
    assert [(link.text, link.address, role) for link, role in found.people] == [
        ("Bo Ek", Address("podcast/entity/bo-ek"), "host"),
        ("Ada Lovelace", Address("podcast/entity/ada-lovelace"), "guest"),
    ]
    assert found.summary == "A summary."


def test_the_chapters() -> None:
    found = chapter_list(catalogue(), "e/a")
    assert [(c.id, c.title, c.start, c.depth, c.length) for c in found] == [
        ("t-00-00", "One", 0, 1, 1800),
        ("t-01-30", "More", 90, 2, 1710),
    ]
    items = with_lengths([ChapterItem(c.id, c.title, c.start) for c in found], found, "en")
    assert [item.share for item in items] == [100, 95]


def test_the_listed_entities() -> None:
    found = entities_listed(catalogue(), "e/a")
    assert found == {
        entry_key("Ada Lovelace", "person"): (
            "ada-lovelace",
            Address("podcast/entity/ada-lovelace"),
        ),
        entry_key("Engine", "product"): ("engine", Address("podcast/entity/engine")),
    }
    assert entities_listed(catalogue(), "other") == {}


def test_the_names_in_the_text() -> None:
    assert [(n.name, n.part, n.entity.text) for n in names_in(catalogue(), "e/a")] == [
        ("Ada", "first", "Ada Lovelace"),
        ("Ada Lovelace", "", "Ada Lovelace"),
    ]
    assert names_in(catalogue(), "other") == ()


def test_the_problems_of_a_file() -> None:
    (problem,) = problems_in(catalogue(), "e/a")
    assert (problem.path, problem.line) == ("e/a.md", 23)
    assert "9:99" in problem.message
    assert problems_in(catalogue(), "other") == ()


def test_titles_of_documents() -> None:
    assert title_of_document(catalogue(), "e/a") == "Zebra"
    assert title_of_document(catalogue(), "podcast/entity/ada-lovelace") == "Ada Lovelace"
    assert title_of_document(catalogue(), "index") is None
