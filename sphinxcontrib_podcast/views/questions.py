"""The questions that a page may ask, and the generated pages, each of which shows one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.resolver import entity_of_entry, resolve
from sphinxcontrib_podcast.views.entity import (
    LetterView,
    entity_index,
    entity_of_definition,
    entity_page,
    entity_part,
    hover_card,
    letter_of,
    letter_page,
    select_entities,
)
from sphinxcontrib_podcast.views.episode import (
    chapter_list,
    entities_listed,
    facts,
    field_files,
    has_players,
    highlights,
    names_in,
    player,
    problems_in,
    title_of_document,
)
from sphinxcontrib_podcast.views.feeds import feeds_of_page
from sphinxcontrib_podcast.views.links import speaker_link
from sphinxcontrib_podcast.views.listing import (
    EpisodesView,
    all_episodes,
    all_tags,
    archive,
    channel_cards,
    channel_page,
    collection_page,
    group_episodes,
    most_named,
    select_episodes,
    some_episodes,
    title_of_channel,
)
from sphinxcontrib_podcast.views.navigation import way
from sphinxcontrib_podcast.views.pictures import connections, heat_map
from sphinxcontrib_podcast.views.publication import publication
from sphinxcontrib_podcast.views.quotes import (
    all_quotes,
    month_quotes,
    quote_facts,
    select_quotes,
)
from sphinxcontrib_podcast.views.related import related
from sphinxcontrib_podcast.views.transcript import transcript


def only_title(catalogue: Catalogue, question: str, *args: str) -> object:
    """Return the answer to the question of a generated page without all that is below its title.

    It is shown by those parts of a split archive that do not build the page.
    """
    match question:
        case "channel_page":
            return title_of_channel(catalogue, args[0])
        case "all_episodes":
            return EpisodesView(None, None, ())
        case "letter_page":
            return LetterView(letter_of(catalogue, args[0]), ())
        case _:
            return ()


#: All questions by name. Their answers are tracked: a page is read again if one changes.
QUESTIONS: Mapping[str, Callable[..., Any]] = {
    question.__name__: question
    for question in (
        all_episodes,
        all_quotes,
        all_tags,
        archive,
        channel_cards,
        channel_page,
        chapter_list,
        collection_page,
        connections,
        entities_listed,
        entity_index,
        entity_of_definition,
        entity_of_entry,
        entity_page,
        entity_part,
        facts,
        feeds_of_page,
        field_files,
        group_episodes,
        has_players,
        heat_map,
        highlights,
        hover_card,
        letter_page,
        month_quotes,
        most_named,
        names_in,
        only_title,
        player,
        problems_in,
        publication,
        quote_facts,
        related,
        resolve,
        select_entities,
        select_episodes,
        select_quotes,
        some_episodes,
        speaker_link,
        title_of_document,
        transcript,
        way,
    )
}


def documents_in(catalogue: Catalogue, name: str, args: tuple[Any, ...]) -> set[str] | None:
    """Return the documents whose text is in an answer; None if that is not known.

    It is known for the pages of which an archive has the most.
    """
    match name:
        case "entity_page" | "entity_part":
            entity = catalogue.entity(args[0])
            quotes = catalogue.quotes_by.get(entity.id, ())
            found = {m.docname for m in entity.mentions}.union(entity.appearances)
            return found.union(d for pairs in (entity.entries, quotes) for d, _ in pairs)
        case "some_episodes":
            leaves = catalogue.leaves_by_page[args[0]][1]
        case "month_quotes":
            leaves = catalogue.quote_leaves
        case _:
            return None
    return {e.docname for leaf in leaves if leaf.docname == args[0] for e in leaf.episodes}


class PageQuestion(NamedTuple):
    """The question whose answer a generated page shows."""

    name: str
    args: tuple[str, ...] = ()


def generated_pages(catalogue: Catalogue) -> dict[str, PageQuestion]:
    """Return the question of each generated page, by document name."""
    if not catalogue.episodes:
        return {}
    return dict((*_pages_of_lists(catalogue), *_pages_of_entities(catalogue)))


def _pages_of_lists(catalogue: Catalogue) -> Iterator[tuple[str, PageQuestion]]:
    pages = catalogue.pages
    for docname, name in (
        (pages.index, "archive"),
        (pages.episodes, "all_episodes"),
        (pages.entities, "entity_index"),
        (pages.quotes, "all_quotes"),
        (pages.tags if catalogue.tags else "", "all_tags"),
    ):
        if docname:
            yield docname, PageQuestion(name)
    for leaf in catalogue.quote_leaves if pages.quotes else ():
        yield leaf.docname, PageQuestion("month_quotes", (leaf.docname,))
    for docname in catalogue.collections:
        yield docname, PageQuestion("collection_page", (docname,))
    for docname in catalogue.leaves_by_page:
        yield docname, PageQuestion("some_episodes", (docname,))
    for id_ in catalogue.channels if pages.channel else ():
        yield pages.channel.format(id=id_), PageQuestion("channel_page", (id_,))


def _pages_of_entities(catalogue: Catalogue) -> Iterator[tuple[str, PageQuestion]]:
    pages = catalogue.pages
    for docname in sorted(set(catalogue.index_pages.values()) - {pages.entities, ""}):
        yield docname, PageQuestion("letter_page", (docname,))
    for entity in catalogue.entities.values():
        if catalogue.has_page(entity):
            yield pages.entity.format(id=entity.id), PageQuestion("entity_page", (entity.id,))
    for id_, further in catalogue.entity_leaves.items():
        for leaf in further:
            yield leaf.docname, PageQuestion("entity_part", (id_, leaf.docname))
