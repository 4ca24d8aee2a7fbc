"""Exact builds: after any edits, the output is byte for byte that of a clean build."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, cast

import pytest
from conftest import Site
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from show import SHOW

from sphinxcontrib_podcast.catalogue import store
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.sphinx_ext import nodes
from sphinxcontrib_podcast.sphinx_ext.tracking import Tracker
from sphinxcontrib_podcast.views.entity import EntityView, entity_page
from sphinxcontrib_podcast.views.questions import QUESTIONS

NewSite = Callable[..., Site]

NAMES = [
    "Ada Lovelace",
    "Radio",
    "Spark Gap",
    "早川美咲",
    "世界模型",
    "グリエルモ・マルコーニ",
    "RSS",
]
TYPES = ["Person", "Concept", "人物", "Product"]
WORDS = [
    "wire",
    "Ada Lovelace",
    "Ada",
    "Radio",
    "早川美咲と",
    "世界模型",
    "spark gap",
    "<b>",
    "RSS",
]

entries = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from(["A.", "B."])),
    max_size=3,
    unique_by=lambda entry: entry[0],
)
prose = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
chapters = st.lists(
    st.tuples(st.integers(0, 4000), st.sampled_from(["Intro", "中段", "End"]), prose), max_size=3
)
episodes = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["One", "Two", "三", "四つ"]),
        "channel": st.sampled_from(["", "Air", "空"]),
        "date": st.sampled_from(["", "2025-01-02", "2026-03-04"]),
        "season": st.sampled_from(["", 1, 2]),
        "tags": st.sampled_from(["", "[Radio, 空]", "[radio]"]),
        "chapters": chapters,
        "entries": entries,
        "speaker": st.sampled_from(["", *NAMES[:2]]),
        "audio": st.sampled_from(["", "sound.mp3", "/media/sound.mp3"]),
        "image": st.sampled_from(["", "cover.png", "/media/cover.png"]),
        "suffix": st.sampled_from([".md", ".md", ".md", ".rst"]),
    }
)
registries = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["", "Radio", "RSS", "世界模型"]),
        st.sampled_from(["", "never", "listed", "everywhere"]),
        st.sampled_from(["", "Said by us."]),
    ),
    max_size=2,
    unique_by=lambda entry: entry[0],
)
slots = st.sampled_from(["episodes/a", "episodes/b", "episodes/air/c", "episodes/a.ja"])

#: Files other than documents, and their possible contents; "" means that the file is missing.
FILES: dict[str, list[str]] = {
    "episodes/a.vtt": ["", "WEBVTT\n\n00:00.000 --> 00:09.000\nAda Lovelace: Radio wire\n"],
    "episodes/a.srt": ["", "1\n00:00:00,000 --> 00:00:09,000\nwire Radio\n"],
    "episodes/sound.mp3": ["", "one", "two"],
    "episodes/cover.png": ["", "one", "two"],
    "episodes/air/cover.png": ["", "one"],
    "media/sound.mp3": ["one", "", "two"],
    "media/cover.png": ["one", "", "two"],
    "part.txt": ["Some", "More"],
    "static/style.css": ["", "a {}", "b {}", "c { color: red }"],
    "static/more.txt": ["", "more"],
    "extra/robots.txt": ["", "none", "all"],
    "templates/layout.html": [
        "",
        *('{% extends "!layout.html" %}{% block extrahead %}<meta name="x">X{% endblock %}'.replace(
            "X", x) for x in "XY"),
    ],
    "templates/lost.html": ["Lost", "Found"],
    "docutils.conf": ["", "[html writers]\nattribution: none\n", "[general]\nsection_numbering: no\n"],
}  # fmt: skip

#: Configuration values. A project starts with the first.
CONF: dict[str, list[Any]] = {
    "podcast_api": [False, True],
    "podcast_citations": [False, True],
    "podcast_embeds": [False, True],
    "podcast_feeds": [False, "full", "summary"],
    "podcast_own_shows": [False, True],
    "podcast_share_cards": [False, True],
    "podcast_autolink": ["chapter", "page", "none"],
    "podcast_entity_pages": [{"mentions": 2}, {"mentions": 1}],
    "podcast_hover_cards": [True, False],
    "podcast_labels": ["project", "episode"],
    "podcast_languages": ["together", "apart"],
    "podcast_pages": [{}, {"quotes": False}, {"quotes": "said", "entity": "names/{id}"}],
    "podcast_quote_pages": [False, True],
    "podcast_quotes": ["marked", "all"],
    "podcast_transcript": ["chapter", "end", "none"],
    "html_baseurl": ["", "https://example.org/site"],
    "html_additional_pages": [{}, {"lost": "lost.html"}],
    "html_copy_source": [True, False],
    "html_css_files": [[], ["style.css"]],
    "html_extra_path": [[], ["extra"]],
    "html_file_suffix": [None, ".htm"],
    "html_show_sourcelink": [True, False],
    "html_sourcelink_suffix": [".txt", ""],
    "html_split_index": [False, True],
    "html_static_path": [["static"], []],
    "html_theme": ["alabaster", "basic"],
    "html_title": ["Site", "Place"],
    "html_use_index": [True, False],
    "html_use_opensearch": ["", "https://example.org"],
    "language": ["en", "ja"],
    "numfig": [False, True],
}
ARRANGED: dict[str, Any] = {
    "epub_basename": "book",
    "html_static_path": ["static"],
    # Sphinx applies them while reading, for the builder that happens to run
    "smartquotes_excludes": {"languages": ["ja"], "builders": []},
    "suppress_warnings": ["epub.unknown_project_files"],
    "templates_path": ["templates"],
}
archives = st.fixed_dictionaries(
    {
        "episodes": st.dictionaries(slots, episodes, min_size=1, max_size=4),
        "registry": registries,
        "files": st.fixed_dictionaries({name: st.sampled_from(FILES[name]) for name in FILES}),
        "page": st.sampled_from([".md", ".md", ".rst"]),
        "other": st.sampled_from(["Other", "Another"]),
        "conf": st.just({}),
    }
)

PAGE = """
# Page

{pod:person}`Ada Lovelace` {pod:entity}`Radio` {pod:entity}`世界模型`
{pod:episode}`episodes/a` {pod:at}`episodes/b@00:10` {doc}`/episodes/a` {any}`RSS`

```{pod:episodes}
:channel: Air
```

```{pod:entities}
:type: person
```
"""
OTHER = """
(there)=
# {}

```{{index}} single: {}
```

{{ref}}`away` {{doc}}`page`
"""
LISTS = """
(away)=
# Lists

{ref}`there` {doc}`other` {pod:org}`Radio`

```{include} part.txt
```

```{image} media/cover.png
```

{download}`media/sound.mp3`

```{pod:episodes}
:limit: 2
:group: tag
```

```{pod:quotes}
:speaker: Ada Lovelace
```
"""
PAGE_RST = """
Page
====

:pod:person:`Ada Lovelace` :pod:at:`episodes/b@00:10` :doc:`/episodes/a` :ref:`there`

.. pod:episodes::

.. pod:entities::
   :type: person
"""
CONF_PY = "extensions = ['sphinxcontrib_podcast']\n"
INDEX = "# Site\n\n```{toctree}\npage\npodcast/index\n```\n"


def episode_file(episode: dict[str, Any]) -> str:
    if episode.get("suffix") == ".rst":
        title = episode["title"]
        return f"{title}\n{'=' * 2 * len(title)}\n\n:pod:entity:`Radio`, {title}.\n"
    lines = ["---"]
    fields = ("channel", "date", "season", "tags", "audio", "image")
    lines += [f"{key}: {episode[key]}" for key in fields if episode.get(key)]
    lines += [f"title: {episode['title']}", "---", "", "Of Radio and others.", ""]
    for start, title, text in sorted(episode["chapters"]):
        lines += [f"## [{start // 60}:{start % 60:02}] {title}", "", text, ""]
        if episode["speaker"]:
            lines += [f'> *"{text}"*', ">", f"> — {episode['speaker']}", ""]
    if episode["entries"]:
        lines += ["## Entities", ""]
        lines += [f"- **{name}** ({type_}): {text}" for name, type_, text in episode["entries"]]
    return "\n".join(lines) + "\n"


def registry_file(registry: list[tuple[str, str, str, str]]) -> str:
    lines = []
    for number, (name, alias, match, description) in enumerate(registry):
        lines += [f"[entities.e{number}]", f'name = "{name}"']
        lines += [f'aliases = ["{alias}"]'] * bool(alias)
        lines += [f'match = "{match}"'] * bool(match)
        lines += [f'description = "{description}"'] * bool(description)
    return "\n".join(lines) + "\n"


def files_of(archive: dict[str, Any]) -> dict[str, str]:
    other = archive["other"]
    return {
        "index.md": INDEX,
        f"page{archive['page']}": PAGE if archive["page"] == ".md" else PAGE_RST,
        "other.md": OTHER.format(other, other),
        "lists.md": LISTS,
        "entities.toml": registry_file(archive["registry"]),
        **{f"{slot}{e['suffix']}": episode_file(e) for slot, e in archive["episodes"].items()},
        **{name: text for name, text in archive["files"].items() if text},
    }


@st.composite
def edited(draw: st.DrawFn, archive: dict[str, Any]) -> dict[str, Any]:
    """Return an archive after one edit by an author."""
    new = {**archive, "episodes": dict(archive["episodes"])}
    kinds = ["field", "add", "delete", "move", "registry", "file", "file", "conf", "conf"]
    kind = draw(st.sampled_from([*kinds, "page", "other"]))
    slot = draw(st.sampled_from(sorted(new["episodes"])))
    if kind == "field":
        field = draw(st.sampled_from(sorted(new["episodes"][slot])))
        new["episodes"][slot] = {**new["episodes"][slot], field: draw(episodes)[field]}
    elif kind == "add":
        new["episodes"][draw(slots)] = draw(episodes)
    elif kind == "delete" and len(new["episodes"]) > 1:
        del new["episodes"][slot]
    elif kind == "move":
        new["episodes"][draw(slots)] = new["episodes"].pop(slot)
    elif kind == "file":
        name = draw(st.sampled_from(sorted(FILES)))
        new["files"] = {**archive["files"], name: draw(st.sampled_from(FILES[name]))}
    elif kind == "conf":
        name = draw(st.sampled_from(sorted(CONF)))
        new["conf"] = {**archive["conf"], name: draw(st.sampled_from(CONF[name]))}
    elif kind == "page":
        new["page"] = ".rst" if archive["page"] == ".md" else ".md"
    elif kind == "other":
        new["other"] = "Another" if archive["other"] == "Other" else "Other"
    else:
        new["registry"] = draw(registries)
    return new


def change(site: Site, files: dict[str, str], *, older: bool = False) -> set[str]:
    """Write the files that differ, as an author's editor would. Return the written documents.

    :param older: set the modification times before the last build, as ``cp -p`` does.
    """
    written = set()
    known = {p.relative_to(site.src).as_posix() for p in site.src.rglob("*") if p.is_file()}
    for name in known - files.keys():
        (site.src / name).unlink()
    for name, text in files.items():
        path = site.src / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.add(name.rpartition(".")[0])
            if older:
                os.utime(path, (1_000_000_000, 1_000_000_000))
    return written


def clean(site: Site, new_site: NewSite, builder: str = "html", **build: Any) -> dict[str, bytes]:
    """Return all files of a clean build of the same sources in another folder."""
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    return other.build(builder, **build).output(builder)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def pages(site: Site) -> dict[str, tuple[int, bytes]]:
    """Return the modification time and the content of each document's page."""
    root = site.out / "html"
    found = {
        path.relative_to(root).with_suffix("").as_posix(): (
            path.stat().st_mtime_ns,
            path.read_bytes(),
        )
        for path in root.rglob("*.html")
    }
    return {name: page for name, page in found.items() if not name.startswith(NO_DOCUMENTS)}


NO_DOCUMENTS = ("genindex", "search", "lost", "_static/")


def accident(site: Site, kind: str, number: int) -> None:
    """Remove or damage files of earlier builds."""
    if kind == "doctrees":
        shutil.rmtree(site.out / "doctrees")
    elif kind == "output":
        shutil.rmtree(site.out / "html")
    elif kind in ("file", "cut"):
        # the list of written files can be lost, but then leftovers stay
        root = site.out / ("html" if kind == "file" else "doctrees/_podcast")
        files = sorted(p for p in root.rglob("*") if p.is_file() and p.name[0] != ".")
        path = files[number % len(files)]
        if kind == "file":
            path.unlink()
        else:
            content = path.read_bytes()
            path.write_bytes([b"", content[: len(content) // 2], bytes(len(content))][number % 3])


def book(content: bytes) -> bytes:
    """Return the content of an e-book, without the modification times of its files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return repr([(name, archive.read(name)) for name in sorted(archive.namelist())]).encode()


def hash_of_answer(self: Tracker, name: str, args: tuple[Any, ...]) -> str:
    """Return the hash of an answer, and check one that was not computed."""
    found = HASH_OF(self, name, args)
    fresh = Tracker(self._catalogue, dict)
    assert (name, args, found) == (name, args, fresh._hash(name, args, fresh.answer(name, args)))
    return found


HASH_OF = Tracker.hash_of


def draw_as_version(patch: pytest.MonkeyPatch, version: int) -> None:
    """Patch the package to be another version, which draws times in another way."""
    patch.setattr(nodes, "format_time", lambda seconds: "v" * version + format_time(seconds))
    patch.setattr(store, "program_hash", lambda: f"{version:x}")


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("EXACT_EXAMPLES", "6")), deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip
@given(st.data())
def test_any_edits_give_what_a_clean_build_gives(new_site: NewSite, data: st.DataObject) -> None:
    archive: dict[str, Any] = data.draw(archives)
    site = new_site({}, **ARRANGED)
    change(site, files_of(archive))
    version, builders = 0, {"html"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.setattr(Tracker, "hash_of", hash_of_answer)
        site.build()
        for _ in range(3):
            archive = data.draw(edited(archive))
            plain = {**ARRANGED, **archive["conf"]} == site.conf
            site.conf = {**ARRANGED, **archive["conf"]}
            before = pages(site)
            saved = change(site, files_of(archive), older=data.draw(st.booleans()))
            kind = data.draw(st.sampled_from(["", "", "", *ACCIDENTS]))
            accident(site, kind, data.draw(st.integers(0, 1000)))
            if kind == "upgrade":
                version += 1
                draw_as_version(patch, version)
            builder = data.draw(st.sampled_from(["", "", *SECOND_BUILDERS]))
            if builder:
                builders.add(builder)
                site.build(builder)
            site.build()
            after = pages(site)
            common = after.keys() & before.keys()
            written = {name for name in common if before[name][0] != after[name][0]}
            changed = {name for name in common if before[name][1] != after[name][1]}
            assert changed <= written
            # Sphinx writes all pages that are older than a template
            if plain and not kind and not any(name.startswith("templates/") for name in saved):
                assert written <= changed | saved
        for builder in sorted(builders):
            site.build(builder)
            one, other = site.output(builder), clean(site, new_site, builder)
            for files in (one, other):
                files |= {n: book(content) for n, content in files.items() if n.endswith(".epub")}
            assert (builder, differences(one, other)) == (builder, [])


ACCIDENTS = ["doctrees", "output", "file", "cut", "upgrade"]
SECOND_BUILDERS = ["dirhtml", "epub", "singlehtml", "text"]


@pytest.mark.slow
@settings(
    max_examples=3, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip
@given(archives)
def test_parallel_builds_give_the_same(new_site: NewSite, archive: dict[str, Any]) -> None:
    many = {
        f"episodes/e{n}": episode for n, episode in enumerate([*archive["episodes"].values()] * 4)
    }
    archive = {**archive, "episodes": {**archive["episodes"], **many}}
    site = new_site({})
    change(site, files_of(archive))
    site.build(jobs=2)
    assert differences(site.output(), clean(site, new_site)) == []


@pytest.mark.slow
def test_a_second_builder_is_exact_as_well(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX})
    site.build("html").build("dirhtml")
    text = SHOW["episodes/koe.md"]
    site.write({"episodes/koe.md": text.replace("無線の発明者。", "発明者。")})
    site.build("html").build("dirhtml")
    site.write({"episodes/koe.md": None, "episodes/shengyin.md": None})
    site.build("html").build("dirhtml")
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    other.build("dirhtml")
    assert differences(site.output("dirhtml"), other.output("dirhtml")) == []


def test_where_nothing_changed_nothing_is_written(new_site: NewSite) -> None:
    def files(site: Site) -> dict[str, int]:
        root = site.out / "html"
        paths = [root / "searchindex.js", root / "objects.inv", *root.rglob("podcast/**/*.html")]
        return {path.name: path.stat().st_mtime_ns for path in paths}

    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX}).build()
    before, output = files(site), site.output()
    site.build()
    assert files(site) == before
    for name in ("searchindex.js", "objects.inv", "episodes/koe.html"):
        (site.out / "html" / name).unlink()
        site.build()
        assert (name, differences(site.output(), output)) == (name, [])


def test_pages_whose_inputs_have_not_changed_are_not_computed(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    @wraps(entity_page)
    def counted(catalogue: Catalogue, id_: str) -> EntityView:
        asked.append(id_)
        return entity_page(catalogue, id_)

    monkeypatch.setitem(cast("dict[str, Any]", QUESTIONS), "entity_page", counted)
    conf = {"podcast_entity_pages": {"episodes": 1}}
    site = new_site({**SHOW, "index.md": INDEX}, **conf).build()
    assert {"guglielmo-marconi", "radio", "早川美咲"} <= set(asked)
    asked.clear()
    text = SHOW["episodes/radio/first.md"]
    site.write({"episodes/radio/first.md": text.replace("He spoke", "Then\n\nhe spoke")}).build()
    assert "guglielmo-marconi" in asked
    assert "早川美咲" not in asked
    asked.clear()
    # the name of an episode is on the pages of names in other episodes
    site.write({"episodes/radio/first.md": text.replace("The first voice", "Voices")}).build()
    assert "早川美咲" in asked
    assert differences(site.output(), clean(site, new_site)) == []


def test_pages_that_went_missing_beside_the_doctrees_are_made_again(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX}).build()
    output = site.output()
    shutil.rmtree(next(site.out.rglob("_podcast")) / "pages")
    assert differences(site.build().output(), output) == []


def test_what_belongs_to_an_episode_is_seen_when_it_changes(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX}).build()
    for transcript in ("WEBVTT\n\n00:00.000 --> 00:09.000\nOf wire.\n", "WEBVTT\n", None):
        site.write({"episodes/koe.vtt": transcript})
        site.build()
        assert differences(site.output(), clean(site, new_site)) == []


@pytest.mark.slow
def test_a_build_of_one_file_leaves_the_rest_for_later(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX}).build()
    text = SHOW["episodes/koe.md"]
    site.write({"episodes/koe.md": text.replace("無線の発明者。", "発明者。")})
    site.build(files=[site.src / "page.md"])
    site.build()
    assert differences(site.output(), clean(site, new_site)) == []


#: Edits that set a file's time before the last build, as ``cp -p`` and ``rsync -a`` do.
OLDER: dict[str, dict[str, str]] = {
    "an episode": {"episodes/koe.md": SHOW["episodes/koe.md"].replace("の話をする", "を語る")},
    "a page": {"lists.md": LISTS + "\nMore.\n"},
    "an included file": {"part.txt": "More of it"},
    "a picture": {"media/cover.png": "another"},
    "a transcript": {"episodes/koe.vtt": "WEBVTT\n\n00:00.000 --> 00:09.000\nOf wire.\n"},
    "docutils.conf": {"docutils.conf": "[html writers]\nattribution: none\n"},
    "a template": {"templates/page.html": '{% extends "!page.html" %}{% block body %}B{% endblock %}'},
    "a style": {"static/style.css": "b {}"},
    "the registry": {"entities.toml": '[entities.marconi]\nname = "Marconi"\n'},
}  # fmt: skip
LOCAL: dict[str, str] = {
    **SHOW,
    "index.md": INDEX,
    "page.md": PAGE,
    "lists.md": LISTS,
    "other.md": OTHER.format("Other", "Other"),
    "part.txt": "Some of it",
    "media/cover.png": "picture",
    "media/sound.mp3": "sound",
    "static/style.css": "a {}",
    "templates/none.html": "",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OLDER)
def test_a_change_is_seen_though_it_looks_old(new_site: NewSite, name: str) -> None:
    site = new_site(LOCAL, html_css_files=["style.css"], **ARRANGED).build(jobs=2)
    before = site.output()
    change(site, {**LOCAL, **OLDER[name]}, older=True)
    site.build()
    assert site.output() != before
    assert differences(site.output(), clean(site, new_site)) == []
    read: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sphinx.builders.Builder.read_doc", lambda self, name: read.append(name))
        site.build()
    assert read == []


@pytest.mark.slow
@pytest.mark.parametrize("older", [False, True])
def test_pages_name_the_checksum_of_a_style(new_site: NewSite, older: bool) -> None:
    site = new_site(LOCAL, html_css_files=["style.css"], **ARRANGED).build()
    before = site.page("page").select_one('link[href*="style.css"]')
    change(site, {**LOCAL, "static/style.css": "b {}"}, older=older)
    after = site.build().page("page").select_one('link[href*="style.css"]')
    assert before is not None
    assert after is not None
    assert before["href"] != after["href"]
    assert differences(site.output(), clean(site, new_site)) == []


def test_a_page_that_stays_the_same_is_not_written_in_each_build(new_site: NewSite) -> None:
    """Sphinx writes pages again if they are older than their source."""
    site = new_site(LOCAL, **ARRANGED).build()
    os.utime(site.src / "page.md")
    site.build()
    written: list[str] = []
    assert site.app
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(site.app.builder), "write_doc", lambda self, name, _: written.append(name)
        )
        site.build()
    assert written == []


@pytest.mark.slow
def test_what_other_processes_refer_to_is_known(new_site: NewSite) -> None:
    """A page refers to the title of another one that is in no navigation."""
    loose = {
        f"loose/p{n}.md": f"---\norphan: true\n---\n# Page {n}\n\n{{doc}}`p{(n + 7) % 24}`\n"
        for n in range(24)
    }
    site = new_site({**SHOW, **loose}).build(jobs=3)
    title = "loose/p0.md"
    site.write({title: loose[title].replace("# Page 0", "# Leaf")}).build()
    assert "Leaf" in site.body("loose/p17").get_text()
    assert differences(site.output(), clean(site, new_site)) == []


@pytest.mark.slow
def test_a_build_of_one_file_with_other_settings_leaves_the_rest_for_later(
    new_site: NewSite,
) -> None:
    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX}).build()
    site.conf |= {"html_title": "Place", "html_file_suffix": ".htm"}
    site.build(files=[site.src / "page.md"])
    site.build()
    assert differences(site.output(), clean(site, new_site)) == []


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"", b"{", bytes(100), b"[]", "text"])
def test_damaged_files_beside_the_doctrees_are_written_again(
    new_site: NewSite, damage: bytes | str
) -> None:
    latin = "# Latin\n\nCafé.\n".encode("latin-1")
    files: dict[str, str | bytes | None] = {**LOCAL, "episodes/latin.md": latin}
    site = new_site(files, **ARRANGED).build()
    output = site.output()
    for path in next(site.out.rglob("_podcast")).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            path.write_bytes(damage if isinstance(damage, bytes) else content[: len(content) // 2])
    (site.src / "page.md").touch()
    assert differences(site.build().output(), output) == []
    site.write({"page.md": PAGE + "\nMore.\n"}).build()
    assert differences(site.output(), clean(site, new_site)) == []


PACKAGE = Path(store.__file__).parents[1]


@pytest.mark.slow
def test_an_upgrade_draws_all_pages_again(new_site: NewSite, tmp_path: Path) -> None:
    """The version number need not change, for example in an editable install."""
    package = tmp_path / "installed/sphinxcontrib_podcast"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))

    def build(site: Site) -> None:
        command: list[str | Path] = [sys.executable, "-m", "sphinx", "-q", site.src]
        command += [site.out / "html", "-d", site.out / "doctrees"]
        subprocess.run(command, cwd=package.parent, check=True)  # Python imports from there first

    def edit(name: str, old: str, new: str) -> None:
        text = (package / name).read_text(encoding="utf-8")
        assert old in text
        (package / name).write_text(text.replace(old, new), encoding="utf-8")

    site = new_site({**SHOW, "conf.py": CONF_PY})
    build(site)
    assert "00:00" in site.body("episodes/koe").get_text()
    edit(
        "sphinx_ext/nodes.py",
        'timestamp("", format_time(seconds)',
        'timestamp("", "at " + format_time(seconds)',
    )
    # the scan is not taken from the cache
    edit(
        "catalogue/scan.py",
        "StateCore(builder.body",
        'StateCore(builder.body.replace("無線", "電信")',
    )
    build(site)
    assert "at 00:00" in site.body("episodes/koe").get_text()
    other = new_site({})
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    build(other)
    assert differences(site.output(), other.output()) == []


@pytest.mark.slow
def test_every_file_of_the_package_tells_a_version_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "sphinxcontrib_podcast"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(store, "_PACKAGE", package)
    compute = store.program_hash.__wrapped__
    hashes = {compute()}
    assert hashes == {store.program_hash()}
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix not in (".po", ".pot"):
            content = path.read_bytes()
            path.write_bytes(content + b"\n")
            before = len(hashes)
            hashes.add(compute())
            assert (path, len(hashes)) == (path, before + 1)
            path.write_bytes(content)
    assert compute() in hashes
    (package / "locale/ja/LC_MESSAGES/sphinxcontrib_podcast.po").write_text("")
    (package / "grammar/__pycache__").mkdir()
    (package / "grammar/__pycache__/text.cpython-311.pyc").write_bytes(b"compiled")
    assert compute() == store.program_hash()


KILLED_CONF = """
import os, signal

extensions = ["sphinxcontrib_podcast"]
project = "Site"
html_theme = "alabaster"


def setup(app):
    event, _, name = os.environ.get("KILL_AT", "").partition(" ")

    def kill(app, subject, *rest):
        if not name or subject == name:
            os.kill(os.getpid(), signal.SIGKILL)

    if event:
        app.connect(event, kill)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        "source-read episodes/koe",
        "source-read podcast/entity/guglielmo-marconi",
        "env-updated",
        "html-page-context episodes/koe",
        "html-page-context podcast/entity/guglielmo-marconi",
        "html-page-context search",
    ],
)
def test_after_a_build_that_was_killed(new_site: NewSite, moment: str) -> None:
    def build(site: Site, kill_at: str = "") -> int:
        command: list[str | Path] = [sys.executable, "-m", "sphinx", "-q"]
        command += [site.src, site.out / "html"]
        command += ["-d", site.out / "doctrees"]
        return subprocess.run(
            command, env={**os.environ, "KILL_AT": kill_at}, check=False
        ).returncode

    files = {**SHOW, "conf.py": KILLED_CONF, "page.md": PAGE, "index.md": INDEX}
    site = new_site(files)
    assert build(site) == 0
    text = SHOW["episodes/koe.md"].replace("無線の発明者。", "発明者。").replace("声の歴史", "声史")
    site.write({"episodes/koe.md": text, "episodes/shengyin.md": None})
    assert build(site, kill_at=moment) == -signal.SIGKILL
    assert build(site) == 0
    other = new_site({})
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    assert build(other) == 0
    assert differences(site.output(), other.output()) == []
