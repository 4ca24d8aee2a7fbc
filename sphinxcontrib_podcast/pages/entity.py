"""Entities: the page of one, and the index of all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_podcast.catalogue.views import (
    DescriptionView,
    EntityIndexView,
    EntityLine,
    EntityView,
    LetterView,
    Link,
    MentionView,
    Timeline,
    TypeGroup,
)
from sphinxcontrib_podcast.labels import Labels, _, project_labels
from sphinxcontrib_podcast.nodes import index_letter
from sphinxcontrib_podcast.pages import draw
from sphinxcontrib_podcast.pages.languages import language_class
from sphinxcontrib_podcast.pages.quotes import quote_blocks

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def draw_entity(view: EntityView, env: BuildEnvironment) -> nodes.section:
    """The page of an entity."""
    root = draw.section(f"entity-{view.id}", view.name)
    root["classes"] += language_class(view.language)
    labels = project_labels(env.config)
    root += draw.later(partial(_facts, view, labels))
    root += portrait(view)
    for id_, title, content in entity_parts(view, labels):
        if title:
            root += draw.repeated(draw.section(id_, title, draw.later(content)))
        else:
            root += draw.later(content)
    return root


def _facts(view: EntityView, labels: Labels) -> list[nodes.Node]:
    kind = nodes.Text(labels.type(view.type, one=True))
    line: list[list[nodes.Node]] = [[kind]]
    if view.index_page:
        line = [[draw.to_address(view.index_page, kind)]]
    if view.names:
        names = draw.listed([[draw.link(name)] for name in view.names], labels)
        line.append(draw.filled(_("also: %s"), names))
    return [draw.paragraph(*draw.joined(line, " · "), classes=["pod-facts"])]


def portrait(view: EntityView) -> list[nodes.Node]:
    """The image of an entity, where there is one."""
    if not view.image:
        return []
    # a path is one of the source folder, wherever the page lies
    uri = view.image if "://" in view.image else f"/{view.image}"
    return [nodes.image("", uri=uri, alt=view.name, classes=["pod-portrait"])]


#: What draws a part of a page.
Content = Callable[[], list[nodes.Node]]


def entity_parts(
    view: EntityView, labels: Labels, *, in_index: bool = False
) -> list[tuple[str, str, Content]]:
    """What is known of an entity: triples of id, title and content; the first has no title.

    :param in_index: whether it stands among others, in few words.
    """
    parts: list[tuple[str, str, Content]] = [("", "", partial(_about, view, labels))]
    if view.appearances:
        parts.append(("episodes", _("Episodes"), partial(_appearances, view, labels)))
    if view.mentions:
        mentions = partial(_mentions, view, labels, in_index=in_index)
        parts.append(("mentions", _("Mentions"), mentions))
    if view.quotes:
        prefix = f"quote-{view.id}" if in_index else "quote"
        quotes = partial(quote_blocks, view.quotes, labels, prefix, with_episode=True)
        parts.append(("quotes", _("Quotes"), quotes))
    if view.neighbours:
        parts.append(("together", _("Appears with"), partial(_neighbours, view, labels)))
    return parts


def _about(view: EntityView, labels: Labels) -> list[nodes.Node]:
    about: list[nodes.Node] = [
        draw.paragraph(text, classes=language_class(language)) for language, text in view.about
    ]
    if view.descriptions:
        lines = [[_description(description)] for description in view.descriptions]
        about.append(draw.bullets(lines, "pod-descriptions"))
    if view.same_as:
        links = ([nodes.reference("", draw.host(url), refuri=url)] for url in view.same_as)
        about.append(draw.paragraph(*draw.joined(links, " · "), classes=["pod-facts"]))
    if view.timeline.periods:
        label = _("Mentions by month") if view.timeline.unit == "month" else _("Mentions by year")
        about.append(draw.chart(label, view.timeline, labels))
    return about


def _description(view: DescriptionView) -> nodes.paragraph:
    line = draw.paragraph(
        nodes.inline("", view.text, classes=language_class(view.episode.language))
    )
    if view.role:
        line += nodes.Text(f" ({view.role})")
    line += [nodes.Text(" — "), draw.link(view.episode, classes=["pod-where", "no-search"])]
    if view.href:
        reference = nodes.reference("", "↗", refuri=view.href, classes=["pod-href"])
        line += [nodes.Text(" "), reference]
    return line


def _appearances(view: EntityView, labels: Labels) -> list[nodes.Node]:
    lines = [[_dated(*appearance, labels)] for appearance in view.appearances]
    return [draw.repeated(draw.bullets(lines, "pod-index"))]


def _mentions(view: EntityView, labels: Labels, *, in_index: bool) -> list[nodes.Node]:
    blocks: list[nodes.Node] = []
    for episode, date, mentions in view.mentions:
        if not in_index or [d.episode for d in view.descriptions] != [episode]:
            heading = _dated(episode, date, labels)
            heading["classes"].append("pod-where")
            blocks.append(draw.repeated(heading))
        lines = [[_mention(m, language_class(episode.language))] for m in mentions]
        blocks.append(draw.repeated(draw.bullets(lines, "pod-mentions")))
    return blocks


def _neighbours(view: EntityView, labels: Labels) -> list[nodes.Node]:
    near = [
        [draw.link(other), *([nodes.Text(f" ({labels.number(count)})")] if count else [])]
        for other, count in view.neighbours
    ]
    return [draw.repeated(draw.paragraph(*draw.listed(near, labels)))]


def _dated(episode: Link, date: datetime.date | None, labels: Labels) -> nodes.paragraph:
    line = draw.paragraph(draw.link(episode))
    if date:
        line += nodes.Text(f" · {labels.date(date)}")
    return line


def _mention(mention: MentionView, language: list[str]) -> nodes.paragraph:
    line = draw.paragraph()
    if time := draw.moment(mention.moment):
        line += [time, nodes.Text(" ")]
    if mention.chapter:
        chapter = draw.to_address(mention.moment.address, nodes.Text(mention.chapter))
        line += [nodes.strong("", "", chapter, classes=language), nodes.Text(" ")]
    line += nodes.inline("", mention.sentence, classes=language)
    return line


def draw_entity_index(view: EntityIndexView, env: BuildEnvironment) -> nodes.section:
    """The index of entities, by type and letter; a long one leads to the pages of its letters."""
    root = draw.section("entities", _("People and topics"))
    labels = project_labels(env.config)
    root += _types(view.groups, labels)
    if view.letters:
        root += draw.later(partial(_letters, view, labels))
        pages = [link.address.docname for link, _count in view.letters if link.address]
        root += draw.toctree(pages, env)
    return root


def _letters(view: EntityIndexView, labels: Labels) -> list[nodes.Node]:
    lines = [[draw.counted(draw.link(link), count, labels)] for link, count in view.letters]
    return [draw.bullets(lines, "pod-index")]


def draw_letter(view: LetterView, env: BuildEnvironment) -> nodes.section:
    """A page of the index of entities, by type."""
    root = draw.section("entities", view.letter)
    root += _types(view.groups, project_labels(env.config), letters=False)
    return root


def _types(
    groups: Sequence[TypeGroup], labels: Labels, *, letters: bool = True
) -> list[nodes.section]:
    sections = []
    for number, group in enumerate(groups, 1):
        content = partial(entity_index, [group], labels, home=True, letters=letters)
        section = draw.section(f"type-{number}", labels.type(group.type))
        section += content() if _has_portraits(group) else draw.later(content)
        sections.append(section)
    return sections


def _has_portraits(group: TypeGroup) -> bool:
    views = (line.view for letter in group.letters for line in letter.lines)
    return any(view and view.image for view in views)


def entity_index(
    groups: Iterable[TypeGroup], labels: Labels, *, home: bool, letters: bool = True
) -> list[nodes.Node]:
    """Entities by letter.

    :param home: whether this is *the* index, where each line has the anchor of its entity.
    """
    blocks: list[nodes.Node] = []
    for group in groups:
        for of_letter in group.letters:
            if letters:
                blocks.append(index_letter("", of_letter.letter, classes=["pod-letter"]))
            lines = [_index_line(line, labels, home=home) for line in of_letter.lines]
            whole = any(line.view for line in of_letter.lines)
            blocks.append(draw.bullets(lines, "pod-entries" if whole else "pod-index"))
    return blocks


def _index_line(line: EntityLine, labels: Labels, *, home: bool) -> list[nodes.Node]:
    if line.view is None:
        item = draw.repeated(draw.counted(draw.link(line.entity), line.episodes, labels))
        content: list[nodes.Node] = []
    else:
        name = nodes.strong("", line.entity.text, classes=language_class(line.entity.language))
        item = draw.paragraph(name)
        view = line.view._replace(neighbours=(), timeline=Timeline())
        parts = entity_parts(view, labels, in_index=True)
        content = [*portrait(view), *(node for _id, _title, part in parts for node in part())]
    if home:
        item["ids"].append(f"entity-{line.id}")
    return [item, *content]
