"""Collections of episodes that have pages: those with a tag, and the seasons of channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.paging import Leaf, leaves
from sphinxcontrib_podcast.catalogue.slugs import assign_slugs
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Channel, Episode

# The fewest episodes of a tag that has a page: the page of a single one would only repeat it.
_LEAST_EPISODES = 2


class Collection(NamedTuple):
    """Episodes that belong together."""

    docname: str
    """The document name of its page."""

    kind: str
    """``tag`` or ``season``."""

    name: str
    """A tag as its newest episode spells it, or the number of a season."""

    channel: Channel | None
    """The channel of a season."""

    episodes: tuple[Episode, ...]
    """Newest first."""

    leaves: tuple[Leaf, ...]
    """The pages of a long listing; () if one page is enough."""


def by_tag(episodes: Iterable[Episode], pattern: str) -> dict[str, Collection]:
    """Return the tags of two or more episodes by folded name, the most common first.

    :param episodes: newest first.
    :param pattern: the document name of the page of a tag, with ``{id}``; "" for no pages.
    """
    found: dict[str, dict[str, Episode]] = {}
    spelled: dict[str, str] = {}
    for episode in episodes:
        for tag in episode.tags:
            found.setdefault(fold(tag), {})[episode.docname] = episode
            spelled.setdefault(fold(tag), tag)
    named = {tag: e for tag, e in found.items() if pattern and tag and len(e) >= _LEAST_EPISODES}
    slugs = assign_slugs((tag, "tag") for tag in named)
    return {
        tag: _collection(
            pattern.format(id=slugs[tag, "tag"]), "tag", spelled[tag], None, named[tag].values()
        )
        for tag in sorted(named, key=lambda tag: (-len(named[tag]), tag))
    }


def by_season(
    channel: Channel, page: str, episodes: Mapping[str, Episode]
) -> dict[int, Collection]:
    """Return the seasons of a channel by number; {} if it has fewer than two.

    :param page: the document name of the page of the channel.
    :param episodes: by document name.
    """
    found: dict[int, list[Episode]] = {}
    for docname in channel.episodes:
        season = episodes[docname].season
        if season is not None:
            found.setdefault(season, []).append(episodes[docname])
    if len(found) < 2:
        return {}
    return {
        season: _collection(f"{page}/season-{season}", "season", str(season), channel, chosen)
        for season, chosen in sorted(found.items())
    }


def _collection(
    docname: str, kind: str, name: str, channel: Channel | None, episodes: Iterable[Episode]
) -> Collection:
    chosen = tuple(episodes)
    return Collection(docname, kind, name, channel, chosen, leaves(docname, chosen))
