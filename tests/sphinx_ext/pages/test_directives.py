from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Site, text_of
from show import SHOW

NewSite = Callable[..., Site]

INDEX = """
# Site

```{toctree}
page
podcast/index
```
"""

RST_EPISODE = """
By hand
=======

.. pod:episode::
   :date: 2026-03-01
   :channel: Handmade
   :hosts: Mara Lindqvist
   :duration: 5:00

A summary with *emphasis*, of Guglielmo Marconi.

First part
----------

.. pod:chapter:: 0:00

Guglielmo Marconi again.

.. pod:quote:: Mara Lindqvist

   Words said
   by hand.

.. pod:chapter:: 2:04 Second part

   Prose in it.

   .. pod:quote::
      :time: 3:30

      Later words.

Not a chapter
-------------

.. pod:entity:: Crystal set
   :type: product
   :aliases: crystal radio, cat's whisker

   A radio without a battery.
"""

MD_EPISODE = """
# By hand

```{pod:episode}
:date: 2026-03-01
:channel: Handmade
:hosts: Mara Lindqvist
:duration: "5:00"
```

A summary with *emphasis*, of Guglielmo Marconi.

## First part

```{pod:chapter} 0:00
```

Guglielmo Marconi again.

```{pod:quote} Mara Lindqvist
Words said
by hand.
```

````{pod:chapter} 2:04 Second part
Prose in it.

```{pod:quote}
:time: 3:30
Later words.
```
````

## Not a chapter

```{pod:entity} Crystal set
:type: product
:aliases: crystal radio, cat's whisker

A radio without a battery.
```
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("page.rst", RST_EPISODE), ("page.md", MD_EPISODE)],
    ids=["rst", "md"],
)
def test_an_episode_by_directives_is_a_full_citizen(
    new_site: NewSite, name: str, text: str
) -> None:
    site = new_site(
        {
            **SHOW,
            "index.md": INDEX,
            name: text.replace('"', "") if name.endswith("rst") else text.replace('"5:00"', "5:00"),
        }
    ).build()
    assert site.warnings == []
    body = site.body("page")
    assert text_of(body.select_one("p.pod-facts")) == ("Handmade · Mar 1, 2026 · 5 min")
    assert text_of(body.select_one("p.pod-people")) == "Host: Mara Lindqvist"
    assert [(text_of(a), a["href"]) for a in body.select(".pod-chapters a")] == [
        ("00:00 First part", "#t-00-00"),
        ("02:04 Second part", "#t-02-04"),
    ]
    first, second = body.select("figure.pod-quote")
    assert (first["id"], text_of(first.blockquote)) == ("q-00-00", "Words said by hand.")
    assert text_of(first.figcaption) == "Mara Lindqvist · 00:00"
    assert second.find_parent("section")["id"] == "t-02-04"  # type: ignore[index]
    assert text_of(second.figcaption) == "03:30"

    # its own entity: the page written by hand replaces the generated one
    assert body.select_one("#entity-crystal-set") is not None
    assert not site.has_page("podcast/entity/crystal-set")
    entities = site.body("podcast/entities")
    assert entities.select_one("a[href='../page.html#entity-crystal-set']") is not None

    # other pages link to it
    cards = [text_of(a) for a in site.body("podcast/episodes").select(".pod-title a")]
    assert cards == ["By hand", "Feeds", "The first voice", "声の歴史", "声音的历史"]
    assert site.has_page("podcast/channel/handmade")
    quotes = [text_of(q.blockquote) for q in site.body("podcast/quotes").select("figure")]
    assert quotes[:2] == ["Words said by hand.", "Later words."]
    hrefs = [
        a["href"]
        for a in site.body("podcast/quotes").select(
            "figure figcaption a.pod-at, figure figcaption a:has(time)"
        )
    ]
    assert hrefs[:2] == ["../page.html#q-00-00", f"../page.html#{second['id']}"]
    mentions = site.body("podcast/entity/guglielmo-marconi").select("#mentions li")
    assert text_of(mentions[0]).startswith("A summary with emphasis, of Guglielmo Marconi.")
    assert text_of(mentions[1]) == "00:00 First part Guglielmo Marconi again."


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ("", ["Feeds", "The first voice", "声の歴史", "声音的历史"]),
        (":sort: date", ["声音的历史", "声の歴史", "The first voice", "Feeds"]),
        (":channel: radio", ["Feeds", "The first voice"]),
        (":person: Kenji Sato", ["The first voice"]),
        (":person: guglielmo-marconi", ["Feeds", "The first voice", "声の歴史"]),
        (":language: ja", ["声の歴史"]),
        (":tag: radio", ["The first voice"]),
        (":year: 2026", ["Feeds", "The first voice"]),
        (":month: 2026-02\n:group: channel", ["Feeds"]),
        (":limit: 1", ["Feeds"]),
        (":sort: title\n:language: en", ["Feeds", "The first voice"]),
        (":sort: -duration\n:limit: 1", ["The first voice"]),
    ],
)
@pytest.mark.parametrize("layout", ["cards", "table"])
def test_listings_of_episodes(
    new_site: NewSite, layout: str, options: str, titles: list[str]
) -> None:
    page = f"# Page\n\n```{{pod:episodes}}\n{options}\n:layout: {layout}\n```\n"
    site = new_site({**SHOW, "page.md": page.replace("\n\n:", "\n:"), "index.md": INDEX}).build()
    assert site.warnings == []
    body = site.body("page")
    chosen = ".sd-card-title a" if layout == "cards" else "tbody td:nth-child(2) a"
    assert [text_of(a) for a in body.select(chosen)] == titles


def test_indices_in_place(new_site: NewSite) -> None:
    page = """
# Page

```{pod:entities}
:type: person
```

```{pod:entities}
:episode: koe
```

```{pod:quotes}
:speaker: Kenji Sato
```

```{pod:quotes}
:episode: koe
:limit: 1
```
"""
    site = new_site({**SHOW, "page.md": page, "index.md": INDEX}).build()
    assert site.warnings == []
    people, of_koe = site.body("page").select("div.pod-page")
    assert [text_of(a) for a in people.select("li a")] == [
        "Guglielmo Marconi", "Mara Lindqvist", "Dave Winer", "Élisabeth Thible", "Kenji Sato",
        "沈一航", "早川美咲",
    ]  # fmt: skip
    assert sorted(text_of(a) for a in of_koe.select("li a")) == [
        "Guglielmo Marconi", "アンテナ", "早川美咲",
    ]  # fmt: skip
    quotes = site.body("page").select("figure.pod-quote")
    assert [text_of(q.blockquote) for q in quotes] == [
        "“A voice is not a signal.”",
        "「電波は声を運ぶ。」",
    ]


@pytest.mark.parametrize(
    ("directive", "warning"),
    [
        ("```{pod:episodes}\n:channel: none\n```", "pod:episodes: no episode fits ':channel: none'"),
        ("```{pod:entities}\n:type: none\n```", "pod:entities: no entity has the type 'none'"),
        ("```{pod:quotes}\n:speaker: none\n```", "pod:quotes: there is no speaker 'none'"),
        ("```{pod:quotes}\n:episode: none\n```", "pod:quotes: there is no episode 'none'"),
        ("```{pod:graph} Nobody\n```", "pod:graph: there is no entity 'Nobody'"),
        ("```{pod:graph}\n:type: none\n```", "pod:graph: no names occur together; the picture is empty"),
        ("```{pod:timeline}\n:type: none\n```",
         "pod:timeline: no mention has a date or channel; the picture is empty"),
        ("```{pod:quote} Ada\n```", "pod:quote: there are no words; write them as the content"),
        ("```{pod:chapter} soon\n```", "pod:chapter: write a time such as '2:04 Title', not 'soon'"),
        ("```{pod:quote}\n:time: 9:99\nx\n```", "pod:quote: '9:99' is not a time such as 2:04 or 1:00:26"),
        ("```{pod:chapter} 2:04 A\n:end: 9:99\nx\n```", "pod:chapter: '9:99' is not a time such as 2:04 or 1:00:26"),
    ],
)  # fmt: skip
def test_what_directives_cannot_draw(new_site: NewSite, directive: str, warning: str) -> None:
    page = f"# Page\n\n{directive}\n"
    site = new_site({**SHOW, "page.md": page, "index.md": INDEX}).build()
    assert site.warnings == [f"page.md:3: WARNING: {warning} [podcast.directive]"]


def test_pictures(new_site: NewSite) -> None:
    page = (
        "# Page\n\n```{pod:graph}\n```\n\n```{pod:timeline} Guglielmo Marconi\n:by: channel\n```\n"
    )
    site = new_site({**SHOW, "page.md": page, "index.md": INDEX}).build()
    graph, timeline = site.body("page").select("figure.pod-picture")
    marconi = "podcast/entity/guglielmo-marconi.html"
    for picture in (graph, timeline):
        assert picture.select(f'svg text a[href="{marconi}"]')
        assert picture.select(f'details th a[href="{marconi}"]')
    ties = [title.get_text() for title in graph.select("path > title")]
    assert any(title.startswith("Guglielmo Marconi – ") for title in ties)
    assert len(ties) == len(graph.select("svg path"))
    assert next(text_of(cell) for cell in timeline.select("td")).startswith("radio (")
    site.conf["latex_engine"] = "xelatex"
    site.build("latex")
    tex = next(site.out.glob("latex/*.tex")).read_text(encoding="utf-8")
    assert tex.count(r"\begin{podpicture}") == 2
    assert tex.count(r"\podarc") == len(ties)
    assert tex.count(r"\podcell") == len(timeline.select("rect:not(.pod-field)"))
    site.build("text")
    text = (site.out / "text" / "page.txt").read_text(encoding="utf-8")
    assert "Guglielmo Marconi" in text
    site.build("epub")
    epub = BeautifulSoup(
        (site.out / "epub" / "page.xhtml").read_text(encoding="utf-8"), "html.parser"
    )
    shown = epub.select(".pod-drawing")
    assert [str(image["alt"])[:5] for image in shown] == ["Names", "Menti"]
    drawings = [b64decode(str(image["src"]).partition(",")[2]) for image in shown]
    roots = [ElementTree.fromstring(drawing) for drawing in drawings]
    lines, fields = ([e.tag.partition("}")[2] for e in root] for root in roots)
    assert (lines.count("path"), fields.count("rect")) == (len(ties), tex.count(r"\podcell") + 1)
    assert all("Guglielmo Marconi" in root.itertext() for root in roots)


def test_one_entity_on_two_pages(new_site: NewSite) -> None:
    page = "# Page\n\n```{pod:entity} RSS\n:type: concept\nBy hand.\n```\n"
    index = INDEX.replace("page\n", "page\nother\n")
    site = new_site({**SHOW, "page.md": page, "other.md": page, "index.md": index}).build()
    assert site.warnings == [
        "page.md:3: WARNING: pod:entity: the entity 'RSS' is defined on another page "
        "[podcast.directive]"
    ]
    box = site.body("other").select_one("#entity-rss")
    assert isinstance(box, Tag)
    assert text_of(box).startswith("By hand.")
    assert "A format for feeds." in text_of(box)


def test_a_definition_with_an_abbreviation(new_site: NewSite) -> None:
    page = "# Page\n\n```{pod:entity} Reinforcement Learning (RL)\n:type: concept\nBy hand.\n```\n"
    text = "# One\n\n## [00:10] RL\n\nOn reinforcement learning.\n\n{pod:concept}`RL` works.\n"
    site = new_site({"page.md": page, "episodes/one.md": text}).build()
    assert not [warning for warning in site.warnings if "toctree" not in warning]
    links = {text_of(link): str(link["href"]) for link in site.body("episodes/one").select("p a")}
    assert "reinforcement-learning" in links["RL"]
