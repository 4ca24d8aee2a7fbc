"""The episode grammar as a markdown-it plugin.

One core rule, between ``block`` and ``inline``, reads the block tokens of an episode
into a :class:`EpisodeBuilder` and marks what it understood in ``token.meta["podcast"]``. The
scanner stops there and keeps the draft; the renderer goes on and draws the marks.
The rule acts once, on the text whose environment carries a draft: fragments that a
directive or a translation has parsed are left alone.

Marks, all of them on the opening token:

=================  ======================================================
heading            ``Chapter``; its text has lost the time
blockquote         ``Quote``; its paragraphs have lost emphasis and speaker
paragraph          ``"comment"``: what followed a quote's closing mark
list               ``"entities"``: at least one item is an entity
list_item          ``EntityEntry``; its text is only the description
=================  ======================================================

The lines of a paragraph, or the row of a table, that are chapters are under ``"podcast_lines"``:
id, title, start and end, and whether the time comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sphinxcontrib_podcast.grammar import directives
from sphinxcontrib_podcast.grammar.body_transcript import take_transcript
from sphinxcontrib_podcast.grammar.chapter_fields import read_chapters
from sphinxcontrib_podcast.grammar.chapter_marks import (
    DRAFT,
    LINES,
    TIME,
    LineMark,
    bold_lines_alone,
    mark_bold_items,
    mark_headings,
    mark_lines,
)
from sphinxcontrib_podcast.grammar.emphasis import cjk_friendly_emphasis
from sphinxcontrib_podcast.grammar.entity_lines import parse_entry
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.facts import as_options, read_facts
from sphinxcontrib_podcast.grammar.fields import parse_options
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.quotes import parse_quote
from sphinxcontrib_podcast.grammar.scripts import QUOTATION_MARKS
from sphinxcontrib_podcast.grammar.text import plain, plain_ranges
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.urls import is_harmless
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, fold, is_summary_heading

_LOST_BREAKS = re.compile(r"\s(?=#{1,6}\s+[\[(（［`]?\d{1,3}[:：]\d{2})")


@dataclass(frozen=True)
class GrammarOptions:
    """What a project may set: its vocabulary, and whether every blockquote is a quote."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary.load)
    every_quote: bool = False


def podcast_plugin(md: MarkdownIt, options: GrammarOptions) -> None:
    """Teach a markdown-it parser to read episodes."""
    cjk_friendly_emphasis(md)
    bold_lines_alone(md)

    def mark(state: StateCore) -> None:
        draft = state.env.pop(DRAFT, None)
        if draft is not None:
            _Marker(md, state.env, options, draft).mark(state.tokens)

    md.core.ruler.before("inline", "podcast", mark)


class _Marker:
    """Reads and marks the tokens of one document."""

    def __init__(
        self, md: MarkdownIt, env: Any, options: GrammarOptions, draft: EpisodeBuilder
    ) -> None:
        self.md = md
        self.env = env
        self.options = options
        self.draft = draft
        self.opening: Token | None = None  # of lines or a row with times, inside of which one is
        self.is_facts = False

    def mark(self, tokens: list[Token]) -> None:
        self.draft.read_front_matter()
        self.draft.is_episode |= any(
            token.info.strip().startswith("{pod:episode}")
            for token in tokens
            if token.type in ("fence", "colon_fence")
        )
        if self.draft.is_episode:
            self.title(tokens)
            self.draft.transcript_lines = take_transcript(tokens)
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

    # -- what front matter says besides fields -----------------------------------

    def given_quotes(self, tokens: list[Token]) -> None:
        """Show the quotes of front matter below the summary, as if they were written there."""
        quotes: list[Token] = []
        for found in self.draft.front_matter.quotes():
            time = format_time(found.start) if found.start is not None else ""
            source = ", ".join(filter(None, (_escape(found.speaker), time)))
            words = found.text.strip('"')
            words = words if words.startswith(tuple(QUOTATION_MARKS)) else f"“{words}”"
            text = f"> {_escape(words)}\n" + (f">\n> — {source}\n" if source else "")
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
        """List what front matter names, if the text does not list it."""
        listed = {fold(entry.name) for entry in self.draft.entries}
        for found in self.draft.front_matter.entities(self.options.vocabulary):
            if fold(found.name) not in listed:
                listed.add(fold(found.name))
                self.draft.entry(
                    found.name, found.type, "", found.description, found.href, found.line
                )

    # -- title and levels ------------------------------------------------------

    def title(self, tokens: list[Token]) -> None:
        """Give the page one title: of the front matter, the first H1, or the file's name."""
        given = self.draft.front_matter.fields.get("title", "")
        heading = self.first_h1(tokens)
        if heading is not None and given and self.is_section(tokens, heading):
            heading = None
        if heading is not None:
            self.lost_breaks(tokens, heading)
            written = self.plain(tokens[heading + 1].content)
            self.draft.title = given or written
            if given and written and given != written:
                # the front matter wins; the heading is not lost
                tokens[heading + 3 : heading + 3] = _paragraph(
                    tokens[heading + 1].content, tokens[heading].map
                )
                tokens[heading + 1].content = _escape(given)
            block = tokens[heading : heading + 3]
            del tokens[heading : heading + 3]
            if self.draft.title:
                block[0].meta["podcast"] = "title"
                tokens[:0] = block  # what stood before it is summary
                return
        self.draft.title = given or self.draft.fallback_title
        if not given:
            what = "has no title" if self.draft.source.strip() else "is empty"
            self.draft.problem(
                1, "title",
                f"the episode {what}; its file name is shown instead. "
                "Write '# Title' on the first line, or 'title:' in the front matter",
            )  # fmt: skip
        new = _block("heading", "h1", _escape(self.draft.title), [0, 1])
        new[0].markup = "#"
        new[0].meta["podcast"] = "title"
        tokens[:0] = new

    def first_h1(self, tokens: list[Token]) -> int | None:
        """The index of the first H1 before the chapters begin."""
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
        """Whether the first H1 of a file whose front matter has a title begins a section.

        It does if there are several, or text before it, unless it repeats the title.
        """
        text = tokens[heading + 1].content
        title = self.draft.front_matter.fields["title"]
        if fold(self.plain(text)) == fold(title) or _LOST_BREAKS.search(text):
            return False
        several = sum(_is_heading(token) and token.tag == "h1" for token in tokens) > 1
        return several or heading > 0

    def lost_breaks(self, tokens: list[Token], heading: int) -> None:
        """A file whose line breaks were lost is one long heading: show it as paragraphs."""
        inline = tokens[heading + 1]
        pieces = _LOST_BREAKS.split(inline.content)
        if len(pieces) < 2:
            return
        self.draft.lost_breaks = True
        self.draft.problem(
            (tokens[heading].map or [0])[0] + 1, "format",
            "the line breaks of this file were lost: headings stand inside a line. "
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
        """Find the times of chapters: of headings, else of front matter, else of lists."""
        listed = read_chapters(self.draft.front_matter.data)
        line = self.draft.front_matter_line(listed.key)
        for number in listed.left_out:
            self.draft.problem(
                line, "front_matter",
                f"item {number} of '{listed.key}' has no time; it was left out. "
                "Write 'time: 02:04' and 'title: Title'",
            )  # fmt: skip
        headings = mark_headings(tokens)
        if headings.chapters:
            mark_bold_items(tokens)
            return
        if self.draft.lost_breaks:
            return
        lines = mark_lines(tokens, self.draft.source)
        if not lines.chapters and not listed.chapters:
            self.draft.unread_times = sorted([*headings.left_out, *lines.left_out])
        self.draft.take_chapters(listed.chapters, line)

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

    # -- what stands in the sections -------------------------------------------

    def sections(self, tokens: list[Token]) -> None:
        """Walk the document once, section by section."""
        index = 0
        listing = ""  # the tag of the heading of the entity section one is in
        group = ""  # a type given by a heading within it
        while index < len(tokens):
            token = tokens[index]
            if _is_heading(token):
                if token.meta.get("podcast") != "title":
                    text = tokens[index + 1].content
                    if listing and token.tag > listing:
                        group = self.options.vocabulary.known_type(self.plain(text))
                    else:
                        named = self.options.vocabulary.is_entity_heading(self.plain(text))
                        listing, group = (token.tag, "") if named else ("", "")
                    if listing:
                        self.draft.section(0)
                    else:
                        self.heading(token, tokens[index + 1])
                index += 3
            elif token.type in ("bullet_list_open", "ordered_list_open") and token.level == 0:
                end = _end(tokens, index)
                block = tokens[index : end + 1]
                if self.facts(block) or not self.entities(block, bool(listing), group):
                    self.passages(block)
                index = end + 1
            elif token.type == "paragraph_open" and token.level == 0:
                block = tokens[index : index + 3]
                self.facts(block)
                self.passages(block)
                index += 3
            elif token.type == "blockquote_open" and token.level == 0:
                end = _end(tokens, index)
                if not self.quote(tokens, index, end):
                    self.passages(tokens[index : end + 1])
                    index = end + 1
                else:
                    index = _end(tokens, index) + 1
            else:
                self.passages([token])
                index += 1

    def heading(self, token: Token, inline: Token) -> None:
        line = _line(token)
        time = token.meta.get(TIME)
        if time is not None and time.invalid:
            self.draft.problem(
                line, "time",
                f"'{time.invalid}' is not a valid time, so this heading is not a chapter. "
                "Write minutes and seconds, '[MM:SS]' or '[H:MM:SS]', or remove it",
            )  # fmt: skip
        if time is None or time.start is None:
            title = self.plain(inline.content)
            self.draft.section(int(token.tag[1]) - 1, title, is_summary=is_summary_heading(title))
            return
        inline.content = time.title
        token.meta["podcast"] = self.draft.chapter(
            self.plain(time.title), time.start, time.end, int(token.tag[1]) - 1, line
        )

    def quote(self, tokens: list[Token], index: int, end: int) -> bool:
        inner = tokens[index + 1 : end]
        inlines = [t for t in inner if t.type == "inline"]
        if len(inner) != 3 * len(inlines) or not inlines:
            return False  # it holds more than paragraphs
        opening = tokens[index]
        quoted = parse_quote(
            [t.content for t in inlines],
            str(opening.attrs.pop("attribution", "")),
            every=self.options.every_quote,
        )
        if quoted is None:
            return False
        texts = [plain_ranges(self.md, p, self.env) for p in quoted.paragraphs]
        quote = self.draft.quote(
            "\n".join(text for text, _ in texts),
            self.plain(quoted.speaker),
            self.plain(quoted.comment),
            quoted.start,
            _line(opening),
        )
        for (text, skip), inline in zip(texts, inlines, strict=False):
            self.draft.passage(text, _line(inline), skip, quote=True)
        opening.meta["podcast"] = quote
        new = [
            token
            for paragraph, inline in zip(quoted.paragraphs, inlines, strict=False)
            for token in _paragraph(paragraph, inline.map)
        ]
        if quoted.comment:
            comment = _paragraph(quoted.comment, inlines[-1].map)
            comment[0].meta["podcast"] = "comment"
            self.draft.passage(quote.comment, _line(inlines[-1]), ())
            new += comment
        tokens[index + 1 : end] = new
        return True

    def entities(self, tokens: list[Token], listed: bool, group: str) -> bool:
        """Read a list as entities; False where it is none."""
        items = [
            (token, tokens[i + 2])
            for i, token in enumerate(tokens)
            if token.type == "list_item_open"
            and token.level == 1
            and tokens[i + 1].type == "paragraph_open"
        ]
        total = sum(t.type == "list_item_open" and t.level == 1 for t in tokens)
        parsed = [parse_entry(inline.content, listed=listed) for _, inline in items]
        if not any(parsed) or (not listed and not (all(parsed) and len(items) == total)):
            return False
        if not listed:
            types = [self.options.vocabulary.known_type(self.plain(e.type)) for e in parsed if e]
            if 2 * sum(map(bool, types)) <= len(types):
                return False  # what stands in the brackets is no type: a translation, a place
        tokens[0].meta["podcast"] = "entities"
        for (item, inline), entry in zip(items, parsed, strict=True):
            if entry is None:
                self.draft.problem(
                    _line(inline), "entity",
                    "this line of the entity list was not understood. "
                    "Write '- **Name** (Type): description'",
                )  # fmt: skip
                continue
            href = ""
            if link := re.match(r"\[.*\]\(<?([^()\s<>]+)", entry.name):
                href = link[1] if is_harmless(link[1]) else ""
            given = self.plain(entry.type)
            kind = self.options.vocabulary.type_of(given) if given else group
            item.meta["podcast"] = self.draft.entry(
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
        """Read a list or a paragraph below the title that states facts; return if it does."""
        self.is_facts = False
        if not self.draft.is_in_summary or any(LINES in token.meta for token in block):
            return False
        inlines = [token.content for token in block if token.type == "inline"]
        items = sum(token.type == "list_item_open" for token in block)
        if items and items != len(inlines):
            return False  # it is nested
        facts = read_facts(inlines if items else inlines[0].split("\n"))
        if facts is not None:
            self.draft.take_facts(parse_options(as_options(facts), _line(block[0])))
            self.is_facts = True
        return facts is not None

    def passages(self, tokens: list[Token]) -> None:
        """Keep the text of blocks as it is, for summary and mentions."""
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
                self.draft.passage(text, line, skip, chapter=chapter, in_summary=not self.is_facts)
            elif token.type == "tr_close":
                self.opening = None
            elif token.type in ("fence", "colon_fence"):
                self.directive(token)

    def row(self, opening: Token, line: int) -> int | None:
        """Return the chapter that a row of a table is."""
        if "podcast" not in opening.meta:
            opening.meta["podcast"] = self.placed(opening, line)
        return next((index for _, index in opening.meta["podcast"]), None)

    def timed_lines(self, opening: Token, inline: Token, line: int) -> None:
        """Read a paragraph that has lines which are chapters."""
        marks: list[LineMark] = opening.meta[LINES]
        placed = self.placed(opening, line)
        chapters = {mark.number: index for mark, index in placed}
        titles = {mark.number: mark.time.title for mark in marks}
        chapter: int | None = None
        lines = [inline.content] if None in titles else inline.content.split("\n")
        for number, written in enumerate(lines):
            key = None if None in titles else number
            chapter = chapters.get(key, chapter)
            text, skip = plain_ranges(self.md, titles.get(key, written), self.env)
            self.draft.passage(text, line + number, skip, chapter=chapter, in_summary=False)

    def placed(self, opening: Token, line: int) -> list[tuple[LineMark, int]]:
        """Make chapters of lines, and return the index of each."""
        found = []
        for mark in opening.meta[LINES]:
            time = mark.time
            index = self.draft.chapter_of_line(
                self.plain(time.title), time.start or 0.0, time.end, mark.depth,
                line + (mark.number or 0),
            )  # fmt: skip
            if index is not None:
                found.append((mark, index))
        chapters = [(self.draft.chapters[index], mark.time.leads) for mark, index in found]
        opening.meta["podcast_lines"] = [
            (chapter.id, chapter.title, chapter.start, chapter.end, leads)
            for chapter, leads in chapters
        ]
        return found

    def directive(self, token: Token) -> None:
        found = directives.from_fence(token.info, token.content, _line(token))
        if found is not None:
            self.draft.take_directive(found, self.nested, self.options.vocabulary)

    def nested(self, body: str, line: int) -> None:
        """Read the body of a ``pod:`` directive: prose, and directives within."""
        tokens: list[Token] = []
        self.md.block.parse(body, self.md, dict(self.env), tokens)
        for token in tokens:
            if token.map:
                token.map = [token.map[0] + line - 1, token.map[1] + line - 1]
        self.passages(tokens)


def _drop_rules(tokens: list[Token]) -> None:
    """Remove horizontal rules that separate nothing: docutils has no form for them."""
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
    """The index of the token that closes a block."""
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


def _paragraph(content: str, lines: list[int] | None) -> list[Token]:
    return _block("paragraph", "p", content, lines)


def _escape(text: str) -> str:
    """Text as Markdown that shows just this text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
