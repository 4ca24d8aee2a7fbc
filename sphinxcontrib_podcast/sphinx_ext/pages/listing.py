"""List episodes: on the front page of the archive, on the pages of all episodes and of channels."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from docutils import nodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.sphinx_ext.compat import create_component
from sphinxcontrib_podcast.sphinx_ext.labels import Labels, _
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.common import Drawing
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.listing import ArchiveView, ChannelView, EpisodeCard

# One column on phones, two from 768 px on: the classes of sphinx-design's ``grid 1 1 2 2``.
_ROW_CLASSES = (
    "sd-row-cols-1", "sd-row-cols-xs-1", "sd-row-cols-sm-1", "sd-row-cols-md-2",
    "sd-row-cols-lg-2", "sd-g-3", "sd-g-xs-3", "sd-g-sm-3", "sd-g-md-3", "sd-g-lg-3",
)  # fmt: skip

_MOST_SUMMARY = 280  # characters of a summary that a card shows


def episode_cards(cards: Iterable[EpisodeCard], labels: Labels) -> nodes.Node:
    """Return episodes as a grid of sphinx-design cards."""
    row = create_component("grid-row", ["sd-row", *_ROW_CLASSES])
    for card in cards:
        body = create_component("card-body", ["sd-card-body"])
        title = create_component("card-title", ["sd-card-title", "sd-font-weight-bold"])
        title += common.paragraph(common.link(card.episode))
        body += title
        if line := _card_line(card, labels):
            body += common.paragraph(*line, classes=["pod-facts"])
        if card.summary:
            marked = language_class(card.episode.language)
            body += common.paragraph(
                shortened(card.summary, _MOST_SUMMARY), classes=["sd-card-text", *marked]
            )
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
    return common.repeated(container)


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
    return common.repeated(nodes.table("", group, classes=["pod-table", "colwidths-auto"]))


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


def draw_episodes(cards: Sequence[EpisodeCard], drawing: Drawing) -> nodes.section:
    """Return the page of all episodes, by year."""
    root = common.section("episodes", _("Episodes"))
    labels = drawing.labels
    for year, group in groupby(cards, key=lambda card: card.date.year if card.date else None):
        title = labels.year(datetime.date(year, 1, 1)) if year else _("Without date")
        content = drawing.content(_cards, list(group), labels)
        root += common.section(f"year-{year or 'none'}", title, *content)
    return root


def draw_channel(view: ChannelView, drawing: Drawing) -> nodes.section:
    """Return the page of a channel: its people and its episodes."""
    root = common.section("channel", view.name)
    if view.people:
        root += drawing.content(_people, view.people, drawing.labels)
    root += drawing.content(_cards, view.cards, drawing.labels)
    return root


def _people(people: Iterable[Link], labels: Labels) -> list[nodes.Node]:
    names = common.listed([[common.link(person)] for person in people], labels)
    title = nodes.strong("", _("People"))
    return [common.paragraph(title, nodes.Text(" "), *names, classes=["pod-people"])]


def _cards(cards: Iterable[EpisodeCard], labels: Labels) -> list[nodes.Node]:
    return [episode_cards(cards, labels)]


def draw_archive(view: ArchiveView, drawing: Drawing) -> nodes.section:
    """Return the front page of the archive, with all generated pages in its toctree."""
    root = common.section("archive", _("Archive"))
    labels = drawing.labels
    counts = [(Link(title, address), n) for title, address, n in titled_counts(view, labels)]
    root += drawing.content(_counts, counts, labels)
    if view.channels:
        content = drawing.content(_counts, view.channels, labels)
        root += common.section("channels", _("Channels"), *content)
    content = drawing.content(_cards, view.newest, labels)
    root += common.section("newest", _("Newest episodes"), *content)
    root += common.toctree(view.pages, drawing.env)
    return root


def titled_counts(view: ArchiveView, labels: Labels) -> list[tuple[str, Address | None, int]]:
    """Return title, address and number of each section of the archive that has content."""
    _ = labels.gettext
    titles = (_("Episodes"), _("People and topics"), _("Quotes"))
    return [
        (title, address, count)
        for title, (address, count) in zip(titles, view.counts, strict=True)
        if count
    ]


def archive_words(view: ArchiveView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the texts of the front page for the search index, with their languages."""
    for title, _address, _number in titled_counts(view, labels):
        yield title, ""
    for channel, _number in view.channels:
        yield channel.text, channel.language


def channel_words(view: ChannelView, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield the texts of the page of a channel for the search index, with their languages."""
    if view.people:
        yield _("People"), ""
    for person in view.people:
        yield person.text, person.language


def _counts(counts: Iterable[tuple[Link, int]], labels: Labels) -> list[nodes.Node]:
    lines = [[common.counted(common.link(link), count, labels)] for link, count in counts]
    return [common.bullets(lines, "pod-counts")]
