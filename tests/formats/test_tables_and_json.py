"""The catalogue as CSV tables and as JSON; without Sphinx."""

from __future__ import annotations

import csv
import io
import json

import pytest
from archives import catalogue_of

from sphinxcontrib_podcast.formats.catalogue_json import catalogue_json
from sphinxcontrib_podcast.formats.csv_tables import tables_of

EPISODE = """
    ---
    date: 2024-05-01
    channel: Talks
    number: 7
    duration: "1:00:00"
    hosts: [Ann Lee, Bo Ek]
    links: {Notes: "https://example.org"}
    ---

    # =SUM(A1)

    A summary.

    ## [02:04] Ann Lee, again

    > *"Words, and more."* (laughs)
    > — Ann Lee

    ## Entities

    - **Ann Lee** (Person, host): A.
"""


def table(name: str) -> list[dict[str, str]]:
    text = tables_of(catalogue_of({"e/a": EPISODE, "e/b": "# B\n"}))[name]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_table_of_episodes() -> None:
    first, second = table("episodes")
    assert first["title"] == "'=SUM(A1)"  # no spreadsheet computes it
    assert (first["id"], first["date"], first["number"], first["duration"]) == (
        "e/a", "2024-05-01", "7", "3600.0",
    )  # fmt: skip
    assert first["hosts"] == "Ann Lee; Bo Ek"
    assert (second["date"], second["number"], second["channel"]) == ("", "", "")


def test_the_other_tables() -> None:
    (chapter,) = table("chapters")
    assert (chapter["episode"], chapter["id"], chapter["title"]) == (
        "e/a",
        "t-02-04",
        "Ann Lee, again",
    )
    assert (chapter["start"], chapter["time"], chapter["depth"]) == ("124.0", "02:04", "1")
    (quote,) = table("quotes")
    assert (quote["speaker"], quote["time"], quote["chapter"], quote["comment"], quote["verdict"]) == (
        "Ann Lee", "02:04", "t-02-04", "(laughs)", "",
    )  # fmt: skip
    ann, bo = table("entities")
    assert (ann["id"], ann["type"], ann["episodes"], ann["mentions"]) == (
        "ann-lee",
        "person",
        "1",
        "0",
    )
    assert bo["id"] == "bo-ek"
    assert table("mentions") == []


@pytest.mark.parametrize("title", ["=1", "+1", "-1", "@x", " =1", "＝1"])
def test_no_cell_is_a_formula(title: str) -> None:
    text = tables_of(catalogue_of({"e/a": f"---\ntitle: '{title}'\n---\n\nText.\n"}))["episodes"]
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["title"].startswith("'")


def test_json() -> None:
    data = json.loads(catalogue_json(catalogue_of({"e/a": EPISODE, "e/b": "# B\n"})))
    assert (data["version"], data["language"]) == (1, "en")
    first, second = data["episodes"]
    assert (first["id"], first["path"], first["date"], first["duration"]) == (
        "e/a", "e/a.md", "2024-05-01", 3600,
    )  # fmt: skip
    assert first["links"] == [{"label": "Notes", "url": "https://example.org"}]
    assert first["chapters"] == [
        {"id": "t-02-04", "title": "Ann Lee, again", "start": 124, "end": 3600, "depth": 1}
    ]
    (quote,) = first["quotes"]
    assert (quote["speaker"], quote["start"], quote["chapter"]) == ("Ann Lee", 124, "t-02-04")
    (entry,) = first["entries"]
    assert (entry["entity"], entry["type"], entry["role"]) == ("ann-lee", "person", "host")
    assert (second["date"], second["quotes"]) == (None, [])
    assert [e["id"] for e in data["entities"]] == ["ann-lee", "bo-ek"]
    assert data["channels"] == [{"id": "talks", "name": "Talks", "episodes": ["e/a"]}]
