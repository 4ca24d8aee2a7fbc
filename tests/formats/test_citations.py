"""Citations, read by parsers of others; without Sphinx."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from test_json_ld import FIRST, SITE, episode

from sphinxcontrib_podcast.catalogue.references import bare, reference_text
from sphinxcontrib_podcast.formats.citations import (
    WRITERS,
    Citation,
    citations_of,
    coins,
    highwire,
)
from sphinxcontrib_podcast.views.publication import EpisodeRecord

HOSTILE = 'A & B_c {50%} $x$ ~ ^ \\input{x} "#"'
KEY = "episodes/radio/first"


def cited(**changes: object) -> list[Citation]:
    record: EpisodeRecord = episode(**changes)
    return list(citations_of(record, KEY, SITE, "Site"))


def write(form: str, citations: list[Citation]) -> str:
    return WRITERS[form][2](citations)


def test_all_parts_are_cited() -> None:
    assert [(c.key, c.title, c.people) for c in cited()] == [
        (KEY, "The first voice", ("Mara Lindqvist",)),
        (f"{KEY}:t-00-00", "Intro", ("Mara Lindqvist",)),
        (f"{KEY}:t-02-04", "Reginald Fessenden", ("Mara Lindqvist",)),
        (f"{KEY}:t-03-00", "The alternator", ("Mara Lindqvist",)),
        (f"{KEY}:q-00-00", "A voice is not a signal.", ("Kenji Sato",)),
        (f"{KEY}:q-03-00", "It sang.", ()),
    ]


def test_csl_json() -> None:
    first, *_, quote, _last = json.loads(write("csl", cited()))
    assert first == {
        "id": KEY, "type": "broadcast", "genre": "Podcast", "title": "The first voice",
        "container-title": "Radio Days", "author": [{"literal": "Mara Lindqvist"}],
        "issued": {"date-parts": [[2026, 1, 5]]}, "number": "1",
        "abstract": "How a voice was first sent through the air.", "language": "en", "source": "Site", "URL": FIRST,
    }  # fmt: skip
    assert (quote["container-title"], quote["collection-title"], quote["URL"]) == (
        "The first voice",
        "Radio Days",
        f"{FIRST}#q-00-00",
    )


def test_bibtex() -> None:
    text = write("bibtex", cited(title=HOSTILE))
    library = parse_string(text)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [c.key for c in cited()]
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert (fields["author"], fields["year"], fields["url"]) == ("Mara Lindqvist", "2026", FIRST)
    assert "  month = jan,\n" in text
    latex = LatexDecodingMiddleware()
    (entry, *_) = parse_string(text, append_middleware=[latex]).entries
    assert str(entry["title"]).strip("{}").replace(
        "\xa0", " "
    ) == HOSTILE or "textbackslash" not in str(entry["title"])


@pytest.mark.parametrize(
    ("name", "written"),
    [("早川美咲", "早川美咲"), ("Acme, Inc.", "{Acme, Inc.}"), ("Rock and Roll", "{Rock and Roll}"), ("Sandy", "Sandy")],
)  # fmt: skip
def test_names_in_bibtex(name: str, written: str) -> None:
    text = write("bibtex", [cited()[0]._replace(people=(name, "Bo Ek"))])
    assert f"author = {{{written} and Bo Ek}}" in text


def test_ris() -> None:
    text = write("ris", cited(title="One\nTY  - BOOK"))
    entries = rispy.loads(text)
    assert [entry["type_of_reference"] for entry in entries] == ["SOUND"] * 6
    first, *_, quote, _last = entries
    assert (first["title"], first["authors"], first["date"], first["year"]) == (
        "One TY - BOOK",
        ["Mara Lindqvist"],
        "2026/01/05",
        "2026",
    )
    assert (quote["urls"], quote["secondary_title"], quote["abstract"]) == (
        [f"{FIRST}#q-00-00"],
        "One TY - BOOK",
        "A voice is not a signal.",
    )


def test_tags_for_reference_managers() -> None:
    assert list(highwire(cited()[0])) == [
        ("citation_title", "The first voice"),
        ("citation_author", "Mara Lindqvist"),
        ("citation_publication_date", "2026/01/05"),
        ("citation_public_url", FIRST),
        ("citation_language", "en"),
        ("citation_publisher", "Radio Days"),
    ]


def test_coins() -> None:
    first, *_, quote, _last = (parse_qs(coins(c)) for c in cited(title=HOSTILE))
    assert first == {
        "ctx_ver": ["Z39.88-2004"], "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"], "rft.type": ["podcast"],
        "rft.title": [HOSTILE], "rft.source": ["Radio Days"], "rft.creator": ["Mara Lindqvist"],
        "rft.date": ["2026-01-05"], "rft.language": ["en"], "rft.publisher": ["Site"], "rft.identifier": [FIRST],
    }  # fmt: skip
    assert (quote["rft.title"], quote["rft.source"], quote["rft.identifier"]) == (
        ["A voice is not a signal."],
        [f"{HOSTILE}, Radio Days"],
        [f"{FIRST}#q-00-00"],
    )


def test_references_as_text() -> None:
    assert (
        reference_text("One", people=("Ann", "Bo"), show="S", start=124, end=130)
        == "Ann, Bo, “One”, S, 02:04–02:10"
    )
    assert reference_text("One", people=("Ann",), words="「声。」") == "Ann, “声。”, One"
    assert bare('He said "no"') == 'He said "no"'
    assert bare("“Yes.”") == "Yes."
