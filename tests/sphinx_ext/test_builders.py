"""Every builder writes the whole content, in the form that suits its format."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from conftest import INDEX, WRITTEN_EPISODES, Site, text_of
from show import SHOW
from sphinx import locale
from sphinx.cmd.build import main as sphinx_build

NewSite = Callable[..., Site]

DOCS = Path(__file__).parents[2] / "docs"
BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml",
    "pseudoxml", "gettext", "linkcheck", "json",
]  # fmt: skip
BOOK = {"copyright": "x", "version": "1", "release": "1", "author": "A"}


def build(builder: str, source: Path, out: Path, *settings: str) -> Path:
    """Build with warnings as errors, without requests to other hosts."""
    locale.translators.clear()
    options = [f"-D{setting}" for setting in (*settings, "linkcheck_ignore=.*")]
    argv = ["-q", "-W", "-b", builder, "-d", str(out / f"doctrees-{builder}"), *options]
    assert sphinx_build([*argv, str(source), str(out / builder)]) == 0
    return out / builder


@pytest.fixture(params=["docs", "written"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the sources of the manual with its show, and of the written episodes."""
    if request.param == "docs":
        return DOCS
    source = tmp_path / "source"
    shutil.copytree(WRITTEN_EPISODES, source / "episodes")
    (source / "index.md").write_text(INDEX.lstrip(), encoding="utf-8")
    settings = {
        "extensions": ["sphinxcontrib_podcast"], "project": "Site", "html_theme": "alabaster",
        "latex_engine": "xelatex", **BOOK,
    }  # fmt: skip
    conf = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    (source / "conf.py").write_text(conf, encoding="utf-8")
    return source


@pytest.mark.slow
@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_without_warning(builder: str, archive: Path, tmp_path: Path) -> None:
    out = build(builder, archive, tmp_path)
    files = [path for path in out.rglob("*") if path.is_file()]
    assert files
    if builder in ("text", "man", "texinfo", "latex", "xml"):
        for path in (p for p in files if p.suffix in {".txt", ".1", ".texi", ".tex", ".xml"}):
            if archive is DOCS and path.relative_to(out).parts[0] not in ("episodes", "podcast"):
                continue  # the manual shows markup as examples
            text = path.read_text(encoding="utf-8")
            assert re.findall(r"</?(?:div|span|figure|details|time|p|a)\b[^>]*>", text) == []


# The form of a chapter, a quote with its speaker and time, an entity of the episode, and its line
# in the index, by builder.
SHOWN: dict[str, list[str]] = {
    "text": [
        "\n[02:04] Reginald Fessenden\n===",
        '\n   "A voice is not a signal."\n\n-- Kenji Sato · [00:00]\n',
        '\n   "It sang."\n\n-- [03:00]\n\n(laughing)\n',
        "\nGuglielmo Marconi\n   Sent signals across the Atlantic.\n",
        "\n* Guglielmo Marconi (3)\n",
    ],
    "man": [
        ".SS 02:04 Reginald Fessenden\n",
        "\\(dqA voice is not a signal.\\(dq\n.UNINDENT\n.UNINDENT\n\\(em Kenji Sato · 00:00\n",
        "He spoke of Guglielmo Marconi, and of the alternator.",
        "\nSent signals across the Atlantic.\n",
        "\nGuglielmo Marconi (3)\n",
    ],
    "texinfo": [
        "subsection 02∶04 Reginald Fessenden\n",
        "“A voice is not a signal.”\n@end quotation\n",
        ",,Kenji Sato} · @ref{",
        "@item @ref{",
        ",,Guglielmo Marconi} (3)\n",
    ],
    "latex": [
        "Reginald Fessenden}}\n",
        "“A voice is not a signal.”",
        "\\podsource{",
        "Sent signals across the Atlantic.",
        "\\podpages{",
    ],
    "pseudoxml": [
        '<section classes="pod-chapter" ids="t-02-04" names="reginald\\ fessenden" pod-start="124.0">',
        '<quote classes="pod-quote" ids="q-00-00">',
        "<quote_source ",
        '<term ids="entity-guglielmo-marconi" ',
        ' ids="entity-guglielmo-marconi" ',
    ],
}


@pytest.mark.parametrize("builder", SHOWN)
def test_what_is_shown(new_site: NewSite, builder: str) -> None:
    site = new_site(SHOW, smartquotes=builder in ("latex", "texinfo"), **BOOK).build(builder)
    assert site.warnings == []
    text = "".join(data.decode(errors="ignore") for data in site.output(builder).values())
    assert [part for part in SHOWN[builder] if part not in text] == []


def test_xml_and_json_can_be_read(new_site: NewSite) -> None:
    site = new_site(SHOW).build("xml")
    root = ET.parse(site.out / "xml" / "episodes" / "radio" / "first.xml").getroot()
    times = [time.text for time in root.iterfind(".//section/title//timestamp")]
    assert times == ["00:00", "02:04", "03:00"]
    site.build("json")
    page = json.loads((site.out / "json/episodes/radio/first.fjson").read_text(encoding="utf-8"))
    body = BeautifulSoup(page["body"], "html.parser")
    assert text_of(body.select_one("#t-02-04 > h2")) == "02:04 Reginald Fessenden"


def test_a_caption_is_the_last_part_of_a_figure(new_site: NewSite) -> None:
    quote = new_site(SHOW).build().body("episodes/radio/first").select_one("#q-03-00")
    assert quote is not None
    assert [tag.name for tag in quote.find_all(recursive=False)] == ["blockquote", "figcaption"]
    caption = quote.figcaption
    assert caption is not None
    assert text_of(caption.select_one(".pod-source")) == "03:00"
    assert text_of(caption.select_one(".pod-comment")) == "(laughing)"


# -- one page of HTML ------------------------------------------------------------------------------


def ids_and_links(page: BeautifulSoup) -> tuple[Counter[str], set[str]]:
    ids = Counter(str(tag["id"]) for tag in page.select("[id]"))
    return ids, {str(a["href"]) for a in page.select("a[href]")}


@pytest.mark.slow
def test_a_single_page_has_each_id_once_and_no_dead_link(archive: Path, tmp_path: Path) -> None:
    out = build("singlehtml", archive, tmp_path)
    page = BeautifulSoup((out / "index.html").read_text(encoding="utf-8"), "html.parser")
    ids, links = ids_and_links(page)
    assert [id_ for id_, number in ids.items() if number > 1] == []
    inside = {link[1:] for link in links if link.startswith("#")}
    assert len(inside) > 100
    assert sorted(inside - ids.keys() - {""}) == []  # "#" links to the top


def test_moments_in_a_single_page(new_site: NewSite) -> None:
    page = "# Page\n\n(mark)=\n## Mark\n\n{pod:at}`first@02:04`, {pod:at}`first@02:30`, [](#mark)\n"
    index = "# Site\n\n{doc}`page`\n\n```{toctree}\n:numbered:\n\npage\nother\npodcast/index\n```\n"
    other = "# Other\n\n## Mark\n\n[](#mark)\n"
    site = new_site({**SHOW, "page.md": page, "other.md": other, "index.md": index})
    site.build("singlehtml")
    assert site.warnings == []
    html = (site.out / "singlehtml/index.html").read_text(encoding="utf-8")
    ids, links = ids_and_links(built := BeautifulSoup(html, "html.parser"))
    assert max(ids.values()) == 1
    assert {link[1:] for link in links if link.startswith("#")} <= ids.keys() | {""}
    # ids of moments contain the name of their episode; ids of other pages are kept if possible
    assert "episodes/radio/first/t-02-04" in ids
    assert {"mark", "document-page"} <= ids.keys()
    links_to = [a["href"] for a in built.select("#document-page ~ section p a, section#page p a")]
    assert links_to[:3] == ["#episodes/radio/first/t-02-04"] * 2 + ["#mark"]
    # section numbers are looked up by the new ids
    heading = built.select_one('[id="podcast/entities/type-1"] > :is(h3, h4, h5)')
    assert re.match(r"3(\.\d+)+\. People", text_of(heading))
    # the pages of entities are in it, below their index
    assert built.find(id="podcast/entity/guglielmo-marconi/mentions") is not None


def test_a_link_to_what_is_not_in_the_page_is_text(new_site: NewSite) -> None:
    site = new_site(
        {**SHOW, "index.md": "# Site\n\n{doc}`apart` {pod:person}`Kenji Sato`\n",
         "apart.md": "---\norphan: true\n---\n# Apart\n"}
    ).build("singlehtml")  # fmt: skip
    html = (site.out / "singlehtml" / "index.html").read_text(encoding="utf-8")
    paragraph = BeautifulSoup(html, "html.parser").select_one("section > p")
    assert text_of(paragraph) == "Apart Kenji Sato"
    assert paragraph is not None
    assert paragraph.select("a") == []


# -- books -----------------------------------------------------------------------------------------


def entry(tex: str, name: str) -> str:
    """Return the entry of a name in the LaTeX index."""
    index = tex[tex.index("People and topics}") :]
    found = re.search(rf"^.*(?:{name}\S*)\}}+.*\\podpages\{{[\d,]+\}}", index, re.MULTILINE)
    assert found is not None
    return found[0]


def test_the_index_of_a_book_has_page_numbers(new_site: NewSite) -> None:
    site = new_site(SHOW, latex_engine="xelatex", **BOOK).build("latex")
    assert site.warnings == []
    tex = (site.out / "latex" / "site.tex").read_text(encoding="utf-8")
    named = re.findall(r"\\podmark\{(\d+)\}(?:\\DUrole\{[\w-]+\}\{)?Guglielmo Marconi", tex)
    pages = re.search(r"\\podpages\{([\d,]+)\}", entry(tex, "Guglielmo Marconi"))
    assert pages is not None
    # in the order of the book, for each name in the text, a list or a quote
    assert pages[1].split(",") == named
    assert [int(number) for number in named] == sorted(map(int, named))
    # the most informative page comes first; an entity without a page is described in the index
    assert r"\podmainpage{\detokenize{podcast/entity/guglielmo-marconi::doc}}" in tex
    assert "podmainpage" not in entry(tex, "RSS")
    assert "(3)" not in entry(tex, "Guglielmo Marconi")


def test_times_in_a_book_have_page_numbers(new_site: NewSite) -> None:
    site = new_site(SHOW, latex_engine="xelatex", **BOOK)
    site.build("latex")
    tex = (site.out / "latex" / "site.tex").read_text(encoding="utf-8")
    label = r"\detokenize{episodes/radio/first:t-02-04}"
    assert rf"\podchapterpage{{{label}}}" in tex
    assert rf"\podpage{{p. \hyperref[{label}]{{\pageref*{{{label}}}}}}}" in tex
    # each label that is referred to exists
    labels = set(re.findall(r"\\label\{(\\detokenize\{[^}]*\})\}", tex))
    asked = set(
        re.findall(r"\\(?:hyperref\[|pageref\*\{|podchapterpage\{)(\\detokenize\{[^}]*\})", tex)
    )
    assert sorted(asked - labels) == []
    site.conf["latex_show_pagerefs"] = True
    tex = (site.build("latex").out / "latex" / "site.tex").read_text(encoding="utf-8")
    assert "\\podpage{p." not in tex


def test_text_in_a_book_has_the_fonts_of_its_language(new_site: NewSite) -> None:
    files = {
        **SHOW,
        "episodes/tw.md": "---\nlanguage: zh-TW\n---\n# 廣播\n\n聲音。\n\n## [00:00] 開場\n\n聲音。\n",
    }
    site = new_site(files, latex_engine="xelatex", **BOOK).build("latex")
    tex = (site.out / "latex" / "site.tex").read_text(encoding="utf-8")
    assert r"{\podlanguage{ja}声の歴史}" in tex
    assert r"{\podlanguage{zh-hans}声音的历史}" in tex
    assert r"{\podlanguage{zh-hant}廣播}" in tex
    assert r"\usepackage[latin]{podcast}" in tex
    assert (site.out / "latex" / "podcast.sty").exists()
    site.conf["language"] = "ja"
    tex = (site.build("latex").out / "latex" / "site.tex").read_text(encoding="utf-8")
    assert r"\usepackage[ja]{podcast}" in tex


@pytest.mark.parametrize("builder", ["latex", "texinfo", "man", "singlehtml"])
def test_joined_documents_hold_the_pages_of_entities(new_site: NewSite, builder: str) -> None:
    site = new_site(SHOW, **BOOK).build(builder)
    assert site.warnings == []
    text = "".join(data.decode(errors="ignore") for data in site.output(builder).values())
    # of Guglielmo Marconi, Mara Lindqvist, and 早川美咲
    assert text.count("Appears with") >= 3
    assert text.count("Sent signals across the Atlantic.") == 2  # also in the episode's list


# -- e-books ---------------------------------------------------------------------------------------


def test_an_ebook(new_site: NewSite) -> None:
    site = new_site(SHOW, **BOOK).build("epub")
    assert site.warnings == []
    with zipfile.ZipFile(site.out / "epub" / "Site.epub") as book:
        names = set(book.namelist())
        page = BeautifulSoup(book.read("episodes/radio/first.xhtml"), "html.parser")
        content = ET.fromstring(book.read("content.opf"))
    assert "_static/podcast-ebook.css" in names
    assert not {name for name in names if name.endswith(".js") and "podcast" in name}
    assert "_static/podcast.css" not in names
    assert text_of(page.select_one("section#t-02-04 > h2")) == "02:04 Reginald Fessenden"
    assert not page.select("a[href*='#t=']")
    items = {item.get("id") for item in content.iterfind(".//{*}manifest/{*}item")}
    spine = [ref.get("idref") for ref in content.iterfind(".//{*}spine/{*}itemref")]
    assert set(spine) <= items
    assert len(spine) == len(set(spine))


def test_no_link_in_an_ebook_needs_a_script(new_site: NewSite) -> None:
    page = "# Page\n\n{pod:at}`first@02:30`\n"
    site = new_site(
        {**SHOW, "page.md": page, "index.md": "# S\n\n```{toctree}\npage\npodcast/index\n```\n"},
        **BOOK,
    )
    html = (site.build("epub").out / "epub" / "page.xhtml").read_text(encoding="utf-8")
    link = BeautifulSoup(html, "html.parser").select_one("section p a")
    assert link is not None
    assert link["href"] == "episodes/radio/first.xhtml#t-02-04"


# -- tests that need other programs -----------------------------------------------------------------


def run(command: Iterable[str | Path], folder: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, check=False, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.mark.tools
def test_epubcheck_finds_nothing(archive: Path, tmp_path: Path) -> None:
    out = build("epub", archive, tmp_path)
    (book,) = out.glob("*.epub")
    jar = shutil.which("epubcheck")
    assert jar, "install epubcheck"
    said = run(["java", "-jar", jar, book], tmp_path)  # Debian's command is the jar itself
    assert "No errors or warnings detected" in said


@pytest.mark.tools
def test_info_finds_every_place(archive: Path, tmp_path: Path) -> None:
    out = build("texinfo", archive, tmp_path)
    (source,) = out.glob("*.texi")
    assert run(["makeinfo", "--no-split", "-o", "book.info", source], tmp_path) == ""


@pytest.mark.tools
def test_the_book(archive: Path, tmp_path: Path) -> None:
    """XeLaTeX misses no character or label, and names have page numbers."""
    out = build("latex", archive, tmp_path)
    (source,) = out.glob("*.tex")
    run(["latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", source.name], out)
    log = source.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    for fault in ("Missing character", "undefined on input line", "multiply defined"):
        assert fault not in log.replace("\n", "")
    text = run(["pdftotext", "-layout", source.with_suffix(".pdf").name, "-"], out)
    assert "??" not in text
    name, kanji, hanzi = (
        ("Adam Curry", "昭和天皇", "沈一航")
        if archive is DOCS
        else ("Petra Halvorsen", "ナオミ・クラーク", "林若溪")
    )
    assert kanji in text
    assert hanzi in text
    # in the index: the most informative page, then those that name the entity, ascending
    (line,) = re.findall(rf"^ *• {name}, ([\d–, ]+)$", text, re.MULTILINE)
    main, *pages = [[int(page) for page in part.split("–")] for part in line.split(", ")]
    assert len(main) == 1
    numbers = [number for part in pages for number in part]
    assert numbers == sorted(set(numbers))
    first = text.split("\f")[_sheet(text, numbers[0])]
    assert name in first
    if folder := os.environ.get("PODCAST_TEST_OUTPUT"):  # to inspect the result
        shutil.copy(source.with_suffix(".pdf"), folder)


def _sheet(text: str, number: int) -> int:
    """Return the index of the sheet with a page number in its last line."""
    for sheet, page in enumerate(text.split("\f")):
        last = page.strip().rpartition("\n")[2]
        if re.search(rf"(?:^|\s){number}(?:\s|$)", last):
            return sheet
    raise AssertionError(f"there is no page {number}")


def test_links_to_an_entity_by_hand_have_a_label_in_the_book(new_site: NewSite) -> None:
    page = "# Ada\n\n```{pod:entity} Ada Lovelace\n:type: person\n\nWrote notes.\n```\n"
    index = "# Site\n\n```{toctree}\nada\n```\n\n{pod:person}`Ada Lovelace`\n"
    site = new_site({"index.md": index, "ada.md": page}).build("latex")
    assert site.warnings == []
    (source,) = (site.out / "latex").glob("*.tex")
    text = source.read_text(encoding="utf-8")
    links = re.findall(r"\\hyperref\[\\detokenize\{([^}]+)\}\]", text)
    assert "ada:entity-ada-lovelace" in links
    assert set(links) <= set(re.findall(r"\\label\{\\detokenize\{([^}]+)\}\}", text))
