"""One project with this extension and others: they do not change each other's pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import Site, holds
from show import SHOW

NewSite = Callable[..., Site]

pytestmark = pytest.mark.others

OURS = "sphinxcontrib_podcast"
OTHERS = ["sphinx.ext.autodoc", "sphinx.ext.intersphinx", "sphinx_copybutton", "sphinx_tabs.tabs",
          "sphinxext.opengraph", "myst_nb", "ablog"]  # fmt: skip
PLAIN: dict[str, str | bytes | None] = {
    "index.md": "# Site\n\n```{toctree}\npage\nnotebook\napi\npost\n```\n",
    "page.md": "# Page\n\n```python\nprint(1)\n```\n\n:::::{tabs}\n::::{tab} One\nFirst.\n::::\n::::{tab} Two\nSecond.\n::::\n:::::\n",
    "notebook.md": "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n# Notebook\n\n```{code-cell}\n1 + 1\n```\n",
    "api.rst": "API\n===\n\n.. autofunction:: textwrap.dedent\n",
    "post.md": "# Post\n\n```{post} 2026-01-02\n:tags: radio\n```\n\nA post.\n",
}  # fmt: skip
CONF: dict[str, Any] = {
    "ogp_site_url": "https://example.org/",
    "nb_execution_mode": "off",
    "suppress_warnings": ["myst-nb.lexer"],  # unknown, as nothing is executed
    "myst_enable_extensions": ["colon_fence"],
}


@pytest.fixture(autouse=True)
def _installed() -> None:
    for name in ("ablog", "myst_nb", "sphinx_copybutton", "sphinx_tabs", "sphinxext.opengraph"):
        pytest.importorskip(name)


def content(site: Site, name: str) -> str:
    """Return the body of a page, without parts that depend on other documents of the project."""
    page = BeautifulSoup((site.out / "html" / name).read_bytes(), "html.parser")
    main = page.select_one('[role="main"]')
    assert main is not None
    for box in main.select(".ablog__blog_comments"):
        box.decompose()  # ablog has an empty one on every page
    return re.sub(r"\s+", " ", str(main))


@pytest.mark.parametrize("extensions", [[OURS, *OTHERS], [*OTHERS, OURS]])
def test_neither_changes_the_pages_of_the_other(new_site: NewSite, extensions: list[str]) -> None:
    def project(files: Mapping[str, str | bytes | None], extensions: list[str]) -> Site:
        # not shared: myst_nb adds to Sphinx's default for the whole process
        suffixes = {".rst": "restructuredtext"}
        conf = (
            {"source_suffix": suffixes}
            if extensions == [OURS]
            else {**CONF, "source_suffix": suffixes}
        )
        return new_site(files, extensions=extensions, **conf)

    without = project(PLAIN, OTHERS).build()
    alone = project(SHOW, [OURS]).build()
    both = project({**SHOW, **PLAIN}, extensions)
    index = str(PLAIN["index.md"]).replace("post\n", "post\npodcast/index\n")
    both.write({"index.md": index}).build()
    for site in (without, alone, both):
        assert site.warnings == []
    for name in ("page", "notebook", "api", "post"):
        assert content(both, f"{name}.html") == content(without, f"{name}.html")
    for docname in ("episodes/radio/first", "episodes/koe", "podcast/quotes", "podcast/entities"):
        assert content(both, f"{docname}.html") == content(alone, f"{docname}.html")


@holds("all-pages", "other-kinds")
def test_no_notebook_of_a_stranger_is_executed(new_site: NewSite, tmp_path: Path) -> None:
    """The author's ``code-cell`` runs, which proves that a stranger's would run too."""

    def run(name: str) -> str:
        return f"open({str(tmp_path / name)!r}, 'w').close()"

    def page(name: str, front: str = "") -> str:
        code = f"# Page\n\n```{{code-cell}}\n{run(name)}\n```\n"
        return f"---\n{front}file_format: mystnb\nkernelspec:\n  name: python3\n---\n{code}"

    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [],
            "source": [run("notebook")]}  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}  # fmt: skip
    new_site(
        {
            "own.md": page("own"),
            "in/page.md": page("page"),
            "in/episode.md": page("episode", "podcast: true\n"),
            "in/notebook.ipynb": json.dumps(notebook),
        },
        extensions=[OURS, "myst_nb"],
        source_suffix={".rst": "restructuredtext"},
        nb_execution_mode="force",
        podcast_trust={"in/**": "stranger"},
    ).build()
    made = ("own", "page", "episode", "notebook")
    assert [name for name in made if (tmp_path / name).exists()] == ["own"]
