"""Lines of entity lists merged to entities, without a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sphinxcontrib_podcast.catalogue.entities import merge_entities
from sphinxcontrib_podcast.catalogue.mentions import KnownMentions
from sphinxcontrib_podcast.model import Cue, Entity, EntityEntry, Episode, Passage, RegistryEntry


def episode(docname: str, *listed: tuple[str, str], text: str = "", host: str = "") -> Episode:
    entries = tuple(
        EntityEntry(name, type_, "", "", "", line) for line, (name, type_) in enumerate(listed, 1)
    )
    return Episode(
        docname, f"{docname}.md", docname, "en", entries=entries, passages=(Passage(text, 1),),
        hosts=(host,) if host else (),
    )  # fmt: skip


def merged(*episodes: Episode, registry: tuple[RegistryEntry, ...] = ()) -> Mapping[str, Entity]:
    return merge_entities(episodes, (), registry, KnownMentions({}))[0]


def names(*episodes: Episode, registry: tuple[RegistryEntry, ...] = ()) -> list[tuple[str, ...]]:
    return sorted(entity.names for entity in merged(*episodes, registry=registry).values())


def mentions(entities: Mapping[str, Entity], name: str) -> list[str]:
    return [m.name for e in entities.values() if name in e.names for m in e.mentions]


def test_a_name_and_its_translation_are_names_of_one_entity() -> None:
    found = merged(
        episode("a", ("智能体 (agent)", "concept"), text="智能体就是 agent。"),
        episode("b", ("World Model（世界模型）", "concept")),
        episode("c", text="他说世界模型是 world model。"),
    )
    assert sorted(e.names for e in found.values()) == [
        ("World Model", "世界模型"), ("智能体", "agent"),
    ]  # fmt: skip
    assert mentions(found, "agent") == ["智能体", "agent"]
    assert mentions(found, "World Model") == ["世界模型", "world model"]


def test_entities_merge_on_either_name() -> None:
    assert names(
        episode("a", ("约束框架 (harness)", "concept")),
        episode("b", ("脚手架（harness）", "concept")),
        episode("c", ("脚手架", "concept")),
        episode("d", ("Harness", "")),
    ) == [("脚手架", "Harness", "约束框架", "harness")]
    # a product of that name is another thing
    assert (
        len(names(episode("a", ("吊带 (harness)", "product"), ("框架 (harness)", "concept")))) == 2
    )


def test_an_abbreviation_of_two_names_merges_neither() -> None:
    rag = ("Retrieval-Augmented Generation (RAG)", "concept")
    assert names(episode("a", rag), episode("b", ("RAG", "concept"))) == [
        ("RAG", "Retrieval-Augmented Generation")
    ]
    other = ("Random Access Graph (RAG)", "concept")
    assert names(episode("a", rag, other), episode("b", ("RAG", "concept"))) == [
        ("RAG",), ("Random Access Graph", "RAG"), ("Retrieval-Augmented Generation", "RAG"),
    ]  # fmt: skip


def test_hosts_with_a_translation() -> None:
    found = merged(
        episode("a", host="王小明 (Ann Lee)"),
        episode("b", ("Ann Lee", "person"), text="Ann Lee spoke."),
    )
    assert [(e.names, len(e.appearances), len(e.mentions)) for e in found.values()] == [
        (("Ann Lee", "王小明"), 1, 1)
    ]


def test_the_registry_knows_one_of_the_names() -> None:
    registry = (RegistryEntry("agents", "Agent", "e.toml", 1, type="concept"),)
    found = merged(
        episode("a", ("智能体 (agent)", "concept")),
        episode("b", ("智能体", "concept")),
        registry=registry,
    )
    assert list(found) == ["agents"]
    assert len(found["agents"].entries) == 2
    assert "智能体" in found["agents"].names


def test_a_proper_name_of_one_word_needs_its_capital() -> None:
    listed = (("Spark", "product"), ("Meta", "organization"), ("Signal", "software"),
              ("Entropy", "concept"), ("iPhone", "product"))  # fmt: skip
    text = "A spark of hope, meta-analysed. SPARK and Spark, a signal, entropy, an iphone."
    found = merged(episode("a", *listed, text=text))
    assert [m.name for e in found.values() for m in e.mentions] == [
        "entropy", "iphone", "SPARK", "Spark",
    ]  # fmt: skip
    insensitive = RegistryEntry("spark", "Spark", "e.toml", 1, type="product", case_sensitive=False)
    found = merged(episode("a", ("Spark", "product"), text="a spark"), registry=(insensitive,))
    assert [m.name for m in found["spark"].mentions] == ["spark"]


def test_plurals_are_mentions() -> None:
    listed = (("World Model", "concept"), ("Agent", "concept"), ("Ann Lee", "person"),
              ("Spark", "product"), ("Data Room", "product"), ("Data Rooms", "work"))  # fmt: skip
    text = "World models and agents; Ann Lees, Sparks. Data Rooms."
    found = merged(episode("a", *listed, text=text))
    assert {e.name: [m.name for m in e.mentions] for e in found.values() if e.mentions} == {
        "World Model": ["World models"], "Agent": ["agents"], "Data Rooms": ["Data Rooms"],
    }  # fmt: skip


def test_addresses_and_captions_do_not_turn_off_first_names() -> None:
    listed = ("Mara Lindqvist", "person")

    def first_names(text: str, said: str) -> list[str]:
        one = replace(episode("a", listed, text=text), cues=(Cue(0, None, "", said, 1),))
        return mentions(merged(one), "Mara Lindqvist")

    assert first_names("Mara says so.", "go to join.example.com/mara and see what it is") == [
        "Mara"
    ]
    assert first_names("Mara says so.", "so today mara is here with us") == ["Mara"]
    assert first_names("Mara says so.", "So today. The mara is an animal. It eats.") == []
    assert first_names("Mara says so, the mara.", "") == []


def test_short_handles_are_not_looked_for() -> None:
    found = merged(
        episode("a", ("al", "person"), ("alice", "person"), ("Al", "person"), ("X", "product"),
                text="Lee et al. with alice, Al and X."),
    )  # fmt: skip
    assert [m.name for e in found.values() for m in e.mentions] == ["Al", "alice"]
