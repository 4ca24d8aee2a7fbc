"""The ``pod`` domain: roles, cross-references and the inventory.

The catalogue holds all objects before the first document is read, so that documents
register nothing. The environment keeps the questions that each document asked the catalogue
(see :mod:`~sphinxcontrib_podcast.sphinx_ext.tracking`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from sphinxcontrib_podcast.catalogue.addresses import Address, Target
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.hints import unresolved
from sphinxcontrib_podcast.catalogue.resolver import (
    ROLES,
    objects,
    other_names,
    resolve,
)
from sphinxcontrib_podcast.grammar.media_addresses import range_text
from sphinxcontrib_podcast.grammar.times import format_time, parse_range, time_id
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import follows_times
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.nodes import make_timestamp
from sphinxcontrib_podcast.sphinx_ext.project import Archive
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import Answers, Tracker, ask
from sphinxcontrib_podcast.views.feeds import feed_files
from sphinxcontrib_podcast.views.podcast_feed import podcast_files

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

#: The attribute of a link that holds the id of the entity to which it leads.
ENTITY = "pod-entity"

# Priorities of objects in the search: above full text, among it, and in the inventory only.
_ABOVE_TEXT, _AMONG_TEXT, _NOT_IN_SEARCH = 0, 1, -1

#: The types of objects: what a type is called, and the roles that lead to its objects. What they
#: resolve to is in ``resolver.py``; roles that it does not know lead to entities of that type.
OBJECT_TYPES = {
    "episode": ObjType(_("episode"), "episode", searchprio=_AMONG_TEXT),
    "chapter": ObjType(_("chapter"), "at", searchprio=_AMONG_TEXT),
    "quote": ObjType(_("quote"), "quote", searchprio=_AMONG_TEXT),
    "channel": ObjType(_("channel"), "channel", searchprio=_ABOVE_TEXT),
    "entity": ObjType(_("entity"), "entity", searchprio=_ABOVE_TEXT),
    "person": ObjType(_("person"), "person", "entity", searchprio=_ABOVE_TEXT),
    "organization": ObjType(
        _("organization"), "org", "organization", "entity", searchprio=_ABOVE_TEXT
    ),
    "concept": ObjType(_("concept"), "concept", "entity", searchprio=_ABOVE_TEXT),
    "product": ObjType(_("product"), "product", "entity", searchprio=_ABOVE_TEXT),
    "software": ObjType(_("software"), "software", "entity", searchprio=_ABOVE_TEXT),
    "work": ObjType(_("work"), "work", "entity", searchprio=_ABOVE_TEXT),
    "place": ObjType(_("place"), "place", "entity", searchprio=_ABOVE_TEXT),
    "event": ObjType(_("event"), "event", "entity", searchprio=_ABOVE_TEXT),
}

_SPACE = re.compile(r"\s")
_OPENING_QUOTE = re.compile(r'(^|[\s(])"')


class PodRole(XRefRole):
    """A cross-reference to something in the catalogue."""

    def __init__(self) -> None:
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Record the question. With ``~``, show only the last part of a name."""
        if not has_explicit_title and title.startswith("~"):
            refnode["pod-short"] = True
            title = title[1:]
        if not has_explicit_title:
            target = target.removeprefix("~")
        refnode["pod-docname"] = env.docname
        role = role_kind(refnode["reftype"])
        ask(env, resolve, role, target.strip(), env.docname)
        return title, target.strip()


def role_kind(role: str) -> str:
    """Return the role as the catalogue knows it: ``org`` is short for ``organization``."""
    return "organization" if role == "org" else role


class Documents(NamedTuple):
    """Documents that an archive adds or removes."""

    generated: Mapping[str, str] = MappingProxyType({})
    """The sources of generated pages, by document name."""

    only_titles: Sequence[str] = ()
    """Generated pages without content, because it is in another part of the archive."""

    elsewhere: Sequence[str] = ()
    """Documents of the author that are in another part of the archive."""


class PodDomain(Domain):
    """Episodes, moments, quotes, entities and channels."""

    name = "pod"
    label = "Podcast"
    object_types: ClassVar[dict[str, ObjType]] = OBJECT_TYPES
    roles: ClassVar[dict[str, Any]] = {
        "cite": PodRole(),
        **{role: PodRole() for type_ in OBJECT_TYPES.values() for role in type_.roles},
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "answers": {},
        "refer_elsewhere": set(),
        "sources": {},
        "archive": "",
        "documents": (),
        "languages": [],
        "named": ((), ()),
        "quotes": {},
        "by_inputs": {},
        "feeds": (),
        "unlisted": False,
        "podcast_files": (),
    }
    data_version = 10

    #: The builder of this build, set before documents are read.
    builder: Builder

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._answered: str = self.data[
            "archive"
        ]  # the archive of the environment as it was loaded
        self.use(Archive("", {}, Catalogue))

    def use(self, archive: Archive) -> None:
        """Use this archive for all answers. It must not change afterwards.

        It is set before documents are read, and never pickled.
        """
        self._archive = archive
        self._objects: list[tuple[str, str, str, str, str, int]] = []
        #: Answers the questions of documents.
        self.tracker = Tracker(
            lambda: archive.catalogue, lambda: self.answers, self.data["by_inputs"]
        )
        #: Whether documents were given their answers from the same archive.
        self.is_unchanged = archive.hash == self._answered != ""

    def note_archive(self, documents: Documents) -> None:
        """Record the archive that answers, and the documents that it generates."""
        self.data["archive"] = self._archive.hash
        self.data["documents"] = tuple(documents)
        self.data["by_inputs"] = self.tracker.by_inputs
        self.data["languages"] = self.catalogue.languages()
        self.data["feeds"] = tuple(feed_files(self.catalogue))
        is_own = settings_of(self.env.config).own_shows
        self.data["podcast_files"] = tuple(podcast_files(self.catalogue, is_own))
        episodes = self.catalogue.episodes
        self.data["named"] = tuple(episodes), tuple(self.catalogue.entities)
        self.data["quotes"] = {d: tuple(q.id for q in e.quotes) for d, e in episodes.items()}

    @property
    def is_noted(self) -> bool:
        """Whether the archive that answers is the recorded one."""
        return bool(self._archive.hash == self.data["archive"])

    @property
    def documents(self) -> Documents:
        """The documents of the recorded archive."""
        return Documents(*self.data["documents"])

    @property
    def languages(self) -> list[str]:
        """The languages of the recorded archive."""
        return cast("list[str]", self.data["languages"])

    @property
    def named(self) -> tuple[Sequence[str], Sequence[str]]:
        """The document names of the episodes of the recorded archive, and ids of its entities."""
        return cast("tuple[Sequence[str], Sequence[str]]", self.data["named"])

    @property
    def quotes(self) -> Mapping[str, Sequence[str]]:
        """The ids of the quotes of the recorded archive, by the document names of episodes."""
        return cast("Mapping[str, Sequence[str]]", self.data["quotes"])

    @property
    def is_unlisted(self) -> bool:
        """Whether no toctree contains the front page of the archive."""
        return cast("bool", self.data["unlisted"])

    @property
    def feeds(self) -> Sequence[str]:
        """The names of the files of the feeds of the recorded archive."""
        return cast("Sequence[str]", self.data["feeds"])

    @property
    def podcast_files(self) -> Sequence[str]:
        """The names of the podcast feeds and the files beside own episodes."""
        return cast("Sequence[str]", self.data["podcast_files"])

    @property
    def archive_hash(self) -> str:
        """A hash of everything that the catalogue is computed from."""
        return self._archive.hash

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the archive."""
        return self._archive.catalogue

    @property
    def answers(self) -> Answers:
        """The hashes of the answers that documents were given."""
        return cast("Answers", self.data["answers"])

    @property
    def refer_elsewhere(self) -> set[str]:
        """Documents with cross-references to other documents, or of other domains."""
        return cast("set[str]", self.data["refer_elsewhere"])

    @property
    def hashes(self) -> Mapping[str, str]:
        """Hashes of the author's documents, by name."""
        return self._archive.hashes

    @property
    def sources(self) -> dict[str, dict[str, str]]:
        """The state of the files that documents were read from, by document and path."""
        return cast("dict[str, dict[str, str]]", self.data["sources"])

    def add_entity_types(self, types: Iterable[str]) -> None:
        """Add a role for each entity type of the project."""
        for type_ in types:
            self.roles.setdefault(type_, PodRole())

    def clear_doc(self, docname: str) -> None:
        """Forget the questions of a document."""
        self.tracker.forget(docname)
        self.refer_elsewhere.discard(docname)
        self.sources.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Merge the data of documents that another process has read."""
        for kept in ("answers", "sources"):
            for docname in otherdata[kept].keys() & docnames:
                self.data[kept][docname] = otherdata[kept][docname]
        self.refer_elsewhere.update(otherdata["refer_elsewhere"] & docnames)

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Turn a role into a link, or into text if its target has no page."""
        docname = node.get("pod-docname", fromdocname)
        found = resolve(self.catalogue, role_kind(typ), target, docname)
        if found is None:
            return None
        if not node.get("refexplicit"):
            contnode = _content(found, typ, target, fromdocname, contnode, node)
        if found.address is None:
            return cast("nodes.reference", contnode)
        title = found.title if contnode.astext() != found.title else None
        docname, anchor = found.address
        reference = make_refnode(builder, fromdocname, docname, anchor, contnode, title)
        reference[ENTITY] = self.catalogue.entity_at(found.address)
        if typ in ("at", "cite") and found.kind != "quote" and follows_times(builder):
            _point_at_moment(reference, found)
        return reference

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Find entities and channels by name. Episodes are documents, found by ``doc``."""
        results = []
        for role in ("entity", "channel"):
            found = resolve(self.catalogue, role, target, fromdocname)
            if found and found.address:
                docname, anchor = found.address
                reference = make_refnode(
                    builder, fromdocname, docname, anchor, contnode, found.title
                )
                results.append((f"pod:{role}", reference))
        return results

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """Return the name of an object type: "chapter" instead of "Podcast chapter"."""
        return str(type.lname)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield everything that has an address, for the inventory and the search."""
        self._objects = self._objects or list(self._make_objects())
        return iter(self._objects)

    def _make_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        here = self.env.found_docs
        for target in objects(self.catalogue):
            kind = self._object_type(target)
            if target.address is None or target.address.docname not in here:
                continue
            name, priority = target.name, self.object_types[kind].attrs["searchprio"]
            if target.address.anchor == f"{kind}-{name}" and name != target.title:
                # Sphinx omits such anchors from the search index and rebuilds them from titles
                yield _object(name, kind, target.title, target.address, _NOT_IN_SEARCH)
                name = target.title
            yield _object(name, kind, target.title, target.address, priority)
        for name, target, is_searched in other_names(self.catalogue):
            if target.address is not None and target.address.docname in here:
                kind = self._object_type(target)
                priority = _ABOVE_TEXT if is_searched else _NOT_IN_SEARCH
                yield _object(name, kind, target.title, target.address, priority)

    def _object_type(self, target: Target) -> str:
        return target.kind if target.kind in self.object_types else "entity"

    def get_full_qualified_name(self, node: Element) -> str | None:
        """Return the name by which the inventory of another project lists the target.

        Intersphinx uses it if the target itself is not in the inventory.
        """
        role, target = node.get("reftype", ""), node.get("reftarget", "")
        name, sign, time = target.rpartition("@")
        if role in ("at", "quote") and sign:
            with suppress(ValueError):
                stamp = time_id(parse_range(time)[0]).removeprefix("t-")
                end = f"@{stamp.replace('-', ':')}" if role == "at" else f"#q-{stamp}"
                return _inventory_name(name.strip() + end)
        return _inventory_name(fold(target))


def _object(
    name: str, kind: str, title: str, address: Address, priority: int
) -> tuple[str, str, str, str, str, int]:
    shown = _typographic(" ".join(title.split()))  # an inventory has one object per line
    return _inventory_name(name), shown, kind, address.docname, address.anchor, priority


def _inventory_name(name: str) -> str:
    """Return a name without white space, which an inventory cannot contain."""
    return _SPACE.sub("%20", name)


def _typographic(text: str) -> str:
    """Replace the characters that Sphinx's search shows as ``&quot;`` and ``&#x27;``."""
    if '"' in text:
        text = _OPENING_QUOTE.sub(r"\1“", text).replace('"', "”")
    return text.replace("'", "’")


def pod_domain(env: BuildEnvironment) -> PodDomain:
    """Return the domain of an environment."""
    return cast("PodDomain", env.get_domain("pod"))


def _content(
    found: Target, role: str, target: str, fromdocname: str, contnode: Element, node: pending_xref
) -> Element:
    """Return the content of a link without an explicit title."""
    short = node.get("pod-short", False)
    text = contnode.astext()
    if role == "at" and found.start is not None and found.address is not None:
        inline = nodes.inline("", "", classes=contnode["classes"])
        if not short and found.address.docname != fromdocname:
            inline += nodes.Text(f"{found.title} ")
        inline += make_timestamp(found.start)
        if found.end is not None:
            inline += [nodes.Text("–"), make_timestamp(found.end)]
        return inline
    if role in ("cite", "episode", "quote") or target == found.name:
        text = found.title
    if short and role != "cite":
        text = text.rpartition(" ")[2] if role not in ("episode", "quote") else text
        text = text.rpartition(": ")[2] if role == "episode" else text
    return nodes.inline(text, text, classes=contnode["classes"])


def _point_at_moment(reference: nodes.reference, found: Target) -> None:
    """Link to a moment inside a chapter by ``#t=124``; a script scrolls to its chapter."""
    start, address = found.start, found.address
    if start is None or address is None:
        return
    if found.end is None and address.anchor == f"t-{format_time(start).replace(':', '-')}":
        return
    fragment = f"t={range_text(start, found.end)}"
    if "refid" in reference:
        del reference["refid"]
        reference["refuri"] = f"#{fragment}"
    else:
        reference["refuri"] = f"{reference['refuri'].partition('#')[0]}#{fragment}"


def _warn_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Report an unresolved role, with similar names."""
    if domain is None or domain.name != "pod":
        return None
    role, target = node["reftype"], node["reftarget"]
    catalogue = cast("PodDomain", domain).catalogue
    logger.warning(
        "%s",
        unresolved(catalogue, role_kind(role), target, node["refdoc"]),
        location=node,
        type="podcast",
        subtype=ROLES[role].subtype if role in ROLES else "entity",
    )
    return True


def setup(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(PodDomain)
    app.connect("warn-missing-reference", _warn_missing)
