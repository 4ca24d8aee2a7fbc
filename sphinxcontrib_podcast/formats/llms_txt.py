"""Write ``llms.txt`` (https://llmstxt.org), which lists the Markdown copies of pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sphinxcontrib_podcast.formats.html_to_markdown import escaped
from sphinxcontrib_podcast.grammar.text import shortened

_MOST_NOTES = 200  # characters


class Entry(NamedTuple):
    """A page in the list."""

    title: str
    url: str
    notes: str = ""


def llms_txt(title: str, summary: str, sections: Sequence[tuple[str, Sequence[Entry]]]) -> str:
    """Return the file.

    :param sections: pairs of a title and the pages in it; those without pages are left out.
    """
    blocks = [f"# {escaped(title)}", f"> {escaped(summary)}" if summary else ""]
    for name, entries in sections:
        if entries:
            blocks += [f"## {escaped(name)}", "\n".join(map(_line, entries))]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _line(entry: Entry) -> str:
    notes = escaped(shortened(entry.notes, _MOST_NOTES))
    return f"- [{escaped(entry.title)}]({entry.url}){notes and f': {notes}'}"
