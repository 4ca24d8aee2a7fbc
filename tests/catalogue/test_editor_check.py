"""What ``check`` finds in an archive; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of, registered

from sphinxcontrib_podcast.catalogue.editor_check import (
    SEVERITIES,
    Finding,
    counted,
    find_all,
    report,
    status,
)
from sphinxcontrib_podcast.model import RegistryEntry

EPISODE = "# T\n\n## [00:00] One\n\n{}\n\n## Entities\n\n{}\n"


def findings(
    text: str, *entries: str, others: tuple[str, ...] = (), registry: tuple[RegistryEntry, ...] = ()
) -> list[Finding]:
    lists = (entries, others) if others else (entries,)
    files = {
        f"e/{number}": EPISODE.format(text, "\n".join(f"- {entry}" for entry in own))
        for number, own in enumerate(lists)
    }
    return find_all(catalogue_of(files, registry))


def of(kind: str, found: list[Finding]) -> list[str]:
    return [finding.message for finding in found if finding.kind == kind]


def test_names_that_are_nearly_the_same() -> None:
    found = findings("Nothing.", "**Ada Lovelace** (Person): A.", "**Ada Lovelase** (Person): B.")
    (message,) = of("duplicate", found)
    assert message.startswith("'Ada Lovelace' may be 'Ada Lovelase' in e/0.md:10")
    swapped = findings("Nothing.", "**Ada Lovelace** (Person): A.", "**Lovelace Ada** (Person): B.")
    assert len(of("duplicate", swapped)) == 1


def test_names_of_other_types_and_numbers_are_not() -> None:
    assert not of(
        "duplicate", findings("N.", "**Mercury** (Person): A.", "**Mercuri** (Product): B.")
    )
    assert not of(
        "duplicate", findings("N.", "**GPT-3 x** (Product): A.", "**GPT-4 x** (Product): B.")
    )
    assert not of("duplicate", findings("N.", "**Anna** (Person): A.", "**Anni** (Person): B."))


def test_a_person_by_a_part_of_the_name() -> None:
    found = findings("N.", "**Ada Lovelace** (Person): A.", "**Lovelace** (Person): B.")
    assert len(of("duplicate", found)) == 1
    # of two people it may be either
    both = (
        "**Ada Lovelace** (Person): A.",
        "**Bo Lovelace** (Person): B.",
        "**Lovelace** (Person): C.",
    )
    assert not of("duplicate", findings("N.", *both))


def test_two_entries_of_the_registry_are_two() -> None:
    entries = (
        registered("a", "Ada Lovelace", type="person"),
        registered("b", "Ada Lovelase", type="person"),
    )
    listed = ("**Ada Lovelace** (Person): A.", "**Ada Lovelase** (Person): B.")
    assert not of("duplicate", findings("N.", *listed, registry=entries))
    assert len(of("duplicate", findings("N.", *listed, registry=entries[:1]))) == 1


def test_words_one_letter_from_a_name() -> None:
    listed = "**Ada Lovelace** (Person): A."
    for wrong in ("Ada Lovelce", "Ada Lovelacce", "Ada Lovelaec", "Ada Lovelade"):
        (message,) = of("spelling", findings(f"Then {wrong} wrote.", listed))
        assert message.startswith(f"'{wrong}' looks like 'Ada Lovelace'")
    for right in ("Ada Lovelace", "Ada Lovelace's", "Ada Lovelaces", "ada lovelce", "Ada Lvlace"):
        assert not of("spelling", findings(f"Then {right} wrote.", listed))


def test_a_word_is_reported_once_for_a_file() -> None:
    found = findings("Ada Lovelce and Ada Lovelce.", "**Ada Lovelace** (Person): A.")
    assert len(of("spelling", found)) == 1


def test_notes() -> None:
    found = find_all(
        catalogue_of({"e/a": '# T\n\n> *"Words."*\n\n## Entities\n\n- **Bo Ek** (Person): B.\n'})
    )
    assert [(f.severity, f.kind, f.line) for f in found] == [
        ("note", "unmentioned", 7),
        ("note", "chapters", 1),
        ("note", "speaker", 3),
    ]


def test_errors_come_first() -> None:
    found = findings("Mercury.", "**Mercury** (Person): A.", others=("**Mercury** (Product): B.",))
    assert found[0].severity == "error"
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=SEVERITIES.index)
    assert status(found) == 2


def test_the_report() -> None:
    found = [
        Finding("warning", "spelling", "e/a.md", 3, "'x\x1b' looks like 'y'"),
        Finding("note", "chapters", "e/b.md", 1, "no chapters"),
        Finding("note", "chapters", "e/c.md", 1, "no chapters"),
    ]
    assert report(found) == [
        "e/a.md:3: warning: 'x\\x1b' looks like 'y' [spelling]",
        "e/b.md:1: note: no chapters [chapters]",
        "e/c.md:1: note: no chapters [chapters]",
        "0 errors, 1 warning, 2 notes",
    ]
    assert counted(found) == {"error": 0, "warning": 1, "note": 2}
    assert [status(found), status(found[1:]), status([])] == [1, 0, 0]
