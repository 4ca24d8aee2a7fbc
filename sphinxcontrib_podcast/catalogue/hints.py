"""Explain why a name does not resolve, and suggest similar names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.resolver import ROLES, resolve_entity, resolve_episode
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Episode

_MOST = 3  # suggestions


def unresolved(catalogue: Catalogue, role: str, target: str, docname: str) -> str:
    """Return a message about the target of a role that does not resolve.

    :param role: a key of ``ROLES``, ``entity``, or the type of an entity.
    """
    kind = {"at": "moment", "cite": "episode"}.get(role, role)
    message = f"there is no {kind} {target!r}"
    if role in ("at", "quote") or (role == "cite" and re.search("[@#]", target)):
        name = ROLES[role].name_in(target)
        found = resolve_episode(catalogue, name.strip(), docname)
        if found:
            episode = catalogue.episodes[found.name]
            place = target[len(name) :]
            if "#" in target or role == "quote":
                return message + _of_quote(episode, name, place)
            return message + _of_time(episode, name, place)
    elif role not in ROLES and (other := resolve_entity(catalogue, "", target, docname)):
        return f"{message}: it is listed as {other.kind!r}; write {{pod:entity}}`{target}`"
    return message + did_you_mean(suggestions(catalogue, role, target))


def did_you_mean(names: Iterable[str]) -> str:
    """Return names as the end of a message; "" for none."""
    near = list(names)
    return f"; did you mean {', '.join(map(repr, near))}?" if near else ""


def suggestions(catalogue: Catalogue, role: str, target: str) -> tuple[str, ...]:
    """Return the names most similar to one that does not resolve, best first."""
    if role in ROLES:
        known, target = ROLES[role].names(catalogue), ROLES[role].name_in(target)
        return nearest(known, target)
    return nearest(
        {
            fold(name): name
            for entity in catalogue.entities.values()
            if role in ("entity", entity.type)
            for name in entity.names
        },
        target,
    )


def like_option(catalogue: Catalogue, option: str, value: str) -> tuple[str, ...]:
    """Return values that a listing option may have, for one that matches no episode."""
    match option:
        case "channel" | "person":
            return suggestions(catalogue, "entity" if option == "person" else option, value)
        case "tag":
            tags = (tag for episode in catalogue.episodes.values() for tag in episode.tags)
            return nearest({fold(tag): tag for tag in tags}, value)
        case "language":
            return tuple(dict.fromkeys(e.language for e in catalogue.episodes.values()))[:_MOST]
        case _:
            return ()


def nearest(known: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the most similar of some names, by their folded form, best first."""
    from rapidfuzz import fuzz, process

    wanted = fold(name)
    found = process.extract(wanted, sorted(known), scorer=fuzz.ratio, score_cutoff=60, limit=_MOST)
    near = [name for name, _score, _index in found]
    if not near:  # a part of a name: "Hassabis"
        near = [name for name in sorted(known) if wanted in name][:_MOST]
    return tuple(known[name] for name in near)


def _of_time(episode: Episode, name: str, place: str) -> str:
    """Return why the text after the name of an episode is not a moment of it."""
    later = (chapter.start for chapter in episode.chapters if chapter.start)
    example = f"{name.strip()}@{format_time(next(later, 124.0))}"
    if not place.startswith("@"):
        return f": a time is missing; write {example!r}"
    return f": {place[1:].strip()!r} is not a time; write {example!r}"


def _of_quote(episode: Episode, name: str, place: str) -> str:
    """Return a hint at the quotes of an episode, for an unknown one."""
    from rapidfuzz import fuzz, process

    if not episode.quotes:
        return f": {episode.title!r} has no quotes"
    ids = {quote.id: f"{name.strip()}#{quote.id}" for quote in episode.quotes}
    near = process.extract(place[1:].replace(":", "-"), sorted(ids), scorer=fuzz.ratio, limit=_MOST)
    return did_you_mean(ids[id_] for id_, _score, _index in near)
