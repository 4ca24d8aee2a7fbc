"""Directives of the ``pod`` domain, for documents written by hand.

The scan has read their content before they run. They only draw it, and report invalid options.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinxcontrib_podcast.catalogue.hints import did_you_mean, like_option, nearest, suggestions
from sphinxcontrib_podcast.catalogue.resolver import resolve
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.times import parse_time, time_id
from sphinxcontrib_podcast.grammar.vocabulary import fold, front_matter_names
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.ids import id_at, take_id
from sphinxcontrib_podcast.sphinx_ext.pages.entity import portrait
from sphinxcontrib_podcast.sphinx_ext.pages.episode import episode_quote
from sphinxcontrib_podcast.sphinx_ext.pages.listing import covers
from sphinxcontrib_podcast.sphinx_ext.pages.parts import make_part
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.entity import (
    EntityListView,
    entity_of_definition,
    entity_page,
    select_entities,
)
from sphinxcontrib_podcast.views.listing import (
    GROUPS,
    EpisodeFilter,
    GroupsView,
    channel_cards,
    group_episodes,
    most_named,
    select_episodes,
)
from sphinxcontrib_podcast.views.pictures import connections, heat_map
from sphinxcontrib_podcast.views.quotes import QuoteListView, select_quotes

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

_CHAPTER = "pod-chapter"  # the key of the section of a pod:chapter that is being parsed

_SORTS = tuple(sign + key for key in ("date", "title", "number", "duration") for sign in ("", "-"))


class PodDirective(SphinxDirective):
    """The base class of the directives."""

    def warn(self, message: str) -> list[nodes.Node]:
        """Report that the directive cannot be drawn. Return no nodes."""
        logger.warning(
            "%s: %s", self.name, message,
            location=self.get_location(), type="podcast", subtype="directive",
        )  # fmt: skip
        return []

    def enclosing_section(self) -> nodes.section | None:
        """Return the section that contains the directive.

        The content of ``pod:chapter`` is parsed before it is added to its section.
        """
        node: nodes.Node | None = self.state_machine.node
        while node is not None and not isinstance(node, nodes.section):
            node = node.parent
        return node or self.env.temp_data.get(_CHAPTER)

    def chapter_start(self) -> float | None:
        """Return the start of the chapter that contains the directive, in seconds."""
        node: nodes.Node | None = self.enclosing_section()
        while node is not None:
            if isinstance(node, nodes.section) and "pod-start" in node:
                return cast("float", node["pod-start"])
            node = node.parent
        return None

    def time(self, text: str) -> float | None:
        """Return a time such as ``2:04`` in seconds; report an invalid one and return None."""
        try:
            return parse_time(text)
        except ValueError:
            self.warn(f"{text!r} is not a time such as 2:04 or 1:00:26")
            return None


class EpisodeDirective(PodDirective):
    """Make the page an episode. The options are the fields of front matter.

    In reStructuredText, it replaces front matter.
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict.fromkeys(
        (name for name in front_matter_names() if name != "trust"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Draw nothing: the page's layout shows the facts below the title."""
        return []


class ChapterDirective(PodDirective):
    """A chapter. With a time only, ``2:04``, the enclosing section becomes the chapter.

    With a title, ``2:04 Title``, the directive is a section of its own.

    :end: when the chapter ends; by default, when the next one starts
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"end": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Draw a section, or turn the enclosing one into the chapter."""
        time = split_heading(self.arguments[0])
        if time.start is None:
            self.warn(f"write a time such as '2:04 Title', not {self.arguments[0]!r}")
            return self.parse_content_to_nodes(allow_section_headings=True)
        if "end" in self.options:
            self.time(self.options["end"])
        around = self.enclosing_section()
        document = self.state.document
        id_ = id_at(document, "chapter", self.get_source_info(), time_id(time.start))
        if time.title or around is None:
            title = nodes.title(time.title, time.title)
            section = nodes.section("", title)
            take_id(document, section, id_)
            section["pod-start"] = time.start
            self.set_source_info(section)
            self.set_source_info(title)
            outer = self.env.temp_data.get(_CHAPTER)
            self.env.temp_data[_CHAPTER] = section
            section += self.parse_content_to_nodes(allow_section_headings=True)
            self.env.temp_data[_CHAPTER] = outer
            return [section]
        around["pod-start"] = time.start
        take_id(document, around, id_)
        return self.parse_content_to_nodes(allow_section_headings=True)


class QuoteDirective(PodDirective):
    """A quote. The argument is the speaker.

    :time: when it was said, such as ``2:04``
    """

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"time": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Draw a quote."""
        if not self.content:
            return self.warn("there are no words; write them as the content")
        start = self.time(self.options["time"]) if "time" in self.options else None
        chapter = self.chapter_start()
        moment = start if chapter is None else chapter
        base = "q" if moment is None else "q-" + time_id(moment)[2:]
        id_ = id_at(self.state.document, "quote", self.get_source_info(), base)
        speaker = " ".join(self.arguments)
        shown = start if start is not None else moment
        words = self.parse_content_to_nodes()
        node = episode_quote(self.state.document, id_, words, speaker, shown)
        self.set_source_info(node)
        take_id(self.state.document, node, id_)
        return [node]


class EntityDirective(PodDirective):
    """The page of an entity. The content is its description.

    Mentions and quotes follow, as on the generated page, which it replaces.

    :type: the type: ``person``, ``concept``, …
    :id: the last part of the address; by default, it follows from the name
    :aliases: other names, separated by commas
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "type": directives.unchanged,
        "id": directives.unchanged,
        "aliases": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Draw the description, and the mentions and quotes in all episodes."""
        found = ask(self.env, entity_of_definition, self.env.docname, self.arguments[0])
        if found is None:
            return self.warn(f"the entity {self.arguments[0]!r} is defined on another page")
        view = ask(self.env, entity_page, found)
        # its id moves to the box; LaTeX writes labels for targets only
        target = nodes.target("", "")
        is_first = take_id(self.state.document, target, f"entity-{found}")
        box = nodes.container("", classes=["pod-entity"])
        self.set_source_info(box)
        box += self.parse_content_to_nodes()
        rest = make_part("definition", view, self.state.document, language="")
        rest += portrait(view)  # so that Sphinx finds the image
        box += rest
        return [target, box] if is_first else [box]


def _month(text: str) -> str:
    """Return the value of an option that is a month.

    :raises ValueError: if it is not a month such as ``2024-05``.
    """
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text or ""):
        raise ValueError(f"{text!r} is not a month such as 2024-05")
    return text


_FILTERS = ("channel", "person", "language", "tag", "season", "year", "month")


class EpisodesDirective(PodDirective):
    """A list of episodes.

    :channel: only episodes of that channel
    :person: only episodes in which that person, or any other entity, occurs
    :language: only episodes in that language
    :tag: only episodes with that tag
    :season: only episodes of that season, given as a number
    :year: only episodes of that year
    :month: only episodes of that month, such as ``2024-05``
    :group: a title above the episodes of each ``year``, ``month``, ``channel``, ``season``,
        ``language`` or ``tag``
    :sort: ``date``, ``title``, ``number`` or ``duration``; a leading ``-`` reverses the
        order. Default ``-date``
    :limit: the maximum number of episodes
    :layout: ``cards`` (default), ``rows`` or ``table``
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "channel": directives.unchanged_required,
        "person": directives.unchanged_required,
        "language": directives.unchanged_required,
        "tag": directives.unchanged_required,
        "season": directives.nonnegative_int,
        "year": directives.nonnegative_int,
        "month": _month,
        "group": lambda text: directives.choice(text, GROUPS),
        "sort": lambda text: directives.choice(text, _SORTS),
        "limit": directives.nonnegative_int,
        "layout": lambda text: directives.choice(text, ("cards", "rows", "table")),
    }

    def run(self) -> list[nodes.Node]:
        """Draw cards, rows or a table."""
        options = {**self.options}
        layout, by = options.pop("layout", "cards"), options.pop("group", "")
        wanted = EpisodeFilter(**options)
        if by:
            groups = ask(self.env, group_episodes, wanted, by)
            cards = tuple(card for group in groups for card in group.cards)
            part = make_part("groups", GroupsView(layout, groups), self.state.document, language="")
        else:
            cards = ask(self.env, select_episodes, wanted)
            part = make_part(layout, cards, self.state.document, language="")
        if not cards:
            return self.warn(self._reason())
        if layout != "table":
            part += covers(cards)  # so that Sphinx finds the images
        return [part]

    def _reason(self) -> str:
        """Return why the listing is empty: the option that no episode fits, if there is one."""
        catalogue = pod_domain(self.env).catalogue
        for name, value in self.options.items():
            if name in _FILTERS and not select_episodes(catalogue, EpisodeFilter(**{name: value})):
                near = like_option(catalogue, name, str(value))
                return f"no episode fits ':{name}: {value}'{did_you_mean(near)}"
        return "no episode fits all of the options; the listing is empty"


class EntitiesDirective(PodDirective):
    """An index of entities.

    :type: only entities of that type
    :episode: only entities of that episode
    :limit: the maximum number of entities; those in the most episodes are shown
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "type": directives.unchanged_required,
        "episode": directives.unchanged_required,
        "limit": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Draw lists by type and letter."""
        docname = _episode_docname(self)
        if docname is None:
            return []
        kind = self.options.get("type", "")
        groups = ask(self.env, select_entities, kind, docname, self.options.get("limit", 0))
        if not groups:
            types = pod_domain(self.env).catalogue.types
            near = did_you_mean(nearest({fold(t): t for t in types}, kind) if kind else ())
            hint = f"no entity has the type {kind!r}{near}" if kind and kind not in types else ""
            return self.warn(hint or "no entity fits; the index is empty")
        view = EntityListView(groups, with_types=not kind)
        return [make_part("entities", view, self.state.document, language="")]


class QuotesDirective(PodDirective):
    """A list of quotes.

    :speaker: only quotes of that person
    :episode: only quotes of that episode
    :limit: the maximum number of quotes
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "speaker": directives.unchanged_required,
        "episode": directives.unchanged_required,
        "limit": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Draw quotes with their episode."""
        docname = _episode_docname(self)
        if docname is None:
            return []
        speaker = self.options.get("speaker", "")
        quotes = ask(self.env, select_quotes, speaker, docname, self.options.get("limit", 0))
        if not quotes:
            catalogue = pod_domain(self.env).catalogue
            if not speaker or catalogue.speaker_id(speaker):
                return self.warn("no quote fits; the listing is empty")
            near = did_you_mean(suggestions(catalogue, "person", speaker))
            return self.warn(f"there is no speaker {speaker!r}{near}")
        number = self.env.new_serialno("pod-quotes")
        view = QuoteListView(quotes, f"quotes-{number}")
        return [make_part("quotes", view, self.state.document, language="")]


class LatestDirective(PodDirective):
    """The newest episodes, one below the other, with cover, facts, people and summary.

    :limit: the number of episodes; 3 by default
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"limit": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Draw rows."""
        wanted = EpisodeFilter(limit=self.options.get("limit", 3))
        cards = ask(self.env, select_episodes, wanted)
        part = make_part("rows", cards, self.state.document, language="")
        part += covers(cards)  # so that Sphinx finds the images
        return [part] if cards else []  # a new archive has no episodes yet


class ChannelsDirective(PodDirective):
    """The channels, those with the newest episodes first.

    :limit: the maximum number of channels
    """

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"limit": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Draw channels with their facts."""
        cards = ask(self.env, channel_cards, self.options.get("limit", 0))
        if not cards:
            return self.warn("no episode has a channel; the listing is empty")
        part = make_part("channels", cards, self.state.document, language="")
        part += covers(cards)  # so that Sphinx finds the images
        return [part]


class PeopleDirective(PodDirective):
    """The people who occur in the most episodes.

    :limit: the number of people; 6 by default
    """

    of_people = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"limit": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Draw names with the numbers of their episodes."""
        view = ask(self.env, most_named, self.of_people, self.options.get("limit", 6))
        if not view.names:
            return self.warn("no episode has names; the listing is empty")
        return [make_part("names", view, self.state.document, language="")]


class IdeasDirective(PeopleDirective):
    """The organizations, ideas and other names that occur in the most episodes.

    :limit: the number of names; 6 by default
    """

    of_people = False


class GraphDirective(PodDirective):
    """A picture of the names that occur in the same chapters, with their ties.

    The argument is the name of an entity: then the picture shows its neighbours.

    :type: only names of that type
    :limit: the maximum number of names, those with the most ties; 40 by default
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "type": directives.unchanged_required,
        "limit": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Draw the picture."""
        id_ = ""
        if self.arguments:
            id_ = _entity_id(self, self.arguments[0])
            if not id_:
                return []
        limit = self.options.get("limit", 40)
        graph = ask(self.env, connections, id_, self.options.get("type", ""), limit)
        if not graph.ties:
            return self.warn("no names occur together; the picture is empty")
        return [make_part("graph", graph, self.state.document, language="")]


class TimelineDirective(PodDirective):
    """A picture of how often names are mentioned in each month or year, or in each channel.

    The argument are names of entities, separated by commas; by default, those with the most
    mentions. A span of more than three years is shown by year.

    :by: ``date`` (default) or ``channel``
    :type: only names of that type
    :limit: the maximum number of names; 20 by default
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "by": lambda text: directives.choice(text, ("date", "channel")),
        "type": directives.unchanged_required,
        "limit": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Draw the picture."""
        names = [name.strip() for name in " ".join(self.arguments).split(",")]
        ids = [_entity_id(self, name) for name in names if name]
        kind, limit = self.options.get("type", ""), self.options.get("limit", 20)
        by_channel = self.options.get("by") == "channel"
        view = ask(self.env, heat_map, tuple(filter(None, ids)), kind, by_channel, limit)
        if not view.rows:
            return self.warn("no mention has a date or channel; the picture is empty")
        return [make_part("heat_map", view, self.state.document, language="")]


def _entity_id(directive: PodDirective, name: str) -> str:
    """Return the id of an entity; report an unknown name and return an empty string."""
    target = ask(directive.env, resolve, "entity", name, directive.env.docname)
    if target is None:
        directive.warn(f"there is no entity {name!r}")
        return ""
    return target.name


def _episode_docname(directive: PodDirective) -> str | None:
    """Return the document named by the ``episode`` option.

    Return ``""`` if the option is missing, and report an unknown episode and return None.
    """
    name = directive.options.get("episode", "")
    if not name:
        return ""
    target = ask(directive.env, resolve, "episode", name, directive.env.docname)
    if target is None:
        directive.warn(f"there is no episode {name!r}")
        return None
    return target.name


DIRECTIVES: dict[str, type[PodDirective]] = {
    "episode": EpisodeDirective,
    "chapter": ChapterDirective,
    "quote": QuoteDirective,
    "entity": EntityDirective,
    "episodes": EpisodesDirective,
    "entities": EntitiesDirective,
    "quotes": QuotesDirective,
    "latest": LatestDirective,
    "channels": ChannelsDirective,
    "people": PeopleDirective,
    "ideas": IdeasDirective,
    "graph": GraphDirective,
    "timeline": TimelineDirective,
}
