"""The archive as plain, frozen data.

Times are seconds from the start of the episode, as ``float``. Lines are 1-based.
Text is plain text (no Markdown), unless a field's name ends in ``_markdown``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sphinxcontrib_podcast.warning_names import Subtype

#: Pairs of a language and a text; the language may be empty.
Texts = tuple[tuple[str, str], ...]


class _Record:
    """Frozen data that is pickled as its values: what dataclasses do takes five times as long."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Problem(_Record):
    """Something wrong in a source file, to be reported as a warning.

    ``subtype`` is the part after ``podcast.`` in ``suppress_warnings``;
    ``path`` is relative to the source directory.
    """

    path: str
    line: int
    subtype: Subtype
    message: str


@dataclass(frozen=True, slots=True)
class Chapter(_Record):
    """A titled stretch of an episode that starts at a time.

    ``title`` is empty where the heading is nothing but a time. ``end`` is what a
    range gave, else the start of the next chapter, else the duration, else None.
    ``depth`` is 1 for a chapter, 2 for a sub-chapter, and so on.
    """

    id: str
    title: str
    start: float
    end: float | None
    depth: int
    line: int


@dataclass(frozen=True, slots=True)
class Verdict(_Record):
    """What the transcript says of a quote.

    ``kind`` is ``verbatim``, ``edited``, ``elsewhere`` (in another chapter), ``translated``
    (of another language than the transcript: not judged) or ``missing``. ``start`` and ``end``,
    ``speaker``, ``score`` (0 to 100) and ``words`` are those of the passage that is it, or comes
    nearest to it; of several speakers the one who signs the quote, or else the first.
    ``difference`` are pairs of an operation and a text that lead from the quote
    to the passage: ``""`` for what both have, ``del`` and ``ins``; empty for the very words.
    """

    kind: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""
    score: int = 0
    words: str = ""
    difference: tuple[tuple[str, str], ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether the transcript has the quote."""
        return self.kind in ("verbatim", "edited", "elsewhere")


@dataclass(frozen=True, slots=True)
class Quote(_Record):
    """Words somebody said.

    ``text`` keeps the quotation marks of the source. ``start`` is the quote's own
    time where it is known; ``chapter`` indexes ``Episode.chapters``. ``verdict`` is there
    where the episode has a transcript.
    """

    id: str
    text: str
    speaker: str
    comment: str
    start: float | None
    chapter: int | None
    line: int
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class EntityEntry(_Record):
    """What one line of an episode's entity list says.

    ``type`` is the id of an entity type (``person``, …), empty where none is given;
    ``role`` is what followed the type (``Person, presenter``).
    """

    name: str
    type: str
    role: str
    description: str
    href: str
    line: int


@dataclass(frozen=True, slots=True)
class Definition(_Record):
    """A hand-written ``pod:entity`` directive."""

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
    """One entity of the registry.

    ``labels``, ``descriptions`` and ``readings`` are pairs of a language and a text.
    ``match`` says where its names count in text: ``never``, only in episodes that list it
    (``listed``), or ``everywhere``; empty leaves it to the names themselves. ``channels``
    and ``role`` tell it from another entity of the same name.
    """

    id: str
    name: str
    path: str
    line: int
    type: str = ""
    labels: Texts = ()
    aliases: tuple[str, ...] = ()
    readings: Texts = ()
    descriptions: Texts = ()
    same_as: tuple[str, ...] = ()
    image: str = ""
    match: str = ""
    case_sensitive: bool | None = None
    channels: tuple[str, ...] = ()
    role: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name, the labels and the aliases, each once."""
        labels = (text for _, text in self.labels)
        return tuple(dict.fromkeys((self.name, *labels, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Cue(_Record):
    """Words of a transcript. ``end`` is None, and ``speaker`` empty, where they are not known.

    ``line`` is one of the transcript's file.
    """

    start: float
    end: float | None
    speaker: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Media(_Record):
    """What an episode is heard or seen with.

    ``kind`` is ``audio`` or ``video`` for a file, or ``youtube``, ``vimeo``, ``peertube`` for a
    page. ``url`` is where it is; of a file of the project, the path relative to the source
    directory, with ``is_local``. ``embed`` is what a frame shows of a video page.
    """

    kind: str
    url: str
    embed: str = ""
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Passage(_Record):
    """A paragraph (or the like) of an episode, in which names are looked for.

    ``skip`` are the ranges of ``text`` where names do not count: links, code, math.
    ``moments`` say of a transcript when the words from a position on were said.
    """

    text: str
    line: int
    chapter: int | None = None
    quote: int | None = None
    skip: tuple[tuple[int, int], ...] = ()
    moments: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Episode(_Record):
    """One file, one page.

    ``audio``, ``video``, ``image`` and ``transcript`` are as the front matter has them;
    ``media``, ``picture`` (a URL, or a path relative to the source directory that begins with
    ``/``) and ``cues`` are what they lead to. ``beside`` are the paths of files that have fields
    of the episode as well.
    """

    docname: str
    path: str
    title: str
    language: str
    summary: str = ""
    channel: str = ""
    date: datetime.date | None = None
    number: int | None = None
    season: int | None = None
    duration: float | None = None
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    audio: str = ""
    video: str = ""
    image: str = ""
    links: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    guid: str = ""
    transcript: str = ""
    chapters: tuple[Chapter, ...] = ()
    quotes: tuple[Quote, ...] = ()
    entries: tuple[EntityEntry, ...] = ()
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    cues: tuple[Cue, ...] = field(default=(), repr=False)
    media: Media | None = None
    picture: str = ""
    beside: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Hosts, then guests, each once."""
        return tuple(dict.fromkeys(self.hosts + self.guests))

    def quote_start(self, quote: Quote) -> float | None:
        """The moment of a quote: where the transcript has it, its own, else its chapter's."""
        if quote.verdict is not None and quote.verdict.is_found:
            return quote.verdict.start
        if quote.start is not None or quote.chapter is None:
            return quote.start
        return self.chapters[quote.chapter].start


@dataclass(frozen=True, slots=True)
class Mention(_Record):
    """An entity's name occurring in an episode, with the sentence it stands in.

    ``name`` is as it is written there; ``part`` is ``first`` or ``last`` where it is only
    that part of a person's name. ``start`` is when it was said, where a transcript tells.
    """

    docname: str
    name: str
    part: str
    chapter: int | None
    quote: int | None
    sentence: str
    line: int
    start: float | None = None


@dataclass(frozen=True, slots=True)
class Entity(_Record):
    """A person, organisation, concept, product, software, work, place or event.

    ``entries``, ``mentions`` and ``appearances`` (the episodes of which a person is a
    host or a guest) are ordered newest episode first;
    ``neighbours`` are the ids of entities of the same episodes with the number of
    chapters they share, most first.
    """

    id: str
    name: str
    type: str
    names: tuple[str, ...]
    language: str
    entries: tuple[tuple[str, EntityEntry], ...] = ()
    definition: Definition | None = None
    registry: RegistryEntry | None = None
    appearances: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    neighbours: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Channel(_Record):
    """A show. ``episodes`` are document names, newest first."""

    id: str
    name: str
    episodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScannedDocument(_Record):
    """What the scan found in one source file.

    ``is_draft`` is what the file says of itself: that it is not to be published.
    """

    docname: str
    episode: Episode | None = None
    definitions: tuple[Definition, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_draft: bool = False
