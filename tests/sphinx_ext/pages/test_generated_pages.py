from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from bs4 import Tag
from conftest import Site, text_of
from show import SHOW
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.sphinx_ext import events

NewSite = Callable[..., Site]


def test_the_page_of_an_entity(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    body = site.body("podcast/entity/guglielmo-marconi")
    assert text_of(body.h1) == "Guglielmo Marconi"
    assert text_of(body.select_one("p.pod-facts")) == "Person"
    lead = body.select_one("section > p.pod-facts + p")
    assert text_of(lead) == "Sent signals across the Atlantic. — The first voice"
    folded = body.select_one("details.pod-more")
    assert text_of(folded) == "Other descriptions (1)無線の発明者。 — 声の歴史"
    mentions = body.select_one("#mentions")
    assert isinstance(mentions, Tag)
    assert [text_of(p) for p in mentions.select("p.pod-where")] == [
        "Feeds · Feb 5, 2026",
        "The first voice · Jan 5, 2026",
        "声の歴史 · Dec 1, 2025",
    ]
    lines = mentions.select("li")
    assert [text_of(li) for li in lines] == [
        "00:00 Intro Guglielmo Marconi had no feed.",
        "00:00 Intro Guglielmo Marconi sent signals, not voices.",
        "02:04 Reginald Fessenden He spoke of Guglielmo Marconi, and of the alternator.",
        "00:00 はじめに 早川美咲が Guglielmo Marconi の話をする。",
    ]
    assert {text_of(mark) for mark in mentions.select("mark")} == {"Guglielmo Marconi"}
    assert lines[2].a["href"] == "../../episodes/radio/first.html#t-02-04"  # type: ignore[index]
    together = {text_of(li.summary): li for li in body.select("#together li:has(> details)")}
    chapter = together["早川美咲 (1)"].select_one("details ul a")
    assert chapter is not None
    assert chapter["href"] == "../../episodes/koe.html#t-00-00"


def test_quotes_by_and_about_an_entity(new_site: NewSite) -> None:
    show = dict(SHOW)
    show["episodes/koe.md"] = show["episodes/koe.md"].replace("電波は", "Guglielmo Marconiは")
    show["episodes/koe.md"] = show["episodes/koe.md"].replace("> — 早川美咲\n", "")
    body = new_site(show).build().body("podcast/entity/kenji-sato")
    (quote,) = body.select("#quotes figure")
    assert text_of(quote.figcaption) == "Kenji Sato · The first voice · 00:00"
    assert text_of(body.select_one("#quotes h2")) == "Said"
    body = new_site(show).build().body("podcast/entity/guglielmo-marconi")
    assert body.select("#quotes figure") == []
    assert text_of(body.select_one("#quotes-about h2")) == "About"
    (quote,) = body.select("#quotes-about figure")
    assert text_of(quote.figcaption).startswith("speaker not named · 声の歴史")
    assert quote.select_one("a[href='../../episodes/koe.html#q-00-00']") is not None


def test_a_word_of_one_episode_does_not_light_up_in_others(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_entity_pages={}).build()
    # "Radio has one now." is in the second episode, which does not list it
    assert "Radio has one now" not in text_of(site.body("podcast/entity/radio"))


def test_the_index_of_entities(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_entity_pages={}).build()
    body = site.body("podcast/entities")
    assert [text_of(h) for h in body.select("h2")] == ["People (7)", "Concepts (2)", "Products (2)"]
    people, _concepts, _products = body.select("section > section")
    assert [text_of(li) for li in people.select("li")] == [
        "Guglielmo Marconi (3)",
        "Mara Lindqvist (2)",
        "Dave Winer (1)",
        "Élisabeth Thible (1)",
        "Kenji Sato (1)",
        "沈一航 (1)",
        "早川美咲 (1)",
    ]
    assert body.select("p.rubric") == []  # no letters: the types are short
    assert body.select_one("#entity-dave-winer a[href='entity/dave-winer.html']") is not None


def test_an_episode_of_the_year_one_is_not_among_those_without_date(new_site: NewSite) -> None:
    dates = {"a": "", "b": "date: 0001-01-01\n", "c": "", "d": "date: 2024-05-01\n"}
    site = new_site(
        {f"episodes/{n}.md": f"---\ntitle: {n}\n{date}---\n" for n, date in dates.items()}
    ).build()
    assert site.warnings == []
    headings = site.body("podcast/episodes").select("h2")
    assert [text_of(h) for h in headings] == ["2024", "1", "Without date"]


def test_listings(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    episodes = site.body("podcast/episodes")
    assert [text_of(h) for h in episodes.select("h2")] == ["2026", "2025", "Without date"]
    quotes = site.body("podcast/quotes")
    assert [text_of(h) for h in quotes.select("h2")] == ["The first voice", "声の歴史"]
    channel = site.body("podcast/channel/radio")
    assert [text_of(a) for a in channel.select(".pod-title a")] == ["Feeds", "The first voice"]
    archive = site.body("podcast/index")
    facts = archive.select_one("p.pod-facts")
    assert text_of(facts) == (
        "Episodes (4) · People and topics (11) · Quotes (3) · English, 日本語, and 中文"
    )
    assert [text_of(a) for a in archive.select(".pod-channels .pod-title a")] == [
        "radio",
        "声の歴史",
    ]


PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
COVER = (
    "---\ntitle: Radio Days\ndescription: About *radio*.\ncover: cover.png\nhost: Mara Lindqvist\n"
    "website: https://example.org\nlinks: {apple: 'https://pods.example.org'}\nlicense: CC0\n---\n"
    "# The show\n"
)


def test_a_channel_is_described_by_the_page_about_its_folder(new_site: NewSite) -> None:
    files = {**SHOW, "episodes/radio/index.md": COVER, "episodes/radio/cover.png": PICTURE}
    site = new_site(files).build()
    assert site.warnings == []
    page = site.body("podcast/channel/radio")
    assert text_of(page.h1) == "Radio Days"
    assert text_of(page.select_one(".pod-lead")) == "About *radio*."
    links = {text_of(a): a["href"] for a in page.select("a.external")}
    assert links == {
        "example.org": "https://example.org",
        "Apple Podcasts": "https://pods.example.org",
    }
    image = page.select_one("img.pod-cover")
    assert image is not None
    assert (site.out / "html/podcast/channel" / str(image["src"])).resolve().is_file()
    front = site.body("podcast/index")
    assert front.select_one(".pod-channels img.pod-cover") is not None
    assert "Radio Days" in {text_of(a) for a in front.select(".pod-rows .pod-facts a")}
    assert text_of(site.body("episodes/radio/index").h1) == "The show"


def test_the_front_page_can_be_the_first_page(new_site: NewSite) -> None:
    files = {name: text for name, text in SHOW.items() if name != "index.md"}
    site = new_site(files, podcast_pages={"index": "index"})
    (site.src / "index.md").unlink()
    assert site.build().warnings == []
    assert text_of(site.body("index").h1) == "Site"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("index.md", "```{toctree}\npodcast/index\n```"),
        ("index.rst", ".. toctree::\n\n   podcast/index"),
    ],
)
def test_a_site_without_a_toctree(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    notes: list[str] = []
    monkeypatch.setattr(events.logger, "info", notes.append)
    site = new_site({"episodes/one.md": "# One\n", name: "My show\n=======\n"})
    if name == "index.rst":
        (site.src / "index.md").unlink()
    assert site.build().warnings == []
    (note,) = notes
    assert note == f"podcast: no page leads to the archive; add this to {name}:\n\n{line}\n"
    # the first page leads there until a page does
    link = site.body("index").select_one("p.pod-archive > a")
    assert isinstance(link, Tag)
    assert (text_of(link), link["href"]) == ("Archive", "podcast/index.html")
    site.write({"page.md": "---\norphan: true\n---\n# Page\n\n```{toctree}\npodcast/index\n```\n"})
    site.build()
    assert site.body("index").select(".pod-archive") == []
    assert site.write({"page.md": "---\norphan: true\n---\n# Page\n"}).build().warnings == []
    assert len(site.body("index").select(".pod-archive")) == 1
    own = {"index.md": "# My show\n\n{doc}`podcast/index`\n", "index.rst": None}
    if name == "index.md":
        own.pop("index.rst")
    assert site.write(own).build().warnings == []
    assert site.body("index").select(".pod-archive") == []


def test_one_episode_alone_looks_right(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": "# One\n\nHello.\n"}, root_doc="podcast/index")
    (site.src / "index.md").unlink()
    assert site.build().warnings == []
    page = site.body("podcast/index")
    assert [text_of(h) for h in page.select("h2")] == ["Newest episodes"]
    assert text_of(page.select_one(".pod-rows")) == "One Hello."
    assert text_of(page.select_one("p.pod-facts")) == "Episodes (1)"


def test_one_toctree_entry_brings_the_sections_into_the_navigation(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert site.warnings == []
    assert site.app is not None
    known = site.app.env.toctree_includes
    assert known["podcast/index"][:3] == ["podcast/episodes", "podcast/entities", "podcast/quotes"]
    assert "podcast/episodes" not in known


def test_pages_move_and_go(new_site: NewSite) -> None:
    site = new_site(
        {**SHOW, "index.md": "# Site\n\n```{toctree}\n:glob:\narchive\nall\nepisodes/**\n```\n"},
        podcast_pages={
            "index": "archive", "episodes": "all", "entity": "who/{id}", "channel": False,
            "quotes": False,
        },
        podcast_entity_pages={},
    ).build()  # fmt: skip
    assert site.warnings == []
    assert text_of(site.body("archive").h1) == "Archive"
    assert text_of(site.body("who/rss").h1) == "RSS"
    assert not site.has_page("podcast/quotes")
    assert not (site.out / "html" / "podcast" / "channel").exists()
    facts = site.body("episodes/radio/first").select_one("p.pod-facts")
    assert text_of(facts).startswith("radio · ")
    people = site.body("episodes/radio/first").select_one("p.pod-people a")
    assert text_of(people) == "Kenji Sato"


@pytest.mark.parametrize(
    ("pages", "href"),
    [
        ({"entity": False}, "../../podcast/entities.html#entity-guglielmo-marconi"),
        ({"entity": False, "entities": False}, "second.html#x"),
    ],
)
def test_entities_without_pages_live_elsewhere(
    new_site: NewSite, pages: dict[str, bool], href: str
) -> None:
    site = new_site(SHOW, podcast_pages=pages).build()
    assert site.warnings == []
    body = site.body("episodes/radio/first")
    link = body.select_one("#entity-guglielmo-marconi a")
    assert isinstance(link, Tag)
    if pages.get("entities") is False:
        href = "#entity-guglielmo-marconi"  # this page has the newest list that contains it
    assert link["href"] == href


def test_a_page_by_the_author_takes_the_place_of_a_generated_one(new_site: NewSite) -> None:
    index = "# By hand\n\n```{toctree}\npodcast/episodes\npodcast/entities\n```\n"
    files = {**SHOW, "podcast/index.md": index.replace("podcast/", "")}
    site = new_site(files, podcast_pages={"quotes": False, "channel": False}).build()
    assert site.warnings == []
    assert text_of(site.body("podcast/index").h1) == "By hand"
    assert "_sources/podcast/index.md.txt" in str(site.page("podcast/index"))


def test_without_episodes_there_are_no_pages(new_site: NewSite) -> None:
    site = new_site({"index.md": "# Site\n"}).build()
    assert site.warnings == []
    assert not (site.out / "html" / "podcast").exists()


def test_the_source_of_generated_pages_is_not_shown(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert "_sources" not in str(site.page("podcast/entities"))
    assert not list((site.out / "html" / "_sources").rglob("*.podcast*"))
    assert site.body("podcast/entities") is not None
    assert "_sources/episodes/koe.md.txt" in str(site.page("episodes/koe"))


def test_nothing_is_written_into_the_source_folder(new_site: NewSite) -> None:
    site = new_site(SHOW)
    before = {p: p.stat().st_mtime_ns for p in site.src.rglob("*")}
    site.build()
    assert {p: p.stat().st_mtime_ns for p in site.src.rglob("*")} == before


def test_one_name_of_two_types(new_site: NewSite) -> None:
    show = dict(SHOW)
    show["episodes/radio/second.md"] += "- **Radio** (Product): A box.\n"
    site = new_site(show, podcast_entity_pages={}).build()
    assert site.warnings == [
        "episodes/radio/first.md:33: WARNING: 'Radio' is concept here and product in "
        "episodes/radio/second.md:21: they are kept as different entities. Give them one type, "
        "or different names [podcast.entity]"
    ]
    titles = {text_of(site.page(f"podcast/entity/{p.stem}").h1) for p in
              (site.out / "html" / "podcast" / "entity").glob("radio*.html")}  # fmt: skip
    assert titles == {"Radio"}
    assert len(list((site.out / "html" / "podcast" / "entity").glob("radio*.html"))) == 2


def test_own_entity_types(new_site: NewSite) -> None:
    show = dict(SHOW)
    show["episodes/koe.md"] += "- **Acorn**（基金）：x\n"
    page = "# Page\n\n{pod:fund}`Acorn`\n"
    site = new_site(
        {**show, "page.md": page, "index.md": "# S\n\n```{toctree}\npage\npodcast/index\n```\n"},
        podcast_entity_types={
            "fund": {"label": {"": "Funds", "ja": "ファンド"}, "names": ["基金"]}
        },
        podcast_entity_pages={},
    ).build()
    assert site.warnings == []
    assert text_of(site.body("podcast/entities").h2) == "Funds (1)"
    assert site.body("page").select_one("a[href='podcast/entity/acorn.html']") is not None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("podcast_pages", {"entty": "x"}, "podcast_pages has no page 'entty'; there are: index"),
        (
            "podcast_pages",
            {"entity": "x"},
            "or a document name such as 'podcast/entity/{id}', not 'x'",
        ),
        (
            "podcast_pages",
            {"index": "../x"},
            "must be False or a document name such as 'podcast/index'",
        ),
        ("podcast_pages", {"index": 3}, "must be False or a document name"),
        ("podcast_pages", {"entity": "{id}/{x}"}, "such as 'podcast/entity/{id}', not"),
        ("podcast_pages", {"index": "{id}"}, "such as 'podcast/index', not '{id}'"),
        ("podcast_quote_rule", {"similarity": 101}, "must be at most 100, not 101"),
        ("podcast_episodes", ["a", 1], "podcast_episodes must be a list of strings"),
        ("podcast_entity_types", ["fund"], "podcast_entity_types must be a dictionary"),
        ("podcast_entity_types", {"fund": 3}, r"podcast_entity_types\['fund'\] must be a label"),
        ("podcast_entity_types", {"fund": {"names": "x"}}, "must be a list of strings"),
    ],
)
def test_wrong_configuration(new_site: NewSite, name: str, value: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        new_site(SHOW, **{name: value}).build()


def test_what_occurs_once_lives_in_the_index(new_site: NewSite) -> None:
    page = "# Page\n\n{pod:concept}`RSS` {pod:person}`Guglielmo Marconi`\n"
    index = "# S\n\n```{toctree}\npage\npodcast/index\n```\n"
    site = new_site({**SHOW, "page.md": page, "index.md": index}).build()
    assert site.warnings == []
    assert not site.has_page("podcast/entity/rss")
    assert site.has_page("podcast/entity/guglielmo-marconi")
    links = [a["href"] for a in site.body("page").select("section > p > a")]
    assert links == ["podcast/entities.html#entity-rss", "podcast/entity/guglielmo-marconi.html"]
    name = site.body("podcast/entities").select_one("#entity-rss")
    assert isinstance(name, Tag)
    item = name.find_parent("li")
    assert isinstance(item, Tag)
    assert text_of(item) == "RSS A format for feeds. — Feeds"
    assert [a["href"] for a in item.select("a")] == ["../episodes/radio/second.html"]
    entries = site.body("episodes/radio/second").select("dl.pod-entities dt a")
    assert "../../podcast/entities.html#entity-rss" in [a["href"] for a in entries]


@pytest.mark.parametrize(
    ("rule", "pages"),
    [
        ({}, 11),
        ({"mentions": 2}, 4),
        ({"mentions": 3}, 1),
        ({"episodes": 2}, 2),
        ({"episodes": 3}, 1),
        ({"mentions": 3, "episodes": 2}, 2),
        ({"mentions": 99}, 0),
    ],
)
def test_which_entities_have_pages(new_site: NewSite, rule: dict[str, int], pages: int) -> None:
    site = new_site(SHOW, podcast_entity_pages=rule).build()
    folder = site.out / "html" / "podcast" / "entity"
    assert len(list(folder.iterdir()) if folder.exists() else []) == pages
    # each is listed once, with its anchor
    ids = [tag["id"] for tag in site.body("podcast/entities").select("[id^=entity-]")]
    assert len(ids) == len(set(ids)) == 11


@pytest.mark.slow
def test_a_long_index_has_a_page_for_each_letter(new_site: NewSite) -> None:
    names = [f"{letter}{number} Word" for letter in "ABÉ电あ" for number in range(70)]
    entries = "".join(f"- **{name}** (Concept): It.\n" for name in names)
    episode = f"# One\n\n## [00:00] A\n\nOf A1 Word and A1 Word.\n\n## Entities\n\n{entries}"
    site = new_site({"episodes/one.md": episode}).build()
    assert site.warnings == []
    index = site.body("podcast/entities")
    assert text_of(index.select_one("#type-1 > h2")) == "Concepts (350)"
    assert len(index.select("#type-1 li")) == 100
    letters = index.select("#letters li")
    assert [(text_of(li), li.a["href"]) for li in letters] == [  # type: ignore[index]
        ("A (70)", "entities-a.html"),
        ("B (70)", "entities-b.html"),
        ("D (70)", "entities-d.html"),
        ("E (70)", "entities-e.html"),
        ("あ (70)", "entities-%E3%81%82.html"),
    ]
    links = [a["href"] for a in site.body("episodes/one").select("dl.pod-entities dt a")]
    assert len(links) == 350
    assert links[0] == "../podcast/entities-a.html#entity-a0-word"
    assert links[1] == "../podcast/entities-a.html#entity-a1-word"
    assert links[349] == "../podcast/entities-%E3%81%82.html#entity-あ69-word"
    letter = site.body("podcast/entities-e")
    assert text_of(letter.h1) == "E"
    assert letter.select_one("#entity-é3-word") is not None
    assert len(letter.select("[id^=entity-]")) == 70


def test_how_often_over_time(new_site: NewSite) -> None:
    show = {name: text.replace("2025-12-01", "2025-09-01") for name, text in SHOW.items()}
    site = new_site(show).build()
    (chart,) = site.body("podcast/entity/guglielmo-marconi").select("figure.pod-chart svg")
    assert chart["aria-label"] == "Mentions by month: Sep 2025: 1; Jan 2026: 2; Feb 2026: 1"
    bars = [(text_of(rect), int(str(rect["height"]))) for rect in chart.select("rect")]
    assert [label for label, _ in bars][-2:] == ["Jan 2026: 2", "Feb 2026: 1"]
    assert bars[0][1] == bars[5][1] < bars[4][1]
    caption = "Mentions by month, Sep 2025 – Feb 2026; most in Jan 2026"
    assert text_of(chart.find_next_sibling("figcaption")) == caption
    # everything is in one month: nothing to compare
    assert site.body("podcast/entity/mara-lindqvist").select("svg") == []
    site.build("text")
    text = (site.out / "text/podcast/entity/guglielmo-marconi.txt").read_text(encoding="utf-8")
    assert "Mentions by month: Sep 2025: 1; Jan 2026: 2; Feb 2026: 1" in " ".join(text.split())


def test_years_where_months_are_too_many(new_site: NewSite) -> None:
    show = {name: text.replace("2025-12-01", "2019-12-01") for name, text in SHOW.items()}
    (chart,) = new_site(show).build().body("podcast/entity/guglielmo-marconi").select("svg")
    assert chart["aria-label"] == "Mentions by year: 2019: 1; 2026: 3"
    assert len(chart.select("rect")) == 8


def big_archive(episodes: int, quotes: int) -> dict[str, str]:
    words = "".join(f'\n> *"These are the words number {n}."*\n' for n in range(quotes))
    return {
        f"episodes/e{n:03}.md": f"---\ndate: 2020-{n % 12 + 1:02}-01\n---\n# Number {n}\n\n"
        f"## [00:00] Start\n{words}\n## Entities\n\n- **Ada Lovelace** (Person): Of engines.\n"
        for n in range(episodes)
    }


@pytest.mark.slow
def test_many_quotes_have_a_page_for_each_month(new_site: NewSite) -> None:
    site = new_site(big_archive(13, 40)).build()
    index = site.body("podcast/quotes")
    assert not index.select("figure")
    lines = [text_of(line) for line in index.select("li")]
    assert lines[:2] == ["Dec 2020 (40)", "Nov 2020 (40)"]
    assert lines[-1] == "Jan 2020 (80)"
    page = site.body("podcast/quotes-2020-01")
    assert text_of(page.h1) == "Quotes · Jan 2020"
    assert len(page.select("figure")) == 80
    assert site.warnings == []
    for builder in ("singlehtml", "latex"):
        site.build(builder)
        output = next(v for k, v in site.output(builder).items() if k.endswith((".html", ".tex")))
        assert output.count(b"These are the words number 39.") >= 26  # index, own page


def test_tags_and_seasons(new_site: NewSite) -> None:
    head = (
        "---\ndate: 202{n}-01-01\nchannel: Waves\nseason: {n}\nseries: Sea\ntags: [{tags}]\n---\n\n"
    )
    files = {
        "index.md": "# Site\n\n```{toctree}\npodcast/index\npage\n```\n",
        "page.md": "# Page\n\n```{pod:episodes}\n:group: tag\n:layout: rows\n```\n\n"
        "```{pod:episodes}\n:group: month\n:month: 2021-01\n```\n",
        "episodes/one.md": head.format(n=1, tags="'<b>Radio</b>', once") + "# One\n",
        "episodes/two.md": head.format(n=2, tags="'<B>radio</B>'") + "# Two\n",
    }
    site = new_site(files).build()
    assert site.warnings == []
    tags = site.body("podcast/tags")
    assert [text_of(li) for li in tags.select("li")] == ["<B>radio</B> (2)", "Sea (2)"]
    page = site.body("podcast/tag/b-radio-b")
    assert text_of(page.h1) == "<B>radio</B>"
    assert [text_of(a) for a in page.select(".pod-title a")] == ["Two", "One"]
    channel, own = site.body("episodes/one").select("p:is(.pod-facts, .pod-tags)")
    links = {text_of(a): a["href"] for a in channel.select("a")}
    assert links["Season 1"] == "../podcast/channel/waves/season-1.html"
    assert text_of(own) == "<b>Radio</b> · once · Sea"
    assert [a["href"] for a in own.select("a")] == [
        "../podcast/tag/b-radio-b.html",
        "../podcast/tag/sea.html",
    ]
    seasons = site.body("podcast/channel/waves").select("p.pod-facts")[-1]
    assert text_of(seasons) == "Season 1 (1) · Season 2 (1)"
    season = site.body("podcast/channel/waves/season-2")
    assert text_of(season.h1) == "Season 2"
    assert text_of(season.select_one("p.pod-facts a")) == "Waves"
    assert [text_of(p) for p in site.body("page").select("p.rubric")] == [
        "<B>radio</B>", "Sea", "once", "Jan 2021",
    ]  # fmt: skip
    front = site.body("podcast/index").select_one("p.pod-facts")
    assert text_of(front).endswith("Tags (2)")
    # a tag that is left with one episode loses its page
    site.write({"episodes/two.md": head.format(n=2, tags="") + "# Two\n"}).build()
    assert not site.has_page("podcast/tag/b-radio-b")
    assert "Radio" not in text_of(site.body("podcast/tags"))
