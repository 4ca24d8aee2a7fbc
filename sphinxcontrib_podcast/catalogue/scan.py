"""Reading all source files of an archive, the unchanged ones from a cache."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from sphinxcontrib_podcast.catalogue.attachments import Attachments, Known
from sphinxcontrib_podcast.catalogue.files import decode
from sphinxcontrib_podcast.grammar.draft import Draft
from sphinxcontrib_podcast.grammar.plugin import DRAFT, GrammarOptions, podcast_plugin
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.media.verification import DEFAULT_RULE, QuoteRule
from sphinxcontrib_podcast.model import ScannedDocument

#: What is known of files by document name, each with a digest of its content.
_Documents = dict[str, tuple[str, ScannedDocument]]


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
    quote_rule: QuoteRule = DEFAULT_RULE


class Scan(NamedTuple):
    """What files say. ``digest`` changes when any of them does, or one that belongs to them.

    ``mended`` are the texts, by path, of files that are not what Sphinx can read.
    """

    documents: list[ScannedDocument]
    mended: dict[str, str]
    digest: str


def scan(files: Iterable[SourceFile], options: ScanOptions, cache_file: Path | None) -> Scan:
    """Scan files, those whose content changed since the cache was written anew.

    :param cache_file: None reads all of them.
    """
    cache, before = _load(cache_file, options.fingerprint)
    fresh: _Documents = {}
    attachments = Attachments(options.srcdir, options.quote_rule, before)
    documents = []
    mended: dict[str, str] = {}
    scanner = _Scanner(options)
    digest = hashlib.blake2b(options.fingerprint.encode(), digest_size=12)
    for file in files:
        try:
            content = (options.srcdir / file.path).read_bytes()
        except OSError:
            continue  # Sphinx reports it when it reads the document
        if not file.is_episode and b"pod:" not in content and b"podcast:" not in content:
            continue
        key = hashlib.sha256(content + repr(file).encode()).hexdigest()
        source, fault = decode(content)
        if fault:
            mended[file.path] = source
        known = cache.get(file.docname)
        if known is None or known[0] != key:
            known = key, scanner.scan(file, source, fault)
        fresh[file.docname] = known
        attached = attachments.attach(known[1], key, source)
        documents.append(attached.document)
        digest.update(attached.key.encode())
    if cache_file is not None and (fresh, attachments.known) != (cache, before):
        _store(cache_file, options.fingerprint, (fresh, attachments.known))
    return Scan(documents, mended, digest.hexdigest())


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
        try:
            if file.filetype == "markdown":
                self.md.core.process(StateCore(source, self.md, {DRAFT: draft}))
            else:
                read_restructuredtext(draft, self.options.grammar.vocabulary)
        except RecursionError:
            draft.problem(1, "format", "directives are nested too deep; take some apart")
        return draft.finish()


def _load(path: Path | None, fingerprint: str) -> tuple[_Documents, Known]:
    if path is None:
        return {}, Known()
    try:
        with path.open("rb") as file:
            written, cache = pickle.load(file)
        documents, attachments = cache
    except Exception:
        return {}, Known()
    return (documents, attachments) if written == fingerprint else ({}, Known())


def _store(path: Path, fingerprint: str, cache: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(pickle.dumps((fingerprint, cache), pickle.HIGHEST_PROTOCOL))
    temporary.replace(path)
