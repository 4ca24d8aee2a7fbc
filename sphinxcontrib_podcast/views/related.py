"""Episodes that are related because they share names that few others have."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.views.links import Link, entity_link, episode_link

_MOST_RELATED = 3
_MOST_NAMES = 3  # shared names that are shown


class Related(NamedTuple):
    """A related episode, with the reason."""

    episode: Link
    names: tuple[Link, ...]
    """The shared names, the rarest first."""


def related(catalogue: Catalogue, docname: str) -> tuple[Related, ...]:
    """Return the episodes that share the most names that few episodes have.

    A name counts if it is in few episodes: in at most one of a hundred, or in a few of a small
    archive. The rarer it is, the more it counts.
    """
    number, main = len(catalogue.listed), catalogue.versions.main(docname)
    language = catalogue.episode(docname).language
    few = max(2, min(8, number // 3), number // 100)
    shared: dict[str, list[str]] = {}
    for id_ in catalogue.entities_of[main]:
        others = catalogue.occurrences[id_]
        if len(others) <= few and catalogue.homes[id_]:
            for other in others - {main}:
                shared.setdefault(other, []).append(id_)

    def weight(id_: str) -> int:
        return 1000 // len(catalogue.occurrences[id_])

    ranked = sorted(shared, key=lambda name: (-sum(map(weight, shared[name])), name))
    return tuple(
        Related(
            episode_link(catalogue.version(other, language)),
            tuple(
                entity_link(catalogue, catalogue.entities[id_])
                for id_ in sorted(shared[other], key=lambda i: (-weight(i), i))[:_MOST_NAMES]
            ),
        )
        for other in ranked[:_MOST_RELATED]
    )
