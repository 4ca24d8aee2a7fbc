"""Quotes on other pages than that of their episode; without Sphinx."""

from __future__ import annotations

import datetime

import pytest
from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.views.quotes import (
    all_quotes,
    month_quotes,
    quote_facts,
    select_quotes,
)

FILES = {
    "e/a": """
        ---
        date: 2024-03-01
        ---

        # A

        ## [01:00] One

        > *"First."*
        > — Ada Lovelace

        > *"Second."*
        > — Bo Ek, engineer

        > *"Third."*

        ## Entities

        - **Ada Lovelace** (Person): A.
    """,
    "e/b": '---\ndate: 2025-03-01\n---\n\n# B\n\n> *"Newest."*\n> — ada lovelace, countess\n',
}


@pytest.mark.parametrize(
    ("name", "docname", "limit", "found"),
    [
        ("", "", 0, ["Newest.", "First.", "Second.", "Third."]),
        ("", "", 2, ["Newest.", "First."]),
        ("", "e/a", 0, ["First.", "Second.", "Third."]),
        ("Ada Lovelace", "", 0, ["Newest.", "First."]),
        ("ADA LOVELACE", "e/a", 0, ["First."]),
        ("bo ek, Engineer", "", 0, ["Second."]),
        ("Bo Ek", "", 0, []),
        ("Nobody", "", 0, []),
    ],
)
def test_choosing_quotes(name: str, docname: str, limit: int, found: list[str]) -> None:
    quotes = select_quotes(catalogue_of(FILES), name, docname, limit)
    assert [quote.text.strip('"') for quote in quotes] == found


def test_speaker_and_time_of_quotes() -> None:
    catalogue = catalogue_of(FILES)
    facts = list(quote_facts(catalogue, "e/a").values())
    assert [(f.speaker and f.speaker.text, f.start, f.end, f.verdict.wording) for f in facts] == [
        ("Ada Lovelace", 60, None, ""),
        ("Bo Ek, engineer", 60, None, ""),
        (None, 60, None, ""),
    ]
    assert facts[0].speaker
    assert facts[0].speaker.address == Address("podcast/entity/ada-lovelace")
    assert facts[1].speaker
    assert facts[1].speaker.address is None
    assert quote_facts(catalogue, "index") == {}


def test_many_quotes_are_shown_by_month() -> None:
    assert next(q.text for q in all_quotes(catalogue_of(FILES)).quotes) == '"Newest."'
    many = "\n".join(f'> *"Words {i}."*\n' for i in range(200))
    catalogue = catalogue_of({**FILES, "e/c": f"# C\n\n{many}"})
    view = all_quotes(catalogue)
    assert view.quotes == ()
    assert [(page.day, page.address.docname, page.size) for page in view.pages] == [
        (datetime.date(2025, 3, 1), "podcast/quotes-2025-03", 1),
        (datetime.date(2024, 3, 1), "podcast/quotes-2024-03", 3),
        (None, "podcast/quotes-undated", 200),
    ]
    month = month_quotes(catalogue, "podcast/quotes-2024-03")
    assert month.leaf is not None
    assert month.leaf.day == datetime.date(2024, 3, 1)
    assert (month.newer, month.older) == (view.pages[0], view.pages[2])
    assert [quote.text for quote in month.quotes] == ['"First."', '"Second."', '"Third."']


def test_a_long_quote_is_cut_on_other_pages() -> None:
    words = "word " * 600
    (quote,) = select_quotes(catalogue_of({"e/a": f'# A\n\n> *"{words.strip()}."*\n'}), "", "", 0)
    assert 1900 < len(quote.text) <= 2001
    assert quote.text.endswith("word…")
