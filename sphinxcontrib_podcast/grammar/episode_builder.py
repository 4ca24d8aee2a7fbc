"""Build an episode from what is found in a file, in reading order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sphinxcontrib_podcast.grammar.channel_fields import fields_of_page
from sphinxcontrib_podcast.grammar.dates import date_in_name, without_date
from sphinxcontrib_podcast.grammar.directives import FoundDirective
from sphinxcontrib_podcast.grammar.episode_fields import EpisodeFields, parse_options, read_fields
from sphinxcontrib_podcast.grammar.foreign_markup import Cleaned
from sphinxcontrib_podcast.grammar.front_matter import (
    FrontMatter,
    body_below,
    find_front_matter,
)
from sphinxcontrib_podcast.grammar.headings import HeadingTime, split_heading
from sphinxcontrib_podcast.grammar.language import language_of, language_of_file
from sphinxcontrib_podcast.grammar.media_addresses import is_path
from sphinxcontrib_podcast.grammar.text import Range, as_title
from sphinxcontrib_podcast.grammar.times import format_time, parse_time, time_id
from sphinxcontrib_podcast.grammar.transcript_fields import read_cues, speaker_names
from sphinxcontrib_podcast.grammar.urls import is_audio
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, fold
from sphinxcontrib_podcast.model import (
    ChannelEntry,
    Chapter,
    Definition,
    EntityEntry,
    Episode,
    Passage,
    Problem,
    Quote,
    ScannedDocument,
)
from sphinxcontrib_podcast.warning_names import Subtype

_MOST_AHEAD = 200  # chapters in which the end of a chapter is looked for
_LONGEST_SAMPLE = 8_000  # characters from which the language is detected
# Fields that a page about a folder may have as well.
_OF_ANY_PAGE = {"description", "tags", "image", "language", "links", "channel", "authors", "hosts"}
_TIMES = re.compile(r"^(?:#{1,6}|[ \t]*[-*+])[ \t][^\n]*\b\d{1,2}:\d\d\b", re.MULTILINE)


@dataclass
class EpisodeBuilder:
    """Collects the parts of one document; :meth:`finish` returns them as plain data."""

    docname: str
    path: str
    source: str
    is_episode: bool
    """Whether it is an episode: by its path, unless front matter or ``pod:episode`` decide."""
    project_language: str = "en"
    folder_channel: str = ""
    is_strangers: bool = False
    """Whether the file is treated as a stranger's."""
    may_be_episode: bool = False
    """Whether it is an episode if its content looks like one."""
    field_files: Mapping[str, EpisodeFields] = field(default_factory=dict)
    """The fields in files with its name, by path."""
    fields: EpisodeFields = field(default_factory=EpisodeFields)
    """The fields found so far, in these files and in the body."""
    title: str = ""
    lost_breaks: bool = False
    problems: list[Problem] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    entries: list[EntityEntry] = field(default_factory=list)
    _listed: dict[tuple[str, str, str], int] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    _summary: list[str] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)
    _starts: dict[float, int] = field(default_factory=dict)
    #: The open sections: depth, title, and chapter (None for other sections).
    _open: list[tuple[int, str, int | None]] = field(default_factory=list)
    is_in_summary: bool = True
    #: The lines of the file that are a transcript, as ranges that count from 0.
    transcript_lines: tuple[tuple[int, int], ...] = ()
    #: The kinds of markup of site generators that were removed.
    foreign_markup: tuple[str, ...] = ()
    #: Chapters that start at the same time as another one, and after the end of the episode.
    _doubles: dict[float, list[int]] = field(default_factory=dict)
    _late: list[tuple[float, int]] = field(default_factory=list)
    #: The chapters of front matter by their start. A line of the body gives them a place.
    _chapters_of_front_matter: dict[int, int] | None = None
    #: The text of the section that is the summary, and of a label such as "TL;DR".
    _own_summary: list[str] = field(default_factory=list)
    _is_own_summary: bool = False
    _stated_summary: str = ""

    @cached_property
    def _found_front_matter(self) -> FrontMatter | None:
        return find_front_matter(self.source)

    @cached_property
    def _own_fields(self) -> EpisodeFields:
        return read_fields(self._found_front_matter)

    @property
    def own_data(self) -> Mapping[Any, Any]:
        """The front matter of the file itself, as it was read."""
        return self._own_fields.data

    @property
    def fields_of_files(self) -> EpisodeFields:
        """The fields of front matter, and those of files with its name."""
        fields = self._own_fields
        for of_file in self.field_files.values():
            fields = fields.over(of_file)
        return fields

    @property
    def body(self) -> str:
        """The source with blank lines in place of the front matter."""
        return body_below(self.source, self._found_front_matter)

    @property
    def fallback_title(self) -> str:
        """A title from the name of the file, or of the folder if it is an index."""
        stem = without_date(self.docname.removesuffix("/index").rpartition("/")[2])
        return " ".join(stem.replace("-", " ").replace("_", " ").split()) or stem

    def problem(self, line: int, subtype: Subtype, message: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(self.path, line, subtype, message))

    def read_front_matter(self) -> None:
        """Read the front matter, which may decide whether the file is an episode.

        Report problems of files with its name as well.
        """
        fields = self.fields_of_files
        if fields.podcast is not None:
            self.is_episode = fields.podcast
        elif self.may_be_episode:
            self.is_episode = self._looks_like_episode(fields)
        if self.is_episode or fields.podcast is not None:
            self.fields = fields
            for path, found in {self.path: self._own_fields, **self.field_files}.items():
                for line, message in found.problems:
                    self.problems.append(Problem(path, line, "front_matter", message))

    def _looks_like_episode(self, fields: EpisodeFields) -> bool:
        """Return whether the index of a folder is an episode, and not a page about the folder."""
        if "{toctree}" in self.source:
            return False
        return bool(
            self.field_files or set(fields.values) - _OF_ANY_PAGE or _TIMES.search(self.body)
        )

    def front_matter_line(self, key: str) -> int:
        """Return the line of a field of the front matter."""
        lines = enumerate(self.source.split("\n") if key else (), 1)
        return next((n for n, line in lines if line.startswith(key)), 1)

    def take_facts(self, facts: EpisodeFields) -> None:
        """Add facts from the body. Those of front matter take precedence."""
        fields = {**facts.values, **self.fields.values}
        self._stated_summary = self._stated_summary or facts.description
        self.fields = replace(self.fields, values=fields)

    def take_cleaned(self, body: Cleaned) -> str:
        """Take the facts from markup of other programs, and return the text without it."""
        fields = dict(self.fields.values)
        if body.tags:
            fields["tags"] = tuple(dict.fromkeys((*fields.get("tags", ()), *body.tags)))
        for path in body.recordings if not fields.keys() & {"audio", "video"} else ():
            fields.setdefault("audio" if is_audio(path) else "video", path)
        self.fields = replace(self.fields, values=fields)
        self.foreign_markup = body.left_out
        return body.text

    def section(
        self, depth: int, title: str = "", chapter: int | None = None, *, is_summary: bool = False
    ) -> None:
        """Enter a section. Depth 1 is directly below the title; depth 0 leaves all sections."""
        self.is_in_summary = False
        self._is_own_summary = is_summary and not self._own_summary
        while self._open and self._open[-1][0] >= max(depth, 1):
            self._open.pop()
        if depth:
            self._open.append((depth, title, chapter))

    @property
    def current_chapter(self) -> int | None:
        """The index of the innermost open chapter."""
        return next((c for _, _, c in reversed(self._open) if c is not None), None)

    def chapter(
        self, title: str, start: float, end: float | None, depth: int, line: int
    ) -> Chapter:
        """Enter a section that is a chapter."""
        self.section(depth)
        parent = self.current_chapter
        self._check_order(start, parent, line)
        if end is not None and end < start:
            self.problem(
                line, "time",
                f"the chapter ends ({format_time(end)}) before it starts "
                f"({format_time(start)}); its end was left out",
            )  # fmt: skip
            end = None
        chapters_above = sum(c is not None for _, _, c in self._open)
        chapter = Chapter(
            self._unique(time_id(start)), as_title(title), start, end, chapters_above + 1, line
        )
        self.chapters.append(chapter)
        self._open.append((depth, title, len(self.chapters) - 1))
        return chapter

    def listed_chapter(
        self, title: str, start: float, end: float | None, depth: int, line: int
    ) -> int:
        """Add a chapter that is a line of a list, and return its index."""
        self._check_order(start, self.current_chapter, line)
        end = end if end is None or end >= start else None
        id_ = self._unique(time_id(start))
        depth += sum(c is not None for _, _, c in self._open)
        self.chapters.append(Chapter(id_, as_title(title), start, end, depth, line))
        return len(self.chapters) - 1

    def take_chapters(self, times: Iterable[HeadingTime], line: int) -> None:
        """Add the chapters of front matter.

        :param line: the line of their list.
        """
        places: dict[int, int] = {}
        for time in times:
            start = time.start or 0.0
            places[int(start)] = self.listed_chapter(time.title, start, time.end, 1, line)
        self._chapters_of_front_matter = places or None

    def chapter_of_line(
        self, title: str, start: float, end: float | None, depth: int, line: int
    ) -> int | None:
        """Return the index of the chapter on a line of the body, or None.

        If front matter has chapters, it is one of them.
        """
        if self._chapters_of_front_matter is None:
            return self.listed_chapter(title, start, end, depth, line)
        return self._chapters_of_front_matter.pop(int(start), None)

    def _check_order(self, start: float, parent: int | None, line: int) -> None:
        same = self._starts.setdefault(start, len(self.chapters))
        duration = self.fields.values.get("duration")
        if same not in (len(self.chapters), parent):
            self._doubles.setdefault(start, []).append(line)
        elif self.chapters and start < self.chapters[-1].start:
            before = format_time(self.chapters[-1].start)
            self.problem(
                line, "time",
                f"the chapter at {format_time(start)} comes after the one at {before}; "
                "correct its time or move it",
            )  # fmt: skip
        if duration is not None and start > duration:
            self._late.append((start, line))

    def _report_times(self) -> None:
        """Report chapters with the same time, and chapters after the end of the episode."""
        for start, lines in self._doubles.items():
            first = self.chapters[self._starts[start]].line
            count = "two" if len(lines) == 1 else str(len(lines) + 1)
            self.problem(
                lines[0], "time",
                f"{count} chapters start at {format_time(start)} (the first on line {first}); "
                "correct their times",
            )  # fmt: skip
        if self._late:
            start, line = self._late[0]
            duration = format_time(self.fields.values["duration"])
            more = len(self._late) - 1
            self.problem(
                line, "time",
                f"the chapter starts at {format_time(start)}, after the end of the episode "
                f"({duration})" + f", and so do {more} more" * bool(more) + "; correct its time "
                "or 'duration'",
            )  # fmt: skip

    def quote(
        self,
        text: str,
        speaker: str,
        comment: str,
        start: float | None,
        line: int,
        translation: str = "",
    ) -> Quote:
        """Add a quote. Call :meth:`passage` for its text as well."""
        chapter = self.current_chapter
        moment = self.chapters[chapter].start if chapter is not None else start
        base = "q-" + time_id(moment)[2:] if moment is not None else "q"
        quote = Quote(self._unique(base), text, speaker, comment, start, chapter, line, translation)
        self.quotes.append(quote)
        return quote

    def entry(
        self, name: str, type_: str, role: str, description: str, href: str, line: int
    ) -> EntityEntry:
        """Add a line of an entity list."""
        name = as_title(name)
        first = self._listed.setdefault((fold(name), type_, role), line)
        if first != line:
            self.problem(
                line, "entity",
                f"'{name}' is listed twice (first on line {first}); "
                "both descriptions are shown; merge them",
            )  # fmt: skip
        entry = EntityEntry(name, type_, role, description, href, line)
        self.entries.append(entry)
        return entry

    def passage(
        self,
        text: str,
        line: int,
        skip: tuple[Range, ...],
        *,
        quote: bool = False,
        chapter: int | None = None,
        in_summary: bool = True,
    ) -> None:
        """Add a paragraph of text. Before the first section, it belongs to the summary.

        :param chapter: the chapter it belongs to, if that is not a section.
        """
        number = len(self.quotes) - 1 if quote else None
        chapter = self.current_chapter if chapter is None else chapter
        self.passages.append(Passage(text, line, chapter, number, skip))
        if self.is_in_summary and in_summary and not quote:
            self._summary.append(text)
        elif self._is_own_summary and not quote:
            self._own_summary.append(text)

    def take_summary(self, text: str) -> None:
        """Take the text of a callout that is the summary."""
        self._own_summary = self._own_summary or [text]

    def take_directive(
        self,
        found: FoundDirective,
        read_body: Callable[[str, int], None],
        vocabulary: Vocabulary,
    ) -> None:
        """Add the content of a ``pod:`` directive.

        :param read_body: reads the Markdown or reStructuredText of its body.
        """
        options = found.options
        match found.name:
            case "episode":
                fields = parse_options(options, found.line)
                self.is_episode = True
                self.fields = replace(
                    fields,
                    podcast=True,
                    values={**self.fields.values, **fields.values},
                    description=fields.description or self.fields.description,
                    languages=fields.languages or self.fields.languages,
                )
                for line, message in fields.problems:
                    self.problem(line, "front_matter", message)
            case "chapter":
                self._take_chapter(found, read_body)
            case "quote":
                self._take_quote(found)
            case "entity" if not self.is_strangers:
                type_ = options.get("type", "")
                aliases = options.get("aliases", "").split(",")
                self.definitions.append(
                    Definition(
                        self.docname,
                        self.path,
                        found.argument,
                        vocabulary.type_of(type_) if type_ else "",
                        options.get("id", ""),
                        tuple(a.strip() for a in aliases if a.strip()),
                        " ".join(found.body.split("\n\n", 1)[0].split()),
                        found.line,
                    )
                )
            case _:
                pass

    def _take_chapter(self, found: FoundDirective, read_body: Callable[[str, int], None]) -> None:
        time = split_heading(found.argument)
        if time.start is None:
            return  # the directive reports it when it runs
        end = _time(found.options.get("end", "")) or time.end
        if time.title:
            around = len(self._open)
            depth = self._open[-1][0] + 1 if self._open else 1
            self.chapter(time.title, time.start, end, depth, found.line)
            read_body(found.body, found.body_line)
            del self._open[around:]
        elif self._open:
            depth, title, _ = self._open[-1]
            self.chapter(title, time.start, end, depth, found.line)
            read_body(found.body, found.body_line)

    def _take_quote(self, found: FoundDirective) -> None:
        start = _time(found.options.get("time", ""))
        text = "\n".join(" ".join(p.split()) for p in found.body.split("\n\n"))
        self.quote(text, found.argument, "", start, found.line)
        self.passage(text, found.body_line, (), quote=True)

    def _unique(self, base: str) -> str:
        number = self._ids.get(base, 0) + 1
        while (name := base if number == 1 else f"{base}-{number}") in self._ids:
            number += 1
        self._ids[base] = number
        self._ids.setdefault(name, 1)
        return name

    def finish(self) -> ScannedDocument:
        """Return the document as plain data."""
        if not self.is_episode:
            channel = self._channel()
            return ScannedDocument(
                self.docname, None, tuple(self.definitions), tuple(self.problems), channel=channel
            )
        self._report_times()
        fields: dict[str, Any] = dict(self.fields.values)
        fields.pop("title", None)
        fields.setdefault("channel", self.folder_channel)
        if "date" not in fields and (date := date_in_name(self.docname.removesuffix("/index"))):
            fields["date"] = date
        fields["language"] = self._language()
        episode = Episode(
            docname=self.docname,
            path=self.path,
            title=as_title(self.title),
            summary=self.fields.description
            or " ".join(self._own_summary)
            or self._stated_summary
            or " ".join(self._summary),
            transcript_lines=self.transcript_lines,
            chapters=self._with_ends(fields.get("duration")),
            quotes=tuple(self.quotes),
            entries=tuple(self.entries),
            passages=tuple(self.passages),
            cues=read_cues(self.fields.data, self.fields.line_of),
            speakers=speaker_names(self.fields.data),
            beside=tuple(self.field_files),
            is_strangers=self.is_strangers,
            **fields,
        )
        return ScannedDocument(
            self.docname,
            episode,
            tuple(self.definitions),
            tuple(self.problems),
            self.fields.is_draft,
            self.foreign_markup,
        )

    def _channel(self) -> ChannelEntry | None:
        """Return the fields about a channel if this is a page about its folder."""
        if not self.folder_channel or self.may_be_episode or self.definitions:
            return None

        def report(key: str, wanted: str) -> None:
            line = self._own_fields.line_of(key)
            self.problem(line, "front_matter", f"'{key}' must be {wanted}")

        fields = fields_of_page(self.own_data, report)
        if (image := fields.get("image", "")) and not is_path(image) and self.is_strangers:
            del fields["image"]  # other sites must not track readers
        elif image and is_path(image):
            fields["image"] = posixpath.join(posixpath.dirname(self.docname), image)
        return ChannelEntry(self.folder_channel, self.path, 1, **fields) if fields else None

    def _language(self) -> str:
        """Return the language, which is detected from the text without that of links."""
        texts = [self.title, *(chapter.title for chapter in self.chapters)]
        size = 0
        for passage in self.passages:
            position = 0
            for start, end in (*passage.skip, (len(passage.text),) * 2):
                texts.append(passage.text[position:start])
                position = end
            size += len(passage.text)
            if size > _LONGEST_SAMPLE:
                break
        given = self.fields.languages or (language_of_file(self.docname)[1],)
        return language_of(" ".join(texts), [*filter(None, given)], self.project_language)

    def _with_ends(self, duration: float | None) -> tuple[Chapter, ...]:
        """Return the chapters with their ends: stated, at the next chapter, or at the end."""
        chapters = []
        for index, chapter in enumerate(self.chapters):
            end = chapter.end
            if end is None:
                later = self.chapters[index + 1 : index + _MOST_AHEAD]
                end = next(
                    (
                        c.start
                        for c in later
                        if c.depth <= chapter.depth and c.start > chapter.start
                    ),
                    None,
                )
            if end is None and duration is not None and duration > chapter.start:
                end = duration
            chapters.append(replace(chapter, end=end))
        return tuple(chapters)


def _time(text: str) -> float | None:
    """Return the time in an option, or None. The directive reports invalid ones when it runs."""
    try:
        return parse_time(text)
    except ValueError:
        return None
