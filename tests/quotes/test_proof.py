from __future__ import annotations

from dataclasses import replace

import pytest
from reading import read

from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.quotes.proof import Unproved, unproved

SAID = [
    (0, "Welcome. I am Ada Byron."),
    (370, "Bernard put in five million dollars of his own money."),
    (385, "It was in 1994, at a lab called Akme Labs, with 12 people."),
    (900, "We sold it for twenty percent less, to Northwind."),
]
LISTED = """
## Entities

- **Acme Labs** (Organization): A lab.
- **Northwind** (Company): Bought it.
- **Ada Byron** (Person): Spoke.
"""


def found(text: str, said: list[tuple[int, str]] = SAID) -> list[Unproved]:
    cues = tuple(Cue(float(start), None, "Ada Byron", words, 1) for start, words in said)
    return list(unproved(replace(read(f"# T\n\n{text}\n{LISTED}"), cues=cues)))


@pytest.mark.parametrize(
    "text",
    [
        "He put in $5 million [06:20].",
        "He put in 5,000,000 dollars (06:10).",
        "It began in 1994 with twelve people [06:20–06:40].",
        "Acme Labs was the place [06:20].",  # the transcript spells it as it sounds
        "Ada Byron was there [06:20].",  # she speaks, and does not say her name
        "One of them had two ideas [06:20].",  # words more than numbers
        "It began in 1994 [06:20]. Northwind paid 20% less [15:00].",
        "Nobody said 77, but this sentence has no time.",
        "伯纳德投入了500万美元 [06:20]。",  # numbers are compared in any language
    ],
)
def test_sentences_that_are_borne_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He put in $6 million [06:20].", ("$6 million",)),
        ("He put in 5 million [15:00].", ("5 million",)),
        ("It began in 1949 with 12 people [06:20].", ("1949",)),
        ("Northwind was the place [06:20].", ("Northwind",)),
        ("伯纳德投入了600万美元 [06:20]。", ("600万",)),
    ],
)
def test_sentences_that_are_not(text: str, words: tuple[str, ...]) -> None:
    assert found(f"True words.\n\n{text}") == [Unproved(5, 900 if "15:00" in text else 380, words)]


def test_only_around_the_time_and_only_with_times() -> None:
    text = "It began in 1994 [06:20]. It was 2001 [06:30]. He put in 5 million [13:00]."
    assert [one.words for one in found(text)] == [("2001",)]  # nothing is said around 13:00
    assert found("It was 2001 [06:20].", [(0, "Words without times.")]) == []
