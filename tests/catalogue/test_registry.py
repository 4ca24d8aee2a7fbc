from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from bs4 import Tag
from conftest import Site, text_of
from show import SHOW

from sphinxcontrib_podcast.catalogue.registry import read_registry
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

NewSite = Callable[..., Site]

REGISTRY = """
[entities.marconi]
type = "person"
name = "Guglielmo Marconi"
labels = {ja = "グリエルモ・マルコーニ"}
aliases = ["Marconi"]
reading.ja = "マルコーニ"
description = {en = "Engineer of wireless.", ja = "無線の技術者。"}
same_as = ["https://www.wikidata.org/wiki/Q36488"]

[entities.hayakawa]
name = "Hayakawa Misaki"
labels.ja = "早川美咲"
reading.ja = "はやかわみさき"

[entities.radio]
name = "Radio"
type = "concept"
match = "everywhere"

[entities.unheard]
name = "Nobody Mentions Her"
"""
INDEX = "# Site\n\n```{toctree}\npage\npodcast/index\n```\n"


def test_the_registry_merges_and_names(new_site: NewSite) -> None:
    show = dict(SHOW)
    show["episodes/koe.md"] += "- **グリエルモ・マルコーニ**（人物）：もう一度。\n"
    page = "# Page\n\n{pod:person}`グリエルモ・マルコーニ` {pod:person}`marconi` {pod:entity}`unheard`\n"
    site = new_site({**show, "entities.toml": REGISTRY, "page.md": page, "index.md": INDEX}).build()
    assert site.warnings == []
    links = site.body("page").select("section > p > a")
    assert [(text_of(a), a["href"]) for a in links] == [
        ("グリエルモ・マルコーニ", "podcast/entity/marconi.html"),
        ("Guglielmo Marconi", "podcast/entity/marconi.html"),
    ]
    body = site.body("podcast/entity/marconi")
    assert text_of(body.h1) == "Guglielmo Marconi"
    assert text_of(body.select_one("p.pod-facts")) == (
        "Person · also: グリエルモ・マルコーニ and Marconi"
    )
    about = [(text_of(p), p["lang"]) for p in body.select("section > p[lang]")]
    assert about == [("Engineer of wireless.", "en"), ("無線の技術者。", "ja")]
    assert len(body.select("details.pod-more > p")) == 2
    assert body.select_one("a[href='https://www.wikidata.org/wiki/Q36488']") is not None
    assert not site.has_page("podcast/entity/guglielmo-marconi")
    assert not site.has_page("podcast/entity/unheard")


def test_names_come_in_the_language_of_the_project(new_site: NewSite) -> None:
    site = new_site({**SHOW, "entities.toml": REGISTRY}, language="ja").build()
    assert site.warnings == []
    body = site.body("podcast/entity/marconi")
    assert text_of(body.h1) == "グリエルモ・マルコーニ"
    assert [p["lang"] for p in body.select("section > p[lang]")] == ["ja", "en"]
    people = site.body("podcast/entities").section.section  # type: ignore[union-attr]
    assert isinstance(people, Tag)
    names = [text_of(li) for li in people.select("li")]
    assert names[0] == "グリエルモ・マルコーニ (3)"
    # those of one episode each: Latin letters are before kana, and 早川 is read はやかわ
    assert names.index("早川美咲 (1)") > names.index("Kenji Sato (1)")


def test_the_rules_for_matching(new_site: NewSite) -> None:
    files = {**SHOW, "entities.toml": REGISTRY}
    site = new_site(files, podcast_entity_pages={}).build()
    assert "Radio has one now." in text_of(site.body("podcast/entity/radio"))
    never = REGISTRY.replace('"everywhere"', '"never"')
    body = site.write({"entities.toml": never}).build().body("podcast/entity/radio")
    assert body.select_one("#mentions") is None
    listed = REGISTRY.replace('"everywhere"', '"listed"')
    body = site.write({"entities.toml": listed}).build().body("podcast/entity/radio")
    assert "Radio has one now." not in text_of(body)


def test_two_people_of_one_name(new_site: NewSite) -> None:
    registry = """
[entities.evans-presenter]
name = "Chris Evans"
type = "person"
role = "presenter"

[entities.evans-actor]
name = "Chris Evans"
type = "person"
channels = ["film"]
"""
    files = {
        "episodes/film/one.md": "# One\n\n## [00:00] A\n\nx\n\n## Entities\n\n- **Chris Evans** (Person): Acts.\n",
        "episodes/radio/two.md": "# Two\n\n## [00:00] A\n\nx\n\n## Entities\n\n- **Chris Evans** (Person, presenter): Talks.\n",
        "entities.toml": registry,
    }
    site = new_site(files, podcast_entity_pages={}).build()
    assert site.warnings == []
    assert "Acts." in text_of(site.body("podcast/entity/evans-actor"))
    assert "Talks." in text_of(site.body("podcast/entity/evans-presenter"))
    assert "Talks." not in text_of(site.body("podcast/entity/evans-actor"))


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("[entities.a\n", "entities.toml:1: WARNING: the registry is not valid TOML"),
        ("[entities.a]\ntype = 'x'\n", "entities.toml:1: WARNING: a: there is no 'name'"),
        ("# x\n[entities.a]\nname = 'A'\nnmae = 'B'\n", "entities.toml:4: WARNING: a: 'nmae' is not known; there are type, name"),
        ("[entities.a]\nname = 'A'\n\n[entities.b]\nname = 3\n", "entities.toml:5: WARNING: b: 'name' must be text"),
        ("[entities.a]\nname = 'A'\nmatch = 'x'\n", "entities.toml:3: WARNING: a: 'match' must be 'never', 'listed' or 'everywhere'"),
        ("[entities.a]\nname = 'A'\nsame_as = ['javascript:x']\n", "entities.toml:3: WARNING: a: 'same_as' must be a list of URLs"),
        ("[entities.'A b']\nname = 'A'\n", "entities.toml:1: WARNING: 'A b' cannot be the id of an entity, because it is part of an address; write [entities.a-b]"),
        ("[people.a]\nname = 'A'\n", "entities.toml:1: WARNING: 'people' is not known; there are [entities.ID] and [channels.ID]"),
        ("entities = 3\n", "entities.toml:1: WARNING: 'entities' must be tables"),
    ],
)  # fmt: skip
def test_errors_name_file_line_and_key(new_site: NewSite, text: str, warning: str) -> None:
    site = new_site({**SHOW, "entities.toml": text}).build()
    found = [w for w in site.warnings if w.startswith(warning) and w.endswith("[podcast.registry]")]
    assert found, site.warnings


SCHEMA = json.loads(
    files("sphinxcontrib_podcast.catalogue")
    .joinpath("registry.schema.json")
    .read_text(encoding="utf-8")
)
VALUES: list[tuple[str, object]] = [
    ("type", "person"), ("type", 3), ("name", "A"), ("name", " "), ("labels", {"ja": "A"}),
    ("labels", {"ja": 3}), ("aliases", ["A"]), ("aliases", "A"), ("aliases", [3]),
    ("reading", {"ja": "A"}), ("reading", []), ("description", "A"), ("description", {"en": "A"}),
    ("same_as", ["https://example.org"]), ("same_as", "https://example.org"),
    ("same_as", ["javascript:x"]), ("image", "https://example.org/a.png"), ("image", "a.png"),
    ("match", "never"), ("match", "often"), ("case_sensitive", True), ("case_sensitive", "yes"),
    ("channels", ["A"]), ("channels", [[]]), ("role", "host"), ("role", {}), ("nmae", "A"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), VALUES)
def test_the_schema_for_editors_says_what_the_reader_says(
    tmp_path: Path, key: str, value: object
) -> None:
    table = {"name": "X", key: value}
    lines = "".join(f"{k} = {toml(v)}\n" for k, v in table.items())
    (tmp_path / "entities.toml").write_text(f"[entities.a]\n{lines}", encoding="utf-8")
    (tmp_path / "a.png").write_bytes(PIXEL)
    _, problems = read_registry(tmp_path, ["entities.toml"], Vocabulary.load())
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid({"entities": {"a": table}}) == (not problems)


UUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
FEED_VALUES: dict[str, list[object]] = {
    "email": ["a@e.org", "a"],
    "type": ["serial", "daily"],
    "medium": ["audiobookL", "mixed", "radio"],
    "guid": [UUID, "1"],
    "frequency": [
        "weekly",
        {"text": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO"},
        {"rrule": "FREQ=DAILY"},
        {"text": "done", "complete": True, "dtstart": "2026-01-01"},
        {"text": "x", "rrule": "weekly"},
        {"text": "x", "dtstart": "soon"},
        ["a", "b"],
    ],
    "funding": [
        [{"url": "https://e.org", "text": "Give"}, "https://e.org/2"],
        {"text": "Give"},
        [],
    ],
    "images": [
        "https://e.org/a.png",
        "a.png",
        {"href": "https://e.org/a.png", "width": 9, "aspect-ratio": "16/9", "alt": "A"},
        {"href": "https://e.org/a.png", "width": -1},
        {"href": "https://e.org/a.png", "size": 1},
    ],
    "location": [
        "Uppsala",
        {"text": "Uppsala", "geo": "geo:59.8,17.6", "osm": "R305455", "country": "SE"},
        {"text": "A", "geo": "59.8"},
        {"text": "A", "rel": "here"},
        {"geo": "geo:1,1"},
    ],
    "people": [
        {"name": "Liv", "role": "Audio Editor"},
        {"name": "Liv", "role": "editor", "group": "Writing"},
        {"name": "Liv"},
        {"name": "Liv", "role": "boss"},
        {"name": "Liv", "role": "editor", "group": "x"},
        "Liv",
    ],
    "podping": [True, "yes"],
    "podroll": [
        [{"feedGuid": UUID, "feedUrl": "https://e.org/f"}, UUID],
        {"feedUrl": "https://e.org/f"},
    ],
    "publisher": [UUID, [UUID, UUID], "e.org"],
    "seasons": [{"1": "Spark"}, {"one": "Spark"}, {"1": ""}, "Spark"],
    "social": [
        {"protocol": "disabled"},
        {"protocol": "activitypub"},
        "https://e.org/1",
        {"protocol": "activitypub", "uri": "https://e.org/1", "priority": 1},
        {"protocol": "disabled", "uri": "https://e.org/1"},
    ],
    "txt": ["x", "x" * 4001, [{"purpose": "verify", "text": "x"}, "y"], {"purpose": "verify"}],
    "value": [
        {
            "type": "lightning",
            "method": "keysend",
            "suggested": "0.00000005",
            "recipients": [{"type": "node", "address": "02d5", "split": 95, "fee": True}],
        },
        {"type": "lightning", "method": "keysend", "recipients": []},
        {"type": "lightning", "method": "keysend"},
        {"type": "lightning", "method": "keysend", "recipients": [{"type": "node", "split": 1}]},
    ],
    "block": [True, "Yes"],
    "new_feed_url": ["https://e.org/f", "e.org"],
}
CHANNEL_VALUES: list[tuple[str, object]] = [
    ("name", "A"), ("name", 3), ("description", {"en": "A"}), ("description", []),
    ("image", "a.png"), ("image", "../a.png"), ("hosts", ["A"]), ("hosts", [3]),
    ("language", "zh-Hans"), ("language", "a b"), ("links", {"apple": "https://example.org"}),
    ("links", ["https://example.org"]), ("links", {"a": "javascript:x"}), ("categories", ["A"]),
    ("categories", {}), ("license", "CC0"), ("license", 0), ("nmae", "A"),
    ("podcast_feed", {"author": "A", "explicit": True, "funding": "https://example.org"}),
    ("podcast_feed", {"explicit": "no"}), ("podcast_feed", {"autor": "A"}), ("podcast_feed", "A"),
    ("podcast_feed", {"funding": "javascript:x"}), ("podcast_feed", {}),
    *(("podcast_feed", {name: value}) for name, found in FEED_VALUES.items() for value in found),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), CHANNEL_VALUES)
def test_the_schema_says_what_the_reader_says_of_channels(
    tmp_path: Path, key: str, value: object
) -> None:
    (tmp_path / "entities.toml").write_text(f"[channels.a]\n{key} = {toml(value)}\n", "utf-8")
    (tmp_path / "a.png").write_bytes(PIXEL)
    registry, problems = read_registry(tmp_path, ["entities.toml"], Vocabulary.load())
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert validator.is_valid({"channels": {"a": {key: value}}}) == (not problems)
    assert [channel.id for channel in registry.channels] == ["a"]


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value)  # JSON and TOML write these values alike


def test_the_schema_has_every_key() -> None:
    known = set(SCHEMA["$defs"]["entity"]["properties"])
    assert known == {key for key, _ in VALUES} - {"nmae"}
    of_channels = set(SCHEMA["$defs"]["channel"]["properties"])
    assert of_channels == {key for key, _ in CHANNEL_VALUES} - {"nmae"}
    manual = Path(__file__).parents[2] / "docs" / "entities.toml"
    jsonschema.validate(tomllib.loads(manual.read_text(encoding="utf-8")), SCHEMA)


def test_several_files(new_site: NewSite) -> None:
    files = {
        **SHOW,
        "a.toml": "[entities.x]\nname = 'X'\n",
        "b.toml": "# x\n[entities.x]\nname = 'Y'\n",
    }
    site = new_site(files, podcast_registry=["a.toml", "b.toml", "c.toml"]).build()
    first, second = site.warnings
    assert first.startswith("b.toml:2: WARNING: x is also in a.toml:1")
    assert second.startswith("c.toml:1: WARNING: the registry cannot be read: ")


def test_a_registry_above_the_source_folder(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_registry="../shared/names.toml")
    shared = site.src.parent / "shared" / "names.toml"
    shared.parent.mkdir()
    shared.write_text(REGISTRY, encoding="utf-8")
    assert site.build().warnings == []
    assert "Engineer of wireless." in text_of(site.body("podcast/entity/marconi"))

    shared.write_text(REGISTRY.replace("Engineer of", "Pioneer of"), encoding="utf-8")
    edited = site.build().output()
    assert "Pioneer of wireless." in text_of(site.body("podcast/entity/marconi"))
    clean = new_site(SHOW, podcast_registry="../shared/names.toml")
    shutil.copytree(shared.parent, clean.src.parent / "shared")
    assert edited == clean.build().output()

    shared.write_text("[entities.a]\nnmae = 'A'\n", encoding="utf-8")
    warning, _no_name = site.build().warnings
    assert warning.startswith("../shared/names.toml:2: WARNING: a: 'nmae' is not known")


@pytest.mark.parametrize("name", ["names.toml", "folder/names.toml"])
def test_a_registry_above_does_not_lead_further_out(
    new_site: NewSite, tmp_path: Path, name: str
) -> None:
    site = new_site(SHOW, podcast_registry=f"../{name}")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "names.toml").write_text(REGISTRY, encoding="utf-8")
    target = tmp_path / "secret" / ("names.toml" if name == "names.toml" else "")
    (site.src.parent / name.partition("/")[0]).symlink_to(target)
    (warning,) = site.build().warnings
    assert "the registry cannot be read: it is outside" in warning
    assert not site.has_page("podcast/entity/marconi")


PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx"
    b"\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82"
)


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        ("people/marconi.png", "../../_images/marconi.png"),
        ("https://example.org/marconi.png", "https://example.org/marconi.png"),
    ],
)
def test_an_image_on_its_page(new_site: NewSite, image: str, shown: str) -> None:
    registry = REGISTRY.replace("[entities.hayakawa]", f'image = "{image}"\n\n[entities.hayakawa]')
    site = new_site({**SHOW, "entities.toml": registry, "people/marconi.png": PIXEL}).build()
    assert site.warnings == []
    portrait = site.body("podcast/entity/marconi").select_one("img.pod-portrait")
    assert isinstance(portrait, Tag)
    assert (portrait["src"], portrait["alt"]) == (shown, "Guglielmo Marconi")


@pytest.mark.parametrize("image", ["../x.png", "/etc/x.png", "a/../../x.png", "data:x", "file://x"])
def test_an_image_from_elsewhere_is_refused(new_site: NewSite, image: str) -> None:
    registry = f'[entities.a]\nname = "A"\nimage = "{image}"\n'
    site = new_site({**SHOW, "entities.toml": registry}).build()
    assert site.warnings == [
        "entities.toml:3: WARNING: a: 'image' must be a path in the source folder, or a URL "
        "(http, https) [podcast.registry]"
    ]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(registry), SCHEMA)
