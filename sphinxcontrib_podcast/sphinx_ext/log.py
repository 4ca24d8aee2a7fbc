"""The build log: what it quotes of a file cannot make a terminal do anything."""

from __future__ import annotations

import logging
from logging import LogRecord
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.grammar.text import printable

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OURS = "sphinx.sphinxcontrib_podcast"


class _Printable(logging.Filter):
    """Shows control and direction characters of warnings, and of their locations, as escapes.

    Warnings of Sphinx and of other extensions may have several lines, ours have one.
    """

    def filter(self, record: LogRecord) -> bool:
        message = LogRecord.getMessage(record)  # that of Sphinx has the location as well
        lines = [message] if record.name.startswith(_OURS) else message.split("\n")
        record.msg, record.args = "\n".join(map(printable, lines)), ()
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = printable(location)
        return True


def setup(app: Sphinx) -> None:
    """Follow Sphinx's own filters, which make the location text."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level >= logging.WARNING:
            handler.addFilter(_Printable())
