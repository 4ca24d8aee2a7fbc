"""Write the archive as a SQLite database, and search in one.

Each table has foreign keys, and an address for each row that is a place on the site. The full-text
tables (FTS5) are indexed by trigrams, which find words of every language.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_podcast.catalogue.resolver import resolve_entity
from sphinxcontrib_podcast.formats.api import full_entity, full_episode

if TYPE_CHECKING:
    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.formats.site import Site
    from sphinxcontrib_podcast.model import Episode

_TABLES = """
CREATE TABLE channels (id TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT);
CREATE TABLE episodes (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, language TEXT NOT NULL, summary TEXT NOT NULL,
  channel TEXT REFERENCES channels (id), date TEXT, number INTEGER, season INTEGER, duration REAL,
  audio TEXT NOT NULL, video TEXT NOT NULL, image TEXT NOT NULL, guid TEXT NOT NULL,
  url TEXT NOT NULL
);
CREATE TABLE tags (
  episode TEXT NOT NULL REFERENCES episodes (id), tag TEXT NOT NULL, PRIMARY KEY (episode, tag)
);
CREATE TABLE chapters (
  episode TEXT NOT NULL REFERENCES episodes (id), id TEXT NOT NULL, title TEXT NOT NULL,
  start REAL NOT NULL, end REAL, depth INTEGER NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (episode, id)
);
CREATE TABLE entities (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, other_names TEXT NOT NULL,
  description TEXT NOT NULL, url TEXT
);
CREATE TABLE people (
  episode TEXT NOT NULL REFERENCES episodes (id), name TEXT NOT NULL, role TEXT NOT NULL,
  entity TEXT REFERENCES entities (id), PRIMARY KEY (episode, name)
);
CREATE TABLE quotes (
  episode TEXT NOT NULL REFERENCES episodes (id), id TEXT NOT NULL, text TEXT NOT NULL,
  translation TEXT NOT NULL, speaker TEXT NOT NULL, entity TEXT REFERENCES entities (id),
  chapter TEXT, start REAL, comment TEXT NOT NULL, verdict TEXT, url TEXT NOT NULL,
  PRIMARY KEY (episode, id), FOREIGN KEY (episode, chapter) REFERENCES chapters (episode, id)
);
CREATE TABLE mentions (
  id INTEGER PRIMARY KEY, entity TEXT NOT NULL REFERENCES entities (id),
  episode TEXT NOT NULL REFERENCES episodes (id), chapter TEXT, quote TEXT, name TEXT NOT NULL,
  sentence TEXT NOT NULL, start REAL, url TEXT NOT NULL,
  FOREIGN KEY (episode, chapter) REFERENCES chapters (episode, id),
  FOREIGN KEY (episode, quote) REFERENCES quotes (episode, id)
);
CREATE INDEX mentions_by_entity ON mentions (entity);
CREATE INDEX mentions_by_episode ON mentions (episode);
CREATE TABLE turns (
  id INTEGER PRIMARY KEY, episode TEXT NOT NULL REFERENCES episodes (id), start REAL, end REAL,
  speaker TEXT NOT NULL, text TEXT NOT NULL, url TEXT NOT NULL
);
CREATE INDEX turns_by_episode ON turns (episode, start);
"""

#: The tables that have a full-text table, NAME_fts, with its columns.
SEARCHED = {
    "episodes": ("title", "summary"),
    "chapters": ("title",),
    "quotes": ("text", "translation"),
    "entities": ("name", "other_names", "description"),
    "turns": ("text",),
}

_TRIGRAM = 3  # characters; shorter words are not in the full-text tables

#: What Datasette shows of each table.
_DATASETTE: dict[str, dict[str, object]] = {
    "episodes": {"label_column": "title", "sort_desc": "date", "facets": ["channel", "language"]},
    "channels": {"label_column": "name"},
    "chapters": {"label_column": "title"},
    "entities": {"label_column": "name", "facets": ["type"]},
    "quotes": {"label_column": "text", "facets": ["speaker", "verdict"]},
    "people": {"facets": ["role"]},
    "tags": {"facets": ["tag"]},
    "mentions": {"facets": ["entity"]},
    "turns": {"facets": ["speaker"]},
}


class Found(NamedTuple):
    """A row that a search found."""

    kind: str
    """The name of the table."""

    text: str
    episode: str
    """The id of the episode; for an entity, the id of the entity."""

    start: float | None
    url: str


def datasette_metadata(title: str, database: str) -> dict[str, object]:
    """Return the metadata that Datasette reads.

    :param database: the name of the file without its suffix.
    """
    return {"title": title, "databases": {database: {"title": title, "tables": _DATASETTE}}}


def database_of(catalogue: Catalogue, site: Site) -> sqlite3.Connection:
    """Return a database in memory with the whole archive.

    :raises sqlite3.OperationalError: if SQLite is older than 3.34 or has no FTS5.
    """
    # every thread of a server reads it, and nothing changes afterwards
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript("PRAGMA foreign_keys = ON;" + _TABLES)
    with connection:
        for table, rows in _rows(catalogue, site):
            _insert(connection, table, rows)
        for table, columns in SEARCHED.items():  # Datasette looks for double quotation marks
            connection.execute(
                f"CREATE VIRTUAL TABLE {table}_fts USING fts5("
                f"{', '.join(columns)}, content=\"{table}\", tokenize='trigram')"
            )
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
    return connection


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _rows(catalogue: Catalogue, site: Site) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    """Yield the name of a table and its rows, so that references lead to rows before them."""
    for channel in catalogue.channels.values():
        address = catalogue.channel_address(channel.id)
        yield "channels", [(channel.id, channel.name, site.url(address) if address else None)]
    entities = [full_entity(catalogue, e, site) for _, e in sorted(catalogue.entities.items())]
    for e in entities:
        others = "\n".join(name for name in e["names"] if name != e["name"])
        about = "\n".join(description["text"] for description in e["descriptions"])
        yield "entities", [(e["id"], e["name"], e["type"], others, about, e["url"])]
    for episode in catalogue.episodes.values():
        yield from _rows_of(catalogue, episode, site)
    for e in entities:
        yield "mentions", (
            (None, e["id"], m["episode"], m["chapter"], m["quote"], m["name"], m["sentence"],
             m["start"], m["url"])
            for m in e["mentions"]
        )  # fmt: skip


def _rows_of(
    catalogue: Catalogue, episode: Episode, site: Site
) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    e = full_episode(catalogue, episode, site)
    channel, id_ = catalogue.channel_of.get(episode.docname), episode.docname
    yield "episodes", [
        (id_, e["title"], e["language"], e["summary"], channel.id if channel else None, e["date"],
         e["number"], e["season"], e["duration"], e["audio"], e["video"], e["image"], e["guid"],
         e["url"])
    ]  # fmt: skip
    yield "tags", ((id_, tag) for tag in dict.fromkeys(e["tags"]))
    yield (
        "people",
        (
            (
                id_,
                name,
                "host" if name in episode.hosts else "guest",
                target.name if target else None,
            )
            for name in episode.people
            for target in [resolve_entity(catalogue, "person", name)]
        ),
    )
    yield (
        "chapters",
        (
            (id_, c["id"], c["title"], c["start"], c["end"], c["depth"], c["url"])
            for c in e["chapters"]
        ),
    )
    yield "quotes", (
        (id_, q["id"], q["text"], q["translation"], q["speaker"],
         catalogue.speaker_id(q["speaker"]) or None, q["chapter"], q["start"], q["comment"],
         q["verdict"], q["url"])
        for q in e["quotes"]
    )  # fmt: skip
    yield (
        "turns",
        (
            (None, id_, t["start"], t["end"], t["speaker"], t["text"], t["url"])
            for t in e["transcript"]
        ),
    )


def search(
    connection: sqlite3.Connection, text: str, kinds: Sequence[str] = (), most: int = 20
) -> list[Found]:
    """Return the rows that contain all words of a text, for each kind the best first.

    :param kinds: names of tables; all by default.
    :param most: the number of rows of each kind.
    """
    words = text.split()
    found: list[Found] = []
    for table in kinds or SEARCHED:
        if words:
            found += _search_table(connection, table, words, most)
    return found


def _search_table(
    connection: sqlite3.Connection, table: str, words: Sequence[str], most: int
) -> Iterator[Found]:
    columns = SEARCHED[table]
    conditions, values = [], []
    order = "t.rowid"
    if long := [word for word in words if len(word) >= _TRIGRAM]:
        conditions.append(f"{table}_fts MATCH ?")
        values.append(" ".join('"' + word.replace('"', '""') + '"' for word in long))
        order = "rank, t.rowid"
    for word in (word for word in words if len(word) < _TRIGRAM):
        conditions.append(f"({' OR '.join(f'instr(lower(t.{c}), ?)' for c in columns)})")
        values += [word.lower()] * len(columns)
    place = "t.id, NULL" if table == "entities" else "t.episode, t.start"
    if table == "episodes":
        place = "t.id, NULL"
    rows = connection.execute(
        f"SELECT t.{columns[0]}, {place}, t.url FROM {table} t JOIN {table}_fts f "
        f"ON f.rowid = t.rowid WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?",
        (*values, most),
    )
    for shown, id_, start, url in rows:
        yield Found(table, shown, id_, start, url or "")
