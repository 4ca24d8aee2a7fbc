"""Pictures of names; without Sphinx."""

from __future__ import annotations

import datetime

import pytest
from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.pictures import (
    Graph,
    HeatMap,
    Tie,
    connections,
    draw_graph,
    draw_heat_map,
    heat_map,
)

EPISODE = """
    ---
    date: {date}
    channel: {channel}
    ---

    # {date}

    ## [00:00] One

    Ada wrote to Bo about the Engine.

    ## [01:00] Two

    Ada wrote to Bo. {more}

    ## Entities

    - **Ada** (Person): A.
    - **Bo** (Person): B.
    - **Cy** (Person): C.
    - **Di** (Person): D.
    - **Engine** (Product): E.
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_of(
        {
            "e/a": EPISODE.format(date="2024-11-05", channel="Talks", more="Cy met Di."),
            "e/b": EPISODE.format(date="2025-02-05", channel="Walks", more="Engine. Engine!"),
        }
    )


def as_text(graph: Graph) -> list[str]:
    return [f"{graph.names[a].text} {graph.names[b].text} {n}" for a, b, n in graph.ties]


def test_the_archive_has_the_names_with_the_most_ties(catalogue: Catalogue) -> None:
    graph = connections(catalogue, "", "", 3)
    assert [name.text for name in graph.names] == ["Ada", "Bo", "Engine"]
    assert as_text(graph) == ["Ada Bo 4", "Ada Engine 3", "Bo Engine 3"]


def test_an_entity_is_above_its_neighbours(catalogue: Catalogue) -> None:
    graph = connections(catalogue, "engine", "person", 40)
    assert [name.text for name in graph.names] == ["Engine", "Ada", "Bo"]
    assert as_text(graph) == ["Engine Ada 3", "Engine Bo 3", "Ada Bo 4"]


def test_names_are_near_those_they_occur_with(catalogue: Catalogue) -> None:
    names = [name.text for name in connections(catalogue, "", "person", 40).names]
    assert sorted(names) == ["Ada", "Bo", "Cy", "Di"]
    assert abs(names.index("Cy") - names.index("Di")) == 1


def test_names_without_ties_are_left_out(catalogue: Catalogue) -> None:
    assert connections(catalogue, "", "product", 40) == Graph((), ())


def test_mentions_by_month(catalogue: Catalogue) -> None:
    view = heat_map(catalogue, (), "", False, 2)
    first_days = [datetime.date(2024, 11, 1), datetime.date(2024, 12, 1)]
    assert (view.unit, list(view.columns[:2]), len(view.columns)) == ("month", first_days, 4)
    assert [(name.text, numbers) for name, numbers in view.rows] == [
        ("Ada", (2, 0, 0, 2)),
        ("Bo", (2, 0, 0, 2)),
    ]


def test_mentions_by_channel_of_chosen_names(catalogue: Catalogue) -> None:
    view = heat_map(catalogue, ("cy", "engine"), "", True, 20)
    columns = {c.text: i for i, c in enumerate(view.columns) if isinstance(c, Link)}
    numbers = {name.text: row for name, row in view.rows}
    assert list(numbers) == ["Cy", "Engine"]
    assert numbers["Cy"][columns["Talks"]] == 1
    assert numbers["Cy"][columns["Walks"]] == 0
    assert numbers["Engine"][columns["Walks"]] > numbers["Engine"][columns["Talks"]]


def test_without_dates_there_is_no_heat_map() -> None:
    catalogue = catalogue_of(
        {"e/a": "# A\n\n## [00:00] One\n\nAda.\n\n## Entities\n\n- **Ada**: A."}
    )
    assert heat_map(catalogue, (), "", False, 20) == HeatMap("month", (), ())


def test_arcs_connect_the_lines_of_names() -> None:
    graph = Graph(tuple(Link(t, None) for t in ("A", "B", "日本語")), (Tie(0, 1, 1), Tie(0, 2, 9)))
    drawn = draw_graph(graph)
    assert [(arc.top, arc.bottom) for arc in drawn.arcs] == [(12, 36), (12, 60)]
    assert [arc.width for arc in drawn.arcs] == [1, 4]
    assert {name.x for name in drawn.names} == {42}
    assert all(arc.x + arc.radius < drawn.width for arc in drawn.arcs)
    assert drawn.height == 72


def test_long_names_are_shortened() -> None:
    drawn = draw_graph(Graph((Link("word " * 20, None), Link("語" * 40, None)), ()))
    assert [len(name.text) < 30 for name in drawn.names] == [True, True]
    assert drawn.names[0].link.text == "word " * 20


def test_years_are_above_their_first_columns() -> None:
    days = tuple(datetime.date(2024 + m // 12, m % 12 + 1, 1) for m in range(10, 30))
    drawn = draw_heat_map(HeatMap("month", days, ((Link("A", None), (1,) * 20),)))
    assert [head.text for head in drawn.heads] == ["2025", "2026"]
    assert {cell.percent for cell in drawn.cells} == {100}
    years = tuple(datetime.date(year, 1, 1) for year in range(2015, 2025))
    drawn = draw_heat_map(HeatMap("year", years, ((Link("A", None), tuple(range(10))),)))
    assert [head.text for head in drawn.heads][:1] == ["2015"]
    assert [cell.column for cell in drawn.cells] == list(range(1, 10))
