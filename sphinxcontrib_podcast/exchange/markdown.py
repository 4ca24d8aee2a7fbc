"""Text and HTML of others as Markdown that shows it and does nothing else.

Nothing in it becomes a directive, a role, a target, a substitution, raw HTML or an image; links
lead to the web or are for mail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from sphinxcontrib_podcast.grammar.text import writable

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, PageElement, Tag

_SPACE = re.compile(r"\s+")
_INLINE_MARKUP = re.compile(
    r"""[\\`*\[\]<{$]           # what begins or ends markup wherever it stands
    |(?<![^\W_])_|_(?![^\W_])  # emphasis, but not in snake_case
    |~(?=~)|(?<=~)~             # struck out
    |&(?=\#?\w{1,32};)          # a reference to a character
    |(?<!\S)\#|\#(?=\#*\Z)      # a heading in a line that lost its breaks; the end of a heading
    |(?:(?<=\))|\A)=            # a target: (name)=
    |!\Z                        # an image, before a link
    """,
    re.VERBOSE,
)
_LINE_MARKUP = re.compile(r"[-+=>|:%~#]|\d{1,9}(?=[.)](?:\s|\Z))")
_URL = re.compile(r"https?://[^\s<>\"'“”‘’「」『』（）【】，。、！？]+")
_EMPTY = re.compile(r"<(br|hr|img|wbr)\b([^<>]*?)/>", re.IGNORECASE)
_AFTER_URL = re.compile(r"[.,;:!?)\]]+\Z")
# a block begins a line: all that is not one of these does
_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr"
)
_INLINE = frozenset(_NAMES.split())
_CONVERTED = ["a", "b", "strong", "em", "i", "p", "div", "br", "hr", "ul", "ol", "li", "blockquote",
              "h1", "h2", "h3", "h4", "h5", "h6"]  # fmt: skip
_DROPPED = ["script", "style", "iframe", "object", "embed", "noscript", "template", "head", "svg",
            "math", "form", "audio", "video", "textarea", "title"]  # fmt: skip
_MOST_CHARACTERS = 1 << 20  # of notes; a book has as many


def escaped(text: str) -> str:
    """Text on one line, within a line or a heading."""
    return _INLINE_MARKUP.sub(r"\\\g<0>", _SPACE.sub(" ", writable(text)))


def as_line(text: str) -> str:
    """Text that stands at the beginning of a line."""
    return _at_line_start(escaped(text.strip()))


def _at_line_start(text: str) -> str:
    """Escaped text, so that its beginning means nothing at the beginning of a line."""
    if match := _LINE_MARKUP.match(text):
        cut = match.end() if match[0][0].isdigit() else 0
        return f"{text[:cut]}\\{text[cut:]}"
    return text


def web_address(address: str) -> str:
    """An address as a link may have it, empty where it leads to something else."""
    address = writable(address.strip())
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https", "mailto") or not (parts.netloc or parts.path):
        return ""
    return quote(address, safe=":/?#@!$&'*+,;=%~-._")


def text_to_markdown(text: str) -> str:
    """Plain text: its lines stay lines, and addresses become links."""
    paragraphs = re.split(r"\n\s*\n", text[:_MOST_CHARACTERS].replace("\r\n", "\n").strip())
    return "\n\n".join(
        "\\\n".join(_linked(line) for line in paragraph.splitlines() if line.strip())
        for paragraph in paragraphs
        if paragraph.strip()
    )


def _linked(line: str) -> str:
    line = line.strip()
    result, end = "", 0
    for match in _URL.finditer(line):
        url = _AFTER_URL.sub("", match[0])
        if address := web_address(url):
            result += _part(line[end : match.start()], first=not end) + f"<{address}>"
            end = match.start() + len(url)
    return result + _part(line[end:], first=not end)


def _part(text: str, *, first: bool) -> str:
    return _at_line_start(escaped(text)) if first else escaped(text)


def html_to_markdown(html: str) -> str:
    """HTML, or plain text where it has no tags."""
    html = html[:_MOST_CHARACTERS]
    if not re.search(r"<[a-zA-Z/!]", html):
        from html import unescape

        return text_to_markdown(unescape(html))
    from bs4 import BeautifulSoup

    # one way to write them: the parser errs where a text has both
    soup = BeautifulSoup(_EMPTY.sub(r"<\1\2>", html), "html.parser")
    try:
        _tidy(soup)
        text = _converter().convert_soup(soup)
    except RecursionError:
        return text_to_markdown(soup.get_text("\n"))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tidy(soup: BeautifulSoup) -> None:
    """Keep text, structure and links."""
    from bs4 import NavigableString, Tag
    from bs4.element import PreformattedString

    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all("img"):
        tag.replace_with(NavigableString(str(tag.get("alt") or "")))
    for tag in soup.find_all(True):
        href = tag.get("href")
        tag.attrs.clear()
        if isinstance(href, str) and tag.name == "a" and (address := web_address(href)):
            tag.attrs["href"] = address
        if tag.name in ("td", "th"):
            tag.name = "span"
            tag.append(" ")
        elif tag.name not in _INLINE and tag.name not in (*_CONVERTED, "pre"):
            tag.name = "div"
        if re.fullmatch("h[1-6]", tag.name):
            tag.name = f"h{max(2, int(tag.name[1]))}"  # the title is in the front matter
    for string in soup.find_all(string=True):
        if isinstance(string, PreformattedString):  # a comment, or the like
            string.extract()
        elif tag := string.find_parent("pre"):
            lines = str(string).split("\n")
            string.replace_with(*(part for line in lines for part in (line, soup.new_tag("br"))))
    for tag in soup.find_all("pre"):
        tag.name = "div"
    for tag in soup.find_all(["code", "kbd", "samp"]):
        tag.unwrap()
    for tag in soup.find_all("br"):
        after = _after_break(tag)
        if after is None:
            tag.decompose()
        elif isinstance(after, Tag):  # two make a paragraph
            tag.name = "hr"
            tag.attrs["class"] = "paragraph"


def _after_break(br: Tag) -> PageElement | None:
    """The text of the same block, or another break, that comes next."""
    from bs4 import NavigableString, Tag

    for after in br.next_elements:
        if isinstance(after, Tag):
            if after.name == "br":
                return after if _after_break(after) else None
            if after.name not in _INLINE:
                return None
        elif isinstance(after, NavigableString) and after.strip():
            return after if _block(after) is _block(br) else None
    return None


def _converter() -> Any:
    from markdownify import BACKSLASH, MarkdownConverter

    class Converter(MarkdownConverter):
        """Escapes all that is text."""

        def process_text(self, el: Any, parent_tags: Any = None) -> str:
            text = escaped(str(el))
            bare = text.lstrip()
            if bare and _begins_line(el):
                text = text[: len(text) - len(bare)] + _at_line_start(bare)
            elif bare[:1] in (".", ")") and _text_before(el).strip().isdigit():
                text = text.replace(bare, f"\\{bare}", 1)  # 1<b>.</b> is no list
            el.replace_with(replacement := type(el)(text))
            stripped: str = super().process_text(replacement, parent_tags)  # type: ignore[misc]
            return stripped

        def convert_hr(self, el: Any, text: str, parent_tags: Any) -> str:
            if "_inline" in parent_tags or el.find_parent(["a", "b", "strong", "em", "i"]):
                return " "
            return "\n\n" if el.get("class") else "\n\n---\n\n"

        def escape(self, text: str, parent_tags: Any) -> str:
            return text  # it is

    return Converter(
        convert=_CONVERTED,
        heading_style="atx",
        bullets="-",
        newline_style=BACKSLASH,
        autolinks=False,
        wrap=True,
        wrap_width=None,
    )


def _begins_line(string: PageElement) -> bool:
    """Whether no text stands before it on the line that it is on."""
    from bs4 import NavigableString, Tag

    for before in string.previous_elements:
        if isinstance(before, Tag):
            if before.name not in _INLINE:
                return True
        elif isinstance(before, NavigableString) and before.strip():
            return _block(before) is not _block(string)
    return True


def _text_before(string: PageElement) -> str:
    before = string.find_previous(string=True)
    return "" if before is None else str(before)


def _block(element: PageElement) -> object:
    return next((p for p in element.parents if p.name not in _INLINE), None)
