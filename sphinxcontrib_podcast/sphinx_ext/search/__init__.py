"""The site's search: words in every language, and the names of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_podcast.sphinx_ext.builder_kinds import uses_templates
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages.parts import add_words
from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage
from sphinxcontrib_podcast.sphinx_ext.search.own_index import is_used

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config


def setup(app: Sphinx) -> None:
    """Register the search language, and use it unless the project chose another one."""
    from sphinxcontrib_podcast.sphinx_ext.search import own_index, pagefind

    pagefind.setup(app)
    own_index.setup(app)
    app.add_search_language(EveryLanguage)
    app.connect("config-inited", _choose_language)
    app.connect("write-started", _name_languages)
    app.connect("doctree-resolved", _prepare)


def _choose_language(app: Sphinx, config: Config) -> None:
    if not config.html_search_language:
        config.html_search_language = EveryLanguage.lang


def _name_languages(app: Sphinx, builder: Builder) -> None:
    config = app.config
    if config.html_search_language == EveryLanguage.lang:
        languages = {
            "language": config.language,
            "languages": pod_domain(app.env).languages,
        }
        config.html_search_options = {**config.html_search_options, **languages}


def _prepare(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Prepare a document for Sphinx's index, which gets it when its references are resolved."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is None or is_used(app):
        return
    if uses_templates(app.builder):
        add_words(doctree, app.env)
    if isinstance(indexer.lang, EveryLanguage):
        indexer.lang.prepare(doctree)
