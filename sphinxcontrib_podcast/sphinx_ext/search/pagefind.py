"""Use Pagefind instead of Sphinx's search: add filters to pages, and index them after a build.

Pagefind (https://pagefind.app) is installed by an extra. Its scripts become part of the site.
"""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from sphinx.errors import ConfigError, ExtensionError

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.grammar.text import is_cjk_language, printable
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _, project_labels
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.episode import facts
from sphinxcontrib_podcast.views.links import channel_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

_FOLDER = "pagefind"
_INDICES = "indices.json"
_SEARCH_PAGE = "search"  # as Sphinx names it

# Elements that Sphinx's search also ignores, and permalinks.
_EXCLUDED = ".no-search, .headerlink"


def setup(app: Sphinx) -> None:
    """Connect the events. The handlers do nothing unless ``podcast_search = "pagefind"``."""
    app.connect("config-inited", _check, priority=910)  # after the settings are checked
    app.connect("html-page-context", _page_context)
    app.connect("build-finished", _index)


def _check(app: Sphinx, config: Config) -> None:
    if settings_of(config).search == "pagefind" and find_spec("pagefind") is None:
        raise ConfigError(
            'podcast_search = "pagefind" needs Pagefind: '
            "pip install 'sphinxcontrib-podcast[pagefind]'"
        )


def _is_used(app: Sphinx) -> bool:
    """Return whether the project uses Pagefind and the builder writes a search page."""
    return settings_of(app.config).search == "pagefind" and has_search_index(app.builder)


def _page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if not _is_used(app):
        return
    if pagename == _SEARCH_PAGE:
        app.add_css_file("podcast-pagefind.css")
        app.add_js_file("podcast-pagefind.js", loading_method="defer")
    elif spans := "".join(
        f'<span data-pagefind-filter="{html.escape(name)}">{html.escape(value)}</span>'
        for name, value in _filters(app, pagename)
    ):
        context["body"] = f"<div hidden data-pagefind-ignore>{spans}</div>\n{context['body']}"


def _filters(app: Sphinx, docname: str) -> Iterator[tuple[str, str]]:
    """Yield the filters for a page: pairs of a label and a value."""
    catalogue = pod_domain(app.env).catalogue
    if docname in catalogue.episodes:
        episode, shown = catalogue.episodes[docname], facts(catalogue, docname)
        yield _("Type"), str(_("Episode"))
        yield _("Language"), _language_name(episode.language, app.config)
        if channel := channel_link(catalogue, episode):
            yield _("Channel"), channel.text
        for person, _role in shown.people:
            yield _("Person"), person.text
        if episode.date:
            yield _("Year"), str(episode.date.year)
    elif id_ := catalogue.entity_at(Address(docname)):
        entity = catalogue.entities[id_]
        yield _("Type"), project_labels(app.config).type(entity.type, one=True)
        if entity.type == "person":
            yield _("Person"), catalogue.name_of(entity)


def _language_name(language: str, config: Config) -> str:
    try:
        name = Locale.parse(language, sep="-").get_display_name(config.language)
    except (ValueError, UnknownLocaleError):
        name = None
    return name or language


def _index(app: Sphinx, exception: Exception | None) -> None:
    """Create the index. The index of an archive in parts is created when they are joined.

    :raises ExtensionError: if Pagefind fails, with its error message.
    """
    if exception is not None or not _is_used(app) or settings_of(app.config).part:
        return
    find = app.builder.get_output_path  # type: ignore[attr-defined]
    # other pages, such as indices, are not searched
    pages = [Path(find(docname)) for docname in sorted(app.env.found_docs)]
    languages = [app.config.language, *pod_domain(app.env).languages]
    make_search(Path(app.outdir), [pages], languages)


def make_search(site: Path, groups: Iterable[Iterable[Path]], languages: Sequence[str]) -> None:
    """Create the search of a site: one index for each group of pages, one at a time in memory.

    The browser merges them. Their folders, below that of the first, are in ``indices.json``.

    :param site: the output folder.
    :param languages: the language of the project, then those of all texts.
    :raises ExtensionError: if Pagefind fails, with its error message.
    """
    shutil.rmtree(site / _FOLDER, ignore_errors=True)
    others = []
    for number, pages in enumerate(groups, 1):
        name = "" if number == 1 else f"part-{number}"
        others += [name] * bool(name)
        _make_index(site, pages, languages, site / _FOLDER / name)
    (site / _FOLDER).mkdir(parents=True, exist_ok=True)
    (site / _FOLDER / _INDICES).write_text(json.dumps(others), encoding="utf-8")


def _make_index(site: Path, pages: Iterable[Path], languages: Sequence[str], index: Path) -> None:
    """Create the index of a group of pages.

    Pagefind creates an index for each language of pages, and searches that of the search page. So
    all pages are indexed as one language: Chinese if any text is in a language without spaces,
    since Pagefind then segments text of any language, otherwise the language of the project.
    """
    cjk = any(is_cjk_language(language.replace("_", "-")) for language in languages)
    with tempfile.TemporaryDirectory() as folder:
        for page in pages:
            if page.is_file():
                copy = folder / page.relative_to(site)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(page, copy)
        command = [sys.executable, "-m", "pagefind", "--silent", "--site", folder]
        command += ["--output-path", str(index), "--root-selector", '[role="main"]']
        command += ["--exclude-selectors", _EXCLUDED]
        command += ["--force-language", "zh" if cjk else languages[0].partition("_")[0]]
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False
        )
    if done.returncode:
        reason = (done.stderr or done.stdout).strip()
        raise ExtensionError(f"Pagefind made no index: {printable(reason)}")
