"""Reading all source files of an archive, the unchanged ones from a cache."""

from __future__ import annotations

import hashlib
import os
import pickle
import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from sphinxcontrib_podcast.grammar.draft import Draft
from sphinxcontrib_podcast.grammar.plugin import DRAFT, GrammarOptions, podcast_plugin
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.media.transcripts import SUFFIXES, read_transcript
from sphinxcontrib_podcast.model import Cue, Problem, ScannedDocument

#: What is known of files by document name or path, each with a digest of its content.
_Documents = dict[str, tuple[str, ScannedDocument]]
_Transcripts = dict[str, tuple[str, tuple[Cue, ...], tuple[Problem, ...]]]


class SourceFile(NamedTuple):
    """A file to scan. ``is_episode`` is what its place in the source tree says."""

    docname: str
    path: str
    filetype: str
    is_episode: bool
    folder_channel: str


@dataclass(frozen=True)
class ScanOptions:
    """What the result of a scan depends on, besides the files.

    ``parser`` makes a markdown-it parser with the project's MyST extensions;
    ``fingerprint`` is any text that changes when it, or this package, does.
    """

    srcdir: Path
    grammar: GrammarOptions
    language: str
    parser: Callable[[], MarkdownIt]
    fingerprint: str


class Scan(NamedTuple):
    """``mended`` are the decoded texts of files that are not UTF-8, by document name."""

    documents: list[ScannedDocument]
    mended: dict[str, str]


def scan(files: Iterable[SourceFile], options: ScanOptions, cache_file: Path) -> Scan:
    """Scan files, those whose content changed since the cache was written anew."""
    cache, old_transcripts = _load(cache_file, options.fingerprint)
    fresh: _Documents = {}
    transcripts: _Transcripts = {}
    documents = []
    mended: dict[str, str] = {}
    scanner = _Scanner(options)
    for file in files:
        try:
            content = (options.srcdir / file.path).read_bytes()
        except OSError:
            continue  # Sphinx reports it when it reads the document
        if not file.is_episode and b"pod:" not in content and b"podcast:" not in content:
            continue
        key = hashlib.sha256(content + repr(file).encode()).hexdigest()
        source, fault = _decode(content)
        if fault:
            mended[file.docname] = source
        known = cache.get(file.docname)
        if known is None or known[0] != key:
            known = key, scanner.scan(file, source, fault)
        fresh[file.docname] = known
        documents.append(
            _with_transcript(known[1], file, options.srcdir, old_transcripts, transcripts)
        )
    if (fresh, transcripts) != (cache, old_transcripts):
        _store(cache_file, options.fingerprint, (fresh, transcripts))
    return Scan(documents, mended)


def _with_transcript(
    document: ScannedDocument,
    file: SourceFile,
    srcdir: Path,
    old: _Transcripts,
    fresh: _Transcripts,
) -> ScannedDocument:
    """Add the cues of the transcript that front matter names, or that lies beside the episode."""
    episode = document.episode
    if episode is None:
        return document
    path = _transcript_path(episode.transcript, file.path, srcdir)
    if path is None:
        return document
    try:
        if path.startswith("../"):
            raise OSError(None, "it lies outside the source folder")
        content = (srcdir / path).read_bytes()
    except OSError as error:
        problem = Problem(
            file.path, 1, "transcript",
            f"the transcript {path!r} cannot be read ({error.strerror}); "
            "correct 'transcript' in the front matter",
        )  # fmt: skip
        return replace(document, problems=(*document.problems, problem))
    key = hashlib.sha256(content).hexdigest()
    known = old.get(path)
    if known is None or known[0] != key:
        text, fault = _decode(content)
        cues, problems = read_transcript(text, path)
        if fault:
            problems = (Problem(path, 1, "encoding", fault), *problems)
        known = key, cues, problems
    fresh[path] = known
    _key, cues, problems = known
    return replace(
        document,
        episode=replace(episode, cues=cues),
        problems=(*document.problems, *problems),
    )


def _transcript_path(given: str, episode: str, srcdir: Path) -> str | None:
    """Relative to the source directory; a URL is not fetched."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", given):
        return None
    if given:
        base = "" if given.startswith("/") else posixpath.dirname(episode)
        return posixpath.normpath(posixpath.join(base, given.lstrip("/")))
    stem = posixpath.splitext(episode)[0]
    found = (f"{stem}{suffix}" for suffix in SUFFIXES)
    return next((path for path in found if (srcdir / path).is_file()), None)


class _Scanner:
    def __init__(self, options: ScanOptions) -> None:
        self.options = options
        self.md = options.parser()
        podcast_plugin(self.md, options.grammar)
        # inline parsing is done where it is needed only
        names = self.md.core.ruler.get_active_rules()
        self.md.core.ruler.enableOnly(names[: names.index("podcast") + 1])

    def scan(self, file: SourceFile, source: str, fault: str) -> ScannedDocument:
        draft = Draft(
            docname=file.docname,
            path=file.path,
            source=source,
            is_episode=file.is_episode,
            project_language=self.options.language,
            folder_channel=file.folder_channel,
        )
        if fault:
            draft.problem(1, "encoding", fault)
        if file.filetype == "markdown":
            self.md.core.process(StateCore(source, self.md, {DRAFT: draft}))
        else:
            read_restructuredtext(draft, self.options.grammar.vocabulary)
        return draft.finish()


def _decode(content: bytes) -> tuple[str, str]:
    """The text of a file, and what is wrong with its encoding."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), ""
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        best = from_bytes(content).best()
        text = str(best) if best else content.decode("utf-8", errors="replace")
        guess = best.encoding if best else "UTF-8 with damaged characters"
        fault = (
            f"the file is not UTF-8 (first seen on line {line}); it was read as {guess}. "
            "Save it as UTF-8"
        )
        return text.replace("\r\n", "\n").replace("\r", "\n"), fault


def _load(path: Path, fingerprint: str) -> tuple[_Documents, _Transcripts]:
    try:
        with path.open("rb") as file:
            written, cache = pickle.load(file)
        documents, transcripts = cache
    except Exception:
        return {}, {}
    return (documents, transcripts) if written == fingerprint else ({}, {})


def _store(path: Path, fingerprint: str, cache: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(pickle.dumps((fingerprint, cache), pickle.HIGHEST_PROTOCOL))
    temporary.replace(path)
