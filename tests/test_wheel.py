"""The published packages: their content, and that they work in an empty environment."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
from collections import defaultdict
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

import pytest

import sphinxcontrib_podcast

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).parents[1]

#: Files of the package other than modules, by folder.
DATA = {
    "": {".typed"},
    "catalogue": {".json"},
    "cli": {".toml"},
    "ebook": {".css"},
    "grammar": {".toml"},
    "latex": {".sty"},
    "locale": {".mo"},
    "quotes": {".toml"},
    "schemas": {".json"},
    "serve": {".js"},
    "sphinx_ext": {".js"},
    "static": {".css", ".js"},
    "templates": {".html", ".svg"},
}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def source(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the source distribution."""
    (path,) = dist.glob("*.tar.gz")
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    return root


@pytest.fixture(scope="module")
def empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create an environment with the wheel and its requirements. Return its folder of programs."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", wheel, cwd=folder)
    assert "No broken requirements" in run(*pip, "check", cwd=folder)
    return programs


def test_the_index_can_read_the_description(dist: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", *sorted(dist.iterdir()), cwd=dist)


def test_the_wheel_has_the_package_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    kinds: dict[str, set[str]] = defaultdict(set)
    others = set()
    for name in names:
        top, _, rest = name.partition("/")
        if top == "sphinxcontrib_podcast":
            folder = rest.partition("/")[0] if "/" in rest else ""
            kinds[folder].add("".join(Path(rest).suffixes[-1:]))
        else:
            others.add(rest)
    assert {f: k - {".py"} for f, k in kinds.items() if k - {".py"}} == DATA
    others.discard("entry_points.txt")  # the file of a package with commands
    assert others == {"METADATA", "RECORD", "WHEEL", "licenses/LICENSE"}
    modules = {str(p.relative_to(ROOT)) for p in (ROOT / "sphinxcontrib_podcast").rglob("*.py")}
    assert modules == {name for name in names if name.endswith(".py")}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("/METADATA"))
        metadata = message_from_string(archive.read(name).decode())
    assert metadata["Version"] == sphinxcontrib_podcast.__version__
    assert metadata["License-Expression"] == "MIT"
    classifiers = metadata.get_all("Classifier", [])
    assert {"Framework :: Sphinx :: Extension", "Typing :: Typed"} <= set(classifiers)
    urls = dict(url.split(", ") for url in metadata.get_all("Project-URL", []))
    assert set(urls) == {"Documentation", "Source", "Changelog", "Issues"}


def test_the_source_has_what_tests_and_manual_need(source: Path) -> None:
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile"):
        assert (source / name).is_file()
    for folder in ("docs", "tests", "benchmarks"):
        tracked = {p.name for p in (ROOT / folder).iterdir() if p.suffix in (".py", ".md")}
        assert tracked <= {p.name for p in (source / folder).iterdir()}
    assert not (source / "docs" / "_build").exists()


def test_a_project_is_built_with_the_wheel(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "conf.py").write_text('extensions = ["sphinxcontrib_podcast"]\n')
    (tmp_path / "index.md").write_text("# Show\n\n```{toctree}\npodcast/index\n```\n")
    (tmp_path / "episodes" / "one.md").write_text("# One\n\nHello.\n\n## [02:04] Why\n\nSo.\n")
    run(empty / "sphinx-build", "-W", "--keep-going", "-D", "language=ja", ".", "out", cwd=tmp_path)
    page = (tmp_path / "out" / "episodes" / "one.html").read_text(encoding="utf-8")
    assert 'id="t-02-04"' in page
    assert "podcast.css" in page
    assert "エピソード" in (tmp_path / "out" / "podcast" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "_static" / "podcast.css").is_file()


def test_the_manual_is_built_with_the_wheel(
    empty: Path, wheel: Path, source: Path, tmp_path: Path
) -> None:
    pip = (empty / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", f"{wheel}[docs]", cwd=tmp_path)
    run(empty / "sphinx-build", "-W", "--keep-going", source / "docs", "out", cwd=tmp_path)
    assert "pod-player" in (
        tmp_path / "out" / "episodes" / "listening-room" / "trailer.html"
    ).read_text(encoding="utf-8")
