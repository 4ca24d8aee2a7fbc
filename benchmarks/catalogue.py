"""Measure how long it takes to scan an archive and to make its catalogue, without Sphinx.

::

    python benchmarks/catalogue.py --episodes 1000 10000

The times are CPU seconds for scanning all files and for making the catalogue with its mentions,
first from nothing and then again without changes. Memory is that of the process, in MiB.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from archive import write_archive
from markdown_it import MarkdownIt

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.scan import ScanOptions, SourceFile, scan
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions


def make(folder: Path) -> tuple[float, float, int]:
    """Return the seconds for the scan and for the catalogue, and the number of mentions."""
    options = ScanOptions(
        srcdir=folder,
        grammar=GrammarOptions(),
        language="en",
        parser=partial(MarkdownIt, "commonmark"),
        fingerprint="benchmark",
    )
    files = [
        SourceFile(path.stem, str(path.relative_to(folder)), "markdown", True, path.parent.name)
        for path in sorted(folder.rglob("episode-*.md"))
    ]
    start = time.process_time()
    result = scan(files, options, folder / "scan.pickle")
    scanned = time.process_time()
    catalogue = Catalogue(result.documents())
    done = time.process_time()
    mentions = sum(len(entity.mentions) for entity in catalogue.entities.values())
    return scanned - start, done - scanned, mentions


def main() -> None:
    """Measure archives of several sizes, each in separate processes, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, nargs="+", default=[1000])
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        scanned, made, mentions = make(options.folder)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{scanned:.2f} | {made:.2f} | {mentions} | {memory}", flush=True)
        return
    print("| episodes | | scan | catalogue | mentions | MiB |")
    print("| --: | --- | --: | --: | --: | --: |", flush=True)
    for count in options.episodes:
        with tempfile.TemporaryDirectory() as folder:
            write_archive(Path(folder), count)
            for state in ("from nothing", "nothing changed"):
                command = [sys.executable, __file__, "--folder", folder]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                print(f"| {count} | {state} | {done.stdout.strip()} |", flush=True)


if __name__ == "__main__":
    main()
