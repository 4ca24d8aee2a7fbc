"""Measure the quality of the search with 60 queries in three languages, in a real browser.

Each query has the page that must come first. The example show of the manual is searched, together
with episodes of other folders if given; queries about those are skipped otherwise. For comparison,
the same site is searched with Sphinx's own search for English::

    python benchmarks/search.py [FOLDER ...]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCS = Path(__file__).parents[1] / "docs"
TOP = 5  # results that a reader looks at

_ROOM, _SHI = "episodes/listening-room", "episodes/sheng-yin-jian-shi"
FIRST, AIR = f"{_ROOM}/the-first-recorded-voice", f"{_ROOM}/voices-in-the-air"
FEED, WORD = f"{_ROOM}/a-feed-of-ones-own", f"{_ROOM}/the-word-podcast"
RAJIO, _YOKOKU = f"{_ROOM}/nihon-no-rajio", f"{_ROOM}/yokoku"
RSS, LIUSHENG, _YUGAO = (
    f"{_SHI}/cong-rss-dao-bo-ke",
    f"{_SHI}/liu-sheng-ji-lai-dao-zhong-guo",
    f"{_SHI}/yu-gao",
)
_DEMIS, _ORIOL, _YANN = (
    f"episodes/{name}"
    for name in (
        "demis-hassabis-biographer",
        "gemini-co-lead-oriol-vinyals",
        "yann-lecun-beyond-llms",
    )
)


# The title of the results has dots in it until the search has ended.
_HAS_ENDED = "document.querySelector('#search-results h2:not(:has(span))')"


class Query(NamedTuple):
    """A query and the page that it must find."""

    text: str
    kind: str
    """``name``, ``title`` or ``word``."""
    address: str
    """May have a fragment, for a line of an index, a chapter or a quote."""


#: About the show of the manual.
SHOW_QUERIES = [
    Query("Edison", "name", "podcast/entity/thomas-edison"),
    Query("エジソン", "name", "podcast/entity/thomas-edison"),
    Query("爱迪生", "name", "podcast/entity/thomas-edison"),
    Query("Guglielmo Marconi", "name", "podcast/entity/guglielmo-marconi"),
    Query(
        "Édouard-Léon Scott de Martinville",
        "name",
        "podcast/entity/édouard-léon-scott-de-martinville",
    ),
    Query("早川美咲", "name", "podcast/entity/hayakawa-misaki"),
    Query("Hayakawa", "name", "podcast/entity/hayakawa-misaki"),
    Query("沈一航", "name", "podcast/entity/沈一航"),
    Query("谭鑫培", "name", "podcast/entity/谭鑫培"),
    Query("ラジオ体操", "name", "podcast/entities#entity-ラジオ体操"),
    Query("玉音放送", "name", "podcast/entities#entity-玉音放送"),
    Query("愛宕山", "name", "podcast/entities#entity-愛宕山"),
    Query("Gramophone Company", "name", "podcast/entity/gramophone-company"),
    Query("土豆网", "name", "podcast/entities#entity-土豆网"),
    Query("The Listening Room", "name", "podcast/channel/the-listening-room"),
    Query("声音简史", "name", "podcast/channel/声音简史"),
    Query("The first recorded voice", "title", FIRST),
    Query("A feed of one's own", "title", FEED),
    Query("voices in the air", "title", AIR),
    Query("日本のラジオ、百年の声", "title", RAJIO),
    Query("日本語回の予告", "title", _YOKOKU),
    Query("从 RSS 到播客", "title", RSS),
    Query("留声机来到中国", "title", LIUSHENG),
    Query("Tinfoil", "title", f"{FIRST}#t-18-20"),
    Query("Election night", "title", f"{AIR}#t-30-05"),
    Query("蘇言機が来た日", "title", f"{RAJIO}#t-05-50"),
    Query("雄鸡与钻针", "title", f"{LIUSHENG}#t-20-50"),
    Query("回到订阅", "title", f"{RSS}#t-49-40"),
    Query("seismogram", "word", FIRST),
    Query("tuning forks", "word", FIRST),
    Query("lamp smoke", "word", FIRST),
    Query("telephony", "word", AIR),
    Query("elections returned", "word", AIR),
    Query("webmasters", "word", FEED),
    Query("quarrelling friend", "word", FEED),
    Query("図書室", "word", RAJIO),
    Query("関東大震災", "word", RAJIO),
    Query("落語", "word", RAJIO),
    Query("真空管", "word", RAJIO),
    Query("郵便局", "word", RAJIO),
    Query("スマートフォン", "word", RAJIO),
    Query("茶会", "word", LIUSHENG),
    Query("锡箔", "word", LIUSHENG),
    Query("唱针", "word", LIUSHENG),
    Query("朋友圈", "word", RSS),
    Query("食堂", "word", RSS),
    Query("牛津", "word", RSS),
]

#: About three episodes that are not part of the project.
OTHER_QUERIES = [
    Query("Demis Hassabis", "name", "podcast/entity/demis-hassabis"),
    Query("Mallaby", "name", "podcast/entity/sebastian-mallaby"),
    Query("ワールドモデル", "name", "podcast/entity/ワールドモデル"),
    Query("Yann LeCun", "name", "podcast/entities#entity-yann-lecun"),
    Query("Oriol", "name", "podcast/entity/oriol-vinyals"),
    Query("Jacob Effron", "name", "podcast/entity/jacob-effron"),
    Query("tapestry", "name", "podcast/entity/tapestry"),
    Query("pub", "word", _DEMIS),
    Query("biography", "word", _DEMIS),
    Query("世界模型", "word", _ORIOL),
    Query("预训练", "word", _ORIOL),
    Query("チューリング賞", "word", _YANN),
    Query("行き止まり", "word", _YANN),
]


class Outcome(NamedTuple):
    """The result of a query."""

    query: Query
    place: int
    """The place of its page among the results, from 1; 0 if it was not found."""


class SearchPage:
    """The search page of a built site, in a browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address

    def open(self, text: str) -> None:
        """Begin to search for a query."""
        self.page.goto(f"{self._address}/search.html?q={quote(text)}", wait_until="commit")

    def results(self, text: str) -> list[str]:
        """Return the addresses that a query finds, best first, without ``.html``."""
        self.open(text)
        self.page.wait_for_function(_HAS_ENDED)
        links = self.page.locator("#search-results li > a")
        found = links.evaluate_all("links => links.map(link => link.href)")
        return [_address(href) for href in found]

    def ask(self, query: Query) -> Outcome:
        """Search for a query and return the place of its page among the results."""
        fits = [_leads_to(found, query.address) for found in self.results(query.text)]
        return Outcome(query, fits.index(True) + 1 if True in fits else 0)


def _address(href: str) -> str:
    parts = urlsplit(href)
    fragment = f"#{unquote(parts.fragment)}" if parts.fragment else ""
    return unquote(parts.path).removeprefix("/").removesuffix(".html") + fragment


def _leads_to(found: str, wanted: str) -> bool:
    return found == wanted or found.partition("#")[0] == wanted


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and yield the address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Patient(ThreadingHTTPServer):
        request_queue_size = 64  # a page may request many files at once

    server = Patient(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def search_page(browser: Browser, folder: Path) -> Iterator[SearchPage]:
    """Open the search page of a site."""
    with served(folder) as address:
        page = browser.new_page()
        yield SearchPage(page, address)
        page.close()


def recall(outcomes: Iterable[Outcome], kinds: Sequence[str], top: int = TOP) -> float:
    """Return the share of queries of some kinds whose page is among the first results."""
    places = [place for query, place in outcomes if query.kind in kinds]
    return sum(0 < place <= top for place in places) / len(places)


def _build(source: Path, out: Path, *options: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-C", "-D", "html_theme=alabaster"]
    command += ["-D", "extensions=sphinxcontrib_podcast", *options, str(source), str(out)]
    subprocess.run(command, check=True)


def main(folders: Sequence[str]) -> None:
    """Build the sites, search them and print a table."""
    queries = SHOW_QUERIES + (OTHER_QUERIES if folders else [])
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        source = Path(name) / "source"
        shutil.copytree(DOCS / "episodes", source / "episodes")
        shutil.copy(DOCS / "entities.toml", source)
        for folder in folders:
            shutil.copytree(folder, source / "episodes", dirs_exist_ok=True)
        index = "# Site\n\n```{toctree}\npodcast/index\n```\n"
        (source / "index.md").write_text(index, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        print(f"{len(queries)} queries", "names, titles", "words", "first", "index", sep="\t")
        missed = []
        for title, options in (
            ("sphinxcontrib-podcast", []),
            ("Sphinx for English", ["-D", "html_search_language=en"]),
        ):
            out = Path(name) / title
            _build(source, out, *options)
            with search_page(browser, out) as page:
                outcomes = [page.ask(query) for query in queries]
            every = ("name", "title", "word")
            shares = [
                recall(outcomes, ("name", "title")),
                recall(outcomes, ("word",)),
                recall(outcomes, every, 1),
            ]
            files = [out / "searchindex.js", *out.glob("_search/*")]
            size = sum(file.stat().st_size for file in files)
            print(title, *(f"{share:.1%}" for share in shares), f"{size:,} bytes", sep="\t")
            missed += [(title, *outcome) for outcome in outcomes if outcome.place != 1]
        for title, query, place in missed:
            print(f"{title}: {query.text!r} is {f'number {place}' if place else 'not found'}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
