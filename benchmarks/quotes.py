"""How well quotes are judged: precision and recall of "not in the transcript".

Quotes are taken from transcripts and altered, others are made up; of each it is known whether
it should be found. Run it with transcripts of your own, two or more of a language::

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
    """A quote, how it was made, and whether somebody said it (more or less)."""

    text: str
    label: str
    is_said: bool


class Talk:
    """A transcript from which quotes are made; ``words`` are characters in Chinese and Japanese."""

    def __init__(self, cues: Sequence[Cue], seed: str) -> None:
        self.cues = tuple(cues)
        self.language = detect_language(" ".join(cue.text for cue in cues), "en")
        self.cjk = is_cjk_language(self.language)
        self.random = random.Random(seed)
        self.words = [word for cue in cues for word in self.split(cue.text)]
        whole = (" " * (not self.cjk)).join(cue.text for cue in cues)
        self.sentences = [s for s in _SENTENCE.split(whole) if s]
        if len(self.sentences) < EACH:  # speech recognition may leave out where they end
            self.sentences = [cue.text for cue in cues]

    def split(self, text: str) -> list[str]:
        """The words of a text."""
        return _CHARACTER.findall(text) if self.cjk else text.split()

    def join(self, words: Sequence[str]) -> str:
        """Words as a text."""
        return _BETWEEN.sub("", " ".join(words)) if self.cjk else " ".join(words)

    def said(self) -> Iterator[str]:
        """Things that were said, at random: whole sentences, or stretches of words."""
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
        """A text with some of its words replaced by others of the talk."""
        words = self.split(text)
        for index in self.random.sample(range(len(words)), max(1, round(len(words) * share))):
            words[index] = self.random.choice(self.words)
        return self.join(words)

    def dropped(self, text: str, share: float) -> str:
        """A text without a stretch of its words."""
        words = self.split(text)
        length = max(1, round(len(words) * share))
        start = self.random.randrange(len(words) - length + 1)
        return self.join(words[:start] + words[start + length :])

    def merged(self) -> str:
        """Two sentences as one, without what was said between them."""
        long = [i for i, s in enumerate(self.sentences[:-2]) if len(self.split(s)) > 4]
        first = self.random.choice(long)
        return self.join([self.sentences[first], self.sentences[first + 2]])

    def patchwork(self) -> str:
        """Two to four words from here and there, to the length of a sentence."""
        words: list[str] = []
        while len(words) < (25 if self.cjk else 16):
            start = self.random.randrange(max(len(self.words) - 4, 1))
            words += self.words[start : start + self.random.randint(2, 4)]
        return self.join(words)

    def shuffled(self) -> str:
        """Words of the talk in no order."""
        return self.join(self.random.choices(self.words, k=20))


def labelled(talk: Talk, other: Talk) -> Iterator[Labelled]:
    """Quotes with labels; what was made up is also taken from another talk."""
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
    """A quote with its verdict; ``score`` is 0 to 100."""

    quote: Labelled
    kind: str
    score: int


def judge(talk: Talk, quotes: Sequence[Labelled], rule: QuoteRule | None = None) -> list[Judged]:
    """What the transcript says of quotes; those that are not judged are left out."""
    made = tuple(Quote(str(n), q.text, "", "", None, None, n) for n, q in enumerate(quotes))
    episode = Episode("x", "x.md", "x", talk.language, quotes=made, cues=talk.cues)
    found = verify(episode, rule or QuoteRule())
    return [
        Judged(quote, q.verdict.kind, q.verdict.score)
        for quote, q in zip(quotes, found, strict=True)
        if q.verdict is not None and q.verdict.kind != "translated"
    ]


def precision_and_recall(judged: Sequence[Judged], similarity: int) -> tuple[float, float]:
    """Of "not found" at a threshold: how often it is right, and how much of the made up it has."""
    refused = [j for j in judged if j.score < similarity]
    made_up = [j for j in judged if not j.quote.is_said]
    right = sum(not j.quote.is_said for j in refused)
    return right / max(len(refused), 1), right / max(len(made_up), 1)


def main() -> None:
    """Print what the rule makes of the transcripts that are named."""
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
