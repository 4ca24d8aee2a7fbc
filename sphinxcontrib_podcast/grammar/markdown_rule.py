"""The episode grammar as a markdown-it plugin.

A core rule, between ``block`` and ``inline``, reads the block tokens of an episode into an
:class:`EpisodeBuilder` and marks them in ``token.meta["podcast"]``. The scan stops there; the
renderer continues and draws the marks. The rule runs once for a document, and only if its
environment has a builder. Fragments that a directive or a translation parses are left alone.

The marks, all on the opening token:

=================  ======================================================
heading            ``Chapter``; the time is removed from its text
blockquote         ``Quote``; emphasis and speaker are removed
blockquote         ``Callout``; its first line is removed
paragraph          ``"comment"``: the text after a quote
list               ``"entities"``: an item is an entity
list_item          ``EntityEntry``; only the description is left
=================  ======================================================

Chapters in lines of a paragraph or in a row of a table are in ``"podcast_lines"``: id, title,
start, end, and whether the time comes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sphinxcontrib_podcast.grammar import directives
from sphinxcontrib_podcast.grammar.body_transcript import SPEAKER, mark_speakers, take_transcript
from sphinxcontrib_podcast.grammar.callouts import read_callout
from sphinxcontrib_podcast.grammar.chapter_fields import read_chapters
from sphinxcontrib_podcast.grammar.chapter_marks import (
    BUILDER,
    LINES,
    TIME,
    LineMark,
    UnreadTime,
    bold_lines_alone,
    mark_bold_items,
    mark_headings,
    mark_lines,
)
from sphinxcontrib_podcast.grammar.characters import QUOTATION_MARKS
from sphinxcontrib_podcast.grammar.emphasis import cjk_friendly_emphasis
from sphinxcontrib_podcast.grammar.entity_lines import parse_entry
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.episode_fields import FoundEntity, parse_options
from sphinxcontrib_podcast.grammar.facts import ENTITIES, as_options, read_facts
from sphinxcontrib_podcast.grammar.foreign_markup import clean
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.names import split_name
from sphinxcontrib_podcast.grammar.people import each_name
from sphinxcontrib_podcast.grammar.quotes import QuotedText, parse_quotes, without_tags
from sphinxcontrib_podcast.grammar.text import escaped, plain, plain_ranges
from sphinxcontrib_podcast.grammar.time_lists import FEWEST
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.urls import is_harmless
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, fold, is_summary_heading

#: The key of the language of a paragraph in the meta data of its token.
LANGUAGE = "podcast_language"
_LOST_BREAKS = re.compile(r"\s(?=#{1,6}\s+[\[(（［`]?\d{1,3}[:：]\d{2})")
_FEWEST_SECONDS = 60  # a smaller number in brackets is not taken for seconds


@dataclass(frozen=True)
class GrammarOptions:
    """The options of a project.

    ``every_quote``: whether every blockquote is a quote. ``wikilinks``: whether the markup of
    Obsidian is read.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary.load)
    every_quote: bool = False
    wikilinks: bool = True


def podcast_plugin(md: MarkdownIt, options: GrammarOptions) -> None:
    """Let a markdown-it parser read episodes."""
    cjk_friendly_emphasis(md)
    bold_lines_alone(md)

    def clean_source(state: StateCore) -> None:
        builder = state.env.get(BUILDER)
        if builder is not None:
            builder.read_front_matter()
            if builder.is_episode:
                state.src = builder.take_cleaned(clean(state.src, wikilinks=options.wikilinks))

    def mark(state: StateCore) -> None:
        builder = state.env.pop(BUILDER, None)
        if builder is not None:
            _Marker(md, state.env, options, builder).mark(state.tokens)

    md.core.ruler.before("block", "podcast_clean", clean_source)
    md.core.ruler.before("inline", "podcast", mark)


# Blocks that the walk through a document reads as a whole.
_READ_WHOLE = ("heading_open", "bullet_list_open", "ordered_list_open", "paragraph_open",
               "blockquote_open")  # fmt: skip


class _Marker:
    """Reads and marks the tokens of one document."""

    def __init__(
        self, md: MarkdownIt, env: Any, options: GrammarOptions, builder: EpisodeBuilder
    ) -> None:
        self.md = md
        self.env = env
        self.options = options
        self.builder = builder
        self.opening: Token | None = None  # the open paragraph or row that has times
        self.stated: list[tuple[str, str, int]] = []  # names that facts list, with type and line
        self.list_tag = ""  # of the heading of the open entity section
        self.list_type = ""  # given by the last heading in it

    def mark(self, tokens: list[Token]) -> None:
        self.builder.is_episode |= any(
            token.info.strip().startswith("{pod:episode}")
            for token in tokens
            if token.type in ("fence", "colon_fence")
        )
        if self.builder.is_episode:
            self.title(tokens)
            self.builder.transcript_lines = take_transcript(tokens)
            mark_speakers(tokens)
            self.times(tokens)
            self.levels(tokens)
            _drop_rules(tokens)
            self.given_quotes(tokens)
            self.sections(tokens)
            self.given_entities()
        else:
            for token in tokens:
                if token.type in ("fence", "colon_fence"):
                    self.directive(token)

    def plain(self, text: str) -> str:
        return plain(self.md, text, self.env)

    # -- quotes and entities in front matter -----------------------------------

    def given_quotes(self, tokens: list[Token]) -> None:
        """Insert the quotes of front matter below the summary."""
        quotes: list[Token] = []
        for found in self.builder.fields.quotes():
            time = format_time(found.start) if found.start is not None else ""
            source = ", ".join(filter(None, (escaped(found.speaker), time)))
            words = found.text.strip('"')
            words = words if words.startswith(tuple(QUOTATION_MARKS)) else f"“{words}”"
            text = f"> {escaped(words)}\n" + (f">\n> — {source}\n" if source else "")
            block: list[Token] = []
            self.md.block.parse(text, self.md, dict(self.env), block)
            for token in block:
                token.map = [found.line - 1, found.line] if token.map else None
            quotes += block
        if quotes:
            headings = (i for i, t in enumerate(tokens) if _is_heading(t) and not t.meta)
            first = next(headings, len(tokens))
            tokens[first:first] = quotes

    def given_entities(self) -> None:
        """Add the entities of front matter and of facts that the text does not list."""
        listed = {fold(name) for e in self.builder.entries for name in split_name(e.name, e.type)}
        stated = (FoundEntity(name, kind, "", "", line) for name, kind, line in self.stated)
        for found in (*self.builder.fields.entities(self.options.vocabulary), *stated):
            names = set(map(fold, split_name(found.name, found.type)))
            if not names & listed:
                listed |= names
                self.builder.entry(
                    found.name, found.type, "", found.description, found.href, found.line
                )

    # -- title and levels ------------------------------------------------------

    def title(self, tokens: list[Token]) -> None:
        """Give the page one title: that of front matter, the first H1, or the file name."""
        given = self.builder.fields.values.get("title", "")
        heading = self.first_h1(tokens)
        if heading is not None and given and self.is_section(tokens, heading):
            heading = None
        if heading is not None:
            self.lost_breaks(tokens, heading)
            written = self.plain(tokens[heading + 1].content)
            self.builder.title = given or written
            if given and written and given != written:
                # the front matter takes precedence; the heading is kept
                tokens[heading + 3 : heading + 3] = _paragraph(
                    tokens[heading + 1].content, tokens[heading].map
                )
                tokens[heading + 1].content = escaped(given)
            tokens[heading].meta["podcast"] = "title"
            first = heading  # with the targets before it: "(name)="
            while self.builder.title and first and tokens[first - 1].type == "myst_target":
                first -= 1
            block = tokens[first : heading + 3]
            del tokens[first : heading + 3]
            if self.builder.title:
                tokens[:0] = block  # the text before it is the summary
                return
        self.builder.title = given or self.builder.fallback_title
        if not given:
            what = "has no title" if self.builder.source.strip() else "is empty"
            self.builder.problem(
                1, "title",
                f"the episode {what}; its file name is shown instead. "
                "Write '# Title' on the first line, or 'title:' in the front matter",
            )  # fmt: skip
        new = _block("heading", "h1", escaped(self.builder.title), [0, 1])
        new[0].markup = "#"
        new[0].meta["podcast"] = "title"
        tokens[:0] = new

    def first_h1(self, tokens: list[Token]) -> int | None:
        """Return the index of the first H1 before the chapters, or None."""
        for index, token in enumerate(tokens):
            if _is_heading(token):
                text = tokens[index + 1].content
                if _LOST_BREAKS.search(text):
                    return index
                time = split_heading(text)
                if time.start is not None and time.certain:
                    return None
                if token.tag == "h1":
                    return index
        return None

    def is_section(self, tokens: list[Token], heading: int) -> bool:
        """Return whether the first H1 begins a section, if front matter has a title.

        It does if there are several, or text before it, unless it repeats the title.
        """
        text = tokens[heading + 1].content
        title = self.builder.fields.values["title"]
        if fold(self.plain(text)) == fold(title) or _LOST_BREAKS.search(text):
            return False
        several = sum(_is_heading(token) and token.tag == "h1" for token in tokens) > 1
        return several or heading > 0

    def lost_breaks(self, tokens: list[Token], heading: int) -> None:
        """Show a file whose line breaks were lost, which is one long heading, as paragraphs."""
        inline = tokens[heading + 1]
        pieces = _LOST_BREAKS.split(inline.content)
        if len(pieces) < 2:
            return
        self.builder.lost_breaks = True
        self.builder.problem(
            (tokens[heading].map or [0])[0] + 1, "format",
            "the line breaks of this file were lost: headings are inside a line. "
            "Its text is shown as plain paragraphs; put each heading on a line of its own",
        )  # fmt: skip
        inline.content = pieces[0].strip()
        tokens[heading + 3 : heading + 3] = [
            token
            for piece in pieces[1:]
            for token in _paragraph(piece.lstrip("# "), tokens[heading].map)
        ]

    # -- times -----------------------------------------------------------------

    def times(self, tokens: list[Token]) -> None:
        """Find the chapters in headings, else in front matter, else in lists."""
        listed = read_chapters(self.builder.fields.data)
        line = self.builder.front_matter_line(listed.key)
        for number in listed.left_out:
            self.builder.problem(
                line, "front_matter",
                f"item {number} of '{listed.key}' has no time; it was left out. "
                "Write 'time: 02:04' and 'title: Title'",
            )  # fmt: skip
        headings = mark_headings(tokens)
        if headings.chapters:
            mark_bold_items(tokens)
            return
        if self.builder.lost_breaks:
            return
        lines = mark_lines(tokens, self.builder.source)
        if not lines.chapters and not listed.chapters:
            self.unread(sorted([*headings.unread, *lines.unread]))
        self.builder.take_chapters(listed.chapters, line)

    def unread(self, found: list[UnreadTime]) -> None:
        """Report times that look like chapters, in an episode without chapters."""
        times = [time for time in found if not time.written]
        seconds = (t for t in found if t.written and (t.time.start or 0) >= _FEWEST_SECONDS)
        if first := next(seconds, None):
            clock = format_time(first.time.start or 0)
            self.builder.problem(
                first.line, "chapter",
                f"'{first.written}' in '{self.plain(first.time.title)}' looks like seconds, so "
                f"this heading is not a chapter; write '[{clock}]'",
            )  # fmt: skip
            return
        starts = [time.time.start or 0 for time in times]
        is_short = len(times) < FEWEST
        falls = any(
            a > b for a, b in pairwise(starts)
        )  # rising times without a list are usually an agenda
        if len(times) > 1 and (is_short or falls) and any(time.time.certain for time in times):
            clock = format_time(times[0].time.start or 0)
            seen = f"'{clock} {self.plain(times[0].time.title)}'"
            self.builder.problem(
                times[0].line, "chapter",
                f"the episode has no chapters, but {len(times)} lines with times, such as {seen}, "
                + ("which are too few" if is_short else "which are not in order")
                + ". Write '## [02:04] Title', or a list of at least three times, one on each line",
            )  # fmt: skip

    def levels(self, tokens: list[Token]) -> None:
        """Nest all sections below the title, without gaps between levels."""
        open_levels: list[int] = []
        for index, token in enumerate(tokens):
            if not _is_heading(token):
                continue
            if token.meta.get("podcast") == "title":
                depth = 1
            else:
                level = int(token.tag[1])
                while open_levels and open_levels[-1] >= level:
                    open_levels.pop()
                open_levels.append(level)
                depth = min(len(open_levels) + 1, 6)
            token.tag = tokens[index + 2].tag = f"h{depth}"

    # -- the content of sections -----------------------------------------------

    def sections(self, tokens: list[Token]) -> None:
        """Walk the document once, section by section."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type if token.level == 0 else ""
            end = _end(tokens, index) + 1 if kind in _READ_WHOLE else index + 1
            block = tokens[index:end]
            match kind:
                case "heading_open":
                    self.section(token, tokens[index + 1])
                case "bullet_list_open" | "ordered_list_open":
                    is_facts = self.facts(block)
                    if is_facts or not self.entities(block):
                        self.passages(block, in_summary=not is_facts)
                case "paragraph_open":
                    self.passages(block, in_summary=not self.facts(block))
                case "blockquote_open":
                    end = self.blockquote(tokens, index, end)
                case _:
                    self.passages(block)
            index = end

    def section(self, token: Token, inline: Token) -> None:
        """Begin the section of a heading: a list of entities, a chapter, or another one."""
        if token.meta.get("podcast") == "title":
            return
        title = self.plain(inline.content)
        if not self.list_tag or token.tag <= self.list_tag:
            is_list = self.options.vocabulary.is_entity_heading(title)
            self.list_tag = token.tag if is_list else ""
        if self.list_tag:
            self.list_type = self.options.vocabulary.type_of_section(title)
            self.builder.section(0)
        else:
            self.heading(token, inline)

    def blockquote(self, tokens: list[Token], index: int, end: int) -> int:
        """Read a blockquote as quotes, a callout or prose, and return the index after it."""
        after = self.quote(tokens, index, end - 1)
        if after is None:
            if not self.callout(tokens, index):
                self.passages(tokens[index:end])
            after = _end(tokens, index) + 1
        return after

    def heading(self, token: Token, inline: Token) -> None:
        line = _line(token)
        time = token.meta.get(TIME)
        if time is not None and time.invalid:
            self.builder.problem(
                line, "time",
                f"'{time.invalid}' is not a valid time, so this heading is not a chapter. "
                "Write minutes and seconds, '[MM:SS]' or '[H:MM:SS]', or remove it",
            )  # fmt: skip
        if time is None or time.start is None:
            title = self.plain(inline.content)
            self.builder.section(int(token.tag[1]) - 1, title, is_summary=is_summary_heading(title))
            return
        inline.content = time.title
        token.meta["podcast"] = self.builder.chapter(
            self.plain(time.title), time.start, time.end, int(token.tag[1]) - 1, line
        )

    def quote(self, tokens: list[Token], index: int, end: int) -> int | None:
        """Read a blockquote as quotes, each in a separate blockquote in the tokens.

        :returns: the index after them, or None if it quotes nobody.
        """
        opening, closing = tokens[index], tokens[end]
        inlines = _paragraphs_of(tokens[index + 1 : end])
        if not inlines:
            return None  # it holds more than paragraphs
        by = str(opening.attrs.pop("attribution", ""))
        every = self.options.every_quote
        found = parse_quotes([text for text, _ in inlines], by, every=every)
        if not found and any("<" in text for text, _ in inlines):
            inlines = [(without_tags(text), lines) for text, lines in inlines]
            found = parse_quotes([text for text, _ in inlines], by, every=every)
        new: list[Token] = []
        for number, quoted in enumerate(found):
            first = opening if number == 0 else replace(opening, attrs={}, meta={})
            line = (
                _line(opening) if number == 0 else _lines_of(quoted.paragraphs[0], inlines)[0] + 1
            )
            new += [first, *self.quoted(first, quoted, inlines, line), replace(closing)]
        if not new:
            return None
        tokens[index : end + 1] = new
        return index + len(new)

    def quoted(
        self,
        opening: Token,
        quoted: QuotedText,
        inlines: Sequence[tuple[str, list[int]]],
        line: int,
    ) -> list[Token]:
        """Add a quote, and return the tokens of its paragraphs."""
        texts = [plain_ranges(self.md, p, self.env) for p in quoted.paragraphs]
        own = len(texts) - quoted.translated
        quote = self.builder.quote(
            "\n".join(text for text, _ in texts[:own]),
            self.plain(quoted.speaker),
            self.plain(quoted.comment),
            quoted.start,
            line,
            "\n".join(text for text, _ in texts[own:]),
        )
        opening.meta["podcast"] = quote
        new: list[Token] = []
        for place, (paragraph, (text, skip)) in enumerate(
            zip(quoted.paragraphs, texts, strict=True)
        ):
            lines = _lines_of(paragraph, inlines)
            self.builder.passage(text, lines[0] + 1, skip, quote=True)
            tokens = _paragraph(paragraph, lines)
            if quoted.translated:
                part = quote.translation if place >= own else quote.text
                tokens[0].meta[LANGUAGE] = detect_language(part, "en")
            new += tokens
        if quoted.comment:
            lines = _lines_of(quoted.comment, inlines[::-1])
            comment = _paragraph(quoted.comment, lines)
            comment[0].meta["podcast"] = "comment"
            self.builder.passage(quote.comment, lines[0] + 1, ())
            new += comment
        return new

    def callout(self, tokens: list[Token], index: int) -> bool:
        """Read a blockquote as a callout, and remove its first line; return whether it is one."""
        inline = tokens[index + 2] if tokens[index + 1].type == "paragraph_open" else None
        found = read_callout(inline.content) if inline and self.options.wikilinks else None
        if inline is None or found is None:
            return False
        callout, inline.content = found
        if not inline.content:
            del tokens[index + 1 : index + 4]
        tokens[index].meta["podcast"] = callout
        block = tokens[index : _end(tokens, index)]
        self.passages(block, in_summary=False)
        if callout.is_summary:
            inlines = (token.content for token in block if token.type == "inline")
            self.builder.take_summary(" ".join(map(self.plain, inlines)))
        return True

    def entities(self, tokens: list[Token]) -> bool:
        """Read a list of entities; return False if it is another list."""
        listed = bool(self.list_tag)
        items = [
            (token, tokens[i + 2])
            for i, token in enumerate(tokens)
            if token.type == "list_item_open"
            and token.level == 1
            and tokens[i + 1].type == "paragraph_open"
        ]
        total = sum(t.type == "list_item_open" and t.level == 1 for t in tokens)
        is_type = self.options.vocabulary.known_type
        parsed = [
            parse_entry(inline.content, listed=listed, is_type=is_type) for _, inline in items
        ]
        if not any(parsed) or (not listed and not (all(parsed) and len(items) == total)):
            return False
        if not listed:
            types = [self.options.vocabulary.known_type(self.plain(e.type)) for e in parsed if e]
            if 2 * sum(map(bool, types)) <= len(types):
                return False  # the brackets contain something else: a translation, a place
        tokens[0].meta["podcast"] = "entities"
        for (item, inline), entry in zip(items, parsed, strict=True):
            if entry is None:
                self.builder.problem(
                    _line(inline), "entity",
                    "this line of the entity list was not understood. "
                    "Write '- **Name** (Type): description'",
                )  # fmt: skip
                continue
            href = ""
            if link := re.match(r"\[.*\]\(<?([^()\s<>]+)", entry.name):
                href = link[1] if is_harmless(link[1]) else ""
            given = self.plain(entry.type)
            kind = self.options.vocabulary.type_of(given) if given else self.list_type
            item.meta["podcast"] = self.builder.entry(
                self.plain(entry.name) or entry.name,
                kind,
                self.plain(entry.role),
                self.plain(entry.description),
                href,
                _line(inline),
            )
            inline.content = entry.description
        return True

    def facts(self, block: list[Token]) -> bool:
        """Read facts in a list or a paragraph below the title; return whether there are any."""
        if not self.builder.is_in_summary or any(LINES in token.meta for token in block):
            return False
        inlines = [token.content for token in block if token.type == "inline"]
        items = sum(token.type == "list_item_open" for token in block)
        if items and items != len(inlines):
            return False  # it is nested
        facts = read_facts(
            inlines if items else inlines[0].split("\n"), self.options.vocabulary.type_of_list
        )
        if facts is not None:
            line = _line(block[0])
            self.builder.take_facts(parse_options(as_options(facts), line))
            for fact in facts:
                _, is_list, kind = fact.field.partition(ENTITIES)
                self.stated += [(name, kind, line) for name, _ in each_name(fact.value) if is_list]
        return facts is not None

    def passages(self, tokens: list[Token], *, in_summary: bool = True) -> None:
        """Add the text of blocks, for the summary and the mentions."""
        for token in tokens:
            if LINES in token.meta:
                self.opening = token
            if token.type == "inline" and token.content:
                line = _line(token)
                if self.opening and self.opening.type == "paragraph_open":
                    self.timed_lines(self.opening, token, line)
                    self.opening = None
                    continue
                chapter = self.row(self.opening, line) if self.opening else None
                text, skip = plain_ranges(self.md, token.content, self.env)
                speaker = token.meta.get(SPEAKER)
                skip = ((0, len(speaker)), *skip) if speaker else skip
                is_summary = in_summary and speaker is None
                self.builder.passage(text, line, skip, chapter=chapter, in_summary=is_summary)
            elif token.type == "tr_close":
                self.opening = None
            elif token.type in ("fence", "colon_fence"):
                self.directive(token)

    def row(self, opening: Token, line: int) -> int | None:
        """Return the index of the chapter in a row of a table, or None."""
        if "podcast" not in opening.meta:
            opening.meta["podcast"] = self.placed(opening, line)
        return next((index for _, index in opening.meta["podcast"]), None)

    def timed_lines(self, opening: Token, inline: Token, line: int) -> None:
        """Read a paragraph with lines that are chapters."""
        marks: list[LineMark] = opening.meta[LINES]
        placed = self.placed(opening, line)
        chapters = {mark.number: index for mark, index in placed}
        titles = {mark.number: mark.time.title for mark in marks}
        chapter: int | None = None
        lines = [inline.content] if None in titles else inline.content.split("\n")
        for number, written in enumerate(lines):
            key = None if None in titles else number
            chapter = chapters.get(key, chapter)
            text, skip = plain_ranges(self.md, titles.get(key, written.rstrip()), self.env)
            below = min(number, _height(opening) - 1)
            self.builder.passage(text, line + below, skip, chapter=chapter, in_summary=False)

    def placed(self, opening: Token, line: int) -> list[tuple[LineMark, int]]:
        """Add chapters for lines, and return the index of each."""
        found = []
        for mark in opening.meta[LINES]:
            time = mark.time
            index = self.builder.chapter_of_line(
                self.plain(time.title), time.start or 0.0, time.end, mark.depth,
                line + min(mark.number or 0, _height(opening) - 1),
            )  # fmt: skip
            if index is not None:
                found.append((mark, index))
        chapters = [(self.builder.chapters[index], mark.time.leads) for mark, index in found]
        opening.meta["podcast_lines"] = [
            (chapter.id, chapter.title, chapter.start, chapter.end, leads)
            for chapter, leads in chapters
        ]
        return found

    def directive(self, token: Token) -> None:
        found = directives.from_fence(token.info, token.content, _line(token))
        if found is not None:
            self.builder.take_directive(found, self.nested, self.options.vocabulary)

    def nested(self, body: str, line: int) -> None:
        """Read the body of a ``pod:`` directive: prose, and nested directives."""
        tokens: list[Token] = []
        self.md.block.parse(body, self.md, dict(self.env), tokens)
        for token in tokens:
            if token.map:
                token.map = [token.map[0] + line - 1, token.map[1] + line - 1]
        self.passages(tokens)


def _height(token: Token) -> int:
    """Return the number of lines of a block in its file; a line may have been split."""
    first, last = token.map or (0, 1)
    return last - first


def _drop_rules(tokens: list[Token]) -> None:
    """Remove horizontal rules that separate nothing, because docutils does not allow them."""
    kept: list[Token] = []
    for token in tokens:
        if token.type == "hr" and token.level == 0:
            before = next((t for t in reversed(kept) if t.type != "front_matter"), None)
            if before is None or before.type in ("hr", "heading_close"):
                continue
        kept.append(token)
    while kept and kept[-1].type == "hr":
        kept.pop()
    tokens[:] = kept


def _is_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.level == 0


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _end(tokens: list[Token], index: int) -> int:
    """Return the index of the token that closes a block."""
    level = tokens[index].level
    return next(
        i
        for i in range(index + 1, len(tokens))
        if tokens[i].level == level and tokens[i].nesting < 0
    )


def _block(kind: str, tag: str, content: str, lines: list[int] | None) -> list[Token]:
    inline = Token("inline", "", 0, content=content, map=lines, children=[], block=True, level=1)
    opening = Token(f"{kind}_open", tag, 1, map=lines, block=True)
    return [opening, inline, Token(f"{kind}_close", tag, -1, block=True)]


def _paragraphs_of(tokens: Sequence[Token]) -> list[tuple[str, list[int]]]:
    """Return the paragraphs of a blockquote, each with its lines; none if it holds other blocks.

    A list of one item at the end (``- Ada``) is the speaker.
    """
    inlines = [token for token in tokens if token.type == "inline"]
    found = [(token.content, token.map or [0, 1]) for token in inlines]
    if len(tokens) == 3 * len(inlines):
        return found
    listed = [token.type for token in tokens[-7:]]
    is_speaker = len(tokens) == 3 * len(inlines) + 4 and listed[:2] == [
        "bullet_list_open", "list_item_open",
    ]  # fmt: skip
    if len(found) < 2 or not is_speaker or "\n" in found[-1][0]:
        return []
    return [*found[:-1], (f"— {found[-1][0]}", found[-1][1])]


def _lines_of(text: str, inlines: Sequence[tuple[str, list[int]]]) -> list[int]:
    """Return the lines of a part of some paragraphs."""
    first = text.partition("\n")[0]
    for content, lines in inlines:
        if (place := content.find(first)) >= 0:
            start = lines[0] + content.count("\n", 0, place)
            return [start, max(start + 1, lines[1])]
    return inlines[0][1]


def _paragraph(content: str, lines: list[int] | None) -> list[Token]:
    return _block("paragraph", "p", content, lines)
