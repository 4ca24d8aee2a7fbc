"""Passages are found in transcripts, with their times and speakers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from verifying import ADA, CHAPTERS, verdict

from sphinxcontrib_podcast.model import Cue, Episode, Quote
from sphinxcontrib_podcast.quotes.rule import QuoteRule
from sphinxcontrib_podcast.quotes.verdict import verify


def test_a_quote_carries_its_moment() -> None:
    found = verdict("just as the loom weaves flowers and leaves")
    assert (found.start, found.end) == (4, 7.9)  # within the cue by the place in its text
    found = verdict("Nobody answered. The government had 20,000 other things to do", 1)
    assert found.start == 64
    assert found.end is not None
    assert 70 < found.end < 71.5
    end = verdict("the engine was never built at all", 1).end  # an estimate: the cue has no end
    assert end == pytest.approx(75, abs=0.3)


def test_speakers_continue_over_cues_and_a_number_is_not_a_name() -> None:
    assert verdict("pretend to originate anything").speaker == ADA
    assert verdict("the engine was never built at all", 1).speaker == ""


def test_the_nearest_of_two_places_is_meant() -> None:
    cues = tuple(Cue(60 * n, 60 * n + 3, "", "We shall see about that.", n) for n in range(3))
    quote = Quote("q", "We shall see about that", "", "", None, 1, 1)
    episode = Episode("x", "x.md", "x", "en", chapters=CHAPTERS, quotes=(quote,), cues=cues)
    (found,) = verify(episode, QuoteRule(nearby=0))
    assert found.verdict is not None
    assert found.verdict.start == 60


WORDS = st.lists(
    st.text(alphabet="abcdefgh é'語音。,. -", min_size=1, max_size=9).filter(str.strip),
    min_size=1, max_size=30,
)  # fmt: skip


@given(WORDS, st.data())
def test_the_text_of_cues_is_never_missing(texts: list[str], data: st.DataObject) -> None:
    cues = tuple(Cue(float(n), n + 1.0, "", text, n + 1) for n, text in enumerate(texts))
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    quote = Quote("q", " ".join(texts[first : last + 1]), "", "", None, None, 1)
    (found,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues))
    if found.verdict is not None:
        assert found.verdict.kind == "verbatim"
        assert found.verdict.start is not None
        assert found.verdict.end is not None
        assert found.verdict.start <= found.verdict.end


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=30), max_size=4))
def test_any_text_can_be_verified(quoted: str, said: list[str]) -> None:
    cues = tuple(Cue(float(n), None, "", text, n + 1) for n, text in enumerate(said))
    quote = Quote("q", quoted, "", "", None, None, 1)
    (found,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues))
    assert found.text == quoted
