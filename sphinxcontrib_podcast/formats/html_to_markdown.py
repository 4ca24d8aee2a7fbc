"""Text and HTML of others as Markdown that shows it and does nothing else.

Nothing in it becomes a directive, a role, a target, a substitution, raw HTML or an image; links
lead to the web or are for mail.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

from sphinxcontrib_podcast.grammar.text import writable

_SPACE = re.compile(r"\s+")
_INLINE_MARKUP = re.compile(
    r"""[\\`*\[\]<{$]           # what begins or ends markup wherever it stands
    |(?<![^\W_])_|_(?![^\W_])  # emphasis, but not in snake_case
    |~(?=~|\Z)|(?:(?<=~)|\A)~   # struck out
    |&(?=\#?\w{0,32}(?:;|\Z))   # a reference to a character
    |(?<!\S)\#|\#(?=\#*\Z)      # a heading in a line that lost its breaks; the end of a heading
    |(?:(?<=\))|\A)=            # a target: (name)=
    |!\Z                        # an image, before a link
    """,
    re.VERBOSE,
)
_LINE_MARKUP = re.compile(r"[-+=>|:%~#]|\d{1,9}(?=[.)](?:\s|\Z))")
_URL = re.compile(r"https?://[^\s<>\"'“”‘’「」『』（）【】，。、！？]+")
_AFTER_URL = re.compile(r"[.,;:!?)\]]+\Z")
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z])")
# what of HTML is within a line; all else begins one
_WITHIN_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr td th"
)
_WITHIN = frozenset(_WITHIN_NAMES.split())
_EMPHASIS = frozenset(("a", "b", "strong", "em", "i"))
_BLOCKS = frozenset(("p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6"))
_DROPPED_NAMES = (
    "script style iframe object noscript template head svg math form audio video textarea title"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_EMPTY = frozenset(("embed", "source", "input", "link", "meta", "col", "area", "param", "track"))
# stands for a block of code until all else is Markdown
_CODE = re.compile(r"^((?:[ >]|-[ ]|\d+\.[ ])*)\ue000(\d+)\ue001$", re.MULTILINE)
_CODE_SPAN = re.compile(r"\ue001(\d+)\ue000")
_TIMES = re.compile(r"^\W*\d{1,3}:\d\d|\d:\d\d\W*$", re.MULTILINE)
_NO_CODE = str.maketrans({"\ue000": "\ufffd", "\ue001": "\ufffd"})
_AROUND_CODE = frozenset(("p", "ul", "ol", "li", "blockquote"))
_MOST_CELLS = 10_000
_DEEPEST = 40  # levels of HTML
_MOST_NUMBERED = 500  # items of a list: to number them takes the square of their number
#: Of text or HTML that is read; Apple's notes may have 4000.
MOST_CHARACTERS = 1 << 18


def escaped(text: str) -> str:
    """Text on one line, within a line or a heading."""
    return _INLINE_MARKUP.sub(r"\\\g<0>", _SPACE.sub(" ", writable(text)))


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


def absolute(address: str, base: str) -> str:
    """An address that may be relative to another one."""
    try:
        return urljoin(base, address) if address and base else address
    except ValueError:
        return address


def text_to_markdown(text: str) -> str:
    """Plain text: its lines stay lines, and addresses become links."""
    paragraphs = re.split(r"\n\s*\n", _bounded(text).replace("\r\n", "\n").strip())
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


def _bounded(text: str) -> str:
    """The beginning of a text that is too long, up to the end of a paragraph or a word."""
    if len(text) <= MOST_CHARACTERS:
        return text
    text = text[:MOST_CHARACTERS]
    ends = (text.rfind(end) for end in ("</p>", "\n\n", "<br", "\n", " "))
    return text[: next((end for end in ends if end > MOST_CHARACTERS // 2), MOST_CHARACTERS)]


def html_to_markdown(html: str, base: str = "") -> str:
    """HTML, or plain text where it has no tags.

    :param base: the address that relative ones start from; without it they are no links.
    """
    html = _bounded(html)
    if not re.search(r"<[a-zA-Z/!]", html):
        return text_to_markdown(unescape(html))
    from markdownify import BACKSLASH, MarkdownConverter

    tidier = _Tidier(base)
    tidier.feed(_NO_TAG.sub("&lt;", _without_comments(html)))
    tidier.close()
    text: str = MarkdownConverter(
        heading_style="atx",
        bullets="-",
        newline_style=BACKSLASH,
        autolinks=False,
        escape_asterisks=False,
        escape_underscores=False,
        wrap=True,
        wrap_width=None,
    ).convert("".join(tidier.html))
    lines = [line.rstrip() for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    text = _CODE.sub(lambda match: _fenced(tidier.code[int(match[2])], match[1]), text)
    return _CODE_SPAN.sub(lambda match: _span(tidier.code[int(match[1])]), text)


def _span(code: str) -> str:
    """Code within a line."""
    runs = {len(run) for run in re.findall("`+", code)}
    marks = "`" * next(number for number in range(1, len(runs) + 2) if number not in runs)
    space = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{marks}{space}{code}{space}{marks}"


def _fenced(code: str, before: str) -> str:
    """A block of code, all of whose lines begin as the one does that it stands in."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    following = re.sub(r"[^\s>]", " ", before)
    lines = [fence, *code.split("\n"), fence]
    return before + "\n".join([lines[0], *(following + line for line in lines[1:])])


def _without_comments(html: str) -> str:
    first, *parts = html.split("<!--")
    kept = [first]
    for part in parts:
        comment, end, text = part.partition("-->")
        kept.append(text if end else comment)
    return "".join(kept)


class _Tidier(HTMLParser):
    """Keeps paragraphs, headings, lists, blockquotes, emphasis and links; escapes the text."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self.html: list[str] = []
        self._open: list[str] = []
        self._dropped = 0
        self._preformatted = 0
        self._breaks = 0
        self._line = ""  # the text on the line so far
        self._items = 0
        self.code: list[str] = []
        self._code_lines: list[str] | None = None  # of the block that is read
        self._span: list[str] | None = None  # of the code within a line that is read
        self._rows: list[list[str]] | None = None  # of the table that is read
        self._cell = 0  # where the cell that is read begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_span()
        if tag in _DROPPED:
            self._dropped += 1
        elif self._dropped or tag in _EMPTY:
            pass
        elif self._code_lines is not None:
            self._code_lines += ["\n"] if tag == "br" else []
        elif tag == "code" and self._preformatted and self._may_begin_code():
            self._code_lines = []
        elif tag == "code" and not self._preformatted:
            self._span = []
        elif self._rows is not None and tag not in ("img", *_EMPHASIS):
            self._in_table(tag, self._rows)
        elif tag == "table" and not set(self._open) - {"p", *_EMPHASIS}:
            self._block()
            self._rows = []
        elif tag == "br":
            self._breaks += 1
        elif tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")
        elif tag == "hr":
            self._block()
            self.html.append("<hr>")
        elif tag in _WITHIN:
            self._within(tag, dict(attrs).get("href") or "")
        else:
            self._preformatted += tag == "pre"
            self._block()
            tag = "h2" if tag == "h1" else tag  # the title is in the front matter
            if self._open[-1:] == ["li"] == [tag]:
                self._close()
            if tag == "li":
                self._items += 1
                if self._items > _MOST_NUMBERED and self._open[-1:] == ["ol"]:
                    self._close()
                    self._push("ul")
            if tag == "dt":  # the term of a list of definitions
                self._push("p")
                self._push("strong")
            if tag in _BLOCKS:
                start = dict(attrs).get("start") or ""
                is_start = tag == "ol" and re.fullmatch("[0-9]{1,9}", start)
                self._push(tag, f' start="{start}"' if is_start else "")

    def handle_endtag(self, tag: str) -> None:
        self._end_span()
        if tag in _DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        if self._dropped or tag == "br":
            return
        if self._code_lines is not None:
            if tag not in ("code", "pre"):
                return
            self._end_code()
        if self._rows is not None and tag not in _EMPHASIS:
            if tag == "table":
                self._end_table()
            else:
                self._in_table(f"/{tag}", self._rows)
            return
        tag = "h2" if tag == "h1" else tag
        if tag not in _WITHIN:
            self._block()
            self._preformatted = max(self._preformatted - (tag == "pre"), 0)
        if tag in self._open:
            while self._close() != tag:
                pass
        if tag in ("td", "th") and self._line:
            self.html.append(" ")

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        for code in (self._code_lines, self._span):
            if code is not None:
                code.append(data)
                return
        if not self._preformatted:
            self._text(data)
            return
        for number, line in enumerate(data.split("\n")):
            self._breaks += number > 0
            self._text(line)

    def close(self) -> None:
        super().close()
        self._end_span()
        if self._code_lines is not None:
            self._end_code()
        if self._rows is not None:
            self._end_table()
        while self._open:
            self._close()

    def _within(self, tag: str, href: str) -> None:
        if self._rows is not None and "td" not in self._open:
            return
        address = web_address(absolute(href.strip(), self._base)) if tag == "a" else ""
        if tag not in _EMPHASIS or tag in self._open or (tag == "a" and not address):
            return
        self._break()
        self._push(tag, f' href="{escape(address)}"' if address else "")

    def _end_span(self) -> None:
        """Keep code within a line, or as text where a span of code cannot say it."""
        if self._span is None:
            return
        data = "".join(self._span)
        self._span = None
        code = " ".join(writable(data).split())
        is_outside = self._rows is not None and "td" not in self._open
        if not code or is_outside or "|" in code or _URL.search(code):
            self._text(data)
            return
        self._break()
        is_beside = self.html[-1:] and self.html[-1].endswith("\ue000")  # marks must not meet
        before = " " if self._line and (data[0].isspace() or is_beside) else ""
        after = " " if data[-1].isspace() else ""
        self._line += code
        self.html.append(f"{before}\ue001{len(self.code)}\ue000{after}")
        self.code.append(code)

    def _may_begin_code(self) -> bool:
        at_line_start = not self._line or self._breaks > 0
        return at_line_start and _AROUND_CODE.issuperset(self._open) and len(self._open) < _DEEPEST

    def _end_code(self) -> None:
        code = writable("".join(self._code_lines or ())).strip("\n")
        self._code_lines = None
        if not code.strip():
            return
        if _TIMES.search(code):  # such lines may be chapters
            for line in code.splitlines():
                self._breaks += 1
                self._text(line)
            return
        self._block()
        self._push("p")
        self.html.append(f"\ue000{len(self.code)}\ue001")
        self._close()
        self.code.append("\n".join(line.rstrip() for line in code.splitlines()))

    def _in_table(self, tag: str, rows: list[list[str]]) -> None:
        """Begin a row or a cell; all else in a table that is no emphasis is a space."""
        if tag.strip("/") in ("tr", "td", "th"):
            self._end_cell()
        elif self._line:
            self._plain(" ")
        if tag == "tr" or (tag in ("td", "th") and not rows):
            rows.append([])
        if tag in ("td", "th"):
            self._begin_cell()

    def _begin_cell(self) -> None:
        self._cell = len(self.html)
        self._open.append("td")
        self._line, self._breaks = "", 0

    def _end_cell(self) -> None:
        if "td" not in self._open or not self._rows:
            return
        while self._open[-1] != "td":
            self._close()
        self._open.pop()
        self._rows[-1].append("".join(self.html[self._cell :]).strip())
        del self.html[self._cell :]
        self._line, self._breaks = "", 0

    def _end_table(self) -> None:
        self._end_cell()
        rows = [row for row in self._rows or () if any(row)]
        self._rows = None
        width = max((len(row) for row in rows), default=0)
        if not rows or width * len(rows) > _MOST_CELLS:
            self.html += [f"<p>{' '.join(row)}</p>" for row in rows]
            return
        self.html.append("<table>")
        for name, row in zip(["th"] + ["td"] * len(rows), rows, strict=False):
            cells = [*row, *[""] * (width - len(row))]
            self.html.append(f"<tr>{''.join(f'<{name}>{cell}</{name}>' for cell in cells)}</tr>")
        self.html.append("</table>")

    def _text(self, data: str) -> None:
        """Text, in which addresses become links."""
        end = 0
        for match in _URL.finditer("" if "a" in self._open else data):
            url = _AFTER_URL.sub("", match[0])
            if web_address(url) and len(self._open) < _DEEPEST - 1:
                self._plain(data[end : match.start()])
                self._within("a", url)
                self._plain(url)
                self._close()
                end = match.start() + len(url)
        self._plain(data[end:])

    def _plain(self, data: str) -> None:
        if self._rows is not None and "td" not in self._open:
            if not data.strip():
                return
            self._rows.append([])  # a caption, or text that is in no cell
            self._begin_cell()
        text = escaped(data.translate(_NO_CODE))
        if self._rows is not None:
            text = text.replace("|", "\\|")
        if not text.strip():
            if text and self._line and not self._breaks:
                self.html.append(" ")
            return
        self._break()
        if not self._line:
            text = _at_line_start(text.lstrip())
        elif text[0] in ".)" and self._line.strip().isdecimal():
            text = f"\\{text}"  # 1<b>.</b> is no list
        self._line += data
        self.html.append(escape(text, quote=False))

    def _break(self) -> None:
        """Begin a paragraph where there is none; break the line; two breaks make a paragraph."""
        if self._open[-1:] in ([], ["blockquote"]):
            self._push("p")
        if self._breaks and self._line:
            is_paragraph = self._breaks > 1 and self._open[-1] == "p"
            self.html.append("</p><p>" if is_paragraph else "<br>")
            self._line = ""
        self._breaks = 0

    def _block(self) -> None:
        """End what a block ends."""
        while self._open and self._open[-1] in _EMPHASIS:
            self._close()
        if self._open[-1:] == ["p"]:
            self._close()
        elif self._line:
            self._breaks = 1

    def _push(self, tag: str, attributes: str = "") -> None:
        if len(self._open) >= _DEEPEST:
            return
        if tag not in _EMPHASIS:
            self._line, self._breaks = "", 0
        self._open.append(tag)
        self.html.append(f"<{tag}{attributes}>")

    def _close(self) -> str:
        tag = self._open.pop()
        self.html.append(f"</{tag}>")
        if tag not in _EMPHASIS:
            self._line, self._breaks = "", 0
        self._items = 0 if tag in ("ul", "ol") else self._items
        return tag
