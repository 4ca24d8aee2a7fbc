"""What keeps a build of thousands of documents small.

Doctrees are made of many small objects that refer to each other, so that Python has to look for
garbage among them: with what it has as its default, a third of a build goes into that.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.sphinx_ext.compat import forget_doctrees

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OBJECTS_BEFORE_COLLECTION = 10_000
_DOCUMENTS_BEFORE_FREEZE = 100


class Memory:
    """Follows a build: what has come to stay is not looked through again until it ends."""

    def __init__(self, app: Sphinx) -> None:
        self._documents = 0
        self._threshold = threshold, *others = gc.get_threshold()
        self._may_freeze = gc.isenabled() and threshold > 0 and gc.get_freeze_count() == 0
        if 0 < threshold < _OBJECTS_BEFORE_COLLECTION:
            gc.set_threshold(_OBJECTS_BEFORE_COLLECTION, *others)
        app.connect("env-before-read-docs", self._freeze, priority=900)
        app.connect("source-read", self._between_documents)
        app.connect("write-started", self._collect)
        app.connect("doctree-resolved", lambda app, *_args: forget_doctrees(app.env))
        app.connect("build-finished", self._leave)

    def _between_documents(self, app: Sphinx, *_args: Any) -> None:
        forget_doctrees(app.env)
        self._documents += 1
        if self._documents % _DOCUMENTS_BEFORE_FREEZE == 0:
            self._collect()

    def _collect(self, *_args: Any) -> None:
        if self._may_freeze:
            gc.collect()
            gc.freeze()

    def _freeze(self, *_args: Any) -> None:
        if self._may_freeze:
            gc.freeze()

    def _leave(self, *_args: Any) -> None:
        gc.set_threshold(*self._threshold)
        if self._may_freeze:
            gc.unfreeze()


def setup(app: Sphinx) -> None:
    """Follow the build."""
    Memory(app)
