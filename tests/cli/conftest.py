"""Fixtures: the command, which runs in its own folder, and small web servers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from sphinxcontrib_podcast.cli import main

Run = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(here: Path) -> Run:
    """Return a function that runs the command.

    ``status`` is the required exit status, or None for any.
    """

    def call(*arguments: str | Path, status: int | None = 0, typed: str = "") -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert status in (None, result.exit_code), result.output
        return result

    return call


def unmarked(path: Path) -> str:
    """Return the text of an imported file without ``trust: stranger``, which it must have."""
    text, marks = re.subn(
        r"^trust: stranger\r?\n", "", path.read_bytes().decode(), count=1, flags=re.MULTILINE
    )
    assert marks == 1
    return re.sub(r"\A(\ufeff?)---\r?\n---\r?\n", r"\1", text)


Page = str | bytes | tuple[int, Mapping[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Served:
    """A web server."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    """Content, status with headers and content, or a function that answers, by path."""
    asked: list[str] = field(default_factory=list)
    """The requested paths."""
    credentials: list[str | None] = field(default_factory=list)
    """The ``Authorization`` header of each request."""

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


@pytest.fixture
def web() -> Iterator[Served]:
    """Start a web server."""
    yield from _serve()


@pytest.fixture
def other() -> Iterator[Served]:
    """Start another web server on this host."""
    yield from _serve()


def _serve() -> Iterator[Served]:

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.credentials.append(self.headers["Authorization"])
            page = served.pages.get(self.path, (404, {}, b""))
            if callable(page):
                page(self)
                return
            if not isinstance(page, tuple):
                content = page.encode() if isinstance(page, str) else page
                page = (200, {"Content-Length": str(len(content))}, content)
            status, headers, content = page
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Served(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield served
        server.shutdown()


CONF = 'project = "Site"\nextensions = ["sphinxcontrib_podcast"]\nexclude_patterns = ["_build"]\n'


@pytest.fixture
def build(here: Path) -> Callable[..., str]:
    """Return a function that builds the current folder like ``make html``; it returns warnings."""

    def call(*options: str) -> str:
        for name, text in (
            ("conf.py", CONF),
            ("index.md", "# Site\n\n```{toctree}\npodcast/index\n```\n"),
        ):
            if not (here / name).exists():
                (here / name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-q", "-E", *options, ".", "_build/html"]
        done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stderr

    return call
