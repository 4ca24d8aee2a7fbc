"""Pages of long listings; without Sphinx."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.catalogue.paging import leaves
from sphinxcontrib_podcast.model import Episode


def episodes(*dates: str) -> list[Episode]:
    """Return episodes, which must be newest first."""
    return [
        Episode(f"e{i}", f"e{i}.md", "T", "en", date=datetime.date.fromisoformat(d) if d else None)
        for i, d in enumerate(dates)
    ]


def named(found: list[Episode], most: int, *, by_year: bool = True) -> dict[str, int]:
    pages = leaves("all", found, most=most, by_year=by_year)
    return {leaf.docname: len(leaf.episodes) for leaf in pages}


def test_one_page_is_enough() -> None:
    assert leaves("all", episodes("2024-01-01", ""), most=2) == ()


def test_years_then_months_then_numbers() -> None:
    found = episodes("2025-01-01", "2024-03-02", "2024-03-01", "2024-02-01", "2023-01-01", "", "")
    assert named(found, 3) == {"all-2025": 1, "all-2024": 3, "all-2023": 1, "all-undated": 2}
    assert named(found, 2)["all-2024-03"] == 2
    assert named(found, 1) == {
        "all-2025": 1, "all-2024-03-2": 1, "all-2024-03": 1, "all-2024-02": 1, "all-2023": 1,
        "all-undated-2": 1, "all-undated": 1,
    }  # fmt: skip
    assert "all-2025-01" in named(found, 3, by_year=False)


def test_a_new_episode_changes_the_last_page_only() -> None:
    old = episodes(*["2024-03-01"] * 4)
    new = Episode("new", "", "", "", date=datetime.date(2024, 3, 1))
    before, after = leaves("all", old, most=2), leaves("all", [new, *old], most=2)
    assert [(leaf.docname, leaf.number) for leaf in after] == [
        ("all-2024-03-3", 3), ("all-2024-03-2", 2), ("all-2024-03", 1),
    ]  # fmt: skip
    assert [leaf.episodes for leaf in before] == [leaf.episodes for leaf in after[1:]]


@given(
    st.lists(
        st.dates(datetime.date(2020, 1, 1), datetime.date(2023, 1, 1)) | st.none(), max_size=60
    ),
    st.integers(1, 9),
)
def test_each_episode_is_on_one_page(dates: list[datetime.date | None], most: int) -> None:
    dates.sort(key=lambda date: (date is None, -date.toordinal() if date else 0))
    found = episodes(*(str(date or "") for date in dates))
    pages = leaves("all", found, most=most)
    assert len({leaf.docname for leaf in pages}) == len(pages)
    assert all(len(leaf.episodes) <= most for leaf in pages)
    if pages:
        assert [e for leaf in pages for e in leaf.episodes] == found
