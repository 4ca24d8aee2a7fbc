"""``podcast_feeds``: Atom, RSS and JSON Feed in a built site, read by a feed library."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote, unquote

import feedparser
import pytest
from bs4 import BeautifulSoup
from conftest import INDEX, Site, text_of
from show import SHOW
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.formats.feeds import WRITERS, Entry, Feed, outline
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.sphinx_ext.publish.feeds import entries_of

NewSite = Callable[..., Site]

BASE = "https://e.org/show/"
HUB = "https://hub.example/"
CONF: dict[str, Any] = {"html_baseurl": BASE, "podcast_feeds": "full", "podcast_websub_hub": HUB}
HOSTILE = '# "A" & voice ]]>\n\nSent <script>alert(1)</script> & [x](javascript:alert(2)).'


def feeds(site: Site) -> dict[str, str]:
    root = site.out / "html"
    found = [p for s in ("atom", "rss", "json") for p in root.rglob(f"*.{s}")]
    return {
        name: path.read_text("utf-8")
        for path in sorted(found)
        if (name := path.relative_to(root).as_posix()).startswith("feed")
    }


def parsed(text: str) -> Any:
    found = feedparser.parse(text, sanitize_html=False)
    assert not found.bozo, found.bozo_exception
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    first = SHOW["episodes/radio/first.md"]
    start = first.index("# The first"), first.index("## [00:00]")
    files = {
        **SHOW,
        "episodes/radio/first.md": f"{first[: start[0]]}{HOSTILE}\n\n{first[start[1] :]}",
    }
    return Site(root / "src", root / "out", CONF).write({"index.md": INDEX, **files}).build()


def test_each_format_has_the_dated_episodes(built: Site) -> None:
    assert built.warnings == []
    made = feeds(built)
    urls = [f"{BASE}episodes/{name}.html" for name in ("radio/second", "radio/first", "koe")]
    title = '"A" & voice ]]>'
    for suffix, version in ((".atom", "atom10"), (".rss", "rss20")):
        feed = parsed(made[f"feed{suffix}"])
        assert (feed.version, feed.feed.title) == (version, "Site")
        assert [entry.link for entry in feed.entries] == urls
        assert [entry.id for entry in feed.entries] == urls
        assert feed.entries[1].published_parsed[:3] == (2026, 1, 5)
        assert feed.feed.updated_parsed[:3] == (2026, 2, 5)
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"] == f"{BASE}feed{suffix}"
        assert links["hub"] == HUB
        assert links["alternate"] == f"{BASE}podcast/index.html"
        assert [tag.term for tag in feed.entries[1].tags] == ["radio"]
        assert feed.entries[2].title == "声の歴史"
    assert parsed(made["feed.atom"]).entries[1].title == title
    data = json.loads(made["feed.json"])
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in data["items"]] == urls
    assert data["items"][1]["title"] == title
    assert data["hubs"] == [{"type": "WebSub", "url": HUB}]
    assert {item["language"] for item in data["items"]} == {"en", "ja"}


def test_notes_are_safe_and_their_links_absolute(built: Site) -> None:
    made = feeds(built)
    texts = [
        parsed(made["feed.atom"]).entries[1].content[0].value,
        parsed(made["feed.rss"]).entries[1].content[0].value,
        json.loads(made["feed.json"])["items"][1]["content_html"],
    ]
    assert len({text.strip() for text in texts}) == 1
    soup = BeautifulSoup(texts[0], "html.parser")
    assert not soup.select("script, b, h1, button, iframe, audio")
    assert "alert(1)" not in texts[0]
    assert "add its time" not in texts[0]  # a line for paper
    assert "Skim" not in texts[0]
    assert "[x](javascript:alert(2))" in soup.get_text()
    addresses = [str(a["href"]) for a in soup.select("a[href]")]
    assert f"{BASE}episodes/radio/first.html#t-02-04" in addresses
    assert all(address.startswith("https://") for address in addresses)
    assert soup.select_one("blockquote")
    assert soup.select_one("h2")


def test_pages_lead_to_their_feeds(built: Site) -> None:
    made = feeds(built)
    linked = set()
    for path in (built.out / "html").rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for link in soup.select('link[rel="alternate"][href*="/feed"]'):
            name = unquote(str(link["href"])).removeprefix(BASE)
            assert name in made
            linked.add(name)
    page = "podcast/channel/radio"
    own = built.page(page).select('link[rel="alternate"][type="application/rss+xml"]')
    assert [str(link["title"]) for link in own] == ["radio – Site", "Site"]
    assert linked == set(made)
    person = parsed(made["feed/podcast/entity/guglielmo-marconi.atom"])
    assert person.feed.title == "Guglielmo Marconi – Site"
    assert person.feed.subtitle == "Sent signals across the Atlantic."
    assert len(person.entries) == 3
    assert [e.title for e in parsed(made["feed/ja.rss"]).entries] == ["声の歴史"]


def targets(site: Site, name: str, selector: str) -> list[tuple[str, str]]:
    """Return the texts of links, and the pages and files to which they lead."""
    page = site.out / "html" / f"{name}.html"
    links = site.page(name).select(selector)
    found = [(text_of(a), (page.parent / unquote(str(a["href"]))).resolve()) for a in links]
    assert all(path.exists() for _text, path in found)
    root = (site.out / "html").resolve()
    return [(text, path.relative_to(root).as_posix()) for text, path in found]


def test_pages_with_feeds_offer_to_follow(built: Site) -> None:
    line = ".pod-follow a"
    for page, name in (
        ("podcast/index", "feed"),
        ("podcast/channel/声の歴史", "feed/podcast/channel/声の歴史"),
    ):
        assert targets(built, page, line) == [
            ("Atom", f"{name}.atom"), ("RSS", f"{name}.rss"), ("JSON Feed", f"{name}.json"),
            ("All feeds", "feed.html"),
        ]  # fmt: skip
    assert text_of(built.page("podcast/index").select_one(".pod-follow")).startswith("Follow by ")
    person = targets(built, "podcast/entity/guglielmo-marconi", line)
    assert person[:2] == [
        ("Atom", "feed/podcast/entity/guglielmo-marconi.atom"),
        ("RSS", "feed/podcast/entity/guglielmo-marconi.rss"),
    ]
    assert not built.page("episodes/radio/first").select(".pod-follow")


def test_a_page_explains_the_feeds_and_lists_them(built: Site) -> None:
    page = built.page("feed")
    assert text_of(page.select_one(".pod-feeds h1")) == "Feeds"
    assert "feed reader" in page.select(".pod-feeds p")[0].get_text()
    found = targets(built, "feed", ".pod-feeds li a")
    assert ("radio", "podcast/channel/radio.html") in found
    listed = {name for _text, name in found if name.startswith("feed")}
    assert listed == {name for name in feeds(built) if "/entity/" not in name}
    assert text_of(page.select_one('.pod-feeds span[lang="ja"]')) == "日本語"
    assert page.select_one('.pod-feeds a[href="feed/ja.atom"][type="application/atom+xml"]')
    assert [text_of(h) for h in page.select(".pod-feeds h2")] == ["Channels", "Languages"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_page_about_feeds_leads_to_them(new_site: NewSite, builder: str) -> None:
    site = new_site(SHOW, **CONF).build(builder)
    root = site.out / builder
    path = root / ("feed/index.html" if builder == "dirhtml" else "feed.html")
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    links = soup.select(".pod-feeds li a")
    assert len(links) > 10
    for link in links:
        target = path.parent / unquote(str(link["href"]))
        assert (target / "index.html" if target.is_dir() else target).is_file()


def test_a_document_may_have_the_name_of_the_page_about_feeds(new_site: NewSite) -> None:
    site = new_site({**SHOW, "feed.md": "---\norphan: true\n---\n# Ours\n"}, **CONF).build()
    assert text_of(site.page("feed").select_one("h1")).startswith("Ours")
    assert text_of(site.page("podcast/index").select(".pod-follow a")[-1]) == "JSON Feed"


def test_the_first_page_knows_the_languages(new_site: NewSite) -> None:
    site = new_site(SHOW, **CONF).build()
    site.write({"episodes/koe.md": None, "episodes/shengyin.md": None}).build()
    links = site.page("podcast/index").select('link[href^="https://e.org/show/feed/"]')
    assert links == []
    assert not site.page("feed").select('[href^="feed/ja"]')
    assert (
        site.output()
        == new_site({name: text for name, text in SHOW.items() if "radio" in name}, **CONF)
        .build()
        .output()
    )


@pytest.mark.slow
def test_an_incremental_build_has_the_feeds_of_a_clean_one(new_site: NewSite) -> None:
    site = new_site(SHOW, **CONF).build()
    before = feeds(site)
    unchanged = site.out / "html/feed/ja.atom"
    written = unchanged.stat().st_mtime_ns
    second = SHOW["episodes/radio/second.md"].replace("More.", "Even more.")
    edits: dict[str, str | bytes | None] = {
        "episodes/radio/second.md": second, "episodes/shengyin.md": None,
    }  # fmt: skip
    after = feeds(site.write(edits).build())
    files = {n: edits.get(n, text) for n, text in SHOW.items()}
    assert after == feeds(new_site({n: t for n, t in files.items() if t}, **CONF).build(jobs=2))
    assert "Even more." in after["feed.atom"]
    assert before.keys() - after.keys() >= {"feed/podcast/entity/dave-winer.atom"} - after.keys()
    assert unchanged.stat().st_mtime_ns == written
    (site.out / "html/feed.rss").unlink()
    assert feeds(site.build()) == after
    site.conf["podcast_feeds"] = True
    short = feeds(site.build())
    assert "Even more." not in short["feed.atom"]
    assert '<a href="https://e.org/show/episodes/radio/second.html#t=3661">' in (
        parsed(short["feed.atom"]).entries[0].content[0].value
    )
    site.conf["podcast_feeds"] = False
    assert feeds(site.build()) == {}


def test_older_entries_are_in_parts_that_do_not_change(new_site: NewSite) -> None:
    def episode(i: int) -> tuple[str, str]:
        text = f"---\ndate: 2026-{1 + i // 28:02}-{1 + i % 28:02}\nchannel: A\n---\n# Episode {i}\n"
        return f"episodes/e{i:03}.md", text

    conf = {"html_baseurl": BASE, "podcast_feeds": True}
    site = new_site(dict(map(episode, range(103))), **conf).build()
    before = feeds(site)
    for suffix in ("atom", "rss"):
        seen: list[str] = []
        url = f"{BASE}feed.{suffix}"
        while url:
            feed = parsed(before[url.removeprefix(BASE)])
            links = {link.rel: link.href for link in feed.feed.links}
            assert links["self"] == url
            assert ("fh_archive" in feed.feed) == ("current" in links) == bool(seen)
            seen += [entry.title for entry in feed.entries if entry.title not in seen]
            url = links.get("prev-archive", "")
        assert seen == [f"Episode {i}" for i in reversed(range(103))]
    assert json.loads(before["feed.json"])["next_url"] == f"{BASE}feed/2.json"
    after = feeds(site.write(dict([episode(103)])).build())
    assert {n for n in before if before[n] != after[n]} == {
        f"feed{name}.{suffix}"
        for name in ("", "/podcast/channel/a")
        for suffix in ("atom", "rss", "json")
    }
    assert all(len(text.encode()) < 1_000_000 for text in after.values())


def test_no_file_exceeds_a_megabyte() -> None:
    long = "声" * 300
    page = f"{BASE}{quote(long[:60])}.html"

    def entry(docname: str, with_notes: bool) -> Entry:
        chapters = [(60.0 * i, f"{i} <&> {long}", f"{page}#t={60 * i}") for i in range(80)]
        content = (
            f"<h2>{docname}</h2><p>{long * 30}</p>" if with_notes else outline(long * 2, chapters)
        )
        return Entry(f"{page}?{docname}", long, "zh", date(2026, 1, 1), long * 2, content)

    episodes = [Episode(str(i), f"{i}.md", long, "zh") for i in range(50)]
    entries = list(entries_of(entry, episodes, with_notes=True))
    assert sum("<h2>" in found.content for found in entries) > 10
    assert all("<li>" in found.content or "<h2>" in found.content for found in entries)
    feed = Feed(long, long, "zh", page, f"{BASE}feed", entries, f"{BASE}feed")
    for _type, write in WRITERS.values():
        size = len(write(feed).encode())
        assert 500_000 < size < 1_000_000


def test_feeds_need_the_address_of_the_site(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_feeds=True).build()
    assert feeds(site) == {}
    (warning,) = site.warnings
    assert "podcast_feeds: set html_baseurl" in warning
    with pytest.raises(ConfigError, match="podcast_feeds must be"):
        new_site(SHOW, podcast_feeds="all").build()
    with pytest.raises(ConfigError, match="podcast_websub_hub must be"):
        new_site(SHOW, podcast_websub_hub="javascript:1").build()
