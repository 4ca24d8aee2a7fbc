"""Merge the entity lists of all episodes: one name, one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sphinxcontrib_podcast.catalogue.mentions import KnownMentions, MentionFinder
from sphinxcontrib_podcast.catalogue.slugs import assign_slugs, slug
from sphinxcontrib_podcast.catalogue.versions import NO_VERSIONS, Versions
from sphinxcontrib_podcast.grammar.names import is_abbreviation, split_name
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import (
    Definition,
    Entity,
    EntityEntry,
    Episode,
    Mention,
    Problem,
    RegistryEntry,
)

#: Entries with equal keys are one entity. A key is a folded name and a type or, for entries of
#: the registry, a mark and the id.
Key = tuple[str, str]

_REGISTERED = "\0"  # no name is folded to this

_MOST_NEIGHBOURS = 24

#: If more entities are in one chapter or list, that does not make them neighbours.
_MOST_TOGETHER = 200


@dataclass
class _Group:
    """Everything that is known about one entity."""

    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)
    entries: list[tuple[str, EntityEntry]] = field(default_factory=list)
    definition: Definition | None = None
    registry: RegistryEntry | None = None
    appearances: list[str] = field(default_factory=list)
    other_names: Counter[str] = field(default_factory=Counter)

    def add_names(self, names: Sequence[str], language: str) -> None:
        """Add the names of a line, of which the first is shown."""
        first, *others = names
        self.spellings[first, language] += 1
        self.other_names.update(others)


def merge_entities(
    episodes: Sequence[Episode],
    definitions: Sequence[Definition],
    registry: Sequence[RegistryEntry],
    known: KnownMentions,
    versions: Versions = NO_VERSIONS,
) -> tuple[dict[str, Entity], list[Problem]]:
    """Return the entities by id, with entries, mentions and neighbours, and the problems.

    All names of a registry entry are one entity. Other names are one entity if they are equal
    after :func:`fold` and have the same type. An entry without a type joins the only entity of its
    name. Two names in one line (``智能体 (agent)``) are one entity.

    :param episodes: newest first.
    """
    groups = _group(episodes, definitions, _Keys(episodes, definitions, registry))
    for entry in registry:
        groups.setdefault((_REGISTERED, entry.id), _Group()).registry = entry
    problems = _type_conflicts(groups, episodes)
    ids = _ids(groups, problems)
    entities = {ids[key]: _entity(ids[key], key, group) for key, group in groups.items()}
    mentions = _mentions(episodes, entities, known)
    counted = {id_: versions.counted(found) for id_, found in mentions.items()}
    neighbours = _neighbours(entities, counted)
    return {
        id_: replace(
            entity,
            mentions=tuple(mentions.get(id_, ())),
            neighbours=neighbours.get(id_, ()),
        )
        for id_, entity in sorted(entities.items())
    }, problems


class _Keys:
    """Finds the entity that a name belongs to."""

    def __init__(
        self,
        episodes: Sequence[Episode],
        definitions: Sequence[Definition],
        registry: Sequence[RegistryEntry],
    ) -> None:
        self.registered: dict[str, list[RegistryEntry]] = {}
        for entry in registry:
            for name in dict.fromkeys(map(fold, entry.names)):
                self.registered.setdefault(name, []).append(entry)
        self.types: dict[str, set[str]] = {}
        named = [(split_name(n, t), t) for e in episodes for n, t in _names_of(e)]
        named += [(split_name(d.name, d.type), d.type) for d in definitions]
        for names, type_ in named:
            for name in map(fold, names):
                self.types.setdefault(name, set()).add(type_)
        self.groups = _Groups()
        self.registered_with: dict[str, list[RegistryEntry]] = {}
        """Entries of the registry, by the other names of a line that has one of their names."""
        self.ambiguous = _ambiguous_abbreviations(names for names, _ in named)
        for names, type_ in named:
            known = [entry for name in map(fold, names) for entry in self.registered.get(name, ())]
            first, *others = self.telling(names)
            for name in (first, *others) if known and len(names) > 1 else ():
                self.registered_with.setdefault(name, []).extend(known)
            for other in () if known else others:
                self.groups.join((first, self.type(first, type_)), (other, self.type(other, type_)))

    def telling(self, names: Sequence[str]) -> list[str]:
        """Return the folded names of a line, without ambiguous abbreviations if it has others."""
        folded = list(map(fold, names))
        return [name for name in folded if name not in self.ambiguous] or folded[:1]

    def type(self, name: str, type_: str) -> str:
        """Return the type of a folded name or, if it is not given, the only type in other lines."""
        types = sorted(self.types[name] - {""})
        return type_ or (types[0] if len(types) == 1 else "")

    def key(self, name: str, type_: str, role: str = "", channel: str = "") -> Key:
        """Return the key of an entity. Role and channel distinguish entities of the same name."""
        names, role, channel = split_name(name, type_), fold(role), fold(channel)
        registered = [entry for n in map(fold, names) for entry in self.registered.get(n, ())]
        own = self.telling(names)[0]
        if not registered:
            fits = ("", type_) if type_ else ()
            found = self.registered_with.get(own, ())
            registered = [entry for entry in found if not fits or entry.type in fits]
        if registered:
            best = max(
                registered,
                key=lambda entry: (
                    not entry.type or not type_ or entry.type == type_,
                    bool(role) and fold(entry.role) == role,
                    channel in map(fold, entry.channels),
                    not entry.role and not entry.channels,
                ),
            )
            return _REGISTERED, best.id
        return self.groups.first((own, self.type(own, type_)))


class _Groups:
    """Groups of keys of the same entity. The first key in order represents the group."""

    def __init__(self) -> None:
        self._above: dict[Key, Key] = {}

    def first(self, key: Key) -> Key:
        """Return the key that represents the group of a key."""
        while (above := self._above.get(key, key)) != key:
            self._above[key] = self._above.get(above, above)
            key = above
        return key

    def join(self, one: Key, other: Key) -> None:
        """Make the groups of two keys one."""
        first, second = sorted((self.first(one), self.first(other)))
        self._above[second] = first


def _ambiguous_abbreviations(named: Iterable[Sequence[str]]) -> set[str]:
    """Return the abbreviations that are short for several names, folded."""
    meant: dict[str, set[str]] = {}
    for first, *others in named:
        for other in others:
            short, long = sorted((first, other), key=len)
            if is_abbreviation(short, long):
                meant.setdefault(fold(short), set()).add(fold(long).removesuffix("s"))
    return {short for short, names in meant.items() if len(names) > 1}


def _group(
    episodes: Sequence[Episode], definitions: Sequence[Definition], keys: _Keys
) -> dict[Key, _Group]:
    groups: dict[Key, _Group] = {}
    for episode in episodes:
        for entry in episode.entries:
            key = keys.key(entry.name, entry.type, entry.role, episode.channel)
            group = groups.setdefault(key, _Group())
            group.add_names(split_name(entry.name, entry.type), episode.language)
            group.entries.append((episode.docname, entry))
        for person in episode.people:
            key = keys.key(person, "person", channel=episode.channel)
            group = groups.setdefault(key, _Group())
            group.add_names(split_name(person, "person"), episode.language)
            group.appearances.append(episode.docname)
    for definition in definitions:
        key = keys.key(definition.name, definition.type)
        if definition.id and (_REGISTERED, definition.id) in groups:
            key = _REGISTERED, definition.id
        group = groups.setdefault(key, _Group())
        group.definition = group.definition or definition
    return groups


def _names_of(episode: Episode) -> Iterable[tuple[str, str]]:
    yield from ((entry.name, entry.type) for entry in episode.entries)
    yield from ((person, "person") for person in episode.people)


def _type_conflicts(groups: Mapping[Key, _Group], episodes: Sequence[Episode]) -> list[Problem]:
    """Return a problem for each name that has several types, with their places."""
    by_name: dict[str, list[str]] = {}
    for name, type_ in groups:
        if name != _REGISTERED:
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
    """Return the id of each group: that of the registry or the definition, else a slug."""
    given: dict[Key, str] = {key: key[1] for key in groups if key[0] == _REGISTERED}
    for key, group in sorted(groups.items(), key=lambda item: item[0]):
        if key in given or group.definition is None or not group.definition.id:
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
    definition, registry = group.definition, group.registry
    spellings = sorted(group.spellings, key=lambda s: (-group.spellings[s], s))
    if registry is not None:
        name, language, type_ = registry.name, "", registry.type
        if not type_ and group.entries:
            type_ = group.entries[0][1].type
    else:
        type_ = key[1]
        name, language = (definition.name, "") if definition is not None else spellings[0]
    defined = split_name(definition.name, definition.type) if definition is not None else ()
    names = (
        name,
        *(registry.names if registry else ()),
        *(spelling for spelling, _ in spellings),
        *sorted(group.other_names, key=lambda n: (-group.other_names[n], n)),
        *((definition.name, *defined, *definition.aliases) if definition else ()),
    )
    return Entity(
        id=id_,
        name=name,
        type=type_,
        names=tuple(dict.fromkeys(names)),
        language=language,
        entries=tuple(group.entries),
        definition=definition,
        registry=registry,
        appearances=tuple(group.appearances),
    )


def _mentions(
    episodes: Sequence[Episode], entities: Mapping[str, Entity], known: KnownMentions
) -> dict[str, list[Mention]]:
    own: dict[str, set[str]] = {}
    for entity in entities.values():
        for docname in (*(d for d, _ in entity.entries), *entity.appearances):
            own.setdefault(docname, set()).add(entity.id)
    found: dict[str, list[Mention]] = {}
    finder = MentionFinder(entities.values())
    for episode in episodes:
        for id_, mention in known.find(episode, frozenset(own.get(episode.docname, ())), finder):
            found.setdefault(id_, []).append(mention)
    return found


def _neighbours(
    entities: Mapping[str, Entity],
    mentions: Mapping[str, Sequence[Mention]],
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the neighbours of entities, with the number of chapters that they share.

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
        for id_ in together if len(together) <= _MOST_TOGETHER else ():
            counter = counts.setdefault(id_, Counter())
            for other in together:
                if other != id_:
                    counter[other] += weight
    return {
        id_: tuple(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:_MOST_NEIGHBOURS])
        for id_, counter in counts.items()
    }
