"""List episodes: on the front page of the archive, on the pages of all episodes and of channels."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from docutils import nodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.sphinx_ext.compat import create_component
from sphinxcontrib_podcast.sphinx_ext.labels import Labels, _
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.common import Drawing
from sphinxcontrib_podcast.sphinx_ext.pages.quotes import quote_blocks
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.views.episode import Facts
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.listing import (
    ArchiveView,
    ChannelCard,
    ChannelView,
    EpisodeCard,
    EpisodeGroup,
    EpisodesView,
    GroupsView,
    NamesView,
    TagsView,
)
from sphinxcontrib_podcast.views.quotes import QuoteView

# One column on phones, two from 768 px on: the classes of sphinx-design's ``grid 1 1 2 2``.
_ROW_CLASSES = (
    "sd-row-cols-1", "sd-row-cols-xs-1", "sd-row-cols-sm-1", "sd-row-cols-md-2",
    "sd-row-cols-lg-2", "sd-g-3", "sd-g-xs-3", "sd-g-sm-3", "sd-g-md-3", "sd-g-lg-3",
)  # fmt: skip


def episode_cards(cards: Iterable[EpisodeCard], labels: Labels) -> nodes.Node:
    """Return episodes as a grid of sphinx-design cards."""
    row = create_component("grid-row", ["sd-row", *_ROW_CLASSES])
    for card in cards:
        body = create_component("card-body", ["sd-card-body"])
        body += covers([card])
        title = create_component("card-title", ["sd-card-title", "sd-font-weight-bold"])
        title += common.paragraph(common.link(card.episode))
        body += title
        if line := _card_line(card, labels):
            body += common.paragraph(*line, classes=["pod-facts"])
        if card.summary:
            marked = language_class(card.language)
            body += common.paragraph(card.summary, classes=["sd-card-text", *marked])
        box = create_component(
            "card", ["sd-card", "sd-sphinx-override", "sd-w-100", "sd-shadow-sm", "pod-card"]
        )
        box += body
        column = create_component("grid-item", ["sd-col", "sd-d-flex-row"])
        column += box
        row += column
    container = create_component(
        "grid-container", ["sd-container-fluid", "sd-sphinx-override", "sd-mb-4", "pod-cards"]
    )
    container += row
    return common.unsearched(container)


def draw_cards(cards: Iterable[EpisodeCard], labels: Labels, language: str) -> list[nodes.Node]:
    """Return the episodes of a directive as cards."""
    return [episode_cards(cards, labels)]


def draw_table(cards: Iterable[EpisodeCard], labels: Labels, language: str) -> list[nodes.Node]:
    """Return the episodes of a directive as a table."""
    return [episode_table(cards, labels)]


def episode_table(cards: Iterable[EpisodeCard], labels: Labels) -> nodes.Node:
    """Return episodes as a table with date, title, channel and length."""
    rows = [
        (
            [nodes.Text(labels.date(card.date))] if card.date else [],
            [common.link(card.episode)],
            [common.link(card.channel)] if card.channel else [],
            [nodes.Text(labels.duration(card.duration))] if card.duration else [],
        )
        for card in cards
    ]
    heads = [[nodes.Text(t)] for t in (_("Date"), _("Episode"), _("Channel"), _("Length"))]
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in (16, 50, 20, 14)]
    group += nodes.thead("", _row(heads))
    group += nodes.tbody("", *map(_row, rows))
    return common.unsearched(nodes.table("", group, classes=["pod-table", "colwidths-auto"]))


def _row(cells: Sequence[Sequence[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", common.paragraph(*cell)) for cell in cells))


def _card_line(card: EpisodeCard, labels: Labels) -> list[nodes.Node]:
    parts: list[list[nodes.Node]] = []
    if card.channel:
        parts.append([common.link(card.channel)])
    if card.date:
        parts.append([nodes.Text(labels.date(card.date))])
    if card.duration:
        parts.append([nodes.Text(labels.duration(card.duration))])
    return common.joined(parts, " · ")


def draw_rows(cards: Iterable[EpisodeCard], labels: Labels, language: str) -> list[nodes.Node]:
    """Return the episodes of a directive, one below the other."""
    return [episode_rows(cards, labels)]


def episode_rows(cards: Iterable[EpisodeCard], labels: Labels) -> nodes.Node:
    """Return episodes one below the other, each with its date, facts, people and summary."""
    return common.unsearched(common.bullets([_episode_row(c, labels) for c in cards], "pod-rows"))


def _episode_row(card: EpisodeCard, labels: Labels) -> list[nodes.Node]:
    title = common.paragraph(classes=["pod-title"])
    if card.date:
        title += [nodes.inline("", labels.date(card.date), classes=["pod-date"]), nodes.Text(" ")]
    title += common.link(card.episode)
    row: list[nodes.Node] = [*covers([card]), title]
    line: list[list[nodes.Node]] = []
    if card.channel:
        line.append([common.link(card.channel)])
    if card.duration:
        line.append([nodes.Text(labels.duration(card.duration))])
    if card.reading:
        line.append([nodes.Text(labels.reading(card.reading))])
    if card.people:
        people = common.listed([[common.link(person)] for person in card.people], labels)
        line.append(common.filled(labels.gettext("with %s"), people))
    if line:
        row.append(common.paragraph(*common.joined(line, " · "), classes=["pod-facts"]))
    if card.summary:
        marked = language_class(card.language)
        row.append(common.paragraph(card.summary, classes=["pod-text", *marked]))
    return row


def covers(cards: Iterable[EpisodeCard | ChannelCard | Facts]) -> list[nodes.Node]:
    """Return the pictures of episodes or channels that have one."""
    images = dict.fromkeys(card.image for card in cards if card.image)
    return [
        # paths are relative to the source folder, not to the page
        nodes.image(
            "", uri=path if "://" in path else f"/{path}", alt="", width="80px",
            classes=["pod-cover", "no-scaled-link"], **{"pod-path": path},
        )
        for path in images
    ]  # fmt: skip


def draw_episodes(view: EpisodesView, drawing: Drawing) -> nodes.section:
    """Return a page of episodes, by year, with links to the other pages of a long listing."""
    labels = drawing.labels
    root = common.section("episodes", common.link(episodes_title(view, labels)))
    if line := episodes_line(view, labels):
        links = [[common.link(link)] for link in line]
        root += drawing.content(lambda links: [_facts(links)], links)
    root += _years(view, drawing)
    root += drawing.content(common.newer_older, view.newer, view.older, labels)
    return root


def episodes_title(view: EpisodesView, labels: Labels) -> Link:
    """Return the title of a page of episodes."""
    if view.leaf:
        return Link(labels.leaf(view.leaf), None)
    if view.collection:
        return labels.collection(view.collection)._replace(address=None)
    return Link(_("Episodes"), None)


def episodes_line(view: EpisodesView, labels: Labels) -> list[Link]:
    """Return the links to what a page of episodes is a part of."""
    line = [view.channel] if view.channel else []
    return line + ([labels.collection(view.collection)] if view.collection and view.leaf else [])


def draw_tags(view: TagsView, drawing: Drawing) -> nodes.section:
    """Return the page of all tags."""
    root = common.section("tags", _("Tags"))
    root += drawing.content(_tags, view, drawing.labels)
    return root


def _tags(view: TagsView, labels: Labels) -> list[nodes.Node]:
    links = [(common.link(labels.collection(tag)), tag.size) for tag in view.tags]
    lines = [[common.counted(link, size, labels)] for link, size in links]
    return [common.unsearched(common.bullets(lines, "pod-names"))]


def draw_groups(view: GroupsView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return the episodes of a directive in groups, each with its title."""
    draw = {"cards": episode_cards, "rows": episode_rows, "table": episode_table}[view.layout]
    content: list[nodes.Node] = []
    for group in view.groups:
        title = common.joined([[common.link(x)] for x in group_links(group, labels)], " · ")
        content += [common.unsearched(nodes.rubric("", "", *title)), draw(group.cards, labels)]
    return content


def group_links(group: EpisodeGroup, labels: Labels) -> list[Link]:
    """Return the title of a group of episodes, as links."""
    if group.day:
        return [Link((labels.year if group.by == "year" else labels.month)(group.day), None)]
    if group.name is None:
        undated = group.by in ("year", "month")
        return [Link(_("Without date") if undated else _("Others"), None)]
    return [*([group.channel] if group.channel else []), labels.collection(group.name)]


def _years(view: EpisodesView, drawing: Drawing) -> list[nodes.Node]:
    """Return episodes by year; without headings if they are of one year."""
    labels = drawing.labels
    years = by_year(view.cards)
    content: list[nodes.Node] = [] if drawing.whole else covers(view.cards)
    for first_day, cards in years:
        rows = drawing.content(_rows, cards, labels)
        if len(years) == 1:
            content += rows
        else:
            title = labels.year(first_day) if first_day else _("Without date")
            content.append(common.section(year_id(first_day), title, *rows))
    if view.pages:
        pages = drawing.content(common.further_pages, view.pages, labels)
        content.append(common.section("all", _("All episodes"), *pages))
        # the pages are not in the navigation, but Sphinx must know where they belong
    return content


def by_year(
    cards: Iterable[EpisodeCard],
) -> list[tuple[datetime.date | None, list[EpisodeCard]]]:
    """Return episodes by year, each with the first day of the year."""
    groups = groupby(cards, key=lambda card: card.date and card.date.replace(month=1, day=1))
    return [(first_day, list(group)) for first_day, group in groups]


def year_id(first_day: datetime.date | None) -> str:
    """Return the id of the section of a year."""
    return f"year-{first_day.year if first_day else 'none'}"


def _rows(cards: Iterable[EpisodeCard], labels: Labels) -> list[nodes.Node]:
    return [episode_rows(cards, labels)]


def draw_channel(view: ChannelView, drawing: Drawing) -> nodes.section:
    """Return the page of a channel."""
    labels, card = drawing.labels, view.card
    root = common.section("channel", common.link(card.channel._replace(address=None)))
    root += covers([card])
    root += drawing.content(_channel_head, view, labels)
    root += _years(view.episodes, drawing)
    root += _most_discussed(view.people, view.others, drawing)
    root += _said(view.said, drawing)
    return root


def _channel_head(view: ChannelView, labels: Labels) -> list[nodes.Node]:
    """Return what is known about a channel: facts, its descriptions, and links."""
    card = view.card
    head: list[nodes.Node] = [_channel_facts(card, labels)]
    if card.hosts:
        head.append(_with_hosts(card, labels))
    for language, text in view.texts:
        marked = language_class(language or card.channel.language)
        head.append(common.paragraph(text, classes=["pod-lead", *marked]))
    line: list[list[nodes.Node]] = [
        [nodes.reference("", label or common.host(url), refuri=url)] for label, url in view.links
    ]
    line += [[nodes.Text(text)] for text in (*view.categories, view.license) if text]
    if line:
        head.append(_facts(line))
    if view.seasons:
        head.append(_facts(_counted_seasons(view, labels)))
    return head


def _counted_seasons(view: ChannelView, labels: Labels) -> list[list[nodes.Node]]:
    return [
        [common.link(labels.collection(found)), nodes.Text(f" ({labels.number(found.size)})")]
        for found in view.seasons
    ]


def _channel_facts(card: ChannelCard, labels: Labels) -> nodes.Node:
    number: list[nodes.Node] = [nodes.Text(labels.episodes(card.episodes))]
    line = [number, _languages(card.languages, labels)]
    return _facts(line)


def _facts(line: Iterable[Sequence[nodes.Node]]) -> nodes.Node:
    joined = common.joined(line, " · ")
    return common.unsearched(common.paragraph(*joined, classes=["pod-facts"]))


def _languages(tags: Iterable[str], labels: Labels) -> list[nodes.Node]:
    return common.listed([[common.link(labels.language_name(tag))] for tag in tags], labels)


def _with_hosts(card: ChannelCard, labels: Labels) -> nodes.Node:
    hosts = common.listed([[common.link(host)] for host in card.hosts], labels)
    return _facts([common.filled(labels.gettext("with %s"), hosts)])


def draw_channels(cards: Iterable[ChannelCard], labels: Labels, language: str) -> list[nodes.Node]:
    """Return channels, each with its facts, hosts and description."""
    rows = []
    for card in cards:
        row: list[nodes.Node] = [*covers([card])]
        row.append(common.paragraph(common.link(card.channel), classes=["pod-title"]))
        row.append(_channel_facts(card, labels))
        if card.hosts:
            row.append(_with_hosts(card, labels))
        if card.text[0]:
            marked = language_class(card.text[1])
            row.append(common.paragraph(card.text[0], classes=["pod-text", *marked]))
        rows.append(row)
    return [common.unsearched(common.bullets(rows, "pod-channels"))]


def draw_names(view: NamesView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return names with the numbers of their episodes."""
    lines = [[common.counted(common.link(name), n, labels)] for name, n in view.names]
    return [common.unsearched(common.bullets(lines, "pod-names"))]


def _most_discussed(
    people: NamesView, others: NamesView, drawing: Drawing, newly: NamesView | None = None
) -> list[nodes.Node]:
    """Return the names that occur most, as a section."""
    if not people.names and not others.names:
        return []
    content = drawing.content(_names, people, others, newly or NamesView(()), drawing.labels)
    return [common.section("discussed", _("Most discussed"), *content)]


def _names(
    people: NamesView, others: NamesView, newly: NamesView, labels: Labels
) -> list[nodes.Node]:
    titled = ((_("People"), people), (_("Topics"), others), (_("New names"), newly))
    return [
        node
        for title, view in titled
        if view.names
        for node in (common.unsearched(nodes.rubric("", title)), *draw_names(view, labels, ""))
    ]


def _said(quotes: Sequence[QuoteView], drawing: Drawing) -> list[nodes.Node]:
    """Return the latest quotes, as a section."""
    if not quotes:
        return []
    content = drawing.content(quote_blocks, quotes, drawing.labels, "said", with_episode=True)
    return [common.section("said", _("Said lately"), *content)]


def draw_archive(view: ArchiveView, drawing: Drawing) -> nodes.section:
    """Return the front page of the archive, with all generated pages in its toctree."""
    title = drawing.env.config.project if view.is_root else _("Archive")
    root = common.section("archive", title)
    labels = drawing.labels
    root += drawing.content(_counts, view, labels)
    newest = [] if drawing.whole else covers(view.newest)
    newest += drawing.content(_rows, view.newest, labels)
    root += common.section("newest", _("Newest episodes"), *newest)
    root += _most_discussed(view.people, view.others, drawing, view.newly)
    root += _said(view.said, drawing)
    if view.channels:
        channels = [] if drawing.whole else covers(view.channels)
        channels += drawing.content(draw_channels, view.channels, labels, "")
        root += common.section("channels", _("Channels"), *channels)
    root += common.toctree(view.pages, drawing.env)
    return root


def _counts(view: ArchiveView, labels: Labels) -> list[nodes.Node]:
    """Return the sections of the archive with their numbers, and the languages of episodes."""
    line: list[list[nodes.Node]] = []
    for title, address, number in titled_counts(view, labels):
        name = nodes.Text(title)
        link = common.to_address(address, name) if address else name
        line.append([link, nodes.Text(f" ({labels.number(number)})")])
    if len(view.languages) > 1:
        line.append(_languages(view.languages, labels))
    return [_facts(line)]


def titled_counts(view: ArchiveView, labels: Labels) -> list[tuple[str, Address | None, int]]:
    """Return title, address and number of each section of the archive that has content."""
    _ = labels.gettext
    titles = (_("Episodes"), _("People and topics"), _("Quotes"), _("Tags"))
    return [
        (title, address, count)
        for title, (address, count) in zip(titles, view.counts, strict=True)
        if count
    ]


def channel_words(view: ChannelView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the descriptions of a channel for the search index, with their languages."""
    for language, text in view.texts:
        yield text, language or view.card.channel.language
