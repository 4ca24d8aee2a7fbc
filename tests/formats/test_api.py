"""The archive as JSON files; without Sphinx."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from archives import catalogue_of, registered
from show import SHOW

from sphinxcontrib_podcast.formats.api import api_files, file_names, schema
from sphinxcontrib_podcast.formats.site import Site, page_path

SITE = Site("https://e.org/", page_path)
FILES = {
    **{name.removesuffix(".md"): text for name, text in SHOW.items()},
    "talk": "---\ntranscript:\n- {time: '0:02', who: Ann Lee, line: Hello}\n- {time: '0:03', line: it sang.}\n"
    "- {time: '0:05', who: Bo Ek, line: 電波は声を運ぶ。}\n---\n# Talk\n\n## [00:00] A\n\nB.\n",
}


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    registry = [
        registered("marconi", "Guglielmo Marconi", type="person", same_as=("https://e.org/m",))
    ]
    files = dict(api_files(catalogue_of(FILES, registry), SITE))
    return {
        name: [json.loads(line) for line in text.splitlines()]
        if name.endswith("ndjson")
        else json.loads(text)
        for name, text in files.items()
    }


def test_all_files_keep_to_the_schema_that_is_among_them(written: dict[str, Any]) -> None:
    own = written["api/schema.json"]
    assert own == schema()
    jsonschema.Draft202012Validator.check_schema(own)

    def check(kind: str, data: object) -> None:
        jsonschema.validate(data, {**own, "oneOf": [{"$ref": f"#/$defs/{kind}"}]})
        jsonschema.validate(data, own)

    check("index", written["api/index.json"])
    for name, data in written.items():
        if name.startswith("api/episodes/"):
            check("episode", data)
        elif name.startswith("api/entities/"):
            check("entity", data)
    assert written["api/quotes.ndjson"]
    for quote in written["api/quotes.ndjson"]:
        check("quote_line", quote)


def test_the_index_leads_to_every_file(written: dict[str, Any]) -> None:
    index = written["api/index.json"]
    listed = {index["schema"], index["quotes"], "https://e.org/api/index.json"}
    listed |= {record["json"] for kind in ("episodes", "entities") for record in index[kind]}
    assert {unquote(url) for url in listed} == {f"https://e.org/{name}" for name in written}
    catalogue = catalogue_of(FILES)
    assert file_names(catalogue.episodes, catalogue.entities) >= {"api/episodes/episodes/koe.json"}


def test_every_part_has_its_address(written: dict[str, Any]) -> None:
    first = written["api/episodes/episodes/radio/first.json"]
    assert first["url"] == "https://e.org/episodes/radio/first.html"
    assert [c["url"].rpartition("#")[2] for c in first["chapters"]] == [
        "t-00-00",
        "t-02-04",
        "t-03-00",
    ]
    assert first["quotes"][0]["url"] == f"{first['url']}#{first['quotes'][0]['id']}"
    turns = written["api/episodes/talk.json"]["transcript"]
    assert [(t["start"], t["speaker"], t["text"], t["url"]) for t in turns] == [
        (2, "Ann Lee", "Hello it sang.", "https://e.org/talk.html#t=2"),
        (5, "Bo Ek", "電波は声を運ぶ。", "https://e.org/talk.html#t=5"),
    ]
    marconi = written["api/entities/marconi.json"]
    assert marconi["url"] == "https://e.org/podcast/entity/marconi.html"
    assert marconi["episodes"][0] == "episodes/radio/second"  # newest first
    assert {m["url"] for m in marconi["mentions"]} >= {f"{first['url']}#t-00-00"}
    quote = written["api/quotes.ndjson"][0]
    assert (quote["episode"], quote["title"], quote["speaker"], quote["entity"]) == (
        "episodes/radio/first", "The first voice", "Kenji Sato", "kenji-sato",
    )  # fmt: skip


def test_addresses_without_a_base_are_relative_to_the_site() -> None:
    files = dict(
        api_files(catalogue_of({"e/é": "# É\n\n## [00:00] A\n\nB.\n"}), Site("", page_path))
    )
    data = json.loads(files["api/episodes/e/é.json"])
    assert (data["url"], data["chapters"][0]["url"]) == ("e/%C3%A9.html", "e/%C3%A9.html#t-00-00")


@pytest.mark.parametrize(
    ("docname", "plain", "folder"),
    [
        ("index", "index.html", ""),
        ("a/index", "a/index.html", "a/"),
        ("a/b c", "a/b%20c.html", "a/b%20c/"),
    ],
)
def test_paths_of_pages(docname: str, plain: str, folder: str) -> None:
    assert page_path(docname) == plain
    assert page_path(docname, in_folders=True) == folder
