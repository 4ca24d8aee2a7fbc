"""The navigation, and the way from an episode to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from conftest import Site, text_of

if TYPE_CHECKING:
    from bs4 import Tag

NewSite = Callable[..., Site]

THEMES = ("basic", "alabaster", "furo")


def episode(title: str, date: str, more: str = "", channel: str = "Radio") -> str:
    """Return an episode that names Ada Lovelace."""
    return (
        f"---\nchannel: {channel}\ndate: {date}\n{more}---\n\n# {title}\n\n"
        "Of Ada Lovelace.\n\n## [00:00] Start\n\nAda Lovelace again.\n\n"
        "## People\n\n- **Ada Lovelace** (Person): A mathematician.\n"
    )


SHOW = {
    "episodes/c.md": episode("First", "2026-01-01"),
    "episodes/a.md": episode("Second", "2026-02-01"),
    "episodes/x.md": episode("Of others", "2026-02-15", channel="Else"),
    "episodes/b.md": episode('Third & "last"', "2026-03-01"),
}


def sidebar(site: Site, docname: str) -> Tag:
    """Return the navigation of a page."""
    page = site.page(docname)
    found = page.select_one(".sphinxsidebar, .sidebar-tree")
    assert found is not None
    return found


def way(site: Site, docname: str) -> dict[str, str]:
    """Return the addresses before and after a page."""
    links = site.page(docname).select("link[rel=next], link[rel=prev]")
    return {str(link["rel"][0]): f"{link['href']} {link['title']}" for link in links}


@pytest.mark.parametrize("theme", THEMES)
def test_the_navigation_lists_sections_and_where_one_is(new_site: NewSite, theme: str) -> None:
    site = new_site(SHOW, html_theme=theme).build()
    assert site.warnings == []
    for docname, section in (
        ("episodes/a", "Radio"), ("episodes/x", "Else"),
        ("podcast/entity/ada-lovelace", "People and topics"),
    ):  # fmt: skip
        tree = sidebar(site, docname)
        shown = [text_of(a) for a in tree.select("li a") if "#" not in str(a["href"]).strip("#")]
        sections = ["Episodes", "People and topics", "Else", "Radio"]
        listed = [text for text in shown if text in sections]
        if theme == "basic":
            continue  # its navigation is a list of the page's headings
        # Alabaster has links to the pages before and after as well
        assert listed[:4] == sections
        if theme == "furo":
            assert shown[shown.index(section) + 1] == text_of(site.page(docname).h1).rstrip("¶")
            assert [text_of(li.a) for li in tree.select("li.current") if li.a][-2] == section


def test_the_way_leads_through_a_channel_by_date(new_site: NewSite) -> None:
    site = new_site(SHOW, html_theme="basic").build()
    assert way(site, "episodes/c") == {"next": "a.html Second"}
    assert way(site, "episodes/a") == {"prev": "c.html First", "next": 'b.html Third & "last"'}
    assert way(site, "episodes/b") == {"prev": "a.html Second"}
    assert way(site, "episodes/x") == {}
    assert way(site, "podcast/entity/ada-lovelace") == {}
    related = [text_of(li).rstrip(" »|") for li in site.page("episodes/a").select(".related li")]
    assert related[:6] == ["index", "next", "previous", "Site documentation", "Archive", "Radio"]


def test_undated_episodes_follow_their_numbers_and_names(new_site: NewSite) -> None:
    numbers = {"one": 3, "two": 1, "three": 2}
    files = {f"episodes/{n}.md": f"---\nnumber: {i}\n---\n# {n}\n" for n, i in numbers.items()}
    site = new_site({**files, "episodes/b.md": "# B\n"}, html_theme="basic").build()
    assert way(site, "episodes/b") == {"next": "two.html two"}
    assert way(site, "episodes/three") == {"prev": "two.html two", "next": "one.html one"}


def test_a_toctree_of_the_author_takes_precedence(new_site: NewSite) -> None:
    index = "# Site\n\n```{toctree}\npodcast/index\nepisodes/b\nepisodes/c\n```\n"
    site = new_site({**SHOW, "index.md": index}, html_theme="basic").build()
    assert way(site, "episodes/b")["next"] == "c.html First"
    assert way(site, "episodes/c") == {"prev": "b.html Third & “last”"}
    assert way(site, "episodes/a") == {"prev": "c.html First", "next": 'b.html Third & "last"'}


def test_a_new_episode_changes_its_neighbours_only(new_site: NewSite) -> None:
    new = {"episodes/d.md": episode("Between", "2026-01-15")}
    site = new_site(SHOW, html_theme="furo").build()
    before = site.output()
    site.write(new).build()
    clean = new_site({**SHOW, **new}, html_theme="furo").build()
    assert site.output() == clean.output()
    after = site.output()
    assert after["episodes/b.html"] == before["episodes/b.html"]
    assert after["episodes/a.html"] != before["episodes/a.html"]
    site.write({"episodes/d.md": episode("Renamed", "2026-01-15")}).build()
    assert way(site, "episodes/c") == {"next": "d.html Renamed"}
    site.write({"episodes/d.md": None}).build()
    assert site.output() == before


@pytest.mark.slow
def test_no_page_grows_with_the_number_of_episodes(new_site: NewSite) -> None:
    """A page of an episode is the same whether there are few or many others."""

    def site_of(count: int) -> Site:
        days = [f"2026-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(count)]
        files = {
            f"episodes/e{i:03}.md": f"---\nchannel: Radio\ndate: {day}\n---\n# Number {i}\n"
            for i, day in enumerate(days)
        }
        site = new_site(files, html_theme="furo").build()
        assert site.warnings == []
        return site

    few, many = site_of(3), site_of(120)
    page = "episodes/e001.html"
    assert few.output()[page] == many.output()[page]


def test_books_have_the_episodes_in_order(new_site: NewSite) -> None:
    site = new_site(SHOW, copyright="2026, Site", version="1").build("epub")
    assert site.warnings == []
    book = (site.out / "epub/content.opf").read_text(encoding="utf-8")
    files = dict(re.findall(r'<item id="(.*?)" href="(.*?)"', book))
    spine = re.findall(r'<itemref idref="(.*?)"( linear="no")?', book)
    read = [files[id_] for id_, is_left_out in spine if not is_left_out]
    assert re.findall(r"episodes/(\w).xhtml", " ".join(read)) == list("bxac")
    site.build("singlehtml")
    text = (site.out / "singlehtml/index.html").read_text(encoding="utf-8")
    assert re.findall(r'id="document-episodes/(\w)"', text) == list("bxac")
