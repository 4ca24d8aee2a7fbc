"""The versions of an episode in several languages, each of which is a file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sphinxcontrib_podcast.grammar.language import language_of_file
from sphinxcontrib_podcast.grammar.vocabulary import fold
from sphinxcontrib_podcast.model import Episode, Mention, Problem

_TAKEN = (
    "channel", "date", "number", "season", "duration", "hosts", "guests", "media", "audio_size",
    "picture",
)  # fmt: skip

_LEAST_GUID = 8  # characters of an id that is unique everywhere


class Versions:
    """Which episodes are versions of each other.

    Episodes are versions if one names the other in ``translation_of``, if their file names differ
    in a language (``first.md`` and ``first.zh.md``), or if they have a ``guid`` or a video in
    common and no two of them are in the same language.

    :param language: of the project; versions in it come first.
    :param names: document names of episodes by their names, folded.
    """

    def __init__(
        self, episodes: Mapping[str, Episode], names: Mapping[str, Sequence[str]], language: str
    ) -> None:
        self.problems: list[Problem] = []
        """The translations of unknown episodes."""

        self._first = {docname: docname for docname in episodes}
        translations = set()
        for base, docname in _by_file_name(sorted(episodes)):
            translations.add(docname)
            self._join(base, docname)
        for episode in episodes.values():
            if not episode.translation_of:
                continue
            original = _named(episode, episodes, names)
            if original:
                translations.add(episode.docname)
                self._join(original, episode.docname)
            else:
                self.problems.append(_unknown(episode))
        for shared in _sharing(episodes.values()):
            for docname in shared[1:]:
                self._join(shared[0], docname)

        groups: dict[str, list[str]] = {}
        for docname in sorted(episodes):
            groups.setdefault(self._first_of(docname), []).append(docname)

        def order(docname: str) -> tuple[bool, bool, str, str]:
            tag = episodes[docname].language
            is_foreign = tag.partition("-")[0] != language.partition("-")[0]
            return is_foreign, docname in translations, tag, docname

        self.of: dict[str, tuple[str, ...]] = {}
        """The document names of all versions of an episode that has several, by each of them.

        The first stands for the episode in listings.
        """
        for found in groups.values():
            if len(found) > 1:
                self.of |= dict.fromkeys(found, tuple(sorted(found, key=order)))

    def _first_of(self, docname: str) -> str:
        while (first := self._first[docname]) != docname:
            docname = first
        return docname

    def _join(self, one: str, other: str) -> None:
        self._first[self._first_of(other)] = self._first_of(one)

    def main(self, docname: str) -> str:
        """Return the document name of the version that stands for the episode."""
        return self.of.get(docname, (docname,))[0]

    def counted(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Return the mentions of an entity in the first version of each episode with any."""
        found = tuple(mentions)
        if not self.of:
            return found
        first: dict[str, str] = {}
        for docname in {mention.docname for mention in found} & self.of.keys():
            main, versions = self.main(docname), self.of[docname]
            first[main] = min(first.get(main, docname), docname, key=versions.index)
        return tuple(m for m in found if first.get(self.main(m.docname), m.docname) == m.docname)


def completed(episodes: Mapping[str, Episode], versions: Versions) -> dict[str, Episode]:
    """Return episodes; a version has the fields of the first version that it lacks."""
    found = dict(episodes)
    for docname, (main, *_others) in versions.of.items():
        if docname != main:
            own, other = episodes[docname], episodes[main]
            names = [name for name in _TAKEN if not getattr(own, name)]
            found[docname] = replace(own, **{name: getattr(other, name) for name in names})
    return found


def _by_file_name(docnames: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a file and its translation by their names."""
    first = dict(zip(docnames, docnames, strict=True))
    for docname in docnames:
        base, tag = language_of_file(docname)
        if tag and first.setdefault(base, docname) != docname:
            yield first[base], docname


def _named(
    episode: Episode, episodes: Mapping[str, Episode], names: Mapping[str, Sequence[str]]
) -> str:
    """Return the episode that another names as its original, or ""."""
    name = episode.translation_of.removesuffix(".md")
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(episode.docname), name))
    for docname in (beside.lstrip("/"), name.lstrip("/")):
        if docname in episodes and docname != episode.docname:
            return docname
    found = [d for d in names.get(fold(name), ()) if d != episode.docname]
    return found[0] if len(found) == 1 else ""


def _unknown(episode: Episode) -> Problem:
    message = (
        f"translation_of: there is no episode {episode.translation_of!r}, or several; give the "
        "path of its file, its title or its guid"
    )
    return Problem(episode.path, 1, "episode", message)


def _sharing(episodes: Iterable[Episode]) -> Iterator[Sequence[str]]:
    """Yield the episodes with the same guid or video, if each is in another language."""
    found: dict[tuple[str, str], list[Episode]] = {}
    for episode in episodes:
        media = episode.media
        video = media.url if media and media.kind not in ("audio", "video") else ""
        guid = episode.guid
        if len(guid) < _LEAST_GUID:  # each channel may count from 1
            guid = f"{fold(episode.channel)} {guid}" if guid else ""
        for kind, value in (("guid", guid), ("video", video)):
            if value:
                found.setdefault((kind, value), []).append(episode)
    for shared in found.values():
        languages = {episode.language.lower() for episode in shared}
        if 1 < len(shared) == len(languages):
            yield [episode.docname for episode in shared]


NO_VERSIONS = Versions({}, {}, "")
