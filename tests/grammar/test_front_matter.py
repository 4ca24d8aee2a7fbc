from __future__ import annotations

import datetime
import textwrap

import pytest

from sphinxcontrib_podcast.grammar.front_matter import body_below, find_front_matter, read_yaml

FIELDS = {"title": "A", "number": 3}


def fields(source: str) -> dict[object, object]:
    found = find_front_matter(source)
    assert found is not None
    data = found.read()
    assert data.problems == ()
    return data.fields


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: A\nnumber: 3\n---\n# T\n",
        "---\ntitle: A\nnumber: 3\n...\n# T\n",
        "---  \ntitle: A\nnumber: 3\n---\t\n# T\n",
        "\n  \n---\ntitle: A\nnumber: 3\n---\n# T\n",
        "---\n{title: A, number: 3}\n---\n# T\n",
        "---\n  title: A\n  number: 3\n---\n# T\n",
        "---\ntitle: A\nnumber: 3\n\n# T\n",  # without its end
        '+++\ntitle = "A"\nnumber = 3\n+++\n# T\n',
        '\n+++\ntitle = "A"\nnumber = 3\n+++\n# T\n',
        '{"title": "A", "number": 3}\n# T\n',
        '{\n  "title": "A",\n  "number": 3\n}\n\n# T\n',
        '{\n  "title": "A", // a comma too many\n  "number": 3,\n}\n\n# T\n'.replace(
            " // a comma too many", ""
        ),
    ],
)
def test_forms(source: str) -> None:
    assert fields(source) == FIELDS
    body = body_below(source, find_front_matter(source))
    assert body.strip() == "# T"
    assert body.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    "source",
    [
        "# T\n",
        "---\n\nProse between two rules.\n\n---\n",
        "---\n- a\n- list\n---\n",
        "---\nProse, and no end.\n",
        "{% include head.html %}\n",
        "{.class}\n# T\n",
        "{}{}",
        "----\ntitle: A\n----\n",
        "Text.\n\n---\ntitle: A\n---\n",
    ],
)
def test_what_is_none(source: str) -> None:
    assert find_front_matter(source) is None
    assert body_below(source, None).replace("***", "---") == source


def test_a_mark_ends_it_only_at_the_beginning_of_a_line() -> None:
    source = "---\nabout: |\n  Text\n  ---\n  more\n ---\nx: 1\n---\n# T\n"
    with pytest.raises(AssertionError):
        fields(source)  # " ---" is no YAML, but no end either
    assert fields(source.replace("\n ---", "")) == {"about": "Text\n---\nmore\n", "x": 1}


@pytest.mark.parametrize(
    ("source", "line", "name"),
    [
        ("---\ntitle: A\nbad: [x\nnumber: 3\n---\n", 3, "bad"),
        ("---\nbad: 'x\ntitle: A\nnumber: 3\n---\n", 2, "bad"),
        ("---\ntitle: A\nbad: B: C\nnumber: 3\n---\n", 3, "bad"),
        ("---\ntitle: A\nnumber: 3\nbad:\n  - x\n y\n---\n", 6, "bad"),
        ("---\ntitle: A\nnumber: 3\nbad: !!python/object:os.x {}\n---\n", 4, "bad"),
        ("---\nbase: &a {x: 1}\ntitle: A\nbad: *a\nnumber: 3\n---\n", 4, "bad"),
        ('+++\ntitle = "A"\nbad = x\nnumber = 3\n+++\n', 3, "bad"),
        ('+++\ntitle = "A"\nnumber = 3\n[bad]\nx = 1\ny = x\n+++\n', 6, "bad"),
        ('{\n  "title": "A",\n  "bad": ]x,\n  "number": 3\n}\n', 3, "bad"),
        ('{\n  "title": "A",\n  "number": 3,\n  "bad": ]\n}\n', 4, "bad"),
    ],
)
def test_a_bad_field_costs_itself(source: str, line: int, name: str) -> None:
    found = find_front_matter(source)
    assert found is not None
    data = found.read()
    assert {k: v for k, v in data.fields.items() if k != "base"} == FIELDS
    ((where, message),) = data.problems
    assert where == line
    assert f"front matter '{name}' is not valid" in message


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("no", "no"), ("NO", "NO"), ("true", True), ("012", 12), ("1:02:03", "1:02:03"), ("1_000", "1_000"),
        ("2024-05-01", datetime.date(2024, 5, 1)), ("2024-13-45", "2024-13-45"), ("~", None), ("1.5", 1.5),
        ("0x1F", 31), ("9" * 200, "9" * 200), ('"a\\0b"', "a\ufffdb"),
    ],
)  # fmt: skip
def test_words_and_numbers(yaml: str, value: object) -> None:
    assert read_yaml(yaml) == value


def test_tables_of_toml() -> None:
    source = """
        +++
        title = "A"
        date = 2024-05-01T10:00:00Z
        bad =
        [[guests]]
        name = "Ann Lee"
        [[guests]]
        name = "Bob Ray"
        [params]
        season = 2
        +++
    """
    found = find_front_matter(textwrap.dedent(source))
    assert found is not None
    data = found.read()
    assert data.fields["guests"] == [{"name": "Ann Lee"}, {"name": "Bob Ray"}]
    assert data.fields["params"] == {"season": 2}
    assert found.line_of("params") == 10
    assert len(data.problems) == 1
