from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Site
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from sphinxcontrib_podcast.catalogue.editor_check import _deletions

NewSite = Callable[..., Site]

EPISODE = """
# One

## [00:00] Intro

{prose}

## Entities

{entries}
"""


def check(
    new_site: NewSite, prose: str = "x", entries: str = "", **files: str
) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit status and the findings."""
    text = EPISODE.format(prose=prose, entries=entries)
    site = new_site({"episodes/one.md": text, **files}).build("pod-check")
    assert site.warnings == []
    assert site.app is not None
    out = site.out / "pod-check"
    data = json.loads((out / "check.json").read_text(encoding="utf-8"))
    findings: list[dict[str, Any]] = data["findings"]
    lines = (out / "check.txt").read_text(encoding="utf-8").splitlines()
    assert lines[:-1] == [
        f"{f['path']}:{f['line']}: {f['severity']}: {f['message']} [{f['kind']}]" for f in findings
    ]
    assert sum(data["counts"].values()) == len(findings)
    return site.app.statuscode, findings


def told(findings: list[dict[str, Any]]) -> list[tuple[str, str, int, str]]:
    return [(f["severity"], f["kind"], f["line"], f["message"].split(". ")[0]) for f in findings]


def test_a_sound_archive(new_site: NewSite) -> None:
    prose = 'Ada Lovelace wrote.\n\n> *"I did."*\n> — Ada Lovelace'
    assert check(new_site, prose, "- **Ada Lovelace** (Person): A.") == (0, [])


def test_unsigned_quotes_are_one_note_below_the_useful_ones(new_site: NewSite) -> None:
    prose = "\n\n".join(f'> *"Words {n}."*' for n in range(9))
    _status, findings = check(new_site, prose, "- **Ada Lovelace** (Person): A.")
    assert [(f["kind"], f["line"]) for f in findings] == [("unmentioned", 25), ("speaker", 5)]
    assert findings[1]["message"] == (
        "9 quotes have no speaker (also on line 7, 9, 11, 13, 15 and 3 more); write '— Name' below "
        "each"
    )


def test_conflicting_types(new_site: NewSite) -> None:
    entries = "- **Spark** (Product): A.\n- **Spark** (Concept): B."
    status, (finding,) = check(new_site, "Spark.", entries)[0], check(new_site, "x", entries)[1][:1]
    assert status == 2
    assert (finding["severity"], finding["kind"], finding["line"]) == ("error", "entity", 10)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Reginald Fessenden (Person)", "Reginald Fessendon (Person)", True),
        ("Reginald Fessenden (Person)", "Fessenden Reginald (Person)", True),
        ("Reginald Fessenden (Person)", "Fessenden (Person)", True),
        ("Reginald Fessenden (Person)", "Fessenden (Place)", False),
        ("World Model (Concept)", "World Models (Concept)", True),
        ("Llama 11 (Software)", "Llama 12 (Software)", False),
        ("グリエルモ・マルコーニ (Person)", "グリエルモ・マルコニーニ (Person)", True),
        ("Radio (Concept)", "Radar (Concept)", False),
        ("世界模型 (Concept)", "世界模式 (Concept)", False),
    ],
)
def test_likely_duplicates(new_site: NewSite, one: str, other: str, alike: bool) -> None:
    def entry(text: str) -> str:
        name, _, type_ = text.partition(" (")
        return f"- **{name}** ({type_}: Known."

    prose = f"{one.partition(' (')[0]}. {other.partition(' (')[0]}."
    status, findings = check(new_site, prose, f"{entry(one)}\n{entry(other)}")
    assert status == int(alike)
    assert [(f["kind"], f["line"]) for f in findings] == ([("duplicate", 9)] if alike else [])


def test_two_that_the_registry_has_are_two(new_site: NewSite) -> None:
    registry = '[entities.a]\nname = "World Model"\n\n[entities.b]\nname = "World Models"\n'
    entries = "- **World Model** (Concept): A.\n- **World Models** (Concept): B."
    files = {"entities.toml": registry}
    assert check(new_site, "World Model. World Models.", entries, **files) == (0, [])


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("Then Reginald Fesenden spoke.", "'Reginald Fesenden' looks like 'Reginald Fessenden'"),
        ("Then Reginald Fessendne spoke.", "'Reginald Fessendne' looks like 'Reginald Fessenden'"),
        ("Fessendon's voice.", "'Fessendon's' looks like 'Reginald Fessenden'"),
        ("Alternatos hum.", "'Alternatos' looks like 'Alternator'"),
        ("Reginald Fessenden, Fessenden's, Reginald.", None),
        ("The Alternators hum.", None),  # a plural
        ("Alternatos hum, and alternatos sing.", None),  # also a common word
        ("A `Reginald Fesenden` in code.", None),
        ("Radios play.", None),
    ],
)
def test_misspelled_names(new_site: NewSite, prose: str, found: str | None) -> None:
    entries = (
        "- **Reginald Fessenden** (Person): A.\n- **Alternator** (Product): B.\n"
        "- **Radio** (Concept): C."
    )
    status, findings = check(new_site, prose, entries)
    wrong = [f for f in told(findings) if f[1] == "spelling"]
    assert wrong == ([("warning", "spelling", 5, found)] if found else [])
    assert status == int(found is not None)


@given(
    st.text(alphabet="abc", max_size=6),
    st.integers(0, 5),
    st.sampled_from("abc"),
    st.sampled_from(["insert", "delete", "replace", "swap"]),
)
def test_every_edit_of_one_letter_is_found(text: str, at: int, letter: str, edit: str) -> None:
    at = min(at, len(text))
    match edit:
        case "insert":
            other = text[:at] + letter + text[at:]
        case "delete":
            other = text[:at] + text[at + 1 :]
        case "replace":
            other = text[:at] + letter + text[at + 1 :] if at < len(text) else text
        case _:
            other = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    assert OSA.distance(text, other) <= 1
    assert _deletions(text) & _deletions(other)


def test_what_is_missing(new_site: NewSite) -> None:
    prose = '> *"I did."*\n\nWords.'
    status, findings = check(
        new_site,
        prose,
        "- **Ada Lovelace** (Person): A.",
        **{"episodes/two.md": "# Two\n\nNo chapters.\n"},
    )
    assert status == 0
    assert told(findings) == [
        ("note", "unmentioned", 11, "'Ada Lovelace' is listed, but not named in any text"),
        ("note", "speaker", 5, "the quote has no speaker; write '— Name' below it"),
        ("note", "chapters", 1, "the episode has no chapters; write '## [02:04] Title'"),
    ]
    assert [f["path"] for f in findings] == [*["episodes/one.md"] * 2, "episodes/two.md"]
