"""Marking text with its language."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.domain import pod_domain

_PREFIX = "language-"

# Of what docutils has no quotation marks; other languages keep those of the source.
_QUOTES = {"zh": "“”‘’", "zh_hans": "“”‘’", "zh_hant": "「」『』"}


def language_class(language: str) -> list[str]:
    """The class by which docutils sets ``lang`` in HTML."""
    return [_PREFIX + language] if language else []


class KnownQuotes(SphinxTransform):
    """Tells docutils' smart quotes about languages that it would warn of.

    Runs before smart quotes (750), on the pages that show text of episodes.
    """

    default_priority = 740

    def apply(self, **kwargs: Any) -> None:
        """Add the languages of the document to its settings."""
        if self.env.docname not in pod_domain(self.env).answers:
            return
        classes = {c for node in self.document.findall(nodes.Element) for c in node["classes"]}
        locales = []
        for name in sorted(classes):
            tags = normalize_language_tag(name.removeprefix(_PREFIX))
            if name.startswith(_PREFIX) and not any(tag in smartchars.quotes for tag in tags):
                quotes = next((_QUOTES[tag] for tag in tags if tag in _QUOTES), "\"\"''")
                locales.append((tags[0], quotes))
        self.document.settings.smartquotes_locales = [
            *(self.document.settings.smartquotes_locales or []),
            *locales,
        ]
