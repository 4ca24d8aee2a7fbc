"""Measure what a query loads from the index of a large archive, and how long it takes.

The index of a generated archive is made without building its pages, and searched in a browser
without a cache::

    python benchmarks/search_size.py [EPISODES ...]
"""

from __future__ import annotations

import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive import write_archive
from playwright.sync_api import sync_playwright
from search import served

from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage
from sphinxcontrib_podcast.sphinx_ext.search.index import Index
from sphinxcontrib_podcast.sphinx_ext.search.names import ENTITY_RANK, RANKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

SIZES = [300, 3000, 10_000]
_CHAPTER = re.compile(r"^## \[([\d:]+)\] (.*)$", re.MULTILINE)
_ENTITY = re.compile(r"^- \*\*(.+?)\*\* \((.+?)\): (.*)$", re.MULTILINE)
_QUOTE = re.compile(r"^> \*(.+)\*$", re.MULTILINE)
_INDEX = re.compile(r"/(_search/|searchindex\.js)")
_LABELS = {"didYouMean": "Did you mean:", "more": "More results", "alsoHere": "Also here:"}


def make_index(folder: Path, language: EveryLanguage) -> tuple[Index, list[str]]:
    """Return the index of the episodes in a folder, and queries about them."""
    index = Index(language)
    named: dict[str, tuple[str, str]] = {}
    names = []
    queries = []
    counts: Counter[str] = Counter()
    for number, path in enumerate(sorted(folder.rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        spoken = re.search(r"^language: (\w+)", text, re.MULTILINE)[1]  # type: ignore[index]
        title, _, body = text.partition("\n# ")[2].partition("\n")
        body, _, entities = body.partition("\n## Entities\n")
        uri = f"{path.relative_to(folder).with_suffix('.html').as_posix()}"
        parts = _CHAPTER.split(body)
        places = [("", "", "", parts[0].strip())]
        names.append((title, "episode", RANKS["episode"], uri, "", (), spoken))
        for moment, chapter, words in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            anchor = f"t-{moment.replace(':', '-')}"
            places.append((anchor, chapter, moment, words.strip()))
            where = f"{moment}, {title}"
            names.append(
                (chapter, "chapter", RANKS["chapter"], f"{uri}#{anchor}", where, (), spoken)
            )
            for quote in _QUOTE.findall(words):
                shown = quote if len(quote) <= 60 else f"{quote[:59]}…"
                names.append(
                    (shown, "quote", RANKS["quote"], f"{uri}#q-{anchor[2:]}", where, (), spoken)
                )
        for name, type_, description in _ENTITY.findall(entities):
            named.setdefault(name, (type_, description))
        terms = [language.terms(f"{place[1]}\n{place[3]}", spoken) for place in places]
        counts.update(term for words in terms for term in words)
        index.add(title, "episode", uri, places, terms)
        if number % 97 == 0:
            words = places[5][3].split()
            queries += [
                title,
                next(iter(named)),
                " ".join(words[3:7]),
                _with_error(next(reversed(named))),
            ]
    for number, (name, (type_, description)) in enumerate(sorted(named.items())):
        uri = f"podcast/entity/{number}.html"
        places = [("", "", "", description)]
        index.add(name, type_.lower(), uri, places, [language.terms(f"{name} {description}", "")])
        names.append((name, type_.lower(), ENTITY_RANK, uri, "", (), ""))
    for name_ in names:
        index.add_name(*name_)
    return index, [*queries[:: max(1, len(queries) // 40)], *_hardest(counts)]


def _hardest(counts: Counter[str]) -> list[str]:
    """Return queries that load much: the most common words, some rarer ones, and unknown ones."""
    terms = [term for term, _ in counts.most_common(3000)]
    spaced = [term for term in terms if term.isascii()]
    single, pairs = ([t for t in terms if not t.isascii() and len(t) == n] for n in (1, 2))
    rng = random.Random("hardest")
    return [
        *(words[i] for words in (spaced, single, pairs) for i in range(4)),
        *(" ".join(words[:5]) for words in (spaced, single, pairs)),
        *("".join(words[:5]) for words in (single, pairs)),
        *(" ".join(rng.sample(words, 6)) for words in (spaced, single, pairs) for _ in range(2)),
        *("".join(rng.sample(words, 8)) for words in (single, pairs)),
        "xqzvbn wkjhgf",
    ]


def _with_error(name: str) -> str:
    """Return a name with two letters exchanged."""
    return name[:3] + name[4:5] + name[3:4] + name[5:]


class _Measured(NamedTuple):
    """The cost of a query, measured from the request for the head of the index."""

    first: float
    """Seconds until a result was shown."""
    every: float
    """Seconds until all results were shown."""
    size: int
    """Bytes that were loaded from the index."""
    requests: int
    results: int


def _measure(browser: Browser, site: Path, queries: list[str]) -> list[_Measured]:
    """Measure each query in a new browser context, which has nothing in its cache."""
    found = []
    with served(site) as address:
        for query in queries:
            page = browser.new_context().new_page()
            sizes: list[int] = []

            def count(request: Request, sizes: list[int] = sizes) -> None:
                if _INDEX.search(request.url):
                    sizes.append(request.sizes()["responseBodySize"])

            page.on("requestfinished", count)
            page.goto(f"{address}/search.html")
            page.wait_for_function("typeof Search !== 'undefined' && Search.hasIndex()")
            seconds = page.evaluate(
                """async (query) => {
                    const start = performance.now();
                    const results = document.getElementById("search-results");
                    const seen = [];
                    const ended = new Promise((resolve) => {
                        const look = () => {
                            const isEnd = results.querySelector("h2:not(:has(span))");
                            if (isEnd || (!seen.length && results.querySelector("li")))
                                seen.push((performance.now() - start) / 1000);
                            if (isEnd) resolve();
                        };
                        new MutationObserver(look)
                            .observe(results, { childList: true, subtree: true });
                    });
                    Search.performSearch(query);
                    await ended;
                    return seen;
                }""",
                query,
            )
            loading = page.evaluate(
                """performance.getEntriesByType("resource")
                    .find((entry) => entry.name.includes("searchindex")).duration / 1000"""
            )
            page.wait_for_load_state("networkidle")
            results = page.locator("#search-results li").count()
            first, every = seconds[0] + loading, seconds[-1] + loading
            found.append(_Measured(first, every, sum(sizes), len(sizes), results))
            page.context.close()
    return found


def main(sizes: list[int]) -> None:
    """Make the indices, search them and print a table."""
    language = EveryLanguage({"language": "en", "languages": ["en", "zh", "ja"]})
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name) / "site"
        (Path(name) / "empty").mkdir()
        (Path(name) / "empty" / "index.md").write_text("# Site\n", encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-q", "-C", "-D", "html_theme=basic"]
        command += ["-D", "extensions=sphinxcontrib_podcast", f"{name}/empty", str(site)]
        subprocess.run(command, check=True)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        print("episodes", "index", "files", "made in", "queries", "found", "first", "most",
              "all", "most", "kB", "most", "requests, most", sep="\t")  # fmt: skip
        for size in sizes:
            write_archive(Path(name) / str(size), size)
            start = time.perf_counter()
            index, queries = make_index(Path(name) / str(size), language)
            shutil.rmtree(site / "_search")
            (site / "_search").mkdir()
            total = 0
            for file, content in index.files(_LABELS):
                (site / file).write_text(content, encoding="utf-8")
                total += len(content.encode())
            took = time.perf_counter() - start
            del index
            found = _measure(browser, site, queries)
            first, every, sizes_, requests, results = zip(*found, strict=True)
            print(
                f"{size:,}", f"{total / 1e6:.1f} MB", len(list((site / "_search").iterdir())),
                f"{took:.0f} s", len(queries), f"{sum(map(bool, results)) / len(results):.0%}",
                f"{statistics.median(first):.2f}", f"{max(first):.2f}",
                f"{statistics.median(every):.2f}", f"{max(every):.2f}",
                f"{statistics.median(sizes_) / 1000:.0f}", f"{max(sizes_) / 1000:.0f}",
                max(requests), sep="\t", flush=True,
            )  # fmt: skip
            for query, measured in zip(queries, found, strict=True):
                is_slow = measured.first > 1 or measured.size > 500_000 or measured.requests > 10
                if is_slow or not measured.results:
                    print(repr(query), measured)
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
