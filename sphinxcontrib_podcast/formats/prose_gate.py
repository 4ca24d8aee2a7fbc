"""The last check of Markdown from others: it is prose, and nothing in it does anything.

The Markdown is parsed as projects parse it, with all extensions of MyST and with none, and every
token has to be on a list of those that only show text. Whatever else MyST knows, or may know one
day, is refused: directives, roles, raw HTML, targets, substitutions, attributes, comments, images.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_PAIRS = (
    "paragraph heading blockquote bullet_list ordered_list list_item table thead tbody tr th td "
    "em strong s link footnote_block footnote footnote_reference"
)
_SINGLE = (
    "inline text text_special softbreak hardbreak code_inline code_block hr section_ref "
    "footnote_ref footnote_anchor"
)
#: Tokens that show text.
_SHOWN = frozenset(
    [*_SINGLE.split(), *(f"{name}_{end}" for name in _PAIRS.split() for end in ("open", "close"))]
)
#: Of math, what has no commands: two amounts of dollars look like it.
_MATH = frozenset(("math_inline", "math_inline_double", "math_block", "math_single", "math_double"))
_COMMANDS = re.compile(r"\\|\^\^")
_ATTRIBUTES = {
    "link_open": {"href", "title"}, "ordered_list_open": {"start"},
    "th_open": {"style"}, "td_open": {"style"},
}  # fmt: skip
#: To the web, for mail, within the page, or to a page below the folder of this one: MyST copies
#: other files that a link leads to.
_LINK = re.compile(
    r"https?://.*|mailto:.*|#.*|(?!\.\.)[^/:?#]+(?:/(?!\.\.)[^/:?#]+)*\.md(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
#: HTML that shows nothing, or a break; browsers end comments in more ways than one.
_HARMLESS = re.compile(r"(?:<!--[^<>]*-->|<br ?/?>)\s*")
_NAMES = {
    "myst_role": "a role", "html_block": "raw HTML", "html_inline": "raw HTML",
    "myst_target": "a target", "myst_line_comment": "a comment", "myst_block_break": "a break",
    "substitution_inline": "a substitution", "substitution_block": "a substitution",
    "colon_fence": "a directive", "front_matter": "front matter", "image": "an image",
    "amsmath": "LaTeX",
}  # fmt: skip
#: Fields of front matter by which MyST changes how a file is read.
_SETTINGS = frozenset(("myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec"))


class NotProseError(ValueError):
    """Markdown does more than to show text. ``line`` is where, from 1, and ``what`` it has."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line} has {what}")
        self.line = line
        self.what = what


def check_prose(text: str, *, comments: bool = False) -> None:
    """Check that Markdown is prose.

    :param comments: let comments through, as people and imports write them, and ``<br>``.
    :raises NotProseError: for the first place that is not.
    """
    for parser in _parsers():
        for token in parser.parse(text):
            line = token.map[0] + 1 if token.map else 1
            for part in (token, *_inside(token.children)):
                what = _fault(part, comments)
                if what:
                    raise NotProseError(line, what)
                line += part.type in ("softbreak", "hardbreak")


def check_fields(fields: Mapping[str, Any]) -> None:
    """Check that front matter changes nothing, and is prose if it is read as Markdown.

    :raises NotProseError: naming the field.
    """
    for key, value in fields.items():
        if str(key).lower() in _SETTINGS:
            raise NotProseError(1, f"the field {key!r}, which changes how it is read")
        if isinstance(value, str):
            try:
                check_prose(f"# {' '.join(value.split())}")
            except NotProseError as error:
                raise NotProseError(1, f"{error.what} in the field {key!r}") from error


def _inside(tokens: Iterable[Token] | None) -> Iterator[Token]:
    for token in tokens or ():
        yield token
        yield from _inside(token.children)


def _fault(token: Token, comments: bool) -> str:
    """Return what a token has that is not prose; empty for prose."""
    kind = token.type
    if kind == "fence":
        if token.info.strip():
            return "a directive" if "{" in token.info else "code with a name: it may be a directive"
    elif kind in _MATH:
        if _COMMANDS.search(token.content):
            return "LaTeX"
    elif comments and (kind == "myst_line_comment" or _HARMLESS.fullmatch(token.content)):
        return ""
    elif kind not in _SHOWN:
        return _NAMES.get(kind, f"markup of the kind {kind!r}")
    allowed = _ATTRIBUTES.get(kind, set())
    if not allowed.issuperset(token.attrs) or "insecure_attrs" in token.meta:
        return "attributes"
    if kind == "link_open" and not _LINK.fullmatch(str(token.attrs.get("href", ""))):
        return "a link that leads neither to the web nor to a page"
    return ""


@cache
def _parsers() -> tuple[MarkdownIt, ...]:
    """Return parsers with all extensions, with all but math (it hides its content), with none."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    math = {"amsmath", "dollarmath"}
    others = {
        "alert", "attrs_block", "attrs_image", "attrs_inline", "colon_fence", "deflist",
        "fieldlist", "gfm_autolink", "html_admonition", "html_image", "replacements",
        "section_ref", "smartquotes", "strikethrough", "substitution", "tasklist",
    }  # fmt: skip
    parsers = []
    for extensions in (math | others, others, set()):
        config = MdParserConfig()
        config.enable_extensions = extensions  # without asking whether this version knows them
        if "strikethrough_single_tilde" in {field.name for field in fields(config)}:
            config.strikethrough_single_tilde = True
        parser = create_md_parser(config, RendererHTML)
        _bound(parser)
        parsers.append(parser)
    return tuple(parsers)


def _bound(parser: MarkdownIt) -> None:
    """Let MyST look for an address at the colons of addresses only, not at each of a paragraph.

    It takes the square of the number of colons otherwise.
    """
    names = parser.get_active_rules()["inline"]
    rules = dict(zip(names, parser.inline.ruler.getRules(""), strict=True))
    if (rule := rules.get("gfm_autolink_protocol")) is None:  # older versions
        return

    def at_addresses(state: StateInline, silent: bool) -> bool:
        is_one = state.src.startswith("://", state.pos)
        return (is_one or state.pending.endswith(("mailto", "xmpp"))) and rule(state, silent)

    parser.inline.ruler.at("gfm_autolink_protocol", at_addresses)
