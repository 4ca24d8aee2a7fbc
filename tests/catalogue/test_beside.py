from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_podcast.catalogue.beside import FilesBeside, fields_beside, read_beside


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("12.yml", "title: T\n"), ("12.yaml", "---\ntitle: T\n"), ("12.toml", 'title = "T"\n'),
        ("12.json", '{"title": "T"}'), ("12.11tydata.json", '{"title": "T"}'),
    ],
)  # fmt: skip
def test_forms(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / name).write_text(content, encoding="utf-8")
    found = FilesBeside(tmp_path).of("e/12.md")
    assert list(found) == [f"e/{name}"]
    (fields,) = fields_beside(found).values()
    assert fields.fields == {"title": "T"}
    assert read_beside(tmp_path, found)[f"e/{name}"].fields == {"title": "T"}
    assert FilesBeside(tmp_path).of("e/13.md") == {}


@pytest.mark.parametrize(
    "content",
    [
        '{"language": "en", "segments": [{"start": 0, "text": "Hello"}]}', '[{"start": 0}]', '{"x": 1}', "{", '"title"',
        '{"title": "T", "words": [{"word": "a"}]}',
    ],
)  # fmt: skip
def test_json_of_other_kinds(tmp_path: Path, content: str) -> None:
    (tmp_path / "12.json").write_text(content, encoding="utf-8")
    assert FilesBeside(tmp_path).of("12.md") == {}


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert read_beside(tmp_path, ["12.yml"]) == {}
