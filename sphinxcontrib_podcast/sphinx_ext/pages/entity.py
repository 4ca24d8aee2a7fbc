"""Draw the pages of entities, and their index."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from docutils import nodes

from sphinxcontrib_podcast.sphinx_ext.labels import Labels, _
from sphinxcontrib_podcast.sphinx_ext.nodes import index_letter
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.common import Drawing
from sphinxcontrib_podcast.sphinx_ext.pages.pictures import draw_picture
from sphinxcontrib_podcast.sphinx_ext.pages.quotes import quote_blocks
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.views.entity import (
    ChapterMentions,
    DescriptionView,
    EntityIndexView,
    EntityLine,
    EntityListView,
    EntityPartView,
    EntityView,
    EpisodeMentions,
    LetterView,
    TypeGroup,
)
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.quotes import QuoteView
from sphinxcontrib_podcast.views.timeline import Timeline


def draw_entity(view: EntityView, drawing: Drawing) -> nodes.section:
    """Return the page of an entity."""
    root = common.section(f"entity-{view.id}", view.name)
    root["classes"] += language_class(view.language)
    root += drawing.content(_facts, view, drawing.labels)
    root += portrait(view)
    for id_, title, content in entity_parts(view, drawing.labels):
        if title:
            root += common.unsearched(common.section(id_, title, *drawing.content(content)))
        else:
            root += drawing.content(content)
    return root


def draw_definition(view: EntityView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return what follows the description of an entity that a directive defines."""
    found: list[nodes.Node] = portrait(view)
    for _id, title, content in entity_parts(view, labels):
        if title:
            found.append(nodes.rubric("", title))
        found += content()
    return found


def definition_words(view: EntityView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the texts after a description for the search index, with their languages."""
    yield from _about_words(view, labels)
    for _id, title, _content in entity_parts(view, labels):
        yield title, ""


def draw_entities(view: EntityListView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return the index of a directive."""
    box = nodes.container("", classes=["pod-page"])
    for group in view.groups:
        if view.with_types:
            box += nodes.rubric("", labels.type(group.type), classes=["pod-type"])
        box += entity_index([group], labels, home=False)
    return [box]


def letters_words(view: EntityListView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the headings of the index of a directive for the search index."""
    for group in view.groups:
        if view.with_types:
            yield labels.type(group.type), ""
        for letter in group.letters:
            yield letter.letter, ""


def _facts(view: EntityView, labels: Labels) -> list[nodes.Node]:
    kind = nodes.Text(labels.type(view.type, one=True))
    line: list[list[nodes.Node]] = [[kind]]
    if view.index_page:
        line = [[common.to_address(view.index_page, kind)]]
    if view.names:
        names = common.listed([[common.link(name)] for name in view.names], labels)
        line.append(common.filled(_("also: %s"), names))
    return [common.paragraph(*common.joined(line, " · "), classes=["pod-facts"])]


def portrait(view: EntityView) -> list[nodes.Node]:
    """Return the image of an entity, if it has one."""
    if not view.image:
        return []
    # paths are relative to the source folder, not to the page
    uri = view.image if "://" in view.image else f"/{view.image}"
    return [
        nodes.image(
            "", uri=uri, alt=view.name, classes=["pod-portrait"], **{"pod-path": view.image}
        )
    ]


#: A function that draws a part of a page.
Content = Callable[[], list[nodes.Node]]


def entity_parts(view: EntityView, labels: Labels) -> list[tuple[str, str, Content]]:
    """Return the parts of the page of an entity, as triples of id, title and content.

    The first part has no title.
    """
    parts: list[tuple[str, str, Content]] = [("", "", partial(_about, view, labels))]
    if view.appearances:
        parts.append(("episodes", _("Episodes"), partial(_appearances, view, labels)))
    if view.said:
        said = partial(_some_quotes, view.said, labels, "quote", with_episode=True)
        parts.append(("quotes", _("Said"), said))
    if view.quoted:
        about = partial(
            _some_quotes, view.quoted, labels, "quote-about",
            with_episode=True, with_speaker=True,
        )  # fmt: skip
        parts.append(("quotes-about", _("About"), about))
    if view.mentions:
        parts.append(("mentions", _("Mentions"), partial(_all_mentions, view, labels)))
    if view.pages:
        parts.append(("all", _("All mentions"), partial(common.further_pages, view.pages, labels)))
    if view.neighbours:
        parts.append(("together", _("Appears with"), partial(_neighbours, view, labels)))
    return parts


def entity_words(view: EntityView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the texts of the page of an entity for the search index, with their languages."""
    yield labels.type(view.type, one=True), ""
    if view.names:
        yield _("also: %s").replace("%s", ""), ""
    for name in view.names:
        yield name.text, name.language
    yield from _about_words(view, labels)


def _about_words(view: EntityView, labels: Labels) -> Iterator[tuple[str, str]]:
    for language, text in view.about:
        yield text, language
    for description in view.descriptions:
        yield description.text, description.language
        yield description.role, ""
    if others := view.descriptions[1:]:
        yield _numbered(_("Other descriptions"), len(others), labels), ""
    for url in view.same_as:
        yield common.host(url), ""
    if view.timeline.periods:
        yield common.chart_text(_chart_label(view), view.timeline, labels), ""


def index_words(view: EntityIndexView | LetterView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the texts of an index for the search index, with their languages."""
    letters = [letter for group in view.groups for letter in group.letters]
    if isinstance(view, EntityIndexView):
        for letter in letters:
            yield letter.letter, ""
        for link, _count in view.letters:
            yield link.text, link.language
    for line in (line for letter in letters for line in letter.lines):
        if line.view is not None:
            yield line.entity.text, line.entity.language
            yield from _about_words(line.view._replace(timeline=Timeline()), labels)


def _chart_label(view: EntityView) -> str:
    return _("Mentions by month") if view.timeline.unit == "month" else _("Mentions by year")


def _about(view: EntityView, labels: Labels) -> list[nodes.Node]:
    about: list[nodes.Node] = [
        common.paragraph(text, classes=language_class(language)) for language, text in view.about
    ]
    about += map(_description, view.descriptions[:1])
    if others := view.descriptions[1:]:
        title = _numbered(_("Other descriptions"), len(others), labels)
        about.append(common.folded(title, *map(_description, others), classes=["pod-more"]))
    if view.same_as:
        links = ([nodes.reference("", common.host(url), refuri=url)] for url in view.same_as)
        about.append(common.paragraph(*common.joined(links, " · "), classes=["pod-facts"]))
    if view.timeline.periods:
        about.append(common.chart(_chart_label(view), view.timeline, labels))
    return about


def _numbered(title: str, number: int, labels: Labels) -> str:
    return f"{title} ({labels.number(number)})"


def _description(view: DescriptionView) -> nodes.paragraph:
    line = common.paragraph(nodes.inline("", view.text, classes=language_class(view.language)))
    if view.role:
        line += nodes.Text(f" ({view.role})")
    line += [nodes.Text(" — "), common.link(view.episode, classes=["pod-where", "no-search"])]
    if view.href:
        reference = nodes.reference("", "↗", refuri=view.href, classes=["pod-href"])
        line += [nodes.Text(" "), reference]
    return line


def _appearances(view: EntityView, labels: Labels) -> list[nodes.Node]:
    lines = [[_dated(*appearance, labels)] for appearance in view.appearances]
    return [common.unsearched(common.bullets(lines, "pod-index"))]


def _some_quotes(
    quotes: Sequence[QuoteView], labels: Labels, prefix: str, **options: bool
) -> list[nodes.Node]:
    """Return the first quotes, and the others folded."""
    blocks = quote_blocks(quotes[:3], labels, prefix, **options)
    if others := quotes[3:]:
        title = _numbered(_("More quotes"), len(others), labels)
        more = quote_blocks(others, labels, f"{prefix}-more", **options)
        blocks.append(common.unsearched(common.folded(title, *more, classes=["pod-more"])))
    return blocks


def _all_mentions(view: EntityView, labels: Labels) -> list[nodes.Node]:
    """Return the mentions of the newest episodes, and the others folded."""
    blocks = _mentions(view.mentions[:10], labels)
    if others := view.mentions[10:]:
        title = _numbered(_("Older mentions"), len(others), labels)
        older = common.folded(title, *_mentions(others, labels), classes=["pod-more"])
        blocks.append(common.unsearched(older))
    return blocks


def _mentions(found: Iterable[EpisodeMentions], labels: Labels) -> list[nodes.Node]:
    """Return mentions by episode and chapter."""
    blocks: list[nodes.Node] = []
    for episode, date, chapters, language in found:
        heading = _dated(episode, date, labels)
        heading["classes"].append("pod-where")
        lines = [_chapter(chapter, language_class(language)) for chapter in chapters]
        blocks += [
            common.unsearched(heading),
            common.unsearched(common.bullets(lines, "pod-mentions")),
        ]
    return blocks


def _places(view: EntityView) -> list[nodes.Node]:
    """Return where an entity is mentioned, in the index."""
    blocks: list[nodes.Node] = []
    for episode, _date, chapters, _language in view.mentions[:3]:
        is_known = [description.episode for description in view.descriptions] == [episode]
        line: list[list[nodes.Node]] = [] if is_known else [[common.link(episode)]]
        times = map(common.moment, (chapter.moment for chapter in chapters[:8]))
        line += [[time] for time in times if time]
        facts = common.paragraph(*common.joined(line, " · "), classes=["pod-facts"])
        blocks.append(common.unsearched(facts))
    return blocks


def _chapter(found: ChapterMentions, language: list[str]) -> list[nodes.Node]:
    line = common.paragraph()
    if time := common.moment(found.moment):
        line += [time, nodes.Text(" ")]
    if found.chapter:
        chapter = common.to_address(found.moment.address, nodes.Text(found.chapter))
        line += nodes.strong("", "", chapter, classes=language)
    sentences = []
    for before, name, after in found.sentences:
        mark = [nodes.inline("", name, classes=["pod-mark"])] if name else []
        texts = [nodes.Text(before), *mark, nodes.Text(after)]
        sentences.append(common.paragraph(*texts, classes=language))
    return [line, *sentences]


def _neighbours(view: EntityView, labels: Labels) -> list[nodes.Node]:
    lines: list[list[nodes.Node]] = []
    for entity, count, newest in view.neighbours:
        if newest:
            title = nodes.inline(
                "", "", common.link(entity), nodes.Text(f" ({labels.number(count)})")
            )
            chapters = [
                [common.paragraph(common.link(chapter), " · ", common.link(episode))]
                for chapter, episode in newest
            ]
            lines.append([common.folded(title, common.bullets(chapters))])
        else:
            lines.append([common.paragraph(common.link(entity))])
    graph = draw_picture(view.graph, labels, "") if view.graph else []
    return [*graph, common.unsearched(common.bullets(lines, "pod-names"))]


def _dated(episode: Link, date: datetime.date | None, labels: Labels) -> nodes.paragraph:
    line = common.paragraph(common.link(episode))
    if date:
        line += nodes.Text(f" · {labels.date(date)}")
    return line


def draw_entity_part(view: EntityPartView, drawing: Drawing) -> nodes.section:
    """Return a further page about an entity."""
    labels = drawing.labels
    name = common.in_language(view.entity.text, language_class(view.entity.language))
    title = nodes.inline("", "", name, nodes.Text(f" · {labels.leaf(view.leaf)}"))
    root = common.section("mentions", title)
    root += drawing.content(_above, view)
    options = {"with_episode": True}
    for id_, heading, content in (
        ("quotes", _("Said"), view.said and partial(
            quote_blocks, view.said, labels, "quote", **options)),
        ("quotes-about", _("About"), view.quoted and partial(
            quote_blocks, view.quoted, labels, "quote-about", with_speaker=True, **options)),
        ("all", _("Mentions"), view.mentions and partial(_mentions, view.mentions, labels)),
    ):  # fmt: skip
        if content:
            root += common.unsearched(common.section(id_, heading, *drawing.content(content)))
    root += drawing.content(common.newer_older, view.newer, view.older, labels)
    return root


def _above(view: EntityPartView) -> list[nodes.Node]:
    line = common.paragraph(common.link(view.entity), classes=["pod-facts"])
    return [common.unsearched(line)]


def draw_entity_index(view: EntityIndexView, drawing: Drawing) -> nodes.section:
    """Return the index of entities by type. A long one links to a page per letter."""
    root = common.section("entities", _("People and topics"))
    root += _types(view.groups, drawing, home=not view.letters, with_sizes=True)
    if view.letters:
        letters = drawing.content(_letters, view, drawing.labels)
        root += common.section("letters", _("By letter"), *letters)
        pages = [link.address.docname for link, _count in view.letters if link.address]
        root += common.toctree(pages, drawing.env)
    return root


def _letters(view: EntityIndexView, labels: Labels) -> list[nodes.Node]:
    lines = [[common.counted(common.link(link), count, labels)] for link, count in view.letters]
    return [common.bullets(lines, "pod-index")]


def draw_letter(view: LetterView, drawing: Drawing) -> nodes.section:
    """Return a page of the index of entities, by type."""
    root = common.section("entities", view.letter)
    root += _types(view.groups, drawing)
    return root


def _types(
    groups: Sequence[TypeGroup], drawing: Drawing, *, home: bool = True, with_sizes: bool = False
) -> list[nodes.section]:
    sections = []
    for number, group in enumerate(groups, 1):
        content = partial(entity_index, [group], drawing.labels, home=home)
        title = drawing.labels.type(group.type)
        if with_sizes:
            title = _numbered(title, group.size, drawing.labels)
        section = common.section(f"type-{number}", title)
        section += content() if drawing.whole else _portraits(group)
        sections.append(section)
    return sections


def _portraits(group: TypeGroup) -> list[nodes.Node]:
    views = (line.view for letter in group.letters for line in letter.lines)
    return [node for view in views if view for node in portrait(view)]


def entity_index(groups: Iterable[TypeGroup], labels: Labels, *, home: bool) -> list[nodes.Node]:
    """Return entities by letter.

    :param home: whether this is the site's index, in which each line has the anchor of its entity.
    """
    blocks: list[nodes.Node] = []
    for group in groups:
        for of_letter in group.letters:
            if of_letter.letter:
                blocks.append(index_letter("", of_letter.letter, classes=["pod-letter"]))
            short = [line for line in of_letter.lines if line.view is None]
            whole = [line for line in of_letter.lines if line.view is not None]
            if short:
                lines = [_index_line(line, labels, home=home) for line in short]
                blocks.append(common.unsearched(common.bullets(lines, "pod-names")))
            if whole:
                lines = [_index_line(line, labels, home=home) for line in whole]
                blocks.append(common.bullets(lines, "pod-entries"))
    return blocks


def _index_line(line: EntityLine, labels: Labels, *, home: bool) -> list[nodes.Node]:
    if line.view is None:
        item = common.counted(common.link(line.entity), line.episodes, labels)
        content: list[nodes.Node] = []
    else:
        name = nodes.strong("", line.entity.text, classes=language_class(line.entity.language))
        item = common.paragraph(name)
        view = line.view._replace(timeline=Timeline())
        content = [*portrait(view), *_about(view, labels), *_places(view)]
    if home:
        item["ids"].append(f"entity-{line.id}")
    return [item, *content]
