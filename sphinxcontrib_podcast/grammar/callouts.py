"""Read callouts of Obsidian and GitHub: blockquotes that begin with ``[!info] Title``."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.vocabulary import is_summary_heading

_FIRST_LINE = re.compile(r"\[!(?P<kind>[A-Za-z][\w -]{0,30})\][+-]?[ \t]*(?P<title>[^\n]*)\n?")
#: The admonitions for kinds of callouts that have another name.
_LIKE = {
    "abstract": "note", "bug": "danger", "check": "hint", "done": "hint", "example": "note",
    "fail": "danger", "failure": "danger", "faq": "note", "help": "note", "info": "note",
    "missing": "danger", "question": "note", "success": "hint", "summary": "note", "tldr": "note",
    "todo": "note",
}  # fmt: skip
_ADMONITIONS = frozenset(
    ["attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"]
)


class Callout(NamedTuple):
    """The first line of a callout.

    ``kind`` is the name of an admonition. ``title`` is Markdown, or empty if the title of the
    admonition is used.
    """

    kind: str
    title: str
    is_summary: bool


def read_callout(text: str) -> tuple[Callout, str] | None:
    """Return the callout at the start of a paragraph and the rest of the text, or None."""
    match = _FIRST_LINE.match(text)
    if match is None:
        return None
    written, title = match["kind"].strip().lower(), match["title"].strip()
    kind = written if written in _ADMONITIONS else _LIKE.get(written, "note")
    if not title and written != kind:
        title = match["kind"].strip().capitalize()
    is_summary = written in ("abstract", "summary", "tldr") or is_summary_heading(title)
    return Callout(kind, title, is_summary), text[match.end() :]
