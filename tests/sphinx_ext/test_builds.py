"""The output of a build depends only on the sources, not on how it is run."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from types import ModuleType

import pytest
from conftest import Site
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from show import SHOW
from sphinx.application import Sphinx
from sphinx.errors import ConfigError, ExtensionError, ThemeError

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.views.questions import QUESTIONS

NewSite = Callable[..., Site]

PAGE = """
# Page

{pod:person}`Guglielmo Marconi`, {pod:episode}`first`, {pod:at}`first@02:04`.

```{pod:episodes}
:limit: 2
```
"""
INDEX = "# Site\n\n```{toctree}\npage\npodcast/index\n```\n"
FILES = {**SHOW, "page.md": PAGE, "index.md": INDEX}

EDITS: dict[str, dict[str, str | None]] = {
    "prose": {"episodes/koe.md": SHOW["episodes/koe.md"].replace("の話をする", "を語る")},
    "title": {"episodes/radio/first.md": SHOW["episodes/radio/first.md"].replace("The first voice", "A voice")},
    "time": {"episodes/radio/first.md": SHOW["episodes/radio/first.md"].replace("02:04", "02:05")},
    "rename": {"episodes/koe.md": SHOW["episodes/koe.md"].replace("アンテナ", "空中線")},
    "description": {"episodes/radio/second.md": SHOW["episodes/radio/second.md"].replace("Gave it", "Added")},
    "add": {"episodes/radio/third.md": "# Third\n\nNew.\n\n## [00:00] A\n\nGuglielmo Marconi.\n"},
    "delete": {"episodes/shengyin.md": None},
    "channel": {"episodes/koe.md": SHOW["episodes/koe.md"].replace("channel: 声の歴史", "channel: radio")},
    "date": {"episodes/koe.md": SHOW["episodes/koe.md"].replace("2025-12-01", "2026-12-01")},
    "by hand": {"page.md": PAGE + "\n```{pod:entity} RSS\n:type: concept\nBy hand.\n```\n"},
    "no episode": {"episodes/koe.md": "---\npodcast: false\norphan: true\n---\n# Gone\n"},
    "transcript": {"episodes/radio/first.srt": "00:01,000 --> 00:02,000\nGuglielmo Marconi: yes.\n\n00:03,000 --> 00:04,000\nA voice is not a signal. It sang.\n"},
    "type": {"episodes/koe.md": SHOW["episodes/koe.md"].replace("（製品）", "（概念）")},
}  # fmt: skip


def clean(site: Site, new_site: NewSite) -> dict[str, bytes]:
    """Return all files of a clean build of the same sources in another folder."""
    other = new_site({}, **site.conf)
    shutil.rmtree(other.src)
    shutil.copytree(site.src, other.src)
    return other.build().output()


def differences(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.parametrize("name", EDITS)
def test_an_incremental_build_equals_a_clean_one(new_site: NewSite, name: str) -> None:
    site = new_site(FILES).build()
    site.write(EDITS[name]).build()
    assert site.warnings == []
    assert differences(site.output(), clean(site, new_site)) == []


@pytest.mark.slow
@settings(
    max_examples=4, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.permutations(sorted(set(EDITS) - {"delete"})))
def test_any_sequence_of_edits_equals_a_clean_build(new_site: NewSite, names: list[str]) -> None:
    site = new_site(FILES).build()
    for name in names[:4]:
        site.write(EDITS[name]).build()
    assert differences(site.output(), clean(site, new_site)) == []


@pytest.mark.slow
def test_parallel_equals_serial(new_site: NewSite) -> None:
    many = {f"episodes/radio/e{n}.md": SHOW["episodes/radio/second.md"] for n in range(12)}
    serial = new_site({**FILES, **many}).build()
    parallel = new_site({**FILES, **many}).build(jobs=2)
    assert serial.warnings == parallel.warnings == []
    assert differences(serial.output(), parallel.output()) == []


@pytest.mark.slow
def test_a_process_sends_back_what_others_need(new_site: NewSite) -> None:
    """It does not send back the data it started with."""
    episode = SHOW["episodes/radio/second.md"]
    pages = {
        f"pages/p{n}.md": f"(label-{n})=\n# Page {n}\n\n## Part\n\n{{ref}}`label-{(n + 7) % 24}`, "
        f"{{numref}}`label-{n}`, {{doc}}`p{(n + 5) % 24}`.\n"
        for n in range(24)
    }
    index = INDEX.replace("{toctree}\n", "{toctree}\n:numbered:\n:glob:\npages/*\n")
    site = new_site({**FILES, **pages, "index.md": index}, numfig=True, html_theme="basic")
    site.build(jobs=3)
    edited = {name: text.replace("# Page", "# Leaf") for name, text in pages.items()}
    more = {f"episodes/radio/e{n}.md": episode for n in range(12)}
    site.write({**dict(list(edited.items())[:15]), **more}).build(jobs=3)
    assert site.warnings == []
    assert "Leaf 7" in site.body("pages/p0").get_text()
    assert differences(site.output(), clean(site, new_site)) == []


ASK = """
extensions = ["sphinxcontrib_podcast"]
html_theme = "basic"


def setup(app):
    def ask(app, doctree):
        env = app.env
        known = env.all_docs.keys() - {env.docname}
        for by_document in (env.titles, env.longtitles, env.tocs):
            assert known <= by_document.keys()

    app.connect("doctree-read", ask)
"""


@pytest.mark.slow
def test_a_process_knows_what_was_read_before_it(new_site: NewSite) -> None:
    pages = {f"p{n}.md": f"# Page {n}\n" for n in range(24)}
    site = new_site({**FILES, **pages, "conf.py": ASK})
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "2", str(site.src), str(site.out)]
    assert subprocess.run(command, check=False).returncode == 0
    site.write({name: text + "More.\n" for name, text in pages.items()})
    assert subprocess.run(command, check=False).returncode == 0


FORK = """
import multiprocessing, sys

from sphinx.application import Sphinx

src, out = sys.argv[1:]
app = Sphinx(src, src, out, f"{out}/.doctrees", "html", status=None)
process = multiprocessing.get_context("fork").Process(target=app.build)
process.start()
process.join()
sys.exit(process.exitcode)
"""


@pytest.mark.slow
def test_a_build_in_a_process_of_its_own_loses_nothing(new_site: NewSite) -> None:
    """Sphinx is set up before the process starts."""
    conf = "extensions = ['sphinxcontrib_podcast']"
    site = new_site({**FILES, "conf.py": conf})
    for text in ("More.", "Less."):
        site.write({"page.md": f"{PAGE}\n{text}\n"})
        done = subprocess.run(
            [sys.executable, "-c", FORK, site.src, site.out],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("first", [True, False])
def test_autosummary_reads_what_somebody_wrote(new_site: NewSite, first: bool) -> None:
    """autosummary looks for files when a build starts, and writes new ones."""
    ours, other = "sphinxcontrib_podcast", "sphinx.ext.autosummary"
    page = "Modules\n=======\n\n.. autosummary::\n   :toctree: made\n\n   textwrap\n"
    index = INDEX.replace("page\n", "page\nmodules\n")
    site = new_site(
        {**FILES, "modules.rst": page, "index.md": index},
        extensions=[ours, other] if first else [other, ours],
    ).build()
    assert site.warnings == []
    assert site.has_page("made/textwrap")
    site.build()
    assert differences(site.output(), clean(site, new_site)) == []


def written(site: Site, action: Callable[[], object]) -> set[str]:
    """Return the pages that an action writes."""
    root = site.out / "html"
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*.html")}
    action()
    return {
        p.relative_to(root).with_suffix("").as_posix()
        for p in root.rglob("*.html")
        if before.get(p) != p.stat().st_mtime_ns
    } - {"genindex", "search"}


def test_nothing_changed_nothing_is_written(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    assert written(site, site.build) == set()


def test_only_pages_that_show_a_change_are_written(new_site: NewSite) -> None:
    site = new_site(FILES).build()
    site.write(EDITS["prose"])
    assert written(site, site.build) == {
        "episodes/koe",
        "podcast/entity/guglielmo-marconi",
        "podcast/entity/早川美咲",
    }


@pytest.mark.slow
def test_a_doctree_folder_in_the_source_folder(new_site: NewSite) -> None:
    site = new_site(FILES)
    site.out = site.src / "_out"  # not excluded in conf.py
    assert site.build().warnings == []
    assert site.build().warnings == []
    assert not any("_podcast" in str(p) for p in (site.out / "html").rglob("*"))
    site.out = site.src / "_other"  # it also contains the doctrees of another build
    assert site.build().warnings == []


def test_a_second_builder_from_the_same_doctrees_has_all_pages(new_site: NewSite) -> None:
    site = new_site(SHOW).build("html")
    site.build("text")
    text = {p.relative_to(site.out / "text") for p in (site.out / "text").rglob("*.txt")}
    html = set(site.app.env.found_docs) if site.app else set()
    assert {str(path.with_suffix("")) for path in text} == html


@pytest.mark.slow
def test_what_was_scanned_is_known_in_another_process(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": "# One\n\n## [00:00] A\n\nx\n"})
    site.write({"conf.py": "extensions = ['sphinxcontrib_podcast']\nhtml_theme = 'alabaster'\n"})
    command = [sys.executable, "-m", "sphinx", "-q", str(site.src), str(site.out)]
    cache = site.out / ".doctrees/_podcast/scan.pickle"
    written = set()
    for seed in ("1", "2", "3"):  # PYTHONHASHSEED, for the order of sets
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        written.add(cache.stat().st_mtime_ns)
    assert len(written) == 1


def _failing(error: type[BaseException]) -> Callable[..., None]:
    def fail(*args: object) -> None:
        raise error("on purpose")

    return fail


def _extension(monkeypatch: pytest.MonkeyPatch, setup: Callable[[Sphinx], None]) -> list[str]:
    module = ModuleType("broken_extension")
    module.__dict__["setup"] = setup
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return ["sphinxcontrib_podcast", module.__name__]


def _with_a_template_that_is_missing(site: Site) -> None:
    site.conf["html_additional_pages"] = {"lost": "no-such-template.html"}


def _with_a_wrong_value(site: Site) -> None:
    site.conf["podcast_pages"] = {"no such page": "x"}


def _with_an_extension_that_is_missing(site: Site) -> None:
    site.conf["extensions"] = ["sphinxcontrib_podcast", "no_such_extension"]


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (_with_a_template_that_is_missing, ThemeError),
        (_with_a_wrong_value, ConfigError),
        (_with_an_extension_that_is_missing, ExtensionError),
    ],
)
def test_a_failed_build_leaves_the_garbage_collector_as_it_was(
    new_site: NewSite, broken: Callable[[Site], None], error: type[Exception]
) -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    site = new_site(FILES).build()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
    broken(site)
    with pytest.raises(error):
        site.build(fresh=True)
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
@pytest.mark.parametrize(
    "event",
    ["", "config-inited", "builder-inited", "env-before-read-docs", "source-read", "env-updated",
     "html-page-context", "build-finished"],
)  # fmt: skip
def test_an_event_that_fails_leaves_the_garbage_collector_as_it_was(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch, event: str, error: type[BaseException]
) -> None:
    def setup(app: Sphinx) -> None:
        if event:
            app.connect(event, _failing(error), priority=0)
        else:
            _failing(error)()

    before = gc.get_threshold(), gc.get_freeze_count()
    site = new_site({"episodes/one.md": "# One\n\n## [00:00] Intro\n"})
    site.conf["extensions"] = _extension(monkeypatch, setup)
    with pytest.raises((error, ExtensionError)):
        site.build()
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
    assert gc.isenabled()


def test_a_bug_in_the_catalogue_is_a_traceback_where_it_is(
    new_site: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def facts(catalogue: Catalogue, docname: str) -> object:
        raise KeyError("a bug")

    monkeypatch.setitem(QUESTIONS, "facts", facts)
    with pytest.raises(KeyError, match="a bug"):
        new_site(FILES).build()


def test_what_an_unchanged_page_asked_about_may_be_gone(new_site: NewSite) -> None:
    """The page is read again. It is no error that the subject of its question is removed."""
    page = "# Page\n\n{pod:entity}`Ada`\n\n```{pod:entity} Ada\nSomeone.\n```\n"
    files = {
        "page.md": page,
        "other.md": "# Other\n\n{pod:entity}`Bob` {pod:at}`two@0:00`\n\n```{pod:quote} Bob\nHm.\n```\n",
        "episodes/one.md": "# One\n\n## [00:00] A\n\nAda and Bob.\n",
        "episodes/two.md": "# Two\n\n## [00:00] A\n\nBob.\n\n## People\n\n- **Bob** (Person): Him.\n",
    }
    site = new_site(files).build()
    site.write({"episodes/two.md": None, "page.md": "# Page\n\n{pod:entity}`Ada`\n"}).build()
    assert any("there is no entity 'Bob'" in warning for warning in site.warnings)
    assert differences(site.output(), clean(site, new_site)) == []
