"""sphinxcontrib-podcast: an archive of podcast episodes as a Sphinx site.

The names in ``__all__`` are the public API. Importing the package does not import Sphinx.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.model import (
        Channel,
        Chapter,
        Cue,
        Definition,
        Entity,
        EntityEntry,
        Episode,
        Media,
        Mention,
        Passage,
        Problem,
        Quote,
        RegistryEntry,
        Verdict,
    )

__all__ = [
    "Catalogue",
    "Channel",
    "Chapter",
    "Cue",
    "Definition",
    "Entity",
    "EntityEntry",
    "Episode",
    "Media",
    "Mention",
    "Passage",
    "Problem",
    "Quote",
    "RegistryEntry",
    "Verdict",
    "read_archive",
]

__version__ = "0.1.0"


def read_archive(folder: str | os.PathLike[str] = ".") -> Catalogue:
    """Read the archive of a project without building it.

    The result is the catalogue that a build would use. ``conf.py`` is executed for its values,
    but no extension is loaded.

    :param folder: the source folder, which contains ``conf.py``.
    :raises sphinx.errors.ConfigError: if ``conf.py`` is missing or invalid.
    """
    from pathlib import Path

    from sphinxcontrib_podcast.sphinx_ext.without_build import read_project

    return read_project(Path(folder)).catalogue


def __getattr__(name: str) -> Any:
    """Import the catalogue or a record when it is first used: neither is needed by all commands."""
    if name == "Catalogue":
        from sphinxcontrib_podcast.catalogue.catalogue import Catalogue

        return Catalogue
    if name in __all__:
        from sphinxcontrib_podcast import model

        return getattr(model, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from sphinxcontrib_podcast.catalogue import store
    from sphinxcontrib_podcast.sphinx_ext import register

    register(app)
    return {
        "version": __version__,
        # another version of the package reads all documents again
        "env_version": int(store.program_hash(), 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
