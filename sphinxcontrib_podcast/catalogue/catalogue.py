"""The catalogue: everything that is known of an archive, and the questions it answers.

Pages get at it through questions: public methods whose arguments and answers are plain
frozen data. See :mod:`sphinxcontrib_podcast.sphinx_ext.domain`.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sphinxcontrib_podcast.catalogue.repeated import Repeated
from sphinxcontrib_podcast.catalogue.resolver import Objects, in_order, is_in
from sphinxcontrib_podcast.catalogue.sort_keys import place
from sphinxcontrib_podcast.catalogue.store import short_hash
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
    PlayerView,
    QuoteFacts,
    QuoteIndexView,
    QuoteView,
    TranscriptView,
    TurnView,
    TypeGroup,
)
from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.media_addresses import is_path
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.grammar.times import time_id
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import (
    Entity,
    Episode,
    Mention,
    Problem,
    Quote,
    Texts,
)
from sphinxcontrib_podcast.transcripts.reader import joined_cues, turns

#: Of so many episodes at most the navigation of each page lists all: in larger archives that
#: would cost the square of their number.
MOST_IN_NAVIGATION = 100

_NEWEST = 6  # episodes on the front page of the archive
_MOST_QUOTES = 500  # on one page
_MOST_QUOTED = 2000  # characters of a quote that other pages show


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


class Catalogue(Objects):
    """The archive as data, and the questions that pages ask of it."""

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
        if pages.quotes:
            for docname in self._quote_months:
                found[docname] = ("month_quotes", (docname,))
        if pages.channel:
            for id_ in self.channels:
                found[pages.channel.format(id=id_)] = ("channel_page", (id_,))
        for docname in sorted(set(self._index_pages.values()) - {pages.entities, ""}):
            found[docname] = ("letter_page", (docname,))
        for entity in self.entities.values():
            if self._has_page(entity):
                found[pages.entity.format(id=entity.id)] = ("entity_page", (entity.id,))
        return found

    def basis(self, question: str, args: tuple[str, ...]) -> str:
        """A digest of all that an answer follows from, where that is had for less than the answer.

        Empty where it is not.
        """
        if question != "entity_page":
            return ""
        [id_] = args
        said = (docname for docname, _quote in self._quotes_by.get(id_, ()))
        files = [(d, self._digests.get(d)) for d in sorted(self._occurs[id_].union(said))]
        if not all(known for _docname, known in files):
            return ""
        return short_hash(repr((question, id_, self._of_others, files)))

    @cached_property
    def _of_others(self) -> str:
        """A digest of what the page of an entity shows of others, and of the registry."""
        return short_hash(
            repr(
                [
                    (
                        (entity.id, entity.type, entity.name, entity.names, entity.language),
                        (entity.registry, entity.definition),
                        (self._homes[entity.id], self._index_pages.get(entity.id)),
                    )
                    for entity in self.entities.values()
                ]
            )
        )

    # -- questions -------------------------------------------------------------

    def only_title(self, question: str, *args: str) -> object:
        """The answer to the question of a generated page without all that is below its title."""
        match question:
            case "channel_page":
                return ChannelView(self.channels[args[0]].name, (), ())
            case "letter_page":
                id_ = next(id_ for id_, docname in self._index_pages.items() if docname == args[0])
                return LetterView(self._places[id_].letter, ())
            case _:
                return ()

    def title_of_document(self, docname: str) -> str | None:
        """The title of an episode, or of the page of an entity; None where it is neither."""
        if docname in self.episodes:
            return self.episodes[docname].title
        id_ = self.entity_at(Address(docname))
        return self.title_of(id_) if id_ else None

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
            links=_links(episode),
            summary=episode.summary,
        )

    def is_in_navigation(self, docname: str) -> bool:
        """Whether the toctree of all episodes has a document, where there is a page of them."""
        few = len(self.episodes) <= MOST_IN_NAVIGATION
        return docname not in self.episodes or few or not self.pages.episodes

    def player(self, docname: str) -> PlayerView | None:
        """What the player of an episode shows; None where there is nothing to play."""
        episode = self.episodes[docname]
        if episode.media is None:
            return None
        return PlayerView(
            episode.media, episode.title, episode.channel, episode.picture, episode.duration
        )

    def transcript(self, docname: str) -> TranscriptView:
        """The transcript of an episode, turn by turn."""
        episode = self.episodes[docname]
        found: dict[str, list[TurnView]] = {}
        taken: Counter[str] = Counter()
        for chapter, turn in turns(episode.cues, episode.chapters):
            words, cues = joined_cues(turn)
            id_ = "turn-" + time_id(turn[0].start)[2:]
            taken[id_] += 1
            found.setdefault("" if chapter is None else episode.chapters[chapter].id, []).append(
                TurnView(
                    id_ if taken[id_] == 1 else f"{id_}-{taken[id_]}",
                    turn[0].start,
                    self.speaker(turn[0].speaker) if turn[0].speaker else None,
                    words,
                    cues,
                )
            )
        sample = " ".join(cue.text for cue in episode.cues[:200])
        language = detect_language(sample, episode.language)
        return TranscriptView(
            "" if language == episode.language else language,
            tuple((id_, tuple(said)) for id_, said in found.items()),
        )

    def files_beside(self, docname: str) -> tuple[str, ...]:
        """Return the paths of the files that have fields of an episode as well."""
        return self.episodes[docname].beside

    def quote_facts(self, docname: str) -> dict[str, QuoteFacts]:
        """Who said the quotes of an episode, and when: by the id of the quote."""
        episode = self.episodes[docname]
        return {quote.id: self._quote_facts(episode, quote) for quote in episode.quotes}

    def _quote_facts(self, episode: Episode, quote: Quote) -> QuoteFacts:
        speaker = self.speaker(quote.speaker) if quote.speaker else None
        start, verdict = episode.quote_start(quote), quote.verdict
        if verdict is None:
            return QuoteFacts(speaker, start, None)
        end = verdict.end if verdict.is_found else None
        return QuoteFacts(speaker, start, end, verdict.kind, verdict.difference)

    def entities_listed(self, docname: str) -> dict[str, tuple[str, Address | None]]:
        """The entities of the lines of an episode's list, by name and type: see ``entry_key``."""
        return {
            entry_key(entry.name, entry.type): found
            for entry in self.episodes[docname].entries
            if (found := self.entity_of_entry(entry.name, entry.type))
        }

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

    @cached_property
    def repeated(self) -> Repeated:
        """The problems that many files have in common."""
        return Repeated(p for problems in self.problems.values() for p in problems)

    def names_in(self, docname: str) -> tuple[NameLink, ...]:
        """The names that occur in the text of an episode, with the pages of their entities."""
        return tuple(
            NameLink(name, part, self._entity_link(self.entities[id_]))
            for (name, part), id_ in sorted(self._names_in.get(docname, {}).items())
            if self.entity_address(id_) is not None
        )

    def hover_card(self, id_: str) -> HoverCard:
        """What a link to an entity says of it: a description in the project's language first."""
        if id_ not in self._cards:  # each page asks for those of all its links
            entity = self.entities[id_]
            language, text = next(iter(self._descriptions(entity)), ("", ""))
            self._cards[id_] = HoverCard(
                self._name(entity), self._name_language(entity), entity.type, text, language
            )
        return self._cards[id_]

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
            lines = sorted(lines, key=lambda line: (-line.episodes, line.id))[:limit]
        return self._by_type(lines)

    def all_quotes(self) -> QuoteIndexView:
        """Every quote, newest episode first, then in the order of the episode; or their pages."""
        months = self._quote_months
        if not months:
            return QuoteIndexView(self.select_quotes("", "", 0))
        pages = (
            (_month(episodes[0]), Address(docname), sum(len(e.quotes) for e in episodes))
            for docname, episodes in months.items()
        )
        return QuoteIndexView((), pages=tuple(pages))

    def month_quotes(self, docname: str) -> QuoteIndexView:
        """One of the pages of quotes, where they are too many for one."""
        episodes = self._quote_months[docname]
        quotes = (self._quote(episode, quote) for episode in episodes for quote in episode.quotes)
        return QuoteIndexView(tuple(quotes), _month(episodes[0]))

    @cached_property
    def _quote_months(self) -> dict[str, list[Episode]]:
        """The episodes with quotes by the page of their month; none where all fit on one page."""
        found: dict[str, list[Episode]] = {}
        with_quotes = [e for e in self.episodes.values() if e.quotes]
        if sum(len(e.quotes) for e in with_quotes) > _MOST_QUOTES:
            for episode in with_quotes:
                month = f"{episode.date:%Y-%m}" if episode.date else "undated"
                found.setdefault(f"{self.pages.quotes}-{month}", []).append(episode)
        return found

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
            about=in_order(registry.descriptions if registry else (), self.language),
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
                    key=lambda e: not is_in(self.episodes[e[0]].language, self.language),
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
            index_page=_page(self._index_pages.get(id_, "")),
            timeline=make_timeline(
                date for m in entity.mentions if (date := self.episodes[m.docname].date)
            ),
            image=registry.image if registry else "",
        )

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
                line = line._replace(view=self.entity_page(id_))
            lines.append(line)
        return lines

    def _entity_link(self, entity: Entity) -> Link:
        return Link(self._name(entity), self.entity_address(entity.id), self._name_language(entity))

    def _names_with_language(self, entity: Entity) -> Iterable[tuple[str, str]]:
        """All names, with the language of those that are labels."""
        labels = {text: lang for lang, text in entity.registry.labels} if entity.registry else {}
        return ((name, labels.get(name, "")) for name in entity.names)

    def _descriptions(self, entity: Entity) -> Texts:
        """What the author says of an entity, then what episodes say, by language."""
        own = in_order(entity.registry.descriptions if entity.registry else (), self.language)
        if entity.definition is not None:
            own = (("", entity.definition.description), *own)
        listed = tuple((self.episodes[d].language, e.description) for d, e in entity.entries)
        return tuple(pair for pair in (*own, *in_order(listed, self.language)) if pair[1])

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
            text=shortened(quote.text, _MOST_QUOTED),
            language=episode.language,
            speaker=self.speaker(quote.speaker) if quote.speaker else None,
            episode=self._episode_link(episode),
            moment=MomentLink(episode.quote_start(quote), Address(episode.docname, quote.id)),
            verdict=quote.verdict.kind if quote.verdict else "",
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


def entry_key(name: str, type_: str) -> str:
    """What tells the lines of an entity list apart."""
    return f"{name}\n{type_}"


def _links(episode: Episode) -> tuple[tuple[str, str], ...]:
    """The links of an episode, with its video where no player shows that."""
    links, video = episode.links, episode.video
    shown = episode.media is not None and episode.media.kind != "audio"
    if video and not shown and not is_path(video) and video not in (url for _, url in links):
        links += (("", video),)
    return links


def _month(episode: Episode) -> datetime.date | None:
    return episode.date.replace(day=1) if episode.date else None


def _page(docname: str) -> Address | None:
    return Address(docname) if docname else None


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
