"""Marking text with its language."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.sphinx_ext.compat import apply_smart_quotes
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

_PREFIX = "language-"
_PAGES = ("pod-episode", "pod-page")  # classes of the section that is the whole page

# Smart quotes go by the spaces around a mark, of which these languages have none; Sphinx
# leaves projects in them alone as well (``smartquotes_excludes``).
_WITHOUT_SPACES = ("ja", "zh")

_TYPED = re.compile(r"""["'`]|--|\.\.|\. \.""")  # what smart quotes replace


def language_class(language: str) -> list[str]:
    """The class by which docutils sets ``lang`` in HTML."""
    return [_PREFIX + language] if language else []


def language_of(node: nodes.Element) -> str:
    """The language with which an element is marked; empty without one."""
    names = (name for name in node["classes"] if name.startswith(_PREFIX))
    return next(names, "").removeprefix(_PREFIX)


def in_its_language(body: str, doctree: nodes.document) -> str:
    """The HTML of a page, in an element that has its classes and its language.

    Some themes write no sections, which have them elsewhere.
    """
    root = next(iter(doctree.findall(nodes.section)), None)
    ours = [c for c in root["classes"] if c in _PAGES] if root else []
    if not root or not ours or f'class="{ours[0]}' in body:
        return body
    language = language_of(root)
    lang = f' lang="{escape(language)}"' if language else ""
    return f'<div class="{ours[0]}"{lang}>{body}</div>'


class QuotesByLanguage(SphinxTransform):
    """Keeps smart quotes away from text in which they would be wrong.

    Runs before them (750), on the pages that show text of episodes.
    """

    default_priority = 740

    def apply(self, **kwargs: Any) -> None:
        """Mark the elements of such languages, and let docutils know of all of them."""
        if self.env.docname not in pod_domain(self.env).answers:
            return
        _mark(self.document, self.document)


def _mark(root: nodes.Element, document: nodes.document) -> None:
    unknown = set()
    for node in root.findall(nodes.Element):
        for name in node["classes"]:
            if name.startswith(_PREFIX):
                tags = normalize_language_tag(name.removeprefix(_PREFIX))
                if tags[-1] in _WITHOUT_SPACES:
                    node["support_smartquotes"] = False
                if not any(tag in smartchars.quotes for tag in tags):
                    unknown.add(tags[-1])
    # docutils warns of a language that it has no marks for: keep those of the source
    known = document.settings.smartquotes_locales or []
    document.settings.smartquotes_locales = [
        *known,
        *(pair for tag in sorted(unknown) if (pair := (tag, "\"\"''")) not in known),
    ]


def educate(root: nodes.Element, document: nodes.document) -> None:
    """Apply smart quotes to elements that Sphinx does not see when it reads a document."""
    typed = (text for text in root.findall(nodes.Text) if _TYPED.search(text))
    # docutils takes the elements that are not inside another one of text
    blocks = list(dict.fromkeys(map(_block, typed)))
    if blocks:
        _mark(root, document)
        apply_smart_quotes(blocks, document)


def _block(text: nodes.Text) -> nodes.Element:
    block = text.parent
    while isinstance(block.parent, nodes.TextElement):
        block = block.parent
    return block
