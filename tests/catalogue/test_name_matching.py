from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Site, text_of
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.catalogue.name_matching import (
    NameMatcher,
    is_in_compound,
    is_word,
    plural,
    short_names,
    stands_alone,
)

WORDS = st.text(alphabet="abAB .の", min_size=1, max_size=12)


@given(st.lists(st.text(alphabet="abB", min_size=1, max_size=4), max_size=6), WORDS)
def test_matches_are_the_longest_whole_words(names: list[str], text: str) -> None:
    expected = []
    position = 0
    while position < len(text):
        ends = [
            position + len(name)
            for name in names
            if text[position : position + len(name)].lower() == name.lower()
            and is_word(text, position, position + len(name))
        ]
        if ends:
            expected.append((position, max(ends)))
            position = max(ends)
        else:
            position += 1
    assert [(start, end) for _, start, end in NameMatcher(names).matches(text)] == expected


def test_a_longer_name_that_does_not_end_as_a_word_hides_no_shorter_one() -> None:
    matcher = NameMatcher(["Spark", "Spark Fun"])
    assert list(matcher.matches("Spark Funding")) == [("spark", 0, 5)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Spark", True), ("Spark's", True), ("Spark’s", True), ("(Spark)", True),
        ("Sparks", False), ("ASpark", False), ("Spark2", False), ("Sparkは", True),
        ("谈Spark吧", True), ("spark.example.org", False), ("www.spark", False), ("@spark", False),
        ("my_spark", False), ("spark_env", False), ("Spark.", True), ("Spark。", True),
        ("https://example.org/spark", False), ("example.org/a/spark?b", False), ("and/Spark", True),
        ("join.example.com/spark now", False), ("Spark/Hive", True), ("https://x.org/ Spark", True),
    ],
)  # fmt: skip
def test_words(text: str, whole: bool) -> None:
    start = text.lower().index("spark")
    assert is_word(text, start, start + 5) is whole


@pytest.mark.parametrize(
    ("text", "part_of_a_word"),
    [
        ("<meta>-analysed", True), ("<Meta>-analysis", True), ("<Meta>-owned", True),
        ("<OpenAI>-backed", False), ("non-<GPU>", False), ("<GPU>-bound", False),
        ("<GPT>-4", True), ("<AI>-Modell", True), ("multi-<agent>", True),
        ("<world model>-based", False), ("<Meta> - and", False), ("the <Meta>", False),
        ("<Meta>–Google", False), ("- <Meta>", False),
    ],
)  # fmt: skip
def test_hyphens_belong_to_words(text: str, part_of_a_word: bool) -> None:
    start, end = text.index("<"), text.index(">") - 1
    plain = text.replace("<", "").replace(">", "")
    assert is_in_compound(plain, start, end) is part_of_a_word
    assert stands_alone(plain, start, end, "") is not part_of_a_word


@pytest.mark.parametrize(
    ("name", "plural_of_it"),
    [
        ("World Model", "World Models"), ("agent", "agents"), ("Policy", "Policies"),
        ("survey", "surveys"), ("Neural Mesh", "Neural Meshes"), ("LLM", "LLMs"), ("box", "boxes"),
        ("Physics", ""), ("GPS", ""), ("世界模型", ""), ("GPT-4", ""), ("X", ""),
    ],
)  # fmt: skip
def test_plurals(name: str, plural_of_it: str) -> None:
    assert plural(name) == plural_of_it


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        ("ヤン", "ヤンは言う", True),
        ("ヤン", "ヤング", False),
        ("ヤン", "ヤン・ニコル", True),
        ("メモリ", "メモリー", False),
        ("ワールドモデル", "ワールドモデルベース", True),
        ("スパーク", "スパークリング", False),
        ("世界模型", "大世界模型的", True),
    ],
)
def test_words_of_scripts_without_spaces(name: str, text: str, whole: bool) -> None:
    start = text.index(name)
    assert is_word(text, start, start + len(name)) is whole


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ada Lovelace", {"Ada": "first", "Lovelace": "last"}),
        ("Madonna", {}),
        ("Dr. Ada King Lovelace", {"Ada": "first", "Lovelace": "last"}),
        ("King Charles", {"Charles": "last"}),
        ("J. R. Smith", {"Smith": "last"}),
        ("Henry Ford II", {"Henry": "first"}),
        ("bell hooks", {}),
        ("ヤン・ルカン", {"ヤン": "first", "ルカン": "last"}),
        ("李 飞飞", {}),
        ("Mary-Kate O'Neil", {"Mary-Kate": "first", "O'Neil": "last"}),
    ],
)
def test_short_names(name: str, short: dict[str, str]) -> None:
    assert short_names(name) == short


@pytest.mark.parametrize(
    ("text", "part", "alone"),
    [
        ("then <David> said", "first", True),
        ("<David>", "first", True),
        ("<David> Sacks left", "first", False),
        ("<David>-Louis left", "first", False),
        ("<David>. Sacks left", "first", True),
        ("as <Silver> said", "last", True),
        ("the <Silver> House", "last", False),
        ("<Silver>'s House", "last", True),
        ("Nate <Silver> said", "last", False),
        ("But <Silver> said", "last", True),
        ("It ended. But <Silver> said", "last", True),
        ("CEO <Silver> said", "last", True),
        ("Mr. <Silver> said", "last", True),
        ("President <Silver> said", "last", True),
        ("Google's <Silver> said", "last", True),
        ("Anne-<Silver> said", "last", False),
        ("“Nate <Silver>", "last", False),
        ("<ヤン>は", "first", True),
        ("<ヤン>・ニコル", "first", False),
        ("<ヤン>・Zuckerberg", "first", True),
    ],
)
def test_a_part_of_a_name_is_not_of_another_name(text: str, part: str, alone: bool) -> None:
    start = text.index("<")
    end = text.index(">") - 1
    assert stands_alone(text.replace("<", "").replace(">", ""), start, end, part) is alone


SHORT = """
# On names

## [00:00] One

Will Ada come? Ada will, and Silver; not David Sacks, not silver plates. Ada King left.
Will Smith and Smith; David and David.

## Entities

- **Ada Lovelace** (Person): A.
- **Will Smith** (Person): W.
- **David Silver** (Person): D.
- **Larry David** (Person): L.
- **Jane Smith** (Person): J.
"""


def test_parts_of_names_count_where_they_can_mean_one_person_only(
    episode_site: Callable[..., Site],
) -> None:
    site = episode_site(SHORT, podcast_autolink="all")
    linked = [text_of(link) for link in site.body("episodes/one").select(".pod-mention")]
    # "Will" and "Silver" are words as well here; "Smith" and "David" are of two people
    assert linked == ["Ada", "Ada", "Will Smith"]


def test_two_people_of_one_name_are_not_mixed_up(new_site: Callable[..., Site]) -> None:
    registry = """
        [entities.chris-evans-actor]
        name = "Chris Evans"
        type = "person"

        [entities.chris-evans-presenter]
        name = "Chris Evans"
        type = "person"
        role = "presenter"
        channels = ["Breakfast"]
    """
    episode = "# E\n\n## [00:00] One\n\nChris Evans spoke.\n"
    listing = "\n## Entities\n\n- **Chris Evans** ({}): C.\n"
    site = new_site(
        {
            "entities.toml": registry,
            "episodes/actor.md": episode + listing.format("Person"),
            "episodes/host.md": episode + listing.format("Person, presenter"),
            "episodes/both.md": episode.replace("C", "K", 1)
            + listing.format("Person")
            + "- **Chris Evans** (Person, presenter): P.\n",
            "episodes/breakfast/morning.md": episode,
            "episodes/other/evening.md": episode,
        }
    ).build()
    assert site.warnings == []

    def target(docname: str) -> list[str]:
        links = site.body(docname).select("a.pod-mention")
        return [str(link["href"]).rpartition("/")[2].removesuffix(".html") for link in links]

    assert target("episodes/actor") == ["chris-evans-actor"]
    assert target("episodes/host") == ["chris-evans-presenter"]
    assert target("episodes/both") == []
    assert target("episodes/breakfast/morning") == ["chris-evans-presenter"]
    assert target("episodes/other/evening") == ["chris-evans-actor"]
