"""Pictures of the archive: names that occur together, and names over time or by channel.

The coordinates are in the units of the view box of the SVG: one unit is one pixel at full size.
They are whole numbers that follow from the data alone.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.model import Entity
from sphinxcontrib_podcast.views.links import Link, entity_link, link_to_channel
from sphinxcontrib_podcast.views.timeline import periods_of

#: Pictures show at most this number of ties for each name, those of the most chapters.
_TIES_OF_A_NAME = 2
#: Heat maps show at most this number of channels, those with the most mentions.
_MOST_CHANNELS = 24

_LATIN, _WIDE = 9, 14  # the widths of a letter
_ROW, _CELL = 24, 16  # the distance of two lines, and the width of a column
_YEAR = 40  # the width of a year above a column
_MOST_NAME, _MOST_ARC = 28, 260  # letters of a shown name; the width of the widest arc


class Tie(NamedTuple):
    """Two names that occur in the same chapters."""

    first: int
    """Its position in the names of the graph, as ``second``, which is greater."""

    second: int
    chapters: int


class Graph(NamedTuple):
    """Who and what occurs together."""

    names: tuple[Link, ...]
    """From top to bottom; names that occur together are near each other."""

    ties: tuple[Tie, ...]


class HeatMap(NamedTuple):
    """Names over time or by channel."""

    unit: str
    """The columns: ``month``, ``year`` or ``channel``."""

    columns: tuple[datetime.date | Link, ...]
    """The first days of periods without gaps, or channels."""

    rows: tuple[tuple[Link, tuple[int, ...]], ...]
    """Each name, with the number of mentions in each column."""


class Label(NamedTuple):
    """A text, and its place."""

    link: Link
    """Its target, and the whole text."""

    text: str
    """The text, shortened to its place."""

    x: int
    y: int
    """Of the line on which the text stands."""


class Arc(NamedTuple):
    """Half an ellipse to the right of two names."""

    x: int
    top: int
    bottom: int
    radius: int
    """The horizontal radius."""

    width: int
    """The width of the line."""

    tie: Tie


class Cell(NamedTuple):
    """A field of a heat map."""

    x: int
    y: int
    percent: int
    """The part of the greatest number."""

    row: int
    column: int


class Picture(NamedTuple):
    """A picture with the coordinates of its parts."""

    width: int
    height: int
    names: tuple[Label, ...]
    """One for each name. They end at their ``x``."""

    arcs: tuple[Arc, ...] = ()
    cells: tuple[Cell, ...] = ()
    heads: tuple[Label, ...] = ()
    """Those above columns; they start at their ``x``. A link is turned by 90 degrees."""


def connections(catalogue: Catalogue, id_: str, type_: str, limit: int) -> Graph:
    """Return the neighbours of an entity, or the names of the archive with the most ties.

    :param id_: the entity, which is the first name, or "" for the archive.
    :param type_: the type of the other names, or "" for all.
    :param limit: the number of names.
    """
    entities = catalogue.entities
    ties = {
        other: dict(_ties(entities[other]))
        for other in (
            [id_, *dict(_ties(catalogue.entity(id_)))] if id_ else entities
        )
        if other == id_ or not type_ or entities[other].type == type_
    }  # fmt: skip
    if id_:
        rank = sorted(ties, key=lambda n: (n != id_, -ties[id_].get(n, 0), n))
    else:
        rank = sorted(ties, key=lambda n: (-sum(ties[n].values()), n))
    chosen = rank[:limit]
    found: dict[tuple[str, str], int] = {}
    for name in chosen:
        for other in chosen:
            if count := ties[name].get(other, 0):
                found[min(name, other), max(name, other)] = count
    most = sorted(found.items(), key=lambda item: (id_ not in item[0], -item[1], item[0]))
    kept = dict(most[: _TIES_OF_A_NAME * len(chosen)])
    tied = {name for pair in kept for name in pair}
    order = _in_order([name for name in chosen if name in tied], kept)
    place = {name: i for i, name in enumerate(order)}
    return Graph(
        tuple(entity_link(catalogue, entities[name]) for name in order),
        tuple(
            sorted(
                Tie(min(place[a], place[b]), max(place[a], place[b]), n)
                for (a, b), n in kept.items()
            )
        ),
    )


def _ties(entity: Entity) -> Iterable[tuple[str, int]]:
    return ((other, count) for other, count in entity.neighbours if count)


def _in_order(names: Sequence[str], ties: dict[tuple[str, str], int]) -> list[str]:
    """Return names so that each follows those that it has the most ties to.

    Ties to the last names count more, so that arcs are short. The first name stays first.
    """
    left, order = list(names), list(names[:1])
    weights = Counter[str]()
    while len(order) < len(names):
        left.remove(order[-1])
        for name in left:
            pair = min(name, order[-1]), max(name, order[-1])
            weights[name] = weights[name] * 2 // 3 + 100 * ties.get(pair, 0)
        order.append(max(left, key=lambda name: weights[name]))
    return order


def heat_map(
    catalogue: Catalogue, ids: tuple[str, ...], type_: str, by_channel: bool, limit: int
) -> HeatMap:
    """Return the mentions of names over time or by channel, most mentions first.

    :param ids: the entities, in order; if it is (), those with the most mentions.
    :param type_: the type of names if ``ids`` is (), or "" for all.
    :param limit: the number of names if ``ids`` is ().
    """
    fitting = [e for e in catalogue.entities.values() if not type_ or e.type == type_]
    ranked = sorted(fitting, key=lambda e: (-len(e.mentions), e.id))[:limit]
    chosen = [catalogue.entity(id_) for id_ in ids] or [e for e in ranked if e.mentions]
    episodes = catalogue.episodes
    if by_channel:
        channel_of = {docname: c.id for docname, c in catalogue.channel_of.items()}
        found = [
            Counter(channel_of[m.docname] for m in e.mentions if m.docname in channel_of)
            for e in chosen
        ]
        total = sum(found, Counter[str]())
        channels = [id_ for id_, _number in total.most_common(_MOST_CHANNELS)]
        heads = tuple(link_to_channel(catalogue, catalogue.channels[id_]) for id_ in channels)
        rows = [tuple(counts[id_] for id_ in channels) for counts in found]
        return _heat_map(catalogue, "channel", heads, chosen, rows)
    dates = [[d for m in e.mentions if (d := episodes[m.docname].date)] for e in chosen]
    unit, days = periods_of(date for found in dates for date in found)
    first_day: Callable[[datetime.date], datetime.date] = (
        (lambda date: date.replace(day=1))
        if unit == "month"
        else (lambda date: date.replace(month=1, day=1))
    )
    counted = [Counter(map(first_day, found)) for found in dates]
    rows = [tuple(counts[day] for day in days) for counts in counted]
    return _heat_map(catalogue, unit, tuple(days), chosen, rows)


def _heat_map(
    catalogue: Catalogue,
    unit: str,
    columns: tuple[datetime.date | Link, ...],
    entities: Iterable[Entity],
    rows: Iterable[tuple[int, ...]],
) -> HeatMap:
    links = (entity_link(catalogue, entity) for entity in entities)
    kept = tuple((link, row) for link, row in zip(links, rows, strict=True) if any(row))
    return HeatMap(unit, columns if kept else (), kept)


def draw_graph(graph: Graph) -> Picture:
    """Return names one below the other, with an arc for each tie."""
    names, x = _names(graph.names, 0)
    most = max((tie.chapters for tie in graph.ties), default=1)
    arcs = []
    for tie in graph.ties:
        top, bottom = (_ROW * place + _ROW // 2 for place in tie[:2])
        radius = min((bottom - top) // 2, _MOST_ARC)
        arcs.append(Arc(x + 8, top, bottom, radius, 1 + 4 * (tie.chapters - 1) // most, tie))
    widest = max((arc.radius for arc in arcs), default=0)
    return Picture(x + widest + 16, _ROW * len(names), names, tuple(arcs))


def draw_heat_map(view: HeatMap) -> Picture:
    """Return names one below the other, with a field for each column that names them."""
    texts = [c.text for c in view.columns if isinstance(c, Link)]
    above = max((_width(_short(text)) for text in texts), default=_ROW) + 8
    names, x = _names([link for link, _row in view.rows], above)
    most = max((number for _link, row in view.rows for number in row), default=1)
    cells = [
        Cell(x + 8 + _CELL * column, above + _ROW * i + 1, -(-100 * number // most), i, column)
        for i, (_link, row) in enumerate(view.rows)
        for column, number in enumerate(row)
        if number
    ]
    heads = []
    for column, head in enumerate(view.columns):
        left = x + 8 + _CELL * column
        if isinstance(head, Link):
            heads.append(Label(head, _short(head.text), left + 12, above - 4))
        elif (view.unit == "year" and column % 3 == 0) or head.month == 1 or column == 0:
            heads.append(Label(Link(str(head.year), None), str(head.year), left, above - 8))
    if view.unit == "month" and len(heads) > 1 and heads[1].x - heads[0].x < _YEAR:
        del heads[0]
    width = x + 16 + max(_CELL * len(view.columns), _YEAR)
    return Picture(width, above + _ROW * len(names), names, (), tuple(cells), tuple(heads))


def _names(links: Sequence[Link], above: int) -> tuple[tuple[Label, ...], int]:
    """Return the lines of names, and the x position at which they end."""
    end = max((_width(_short(link.text)) for link in links), default=0)
    places = ((link, above + _ROW * i + _ROW // 2 + 5) for i, link in enumerate(links))
    return tuple(Label(link, _short(link.text), end, y) for link, y in places), end


def _short(text: str) -> str:
    width = _width(text)
    most = _LATIN * _MOST_NAME
    return text if width <= most else shortened(text, len(text) * most // width)


def _width(text: str) -> int:
    return sum(_WIDE if east_asian_width(letter) in "WF" else _LATIN for letter in text)
