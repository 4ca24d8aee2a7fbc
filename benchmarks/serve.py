"""Measure how long an author waits for a changed page while a site is served.

::

    pip install sphinx-autobuild
    python benchmarks/serve.py --episodes 300

A word is changed in an episode, and the page is requested until it has the word: from
``sphinx-podcast serve`` with this extension, and from ``sphinx-autobuild`` with plain Sphinx and
MyST, in turns. Times are elapsed seconds.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from archive import write_archive
from builds import Peer, Podcast

_POLL = 0.02
_LONGEST = 900


def _command(peer: Peer, folder: Path, port: int) -> list[str]:
    site = folder / "_site"
    if isinstance(peer, Podcast):
        ours = (sys.executable, "-m", "sphinxcontrib_podcast", "serve")
        return [*ours, "--source", str(folder), "--output", str(site), "--port", str(port)]
    theirs = (sys.executable, "-m", "sphinx_autobuild", "-q", "--port", str(port))
    ignored = ("--ignore", str(site), "-d", str(folder / "_doctrees"))
    return [*theirs, *ignored, str(folder), str(site)]


@contextmanager
def _served(peer: Peer, folder: Path) -> Iterator[str]:
    """Serve a site, and yield its address after the first build."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        _command(peer, folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        # the last file of a build
        _wait(lambda: bool(_content(f"{address}/objects.inv")))
        yield address
    finally:
        process.terminate()
        process.wait()


def _content(url: str) -> str:
    try:
        with urlopen(url) as answer:
            return str(answer.read(), "utf-8", "replace")
    except (URLError, ConnectionError):
        return ""


def _wait(is_there: Callable[[], bool]) -> float:
    """Return the seconds until a condition is met."""
    start = time.perf_counter()
    while not is_there():
        if time.perf_counter() - start > _LONGEST:
            sys.exit(f"nothing happened within {_LONGEST} s")
        time.sleep(_POLL)
    return time.perf_counter() - start


def waits(peer: Peer, folder: Path, edits: int, pause: float) -> Iterator[float]:
    """Yield the seconds until each changed page is there."""
    peer.prepare(folder)
    paths = sorted(folder.rglob("episode-*.md"))
    path = paths[len(paths) // 2]
    page = path.relative_to(folder).with_suffix(".html").as_posix()
    text = path.read_text(encoding="utf-8")
    with _served(peer, folder) as address:
        for number in range(edits):
            time.sleep(pause)
            word = f"Altered{number}"
            path.write_text(text.replace(". ", f". {word} ", 1), encoding="utf-8")
            yield _wait(lambda word=word: word in _content(f"{address}/{page}"))  # type: ignore[misc]


def main() -> None:
    """Run the benchmark, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, nargs="+", default=[300], help="archive sizes")
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--pause", type=float, default=15, help="seconds before each edit")
    options = parser.parse_args()
    print("| episodes | sphinx-podcast serve | sphinx-autobuild, plain Sphinx |")
    print("| --: | --: | --: |")
    for size in options.episodes:
        found = []
        for peer in (Podcast("basic"), Peer("basic")):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name) / "archive"
                write_archive(folder, size)
                seconds = list(waits(peer, folder, options.edits, options.pause))
                found.append(f"{median(seconds):.1f} ({min(seconds):.1f}–{max(seconds):.1f})")
        print(f"| {size} | {' | '.join(found)} |", flush=True)


if __name__ == "__main__":
    main()
