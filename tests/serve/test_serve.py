"""``sphinx-podcast serve``: a change is built and shown, and what is built is what a build gives."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from show import SHOW

from sphinxcontrib_podcast.serve.server import State
from sphinxcontrib_podcast.sphinx_ext.standby import Outcome

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONF = """
extensions = ["sphinxcontrib_podcast"]
html_theme = "basic"
html_copy_source = False
"""
INDEX = "# Show\n\n```{toctree}\npodcast/index\n```\n"
EPISODE = "episodes/radio/first.md"
PAGE = "episodes/radio/first.html"


class Serving:
    """A running command."""

    def __init__(self, source: Path, *options: str) -> None:
        self.source = source
        self.output = source / "_build" / "html"
        code = "from sphinxcontrib_podcast.cli import main; main()"
        command = [sys.executable, "-c", code, "serve", "-s", str(source), "-p", "0", *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("Serving "):
                break
        assert "Serving" in "".join(self.lines), self.lines
        self.url = self.lines[-1].split()[1]
        self._events = urllib.request.urlopen(f"{self.url}_podcast/events", timeout=60)
        self.state = self._next()

    def _next(self) -> Any:
        for line in self._events:
            if line.startswith(b"data: "):
                return json.loads(line[6:])
        raise AssertionError("the stream has ended")

    def until(self, is_wanted: Callable[[Any], bool]) -> None:
        """Wait for a state."""
        while not is_wanted(self.state):
            self.state = self._next()

    def change(self, path: str, old: str, new: str) -> None:
        """Change a file and wait for the pages."""
        before = self.state["build"]
        file = self.source / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
        self.until(lambda state: state["build"] > before)

    def get(self, path: str, **headers: str) -> Any:
        """Request a file."""
        return urllib.request.urlopen(
            urllib.request.Request(self.url + path, headers=headers), timeout=60
        )

    def stop(self) -> str:
        """Press Ctrl-C, and return what was printed."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = self.process.communicate(timeout=60)
        return "".join([*self.lines, rest])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    running: list[Serving] = []

    def start(**files: str) -> Serving:
        for name, text in {**SHOW, "conf.py": CONF, "index.md": INDEX, **files}.items():
            path = tmp_path / "project" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        running.append(Serving(tmp_path / "project"))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and ".doctrees" not in path.parts
        and not path.name.startswith(".buildinfo")
    }


@pytest.mark.slow
def test_what_is_served_is_what_a_build_gives(
    serve: Callable[..., Serving], tmp_path: Path
) -> None:
    site = serve()
    site.change(EPISODE, "He spoke of", "He spoke at length of")
    with site.get(PAGE) as answer:
        assert b"He spoke at length of" in answer.read()
    (site.source / "episodes" / "radio" / "later.md").write_text(
        "# Later\n\nKenji Sato returned.\n"
    )
    site.until(lambda state: (site.output / "episodes" / "radio" / "later.html").is_file())
    site.change("conf.py", "basic", "alabaster")
    with site.get(PAGE) as answer:
        assert b"alabaster.css" in answer.read()
    printed = site.stop()
    assert site.process.returncode == 0, printed
    assert "Traceback" not in printed
    clean = tmp_path / "clean"
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-E", "-d", tmp_path / "d", site.source, clean],
        check=True,
    )
    assert files(site.output) == files(clean)


@pytest.mark.slow
def test_messages_and_failures(serve: Callable[..., Serving]) -> None:
    site = serve()
    site.change(EPISODE, "He spoke of", "{pod:entity}`Nobody At All` spoke of")
    site.until(lambda state: state["messages"])
    assert "Nobody At All" in site.state["messages"][0]
    (site.source / "conf.py").write_text(CONF + "\nraise ValueError('a mistake')\n")
    site.until(lambda state: "a mistake" in state["messages"][0])
    with site.get(PAGE) as answer:  # the last page is still there
        assert b"Nobody At All" in answer.read()
    (site.source / "conf.py").write_text(CONF)
    site.change(EPISODE, "{pod:entity}`Nobody At All`", "He")
    site.until(lambda state: not state["messages"])


@pytest.mark.slow
def test_pages_have_the_script_and_only_this_computer_sees_them(
    serve: Callable[..., Serving],
) -> None:
    site = serve()
    with site.get(PAGE) as answer:
        page = answer.read()
        assert answer.headers["Cache-Control"] == "no-cache"
    assert page.count(b'<script src="/_podcast/reload.js" data-build="1">') == 1
    assert b"reload.js" not in (site.output / PAGE).read_bytes()
    with site.get("objects.inv", Range="bytes=0-9") as answer:
        assert answer.status == 206
        assert len(answer.read()) == 10
    with pytest.raises(urllib.error.HTTPError, match="400"):
        site.get(PAGE, Host="elsewhere.example")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        site.get("../conf.py")


def test_messages_stay_until_their_file_is_read() -> None:
    async def steps() -> list[tuple[str, ...]]:
        state, found = State(), []
        for outcome in (
            Outcome(
                ("/a.md", "/b.md"), ("/a.md:1: WARNING: one", "/b.md:2: WARNING: two", "three")
            ),
            Outcome(("/a.md",), ()),
            Outcome((), (), "Configuration error"),
            Outcome(("/b.md",), ("/b.md:2: WARNING: four",)),
        ):
            await state.built(outcome)
            found.append(state.messages)
        return found

    assert asyncio.run(steps()) == [
        ("/a.md:1: WARNING: one", "/b.md:2: WARNING: two", "three"),
        ("/b.md:2: WARNING: two",),
        ("Configuration error", "/b.md:2: WARNING: two"),
        ("/b.md:2: WARNING: four",),
    ]


@pytest.mark.browser
def test_the_page_is_loaded_again_at_the_same_place(
    serve: Callable[..., Serving], browser: Browser
) -> None:
    long = SHOW[EPISODE].replace("He spoke of", "Words of the chapter. " * 900 + "\n\nHe spoke of")
    site = serve(**{EPISODE: long})
    page = browser.new_page(viewport={"width": 600, "height": 500})
    page.goto(site.url + PAGE)
    last = page.locator("section[id] :is(h2, h3)").last
    last.evaluate("element => element.scrollIntoView()")
    top = last.evaluate("element => element.getBoundingClientRect().top")
    with page.expect_navigation():
        site.change(
            EPISODE, "Words of the chapter. ", "More words of the chapter, {pod:entity}`No One`. "
        )
    page.wait_for_load_state("load")
    assert abs(last.evaluate("element => element.getBoundingClientRect().top") - top) < 3
    assert "No One" in page.locator("details[role=status] pre").first.inner_text()
    page.close()


WAITING_CONF = """
import os
from pathlib import Path

def wait(app, env, docnames):
    if Path(app.srcdir, "life").exists():
        app.life = os.open(Path(app.srcdir, "life"), os.O_WRONLY)
        os.write(app.life, b"I build")
        open(Path(app.srcdir, "wait")).read()  # until somebody writes, which nobody does

def setup(app):
    app.connect("env-before-read-docs", wait)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals and named pipes")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_ends_with_the_command(serve: Callable[..., Serving], sent: signal.Signals) -> None:
    site = serve(**{"conf.py": CONF + WAITING_CONF})
    for name in ("wait", "life"):
        os.mkfifo(site.source / name)
    file = site.source / EPISODE
    file.write_text(file.read_text("utf-8") + "\nMore.\n", "utf-8")
    with (site.source / "life").open("rb", buffering=0) as life:
        assert life.read(7) == b"I build"
        site.process.send_signal(sent)
        rest, _ = site.process.communicate(timeout=60)
        assert "Traceback" not in rest
        is_closed, *_ = select.select([life], [], [], 60)
        assert is_closed
        assert life.read(1) == b""
