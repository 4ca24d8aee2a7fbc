"""Build a site in a process that loads the project before it is asked to build.

``sphinx-podcast serve`` keeps one such process waiting. When a file changes, the time until the
page is on the screen is that of reading and writing it, without the time to import Sphinx and to
load what the last build left.
"""

from __future__ import annotations

import io
import signal
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.console import strip_colors

from sphinxcontrib_podcast.sphinx_ext.events import make_catalogue

BUILD = "build"


class Paths(NamedTuple):
    """The folders of a project, and the name of its builder."""

    source: Path
    output: Path
    builder: str


class Pages(NamedTuple):
    """The pages are written; what belongs to all of them, such as the search index, is not yet."""


class Outcome(NamedTuple):
    """The end of a build."""

    read: tuple[str, ...]
    """The paths of the files that were read."""

    warnings: tuple[str, ...]
    """Without colours; those of files that were not read are missing."""

    error: str = ""
    """The reason why the build failed."""


def stand_by(connection: Connection, paths: Paths) -> None:
    """Load a project, wait for :data:`BUILD`, build, and send :class:`Pages` and the outcome."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one stops it
    warnings = io.StringIO()
    read: list[str] = []

    def note_read(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        read.extend(str(env.doc2path(docname)) for docname in docnames)

    error = ""
    try:
        app = Sphinx(
            paths.source,
            paths.source,
            paths.output,
            paths.output / ".doctrees",
            paths.builder,
            status=None,
            warning=warnings,
        )
        app.connect("env-before-read-docs", note_read)
        _announce(app.builder, connection)
        if connection.recv() != BUILD:
            return
        make_catalogue(app)  # files may have changed since the project was loaded
        app.build()
    except EOFError:
        return
    except SphinxError as problem:
        error = f"{problem.category}: {problem}"
    except Exception:
        error = traceback.format_exc()
    lines = strip_colors(warnings.getvalue()).splitlines()
    connection.send(Outcome(tuple(read), tuple(filter(None, lines)), error))


def _announce(builder: Any, connection: Connection) -> None:
    """Send a message as soon as the pages are written."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    finish = builder.finish

    def send_and_finish() -> None:
        connection.send(Pages())
        finish()

    builder.finish = send_and_finish  # type: ignore[method-assign]
