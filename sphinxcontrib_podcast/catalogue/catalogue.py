"""The catalogue: everything that is known of an archive, and the questions it answers.

Pages get at it through questions: public methods whose arguments and answers are plain
frozen data. See :mod:`sphinxcontrib_podcast.domain`.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sphinxcontrib_podcast.catalogue.addresses import (
    DEFAULT_PAGES,
    DEFAULT_RULE,
    PageRule,
    Pages,
    index_pages,
)
from sphinxcontrib_podcast.catalogue.collation import Place, place
from sphinxcontrib_podcast.catalogue.entities import merge_entities
from sphinxcontrib_podcast.catalogue.slugs import assign_slugs
from sphinxcontrib_podcast.catalogue.timeline import make_timeline
from sphinxcontrib_podcast.catalogue.views import (
    Address,
    ArchiveView,
    ChannelView,
    DescriptionView,
    EntityIndexView,
    EntityLine,
    EntityView,
    EpisodeCard,
    Facts,
    HoverCard,
    LetterGroup,
    LetterView,
    Link,
    MentionView,
    MomentLink,
    NameLink,
    QuoteView,
    Target,
    TypeGroup,
)
from sphinxcontrib_podcast.grammar.text import has_cjk, is_cjk_language
from sphinxcontrib_podcast.grammar.times import format_time, parse_time
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import (
    Channel,
    Chapter,
    Entity,
    Episode,
    Mention,
    Problem,
    Quote,
    RegistryEntry,
    ScannedDocument,
    Texts,
)

_NEWEST = 6  # episodes on the front page of the archive


@dataclass(frozen=True)
class EpisodeFilter:
    """Which episodes a listing shows, in which order. Empty fields do not filter.

    ``sort`` is ``date``, ``title``, ``number`` or ``duration``; a ``-`` before it turns
    the order round. ``limit`` 0 shows all.
    """

    channel: str = ""
    person: str = ""
    language: str = ""
    tag: str = ""
    year: int = 0
    sort: str = "-date"
    limit: int = 0


class Catalogue:
    """The archive as data. Nothing in it changes after it is made.

    :param type_order: ids of the entity types in the order in which pages show them.
    :param language: of the project; labels and descriptions in it come first.
    """

    def __init__(
        self,
        documents: Iterable[ScannedDocument] = (),
        pages: Pages = DEFAULT_PAGES,
        page_rule: PageRule = DEFAULT_RULE,
        type_order: Sequence[str] = (),
        registry: Sequence[RegistryEntry] = (),
        language: str = "en",
    ) -> None:
        documents = sorted(documents, key=lambda d: d.docname)
        self.pages = pages
        self.language = language
        self.problems: dict[str, tuple[Problem, ...]] = {d.docname: d.problems for d in documents}
        found = (d.episode for d in documents if d.episode is not None)
        self.episodes: dict[str, Episode] = {e.docname: e for e in sorted(found, key=_newest)}
        definitions = [d for document in documents for d in document.definitions]
        self.entities, self.merge_problems = merge_entities(
            tuple(self.episodes.values()), definitions, registry
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

    # -- addresses -------------------------------------------------------------

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

    def generated_pages(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The documents no one wrote: by document name, the question each one shows."""
        pages = self.pages
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        if not self.episodes:
            return found
        for docname, question in (
            (pages.index, "archive"),
            (pages.episodes, "all_episodes"),
            (pages.entities, "entity_index"),
            (pages.quotes, "all_quotes"),
        ):
            if docname:
                found[docname] = (question, ())
        if pages.channel:
            for id_ in self.channels:
                found[pages.channel.format(id=id_)] = ("channel_page", (id_,))
        for docname in sorted(set(self._index_pages.values()) - {pages.entities, ""}):
            found[docname] = ("letter_page", (docname,))
        for entity in self.entities.values():
            if self._has_page(entity):
                found[pages.entity.format(id=entity.id)] = ("entity_page", (entity.id,))
        return found

    # -- questions -------------------------------------------------------------

    def facts(self, docname: str) -> Facts:
        """The line of facts of an episode."""
        episode = self.episodes[docname]
        people = [(self._person(name), "host") for name in episode.hosts]
        people += [
            (self._person(name), "guest") for name in episode.guests if name not in episode.hosts
        ]
        return Facts(
            channel=self._channel_link(episode),
            date=episode.date,
            duration=episode.duration,
            number=episode.number,
            season=episode.season,
            people=tuple(people),
            links=episode.links,
            summary=episode.summary,
        )

    def entity_of_entry(self, name: str, type_: str) -> tuple[str, Address | None] | None:
        """The id and the address of the entity that a line of a list is about."""
        ids = self._by_name.get(fold(name), ())
        exact = [i for i in ids if self.entities[i].type == type_] or list(ids)
        return (exact[0], self.entity_address(exact[0])) if exact else None

    def entity_of_definition(self, docname: str, name: str) -> str | None:
        """The id of the entity that a ``pod:entity`` directive of a document defines."""
        for id_ in self._by_name.get(fold(name), ()):
            definition = self.entities[id_].definition
            if definition is not None and (definition.docname, definition.name) == (docname, name):
                return id_
        return None

    def problems_in(self, docname: str) -> tuple[Problem, ...]:
        """What is wrong with a file, and with the transcript that belongs to it."""
        return self.problems.get(docname, ())

    def names_in(self, docname: str) -> tuple[NameLink, ...]:
        """The names that occur in the text of an episode, with the pages of their entities."""
        return tuple(
            NameLink(name, part, self._entity_link(self.entities[id_]))
            for (name, part), id_ in sorted(self._names_in.get(docname, {}).items())
            if self.entity_address(id_) is not None
        )

    def hover_card(self, id_: str) -> HoverCard:
        """What a link to an entity says of it: a description in the project's language first."""
        entity = self.entities[id_]
        language, text = next(iter(self._descriptions(entity)), ("", ""))
        return HoverCard(
            self._name(entity), self._name_language(entity), entity.type, text, language
        )

    def speaker(self, name: str) -> Link:
        """Who said a quote."""
        id_ = self._speaker_id(name)
        return Link(name, self.entity_address(id_) if id_ else None)

    def archive(self) -> ArchiveView:
        """The front page of the archive."""
        pages = [p for p in (self.pages.episodes, self.pages.entities, self.pages.quotes) if p]
        channels = []
        for channel in self.channels.values():
            address = self.channel_address(channel.id)
            channels.append((Link(channel.name, address), len(channel.episodes)))
            if address:
                pages.append(address.docname)
        return ArchiveView(
            pages=tuple(pages),
            counts=(
                (_page(self.pages.episodes), len(self.episodes)),
                (_page(self.pages.entities), len(self._places)),
                (_page(self.pages.quotes), sum(len(e.quotes) for e in self.episodes.values())),
            ),
            channels=tuple(channels),
            newest=tuple(self._card(e) for e in list(self.episodes.values())[:_NEWEST]),
        )

    def all_episodes(self) -> tuple[EpisodeCard, ...]:
        """Every episode, newest first."""
        return self.select_episodes(EpisodeFilter())

    def select_episodes(self, wanted: EpisodeFilter) -> tuple[EpisodeCard, ...]:
        """The episodes of a listing."""
        chosen = [e for e in self.episodes.values() if self._is_wanted(e, wanted)]
        descending, key = wanted.sort.startswith("-"), wanted.sort.lstrip("-")
        if (descending, key) != (True, "date"):
            chosen.sort(key=lambda e: _sort_key(e, key), reverse=descending)
        return tuple(self._card(e) for e in chosen[: wanted.limit or None])

    def entity_index(self) -> EntityIndexView:
        """The index of entities: by type and letter, or the pages of its letters."""
        documents: dict[str, list[str]] = {}
        for id_, docname in self._index_pages.items():
            documents.setdefault(docname, []).append(id_)
        if documents.keys() <= {self.pages.entities}:
            return EntityIndexView(self._by_type(self._lines(self._places, whole=True)))
        letters = sorted(
            (min(self._places[id_] for id_ in ids), docname, len(ids))
            for docname, ids in documents.items()
        )
        return EntityIndexView(
            letters=tuple(
                (Link(place.letter, Address(docname)), count) for place, docname, count in letters
            )
        )

    def letter_page(self, docname: str) -> LetterView:
        """One page of an index that is long: the entities of a letter."""
        ids = [id_ for id_, document in self._index_pages.items() if document == docname]
        groups = self._by_type(self._lines(ids, whole=True))
        return LetterView(groups[0].letters[0].letter, groups)

    def select_entities(self, type_: str, docname: str, limit: int) -> tuple[TypeGroup, ...]:
        """The index of the entities of a type (empty: all) and an episode (empty: all).

        ``limit`` keeps those of the most episodes, 0 keeps all.
        """
        ids = (
            id_
            for id_ in self._places
            if (not type_ or self.entities[id_].type == type_)
            and (not docname or docname in self._occurs[id_])
        )
        lines = self._lines(ids, whole=False)
        if limit:
            lines = sorted(lines, key=lambda line: (-line.count, line.id))[:limit]
        return self._by_type(lines)

    def all_quotes(self) -> tuple[QuoteView, ...]:
        """Every quote, newest episode first, then in the order of the episode."""
        return self.select_quotes("", "", 0)

    def select_quotes(self, speaker: str, docname: str, limit: int) -> tuple[QuoteView, ...]:
        """Quotes of a speaker (empty: all) and an episode (empty: all); 0 is no limit."""
        wanted = self._speaker_id(speaker)
        views = [
            self._quote(episode, quote)
            for episode in self.episodes.values()
            if not docname or episode.docname == docname
            for quote in episode.quotes
            if not speaker
            or fold(quote.speaker) == fold(speaker)
            or (wanted and self._speaker_id(quote.speaker) == wanted)
        ]
        return tuple(views[: limit or None])

    def channel_page(self, id_: str) -> ChannelView:
        """The page of a channel."""
        channel = self.channels[id_]
        docnames = set(channel.episodes)
        people = [
            entity
            for entity in self.entities.values()
            if entity.type == "person" and docnames & self._occurs[entity.id]
        ]
        people.sort(key=lambda entity: (-len(docnames & self._occurs[entity.id]), entity.id))
        return ChannelView(
            name=channel.name,
            cards=tuple(self._card(self.episodes[d]) for d in channel.episodes),
            people=tuple(map(self._entity_link, people)),
        )

    def entity_page(self, id_: str) -> EntityView:
        """The page of an entity."""
        entity = self.entities[id_]
        registry = entity.registry
        by_episode: dict[str, list[Mention]] = {}
        said: set[tuple[str, int | None]] = set()
        for mention in entity.mentions:
            if mention.start is not None:
                # a transcript may name somebody hundreds of times
                if (mention.docname, mention.chapter) in said:
                    continue
                said.add((mention.docname, mention.chapter))
            by_episode.setdefault(mention.docname, []).append(mention)
        mentions = []
        for docname, found in by_episode.items():
            episode = self.episodes[docname]
            # a sentence may have several of its names
            views = tuple(
                dict.fromkeys(self._mention(episode, m) for m in found if m.quote is None)
            )
            mentions.append((self._episode_link(episode), episode.date, views))
        return EntityView(
            id=id_,
            name=self._name(entity),
            language=self._name_language(entity),
            type=entity.type,
            names=tuple(
                Link(name, None, language)
                for name, language in self._names_with_language(entity)
                if name != self._name(entity)
            ),
            about=_in_order(registry.descriptions if registry else (), self.language),
            same_as=registry.same_as if registry else (),
            descriptions=tuple(
                DescriptionView(
                    entry.description,
                    entry.role,
                    self._episode_link(self.episodes[docname]),
                    entry.href,
                )
                for docname, entry in sorted(
                    entity.entries,
                    key=lambda e: not _is_in(self.episodes[e[0]].language, self.language),
                )
            ),
            appearances=tuple(
                (self._episode_link(self.episodes[d]), self.episodes[d].date)
                for d in entity.appearances
            ),
            mentions=tuple(m for m in mentions if m[2]),
            quotes=self._quotes_of(entity),
            neighbours=tuple(
                (self._entity_link(self.entities[n]), count) for n, count in entity.neighbours
            ),
            index=_page(self._index_pages.get(id_, "")),
            timeline=make_timeline(
                date for m in entity.mentions if (date := self.episodes[m.docname].date)
            ),
            image=registry.image if registry else "",
        )

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
        near = difflib.get_close_matches(fold(target), sorted(known), n=3)
        if not near:  # a part of a name: "Hassabis"
            near = [name for name in sorted(known) if fold(target) in name][:3]
        return tuple(known[name] for name in near)

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

    def other_names(self) -> Iterable[tuple[str, Target]]:
        """What else a role may call an object, folded, where only one object is called so."""
        for name, ids in self._by_name.items():
            for type_ in dict.fromkeys(self.entities[id_].type for id_ in ids):
                found = [id_ for id_ in ids if self.entities[id_].type == type_]
                if len(found) == 1 and name != found[0]:
                    yield name, self._entity_target(self.entities[found[0]])
        for name, docnames in self._episode_names.items():
            if len(docnames) == 1 and (target := self._resolve_episode(docnames[0], "")):
                yield name, target
        for channel in self.channels.values():
            if fold(channel.name) != channel.id and (target := self._resolve_channel(channel.id)):
                yield fold(channel.name), target

    # -- parts of answers ------------------------------------------------------

    def _type_key(self, type_: str) -> tuple[int, str]:
        return self._type_order.get(type_, len(self._type_order) + (not type_)), type_

    def _episode_link(self, episode: Episode) -> Link:
        return Link(episode.title, Address(episode.docname), episode.language)

    def _channel_link(self, episode: Episode) -> Link | None:
        if not episode.channel:
            return None
        target = self._resolve_channel(episode.channel)
        return Link(episode.channel, target.address if target else None)

    def _person(self, name: str) -> Link:
        target = self._resolve_entity("person", name, "")
        return Link(name, target.address if target else None)

    def _card(self, episode: Episode) -> EpisodeCard:
        return EpisodeCard(
            episode=self._episode_link(episode),
            channel=self._channel_link(episode),
            date=episode.date,
            duration=episode.duration,
            summary=episode.summary,
        )

    def _line(self, entity: Entity) -> EntityLine:
        return EntityLine(entity.id, self._entity_link(entity), len(self._occurs[entity.id]))

    def _lines(self, ids: Iterable[str], *, whole: bool) -> list[EntityLine]:
        """Lines of an index; with ``whole``, those without a page say all that one would."""
        lines = []
        for id_ in ids:
            line = self._line(self.entities[id_])
            home = self._homes[id_]
            if whole and home and home.docname == self._index_pages[id_]:
                line = replace(line, view=self.entity_page(id_))
            lines.append(line)
        return lines

    def _is_shown(self, entity: Entity) -> bool:
        """Not so: one that only the registry has."""
        return entity.definition is not None or bool(self._occurs[entity.id])

    def _entity_link(self, entity: Entity) -> Link:
        return Link(self._name(entity), self.entity_address(entity.id), self._name_language(entity))

    def _label(self, entity: Entity) -> str:
        """The label of the registry in the language of the project."""
        labels = entity.registry.labels if entity.registry else ()
        return next((text for lang, text in labels if _is_in(lang, self.language)), "")

    def _name(self, entity: Entity) -> str:
        return self._label(entity) or entity.name

    def _name_language(self, entity: Entity) -> str:
        if self._label(entity) or has_cjk(entity.name) != is_cjk_language(entity.language):
            return ""  # a Japanese list may spell a name in Latin letters
        return entity.language

    def _names_with_language(self, entity: Entity) -> Iterable[tuple[str, str]]:
        """All names, with the language of those that are labels."""
        labels = {text: lang for lang, text in entity.registry.labels} if entity.registry else {}
        return ((name, labels.get(name, "")) for name in entity.names)

    def _descriptions(self, entity: Entity) -> Texts:
        """What the author says of an entity, then what episodes say, by language."""
        own = _in_order(entity.registry.descriptions if entity.registry else (), self.language)
        if entity.definition is not None:
            own = (("", entity.definition.description), *own)
        listed = tuple((self.episodes[d].language, e.description) for d, e in entity.entries)
        return tuple(pair for pair in (*own, *_in_order(listed, self.language)) if pair[1])

    def _place(self, entity: Entity) -> Place:
        """Where an entity stands in an index: by its reading, where the registry has one."""
        readings = entity.registry.readings if entity.registry else ()
        name, language = self._name(entity), self._name_language(entity) or self.language
        for lang, reading in _in_order(readings, language)[:1]:
            return place(reading, lang or language)._replace(name=name)
        return place(name, language)

    def _by_type(self, lines: Iterable[EntityLine]) -> tuple[TypeGroup, ...]:
        types: dict[str, list[EntityLine]] = {}
        for line in lines:
            types.setdefault(self.entities[line.id].type, []).append(line)
        return tuple(
            TypeGroup(name, self._by_letter(types[name]))
            for name in sorted(types, key=self._type_key)
        )

    def _by_letter(self, lines: Iterable[EntityLine]) -> tuple[LetterGroup, ...]:
        letters: dict[tuple[int, str], list[EntityLine]] = {}
        for line in sorted(lines, key=lambda line: (self._places[line.id], line.id)):
            place = self._places[line.id]
            letters.setdefault((place.group, place.letter), []).append(line)
        return tuple(
            LetterGroup(letter, tuple(lines)) for (_, letter), lines in sorted(letters.items())
        )

    def _mention(self, episode: Episode, mention: Mention) -> MentionView:
        if mention.chapter is None:
            moment = MomentLink(mention.start, Address(episode.docname))
            return MentionView(mention.sentence, "", moment)
        chapter = episode.chapters[mention.chapter]
        start = chapter.start if mention.start is None else mention.start
        moment = MomentLink(start, Address(episode.docname, chapter.id))
        return MentionView(mention.sentence, chapter.title, moment)

    def _quote(self, episode: Episode, quote: Quote) -> QuoteView:
        return QuoteView(
            text=quote.text,
            language=episode.language,
            speaker=self.speaker(quote.speaker) if quote.speaker else None,
            episode=self._episode_link(episode),
            moment=MomentLink(episode.quote_start(quote), Address(episode.docname, quote.id)),
        )

    def _quotes_of(self, entity: Entity) -> tuple[QuoteView, ...]:
        """Quotes by an entity, then those about it, each newest first."""
        said = self._quotes_by.get(entity.id, [])
        quotes = {(docname, quote.id): quote for docname, quote in said}
        for mention in entity.mentions:
            if mention.quote is not None:
                quote = self.episodes[mention.docname].quotes[mention.quote]
                quotes.setdefault((mention.docname, quote.id), quote)
        return tuple(self._quote(self.episodes[d], quote) for (d, _), quote in quotes.items())

    def _speaker_id(self, name: str) -> str:
        """The entity of a speaker: "Ada Lovelace" or "Ada Lovelace, mathematician"."""
        for text in (name, name.replace("，", ",").replace("、", ",").partition(",")[0]):
            ids = self._by_name.get(fold(text), ()) if text else ()
            people = [i for i in ids if self.entities[i].type == "person"] or list(ids)
            if people:
                return people[0]
        return ""

    def _is_wanted(self, episode: Episode, wanted: EpisodeFilter) -> bool:
        person = fold(wanted.person)
        if person and person not in map(fold, episode.people):
            target = self._resolve_entity("", wanted.person, "")
            if not target or episode.docname not in self._occurs[target.name]:
                return False
        return (
            (not wanted.channel or fold(episode.channel) == fold(wanted.channel))
            and (
                not wanted.language
                or f"{episode.language}-".lower().startswith(f"{wanted.language}-".lower())
            )
            and (not wanted.tag or fold(wanted.tag) in map(fold, episode.tags))
            and (not wanted.year or (episode.date is not None and episode.date.year == wanted.year))
        )

    # -- what roles mean -------------------------------------------------------

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
            start = parse_time(time)
        except ValueError:
            return None
        if episode is None:
            return None
        past = [c for c in episode.chapters if c.start <= start]
        chapter = max(past, key=lambda c: c.start, default=None)
        anchor = chapter.id if chapter else ""
        return Target("chapter", target, episode.title, Address(episode.docname, anchor), start)

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


def _page(docname: str) -> Address | None:
    return Address(docname) if docname else None


def _newest(episode: Episode) -> tuple[int, str]:
    return -(episode.date or datetime.date.min).toordinal(), episode.docname


def _sort_key(episode: Episode, key: str) -> tuple[object, ...]:
    title = place(episode.title, episode.language)
    match key:
        case "title":
            return (title, episode.docname)
        case "number":
            return (episode.season or 0, episode.number or 0, title, episode.docname)
        case "duration":
            return (episode.duration or 0.0, title, episode.docname)
        case _:
            return (episode.date or datetime.date.min, episode.docname)


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


def _is_in(language: str, wanted: str) -> bool:
    """Whether a text is in a language or a variant of it."""
    return bool(language) and language.partition("-")[0] == wanted.partition("-")[0]


def _in_order(texts: Texts, language: str) -> Texts:
    """Texts by language, those in the given one first."""
    return tuple(sorted(texts, key=lambda pair: not _is_in(pair[0], language)))
