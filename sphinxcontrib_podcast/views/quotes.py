"""Quotes: on the page of their episode, on other pages, and the pages of all quotes."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity, Episode, Quote
from sphinxcontrib_podcast.views.links import Link, MomentLink, episode_link, speaker_link

_MOST_TEXT = 2000  # characters of a quote that other pages show


class QuoteFacts(NamedTuple):
    """Speaker, moment and verdict of a quote; see :class:`model.Verdict`."""

    speaker: Link | None
    start: float | None
    """In seconds."""

    end: float | None
    """In seconds; None unless the transcript has the quote."""

    verdict: str = ""
    difference: tuple[tuple[str, str], ...] = ()


class QuoteView(NamedTuple):
    """A quote on another page than that of its episode."""

    text: str
    language: str
    speaker: Link | None
    episode: Link
    moment: MomentLink
    verdict: str = ""


class QuoteIndexView(NamedTuple):
    """The page of all quotes, or of those of a month."""

    quotes: tuple[QuoteView, ...]
    month: datetime.date | None = None
    """The first day of the month."""

    pages: tuple[tuple[datetime.date | None, Address, int], ...] = ()
    """The pages of the months: first day (None for episodes without date), address, number."""


class QuoteListView(NamedTuple):
    """Quotes that a directive lists."""

    quotes: tuple[QuoteView, ...]
    prefix: str
    """The start of their ids on the page."""


def quote_facts(catalogue: Catalogue, docname: str) -> dict[str, QuoteFacts]:
    """Return speaker, moment and verdict of the quotes of an episode, by id; {} of other pages."""
    episode = catalogue.episodes.get(docname)
    if episode is None:
        return {}
    return {quote.id: _facts(catalogue, episode, quote) for quote in episode.quotes}


def all_quotes(catalogue: Catalogue) -> QuoteIndexView:
    """Return every quote, newest episode first, or the pages of the months if there are many."""
    months = catalogue.quote_months
    if not months:
        return QuoteIndexView(select_quotes(catalogue, "", "", 0))
    pages = (
        (_month(episodes[0]), Address(docname), sum(len(e.quotes) for e in episodes))
        for docname, episodes in months.items()
    )
    return QuoteIndexView((), pages=tuple(pages))


def month_quotes(catalogue: Catalogue, docname: str) -> QuoteIndexView:
    """Return the quotes of one month, by the document name of its page."""
    episodes = catalogue.quote_months[docname]
    quotes = (quote_view(catalogue, e, quote) for e in episodes for quote in e.quotes)
    return QuoteIndexView(tuple(quotes), _month(episodes[0]))


def select_quotes(
    catalogue: Catalogue, name: str, docname: str, limit: int
) -> tuple[QuoteView, ...]:
    """Return the quotes of a speaker ("" for all) and an episode ("" for all).

    :param limit: the number of quotes; 0 for all.
    """
    wanted = catalogue.speaker_id(name)
    views = [
        quote_view(catalogue, episode, quote)
        for episode in catalogue.episodes.values()
        if not docname or episode.docname == docname
        for quote in episode.quotes
        if not name
        or fold(quote.speaker) == fold(name)
        or (wanted and catalogue.speaker_id(quote.speaker) == wanted)
    ]
    return tuple(views[: limit or None])


def quotes_of(catalogue: Catalogue, entity: Entity) -> tuple[QuoteView, ...]:
    """Return the quotes by an entity, then those that name it, each newest first."""
    said = catalogue.quotes_by.get(entity.id, [])
    quotes = {(docname, quote.id): quote for docname, quote in said}
    for mention in entity.mentions:
        if mention.quote is not None:
            quote = catalogue.episodes[mention.docname].quotes[mention.quote]
            quotes.setdefault((mention.docname, quote.id), quote)
    return tuple(
        quote_view(catalogue, catalogue.episodes[docname], quote)
        for (docname, _), quote in quotes.items()
    )


def quote_view(catalogue: Catalogue, episode: Episode, quote: Quote) -> QuoteView:
    """Return a quote as other pages show it."""
    return QuoteView(
        text=shortened(quote.text, _MOST_TEXT),
        language=episode.language,
        speaker=speaker_link(catalogue, quote.speaker) if quote.speaker else None,
        episode=episode_link(episode),
        moment=MomentLink(episode.quote_start(quote), Address(episode.docname, quote.id)),
        verdict=quote.verdict.kind if quote.verdict else "",
    )


def _facts(catalogue: Catalogue, episode: Episode, quote: Quote) -> QuoteFacts:
    by = speaker_link(catalogue, quote.speaker) if quote.speaker else None
    start, verdict = episode.quote_start(quote), quote.verdict
    if verdict is None:
        return QuoteFacts(by, start, None)
    end = verdict.end if verdict.is_found else None
    return QuoteFacts(by, start, end, verdict.kind, verdict.difference)


def _month(episode: Episode) -> datetime.date | None:
    return episode.date.replace(day=1) if episode.date else None
