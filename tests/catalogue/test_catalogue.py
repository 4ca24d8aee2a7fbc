"""The catalogue: order, channels, names and addresses; without Sphinx."""

from __future__ import annotations

import pytest
from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.addresses import Address, PageRule, Pages
from sphinxcontrib_podcast.catalogue.catalogue import MissingError
from sphinxcontrib_podcast.model import RegistryEntry
from sphinxcontrib_podcast.views.links import speaker_link

ADA = "- **Ada Lovelace** (Person): Wrote the first program.\n"


def episode(front: str = "", body: str = "") -> str:
    head = f"---\n{front}\n---\n\n" if front else ""
    return f"{head}# T\n\n## [00:00] One\n\n{body}"


def test_episodes_are_newest_first_and_those_without_date_last() -> None:
    dates = {"e/a": "date: 2024-01-02", "e/b": "", "e/c": "date: 2025-01-02", "e/d": "number: 3"}
    dates["e/0"] = "date: 2024-01-02"
    catalogue = catalogue_of({name: episode(front) for name, front in dates.items()})
    assert list(catalogue.episodes) == ["e/c", "e/0", "e/a", "e/b", "e/d"]


def test_channels_by_name_whatever_the_case() -> None:
    names = {"e/a": "Long Talks", "e/b": "long  talks", "e/c": "C++", "e/d": "C"}
    catalogue = catalogue_of({d: episode(f"channel: {name}") for d, name in names.items()})
    assert catalogue.channels["long-talks"].episodes == ("e/a", "e/b")
    assert catalogue.channels["long-talks"].name == "Long Talks"
    assert catalogue.channels["c"].name == "C"
    assert len(catalogue.channels) == 3


def test_what_is_missing_is_an_error() -> None:
    catalogue = catalogue_of({"e/a": episode()})
    assert catalogue.episode("e/a").title == "T"
    with pytest.raises(MissingError):
        catalogue.episode("e/b")
    with pytest.raises(MissingError):
        catalogue.entity("nobody")


@pytest.mark.parametrize(
    ("pages", "rule", "expected"),
    [
        (Pages(), PageRule(1), Address("podcast/entity/ada-lovelace")),
        (Pages(), PageRule(9), Address("podcast/entities", "entity-ada-lovelace")),
        (Pages(entity="{id}"), PageRule(1), Address("ada-lovelace")),
        (Pages(entity=""), PageRule(1), Address("podcast/entities", "entity-ada-lovelace")),
        (Pages(entities=""), PageRule(9), Address("podcast/entity/ada-lovelace")),
        (Pages(entities="", entity=""), PageRule(1), Address("e/a", "entity-ada-lovelace")),
    ],
)
def test_the_address_of_an_entity(pages: Pages, rule: PageRule, expected: Address) -> None:
    files = {"e/a": episode(body=f"Nothing.\n\n## Entities\n\n{ADA}")}
    catalogue = catalogue_of(files, pages=pages, page_rule=rule)
    assert catalogue.homes == {"ada-lovelace": expected}
    assert catalogue.entity_at(expected) == "ada-lovelace"
    has_page = expected.docname.endswith("ada-lovelace")
    assert catalogue.has_page(catalogue.entity("ada-lovelace")) is has_page


def test_an_entity_of_the_registry_alone_is_not_shown() -> None:
    catalogue = catalogue_of({"e/a": episode()}, [registered("ada", "Ada Lovelace")])
    assert catalogue.homes == {"ada": None}
    assert catalogue.sort_keys == {}


def test_channels_without_pages() -> None:
    files = {"e/a": episode("channel: Talks")}
    assert catalogue_of(files).channel_address("talks") == Address("podcast/channel/talks")
    assert catalogue_of(files, pages=Pages(channel="")).channel_address("talks") is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("ada  lovelace", "ada-lovelace"),
        ("Ada Lovelace, mathematician", "ada-lovelace"),
        ("Ada Lovelace，数学家", "ada-lovelace"),
        ("Ada Lovelace、数学者", "ada-lovelace"),
        ("Nobody", ""),
        ("", ""),
        ("Mercury", "mercury"),
    ],
)
def test_the_speaker_of_a_quote(name: str, found: str) -> None:
    entries = f"{ADA}- **Mercury** (Person): M.\n- **Mercury** (Product): Of another type.\n"
    catalogue = catalogue_of({"e/a": episode(body=f"Nothing.\n\n## Entities\n\n{entries}")})
    id_ = catalogue.speaker_id(name)
    assert id_.partition("-")[0] == found.partition("-")[0]
    assert not id_ or catalogue.entity(id_).type == "person"


def test_names_and_descriptions_in_the_language_of_the_project_come_first() -> None:
    entry = registered(
        "ada", "Ada Lovelace", labels=(("ja", "エイダ"), ("de", "Ada Gräfin Lovelace")),
        descriptions=(("en", "Mathematician."), ("de", "Mathematikerin.")),
    )  # fmt: skip
    files = {"e/a": episode("language: en", f"Nothing.\n\n## Entities\n\n{ADA}")}
    german = catalogue_of(files, [entry], language="de-AT")
    entity = german.entity("ada")
    assert german.name_of(entity) == "Ada Gräfin Lovelace"
    assert german.name_language(entity) == ""
    assert german.descriptions(entity) == (
        ("de", "Mathematikerin."),
        ("en", "Mathematician."),
        ("en", "Wrote the first program."),
    )
    assert german.first_descriptions["ada"] == ("de", "Mathematikerin.")
    assert german.languages() == ["de", "en", "ja"]
    english = catalogue_of(files, [entry])
    assert english.name_of(english.entity("ada")) == "Ada Lovelace"
    assert english.first_descriptions["ada"] == ("en", "Mathematician.")


@pytest.mark.parametrize(
    ("front", "body", "entry", "expected"),
    [
        ("language: zh", "爱迪生来了。", registered("edison", "爱迪生"), "zh"),
        ("language: ja", "何も。\n\n## 登場人物\n\n- **夏目漱石** (人物): 作家。\n",
         registered("edison", "夏目漱石"), "ja"),
        ("language: ja\nguests: [夏目漱石]", "何も。", registered("edison", "夏目漱石"), "ja"),
        ("language: en", "爱迪生 came.", registered("edison", "爱迪生"), ""),
        ("language: zh", "爱迪生来了。",
         registered("edison", "愛迪生", labels=(("zh", "爱迪生"), ("zh-TW", "愛迪生"))), "zh-TW"),
        ("language: zh", "Edison 来了。", registered("edison", "Edison"), ""),
    ],
)  # fmt: skip
def test_the_language_of_a_name_in_han_characters(
    front: str, body: str, entry: RegistryEntry, expected: str
) -> None:
    catalogue = catalogue_of({"e/a": episode(front, body)}, [entry])
    assert catalogue.name_language(catalogue.entity("edison")) == expected
    chinese = catalogue_of({"e/a": episode(front, body)}, [entry], language="zh")
    assert chinese.name_language(chinese.entity("edison")) == ""


def test_the_name_of_a_speaker_has_its_language() -> None:
    body = "> 我来了。\n>\n> — 爱迪生\n\n## 人物\n\n- **爱迪生** (人物): 发明家。\n"
    files = {"e/a": episode("language: zh", body)}
    assert speaker_link(catalogue_of(files), "爱迪生").language == "zh"
    assert speaker_link(catalogue_of(files, language="zh"), "爱迪生").language == ""
    assert speaker_link(catalogue_of(files), "夏目").language == ""


def test_a_reading_decides_the_place_in_an_index() -> None:
    body = "何も。\n\n## 登場人物\n\n- **早川美咲** (人物): 司会。\n"
    files = {"e/a": episode("language: ja", body)}
    entry = registered("hayakawa", "早川美咲", readings=(("ja", "はやかわみさき"),))
    assert catalogue_of(files, [entry], language="ja").sort_keys["hayakawa"].letter == "は"
    (plain,) = catalogue_of(files, language="ja").sort_keys.values()
    assert plain.letter == "漢字"


def test_quotes_are_on_one_page_until_there_are_too_many() -> None:
    def quotes(count: int) -> str:
        return "".join(f'> *"Words of number {i}."*\n\n' for i in range(count))

    files = {
        "e/a": episode("date: 2024-05-02", quotes(80)),
        "e/b": episode("date: 2024-05-20", quotes(80)),
        "e/c": episode("date: 2023-01-01"),
    }
    assert catalogue_of(files).quote_leaves == ()
    files["e/d"] = episode("", quotes(20))
    files["e/e"] = episode("date: 2024-05-21", quotes(80))
    leaves = catalogue_of(files).quote_leaves
    assert {leaf.docname: [e.docname for e in leaf.episodes] for leaf in leaves} == {
        "podcast/quotes-2024-05-2": ["e/e"],
        "podcast/quotes-2024-05": ["e/b", "e/a"],
        "podcast/quotes-undated": ["e/d"],
    }
