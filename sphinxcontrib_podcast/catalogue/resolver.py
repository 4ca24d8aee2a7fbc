"""Names resolved to objects: the targets of roles, and the inventory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address, Target
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.references import reference_text
from sphinxcontrib_podcast.grammar.times import format_time, parse_range
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Channel, Chapter, Entity, Episode, Quote
from sphinxcontrib_podcast.warning_names import Subtype

_MOST_TITLE = 60  # characters of a quote that is used as a title


def resolve(catalogue: Catalogue, role: str, target: str, docname: str) -> Target | None:
    """Return the object that a role names in a document, or None.

    :param role: a key of ``ROLES``, ``entity``, or the type of an entity.
    """
    if role in ROLES:
        return ROLES[role].resolve(catalogue, target, docname)
    return resolve_entity(catalogue, "" if role == "entity" else role, target, docname)


def resolve_entity(
    catalogue: Catalogue, type_: str, target: str, docname: str = ""
) -> Target | None:
    """Return an entity by id, else by name; one that the document lists takes precedence."""
    ids = [target] if target in catalogue.entities else catalogue.ids_of(target, type_)
    fitting = [i for i in ids if not type_ or catalogue.entities[i].type == type_]
    if not fitting:
        return None
    here = [i for i in fitting if docname in dict(catalogue.entities[i].entries)]
    return _entity_target(catalogue, catalogue.entities[(here or fitting)[0]])


def entity_of_entry(
    catalogue: Catalogue, name: str, type_: str
) -> tuple[str, Address | None] | None:
    """Return the id and the address of the entity of a line in an entity list."""
    ids = catalogue.ids_of(name, type_)
    exact = [i for i in ids if catalogue.entities[i].type == type_] or list(ids)
    return (exact[0], catalogue.homes[exact[0]]) if exact else None


def resolve_channel(catalogue: Catalogue, target: str, docname: str = "") -> Target | None:
    """Return a channel by id or name."""
    for channel in catalogue.channels.values():
        if target == channel.id or fold(target) == fold(channel.name):
            return _channel_target(catalogue, channel)
    return None


def resolve_episode(catalogue: Catalogue, target: str, docname: str = "") -> Target | None:
    """Return an episode by document name, file name, title or guid."""
    episode = _episode(catalogue, target, docname)
    if episode is None:
        return None
    return _episode_target(episode)


def _episode(catalogue: Catalogue, target: str, docname: str) -> Episode | None:
    if not target:
        return catalogue.episodes.get(docname)
    folder = docname.rpartition("/")[0]
    for name in (target.removeprefix("/"), f"{folder}/{target}"):
        if name in catalogue.episodes:
            return catalogue.episodes[name]
    names = catalogue.episode_names.get(fold(target), ())
    if len(names) == 1:
        return catalogue.episodes[names[0]]
    found = {catalogue.versions.main(name) for name in names}
    return catalogue.episodes[found.pop()] if len(found) == 1 else None


def _resolve_moment(catalogue: Catalogue, target: str, docname: str) -> Target | None:
    name, _, time = target.rpartition("@")
    episode = _episode(catalogue, name.strip(), docname)
    try:
        start, end = parse_range(time)
    except ValueError:
        return None
    if episode is None:
        return None
    past = [c for c in episode.chapters if c.start <= start]
    chapter = max(past, key=lambda c: c.start, default=None)
    address = Address(episode.docname, chapter.id if chapter else "")
    return Target("chapter", target, episode.title, address, start, end)


def _resolve_quote(catalogue: Catalogue, target: str, docname: str) -> Target | None:
    name, sign, id_ = target.rpartition("#")
    if not sign:
        name, _, id_ = target.rpartition("@")
    episode = _episode(catalogue, name.strip(), docname)
    for quote in episode.quotes if episode else ():
        start = episode.quote_start(quote) if episode else None
        if episode and (id_ == quote.id or (start is not None and format_time(start) == id_)):
            return _quote_target(episode, quote)
    return None


def _resolve_cited(catalogue: Catalogue, target: str, docname: str) -> Target | None:
    """Return an episode, a moment or a quote, with a reference to it as its title."""
    if "#" in target:
        found = _resolve_quote(catalogue, target, docname)
    elif "@" in target:
        found = _resolve_moment(catalogue, target, docname)
    else:
        found = resolve_episode(catalogue, target, docname)
    if found is None or found.address is None:
        return None
    episode = catalogue.episodes[found.address.docname]
    quote = next((q for q in episode.quotes if q.id == found.address.anchor), None)
    channel = catalogue.channel_of.get(episode.docname)
    text = reference_text(
        episode.title,
        people=tuple(filter(None, [quote.speaker])) if quote else episode.hosts,
        show=channel.name if channel else "",
        date=episode.date,
        start=found.start,
        end=found.end,
        words=quote.text if quote else "",
    )
    return found._replace(title=text)


def _name_before_place(target: str) -> str:
    return target.partition("@")[0].partition("#")[0]


def _file_names(catalogue: Catalogue) -> dict[str, str]:
    return {docname.rpartition("/")[2]: docname for docname in catalogue.episodes}


def _episode_names(catalogue: Catalogue) -> dict[str, str]:
    titles = (episode.title for episode in catalogue.episodes.values())
    return _file_names(catalogue) | {fold(title): title for title in titles}


def _channel_names(catalogue: Catalogue) -> dict[str, str]:
    return {fold(channel.name): channel.name for channel in catalogue.channels.values()}


class _Role(NamedTuple):
    """How the targets of a role are found."""

    resolve: Callable[[Catalogue, str, str], Target | None]
    """Returns the object that a target names in a document."""
    names: Callable[[Catalogue], Mapping[str, str]]
    """Returns the names to suggest for an unknown target, by their folded form."""
    subtype: Subtype
    """The name of the warning about an unknown target."""
    name_in: Callable[[str], str] = str
    """Returns the part of a target that may be such a name."""


#: The roles that do not lead to entities.
ROLES = {
    "episode": _Role(resolve_episode, _episode_names, "episode"),
    "channel": _Role(resolve_channel, _channel_names, "channel"),
    "at": _Role(_resolve_moment, _file_names, "at", _name_before_place),
    "quote": _Role(_resolve_quote, _file_names, "quote", _name_before_place),
    "cite": _Role(_resolve_cited, _episode_names, "episode", _name_before_place),
}


def _entity_target(catalogue: Catalogue, entity: Entity) -> Target:
    return Target(
        entity.type or "entity",
        entity.id,
        catalogue.name_of(entity),
        catalogue.homes[entity.id],
    )


def _channel_target(catalogue: Catalogue, channel: Channel) -> Target:
    address = catalogue.channel_address(channel.id)
    return Target("channel", channel.id, channel.name, address)


def _episode_target(episode: Episode) -> Target:
    return Target("episode", episode.docname, episode.title, Address(episode.docname))


def _chapter_target(episode: Episode, chapter: Chapter) -> Target:
    return Target(
        "chapter",
        f"{episode.docname}@{chapter.id.removeprefix('t-').replace('-', ':')}",
        chapter.title or format_time(chapter.start),
        Address(episode.docname, chapter.id),
        chapter.start,
    )


def _quote_target(episode: Episode, quote: Quote) -> Target:
    words = " ".join(quote.text.split())
    if len(words) > _MOST_TITLE:
        words = words[: _MOST_TITLE - 1].rstrip() + "…"
    return Target(
        "quote",
        f"{episode.docname}#{quote.id}",
        words,
        Address(episode.docname, quote.id),
        episode.quote_start(quote),
    )


def objects(catalogue: Catalogue) -> Iterable[Target]:
    """Yield every object of the ``pod`` domain, for the inventory and the search."""
    for episode in catalogue.episodes.values():
        yield _episode_target(episode)
        for chapter in episode.chapters:
            yield _chapter_target(episode, chapter)
        for quote in episode.quotes:
            yield _quote_target(episode, quote)
    for channel in catalogue.channels.values():
        yield _channel_target(catalogue, channel)
    for entity in catalogue.entities.values():
        yield _entity_target(catalogue, entity)


def other_names(catalogue: Catalogue) -> Iterable[tuple[str, Target, bool]]:
    """Yield the other names of objects, folded, if only one object has the name.

    The third value is whether the search needs the name: one that is part of another name of
    the same entity is found by that.
    """
    for name, ids in catalogue.ids_by_name.items():
        for type_ in dict.fromkeys(catalogue.entities[id_].type for id_ in ids):
            found = [id_ for id_ in ids if catalogue.entities[id_].type == type_]
            if len(found) == 1 and name != found[0]:
                entity = catalogue.entities[found[0]]
                written = next(n for n in entity.names if fold(n) == name)
                shown = fold(catalogue.name_of(entity))
                known = {shown, *map(fold, entity.names)}
                is_own = name != shown and not any(name in other for other in known - {name})
                target = _entity_target(catalogue, entity)
                yield name, target._replace(title=written), is_own
    for name, docnames in catalogue.episode_names.items():
        if len(docnames) == 1:
            yield name, _episode_target(catalogue.episodes[docnames[0]]), False
    for channel in catalogue.channels.values():
        if fold(channel.name) != channel.id:
            yield fold(channel.name), _channel_target(catalogue, channel), False
