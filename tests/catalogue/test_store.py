from __future__ import annotations

from pathlib import Path

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


def test_hashes() -> None:
    assert store.short_hash("a") == store.short_hash("a") != store.short_hash("b")
    assert len(store.short_hash("a")) == 24
    assert store.program_hash() == store.program_hash()
