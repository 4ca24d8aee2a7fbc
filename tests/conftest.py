"""Fixtures: sites built from files given in tests, browsers and media."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from bs4 import BeautifulSoup, PageElement, Tag
from docutils import nodes
from hypothesis import settings
from jinja2 import Environment
from jinja2.sandbox import SandboxedEnvironment
from sphinx import jinja2glue, locale, theming
from sphinx.application import Sphinx
from sphinx.builders.html import _assets
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinxcontrib_podcast.sphinx_ext.pages import templates

os.environ["NO_COLOR"] = "1"  # Sphinx colours its output if CI is set
# each program that a test starts imports the package: 0.9 instead of 2.8 s if it is compiled
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# no deadlines: durations depend on machine load; the same examples each time in CI
settings.register_profile("any-machine", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("any-machine")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Three episodes in three languages, written for the tests, one with a transcript.
WRITTEN_EPISODES = Path(__file__).parent / "data" / "episodes"

_COMPILED: dict[tuple[Any, ...], Any] = {}


class _Compiler(Environment):
    """A template environment that compiles each template once for all builds.

    A small build takes 0.26 s of CPU time with it, and 0.41 s if only those of Sphinx are kept.
    """

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        key = type(self), source, args, tuple(self.extensions)
        if not isinstance(source, str) or kwargs:
            return super().compile(source, *args, **kwargs)
        if key not in _COMPILED:
            _COMPILED[key] = super().compile(source, *args)
        return _COMPILED[key]


class _SandboxedCompiler(_Compiler, SandboxedEnvironment):
    """The same for the templates of Sphinx."""


vars(jinja2glue)["SandboxedEnvironment"] = _SandboxedCompiler
vars(templates)["Environment"] = _Compiler
# Sphinx makes a record of each event, and looks for the installed themes; without that, a small
# build takes 0.24 instead of 0.28 s
logging.disable(logging.DEBUG)
vars(theming)["entry_points"] = cache(vars(theming)["entry_points"])

INDEX = """
# Site

```{toctree}
podcast/index
```
"""


@dataclass
class Site:
    """A source folder, and the output of its builds."""

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
        """Build all or some files, and keep the warnings without colours."""
        if self.conf.get("html_theme") == "sphinx_immaterial":
            return self._build_apart(builder)
        warnings = io.StringIO()
        locale.translators.clear()  # Sphinx keeps those of the previous language
        _assets._file_checksum_inner.cache_clear()  # and the checksums of files that have changed
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
                    "templates_path": [],  # a list of its own: some themes append to it
                    **self.conf,
                },
                status=None,
                warning=warnings,
                freshenv=fresh,
                parallel=jobs,
            )
            self.app.build(filenames=files)
        self._keep_warnings(warnings.getvalue())
        return self

    def _build_apart(self, builder: str) -> Site:
        """Build in a separate process, for themes that change Sphinx for the whole process."""
        conf = {"extensions": ["sphinxcontrib_podcast"], "project": "Site", **self.conf}
        self.write({"conf.py": "".join(f"{name} = {value!r}\n" for name, value in conf.items())})
        command = [sys.executable, "-W", "ignore", "-m", "sphinx", "-q", "-b", builder]
        command += ["-d", str(self.out / "doctrees"), str(self.src), str(self.out / builder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        self._keep_warnings(done.stderr)
        return self

    def _keep_warnings(self, text: str) -> None:
        text = strip_colors(text).replace(f"{self.src}/", "")
        self.warnings = [line for line in text.splitlines() if line.strip()]

    def page(self, docname: str) -> BeautifulSoup:
        """Return a built page, parsed."""
        text = (self.out / "html" / f"{docname}.html").read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")

    def body(self, docname: str) -> Tag:
        """Return the content of a built page."""
        body = self.page(docname).select_one('[role="main"]')
        assert body is not None
        return body

    def has_page(self, docname: str) -> bool:
        return (self.out / "html" / f"{docname}.html").exists()

    def doctree(self, docname: str) -> nodes.document:
        """Return the doctree of a document, before references are resolved."""
        assert self.app is not None
        return self.app.env.get_doctree(docname)

    def output(self, builder: str = "html") -> dict[str, bytes]:
        """Return the content of all output files except those with the time of the build."""
        root = self.out / builder
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.name not in {".buildinfo", ".buildinfo.bak"}
        }


TestT = TypeVar("TestT", bound=Callable[..., None])


def holds(*names: str) -> Callable[[TestT], TestT]:
    """Name the sentences of ``docs/explanation/security.md`` that a test proves."""
    assert names
    return lambda test: test


@pytest.fixture(scope="session")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the manual."""
    out = tmp_path_factory.mktemp("manual")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-d", str(out / "doctrees")]
    done = subprocess.run(
        [*command, str(Path(__file__).parents[1] / "docs"), str(out / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return out / "html"


@pytest.fixture
def new_site(tmp_path: Path) -> Callable[..., Site]:
    """Return a function that creates a site from files by name and configuration values."""
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
    """Return a function that builds a site of one episode, ``episodes/one.md``."""

    def make(text: str | bytes, **conf: Any) -> Site:
        return new_site({"episodes/one.md": text}, **conf).build()

    return make


@pytest.fixture
def written_episodes() -> dict[str, str | bytes | None]:
    """Return the files of the written episodes, by their names in a source folder."""
    return {f"episodes/{path.name}": path.read_bytes() for path in WRITTEN_EPISODES.iterdir()}


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """Yield a headless Chromium without open pages."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield a headless Chromium, which all tests share."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_program("chromium", "CHROMIUM"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Create ten minutes of a tone as audio, and one minute of an image with it as video."""
    folder = tmp_path_factory.mktemp("media")
    tone = ("-f", "lavfi", "-i", "sine=frequency=220:duration={}")
    made = {
        "sound.mp3": (*tone, "-b:a", "16k", "-ar", "16000"),
        "film.webm": (*tone, "-f", "lavfi", "-i", "testsrc=size=160x90:rate=5:duration={}",
                      "-b:v", "30k", "-deadline", "realtime"),
    }  # fmt: skip
    found = {}
    for (name, options), seconds in zip(made.items(), (600, 60), strict=True):
        command = [_program("ffmpeg"), "-loglevel", "error"]
        command += [option.format(seconds) for option in options]
        subprocess.run([*command, name], cwd=folder, check=True)
        found[name] = (folder / name).read_bytes()
    return found


@pytest.fixture
def serve() -> Iterator[Callable[[Site], str]]:
    """Yield a function that serves the HTML of a site, with byte ranges, and returns its address."""
    from RangeHTTPServer import RangeRequestHandler

    class Quiet(RangeRequestHandler):  # type: ignore[misc]
        def log_message(self, *args: object) -> None:
            pass

    with ExitStack() as stack:

        def start(site: Site) -> str:
            handler = partial(Quiet, directory=str(site.out / "html"))
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


def _program(name: str, variable: str = "") -> str:
    path = os.environ.get(variable) or shutil.which(name)
    if path is None:
        hint = f" (or set {variable} to the path of one)" if variable else ""
        pytest.fail(f"this test needs {name}: install it{hint}")
    return path


def text_of(tag: PageElement | None) -> str:
    """Return the text of an element with spaces collapsed and without permalinks."""
    assert tag is not None
    return re.sub(r"\s*¶", "", " ".join(tag.get_text().split()))
