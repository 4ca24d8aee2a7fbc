"""Restrict strangers' files to harmless markup.

``podcast_trust`` or front matter makes a file a stranger's. For such a file:

- Front matter has no effect on MyST and Sphinx; only the fields of an episode are read.
- It is parsed with ``strangers_myst_config``: without substitutions, math, attributes, targets and
  raw HTML.
- A directive or role that is not listed here never runs. It is shown as text and reported.
- Links lead to the web, to mail, or to pages of the site. Pictures and downloads are files of the
  allowed types in the folder of the file. A picture on the web becomes a link to it.

:class:`StrangersRenderer` enforces this while tokens become nodes, so that refused markup does not
run. :class:`KeepHarmless` checks all nodes again, whatever created them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import MarkupError
from markdown_it.rules_core import StateCore
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from sphinxcontrib_podcast.catalogue.source_files import (
    PICTURES,
    RECORDINGS,
    UnusableFileError,
    find_strangers_file,
)
from sphinxcontrib_podcast.grammar.episode_fields import is_strangers
from sphinxcontrib_podcast.grammar.urls import is_harmless, scheme_of
from sphinxcontrib_podcast.sphinx_ext.compat import translated_image
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.project import strangers_myst_config
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.transcripts.reader import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import MethodType

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_STRANGERS = "pod-strangers"  # keys of data about the document that is being read
_REFUSED = "pod-refused"

_MOST_WARNINGS = 10  # of a document
_MOST_LINES = 5  # of a warning

# Our directives except pod:entity, which replaces a page that other episodes share.
OUR_DIRECTIVES = frozenset(
    f"pod:{name}" for name in ("episode", "chapter", "quote", "episodes", "entities", "quotes")
)
#: Directives of docutils and Sphinx that only draw their content.
PLAIN_DIRECTIVES = frozenset(
    ("admonition", "attention", "caution", "danger", "error", "figure", "hint", "image",
     "important", "note", "seealso", "tip", "warning")
)  # fmt: skip
#: Their options that do not set ids, classes or links.
PLAIN_OPTIONS = frozenset(("align", "alt", "height", "width"))
#: Roles that draw their text, or refer to parts of the site.
PLAIN_ROLES = frozenset(("abbr", "doc", "kbd", "ref", "sub", "subscript", "sup", "superscript"))

# All tokens that are drawn. A later version of MyST cannot add one.
_DRAWN = frozenset(
    f"render_{name}"
    for name in (
        "alert", "alert_title", "blockquote", "bullet_list", "code_block", "code_inline",
        "colon_fence", "dl", "em", "fence", "field_list", "footnote_ref", "footnote_reference",
        "front_matter", "hardbreak", "heading", "hr", "html_block", "image", "inline", "link",
        "list_item", "myst_line_comment", "myst_role", "ordered_list", "paragraph",
        "podcast_transcript", "s",
        "section_ref", "softbreak", "strong", "table", "text",
    )
)  # fmt: skip
_ATTRIBUTES = {
    "link_open": {"href", "title"},
    "image": {"src", "alt", "title"},
    "ordered_list_open": {"start"},
    "blockquote_open": {"attribution"},
    "th_open": {"style"},
    "td_open": {"style"},
}
# The raw nodes that MyST writes itself.
_KNOWN_RAW = {("html", "<br />\n"), ("latex", "\\\\\n"), ("html", "<s>"), ("html", "</s>")}
#: Suffixes of files to which a link may lead, besides pages.
_DOWNLOADS = (*PICTURES, *RECORDINGS, *(s for s in SUFFIXES if s != ".ttml"), ".pdf")
_NO_MATH = ("mathjax_ignore", "tex2jax_ignore")


def without_math(node: nodes.Element) -> nodes.Element:
    """Exclude a node from MathJax, which processes all text of a page that has math."""
    node["classes"] += _NO_MATH
    return node


def note_trust(env: BuildEnvironment, source: str | None) -> bool:
    """Record and return whether the document that is being read is a stranger's.

    :param source: its text; None for a part that is parsed separately, such as a translation.
    """
    if source is not None:
        episode = pod_domain(env).catalogue.episodes.get(env.docname)
        if episode is not None:
            env.temp_data[_STRANGERS] = episode.is_strangers
        else:
            rule = settings_of(env.config).trust(str(env.doc2path(env.docname, base=False)))
            env.temp_data[_STRANGERS] = is_strangers(source, rule)
    return bool(env.temp_data.get(_STRANGERS, False))


def note_settings(env: BuildEnvironment, settings: Iterable[Any]) -> None:
    """Report fields of front matter that would affect MyST or Sphinx.

    :param settings: the keys of the front matter.
    """
    for name in sorted({"myst", "mystnb", "substitutions", "html_meta"}.intersection(settings)):
        refuse(env, 1, f"'{name}' in the front matter")


def refuse(env: BuildEnvironment, line: int, what: str) -> None:
    """Record something that a stranger's file may not use. It is reported at the end."""
    _refused(env).setdefault(what, []).append(line)


def _refused(env: BuildEnvironment) -> dict[str, list[int]]:
    return cast("dict[str, list[int]]", cast("Any", env.temp_data).setdefault(_REFUSED, {}))


def strangers_parser(env: BuildEnvironment, renderer: type[StrangersRenderer]) -> MarkdownIt:
    """Return a parser for a stranger's file."""
    md = create_md_parser(strangers_myst_config(cast("Any", env).myst_config), renderer)
    md.core.ruler.push("strangers", _keep_known_attributes)
    return md


class StrangersRenderer(SphinxRenderer):
    """Draws allowed markup, and all other markup as text."""

    def __init__(self, parser: MarkdownIt) -> None:
        """Keep only the rules of the tokens that are drawn."""
        super().__init__(parser)
        for name in self.rules.keys() - _DRAWN:
            self.rules[name] = cast("MethodType", self._as_text)

    def refuse(self, token: SyntaxTreeNode, what: str) -> None:
        """Record refused markup with its line."""
        refuse(self.sphinx_env, token.map[0] if token.map else 1, what)

    def _as_text(self, token: SyntaxTreeNode) -> None:
        self.current_node.append(nodes.Text(token.content))

    def render_front_matter(self, token: SyntaxTreeNode) -> None:
        """Draw nothing, as Sphinx and themes would use some fields, and show others unescaped."""

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """Draw HTML as text, and leave out comments."""
        text = token.content.strip()
        if text.startswith("<!--") and text.find("-->") == len(text) - 3:
            return
        self.refuse(token, "raw HTML")
        paragraph = nodes.paragraph(text, text)
        self.add_line_and_source_path(paragraph, token)
        self.current_node.append(paragraph)

    def render_colon_fence(self, token: SyntaxTreeNode) -> None:
        """Draw a directive, or the content of another fence without its class."""
        if token.info.strip().startswith("{"):
            super().render_colon_fence(token)
            return
        container = nodes.container()
        self.add_line_and_source_path(container, token)
        with self.current_node_context(container, append=True):
            self.nested_render_text(token.content, token.map[0] if token.map else 0)

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Draw the text of an ``eval-rst``."""
        self.refuse(token, "the directive 'eval-rst'")
        self.current_node.append(_literal_block(token.content))

    def run_directive(
        self, name: str, first_line: str, content: str, position: int, *args: Any, **kwargs: Any
    ) -> list[nodes.Element]:
        """Run an allowed directive, and draw the text of any other."""
        if name in OUR_DIRECTIVES:
            return super().run_directive(name, first_line, content, position, *args, **kwargs)
        what = f"the directive {name!r}"
        if name in PLAIN_DIRECTIVES:
            options = self._options(name, first_line, content)
            if options <= PLAIN_OPTIONS:
                return super().run_directive(name, first_line, content, position, *args, **kwargs)
            what += f" with {', '.join(sorted(options - PLAIN_OPTIONS))}"
        refuse(self.sphinx_env, position, what)
        return [_literal_block("\n".join(filter(None, (f"{{{name}}} {first_line}", content))))]

    def _options(self, name: str, first_line: str, content: str) -> set[str]:
        class_, _messages = directives.directive(name, self.language_module_rst, self.document)
        try:
            return set(parse_directive_text(cast("Any", class_), first_line, content).options)
        except MarkupError:
            return set()  # it is reported and does not run

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Draw an allowed role, and the text of any other."""
        name = token.meta["name"]
        if name.startswith("pod:") or name in PLAIN_ROLES:
            super().render_myst_role(token)
            return
        self.refuse(token, f"the role {name!r}")
        self.current_node.append(nodes.literal("", f"{{{name}}}`{token.content}`"))

    def render_footnote_ref(self, token: SyntaxTreeNode) -> None:
        """Draw a reference, or its text inside a footnote: LaTeX fails on one to itself."""
        around: nodes.Element | None = self.current_node
        while around is not None and not isinstance(around, nodes.footnote):
            around = around.parent
        if around is None:
            super().render_footnote_ref(token)
        else:
            self.current_node.append(nodes.Text(f"[^{token.meta['label']}]"))

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Draw a link to the web, to a page or to an allowed file, and the text of any other."""
        href = str(token.attrGet("href") or "")
        try:
            fault = self._link_fault(href)
        except UnusableFileError as error:
            fault = str(error)
        except (OSError, ValueError):
            fault = "no file has such a name"
        if not fault:
            super().render_link(token)
            return
        self.refuse(token, f"the link to {href[:80]!r} ({fault})")
        self.render_children(token)

    def _link_fault(self, href: str) -> str:
        if not is_harmless(href):
            return "it leads neither to the web, nor to a mail address, nor to a page of the site"
        if scheme_of(href) or href.startswith("#"):
            return ""
        path = self.md.normalizeLinkText(href).partition("#")[0]
        if path.startswith("//"):
            return "it has no scheme, such as https:"
        env = self.sphinx_env
        relative, absolute = env.relfn2path(path, env.docname)
        env.note_dependency(relative)  # the link depends on whether it exists
        if env.path2doc(absolute) not in env.found_docs and Path(absolute).is_file():
            find_strangers_file(path, _path(env), Path(env.srcdir), _DOWNLOADS)
        return ""


def _keep_known_attributes(state: StateCore) -> None:
    """Remove all attributes that Markdown itself does not set, such as ids and classes."""
    waiting: list[Token] = list(state.tokens)
    while waiting:
        token = waiting.pop()
        known = _ATTRIBUTES.get(token.type, set())
        token.attrs = {
            name: value
            for name, value in token.attrs.items()
            if name in known and (name != "start" or isinstance(value, int))
        }
        waiting += token.children or []


def _literal_block(text: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language="none")


def _path(env: BuildEnvironment) -> str:
    return Path(env.doc2path(env.docname, base=False)).as_posix()


class KeepHarmless(SphinxTransform):
    """Checks all nodes of a stranger's file, and reports what was refused.

    Runs after everything that adds nodes to the page, and before Sphinx collects titles and files
    (880).
    """

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        """Replace nodes that are not allowed."""
        if not note_trust(self.env, None):
            return
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, nodes.raw):
                if (node.get("format"), node.astext()) not in _KNOWN_RAW:
                    self._replace(node, "raw output", node.astext())
            elif isinstance(node, nodes.math | nodes.math_block):
                self._replace(node, "math", node.astext())
            elif isinstance(node, addnodes.toctree | addnodes.only | nodes.pending):
                self._replace(node, f"a node of type {node.tagname!r}", node.astext())
            elif isinstance(node, nodes.image):
                self._image(node)
            elif isinstance(node, addnodes.download_reference):
                self._file(node, str(node["reftarget"]), _DOWNLOADS)
            elif isinstance(node, nodes.reference) and not is_harmless(node.get("refuri", "")):
                self._replace(node, "a link", node.astext())
        for section in self.document.findall(nodes.section):
            if section.parent is self.document:
                without_math(section)
            # titles are shown on pages that may have math
            for text in list(section[0].findall(nodes.Text)) if section.children else ():
                if "\\" in text:
                    text.parent.replace(text, nodes.Text(text.replace("\\", "\u29f5")))
        self._report()

    def _replace(self, node: nodes.Element, what: str, text: str) -> None:
        refuse(self.env, node.line or 1, what)
        shown: nodes.Node = nodes.Text(text)
        if not isinstance(node.parent, nodes.TextElement):
            shown = nodes.paragraph("", "", shown)
        node.replace_self(shown)

    def _file(self, node: nodes.Element, given: str, suffixes: Sequence[str]) -> bool:
        """Return whether a file is allowed, and replace the node if it is not."""
        try:
            for path in {given, translated_image(given, self.env)}:
                self.env.note_dependency(self.env.relfn2path(path, self.env.docname)[0])
                find_strangers_file(path, _path(self.env), Path(self.env.srcdir), suffixes)
        except (UnusableFileError, OSError, ValueError) as error:
            reason = error if isinstance(error, UnusableFileError) else "no file has such a name"
            what = f"the file {given[:80]!r} ({reason})"
            self._replace(node, what, node.get("alt", "") or node.astext() or given)
            return False
        return True

    def _image(self, node: nodes.image) -> None:
        uri = node["uri"]
        if scheme_of(uri) not in ("http", "https") or not is_harmless(uri):
            self._file(node, uri, PICTURES)
            return
        text = nodes.Text(node.get("alt") or common.host(uri))
        link: nodes.Node = nodes.reference("", "", text, refuri=uri)
        parents = []
        parent = node.parent
        while parent is not None:
            parents.append(parent)
            parent = parent.parent
        if any(isinstance(parent, nodes.reference) for parent in parents):
            link = text
        if not isinstance(node.parent, nodes.TextElement):
            link = nodes.paragraph("", "", link)
        node.replace_self(link)

    def _report(self) -> None:
        refused = _refused(self.env)
        place = Path(self.env.srcdir) / _path(self.env)
        for number, (what, lines) in enumerate(refused.items()):
            others = ", ".join(map(str, sorted(set(lines[1:]))[:_MOST_LINES]))
            also = f" (also on line {others})" if others else ""
            if number == _MOST_WARNINGS:
                also = f", and {len(refused) - number - 1} other things"
            logger.warning(
                "a stranger's file may not use %s%s; it is shown as text or left out. If you "
                "trust the file, set podcast_trust, or remove 'trust: stranger' from the file",
                what, also,
                location=f"{place}:{lines[0]}", type="podcast", subtype="trust",
            )  # fmt: skip
            if number == _MOST_WARNINGS:
                break
