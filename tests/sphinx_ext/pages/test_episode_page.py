from __future__ import annotations

from collections.abc import Callable

from bs4 import Tag
from conftest import Site, text_of
from show import SHOW

NewSite = Callable[..., Site]


def test_the_page_of_an_episode(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert site.warnings == []
    body = site.body("episodes/radio/first")
    assert text_of(body.h1) == "The first voice"
    facts = body.select_one("p.pod-facts")
    assert text_of(facts) == "radio · Episode 1 · Jan 5, 2026 · 10 min"
    people = body.select_one("p.pod-people")
    assert text_of(people) == "Guest: Kenji Sato · Host: Mara Lindqvist"
    assert [a["href"] for a in body.select(".pod-head a")] == [
        "../../podcast/channel/radio.html",
        "../../podcast/entity/kenji-sato.html",
        "../../podcast/entity/mara-lindqvist.html",
    ]
    assert [(text_of(a), a["href"]) for a in body.select(".pod-chapters > ul > li > p > a")] == [
        ("00:00 Intro", "#t-00-00"),
        ("02:04 Reginald Fessenden", "#t-02-04"),
    ]
    assert [(text_of(a), a["href"]) for a in body.select(".pod-chapters li li a")] == [
        ("03:00 The alternator", "#t-03-00")
    ]
    lengths = body.select(".pod-chapters li > p")
    assert [text_of(p).partition(" · ")[2] for p in lengths] == ["2 min", "8 min", "7 min"]
    assert [p.svg["width"] for p in lengths] == ["26%", "100%", "88%"]  # type: ignore[index]
    nested = body.select_one("section#t-02-04 > section#t-03-00 > h3")
    assert text_of(nested) == "03:00 The alternator"
    assert isinstance(nested, Tag)
    assert nested.select_one("a.pod-at")["href"] == "#t-03-00"  # type: ignore[index]
    assert nested.time["datetime"] == "PT3M"  # type: ignore[index]


def test_quotes(new_site: NewSite) -> None:
    body = new_site(SHOW, smartquotes=False).build().body("episodes/radio/first")
    first, second = body.select("figure.admonition.pod-quote")
    assert first["id"] == "q-00-00"
    assert text_of(first.blockquote) == '"A voice is not a signal."'
    assert text_of(first.figcaption) == "Kenji Sato · 00:00"
    speaker, time, permalink = first.select("figcaption a")
    assert speaker["href"] == "../../podcast/entity/kenji-sato.html"
    assert time["href"] == permalink["href"] == "#q-00-00"
    assert text_of(second.select_one("p.pod-comment")) == "(laughing)"
    assert second.em is None


def test_entities_are_grouped_and_linked(new_site: NewSite) -> None:
    body = new_site(SHOW).build().body("episodes/radio/first")
    section = body.select_one("section#entities")
    assert isinstance(section, Tag)
    assert [text_of(p) for p in section.select("p.pod-type")] == ["People", "Concepts"]
    people, concepts = section.select("dl.pod-entities")
    assert [text_of(dt) for dt in people.select("dt")] == ["Guglielmo Marconi", "Élisabeth Thible"]
    assert people.dt["id"] == "entity-guglielmo-marconi"  # type: ignore[index]
    assert people.a["href"] == "../../podcast/entity/guglielmo-marconi.html"  # type: ignore[index]
    assert text_of(concepts.dd) == "Sound through the air."


def test_language_and_description(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    page = site.page("episodes/koe")
    root = page.select_one("section.pod-episode")
    assert isinstance(root, Tag)
    assert root["lang"] == "ja"
    label = page.select_one(".pod-chapters, p.pod-facts")
    assert isinstance(label, Tag)
    assert label["lang"] == "en"
    description = page.select_one('meta[name="description"]')
    assert isinstance(description, Tag)
    assert description["content"] == "最初の放送について。"
    assert text_of(page.select_one("section#t-00-00 > h2")) == "00:00 はじめに"


def test_everything_else_of_myst_works(episode_site: Callable[..., Site]) -> None:
    site = episode_site(
        """
        # T

        Summary with a [link][there].

        ## [00:00] A

        Words[^1], $x^2$, `code` and {ref}`spot`.

        (spot)=
        ### A spot

        | a | b |
        | - | - |
        | 1 | 2 |

        :::{note}
        A note.
        :::

        ```{admonition} Title
        Body.
        ```

        > A plain blockquote.

        - A list
        - of **two**

        [^1]: A footnote.

        [there]: https://example.org
        """,
        myst_enable_extensions=["colon_fence", "dollarmath"],
    )
    assert site.warnings == []
    body = site.body("episodes/one")
    assert body.select_one("a[href='https://example.org']") is not None
    assert body.select_one(".footnote-reference, a.footnote-reference") is not None
    assert body.select_one(".math") is not None
    assert body.select_one("table") is not None
    assert len(body.select("div.admonition")) == 2
    assert text_of(body.select_one("blockquote")) == "A plain blockquote."
    assert body.select_one("a[href='#spot']") is not None


def test_headings_that_look_like_our_ids(episode_site: Callable[..., Site]) -> None:
    site = episode_site(
        "# T\n\n## T 02 04\n\n## [02:04] A\n\n## Entity rss\n\n## Entities\n\n"
        "- **RSS** (Concept): x\n"
    )
    assert site.warnings == []
    body = site.body("episodes/one")
    assert text_of(body.select_one("#t-02-04 > h2")) == "02:04 A"
    assert text_of(body.select_one("#entity-rss")) == "RSS"
    assert body.select_one("#section-t-02-04") is not None


def test_a_quote_alone_has_nothing_but_its_link(new_site: NewSite) -> None:
    files = {"episodes/one.md": '# T\n\n## A\n\n> *"Words."*\n\n## [01:00] B\n'}
    site = new_site(files, smartquotes=False).build()
    caption = site.body("episodes/one").select_one("figure#q figcaption")
    assert isinstance(caption, Tag)
    assert [a["href"] for a in caption.select("a")] == ["#q"]
    text = (site.build("text").out / "text" / "episodes" / "one.txt").read_text(encoding="utf-8")
    assert '   "Words."\n' in text
    assert "--" not in text.partition("Words.")[2].partition("[01:00]")[0]


def test_other_documents_are_untouched(new_site: NewSite) -> None:
    text = '# [02:04] T\n\n## [00:00] A\n\n> *"Words."*\n\n- **Ada** (Person): Who.\n'
    files = {"page.md": text, "index.md": "# Site\n\n```{toctree}\npage\n```\n"}
    ours = new_site(files).build()
    plain = new_site(files, extensions=["myst_parser"]).build()
    assert ours.warnings == plain.warnings == []
    assert str(ours.body("page")) == str(plain.body("page"))


def test_which_files_are_episodes(new_site: NewSite) -> None:
    files = {
        "episodes/index.md": "# About\n",
        "episodes/no.md": "---\npodcast: false\n---\n# No\n",
        "episodes/yes.md": "# Yes\n\n## [00:00] A\n",
        "notes/other.md": "---\npodcast: true\n---\n# Other\n\n## [00:00] A\n",
        "shows/third.md": "# Third\n\n## [00:00] A\n",
    }
    index = "# Site\n\n```{toctree}\n:glob:\npodcast/index\nepisodes/*\nnotes/*\nshows/*\n```\n"
    site = new_site({**files, "index.md": index}).build()
    assert site.warnings == []
    titles = [text_of(a) for a in site.body("podcast/episodes").select(".pod-title a")]
    assert sorted(titles) == ["Other", "Yes"]
    site.conf["podcast_episodes"] = ["shows/*"]
    site.build()
    titles = [text_of(a) for a in site.body("podcast/episodes").select(".pod-title a")]
    assert sorted(titles) == ["Other", "Third"]


def test_style_and_script_are_only_where_they_are_needed(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": "---\norphan: true\n---\n# Page\n"}).build()
    assert "podcast.css" in str(site.page("episodes/koe").head)
    assert "podcast-pages.css" not in str(site.page("episodes/koe").head)
    assert "podcast-pages.css" in str(site.page("podcast/entities").head)
    assert "podcast.js" in str(site.page("podcast/entities").head)
    assert "podcast.css" not in str(site.page("page").head)
