"""Notes of Obsidian and posts of other generators, as pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from bs4.element import Tag
from conftest import Site, text_of

from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

NewSite = Callable[..., Site]

NOTE = """
---
host: "[[Ann Lee]]"
---

# A note

> [!info] About [[Acme|it]]
> **People** [[Ann Lee]] · [[Nobody]]

The summary names [[Ann Lee|her]]. ![[one.mp3]] ^abc123

> [!tip]
> Look at [[Two]].

> [!warning]- Only this

%%
A comment.
%%

## [02:04] With [[World Model]]

| a | b |
| - | - |
| [[World Model\\|models]] | [[Unknown|x]](y) |

`[[code]]`

## Entities

- **[[World Model]]** (Concept): what predicts.
- **[[Acme]]** (Organization): a company.

#podcast #notes
"""


def test_a_note(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": NOTE, "episodes/two.md": "# Two\n\n## [00:00] A\n"}).build()
    assert [w for w in site.warnings if "one.mp3" not in w] == []
    body = site.body("episodes/one")
    assert "[[" not in text_of(body).replace("[[code]]", "")
    assert "%%" not in text_of(body)
    assert "^abc" not in text_of(body)
    links = [
        (text_of(a), str(a["href"]).rpartition("/")[2])
        for a in body.select("p a.reference, td a.reference")
        if isinstance(a, Tag) and not a.find_parent(class_="pod-entities")
    ]
    assert ("her", "ann-lee.html") in links
    assert ("models", "entities.html#entity-world-model") in links
    assert ("it", "entities.html#entity-acme") in links
    assert ("Two", "two.html") in links
    assert not {"Nobody", "x"} & {text for text, _ in links}
    titles = [text_of(title) for title in body.select(".admonition-title")]
    assert titles == ["About it", "Tip", "Only this"]
    episode = pod_domain(site.app.env).catalogue.episode("episodes/one")  # type: ignore[union-attr]
    assert episode.summary == "The summary names her."
    assert episode.tags == ("podcast", "notes")
    assert episode.audio == "one.mp3"
    assert [entry.name for entry in episode.entries] == ["World Model", "Acme"]


def test_it_can_be_turned_off(new_site: NewSite) -> None:
    site = new_site(
        {"episodes/one.md": "# T\n\n> [!info] A\n> B [[C]]\n"}, podcast_wikilinks=False
    ).build()
    body = site.body("episodes/one")
    assert "[[C]]" in text_of(body)
    assert "[!info] A" in text_of(body)


def test_a_stranger_may_link_names(new_site: NewSite) -> None:
    text = "---\ntrust: stranger\n---\n\n# T\n\n> [!info] I\n> See [[Acme]].\n"
    listed = "# L\n\n## Entities\n\n- **Acme** (Organization): A.\n"
    site = new_site({"episodes/one.md": text, "episodes/two.md": listed}).build()
    assert site.warnings == []
    (link,) = site.body("episodes/one").select(".admonition a")
    assert str(link["href"]).endswith("#entity-acme")


@pytest.mark.slow
def test_markup_of_generators_is_left_out_and_reported_once(new_site: NewSite) -> None:
    files = {f"episodes/{n}.md": f"# T{n}\n\nA{{:.x}} {{% x %}}b\n" for n in range(4)}
    site = new_site(files).build()
    assert site.warnings == []
    assert "A b" in text_of(site.body("episodes/1"))
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", "-E", "-C", "-D", "extensions=sphinxcontrib_podcast",
         "-D", "root_doc=podcast/index", str(site.src), str(site.out / "again")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    (note,) = [line for line in run.stdout.splitlines() if "markup of other programs" in line]
    assert note.endswith(
        "left out of 4 files: {% … %}, {: … } (episodes/0.md, episodes/1.md, episodes/2.md, …)"
    )
