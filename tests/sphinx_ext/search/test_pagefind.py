"""Pagefind instead of Sphinx's search."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Site
from search import served
from show import SHOW
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NewSite = Callable[..., Site]


def filters(site: Site, docname: str) -> list[tuple[str, str]]:
    spans = site.body(docname).select("[hidden] > [data-pagefind-filter]")
    return [(str(span["data-pagefind-filter"]), span.get_text()) for span in spans]


@pytest.fixture
def pagefind(new_site: NewSite) -> Callable[..., Site]:
    """Return a function that builds a site with Pagefind."""
    pytest.importorskip("pagefind")

    def make(files: dict[str, str] = SHOW, **conf: Any) -> Site:
        site = new_site(files, podcast_search="pagefind", **conf).build()
        assert site.warnings == []
        return site

    return make


@pytest.mark.slow
def test_pages_say_what_they_can_be_filtered_by(pagefind: Callable[..., Site]) -> None:
    site = pagefind()
    assert filters(site, "episodes/radio/first") == [
        ("Type", "Episode"),
        ("Language", "English"),
        ("Channel", "radio"),
        ("Person", "Mara Lindqvist"),
        ("Person", "Kenji Sato"),
        ("Year", "2026"),
    ]
    assert filters(site, "podcast/entity/guglielmo-marconi") == [
        ("Type", "Person"),
        ("Person", "Guglielmo Marconi"),
    ]
    assert filters(site, "podcast/quotes") == []


def test_filters_are_in_the_language_of_the_project(pagefind: Callable[..., Site]) -> None:
    site = pagefind(language="ja")
    assert ("言語", "英語") in filters(site, "episodes/radio/first")
    assert ("種類", "人物") in filters(site, "podcast/entity/guglielmo-marconi")


def test_names_in_filters_are_text(pagefind: Callable[..., Site]) -> None:
    text = SHOW["episodes/radio/first.md"].replace("Kenji Sato]", "'<b>, \"Q\" & A']")
    site = pagefind({"episodes/radio/first.md": text})
    assert ("Person", '<b>, "Q" & A') in filters(site, "episodes/radio/first")


def test_without_it_nothing_is_added(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert filters(site, "episodes/radio/first") == []
    assert "pagefind" not in str(site.page("search"))
    assert not (site.out / "html" / "pagefind").exists()


@pytest.mark.slow
def test_a_rebuild_leaves_nothing_of_the_index_before(pagefind: Callable[..., Site]) -> None:
    def fragments(site: Site) -> set[str]:
        # one file for each page, named by its content; the order in other files is random
        return {name for name in site.output() if name.startswith("pagefind/fragment/")}

    site = pagefind()
    before = fragments(site)
    assert site.app is not None
    assert len(before) == len(site.app.env.found_docs)
    text = SHOW["episodes/koe.md"].replace("無線の発明者。", "発明者。")
    site.write({"episodes/koe.md": text}).build()
    assert fragments(site) != before
    assert fragments(site) == fragments(pagefind({**SHOW, "episodes/koe.md": text}))


def test_a_project_without_it_is_told(new_site: NewSite, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "sphinxcontrib_podcast.sphinx_ext.search.pagefind.find_spec",
        lambda name: None if name == "pagefind" else found(name),
    )
    with pytest.raises(ConfigError, match=r"pip install 'sphinxcontrib-podcast\[pagefind\]'"):
        new_site(SHOW, podcast_search="pagefind").build()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["furo", "alabaster", "pydata_sphinx_theme", "sphinx_rtd_theme"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_readers_search_and_filter(
    new_site: NewSite, browser: Browser, theme: str, builder: str
) -> None:
    pytest.importorskip("pagefind")
    site = new_site(SHOW, podcast_search="pagefind", html_theme=theme).build(builder)
    with served(site.out / builder) as address:
        page = browser.new_page()
        errors: list[str] = []
        requests: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        search = "search/" if builder == "dirhtml" else "search.html"
        page.goto(f"{address}/{search}?q=声")
        results = page.locator("#pod-search .pagefind-ui__result-link")
        results.first.wait_for()
        assert {"声の歴史", "声音的历史"} <= set(results.all_inner_texts())
        page.locator(".pagefind-ui__filter-name", has_text="Language").click()
        page.get_by_label("Japanese").check()
        page.get_by_text("1 result for 声").wait_for()
        assert results.all_inner_texts() == ["声の歴史"]
        results.first.click()
        page.wait_for_url(re.compile("/episodes/koe"))
        assert page.locator("h1").first.inner_text().startswith("声の歴史")
        assert errors == []
        assert [url for url in requests if not url.startswith((address, "data:"))] == []
        page.close()
