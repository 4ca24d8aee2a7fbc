"""The catalogue: everything known about an archive, as data that does not change.

The answers that pages show are computed from it in :mod:`sphinxcontrib_podcast.views`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from sphinxcontrib_podcast.catalogue.addresses import (
    DEFAULT_PAGES,
    DEFAULT_RULE,
    Address,
    PageRule,
    Pages,
    index_pages,
)
from sphinxcontrib_podcast.catalogue.collections import Collection, by_season, by_tag
from sphinxcontrib_podcast.catalogue.entities import merge_entities
from sphinxcontrib_podcast.catalogue.mentions import KnownMentions
from sphinxcontrib_podcast.catalogue.paging import MOST_EPISODES, Leaf, leaves
from sphinxcontrib_podcast.catalogue.registry import Registry
from sphinxcontrib_podcast.catalogue.repeated_problems import RepeatedProblems
from sphinxcontrib_podcast.catalogue.slugs import assign_slugs
from sphinxcontrib_podcast.catalogue.sort_keys import SortKey, sort_key
from sphinxcontrib_podcast.catalogue.store import short_hash
from sphinxcontrib_podcast.catalogue.versions import NO_VERSIONS, Versions, completed
from sphinxcontrib_podcast.grammar.language import language_of_file
from sphinxcontrib_podcast.grammar.names import split_name
from sphinxcontrib_podcast.grammar.text import has_cjk, is_cjk_language
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import (
    Channel,
    ChannelEntry,
    Entity,
    Episode,
    Problem,
    Quote,
    ScannedDocument,
    Texts,
)

# Estimates in bytes of HTML: of a page of mentions, and of what is around a sentence.
_SIZE_OF_PAGE, _SIZE_OF_TEXT = 90_000, 250
_LEAST_SIZE = _SIZE_OF_PAGE // MOST_EPISODES  # of an episode
_MUCH = 40  # an entity with fewer mentions and quotes has one page


class MissingError(LookupError):
    """An episode or entity that a question is about is not in the catalogue."""


class Catalogue:
    """The archive as data. Nothing in it changes after it is made.

    :param type_order: ids of the entity types in the order in which pages show them.
    :param language: of the project; labels and descriptions in it come first.
    :param root: the document name of the first page of the site.
    :param known: mentions found by earlier builds; those found now are added.
    :param outline: a hash of everything that the catalogue follows from, apart from summaries and
        the text of documents in which names are searched for.
    :param is_apart: whether versions of an episode in several languages are episodes of their own.
    """

    def __init__(
        self,
        documents: Iterable[ScannedDocument] = (),
        pages: Pages = DEFAULT_PAGES,
        page_rule: PageRule = DEFAULT_RULE,
        type_order: Sequence[str] = (),
        registry: Registry = Registry(),  # noqa: B008 - it is frozen
        language: str = "en",
        root: str = "index",
        known: KnownMentions | None = None,
        outline: str = "",
        *,
        is_apart: bool = False,
    ) -> None:
        documents = sorted(documents, key=lambda d: d.docname)
        found = (d.episode for d in documents if d.episode is not None)
        definitions = [d for document in documents for d in document.definitions]

        self.pages = pages
        self.language = language
        self._outline = outline
        self._input_hashes = known.input_hashes if known else {}

        self.root = root
        """The document name of the first page of the site."""

        episodes = {e.docname: e for e in sorted(found, key=_newest)}
        self.episode_names = _episode_names(episodes.values())
        """The document names of episodes by file name, title and guid, folded."""

        self.versions = (
            NO_VERSIONS if is_apart else Versions(episodes, self.episode_names, language)
        )
        """The versions of episodes in several languages."""

        episodes = completed(episodes, self.versions)
        self.episodes: dict[str, Episode] = {
            e.docname: e for e in sorted(episodes.values(), key=_newest)
        }
        """The episodes by document name, newest first."""

        self.listed = {d: e for d, e in self.episodes.items() if self.versions.main(d) == d}
        """The episodes that listings have: of each in several languages, the first version."""

        about = [*registry.channels, *(d.channel for d in documents if d.channel)]
        self.channels: dict[str, Channel] = _channels(self.listed.values(), about)
        """The channels by id."""

        self.channel_of = {d: c for c in self.channels.values() for d in c.episodes}
        """The channel of an episode that has one, by document name."""
        for docname, (main, *_others) in self.versions.of.items():
            if main in self.channel_of:
                self.channel_of[docname] = self.channel_of[main]

        self.entities: dict[str, Entity]
        """The entities by id."""

        self.problems: dict[str, tuple[Problem, ...]] = {d.docname: d.problems for d in documents}
        """The problems of each file and of the transcript that belongs to it, by document name."""

        self.merge_problems: list[Problem]
        """The problems between files and in the registry."""

        self.entities, self.merge_problems = merge_entities(
            tuple(self.episodes.values()),
            definitions,
            registry.entities,
            known or KnownMentions({}),
            self.versions,
        )
        self.merge_problems += self.versions.problems

        self.names_in = self._names_in()
        """The ids of the entities named in the text of an episode, by name and part of a name."""

        self.occurrences = {
            entity.id: self._occurrences(entity) for entity in self.entities.values()
        }
        """The document names of the listed episodes in which an entity occurs, by its id."""

        if self.versions.of:
            self.entities = {
                id_: self._counted_once(entity) for id_, entity in self.entities.items()
            }

        self.ids_by_name: dict[str, list[str]] = {}
        """The ids of entities by each of their names, folded."""
        for entity in self.entities.values():
            for name in dict.fromkeys(map(fold, entity.names)):
                self.ids_by_name.setdefault(name, []).append(entity.id)

        self.speaker_ids = {
            speaker: self._find_speaker(speaker)
            for speaker in {q.speaker for e in self.episodes.values() for q in e.quotes}
        }
        """The ids of entities by the names that speakers of quotes are given; "" if unknown."""

        self.quoting = tuple(e for e in map(self._quoting, self.listed.values()) if e.quotes)
        """The episodes that have quotes, newest first: the first version with any of each."""

        self.quotes_by: dict[str, list[tuple[str, Quote]]] = {}
        """The quotes of an entity, newest first, each with its document name."""
        for episode in self.quoting:
            for quote in episode.quotes:
                if speaker := self.speaker_ids[quote.speaker]:
                    self.quotes_by.setdefault(speaker, []).append((episode.docname, quote))

        self.sort_keys = {
            e.id: self._sort_key(e) for e in self.entities.values() if self._is_shown(e)
        }
        """The sort key of each entity that pages show, by id."""

        self.index_pages = index_pages(pages.entities, self.sort_keys)
        """The document name of the index that lists an entity, by id."""

        self.homes = {e.id: self._home(e, page_rule) for e in self.entities.values()}
        """The address of each entity, by id: its page, else its line in an index or a list."""

        self._at_home = {home: id_ for id_, home in self.homes.items() if home}
        self._type_order = {type_: i for i, type_ in enumerate(type_order)}

    def episode(self, docname: str) -> Episode:
        """Return the episode of a document.

        :raises MissingError: if the document is not an episode.
        """
        try:
            return self.episodes[docname]
        except KeyError:
            raise MissingError(f"no episode {docname!r}") from None

    def entity(self, id_: str) -> Entity:
        """Return the entity with an id.

        :raises MissingError: if there is none.
        """
        try:
            return self.entities[id_]
        except KeyError:
            raise MissingError(f"no entity {id_!r}") from None

    def version(self, docname: str, language: str) -> Episode:
        """Return the version of an episode in a language if there is one, else the first."""
        found = [self.episodes[d] for d in self.versions.of.get(docname, (docname,))]
        return next((e for e in found if e.language == language), found[0])

    def inputs_hash(self, docnames: Iterable[str]) -> str:
        """Return a hash of all that follows from the text of some documents, or "" if unknown.

        The text of other documents does not matter, apart from the names that are in it.
        """
        hashes = [self._input_hashes.get(docname, "") for docname in sorted(docnames)]
        return short_hash(f"{self._names_hash} {hashes}") if self._names_hash else ""

    @cached_property
    def _names_hash(self) -> str:
        if not self._outline:
            return ""
        found = [
            (id_, [(m.docname, m.name, m.part, m.chapter, m.quote, m.start) for m in e.mentions])
            for id_, e in self.entities.items()
        ]
        return short_hash(f"{self._outline} {found}")

    @cached_property
    def repeated_problems(self) -> RepeatedProblems:
        """The problems that the archive has many times."""
        of_files = (p for problems in self.problems.values() for p in problems)
        return RepeatedProblems((*of_files, *self.merge_problems))

    @cached_property
    def has_media(self) -> bool:
        """Whether any episode has a recording to play."""
        return any(episode.media for episode in self.episodes.values())

    @cached_property
    def quote_leaves(self) -> tuple[Leaf, ...]:
        """The pages of all quotes; () if one page is enough."""
        if not self.pages.quotes:
            return ()
        return leaves(
            self.pages.quotes, self.quoting, most=_SIZE_OF_PAGE, size=_size_of_quotes, by_year=False
        )

    @cached_property
    def episode_leaves(self) -> tuple[Leaf, ...]:
        """The pages of all episodes; () if one page is enough."""
        if not self.pages.episodes:
            return ()
        return leaves(self.pages.episodes, tuple(self.listed.values()))

    @cached_property
    def channel_leaves(self) -> dict[str, tuple[Leaf, ...]]:
        """The pages of the episodes of each channel, by its id; () if one page is enough."""
        found = {}
        for channel in self.channels.values():
            address = self.channel_address(channel.id)
            episodes = [self.episodes[docname] for docname in channel.episodes]
            name = f"{address.docname}.episodes" if address else ""
            found[channel.id] = leaves(name, episodes) if name else ()
        return found

    @cached_property
    def entity_leaves(self) -> dict[str, tuple[Leaf, ...]]:
        """The further pages of entities that are mentioned often, by id."""
        order = {docname: i for i, docname in enumerate(self.episodes)}
        found: dict[str, tuple[Leaf, ...]] = {}
        for id_, entity in self.entities.items():
            quotes = self.quotes_by.get(id_, ())
            if not self.pages.entity or len(entity.mentions) + len(quotes) < _MUCH:
                continue
            sizes: Counter[str] = Counter()
            for mention in entity.mentions:
                sizes[mention.docname] += _SIZE_OF_TEXT + len(mention.sentence.encode())
            for docname, quote in quotes:
                sizes[docname] += 2 * _SIZE_OF_TEXT + len(quote.text.encode())
            name = f"{self.pages.entity.format(id=id_)}.mentions"
            episodes = [self.episodes[d] for d in sorted(sizes, key=order.__getitem__)]
            pages = leaves(name, episodes, most=_SIZE_OF_PAGE, size=partial(_size_in, sizes))
            if pages:
                found[id_] = pages
        return found

    @cached_property
    def entity_of_leaf(self) -> dict[str, str]:
        """The id of the entity that a further page is about, by document name."""
        pages = self.entity_leaves.items()
        return {leaf.docname: id_ for id_, found in pages for leaf in found}

    @cached_property
    def channel_at(self) -> dict[str, Channel]:
        """The channels by the document names of their pages."""
        pages = ((self.channel_address(channel.id), channel) for channel in self.channels.values())
        return {address.docname: channel for address, channel in pages if address}

    @cached_property
    def in_chapters(self) -> dict[tuple[str, int], set[str]]:
        """The ids of the entities that are mentioned in a chapter, by document and index."""
        found: dict[tuple[str, int], set[str]] = {}
        for id_, entity in self.entities.items():
            for mention in entity.mentions:
                if mention.chapter is not None:
                    found.setdefault((mention.docname, mention.chapter), set()).add(id_)
        return found

    @cached_property
    def tags(self) -> dict[str, Collection]:
        """The tags that have pages by folded name, the most common first."""
        return by_tag(self.listed.values(), self.pages.tag)

    @cached_property
    def seasons(self) -> dict[str, dict[int, Collection]]:
        """The seasons that have pages by number, by the id of their channel."""
        pages = {id_: self.channel_address(id_) for id_ in self.channels}
        return {
            id_: by_season(self.channels[id_], page.docname, self.episodes) if page else {}
            for id_, page in pages.items()
        }

    @cached_property
    def collections(self) -> dict[str, Collection]:
        """The tags and seasons that have pages, by the document name of the page."""
        seasons = (season for found in self.seasons.values() for season in found.values())
        return {found.docname: found for found in (*self.tags.values(), *seasons)}

    @cached_property
    def leaves_by_page(self) -> dict[str, tuple[Channel | Collection | None, tuple[Leaf, ...]]]:
        """The channel or collection, or None for all episodes, and the pages of a listing.

        By the document name of each of the pages.
        """
        found: dict[str, tuple[Channel | Collection | None, tuple[Leaf, ...]]] = {}
        for leaf in self.episode_leaves:
            found[leaf.docname] = None, self.episode_leaves
        for id_, pages in self.channel_leaves.items():
            found |= {leaf.docname: (self.channels[id_], pages) for leaf in pages}
        for collection in self.collections.values():
            found |= {leaf.docname: (collection, collection.leaves) for leaf in collection.leaves}
        return found

    @cached_property
    def entities_of(self) -> dict[str, list[str]]:
        """The ids of the entities that occur in an episode, by document name."""
        found: dict[str, list[str]] = {docname: [] for docname in self.listed}
        for id_, docnames in self.occurrences.items():
            for docname in docnames:
                found[docname].append(id_)
        return found

    @cached_property
    def around(self) -> dict[str, tuple[str, str]]:
        """The episodes before and after each in its channel, by date; "" if there is none."""
        channels: dict[str, list[Episode]] = {}
        for episode in sorted(self.listed.values(), key=_oldest):
            channel = self.channel_of.get(episode.docname)
            channels.setdefault(channel.id if channel else "", []).append(episode)
        found: dict[str, tuple[str, str]] = {}
        for episodes in channels.values():
            names = ["", *(episode.docname for episode in episodes), ""]
            found |= {names[i]: (names[i - 1], names[i + 1]) for i in range(1, len(names) - 1)}
        return found

    # -- names -----------------------------------------------------------------

    def name_of(self, entity: Entity) -> str:
        """Return the name that pages use for an entity."""
        return self._label(entity) or entity.name

    def name_language(self, entity: Entity, name: str = "") -> str:
        """Return the language of a name, or "" if it is that of the project or unknown.

        :param name: the name that pages use, unless given.
        """
        name, label = name or self.name_of(entity), self._label(entity)
        if name == label:
            return ""
        labels = entity.registry.labels if entity.registry else ()
        for language, text in labels:
            if text == name:
                return language
        # a Japanese list may spell a name in Latin letters
        if name == entity.name and has_cjk(name) == is_cjk_language(entity.language):
            return entity.language
        if not has_cjk(name) or is_cjk_language(self.language):
            return ""
        return self._language_of_episodes(entity, name)

    def _language_of_episodes(self, entity: Entity, name: str) -> str:
        """Return the language of most Chinese, Japanese or Korean episodes that have a name."""
        docnames = (
            *(docname for docname, _ in entity.entries),
            *entity.appearances,
            *(mention.docname for mention in entity.mentions if mention.name == name),
        )
        found = Counter(self.episodes[docname].language for docname in docnames)
        return next((lang for lang, _ in found.most_common() if is_cjk_language(lang)), "")

    def _label(self, entity: Entity) -> str:
        """Return the label that the registry has in the language of the project."""
        labels = entity.registry.labels if entity.registry else ()
        return next((text for lang, text in labels if is_in(lang, self.language)), "")

    def descriptions(self, entity: Entity) -> Texts:
        """Return the author's descriptions of an entity, then those of episodes, by language.

        Within each group, those in the language of the project come first.
        """
        own = in_order(entity.registry.descriptions if entity.registry else (), self.language)
        if entity.definition is not None:
            own = (("", entity.definition.description), *own)
        listed = tuple((self.episodes[d].language, e.description) for d, e in entity.entries)
        return tuple(pair for pair in (*own, *in_order(listed, self.language)) if pair[1])

    @cached_property
    def first_descriptions(self) -> dict[str, tuple[str, str]]:
        """The language and text of the first description of each entity, by id.

        Each page asks for those of all its links: they are computed once.
        """
        return {
            entity.id: next(iter(self.descriptions(entity)), ("", ""))
            for entity in self.entities.values()
        }

    def ids_of(self, name: str, type_: str = "") -> Sequence[str]:
        """Return the ids of entities by one of their names, or by a name with its translation."""
        ids = self.ids_by_name.get(fold(name), ())
        return ids or self.ids_by_name.get(fold(split_name(name, type_ or "concept")[0]), ())

    def speaker_id(self, name: str) -> str:
        """Return the id of a speaker: "Ada Lovelace" or "Ada Lovelace, mathematician"; else ""."""
        known = self.speaker_ids.get(name)
        return self._find_speaker(name) if known is None else known

    def _find_speaker(self, name: str) -> str:
        for text in (name, name.replace("，", ",").replace("、", ",").partition(",")[0]):
            ids = self.ids_of(text, "person") if text else ()
            people = [i for i in ids if self.entities[i].type == "person"] or list(ids)
            if people:
                return people[0]
        return ""

    def languages(self) -> list[str]:
        """Return the languages of all texts."""
        found = {episode.language for episode in self.episodes.values()}
        for entity in self.entities.values():
            if entity.registry:
                found |= {lang for lang, _ in entity.registry.labels + entity.registry.descriptions}
        return sorted(found - {""})

    @property
    def types(self) -> set[str]:
        """The types of all entities."""
        return {entity.type for entity in self.entities.values()}

    def type_key(self, type_: str) -> tuple[int, str]:
        """Return the sort key of an entity type; entities without type are last."""
        return self._type_order.get(type_, len(self._type_order) + (not type_)), type_

    # -- addresses -------------------------------------------------------------

    def entity_at(self, address: Address) -> str | None:
        """Return the id of the entity whose address this is."""
        return self._at_home.get(address)

    def channel_address(self, id_: str) -> Address | None:
        """Return the page of a channel, or None if channels have no pages."""
        if not self.pages.channel:
            return None
        return Address(self.pages.channel.format(id=id_))

    def has_page(self, entity: Entity) -> bool:
        """Return whether a page is generated for an entity."""
        return self.homes[entity.id] == Address(self.pages.entity.format(id=entity.id))

    def _home(self, entity: Entity, rule: PageRule) -> Address | None:
        anchor = f"entity-{entity.id}"
        if entity.definition is not None:
            return Address(entity.definition.docname, anchor)
        if not self._is_shown(entity):
            return None
        quotes = len(self.quotes_by.get(entity.id, ()))
        has_line = bool(self.pages.entities)
        if self.pages.entity and (
            not has_line or rule.has_page(entity, self.occurrences[entity.id], quotes)
        ):
            return Address(self.pages.entity.format(id=entity.id))
        if has_line:
            return Address(self.index_pages[entity.id], anchor)
        return Address(entity.entries[0][0], anchor) if entity.entries else None

    def _occurrences(self, entity: Entity) -> frozenset[str]:
        docnames = (
            *(docname for docname, _ in entity.entries),
            *(mention.docname for mention in entity.mentions),
            *entity.appearances,
        )
        return frozenset(map(self.versions.main, docnames))

    def _counted_once(self, entity: Entity) -> Entity:
        """Return an entity whose mentions and appearances are in one version of each episode."""
        appearances = tuple(dict.fromkeys(map(self.versions.main, entity.appearances)))
        mentions = self.versions.counted(entity.mentions)
        return replace(entity, mentions=mentions, appearances=appearances)

    def _quoting(self, episode: Episode) -> Episode:
        """Return the first version of an episode that has quotes, or the episode."""
        versions = map(self.episodes.__getitem__, self.versions.of.get(episode.docname, ()))
        return next((version for version in versions if version.quotes), episode)

    def _is_shown(self, entity: Entity) -> bool:
        """Return False for entities that exist only in the registry."""
        return entity.definition is not None or bool(self.occurrences[entity.id])

    def _sort_key(self, entity: Entity) -> SortKey:
        """Return the sort key of an entity: by its reading if the registry has one."""
        readings = entity.registry.readings if entity.registry else ()
        name, language = self.name_of(entity), self.name_language(entity) or self.language
        for lang, reading in in_order(readings, language)[:1]:
            return sort_key(reading, lang or language)._replace(name=name)
        return sort_key(name, language)

    def _names_in(self) -> dict[str, dict[tuple[str, str], str]]:
        found: dict[str, dict[tuple[str, str], str]] = {}
        for entity in self.entities.values():
            for mention in entity.mentions:
                if mention.start is None:  # else it is in the transcript
                    names = found.setdefault(mention.docname, {})
                    names[mention.name, mention.part] = entity.id
        return found


def is_in(language: str, wanted: str) -> bool:
    """Return whether a language is the wanted one or a variant of it."""
    return bool(language) and language.partition("-")[0] == wanted.partition("-")[0]


def in_order(texts: Texts, language: str) -> Texts:
    """Return texts by language, those in the given language first."""
    return tuple(sorted(texts, key=lambda pair: not is_in(pair[0], language)))


def _size_in(sizes: Mapping[str, int], episode: Episode) -> int:
    return max(sizes[episode.docname], _LEAST_SIZE)


def _size_of_quotes(episode: Episode) -> int:
    """Return an estimate of the size of the quotes of an episode, in bytes of HTML."""
    size = sum(2 * _SIZE_OF_TEXT + len(quote.text.encode()) for quote in episode.quotes)
    return max(size, _LEAST_SIZE)


def day_of(episode: Episode) -> int:
    """Return the day of an episode, or 0, which is before every day."""
    return episode.date.toordinal() if episode.date else 0


def _newest(episode: Episode) -> tuple[int, str]:
    return -day_of(episode), episode.docname


def _oldest(episode: Episode) -> tuple[int, int, int, str]:
    return day_of(episode), episode.season or 0, episode.number or 0, episode.docname


def _channels(episodes: Iterable[Episode], entries: Iterable[ChannelEntry]) -> dict[str, Channel]:
    """Return the channels that have episodes, by id.

    :param entries: the registry's, which take precedence, and those of pages about folders.
    """
    about: dict[str, ChannelEntry] = {}
    for entry in entries:
        for name in dict.fromkeys(filter(None, (fold(entry.id), fold(entry.name)))):
            about[name] = _joined(about[name], entry) if name in about else entry
    named: dict[str, list[Episode]] = {}
    described: dict[str, ChannelEntry] = {}
    for episode in episodes:
        if episode.channel:
            known = about.get(fold(episode.channel))
            key = fold(known.id if known else episode.channel)
            named.setdefault(key, []).append(episode)
            if known:
                described[key] = known
    slugs = assign_slugs((name, "channel") for name in named)
    channels = []
    for key, found in named.items():
        known = described.get(key)
        name = known.name if known and known.name else found[0].channel
        docnames = tuple(e.docname for e in found)
        channels.append(Channel(slugs[key, "channel"], name, docnames, known))
    return {channel.id: channel for channel in sorted(channels, key=lambda c: c.id)}


def _joined(entry: ChannelEntry, other: ChannelEntry) -> ChannelEntry:
    """Return an entry with the fields of another in place of those that it lacks."""
    names = ("name", "descriptions", "image", "hosts", "language", "links", "categories",
             "license", "podcast_feed")  # fmt: skip
    given = {name: getattr(entry, name) or getattr(other, name) for name in names}
    return replace(entry, **given)


def _episode_names(episodes: Iterable[Episode]) -> Mapping[str, Sequence[str]]:
    names: dict[str, list[str]] = {}
    for episode in episodes:
        file = episode.docname.rpartition("/")[2]
        own = (file, language_of_file(file)[0], episode.title, episode.guid)
        for name in dict.fromkeys(fold(n) for n in own if n):
            names.setdefault(name, []).append(episode.docname)
    return names
