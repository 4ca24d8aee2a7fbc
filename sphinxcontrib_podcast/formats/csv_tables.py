"""Write the catalogue as CSV tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.grammar.times import format_time

if TYPE_CHECKING:
    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue

#: Characters that start a formula in a spreadsheet, even after spaces.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")

Cell = str | int | float | None


def tables_of(catalogue: Catalogue) -> dict[str, str]:
    """Return the tables as CSV (RFC 4180), by name.

    Each begins with a byte order mark, so that all programs recognise UTF-8. Times have two
    columns: in seconds, and as ``1:02:03``.
    """
    episodes = list(catalogue.episodes.values())
    return {
        "episodes": _table(
            "id title channel date number season duration language hosts guests guid summary",
            (
                (e.docname, e.title, e.channel, e.date.isoformat() if e.date else None, e.number,
                 e.season, e.duration, e.language, "; ".join(e.hosts), "; ".join(e.guests),
                 e.guid, e.summary)
                for e in episodes
            ),
        ),
        "chapters": _table(
            "episode id title start time end depth",
            (
                (e.docname, c.id, c.title, c.start, format_time(c.start), c.end, c.depth)
                for e in episodes
                for c in e.chapters
            ),
        ),
        "quotes": _table(
            "episode id text speaker start time chapter comment verdict",
            (
                (e.docname, q.id, q.text, q.speaker, start, _clock(start), e.chapter_id(q.chapter),
                 q.comment, q.verdict.kind if q.verdict else None)
                for e in episodes
                for q in e.quotes
                for start in [e.quote_start(q)]
            ),
        ),
        "entities": _table(
            "id name type names episodes mentions",
            (
                (e.id, e.name, e.type, "; ".join(e.names),
                 len({*(d for d, _ in e.entries), *(m.docname for m in e.mentions),
                      *e.appearances}), len(e.mentions))
                for _, e in sorted(catalogue.entities.items())
            ),
        ),
        "mentions": _table(
            "entity episode chapter name sentence",
            (
                (id_, m.docname, catalogue.episodes[m.docname].chapter_id(m.chapter), m.name,
                 m.sentence)
                for id_, e in sorted(catalogue.entities.items())
                for m in e.mentions
            ),
        ),
    }  # fmt: skip


def _table(header: str, rows: Iterable[Sequence[Cell]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header.split())
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _clock(seconds: float | None) -> str | None:
    return None if seconds is None else format_time(seconds)
