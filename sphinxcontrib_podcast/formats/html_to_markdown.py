"""Convert untrusted text and HTML to Markdown that has no effect but to show it.

Nothing becomes a directive, a role, a target, a substitution, raw HTML or an image, and links lead
only to the web and to mail addresses. All text is escaped when it is written, and the output is
not processed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

from sphinxcontrib_podcast.grammar.text import writable

# White space that is not a single space already.
_SPACE = re.compile(r"[^\S ]\s*|\s{2,}")
# All alternatives begin with one set of characters, by which text without them is skipped.
_INLINE_MARKUP = re.compile(
    r"""[\\`*\[\]<{$~_&\#=!:.](?:
        (?<=[\\`*\[\]<{$~])                       # starts or ends markup anywhere
        |(?<=_)(?:(?<![^\W_]_)|(?![^\W_]))        # emphasis, but not in snake_case
        |(?<=&)(?=\#?\w{0,32}(?:;|\Z))            # a character reference
        |(?<=\#)(?:(?<!\S\#)|\Z)                 # a heading in a line that lost its breaks; the
                                                  # end of a heading
        |(?<=\)=)|(?<=\A=)                        # a target: (name)=
        |(?<=!)\Z                                 # an image, before a link
        |(?<=:)(?=//)|(?<=mailto:)|(?<=xmpp:)|(?<=www\.)  # an address, with its escapes
    )""",
    re.VERBOSE,
)
_LAST_EXCLAMATION = re.compile(r"(?<=[^\\])\\!\Z")
_LINE_MARKUP = re.compile(r"[-+=>|:%~#]|\d{1,9}(?=[.)](?:\s|\Z))")
_URL = re.compile(r"https?://[^\s<>\"'“”‘’「」『』（）【】，。、！？]+")
_AFTER_URL = re.compile(r"[.,;:!?)\]]+\Z")
# tags (their names in group 1); comments and declarations; the start of any if it is not closed
_TAG = re.compile(
    r"""<(?:
        /?([a-zA-Z][^\s/<>"'=]*+)(?:[^<>"']++|"[^"<]*"|'[^'<]*'|["'])*+>
        |!--(?:(?!<!--|-->).)*-->
        |[!?][^<>]*>
        |(?:!--)?
    )""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s/=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
# an address without quotation marks that ends in "/" at the end of a tag
_UNQUOTED_END = re.compile(r"""=\s*[^\s"'>=][^\s"'>]*/>\Z""")
_ITEM = re.compile(r"- |1\. ")  # lists that need no blank line before them
_SPACES = re.compile(" {2,}")
_LINE_START = re.compile("^", re.MULTILINE)
_NUMBER_OF_HOST = re.compile(r"(?<=//)%5B([0-9A-Fa-f:.]+)%5D")  # a quoted IPv6 address
_TIMES = re.compile(r"^\W*\d{1,3}[:：]\d\d|\d[:：]\d\d\W*$", re.MULTILINE)
#: Elements for emphasis, links and code, with their delimiters in Markdown.
_MARKS = {
    "b": "**", "strong": "**", "dt": "**", "em": "*", "i": "*", "a": "", "code": "",
}  # fmt: skip
_WITHIN_NAMES = (
    "abbr acronym bdi bdo big cite data del dfn font ins kbd label mark q rp rt ruby s samp small "
    "span strike sub sup time tt u var wbr"
)
#: Other inline elements. All remaining elements start a block.
_WITHIN = frozenset(_WITHIN_NAMES.split())
_DROPPED_NAMES = (
    "script style iframe object noscript template head svg math form audio video textarea title"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_RAW = ("script", "style")  # dropped elements in which "<" does not begin another one
_EMPTY = frozenset(("embed", "source", "input", "link", "meta", "col", "area", "param", "track"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 16  # levels of nested boxes; Markdown parsers support 20
_MOST_CELLS = 10_000
#: The most characters that are converted. Apple allows 4000 for show notes.
MOST_CHARACTERS = 1 << 18


@lru_cache(4096)
def escaped(text: str) -> str:
    """Escape text for use within a line or a heading of Markdown."""
    return _INLINE_MARKUP.sub(r"\\\g<0>", _SPACE.sub(" ", writable(text)))


def _line(markdown: str) -> str:
    """Return escaped text as a separate line, with markup at its start escaped too."""
    line = _SPACES.sub(" ", markdown.strip())
    line = _LAST_EXCLAMATION.sub("!", line)  # nothing follows it
    if match := _LINE_MARKUP.match(line):
        cut = match.end() if match[0][0].isdigit() else 0
        return f"{line[:cut]}\\{line[cut:]}"
    return line


@lru_cache(4096)
def web_address(address: str) -> str:
    """Return a quoted http, https or mailto address; an empty string for any other."""
    address = writable(address.strip())
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https", "mailto") or not (parts.netloc or parts.path):
        return ""
    quoted = quote(address, safe=":/?#@!$&'*+,;=%~-._")
    return _NUMBER_OF_HOST.sub(r"[\1]", quoted, count=1)


@lru_cache(4096)
def absolute(address: str, base: str) -> str:
    """Resolve an address that may be relative to a base address."""
    try:
        return urljoin(base, address) if address and base else address
    except ValueError:
        return address


def text_to_markdown(text: str) -> str:
    """Convert plain text to Markdown. Lines are kept, and addresses become links."""
    paragraphs = re.split(r"\n\s*\n", _bounded(text).replace("\r\n", "\n").strip())
    return "\n\n".join(
        "\\\n".join(_line(_linked(line)) for line in paragraph.splitlines() if line.strip())
        for paragraph in paragraphs
        if paragraph.strip()
    )


def _linked(text: str) -> str:
    """Escape text and turn its addresses into links."""
    if "://" not in text:
        return escaped(text)
    result, end = "", 0
    for match in _URL.finditer(text):
        url = _AFTER_URL.sub("", match[0])
        if address := web_address(url):
            result += f"{escaped(text[end : match.start()])}<{address}>"
            end = match.start() + len(url)
    return result + escaped(text[end:])


def _bounded(text: str) -> str:
    """Truncate a text that is too long, at the end of a paragraph or a word."""
    if len(text) <= MOST_CHARACTERS:
        return text
    text = text[:MOST_CHARACTERS]
    ends = (text.rfind(end) for end in ("</p>", "\n\n", "<br", "\n", " "))
    return text[: next((end for end in ends if end > MOST_CHARACTERS // 2), MOST_CHARACTERS)]


def html_to_markdown(html: str, base: str = "", *, is_page: bool = False) -> str:
    """Convert HTML to Markdown, or plain text if it has no tags.

    :param base: the address to which relative ones refer. Without it, relative links become text.
    :param is_page: whether it is a page of a site, not notes of a feed. It is converted in full,
        and keeps its title and its blocks of code.
    """
    html = html if is_page else _bounded(html)
    if not re.search(r"<[a-zA-Z/!]", html):
        return text_to_markdown(unescape(html))
    writer = _MarkdownWriter(base, is_page)
    writer.read(html)
    return writer.finish()


def _attributes(tag: str) -> dict[str, str]:
    """Return the values of the attributes of a tag by name."""
    found = _ATTRIBUTE.findall(tag)[1:]  # the first is the name of the tag
    return {name.lower(): unescape("".join(values)) for name, *values in found}


@dataclass
class _Box:
    """A block that contains blocks: the document, a blockquote, a list or an item."""

    tag: str
    start: int = 1
    blocks: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """Join the blocks with blank lines, except items, and lists within an item."""
        result = self.blocks[:1]
        for block in self.blocks[1:]:
            is_close = self.tag in ("ul", "ol") or (self.tag == "li" and _ITEM.match(block))
            result += ("\n" if is_close else "\n\n", block)
        return "".join(result)


@dataclass
class _Mark:
    """An open element for emphasis, a link or code."""

    tag: str
    start: int
    """Index of its first piece in the paragraph."""
    address: str = ""
    """The target of a link."""


class _Markup(str):
    """A piece of a paragraph that is Markdown. Other pieces are text."""


_BREAK = _Markup("\n")
_LINK = _Markup("[")


def _span(code: str, previous: Sequence[str]) -> str:
    """Return inline code, or text if it contains an address, so that this becomes a link.

    :param previous: the piece before it, to keep its backticks apart from those of the code.
    """
    if _URL.search(code):
        return code
    code = _SPACE.sub(" ", writable(code)).strip()
    runs = {len(run) for run in re.findall("`+", code)}
    marks = "`" * next(number for number in range(1, len(runs) + 2) if number not in runs)
    space = " " if "`" in (code[0], code[-1]) else ""
    is_beside = any(isinstance(piece, _Markup) and piece.endswith("`") for piece in previous)
    return _Markup(f"{' ' if is_beside else ''}{marks}{space}{code}{space}{marks}")


def _markdown(pieces: Iterable[str]) -> str:
    """Return a paragraph as Markdown. Adjacent pieces of text are escaped together."""
    result: list[str] = []
    text: list[str] = []
    write = _linked
    for piece in (*pieces, _Markup()):
        if not isinstance(piece, _Markup):
            text.append(piece)
            continue
        result += (write("".join(text)), piece)
        text = []
        if piece is _LINK:
            write = escaped
        elif piece.startswith("]("):
            write = _linked
    return "".join(result)


class _MarkdownWriter:
    """Convert HTML to Markdown in one pass."""

    def __init__(self, base: str, is_page: bool) -> None:
        self._base = base
        self._is_page = is_page
        self._boxes = [_Box("")]
        self._paragraph: list[str] = []
        self._marks: list[_Mark] = []
        self._dropped = 0
        self._preformatted = 0
        self._heading = ""
        self._code: list[str] | None = None  # the current code block
        self._rows: list[list[str]] | None = None  # the current table
        self._in_cell = False

    def read(self, html: str) -> None:
        """Handle each tag that has an effect, and the text between them."""
        text: list[str] = []
        end = 0
        raw = ""  # the current element of those in which no other begins
        for match in _TAG.finditer(html):
            text.append(html[end : match.start()])
            end = match.end()
            if not match[1]:  # no tag
                text += ["&lt;"] if match[0] == "<" else []
                continue
            tag = match[1].lower()
            is_end = match[0][1] == "/"
            if tag in _WITHIN or (raw and not (is_end and tag == raw)):
                continue
            self._handle_data(unescape("".join(text)))
            text.clear()
            is_closed = is_end or (match[0].endswith("/>") and not _UNQUOTED_END.search(match[0]))
            raw = tag if tag in _RAW and not is_closed else ""
            if not is_end:
                self._handle_start(tag, match[0])
            if is_closed:
                self._handle_end(tag)
        self._handle_data(unescape("".join([*text, html[end:]])))

    def finish(self) -> str:
        """Close all open blocks and return the Markdown."""
        self._end_code()
        self._end_table()
        self._flush()
        while len(self._boxes) > 1:
            self._end_box()
        return self._boxes[0].markdown()

    def _handle_start(self, tag: str, text: str) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        elif self._dropped or tag in _EMPTY:
            pass
        elif self._code is not None:
            self._code += ["\n"] if tag == "br" else []
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._handle_data(_attributes(text).get("alt", ""))
        elif tag == "code" and self._preformatted and self._may_begin_code():
            self._code = []
        elif tag in _MARKS and tag != "dt":
            self._open(tag, _attributes(text).get("href", "") if tag == "a" else "")
        else:
            self._start_block(tag, _attributes(text).get("start", "") if tag == "ol" else "")

    def _handle_end(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        if self._dropped or tag in ("br", "img"):
            return
        if self._code is not None:
            if tag not in ("code", "pre"):
                return
            self._end_code()
        if tag in _MARKS and tag != "dt":
            self._close(tag)
        else:
            self._end_block(tag)

    def _handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._code is not None:
            self._code.append(data)
        elif self._preformatted and not self._is_open("code"):
            for number, line in enumerate(data.split("\n")):
                if number:
                    self._break()
                self._paragraph += filter(None, [line])
        elif data and (self._paragraph or data.strip(" \n")):  # not the space between blocks
            self._paragraph.append(data)

    # -- within a paragraph --------------------------------------------------------

    def _is_open(self, tag: str) -> bool:
        return any(mark.tag == tag for mark in self._marks)

    def _open(self, tag: str, href: str = "") -> None:
        for mark in self._marks:
            if mark.tag in ("code", tag) or _MARKS[mark.tag] == _MARKS[tag] != "":
                return
        address = web_address(absolute(href.strip(), self._base)) if tag == "a" else ""
        if tag != "a" or address:
            self._marks.append(_Mark(tag, len(self._paragraph), address))

    def _close(self, tag: str) -> None:
        """Write the delimiters of an element, and of all elements that were opened within it."""
        while self._marks and self._is_open(tag):
            mark = self._marks.pop()
            pieces = self._paragraph[mark.start :]
            places = [place for place, piece in enumerate(pieces) if not piece.isspace()]
            if not places:
                continue
            first, last = places[0], places[-1] + 1
            before, after = pieces[:first], pieces[last:]  # keep white space outside
            pieces = pieces[first:last]
            if not isinstance(pieces[0], _Markup):
                bare = pieces[0].lstrip()
                before += filter(None, [pieces[0][: len(pieces[0]) - len(bare)]])
                pieces[0] = bare
            if not isinstance(pieces[-1], _Markup):
                bare = pieces[-1].rstrip()
                after.insert(0, pieces[-1][len(bare) :])
                pieces[-1] = bare
            if mark.tag == "code":
                previous = before[-1:] or self._paragraph[mark.start - 1 : mark.start]
                pieces = [_span("".join(pieces), previous)]
            elif mark.address:
                pieces = [_LINK, *pieces, _Markup(f"]({mark.address})")]
            else:
                pieces = [_Markup(_MARKS[mark.tag]), *pieces, _Markup(_MARKS[mark.tag])]
            self._paragraph[mark.start :] = filter(None, [*before, *pieces, *after])

    def _is_blank(self) -> bool:
        """Return whether the current line has no text yet."""
        for piece in reversed(self._paragraph):
            if piece is _BREAK:
                return True
            if piece.strip():
                return False
        return True

    def _break(self) -> None:
        """Break the line. Two breaks end the paragraph."""
        if self._in_cell or self._heading or self._is_open("code"):
            self._paragraph.append(" ")
        elif self._is_blank():
            self._flush()
        else:
            self._paragraph.append(_BREAK)

    def _flush(self) -> None:
        """Write the paragraph. Open elements continue in the next one."""
        if self._in_cell:
            self._paragraph.append(" ")
            return
        if not self._paragraph:
            return
        marks = self._marks[:]
        if marks:
            self._close(marks[0].tag)
        lines = [line for line in map(_line, _markdown(self._paragraph).split("\n")) if line]
        text = self._heading + " ".join(lines) if self._heading else "\\\n".join(lines)
        self._add(text if lines else "")
        self._paragraph = []
        self._marks = [_Mark(mark.tag, 0, mark.address) for mark in marks]

    def _add(self, block: str) -> None:
        if block:
            self._boxes[-1].blocks.append(block)

    # -- blocks --------------------------------------------------------------------

    def _start_block(self, tag: str, start: str) -> None:
        if self._rows is not None:
            self._in_table(tag)
            return
        if self._marks:
            self._close("dt")
        self._flush()
        if tag == "hr":
            self._add("***")  # dashes could be read as front matter
        elif tag == "table":
            self._rows = []
        elif tag in _HEADINGS:
            # in notes, level 1 is reserved for the title of the episode
            self._heading = f"{'#' * max(1 if self._is_page else 2, int(tag[1]))} "
        elif tag == "dt":
            self._open("dt")
        elif tag in ("ul", "ol", "li", "blockquote"):
            self._start_box(tag, start)
        self._preformatted += tag == "pre"
        if tag == "pre" and self._is_page:
            self._code = []

    def _end_block(self, tag: str) -> None:
        if self._rows is not None and tag != "table":
            self._in_table(f"/{tag}")
            return
        if tag == "table":
            self._end_table()
        if self._marks:
            self._close("dt")
        self._flush()
        self._preformatted = max(self._preformatted - (tag == "pre"), 0)
        if tag in _HEADINGS:
            self._heading = ""
        if tag and any(box.tag == tag for box in self._boxes):
            while self._end_box() != tag:
                pass

    def _start_box(self, tag: str, start: str) -> None:
        if tag == "li":
            if self._boxes[-1].tag == "li":  # not closed
                self._end_box()
            if self._boxes[-1].tag not in ("ul", "ol"):
                return
        elif self._boxes[-1].tag in ("ul", "ol"):  # a list directly in a list
            self._start_box("li", "")
        if len(self._boxes) < _DEEPEST:
            self._boxes.append(_Box(tag, int(start) if re.fullmatch("[0-9]{1,6}", start) else 1))

    def _end_box(self) -> str:
        """Write a box to the one around it, and return its tag."""
        box, around = self._boxes.pop(), self._boxes[-1]
        text = box.markdown()
        if box.tag == "blockquote":
            text = _LINE_START.sub("> ", text).replace("> \n", ">\n") if text else ""
        elif box.tag == "li":
            mark = "- " if around.tag == "ul" else f"{around.start + len(around.blocks)}. "
            text = mark + re.sub(r"\n(?=.)", "\n" + " " * len(mark), text) if text else ""
        self._add(text)
        return box.tag

    def _may_begin_code(self) -> bool:
        return self._is_blank() and not self._in_cell and not self._heading

    def _end_code(self) -> None:
        """Write a code block between fences that do not occur in it."""
        if self._code is None:
            return
        code, self._code = writable("".join(self._code)).strip("\n"), None
        if not self._is_page and _TIMES.search(code):  # lines with times may be chapters
            self._handle_data(code)
            return
        self._flush()
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
        lines = [line.rstrip() for line in code.splitlines()]
        self._add("\n".join([fence, *lines, fence]) if any(lines) else "")

    # -- tables --------------------------------------------------------------------

    def _in_table(self, tag: str) -> None:
        """Start or end a row or a cell. Other tags in a table become a space."""
        if tag.strip("/") not in ("tr", "td", "th"):
            self._flush()
            return
        self._end_cell()
        if self._rows is not None and (tag == "tr" or (tag in ("td", "th") and not self._rows)):
            self._rows.append([])
        self._in_cell = tag in ("td", "th")

    def _end_cell(self) -> None:
        if not self._in_cell:
            self._flush()  # a caption
            return
        if self._marks:
            self._close(self._marks[0].tag)
        text = _SPACES.sub(" ", _markdown(self._paragraph)).strip()
        if self._rows:
            self._rows[-1].append(text.replace("|", "\\|"))
        self._paragraph, self._in_cell = [], False

    def _end_table(self) -> None:
        if self._rows is None:
            return
        self._end_cell()
        rows = [row for row in self._rows if any(row)]
        self._rows = None
        width = max((len(row) for row in rows), default=0)
        if width * len(rows) > _MOST_CELLS:
            for row in rows:
                self._add(_line(" ".join(row)))
            return
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        lines[1:1] = [f"|{' --- |' * width}"] if rows else []
        self._add("\n".join(lines))
