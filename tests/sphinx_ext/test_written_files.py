"""A build removes files that an earlier build wrote and it does not, and no others."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from show import SHOW
from sphinx.application import Sphinx

NewSite = Callable[..., Site]
LIST = ".podcast-html.json"

EPISODE = "---\naudio: one.mp3\nimage: one.png\n---\n# One\n\n## [00:00] A\n\nGuglielmo Marconi.\n"
FILES: dict[str, str | bytes | None] = {
    **SHOW,
    "episodes/one.md": EPISODE,
    "episodes/one.mp3": b"sound",
    "episodes/one.png": b"picture",
    "page.md": "# Page\n\n```{index} thing\n```\n\n![](other/one.png)\n\n{download}`other/one.mp3`\n",
    "other/one.png": b"another",
    "other/one.mp3": b"another",
    "static/style.css": "a {}",
    "static/fonts/a.woff2": b"font",
    "extra/robots.txt": "none",
    "templates/lost.html": "Lost",
    "index.md": "# Site\n\n```{toctree}\npage\npodcast/index\n```\n",
}
CONF: dict[str, Any] = {
    "html_additional_pages": {"lost": "lost.html"},
    "html_extra_path": ["extra"],
    "html_logo": "other/one.png",
    "html_static_path": ["static"],
    "html_use_opensearch": "https://example.org",
    "language": "ja",
    "templates_path": ["templates"],
}

#: Edits: files, configuration values, and patterns of files that must exist before, but not after.
GONE: dict[str, tuple[Mapping[str, str | bytes | None], Mapping[str, Any], list[str]]] = {
    "an episode": (
        {"episodes/koe.md": None},
        {},
        ["episodes/koe.html", "_sources/episodes/koe.md.txt", "podcast/entity/早川美咲.html"],
    ),
    "audio that is no longer named": (
        {"episodes/one.md": EPISODE.replace("audio: one.mp3\n", "")},
        {},
        ["_downloads/*/one.mp3"],
    ),
    "an audio file": ({"episodes/one.mp3": None}, {}, ["_downloads/*/one.mp3"]),
    "a picture": ({"episodes/one.png": None}, {}, ["_images/one1.png"]),
    "sources": ({}, {"html_copy_source": False}, ["_sources/page.md.txt"]),
    "a kind of source": (
        {"page.md": None, "page.rst": "Page\n====\n"},
        {},
        ["_sources/page.md.txt"],
    ),
    "names of sources": ({}, {"html_sourcelink_suffix": ""}, ["_sources/page.md.txt"]),
    "the index": ({}, {"html_use_index": False}, ["genindex.html"]),
    "the theme": ({}, {"html_theme": "basic"}, ["_static/alabaster.css"]),
    "a static file": ({"static/fonts/a.woff2": None}, {}, ["_static/fonts/a.woff2"]),
    "static files": ({}, {"html_static_path": []}, ["_static/style.css"]),
    "an excluded static file": ({}, {"exclude_patterns": ["**.css"]}, ["_static/style.css"]),
    "the logo": ({}, {"html_logo": None}, ["_static/one.png"]),
    "an extra file": ({"extra/robots.txt": None}, {}, ["robots.txt"]),
    "an additional page": ({}, {"html_additional_pages": {}}, ["lost.html"]),
    "the search description": ({}, {"html_use_opensearch": ""}, ["_static/opensearch.xml"]),
    "the language": ({}, {"language": "en"}, ["_static/translations.js"]),
    "the suffix": ({}, {"html_file_suffix": ".htm"}, ["page.html", "genindex.html"]),
    "generated pages": ({}, {"podcast_pages": {"quotes": False}}, ["podcast/quotes.html"]),
}


def clean(site: Site, new_site: NewSite, builder: str = "html") -> dict[str, bytes]:
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    return other.build(builder).output(builder)


def found(site: Site, pattern: str) -> list[Path]:
    return list((site.out / "html").glob(pattern))


@pytest.mark.slow
@pytest.mark.parametrize("name", GONE)
def test_what_a_build_no_longer_makes_is_removed(new_site: NewSite, name: str) -> None:
    files, conf, patterns = GONE[name]
    site = new_site(FILES, **CONF).build()
    before = {pattern: found(site, pattern) for pattern in patterns}
    assert all(before.values())
    site.conf.update(conf)
    site.write(files).build()
    after = {path for pattern in patterns for path in found(site, pattern)}
    assert not any(after.issuperset(paths) for paths in before.values())
    assert site.output() == clean(site, new_site)


def test_all_that_an_archive_had_is_removed(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF).build()
    shutil.rmtree(site.src)
    site.conf = {"html_use_index": False, "html_theme": "basic"}
    site.write({"index.md": "# Site\n"}).build()
    assert site.output() == clean(site, new_site)
    assert not any(path.is_dir() and not any(path.iterdir()) for path in site.out.rglob("podcast"))


def test_nor_does_it_stay_when_the_doctrees_are_lost(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF).build()
    shutil.rmtree(site.out / "doctrees")
    site.write({"episodes/koe.md": None, "episodes/one.mp3": None})
    site.conf["html_use_index"] = False
    site.build()
    assert site.output() == clean(site, new_site)


def test_the_split_index_is_removed(new_site: NewSite) -> None:
    site = new_site(FILES, html_split_index=True).build()
    assert found(site, "genindex-T.html")
    site.write({"page.md": "# Page\n\n```{index} other\n```\n"}).build()
    assert site.output() == clean(site, new_site)


def test_what_others_wrote_stays(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF).build()
    names = ["CNAME", "_static/mine.css", "_images/mine.png", "_downloads/mine/a.mp3",
             "episodes/koe.pdf", "podcast/entity/mine.html", "mine.html"]  # fmt: skip
    for name in names:
        path = site.out / "html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    site.conf = {"html_theme": "basic"}
    site.write(dict.fromkeys((*SHOW, "episodes/one.md", "page.md"))).build()
    assert [name for name in names if not (site.out / "html" / name).exists()] == []


def test_a_file_that_somebody_writes_in_the_place_of_a_page_stays(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    page = site.out / "html/episodes/koe.html"
    site.write({"episodes/koe.md": None}).build()
    page.write_text("It has moved.")
    site.build()
    assert page.read_text() == "It has moved."


@pytest.fixture
def _redirecting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An extension that writes the page of a removed document, as for redirects."""
    (tmp_path / "redirecting.py").write_text(
        "from pathlib import Path\n"
        "def pages(app):\n"
        "    if 'page' not in app.env.found_docs:\n"
        "        Path(app.outdir, 'page.html').write_text('It has moved.')\n"
        "    return []\n"
        "def setup(app): app.connect('html-collect-pages', pages)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("_redirecting")
def test_what_another_extension_writes_in_its_place_stays(new_site: NewSite) -> None:
    site = new_site(FILES, extensions=["sphinxcontrib_podcast", "redirecting"]).build()
    site.write({"page.md": None}).build()
    assert found(site, "page.html")[0].read_text() == "It has moved."


@pytest.mark.parametrize(
    "name", ["../../src/page.md", "/etc/hostname", "link/page.md", "episodes/../../doctrees/x", ""]
)
def test_nothing_outside_the_folder_is_removed(new_site: NewSite, name: str) -> None:
    site = new_site(FILES).build()
    root = site.out / "html"
    (root / "link").symlink_to(site.src)
    (site.out / "doctrees/x").write_text("")
    data = json.loads((root / LIST).read_text(encoding="utf-8"))
    data["files"].append(name)
    (root / LIST).write_text(json.dumps(data), encoding="utf-8")
    site.build()
    assert (site.src / "page.md").exists()
    assert (site.out / "doctrees/x").exists()
    (root / "link").unlink()
    assert site.output() == clean(site, new_site)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"files": 1, "indices": [], "pages": 1}']
)
def test_a_damaged_list_is_written_again(new_site: NewSite, content: str) -> None:
    site = new_site(FILES).build()
    output = site.output()
    (site.out / "html" / LIST).write_text(content)
    assert site.build().output() == output


def test_the_list_names_files_and_nothing_of_the_machine(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF).build()
    text = (site.out / "html" / LIST).read_text(encoding="utf-8")
    assert str(site.src.parent) not in text
    data = json.loads(text)
    # sphinx-design 0.6 writes files of its own, which are not on the list
    files = {p for p in site.output() if p != LIST and not p.startswith("_sphinx_design_static/")}
    files = {"_search/" if p.startswith("_search/") else p for p in files}  # one folder
    assert {*data["files"], *data["indices"]} == files


@pytest.mark.slow
def test_a_build_that_ends_in_an_error_loses_no_name(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    site.write({"episodes/new.md": "# New\n"})
    site.conf["html_additional_pages"] = {"lost": "no-such-template.html"}
    with pytest.raises(Exception, match="no-such-template"):
        site.build()
    assert found(site, "episodes/new.html")
    site.conf["html_additional_pages"] = {}
    site.write({"episodes/new.md": None}).build()
    assert site.output() == clean(site, new_site)


@pytest.mark.parametrize("builder", ["pod-check", "dummy", "text"])
def test_another_builder_in_the_same_folder_removes_nothing(
    new_site: NewSite, builder: str
) -> None:
    site = new_site(FILES).build()
    output = site.output()
    (site.out / builder).symlink_to(site.out / "html")
    site.build(builder)
    assert output.items() <= site.output().items()


@pytest.mark.slow
def test_an_output_folder_that_is_put_back_is_brought_up_to_date(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    shutil.copytree(site.out / "html", site.out / "older")
    site.write({"page.md": "# Leaf\n", "episodes/koe.md": None}).build()
    shutil.rmtree(site.out / "html")
    shutil.copytree(site.out / "older", site.out / "html")  # with new modification times
    assert site.build().output() == clean(site, new_site)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["*", "_static/*.css", "_images/*", "_downloads/*/*",
                                     "_sources/episodes/*", "episodes/*.html", "robots.txt"])  # fmt: skip
def test_files_that_are_lost_are_written_again(new_site: NewSite, pattern: str) -> None:
    site = new_site(FILES, **CONF).build()
    output = site.output()
    for path in found(site, pattern):
        if path.is_file() and path.name != LIST:
            path.unlink()
    assert site.build().output() == output


@pytest.mark.slow
def test_a_whole_output_folder_that_is_lost_is_written_again(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF).build()
    output = site.output()
    shutil.rmtree(site.out / "html")
    assert site.build().output() == output


def test_an_e_book_has_neither_the_list_nor_what_is_left_over(new_site: NewSite) -> None:
    def names(site: Site) -> set[str]:
        with zipfile.ZipFile(site.out / "epub/New.epub") as book:
            return set(book.namelist())

    conf = {"suppress_warnings": ["epub.unknown_project_files"], "epub_theme": "epub"}
    site = new_site(FILES, **conf, epub_basename="Old").build("epub")
    site.conf |= {"epub_basename": "New", "epub_use_index": False}
    site.write({"episodes/one.png": None, "episodes/koe.md": None}).build("epub").build("epub")
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    assert names(site) == names(other.build("epub"))
    assert not any("Old" in name or "podcast-epub" in name for name in names(site))
    assert not (site.out / "epub/Old.epub").exists()


def test_the_index_of_pagefind_is_removed_with_it(new_site: NewSite) -> None:
    site = new_site({"index.md": "# Site\n"}, podcast_search="pagefind").build()
    names = json.loads((site.out / "html" / LIST).read_text(encoding="utf-8"))["files"]
    assert "pagefind/" in names
    site.conf["podcast_search"] = "sphinx"
    site.build()
    assert site.output() == clean(site, new_site)


@pytest.mark.slow
def test_pictures_of_the_same_name_are_named_as_in_a_clean_build(new_site: NewSite) -> None:
    def episode(folder: str) -> dict[str, str]:
        text = "---\nimage: cover.png\n---\n# One\n"
        return {f"episodes/{folder}/one.md": text, f"episodes/{folder}/cover.png": folder}

    site = new_site({**episode("a"), **episode("b"), **episode("d")}).build()
    site.write(episode("c")).build()
    assert site.output() == clean(site, new_site)
    site.write(dict.fromkeys(episode("a"))).build(jobs=2)
    assert site.output() == clean(site, new_site)


def test_a_single_page_keeps_no_picture_of_documents_that_left_it(new_site: NewSite) -> None:
    site = new_site(FILES, **CONF).build("singlehtml")
    assert (site.out / "singlehtml/_images").is_dir()
    site.write(
        {"index.md": "# Site\n\n```{toctree}\npodcast/index\n```\n", "episodes/one.md": None}
    )
    site.build("singlehtml")  # the page with a picture is built, but not joined
    assert site.output("singlehtml") == clean(site, new_site, "singlehtml")


def test_a_builder_without_pages_writes_no_list(new_site: NewSite) -> None:
    site = new_site({"index.md": "# Site\n"}).build("pod-check")
    assert isinstance(site.app, Sphinx)
    assert not list((site.out / "pod-check").glob(".podcast-*"))
