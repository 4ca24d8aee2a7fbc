"""Merging the entity lists of all episodes: one name, one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sphinxcontrib_podcast.catalogue.mentions import MentionFinder
from sphinxcontrib_podcast.catalogue.slugs import assign_slugs, slug
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import (
    Definition,
    Entity,
    EntityEntry,
    Episode,
    Mention,
    Problem,
)

#: A folded name and a type: what says that two entries are of one entity.
Key = tuple[str, str]

_MOST_NEIGHBOURS = 24


@dataclass
class _Group:
    """All that is said of one entity."""

    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)
    entries: list[tuple[str, EntityEntry]] = field(default_factory=list)
    definition: Definition | None = None
    appearances: list[str] = field(default_factory=list)


def merge_entities(
    episodes: Sequence[Episode], definitions: Sequence[Definition]
) -> tuple[dict[str, Entity], list[Problem]]:
    """Entities by id, with entries, mentions and neighbours.

    Names are one when they are the same after :func:`fold`, and their types agree; an
    entry without type joins the one entity of its name.

    :param episodes: newest first.
    """
    groups = _group(episodes, definitions)
    problems = _type_conflicts(groups, episodes)
    ids = _ids(groups, problems)
    entities = {ids[key]: _entity(ids[key], key, group) for key, group in groups.items()}
    mentions = _mentions(episodes, entities)
    neighbours = _neighbours(episodes, entities, mentions)
    return {
        id_: replace(
            entity,
            mentions=tuple(mentions.get(id_, ())),
            neighbours=neighbours.get(id_, ()),
        )
        for id_, entity in sorted(entities.items())
    }, problems


def _group(episodes: Sequence[Episode], definitions: Sequence[Definition]) -> dict[Key, _Group]:
    typed: dict[str, set[str]] = {}
    for episode in episodes:
        for name, type_ in _names_of(episode):
            typed.setdefault(fold(name), set()).add(type_)
    for definition in definitions:
        typed.setdefault(fold(definition.name), set()).add(definition.type)

    def key(name: str, type_: str) -> Key:
        types = sorted(typed[fold(name)] - {""})
        return fold(name), type_ or (types[0] if len(types) == 1 else "")

    groups: dict[Key, _Group] = {}
    for episode in episodes:
        for entry in episode.entries:
            group = groups.setdefault(key(entry.name, entry.type), _Group())
            group.spellings[entry.name, episode.language] += 1
            group.entries.append((episode.docname, entry))
        for person in episode.people:
            group = groups.setdefault(key(person, "person"), _Group())
            group.spellings[person, episode.language] += 1
            group.appearances.append(episode.docname)
    for definition in definitions:
        group = groups.setdefault(key(definition.name, definition.type), _Group())
        group.definition = group.definition or definition
    return groups


def _names_of(episode: Episode) -> Iterable[tuple[str, str]]:
    yield from ((entry.name, entry.type) for entry in episode.entries)
    yield from ((person, "person") for person in episode.people)


def _type_conflicts(groups: Mapping[Key, _Group], episodes: Sequence[Episode]) -> list[Problem]:
    """One name under two types: shown with both places, once for each name."""
    by_name: dict[str, list[str]] = {}
    for name, type_ in groups:
        by_name.setdefault(name, []).append(type_)
    paths = {episode.docname: episode.path for episode in episodes}
    problems = []
    for name, types in sorted(by_name.items()):
        places = [
            (paths[docname], entry.line, entry.name, type_)
            for type_ in sorted(types)
            for docname, entry in groups[name, type_].entries[:1]
        ]
        if len(types) > 1 and len(places) > 1:
            (path, line, written, type_), *others = places
            where = ", ".join(f"{t or 'no type'} in {p}:{number}" for p, number, _, t in others)
            problems.append(
                Problem(
                    path, line, "entity",
                    f"'{written}' is {type_ or 'without type'} here and {where}: they are kept "
                    "as different entities. Give them one type, or different names",
                )
            )  # fmt: skip
    return problems


def _ids(groups: Mapping[Key, _Group], problems: list[Problem]) -> dict[Key, str]:
    """The definition's id where there is one, else a slug of the name."""
    given: dict[Key, str] = {}
    for key, group in sorted(groups.items()):
        if group.definition is None or not group.definition.id:
            continue
        wanted = slug(group.definition.id)
        if wanted in given.values():
            problems.append(
                Problem(
                    group.definition.path, group.definition.line, "entity",
                    f"the id '{wanted}' is taken by another entity; choose another one",
                )
            )  # fmt: skip
            continue
        given[key] = wanted
    slugs = assign_slugs((key for key in groups if key not in given), given.values())
    return given | slugs


def _entity(id_: str, key: Key, group: _Group) -> Entity:
    definition = group.definition
    spellings = sorted(group.spellings, key=lambda s: (-group.spellings[s], s))
    if definition is not None:
        name, language = definition.name, ""
    else:
        name, language = spellings[0]
    names = (name, *(s for s, _ in spellings), *(definition.aliases if definition else ()))
    return Entity(
        id=id_,
        name=name,
        type=key[1],
        names=tuple(dict.fromkeys(names)),
        language=language,
        entries=tuple(group.entries),
        definition=definition,
        appearances=tuple(group.appearances),
    )


def _mentions(
    episodes: Sequence[Episode], entities: Mapping[str, Entity]
) -> dict[str, list[Mention]]:
    names: dict[str, tuple[str, ...]] = {}
    own: dict[str, set[str]] = {}
    for entity in entities.values():
        for name in entity.names:
            names[name] = (*names.get(name, ()), entity.id)
        for docname in (*(d for d, _ in entity.entries), *entity.appearances):
            own.setdefault(docname, set()).add(entity.id)
    found: dict[str, list[Mention]] = {}
    finder = MentionFinder(names)
    for episode in episodes:
        for id_, mention in finder.find(episode, frozenset(own.get(episode.docname, ()))):
            found.setdefault(id_, []).append(mention)
    return found


def _neighbours(
    episodes: Sequence[Episode],
    entities: Mapping[str, Entity],
    mentions: Mapping[str, Sequence[Mention]],
) -> dict[str, tuple[tuple[str, int], ...]]:
    """With whom and what an entity appears: the number of chapters they share.

    Entities of the same list that share no chapter come last, with 0.
    """
    chapters: dict[tuple[str, int], set[str]] = {}
    lists: dict[str, set[str]] = {}
    for id_, found in mentions.items():
        for mention in found:
            if mention.chapter is not None:
                chapters.setdefault((mention.docname, mention.chapter), set()).add(id_)
    for entity in entities.values():
        for docname, _ in entity.entries:
            lists.setdefault(docname, set()).add(entity.id)
    counts: dict[str, Counter[str]] = {}
    for together, weight in (
        *((group, 1) for group in chapters.values()),
        *((group, 0) for group in lists.values()),
    ):
        for id_ in together:
            counter = counts.setdefault(id_, Counter())
            for other in together:
                if other != id_:
                    counter[other] += weight
    return {
        id_: tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NEIGHBOURS])
        for id_, counter in counts.items()
    }
