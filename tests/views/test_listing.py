"""Listings of episodes; without Sphinx."""

from __future__ import annotations

import datetime

import pytest
from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import Address, Pages
from sphinxcontrib_podcast.model import ChannelEntry
from sphinxcontrib_podcast.views.episode import EpisodeNumber, facts, reading_minutes
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.listing import (
    EpisodeFilter,
    all_episodes,
    all_tags,
    archive,
    channel_page,
    collection_page,
    group_episodes,
    select_episodes,
    some_episodes,
)
from sphinxcontrib_podcast.views.navigation import way
from sphinxcontrib_podcast.views.questions import generated_pages

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
        ({"month": "2024-12"}, "c"),
        ({"season": 1}, "ca"),
        ({"season": 3}, ""),
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
    assert card.channel == Link("talks", Address("podcast/channel/talks"))
    assert (str(card.date), card.duration, card.summary) == ("2024-03-01", 1800, "A summary.")
    assert [person.text for person in card.people] == ["Bo Ek"]
    assert all_episodes(catalogue).cards[-1].channel is None


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
        (Address("podcast/tags"), 0),
    )
    assert view.channels == ()  # there is one only
    titles = [card.episode.text for card in view.newest]
    assert titles[:4] == ["Apple", "真ん中", "Zebra", "T0"]
    assert len(titles) == 9


def test_the_front_page_without_other_pages() -> None:
    view = archive(catalogue_of(FILES, pages=Pages("i", "", "", "", "", "", "", "")))
    assert view.pages == ()
    assert view.counts == ((None, 4), (None, 3), (None, 1), (None, 0))


def test_the_page_of_a_channel() -> None:
    view = channel_page(catalogue_of(FILES), "talks")
    assert view.card.channel == Link("talks", Address("podcast/channel/talks"))
    assert [card.episode.text for card in view.episodes.cards] == ["Apple", "Zebra"]
    assert {card.channel for card in view.episodes.cards} == {None}
    # by the number of episodes; things are no people
    assert [(link.text, n) for link, n in view.people.names] == [("Bo Ek", 2), ("Ada Lovelace", 1)]
    assert [(link.text, n) for link, n in view.others.names] == [("Engine", 1)]


def about(id_: str, **fields: object) -> ChannelEntry:
    return ChannelEntry(id_, "entities.toml", 1, **fields)  # type: ignore[arg-type]


def test_a_channel_of_the_registry() -> None:
    entry = about(
        "talks",
        name="Long Talks",
        descriptions=(("ja", "長い話。"), ("en", "Long ones.")),
        hosts=("Bo Ek",),
        links=(("RSS", "https://example.org/feed"),),
        language="en",
    )
    catalogue = catalogue_of(FILES, channels=[entry, about("none", name="None")])
    assert [channel.name for channel in catalogue.channels.values()] == ["Long Talks"]
    view = channel_page(catalogue, "talks")
    assert view.card.text == ("Long ones.", "en")
    assert [text for _language, text in view.texts] == ["Long ones.", "長い話。"]
    assert view.links == (("RSS", "https://example.org/feed"),)
    for name in ("talks", "Long talks"):
        found = select_episodes(catalogue, EpisodeFilter(channel=name))
        assert {card.channel.text for card in found if card.channel} == {"Long Talks"}
        assert len(found) == 2


def test_pages_about_folders_complete_the_registry() -> None:
    catalogue = catalogue_of(
        FILES,
        channels=[
            about("talks", name="From the registry"),
            about("talks", name="B", image="b.png"),
        ],
    )
    channel = catalogue.channels["talks"]
    assert channel.about is not None
    assert (channel.name, channel.about.image) == ("From the registry", "b.png")


def test_names_that_are_new() -> None:
    files = {
        f"e/{i:02}": f"---\ndate: 2024-01-{i + 1:02}\n---\n# T{i}\n\nAda.\n\n## Entities\n\n- **Ada**"
        + ("\n- **Bo**" if i > 20 else "")
        for i in range(24)
    }
    view = archive(catalogue_of(files))
    assert [(name.text, n) for name, n in view.newly.names] == [("Bo", 3)]
    assert archive(catalogue_of(dict([*files.items()][14:]))).newly.names == ()


def test_the_front_page_has_one_good_quote_of_each_episode() -> None:
    quotes = '> *"{0}"*\n> — {1}\n\n> *"Short."*\n> — {1}\n\n> *"Nobody signs."*\n'
    files = {
        f"e/{day}": f"---\ndate: 2024-01-0{day}\n---\n# T\n\n"
        + (quotes.format("word " * 20, "Ada") if day != 3 else '> *"Nobody signs."*\n')
        for day in range(1, 5)
    }
    said = archive(catalogue_of(files)).said
    assert [quote.episode.address.docname for quote in said if quote.episode.address] == [
        "e/4", "e/2", "e/1",
    ]  # fmt: skip
    assert {quote.speaker.text for quote in said if quote.speaker} == {"Ada"}
    assert all(quote.text.startswith('"word') for quote in said)


@pytest.mark.parametrize("text", ["word " * 460, "語" * 1000, "語" * 500 + " word" * 230])
def test_reading_time(text: str) -> None:
    episode = catalogue_of({"a": f"# A\n\n{text}\n"}).episodes["a"]
    assert reading_minutes(episode) == 2


def long_archive(count: int) -> dict[str, str]:
    start = datetime.date(2022, 1, 1)
    return {
        f"e/{i:03}": f"---\ndate: {start + datetime.timedelta(days=i)}\nchannel: Daily\n---\n# T{i}\n"
        for i in range(count)
    }


def test_a_long_listing_has_pages() -> None:
    catalogue = catalogue_of(long_archive(500))
    view = all_episodes(catalogue)
    assert [card.episode.text for card in view.cards] == [f"T{i}" for i in range(499, 479, -1)]
    names = [page.address.docname for page in view.pages]
    assert names[0] == "podcast/episodes-2023-05"
    assert sum(page.size for page in view.pages) == 500
    page = some_episodes(catalogue, "podcast/episodes-2022-02")
    assert len(page.cards) == 28
    assert page.newer is not None
    assert page.older is not None
    assert page.newer.address.docname == "podcast/episodes-2022-03"
    assert page.older.address.docname == "podcast/episodes-2022-01"
    of_channel = channel_page(catalogue, "daily").episodes.pages
    assert of_channel[-1].address.docname == "podcast/channel/daily.episodes-2022-01"
    assert way(catalogue, of_channel[-1].address.docname).section == "podcast/channel/daily"


def grouped(by: str, files: dict[str, str]) -> list[tuple[str, str]]:
    groups = group_episodes(catalogue_of(files), EpisodeFilter(), by)
    return [
        (
            group.name.name if group.name else str(group.day or ""),
            "".join(
                card.episode.address.docname[-1] for card in group.cards if card.episode.address
            ),
        )
        for group in groups
    ]


def test_groups_of_a_listing() -> None:
    tagged = {**FILES, "e/f": "---\ndate: 2020-02-03\ntags: [maths, MATHS, waves]\n---\n\n# F\n"}
    assert grouped("year", FILES) == [("2025-01-01", "b"), ("2024-01-01", "ca"), ("", "d")]
    assert grouped("month", FILES)[1] == ("2024-12-01", "c")
    assert grouped("channel", FILES) == [("talks", "ba"), ("", "cd")]
    assert grouped("season", FILES) == [("2", "b"), ("1", "c"), ("1", "a"), ("", "d")]
    assert grouped("language", FILES) == [("en", "bad"), ("ja", "c")]
    assert grouped("tag", tagged) == [
        ("Maths", "af"),
        ("history", "a"),
        ("waves", "f"),
        ("", "bcd"),
    ]


def test_tags_and_seasons_have_pages() -> None:
    extra = "---\ndate: 2026-02-03\ntags: [MATHS, waves]\nchannel: Talks\nseason: 2\n---\n\n# F\n"
    catalogue = catalogue_of({**FILES, "e/f": extra})
    assert [(tag.name, tag.address, tag.size) for tag in all_tags(catalogue).tags] == [
        ("MATHS", Address("podcast/tag/maths"), 2)
    ]
    found = generated_pages(catalogue)
    assert found["podcast/tags"] == ("all_tags", ())
    page = collection_page(catalogue, "podcast/tag/maths")
    assert [card.episode.text for card in page.cards] == ["F", "Zebra"]
    assert way(catalogue, "podcast/tag/maths").section == "podcast/tags"
    season = "podcast/channel/talks/season-2"
    assert found[season] == ("collection_page", (season,))
    assert [card.episode.text for card in collection_page(catalogue, season).cards] == [
        "F",
        "Apple",
    ]
    assert way(catalogue, season).section == "podcast/channel/talks"
    assert [(s.name, s.size) for s in channel_page(catalogue, "talks").seasons] == [
        ("1", 1),
        ("2", 2),
    ]
    about = facts(catalogue, "e/f")
    assert ("number", EpisodeNumber(2, None, Address(season))) in about.line
    assert [(tag.name, tag.address) for tag in about.tags] == [
        ("MATHS", Address("podcast/tag/maths")),
        ("waves", None),
    ]
    off = catalogue_of({**FILES, "e/f": extra}, pages=Pages(tag="", channel=""))
    assert not off.collections
    assert "podcast/tags" not in generated_pages(off)


def test_a_tag_of_many_episodes_has_further_pages() -> None:
    day = datetime.date(2024, 1, 1)
    files = {
        f"e/{i:03}": f"---\ndate: {day + datetime.timedelta(i)}\ntags: [waves]\n---\n\n# T{i}\n"
        for i in range(100)
    }
    catalogue = catalogue_of(files)
    page = collection_page(catalogue, "podcast/tag/waves")
    assert len(page.cards) == 20
    assert [leaf.size for leaf in page.pages] == [9, 31, 29, 31]
    further = page.pages[0].address.docname
    assert further == "podcast/tag/waves-2024-04"
    part = some_episodes(catalogue, further)
    assert part.collection is not None
    assert part.collection.name == "waves"
    assert way(catalogue, further).section == "podcast/tag/waves"
