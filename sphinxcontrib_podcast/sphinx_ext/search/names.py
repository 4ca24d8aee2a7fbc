"""What has a name in an archive, for the search: entities, channels, episodes, chapters, quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_podcast.catalogue.resolver import objects
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.sphinx_ext.search.places import Place

#: Kinds of names in the order of their ranks; the kinds of entities are above them.
RANKS = {"channel": 30, "episode": 28, "page": 26, "chapter": 24, "section": 22, "quote": 8}
ENTITY_RANK = 30
OBJECT_RANK = 27


class Name(NamedTuple):
    """A name, and where it leads."""

    title: str
    kind: str
    """A key of ``RANKS``, or how results call the kind."""
    docname: str
    anchor: str
    where: str
    """The time, and the title of the episode or page."""
    others: tuple[str, ...] = ()
    rank: int = ENTITY_RANK
    language: str = ""
    """Empty if it may be any."""


def names_in(app: Sphinx) -> Iterator[Name]:
    """Yield the names of the archive, and the objects of other domains."""
    env = app.env
    domain = pod_domain(env)
    catalogue = domain.catalogue
    for target in objects(catalogue):
        if target.address is None or target.address.docname not in env.found_docs:
            continue
        docname, anchor = target.address
        where = ""
        if target.kind in ("chapter", "quote"):
            time = "" if target.start is None else format_time(target.start)
            where = ", ".join(filter(None, [time, catalogue.episodes[docname].title]))
        kind = target.kind if target.kind in domain.object_types else "entity"
        yield Name(
            target.title,
            str(domain.get_type_name(domain.object_types[kind])),
            docname,
            anchor,
            where,
            _other_names(catalogue, target.name, target.title) if kind not in RANKS else (),
            RANKS.get(kind, ENTITY_RANK),
            catalogue.episodes[docname].language if docname in catalogue.episodes else "",
        )
    yield from _objects_of_others(env)


def _other_names(catalogue: Catalogue, id_: str, title: str) -> tuple[str, ...]:
    names = dict.fromkeys(catalogue.entities[id_].names)
    return tuple(name for name in names if fold(name) != fold(title))


def _objects_of_others(env: BuildEnvironment) -> Iterator[Name]:
    for domain in env.domains.sorted():
        if domain.name == "pod":
            continue
        for _name, title, type_, docname, anchor, priority in sorted(domain.get_objects()):
            if priority < 0 or docname not in env.found_docs:
                continue
            known = domain.object_types.get(type_)
            kind = str(domain.get_type_name(known)) if known else type_
            where = env.titles[docname].astext() if docname in env.titles else ""
            yield Name(str(title), kind, docname, anchor, where, (), OBJECT_RANK)


def names_of_page(
    docname: str, title: str, places: list[Place], kinds: dict[str, str]
) -> Iterator[Name]:
    """Yield the titles of a page, and its index entries.

    :param kinds: how results call a page and a section.
    """
    yield Name(title, kinds["page"], docname, "", "", (), RANKS["page"])
    for place in places:
        if place.title:
            yield Name(
                place.title, kinds["section"], docname, place.anchor, title, (), RANKS["section"]
            )
        for entry in place.index_entries:
            for words in entry.split(";"):
                yield Name(
                    words.strip(), kinds["section"], docname, place.anchor, title, (),
                    RANKS["section"],
                )  # fmt: skip
