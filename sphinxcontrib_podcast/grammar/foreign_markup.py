"""Rewrite the markup of Obsidian, Jekyll and Hugo in the body of an episode.

This happens before Markdown is parsed, outside code, and keeps the numbers of lines. Wiki links
become Markdown links with the scheme ``wiki:``. Markup that cannot be shown is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from sphinxcontrib_podcast.grammar.text import WIKI_SCHEME
from sphinxcontrib_podcast.grammar.urls import is_audio, is_video

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)$", re.IGNORECASE)

#: The beginning of markup, or of code, which contains no markup.
_BEGIN = re.compile(r"`|~~~|\[\[|%%|==|\{%|\{\{|\{:|\]\([ \t]*<?\{[{%]|\^")
_MAY_HAVE = re.compile(r"\[\[|%%|==|\{%|\{\{|\{:|\^")
_BEFORE_FENCE = re.compile(r"[ \t>]*\Z")
_FENCE = re.compile(r"(`{3,}|~{3,})[^\n]*(?:\n|\Z)(?:(?![ \t>]*\1)[^\n]*(?:\n|\Z)(?!\Z))*[^\n]*")
_CODE = re.compile(r"(`+)(?!`)[^\n]{1,500}?(?<!`)\1(?!`)|`+")
_WIKI_LINK = re.compile(r"\[\[(?!\s)([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]")
_COMMENT = re.compile(r"%%(?!%)[^%]*(?:%(?!%)[^%]*)*%%")
_MARKED = re.compile(r"==(?=[^\s=])([^=\n]{1,300})(?<!\s)==(?![A-Za-z0-9=])")
_BLOCK_ID = re.compile(r"\^(?=[\d-]*[A-Za-z])[A-Za-z\d-]{1,60}[ \t]*$", re.MULTILINE)
_LIQUID = r"\{%(?:[^%]|%(?!\})){0,1000}%\}"
_SHORTCODE = r"\{\{[<%](?:[^}]|\}(?!\})){0,1000}\}\}"
_FILTER = r"(?:relative_url|absolute_url|url|markdownify|date|safe|escape|jsonify)\b"
_VARIABLE = (
    r"\{\{-?(?:\s*(?:site|page|post|layout|include|content)\b"
    rf"|[^{{}}|\n]{{1,200}}\|\s*{_FILTER})[^{{}}\n]{{0,200}}\}}\}}"
)
_ANY_TAG = re.compile(rf"{_LIQUID}|{_SHORTCODE}|{_VARIABLE}")
_LIQUID_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}(?:[^{]|\{(?!%))*\{%-?\s*endcomment\s*-?%\}")
_LABEL = re.compile(r"!?\[[^\[\]\n]{0,300}\Z")
_REST_OF_TARGET = re.compile(r"[^()\s]{0,300}>?[ \t]*\)")
_KRAMDOWN = re.compile(r"\{::?[ \t]*[^{}\n]{0,300}\}")
_TAG = r"#(?=[\w/-]*[^\W\d_])[\w/-]{1,60}"
_TAGS = re.compile(rf"[ \t]*{_TAG}(?:[ \t,]+{_TAG})*[ \t]*")
# [[1]](https://example.org) is Markdown
_ADDRESS = re.compile(r"\((?:[a-z][\w+.-]*:|[/#.]|[^\s()]*[./])", re.IGNORECASE)


class Cleaned(NamedTuple):
    """A body without the markup of other programs."""

    text: str
    tags: tuple[str, ...] = ()
    """The tags at its end: ``#podcast``."""
    recordings: tuple[str, ...] = ()
    """Paths of embedded audio and video: ``![[one.mp3]]``."""
    left_out: tuple[str, ...] = ()
    """The kinds of markup of site generators."""


def clean(text: str, *, wikilinks: bool = True) -> Cleaned:
    """Rewrite the markup of other programs in the body of an episode.

    :param wikilinks: whether the markup of Obsidian, such as ``[[Ann Lee]]``, is rewritten too.
    """
    tags: tuple[str, ...] = ()
    if wikilinks:
        text, tags = _without_tags(text)
    if not _MAY_HAVE.search(text):
        return Cleaned(text, tags)
    cleaner = _Cleaner(text, wikilinks)
    text = cleaner.run()
    return Cleaned(text, tags, tuple(dict.fromkeys(cleaner.recordings)), tuple(cleaner.left_out))


class _Cleaner:
    """Rewrites one text, from its beginning to its end."""

    def __init__(self, text: str, wikilinks: bool) -> None:
        self.text = text
        self.wikilinks = wikilinks
        self.recordings: list[str] = []
        self.left_out: dict[str, None] = {}
        self.parts: list[str] = []
        self.past = 0  # the end of what is rewritten

    def run(self) -> str:
        """Return the text without the markup."""
        for match in _BEGIN.finditer(self.text):
            if match.start() >= self.past:
                self.step(match[0], match.start())
        self.parts.append(self.text[self.past :])
        return "".join(self.parts)

    def step(self, mark: str, start: int) -> None:
        """Rewrite what begins with a mark."""
        if mark in ("`", "~~~"):
            self.skip(start)
        elif mark[0] in "{]":
            self.other(mark, start)
        elif self.wikilinks:
            self.vault(mark, start)

    def replace(self, first: int, last: int, text: str) -> None:
        """Put a text in the place of a part, which keeps its line breaks."""
        self.parts += self.text[self.past : first], text, "\n" * self.text.count("\n", first, last)
        self.past = last

    def skip(self, start: int) -> None:
        """Leave code as it is."""
        line = self.text.rfind("\n", 0, start) + 1
        match = None
        if _BEFORE_FENCE.match(self.text, line, start):
            match = _FENCE.match(self.text, start)
        match = match or _CODE.match(self.text, start)
        if match is not None:
            self.parts.append(self.text[self.past : match.end()])
            self.past = match.end()

    def vault(self, mark: str, start: int) -> None:
        """Rewrite a form of Obsidian."""
        before = self.text[start - 1] if start else "\n"
        if mark == "[[":
            if match := _WIKI_LINK.match(self.text, start):
                self.wiki_link(match, is_embedded=before == "!")
        elif mark == "%%" and before.isspace():
            if match := _COMMENT.match(self.text, start):
                self.replace(start, match.end(), "")
        elif mark == "==" and not (before.isascii() and (before.isalnum() or before == "=")):
            if match := _MARKED.match(self.text, start):
                self.replace(start, match.end(), match[1])
        elif mark == "^" and before.isspace() and (match := _BLOCK_ID.match(self.text, start)):
            end = self.text[self.past : start].rstrip(" \t")
            self.replace(self.past + len(end), match.end(), "")

    def wiki_link(self, match: re.Match[str], *, is_embedded: bool) -> None:
        """Rewrite ``[[Name|text]]``, or ``![[file]]``."""
        page, _, heading = match[1].rstrip("\\").partition("#")
        text, path = match[2], page.strip()
        first = match.start() - is_embedded
        if text is None and not is_embedded and _ADDRESS.match(self.text, match.end()):
            return
        if is_embedded and (is_audio(path) or is_video(path)):
            self.recordings.append(path)
            self.replace(first, match.end(), "")
            return
        if is_embedded and _PICTURE.search(path):
            label = text if text and not re.fullmatch(r"[\dx]+", text) else ""
            self.replace(first, match.end(), f"![{label}](<{path}>)")
            return
        name = path.rpartition("/")[2].removesuffix(".md")
        heading = "" if heading.startswith("^") else heading.rpartition("#")[2].strip()
        shown = " ".join((text or name or heading).split())
        link = f"[{shown}]({WIKI_SCHEME}{quote(name, safe='')})" if name and shown else shown
        self.replace(first, match.end(), link)

    def other(self, mark: str, start: int) -> None:
        """Leave out markup of a site generator; of a link whose address it is, the text stays."""
        kind = "shortcode" if mark.endswith("{{") and self.is_shortcode(start) else "liquid"
        if mark[0] == "]":
            tag = _ANY_TAG.match(self.text, self.text.index("{", start))
            rest = _REST_OF_TARGET.match(self.text, tag.end()) if tag else None
            label = _LABEL.search(self.text, max(self.past, start - 302), start)
            if rest is None or label is None:
                return
            text = "" if label[0][0] == "!" else label[0][1:]
            self.replace(label.start(), rest.end(), text)
        else:
            pattern = _KRAMDOWN if mark == "{:" else _ANY_TAG
            match = _LIQUID_COMMENT.match(self.text, start) or pattern.match(self.text, start)
            if match is None:
                return
            kind = "kramdown" if mark == "{:" else kind
            self.replace(start, match.end(), "")
        self.left_out[KINDS[kind]] = None

    def is_shortcode(self, start: int) -> bool:
        """Return whether the braces after a position are those of Hugo."""
        brace = self.text.index("{{", start)
        return self.text[brace + 2 : brace + 3] in ("<", "%")


def wiki_target(address: str) -> str | None:
    """Return the name in the address of a wiki link, or None for another address."""
    return unquote(address[len(WIKI_SCHEME) :]) if address.startswith(WIKI_SCHEME) else None


def _without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the lines of tags at its end and below its title, and the tags."""
    lines = text.split("\n")
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or _TAGS.fullmatch(lines[end - 1])):
        end -= 1
    found = list(range(end, len(lines)))
    filled = (number for number in range(end) if lines[number].strip())
    first = next(filled, end)
    if first < end and lines[first].startswith("# "):
        first = next(filled, end)
    # one alone may be a heading without its space
    if first < end and _TAGS.fullmatch(lines[first]) and lines[first].count("#") > 1:
        found.insert(0, first)
    tags = [tag for number in found for tag in re.findall(_TAG, lines[number])]
    if not tags:
        return text, ()
    for number in found:
        lines[number] = ""
    return "\n".join(lines), tuple(dict.fromkeys(tag[1:] for tag in tags))


#: The kinds of markup of site generators, and how messages show them.
KINDS = {"liquid": "{% … %}", "shortcode": "{{< … >}}", "kramdown": "{: … }"}
