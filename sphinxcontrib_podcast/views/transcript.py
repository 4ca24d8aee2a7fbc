"""The transcript of an episode, turn by turn."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.times import time_id
from sphinxcontrib_podcast.transcripts.passages import joined_cues, turns
from sphinxcontrib_podcast.views.episode import ChapterView
from sphinxcontrib_podcast.views.links import Link, speaker_link

_SAMPLE = 200  # cues from which the language is detected


class TurnView(NamedTuple):
    """A stretch of a transcript in which one speaker speaks."""

    id: str
    start: float | None
    """In seconds; None if the transcript has no times."""

    speaker: Link | None
    words: str
    cues: tuple[tuple[int, float], ...]
    """Positions in ``words``, each with the second at which the words from there are spoken."""


class TranscriptView(NamedTuple):
    """A transcript."""

    language: str
    """Empty if it is that of the episode."""

    chapters: tuple[tuple[str, tuple[TurnView, ...]], ...] = ()
    """The turns by the id of their chapter; "" for those before the first chapter."""


class TranscriptPart(NamedTuple):
    """A part of a transcript as its page shows it."""

    chapters: tuple[tuple[ChapterView | None, tuple[TurnView, ...]], ...]
    """The turns by chapter; None if the heading of the chapter is above the part."""

    language: str
    """The language of the turns, or "" if it is that of the episode."""

    is_folded: bool
    """Whether a reader has to open it."""


def transcript(catalogue: Catalogue, docname: str) -> TranscriptView:
    """Return the transcript of an episode."""
    episode = catalogue.episode(docname)
    has_moments = episode.has_moments
    found: dict[str, list[TurnView]] = {}
    taken: Counter[str] = Counter()
    for chapter, turn in turns(episode.cues, episode.chapters):
        words, cues = joined_cues(turn)
        id_ = "turn-" + time_id(turn[0].start)[2:]
        taken[id_] += 1
        found.setdefault("" if chapter is None else episode.chapters[chapter].id, []).append(
            TurnView(
                id_ if taken[id_] == 1 else f"{id_}-{taken[id_]}",
                turn[0].start if has_moments else None,
                speaker_link(catalogue, turn[0].speaker) if turn[0].speaker else None,
                words,
                cues if has_moments else (),
            )
        )
    sample = " ".join(cue.text for cue in episode.cues[:_SAMPLE])
    language = detect_language(sample, episode.language)
    return TranscriptView(
        "" if language == episode.language else language,
        tuple((id_, tuple(said)) for id_, said in found.items()),
    )
