from __future__ import annotations

import datetime

import pytest
from reading import read

from sphinxcontrib_podcast.grammar.facts import Fact, names_in, read_facts


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("**Guest:** [Ann Lee](https://example.org), CEO of Acme", Fact("guests", "Ann Lee")),
        ("**Guest**: Ann Lee", Fact("guests", "Ann Lee")),
        ("🎙️ **Host:** Ann Lee", Fact("hosts", "Ann Lee")),
        ("Guest: Ann Lee", Fact("guests", "Ann Lee")),
        ("Guest:: [[Ann Lee]]", Fact("guests", "Ann Lee")),
        ("**Date**:: 2024-05-01", Fact("date", "2024-05-01")),
        ("**Show::** Waves", Fact("channel", "Waves")),
        ("**公開日**：2024年5月1日", Fact("date", "2024年5月1日")),
        ("**嘉宾**：王小明", Fact("guests", "王小明")),
        ("**Source:** [video](https://example.org/v)", Fact("source_url", "https://example.org/v")),
    ],
)
def test_a_fact(line: str, fact: Fact) -> None:
    assert read_facts([line]) == [fact]


@pytest.mark.parametrize(
    "lines",
    [
        ["**Note:** a thing"],
        ["He said: hello"],
        ["Guest: " + "a long sentence " * 20],
        ["**Host:** Ann", "and more"],
        ["**One:** a", "**Two:** b", "**Host:** Ann"],
    ],
)
def test_what_states_no_facts(lines: list[str]) -> None:
    assert read_facts(lines) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee, Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee (Acme), Bo Ek, CEO of Beta", ["Ann Lee", "Bo Ek"]),
        ("王小明、李雷", ["王小明", "李雷"]),
        ("Anna B. and Bo Ek Jr., Cy Dee.", ["Anna B.", "Bo Ek Jr.", "Cy Dee"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
    ],
)
def test_the_people_of_a_line(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_front_matter_goes_before_the_body() -> None:
    body = "- **Date:** 2024-05-01\n- **Host:** Ann Lee\n- **Rating:** 5\n\nThe summary.\n"
    episode = read(f"---\ndate: 2023-01-01\n---\n# T\n\n{body}\n## [00:00] A\n")
    assert episode.date == datetime.date(2023, 1, 1)
    assert episode.hosts == ("Ann Lee",)
    assert episode.summary == "The summary."


def test_a_quotation_below_the_facts_is_in_the_summary() -> None:
    assert read("# T\n\n**Guest:** Ann Lee\n\n> A plain note.\n").summary == "A plain note."


def test_facts_are_below_the_title_only() -> None:
    assert read("# T\n\n## [00:00] A\n\n**Guest:** Ann Lee\n").guests == ()


@pytest.mark.parametrize("title", ["Summary", "TL;DR", "概要", "摘要", "## まとめ"])
def test_a_section_that_is_the_summary(title: str) -> None:
    episode = read(f"# T\n\nWords first.\n\n## {title}\n\nThe summary.\n\n## Other\n\nMore.\n")
    assert episode.summary == "The summary."


def test_h1s_below_the_title_of_front_matter_are_sections() -> None:
    text = "---\ntitle: F\n---\n\n# Notes\n\nText.\n\n# More\n\nText.\n"
    episode = read(text)
    assert episode.title == "F"
    assert episode.summary == ""
    assert (
        read("---\ntitle: F\n---\n\nThe summary.\n\n# Notes\n\nText.\n").summary == "The summary."
    )
    assert read("---\ntitle: F\n---\n\n# F\n\nThe summary.\n\n# More\n").summary == "The summary."


def test_labels_that_list_entities() -> None:
    episode = read("""
        ---
        concepts: [World Model, "智能体 (agent)"]
        products: Spark; Data Room
        product: A text about the product
        ---

        # T

        - **Guest:** Ann Lee
        - **Companies:** [[Acme]], Beta · Gamma
        - **Concepts:** agent, [Loss](https://example.org)
        - **Company:** Omega

        The summary.
    """)
    assert [(e.name, e.type) for e in episode.entries] == [
        ("World Model", "concept"), ("智能体 (agent)", "concept"), ("Spark", "product"),
        ("Data Room", "product"), ("Acme", "organization"), ("Beta", "organization"),
        ("Gamma", "organization"), ("Loss", "concept"),
    ]  # fmt: skip
    assert episode.summary == "The summary."
