"""The archive as a SQLite database; without Sphinx."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from archives import catalogue_of, registered
from bs4 import BeautifulSoup
from test_api import FILES, SITE

from sphinxcontrib_podcast.formats.sqlite import SEARCHED, database_of, datasette_metadata, search


def made() -> sqlite3.Connection:
    registry = [registered("marconi", "Guglielmo Marconi", type="person", aliases=("Marconi",))]
    return database_of(catalogue_of(FILES, registry), SITE)


@pytest.fixture(scope="module")
def archive() -> sqlite3.Connection:
    return made()


def test_every_row_is_there_and_references_are_whole(archive: sqlite3.Connection) -> None:
    assert archive.execute("PRAGMA foreign_key_check").fetchall() == []
    assert archive.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    catalogue = catalogue_of(FILES)
    counts = {t: archive.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in SEARCHED}
    episodes = catalogue.episodes.values()
    assert counts == {
        "episodes": len(episodes),
        "chapters": sum(len(e.chapters) for e in episodes),
        "quotes": sum(len(e.quotes) for e in episodes),
        "entities": len(catalogue.entities),
        "turns": 2,
    }
    (said,) = archive.execute(
        "SELECT e.name FROM quotes q JOIN entities e ON e.id = q.entity WHERE q.text LIKE '%signal%'"
    )
    assert said == ("Kenji Sato",)
    assert archive.execute("SELECT DISTINCT role FROM people ORDER BY 1").fetchall() == [
        ("guest",),
        ("host",),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "url"),
    [
        ("not a SIGNAL", "quotes", "https://e.org/episodes/radio/first.html#q-"),
        ("電波は声", "quotes", "https://e.org/episodes/koe.html#q-"),
        ("電波", "turns", "https://e.org/talk.html#t=5"),  # shorter than a trigram
        ("電波 運ぶ", "turns", "https://e.org/talk.html#t=5"),
        ("录音", "episodes", "https://e.org/episodes/shengyin.html"),
        ("alternator", "chapters", "https://e.org/episodes/radio/first.html#t-03-00"),
        ("marconi", "entities", "https://e.org/podcast/entity/marconi.html"),
    ],
)  # fmt: skip
def test_words_of_every_language_are_found(
    archive: sqlite3.Connection, text: str, kind: str, url: str
) -> None:
    found = search(archive, text, [kind])
    assert found
    assert all(row.kind == kind for row in found)
    assert found[0].url.startswith(url)


@pytest.mark.parametrize(
    "text", ["", " ", "NEAR(", "*", "x' OR 1=1 --", "%", "-a:", "voice*", "text:voice"]
)
def test_no_text_is_a_query(archive: sqlite3.Connection, text: str) -> None:
    assert search(archive, text) == []


def test_quotation_marks_are_looked_for(archive: sqlite3.Connection) -> None:
    assert [row.kind for row in search(archive, '"A voice')] == ["quotes"]
    assert [row.kind for row in search(archive, "o", most=1)] == list(SEARCHED)  # one of each


def test_the_same_archive_gives_the_same_bytes() -> None:
    assert made().serialize() == made().serialize()


def test_the_metadata_names_tables_and_columns_that_exist(archive: sqlite3.Connection) -> None:
    tables = datasette_metadata("Show", "archive")["databases"]["archive"]["tables"]  # type: ignore[index]
    for table, shown in tables.items():
        columns = {row[1] for row in archive.execute(f"PRAGMA table_info({table})")}
        named = {shown.get("label_column"), shown.get("sort_desc"), *shown.get("facets", ())} - {
            None
        }
        assert columns
        assert named <= columns


@pytest.mark.others
def test_datasette_shows_and_searches_it(archive: sqlite3.Connection, tmp_path: Path) -> None:
    app = pytest.importorskip("datasette.app")
    (tmp_path / "archive.db").write_bytes(archive.serialize())
    metadata = datasette_metadata("Show", "archive")

    async def pages(*addresses: str) -> list[str]:
        shown = app.Datasette([str(tmp_path / "archive.db")], metadata=metadata)
        await shown.invoke_startup()
        responses = [await shown.client.get(address) for address in addresses]
        assert [response.status_code for response in responses] == [200] * len(addresses)
        return [response.text for response in responses]

    database, found, quotes = asyncio.run(
        pages("/archive", "/archive/entities.json?_search=marconi&_shape=array", "/archive/quotes")
    )
    assert "_fts" not in BeautifulSoup(database, "html.parser").select("h2")[0].get_text()
    assert [row["id"] for row in json.loads(found)] == ["marconi"]
    links = {str(a["href"]) for a in BeautifulSoup(quotes, "html.parser").select("td a")}
    assert {
        "/archive/episodes/episodes~2Fradio~2Ffirst",
        "https://e.org/episodes/radio/first.html#q-00-00",
    } <= links
