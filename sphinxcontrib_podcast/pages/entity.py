"""Entities: the page of one, and the index of all."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_podcast.catalogue.views import (
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
    kind = nodes.Text(labels.type(view.type, one=True))
    line: list[list[nodes.Node]] = [[kind]]
    if view.index_page:
        line = [[draw.to_address(view.index_page, kind)]]
    if view.names:
        names = draw.listed([[draw.link(name)] for name in view.names], labels)
        line.append(draw.filled(_("also: %s"), names))
    root += draw.paragraph(*draw.joined(line, " · "), classes=["pod-facts"])
    for id_, title, content in entity_parts(view, labels):
        if title:
            root += draw.repeated(draw.section(id_, title, *content))
        else:
            root += content
    return root


def entity_parts(
    view: EntityView, labels: Labels, *, in_index: bool = False
) -> list[tuple[str, str, list[nodes.Node]]]:
    """What is known of an entity: triples of id, title and content; the first has no title.

    :param in_index: whether it stands among others, in few words.
    """
    descriptions = [
        [
            draw.paragraph(
                nodes.inline("", d.text, classes=language_class(d.episode.language)),
                *([nodes.Text(f" ({d.role})")] if d.role else []),
                nodes.Text(" — "),
                draw.link(d.episode, classes=["pod-where", "no-search"]),
                *(
                    [nodes.Text(" "), nodes.reference("", "↗", refuri=d.href, classes=["pod-href"])]
                    if d.href
                    else []
                ),
            )
        ]
        for d in view.descriptions
    ]
    parts: list[tuple[str, str, list[nodes.Node]]] = []
    about: list[nodes.Node] = [
        draw.paragraph(text, classes=language_class(language)) for language, text in view.about
    ]
    if descriptions:
        about.append(draw.bullets(descriptions, "pod-descriptions"))
    if view.same_as:
        links = ([nodes.reference("", draw.host(url), refuri=url)] for url in view.same_as)
        about.append(draw.paragraph(*draw.joined(links, " · "), classes=["pod-facts"]))
    if view.image:
        # a path is one of the source folder, wherever the page lies
        uri = view.image if "://" in view.image else f"/{view.image}"
        about.insert(0, nodes.image("", uri=uri, alt=view.name, classes=["pod-portrait"]))
    if view.timeline.periods:
        label = _("Mentions by month") if view.timeline.unit == "month" else _("Mentions by year")
        about.append(draw.chart(label, view.timeline, labels))
    parts.append(("", "", about))
    if view.appearances:
        lines = [[_dated(*appearance, labels)] for appearance in view.appearances]
        listing = draw.repeated(draw.bullets(lines, "pod-index"))
        parts.append(("episodes", _("Episodes"), [listing]))
    if view.mentions:
        blocks: list[nodes.Node] = []
        for episode, date, mentions in view.mentions:
            if not in_index or [d.episode for d in view.descriptions] != [episode]:
                heading = _dated(episode, date, labels)
                heading["classes"].append("pod-where")
                blocks.append(draw.repeated(heading))
            lines = [[_mention(m, language_class(episode.language))] for m in mentions]
            blocks.append(draw.repeated(draw.bullets(lines, "pod-mentions")))
        parts.append(("mentions", _("Mentions"), blocks))
    if view.quotes:
        prefix = f"quote-{view.id}" if in_index else "quote"
        quotes = quote_blocks(view.quotes, labels, prefix, with_episode=True)
        parts.append(("quotes", _("Quotes"), quotes))
    if view.neighbours:
        near = draw.listed(
            [
                [draw.link(other), *([nodes.Text(f" ({labels.number(count)})")] if count else [])]
                for other, count in view.neighbours
            ],
            labels,
        )
        parts.append(("together", _("Appears with"), [draw.repeated(draw.paragraph(*near))]))
    return parts


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
        lines = [[draw.counted(draw.link(link), count, labels)] for link, count in view.letters]
        root += draw.bullets(lines, "pod-index")
        pages = [link.address.docname for link, _count in view.letters if link.address]
        root += draw.toctree(pages, env)
    return root


def draw_letter(view: LetterView, env: BuildEnvironment) -> nodes.section:
    """A page of the index of entities, by type."""
    root = draw.section("entities", view.letter)
    root += _types(view.groups, project_labels(env.config), letters=False)
    return root


def _types(
    groups: Sequence[TypeGroup], labels: Labels, *, letters: bool = True
) -> list[nodes.section]:
    return [
        draw.section(
            f"type-{number}",
            labels.type(group.type),
            *entity_index([group], labels, home=True, letters=letters),
        )
        for number, group in enumerate(groups, 1)
    ]


def entity_index(
    groups: Sequence[TypeGroup], labels: Labels, *, home: bool, letters: bool = True
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
        content = [node for _id, _title, part in parts for node in part]
    if home:
        item["ids"].append(f"entity-{line.id}")
    return [item, *content]
