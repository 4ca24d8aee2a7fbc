"""Names in the written episodes: how many are linked, and whether to the right entities."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import WRITTEN_EPISODES, Site
from docutils import nodes

DATA = Path(__file__).parent / "data"
EPISODES = [path.stem for path in WRITTEN_EPISODES.glob("*.md")]

#: Episode, entity, line, name as written, and the number of the occurrence in that line.
Place = tuple[str, str, int, str, int]


def true_mentions() -> set[Place]:
    data = tomllib.loads((DATA / "mentions.toml").read_text(encoding="utf-8"))
    return {
        (episode, entity, *place)
        for episode, entities in data.items()
        for entity, places in entities.items()
        for place in places
    }


def linked_mentions(site: Site, episode: str) -> Iterator[Place]:
    """Return the links of a page by the position of their names in the source."""
    before: Counter[tuple[int, str]] = Counter()  # in other paragraphs of the same line
    for paragraph in site.doctree(f"episodes/{episode}").findall(nodes.paragraph):
        text, position = paragraph.astext(), 0
        found = []
        for part in paragraph.findall(nodes.Text):
            link = part.parent
            if "pod-mention" in link["classes"]:
                home = link["pod-anchor"] or link["pod-docname"].rpartition("/")[2]
                entity = home.removeprefix("entity-")
                found.append((entity, str(part), text[: position + len(part)].count(part)))
            position += len(part)
        line = paragraph.line or 0
        for entity, name, number in found:
            yield (episode, entity, line, name, number + before[line, name])
        for name in {name for _, name, _ in found}:
            before[line, name] += text.count(name)


def measure(site: Site, episodes: list[str]) -> tuple[set[Place], set[Place]]:
    """Return the wrong links, and the mentions that are not linked."""
    linked = {place for episode in episodes for place in linked_mentions(site, episode)}
    true = true_mentions()
    return linked - true, true - linked


def test_with_a_registry(
    new_site: Callable[..., Site], written_episodes: dict[str, str | bytes | None]
) -> None:
    registry = (DATA / "registry.toml").read_bytes()
    files = {**written_episodes, "entities.toml": registry}
    site = new_site(files, podcast_autolink="all").build()
    assert measure(site, EPISODES) == (set(), set())


def test_without_a_registry(
    new_site: Callable[..., Site], written_episodes: dict[str, str | bytes | None]
) -> None:
    site = new_site(written_episodes, podcast_autolink="all").build()
    false, missed = measure(site, EPISODES)
    # every mention is linked, but a name in another language is an entity of its own
    assert {(episode, *place) for episode, _, *place in false} == {
        (episode, *place) for episode, _, *place in missed
    }
    assert {entity for _, entity, *_ in false} == {
        *("ナオミ-クラーク", "北標研究所", "北标实验室", "潮汐モデル", "潮汐模型"),
        *("調和分析", "调和分析", "高潮", "风暴潮"),
    }
    assert all(
        entity in (name, "ナオミ-クラーク") or name == "ナオミ・クラーク"
        for _, entity, _, name, _ in false
    )
