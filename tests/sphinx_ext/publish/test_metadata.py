"""Metadata in the heads of built pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import INDEX, Site
from show import SHOW
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.sphinx_ext.publish import previews

NewSite = Callable[..., Site]

BASE = "https://e.org/show/"
TITLE = "# The &lt;/script>&lt;b> voice"


def graph(site: Site, docname: str) -> dict[str, dict[str, Any]]:
    scripts = site.page(docname).select('script[type="application/ld+json"]')
    assert len(scripts) <= 1
    return {n["@id"]: n for s in scripts for n in json.loads(s.get_text())["@graph"] if "@id" in n}


@pytest.fixture(scope="module")
def show() -> dict[str, str | bytes | None]:
    first = SHOW["episodes/radio/first.md"].replace("# The first voice", TITLE)
    return {
        **SHOW,
        "episodes/radio/first.md": first.replace(
            "date:", "audio: first.mp3\nimage: first.png\ndate:", 1
        ),
        "episodes/radio/first.mp3": b"sound",
        "episodes/radio/first.png": b"\x89PNG\r\n\x1a\n",
        "episodes/radio/first.vtt": "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Kenji Sato>A voice is not a signal. It sang.\n",
        "entities.toml": '[entities.kenji-sato]\nname = "Kenji Sato"\ntype = "person"\nsame_as = "https://w.org/k"\n',
        "about.md": "---\norphan: true\n---\n# About\n",
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, show: dict[str, Any]) -> Site:
    root = tmp_path_factory.mktemp("site")
    conf = {"html_baseurl": BASE, "podcast_own_shows": ["Radio"], "podcast_share_cards": True}
    site = Site(root / "src", root / "out", {**conf, "suppress_warnings": ["image.not_readable"]})
    return site.write({"index.md": INDEX, **show}).build()


def test_every_page_of_the_archive_describes_itself(built: Site) -> None:
    site = built
    assert site.warnings == []
    own = graph(site, "episodes/radio/first")
    url = f"{BASE}episodes/radio/first.html"
    assert (own[f"{url}#this"]["@type"], own[f"{url}#this"]["name"]) == (
        "PodcastEpisode",
        "The </script><b> voice",
    )
    assert own[f"{url}#media"]["contentUrl"].startswith(f"{BASE}_downloads/")
    assert own[f"{url}#this"]["image"] == f"{BASE}_images/first.png"
    quote, _other = [node for node in own.values() if node["@type"] == "Quotation"]
    speaker = quote["spokenByCharacter"]["@id"]
    person = graph(site, "podcast/entity/kenji-sato")
    assert person[speaker]["sameAs"] == own[speaker]["sameAs"] == ["https://w.org/k"]
    way = [item["item"] for item in own[f"{url}#breadcrumbs"]["itemListElement"]]
    assert way == [f"{BASE}index.html", f"{BASE}podcast/channel/radio.html", url]
    assert (
        graph(site, "podcast/channel/radio")[f"{BASE}podcast/channel/radio.html#this"]["@type"]
        == "PodcastSeries"
    )
    assert f"{BASE}episodes/koe.html#article" in graph(site, "episodes/koe")  # not an own show
    for docname in ("about", "index", "podcast/quotes"):
        assert graph(site, docname) == {}


def tags(site: Site, docname: str) -> dict[str, str]:
    """Return the tags of a page by their names, each of which it has once."""
    found = site.page(docname).select("meta[property], meta[name]")
    pairs = [(str(tag.get("property") or tag.get("name")), str(tag["content"])) for tag in found]
    own = [
        pair for pair in pairs if pair[0].startswith(("og:", "twitter:", "article:", "description"))
    ]
    assert len(dict(own)) == len(own)
    return dict(own)


def test_every_page_has_a_preview(built: Site) -> None:
    first = tags(built, "episodes/radio/first")
    url = f"{BASE}episodes/radio/first.html"
    assert (first["og:type"], first["og:title"], first["og:url"]) == (
        "article",
        "The </script><b> voice",
        url,
    )
    assert (
        first["description"]
        == first["og:description"]
        == "How a voice was first sent through the air."
    )
    assert first["og:audio"].startswith(f"{BASE}_downloads/")
    assert first["og:image"] == f"{BASE}_cards/episodes/radio/first.png"
    (canonical,) = built.page("episodes/radio/first").select('link[rel="canonical"]')
    assert canonical["href"] == url
    kinds = {
        d: tags(built, d)["og:type"]
        for d in ("podcast/entity/kenji-sato", "podcast/channel/radio", "about", "podcast/quotes")
    }
    assert list(kinds.values()) == ["profile", "website", "website", "website"]
    assert (
        tags(built, "podcast/entity/guglielmo-marconi")["description"]
        == "Sent signals across the Atlantic."
    )
    assert tags(built, "about")["og:title"] == "About"
    for path in (built.out / "html").rglob("*.html"):
        page = path.relative_to(built.out / "html").with_suffix("").as_posix()
        assert all(
            len(value) <= 160 for name, value in tags(built, page).items() if "description" in name
        )


def test_episodes_and_people_have_cards(built: Site) -> None:
    root = built.out / "html/_cards"
    made = {path.relative_to(root).as_posix() for path in root.rglob("*.png")}
    assert {"episodes/radio/first.png", "episodes/koe.png", "podcast/entity/kenji-sato.png"} <= made
    assert not any(
        name.startswith(("podcast/entity/radio", "podcast/channel", "about")) for name in made
    )


@pytest.mark.slow
def test_a_change_elsewhere_reaches_the_page(new_site: NewSite, show: dict[str, Any]) -> None:
    conf = {
        "html_baseurl": BASE,
        "suppress_warnings": ["image.not_readable"],
        "podcast_share_cards": True,
    }
    site = new_site(show, **conf).build()
    changed = {
        "entities.toml": show["entities.toml"].replace("w.org/k", "w.org/other"),
        "episodes/koe.md": show["episodes/koe.md"].replace(
            "早川美咲**（人物）", "早川美咲**（組織）"
        ),
        "episodes/shengyin.md": None,
    }
    site.write(changed).build()
    files = {name: text for name, text in {**show, **changed}.items() if text is not None}
    assert site.output() == new_site(files, **conf).build(jobs=2).output()
    person = graph(site, "episodes/radio/first")[f"{BASE}podcast/entity/kenji-sato.html#this"]
    assert person["sameAs"] == ["https://w.org/other"]


@pytest.mark.slow
def test_nothing_is_said_without_the_address_of_the_site(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert site.warnings == []
    assert graph(site, "episodes/radio/first") == {}
    assert tags(site, "episodes/radio/first").keys() == {"description"}
    site.conf["podcast_json_ld"] = True
    (message,) = site.build().warnings
    assert "conf.py:1: WARNING: podcast_json_ld: set html_baseurl" in message
    assert "[podcast.no-baseurl]" in message
    site.conf |= {"podcast_json_ld": False, "podcast_previews": False, "html_baseurl": BASE}
    assert site.build().warnings == []
    assert graph(site, "episodes/radio/first") == {}
    assert tags(site, "episodes/radio/first").keys() == {"description"}


def test_pillow_is_named_if_it_is_missing(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"sphinxcontrib-podcast\[cards\]"):
        new_site(SHOW, podcast_share_cards=True).build()


@pytest.mark.others
# the others call what Sphinx and docutils will remove
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("first", [True, False])
def test_other_extensions_of_the_kind_keep_their_work(new_site: NewSite, first: bool) -> None:
    """One writes the tags of previews, others a site map, a list of pages, and a page for errors."""
    names = ["sphinxext.opengraph", "sphinx_sitemap", "sphinx_llms_txt", "notfound.extension"]
    for name in names:
        pytest.importorskip(name)
    own = ["sphinxcontrib_podcast"]
    conf = {
        "extensions": [*own, *names] if first else [*names, *own],
        "html_baseurl": BASE,
        "ogp_site_url": BASE,
        "ogp_social_cards": {"enable": False},
        "sitemap_url_scheme": "{link}",
        "llms_txt_exclude": ["podcast/*"],
        "podcast_api": True,
        "podcast_share_cards": True,
    }
    site = new_site(SHOW, **conf).build()
    assert site.warnings == []
    shown = tags(site, "episodes/radio/first")
    assert (
        shown["og:description"]
        == shown["description"]
        == "How a voice was first sent through the air."
    )
    assert shown["og:image"] == f"{BASE}_cards/episodes/radio/first.png"
    assert graph(site, "episodes/radio/first")
    listed = (site.out / "html/sitemap.xml").read_text("utf-8")
    assert f"<loc>{BASE}podcast/channel/radio.html</loc>" in listed
    assert "404" not in tags(site, "404").get("og:url", "")
    assert (site.out / "html/llms.txt").exists()
    assert (site.out / "html/api/index.json").exists()
