"""A quote signed by someone other than the speaker is reported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinxcontrib_podcast.model import Cue, Episode, Problem, Quote
from sphinxcontrib_podcast.quotes.verdict import quote_problems, verify


def signed(cues: tuple[Cue, ...], text: str, speaker: str) -> list[Problem]:
    quote = Quote("q", text, speaker, "", None, None, 7)
    episode = Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues)
    episode = replace(episode, quotes=verify(episode))
    assert episode.quotes[0].speaker == speaker  # the page shows the name that the author wrote
    assert episode.quotes[0].verdict is not None
    assert episode.quotes[0].verdict.kind == "verbatim"
    return list(quote_problems(episode))


@pytest.mark.parametrize(
    ("said_by", "speaker"),
    [
        ("Mara Lindqvist", "Somebody Else"),
        ("Mara", "Martin Lindqvist"),
        ("Anna Lindqvist", "Mara Lindqvist"),
        ("田中太郎", "鈴木一郎"),
        ("Мара Линдквист", "Иван Петров"),
        ("Al Pine", "Sally Pine"),
        ("Alex Pine", "B. Pine"),
    ],
)
def test_a_quote_of_another_speaker_is_reported(said_by: str, speaker: str) -> None:
    said = "Hello and welcome to the show."
    (problem,) = signed((Cue(62, 65, said_by, said, 1),), "Hello and welcome", speaker)
    assert (problem.path, problem.line, problem.subtype) == ("x.md", 7, "quote")
    assert f"is signed {speaker!r}, but in the transcript {said_by!r} says it" in problem.message
    assert "(at 01:02). Correct the name below the quote" in problem.message


@pytest.mark.parametrize(
    ("said_by", "speaker"),
    [
        ("Mara Lindqvist", "MARA  LINDQVIST"),
        ("Mara", "Mara Lindqvist"),
        ("Mara Lindqvist", "Lindqvist"),
        ("Mara Lindqvist", "Mara Lindqvist, host"),
        ("Mara Lindqvist", "Mara, host"),
        ("Lindqvist, Mara", "Dr. Mara Lindqvist"),
        ("M. Lindqvist", "Mara Lindqvist"),
        ("José Luis", "Jose Luis"),
        ("Jean-Luc", "Jean Luc"),
        ("田中", "田中太郎"),
        ("張愛玲", "张爱玲"),
        ("Yann LeCun", "ヤン・ルカン"),
        ("ヤン・ルカン", "Yann LeCun"),
        ("Speaker 1", "Mara Lindqvist"),
        ("SPEAKER_00", "Mara Lindqvist"),
        ("", "Mara Lindqvist"),
        ("Mara Lindqvist", "Guest"),
    ],
)
def test_a_name_that_may_be_the_same_is_not_reported(said_by: str, speaker: str) -> None:
    cues = (Cue(1, 4, said_by, "Hello and welcome to the show.", 1),)
    assert signed(cues, "Hello and welcome", speaker) == []


def test_who_says_a_part_of_a_quote_may_sign_it() -> None:
    cues = (
        Cue(0, 2, "Mara Lindqvist", "Hello and welcome.", 1),
        Cue(2, 4, "", "Who are you?", 2),
        Cue(4, 6, "Otto Berg", "I am Otto Berg.", 3),
        Cue(6, 8, "Speaker 4", "And I am not.", 4),
    )
    assert signed(cues, "Who are you? I am Otto", "Otto Berg") == []
    assert signed(cues, "Who are you? I am Otto", "Mara") == []
    assert len(signed(cues, "Who are you? I am Otto", "Somebody Else")) == 1
    assert signed(cues, "I am Otto Berg. And I am not.", "Somebody Else") == []
