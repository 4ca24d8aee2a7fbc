"""The Sphinx side of the extension. Only this package imports Sphinx and docutils."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Register everything with Sphinx, in the order in which it is needed."""
    from sphinxcontrib_podcast.sphinx_ext import (
        builders,
        check_builder,
        domain,
        events,
        exact_builds,
        log,
        nodes,
        pages,
        publish,
        search,
        settings,
        sphinx_design_files,
    )
    from sphinxcontrib_podcast.sphinx_ext.speed import garbage

    app.require_sphinx((8, 2))
    # myst_nb replaces myst_parser and its suffix, wherever it is in the list of extensions
    app.setup_extension("myst_nb" if "myst_nb" in app.config.extensions else "myst_parser")
    sphinx_design_files.setup(app)

    log.setup(app)
    garbage.setup(app)
    settings.setup(app)
    nodes.setup(app)
    domain.setup(app)
    pages.setup(app)
    events.setup(app)
    exact_builds.setup(app)
    builders.setup(app)
    search.setup(app)
    publish.setup(app)
    check_builder.setup(app)
