"""Read episodes written in reStructuredText: sections, paragraphs, ``pod:`` directives.

This reads lines, and not all of reStructuredText: only titles, the text of paragraphs and
directives of the ``pod`` domain matter. Docutils draws the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_podcast.grammar.directives import from_block
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.text import role_text
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

_DIRECTIVE = re.compile(r"\.\. pod:(\w+)::(?:\s+(.*))?")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_SKIPPED = re.compile(r"\.\.(\s|$)|:[\w -]+:(\s|$)|[-+|=][-+|= ]{3,}$|\|")
_ITEM = re.compile(r"(?:[-*+•]|\(?[\dA-Za-z#]{1,3}[.)])\s+")
_ROLE = re.compile(r"(?::(?P<role>[\w:+-]{1,60}):)?`(?P<text>[^`]+)`_{0,2}")
_INLINE = re.compile(r"``(?P<code>.+?)``|\*\*(?P<strong>.+?)\*\*|\*(?P<emphasis>[^*]+?)\*")

Line = tuple[int, str]


def read_restructuredtext(builder: EpisodeBuilder, vocabulary: Vocabulary) -> None:
    """Read the source of a builder."""
    _PageReader(builder, vocabulary).read(builder.source, 1)
    if builder.is_episode:
        builder.title = builder.fields.values.get("title", "") or builder.title
        if not builder.title:
            builder.title = builder.fallback_title
            builder.problem(
                1, "title",
                "the episode has no title; its file name is shown instead. "
                "Write a title on the first line, or ':title:' in pod:episode",
            )  # fmt: skip


class _PageReader:
    def __init__(self, builder: EpisodeBuilder, vocabulary: Vocabulary) -> None:
        self.builder = builder
        self.vocabulary = vocabulary
        self.styles: list[str] = []  # adornments by depth, in order of appearance as in docutils

    def read(self, text: str, first_line: int) -> None:
        lines = [(first_line + i, line) for i, line in enumerate(text.split("\n"))]
        for block in _blocks(lines):
            self.block(block)

    def block(self, block: list[Line]) -> None:
        number, first = block[0]
        texts = [text for _, text in block]
        if match := _DIRECTIVE.fullmatch(first.strip()):
            body = "\n".join(texts[1:])
            # the option block must start at the first line of the dedented content
            found = from_block(
                match[1], (match[2] or "").strip(), _dedent(body), number, number + 1
            )
            self.builder.take_directive(found, self.read, self.vocabulary)
        elif len(texts) > 1 and _is_title(texts[-2], texts[-1]):
            overlined = len(texts) > 2 and _ADORNMENT.fullmatch(texts[0]) is not None
            if len(texts) - 2 - overlined == 0:
                self.title(texts[-2].strip(), texts[-1][0] + "^" * overlined)
        elif not _SKIPPED.match(first) and not first.startswith(" "):
            text, skip = _plain(" ".join(_ITEM.sub("", t.strip(), 1) for t in texts))
            self.builder.passage(text, number, skip)

    def title(self, title: str, style: str) -> None:
        if style not in self.styles:
            self.styles.append(style)
        depth = self.styles.index(style)
        if depth == 0 and not self.builder.title:
            self.builder.title = _plain(title)[0]
        else:
            self.builder.section(max(depth, 1), _plain(title)[0])


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield paragraphs, titles, and directives with their indented bodies."""
    block: list[Line] = []
    indented = False  # within an explicit markup block
    for number, line in lines:
        if indented and (not line.strip() or line.startswith((" ", "\t"))):
            block.append((number, line))
            continue
        if block and (indented or not line.strip()):
            yield block
            block, indented = [], False
        if line.strip():
            block.append((number, line))
            indented = len(block) == 1 and line.startswith("..")
            if len(block) > 1 and _is_title(block[-2][1], line):
                yield block
                block = []
    if block:
        yield block


def _is_title(text: str, adornment: str) -> bool:
    return bool(text.strip() and _ADORNMENT.fullmatch(adornment) and not _ADORNMENT.fullmatch(text))


def _dedent(text: str) -> str:
    lines = text.expandtabs().split("\n")
    indents = [len(x) - len(x.lstrip()) for x in lines if x.strip()]
    return "\n".join(x[min(indents, default=0) :] for x in lines)


def _plain(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return text without inline markup, and the ranges that are code or links."""
    out, skip, position = "", [], 0
    for match in re.finditer(f"{_ROLE.pattern}|{_INLINE.pattern}", text):
        out += text[position : match.start()]
        start, position = len(out), match.end()
        if match["text"]:
            out += role_text(match["text"])
            if not (match["role"] or "").startswith("pod:"):
                skip.append((start, len(out)))
        elif match["code"]:
            out += match["code"]
            skip.append((start, len(out)))
        else:
            out += match["strong"] or match["emphasis"]
    return out + text[position:], tuple(skip)
