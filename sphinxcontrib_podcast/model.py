"""The archive as plain, frozen data.

Times are seconds from the start of the episode, as ``float``. Lines are 1-based.
Text is plain text (no Markdown), unless a field's name ends in ``_markdown``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from sphinxcontrib_podcast.warning_names import Subtype

#: Pairs of a language and a text; the language may be empty.
Texts = tuple[tuple[str, str], ...]


class _Record:
    """Frozen data that is pickled as its values, five times as fast as dataclasses do it."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Problem(_Record):
    """Something wrong in a source file, which is reported as a warning."""

    path: str
    """Relative to the source folder."""
    line: int
    subtype: Subtype
    """The part after ``podcast.`` in ``suppress_warnings``."""
    message: str


class FeedTag(NamedTuple):
    """An element of the namespace of Podcasting 2.0, as an author gives it."""

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[FeedTag, ...] = ()


class PodcastFeed(NamedTuple):
    """The fields for the podcast feed that an author gives for a show or an episode."""

    given: tuple[tuple[str, str], ...]
    """Pairs of a field and the value: ``author``, ``explicit``, …; flags are true or false."""

    tags: tuple[FeedTag, ...] = ()
    seasons: tuple[tuple[int, str], ...] = ()
    """The names of seasons by their numbers."""


@dataclass(frozen=True, slots=True)
class Chapter(_Record):
    """A titled stretch of an episode that starts at a time."""

    id: str
    """The id of the chapter in its page: ``t-02-04``."""
    title: str
    """Empty if the heading is only a time."""
    start: float
    end: float | None
    """The end that the heading gives, or the start of the next chapter, or the duration."""
    depth: int
    """1 for a chapter, 2 for a sub-chapter, and so on."""
    line: int


@dataclass(frozen=True, slots=True)
class Verdict(_Record):
    """The result of comparing a quote with the transcript.

    All fields but ``kind`` describe the passage that was found, or the most similar one.
    """

    kind: str
    """The wording: ``verbatim``, ``edited``, ``contradicted`` (edited so that it means something
    else), ``missing``, or ``translated`` (not judged, because the transcript is in another
    language)."""
    start: float | None = None
    end: float | None = None
    speaker: str = ""
    """Of several speakers, the one who signs the quote, or the first."""
    score: int = 0
    """From 0 to 100."""
    words: str = ""
    difference: tuple[tuple[str, str], ...] = ()
    """Pairs of an operation and a text that turn the quote into the passage: ``""`` for common
    text, ``del`` and ``ins``. Empty for the exact words."""
    is_elsewhere: bool = False
    """Whether the passage is in another chapter."""
    contrary: tuple[tuple[str, str], ...] = ()
    """For a contradiction, the words of the quote and those that were said."""
    cut: tuple[str, str] = ("", "")
    """The rest of the sentence before and after the passage, if it turns its meaning."""

    @property
    def is_found(self) -> bool:
        """Whether a passage of the transcript is the source of the quote."""
        return self.kind in ("verbatim", "edited", "contradicted")


@dataclass(frozen=True, slots=True)
class Quote(_Record):
    """Words that somebody said."""

    id: str
    """The id of the quote in its page: ``q-02-04``."""
    text: str
    """With the quotation marks of the source."""
    speaker: str
    """As the quote is signed; may be empty."""
    comment: str
    start: float | None
    """The quote's own time, if it is known."""
    chapter: int | None
    """The index of its chapter in ``Episode.chapters``."""
    line: int
    translation: str = ""
    """The same words in another language."""
    verdict: Verdict | None = None
    """Set if the episode has a transcript."""
    is_speaker_found: bool = False
    """Whether the speaker is that of the transcript, because the quote is not signed."""


@dataclass(frozen=True, slots=True)
class EntityEntry(_Record):
    """A line of an episode's list of entities."""

    name: str
    type: str
    """The id of an entity type, such as ``person``; empty if the line has none."""
    role: str
    """The word after the type: ``presenter`` in ``(Person, presenter)``."""
    description: str
    href: str
    """The address to which the name links."""
    line: int


@dataclass(frozen=True, slots=True)
class Definition(_Record):
    """A directive ``pod:entity``."""

    docname: str
    path: str
    name: str
    type: str
    id: str
    aliases: tuple[str, ...]
    description: str
    line: int


@dataclass(frozen=True, slots=True)
class RegistryEntry(_Record):
    """An entity of the registry."""

    id: str
    """The key of the table."""
    name: str
    path: str
    line: int
    type: str = ""
    labels: Texts = ()
    """Names by language."""
    aliases: tuple[str, ...] = ()
    readings: Texts = ()
    """Readings of the name by language."""
    descriptions: Texts = ()
    """Descriptions by language."""
    same_as: tuple[str, ...] = ()
    image: str = ""
    match: str = ""
    """Where its names are found: ``never``, ``listed`` or ``everywhere``. If empty, it depends on
    the name."""
    case_sensitive: bool | None = None
    channels: tuple[str, ...] = ()
    """The channels in which the name means this entity."""
    role: str = ""
    """The role that tells it from another entity with the same name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name, the labels and the aliases, without duplicates."""
        labels = (text for _, text in self.labels)
        return tuple(dict.fromkeys((self.name, *labels, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Cue(_Record):
    """Words of a transcript."""

    start: float
    """0 for all cues of a transcript without times."""
    end: float | None
    """None if unknown."""
    speaker: str
    """Empty if unknown."""
    text: str
    line: int
    """The line in the transcript file."""


@dataclass(frozen=True, slots=True)
class Media(_Record):
    """The recording of an episode."""

    kind: str
    """``audio`` or ``video`` for a file; ``youtube``, ``vimeo`` or ``peertube`` for a page."""
    url: str
    """The address. For a file of the project, the path relative to the source folder."""
    embed: str = ""
    """The address that a frame shows, for a page."""
    is_local: bool = False
    """Whether the file belongs to the project."""


@dataclass(frozen=True, slots=True)
class Passage(_Record):
    """A paragraph or similar part of an episode, in which names are searched for."""

    text: str
    line: int
    chapter: int | None = None
    """The index of its chapter."""
    quote: int | None = None
    """The index of the quote that it belongs to."""
    skip: tuple[tuple[int, int], ...] = ()
    """Ranges of ``text`` in which names do not count: links, code, math."""
    moments: tuple[tuple[int, float], ...] = ()
    """For a transcript: pairs of a position in ``text`` and the time when it was said."""


@dataclass(frozen=True, slots=True)
class Episode(_Record):
    """One file, one page."""

    docname: str
    """The document name, without suffix."""
    path: str
    """Relative to the source folder."""
    title: str
    language: str
    summary: str = ""
    channel: str = ""
    """The name of its channel."""
    date: datetime.date | None = None
    number: int | None = None
    season: int | None = None
    duration: float | None = None
    """In seconds."""
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    audio: str = ""
    """As in the front matter, like ``video``, ``image`` and ``transcript``."""
    video: str = ""
    image: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a label and an address."""
    tags: tuple[str, ...] = ()
    guid: str = ""
    translation_of: str = ""
    """As in the front matter."""
    transcript: str = ""
    speakers: tuple[tuple[str, str], ...] = ()
    """Pairs of what the transcript calls a speaker and the speaker's name."""
    chapters: tuple[Chapter, ...] = ()
    quotes: tuple[Quote, ...] = ()
    entries: tuple[EntityEntry, ...] = ()
    """The lines of its list of entities."""
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    cues: tuple[Cue, ...] = field(default=(), repr=False)
    """The transcript."""
    media: Media | None = None
    """The recording, if there is one."""
    audio_size: int | None = None
    """The size of the recording in bytes; of one elsewhere, if an author gives it."""
    picture: str = ""
    """An address, or a path relative to the source folder that begins with ``/``."""
    transcript_lines: tuple[tuple[int, int], ...] = ()
    """The lines of the file that are its transcript, as ranges that count from 0."""
    is_strangers: bool = False
    """Whether the file is treated as a stranger's."""
    beside: tuple[str, ...] = ()
    """The paths of files that have fields of the episode as well."""
    podcast_feed: PodcastFeed | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """Hosts, then guests, without duplicates."""
        return tuple(dict.fromkeys(self.hosts + self.guests))

    def chapter_id(self, index: int | None) -> str | None:
        """Return the id of a chapter by its index, or None for None."""
        return None if index is None else self.chapters[index].id

    @property
    def has_moments(self) -> bool:
        """Whether the transcript has times: without any, all of its cues start at 0."""
        return any(cue.start > 0 or cue.end is not None for cue in self.cues)

    def quote_start(self, quote: Quote) -> float | None:
        """Return the time of a quote: that of the transcript, or its own, or its chapter's."""
        verdict = quote.verdict
        if verdict is not None and verdict.is_found and verdict.start is not None:
            return verdict.start
        if quote.start is not None or quote.chapter is None:
            return quote.start
        return self.chapters[quote.chapter].start


@dataclass(frozen=True, slots=True)
class Mention(_Record):
    """An entity's name in an episode, with its sentence."""

    docname: str
    name: str
    """As it is written there."""
    part: str
    """``first`` or ``last`` if it is only that part of a person's name."""
    chapter: int | None
    quote: int | None
    sentence: str
    line: int
    start: float | None = None
    """When it was said, if a transcript is the source."""


@dataclass(frozen=True, slots=True)
class Entity(_Record):
    """A person, organization, concept, product, software, work, place or event."""

    id: str
    """The last part of its address."""
    name: str
    type: str
    names: tuple[str, ...]
    """All names, in any language."""
    language: str
    """The language of ``name``."""
    entries: tuple[tuple[str, EntityEntry], ...] = ()
    """Document names with lines of lists, newest episode first."""
    definition: Definition | None = None
    registry: RegistryEntry | None = None
    appearances: tuple[str, ...] = ()
    """Document names of episodes with the person as a host or guest, newest first."""
    mentions: tuple[Mention, ...] = ()
    """Newest episode first."""
    neighbours: tuple[tuple[str, int], ...] = ()
    """Ids of entities in the same episodes, with the number of common chapters, most first."""


@dataclass(frozen=True, slots=True)
class ChannelEntry(_Record):
    """The description of a channel, in the registry or on the page about its folder."""

    id: str
    """The key of the table, or the name of the folder."""
    path: str
    line: int
    name: str = ""
    descriptions: Texts = ()
    """Descriptions by language."""
    image: str = ""
    """An address, or a path relative to the source folder."""
    hosts: tuple[str, ...] = ()
    language: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of a label and an address."""
    categories: tuple[str, ...] = ()
    license: str = ""
    """The name of a licence, or its address."""
    podcast_feed: PodcastFeed | None = None


@dataclass(frozen=True, slots=True)
class Channel(_Record):
    """A show."""

    id: str
    name: str
    episodes: tuple[str, ...]
    """Document names, newest first."""
    about: ChannelEntry | None = None


@dataclass(frozen=True, slots=True)
class ScannedDocument(_Record):
    """The result of scanning a source file."""

    docname: str
    episode: Episode | None = None
    definitions: tuple[Definition, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_draft: bool = False
    foreign_markup: tuple[str, ...] = ()
    """The kinds of markup of site generators that were left out."""
    channel: ChannelEntry | None = None
    """Present if the file is a page about the folder of a channel."""
