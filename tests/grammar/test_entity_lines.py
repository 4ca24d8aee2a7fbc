from __future__ import annotations

import pytest
from reading import read

from sphinxcontrib_podcast.grammar.entity_lines import parse_entry


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Ada** (Person): Wrote.", ("Ada", "Person", "", "Wrote.")),
        ("__Ada__ (Person): Wrote.", ("Ada", "Person", "", "Wrote.")),
        ("**Ada** (Person, guest): Wrote.", ("Ada", "Person", "guest", "Wrote.")),
        ("**Ada** (Person; guest; host): W.", ("Ada", "Person", "guest; host", "W.")),
        ("**艾达**（人物）：写了。", ("艾达", "人物", "", "写了。")),
        ("**艾达**（人物、主持）：写了。", ("艾达", "人物", "主持", "写了。")),
        ("**Ada** (Person) – Wrote.", ("Ada", "Person", "", "Wrote.")),
        ("**Ada**  (Person)  -  Wrote.", ("Ada", "Person", "", "Wrote.")),
        ("[Ada](https://x.y) (Person): W.", ("[Ada](https://x.y)", "Person", "", "W.")),
        ("[**Ada**](https://x.y) (Person): W.", ("[Ada](https://x.y)", "Person", "", "W.")),
        ("**Ada** (Person): two\nlines", ("Ada", "Person", "", "two\nlines")),
    ],
)
def test_a_line_is_taken_apart(line: str, expected: tuple[str, ...]) -> None:
    assert parse_entry(line, listed=False) == expected
    assert parse_entry(line, listed=True) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Ada**", ("Ada", "", "", "")),
        ("**Ada**: Wrote.", ("Ada", "", "", "Wrote.")),
        ("**Ada:** Wrote.", ("Ada", "", "", "Wrote.")),
        ("**艾达：**写了。", ("艾达", "", "", "写了。")),
        ("**Ada** (Person)", ("Ada", "Person", "", "")),
        ("[Ada](https://x.y)", ("[Ada](https://x.y)", "", "", "")),
    ],
)
def test_type_and_description_may_be_missing_in_a_list(
    line: str, expected: tuple[str, ...]
) -> None:
    assert parse_entry(line, listed=True) == expected
    assert parse_entry(line, listed=False) is None


def test_a_plain_name_in_a_list_needs_a_type_that_is_known() -> None:
    episode = read(
        "# T\n\n## 人物\n\n- 李飞飞（人物、教授）：教书。\n- OpenAI (公司)\n- 阿里（杭州）：城\n"
    )
    assert [(e.name, e.type, e.role, e.description) for e in episode.entries] == [
        ("李飞飞", "person", "教授", "教书。"),
        ("OpenAI", "organization", "", ""),
    ]
    text = "# T\n\n## {}\n\n- Ann Lee (Person): Host.\n- Acme (a company): Shop.\n"
    assert [e.name for e in read(text.format("Entities")).entries] == ["Ann Lee"]
    assert read(text.format("Links")).entries == ()


@pytest.mark.parametrize(
    "line", ["", "Ada", "Ada (Person): W.", "plain words: and more", "**Ada** met Bo"]
)
def test_other_lines_are_no_entities(line: str) -> None:
    assert parse_entry(line, listed=True) is None
