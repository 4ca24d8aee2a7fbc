"""A transcript, and the verdicts on quotes from it."""

from __future__ import annotations

from sphinxcontrib_podcast.model import Chapter, Cue, Episode, Quote, Verdict
from sphinxcontrib_podcast.quotes.verdict import verify

ADA, BOB = "Ada Lovelace", "Charles Babbage"
CUES = (
    Cue(0, 4, ADA, "Um, the engine, you know, weaves algebraical patterns", 1),
    Cue(4, 8, ADA, "just as the loom weaves flowers and leaves.", 2),
    Cue(8, 12, "", "It doesn't pretend to originate anything.", 3),
    Cue(60, 64, BOB, "I asked for money, and I asked again [laughs].", 4),
    Cue(64, 66, BOB, "Nobody answered.", 5),
    Cue(66, 72, BOB, "The government had 20,000 other things to do, so I waited.", 6),
    Cue(72, None, "Speaker 3", "And then the engine was never built at all.", 7),
)
CHAPTERS = (
    Chapter("t-00-00", "Patterns", 0, 60, 1, 1),
    Chapter("t-01-00", "Money", 60, 120, 1, 2),
    Chapter("t-02-00", "Later", 120, None, 1, 3),
)


def verdict(text: str, chapter: int | None = 0, language: str = "en") -> Verdict:
    quote = Quote("q", text, "", "", None, chapter, 1)
    episode = Episode(
        "x", "x.md", "x", language, chapters=CHAPTERS, quotes=(quote,), cues=CUES
    )  # fmt: skip
    (found,) = verify(episode)
    assert found.verdict is not None
    return found.verdict


def verdict_on(said: str, quoted: str, language: str = "en") -> Verdict:
    """Return the verdict on a quote from a transcript of one cue."""
    quote = Quote("q", quoted, "", "", None, None, 1)
    cues = (Cue(1, 9, "", said, 1),)
    (found,) = verify(Episode("x", "x.md", "x", language, quotes=(quote,), cues=cues))
    assert found.verdict is not None
    return found.verdict
