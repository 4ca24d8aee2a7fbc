from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_podcast.catalogue.episode_paths import (
    bundles,
    folder_channel,
    folder_pattern,
    is_repository_file,
    literal_base,
    nothing_found,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("README", True), ("a/readme", True), ("Readme.zh", True), ("README_ja", True), ("CODE_OF_CONDUCT", True),
        ("a/LICENSE", True), ("license", False), ("a/Security", False), ("readmes-of-the-web", False), ("one", False),
    ],
)  # fmt: skip
def test_files_of_a_repository(name: str, expected: bool) -> None:
    assert is_repository_file(name) is expected


@pytest.mark.parametrize(
    ("docname", "channel"),
    [
        ("e/one", ""), ("e/show/one", "show"), ("e/show/12/index", "show"), ("e/12/index", ""), ("e/2021/one", ""),
        ("e/2021/03/one", ""), ("e/2021/show/one", "show"), ("e/_posts/one", ""), ("e/show/_posts/one", "show"),
        ("e/12/one", "12"), ("e/_show/one", "show"), ("other/show/one", "other"), ("one", ""),
    ],
)  # fmt: skip
def test_channels(docname: str, channel: str) -> None:
    assert folder_channel(docname, ["e/"]) == channel


def test_folders_of_their_own() -> None:
    names = [
        "index",
        "e/index",
        "e/1/index",
        "e/2/index",
        "e/show/index",
        "e/show/one",
        "e/s/index",
        "e/s/3/index",
    ]
    assert bundles(names, ["e/"]) == {"e/1/index", "e/2/index", "e/s/3/index"}
    assert bundles(["e/1/index", "e/1/README"], ["e/"]) == {"e/1/index"}
    assert bundles(["index", "1/index"], [""]) == {"1/index"}


@pytest.mark.parametrize(
    ("given", "pattern"),
    [
        ("notes", "notes/**"), ("notes/", "notes/**"), ("./notes", "notes/**"), ("/notes/**", "notes/**"), ("a/b", "a/b/**"),
        ("notes/*.md", "notes/*.md"), ("notes/a.md", "notes/a.md"), ("v1.2", "v1.2/**"), (".", "**"), ("./", "**"), ("**", "**"),
    ],
)  # fmt: skip
def test_a_folder_is_all_that_is_in_it(tmp_path: Path, given: str, pattern: str) -> None:
    (tmp_path / "v1.2").mkdir()
    assert folder_pattern(given, tmp_path) == pattern


def test_the_folder_of_a_pattern() -> None:
    assert [literal_base(p) for p in ("e/**", "a/*/n/*.md", "**", "a/b.md")] == [
        "e/",
        "a/",
        "",
        "a/",
    ]


def test_what_is_said_if_nothing_is_found() -> None:
    said = nothing_found(["e/**"], ["index.md", "notes/a.md", "notes/b.md"])
    assert "podcast_episodes is 'e/**'" in said
    assert "2 in 'notes', 1 in '.'" in said
    assert said.endswith('podcast_episodes = ["notes"]')
    assert nothing_found([], []).endswith("and there is no Markdown file")
