"""An archive that is built in parts: the joined site equals a build of the whole archive."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
import yaml
from archive import write_archive
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner, Result
from conftest import INDEX, Site
from search import served
from show import SHOW
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NewSite = Callable[..., Site]

pytestmark = pytest.mark.slow

GUIDE = Path(__file__).parents[1] / "docs" / "howto" / "large-archives"
PARTS: dict[str, list[str]] = tomllib.loads((GUIDE / "parts.toml").read_text(encoding="utf-8"))
CONF = "project = 'Site'\nextensions = ['sphinxcontrib_podcast']\nhtml_theme = 'alabaster'\n"

#: Files that Sphinx writes from all documents of a build. Parts are searched with Pagefind.
OF_A_BUILD = {"objects.inv", "searchindex.js"}

RADIO = {
    "radio": ["episodes/radio/**", "podcast/channel/radio"],
    "others": ["episodes/*", "podcast/channel/[!r]*"],
    "rest": ["podcast/index", "podcast/episodes", "podcast/entit*", "podcast/entity/**", "podcast/q*"],
}  # fmt: skip


def part_of(site: Site, name: str, patterns: list[str]) -> Site:
    """Build a part of the same sources."""
    return Site(site.src, site.out.parent / name, {**site.conf, "podcast_part": patterns})


def join(site: Site, parts: dict[str, Site], *options: str) -> tuple[Path, Result]:
    folder = site.out.parent / "joined"
    values = "".join(f"{name} = {value!r}\n" for name, value in site.conf.items())
    (site.src / "conf.py").write_text(CONF + values, encoding="utf-8")
    folders = [str(part.out / "html") for part in parts.values()]
    arguments = ["join", *options, "--source", str(site.src), str(folder), *folders]
    return folder, CliRunner().invoke(main, arguments)


def build_parts(site: Site, patterns: dict[str, list[str]]) -> dict[str, Site]:
    parts = {name: part_of(site, name, chosen) for name, chosen in patterns.items()}
    for part in parts.values():
        assert part.build().warnings == []
    return parts


def content(folder: Path) -> dict[str, str]:
    """Return the content of each page, without the navigation."""
    found = {}
    for path in folder.rglob("*.html"):
        body = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        found[path.relative_to(folder).as_posix()] = str(body.select_one('[role="main"]'))
    return found


def objects(folder: Path) -> list[str]:
    inventory = (folder / "objects.inv").read_bytes()
    return sorted(zlib.decompress(inventory.split(b"\n", 4)[4]).decode().splitlines())


def test_the_parts_have_the_pages_of_one_build(new_site: NewSite) -> None:
    site = new_site({}, html_baseurl="https://e.org/", podcast_feeds=True)
    write_archive(site.src, 12)
    whole = site.build().out / "html"
    joined, said = join(site, build_parts(site, PARTS))
    assert "missing from all parts" not in said.output
    assert "differ between parts" not in said.output
    assert content(joined) == content(whole)
    assert objects(joined) == objects(whole)


def test_each_file_of_a_large_archive_is_that_of_one_build(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinxcontrib_podcast.catalogue.addresses.LONG_INDEX", 10)
    monkeypatch.setattr("sphinxcontrib_podcast.catalogue.catalogue._SIZE_OF_PAGE", 20_000)
    site = new_site({}, html_baseurl="https://e.org/", podcast_feeds=True)
    write_archive(site.src, 12)
    whole = site.build().output()
    for name in (".podcast-html.json", ".podcast-feeds", ".podcast-own-feeds"):
        del whole[name]  # no build writes to a joined folder again
    assert any(re.match("podcast/entities-.", name) for name in whole)
    assert any(re.match("podcast/quotes-.", name) for name in whole)
    joined, _said = join(site, build_parts(site, PARTS))
    files = {
        path.relative_to(joined).as_posix(): path.read_bytes()
        for path in joined.rglob("*")
        if path.is_file()
    }
    for made in (files, whole):  # parts are searched with Pagefind
        for name in [name for name in made if name.startswith("_search/")]:
            del made[name]
    assert files.keys() == whole.keys()
    assert {name for name in whole if files[name] != whole[name]} <= OF_A_BUILD


LINKS = """
    # Links

    Of links.

    ## [00:00] Links

    {doc}`radio/first` {doc}`so </episodes/radio/first>` {doc}`/podcast/entity/guglielmo-marconi`
    [](radio/second.md) [there](radio/first.md)
    {pod:episode}`radio/first` {pod:at}`radio/first@02:04` {pod:person}`Kenji Sato`
    {doc}`/about` {ref}`here <us>`
    """
ABOUT = """
    ---
    orphan: true
    ---
    (us)=
    # About us

    {doc}`episodes/radio/first` [](episodes/radio/second.md)

    ```{pod:episodes}
    ```
    """


def links(site: Site, docname: str) -> list[tuple[str, str]]:
    found = site.body(docname).select("a:not(.headerlink)")
    return [(a.get_text(), str(a["href"])) for a in found]


def test_links_between_parts_lead_where_they_do_in_one_build(new_site: NewSite) -> None:
    site = new_site({**SHOW, "episodes/links.md": LINKS, "about.md": ABOUT})
    whole = site.build()
    parts = build_parts(site, RADIO)
    found = links(parts["others"], "episodes/links")
    assert len(found) > 8
    assert found == links(whole, "episodes/links")
    assert str(parts["others"].body("episodes/links")) == str(whole.body("episodes/links"))
    pages = {(part.out / "html" / "about.html").read_bytes() for part in parts.values()}
    assert pages == {(whole.out / "html" / "about.html").read_bytes()}


def test_what_is_in_no_part_is_still_a_fault(new_site: NewSite) -> None:
    site = new_site(
        {**SHOW, "episodes/links.md": "# Links\n\n{doc}`radio/third` [](radio/no.md)\n"}
    )
    part = part_of(site, "others", RADIO["others"])
    assert [w for w in part.build().warnings if "radio/third" in w]
    assert [w for w in part.warnings if "radio/no.md" in w]


def test_a_part_is_exact_when_another_one_changes(new_site: NewSite) -> None:
    site = new_site({**SHOW, "episodes/links.md": LINKS, "about.md": ABOUT})
    part = part_of(site, "others", RADIO["others"])
    part.build()
    for name, old, new in (
        ("episodes/radio/first.md", "# The first voice", "# The very first voice"),
        ("episodes/radio/first.md", "Sent signals", "Once sent signals"),
        ("episodes/radio/second.md", "date: 2026-02-05", "date: 2026-02-06\nchannel: 声の歴史"),
    ):
        text = (site.src / name).read_text(encoding="utf-8")
        assert old in text
        site.write({name: text.replace(old, new)})
        part.build()
        clean = part_of(site, f"clean {new}"[:9], RADIO["others"])
        assert part.output() == clean.build(fresh=True).output()
        shutil.rmtree(clean.out)
    assert ("The very first voice", "radio/first.html") in links(part, "episodes/links")


def test_a_part_built_by_several_processes(new_site: NewSite) -> None:
    site = new_site({})
    write_archive(site.src, 12)
    serial = part_of(site, "serial", PARTS["channel-1"]).build()
    parallel = part_of(site, "parallel", PARTS["channel-1"]).build(jobs=2)
    assert parallel.output() == serial.output()


def test_other_pages_than_those_of_the_part_are_not_written(new_site: NewSite) -> None:
    part = part_of(new_site(SHOW), "radio", RADIO["radio"]).build()
    assert part.has_page("episodes/radio/first")
    assert part.has_page("podcast/channel/radio")
    for docname in ("episodes/koe", "podcast/entity/guglielmo-marconi", "podcast/episodes"):
        assert not part.has_page(docname)
    inventory = "\n".join(objects(part.out / "html"))
    assert "episodes/radio/first pod:episode" in inventory
    assert "guglielmo-marconi" not in inventory


@pytest.mark.parametrize("value", [[1], ["radio", None]])
def test_what_no_part_can_be(new_site: NewSite, value: object) -> None:
    with pytest.raises(ConfigError, match="podcast_part must be a list of strings"):
        new_site(SHOW, podcast_part=value).build()


# -- the command -------------------------------------------------------------------


def test_what_cannot_be_joined_is_told(new_site: NewSite) -> None:
    site = new_site({**SHOW, "about.md": ABOUT})
    parts = build_parts(site, {name: RADIO[name] for name in ("radio", "others")})
    (parts["others"].out / "html" / "index.html").write_text("Another index", encoding="utf-8")
    joined, said = join(site, parts)
    assert said.exit_code == 1
    assert f"  index.html ({parts['others'].out / 'html'})\n" in said.output
    assert "These pages are missing from all parts:\n  podcast/entity/" in said.output
    assert "  podcast/episodes\n" in said.output
    assert "Only pages of the first part can be found." in said.output
    assert "Another" not in (joined / "index.html").read_text(encoding="utf-8")
    assert (joined / "episodes" / "koe.html").exists()

    _joined, said = join(site, parts)
    assert (said.exit_code, "joined is not empty" in said.output) == (2, True)
    shutil.rmtree(joined)
    _joined, said = join(site, parts, "--exclude", "index.html", "--exclude", "episodes/r*")
    assert "differ between parts" not in said.output
    assert not (joined / "index.html").exists()
    assert "  episodes/radio/first\n" in said.output


def test_a_site_of_folders_is_joined(new_site: NewSite) -> None:
    part = part_of(new_site(SHOW), "all", ["**"]).build("dirhtml")
    shutil.move(part.out / "dirhtml", part.out / "html")
    joined, said = join(part, {"all": part})
    assert "missing from all parts" not in said.output
    shutil.rmtree(joined)
    (part.out / "html" / "index.html").unlink()
    (part.out / "html" / "episodes" / "koe" / "index.html").unlink()
    _joined, said = join(part, {"all": part})
    assert "These pages are missing from all parts:\n  episodes/koe\n  index\n" in said.output


@pytest.mark.browser
def test_the_search_finds_pages_of_all_parts(new_site: NewSite, browser: Browser) -> None:
    pytest.importorskip("pagefind")
    site = new_site(SHOW, podcast_search="pagefind")
    parts = build_parts(site, RADIO)
    assert not any((part.out / "html" / "pagefind").exists() for part in parts.values())
    joined, said = join(site, parts)
    assert said.exit_code == 0, said.output
    whole = site.build()
    assert json.loads((whole.out / "html/pagefind/indices.json").read_text("utf-8")) == []

    def results(folder: Path, query: str) -> list[str]:
        with served(folder) as address:
            page = browser.new_page()
            page.goto(f"{address}/search.html?q={query}")
            count = page.get_by_text(re.compile(r"\d+ results? for")).inner_text()
            links = page.locator("#pod-search .pagefind-ui__result-link")
            for number in range(int(count.split()[0])):
                if number and number % 5 == 0:  # five are shown at once
                    page.get_by_text("Load more results").click()
                links.nth(number).wait_for()
            found = sorted(
                link.removeprefix(address)
                for link in links.evaluate_all("all => all.map(a => a.href)")
            )
            page.close()
        return found

    found = results(joined, "Marconi")
    assert found == results(whole.out / "html", "Marconi")
    pages = {"/episodes/radio/first.html", "/episodes/koe.html"}
    assert pages | {"/podcast/entity/guglielmo-marconi.html"} <= set(found)


@pytest.mark.parametrize("content", [b"", b"# Sphinx inventory version 2\n#\n#\n#\nnothing"])
def test_a_part_without_an_inventory(new_site: NewSite, content: bytes) -> None:
    site = new_site(SHOW)
    part = part_of(site, "radio", RADIO["radio"]).build()
    (part.out / "html" / "objects.inv").write_bytes(content)
    _joined, said = join(site, {"radio": part})
    assert (said.exit_code, "objects.inv of a part: it is" in said.output) == (2, True)


def test_a_build_takes_what_was_scanned(new_site: NewSite) -> None:
    site = new_site(SHOW).write({"conf.py": CONF})
    part = part_of(site, "radio", RADIO["radio"])
    arguments = ["scan", str(part.out / "doctrees"), "--source", str(site.src)]
    result = CliRunner().invoke(main, arguments)
    assert result.output == f"{part.out / 'doctrees'}: 4 episodes\n"
    kept = part.out / "doctrees" / "_podcast" / "scan.pickle"
    before = kept.stat().st_ino, kept.read_bytes()
    part.build()
    assert (kept.stat().st_ino, kept.read_bytes()) == before
    assert part.has_page("episodes/radio/first")


# -- the files of the guide --------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Create an archive with the files of the guide, and a label that other episodes refer to."""
    pytest.importorskip("pagefind")
    folder = tmp_path / "project"
    write_archive(folder, 8)
    for name in ("conf.py", "parts.toml", "Snakefile"):
        shutil.copy(GUIDE / name, folder)
    (folder / "entities.toml").write_text("", encoding="utf-8")
    (folder / "index.md").write_text(INDEX.lstrip(), encoding="utf-8")
    return folder


def run(command: str, folder: Path, **environment: str) -> str:
    """Run a command in a shell with the programs of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", command],
        cwd=folder, env={**os.environ, "PATH": path, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_is_whole(project: Path) -> None:
    run("sphinx-build -q -W -d _doctrees . _whole", project)
    assert content(project / "_site") == content(project / "_whole")
    assert objects(project / "_site") == objects(project / "_whole")
    fragments = [
        len(list((project / f / "pagefind").rglob("*.pf_fragment"))) for f in ("_site", "_whole")
    ]
    assert fragments[0] == fragments[1] > 8


def test_the_workflow_makes_the_site(project: Path, tmp_path: Path) -> None:
    jobs: dict[str, Any] = yaml.safe_load((GUIDE / "parts.yml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["part"]["strategy"]["matrix"]["part"] == "${{ fromJSON(needs.scan.outputs.parts) }}"
    assert (jobs["part"]["needs"], jobs["join"]["needs"]) == ("scan", "part")
    assert jobs["part"]["env"]["PART"] == "${{ matrix.part }}"

    def run_job(name: str, **environment: str) -> None:
        for step in jobs[name]["steps"]:
            if "run" in step and step["run"] != "$PIP":
                run(step["run"], project, **environment)

    output = tmp_path / "output"
    run_job("scan", GITHUB_OUTPUT=str(output))
    parts = json.loads(output.read_text(encoding="utf-8").removeprefix("parts="))
    assert parts == list(PARTS)
    for part in parts:
        shutil.rmtree(project / "_parts" / "doctrees", ignore_errors=True)
        shutil.copytree(project / "_parts" / "scan", project / "_parts" / "doctrees")
        run_job("part", PART=part)
    run_job("join")
    assert_is_whole(project)


@pytest.mark.workers
def test_snakemake_makes_the_site(project: Path) -> None:
    run("snakemake --cores 2", project)
    assert_is_whole(project)
    edited = next((project / "episodes" / "channel-1").iterdir())
    text = edited.read_text(encoding="utf-8").replace("## Entities", "Altered.\n\n## Entities")
    edited.write_text(text, encoding="utf-8")
    run("snakemake --cores 2", project)
    page = project / "_site" / "episodes" / "channel-1" / f"{edited.stem}.html"
    assert "Altered." in page.read_text(encoding="utf-8")
    assert_is_whole(project)


def test_a_label_in_another_part_is_found_the_second_time(project: Path) -> None:
    one, other = (next((project / "episodes" / f"channel-{number}").iterdir()) for number in (1, 2))
    text = one.read_text(encoding="utf-8").replace("## Entities", "(spot)=\n## Entities")
    one.write_text(text, encoding="utf-8")
    text = other.read_text(encoding="utf-8").replace(
        "## Entities", "{ref}`So <spot>`\n\n## Entities"
    )
    other.write_text(text, encoding="utf-8")
    build = "sphinx-build -q -d _parts/d/$PART . _parts/html/$PART"
    for part in PARTS:
        run(build, project, PART=part)
    run("sphinx-podcast join _site _parts/html/*", project)
    run(f"{build} -W", project, PART="channel-2")
    page = (
        project
        / "_parts"
        / "html"
        / "channel-2"
        / other.relative_to(project).with_suffix(".html").relative_to(".")
    )
    link = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").find("a", string="So")
    assert isinstance(link, Tag)
    assert posixpath.normpath(str(link["href"])) == f"../../episodes/channel-1/{one.stem}.html#spot"


ATOM = "{http://www.w3.org/2005/Atom}"


def feed(*entries: tuple[str, str]) -> str:
    items = "".join(
        f"<entry><id>{id_}</id><title>{id_} &amp; co</title><updated>{updated}</updated></entry>"
        for id_, updated in entries
    )
    updated = max(updated for _, updated in entries)
    head = f"<title>All</title><updated>{updated}</updated>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{items}</feed>'


def test_feeds_are_joined_newest_first(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_text(
        feed(("a", "2026-01-01T00:00:00Z"), ("c", "2026-03-01T09:00:00+09:00"))
    )
    (tmp_path / "2.xml").write_text(
        feed(("b", "2026-02-01T00:00:00Z"), ("a", "2026-01-01T00:00:00Z"))
    )
    run(f"python {GUIDE / 'feeds.py'} joined.xml 1.xml 2.xml", tmp_path)
    root = ElementTree.parse(tmp_path / "joined.xml").getroot()
    assert [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")] == [
        "c",
        "b",
        "a",
    ]
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "c & co"
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T09:00:00+09:00"
    assert root.tag == f"{ATOM}feed"
