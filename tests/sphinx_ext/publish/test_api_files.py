"""``podcast_api``: JSON, Markdown copies of pages, and ``llms.txt`` in a built site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup
from conftest import Site
from show import SHOW

NewSite = Callable[..., Site]


def published(site: Site, builder: str = "html") -> dict[str, str]:
    root = site.out / builder
    names = [*root.glob("api/**/*.*"), *root.rglob("*.html.md"), *root.glob("llms.txt")]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in names}


def links(markdown: str) -> set[str]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    return {str(t.attrs["href"]) for t in inline if t.type == "link_open"}


def test_nothing_is_published_by_default(new_site: NewSite) -> None:
    assert published(new_site(SHOW).build()) == {}


@pytest.mark.slow
@pytest.mark.parametrize("base", ["https://e.org/show", ""])
def test_every_page_has_a_copy_whose_links_lead_somewhere(new_site: NewSite, base: str) -> None:
    files = {
        **SHOW,
        "more/page.md": "---\norphan: true\n---\n# Page\n\n```\n00:00 One\n```\n\n{pod:person}`Kenji Sato`\n",
    }
    site = new_site(files, podcast_api=True, html_baseurl=base).build("dirhtml").build()
    assert site.warnings == []
    assert site.app is not None
    for builder in ("html", "dirhtml"):
        root = site.out / builder
        made = published(site, builder)
        pages = [p.relative_to(root).as_posix() for p in root.rglob("*.html")]
        documents = [p for p in pages if not p.startswith(("genindex", "search"))]
        assert {n for n in made if n.endswith(".md")} == {f"{page}.md" for page in documents}
        for name, text in made.items():
            if not name.endswith((".md", ".txt")):
                continue
            for link in links(text):
                address = urljoin(f"https://e.org/show/{name}", link)
                path = unquote(address.removeprefix("https://e.org/show/").partition("#")[0])
                if address.startswith("https://e.org/show/"):
                    assert (root / path).exists(), (name, link)
                assert bool(base) == link.startswith("http"), link
    copy = made["more/page/index.html.md"]
    assert copy.startswith("# Page\n")
    assert "```\n00:00 One\n```" in copy
    page = BeautifulSoup((site.out / "html/more/page.html").read_text("utf-8"), "html.parser")
    (copied,) = page.select('link[type="text/markdown"]')
    assert copied["href"] == "page.html.md"
    entity = published(site)["podcast/entity/kenji-sato.html.md"]
    assert entity.startswith("# Kenji Sato\n")
    assert "“A voice is not a signal.”" in entity


def test_the_list_of_pages(new_site: NewSite) -> None:
    text = published(new_site(SHOW, podcast_api=True, html_title="Sound *of* air").build())[
        "llms.txt"
    ]
    assert text.startswith("# Sound \\*of\\* air\n\n## Pages\n\n- [Site](index.html.md)\n")
    assert "- [The first voice](episodes/radio/first.html.md): How a voice was first sent" in text
    assert "- [声の歴史](podcast/channel/" in text
    assert "- [JSON](api/index.json)" in text


@pytest.mark.slow
def test_an_incremental_build_publishes_what_a_clean_one_does(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_api=True).build()
    before = published(site)
    unchanged = site.out / "html/api/episodes/episodes/koe.json"
    written = unchanged.stat().st_mtime_ns
    site.write(
        {
            "episodes/shengyin.md": None,
            "episodes/radio/second.md": SHOW["episodes/radio/second.md"].replace(
                "Dave Winer", "Adam Curry"
            ),
        }
    )
    after = published(site.build())
    assert after == published(
        new_site(
            {n: t for n, t in SHOW.items() if "shengyin" not in n}
            | {
                "episodes/radio/second.md": SHOW["episodes/radio/second.md"].replace(
                    "Dave Winer", "Adam Curry"
                )
            },
            podcast_api=True,
        ).build()
    )
    assert before.keys() - after.keys() >= {
        "api/episodes/episodes/shengyin.json",
        "api/entities/dave-winer.json",
        "episodes/shengyin.html.md",
    }
    assert unchanged.stat().st_mtime_ns == written
    # a lost file is written again, and without the setting all are removed
    (site.out / "html/api/quotes.ndjson").unlink()
    (site.out / "html/episodes/koe.html.md").unlink()
    assert published(site.build()) == after
    site.conf["podcast_api"] = False
    assert published(site.build()) == {}


@pytest.mark.slow
def test_one_part_of_an_archive_publishes_its_files(new_site: NewSite) -> None:
    def part(patterns: list[str]) -> dict[str, str]:
        return published(new_site(SHOW, podcast_api=True, podcast_part=patterns).build())

    whole = published(new_site(SHOW, podcast_api=True).build())
    one, other = part(["index", "podcast/**"]), part(["episodes/**"])
    assert {n: t for n, t in one.items() if n.startswith("api/")} == {
        n: t for n, t in whole.items() if n.startswith("api/")
    }
    assert not any(name.startswith("api/") for name in other)
    assert other["episodes/koe.html.md"] == whole["episodes/koe.html.md"]


def test_llms_txt_is_left_to_another_extension(
    new_site: NewSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sphinx_llms_txt.py").write_text("def setup(app):\n    pass\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    conf: dict[str, Any] = {
        "extensions": ["sphinxcontrib_podcast", "sphinx_llms_txt"],
        "podcast_api": True,
    }
    made = published(new_site(SHOW, **conf).build())
    assert "llms.txt" not in made
    assert json.loads(made["api/index.json"])["version"] == 1


@pytest.mark.slow
def test_copies_in_the_source_folder_are_no_sources(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_api=True)
    site.out = site.src / "out"
    assert site.build().warnings == []
    names = set(site.output())
    assert "index.html.md" in names
    site.write({"episodes/radio/first.md": "# First\n\nOther words.\n"})
    assert site.build().warnings == []
    assert set(site.output()) <= names
