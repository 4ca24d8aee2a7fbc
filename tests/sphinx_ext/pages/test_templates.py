"""Templates render what the nodes of other builders say, and a project can replace them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from conftest import Site, text_of
from hypothesis import HealthCheck, given, settings
from show import SHOW
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ThemeError
from test_exact import archives, files_of

import sphinxcontrib_podcast
from sphinxcontrib_podcast.sphinx_ext.pages.parts import PAGE_KINDS, PART_KINDS, PageKind, PartKind

NewSite = Callable[..., Site]

BLOCKS = {
    "p", "ul", "li", "div", "section", "h1", "h2", "h3", "dl", "dt", "dd", "figure", "figcaption",
    "blockquote", "details", "summary", "table", "tr", "td", "th",
}  # fmt: skip

PACKAGE = Path(sphinxcontrib_podcast.__file__).parent
MANUAL = Path(__file__).parents[3] / "docs"


class NodesBuilder(StandaloneHTMLBuilder):
    """Writes HTML from nodes, as the builders of e-books do."""

    name = "nodes"
    embedded = True


#: Keeps Sphinx's search index, which all builders write.
OF_SPHINX = {"html_search_scorer": str(MANUAL.parent / "pyproject.toml")}


@pytest.fixture
def builder_of_nodes(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of an extension that adds the builder."""
    module = ModuleType("nodes_builder")
    vars(module)["setup"] = lambda app: app.add_builder(NodesBuilder)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def content(html: str) -> list[str]:
    """Return the texts and the addresses of links in the content of a page, in their order."""
    page = BeautifulSoup(html, "html.parser").select_one(".body")
    assert page is not None
    for only_html in page.select(".pod-media, .pod-picture svg, .pod-picture summary, .pod-switch"):
        only_html.decompose()
    found: list[str] = []
    text = ""
    for element in page.descendants:
        if isinstance(element, Tag):
            if element.name in BLOCKS:
                found.append(text)
                text = ""
            for name in ("href", "id", "lang", "data-t", "data-cues", "title"):
                # with a player, times lead to the media
                if element.get(name) and (name != "href" or not element.get("data-t")):
                    # roles lead to moments by a script
                    value = str(element[name]).partition("#t=")[0]
                    found += [text, f"{name}={value}"]
                    text = ""
        else:
            text = " ".join(f"{text}{element}".split(" ")).replace("\n", " ")
    found.append(text)
    joined = [" ".join(part.split()) for part in found]
    return [part for part in joined if part]


def pages(site: Site, builder: str) -> dict[str, list[str]]:
    """Return the content of each page of a builder."""
    site.build(builder, fresh=True)
    folder = site.out / builder
    return {
        path.relative_to(folder).as_posix(): content(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if path.name not in ("search.html", "genindex.html")
    }


def terms(site: Site, builder: str) -> dict[str, Any]:
    """Return the terms of the search index."""
    text = (site.out / builder / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert len(index["terms"]) > 50
    return dict(index["terms"])


def differing(site: Site) -> dict[str, tuple[list[str], list[str]]]:
    """Return the content of pages that templates and nodes show differently."""
    rendered, drawn = pages(site, "html"), pages(site, "nodes")
    assert rendered.keys() == drawn.keys()
    return {
        name: ([p for p in page if p not in drawn[name]], [p for p in drawn[name] if p not in page])
        for name, page in rendered.items()
        if page != drawn[name]
    }


@pytest.mark.slow
@pytest.mark.parametrize("transcript", ["chapter", "end"])
def test_pages_of_the_example_show_are_the_same(
    new_site: NewSite, builder_of_nodes: str, transcript: str
) -> None:
    site = new_site(
        {"index.md": "# Site\n\n```{toctree}\npodcast/index\n```\n"},
        extensions=["sphinxcontrib_podcast", builder_of_nodes],
        podcast_transcript=transcript,
        html_theme="basic",
        **OF_SPHINX,
    )
    shutil.copytree(MANUAL / "episodes", site.src / "episodes")
    shutil.copytree(MANUAL / "gallery", site.src / "episodes/gallery")
    (site.src / "episodes/gallery/index.md").unlink()
    shutil.copyfile(MANUAL / "entities.toml", site.src / "entities.toml")
    shutil.copytree(MANUAL / "reference/by-hand", site.src / "by-hand")
    shutil.copyfile(MANUAL / "reference/directives.md", site.src / "directives.md")
    assert differing(site) == {}
    assert terms(site, "html") == terms(site, "nodes")


@pytest.mark.slow
def test_pages_of_a_show_in_three_languages_are_the_same(
    new_site: NewSite, builder_of_nodes: str
) -> None:
    site = new_site(
        SHOW,
        extensions=["sphinxcontrib_podcast", builder_of_nodes],
        podcast_labels="episode",
        language="ja",
        html_theme="basic",
        **OF_SPHINX,
    )
    assert differing(site) == {}
    assert terms(site, "html") == terms(site, "nodes")


@pytest.mark.slow
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(archives)
def test_pages_of_any_archive_are_the_same(
    new_site: NewSite, builder_of_nodes: str, archive: dict[str, Any]
) -> None:
    site = new_site(
        files_of(archive),
        extensions=["sphinxcontrib_podcast", builder_of_nodes],
        html_theme="basic",
    )
    assert differing(site) == {}


@pytest.mark.slow
def test_a_project_replaces_a_template(new_site: NewSite) -> None:
    own = '<p class="own">{{ view.name }}: {{ number(view.mentions|length) }}</p>\n'
    files = {
        **SHOW,
        "_templates/podcast/facts.html": '<p class="own">{{ fact(dict(view.line).channel) }}</p>\n',
        "_templates/podcast/entity.html": own + '{% include "!podcast/entity.html" %}\n',
    }
    site = new_site(files, templates_path=["_templates"], html_theme="basic").build()
    assert site.warnings == []
    assert text_of(site.page("episodes/radio/first").select_one(".own")) == "radio"
    page = site.page("podcast/entity/guglielmo-marconi")
    assert text_of(page.select_one(".own")) == "Guglielmo Marconi: 3"
    assert page.select("#mentions")
    site.write({"_templates/podcast/facts.html": '<p class="new">{{ docname }}</p>\n'}).build()
    assert text_of(site.page("episodes/radio/first").select_one(".new")) == "episodes/radio/first"
    site.write({"_templates/podcast/facts.html": None, "_templates/podcast/entity.html": None})
    assert site.build().output() == new_site(SHOW, html_theme="basic").build().output()


def test_text_in_a_template_is_escaped(new_site: NewSite) -> None:
    hostile = '<script>alert("1")</script>'
    files = {
        "episodes/one.md": f"---\nhosts: ['{hostile}']\nchannel: '{hostile}'\n---\n\n"
        f"# \\{hostile}\n\n## [00:00] Start\n\nText of Ada.\n\n"
        f"## People\n\n- **Ada** (Person, \\{hostile}): \\{hostile}\n",
        "_templates/podcast/facts.html": "<p class='own'>{{ dict(view.line).channel.text }}</p>",
        "entities.toml": f"[entities.ada]\nname = 'Ada'\ndescription = '{hostile}'\n",
    }
    site = new_site(files, templates_path=["_templates"], html_theme="basic").build()
    for name, text in site.output().items():
        if name.endswith(".html"):
            assert b"<script>alert" not in text, name
    assert text_of(site.page("episodes/one").select_one(".own")) == hostile


def test_an_error_in_a_template_names_its_place(new_site: NewSite) -> None:
    files = {**SHOW, "_templates/podcast/facts.html": "\n{{ view.nothing }}\n"}
    site = new_site(files, templates_path=["_templates"])
    with pytest.raises(ThemeError, match=r"podcast/facts\.html.*has no attribute 'nothing'"):
        site.build()
    site.write({"_templates/podcast/facts.html": "<p>\n{% if %}\n"})
    with pytest.raises(ThemeError, match=r"podcast/facts\.html:2"):
        site.build(fresh=True)


def test_messages_of_templates_are_translated() -> None:
    messages = {
        message for _, _, message, _, _ in extract_from_dir(PACKAGE, [("**.html", "jinja2")])
    }
    with (PACKAGE / "locale/sphinxcontrib_podcast.pot").open("rb") as file:
        assert messages - {message.id for message in read_po(file)} == set()
    assert "Mentions" in messages


def test_every_template_is_used() -> None:
    kinds: list[PageKind | PartKind] = [*PAGE_KINDS.values(), *PART_KINDS.values()]
    used = {kind.template for kind in kinds} | {
        "embed.html",
        "player.html",
        "quote_page.html",
        "quote_source.html",
    }
    texts = [path.read_text(encoding="utf-8") for path in PACKAGE.glob("templates/podcast/*.html")]
    included = {name for text in texts for name in re.findall(r'include "podcast/(.*?)"', text)}
    assert used | included == {path.name for path in PACKAGE.glob("templates/podcast/*.html")}
