"""Entities: the page of one, and the index of all."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_podcast.catalogue.views import EntityView, Link, MentionView, TypeGroup
from sphinxcontrib_podcast.labels import _, type_label
from sphinxcontrib_podcast.pages import draw
from sphinxcontrib_podcast.pages.languages import language_class
from sphinxcontrib_podcast.pages.quotes import quote_blocks

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def draw_entity(view: EntityView, env: BuildEnvironment) -> nodes.section:
    """The page of an entity."""
    root = draw.section(f"entity-{view.id}", view.name)
    root["classes"] += language_class(view.language)
    kind = nodes.Text(type_label(view.type, env.config, one=True))
    line: list[list[nodes.Node]] = [[kind]]
    if view.index:
        line = [[draw.to_address(view.index, kind)]]
    if view.names:
        names = draw.joined(([draw.link(name)] for name in view.names), ", ")
        line.append([nodes.Text(_("also: %s") % ""), *names])
    root += draw.paragraph(*draw.joined(line, " · "), classes=["pod-facts"])
    for id_, title, content in entity_parts(view, env):
        if title:
            root += draw.section(id_, title, *content)
        else:
            root += content
    return root


def entity_parts(
    view: EntityView, env: BuildEnvironment
) -> list[tuple[str, str, list[nodes.Node]]]:
    """What is known of an entity: pairs of id, title and content; the first has no title."""
    descriptions = [
        [
            draw.paragraph(
                nodes.inline("", d.text, classes=language_class(d.episode.language)),
                *([nodes.Text(f" ({d.role})")] if d.role else []),
                nodes.Text(" — "),
                draw.link(d.episode, classes=["pod-where"]),
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
    parts.append(("", "", about))
    if view.appearances:
        lines = [[_dated(*appearance, env)] for appearance in view.appearances]
        parts.append(("episodes", _("Episodes"), [draw.bullets(lines, "pod-index")]))
    if view.mentions:
        blocks: list[nodes.Node] = []
        for episode, date, mentions in view.mentions:
            heading = _dated(episode, date, env)
            heading["classes"].append("pod-where")
            blocks.append(heading)
            lines = [[_mention(m, language_class(episode.language))] for m in mentions]
            blocks.append(draw.bullets(lines, "pod-mentions"))
        parts.append(("mentions", _("Mentions"), blocks))
    if view.quotes:
        parts.append(("quotes", _("Quotes"), quote_blocks(view.quotes, with_episode=True)))
    if view.neighbours:
        near: list[nodes.Node] = draw.joined(
            (
                [draw.link(other), *([nodes.Text(f" ({count})")] if count else [])]
                for other, count in view.neighbours
            ),
            ", ",
        )
        parts.append(("together", _("Appears with"), [draw.paragraph(*near)]))
    return parts


def _dated(episode: Link, date: datetime.date | None, env: BuildEnvironment) -> nodes.paragraph:
    line = draw.paragraph(draw.link(episode))
    if date:
        line += nodes.Text(f" · {draw.date_text(date, env.config)}")
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


def draw_entities(groups: Sequence[TypeGroup], env: BuildEnvironment) -> nodes.section:
    """The index of entities, by type and letter."""
    root = draw.section("entities", _("People and topics"))
    for number, group in enumerate(groups, 1):
        title = type_label(group.type, env.config)
        root += draw.section(f"type-{number}", title, *entity_index([group], ids=True))
    return root


def entity_index(groups: Sequence[TypeGroup], *, ids: bool) -> list[nodes.Node]:
    """Entities by letter. With ``ids``, each line has the anchor of its entity."""
    blocks: list[nodes.Node] = []
    for group in groups:
        for letter in group.letters:
            blocks.append(nodes.rubric("", letter.letter, classes=["pod-letter"]))
            lines = []
            for line in letter.lines:
                item = draw.paragraph(draw.link(line.entity), f" ({line.count})")
                if ids:
                    item["ids"].append(f"entity-{line.id}")
                lines.append([item])
            blocks.append(draw.bullets(lines, "pod-index"))
    return blocks
