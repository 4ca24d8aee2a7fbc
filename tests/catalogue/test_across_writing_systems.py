"""Names that may be the same in two scripts, and the entries that the check proposes for them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

import pytest
from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.across_writing_systems import pairs_across_scripts
from sphinxcontrib_podcast.catalogue.editor_check import find_all, report

EPISODE = "---\nchannel: {}\n---\n# T\n\n## [00:00] One\n\nN.\n\n## Entities\n\n- {}\n"


def pairs(*lines: str, channels: Sequence[str] = ("A", "B", "C", "D")) -> list[tuple[str, str]]:
    files = {
        f"e/{i}": EPISODE.format(channel, line)
        for i, (channel, line) in enumerate(zip(channels, lines, strict=False))
    }
    return [(one.name, other.name) for one, other in pairs_across_scripts(catalogue_of(files))]


@pytest.mark.parametrize(
    ("katakana", "latin"),
    [
        ("デミス・ハサビス", "Demis Hassabis"), ("ヤン・ルカン", "Yann LeCun"),
        ("イーロン・マスク", "Elon Musk"), ("トーマス・エジソン", "Thomas Edison"),
        ("サム・アルトマン", "Sam Altman"), ("ジェフリー・ヒントン", "Geoffrey Hinton"),
        ("マーク・ザッカーバーグ", "Mark Zuckerberg"), ("エイダ・ラブレス", "Ada Lovelace"),
        ("アラン・チューリング", "Alan Turing"), ("ｱﾗﾝ・ﾁｭｰﾘﾝｸﾞ", "Alan Turing"),
        ("リチャード＝ファインマン", "Richard Feynman"),
        ("レジナルド・フェッセンデン", "Reginald Fessenden"),
    ],
)  # fmt: skip
def test_people(katakana: str, latin: str) -> None:
    assert pairs(f"**{katakana}** (人物): A.", f"**{latin}** (Person): B.") == [(katakana, latin)]


def test_of_several_it_is_the_one_that_is_most_alike() -> None:
    lines = (
        "**サム・アルトマン** (人物): A.", "**Sam Walton** (Person): B.",
        "**Sam Altman** (Person): C.",
    )  # fmt: skip
    assert pairs(*lines) == [("サム・アルトマン", "Sam Altman")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("**マーラ・リンド** (人物): A.", "**Mary Lane** (Person): B."),
        ("**ディープマインド** (概念): A.", "**DeepMind** (Organization): B."),  # another type
        ("**アニー** (人物): A.", "**Anne** (Person): B."),  # too short
        ("**デミス** (人物): A.", "**Demis Hassabis** (Person): B."),  # a part of a name
        ("**早川美咲** (人物): A.", "**Hayakawa Misaki** (Person): B."),
        ("**サム・アルトマン** (人物): A.", "**Sam Walton** (Person): B."),
    ],
)
def test_others_are_not(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_in_one_channel_they_need_not_be_as_much_alike() -> None:
    lines = ("**チャールズ・バベッジ** (人物): A.", "**Charles Babbage** (Person): B.")
    assert pairs(*lines) == []
    assert len(pairs(*lines, channels=("A", "A"))) == 1


def test_a_name_in_the_brackets_of_another() -> None:
    lines = ("**智能体（agent）**: A.", "**エージェント (agent)** (概念): B.")
    assert pairs(*lines) == [("智能体（agent）", "エージェント")]


def test_the_check_proposes_an_entry() -> None:
    files = {
        "e/0": EPISODE.format("A", '**デミス・ハサビス** (人物): "A".'),
        "e/1": EPISODE.format("B", "**Demis Hassabis** (Person): B."),
    }
    findings = find_all(catalogue_of(files))
    (found,) = (finding for finding in findings if finding.kind == "scripts")
    assert (found.severity, found.path, found.line) == ("note", "e/0.md", 12)
    assert found.message.startswith("'デミス・ハサビス' may be 'Demis Hassabis' in e/1.md:12.")
    assert tomllib.loads(found.registry) == {
        "entities": {
            "demis-hassabis": {
                "name": "Demis Hassabis",
                "labels": {"ja": "デミス・ハサビス"},
                "type": "person",
            }
        }
    }
    lines = report(findings)
    assert lines[-4:-1] == ["# For the registry, if these are the same:", found.registry, ""]
    # that entry settles it
    entry = registered(
        "demis-hassabis", "Demis Hassabis", labels=(("ja", "デミス・ハサビス"),), type="person"
    )
    assert [f for f in find_all(catalogue_of(files, [entry])) if f.kind == "scripts"] == []
    # of one that has an entry, the other becomes an alias
    entry = registered("demis-hassabis", "Demis Hassabis", type="person")
    findings = find_all(catalogue_of(files, [entry]))
    (found,) = (finding for finding in findings if finding.kind == "scripts")
    assert found.registry.startswith("# [entities.demis-hassabis] in ")
    assert found.registry.endswith('aliases = ["デミス・ハサビス"]')
