"""Files beside an episode: which are read, and which are not."""

import os
from pathlib import Path

import pytest

from sphinxcontrib_podcast.catalogue.field_files import FieldFiles, read_field_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs/episodes").mkdir(parents=True)
    (tmp_path / "outside.yml").write_text("title: Outside\n")
    return tmp_path / "docs"


def test_a_file_with_fields(folder: Path) -> None:
    (folder / "episodes/a.yml").write_text("title: A\n")
    assert list(FieldFiles(folder).of("episodes/a.md")) == ["episodes/a.yml"]
    assert read_field_files(folder, ["episodes/a.yml"])["episodes/a.yml"].values == {"title": "A"}


def test_links_out_of_the_source_folder_are_not_read(folder: Path) -> None:
    (folder / "episodes/a.yml").symlink_to("../../outside.yml")
    (folder / "episodes/a.json").symlink_to("/dev/zero")
    assert FieldFiles(folder).of("episodes/a.md") == {}
    assert read_field_files(folder, ["episodes/a.yml", "episodes/a.json"]) == {}


def test_pipes_and_long_files_are_not_read(folder: Path) -> None:
    os.mkfifo(folder / "episodes/a.yml")
    (folder / "episodes/a.toml").write_text("# " + "x" * (1 << 20))
    assert FieldFiles(folder).of("episodes/a.md") == {}
