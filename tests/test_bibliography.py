"""Episodes in the citations of sphinxcontrib-bibtex."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import INDEX, Site, text_of
from show import SHOW
from test_builds import clean

NewSite = Callable[..., Site]

pytestmark = pytest.mark.others

pytest.importorskip("sphinxcontrib.bibtex")

CONF: dict[str, Any] = {
    "extensions": ["sphinxcontrib_podcast", "sphinxcontrib.bibtex"],
    "html_baseurl": "https://e.org/show/",
    "podcast_citations": True,
}
FIRST = "episodes/radio/first"
BOOK = "@book{knuth, author={Donald Knuth}, title={The Art}, publisher={AW}, year={1968}}\n"
FILES: dict[str, str | bytes | None] = {
    **SHOW,
    "index.md": INDEX.replace("podcast/index", "podcast/index\nnotes\nsources"),
    "notes.md": "# Notes\n\nAs {cite:p}`episodes/radio/first` says, and {cite:p}`knuth`.\n\n{cite:t}`episodes/radio/second{at 1:01:01}`\n",
    "sources.md": "# Sources\n\n```{bibliography}\n```\n",
    "books.bib": BOOK,
}  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_episodes_are_cited_as_books_are(new_site: NewSite, builder: str) -> None:
    site = new_site(FILES, **CONF, bibtex_bibfiles=["books.bib"]).build("latex").build()
    assert site.warnings == []
    site.build(builder)
    assert site.warnings == []
    if builder == "dirhtml":
        page = BeautifulSoup(
            (site.out / builder / "sources/index.html").read_text("utf-8"), "html.parser"
        )
        assert page.select(f'a[href="https://e.org/show/{FIRST}/"]')
        return
    links = site.body("notes").select("a.reference[href*='sources']")
    assert [text_of(a) for a in links] == ["Lin26b", "Knu68", "Lin26a"]
    shown = text_of(site.body("sources"))
    assert "Mara Lindqvist. The first voice. Podcast: radio, January 2026. episode 1" in shown
    assert "Donald Knuth. The Art." in shown
    assert "声の歴史" not in shown  # nobody cites it
    (url,) = site.body("sources").select('a[href$="first.html"]')
    assert url["href"] == f"https://e.org/show/{FIRST}.html"


def test_edits_of_episodes_reach_the_pages_that_cite_them(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF, bibtex_bibfiles=["books.bib"]).build()
    first = str(FILES[f"{FIRST}.md"])
    edits: list[dict[str, str | bytes | None]] = [
        {f"{FIRST}.md": first.replace("hosts: [Mara Lindqvist]", "hosts: [Ada Ek]")},
        {"episodes/a.md": "# Another\n"},
        {"notes.md": "# Notes\n\n{cite:p}`knuth`\n"},
        {"episodes/a.md": None},
    ]
    for edit in edits:
        site.write(edit).build()
        assert site.warnings == []
        assert site.output() == clean(site, new_site)


def test_titles_are_text(new_site: NewSite) -> None:
    title = "A & B_c 50% #1 ~ \\input <b>"
    episode = f"---\ntitle: '{title}'\ndate: 2026-01-02\n---\n\nText.\n"
    site = new_site(
        {
            "index.md": INDEX,
            "episodes/one.md": episode,
            "notes.md": "---\norphan: true\n---\n# Notes\n\n{cite:p}`episodes/one`\n\n```{bibliography}\n```\n",
        },
        **{**CONF, "html_baseurl": ""},
    ).build()
    assert not [w for w in site.warnings if "baseurl" not in w]
    assert title in text_of(site.body("notes"))
    assert site.body("notes").select("b, a[href*='episodes/one']") == []  # it has no address


def test_the_file_is_not_used_without_the_setting(new_site: NewSite) -> None:
    site = new_site(FILES, **{**CONF, "podcast_citations": False}, bibtex_bibfiles=["books.bib"])
    assert [w for w in site.build().warnings if "episodes/radio/first" in w]
