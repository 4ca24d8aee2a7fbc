"""Find and read the files that an episode names: transcript, audio or video, picture."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.field_files import FieldFiles
from sphinxcontrib_podcast.catalogue.sound import (
    InvalidChaptersError,
    chapters_of,
    cover_of,
    duration_of,
)
from sphinxcontrib_podcast.catalogue.source_files import (
    PICTURES,
    RECORDINGS,
    SITE_FOLDERS,
    MissingFileError,
    UnusableFileError,
    decode,
    find_file,
    find_site_file,
    find_strangers_file,
)
from sphinxcontrib_podcast.catalogue.store import replacing
from sphinxcontrib_podcast.grammar.body_transcript import transcript_text
from sphinxcontrib_podcast.grammar.episode_fields import is_strangers
from sphinxcontrib_podcast.grammar.media_addresses import is_path, read_media
from sphinxcontrib_podcast.grammar.times import time_id
from sphinxcontrib_podcast.model import (
    ChannelEntry,
    Chapter,
    Cue,
    Episode,
    Media,
    Problem,
    ScannedDocument,
)
from sphinxcontrib_podcast.quotes.rule import QuoteRule
from sphinxcontrib_podcast.transcripts.reader import (
    MARKDOWN_SUFFIX,
    MOST_BYTES,
    SUFFIXES,
    read_transcript,
)
from sphinxcontrib_podcast.warning_names import Subtype


class Look(NamedTuple):
    """A file that was looked for, and the result."""

    given: str
    """As in the front matter; empty for a transcript beside the episode."""
    what: str
    """The kind of file."""
    is_strangers: bool
    """Whether the episode is a stranger's."""
    state: str
    """The path of the file, or the reason why it is unusable.

    With it is a hash of a transcript, or size and time of change of a recording, which is large.
    Of the cover in a recording, whether its file is complete.
    """


class Attached(NamedTuple):
    """A document with the files of its episode. ``looks`` show whether they have changed."""

    document: ScannedDocument
    looks: tuple[Look, ...]


class Attachments:
    """Finds and reads the files of episodes."""

    def __init__(self, files: FieldFiles, rule: QuoteRule, covers: Path | None) -> None:
        """Initialize.

        :param covers: the folder for pictures from recordings; None leaves them out.
        """
        self.srcdir = files.srcdir
        self.rule = rule
        self._covers = covers
        self._complete: set[Path] = set()  # episodes of a show have the same cover
        self._files = files

    def are_as_before(self, path: str, looks: Iterable[Look]) -> bool:
        """Return whether looking for the files of a document again would find the same."""
        return all(
            self._state(path, look.given, look.what, look.is_strangers) == look.state
            for look in looks
        )

    def attach(self, document: ScannedDocument, source: str, trust: str = "") -> Attached:
        """Find and read the files of the episode of a document, or the picture of a channel.

        :param source: its text, for the lines of problems.
        :param trust: the trust that is configured for the file.
        """
        episode = document.episode
        channel = document.channel
        if channel and channel.image and is_path(channel.image):
            return self._of_channel(document, channel, source, trust)
        if episode is None:
            return Attached(document, ())
        problems: list[Problem] = []
        media = self._media(episode, source, problems)
        picture = self._picture(episode, source, problems)
        cues = self._cues(episode, source, problems)
        episode = replace(episode, media=media, picture=picture, cues=cues)
        if media and media.is_local:
            path = self.srcdir / media.url
            episode = replace(episode, audio_size=path.stat().st_size)
            if not (episode.image or episode.is_strangers):
                episode = replace(episode, picture=self._cover(path))
            if not episode.chapters:
                episode = _with_chapters(episode, path, problems)
            if episode.duration is None:
                episode = _with_duration(episode, duration_of(path))
        if cues and episode.quotes:
            from sphinxcontrib_podcast.quotes.verdict import quote_problems, verify

            episode = replace(episode, quotes=verify(episode, self.rule))
            problems += quote_problems(episode)
        document = replace(document, episode=episode, problems=(*document.problems, *problems))
        return Attached(document, self._looks(episode))

    def _of_channel(
        self, document: ScannedDocument, channel: ChannelEntry, source: str, trust: str
    ) -> Attached:
        given = posixpath.relpath(channel.image, posixpath.dirname(channel.path))
        strangers, problems = is_strangers(source, trust), list(document.problems)
        image = self._find(given, "image", channel.path, strangers, source, problems)
        state = self._state(channel.path, given, "image", strangers)
        channel = replace(channel, image=image)
        document = replace(document, channel=channel, problems=tuple(problems))
        return Attached(document, (Look(given, "image", strangers, state),))

    def _looks(self, episode: Episode) -> tuple[Look, ...]:
        media = read_media(episode.audio, episode.video)
        files = [(media.url, media.kind)] if media else []
        files += [(episode.image, "image")] if episode.image else []
        files += [(episode.transcript, "transcript")]
        files += [(episode.picture, "cover")] if episode.picture and not episode.image else []
        strangers = episode.is_strangers
        return tuple(
            Look(given, what, strangers, self._state(episode.path, given, what, strangers))
            for given, what in files
            if is_path(given) or not given
        )

    def _state(self, path: str, given: str, what: str, is_strangers: bool) -> str:
        if what == "cover":
            return str(self._is_complete(self.srcdir / given[1:]))
        given = given or next(self._beside(path), "")
        if not given:
            return ""
        try:
            found = self._locate(given, path, what, is_strangers)
            if what == "transcript":
                return f"{found} {hashlib.sha256(self._content(found)).hexdigest()}"
        except UnusableFileError as error:
            return f"! {error}"
        if what == "image":
            return found
        stat = (self.srcdir / found).stat()
        return f"{found} {stat.st_size} {stat.st_mtime_ns}"

    def _locate(self, given: str, path: str, what: str, is_strangers: bool) -> str:
        if not is_strangers:
            return find_site_file(given, path, self.srcdir)
        suffixes = {"image": PICTURES, "transcript": (*SUFFIXES, ".md")}.get(what, RECORDINGS)
        return find_strangers_file(given, path, self.srcdir, suffixes)

    def _media(self, episode: Episode, source: str, problems: list[Problem]) -> Media | None:
        media = read_media(episode.audio, episode.video)
        if media is None or not is_path(media.url):
            return media
        path = self._find_of(episode, media.url, media.kind, source, problems)
        is_site_path = media.url.startswith("/") and not episode.is_strangers
        if not path and is_site_path and not (self.srcdir / media.url[1:]).exists():
            return media  # the website may have it
        return Media(media.kind, path, is_local=True) if path else None

    def _picture(self, episode: Episode, source: str, problems: list[Problem]) -> str:
        if not episode.image or not is_path(episode.image):
            return episode.image
        path = self._find_of(episode, episode.image, "image", source, problems)
        return f"/{path}" if path else ""

    def _cover(self, path: Path) -> str:
        """Write the picture in a recording to a file, and return its path, or ""."""
        cover = cover_of(path) if self._covers else None
        if not self._covers or not cover:
            return ""
        file = self._covers / f"{_cover_name(cover.content)}.{cover.suffix}"
        try:
            place = Path(os.path.relpath(file, self.srcdir)).as_posix()
        except ValueError:  # another drive of Windows
            return ""
        if not self._is_complete(file):
            with replacing(file) as out:
                out.write(cover.content)
        return f"/{place}"

    def _is_complete(self, file: Path) -> bool:
        """Return whether the file of a cover has the content that its name is the hash of."""
        file = file.resolve()
        is_read = file not in self._complete and file.is_file()
        if is_read and _cover_name(file.read_bytes()) == file.stem:
            self._complete.add(file)
        return file in self._complete

    def _find_of(
        self, episode: Episode, given: str, what: str, source: str, problems: list[Problem]
    ) -> str:
        return self._find(given, what, episode.path, episode.is_strangers, source, problems)

    def _find(
        self,
        given: str,
        what: str,
        path: str,
        is_strangers: bool,
        source: str,
        problems: list[Problem],
    ) -> str:
        """Return the path of a file that front matter names, or report it and return ""."""
        try:
            return self._locate(given, path, what, is_strangers)
        except UnusableFileError as error:
            lines = enumerate(source.split("\n"), 1)
            field = f"{what}:"  # the value may be written with escapes
            line = next((n for n, s in lines if given in s or s.startswith(field)), 1)
            subtype: Subtype = "transcript" if what == "transcript" else "media"
            message = (
                f"the {what} {given!r} cannot be read ({error}); "
                f"correct '{what}' in the front matter"
            )
            is_site_path = given.startswith("/") and isinstance(error, MissingFileError)
            if is_site_path and what != "transcript":
                folders = ", ".join(filter(None, SITE_FOLDERS))
                message = (
                    f"the {what} {given!r} is neither in the source folder nor in its {folders}; "
                    "put it there, or give the address of a website"
                )
            problems.append(Problem(path, line, subtype, message))
            return ""

    def _cues(self, episode: Episode, source: str, problems: list[Problem]) -> tuple[Cue, ...]:
        """Return the cues of the transcript that front matter names, or that is beside the episode.

        A URL is not fetched. A transcript in the body takes precedence, as the page shows it, then
        one in front matter.
        """
        names = dict(episode.speakers)
        return tuple(
            replace(cue, speaker=names[cue.speaker]) if cue.speaker in names else cue
            for cue in self._read_cues(episode, source, problems)
        )

    def _read_cues(self, episode: Episode, source: str, problems: list[Problem]) -> tuple[Cue, ...]:
        if episode.transcript_lines:
            text = transcript_text(source, episode.transcript_lines)
            cues, found = read_transcript(text, episode.path)
            problems += found
            return cues
        if episode.cues:
            return episode.cues  # of front matter
        if episode.transcript and not is_path(episode.transcript):
            return ()
        given = episode.transcript or next(self._beside(episode.path), "")
        path = given and self._find_of(episode, given, "transcript", source, problems)
        if not path:
            return ()
        try:
            content = self._content(path)
        except UnusableFileError as error:
            message = f"the transcript cannot be read ({error}); it was left out"
            problems.append(Problem(path, 1, "transcript", message))
            return ()
        if len(content) > MOST_BYTES:
            message = f"the transcript is larger than {MOST_BYTES >> 20} MiB; it was left out"
            problems.append(Problem(path, 1, "transcript", message))
            return ()
        text, fault = decode(content)
        cues, found = read_transcript(text, path)
        problems += [Problem(path, 1, "encoding", fault)] if fault else []
        problems += found
        return cues

    def _content(self, path: str) -> bytes:
        """Return the content of a file, or enough of it to see that it is too large.

        :raises UnusableFileError: if it cannot be read.
        """
        try:
            with (self.srcdir / path).open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise UnusableFileError(error.strerror) from error

    def _beside(self, path: str) -> Iterator[str]:
        """Yield the paths of transcripts beside an episode, the best first."""
        folder, _, name = path.rpartition("/")
        stem = posixpath.splitext(name)[0]
        for suffix in (*SUFFIXES, MARKDOWN_SUFFIX):
            if f"{stem}{suffix}" in self._files.names_in(folder):
                found = f"/{folder}/{stem}{suffix}" if folder else f"/{stem}{suffix}"
                with suppress(UnusableFileError):
                    there = find_file(found, path, self.srcdir)
                    if suffix != ".json" or not self._files.has_fields(there):
                        yield found


def _cover_name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


def _with_chapters(episode: Episode, path: Path, problems: list[Problem]) -> Episode:
    """Return an episode with the chapters of its recording."""
    try:
        found = chapters_of(path)
    except InvalidChaptersError as error:
        message = f"the chapters in '{path.name}' cannot be read ({error}); they were left out"
        problems.append(Problem(episode.path, 1, "media", message))
        return episode
    ends = (*(chapter.start for chapter in found[1:]), episode.duration)
    chapters = tuple(
        Chapter(time_id(start), title, start, end if end and end > start else None, 1, 1)
        for (start, title), end in zip(found, ends, strict=False)
    )
    return replace(episode, chapters=chapters)


def _with_duration(episode: Episode, duration: float | None) -> Episode:
    """Return an episode with the duration of its recording, at which its last chapters end."""
    if duration is None:
        return episode
    chapters = tuple(
        replace(c, end=duration) if c.end is None and c.start < duration else c
        for c in episode.chapters
    )
    return replace(episode, duration=duration, chapters=chapters)
