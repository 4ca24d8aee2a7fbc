"""JSON-LD of pages, read by a JSON-LD processor and compared with the vocabulary of schema.org."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archives import catalogue_of, registered
from pyld import jsonld
from show import SHOW

from sphinxcontrib_podcast.formats.json_ld import (
    Files,
    breadcrumb_node,
    channel_nodes,
    document,
    entity_nodes,
    episode_nodes,
)
from sphinxcontrib_podcast.formats.site import Site, page_path
from sphinxcontrib_podcast.model import ChannelEntry, Media, Verdict
from sphinxcontrib_podcast.views.publication import (
    ChannelRecord,
    EntityRecord,
    EpisodeRecord,
    publication,
)

SITE = Site("https://e.org/", page_path)
FIRST = "https://e.org/episodes/radio/first.html"

#: Types and properties of schema.org 30.0, as far as they are used, from its vocabulary file.
VOCABULARY: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data/schema_org.json").read_text("utf-8")
)
TEXTS = {"Text", "URL", "CssSelectorType", "PronounceableText", "XPathType"}
VALUES: dict[str, set[type]] = {
    **{key: {str} for key in TEXTS}, "Date": {str}, "DateTime": {str}, "Duration": {str},
    "Number": {int, float}, "Integer": {int}, "HyperTocEntry": set(), "Language": set(),
}  # fmt: skip


FILES = {
    name.removesuffix(".md"): text.replace("date:", "channel: radio\ndate:", 1)
    if "radio/" in name
    else text
    for name, text in SHOW.items()
}
LINKS = (("RSS", "https://e.org/f"), ("Spotify", "https://s.org/r"), ("Blog", "https://b.org"))
CATALOGUE = catalogue_of(
    FILES,
    [registered("marconi", "Guglielmo Marconi", type="person", same_as=("https://w.org/m",))],
    [ChannelEntry("radio", "x", 1, "Radio Days", (("en", "A show."),), links=LINKS)],
)


def episode(**changes: Any) -> EpisodeRecord:
    record = publication(CATALOGUE, "episodes/radio/first")
    assert isinstance(record, EpisodeRecord)
    quotes = tuple(q._replace(is_verbatim=number == 0) for number, q in enumerate(record.quotes))
    return record._replace(quotes=quotes, **changes)


def graph(nodes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the nodes by their @id, after checking them."""
    data = document(nodes)
    for node in data["@graph"]:
        check(node)
    found = {node["@id"]: node for node in data["@graph"] if "@id" in node}
    assert len(found) == sum("@id" in node for node in data["@graph"])
    for node in data["@graph"]:  # every reference leads to a node of the graph
        for reference in references(node):
            assert reference in found
    return found


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [r for item in value for r in references(item)]
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return [value["@id"]]
        return [r for item in value.values() for r in references(item)]
    return []


def check(node: dict[str, Any]) -> None:
    """Assert that a node has only properties of its type, with values of the right kind."""
    known = VOCABULARY["types"][node["@type"]]["properties"]
    for name, value in node.items():
        if name.startswith("@"):
            continue
        assert name in known, (node["@type"], name)
        assert value not in (None, "", []), name
        for item in value if isinstance(value, list) else [value]:
            ranges = VOCABULARY["values"][name]
            if isinstance(item, dict):
                if "@type" in item:
                    is_ = VOCABULARY["types"][item["@type"]]["is"]
                    assert set(is_) & set(ranges), (name, item)
                    check(item)
            else:
                assert any(type(item) in VALUES.get(r, set()) for r in ranges) or (
                    name == "image" and "URL" in ranges
                ), (name, item)


def test_an_article_about_an_episode_is_based_on_it() -> None:
    found = graph(episode_nodes(episode(), "episodes/radio/first", SITE, Files(), is_own=False))
    article, about = found[f"{FIRST}#article"], found[f"{FIRST}#this"]
    assert (article["@type"], about["@type"]) == ("Article", "PodcastEpisode")
    assert article["about"] == article["isBasedOn"] == {"@id": f"{FIRST}#this"}
    assert article["inLanguage"] == "en"
    assert "datePublished" not in article  # the date is that of the episode
    assert about["datePublished"] == "2026-01-05"
    assert not {"url", "inLanguage"} & about.keys()


def test_an_own_episode() -> None:
    files = Files("https://e.org/first.mp3", "https://e.org/c.png")
    record = episode(media=Media("audio", "first.mp3", is_local=True), season=2)
    found = graph(episode_nodes(record, "episodes/radio/first", SITE, files, is_own=True))
    own = found[f"{FIRST}#this"]
    assert (own["url"], own["episodeNumber"], own["duration"], own["image"]) == (
        FIRST,
        1,
        "PT10M",
        files.image,
    )
    assert own["partOfSeries"] == {"@id": "https://e.org/podcast/channel/radio.html#this"}
    assert own["partOfSeason"] == {"@type": "PodcastSeason", "seasonNumber": 2}
    clips = [node for node in found.values() if node["@type"] == "Clip"]
    assert [(c["name"], c["startOffset"], c["endOffset"]) for c in clips] == [
        ("Intro", 0, 124),
        ("Reginald Fessenden", 124, 600),
        ("The alternator", 180, 600),
    ]
    assert [c["url"] for c in clips][:2] == [f"{FIRST}#t=0", f"{FIRST}#t=124"]
    (quote,) = [
        node for node in found.values() if node["@type"] == "Quotation"
    ]  # the other one is not verbatim
    assert (
        quote["spokenByCharacter"]
        == quote["creator"]
        == {"@id": "https://e.org/podcast/entity/kenji-sato.html#this"}
    )
    assert found["https://e.org/podcast/entity/marconi.html#this"]["sameAs"] == ["https://w.org/m"]
    audio = found[f"{FIRST}#media"]
    assert (audio["@type"], audio["contentUrl"]) == ("AudioObject", files.media)
    assert own["audio"] == {"@id": audio["@id"]}


def test_a_video_has_clips() -> None:
    media = Media(
        "youtube",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
    )
    nodes = episode_nodes(
        episode(media=media), "episodes/radio/first", SITE, Files(media.url), is_own=False
    )
    video = graph(nodes)[f"{FIRST}#media"]
    assert (video["@type"], video["url"], video["embedUrl"], len(video["hasPart"])) == (
        "VideoObject",
        media.url,
        media.embed,
        3,
    )
    assert "contentUrl" not in video


def test_the_same_thing_has_the_same_id_on_every_page() -> None:
    person = publication(CATALOGUE, "podcast/entity/marconi")
    channel = publication(CATALOGUE, "podcast/channel/radio")
    assert isinstance(person, EntityRecord)
    assert isinstance(channel, ChannelRecord)
    on_episode = graph(episode_nodes(episode(), "episodes/radio/first", SITE, Files(), is_own=True))
    (of_person,) = graph(entity_nodes(person, SITE, "https://e.org/m.png"))
    of_channel = graph(channel_nodes(channel, "podcast/channel/radio", SITE, ""))
    assert of_person == "https://e.org/podcast/entity/marconi.html#this"
    assert of_person in on_episode
    series = of_channel["https://e.org/podcast/channel/radio.html#this"]
    assert series["@id"] in on_episode
    assert (series["webFeed"], series["sameAs"]) == ("https://e.org/f", ["https://s.org/r"])
    assert publication(CATALOGUE, "index") is None


@pytest.mark.parametrize("is_own", [True, False])
def test_a_processor_reads_the_same_graph(is_own: bool) -> None:
    nodes = episode_nodes(episode(), "episodes/radio/first", SITE, Files(), is_own=is_own)
    nodes.append(breadcrumb_node(FIRST, [("Site", "https://e.org/"), ("The first voice", FIRST)]))
    data = {**document(nodes), "@context": {"@vocab": "https://schema.org/"}}  # without the network
    triples = jsonld.to_rdf(data)["@default"]
    subjects = {t["subject"]["value"] for t in triples}
    assert {node["@id"] for node in data["@graph"]} <= subjects
    assert json.loads(json.dumps(data)) == data
    expanded = jsonld.expand(data)
    assert {t for node in expanded for t in node["@type"]} >= {
        "https://schema.org/Clip",
        "https://schema.org/PodcastEpisode",
    }


def test_only_the_exact_words_are_quotations() -> None:
    text = '# T\n\n## [00:00] A\n\n> *"It sang."*\n> — Ann Lee\n\n> *"It never did."*\n> — Acme\n'
    catalogue = catalogue_of({"e": text})
    found = catalogue.episodes["e"]
    judged = tuple(
        replace(q, verdict=Verdict(kind))
        for q, kind in zip(found.quotes, ("verbatim", "missing"), strict=True)
    )
    catalogue.episodes["e"] = replace(found, quotes=judged)
    record = publication(catalogue, "e")
    assert isinstance(record, EpisodeRecord)
    nodes = graph(episode_nodes(record, "e", SITE, Files(), is_own=False))
    assert [n["text"] for n in nodes.values() if n["@type"] == "Quotation"] == ['"It sang."']
