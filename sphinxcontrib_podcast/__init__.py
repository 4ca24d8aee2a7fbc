"""sphinxcontrib-podcast: an archive of podcast episodes as a Sphinx site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from sphinxcontrib_podcast import (
        builders,
        check,
        config,
        domain,
        events,
        exact,
        memory,
        nodes,
        pages,
        processes,
        search,
    )
    from sphinxcontrib_podcast.catalogue import cache

    app.require_sphinx((8, 2))
    # myst_nb takes the place of myst_parser, and of its suffix, wherever it stands in the list
    app.setup_extension("myst_nb" if "myst_nb" in app.config.extensions else "myst_parser")
    app.setup_extension("sphinx_design")

    memory.setup(app)
    processes.setup(app)
    config.setup(app)
    nodes.setup(app)
    domain.setup(app)
    pages.setup(app)
    events.setup(app)
    exact.setup(app)
    builders.setup(app)
    search.setup(app)
    check.setup(app)

    return {
        "version": __version__,
        # another version of the package reads all documents again
        "env_version": int(cache.program_hash(), 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
