"""Spend less time on garbage collection, and keep no doctree longer than needed.

Doctrees consist of many small objects that refer to each other. With Python's default threshold of
700 objects, looking for garbage among them takes a fifth of a build. With 10,000, 100 episodes are
built in 24.5 s of CPU time instead of 29.5 s, in less memory (137 instead of 151 MB).

Sphinx keeps each doctree from reading to writing. Without :func:`forget_doctrees`, a build of 100
episodes needs 245 MB instead of 137 MB, and is not faster.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.sphinx_ext.compat import forget_doctrees

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OBJECTS_BEFORE_COLLECTION = 10_000


@contextmanager
def less_garbage_collection() -> Iterator[None]:
    """Collect garbage less often, until the end of the block."""
    before = threshold, *others = gc.get_threshold()
    if 0 < threshold < _OBJECTS_BEFORE_COLLECTION:
        gc.set_threshold(_OBJECTS_BEFORE_COLLECTION, *others)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def setup(app: Sphinx) -> None:
    """Connect to the events of a build."""
    app.connect("source-read", lambda app, *_args: forget_doctrees(app.env))
    app.connect("doctree-resolved", lambda app, *_args: forget_doctrees(app.env))
    build = app.build

    # "build-finished" does not come after Ctrl-C, or if a handler before ours fails
    @wraps(build)
    def build_with_less_garbage(*args: Any, **kwargs: Any) -> None:
        with less_garbage_collection():
            build(*args, **kwargs)

    app.build = build_with_less_garbage  # type: ignore[method-assign]
