"""Escape control characters in the build log, so that text from files cannot control a terminal."""

from __future__ import annotations

import logging
from logging import LogRecord
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.grammar.text import printable

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OURS = "sphinx.sphinxcontrib_podcast"


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


def setup(app: Sphinx) -> None:
    """Add the filter after those of Sphinx, which convert the location to text."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level >= logging.WARNING:
            handler.addFilter(_Printable())
