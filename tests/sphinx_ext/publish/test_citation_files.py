"""``podcast_citations``: files beside pages, tags in heads, and the role ``pod:cite``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from conftest import INDEX, Site, text_of
from show import SHOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NewSite = Callable[..., Site]

BASE = "https://e.org/show/"
CONF: dict[str, Any] = {"html_baseurl": BASE, "podcast_citations": True}
FIRST = "episodes/radio/first"
PAGE = """---
orphan: true
---
# Notes

{pod:cite}`first`, {pod:cite}`first@02:30`, {pod:cite}`first#q-00-00`, {pod:cite}`this one <first>`.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    site = Site(root / "src", root / "out", CONF)
    return site.write({"index.md": INDEX, "notes.md": PAGE, **SHOW}).build()


def read(site: Site, name: str) -> str:
    return (site.out / "html" / name).read_text("utf-8")


def test_programs_find_the_files_of_an_episode(built: Site) -> None:
    assert built.warnings == []
    page = built.page(FIRST)
    found = {str(a["type"]): str(a["href"]) for a in page.select('link[rel="alternate"][title]')}
    assert found == {
        "application/x-bibtex": "first.html.bib",
        "application/x-research-info-systems": "first.html.ris",
        "application/vnd.citationstyles.csl+json": "first.html.csl.json",
    }
    assert [a["href"] for a in page.select("p.pod-cite > a")] == [*found.values()]
    urls = [f"{BASE}{FIRST}.html{place}" for place in ("", "#t-00-00", "#q-00-00")]
    library = parse_string(read(built, f"{FIRST}.html.bib"))
    assert library.failed_blocks == []
    assert {e.fields_dict["url"].value for e in library.entries} >= set(urls)
    assert {entry["urls"][0] for entry in rispy.loads(read(built, f"{FIRST}.html.ris"))} >= set(
        urls
    )
    data = json.loads(read(built, f"{FIRST}.html.csl.json"))
    assert [data[0][name] for name in ("title", "URL")] == ["The first voice", urls[0]]
    coins = [parse_qs(str(e["title"])) for e in page.select("p.pod-cite > span.Z3988:empty")]
    assert {found["rft.identifier"][0] for found in coins} >= set(urls)
    tags = {str(m["name"]): str(m["content"]) for m in page.select('meta[name^="citation_"]')}
    assert tags["citation_title"] == "The first voice"
    assert tags["citation_publication_date"] == "2026/01/05"
    assert tags["citation_public_url"] == urls[0]
    assert built.page("podcast/quotes").select('meta[name^="citation_"], .pod-cite') == []


def test_the_role_is_a_reference_with_a_link(built: Site) -> None:
    links = built.body("notes").select("a.reference")
    assert [(text_of(a), a["href"]) for a in links] == [
        ("Mara Lindqvist, “The first voice”, radio, 2026-01-05", f"{FIRST}.html"),
        ("Mara Lindqvist, “The first voice”, radio, 2026-01-05, 02:30", f"{FIRST}.html#t=150"),
        (
            "Kenji Sato, “A voice is not a signal.”, The first voice, radio, 2026-01-05, 00:00",
            f"{FIRST}.html#q-00-00",
        ),
        ("this one", f"{FIRST}.html"),
    ]


def test_links_to_files_with_any_name(new_site: NewSite) -> None:
    name = "episodes/a b %20#?ü"
    site = new_site({f"{name}.md": "# One\n\n## [00:00] A\n"}, **CONF, podcast_api=True).build()
    addresses = [
        str(link["href"])
        for link in site.page(name).select("link[rel=alternate], .pod-cite a[type]")
    ]
    assert len(addresses) == 7
    for address in addresses:
        parts = urlsplit(urljoin("https://e.org/episodes/x.html", address))
        assert (parts.query, parts.fragment) == ("", "")
        assert (site.out / "html" / unquote(parts.path)[1:]).is_file()


@pytest.mark.slow
def test_files_come_and_go_with_their_episodes(new_site: NewSite) -> None:
    def made(site: Site) -> dict[str, bytes]:
        kinds = (".bib", ".ris", "csl.json")
        return {name: data for name, data in site.output("html").items() if name.endswith(kinds)}

    site = new_site(SHOW, **CONF).build()
    edited = SHOW[f"{FIRST}.md"].replace("# The first voice", "# The voice")
    site.write({f"{FIRST}.md": edited, "episodes/koe.md": None}).build()
    files = {**SHOW, f"{FIRST}.md": edited}
    del files["episodes/koe.md"]
    assert made(site) == made(new_site(files, **CONF).build())
    assert "The voice" in read(site, f"{FIRST}.html.bib")
    site.conf["podcast_citations"] = False
    assert made(site.build()) == {}
    (warning,) = new_site(SHOW, podcast_citations=True).build().warnings
    assert "podcast_citations: set html_baseurl" in warning


@pytest.mark.browser
def test_a_reference_to_a_quote_is_copied(
    built: Site, browser: Browser, serve: Callable[[Site], str]
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{serve(built)}/{FIRST}.html")
    quote = page.locator("#q-00-00")
    assert quote.get_by_role("button").all_inner_texts() == ["Copy", "Cite"]
    quote.get_by_role("button", name="Cite").click()
    quote.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"Kenji Sato, “A voice is not a signal.”, The first voice, radio, 2026-01-05, 00:00, "
        f"{page.url}#q-00-00"
    )
