"""The forms in which files say something, as the manual lists them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site
from reading import read

from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

NewSite = Callable[..., Site]
MANUAL = Path(__file__).parents[1] / "docs/reference/episode-files.md"


def rows(label: str) -> list[tuple[str, str]]:
    """Return the cells of the first table after a label."""
    text = MANUAL.read_text(encoding="utf-8").partition(f"({label})=\n")[2]
    lines = re.search(r"^\|.*\n\|[- |]*\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert lines
    cells = [line.strip("| ").split(" | ", 1) for line in lines[1].splitlines()]
    return [(first.strip("`"), second.strip()) for first, second in cells]


def said(text: str) -> dict[str, str]:
    """Return what the second cell says: names and values."""
    return dict(re.findall(r"(\w+) `([^`]*)`", text))


def found(episode: Episode, name: str) -> str:
    """Return the value of a field as the manual writes it."""
    if name == "quote":
        return ", ".join(quote.text for quote in episode.quotes)
    if name not in Episode.__dataclass_fields__:
        return ", ".join(entry.name for entry in episode.entries if entry.type == name)
    value = getattr(episode, name)
    if name == "links":
        value = tuple(url for _label, url in value)
    if name == "duration" and value is not None:
        return format_time(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")


NAMES = ["date", "number", "season", "duration", "hosts", "guests", "channel", "audio", "video",
         "links", "image", "tags", "organization", "concept", "quote"]  # fmt: skip


@pytest.mark.parametrize(("front_matter", "means"), rows("values"))
def test_values(front_matter: str, means: str) -> None:
    episode = read(f"---\n{front_matter}\n---\n# T\n\n## [00:00] A\n")
    expected = said(means)
    assert expected or means == "nothing"
    for name in NAMES:
        assert found(episode, name) == expected.get(name, "")
    assert episode.language == expected.get("language", "en")


def test_places(new_site: NewSite) -> None:
    table = rows("places")
    alone = [path for path, _ in table if path.endswith("/index.md")]
    shared = [path for path, _ in table if path not in alone]
    for paths in (alone, shared):
        site = new_site(dict.fromkeys(paths, "---\ntitle: T\n---\n\n## [00:00] A\n")).build()
        episodes = pod_domain(site.app.env).catalogue.episodes  # type: ignore[union-attr]
        for path in paths:
            kind, _, rest = dict(table)[path].partition(",")
            episode = episodes.get(path.removesuffix(".md"))
            assert (episode is not None) is (kind == "episode"), path
            if episode:
                assert (found(episode, "channel"), found(episode, "date")) == (
                    said(rest).get("channel", ""),
                    said(rest).get("date", ""),
                ), path
