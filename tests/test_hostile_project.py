"""A project of hostile strangers, built in both modes for sites, e-books and LaTeX.

In the mode ``stranger`` the Markdown contains all payloads. In the mode ``author`` all fields
contain them, and the Markdown only as text, since an author may use all of MyST.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import hostile
import pytest
from bs4 import BeautifulSoup
from conftest import Site, holds
from test_security import ADDRESSES, as_browsers_see, elements

NewSite = Callable[..., Site]

CONF = {
    "myst_enable_extensions": [
        "alert", "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
        "fieldlist", "html_admonition", "html_image", "replacements", "smartquotes",
        "strikethrough", "substitution", "tasklist",
    ],
    "myst_fence_as_directive": ["include", "raw"],
    "podcast_entity_pages": {},
    "html_sidebars": {"**": []},
    "smartquotes": False,
    "project": "Hostile",
    "latex_engine": "xelatex",
}  # fmt: skip
_TEX = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?:write|immediate|input|include|InputIfFileExists|openin|openout|read|"
    r"catcode|csname|def|edef|gdef|let|newread|newwrite|directlua|ShellEscape|special|href\{java)"
    r"(?![a-z])"
)
# The attributes of our own pictures: charts, and the lengths of chapters.
_OF_PICTURES = {"aria-hidden", "aria-label", "height", "role", "viewbox", "width"}
_RUNS = {"script", "iframe", "object", "embed", "form", "base", "style", "x-evil", "svg", "button"}


def build(
    new_site: NewSite, tmp_path: Path, builder: str, *, author: bool, every: int = 1
) -> tuple[Site, Path]:
    canary = tmp_path / "canary"
    files = hostile.project(canary, author=author, every=every)
    trust = {} if author else {"podcast_trust": {"episodes/in/**": "stranger"}}
    site = new_site(files, **CONF, **trust).build(builder)
    assert not canary.exists()
    assert not [w for w in site.warnings if "Traceback" in w or "\x1b" in w]
    for name, content in site.output(builder).items():
        assert hostile.SECRET.encode() not in content, name
    return site, canary


def assert_pages_are_harmless(site: Site) -> int:
    """Assert that no page has an element, handler or URL of a payload. Return how many there are."""
    # the search page contains no text of any file
    pages = [p for p in sorted((site.out / "html").rglob("*.html")) if p.name != "search.html"]
    for page in pages:
        for tag, attributes in elements(page):
            where = (page.name, tag, attributes)
            if tag == "script":
                assert re.match(r"(?:\.\./)*_static/", attributes.get("src") or "") or (
                    attributes.get("type") == "application/json"
                ), where
            elif tag == "svg":
                assert attributes.keys() <= _OF_PICTURES, where
            else:
                assert tag not in _RUNS, where
            if tag == "meta":
                assert "http-equiv" not in attributes, where
            if tag == "img" and "episodes" in str(page):
                assert re.match(r"(?:\.\./)*_(?:images|static)/", attributes["src"] or ""), where
            assert not [a for a in attributes if a.startswith("on") or a == "style"], where
            assert "math" not in (attributes.get("class") or "").split(), where
            if attributes.get("id") == "pod-labels" and tag != "script":
                assert tag in ("section", "aside"), where  # headings and footnotes have such ids
            for name in ADDRESSES:
                scheme = as_browsers_see(attributes.get(name) or "")
                assert scheme in ("", "http", "https", "mailto"), where
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for data in soup.select("script[type='application/json']"):
            json.loads(data.get_text())
            assert "<" not in data.get_text(), page
    return len(pages)


def assert_books_are_harmless(folder: Path) -> int:
    pages = [p for p in folder.rglob("*") if p.suffix in (".xhtml", ".opf", ".ncx")]
    for page in pages:
        found = [*ElementTree.fromstring(page.read_bytes()).iter()]
        for drawing in [e for e in found if e.get("class") == "pod-drawing"]:
            start, _, data = drawing.attrib.pop("src").partition(",")
            assert start == "data:image/svg+xml;base64"
            found += [*ElementTree.fromstring(b64decode(data)).iter()][1:]
        for element in found:
            tag = str(element.tag).rpartition("}")[2]
            assert tag not in _RUNS, (page.name, tag)
            assert not [a for a in element.attrib if a.startswith("on")], (page.name, tag)
            for name in ADDRESSES:
                assert as_browsers_see(element.get(name) or "") in ("", "http", "https", "mailto")
    return len(pages)


def assert_tex_is_harmless(path: Path) -> int:
    _head, _begin, text = path.read_text(encoding="utf-8").partition("\\sphinxtableofcontents")
    for line in text.splitlines():
        assert not _TEX.search(line), line
        assert "^^" not in line, line
    assert text.count("\\end{document}") == 1
    for command in ("includegraphics", "sphinxincludegraphics", "href", "sphinxhref", "url"):
        for given in re.findall(rf"\\{command}(?:\[[^\]]*\])?\{{([^\n]*?)\}}", text):
            assert as_browsers_see(given) in ("", "http", "https", "mailto"), given
    return text.count("\n")


def report(mode: str, builder: str, every: int, found: int, what: str) -> None:
    payloads = len(hostile.LINES[::every]) + (
        len(hostile.BLOCKS[::every]) if mode == "stranger" else 0
    )
    print(f"{mode}, {builder}: {payloads} payloads, {len(hostile.FIELDS)} fields, {found} {what}")


@pytest.mark.slow
@holds("fields", "html", "directives", "roles", "substitutions", "math", "links", "pictures")
@pytest.mark.parametrize("mode", ["author", "stranger"])
def test_a_part_of_it_as_a_site(new_site: NewSite, tmp_path: Path, mode: str) -> None:
    site, _ = build(new_site, tmp_path, "html", author=mode == "author", every=5)
    report(mode, "html", 5, assert_pages_are_harmless(site), "pages")


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["author", "stranger"])
def test_a_part_of_it_in_latex(new_site: NewSite, tmp_path: Path, mode: str) -> None:
    site, _ = build(new_site, tmp_path, "latex", author=mode == "author", every=7)
    report(mode, "latex", 7, assert_tex_is_harmless(site.out / "latex/hostile.tex"), "lines")


@pytest.mark.tools
@pytest.mark.parametrize("mode", ["author", "stranger"])
def test_the_site(new_site: NewSite, tmp_path: Path, mode: str) -> None:
    site, _ = build(new_site, tmp_path, "html", author=mode == "author")
    report(mode, "html", 1, assert_pages_are_harmless(site), "pages")


@pytest.mark.tools
@pytest.mark.parametrize("mode", ["author", "stranger"])
def test_the_e_book(new_site: NewSite, tmp_path: Path, mode: str) -> None:
    site, _ = build(new_site, tmp_path, "epub", author=mode == "author")
    report(mode, "epub", 1, assert_books_are_harmless(site.out / "epub"), "pages")


@pytest.mark.tools
@pytest.mark.parametrize("mode", ["author", "stranger"])
def test_the_latex(new_site: NewSite, tmp_path: Path, mode: str) -> None:
    site, _ = build(new_site, tmp_path, "latex", author=mode == "author")
    report(mode, "latex", 1, assert_tex_is_harmless(site.out / "latex/hostile.tex"), "lines")


@pytest.mark.tools
@pytest.mark.parametrize("mode", ["author", "stranger"])
def test_the_pdf(new_site: NewSite, tmp_path: Path, mode: str) -> None:
    """TeX may run programs here, so that an unescaped command would run."""
    site, canary = build(new_site, tmp_path, "latex", author=mode == "author", every=2)
    report(mode, "latex", 2, assert_tex_is_harmless(site.out / "latex/hostile.tex"), "lines")
    program = shutil.which("xelatex")
    assert program, "this test needs XeLaTeX"
    (site.out / "latex/private").mkdir()
    (site.out / "latex/private/secret.txt").write_text(hostile.SECRET, encoding="utf-8")
    subprocess.run(
        [program, "--shell-escape", "-recorder", "-interaction=nonstopmode", "hostile.tex"],
        cwd=site.out / "latex", check=False, capture_output=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (site.out / "latex/hostile.pdf").exists()
    assert not canary.exists()
    read = (site.out / "latex/hostile.fls").read_text(encoding="utf-8", errors="replace")
    assert "passwd" not in read
    assert "secret.txt" not in read
