"""Listings of episodes; without Sphinx."""

from __future__ import annotations

import pytest
from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import Address, Pages
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.listing import (
    EpisodeFilter,
    all_episodes,
    archive,
    channel_page,
    select_episodes,
)

FILES = {
    "e/a": """
        ---
        date: 2024-03-01
        channel: Talks
        number: 2
        season: 1
        duration: "30:00"
        hosts: [Bo Ek]
        tags: [Maths, history]
        language: en-GB
        ---

        # Zebra

        A summary.

        ## [00:00] One

        Ada Lovelace wrote.

        > *"Words."*

        ## Entities

        - **Ada Lovelace** (Person): A.
        - **Engine** (Product): E.
    """,
    "e/b": """
        ---
        date: 2025-01-01
        channel: talks
        number: 1
        season: 2
        duration: "10:00"
        hosts: [Bo Ek]
        ---

        # Apple
    """,
    "e/c": """
        ---
        date: 2024-12-31
        number: 10
        season: 1
        language: ja
        ---

        # 真ん中
    """,
    "e/d": "# Élan\n",
}


def chosen(**wanted: object) -> str:
    cards = select_episodes(catalogue_of(FILES), EpisodeFilter(**wanted))  # type: ignore[arg-type]
    return "".join(card.episode.address.docname[-1] for card in cards if card.episode.address)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "bcad"),
        ({"channel": "TALKS"}, "ba"),
        ({"channel": "Other"}, ""),
        ({"person": "bo  ek"}, "ba"),
        ({"person": "Ada Lovelace"}, "a"),
        ({"person": "ada-lovelace"}, "a"),
        ({"person": "Nobody"}, ""),
        ({"language": "en"}, "bad"),
        ({"language": "EN-gb"}, "a"),
        ({"language": "e"}, ""),
        ({"tag": "maths"}, "a"),
        ({"tag": "math"}, ""),
        ({"year": 2024}, "ca"),
        ({"year": 2024, "channel": "Talks"}, "a"),
        ({"limit": 2}, "bc"),
        ({"limit": 9}, "bcad"),
        ({"sort": "date"}, "dacb"),
        ({"sort": "title"}, "bdac"),
        ({"sort": "-title"}, "cadb"),
        ({"sort": "number"}, "dacb"),
        ({"sort": "-number", "limit": 1}, "b"),
        ({"sort": "duration", "channel": "talks"}, "ba"),
        ({"sort": "-duration", "limit": 2}, "ab"),
    ],
)
def test_which_episodes_a_listing_shows(wanted: dict[str, object], found: str) -> None:
    assert chosen(**wanted) == found


def test_a_card() -> None:
    catalogue = catalogue_of(FILES)
    card = select_episodes(catalogue, EpisodeFilter(tag="maths"))[0]
    assert card.episode == Link("Zebra", Address("e/a"), "en-GB")
    assert card.channel == Link("Talks", Address("podcast/channel/talks"))
    assert (str(card.date), card.duration, card.summary) == ("2024-03-01", 1800, "A summary.")
    assert all_episodes(catalogue)[-1].channel is None


def test_the_front_page() -> None:
    view = archive(catalogue_of({**FILES, **{f"e/{i}": f"# T{i}\n" for i in range(5)}}))
    assert view.pages == (
        "podcast/episodes",
        "podcast/entities",
        "podcast/quotes",
        "podcast/channel/talks",
    )
    assert view.counts == (
        (Address("podcast/episodes"), 9),
        (Address("podcast/entities"), 3),
        (Address("podcast/quotes"), 1),
    )
    assert view.channels == ((Link("talks", Address("podcast/channel/talks")), 2),)
    assert [c.episode.text for c in view.newest] == ["Apple", "真ん中", "Zebra", "T0", "T1", "T2"]


def test_the_front_page_without_other_pages() -> None:
    view = archive(catalogue_of(FILES, pages=Pages("i", "", "", "", "", "")))
    assert view.pages == ()
    assert view.counts == ((None, 4), (None, 3), (None, 1))
    assert view.channels == ((Link("talks", None), 2),)


def test_the_page_of_a_channel() -> None:
    view = channel_page(catalogue_of(FILES), "talks")
    assert view.name == "talks"
    assert [card.episode.text for card in view.cards] == ["Apple", "Zebra"]
    # by the number of episodes; things are no people
    assert [link.text for link in view.people] == ["Bo Ek", "Ada Lovelace"]
