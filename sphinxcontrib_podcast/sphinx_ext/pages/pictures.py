"""Show who and what occurs together, and names over time: as pictures, and as tables."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes

from sphinxcontrib_podcast.sphinx_ext.labels import Labels
from sphinxcontrib_podcast.sphinx_ext.nodes import picture
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.pictures import (
    Arc,
    Cell,
    Graph,
    HeatMap,
    Label,
    draw_graph,
    draw_heat_map,
)


class PictureText(NamedTuple):
    """A picture with its texts in the language of the project."""

    width: int
    height: int
    caption: str
    table_title: str
    names: tuple[Label, ...]
    heads: tuple[Label, ...]
    """Those above columns; a link is turned by 90 degrees."""

    arcs: tuple[tuple[Arc, str], ...]
    """Each with its title."""

    cells: tuple[tuple[Cell, str], ...]
    rows: tuple[tuple[Link, tuple[tuple[Link, int], ...]], ...]
    """The table: each name, and what it is counted with."""


def picture_text(view: Graph | HeatMap, labels: Labels) -> PictureText:
    """Return a picture with its texts."""
    return _graph(view, labels) if isinstance(view, Graph) else _heat_map(view, labels)


def _graph(view: Graph, labels: Labels) -> PictureText:
    drawn, names = draw_graph(view), view.names
    rows: dict[int, list[tuple[Link, int]]] = {i: [] for i in range(len(names))}
    for first, second, chapters in sorted(view.ties, key=lambda tie: -tie.chapters):
        rows[first].append((names[second], chapters))
        rows[second].append((names[first], chapters))
    titles = [
        f"{names[a].text} – {names[b].text}: {labels.number(n)}" for a, b, n in view.ties
    ]  # fmt: skip
    return PictureText(
        drawn.width,
        drawn.height,
        labels.gettext("Names in the same chapters, with the number of chapters"),
        labels.gettext("The same as a table"),
        drawn.names,
        (),
        tuple(zip(drawn.arcs, titles, strict=True)),
        (),
        tuple((names[i], tuple(row)) for i, row in rows.items()),
    )


def _heat_map(view: HeatMap, labels: Labels) -> PictureText:
    _ = labels.gettext
    drawn = draw_heat_map(view)
    captions = {
        "month": _("Mentions by month"),
        "year": _("Mentions by year"),
        "channel": _("Mentions by channel"),
    }
    columns = [
        column if isinstance(column, Link)
        else Link((labels.month if view.unit == "month" else labels.year)(column), None)
        for column in view.columns
    ]  # fmt: skip
    titles = [
        f"{view.rows[cell.row][0].text}, {columns[cell.column].text}: "
        f"{labels.number(view.rows[cell.row][1][cell.column])}"
        for cell in drawn.cells
    ]
    rows = (
        (name, tuple(pair for pair in zip(columns, numbers, strict=True) if pair[1]))
        for name, numbers in view.rows
    )
    return PictureText(
        drawn.width, drawn.height, captions[view.unit], _("The same as a table"),
        drawn.names, drawn.heads, (),
        tuple(zip(drawn.cells, titles, strict=True)), tuple(rows),
    )  # fmt: skip


def draw_picture(view: Graph | HeatMap, labels: Labels, language: str) -> list[nodes.Node]:
    """Return a picture as a table; books show the picture."""
    text = picture_text(view, labels)
    group = nodes.tgroup(cols=2)
    group += [nodes.colspec(colwidth=30, stub=1), nodes.colspec(colwidth=70)]
    body = nodes.tbody()
    for name, counted in text.rows:
        cells = common.listed(
            [[common.link(link), nodes.Text(f" ({labels.number(n)})")] for link, n in counted],
            labels,
        )
        body += nodes.row(
            "",
            nodes.entry("", common.paragraph(common.link(name))),
            nodes.entry("", common.paragraph(*cells)),
        )
    group += body
    table = nodes.table("", group, classes=["pod-table", "colwidths-given"])
    caption = common.paragraph(text.caption, classes=["pod-caption"])
    return [common.unsearched(picture("", caption, table, text=text))]


def picture_words(view: Graph | HeatMap, labels: Labels) -> list[tuple[str, str]]:
    """Return no texts for the search index but the caption: the names have pages."""
    return [(picture_text(view, labels).caption, "")]
