"""The objects of an archive: what they are called, where they are at home, what roles mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from sphinxcontrib_podcast.catalogue.addresses import (
    DEFAULT_PAGES,
    DEFAULT_RULE,
    PageRule,
    Pages,
    index_pages,
)
from sphinxcontrib_podcast.catalogue.entities import merge_entities
from sphinxcontrib_podcast.catalogue.mentions import KnownMentions
from sphinxcontrib_podcast.catalogue.slugs import assign_slugs
from sphinxcontrib_podcast.catalogue.sort_keys import Place, place
from sphinxcontrib_podcast.catalogue.views import (
    Address,
    HoverCard,
    Target,
)
from sphinxcontrib_podcast.grammar.text import has_cjk, is_cjk_language
from sphinxcontrib_podcast.grammar.times import format_time, parse_range
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import (
    Channel,
    Chapter,
    Entity,
    Episode,
    Problem,
    Quote,
    RegistryEntry,
    ScannedDocument,
    Texts,
)


class Objects:
    """The archive as data. Nothing in it changes after it is made.

    :param type_order: ids of the entity types in the order in which pages show them.
    :param language: of the project; labels and descriptions in it come first.
    :param known: mentions that need not be looked for; it is given those that were found.
    """

    def __init__(
        self,
        documents: Iterable[ScannedDocument] = (),
        pages: Pages = DEFAULT_PAGES,
        page_rule: PageRule = DEFAULT_RULE,
        type_order: Sequence[str] = (),
        registry: Sequence[RegistryEntry] = (),
        language: str = "en",
        known: KnownMentions | None = None,
    ) -> None:
        known = known or KnownMentions({})
        self._digests = known.digests
        documents = sorted(documents, key=lambda d: d.docname)
        self.pages = pages
        self.language = language
        self.problems: dict[str, tuple[Problem, ...]] = {d.docname: d.problems for d in documents}
        found = (d.episode for d in documents if d.episode is not None)
        self.episodes: dict[str, Episode] = {e.docname: e for e in sorted(found, key=_newest)}
        definitions = [d for document in documents for d in document.definitions]
        self.entities, self.merge_problems = merge_entities(
            tuple(self.episodes.values()), definitions, registry, known
        )
        self._occurs = {
            entity.id: frozenset(
                (
                    *(docname for docname, _ in entity.entries),
                    *(mention.docname for mention in entity.mentions),
                    *entity.appearances,
                )
            )
            for entity in self.entities.values()
        }
        self._cards: dict[str, HoverCard] = {}
        self._speakers: dict[str, str] = {}
        self._names_in: dict[str, dict[tuple[str, str], str]] = {}
        for entity in self.entities.values():
            for mention in entity.mentions:
                if mention.start is not None:
                    continue  # not in the text of the page
                names = self._names_in.setdefault(mention.docname, {})
                names[mention.name, mention.part] = entity.id
        self.channels = _channels(self.episodes.values())
        self._type_order = {type_: i for i, type_ in enumerate(type_order)}
        self._by_name: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for name in dict.fromkeys(map(fold, entity.names)):
                self._by_name.setdefault(name, []).append(entity.id)
        self._episode_names = _episode_names(self.episodes.values())
        self._quotes_by: dict[str, list[tuple[str, Quote]]] = {}
        for episode in self.episodes.values():
            for quote in episode.quotes:
                if speaker := self._speaker_id(quote.speaker):
                    self._quotes_by.setdefault(speaker, []).append((episode.docname, quote))
        self._places = {e.id: self._place(e) for e in self.entities.values() if self._is_shown(e)}
        self._index_pages = index_pages(pages.entities, self._places)
        self._homes = {e.id: self._home(e, page_rule) for e in self.entities.values()}
        self._at_home = {home: id_ for id_, home in self._homes.items() if home}

    # -- what they are called --------------------------------------------------

    def _is_shown(self, entity: Entity) -> bool:
        """Not so: one that only the registry has."""
        return entity.definition is not None or bool(self._occurs[entity.id])

    def _label(self, entity: Entity) -> str:
        """The label of the registry in the language of the project."""
        labels = entity.registry.labels if entity.registry else ()
        return next((text for lang, text in labels if is_in(lang, self.language)), "")

    def _name(self, entity: Entity) -> str:
        return self._label(entity) or entity.name

    def title_of(self, id_: str) -> str:
        """What pages call an entity."""
        return self._name(self.entities[id_])

    def _name_language(self, entity: Entity) -> str:
        if self._label(entity) or has_cjk(entity.name) != is_cjk_language(entity.language):
            return ""  # a Japanese list may spell a name in Latin letters
        return entity.language

    def _place(self, entity: Entity) -> Place:
        """Where an entity stands in an index: by its reading, where the registry has one."""
        readings = entity.registry.readings if entity.registry else ()
        name, language = self._name(entity), self._name_language(entity) or self.language
        for lang, reading in in_order(readings, language)[:1]:
            return place(reading, lang or language)._replace(name=name)
        return place(name, language)

    def _speaker_id(self, name: str) -> str:
        """The entity of a speaker: "Ada Lovelace" or "Ada Lovelace, mathematician"."""
        if name not in self._speakers:
            self._speakers[name] = self._find_speaker(name)
        return self._speakers[name]

    def _find_speaker(self, name: str) -> str:
        for text in (name, name.replace("，", ",").replace("、", ",").partition(",")[0]):
            ids = self._by_name.get(fold(text), ()) if text else ()
            people = [i for i in ids if self.entities[i].type == "person"] or list(ids)
            if people:
                return people[0]
        return ""

    # -- where they are at home ------------------------------------------------

    def entity_address(self, id_: str) -> Address | None:
        """Where an entity is at home: its page, else its line in the index or in a list."""
        return self._homes[id_]

    def _home(self, entity: Entity, rule: PageRule) -> Address | None:
        anchor = f"entity-{entity.id}"
        if entity.definition is not None:
            return Address(entity.definition.docname, anchor)
        if not self._is_shown(entity):
            return None
        quotes = len(self._quotes_by.get(entity.id, ()))
        has_line = bool(self.pages.entities)
        if self.pages.entity and (
            not has_line or rule.has_page(entity, self._occurs[entity.id], quotes)
        ):
            return Address(self.pages.entity.format(id=entity.id))
        if has_line:
            return Address(self._index_pages[entity.id], anchor)
        return Address(entity.entries[0][0], anchor) if entity.entries else None

    def _has_page(self, entity: Entity) -> bool:
        """Whether an entity has a page that no one wrote."""
        return self._homes[entity.id] == Address(self.pages.entity.format(id=entity.id))

    def entity_at(self, address: Address) -> str | None:
        """The id of the entity that is at home at an address."""
        return self._at_home.get(address)

    def channel_address(self, id_: str) -> Address | None:
        """The page of a channel, where channels have pages."""
        if not self.pages.channel:
            return None
        return Address(self.pages.channel.format(id=id_))

    # -- what roles mean -------------------------------------------------------

    def resolve(self, role: str, target: str, docname: str) -> Target | None:
        """What a role means in a document, None where there is no such thing."""
        match role:
            case "episode":
                return self._resolve_episode(target, docname)
            case "channel":
                return self._resolve_channel(target)
            case "at":
                return self._resolve_moment(target, docname)
            case "quote":
                return self._resolve_quote(target, docname)
            case _:
                return self._resolve_entity("" if role == "entity" else role, target, docname)

    def suggestions(self, role: str, target: str) -> tuple[str, ...]:
        """The names nearest to one that does not resolve, best first."""
        match role:
            case "episode":
                known = {e.docname.rpartition("/")[2]: e.docname for e in self.episodes.values()}
                known |= {fold(e.title): e.title for e in self.episodes.values()}
            case "at" | "quote":
                known = {e.docname.rpartition("/")[2]: e.docname for e in self.episodes.values()}
                target = target.partition("@")[0].partition("#")[0]
            case "channel":
                known = {fold(c.name): c.name for c in self.channels.values()}
            case _:
                known = {
                    fold(name): name
                    for entity in self.entities.values()
                    if role in ("entity", entity.type)
                    for name in entity.names
                }
        wanted = fold(target)
        found = process.extract(wanted, sorted(known), scorer=fuzz.ratio, score_cutoff=60, limit=3)
        near = [name for name, _score, _index in found]
        if not near:  # a part of a name: "Hassabis"
            near = [name for name in sorted(known) if wanted in name][:3]
        return tuple(known[name] for name in near)

    def _resolve_entity(self, type_: str, target: str, docname: str) -> Target | None:
        """By id, else by name; an entity that the episode itself lists goes first."""
        ids = [target] if target in self.entities else self._by_name.get(fold(target), [])
        fitting = [i for i in ids if not type_ or self.entities[i].type == type_]
        if not fitting:
            return None
        here = [i for i in fitting if docname in dict(self.entities[i].entries)]
        return self._entity_target(self.entities[(here or fitting)[0]])

    def _entity_target(self, entity: Entity) -> Target:
        return Target(
            entity.type or "entity",
            entity.id,
            self._name(entity),
            self.entity_address(entity.id),
        )

    def _resolve_channel(self, target: str) -> Target | None:
        for channel in self.channels.values():
            if target == channel.id or fold(target) == fold(channel.name):
                return Target("channel", channel.id, channel.name, self.channel_address(channel.id))
        return None

    def _episode(self, target: str, docname: str) -> Episode | None:
        """By document name (relative or absolute), by its last part, or by title."""
        if not target:
            return self.episodes.get(docname)
        folder = docname.rpartition("/")[0]
        for name in (target.removeprefix("/"), f"{folder}/{target}"):
            if name in self.episodes:
                return self.episodes[name]
        found = self._episode_names.get(fold(target), ())
        return self.episodes[found[0]] if len(found) == 1 else None

    def _resolve_episode(self, target: str, docname: str) -> Target | None:
        episode = self._episode(target, docname)
        if episode is None:
            return None
        return Target("episode", episode.docname, episode.title, Address(episode.docname))

    def _resolve_moment(self, target: str, docname: str) -> Target | None:
        name, _, time = target.rpartition("@")
        episode = self._episode(name.strip(), docname)
        try:
            start, end = parse_range(time)
        except ValueError:
            return None
        if episode is None:
            return None
        past = [c for c in episode.chapters if c.start <= start]
        chapter = max(past, key=lambda c: c.start, default=None)
        anchor = chapter.id if chapter else ""
        return Target(
            "chapter", target, episode.title, Address(episode.docname, anchor), start, end
        )

    def _resolve_quote(self, target: str, docname: str) -> Target | None:
        name, sign, id_ = target.rpartition("#")
        if not sign:
            name, _, id_ = target.rpartition("@")
        episode = self._episode(name.strip(), docname)
        for quote in episode.quotes if episode else ():
            start = episode.quote_start(quote) if episode else None
            if episode and (id_ == quote.id or (start is not None and format_time(start) == id_)):
                return self._quote_target(episode, quote)
        return None

    def _chapter_target(self, episode: Episode, chapter: Chapter) -> Target:
        return Target(
            "chapter",
            f"{episode.docname}@{chapter.id.removeprefix('t-').replace('-', ':')}",
            chapter.title or format_time(chapter.start),
            Address(episode.docname, chapter.id),
            chapter.start,
        )

    def _quote_target(self, episode: Episode, quote: Quote) -> Target:
        words = " ".join(quote.text.split())
        if len(words) > 60:
            words = words[:59].rstrip() + "…"
        return Target(
            "quote",
            f"{episode.docname}#{quote.id}",
            words,
            Address(episode.docname, quote.id),
            episode.quote_start(quote),
        )

    def objects(self) -> Iterable[Target]:
        """Every object of the ``pod`` domain, for the inventory and the search."""
        for episode in self.episodes.values():
            yield Target("episode", episode.docname, episode.title, Address(episode.docname))
            for chapter in episode.chapters:
                yield self._chapter_target(episode, chapter)
            for quote in episode.quotes:
                yield self._quote_target(episode, quote)
        for channel in self.channels.values():
            yield Target("channel", channel.id, channel.name, self.channel_address(channel.id))
        for entity in self.entities.values():
            yield self._entity_target(entity)

    def languages(self) -> list[str]:
        """The languages of all texts."""
        found = {episode.language for episode in self.episodes.values()}
        for entity in self.entities.values():
            if entity.registry:
                found |= {lang for lang, _ in entity.registry.labels + entity.registry.descriptions}
        return sorted(found - {""})

    def other_names(self) -> Iterable[tuple[str, Target, bool]]:
        """What else a role may call an object, folded, where only one object is called so.

        The third is whether the search has use for the name: one that is a part of another
        name of the same entity is found by that.
        """
        for name, ids in self._by_name.items():
            for type_ in dict.fromkeys(self.entities[id_].type for id_ in ids):
                found = [id_ for id_ in ids if self.entities[id_].type == type_]
                if len(found) == 1 and name != found[0]:
                    entity = self.entities[found[0]]
                    written = next(n for n in entity.names if fold(n) == name)
                    known = {fold(self._name(entity)), *map(fold, entity.names)}
                    is_own = name != fold(self._name(entity)) and not any(
                        name in other for other in known - {name}
                    )
                    yield name, self._entity_target(entity)._replace(title=written), is_own
        for name, docnames in self._episode_names.items():
            if len(docnames) == 1 and (target := self._resolve_episode(docnames[0], "")):
                yield name, target, False
        for channel in self.channels.values():
            if fold(channel.name) != channel.id and (target := self._resolve_channel(channel.id)):
                yield fold(channel.name), target, False


def _newest(episode: Episode) -> tuple[int, str]:
    return -(episode.date or datetime.date.min).toordinal(), episode.docname


def _channels(episodes: Iterable[Episode]) -> dict[str, Channel]:
    names: dict[str, list[Episode]] = {}
    for episode in episodes:
        if episode.channel:
            names.setdefault(fold(episode.channel), []).append(episode)
    slugs = assign_slugs((name, "channel") for name in names)
    channels = [
        Channel(slugs[name, "channel"], found[0].channel, tuple(e.docname for e in found))
        for name, found in names.items()
    ]
    return {channel.id: channel for channel in sorted(channels, key=lambda c: c.id)}


def _episode_names(episodes: Iterable[Episode]) -> Mapping[str, Sequence[str]]:
    """Document names by what else an episode may be called: file name, title, guid."""
    names: dict[str, list[str]] = {}
    for episode in episodes:
        own = (episode.docname.rpartition("/")[2], episode.title, episode.guid)
        for name in dict.fromkeys(fold(n) for n in own if n):
            names.setdefault(name, []).append(episode.docname)
    return names


def is_in(language: str, wanted: str) -> bool:
    """Whether a text is in a language or a variant of it."""
    return bool(language) and language.partition("-")[0] == wanted.partition("-")[0]


def in_order(texts: Texts, language: str) -> Texts:
    """Texts by language, those in the given one first."""
    return tuple(sorted(texts, key=lambda pair: not is_in(pair[0], language)))
