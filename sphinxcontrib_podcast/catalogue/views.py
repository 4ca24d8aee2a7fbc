"""What pages show, and nothing else, as frozen data: the answers of the catalogue.

A page is drawn from views alone, so that it is out of date exactly when one of the
views that it asked for has changed.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from sphinxcontrib_podcast.model import Media


class Address(NamedTuple):
    """A place on the site: a document, and an id in it or ``""`` for its top."""

    docname: str
    anchor: str = ""


class Link(NamedTuple):
    """Text that leads somewhere; ``address`` is None where there is no such page."""

    text: str
    address: Address | None
    language: str = ""


class NameLink(NamedTuple):
    """A name as an episode writes it, and its entity; ``part`` as in ``Mention``."""

    name: str
    part: str
    entity: Link


class HoverCard(NamedTuple):
    """What a link to an entity says of it."""

    name: str
    language: str
    type: str
    text: str
    text_language: str


class MomentLink(NamedTuple):
    """A time in an episode: ``start`` in seconds, None where it is not known."""

    start: float | None
    address: Address


class Target(NamedTuple):
    """What a role resolves to. ``kind`` is an object type of the ``pod`` domain.

    ``start`` and ``end`` are seconds: of a moment, and of a range.
    """

    kind: str
    name: str
    title: str
    address: Address | None
    start: float | None = None
    end: float | None = None


class Facts(NamedTuple):
    """The line of facts of an episode. ``people`` have their role: host or guest."""

    channel: Link | None
    date: datetime.date | None
    duration: float | None
    number: int | None
    season: int | None
    people: tuple[tuple[Link, str], ...]
    links: tuple[tuple[str, str], ...]
    summary: str


class EpisodeCard(NamedTuple):
    """An episode as a listing shows it."""

    episode: Link
    channel: Link | None
    date: datetime.date | None
    duration: float | None
    summary: str


class PlayerView(NamedTuple):
    """What the player of an episode plays and shows; ``duration`` in seconds."""

    media: Media
    title: str
    channel: str
    picture: str
    duration: float | None


class ChapterView(NamedTuple):
    """A chapter, and the id of its place on the page of its episode."""

    id: str
    title: str
    start: float
    depth: int


class TurnView(NamedTuple):
    """What one speaker says in a stretch of a transcript.

    ``cues`` are pairs of a position in ``words`` and the second from which they are said.
    """

    id: str
    start: float
    speaker: Link | None
    words: str
    cues: tuple[tuple[int, float], ...]


class TranscriptView(NamedTuple):
    """A transcript: its turns by the id of their chapter (empty: before the first).

    ``language`` is empty where it is that of the episode.
    """

    language: str
    chapters: tuple[tuple[str, tuple[TurnView, ...]], ...] = ()


class QuoteFacts(NamedTuple):
    """Who said a quote, when, and what the transcript says of it: see ``model.Verdict``."""

    speaker: Link | None
    start: float | None
    end: float | None
    verdict: str = ""
    difference: tuple[tuple[str, str], ...] = ()


class QuoteView(NamedTuple):
    """A quote away from its page; ``verdict`` is what the transcript says of it."""

    text: str
    language: str
    speaker: Link | None
    episode: Link
    moment: MomentLink
    verdict: str = ""


class QuoteIndexView(NamedTuple):
    """All quotes, or where they are too many, those of a month, or the pages of the months.

    Of each page: the first day of the month (None for what has no date), and how many quotes.
    """

    quotes: tuple[QuoteView, ...]
    month: datetime.date | None = None
    pages: tuple[tuple[datetime.date | None, Address, int], ...] = ()


class DescriptionView(NamedTuple):
    """What one episode says of an entity."""

    text: str
    role: str
    episode: Link
    href: str


class MentionView(NamedTuple):
    """A sentence in which an entity is named; ``chapter`` is its title."""

    sentence: str
    chapter: str
    moment: MomentLink


class Timeline(NamedTuple):
    """How often over time: the number of mentions in each ``month`` or ``year`` of a span.

    ``periods`` have no gaps, and are given by their first day; there are none where all
    mentions are of one period.
    """

    unit: str = "month"
    periods: tuple[tuple[datetime.date, int], ...] = ()


class EntityView(NamedTuple):
    """All that the page of an entity shows.

    ``names`` are its other names; ``about`` is what the registry says, by language.

    ``appearances`` are the episodes of which a person is a host or a guest, and
    ``mentions`` are by episode; both with the episode's date.
    """

    id: str
    name: str
    language: str
    type: str
    names: tuple[Link, ...]
    about: tuple[tuple[str, str], ...]
    same_as: tuple[str, ...]
    descriptions: tuple[DescriptionView, ...]
    appearances: tuple[tuple[Link, datetime.date | None], ...]
    mentions: tuple[tuple[Link, datetime.date | None, tuple[MentionView, ...]], ...]
    quotes: tuple[QuoteView, ...]
    neighbours: tuple[tuple[Link, int], ...]
    index_page: Address | None
    timeline: Timeline
    image: str


class EntityLine(NamedTuple):
    """An entity in an index: ``episodes`` is the number of those it occurs in.

    ``view`` is there where the line takes the place of a page.
    """

    id: str
    entity: Link
    episodes: int
    view: EntityView | None = None


class LetterGroup(NamedTuple):
    """Entities of one index letter."""

    letter: str
    lines: tuple[EntityLine, ...]


class TypeGroup(NamedTuple):
    """Entities of one type, by letter."""

    type: str
    letters: tuple[LetterGroup, ...]


class EntityIndexView(NamedTuple):
    """The index of entities; a long one has its ``letters`` on pages of their own, counted."""

    groups: tuple[TypeGroup, ...] = ()
    letters: tuple[tuple[Link, int], ...] = ()


class LetterView(NamedTuple):
    """A page of the index of entities."""

    letter: str
    groups: tuple[TypeGroup, ...]


class ChannelView(NamedTuple):
    """All that the page of a channel shows."""

    name: str
    cards: tuple[EpisodeCard, ...]
    people: tuple[Link, ...]


class ArchiveView(NamedTuple):
    """The front page of the archive. ``pages`` are the documents below it, in order.

    ``counts`` are the addresses and the numbers of episodes, entities and quotes.
    """

    pages: tuple[str, ...]
    counts: tuple[tuple[Address | None, int], ...]
    channels: tuple[tuple[Link, int], ...]
    newest: tuple[EpisodeCard, ...]
