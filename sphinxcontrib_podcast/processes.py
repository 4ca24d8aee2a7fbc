"""What makes it worth while to build with several processes (``-j``).

Sphinx reads, and writes, lots of documents in processes that begin with all that is known so far.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.domain import pod_domain
from sphinxcontrib_podcast.internals import forget_documents

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Processes:
    """Follows a build: lots take equal time, and a process has to do with its own lot only."""

    def __init__(self, app: Sphinx) -> None:
        self._process = os.getpid()
        app.connect("env-before-read-docs", self._spread, priority=900)
        app.connect("source-read", self._read, priority=0)
        app.connect("html-page-context", self._write, priority=0)

    def _spread(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Spread what is slow to read, the files that somebody wrote, among the generated pages."""
        if app.parallel > 1:
            generated = frozenset(pod_domain(env).documents.generated)
            written = [docname for docname in docnames if docname not in generated]
            others = [docname for docname in docnames if docname in generated]
            places = {d: i / len(group) for group in (written, others) for i, d in enumerate(group)}
            docnames.sort(key=places.__getitem__)

    def _read(self, app: Sphinx, *_args: Any) -> None:
        if self._is_new():
            # what a process has read it sends back with the whole environment
            forget_documents(app.env)
            pod_domain(app.env).answers.clear()

    def _write(self, app: Sphinx, *_args: Any) -> None:
        self._is_new()

    def _is_new(self) -> bool:
        """Whether this is called in a process for the first time, but for the first process."""
        process, self._process = self._process, os.getpid()
        if process == self._process:
            return False
        gc.freeze()  # it need not look for garbage in what it was given
        return True


def setup(app: Sphinx) -> None:
    """Follow the build."""
    Processes(app)
