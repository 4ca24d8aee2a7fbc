"""Maintenance of the project: the version, the changelog for releases, and its metadata files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import sphinxcontrib_podcast

ROOT = Path(__file__).parents[1]
VERSION = sphinxcontrib_podcast.__version__
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]

CHANGELOG = """\
# Changelog

## [Unreleased]

## [{version}] - 2026-01-02

### Added

- Something.

## [0.0.1] - 2026-01-01

- Less.

[Unreleased]: https://example.org
"""


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def release_notes(tag: str, changelog: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script on a project with a changelog."""
    (folder / ".ci").mkdir()
    (folder / "sphinxcontrib_podcast").mkdir()
    for name in (".ci/release_notes.py", "sphinxcontrib_podcast/__init__.py"):
        (folder / name).write_text(text(name), encoding="utf-8")
    (folder / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    command = [sys.executable, str(folder / ".ci" / "release_notes.py"), tag]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_release_takes_its_notes_from_the_changelog(tmp_path: Path) -> None:
    done = release_notes(f"v{VERSION}", CHANGELOG.format(version=VERSION), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "### Added\n\n- Something.\n"


@pytest.mark.parametrize(
    ("tag", "changelog", "says"),
    [
        ("v99.0", CHANGELOG.format(version="99.0"), f"the version of the package is {VERSION}"),
        (f"v{VERSION}", CHANGELOG.format(version="99.0"), f"no section '## [{VERSION}]"),
        (f"v{VERSION}", f"## [{VERSION}] - 2026-01-01\n\n## [0.0.1]\n", "no section"),
    ],
    ids=["another version", "not in it", "nothing in it"],
)
def test_there_is_no_release_without_notes(
    tag: str, changelog: str, says: str, tmp_path: Path
) -> None:
    done = release_notes(tag, changelog, tmp_path)
    assert done.returncode == 1
    assert says in done.stderr


def test_the_changelog_has_sections_that_can_be_released() -> None:
    headings = re.findall(r"^## (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    for heading in headings[1:]:
        assert re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading)
    assert set(re.findall(r"^### (.*)$", text("CHANGELOG.md"), re.MULTILINE)) <= set(KINDS)


def test_one_place_has_the_version() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    assert "version" not in yaml.safe_load(text("CITATION.cff"))
    pattern = re.compile(rf"(?<![\d.]){re.escape(VERSION)}(?![\d.])")
    files = [ROOT / "README.md", ROOT / "docs" / "conf.py", *(ROOT / "docs").glob("**/*.md")]
    assert not [path for path in files if pattern.search(path.read_text(encoding="utf-8"))]


def test_every_target_explains_itself() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony is not None
    assert targets == set(phony[1].split())
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if not line.startswith("make")]
    assert targets == {line.split()[0] for line in lines}


def test_every_marker_has_a_target_that_is_run() -> None:
    """Tests that plain pytest skips are run by a target, which ``.ci/run`` runs."""
    options = tomllib.loads(text("pyproject.toml"))["tool"]["pytest"]["ini_options"]
    markers = {marker.partition(":")[0] for marker in options["markers"]}
    assert markers == set(re.findall(r"not (\w+)", options["addopts"]))
    by_marker = {
        marker: target
        for target, marker in re.findall(
            r'^([a-z]+):.*\n\t.*(?:-m pytest -m|-m nox -s) "?(\w+)', text("Makefile"), re.MULTILINE
        )
    }
    assert set(by_marker) == markers
    assert set(by_marker.values()) <= set(re.findall(r"^make (\w+)$", text(".ci/run"), re.M))


def test_the_layout_names_what_there_is() -> None:
    layout = text("CONTRIBUTING.md")
    package = ROOT / "sphinxcontrib_podcast"
    parts = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in package.iterdir()
        if path.name not in ("__pycache__", "py.typed")
    }
    assert {part for part in parts if f"`{part}`" not in layout} == set()


@pytest.mark.parametrize("name", ["bug.yml", "feature.yml"])
def test_issue_forms_have_what_github_asks_for(name: str) -> None:
    form = yaml.safe_load(text(f".github/ISSUE_TEMPLATE/{name}"))
    assert {"name", "description", "body"} <= set(form)
    ids = [part["id"] for part in form["body"]]
    assert len(ids) == len(set(ids))
    for part in form["body"]:
        assert part["type"] in ("markdown", "textarea", "input", "dropdown", "checkboxes")
        assert part["attributes"]["label"]


@pytest.mark.parametrize("name", ["tests.yml", "release.yml"])
def test_workflows_call_what_there_is(name: str) -> None:
    workflow = yaml.safe_load(text(f".github/workflows/{name}"))
    for job in workflow["jobs"].values():
        if "uses" in job:
            assert (ROOT / job["uses"]).is_file()
        for step in job.get("steps", ()):
            assert ("uses" in step) != ("run" in step)
            for script in re.findall(r"\.ci/\S+", step.get("run", "")):
                assert (ROOT / script).is_file()
    pythons = re.findall(r":: (3\.\d+)\"", text("pyproject.toml"))
    if name == "tests.yml":
        assert workflow["jobs"]["matrix"]["strategy"]["matrix"]["python"] == pythons


def test_schemas_are_those_of_the_draft_that_they_name() -> None:
    from jsonschema.validators import validator_for

    for path in (ROOT / "sphinxcontrib_podcast").glob("**/*.schema.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        validator_for(schema).check_schema(schema)
