from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_podcast.catalogue import store


def test_a_value_is_found_under_its_fingerprint_only(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "scan.pickle"
    store.save(path, "one", {"a": 1})
    assert store.load(path, "one") == {"a": 1}
    assert store.load(path, "two") is None
    store.save(path, "two", [2])
    assert store.load(path, "one") is None
    assert store.load(path, "two") == [2]
    assert [p.name for p in path.parent.iterdir()] == ["scan.pickle"]


def test_damaged_and_missing_files_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "scan.pickle"
    assert store.load(path, "one") is None
    store.save(path, "one", "value")
    path.write_bytes(path.read_bytes()[:-3])
    assert store.load(path, "one") is None
    path.write_bytes(b"")
    assert store.load(path, "one") is None


def test_nothing_is_stored_without_a_path() -> None:
    store.save(None, "one", "value")
    assert store.load(None, "one") is None


def test_text_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.md"
    store.write_text(path, "déjà\r\nvu\n")
    assert path.read_bytes() == "déjà\r\nvu\n".encode()


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with pytest.raises(TypeError), store.replacing(path) as file:
        file.writelines([b"half", None])  # type: ignore[list-item]
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("b.md", b"old")]
    store.write_text(path, "new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_hashes() -> None:
    assert store.short_hash("a") == store.short_hash("a") != store.short_hash("b")
    assert len(store.short_hash("a")) == 24
    assert store.program_hash() == store.program_hash()
