"""The page of an episode: facts, player, list of entities, names in the text, problems."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.resolver import entity_of_entry
from sphinxcontrib_podcast.grammar.media_addresses import is_path
from sphinxcontrib_podcast.grammar.text import shortened, text_language
from sphinxcontrib_podcast.model import Episode, Media, Problem, Quote
from sphinxcontrib_podcast.views.links import (
    CollectionLink,
    Link,
    channel_link,
    entity_link,
    person_link,
    tag_links,
)
from sphinxcontrib_podcast.views.quotes import GOOD_LENGTH, is_sound, quote_facts

_LEAST_QUOTES = 5  # of an episode with highlights
_MOST_HIGHLIGHTS = 3
_MOST_TEXT = 400  # characters of a highlight

# The speed of reading, in words and in letters of Chinese or Japanese a minute.
_WORDS, _CJK_LETTERS = 230, 500
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


class EpisodeNumber(NamedTuple):
    """The number of an episode, of its season, or both."""

    season: int | None
    number: int | None
    page: Address | None
    """That of the season."""


class Duration(NamedTuple):
    """How long an episode is."""

    seconds: float


class ReadingTime(NamedTuple):
    """How long reading an episode takes."""

    minutes: int


class WebPage(NamedTuple):
    """A page of an episode on another site."""

    label: str
    """Its label, or ""."""

    url: str


class SoundFile(NamedTuple):
    """The audio file of an episode."""

    address: str
    """As in ``Media``."""

    size: int
    """In bytes."""


Fact = Link | EpisodeNumber | datetime.date | Duration | ReadingTime | WebPage | SoundFile


class Facts(NamedTuple):
    """The facts below the title of an episode."""

    line: tuple[tuple[str, Fact], ...]
    """The first line, in its order, each with its name: ``channel``, ``number``, ``date``,
    ``duration``, ``reading``, ``link`` or ``sound``."""

    people: tuple[tuple[Link, str], ...]
    """Each with a role: ``host`` or ``guest``."""

    summary: str
    tags: tuple[CollectionLink, ...]
    image: str
    """The path of its cover, or of its channel's, in the source folder."""

    versions: tuple[tuple[str, Address | None], ...]
    """The languages of the episode if there are several; None is the address of this page."""

    def people_by_role(self) -> Iterator[tuple[str, Sequence[Link]]]:
        """Yield the guests and the hosts, if there are any."""
        for wanted in ("guest", "host"):
            if found := [link for link, role in self.people if role == wanted]:
                yield wanted, found


class ChapterView(NamedTuple):
    """A chapter of an episode."""

    id: str
    """Of its place on the page."""

    title: str
    start: float
    """In seconds."""

    depth: int
    length: float | None = None
    """In seconds; None if its end is unknown."""


class ChapterItem(NamedTuple):
    """A chapter in the list of chapters on the page of its episode."""

    id: str
    title: str
    start: float
    """In seconds."""

    below: tuple[ChapterItem, ...] = ()
    """The chapters in it."""

    is_line: bool = False
    """Whether the episode has no heading for it."""

    is_place: bool = False
    """Whether the list is the only place on the page with the chapter, and has its id."""

    length: float | None = None
    """In seconds; None if its end is unknown."""

    share: int = 0
    """Its length in percent of the longest chapter."""

    language: str = ""
    """The language of the title, or "" for that of the episode."""


class Highlight(NamedTuple):
    """A quote that stands for a part of an episode."""

    id: str
    """Of the quote."""

    text: str
    start: float | None
    """In seconds, as is ``end``."""

    end: float | None
    chapter: str
    """The title of its chapter."""

    chapter_id: str
    language: str
    """The language of the text, or "" for that of the episode."""

    chapter_language: str


class EntryView(NamedTuple):
    """The first line of an entry in the list of entities of an episode."""

    entity: Link
    role: str
    href: str
    """A URL that the entry links to, or ""."""


class PlayerView(NamedTuple):
    """The player of an episode."""

    media: Media
    title: str
    channel: str
    picture: str
    duration: float | None
    """In seconds."""


class NameLink(NamedTuple):
    """A name as an episode writes it, and its entity."""

    name: str
    part: str
    """The part of the entity's name that it is; see :class:`model.Mention`."""

    entity: Link


def facts(catalogue: Catalogue, docname: str) -> Facts:
    """Return the facts below the title of an episode."""
    episode = catalogue.episode(docname)
    hosts = set(episode.hosts)
    people = [(person_link(catalogue, name), "host") for name in episode.hosts]
    people += [
        (person_link(catalogue, name), "guest") for name in episode.guests if name not in hosts
    ]
    return Facts(
        line=tuple((name, fact) for name, fact in _line(catalogue, episode) if fact is not None),
        people=tuple(people),
        summary=episode.summary,
        tags=tag_links(catalogue, episode),
        image=_cover(catalogue, episode),
        versions=tuple(
            (catalogue.episodes[other].language, None if other == docname else Address(other))
            for other in catalogue.versions.of.get(docname, ())
        ),
    )


def _line(catalogue: Catalogue, episode: Episode) -> Iterator[tuple[str, Fact | None]]:
    yield "channel", channel_link(catalogue, episode)
    yield "number", _number(catalogue, episode)
    yield "date", episode.date
    yield "duration", Duration(episode.duration) if episode.duration else None
    minutes = reading_minutes(episode)
    yield "reading", ReadingTime(minutes) if minutes else None
    for label, url in _links(episode):
        yield "link", WebPage(label, url)
    yield "sound", _sound(episode)


def _number(catalogue: Catalogue, episode: Episode) -> EpisodeNumber | None:
    if episode.number is None and episode.season is None:
        return None
    return EpisodeNumber(episode.season, episode.number, _season_page(catalogue, episode))


def _sound(episode: Episode) -> SoundFile | None:
    media = episode.media
    if media is None or media.kind != "audio" or not episode.audio_size:
        return None
    return SoundFile(media.url, episode.audio_size)


def own_picture(episode: Episode) -> str:
    """Return the path of the picture of an episode in the source folder, or ""."""
    return episode.picture.lstrip("/") if episode.picture.startswith("/") else ""


def _cover(catalogue: Catalogue, episode: Episode) -> str:
    channel = catalogue.channel_of.get(episode.docname)
    shown = channel.about.image if channel and channel.about else ""
    is_in_player = episode.media is not None and episode.media.kind != "audio"
    return (not is_in_player and own_picture(episode)) or shown


def reading_minutes(episode: Episode) -> int:
    """Return how long reading an episode takes without its transcript, in minutes."""
    return _minutes(tuple(p.text for p in episode.passages if not p.moments))


# each listing with the card of an episode asks: ten times in a first build, five after an edit
@lru_cache(maxsize=1 << 14)
def _minutes(texts: tuple[str, ...]) -> int:
    words = sum(len(_WORD.findall(text)) for text in texts)
    letters = sum(len(_CJK.findall(text)) for text in texts)
    return round(words / _WORDS + letters / _CJK_LETTERS)


def highlights(catalogue: Catalogue, docname: str) -> tuple[Highlight, ...]:
    """Return a quote of each third of an episode, or () if it has few quotes.

    They are short, and neither in doubt nor from the first chapter. Signed ones take precedence.
    """
    episode = catalogue.episode(docname)
    if len(episode.quotes) < _LEAST_QUOTES:
        return ()
    size = len(episode.chapters) / _MOST_HIGHLIGHTS
    thirds: dict[int, list[Quote]] = {}
    for quote in episode.quotes:
        if quote.chapter and is_sound(quote):
            thirds.setdefault(int(quote.chapter / size), []).append(quote)
    if len(thirds) < _MOST_HIGHLIGHTS:
        return ()
    facts_of = quote_facts(catalogue, docname)
    found = []
    for _third, quotes in sorted(thirds.items()):
        best = min(quotes, key=_distance)
        shown, chapter = facts_of[best.id], episode.chapters[best.chapter or 0]
        text = shortened(best.text, _MOST_TEXT)
        language = episode.language
        found.append(
            Highlight(
                id=best.id,
                text=text,
                start=shown.start,
                end=shown.end,
                chapter=chapter.title,
                chapter_id=chapter.id,
                language=_other_language(text, language),
                chapter_language=_other_language(chapter.title, language),
            )
        )
    return tuple(found)


def _other_language(text: str, language: str) -> str:
    own = text_language(text, language)
    return "" if own == language else own


def _distance(quote: Quote) -> tuple[bool, int, str]:
    return not quote.speaker, abs(len(quote.text) - GOOD_LENGTH), quote.id


def _season_page(catalogue: Catalogue, episode: Episode) -> Address | None:
    channel = catalogue.channel_of.get(episode.docname)
    if channel is None or episode.season is None:
        return None
    found = catalogue.seasons[channel.id].get(episode.season)
    return Address(found.docname) if found else None


def chapter_list(catalogue: Catalogue, docname: str) -> tuple[ChapterView, ...]:
    """Return the chapters of an episode, in the order in which it has them."""
    chapters = catalogue.episode(docname).chapters
    return tuple(
        ChapterView(c.id, c.title, c.start, c.depth, c.end - c.start if c.end else None)
        for c in chapters
    )


def with_lengths(
    items: Iterable[ChapterItem], chapters: Sequence[ChapterView], language: str
) -> tuple[ChapterItem, ...]:
    """Return the items of a list of chapters with the lengths of these.

    :param language: of the episode.
    """
    lengths = {c.id: c.length for c in chapters if c.length}
    longest = max(lengths.values(), default=1)

    def measured(item: ChapterItem) -> ChapterItem:
        length = lengths.get(item.id)
        share = round(100 * length / longest) if length else 0
        own = _other_language(item.title, language)
        below = tuple(map(measured, item.below))
        return item._replace(below=below, length=length, share=share, language=own)

    return tuple(map(measured, items))


def player(catalogue: Catalogue, docname: str) -> PlayerView | None:
    """Return the player of an episode, or None if there is nothing to play."""
    episode = catalogue.episode(docname)
    if episode.media is None:
        return None
    return PlayerView(
        episode.media, episode.title, episode.channel, episode.picture, episode.duration
    )


def has_players(catalogue: Catalogue) -> bool:
    """Return whether any episode has a player, to which other pages can lead back."""
    return catalogue.has_media


def entities_listed(catalogue: Catalogue, docname: str) -> dict[str, tuple[str, Address | None]]:
    """Return id and address of the entities that an episode lists, by :func:`entry_key`.

    Other pages list none.
    """
    episode = catalogue.episodes.get(docname)
    return {
        entry_key(entry.name, entry.type): found
        for entry in (episode.entries if episode else ())
        if (found := entity_of_entry(catalogue, entry.name, entry.type))
    }


def entry_key(name: str, type_: str) -> str:
    """Return the key of a line in a list of entities."""
    return f"{name}\n{type_}"


def names_in(catalogue: Catalogue, docname: str) -> tuple[NameLink, ...]:
    """Return the names in the text of an episode whose entities have an address."""
    return tuple(
        NameLink(name, part, entity_link(catalogue, catalogue.entities[id_]))
        for (name, part), id_ in sorted(catalogue.names_in.get(docname, {}).items())
        if catalogue.homes[id_] is not None
    )


def field_files(catalogue: Catalogue, docname: str) -> tuple[str, ...]:
    """Return the paths of the files that have fields of an episode as well."""
    return catalogue.episode(docname).beside


def problems_in(catalogue: Catalogue, docname: str) -> tuple[Problem, ...]:
    """Return the problems of a file and of the transcript that belongs to it."""
    return catalogue.problems.get(docname, ())


def title_of_document(catalogue: Catalogue, docname: str) -> str | None:
    """Return the title of an episode or of the page of an entity, or None for other pages."""
    if docname in catalogue.episodes:
        return catalogue.episodes[docname].title
    id_ = catalogue.entity_at(Address(docname))
    return catalogue.name_of(catalogue.entities[id_]) if id_ else None


def _links(episode: Episode) -> tuple[tuple[str, str], ...]:
    """Return the links of an episode, with its video unless a player shows that."""
    links, video = episode.links, episode.video
    shown = episode.media is not None and episode.media.kind != "audio"
    if video and not shown and not is_path(video) and video not in (url for _, url in links):
        links += (("", video),)
    return links
