"""Addresses of the extension do not change, whatever labels and headings an author chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from conftest import Site, text_of

NewSite = Callable[..., Site]

VTT = """
WEBVTT

00:00.000 --> 00:05.000
<v Ada>Hello, this is the radio.

02:04.000 --> 02:09.000
<v Bob>And this is the second chapter.
"""

CLASHING: tuple[str, ...] = (
    "t-02-04", "t-00-00", "q-02-04", "q-02-04-2", "q", "entity-ada", "transcript", "T-1", "Q",
    "Transcript", "turn-02-04", "turn-00-00", "section-transcript", "Section Transcript",
    "Entity list", "Entity Ada", "section-q", "pod-labels", "pod-hover-cards",
)  # fmt: skip

EPISODE = """
# One

> *"Before everything."*

{before}

## [00:00] Intro

{first}

## [02:04] Second

{second}

> *"Words of the blockquote."* — Ada

```{{pod:quote}} Ada
Words of the directive.
```

### Another section

{third}

## Entities

- **Ada** (Person): Someone.

{last}
"""

RST = """
One
===

.. pod:episode::

{before}

Intro
-----

.. pod:chapter:: 0:00

{first}

Second
------

{second}

.. pod:chapter:: 2:04

.. pod:quote:: Ada

   Words of the blockquote.

.. pod:quote:: Ada

   Words of the directive.

Another section
---------------

{third}

Last
----

{last}
"""

QUOTES = {"q-02-04": "Words of the blockquote.", "q-02-04-2": "Words of the directive."}
PLACES = ("before", "first", "second", "third", "last")

Write = Callable[[str], str]
WRITTEN: dict[str, Write] = {
    "label": lambda name: f"({name})=\n\nA paragraph about it. {{ref}}`there <{name}>`",
    "heading": lambda name: f"### {name}\n\nProse.",
    "headings": lambda name: f"### {name}\n\nProse.\n\n### {name}\n\nMore prose.",
    "attribute": lambda name: f"{{#{name}}}\nA paragraph about it.",
    "named": lambda name: f"```{{note}}\n:name: {name}\n\nA note.\n```",
}


def ids_of(page: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in page.select("[id]")]


def check(site: Site, docname: str = "episodes/one", *, transcript: str) -> None:
    """Assert that ids are unique, and that ours are on the right elements."""
    assert not [w for w in site.warnings if "Duplicate ID" in w], site.warnings
    page = site.page(docname)
    assert [id_ for id_, count in Counter(ids_of(page)).items() if count > 1] == []
    assert site.app is not None
    for chapter, title in {"t-00-00": "Intro", "t-02-04": "Second"}.items():
        heading = page.select_one(f"section#{chapter} > :is(h2, h3)")
        assert heading is not None
        assert title in heading.get_text()
    for id_, words in QUOTES.items():
        quote = page.find(id=id_)
        assert quote is not None
        assert quote.name == "figure"
        assert words in quote.get_text()
    if transcript != "none":
        for turn in ("turn-00-00", "turn-02-04"):
            assert page.select(f"#{turn}.pod-turn"), turn
    if transcript == "end":
        assert page.select("#transcript .pod-turn")


@pytest.mark.parametrize(
    ("place", "transcript"),
    [*((place, "end") for place in PLACES), ("before", "none"), ("first", "chapters")],
)
@pytest.mark.parametrize("written", WRITTEN)
def test_markdown(new_site: NewSite, written: str, place: str, transcript: str) -> None:
    names = CLASHING
    if written in ("label", "attribute"):
        names = tuple(name for name in CLASHING if " " not in name)
    if written == "label":
        names = tuple(dict.fromkeys(map(str.lower, names)))
    text = "\n\n".join(map(WRITTEN[written], names))
    fields = dict.fromkeys(PLACES, "") | {place: text}
    site = new_site(
        {"episodes/one.md": EPISODE.format(**fields), "episodes/one.vtt": VTT},
        podcast_transcript=transcript,
        myst_enable_extensions=["attrs_block"],
    ).build()
    check(site, transcript=transcript)
    if place != "before":
        assert site.page("episodes/one").select_one("figure#q")
    if written == "label":
        page = site.page("episodes/one")
        links = [a for a in page.select("a.reference") if a.get_text() == "there"]
        assert len(links) == len(names)
        for link in links:
            target = page.find(id=str(link["href"])[1:])
            assert target is not None
            assert "A paragraph about it." in target.parent.get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        *(("label", place) for place in PLACES),
        # in "second" a directive would be in another section
        *(("heading", place) for place in PLACES if place != "second"),
    ],
)
def test_restructuredtext(new_site: NewSite, written: str, place: str) -> None:
    text = "\n\n".join(
        f".. _{name}:\n\nA paragraph." if written == "label" else f"{name}\n{'-' * 30}\n\nProse."
        for name in CLASHING
    )
    fields = dict.fromkeys(PLACES, "") | {place: text}
    site = new_site(
        {"episodes/one.rst": RST.format(**fields), "episodes/one.vtt": VTT},
        podcast_transcript="end",
    ).build()
    check(site, transcript="end")


@pytest.mark.parametrize("written", WRITTEN)
def test_single_page(new_site: NewSite, written: str) -> None:
    names = [name for name in CLASHING if " " not in name]
    text = "\n\n".join(map(WRITTEN[written], names))
    fields = dict.fromkeys(PLACES, "") | {"first": text}
    site = new_site(
        {
            "episodes/one.md": EPISODE.format(**fields),
            "episodes/one.vtt": VTT,
            "episodes/two.md": EPISODE.format(**dict.fromkeys(PLACES, "")),
            "page.md": "# Page\n\n" + text.replace("t-02-04", "t-02-05"),
        },
        myst_enable_extensions=["attrs_block"],
        suppress_warnings=["toc.not_included", "ref.ref"],
    ).build("singlehtml")
    assert not [w for w in site.warnings if "Duplicate ID" in w], site.warnings
    html = (site.out / "singlehtml" / "index.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert [id_ for id_, count in Counter(ids_of(page)).items() if count > 1] == []
    for id_, words in QUOTES.items():
        quote = page.find(id=f"episodes/one/{id_}")
        assert quote is not None
        assert words in quote.get_text()


def test_a_reference_leads_to_the_quote_and_not_to_a_label_before_it(new_site: NewSite) -> None:
    text = (
        "# One\n\n## [02:04] Second\n\n(q-02-04)=\n\n### Section\n\n"
        "```{pod:quote} Ada\nHello there.\n```\n\n{ref}`q-02-04` and {pod:quote}`one#q-02-04`\n"
    )
    site = new_site({"episodes/one.md": text}).build()
    assert site.warnings == []
    page = site.page("episodes/one")
    assert [a["href"] for a in page.select("p a.reference")][-2:] == ["#label-q-02-04", "#q-02-04"]
    assert page.select_one("figure#q-02-04")
    assert page.select_one("section #label-q-02-04, section#label-q-02-04")


def test_quotes_of_included_files_do_not_move_those_of_the_episode(new_site: NewSite) -> None:
    text = (
        "# One\n\n## [02:04] Second\n\n```{include} more.txt\n```\n\n"
        "```{pod:quote} Ada\nOf the episode.\n```\n"
    )
    more = "```{pod:quote} Bob\nOf the file.\n```\n\n```{pod:quote} Bob\nOf the file, too.\n```\n"
    site = new_site({"episodes/one.md": text, "episodes/more.txt": more}).build()
    quotes = {str(q["id"]): q.blockquote.get_text() for q in site.page("episodes/one").select("figure.pod-quote")}  # type: ignore[union-attr]  # fmt: skip
    assert {id_: words.strip() for id_, words in quotes.items()} == {
        "q-02-04": "Of the episode.",
        "q-02-04-2": "Of the file.",
        "q-02-04-3": "Of the file, too.",
    }


def test_headings_that_read_like_ours_keep_their_ids(new_site: NewSite) -> None:
    text = "# One\n\n## [00:10] A\n\n### Transcript\n\nfoo\n\n### Section Transcript\n\n### Transcript\n\n### Q\n"
    site = new_site({"episodes/one.md": text}).build()
    assert site.warnings == []
    sections = [str(s["id"]) for s in site.page("episodes/one").select("section section section")]
    assert sections == ["section-transcript", "id1", "section-transcript-2", "section-q"]  # fmt: skip


def test_an_entity_is_defined_twice_on_a_page(new_site: NewSite) -> None:
    text = "# Page\n\n(entity-ada)=\n\nText.\n\n" + "```{pod:entity} Ada\nSomeone.\n```\n\n" * 2
    site = new_site({"page.md": text, "episodes/one.md": "# One\n\n## [00:00] A\n"}).build()
    assert not [w for w in site.warnings if "Duplicate ID" in w], site.warnings
    assert Counter(ids_of(site.page("page")))["entity-ada"] == 1
    box = site.page("page").find(id="entity-ada")
    assert box is not None
    assert "Someone." in box.get_text()


def test_a_label_before_the_title_of_an_episode(new_site: NewSite) -> None:
    text = "(other)=\n(voice)=\n# The voice\n\nText.\n\n## [00:10] One\n\nWords.\n"
    page = "# Page\n\n{ref}`voice` {ref}`other`\n"
    site = new_site({"episodes/one.md": text, "page.md": page}).build()
    assert not [warning for warning in site.warnings if "toctree" not in warning]
    links = site.body("page").select("p a")
    assert [text_of(link) for link in links] == ["The voice", "The voice"]
    ids = {str(element["id"]) for element in site.body("episodes/one").select("[id]")}
    assert {str(link["href"]).partition("#")[2] for link in links} | {"the-voice"} <= ids
