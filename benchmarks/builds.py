"""Compare the build times of this extension and its alternatives on the same episodes.

All of them build the same archive in separate processes, taking turns for several rounds::

    python benchmarks/builds.py --episodes 100 300 --rounds 3 --themes basic furo --json builds.json

Times are medians of CPU seconds: those of the program and its processes, in user and kernel mode.
Other programs on the machine change them little. Where several processes share the work, the
elapsed time is shown as well. Ratios are to plain Sphinx with MyST, and memory is that of the
largest process in MiB. PyStemmer must be installed: without it, a third of plain Sphinx is
stemming, which hides the rest. Programs that are not installed are skipped. Programs other than
Sphinx write different pages, so their times show what is possible, not the same work done faster.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from archive import write_archive
from markdown_it import MarkdownIt

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.scan import ScanOptions, SourceFile, scan
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions
from sphinxcontrib_podcast.views.entity import EntityView, entity_page
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.questions import generated_pages

OUTPUT = "_site"
STEPS = {
    "cold": "from nothing",
    "nothing": "again, nothing changed",
    "word": "a word changed in an episode",
    "entity": "a new name in an episode",
    "rename": "a name changed in an episode",
    "episode": "a new episode",
    "two jobs": "from nothing, with -j 2",
}
_ENTRY = re.compile(r"^- \*\*(.+?)\*\*", re.MULTILINE)


class Run(NamedTuple):
    """The measurements of a build."""

    seconds: float
    """CPU time."""
    elapsed: float
    """Elapsed time in seconds."""
    memory: int
    """Memory of the largest process, in bytes."""
    pages: int
    """Number of HTML pages written."""


class Peer:
    """A program that builds a site from a folder of episodes."""

    name = "Sphinx + MyST"
    needs: tuple[str, ...] = ("sphinx", "myst_parser")
    extensions: tuple[str, ...] = ("myst_parser",)
    index = "# Archive\n\n```{toctree}\n:glob:\n:maxdepth: 1\n\nepisodes/*/*\n```\n"
    conf = ""

    def __init__(self, theme: str) -> None:
        self.theme = theme

    def is_there(self) -> bool:
        """Return whether the required Python modules and programs are installed."""
        return all(find_spec(name) or shutil.which(name) for name in self.needs)

    def prepare(self, folder: Path) -> None:
        """Write the files that the program needs besides the episodes."""
        (folder / "index.md").write_text(self.index, encoding="utf-8")
        (folder / "conf.py").write_text(
            f"project = 'Archive'\nextensions = {list(self.extensions)}\n"
            f"html_theme = {self.theme!r}\nexclude_patterns = ['_*']\n{self.conf}",
            encoding="utf-8",
        )

    def command(self, jobs: int) -> list[str]:
        """Return the command that builds the site, with ``jobs`` processes if supported."""
        return [
            *(sys.executable, "-m", "sphinx", "-q", "-j", str(jobs)),
            *("-d", "_doctrees", ".", OUTPUT),
        ]


class Podcast(Peer):
    """The extension without any configuration."""

    name = "sphinxcontrib-podcast"
    needs = ("sphinxcontrib_podcast",)
    extensions = ("sphinxcontrib_podcast",)
    index = "# Archive\n\n```{toctree}\npodcast/index\n```\n"


class ByHand(Peer):
    """Plain Sphinx with entity pages written by hand in Markdown.

    The pages have the same content as generated ones, so the difference is the cost of the
    extension.
    """

    name = "Sphinx + MyST, names by hand"

    def prepare(self, folder: Path) -> None:  # noqa: D102
        super().prepare(folder)
        files = [
            SourceFile(str(p.relative_to(folder).with_suffix("")), str(p), "markdown", True, "")
            for p in _episodes(folder)
        ]
        options = ScanOptions(folder, GrammarOptions(), "en", partial(MarkdownIt, "commonmark"), "")
        catalogue = Catalogue(scan(files, options, None).documents())
        for docname, (question, args) in generated_pages(catalogue).items():
            if question == "entity_page":
                path = folder / f"{docname}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_page_by_hand(entity_page(catalogue, *args)), encoding="utf-8")


def _page_by_hand(view: EntityView) -> str:
    lines = ["---", "orphan: true", "---", f"# {view.name}", ""]
    lines += [f"{d.text} ({_link(d.episode)})\n" for d in view.descriptions]
    lines += ["## Mentions", ""]
    for episode, date, chapters, _language in view.mentions:
        lines += [f"- {_link(episode)} {date}"]
        for chapter in chapters:
            moment = Link(chapter.chapter, chapter.moment.address)
            lines += [f"  - {_link(moment)}: {''.join(s)}" for s in chapter.sentences]
    lines += ["", "## Quotes", ""]
    for quote in (*view.said, *view.quoted):
        lines += [f"> {quote.text}", ">", f"> — {_link(quote.episode)}", ""]
    lines += ["## Together with", ""]
    lines += [f"- {_link(near.entity)} ({near.chapters})" for near in view.neighbours]
    return "\n".join(lines) + "\n"


def _link(link: Link) -> str:
    return f"[{link.text}](/{link.address.docname}.md)" if link.address else link.text


class ABlog(Peer):
    """ABlog, with the entities as tags."""

    name = "ABlog"
    needs = ("ablog",)
    extensions = ("myst_parser", "ablog")
    conf = "post_date_format = '%Y-%m-%d'\nblog_baseurl = 'https://example.org'\n"

    def prepare(self, folder: Path) -> None:  # noqa: D102
        super().prepare(folder)
        _add_front_matter(folder, lambda names: f"blogpost: true\ntags: {', '.join(names)}")


class Needs(Peer):
    """sphinx-needs, with a need for each episode, the entities as tags, and a table."""

    name = "sphinx-needs"
    needs = ("sphinx_needs",)
    extensions = ("myst_parser", "sphinx_needs")
    index = f"{Peer.index}\n```{{needtable}}\n:types: need\n:columns: id, title, tags\n```\n"
    conf = (
        "needs_types = [{'directive': 'need', 'title': 'Episode', 'prefix': 'E_',"
        " 'color': '#fff', 'style': 'node'}]\nneeds_id_regex = '.+'\n"
    )

    def prepare(self, folder: Path) -> None:  # noqa: D102
        super().prepare(folder)
        for path in _episodes(folder):
            text = path.read_text(encoding="utf-8")
            tags = ", ".join(_ENTRY.findall(text))
            need = f"\n```{{need}} {path.stem}\n:id: {path.stem}\n:tags: {tags}\n```\n"
            path.write_text(text + need, encoding="utf-8")


class MkDocs(Peer):
    """MkDocs with the theme Material, with the entities as tags."""

    name = "MkDocs Material"
    needs = ("mkdocs", "material")

    def prepare(self, folder: Path) -> None:  # noqa: D102
        (folder / "docs").mkdir()
        (folder / "episodes").rename(folder / "docs" / "episodes")
        (folder / "docs" / "index.md").write_text("# Archive\n\n<!-- material/tags -->\n")
        (folder / "mkdocs.yml").write_text(
            f"site_name: Archive\ntheme: {{name: material}}\nplugins: [search, tags]\n"
            f"site_dir: {OUTPUT}\n"
        )
        _add_front_matter(folder, _tag_list)

    def command(self, jobs: int) -> list[str]:  # noqa: D102
        return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


class Hugo(Peer):
    """Hugo, with the entities as a taxonomy, and minimal templates."""

    name = "Hugo"
    needs = ("hugo",)

    def prepare(self, folder: Path) -> None:  # noqa: D102
        (folder / "content").mkdir()
        (folder / "episodes").rename(folder / "content" / "episodes")
        (folder / "config.toml").write_text(
            f'title = "Archive"\nbaseURL = "/"\npublishDir = "{OUTPUT}"\n'
        )
        layouts = folder / "layouts" / "_default"
        layouts.mkdir(parents=True)
        head = "<!DOCTYPE html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>\n"
        links = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>'
        listing = f"<ul>{{{{ range .Pages }}}}{links}{{{{ end }}}}</ul>"
        terms = f'<ul>{{{{ range .GetTerms "tags" }}}}{links}{{{{ end }}}}</ul>'
        (layouts / "single.html").write_text(f"{head}{{{{ .Content }}}}{terms}\n")
        (layouts / "list.html").write_text(f"{head}{listing}\n")
        _add_front_matter(folder, _tag_list)

    def command(self, jobs: int) -> list[str]:  # noqa: D102
        return ["hugo", "--quiet"]


PEERS = (Peer, Podcast, ByHand, ABlog, Needs, MkDocs, Hugo)


def _tag_list(names: Sequence[str]) -> str:
    return f"tags: {json.dumps(names, ensure_ascii=False)}"


def _add_front_matter(folder: Path, make: object) -> None:
    assert callable(make)
    for path in _episodes(folder):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"---\n{make(_ENTRY.findall(text))}\n{text[4:]}", encoding="utf-8")


def _episodes(folder: Path) -> list[Path]:
    return sorted(folder.rglob("episode-*.md"))


def steps(peer: Peer, folder: Path, chosen: Sequence[str]) -> Iterator[tuple[str, Run]]:
    """Yield the measurements of each step: a build of the archive after an edit."""
    paths = _episodes(folder)
    edited = paths[len(paths) // 2]
    text = edited.read_text(encoding="utf-8")
    name = _ENTRY.findall(text)[-1]
    for step in chosen:
        jobs = 1
        if step == "word":
            text = text.replace(". ", ". Altered ", 1)
        elif step == "entity":
            text = text.replace("- **", "- **Novel Entity** (Person): Somebody.\n- **", 1)
        elif step == "rename":
            text = text.replace(name, "Renamed Entity")
        elif step == "episode":
            new = edited.with_name("episode-new.md")
            new.write_text(text.replace(edited.stem, new.stem), encoding="utf-8")
        elif step == "two jobs":
            jobs = 2
            shutil.rmtree(folder / OUTPUT)
            shutil.rmtree(folder / "_doctrees", ignore_errors=True)
        if edited.read_text(encoding="utf-8") != text:
            edited.write_text(text, encoding="utf-8")
        yield step, _run(peer.command(jobs), folder)


def _run(command: list[str], folder: Path) -> Run:
    time.sleep(0.01)  # give pages written now a later modification time
    start_ns, start = time.time_ns(), time.perf_counter()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, cwd=folder, stdout=said, stderr=said) as process,
    ):
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        elapsed = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}:\n{said.read().decode(errors='replace')}")
    pages = sum(p.stat().st_mtime_ns >= start_ns for p in (folder / OUTPUT).rglob("*.html"))
    unit = 1 if platform.system() == "Darwin" else 1024
    seconds = usage.ru_utime + usage.ru_stime
    return Run(seconds, elapsed, usage.ru_maxrss * unit, pages)


def measure(
    chosen: Sequence[Peer], sizes: Sequence[int], rounds: int, wanted: Sequence[str]
) -> dict[int, dict[str, dict[str, list[Run]]]]:
    """Return all runs by size, peer and step."""
    found: dict[int, dict[str, dict[str, list[Run]]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in sizes:
            archive = Path(temporary) / f"archive-{size}"
            write_archive(archive, size)
            for _ in range(rounds):
                for peer in chosen:
                    folder = Path(temporary) / "site"
                    shutil.copytree(archive, folder)
                    peer.prepare(folder)
                    for step, run in steps(peer, folder, wanted):
                        by_step = found.setdefault(size, {}).setdefault(peer.name, {})
                        by_step.setdefault(step, []).append(run)
                    shutil.rmtree(folder)
                    print(f"{size} {peer.name}", file=sys.stderr)
    return found


def table(found: dict[int, dict[str, dict[str, list[Run]]]]) -> Iterator[str]:
    """Yield the lines of a Markdown table of medians and ratios."""
    for size, by_peer in found.items():
        yield f"\n{size} episodes\n"
        yield "| | step | CPU seconds | ratio | elapsed | MiB | ratio | pages |"
        yield "| --- | --- | --: | --: | --: | --: | --: | --: |"
        plain = by_peer.get(Peer.name, {})
        for name, by_step in by_peer.items():
            for step, runs in by_step.items():
                seconds, memory = median(r.seconds for r in runs), median(r.memory for r in runs)
                ratios = "", ""
                if step in plain:
                    ratios = (
                        f"{seconds / median(r.seconds for r in plain[step]):.2f}",
                        f"{memory / median(r.memory for r in plain[step]):.2f}",
                    )
                yield (
                    f"| {name} | {STEPS[step]} | {seconds:.2f} | {ratios[0]} "
                    f"| {median(r.elapsed for r in runs):.2f} "
                    f"| {memory / (1 << 20):.0f} | {ratios[1]} | {runs[0].pages} |"
                )
    sizes = sorted(found)
    if len(sizes) > 1:
        yield f"\nScaling exponents from {sizes[0]} to {sizes[-1]} episodes (1 is linear)\n"
        for name, by_step in found[sizes[0]].items():
            few, many = (
                median(r.seconds for r in runs["cold"])
                for runs in (by_step, found[sizes[-1]][name])
            )
            yield f"- {name}: {math.log(many / few) / math.log(sizes[-1] / sizes[0]):.2f}"


def main() -> None:
    """Run the benchmark, print a table, and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, nargs="+", default=[100], help="archive sizes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--themes", nargs="+", default=["basic"], help="of Sphinx")
    parser.add_argument("--peers", nargs="+", choices=[p.name for p in PEERS], metavar="PEER")
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=list(STEPS), metavar="STEP")
    parser.add_argument("--json", type=Path, help="the file to which all runs are written")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each build compiles all modules
    if not find_spec("Stemmer"):
        sys.exit("install PyStemmer: without it, a third of plain Sphinx is stemming")
    runs: dict[str, dict[int, dict[str, dict[str, list[Run]]]]] = {}
    for theme in options.themes:
        chosen = [p(theme) for p in PEERS if not options.peers or p.name in options.peers]
        chosen = [peer for peer in chosen if peer.is_there()]
        runs[theme] = measure(chosen, options.episodes, options.rounds, options.steps)
        print(f"\nTheme {theme}")
        print("\n".join(table(runs[theme])))
    if options.json:
        about = {
            "machine": platform.platform(),
            "python": platform.python_version(),
            "versions": {n: version(n) for n in ("sphinx", "myst-parser", "docutils")},
        }
        data = {"about": about, "runs": runs}
        options.json.write_text(json.dumps(data, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
