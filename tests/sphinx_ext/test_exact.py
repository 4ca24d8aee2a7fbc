"""The law: after any edits, a build gives byte for byte what a clean build would."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Site
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from show import SHOW

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
        "chapters": chapters,
        "entries": entries,
        "speaker": st.sampled_from(["", *NAMES[:2]]),
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
slots = st.sampled_from(["episodes/a", "episodes/b", "episodes/air/c", "episodes/d"])
archives = st.fixed_dictionaries(
    {
        "episodes": st.dictionaries(slots, episodes, min_size=1, max_size=4),
        "registry": registries,
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
CONF = "extensions = ['sphinxcontrib_podcast']\n"
INDEX = "# Site\n\n```{toctree}\npage\npodcast/index\n```\n"


def episode_file(episode: dict[str, Any]) -> str:
    lines = ["---"]
    lines += [f"{key}: {episode[key]}" for key in ("channel", "date") if episode[key]]
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
    return {
        "index.md": INDEX,
        "page.md": PAGE,
        "entities.toml": registry_file(archive["registry"]),
        **{f"{slot}.md": episode_file(e) for slot, e in archive["episodes"].items()},
    }


@st.composite
def edited(draw: st.DrawFn, archive: dict[str, Any]) -> dict[str, Any]:
    """An archive after one edit of an author."""
    new = {"episodes": dict(archive["episodes"]), "registry": archive["registry"]}
    kind = draw(st.sampled_from(["field", "add", "delete", "move", "registry"]))
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
    else:
        new["registry"] = draw(registries)
    return new


def change(site: Site, files: dict[str, str]) -> set[str]:
    """Write what differs, as an author's editor would; return the documents written."""
    written = set()
    known = {p.relative_to(site.src).as_posix() for p in site.src.rglob("*") if p.is_file()}
    for name in known - files.keys():
        (site.src / name).unlink()
    for name, text in files.items():
        path = site.src / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.add(name.removesuffix(".md"))
    return written


def clean(site: Site, new_site: NewSite, **build: Any) -> dict[str, bytes]:
    """All files of a clean build of the same sources, in another folder."""
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    return other.build(**build).output()


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def pages(site: Site) -> dict[str, tuple[int, bytes]]:
    """When the page of each document was written, and its content."""
    root = site.out / "html"
    found = {
        path.relative_to(root).with_suffix("").as_posix(): (
            path.stat().st_mtime_ns,
            path.read_bytes(),
        )
        for path in root.rglob("*.html")
    }
    return {name: page for name, page in found.items() if name not in ("genindex", "search")}


@settings(
    max_examples=int(os.environ.get("EXACT_EXAMPLES", "6")), deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip
@given(st.data())
def test_any_edits_give_what_a_clean_build_gives(new_site: NewSite, data: st.DataObject) -> None:
    archive = data.draw(archives)
    site = new_site({})
    change(site, files_of(archive))
    site.build()
    for _ in range(3):
        archive = data.draw(edited(archive))
        before = pages(site)
        saved = change(site, files_of(archive))
        site.build()
        after = pages(site)
        common = after.keys() & before.keys()
        written = {name for name in common if before[name][0] != after[name][0]}
        changed = {name for name in common if before[name][1] != after[name][1]}
        assert changed <= written <= changed | saved
    assert differences(site.output(), clean(site, new_site)) == []


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


def test_a_build_of_one_file_leaves_the_rest_for_later(new_site: NewSite) -> None:
    site = new_site({**SHOW, "page.md": PAGE, "index.md": INDEX}).build()
    text = SHOW["episodes/koe.md"]
    site.write({"episodes/koe.md": text.replace("無線の発明者。", "発明者。")})
    site.build(files=[site.src / "page.md"])
    site.build()
    assert differences(site.output(), clean(site, new_site)) == []


CONF = """
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

    files = {**SHOW, "conf.py": CONF, "page.md": PAGE, "index.md": INDEX}
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
