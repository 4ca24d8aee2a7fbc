"""Fixtures: a site made from files that a test writes down."""

from __future__ import annotations

import io
import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, PageElement, Tag
from docutils import nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED_EPISODES = Path(__file__).parents[2] / "shared" / "episodes"

INDEX = """
# Site

```{toctree}
podcast/index
```
"""


@dataclass
class Site:
    """A source folder and what was built from it."""

    src: Path
    out: Path
    conf: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    app: Sphinx | None = None

    def write(self, files: Mapping[str, str | bytes | None]) -> Site:
        """Write source files; None removes one."""
        for name, content in files.items():
            path = self.src / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(textwrap.dedent(content).lstrip("\n"), encoding="utf-8")
        return self

    def build(
        self,
        builder: str = "html",
        *,
        jobs: int = 1,
        fresh: bool = False,
        files: Sequence[Path] = (),
    ) -> Site:
        """Build all, or some files; the warnings are kept, without colours."""
        warnings = io.StringIO()
        locale.translators.clear()  # Sphinx keeps those of the language before
        with patch_docutils(self.src), docutils_namespace():
            self.app = Sphinx(
                self.src,
                None,
                self.out / builder,
                self.out / "doctrees",
                builder,
                confoverrides={
                    "extensions": ["sphinxcontrib_podcast"],
                    "html_theme": "alabaster",
                    "project": "Site",
                    **self.conf,
                },
                status=None,
                warning=warnings,
                freshenv=fresh,
                parallel=jobs,
            )
            self.app.build(filenames=files)
        text = strip_colors(warnings.getvalue()).replace(f"{self.src}/", "")
        self.warnings = [line for line in text.splitlines() if line.strip()]
        return self

    def page(self, docname: str) -> BeautifulSoup:
        """A built page, parsed."""
        text = (self.out / "html" / f"{docname}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")

    def body(self, docname: str) -> Tag:
        """The content of a built page."""
        body = self.page(docname).select_one('[role="main"]')
        assert body is not None
        return body

    def has_page(self, docname: str) -> bool:
        return (self.out / "html" / f"{docname}.html").exists()

    def doctree(self, docname: str) -> nodes.document:
        """A document as it was read."""
        assert self.app is not None
        return self.app.env.get_doctree(docname)

    def output(self, builder: str = "html") -> dict[str, bytes]:
        """All output files but those that hold the time of the build."""
        root = self.out / builder
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.name not in {".buildinfo", ".buildinfo.bak"}
        }


@pytest.fixture
def new_site(tmp_path: Path) -> Callable[..., Site]:
    """Make a site: files by name, and configuration values."""
    count = 0

    def make(files: Mapping[str, str | bytes | None], **conf: Any) -> Site:
        nonlocal count
        count += 1
        root = tmp_path / f"site{count}"
        (root / "src").mkdir(parents=True)
        site = Site(root / "src", root / "out", conf)
        return site.write({"index.md": INDEX, **files})

    return make


@pytest.fixture
def episode_site(new_site: Callable[..., Site]) -> Callable[..., Site]:
    """Build a site of one episode, ``episodes/one.md``."""

    def make(text: str | bytes, **conf: Any) -> Site:
        return new_site({"episodes/one.md": text}, **conf).build()

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without network of its own."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("there is no Chromium: set CHROMIUM to the path of one")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def real_episodes(tmp_path: Path) -> Path:
    """The real episodes, where they are at hand."""
    if not SHARED_EPISODES.is_dir():
        pytest.skip("the real episodes are not at hand")
    return Path(shutil.copytree(SHARED_EPISODES, tmp_path / "real"))


def text_of(tag: PageElement | None) -> str:
    """The text of an element, spaces collapsed, permalinks left out."""
    assert tag is not None
    return re.sub(r"\s*¶", "", " ".join(tag.get_text().split()))
