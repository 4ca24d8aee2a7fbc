"""``podcast_downloads`` and the address of a page on paper."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from conftest import Site, text_of
from show import SHOW
from sphinx.errors import ConfigError

NewSite = Callable[..., Site]

CONF: dict[str, Any] = {"podcast_downloads": ["book/show.epub", "book/show.pdf"]}


def offered(site: Site, docname: str = "podcast/index") -> list[str]:
    line = site.page(docname).select_one(".pod-downloads")
    return [text_of(link) for link in line.select("a")] if line else []


@pytest.mark.slow
def test_the_first_page_offers_the_files_that_exist(new_site: NewSite) -> None:
    site = new_site(SHOW, **CONF).build()
    assert (site.warnings, offered(site)) == ([], [])
    site.write({"book/show.epub": b"x" * 1_250_000}).build()
    assert offered(site) == ["EPUB (1.2 MB)"]
    site.write({"book/show.pdf": b"y" * 54_321}).build()
    assert offered(site) == ["EPUB (1.2 MB)", "PDF (54 kB)"]
    assert offered(site, "index") == []
    link = site.page("podcast/index").select(".pod-downloads a")[1]
    copy = (site.out / "html/podcast" / str(link["href"])).resolve()
    assert filecmp.cmp(copy, site.src / "book/show.pdf", shallow=False)

    site.write({"book/show.epub": None, "book/show.pdf": b"z" * 321_000}).build()
    assert offered(site) == ["PDF (321 kB)"]
    assert copy.read_bytes() == b"z" * 321_000
    assert not (site.out / "html/downloads/show.epub").exists()


def test_files_of_one_format_have_their_names(new_site: NewSite) -> None:
    files = {"a one.epub": b"x", "b.epub": b"y"}
    site = new_site({**SHOW, **files}, podcast_downloads=list(files)).build()
    assert offered(site) == ["a one.epub (0.1 kB)", "b.epub (0.1 kB)"]
    link = site.page("podcast/index").select(".pod-downloads a")[0]
    assert link["href"] == "../downloads/a%20one.epub"


def test_two_files_of_one_name_are_refused(new_site: NewSite) -> None:
    with pytest.raises(
        ConfigError, match=r"podcast_downloads has two files with the name 'a\.pdf'"
    ):
        new_site(SHOW, podcast_downloads=["x/a.pdf", "y/a.pdf"]).build()


def test_sound_of_a_known_size_can_be_downloaded(new_site: NewSite) -> None:
    fields = "---\naudio: https://e.org/one.mp3\naudio_size: 54321987\n---\n"
    text = "# One\n\nWords.\n"
    files = {
        "episodes/one.md": fields + text,
        "episodes/two.md": fields.replace("audio_size", "note") + text,
    }
    site = new_site(files).build()
    link = site.body("episodes/one").select_one(".pod-facts a[download]")
    assert (text_of(link), link and link["href"]) == ("Download (54 MB)", "https://e.org/one.mp3")
    assert not site.body("episodes/two").select("a[download]")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_sound_of_the_project_can_be_downloaded(new_site: NewSite, builder: str) -> None:
    files = {
        "episodes/one.md": "---\naudio: one two.mp3\n---\n# One\n\nWords.\n",
        "episodes/one two.mp3": b"x" * 2_345_678,
    }
    site = new_site(files).build(builder)
    name = "episodes/one.html" if builder == "html" else "episodes/one/index.html"
    page = site.out / builder / name
    link = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one("a[download]")
    assert link
    assert text_of(link) == "Download (2.3 MB)"
    assert (page.parent / unquote(str(link["href"]))).read_bytes() == b"x" * 2_345_678
    site.write({"episodes/one two.mp3": b"y" * 5_000}).build(builder)
    assert "Download (5 kB)" in page.read_text("utf-8")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml"])
def test_only_sites_have_sound_of_the_project_to_download(new_site: NewSite, builder: str) -> None:
    elsewhere = "audio: https://e.org/one.mp3\naudio_size: 54321987"
    files = {
        "episodes/one.md": "---\naudio: one.mp3\nnumber: 7\n---\n# One\n\nWords.\n",
        "episodes/one.mp3": b"x" * 5_000,
        "episodes/two.md": f"---\n{elsewhere}\n---\n# Two\n\nWords.\n",
    }
    site = new_site(files, copyright="A", version="1").build(builder)
    texts = [
        path.read_text("utf-8")
        for path in (site.out / builder).rglob("*")
        if path.suffix in (".xhtml", ".tex", ".txt", ".html")
    ]
    found = re.findall(r"Download \((.*?)\)", "\n".join(texts))
    assert [size.replace("~", " ") for size in found] == (
        ["5 kB", "54 MB"] if builder == "singlehtml" else ["54 MB"]
    )


def test_pages_have_their_address_for_paper(new_site: NewSite) -> None:
    site = new_site(SHOW, html_baseurl="https://e.org/").build()
    printed = site.page("episodes/radio/first").select_one(".pod-printed")
    assert text_of(printed).startswith("https://e.org/episodes/radio/first.html")
    assert "add its time to the address, such as #t=" in text_of(printed)
    named = site.page("podcast/entity/guglielmo-marconi").select_one(".pod-printed")
    assert text_of(named) == "https://e.org/podcast/entity/guglielmo-marconi.html"
    assert not site.page("index").select(".pod-printed")
    assert not new_site(SHOW).build().page("episodes/radio/first").select(".pod-printed")
