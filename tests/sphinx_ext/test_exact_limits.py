"""Differences between incremental and clean builds: each item of the list in the manual."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site

NewSite = Callable[..., Site]

MANUAL = Path(__file__).parents[2] / "docs/explanation/exact-builds.md"
FILES: dict[str, str | bytes | None] = {
    "index.md": "# Site\n\n```{toctree}\npage\npodcast/index\n```\n",
    "page.md": '# Page\n\nThe "wire".\n\n```{include} part.txt\n```\n\n![](picture.png)\n',
    "part.txt": "Some\n",
    "picture.png": b"picture",
}
OLD = (1_000_000_000, 1_000_000_000)


def differences(site: Site, new_site: NewSite, builder: str = "html") -> list[str]:
    """Return the pages that differ from those of a clean build, and leftover files."""
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    one, clean = site.build(builder).output(builder), other.build(builder).output(builder)
    no_pages = ("searchindex.js", f".podcast-{builder}.json")
    return sorted(
        name
        for name in one.keys() | clean.keys()
        if one.get(name) != clean.get(name) and name not in no_pages
    )


def test_code(new_site: NewSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = tmp_path / "drawing.py"
    code = "def setup(app): app.connect('source-read', lambda a, d, s: s.append(s.pop() + '{}'))\n"
    module.write_text(code.format("One."))
    monkeypatch.syspath_prepend(tmp_path)
    site = new_site(FILES, extensions=["sphinxcontrib_podcast", "drawing"]).build()
    module.write_text(code.format("Another."))
    monkeypatch.delitem(sys.modules, "drawing")
    assert "_sources/page.md.txt" not in (found := differences(site, new_site))
    assert "page.html" in found


def test_data_from_elsewhere(new_site: NewSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    site = new_site(FILES, html_theme="basic", html_last_updated_fmt="%Y").build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert "page.html" in differences(site, new_site)


def test_equal_size_and_time(new_site: NewSite) -> None:
    site = new_site(FILES)
    os.utime(site.src / "part.txt", OLD)
    site.build().write({"part.txt": "More\n"})
    os.utime(site.src / "part.txt", OLD)
    found = [d for d in differences(site, new_site) if not d.startswith("_search/")]
    assert found == ["page.html"]


def test_translations(new_site: NewSite) -> None:
    def translated(text: str) -> dict[str, str]:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        return {"locale/ja/LC_MESSAGES/page.po": f'{head}msgid "Page"\nmsgstr "{text}"\n'}

    site = new_site({**FILES, **translated("一")}, language="ja", locale_dirs=["locale"]).build()
    site.write(translated("二"))
    catalogue = site.src / "locale/ja/LC_MESSAGES/page.po"
    os.utime(catalogue, OLD)
    (site.src / "locale/ja/LC_MESSAGES/page.mo").touch()
    title = site.build().body("page").select_one("h1")
    assert title is not None
    assert "一" in title.get_text()


def test_typographic_quotation_marks(new_site: NewSite) -> None:
    site = new_site(FILES).build("html").build("text")
    assert differences(site, new_site, "text") == ["page.txt"]


def test_files_of_other_extensions(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "diagrams.py").write_text(
        "from pathlib import Path\n"
        "def draw(app, doctree, docname):\n"
        "    folder = Path(app.outdir, '_images')\n"
        "    folder.mkdir(exist_ok=True)\n"
        "    (folder / f'diagram-of-{docname.replace(\"/\", \"-\")}.svg').write_text('')\n"
        "def setup(app): app.connect('doctree-resolved', draw)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    conf = {"extensions": ["sphinxcontrib_podcast", "diagrams"]}
    site = new_site({**FILES, "other.md": "# Other\n"}, **conf).build()
    site.write({"other.md": None})
    assert differences(site, new_site) == ["_images/diagram-of-other.svg"]


def test_files_changed_by_hand(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    page = site.out / "html/page.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Some", "Mine"), encoding="utf-8")
    assert differences(site, new_site) == ["page.html"]


def test_files_on_no_list(new_site: NewSite) -> None:
    site = new_site({**FILES, "other.md": "# Other\n"}).build()
    (site.out / "html/.podcast-html.json").unlink()
    site.write({"other.md": None})
    assert differences(site, new_site) == ["_sources/other.md.txt", "other.html"]


@pytest.mark.parametrize("builder", ["latex", "texinfo"])
def test_builders_of_whole_documents(new_site: NewSite, builder: str) -> None:
    site = new_site(FILES).build(builder)
    site.write({"page.md": "# Page\n", "picture.png": None}).build(builder)
    left = [path.name for path in (site.out / builder).rglob("picture.png")]
    assert left == ["picture.png"]


def test_the_manual_lists_these(request: pytest.FixtureRequest) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    section = text.partition("## Limits")[2].partition("\n## ")[0]
    items = re.findall(r"^- \*\*(.+?)\.\*\*", section, flags=re.M)
    names = [
        name.removeprefix("test_").replace("_", " ")
        for name, value in vars(request.module).items()
        if name.startswith("test_") and name != request.function.__name__ and callable(value)
    ]
    assert [item.lower() for item in items] == names
