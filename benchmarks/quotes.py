"""Measure the precision and recall of the verdict "not in the transcript".

Some quotes are taken from transcripts and altered, others are invented, so it is known whether
each should be found. Run it with your own transcripts, at least two for each language::

    python benchmarks/quotes.py transcripts/*.vtt
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.text import is_cjk_language
from sphinxcontrib_podcast.model import Cue, Episode, Quote
from sphinxcontrib_podcast.quotes.verdict import QuoteRule, verify
from sphinxcontrib_podcast.transcripts.reader import read_transcript

EACH = 20  # quotes of each label, from each transcript
_CHARACTER = re.compile(r"[A-Za-z0-9]+|\S")
_BETWEEN = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")


class Labelled(NamedTuple):
    """A quote for which the right verdict is known."""

    text: str
    label: str
    """How the quote was made."""
    is_said: bool
    """Whether the quote is from the transcript, perhaps altered."""


class Talk:
    """A transcript from which quotes are made.

    In Chinese and Japanese, its words are characters.
    """

    def __init__(self, cues: Sequence[Cue], seed: str) -> None:
        self.cues = tuple(cues)
        self.language = detect_language(" ".join(cue.text for cue in cues), "en")
        self.cjk = is_cjk_language(self.language)
        self.random = random.Random(seed)
        self.words = [word for cue in cues for word in self.split(cue.text)]
        whole = (" " * (not self.cjk)).join(cue.text for cue in cues)
        self.sentences = [s for s in _SENTENCE.split(whole) if s]
        if len(self.sentences) < EACH:  # speech recognition may omit punctuation
            self.sentences = [cue.text for cue in cues]

    def split(self, text: str) -> list[str]:
        """Return the words of a text."""
        return _CHARACTER.findall(text) if self.cjk else text.split()

    def join(self, words: Sequence[str]) -> str:
        """Return words as a text."""
        return _BETWEEN.sub("", " ".join(words)) if self.cjk else " ".join(words)

    def said(self) -> Iterator[str]:
        """Yield random passages without end: whole sentences, or runs of words."""
        least, most = (12, 60) if self.cjk else (7, 40)
        whole = [s for s in self.sentences if least <= len(self.split(s)) <= most]
        while True:
            if len(whole) > EACH:
                yield self.random.choice(whole)
            else:
                length = self.random.randint(least, most)
                start = self.random.randrange(max(len(self.words) - length, 1))
                yield self.join(self.words[start : start + length])

    def swapped(self, text: str, share: float) -> str:
        """Return a text with a share of its words replaced by others from the talk."""
        words = self.split(text)
        for index in self.random.sample(range(len(words)), max(1, round(len(words) * share))):
            words[index] = self.random.choice(self.words)
        return self.join(words)

    def dropped(self, text: str, share: float) -> str:
        """Return a text without a run of words that is a share of its length."""
        words = self.split(text)
        length = max(1, round(len(words) * share))
        start = self.random.randrange(len(words) - length + 1)
        return self.join(words[:start] + words[start + length :])

    def merged(self) -> str:
        """Return two sentences as one, without the sentence between them."""
        long = [i for i, s in enumerate(self.sentences[:-2]) if len(self.split(s)) > 4]
        first = self.random.choice(long)
        return self.join([self.sentences[first], self.sentences[first + 2]])

    def patchwork(self) -> str:
        """Return a sentence made of runs of two to four words from random places."""
        words: list[str] = []
        while len(words) < (25 if self.cjk else 16):
            start = self.random.randrange(max(len(self.words) - 4, 1))
            words += self.words[start : start + self.random.randint(2, 4)]
        return self.join(words)

    def shuffled(self) -> str:
        """Return random words of the talk."""
        return self.join(self.random.choices(self.words, k=20))


def labelled(talk: Talk, other: Talk) -> Iterator[Labelled]:
    """Yield labelled quotes from a talk; some of the invented ones are from another talk."""
    said, elsewhere = talk.said(), other.said()
    for _ in range(EACH):
        yield Labelled(next(said), "verbatim", True)
        yield Labelled(talk.swapped(next(said), 0.1), "10 % swapped", True)
        yield Labelled(talk.swapped(next(said), 0.25), "25 % swapped", True)
        yield Labelled(talk.dropped(next(said), 0.3), "30 % dropped", True)
        both = talk.swapped(talk.dropped(next(said), 0.2), 0.15)
        yield Labelled(both, "dropped and swapped", True)
        yield Labelled(talk.merged(), "merged", True)
        yield Labelled(next(elsewhere), "from another talk", False)
        yield Labelled(talk.patchwork(), "patchwork", False)
        yield Labelled(talk.shuffled(), "shuffled", False)


class Judged(NamedTuple):
    """A quote with its verdict."""

    quote: Labelled
    kind: str
    """The kind of the verdict."""
    score: int
    """From 0 to 100."""


def judge(talk: Talk, quotes: Sequence[Labelled], rule: QuoteRule | None = None) -> list[Judged]:
    """Return the verdicts on quotes, except on those that are not judged."""
    made = tuple(Quote(str(n), q.text, "", "", None, None, n) for n, q in enumerate(quotes))
    episode = Episode("x", "x.md", "x", talk.language, quotes=made, cues=talk.cues)
    found = verify(episode, rule or QuoteRule())
    return [
        Judged(quote, q.verdict.kind, q.verdict.score)
        for quote, q in zip(quotes, found, strict=True)
        if q.verdict is not None and q.verdict.kind != "translated"
    ]


def precision_and_recall(judged: Sequence[Judged], similarity: int) -> tuple[float, float]:
    """Return the precision and recall of "not in the transcript" at a threshold.

    Precision is the share of such verdicts that are right, recall the share of invented quotes
    that get one.
    """
    refused = [j for j in judged if j.score < similarity]
    made_up = [j for j in judged if not j.quote.is_said]
    right = sum(not j.quote.is_said for j in refused)
    return right / max(len(refused), 1), right / max(len(made_up), 1)


def main() -> None:
    """Print the verdicts, precision and recall for the transcripts named as arguments."""
    talks: dict[str, list[Talk]] = defaultdict(list)
    for name in sys.argv[1:]:
        cues, _problems = read_transcript(Path(name).read_text(encoding="utf-8-sig"), name)
        if len(cues) > 20:
            talk = Talk(cues, name)
            talks[talk.language].append(talk)
    for language, group in sorted(talks.items()):
        judged: list[Judged] = []
        seconds = 0.0
        for talk, other in zip(group, [*group[1:], group[0]], strict=True):
            quotes = list(labelled(talk, other))
            before = time.perf_counter()
            judged += judge(talk, quotes)
            seconds += time.perf_counter() - before
        average = 1000 * seconds / max(len(judged), 1)
        print(f"\n{language}: {len(group)} talks, {len(judged)} quotes, {average:.1f} ms each")
        kinds: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for one in judged:
            kinds[one.quote.label][one.kind] += 1
        for label, counts in kinds.items():
            print(f"  {label:20}", ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items())))
        for similarity in range(40, 85, 5):
            precision, recall = precision_and_recall(judged, similarity)
            print(f"  similarity {similarity}: precision {precision:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main()
