"""The gallery of the manual: each snippet is rendered as the page claims."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import INDEX, Site

DOCS = Path(__file__).parents[1] / "docs"
SNIPPETS = sorted(p.stem for p in (DOCS / "gallery").glob("*.md") if p.stem != "index")

#: The expected content of each page: a selector, and the text of the elements that it matches.
EXPECTED: dict[str, dict[str, list[str]]] = {
    "chapters": {
        "h1": ["The feed that listens"],
        "section.pod-episode > p": ["How sound got into a feed."],
        ".pod-chapters > ul > li > p": ["00:00 A wish · 1 hr", "1:00:26 What came of it"],
        ".pod-chapters ul ul > li": ["02:04 The enclosure · 58 min"],
        "#t-00-00 > h2": ["00:00 A wish"],
        "#t-00-00 #t-02-04 > h3": ["02:04 The enclosure"],
        "#t-1-00-26 > h2": ["1:00:26 What came of it"],
        "#t-02-04 > p > a.pod-mention": ["Dave Winer"],
    },
    "times": {
        ".pod-chapters li": [
            "00:00 Intro · 4 min",
            "04:15 In parentheses · 4 min",
            "08:30 Behind the title · 4 min",
            "12:00 Until then · 3 min",
            "20:00 Full-width · 1 hr, 5 min",
            "1:25:15 Past the hour",
        ],
        "#t-1-25-15 > h2": ["1:25:15 Past the hour"],
    },
    "said": {
        "#t-00-00 > figure.pod-quote > blockquote": [
            "“The word had no right to survive.”",
            "«Une voix, c’est une adresse.»",
            "“I kept everything.”",
        ],
        "#t-00-00 .pod-speaker": ["Mara Lindqvist", "Tobias Okafor"],
        "#t-00-00 .pod-source .pod-time": ["00:00", "00:40", "00:00"],
        ".pod-comment": ["(laughing)"],
        "#t-02-00 > blockquote": ["A blockquote without quotation marks stays a blockquote."],
        "#t-02-00 .pod-quote": [],
    },
    "checked": {
        ".pod-verdict": ["verbatim", "edited"],
        ".pod-source .pod-time": ["00:05", "00:01"],
        ".pod-said del": ["each"],
        ".pod-said ins": ["every"],
        "details.pod-transcript .pod-speaker": ["Mara Lindqvist"],
    },
    "facts": {
        "p.pod-facts": ["Season 2, episode 1 · Dec 3, 2025 · 53 min · Show"],
        "p.pod-people": ["Guest: Adam Curry · Host: Mara Lindqvist"],
        "p.pod-facts a.reference.external": ["Show"],
    },
    "entities": {
        "p.pod-type": ["People", "Concepts"],
        "dl.pod-entities > dt": ["Adam Curry", "Dave Winer weblogger", "RSS"],
        "dl.pod-entities > dd": [
            "Wanted sound to arrive over night.",
            "Put sound into a feed.",
            "A format for feeds.",
        ],
        ".pod-role": ["weblogger"],
    },
    "mentions": {
        "#t-00-00 > p a.pod-mention": ["Adam Curry", "RSS"],
        "#t-00-00 > p code": ["RSS"],
    },
    "roles": {
        "#t-00-00 > p a": [
            "Adam Curry",
            "Curry",
            "the same man",
            "Welcome to the Listening Room 00:14",
            "Welcome to the Listening Room",
            "爱迪生",
        ],
    },
    "by-hand": {
        "#t-00-00 > figure.pod-quote > blockquote": ["Notes are slower than sound."],
        "#t-00-00 .pod-time": ["00:00", "00:14"],
        "#t-01-00 .pod-quote .pod-speaker": ["Tobias Okafor"],
    },
    "markdown": {
        "#t-00-00 .admonition.note > p:last-child": ["A note with strong words."],
        "#t-00-00 td": ["2001", "enclosures", "2004", "a word"],
    },
    "chinese": {
        "section.pod-episode[lang=zh] > h1": ["声音的地址"],
        "#t-00-00 > h2": ["00:00 订阅源"],
        ".pod-speaker": ["沈一航"],
        "dl.pod-entities > dt": ["亚当·库里", "RSS"],
    },
    "japanese": {
        "section.pod-episode[lang=ja] > h1": ["声の住所"],
        "#t-00-00 > h2": ["00:00 フィード"],
        ".pod-speaker": ["早川美咲"],
        "dl.pod-entities > dt": ["早川美咲"],
        "#t-00-00 > p a.pod-mention": ["早川美咲"],
    },
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the snippets and the example show."""
    folder = tmp_path_factory.mktemp("gallery")
    src = folder / "src"
    for name in ("episodes", "gallery"):
        shutil.copytree(DOCS / name, src / name)
    shutil.copy(DOCS / "entities.toml", src)
    (src / "gallery" / "index.md").unlink()
    (src / "index.md").write_text(INDEX.lstrip(), encoding="utf-8")
    conf = {
        "podcast_episodes": ["episodes/**", "gallery/*"],
        "myst_enable_extensions": ["colon_fence"],
    }
    return Site(src, folder / "out", conf).build()


def text(element: object) -> str:
    """Return the text of an element without permalinks and switches."""
    for found in element.select(".headerlink, .pod-switch"):  # type: ignore[attr-defined]
        found.extract()
    return " ".join(element.get_text().split())  # type: ignore[attr-defined]


def test_no_snippet_has_a_problem(gallery: Site) -> None:
    assert gallery.warnings == []


def test_every_snippet_is_tested_and_shown() -> None:
    page = (DOCS / "gallery" / "index.md").read_text(encoding="utf-8")
    assert set(EXPECTED) == set(SNIPPETS)
    assert sorted(re.findall(r"^```\{snippet\} (\S+)\.md$", page, re.MULTILINE)) == SNIPPETS


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_becomes_what_the_gallery_shows(name: str, gallery: Site) -> None:
    for selector, wanted in EXPECTED[name].items():
        found = [text(element) for element in gallery.body(f"gallery/{name}").select(selector)]
        assert found == wanted, selector


@pytest.mark.slow
def test_the_gallery_shows_the_pages(manual: Path) -> None:
    """The copies in the gallery have the quotes, chapters and links of the pages."""
    page = BeautifulSoup((manual / "gallery/index.html").read_text("utf-8"), "html.parser")
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for name in SNIPPETS:
        html = (manual / f"gallery/{name}.html").read_text(encoding="utf-8")
        own = BeautifulSoup(html, "html.parser").select_one("section.pod-episode")
        copy = next(
            s
            for s in page.select("section.pod-episode")
            if str(s["id"]).startswith(f"gallery-{name}-")
        )
        assert own is not None
        assert text(copy) == text(own)
        inner = [str(a["href"])[1:] for a in copy.select('a[href^="#"]')]
        assert set(inner) <= set(ids)
