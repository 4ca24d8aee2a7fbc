"""Related episodes; without Sphinx."""

from __future__ import annotations

from archives import catalogue_of

from sphinxcontrib_podcast.views.related import related


def episode(*names: str) -> str:
    return "# T\n\n## Entities\n\n" + "".join(f"- **{name}** (Person): P.\n" for name in names)


FILES = {
    "e/a": episode("Host One", "Rare Bird", "Half Known"),
    "e/b": episode("Host One", "Rare Bird"),
    "e/c": episode("Host One", "Half Known"),
    "e/d": episode("Host One", "Half Known"),
    **{f"e/{i}": episode("Host One", f"Guest {i}") for i in range(6)},
}


def test_the_rarest_shared_names_count_most() -> None:
    found = related(catalogue_of(FILES), "e/a")
    assert [view.episode.address and view.episode.address.docname for view in found] == [
        "e/b", "e/c", "e/d",
    ]  # fmt: skip
    assert [[name.text for name in view.names] for view in found] == [
        ["Rare Bird"], ["Half Known"], ["Half Known"],
    ]  # fmt: skip


def test_names_of_most_episodes_relate_nothing() -> None:
    assert related(catalogue_of(FILES), "e/1") == ()
