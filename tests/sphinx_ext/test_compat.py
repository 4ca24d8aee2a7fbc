"""Private APIs that the extension uses exist, and work as it expects."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import sphinx
from conftest import Site
from docutils import nodes
from markdown_it.rules_inline import emphasis
from markdown_it.rules_inline.state_inline import Delimiter
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

import sphinxcontrib_podcast
from sphinxcontrib_podcast.sphinx_ext import compat

NewSite = Callable[..., Site]

PACKAGE = Path(sphinxcontrib_podcast.__file__).parent
EPISODE = "# One\n\n## [00:00] Intro\n\nZeppelins flew.\n\n```{index} airship\n```\n"


def built(new_site: NewSite) -> BuildEnvironment:
    app = new_site({"episodes/one.md": EPISODE}).build().app
    assert app is not None
    return app.env


_THEIRS = r"(?:sphinx|docutils|myst_parser|sphinx_design|markdown_it)"
_PRIVATE = re.compile(
    rf"^\s*from {_THEIRS}(?:\.\w+)*(?:\._\S+ import| import _)"
    r"|^\s*from (?:sphinx_design\.shared|myst_parser\.warnings_) import"
    r"|\b(?:merge_file_level|_StrPath)\b|\benv\._?app\b",
    re.MULTILINE,
)


def test_no_other_module_uses_private_names() -> None:
    others = set(PACKAGE.rglob("*.py")) - {Path(compat.__file__)}
    found = [path.name for path in others if _PRIVATE.search(path.read_text(encoding="utf-8"))]
    assert found == []


WITHOUT_DEPRECATED_NAMES = """
import sys
from importlib import import_module
from pathlib import Path
from sphinx.util import _pathlib

_pathlib._StrPath = Path

from sphinx.application import builtin_extensions
from sphinx.cmd.build import main
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

for name in (*builtin_extensions, "myst_parser.sphinx_ext.main", "sphinx_design"):
    import_module(name)
sys.modules["sphinx.util._pathlib"] = None
BuildEnvironment.app = SphinxTransform.app = property()
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.skipif(
    not (9,) <= sphinx.version_info < (11,),
    reason="Sphinx uses the names itself, or has removed them",
)
def test_the_extension_works_without_what_sphinx_10_and_11_remove(new_site: NewSite) -> None:
    site = new_site(
        {
            "episodes/one.md": EPISODE,
            "conf.py": "extensions = ['sphinxcontrib_podcast']\nhtml_theme = 'alabaster'\n",
        }
    )
    command = [sys.executable, "-W", "error::PendingDeprecationWarning:sphinxcontrib_podcast"]
    command += ["-c", WITHOUT_DEPRECATED_NAMES, "-qW", str(site.src), str(site.out / "html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert site.has_page("podcast/index")


def test_generated_pages_have_paths_of_the_type_that_sphinx_gives_to_others(
    new_site: NewSite,
) -> None:
    env = built(new_site)
    generated = env.doc2path("podcast/index")
    assert type(generated) is type(env.doc2path("index"))
    assert generated.is_file()


def test_with_file_settings(new_site: NewSite) -> None:
    settings = "---\nmyst: {heading_anchors: 9, html_meta: {keywords: radio}}\n---\n"
    site = new_site({"episodes/one.md": settings + EPISODE}).build()
    (warning,) = site.warnings
    assert "heading_anchors" in warning
    assert ":1: WARNING" in warning
    assert site.page("episodes/one").select_one("meta[name=keywords][content=radio]")


def test_the_parser_of_myst_that_ours_repeats() -> None:
    names = set(MystParser.parse.__code__.co_names)
    assert names == {
        "settings", "env", "myst_config", "read_topmatter", "TopmatterReadError",
        "merge_file_level", "create_md_parser", "SphinxRenderer", "options", "render",
    }, "compare EpisodeParser.parse with MystParser.parse"  # fmt: skip


def test_apply_smart_quotes(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": EPISODE}).build()
    document = site.doctree("episodes/one")
    document.settings.env = site.app.env if site.app else None
    block = nodes.paragraph("", "", nodes.Text('"Hello"'))
    compat.apply_smart_quotes([block], document)
    assert block.astext() == "“Hello”"


class Environment(BuildEnvironment):
    """A class of its own, because pickling is changed by class, for the whole process."""


def test_stemmer_script(new_site: NewSite) -> None:
    index = IndexBuilder(built(new_site), "en", {}, "")
    script = compat.stemmer_script(SearchEnglish({}))
    assert "Stemmer" in script
    assert script == index.get_js_stemmer_code()


def test_complete_search_index(new_site: NewSite) -> None:
    files = {"episodes/one.md": EPISODE, "episodes/two.md": EPISODE}
    site = new_site(files, html_search_language="en").build()
    app = site.app
    assert app is not None
    builder = cast("StandaloneHTMLBuilder", app.builder)
    indexer = cast("Any", builder.indexer)
    indexer._mapping["gone"] = set()
    indexer._title_mapping["gone"] = set()
    indexer._index_entries.clear()
    compat.complete_search_index(builder, app.env)
    assert "gone" not in {*indexer._mapping, *indexer._title_mapping}
    assert "airship" in str(indexer._index_entries["episodes/one"])
    indexer.prune(["index"])
    assert list(indexer._titles) == ["index"]


@pytest.mark.parametrize("name", ["_write_doc_doctree_cache", "_pickled_doctree_cache"])
def test_forget_doctrees(new_site: NewSite, name: str) -> None:
    env = built(new_site)
    getattr(env, name)["one"] = object()
    compat.forget_doctrees(env)
    assert getattr(env, name) == {}


@pytest.mark.parametrize(
    "name", ["load_indexer", "index_page", "dump_search_index", "dump_inventory"]
)
def test_leave_index_and_inventory(new_site: NewSite, name: str) -> None:
    assert callable(getattr(StandaloneHTMLBuilder, name))
    called = [
        name in function.__code__.co_names
        for function in vars(StandaloneHTMLBuilder).values()
        if hasattr(function, "__code__")
    ]
    assert any(called), "Sphinx calls it"


def test_read_config(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("project = 'P' if tags.has('x') else 'Q'\n")
    config = compat.read_config(tmp_path)
    assert (config.project, config.source_suffix[".md"]) == ("Q", "markdown")


def test_create_component(new_site: NewSite) -> None:
    listing = "# Page\n\n```{pod:episodes}\n```\n\n```{toctree}\npodcast/index\n```\n"
    site = new_site({"episodes/one.md": EPISODE, "index.md": listing}).build()
    assert site.body("index").select(".sd-row .sd-card .sd-card-title")


def test_names_of_the_search_script_of_sphinx() -> None:
    """Sphinx's scripts define the names that ours use. Only a browser would notice otherwise."""
    scripts = [
        *(PACKAGE / "sphinx_ext" / "search").glob("*.js"),
        PACKAGE / "static" / "podcast-pagefind.js",
        PACKAGE / "static" / "podcast-search.js",
    ]
    ours = "".join(path.read_text(encoding="utf-8") for path in scripts)
    static = Path(sphinx.__file__).parent / "themes" / "basic" / "static"
    theirs = (static / "searchtools.js").read_text(encoding="utf-8")
    used = set(re.findall(r"\bSearch\.(\w+)", ours))
    assert used == {
        "_index", "hasIndex", "output", "performSearch", "query", "status", "stopPulse", "title",
    }  # fmt: skip
    for name in used:
        assert re.search(rf"^  {name}:|Search.{name} = ", theirs, re.MULTILINE), name
    query = scripts[0].read_text(encoding="utf-8")
    for name in set(re.findall(r"Search\._index\.(\w+)", query)):
        assert f"Search._index.{name}" in theirs
    assert 'typeof splitQuery === "undefined"' in theirs
    assert "new Stemmer()" in theirs
    assert "stemmer.stemWord(" in theirs


def test_emphasis_is_pushed_as_markdown_it_does() -> None:
    fields = {field.name for field in dataclasses.fields(Delimiter)}
    assert {"marker", "length", "token", "end", "open", "close"} <= fields
    names = set(emphasis.tokenize.__code__.co_names)
    assert {"scanDelims", "push", "delimiters", "Delimiter"} <= names
