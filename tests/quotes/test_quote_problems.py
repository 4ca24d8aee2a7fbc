"""What is reported of quotes, and passages that a quote joins."""

from __future__ import annotations

from verifying import ADA, BOB, CHAPTERS, CUES, verdict

from sphinxcontrib_podcast.model import Cue, Episode, Problem, Quote
from sphinxcontrib_podcast.quotes.verdict import quote_problems, verify


def problems(text: str, speaker: str = "", chapter: int = 0) -> list[Problem]:
    quote = Quote("q", text, speaker, "", None, chapter, 7)
    episode = Episode("x", "x.md", "x", "en", chapters=CHAPTERS, quotes=(quote,), cues=CUES)
    quotes = verify(episode)
    return list(quote_problems(Episode("x", "x.md", "x", "en", quotes=quotes)))


def test_a_quote_that_nobody_said() -> None:
    (problem,) = problems("Computers will replace every mathematician within a decade.")
    assert (problem.path, problem.line, problem.subtype) == ("x.md", 7, "quote")
    assert "'Computers will replace every mathematician within a decade.'" in problem.message
    assert "is not in the transcript" in problem.message


def test_the_most_similar_passage_is_shown() -> None:
    (problem,) = problems("The government had bought them for the price of a very small house")
    assert "the most similar passage" in problem.message
    assert "at 01:06" in problem.message
    assert "government had" in problem.message.partition("passage")[2]


def test_a_long_quote_is_cut_in_a_message() -> None:
    text = "Nobody ever spoke of mathematics in such a tone. " * 9
    (problem,) = problems(text)
    shown = problem.message.partition("'")[2].partition("'")[0]
    assert len(shown) == 80
    assert shown.endswith("…")
    assert text.startswith(shown.removesuffix("…"))
    exactly = "N" + "o" * 79
    assert f"'{exactly}'" in problems(exactly + " ")[0].message


def test_words_of_somebody_else() -> None:
    (problem,) = problems("It doesn't pretend to originate anything.", BOB)
    assert f"is signed {BOB!r}" in problem.message
    assert f"{ADA!r} says it (at 00:08)" in problem.message
    assert problems("It doesn't pretend to originate anything.", ADA) == []
    assert problems("It doesn't pretend to originate anything.", "A. Lovelace") == []
    assert problems("It doesn't pretend to originate anything.", "B. Lovelace") != []
    assert problems("It doesn't pretend to originate anything.") == []


def test_nothing_is_reported_without_a_transcript() -> None:
    quote = Quote("q", "Words.", "", "", None, None, 1)
    episode = Episode("x", "x.md", "x", "en", quotes=(quote,))
    assert verify(episode) == (quote,)
    assert list(quote_problems(episode)) == []
    with_cues = Episode("x", "x.md", "x", "en", cues=CUES)
    assert verify(with_cues) == ()


def test_parts_of_one_speech_are_joined_by_an_ellipsis() -> None:
    found = verdict("weaves algebraical patterns [...] flowers and leaves")
    assert (found.kind, found.start, found.score) == ("verbatim", 2.0, 100)
    assert found.words == "weaves algebraical patterns … flowers and leaves."
    # in the order of the transcript only
    assert verdict("loom weaves flowers and leaves ... Um, the engine").kind != "verbatim"


def test_parts_that_are_far_apart_are_no_quote() -> None:
    def kind(seconds: float) -> str:
        cues = (
            Cue(0, 2, "", "The first part of it is here", 1),
            Cue(seconds, seconds + 2, "", "while the second part came later", 2),
        )
        quote = Quote(
            "q", "The first part of it … the second part came later", "", "", None, None, 1
        )
        (found,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues))
        assert found.verdict
        return found.verdict.kind

    assert kind(100) == "verbatim"
    assert kind(170) == "verbatim"
    assert kind(300) != "verbatim"
