from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Site

from sphinxcontrib_podcast.sphinx_ext import builder_kinds as kinds

NewSite = Callable[..., Site]

QUESTIONS = (
    kinds.is_html,
    kinds.runs_scripts,
    kinds.is_ebook,
    kinds.is_one_page,
    kinds.follows_times,
    kinds.has_search,
    kinds.has_search_index,
    kinds.copies_sources,
    kinds.has_files_of_documents,
)
SITE = ("has_search", "has_search_index", "copies_sources")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("html", {"is_html", "runs_scripts", "follows_times", *SITE}),
        ("dirhtml", {"is_html", "runs_scripts", "follows_times", *SITE}),
        ("singlehtml", {"is_html", "runs_scripts", "is_one_page", "has_search"}),
        ("json", {"is_html", "runs_scripts", "follows_times", "has_search", "copies_sources"}),
        ("epub", {"is_html", "is_ebook"}),
        ("latex", set()),
        ("dummy", set()),
        ("text", set()),
    ],
)
def test_what_a_builder_can_do(new_site: NewSite, name: str, answers: set[str]) -> None:
    app = new_site({}).build(name).app
    assert app is not None
    found = {question.__name__ for question in QUESTIONS if question(app.builder)}
    assert found - {"has_files_of_documents"} == answers
    has_files = name not in ("latex", "dummy")
    assert ("has_files_of_documents" in found) == has_files
    assert (kinds.file_of_document(app.builder, "index") is not None) == has_files
