"""Build an archive as a whole and in parts, and compare the two sites.

The parts are those of the guide: four channels, the entities and the indices. Snakemake builds
them on local workers, and they are joined::

    python benchmarks/parts.py --episodes 1000 --workers 2

Times are in seconds, and memory is that of the largest process in MiB. At the end, the differences
are listed: pages by their bytes, objects of the inventory, and pages in the search. Up to 100
episodes, pages differ in the navigation, because a whole build lists all episodes there.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from archive import write_archive

GUIDE = Path(__file__).parents[1] / "docs" / "howto" / "large-archives"
FILES = ("conf.py", "parts.toml", "Snakefile")
INDEX = "# Archive\n\n```{toctree}\npodcast/index\n```\n"
BUILD = [sys.executable, "-m", "sphinx", "-q", "-W", "-d", "_doctrees", ".", "_whole"]


def prepare(folder: Path, episodes: int) -> None:
    """Write an archive of four channels, with the files of the guide."""
    write_archive(folder, episodes)
    for name in FILES:
        shutil.copy(GUIDE / name, folder)
    (folder / "entities.toml").write_text("", encoding="utf-8")
    (folder / "index.md").write_text(INDEX, encoding="utf-8")


def costs(folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield each step with its seconds and MiB, as measured by Snakemake."""
    parts = tomllib.loads((folder / "parts.toml").read_text(encoding="utf-8"))
    for step in ("scan", *parts, "join"):
        with (folder / "_parts" / f"{step}.tsv").open(encoding="utf-8") as file:
            (row,) = csv.DictReader(file, delimiter="\t")
        yield step, float(row["s"]), float(row["max_rss"])


def differences(one: Path, other: Path) -> dict[str, int]:
    """Return the numbers of differences between two sites, by description."""
    pages, others = (
        {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*.html")}
        for site in (one, other)
    )
    print(f"{len(pages)} pages, {len(_objects(one))} objects, {_searched(one)} pages in the search")
    return {
        "pages in one site only": len(pages.keys() ^ others.keys()),
        "pages that differ in any byte": sum(
            pages[name] != others[name] for name in pages.keys() & others.keys()
        ),
        "objects in one inventory only": len(_objects(one) ^ _objects(other)),
        "pages that only one search has": abs(_searched(one) - _searched(other)),
    }


def _objects(site: Path) -> set[str]:
    body = (site / "objects.inv").read_bytes().split(b"\n", 4)[4]
    return set(zlib.decompress(body).decode().splitlines())


def _searched(site: Path) -> int:
    return len(list((site / "pagefind").rglob("*.pf_fragment")))


def build_whole(folder: Path) -> tuple[float, float]:
    """Build the whole project, and return the seconds and the MiB of the process."""
    start = time.perf_counter()
    with subprocess.Popen(BUILD, cwd=folder) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("the build failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Build both sites, and print the costs and the differences."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if not (find_spec("snakemake") and find_spec("pagefind")):
        sys.exit("this needs the extras 'pagefind' and 'parts'")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder, options.episodes)
        whole, memory = build_whole(folder)
        start = time.perf_counter()
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [sys.executable, "-m", "snakemake", "--cores", str(options.workers)],
            cwd=folder, env={**os.environ, "PATH": programs},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        seconds = time.perf_counter() - start
        print("| build | seconds | MiB |")
        print("| --- | --: | --: |")
        print(f"| one project | {whole:.0f} | {memory:.0f} |")
        print(f"| parts, {options.workers} workers | {seconds:.0f} | |")
        for step, took, memory in costs(folder):
            print(f"| {step} | {took:.1f} | {memory:.0f} |")
        print()
        found = differences(folder / "_whole", folder / "_site")
        for what, number in found.items():
            print(f"{what}: {number}")
        sys.exit(any(found.values()))


if __name__ == "__main__":
    main()
