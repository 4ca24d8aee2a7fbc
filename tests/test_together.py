"""One project with this extension and others: neither changes the pages of the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from bs4 import BeautifulSoup
from conftest import Site
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
    "suppress_warnings": ["myst-nb.lexer"],  # nothing was executed to tell
    "myst_enable_extensions": ["colon_fence"],
}


@pytest.fixture(autouse=True)
def _installed() -> None:
    for name in ("ablog", "myst_nb", "sphinx_copybutton", "sphinx_tabs", "sphinxext.opengraph"):
        pytest.importorskip(name)


def content(site: Site, name: str) -> str:
    """The body of a page, without what depends on the other documents of the project."""
    page = BeautifulSoup((site.out / "html" / name).read_bytes(), "html.parser")
    main = page.select_one('[role="main"]')
    assert main is not None
    for box in main.select(".ablog__blog_comments"):
        box.decompose()  # ablog has an empty one on every page
    return re.sub(r"\s+", " ", str(main))


@pytest.mark.parametrize("extensions", [[OURS, *OTHERS], [*OTHERS, OURS]])
def test_neither_changes_the_pages_of_the_other(new_site: NewSite, extensions: list[str]) -> None:
    def project(files: Mapping[str, str | bytes | None], extensions: list[str]) -> Site:
        # of its own: Sphinx adds to its default what myst_nb registers, for all of the process
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
