"""Generate archives of any size for benchmarks, always the same ones for a size.

An episode is a file of about 12 kB: front matter, 14 chapters with prose and a quote each, and a
list of 13 entities, which are mentioned in the prose. There are twice as many names as episodes,
and they are used with a long-tailed distribution. Eight of ten episodes are in English, one in
Chinese and one in Japanese.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

CHAPTERS = 14
ENTITIES = 13
_PROSE = 530  # bytes of a chapter without its quote
CHANNELS = 4

_TYPES = {
    "en": ("Person", "Organization", "Concept", "Product"),
    "zh": ("人物", "组织", "概念", "产品"),
    "ja": ("人物", "組織", "概念", "製品"),
}
_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvwz" for vowel in "aeiou"]
_ENDINGS = ("", "", "", "s", "ed", "ing", "er", "ation", "ly", "ment")
_COMMON = ("the", "of", "and", "to", "a", "in", "is", "that", "it", "was", "for", "on", "are")
_HAN = [chr(c) for c in range(0x4E00, 0x4E00 + 1500)]
_KANA = [chr(c) for c in range(0x3042, 0x3094)]


class Name(NamedTuple):
    """The name of an entity."""

    text: str
    type: int
    """Index in the types of a language."""


class Vocabulary:
    """The words of a language, with a long-tailed distribution."""

    def __init__(self, words: Sequence[str], glue: str, stop: str) -> None:
        self.words = words
        self.glue = glue
        self.stop = stop
        self.weights = _long_tail(len(words))

    def phrase(self, rng: random.Random, size: int, name: str = "") -> str:
        """Return words of about ``size`` bytes that include a name."""
        words = [name] if name else []
        size -= len(name.encode())
        while size > 0:
            for word in rng.choices(self.words, cum_weights=self.weights, k=4):
                words.append(word)
                size -= len((word + self.glue).encode())
        words.append(words.pop(0))
        text = self.glue.join(words)
        return text[0].upper() + text[1:]

    def prose(self, rng: random.Random, size: int, names: Sequence[str] = ()) -> str:
        """Return sentences of about ``size`` bytes that include the names."""
        sentences = max(len(names), size // 90, 1)
        return self.glue.join(
            self.phrase(rng, size // sentences - 15, names[i] if i < len(names) else "") + self.stop
            for i in range(sentences)
        )


def _long_tail(count: int) -> list[float]:
    """Return cumulative weights in which the n-th of ``count`` items has the weight 1/n."""
    return list(accumulate(1 / n for n in range(1, count + 1)))


def vocabularies() -> dict[str, Vocabulary]:
    """Return the vocabulary of each language."""
    rng = random.Random("words")
    stems = {"".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(2500)}
    english = [stem + ending for stem in sorted(stems) for ending in rng.sample(_ENDINGS, 3)]
    rng.shuffle(english)
    chinese = ["".join(rng.choices(_HAN, k=rng.choice((1, 2, 2, 3)))) for _ in range(4000)]
    japanese = [
        "".join(rng.choices(_HAN, k=rng.choice((0, 1, 2)))) + "".join(rng.choices(_KANA, k=2))
        for _ in range(4000)
    ]
    return {
        "en": Vocabulary([*_COMMON, *english], " ", "."),
        "zh": Vocabulary(chinese, "", "。"),
        "ja": Vocabulary(japanese, "", "。"),
    }


def _names(count: int) -> list[Name]:
    """Return ``count`` different names."""
    rng = random.Random("names")
    found: dict[str, Name] = {}
    while len(found) < count:
        kind = rng.choice((0, 0, 1, 2, 3))
        words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 3))).title() for _ in range(2)]
        text = " ".join(words) if kind in (0, 2) else words[0] + words[1].lower()
        found.setdefault(text, Name(text, kind))
    return list(found.values())


def write_archive(folder: Path, episodes: int, *, channels: int = CHANNELS) -> None:
    """Write episode files to ``folder/episodes``, in a folder for each channel."""
    words = vocabularies()
    names = _names(2 * episodes)
    weights = _long_tail(len(names))
    for number in range(1, episodes + 1):
        rng = random.Random(number)
        language = {8: "zh", 9: "ja"}.get(number % 10, "en")
        drawn: dict[str, Name] = {}
        while len(drawn) < min(ENTITIES, len(names)):
            name = rng.choices(names, cum_weights=weights)[0]
            drawn[name.text] = name
        channel = folder / "episodes" / f"channel-{number % channels + 1}"
        channel.mkdir(parents=True, exist_ok=True)
        text = _episode(number, language, list(drawn.values()), words[language], rng)
        (channel / f"episode-{number:05}.md").write_text(text, encoding="utf-8")


def _episode(
    number: int, language: str, entities: list[Name], words: Vocabulary, rng: random.Random
) -> str:
    opening, closing = ("“", "”") if language == "en" else ("「", "」")
    day = datetime.date(2010, 1, 1) + datetime.timedelta(days=number)
    speaker = entities[0].text

    lines = [
        "---", f"date: {day}", f"language: {language}", "---",
        f"# {words.phrase(rng, 30)} {number}", "",
        words.prose(rng, 240, [speaker]), "",
    ]  # fmt: skip
    second = 0
    for chapter in range(CHAPTERS):
        minutes, seconds = divmod(second, 60)
        here = [entities[(chapter + i) % len(entities)].text for i in range(2)]
        lines += [
            f"## [{minutes:02}:{seconds:02}] {words.phrase(rng, 30)}", "",
            words.prose(rng, _PROSE * 2 // 3, here), "",
            words.prose(rng, _PROSE // 3), "",
            f"> *{opening}{words.prose(rng, 100)}{closing}*",
            f"> — {entities[chapter % 2].text}", "",
        ]  # fmt: skip
        second += rng.randint(120, 250)
    types = _TYPES[language]
    lines += ["## Entities", ""]
    for entity in entities:
        lines.append(f"- **{entity.text}** ({types[entity.type]}): {words.prose(rng, 60)}")
    return "\n".join(lines) + "\n"
