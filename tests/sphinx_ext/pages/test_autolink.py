from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag
from conftest import Site, text_of
from show import SHOW

NewSite = Callable[..., Site]

EPISODE = """
# Radio days

Of Ada Lovelace and `Ada Lovelace` in code.

## [00:00] Ada Lovelace in a heading

Ada Lovelace met Charles Babbage, and Ada Lovelace wrote. Sparkling; Spark.

> *"Charles Babbage and I."*
> — Ada Lovelace

[Ada Lovelace](https://example.org) and *Charles Babbage*.

## [01:00] Second

[Ada Lovelace]{.no-link}. Then Ada Lovelace again, Ada Lovelace's notes.

## Entities

- **Ada Lovelace** (Person): Met Charles Babbage.
- **Charles Babbage** (Person): Built engines.
- **Spark** (Product): A tool.
"""


def links(site: Site, docname: str = "episodes/one") -> list[str]:
    body = site.body(docname)
    found = []
    for mention in body.select("a.pod-mention"):
        section = mention.find_parent("section")
        assert isinstance(section, Tag)
        found.append(f"{section['id']}: {text_of(mention)}")
    return found


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        ("chapter", ["radio-days: Ada Lovelace", "t-00-00: Ada Lovelace", "t-00-00: Charles Babbage",
                     "t-00-00: Spark", "t-01-00: Ada Lovelace"]),
        ("page", ["radio-days: Ada Lovelace", "t-00-00: Charles Babbage", "t-00-00: Spark"]),
        ("all", ["radio-days: Ada Lovelace", "t-00-00: Ada Lovelace", "t-00-00: Charles Babbage",
                 "t-00-00: Ada Lovelace", "t-00-00: Spark", "t-00-00: Charles Babbage",
                 "t-00-00: Charles Babbage", "t-01-00: Ada Lovelace", "t-01-00: Ada Lovelace"]),
        ("none", []),
    ],
)  # fmt: skip
def test_which_names_are_linked(
    episode_site: Callable[..., Site], extent: str, expected: list[str]
) -> None:
    site = episode_site(EPISODE, podcast_autolink=extent, myst_enable_extensions=["attrs_inline"])
    assert site.warnings == []
    assert links(site) == expected


def test_what_is_not_to_be_linked(episode_site: Callable[..., Site]) -> None:
    text = EPISODE.replace("Then Ada Lovelace again,", "Then {pod:person}`!Ada Lovelace` again,")
    site = episode_site(text, myst_enable_extensions=["attrs_inline"])
    assert site.warnings == []
    # not the span, not the role, but what follows
    assert links(site)[-1] == "t-01-00: Ada Lovelace"
    paragraph = site.body("episodes/one").select_one("section#t-01-00 > p")
    assert text_of(paragraph) == "Ada Lovelace. Then Ada Lovelace again, Ada Lovelace’s notes."
    assert paragraph is not None
    before = [text_of(t) for t in paragraph.a.previous_siblings]  # type: ignore[union-attr]
    assert "Ada Lovelace again" in " ".join(reversed(before))


def test_the_text_stays_what_it_is(episode_site: Callable[..., Site], new_site: NewSite) -> None:
    linked = episode_site(EPISODE, myst_enable_extensions=["attrs_inline"])
    plain = new_site(
        {"episodes/one.md": EPISODE},
        podcast_autolink="none",
        myst_enable_extensions=["attrs_inline"],
    ).build()
    assert text_of(linked.body("episodes/one")) == text_of(plain.body("episodes/one"))


def test_a_name_leads_to_its_entity_in_every_language(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    (first, second) = (a for a in site.body("episodes/koe").select("a.pod-mention"))
    assert (text_of(first), first["href"]) == (
        "早川美咲",
        "../podcast/entity/%E6%97%A9%E5%B7%9D%E7%BE%8E%E5%92%B2.html",
    )
    assert (text_of(second), second["href"]) == (
        "Guglielmo Marconi",
        "../podcast/entity/guglielmo-marconi.html",
    )


def test_an_alias_of_the_registry_is_linked_with_its_name(new_site: NewSite) -> None:
    registry = '[entities.m]\nname = "Guglielmo Marconi"\naliases = ["早川美咲が"]\n'
    site = new_site({**SHOW, "entities.toml": registry}).build()
    link = site.body("episodes/koe").select_one("a.pod-mention")
    assert isinstance(link, Tag)
    assert (text_of(link), link["title"]) == ("早川美咲が", "Guglielmo Marconi")
