"""Files and metadata for other programs, a module for each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.sphinx_ext.publish import api

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Connect the events of all kinds."""
    api.setup(app)


def files(app: Sphinx) -> set[str]:
    """Return the names of the files that belong to no single document."""
    return api.files(app)


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the names of the files beside the page of a document."""
    yield from api.files_of_document(app, docname)
