"""Quotes: on the page of their episode, on other pages, and the pages of all quotes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.text import join_text, shortened, text_language
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Entity, Episode, Quote
from sphinxcontrib_podcast.views.links import (
    LeafLink,
    Link,
    MomentLink,
    episode_link,
    leaf_link,
    speaker_link,
)

#: The characters of a good quote to stand for its episode.
GOOD_LENGTH = 120
_MOST_TEXT = 2000  # characters of a quote that other pages show


class VerdictView(NamedTuple):
    """The verdict on a quote; see :class:`model.Verdict`."""

    wording: str = ""
    """The kind of the verdict, or "" if the quote was not compared with a transcript."""

    is_elsewhere: bool = False
    is_cut: bool = False
    is_speaker_found: bool = False
    said: tuple[tuple[str, str], ...] = ()
    """The passage of the transcript, as pairs of an operation (``ins``, ``del`` or "") and a text;
    () if the quote has the exact words."""

    @property
    def is_open(self) -> bool:
        """Return whether readers must see the passage: the quote means something else."""
        return self.is_cut or self.wording == "contradicted"


class QuoteFacts(NamedTuple):
    """Speaker, moment and verdict of a quote."""

    speaker: Link | None
    start: float | None
    """In seconds."""

    end: float | None
    """In seconds; None unless the transcript has the quote."""

    verdict: VerdictView = VerdictView()


class QuoteView(NamedTuple):
    """A quote on another page than that of its episode."""

    text: str
    language: str
    translation: tuple[str, str]
    """The same words in another language, and that language; empty if not translated."""

    speaker: Link | None
    episode: Link
    moment: MomentLink
    verdict: VerdictView = VerdictView()


class QuoteIndexView(NamedTuple):
    """The page of all quotes, or of those of a month."""

    quotes: tuple[QuoteView, ...]
    leaf: LeafLink | None = None
    """This page; None for the page of all quotes itself."""

    pages: tuple[LeafLink, ...] = ()
    """The pages of all quotes if there are many, newest first."""

    newer: LeafLink | None = None
    older: LeafLink | None = None


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
    pages = _pages(catalogue)
    return QuoteIndexView(() if pages else select_quotes(catalogue, "", "", 0), pages=pages)


def month_quotes(catalogue: Catalogue, docname: str) -> QuoteIndexView:
    """Return the quotes of one month, or of a part of it, by the document name of its page."""
    leaves, pages = catalogue.quote_leaves, _pages(catalogue)
    place = next(i for i, leaf in enumerate(leaves) if leaf.docname == docname)
    quotes = (quote_view(catalogue, e, quote) for e in leaves[place].episodes for quote in e.quotes)
    return QuoteIndexView(
        tuple(quotes),
        pages[place],
        newer=pages[place - 1] if place else None,
        older=pages[place + 1] if place + 1 < len(pages) else None,
    )


def _pages(catalogue: Catalogue) -> tuple[LeafLink, ...]:
    leaves = catalogue.quote_leaves
    return tuple(leaf_link(leaf, sum(len(e.quotes) for e in leaf.episodes)) for leaf in leaves)


def select_quotes(
    catalogue: Catalogue, name: str, docname: str, limit: int
) -> tuple[QuoteView, ...]:
    """Return the quotes of a speaker ("" for all) and an episode ("" for all).

    :param limit: the number of quotes; 0 for all.
    """
    wanted = catalogue.speaker_id(name)
    views = [
        quote_view(catalogue, episode, quote)
        for episode in ([catalogue.episode(docname)] if docname else catalogue.quoting)
        for quote in episode.quotes
        if not name
        or fold(quote.speaker) == fold(name)
        or (wanted and catalogue.speaker_id(quote.speaker) == wanted)
    ]
    return tuple(views[: limit or None])


def latest_quotes(
    catalogue: Catalogue, episodes: Iterable[Episode], most: int
) -> tuple[QuoteView, ...]:
    """Return quotes of the newest episodes, one of each, that are signed and not in doubt.

    If there are none, any that are not in doubt.

    :param episodes: newest first.
    :param most: the number of quotes.
    """
    for is_signed in (True, False):
        found: list[QuoteView] = []
        for episode in episodes:
            fitting = [q for q in episode.quotes if is_sound(q) and bool(q.speaker) is is_signed]
            if fitting:
                best = min(fitting, key=lambda q: (abs(len(q.text) - GOOD_LENGTH), q.id))
                found.append(quote_view(catalogue, episode, best))
            if len(found) == most:
                break
        if found:
            return tuple(found)
    return ()


def is_sound(quote: Quote) -> bool:
    """Return whether a quote is not in doubt."""
    verdict = _verdict(quote)
    return verdict.wording not in ("missing", "contradicted") and not verdict.is_cut


def quotes_by(catalogue: Catalogue, entity: Entity) -> tuple[QuoteView, ...]:
    """Return the quotes of a speaker, newest first: signed, or found in a transcript."""
    return tuple(
        quote_view(catalogue, catalogue.episodes[docname], quote)
        for docname, quote in catalogue.quotes_by.get(entity.id, ())
    )


def quotes_about(catalogue: Catalogue, entity: Entity) -> tuple[QuoteView, ...]:
    """Return the quotes by others that name an entity, newest first."""
    quotes: dict[tuple[str, str], tuple[Episode, Quote]] = {}
    for mention in entity.mentions:
        if mention.quote is not None:
            episode = catalogue.episodes[mention.docname]
            quote = episode.quotes[mention.quote]
            if catalogue.speaker_id(quote.speaker) != entity.id:
                quotes[episode.docname, quote.id] = episode, quote
    return tuple(quote_view(catalogue, *pair) for pair in quotes.values())


def quote_view(catalogue: Catalogue, episode: Episode, quote: Quote) -> QuoteView:
    """Return a quote as other pages show it."""
    return QuoteView(
        text=shortened(quote.text, _MOST_TEXT),
        language=(
            _language(quote.text, episode)
            if quote.translation
            else text_language(quote.text, episode.language)
        ),
        translation=(
            shortened(quote.translation, _MOST_TEXT),
            _language(quote.translation, episode),
        )
        if quote.translation
        else ("", ""),
        speaker=speaker_link(catalogue, quote.speaker) if quote.speaker else None,
        episode=episode_link(episode),
        moment=MomentLink(episode.quote_start(quote), Address(episode.docname, quote.id)),
        verdict=_verdict(quote),
    )


def _language(text: str, episode: Episode) -> str:
    """Return the language of words that the episode has in two languages."""
    return detect_language(text, episode.language)


def _facts(catalogue: Catalogue, episode: Episode, quote: Quote) -> QuoteFacts:
    by = speaker_link(catalogue, quote.speaker) if quote.speaker else None
    verdict = quote.verdict
    end = verdict.end if verdict and verdict.is_found else None
    return QuoteFacts(by, episode.quote_start(quote), end, _verdict(quote))


def _verdict(quote: Quote) -> VerdictView:
    verdict = quote.verdict
    if verdict is None:
        return VerdictView()
    before, after = verdict.cut
    is_cut = bool(before or after)
    said = verdict.difference or ((("", verdict.words),) if is_cut else ())
    return VerdictView(
        verdict.kind,
        verdict.is_elsewhere,
        is_cut,
        quote.is_speaker_found,
        _spaced((("ins", before), *said, ("ins", after))),
    )


def _spaced(parts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return parts that have a text, with the spaces between them."""
    spaced: list[tuple[str, str]] = []
    for operation, text in parts:
        if spaced and text and (space := join_text([spaced[-1][1][-1], text[0]])[1:-1]):
            spaced.append(("", space))
        if text:
            spaced.append((operation, text))
    return tuple(spaced)
