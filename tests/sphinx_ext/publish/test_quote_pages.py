"""``podcast_quote_pages``: the preview of the address of a quote is the quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from conftest import INDEX, Site, text_of
from show import SHOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NewSite = Callable[..., Site]

BASE = "https://e.org/show/"
CONF: dict[str, Any] = {"html_baseurl": BASE, "podcast_quote_pages": True}
FIRST = "episodes/radio/first"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    first = SHOW[f"{FIRST}.md"].replace(
        "A voice is not a signal.", "A &lt;b>voice&lt;/b> & 'more'."
    )
    site = Site(root / "src", root / "out", CONF)
    return site.write({"index.md": INDEX, **SHOW, f"{FIRST}.md": first}).build()


def pages(site: Site) -> dict[str, bytes]:
    return {name: data for name, data in site.output().items() if name.startswith("quote/")}


def test_the_preview_is_the_quote(built: Site) -> None:
    assert built.warnings == []
    assert {name for name in pages(built) if FIRST in name} == {
        f"quote/{FIRST}/q-00-00.html",
        f"quote/{FIRST}/q-03-00.html",
    }
    page = built.page(f"quote/{FIRST}/q-00-00")
    tags = {str(m.get("property", m.get("name"))): m.get("content") for m in page.select("meta")}
    words = text_of(page.blockquote)
    assert "<b>voice</b> &" in words
    assert (tags["og:title"], tags["og:url"]) == (words, f"{BASE}quote/{FIRST}/q-00-00.html")
    assert tags["og:description"] == "Kenji Sato · The first voice · radio"
    assert [text_of(p) for p in page.select("figcaption p")] == [
        "Kenji Sato",
        "00:00 The first voice · radio",
    ]
    place = f"{BASE}{FIRST}.html#q-00-00"
    assert [str(a["href"]) for a in page.select("link[rel=canonical], a")] == [place, place]
    assert built.page(FIRST).find(id="q-00-00")
    assert page.select("b, script") == []


@pytest.mark.slow
def test_pages_come_and_go_with_quotes(new_site: NewSite) -> None:
    site = new_site(SHOW, **CONF).build()
    first = SHOW[f"{FIRST}.md"]
    edits: list[dict[str, str | bytes | None]] = [
        {f"{FIRST}.md": first.replace("not a signal", "no signal")},
        {f"{FIRST}.md": first.replace('> *"It sang."*(laughing)', "It sang.")},
        {"episodes/koe.md": None},
    ]
    files: dict[str, str | bytes | None] = {**SHOW}
    for edit in edits:
        site.write(edit).build()
        files = {name: text for name, text in {**files, **edit}.items() if text is not None}
        assert site.output() == new_site(files, **CONF).build().output()
    assert f"quote/{FIRST}/q-03-00.html" not in pages(site)
    site.conf["podcast_quote_pages"] = False
    assert pages(site.build()) == {}


@pytest.mark.browser
def test_copy_gives_the_address_of_the_page(
    built: Site, browser: Browser, serve: Callable[[Site], str]
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{serve(built)}/{FIRST}.html")
    page.locator("#q-03-00").get_by_role("button", name="Copy").click()
    page.locator("#q-03-00 [data-copied]").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.splitlines()[-1] == f"{BASE}quote/{FIRST}/q-03-00.html"
