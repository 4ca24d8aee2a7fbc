"""Names in the real episodes: how many are linked, and whether to the right entities."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from conftest import Site
from docutils import nodes

DATA = Path(__file__).parent / "data"

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


def test_with_a_registry(new_site: Callable[..., Site], real_episodes: Path) -> None:
    files = {f"episodes/{p.name}": p.read_bytes() for p in real_episodes.glob("*.md")}
    registry = (DATA / "registry.toml").read_bytes()
    site = new_site({**files, "entities.toml": registry}, podcast_autolink="all").build()
    false, missed = measure(site, [p.stem for p in real_episodes.glob("*.md")])
    assert false == set()
    # AMI is the company, but also the programme of another company in the same episode
    assert {(entity, name) for _, entity, _, name, _ in missed} == {("ami-labs", "AMI")}
    assert 1 - len(missed) / len(true_mentions()) >= 0.98


def test_without_a_registry(new_site: Callable[..., Site], real_episodes: Path) -> None:
    files = {f"episodes/{p.name}": p.read_bytes() for p in real_episodes.glob("*.md")}
    site = new_site(files, podcast_autolink="all").build()
    false, missed = measure(site, [p.stem for p in real_episodes.glob("*.md")])
    # not a wrong page: the second word of "Google DeepMind"; ワールドモデル has its own page
    assert {(entity, name) for _, entity, _, name, _ in false} == {
        ("deepmind", "DeepMind"),
        ("ワールドモデル", "ワールドモデル"),
    }
    # ヤン is not known as Yann LeCun, and a single word that only another episode lists is not linked
    assert {entity for _, entity, *_ in missed} == {
        *("ami-labs", "deepmind", "gemini", "geoffrey-hinton", "meta-fair"),
        *("reinforcement-learning", "world-model", "yann-lecun"),
    }
