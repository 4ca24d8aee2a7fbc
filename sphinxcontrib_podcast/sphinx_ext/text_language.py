"""Mark text with its language, and choose smart quotes accordingly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.sphinx_ext.compat import apply_smart_quotes
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PREFIX = "language-"
_PAGES = ("pod-episode", "pod-page")  # classes of the section that is the whole page

# Smart quotes depend on the spaces around a mark, and these languages do not use spaces. Sphinx
# excludes projects in them as well (``smartquotes_excludes``).
_WITHOUT_SPACES = ("ja", "zh")

_TYPED = re.compile(r"""["'`]|--|\.\.|\. \.""")  # what smart quotes replace


def language_class(language: str) -> list[str]:
    """Return the class from which docutils sets ``lang`` in HTML; none without a language."""
    return [_PREFIX + language] if language else []


def language_of(node: nodes.Element) -> str:
    """Return the language with which an element is marked, or an empty string."""
    return language_in(node["classes"])


def language_in(classes: Iterable[str]) -> str:
    """Return the language that is among classes, or an empty string."""
    names = (name for name in classes if name.startswith(_PREFIX))
    return next(names, "").removeprefix(_PREFIX)


def in_its_language(body: str, doctree: nodes.document) -> str:
    """Return the HTML of a page, inside an element with its classes and its language.

    Return it unchanged if it has such an element. Some themes write no sections, which carry the
    classes and the language otherwise.
    """
    root = next(iter(doctree.findall(nodes.section)), None)
    ours = [c for c in root["classes"] if c in _PAGES] if root else []
    if not root or not ours or f'class="{ours[0]}' in body:
        return body
    language = language_of(root)
    lang = f' lang="{escape(language)}"' if language else ""
    return f'<div class="{ours[0]}"{lang}>{body}</div>'


def mark_titles(app: Sphinx, doctree: nodes.document) -> None:
    """Mark the titles of a page in another language, which navigation shows on other pages.

    Sphinx has collected the titles before.
    """
    root = next(iter(doctree.findall(nodes.section)), None)
    language = language_of(root) if root else ""
    if not language or language == language_tag(app.config):
        return
    env = app.env
    titles = [env.titles[env.docname], *env.tocs[env.docname].findall(nodes.reference)]
    for title in titles:
        title[:] = [nodes.inline("", "", *title, classes=language_class(language))]


class QuotesByLanguage(SphinxTransform):
    """Disables smart quotes in text where they would be wrong.

    Runs before smart quotes (750), on pages that show text of episodes.
    """

    default_priority = 740

    def apply(self, **kwargs: Any) -> None:
        """Mark the elements in such languages, and register all languages with docutils."""
        if self.env.docname not in pod_domain(self.env).answers:
            return
        _mark(self.document, self.document)


def _mark(root: nodes.Element, document: nodes.document) -> None:
    unknown = set()
    for node in root.findall(nodes.Element):
        for name in node["classes"]:
            if name.startswith(_PREFIX):
                tags = normalize_language_tag(name.removeprefix(_PREFIX))
                # of a container, only the text that has no language of its own
                if tags[-1] in _WITHOUT_SPACES and isinstance(node, nodes.TextElement):
                    node["support_smartquotes"] = False
                if not any(tag in smartchars.quotes for tag in tags):
                    unknown.add(tags[-1])
    # docutils warns about languages without known quotation marks: keep those of the source
    known = document.settings.smartquotes_locales or []
    document.settings.smartquotes_locales = [
        *known,
        *(pair for tag in sorted(unknown) if (pair := (tag, "\"\"''")) not in known),
    ]


def educate(root: nodes.Element, document: nodes.document) -> None:
    """Apply smart quotes to elements that Sphinx does not see when it reads a document."""
    typed = (text for text in root.findall(nodes.Text) if _TYPED.search(text))
    # docutils processes the outermost text elements
    blocks = list(dict.fromkeys(map(_block, typed)))
    if blocks:
        _mark(root, document)
        for block in blocks:
            if _is_without_spaces(block):
                block["support_smartquotes"] = False
        apply_smart_quotes(blocks, document)


def smart_text(text: str, language: str, document: nodes.document) -> str:
    """Return a text with the smart quotes of its language, as far as the project has them."""
    if not _TYPED.search(text):
        return text
    block = nodes.paragraph("", text, classes=language_class(language))
    educate(nodes.container("", block), document)
    return block.astext()


def _is_without_spaces(block: nodes.Element) -> bool:
    """Return whether the language of a block, or the nearest around it, has no spaces."""
    node: nodes.Element | None = block
    while node is not None:
        for name in node["classes"]:
            if name.startswith(_PREFIX):
                return normalize_language_tag(name.removeprefix(_PREFIX))[-1] in _WITHOUT_SPACES
        node = node.parent
    return False


def _block(text: nodes.Text) -> nodes.Element:
    block = text.parent
    while isinstance(block.parent, nodes.TextElement):
        block = block.parent
    return block
