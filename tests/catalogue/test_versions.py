"""Versions of an episode in several languages."""

import pytest
from archives import catalogue_of

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.resolver import resolve_episode
from sphinxcontrib_podcast.views.entity import entity_page
from sphinxcontrib_podcast.views.episode import EpisodeNumber, facts
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.listing import EpisodeFilter, group_episodes, select_episodes
from sphinxcontrib_podcast.views.navigation import way
from sphinxcontrib_podcast.views.quotes import all_quotes
from sphinxcontrib_podcast.views.related import related

EN = """---
date: 2024-05-01
hosts: [Ada Lovelace]
channel: Engines
%s---
# The engine

It weaves.

## [00:10] Cards

Ada Lovelace wrote of cards. They came from a loom.

> “It weaves.” — Ada Lovelace

## Entities

- **Ada Lovelace** (Person): wrote notes.
"""
ZH = """---
%s---
# 分析机

它会编织。

## [00:10] 卡片

阿达写到了卡片，这些卡片来自一台织布机。查尔斯·巴贝奇也在场。

> “它会编织。” —— 阿达

## 实体

- **阿达 (Ada Lovelace)** (人物): 写了笔记。
- **查尔斯·巴贝奇** (人物): 造了机器。
"""


@pytest.mark.parametrize(
    ("en", "zh", "fields"),
    [
        ("e/first", "e/first.zh", ("", "")),
        ("e/first.en", "e/first.zh-Hans", ("", "")),
        ("e/first", "e/other", ("", "translation_of: first.md\n")),
        ("e/first", "e/other", ("", "translation_of: /e/first\n")),
        ("e/first", "e/other", ("", "translation_of: The engine\n")),
        ("e/first", "e/other", ("guid: abcd-1234\n", "guid: abcd-1234\n")),
        ("e/first", "e/other", ("guid: 12\n", "guid: 12\nchannel: Engines\n")),
    ],
)
def test_what_belongs_together(en: str, zh: str, fields: tuple[str, str]) -> None:
    catalogue = catalogue_of({en: EN % fields[0], zh: ZH % fields[1]})
    assert catalogue.merge_problems == []
    assert catalogue.versions.of == {en: (en, zh), zh: (en, zh)}
    assert [*catalogue.listed] == [en]
    chinese = catalogue_of({en: EN % fields[0], zh: ZH % fields[1]}, language="zh-CN")
    assert [*chinese.listed] == [zh]
    apart = catalogue_of({en: EN % fields[0], zh: ZH % fields[1]}, is_apart=True)
    assert {*apart.listed} == {en, zh}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (("guid: 12\n", "guid: 12\n"), "e/other"),  # each channel counts from 1
        (("guid: abcd-1234\n", "guid: abcd-1234\nlanguage: en\n"), "e/first.part"),
        (("", ""), "e/first.part"),
        (("", ""), "f/first"),
    ],
)
def test_what_does_not(fields: tuple[str, str], name: str) -> None:
    text = (EN if "language: en" in fields[1] else ZH) % fields[1]
    catalogue = catalogue_of({"e/first": EN % fields[0], name: text})
    assert catalogue.versions.of == {}


def test_a_guid_of_two_episodes_in_one_language_joins_none() -> None:
    files = dict.fromkeys(("e/one", "e/two"), EN % "guid: abcd-1234\n")
    catalogue = catalogue_of({**files, "e/three": ZH % "guid: abcd-1234\n"})
    assert catalogue.versions.of == {}


def test_a_translation_of_nothing_is_reported() -> None:
    catalogue = catalogue_of({"e/other": ZH % "translation_of: nowhere\n"})
    (problem,) = catalogue.merge_problems
    assert (problem.path, problem.subtype) == ("e/other.md", "episode")
    assert "no episode 'nowhere'" in problem.message
    assert [*catalogue.listed] == ["e/other"]


def test_they_are_one_episode() -> None:
    later = EN.replace("05-01", "06-01").replace("The engine", "Later")
    catalogue = catalogue_of({
        "e/first": EN % "number: 3\n", "e/first.zh": ZH % "",
        "e/later": later % "", "e/later.zh": ZH.replace("分析机", "后来") % "",
    })  # fmt: skip
    assert [*catalogue.listed] == ["e/later", "e/first"]
    (channel,) = catalogue.channels.values()
    assert channel.episodes == ("e/later", "e/first")
    # a version has the fields of the first one
    shown = facts(catalogue, "e/first.zh")
    line = dict(shown.line)
    assert line["number"] == EpisodeNumber(season=None, number=3, page=None)
    assert line["channel"] == Link("Engines", Address("podcast/channel/engines"))
    assert [link.text for link, _role in shown.people] == ["Ada Lovelace"]
    assert [(tag, bool(address)) for tag, address in shown.versions] == [
        ("en", True), ("zh", False),
    ]  # fmt: skip
    # names and quotes count once; what only a translation has is kept
    assert catalogue.occurrences["ada-lovelace"] == {"e/first", "e/later"}
    (babbage,) = (id_ for id_, e in catalogue.entities.items() if e.name == "查尔斯·巴贝奇")
    assert catalogue.occurrences[babbage] == {"e/first", "e/later"}
    assert {m.docname for m in catalogue.entities[babbage].mentions} == {"e/first.zh", "e/later.zh"}
    page = entity_page(catalogue, "ada-lovelace")
    assert [found.episode.text for found in page.mentions] == ["Later", "The engine"]
    assert [(q.text, q.episode.text) for q in all_quotes(catalogue).quotes] == [
        ("“It weaves.”", "Later"), ("“It weaves.”", "The engine"),
    ]  # fmt: skip
    # names in the text of a translation are links
    assert {name for name, _part in catalogue.names_in["e/first.zh"]} >= {"阿达"}
    # ways lead to versions in the same language
    before, after = way(catalogue, "e/first.zh").previous, way(catalogue, "e/first.zh").next
    assert (before, after and after.text) == (None, "后来")
    (near,) = related(catalogue, "e/first.zh")
    assert near.episode.text == "后来"
    # listings of a language have the versions in it
    for wanted, titles in ((EpisodeFilter(), ["Later", "The engine"]),
                           (EpisodeFilter(language="zh"), ["后来", "分析机"])):  # fmt: skip
        assert [c.episode.text for c in select_episodes(catalogue, wanted)] == titles
    groups = group_episodes(catalogue, EpisodeFilter(), "language")
    assert [len(group.cards) for group in groups] == [2, 2]
    found = resolve_episode(catalogue, "first")
    assert found is not None
    assert found.name == "e/first"
