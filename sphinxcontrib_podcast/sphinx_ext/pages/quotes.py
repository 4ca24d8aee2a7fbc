"""Show quotes on other pages than those of their episodes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from docutils import nodes

from sphinxcontrib_podcast.sphinx_ext.labels import Labels, _
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.common import Drawing
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.views.quotes import QuoteIndexView, QuoteListView, QuoteView


def quote_blocks(
    quotes: Iterable[QuoteView],
    labels: Labels,
    prefix: str = "quote",
    *,
    with_episode: bool,
    with_speaker: bool = False,
) -> list[nodes.Node]:
    """Return quotes as admonitions whose times link to the quotes in their episodes.

    :param prefix: the start of their ids on this page.
    :param with_speaker: whether a quote without a speaker says so.
    """
    blocks: list[nodes.Node] = []
    for number, quote in enumerate(quotes, 1):
        words = [nodes.paragraph("", line) for line in quote.text.split("\n")]
        translation, language = quote.translation
        words += [
            nodes.paragraph("", line, classes=language_class(language))
            for line in translation.split("\n")
            if line
        ]
        source: list[Sequence[nodes.Node]] = []
        if quote.speaker:
            source.append([common.link(quote.speaker, classes=["pod-speaker"])])
        elif with_speaker:
            source.append([nodes.Text(labels.gettext("speaker not named"))])
        if with_episode:
            source.append([common.link(quote.episode)])
        if time := common.moment(quote.moment):
            source.append([time])
        elif not with_episode:
            source.append(
                [common.to_address(quote.moment.address, nodes.Text(_("in the episode")))]
            )
        source.append(common.verdict(quote.verdict, labels))
        block = common.quotation(
            f"{prefix}-{number}", words, source,
            language=quote.language, episode=quote.episode.text,
        )  # fmt: skip
        if quote.verdict.is_open:
            block += common.said(quote.verdict, labels, [], language_class(quote.language))
        blocks.append(common.unsearched(block))
    return blocks


def draw_quote_list(view: QuoteListView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return the quotes of a directive."""
    return quote_blocks(view.quotes, labels, view.prefix, with_episode=True)


def draw_quotes(view: QuoteIndexView, drawing: Drawing) -> nodes.section:
    """Return the page of all quotes by episode, or of one month, or the list of such pages."""
    labels = drawing.labels
    title = _("Quotes")
    if view.leaf:
        title = f"{title} · {labels.leaf(view.leaf)}"
    root = common.section("quotes", title)
    if view.pages:
        root += drawing.content(common.further_pages, view.pages, labels)
    groups = groupby(view.quotes, key=lambda quote: quote.episode.address)
    for number, (_address, group) in enumerate(groups, 1):
        of_episode = list(group)
        heading = nodes.title("", "", common.link(of_episode[0].episode))
        section = nodes.section("", heading, ids=[f"episode-{number}"])
        prefix = f"quote-{number}"
        section += drawing.content(quote_blocks, of_episode, labels, prefix, with_episode=False)
        root += common.unsearched(section)
    root += drawing.content(common.newer_older, view.newer, view.older, labels)
    return root
