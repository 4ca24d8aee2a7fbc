"""Entities: the page of one, its hover card, and the indices that list them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue, in_order, is_in
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity, Episode, Mention
from sphinxcontrib_podcast.views.links import (
    Link,
    MomentLink,
    entity_link,
    episode_link,
    page_address,
)
from sphinxcontrib_podcast.views.quotes import QuoteView, quotes_about, quotes_by
from sphinxcontrib_podcast.views.timeline import Timeline, make_timeline


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


class MentionView(NamedTuple):
    """A sentence that names an entity."""

    sentence: str
    chapter: str
    """The title of the chapter."""

    moment: MomentLink


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
    appearances: tuple[tuple[Link, datetime.date | None], ...]
    """The episodes in which a person is a host or a guest, with their dates."""

    mentions: tuple[tuple[Link, datetime.date | None, tuple[MentionView, ...]], ...]
    """By episode, with its date."""

    said: tuple[QuoteView, ...]
    """The quotes of a speaker."""

    quoted: tuple[QuoteView, ...]
    """The quotes by others that name it."""

    neighbours: tuple[tuple[Link, int], ...]
    """Entities of the same chapters, with the number of chapters."""

    index_page: Address | None
    timeline: Timeline
    image: str


class EntityLine(NamedTuple):
    """An entity in an index."""

    id: str
    entity: Link
    episodes: int
    """The number of episodes it occurs in."""

    view: EntityView | None = None
    """Present if the line replaces a page."""


class LetterGroup(NamedTuple):
    """Entities of one index letter."""

    letter: str
    lines: tuple[EntityLine, ...]


class TypeGroup(NamedTuple):
    """Entities of one type, by letter."""

    type: str
    letters: tuple[LetterGroup, ...]


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
    labels = {text: lang for lang, text in registry.labels} if registry else {}
    dates = (catalogue.episodes[m.docname].date for m in entity.mentions)
    return EntityView(
        id=id_,
        name=name,
        language=catalogue.name_language(entity),
        type=entity.type,
        names=tuple(Link(n, None, labels.get(n, "")) for n in entity.names if n != name),
        about=in_order(registry.descriptions if registry else (), catalogue.language),
        same_as=registry.same_as if registry else (),
        descriptions=_descriptions(catalogue, entity),
        appearances=tuple(
            (episode_link(catalogue.episodes[d]), catalogue.episodes[d].date)
            for d in entity.appearances
        ),
        mentions=_mentions(catalogue, entity),
        said=quotes_by(catalogue, entity),
        quoted=quotes_about(catalogue, entity),
        neighbours=tuple(
            (entity_link(catalogue, catalogue.entities[n]), count) for n, count in entity.neighbours
        ),
        index_page=page_address(catalogue.index_pages.get(id_, "")),
        timeline=make_timeline(date for date in dates if date),
        image=registry.image if registry else "",
    )


def _descriptions(catalogue: Catalogue, entity: Entity) -> tuple[DescriptionView, ...]:
    def is_foreign(entry: tuple[str, object]) -> bool:
        return not is_in(catalogue.episodes[entry[0]].language, catalogue.language)

    return tuple(
        DescriptionView(
            entry.description, entry.role, episode_link(catalogue.episodes[docname]), entry.href
        )
        for docname, entry in sorted(entity.entries, key=is_foreign)
    )


def _mentions(
    catalogue: Catalogue, entity: Entity
) -> tuple[tuple[Link, datetime.date | None, tuple[MentionView, ...]], ...]:
    by_episode: dict[str, list[Mention]] = {}
    in_transcript: set[tuple[str, int | None]] = set()
    for mention in entity.mentions:
        if mention.start is not None:
            # a transcript may name somebody hundreds of times: one for each chapter is shown
            if (mention.docname, mention.chapter) in in_transcript:
                continue
            in_transcript.add((mention.docname, mention.chapter))
        by_episode.setdefault(mention.docname, []).append(mention)
    found = []
    for docname, mentions in by_episode.items():
        episode = catalogue.episodes[docname]
        # a sentence may contain several names of the entity
        views = dict.fromkeys(_mention(episode, m) for m in mentions if m.quote is None)
        if views:
            found.append((episode_link(episode), episode.date, tuple(views)))
    return tuple(found)


def _mention(episode: Episode, mention: Mention) -> MentionView:
    if mention.chapter is None:
        start = mention.start if episode.has_moments else None
        moment = MomentLink(start, Address(episode.docname))
        return MentionView(mention.sentence, "", moment)
    chapter = episode.chapters[mention.chapter]
    is_timed = mention.start is not None and episode.has_moments
    start = mention.start if is_timed else chapter.start
    moment = MomentLink(start, Address(episode.docname, chapter.id))
    return MentionView(mention.sentence, chapter.title, moment)


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
    """Return the index of entities by type and letter, or the pages of its letters."""
    documents: dict[str, list[str]] = {}
    for id_, docname in catalogue.index_pages.items():
        documents.setdefault(docname, []).append(id_)
    if documents.keys() <= {catalogue.pages.entities}:
        return EntityIndexView(_by_type(catalogue, _whole_lines(catalogue, catalogue.sort_keys)))
    letters = sorted(
        (min(catalogue.sort_keys[id_] for id_ in ids), docname, len(ids))
        for docname, ids in documents.items()
    )
    return EntityIndexView(
        letters=tuple(
            (Link(key.letter, Address(docname)), count) for key, docname, count in letters
        )
    )


def letter_page(catalogue: Catalogue, docname: str) -> LetterView:
    """Return the entities of one letter, by the document name of its page."""
    ids = [id_ for id_, document in catalogue.index_pages.items() if document == docname]
    groups = _by_type(catalogue, _whole_lines(catalogue, ids))
    return LetterView(groups[0].letters[0].letter, groups)


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
        and (not docname or docname in catalogue.occurrences[id_])
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


def _by_type(catalogue: Catalogue, lines: Iterable[EntityLine]) -> tuple[TypeGroup, ...]:
    types: dict[str, list[EntityLine]] = {}
    for line in lines:
        types.setdefault(catalogue.entities[line.id].type, []).append(line)
    return tuple(
        TypeGroup(name, _by_letter(catalogue, types[name]))
        for name in sorted(types, key=catalogue.type_key)
    )


def _by_letter(catalogue: Catalogue, lines: Iterable[EntityLine]) -> tuple[LetterGroup, ...]:
    letters: dict[tuple[int, str], list[EntityLine]] = {}
    for line in sorted(lines, key=lambda line: (catalogue.sort_keys[line.id], line.id)):
        key = catalogue.sort_keys[line.id]
        letters.setdefault((key.group, key.letter), []).append(line)
    return tuple(
        LetterGroup(letter, tuple(lines)) for (_, letter), lines in sorted(letters.items())
    )
