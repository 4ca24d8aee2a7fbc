"""Metadata in the heads of built pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import Site
from show import SHOW

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


def test_every_page_of_the_archive_describes_itself(
    new_site: NewSite, show: dict[str, Any]
) -> None:
    site = new_site(
        show,
        html_baseurl=BASE,
        podcast_own_shows=["Radio"],
        suppress_warnings=["image.not_readable"],
    ).build()
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


def test_a_change_elsewhere_reaches_the_page(new_site: NewSite, show: dict[str, Any]) -> None:
    conf = {"html_baseurl": BASE, "suppress_warnings": ["image.not_readable"]}
    site = new_site(show, **conf).build()
    changed = {"entities.toml": show["entities.toml"].replace("w.org/k", "w.org/other")}
    site.write(changed).build()
    assert site.output() == new_site({**show, **changed}, **conf).build(jobs=2).output()
    person = graph(site, "episodes/radio/first")[f"{BASE}podcast/entity/kenji-sato.html#this"]
    assert person["sameAs"] == ["https://w.org/other"]


def test_nothing_is_said_without_the_address_of_the_site(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert site.warnings == []
    assert graph(site, "episodes/radio/first") == {}
    site.conf["podcast_json_ld"] = True
    (message,) = site.build().warnings
    assert "conf.py:1: WARNING: podcast_json_ld: set html_baseurl" in message
    assert "[podcast.no-baseurl]" in message
    site.conf |= {"podcast_json_ld": False, "html_baseurl": BASE}
    assert site.build().warnings == []
    assert graph(site, "episodes/radio/first") == {}
