"""The build log: it is safe to show, and what episodes have many times is one warning.

Control characters are escaped, so that text from files cannot control a terminal. An archive that
somebody wrote for another program may have hundreds of links that lead nowhere here: the warnings
of Sphinx and MyST about them are added up, as ours are (see :mod:`.catalogue.repeated_problems`).
"""

from __future__ import annotations

import logging
from logging import Handler, LogRecord
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.logging import get_node_location

from sphinxcontrib_podcast.catalogue.repeated_problems import MOST, examples
from sphinxcontrib_podcast.grammar.text import printable
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OURS = "sphinx.sphinxcontrib_podcast"
_ADDED_UP = {
    "myst.xref_missing": "links",
    "image.not_readable": "pictures",
    "misc.highlighting_failure": "code blocks",
}


class _Printable(logging.Filter):
    """Escapes control and direction characters in warnings and their locations.

    Warnings of Sphinx and of other extensions may span several lines. Ours are one line each.
    """

    def filter(self, record: LogRecord) -> bool:
        message = LogRecord.getMessage(record)  # Sphinx's method adds the location
        lines = [message] if record.name.startswith(_OURS) else message.split("\n")
        record.msg, record.args = "\n".join(map(printable, lines)), ()
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = printable(location)
        return True


class _Repeated(logging.Filter):
    """Keeps back warnings about links and files in episodes until the build is finished."""

    def __init__(self, app: Sphinx, handler: Handler) -> None:
        super().__init__()
        self.app = app
        self.handler = handler
        self.kept: dict[str, list[tuple[str, LogRecord]]] | None = {}

    def filter(self, record: LogRecord) -> bool:
        kind = f"{getattr(record, 'type', '')}.{getattr(record, 'subtype', '')}"
        if self.kept is None or kind not in _ADDED_UP or record.levelno != logging.WARNING:
            return True
        path = self._episode(getattr(record, "location", None))
        if not path:
            return True
        self.kept.setdefault(kind, []).append((path, record))
        return False

    def _episode(self, location: Any) -> str:
        """Return the path of the episode in which a location is; empty if it is elsewhere."""
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        if isinstance(location, tuple):
            docname = str(location[0])
        else:
            docname = self.app.env.path2doc(str(location or "").rpartition(":")[0]) or ""
        episode = pod_domain(self.app.env).catalogue.episodes.get(docname)
        return episode.path if episode else ""

    def release(self, *args: object) -> None:
        """Write what was kept back; more than a few of a kind as one."""
        kept, self.kept = self.kept or {}, None
        for kind, found in kept.items():
            if len(found) > MOST:
                (first, record), *others = found
                paths = sorted({path for path, _ in others} - {first})
                files = f", in {len(paths) + 1} files: {examples(paths)}"
                where = files if paths else " in this file"
                message = LogRecord.getMessage(record)  # Sphinx's method adds the location
                record.msg = f"{message} (and {len(others)} more {_ADDED_UP[kind]}{where})"
                record.args = ()
                found = [(first, record)]
            for _, record in found:
                self.handler.handle(record)
        self.kept = {}


def setup(app: Sphinx) -> None:
    """Add the filters: that of characters after those of Sphinx, which convert the location."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level >= logging.WARNING:
            handler.addFilter(_Printable())
            repeated = _Repeated(app, handler)
            handler.filters.insert(0, repeated)
            app.connect("build-finished", repeated.release, priority=0)
