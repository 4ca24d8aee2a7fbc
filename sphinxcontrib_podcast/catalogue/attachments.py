"""What belongs to an episode besides its file: transcript, audio or video, picture."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.files import decode, find_file
from sphinxcontrib_podcast.media.player import is_path, read_media
from sphinxcontrib_podcast.media.transcripts import SUFFIXES, read_transcript
from sphinxcontrib_podcast.media.verification import QuoteRule, quote_problems, verify
from sphinxcontrib_podcast.messages import Subtype
from sphinxcontrib_podcast.model import Cue, Episode, Media, Problem, Quote, ScannedDocument

_MOST_BYTES = 32 << 20  # of a transcript; a day of speech, timed word by word, has half as much


@dataclass
class Known:
    """What earlier builds worked out, each with a digest of what it follows from.

    ``transcripts`` are by path, ``quotes`` (with their verdicts) by document name.
    """

    transcripts: dict[str, tuple[str, tuple[Cue, ...], tuple[Problem, ...]]] = field(
        default_factory=dict
    )
    quotes: dict[str, tuple[str, tuple[Quote, ...]]] = field(default_factory=dict)


class Attached(NamedTuple):
    """A document with all that belongs to its episode; ``key`` changes when any of it does."""

    document: ScannedDocument
    key: str


class Attachments:
    """Finds and reads what belongs to episodes; ``known`` is what the next build may use."""

    def __init__(self, srcdir: Path, rule: QuoteRule, before: Known) -> None:
        self.srcdir = srcdir
        self.rule = rule
        self.before = before
        self.known = Known()

    def attach(self, document: ScannedDocument, key: str, source: str) -> Attached:
        """Find and read what belongs to the episode of a document.

        :param key: a digest of the episode's file.
        :param source: its text, for the lines of problems.
        """
        episode = document.episode
        if episode is None:
            return Attached(document, key)
        problems: list[Problem] = []
        media = self._media(episode, source, problems)
        picture = self._picture(episode, source, problems)
        cues, transcript = self._cues(episode, source, problems)
        key = f"{key} {transcript} {media} {picture} {problems}"
        episode = replace(episode, media=media, picture=picture, cues=cues)
        if cues and episode.quotes:
            episode = replace(episode, quotes=self._quotes(episode, key))
            problems += quote_problems(episode)
        document = replace(document, episode=episode, problems=(*document.problems, *problems))
        return Attached(document, key)

    def _media(self, episode: Episode, source: str, problems: list[Problem]) -> Media | None:
        media = read_media(episode.audio, episode.video)
        if media is None or not is_path(media.url):
            return media
        path = self._find(media.url, media.kind, episode, source, problems)
        return Media(media.kind, path, is_local=True) if path else None

    def _picture(self, episode: Episode, source: str, problems: list[Problem]) -> str:
        if not episode.image or not is_path(episode.image):
            return episode.image
        path = self._find(episode.image, "image", episode, source, problems)
        return f"/{path}" if path else ""

    def _find(
        self, given: str, what: str, episode: Episode, source: str, problems: list[Problem]
    ) -> str:
        """A file that front matter names, empty with a problem where it cannot be."""
        try:
            return find_file(given, episode.path, self.srcdir)
        except OSError as error:
            lines = enumerate(source.split("\n"), 1)
            field = f"{what}:"  # the value may be written with escapes
            line = next((n for n, s in lines if given in s or s.startswith(field)), 1)
            subtype: Subtype = "transcript" if what == "transcript" else "media"
            message = (
                f"the {what} {given!r} cannot be read ({error.strerror}); "
                f"correct '{what}' in the front matter"
            )
            problems.append(Problem(episode.path, line, subtype, message))
            return ""

    def _cues(
        self, episode: Episode, source: str, problems: list[Problem]
    ) -> tuple[tuple[Cue, ...], str]:
        """The cues of the transcript that front matter names, or that lies beside the episode.

        With a digest of the transcript. A URL is not fetched.
        """
        if episode.transcript and not is_path(episode.transcript):
            return (), ""
        if episode.transcript:
            path = self._find(episode.transcript, "transcript", episode, source, problems)
        else:
            path = next(self._beside(episode), "")
        if not path:
            return (), ""
        with (self.srcdir / path).open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            message = f"the transcript is larger than {_MOST_BYTES >> 20} MiB; it was left out"
            problems.append(Problem(path, 1, "transcript", message))
            return (), ""
        key = hashlib.sha256(content).hexdigest()
        known = self.before.transcripts.get(path)
        if known is None or known[0] != key:
            text, fault = decode(content)
            cues, found = read_transcript(text, path)
            known = key, cues, (Problem(path, 1, "encoding", fault), *found) if fault else found
        self.known.transcripts[path] = known
        problems += known[2]
        return known[1], key

    def _beside(self, episode: Episode) -> Iterator[str]:
        stem = posixpath.splitext(episode.path)[0]
        for suffix in SUFFIXES:
            with suppress(OSError):
                yield find_file(f"/{stem}{suffix}", episode.path, self.srcdir)

    def _quotes(self, episode: Episode, key: str) -> tuple[Quote, ...]:
        """The quotes with what the transcript says of them.

        :param key: a digest of all that belongs to the episode.
        """
        key = f"{key} {self.rule}"
        known = self.before.quotes.get(episode.docname)
        if known is None or known[0] != key:
            known = key, verify(episode, self.rule)
        self.known.quotes[episode.docname] = known
        return known[1]
