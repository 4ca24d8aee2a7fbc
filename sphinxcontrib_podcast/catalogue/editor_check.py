"""The check of an archive: what an editor should look at."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from sphinxcontrib_podcast.catalogue.across_writing_systems import pairs_across_scripts
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.name_matching import short_names
from sphinxcontrib_podcast.grammar.text import has_kana, printable, shortened
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.grammar.vocabulary import fold, is_placeholder_text
from sphinxcontrib_podcast.model import Entity, Episode, Passage
from sphinxcontrib_podcast.quotes.proof import unproved

#: The most severe first.
SEVERITIES = ("error", "warning", "note")

#: The exit status by the most severe finding.
_STATUS = {"error": 2, "warning": 1, "note": 0}

_ALIKE = 90  # of 100: how alike two names must be to be reported
_SHORTEST_ALIKE = 5  # characters of names that are compared with others
_SHORTEST_MISSPELLED = 7  # characters of names that prose may misspell
_LONGEST_MISSPELLED = 60
_MOST_SHOWN = 60  # characters of a text in a message
_MOST_ALIKE = 20  # names that are reported for one

_MOST_LINES = 5  # other lines that a finding names
#: The kinds of findings that come first within a severity: false statements, then wrong links.
_FIRST = (
    "quote_contradicted", "quote", "proof", "entity", "transcript", "time", "duplicate", "spelling",
    "unmentioned",
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding for an editor. ``path`` is relative to the source directory."""

    severity: str
    kind: str
    path: str
    line: int
    message: str
    registry: str = ""
    """Lines to paste into the registry, if the message is right."""


#: The kinds of findings that are not warnings: severity and meaning.
KINDS = {
    "duplicate": (
        "warning",
        "two entities of the same type have similar names, or the name of one is part of the "
        "name of the other",
    ),
    "scripts": (
        "note",
        "two entities may be the same, with names in katakana and in Latin letters, or one in the "
        "brackets of the other",
    ),
    "placeholder": ("warning", "an episode still contains the text of the template for new ones"),
    "spelling": ("warning", "a word in the text differs from a name by one letter"),
    "unmentioned": ("note", "an entity is listed, but not named in any text"),
    "chapters": ("note", "an episode has no chapters"),
    "speaker": ("note", "quotes of an episode have no speaker"),
    "proof": (
        "note",
        "a sentence with a time has numbers or names that nobody says within a minute of it",
    ),
}


def find_all(catalogue: Catalogue) -> list[Finding]:
    """Return all findings, the most severe first, then the most useful kinds, by file and line.

    - ``error``: entities with conflicting types, and mistakes in the registry;
    - ``warning``: problems of files, probable duplicates and misspellings, text of the template;
    - ``note``: probable duplicates in two scripts, episodes without chapters, entities that no text
      names, quotes without a speaker, sentences with a time that the transcript does not bear out.
    """
    findings = [
        *(Finding("error", p.subtype, p.path, p.line, p.message) for p in catalogue.merge_problems),
        *(
            Finding("warning", p.subtype, p.path, p.line, p.message)
            for problems in catalogue.problems.values()
            for p in problems
        ),
        *_duplicates(catalogue),
        *_in_two_scripts(catalogue),
        *_misspellings(catalogue),
        *_placeholders(catalogue.episodes.values()),
        *_unmentioned(catalogue),
        *_without_chapters(catalogue.episodes.values()),
        *_without_speaker(catalogue.episodes.values()),
        *_without_proof(catalogue.episodes.values()),
    ]
    order = {severity: i for i, severity in enumerate(SEVERITIES)}
    rank = {kind: i for i, kind in enumerate(_FIRST)}

    def key(finding: Finding) -> tuple[int, int, str, int, str]:
        kind = rank.get(finding.kind, len(rank))
        return order[finding.severity], kind, finding.path, finding.line, finding.message

    return sorted(findings, key=key)


def counted(findings: Sequence[Finding]) -> dict[str, int]:
    """Return the number of findings by severity."""
    counts = Counter(f.severity for f in findings)
    return {severity: counts[severity] for severity in SEVERITIES}


def report(findings: Sequence[Finding]) -> list[str]:
    """Return a line for each finding, in the format of compilers, and a line with their number."""
    lines = [
        printable(f"{f.path}:{f.line}: {f.severity}: {f.message} [{f.kind}]") for f in findings
    ]
    if tables := [f.registry for f in findings if f.registry]:
        lines += ["", "# For the registry, if these are the same:", *tables, ""]
    counts = counted(findings).items()
    return [*lines, ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts)]


def status(findings: Sequence[Finding]) -> int:
    """Return the exit status: 2 if there are errors, 1 if there are warnings, else 0."""
    return max((_STATUS[f.severity] for f in findings), default=0)


def _place(catalogue: Catalogue, entity: Entity) -> tuple[str, int]:
    """Return the file and line in which an entity is first listed, or defined."""
    for docname, entry in entity.entries:
        return catalogue.episodes[docname].path, entry.line
    for docname in entity.appearances:
        return catalogue.episodes[docname].path, 1
    source = entity.definition or entity.registry
    return (source.path, source.line) if source else ("", 1)


def _duplicates(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings for entities of the same type with similar names.

    Two entries of the registry are not reported: the author has declared them different.
    """
    by_type: dict[str, list[tuple[str, Entity]]] = {}
    for entity in catalogue.entities.values():
        for name in dict.fromkeys(map(fold, entity.names)):
            if len(name) >= _SHORTEST_ALIKE:
                by_type.setdefault(entity.type, []).append((name, entity))
    for type_, names in sorted(by_type.items()):
        seen: set[frozenset[str]] = set()
        pairs = [*_alike(names), *(_parts(names) if type_ == "person" else ())]
        for one, other in pairs:
            pair = frozenset((one.id, other.id))
            if len(pair) == 2 and pair not in seen and not (one.registry and other.registry):
                seen.add(pair)
                places = sorted((_place(catalogue, e), e.name) for e in (one, other))
                (place, name), (there, like) = places
                yield Finding(
                    "warning", "duplicate", *place,
                    f"'{name}' may be '{like}' in {there[0]}:{there[1]}. If so, use one name, "
                    "or put both into one entry of the registry; if not, give each an entry",
                )  # fmt: skip


def _alike(names: list[tuple[str, Entity]]) -> Iterator[tuple[Entity, Entity]]:
    """Yield pairs of entities with similar names, whatever the order of the words."""
    found = sorted(
        ((" ".join(sorted(name.split())), entity.id, entity) for name, entity in names),
        key=lambda item: (len(item[0]), item[:2]),
    )
    texts = [text for text, _, _ in found]
    lengths = list(map(len, texts))
    for i, (text, _, entity) in enumerate(found):
        # names of very different length are not similar
        end = bisect_right(lengths, len(text) * (200 - _ALIKE) / _ALIKE)
        for like, _, j in process.extract(
            text, texts[i + 1 : end], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_ALIKE
        ):
            # GPT-3 and GPT-4 are different
            if _DIGITS.findall(text) == _DIGITS.findall(like):
                yield entity, found[i + 1 + j][2]


def _parts(names: list[tuple[str, Entity]]) -> Iterator[tuple[Entity, Entity]]:
    """Yield pairs of people, one named only by the first or last name of the other."""
    whole: dict[str, list[Entity]] = {}
    for _, entity in names:
        for name in entity.names:
            for part in short_names(name):
                whole.setdefault(fold(part), []).append(entity)
    for name, entity in names:
        found = {other.id: other for other in whole.get(name, ())}
        if len(found) == 1:
            yield entity, next(iter(found.values()))


def _in_two_scripts(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings for entities that may be the same, with an entry for the registry."""
    for one, other in pairs_across_scripts(catalogue):
        if one.registry and other.registry:
            continue
        there = _place(catalogue, other)
        known = one.registry or other.registry
        added = other if one.registry else one
        names = ", ".join(_toml(name) for name in added.names)
        if known:
            entry = f"# [entities.{known.id}] in {printable(known.path)}: aliases = [{names}]"
        else:
            type_ = other.type or one.type
            is_kana = has_kana(one.name)
            label = f"labels.ja = {_toml(one.name)}" if is_kana else f"aliases = [{names}]"
            lines = [f"[entities.{other.id}]", f"name = {_toml(other.name)}", label]
            lines += [f"type = {_toml(type_)}"] if type_ else []
            entry = "\n".join(lines)
        yield Finding(
            "note", "scripts", *_place(catalogue, one),
            f"'{one.name}' may be '{other.name}' in {there[0]}:{there[1]}. If so, put both into "
            "one entry of the registry", entry,
        )  # fmt: skip


def _toml(text: str) -> str:
    """Return a text as a string of TOML."""
    return json.dumps(printable(text), ensure_ascii=False)


class _Spelling:
    """The names of an archive, and the words that differ from one by a letter."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.names: dict[str, Entity] = {}
        self._parts: dict[str, Entity] = {}
        self._listed: dict[str, set[str]] = {}  # ids of entities by document
        for entity in catalogue.entities.values():
            for docname, _ in entity.entries:
                self._listed.setdefault(docname, set()).add(entity.id)
            for name in entity.names:
                self.names[fold(name)] = entity
                if entity.type == "person":
                    self._parts |= {fold(part): entity for part in short_names(name)}
        self.known = {*self.names, *self._parts}
        self._near: dict[str, set[str]] = {}
        for name in self.known:
            if _SHORTEST_MISSPELLED <= len(name) <= _LONGEST_MISSPELLED:
                for form in _deletions(name):
                    self._near.setdefault(form, set()).add(name)

    def meant(self, text: str, docname: str) -> Entity | None:
        """Return the entity that a word in a document seems to name, with a wrong letter.

        Parts of a name count only in the documents that list the person.
        """
        own = self._listed.get(docname, set())
        for name in sorted({n for form in _deletions(text) for n in self._near.get(form, ())}):
            if (
                OSA.distance(text, name) == 1
                and text != f"{name}s"
                and _DIGITS.findall(text) == _DIGITS.findall(name)
                and (name in self.names or self._parts[name].id in own)
            ):
                return self.names.get(name) or self._parts[name]
        return None


def _misspellings(catalogue: Catalogue) -> Iterator[Finding]:
    """Yield findings for words in the text that differ from a name by one letter."""
    spelling = _Spelling(catalogue)
    longest = min(max((len(name.split()) for name in spelling.names), default=0), 4)
    for episode in catalogue.episodes.values():
        words = {w for p in episode.passages for w in _WORD.findall(p.text) if w.islower()}
        reported: set[str] = set()
        for passage in episode.passages:
            spans: list[tuple[int, int]] = []  # of misspelled names, which may contain others
            for start, end in _capitalised(passage, longest):
                written = passage.text[start:end]
                text = fold(_POSSESSIVE.sub("", written))
                if text in reported:
                    spans.append((start, end))
                    continue
                if text in spelling.known or text in words or len(text) > _LONGEST_MISSPELLED:
                    continue
                if any(first <= start and end <= last for first, last in spans):
                    continue
                if (entity := spelling.meant(text, episode.docname)) is not None:
                    reported.add(text)
                    spans.append((start, end))
                    yield Finding(
                        "warning", "spelling", episode.path, passage.line,
                        f"'{written}' looks like '{entity.name}'. If it is correct, "
                        "add it to the registry",
                    )  # fmt: skip


def _deletions(text: str) -> set[str]:
    """Return a text, and the text without each one of its letters.

    Two texts whose edit distance (Damerau) is one have one of these in common.
    """
    return {text, *(text[:i] + text[i + 1 :] for i in range(len(text)))}


def _capitalised(passage: Passage, longest: int) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words, the longer ones first.

    :param longest: the largest number of words in a run.
    """
    runs: list[list[re.Match[str]]] = []
    for word in _WORD.finditer(passage.text):
        if not word[0][0].isupper() or any(
            word.start() < stop and word.end() > first for first, stop in passage.skip
        ):
            continue
        if runs and passage.text[runs[-1][-1].end() : word.start()] == " ":
            runs[-1].append(word)
        else:
            runs.append([word])
    for run in runs:
        for count in range(min(longest, len(run)), 0, -1):
            for i in range(len(run) - count + 1):
                yield run[i].start(), run[i + count - 1].end()


def _unmentioned(catalogue: Catalogue) -> Iterator[Finding]:
    for entity in catalogue.entities.values():
        if entity.entries and not entity.mentions:
            yield Finding(
                "note", "unmentioned", *_place(catalogue, entity),
                f"'{entity.name}' is listed, but not named in any text",
            )  # fmt: skip


def _placeholders(episodes: Iterable[Episode]) -> Iterator[Finding]:
    for episode in episodes:
        for passage in episode.passages:
            if is_placeholder_text(passage.text):
                yield Finding(
                    "warning", "placeholder", episode.path, passage.line,
                    f"{shortened(passage.text, _MOST_SHOWN)!r} is the text of the template; write "
                    "what the episode is about",
                )  # fmt: skip


def _without_chapters(episodes: Iterable[Episode]) -> Iterator[Finding]:
    for episode in episodes:
        if not episode.chapters:
            yield Finding(
                "note", "chapters", episode.path, 1,
                "the episode has no chapters; write '## [02:04] Title'",
            )  # fmt: skip


def _without_proof(episodes: Iterable[Episode]) -> Iterator[Finding]:
    for episode in episodes:
        found = list(unproved(episode))
        for number, (line, start, words) in enumerate(found[:_MOST_LINES], 1):
            more = len(found) - _MOST_LINES
            others = f" ({more} more sentences of this file are like this)"
            named = ", ".join(f"'{word}'" for word in words[:_MOST_LINES])
            yield Finding(
                "note", "proof", episode.path, line,
                f"nobody says {named} within a minute of [{format_time(start)}]; check the time "
                f"and the words{others if more > 0 and number == _MOST_LINES else ''}",
            )  # fmt: skip


def _without_speaker(episodes: Iterable[Episode]) -> Iterator[Finding]:
    for episode in episodes:
        lines = [quote.line for quote in episode.quotes if not quote.speaker]
        if not lines:
            continue
        message = "the quote has no speaker; write '— Name' below it"
        if len(lines) > 1:
            others = ", ".join(map(str, lines[1 : _MOST_LINES + 1]))
            more = len(lines) - 1 - _MOST_LINES
            message = (
                f"{len(lines)} quotes have no speaker (also on line {others}"
                f"{f' and {more} more' if more > 0 else ''}); write '— Name' below each"
            )
        yield Finding("note", "speaker", episode.path, lines[0], message)
