"""Check the quotes of an episode against its transcript, and report those that do not match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from math import inf

from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.text import has_kana, is_cjk_language
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.model import Episode, Problem, Quote, Verdict
from sphinxcontrib_podcast.quotes.meaning import (
    contradictions,
    missing_unit,
    omitted_negation,
    turning_rest,
)
from sphinxcontrib_podcast.quotes.rule import DEFAULT_RULE, QuoteRule
from sphinxcontrib_podcast.quotes.search import PassageMatch, TranscriptIndex
from sphinxcontrib_podcast.quotes.signatures import may_be_same_person
from sphinxcontrib_podcast.quotes.words import Words, has_enough_words, split_sentences

# Marks an omission in a quote: "[...]" or "…".
_OMISSION = re.compile(r"[\[(（【]\s*(?:\.{3,}|…+)\s*[\])）】]|\.{3,}|…+")
_MOST_SHOWN = 80  # characters of a quote in a message
_SHORTEST_NAME = 2  # letters of a part of a name that is a name as well
_LONGEST_GAP = 180.0  # seconds between the parts of one quote
_LANGUAGE_SAMPLE = 500  # cues from which the language of a transcript is detected


def verify(episode: Episode, rule: QuoteRule = DEFAULT_RULE) -> tuple[Quote, ...]:
    """Return the quotes of an episode with their verdicts.

    A quote without a signature gets the speaker from the transcript.
    """
    if not episode.cues or not episode.quotes:
        return episode.quotes
    return tuple(_QuoteVerifier(episode, rule).verified())


def quote_problems(episode: Episode) -> Iterator[Problem]:
    """Yield a problem for each quote that the transcript does not support.

    It is missing or contradicted, or somebody else said it.

    :param episode: an episode with verified quotes.
    """
    for quote in episode.quotes:
        verdict = quote.verdict
        if verdict is None:
            continue
        if verdict.kind == "contradicted":
            message = _contradiction_message(quote, verdict)
            yield Problem(episode.path, quote.line, "quote_contradicted", message)
        if verdict.kind == "missing":
            message = _missing_message(quote, verdict)
        elif not may_be_same_person(verdict.speaker, quote.speaker):
            message = _signature_message(quote, verdict)
        else:
            continue
        yield Problem(episode.path, quote.line, "quote", message)


def _missing_message(quote: Quote, verdict: Verdict) -> str:
    near = "no similar passage was found"
    if verdict.words:
        time = "" if verdict.start is None else f", at {format_time(verdict.start)}"
        near = f"the most similar passage ({verdict.score} %{time}) is {_shorten(verdict.words)!r}"
    return (
        f"the quote {_shorten(quote.text)!r} is not in the transcript; {near}. "
        "Correct or remove it, or lower podcast_quote_rule['similarity']"
    )


def _contradiction_message(quote: Quote, verdict: Verdict) -> str:
    words = "; ".join(f"not {q!r}, but {s!r} was said" for q, s in verdict.contrary)
    time = "" if verdict.start is None else f" (at {format_time(verdict.start)})"
    return (
        f"the quote {_shorten(quote.text)!r} contradicts the transcript{time}: {words}. "
        "Use these words, or put words that are not in the transcript into brackets"
    )


def _signature_message(quote: Quote, verdict: Verdict) -> str:
    time = "" if verdict.start is None else f" (at {format_time(verdict.start)})"
    return (
        f"the quote {_shorten(quote.text)!r} is signed {_shorten(quote.speaker)!r}, but in the "
        f"transcript {_shorten(verdict.speaker)!r} says it{time}. Correct the name below the "
        "quote, or the one in the transcript"
    )


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


class _QuoteVerifier:
    """Compare the quotes of one episode with its transcript."""

    def __init__(self, episode: Episode, rule: QuoteRule) -> None:
        self.episode = episode
        self.rule = rule
        self.language = transcript_language(episode)
        self.transcript = TranscriptIndex(episode.cues, self.language)
        self.names = tuple(dict.fromkeys(_listed_names(episode)))

    def verified(self) -> Iterator[Quote]:
        for quote in self.episode.quotes:
            verdict = self.verdict(quote)
            found = "" if quote.speaker or verdict is None else verdict.speaker
            yield replace(
                quote,
                verdict=verdict,
                speaker=quote.speaker or found,
                is_speaker_found=bool(found),
            )

    def verdict(self, quote: Quote) -> Verdict | None:
        """Return the verdict on a quote, or None if the quote has no words."""
        near = self.expected_range(quote)
        words = self.in_own_language(quote)
        whole = self.transcript.read(words)
        if not whole.folded:
            return None
        matches = self.find_in_order([whole], near)
        if matches and matches[0].score == 100:
            return self.found("verbatim", quote, [whole], matches)
        parts = self.read(_OMISSION.split(words))
        if len(parts) > 1:
            matches = self.find_in_order(parts, near)
            is_exact = bool(matches) and all(m.score == 100 for m in matches)
            if is_exact and all(map(has_enough_words, parts)):
                return self.found("verbatim", quote, parts, matches)
        if language_of(words, self.episode.language) != self.language:
            return Verdict("translated")
        score = _mean_score(parts, matches)
        if score < self.rule.similarity:
            sentences = self.read(split_sentences(words))
            others = self.find_in_order(sentences, near)
            if others and min(m.score for m in others) >= self.rule.similarity:
                parts, matches, score = sentences, others, _mean_score(sentences, others)
        if score >= self.rule.similarity:
            return self.found("edited", quote, parts, matches)
        best = self.transcript.find(whole, near)
        if best is None:
            return Verdict("missing")
        said = self.transcript.text_of(best)
        start = self.transcript.time_of(best.first) if self.episode.has_moments else None
        return Verdict("missing", start, score=round(best.score), words=said)

    def in_own_language(self, quote: Quote) -> str:
        """Return the words of a quote or its translation: those in the transcript's language."""
        for text in (quote.text, quote.translation):
            if text and language_of(text, self.episode.language) == self.language:
                return text
        return quote.text

    def read(self, texts: Iterable[str]) -> list[Words]:
        """Return the words of each text that has any."""
        return [words for text in texts if (words := self.transcript.read(text)).folded]

    def expected_range(self, quote: Quote) -> tuple[int, int]:
        """Return the range of word indexes in which a quote is expected.

        It spans the chapter of the quote, or surrounds its time, widened by ``rule.nearby``.
        """
        start, end = 0.0, inf
        if not self.episode.has_moments:
            return self.transcript.word_at(0), self.transcript.word_at(inf)
        if quote.chapter is not None:
            chapter = self.episode.chapters[quote.chapter]
            start, end = chapter.start, inf if chapter.end is None else chapter.end
        elif quote.start is not None:
            start = end = quote.start
        return (
            self.transcript.word_at(start - self.rule.nearby),
            self.transcript.word_at(end + self.rule.nearby),
        )

    def find_in_order(self, parts: Sequence[Words], near: tuple[int, int]) -> list[PassageMatch]:
        """Return a passage for each part of a quote, one after another in the transcript.

        Return an empty list if a part is missing, out of order, or too far from the one before.
        """
        matches: list[PassageMatch] = []
        for part in parts:
            match = self.transcript.find(part, near)
            if match is None:
                return []
            if matches:
                before = self.transcript.time_of(matches[-1].last)
                gap = self.transcript.time_of(match.first) - before
                if match.first <= matches[-1].last or gap > _LONGEST_GAP:
                    return []
            matches.append(match)
            latest = self.transcript.time_of(match.last) + _LONGEST_GAP
            near = (match.last + 1, self.transcript.word_at(latest))
        return matches

    def found(
        self, kind: str, quote: Quote, parts: Sequence[Words], matches: Sequence[PassageMatch]
    ) -> Verdict:
        """Return the verdict on a quote whose parts were found.

        :param kind: ``verbatim`` or ``edited``; it becomes ``contradicted`` if the words or their
            omission change the meaning.
        """
        passage = PassageMatch(_mean_score(parts, matches), matches[0].first, matches[-1].last)
        speakers = self.transcript.speakers(passage)
        signatory = next(
            (n for n in speakers if quote.speaker and may_be_same_person(n, quote.speaker)),
            speakers[0],
        )
        contrary = [
            c for pair in pairwise(matches) for c in omitted_negation(self.transcript, *pair)
        ]
        contrary += missing_unit(parts[-1], self.transcript, matches[-1])
        difference: list[tuple[str, str]] = []
        if kind == "edited":
            for part, match in zip(parts, matches, strict=True):
                if difference:
                    difference.append(("", "…"))
                difference += self.transcript.difference(part, match)
                contrary += contradictions(part, self.transcript, match, self.names)
        first, last = self.expected_range(quote)
        start = end = None
        if self.episode.has_moments:
            start = self.transcript.time_of(passage.first)
            end = self.transcript.time_of(passage.last, end=True)
        return Verdict(
            "contradicted" if contrary else kind,
            start,
            end,
            signatory,
            round(passage.score),
            " … ".join(map(self.transcript.text_of, matches)),
            tuple(difference),
            is_elsewhere=start is not None and not first <= passage.first < last,
            contrary=tuple((c.quoted, c.said) for c in contrary),
            cut=("", "") if contrary else turning_rest(self.transcript, passage),
        )


def _listed_names(episode: Episode) -> Iterator[str]:
    """Yield the names that an episode lists, and each part of the names of people."""
    people = (*episode.people, *(e.name for e in episode.entries if e.type == "person"))
    yield from (entry.name for entry in episode.entries)
    for name in people:
        yield name
        yield from (part for part in name.split() if len(part) > _SHORTEST_NAME)


def _mean_score(parts: Sequence[Words], matches: Sequence[PassageMatch]) -> float:
    """Return the mean score of the matches, weighted by words; 0 if there are no matches."""
    if not matches:
        return 0.0
    lengths = [len(part.folded) for part in parts]
    return sum(m.score * n for m, n in zip(matches, lengths, strict=True)) / sum(lengths)


def transcript_language(episode: Episode) -> str:
    """Return the primary language subtag of the transcript of an episode."""
    start = " ".join(cue.text for cue in islice(episode.cues, _LANGUAGE_SAMPLE))
    return language_of(start, episode.language)


def language_of(text: str, episode_language: str) -> str:
    """Return the primary language subtag of a text, as far as its letters show it.

    :param episode_language: used if the letters do not decide.
    """
    language = detect_language(text, episode_language)
    if is_cjk_language(language) and is_cjk_language(episode_language) and not has_kana(text):
        language = episode_language  # a few words of Japanese may contain no kana
    return language.partition("-")[0]
