"""Handle the events of a build."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.util import logging
from sphinx.util.matching import Matcher

from sphinxcontrib_podcast.catalogue.episode_paths import is_page_about_folder, is_repository_file
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import file_of_document, is_html, runs_scripts
from sphinxcontrib_podcast.sphinx_ext.check_builder import CheckBuilder
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import (
    CATALOGUE,
    LOCALE,
    _,
    javascript_labels,
    writing_system_of,
)
from sphinxcontrib_podcast.sphinx_ext.pages.generated import (
    PodcastProject,
    documents_of,
    write_sources,
)
from sphinxcontrib_podcast.sphinx_ext.pages.hover import as_script_data, hover_cards
from sphinxcontrib_podcast.sphinx_ext.project import (
    FOLDER,
    episode_myst_config,
    scan_project,
)
from sphinxcontrib_podcast.sphinx_ext.publish.bibliography import write_bibliography
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.text_language import in_its_language, mark_titles
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import has_players, problems_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.model import Problem

logger = logging.getLogger(__name__)

# The elements that scripts look for, by their classes.
_WITH_SCRIPT = re.compile(r'class="(?:[^"]* )?pod-(chapters|names|player|poster|quote|words)[ "]')
_OF_PAGES = re.compile(r'class="(?:[^"]* )?pod-(page|cards|picture)[ "]')

_PACKAGE = Path(__file__).parents[1]


def setup(app: Sphinx) -> None:
    """Connect the events."""
    app.add_message_catalog(CATALOGUE, str(LOCALE))
    # after other extensions have written their documents
    app.connect("builder-inited", make_catalogue, priority=550)
    app.connect("write-started", _add_static_files)
    app.connect("config-inited", _add_latex_files)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _before_read)
    app.connect("source-read", _report_problems)
    app.connect("doctree-read", _allow_missing_from_toctrees)
    app.connect("doctree-read", _ask_for_players)
    app.connect("doctree-read", mark_titles, priority=600)  # Sphinx collects them at 500
    app.connect("env-check-consistency", _report_merge_problems)
    app.connect("env-check-consistency", _note_missing_toctree)
    app.connect("env-updated", _write_root_again)
    app.connect("html-page-context", _page_context)
    app.connect("build-finished", _leave_to_other_parts, priority=900)


def make_catalogue(app: Sphinx) -> None:
    """Scan the sources, and tell Sphinx about the generated pages.

    A process that waits before it builds does so again when it builds.
    """
    config, env = app.config, app.env
    folder = Path(app.doctreedir) / FOLDER
    output = Path(app.outdir)
    project = PodcastProject(app.project, folder, output)
    archive = scan_project(
        config,
        project,
        episode_myst_config(cast("Any", env).myst_config),
        app.builder.get_asset_paths(),
        folder,
    )
    domain = pod_domain(env)
    domain.builder = app.builder
    domain.add_entity_types(settings_of(config).entity_types)
    domain.use(archive)
    if not domain.is_noted:
        domain.note_archive(documents_of(domain, project.docnames, settings_of(config).is_in_part))
    write_sources(folder, domain.documents.generated, archive.decoded)
    for note in archive.notes:
        logger.info(f"podcast: {note}")
    app.project = env.project = PodcastProject(
        project, folder, output, domain.documents, archive.decoded, archive.left_out
    )
    write_bibliography(app)


def _add_static_files(app: Sphinx, builder: Builder) -> None:
    """Add the folder of styles and scripts.

    Before the environment is stored, Sphinx would take this for a change of the configuration.
    """
    if is_html(builder):
        folder = "static" if runs_scripts(builder) else "ebook"
        app.config.html_static_path.append(str(_PACKAGE / folder))


def _add_latex_files(app: Sphinx, config: Config) -> None:
    app.add_latex_package("podcast", writing_system_of(config.language))
    config.latex_additional_files = [
        *config.latex_additional_files,
        str(_PACKAGE / "latex" / "podcast.sty"),
    ]


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return documents that show a changed part of other files."""
    domain = pod_domain(env)
    if domain.is_unchanged:
        return []
    return list(domain.tracker.outdated(env.found_docs - added - changed))


def _before_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Compute the catalogue before processes are started that read documents."""
    if docnames:
        _ = pod_domain(env).catalogue


def _report_problems(app: Sphinx, docname: str, content: list[str]) -> None:
    """Report the problems of a file when it is read."""
    domain = pod_domain(app.env)
    if docname in domain.catalogue.episodes:
        # ask, because the transcript of an episode may change while its file does not
        problems = ask(app.env, problems_in, docname)
    else:
        problems = problems_in(domain.catalogue, docname)
    for problem in problems:
        if problem not in domain.catalogue.repeated_problems:
            _warn(app, problem)


def _report_merge_problems(app: Sphinx, env: BuildEnvironment) -> None:
    """Report problems between files, and problems that the archive has many times."""
    catalogue = pod_domain(env).catalogue
    single = (p for p in catalogue.merge_problems if p not in catalogue.repeated_problems)
    for problem in (*single, *catalogue.repeated_problems.summaries()):
        _warn(app, problem)


def _note_missing_toctree(app: Sphinx, env: BuildEnvironment) -> None:
    """Say how the navigation can lead to the archive, if no toctree contains its front page."""
    index, root = settings_of(app.config).pages.index, app.config.root_doc
    if not _is_unlisted(env):
        return
    path = env.doc2path(root, base=False)
    toctree = (
        f".. toctree::\n\n   {index}" if path.suffix == ".rst" else f"```{{toctree}}\n{index}\n```"
    )
    logger.info(f"podcast: no page leads to the archive; add this to {path}:\n\n{toctree}\n")


def _is_unlisted(env: BuildEnvironment) -> bool:
    """Return whether no toctree contains the front page of the archive."""
    index, root = settings_of(env.config).pages.index, env.config.root_doc
    listed = {docname for found in env.toctree_includes.values() for docname in found}
    return index in pod_domain(env).documents.generated and index not in {root, *listed}


def _write_root_again(app: Sphinx, env: BuildEnvironment) -> Sequence[str]:
    """Return the first page if its link to the archive comes or goes."""
    domain, is_unlisted = pod_domain(env), _is_unlisted(env)
    if domain.is_unlisted == is_unlisted:
        return ()
    domain.data["unlisted"] = is_unlisted
    return [app.config.root_doc]


def _link_to_archive(app: Sphinx, pagename: str, body: str) -> str:
    """Return a paragraph with a link to the archive, if the first page has none."""
    if pagename != app.config.root_doc or not pod_domain(app.env).is_unlisted:
        return ""
    index = settings_of(app.config).pages.index
    href = escape(app.builder.get_relative_uri(pagename, index))
    is_linked = f'href="{href}"' in body
    return "" if is_linked else f'<p class="pod-archive"><a href="{href}">{_("Archive")}</a></p>\n'


def _allow_missing_from_toctrees(app: Sphinx, doctree: nodes.document) -> None:
    """Do not require README.md and pages about shows, among episodes, to be in a toctree."""
    docname = app.env.docname
    if is_repository_file(docname) or ("/" in docname and is_page_about_folder(docname)):
        chosen = Matcher(settings_of(app.config).episode_patterns(Path(app.srcdir)))
        if chosen(str(app.env.doc2path(docname, base=False))):
            app.env.metadata[docname].setdefault("orphan", "")


def _ask_for_players(app: Sphinx, doctree: nodes.document) -> None:
    """Note that a page with parts of ours shows a bar that leads back to what was playing."""
    if app.env.docname in pod_domain(app.env).answers:
        ask(app.env, has_players)


def _warn(app: Sphinx, problem: Problem) -> None:
    if app.builder.name == CheckBuilder.name:
        return  # it has its own report
    logger.warning(
        problem.message,
        location=f"{Path(app.srcdir) / problem.path}:{problem.line}",
        type="podcast",
        subtype=problem.subtype,
    )


def _page_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Add styles and scripts to the pages that need them, and hide sources of generated pages."""
    domain = pod_domain(app.env)
    if isinstance(app.env.project, PodcastProject) and pagename in app.env.project.generated:
        context["sourcename"] = context["page_source_suffix"] = ""
        context["has_source"] = False
    if doctree is not None and "body" in context:
        context["body"] += _link_to_archive(app, pagename, context["body"])
        context["body"] = in_its_language(context["body"], doctree)
    always, body = app.registry.html_assets_policy == "always", context.get("body", "")
    if pagename in domain.answers or always:
        if runs_scripts(app.builder):
            app.add_css_file("podcast.css")
            if always or _OF_PAGES.search(body):
                app.add_css_file("podcast-pages.css")
            _add_scripts(app, pagename, body, doctree)
        else:
            app.add_css_file("podcast-ebook.css")


def _add_scripts(app: Sphinx, pagename: str, body: str, doctree: nodes.document | None) -> None:
    """Add the scripts that a page needs, with their labels and data."""
    app.add_js_file("podcast.js", loading_method="defer")
    if doctree is None:
        return
    uses = set(_WITH_SCRIPT.findall(body))
    if uses:
        text = as_script_data(javascript_labels(app.config))
        app.add_js_file(None, body=text, type="application/json", id="pod-labels")
    if "names" in uses and 'id="entities"' in body:
        app.add_js_file("podcast-index.js", loading_method="defer")
    if "poster" in uses:
        app.add_js_file("podcast-embed.js", loading_method="defer")
    if "player" in uses:
        app.add_js_file("podcast-player.js", loading_method="defer")
    elif _leads_back(app, pagename):
        labels = javascript_labels(app.config)
        data: dict[str, Any] = {f"data-{name}": labels[name] for name in ("resume", "close")}
        app.add_js_file("podcast-return.js", loading_method="defer", **data)
    if "words" in uses:
        app.add_js_file("podcast-transcript.js", loading_method="defer")
    if not settings_of(app.config).hover_cards:
        return
    cards = hover_cards(doctree, app.env)
    if cards or "words" in uses:
        app.add_js_file("podcast-hover.js", loading_method="defer")
    if cards:
        body = as_script_data(cards)
        app.add_js_file(None, body=body, type="application/json", id="pod-hover-cards")


def _leads_back(app: Sphinx, pagename: str) -> bool:
    """Return whether a page can lead back to what was playing on another."""
    domain = pod_domain(app.env)
    asked = (has_players.__name__, ()) in domain.answers.get(pagename, {})
    return asked and has_players(domain.catalogue)


def _leave_to_other_parts(app: Sphinx, exception: Exception | None) -> None:
    """Remove pages that were written only for the navigation, as another part contains them."""
    if isinstance(app.env.project, PodcastProject):
        for docname in app.env.project.only_titles:
            if path := file_of_document(app.builder, docname):
                path.unlink(missing_ok=True)
