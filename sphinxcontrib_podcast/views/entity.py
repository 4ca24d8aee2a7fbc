"""Entities: the page of one, its hover card, and the indices that list them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue, in_order, is_in
from sphinxcontrib_podcast.catalogue.name_matching import is_word
from sphinxcontrib_podcast.grammar.text import text_language
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity, Episode, Mention
from sphinxcontrib_podcast.views.links import (
    LeafLink,
    Link,
    MomentLink,
    entity_link,
    episode_link,
    leaf_link,
    page_address,
)
from sphinxcontrib_podcast.views.pictures import Graph, connections
from sphinxcontrib_podcast.views.quotes import QuoteView, quote_view, quotes_about, quotes_by
from sphinxcontrib_podcast.views.timeline import Timeline, make_timeline

_MOST_DESCRIPTIONS = 21
_MOST_APPEARANCES = 30
_MOST_OPEN = 10  # episodes with mentions, if there are further pages
_MOST_QUOTES = 20  # if there are further pages
_LONG_TYPE = 100  # entities; from then on, a type is listed by letter
_MOST_CHAPTERS = 5  # for each neighbour
_LEAST_IN_GRAPH, _MOST_IN_GRAPH = 4, 12  # names


class HoverCard(NamedTuple):
    """The card that a link to an entity shows."""

    name: str
    language: str
    type: str
    text: str
    text_language: str


class DescriptionView(NamedTuple):
    """The description that one episode gives of an entity."""

    text: str
    role: str
    episode: Link
    href: str
    language: str


class SentenceView(NamedTuple):
    """A sentence that names an entity, in three parts."""

    before: str
    name: str
    """The name; "" if the sentence is shown without a mark."""

    after: str


class ChapterMentions(NamedTuple):
    """The sentences of a chapter that name an entity."""

    chapter: str
    """The title of the chapter; "" if the sentences are in none."""

    moment: MomentLink
    sentences: tuple[SentenceView, ...]


class EpisodeMentions(NamedTuple):
    """The sentences of an episode that name an entity."""

    episode: Link
    date: datetime.date | None
    chapters: tuple[ChapterMentions, ...]
    language: str
    """The language of the episode."""


class Neighbour(NamedTuple):
    """An entity of the same chapters as another one."""

    entity: Link
    chapters: int
    """The number of chapters."""

    newest: tuple[tuple[Link, Link], ...]
    """The newest of these chapters, each with its episode."""


class EntityView(NamedTuple):
    """The page of an entity."""

    id: str
    name: str
    language: str
    type: str
    names: tuple[Link, ...]
    """Its other names."""

    about: tuple[tuple[str, str], ...]
    """The descriptions of the registry, by language."""

    same_as: tuple[str, ...]
    """URLs of the same entity elsewhere."""

    descriptions: tuple[DescriptionView, ...]
    """Those in the language of the project first, then the newest; at most 21."""

    appearances: tuple[tuple[Link, datetime.date | None], ...]
    """The episodes in which a person is a host or a guest, with their dates: the newest 30."""

    mentions: tuple[EpisodeMentions, ...]
    """By episode, newest first: all, or the newest 10 if there are further pages."""

    said: tuple[QuoteView, ...]
    """The quotes of a speaker: all, or the newest 20 if there are further pages."""

    quoted: tuple[QuoteView, ...]
    """The quotes by others that name it, in the same way."""

    neighbours: tuple[Neighbour, ...]
    pages: tuple[LeafLink, ...]
    """The further pages."""

    index_page: Address | None
    timeline: Timeline
    image: str
    graph: Graph | None = None
    """Its neighbours and the ties between them."""


class EntityPartView(NamedTuple):
    """A further page about an entity: what the episodes of a year or month say."""

    entity: Link
    leaf: LeafLink
    newer: LeafLink | None
    older: LeafLink | None
    said: tuple[QuoteView, ...]
    quoted: tuple[QuoteView, ...]
    mentions: tuple[EpisodeMentions, ...]


class EntityLine(NamedTuple):
    """An entity in an index."""

    id: str
    entity: Link
    episodes: int
    """The number of episodes it occurs in."""

    view: EntityView | None = None
    """Present if the line replaces a page."""


class LetterGroup(NamedTuple):
    """Entities of one index letter, or of a type that is short enough to have none."""

    letter: str
    """Empty if the entities are sorted by the number of their episodes."""

    lines: tuple[EntityLine, ...]


class TypeGroup(NamedTuple):
    """Entities of one type, by letter."""

    type: str
    letters: tuple[LetterGroup, ...]
    size: int
    """The number of entities of this type, also of those that are on other pages."""


class EntityListView(NamedTuple):
    """Entities that a directive lists."""

    groups: tuple[TypeGroup, ...]
    with_types: bool
    """Whether the types are shown."""


class EntityIndexView(NamedTuple):
    """The index of entities."""

    groups: tuple[TypeGroup, ...] = ()
    letters: tuple[tuple[Link, int], ...] = ()
    """The pages of a long index, each with the number of its entities."""


class LetterView(NamedTuple):
    """One page of a long index."""

    letter: str
    groups: tuple[TypeGroup, ...]


def entity_page(catalogue: Catalogue, id_: str) -> EntityView:
    """Return the page of an entity."""
    entity = catalogue.entity(id_)
    registry = entity.registry
    name = catalogue.name_of(entity)
    dates = (catalogue.episodes[m.docname].date for m in entity.mentions)
    leaves = catalogue.entity_leaves.get(id_, ())
    most_quotes, most_episodes = (_MOST_QUOTES, _MOST_OPEN) if leaves else (None, None)
    return EntityView(
        id=id_,
        name=name,
        language=catalogue.name_language(entity),
        type=entity.type,
        names=tuple(
            Link(n, None, catalogue.name_language(entity, n)) for n in entity.names if n != name
        ),
        about=in_order(registry.descriptions if registry else (), catalogue.language),
        same_as=registry.same_as if registry else (),
        descriptions=_descriptions(catalogue, entity),
        appearances=tuple(
            (episode_link(catalogue.episodes[d]), catalogue.episodes[d].date)
            for d in entity.appearances[:_MOST_APPEARANCES]
        ),
        mentions=_mentions(catalogue, entity)[:most_episodes],
        said=quotes_by(catalogue, entity)[:most_quotes],
        quoted=quotes_about(catalogue, entity)[:most_quotes],
        neighbours=_neighbours(catalogue, entity),
        pages=tuple(map(leaf_link, leaves)),
        index_page=page_address(catalogue.index_pages.get(id_, "")),
        timeline=make_timeline(date for date in dates if date),
        image=registry.image if registry else "",
        graph=_graph(catalogue, entity),
    )


def _graph(catalogue: Catalogue, entity: Entity) -> Graph | None:
    """Return the graph of the neighbours of an entity that has a page, if there are several."""
    if not catalogue.has_page(entity):
        return None
    found = connections(catalogue, entity.id, "", _MOST_IN_GRAPH)
    return found if len(found.names) > _LEAST_IN_GRAPH else None


def entity_part(catalogue: Catalogue, id_: str, docname: str) -> EntityPartView:
    """Return a further page about an entity, by its document name."""
    entity = catalogue.entity(id_)
    leaves = catalogue.entity_leaves[id_]
    place = next(i for i, leaf in enumerate(leaves) if leaf.docname == docname)
    links = [leaf_link(leaf) for leaf in leaves]
    here = {episode.docname for episode in leaves[place].episodes}
    part = replace(entity, mentions=tuple(m for m in entity.mentions if m.docname in here))
    return EntityPartView(
        entity_link(catalogue, entity),
        links[place],
        links[place - 1] if place else None,
        links[place + 1] if place + 1 < len(links) else None,
        tuple(
            quote_view(catalogue, catalogue.episodes[name], quote)
            for name, quote in catalogue.quotes_by.get(id_, ())
            if name in here
        ),
        quotes_about(catalogue, part),
        _mentions(catalogue, part),
    )


def _descriptions(catalogue: Catalogue, entity: Entity) -> tuple[DescriptionView, ...]:
    def is_foreign(entry: tuple[str, object]) -> bool:
        return not is_in(catalogue.episodes[entry[0]].language, catalogue.language)

    found: dict[str, DescriptionView] = {}  # episodes may give the same description
    for docname, entry in sorted(entity.entries, key=is_foreign):
        link = episode_link(catalogue.episodes[docname])
        language = text_language(entry.description, catalogue.episodes[docname].language)
        view = DescriptionView(entry.description, entry.role, link, entry.href, language)
        found.setdefault(fold(f"{entry.description}\n{entry.role}\n{entry.href}"), view)
    return tuple(found.values())[:_MOST_DESCRIPTIONS]


def _neighbours(catalogue: Catalogue, entity: Entity) -> tuple[Neighbour, ...]:
    chapters: dict[str, list[tuple[Link, Link]]] = {id_: [] for id_, _ in entity.neighbours}
    seen: set[tuple[str, int]] = set()
    for mention in entity.mentions:
        if mention.chapter is None or (mention.docname, mention.chapter) in seen:
            continue
        seen.add((mention.docname, mention.chapter))
        episode = catalogue.episodes[mention.docname]
        for id_ in catalogue.in_chapters[mention.docname, mention.chapter] & chapters.keys():
            if len(chapters[id_]) < _MOST_CHAPTERS:
                chapter = episode.chapters[mention.chapter]
                address = Address(episode.docname, chapter.id)
                title = chapter.title or format_time(chapter.start)
                link = Link(title, address, text_language(title, episode.language))
                chapters[id_].append((link, episode_link(episode)))
    return tuple(
        Neighbour(entity_link(catalogue, catalogue.entities[id_]), count, tuple(chapters[id_]))
        for id_, count in entity.neighbours
    )


def _mentions(catalogue: Catalogue, entity: Entity) -> tuple[EpisodeMentions, ...]:
    by_episode: dict[str, dict[tuple[int | None, bool], list[Mention]]] = {}
    in_transcript: set[tuple[str, int | None]] = set()
    for mention in entity.mentions:
        if mention.start is not None:
            # a transcript may name somebody hundreds of times: one for each chapter is shown
            if (mention.docname, mention.chapter) in in_transcript:
                continue
            in_transcript.add((mention.docname, mention.chapter))
        if mention.quote is None:
            chapters = by_episode.setdefault(mention.docname, {})
            place = mention.chapter, mention.start is not None  # a transcript has times of its own
            chapters.setdefault(place, []).append(mention)
    found = []
    for docname, by_chapter in by_episode.items():
        episode = catalogue.episodes[docname]
        views = tuple(_in_chapter(episode, mentions) for mentions in by_chapter.values())
        found.append(EpisodeMentions(episode_link(episode), episode.date, views, episode.language))
    return tuple(found)


def _in_chapter(episode: Episode, mentions: Sequence[Mention]) -> ChapterMentions:
    # a sentence may contain several names of the entity
    sentences = {mention.sentence: mention.name for mention in reversed(mentions)}
    views = tuple(_sentence(text, sentences[text]) for text in reversed(sentences))
    first = mentions[0]
    start = first.start if episode.has_moments else None
    if first.chapter is None:
        return ChapterMentions("", MomentLink(start, Address(episode.docname)), views)
    chapter = episode.chapters[first.chapter]
    moment = MomentLink(
        chapter.start if start is None else start, Address(episode.docname, chapter.id)
    )
    return ChapterMentions(chapter.title, moment, views)


def _sentence(text: str, name: str) -> SentenceView:
    start = text.find(name)
    while start >= 0 and not is_word(text, start, start + len(name)):
        start = text.find(name, start + 1)
    if start < 0:
        return SentenceView(text, "", "")
    return SentenceView(text[:start], name, text[start + len(name) :])


def hover_card(catalogue: Catalogue, id_: str) -> HoverCard:
    """Return the card of links to an entity."""
    entity = catalogue.entity(id_)
    language, text = catalogue.first_descriptions[id_]
    return HoverCard(
        catalogue.name_of(entity), catalogue.name_language(entity), entity.type, text, language
    )


def entity_of_definition(catalogue: Catalogue, docname: str, name: str) -> str | None:
    """Return the id of the entity that a ``pod:entity`` directive of a document defines."""
    for id_ in catalogue.ids_by_name.get(fold(name), ()):
        definition = catalogue.entities[id_].definition
        if definition is not None and (definition.docname, definition.name) == (docname, name):
            return id_
    return None


def entity_index(catalogue: Catalogue) -> EntityIndexView:
    """Return the index of entities by type, or the most discussed with the pages of letters."""
    documents: dict[str, list[str]] = {}
    for id_, docname in catalogue.index_pages.items():
        documents.setdefault(docname, []).append(id_)
    if documents.keys() <= {catalogue.pages.entities}:
        return EntityIndexView(_by_type(catalogue, _whole_lines(catalogue, catalogue.sort_keys)))
    letters = sorted(
        (min(catalogue.sort_keys[id_] for id_ in ids), docname, len(ids))
        for docname, ids in documents.items()
    )
    most = _by_type(catalogue, (_line(catalogue, id_) for id_ in catalogue.sort_keys), cut=True)
    return EntityIndexView(
        most,
        tuple((Link(key.letter, Address(docname)), count) for key, docname, count in letters),
    )


def letter_page(catalogue: Catalogue, docname: str) -> LetterView:
    """Return the entities of one letter, by the document name of its page."""
    ids = [id_ for id_, document in catalogue.index_pages.items() if document == docname]
    groups = _by_type(catalogue, _whole_lines(catalogue, ids))
    return LetterView(letter_of(catalogue, docname), groups)


def letter_of(catalogue: Catalogue, docname: str) -> str:
    """Return the letter of a page of a long index."""
    ids = (id_ for id_, document in catalogue.index_pages.items() if document == docname)
    return catalogue.sort_keys[next(ids)].letter


def select_entities(
    catalogue: Catalogue, type_: str, docname: str, limit: int
) -> tuple[TypeGroup, ...]:
    """Return the index of entities of a type ("" for all) and an episode ("" for all).

    :param limit: the number of entities, those of the most episodes first; 0 for all.
    """
    lines = [
        _line(catalogue, id_)
        for id_ in catalogue.sort_keys
        if (not type_ or catalogue.entities[id_].type == type_)
        and (not docname or catalogue.versions.main(docname) in catalogue.occurrences[id_])
    ]
    if limit:
        lines = sorted(lines, key=lambda line: (-line.episodes, line.id))[:limit]
    return _by_type(catalogue, lines)


def _line(catalogue: Catalogue, id_: str) -> EntityLine:
    link = entity_link(catalogue, catalogue.entities[id_])
    return EntityLine(id_, link, len(catalogue.occurrences[id_]))


def _whole_lines(catalogue: Catalogue, ids: Iterable[str]) -> Iterable[EntityLine]:
    """Yield lines; those of entities without a page have the content of one."""
    for id_ in ids:
        line, home = _line(catalogue, id_), catalogue.homes[id_]
        if home and home.docname == catalogue.index_pages[id_]:
            line = line._replace(view=entity_page(catalogue, id_))
        yield line


def _by_type(
    catalogue: Catalogue, lines: Iterable[EntityLine], *, cut: bool = False
) -> tuple[TypeGroup, ...]:
    """Return entities by type; those of a long type by letter, others by their episodes.

    :param cut: whether only those of the most episodes are returned of a long type.
    """
    types: dict[str, list[EntityLine]] = {}
    for line in lines:
        types.setdefault(catalogue.entities[line.id].type, []).append(line)
    groups = []
    for name in sorted(types, key=catalogue.type_key):
        found = types[name]
        if len(found) > _LONG_TYPE and not cut:
            letters = _by_letter(catalogue, found)
        else:
            found.sort(key=lambda line: (-line.episodes, catalogue.sort_keys[line.id], line.id))
            letters = (LetterGroup("", tuple(found[:_LONG_TYPE])),)
        groups.append(TypeGroup(name, letters, len(found)))
    return tuple(groups)


def _by_letter(catalogue: Catalogue, lines: Iterable[EntityLine]) -> tuple[LetterGroup, ...]:
    letters: dict[tuple[int, str], list[EntityLine]] = {}
    for line in sorted(lines, key=lambda line: (catalogue.sort_keys[line.id], line.id)):
        key = catalogue.sort_keys[line.id]
        letters.setdefault((key.group, key.letter), []).append(line)
    return tuple(
        LetterGroup(letter, tuple(lines)) for (_, letter), lines in sorted(letters.items())
    )
