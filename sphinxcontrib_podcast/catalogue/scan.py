"""Read all source files of an archive; unchanged ones come from a cache."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from sphinxcontrib_podcast.catalogue import store
from sphinxcontrib_podcast.catalogue.attachments import Attachments, Look
from sphinxcontrib_podcast.catalogue.field_files import FieldFiles, fields_in_files
from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.grammar.chapter_marks import BUILDER
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.episode_fields import EpisodeFields, is_strangers
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions, podcast_plugin
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.model import ScannedDocument
from sphinxcontrib_podcast.quotes.rule import DEFAULT_RULE, QuoteRule

# The field by which front matter makes any page an episode.
_PODCAST = re.compile(rb"^[ \t]*\"?podcast\"?[ \t]*[:=]", re.MULTILINE)


class _Known(NamedTuple):
    """The cached result of scanning a file."""

    key: str
    """A hash of the file and of the files with fields beside it."""
    looks: tuple[Look, ...]
    document: bytes
    """The pickled document."""
    publication: str | None
    """The date of an episode, or ``"draft"``; None for other pages."""
    foreign_markup: tuple[str, ...]
    outline: str
    """A hash of the document without its summary and the text in which names are searched for."""


class SourceFile(NamedTuple):
    """A file to scan."""

    docname: str
    path: str
    filetype: str
    is_episode: bool
    """Whether it is an episode because of its path."""
    folder_channel: str
    """The channel after which its folder is named."""
    trust: str = ""
    """The trust that the configuration gives it: ``author``, ``stranger`` or nothing."""
    may_be_episode: bool = False
    """Whether it is an episode if its content looks like one."""


@dataclass(frozen=True)
class ScanOptions:
    """The options of a scan: with the files, they decide its result."""

    srcdir: Path
    grammar: GrammarOptions
    language: str
    parser: Callable[[], MarkdownIt]
    """Returns a markdown-it parser with the project's MyST extensions."""
    fingerprint: str
    """Any text that changes if the parsers or this package change."""
    quote_rule: QuoteRule = DEFAULT_RULE
    strangers_parser: Callable[[], MarkdownIt] | None = None
    """Returns a parser with the extensions that strangers may use; None for the same."""
    trust: Callable[[str], str] = lambda path: ""
    """Returns ``author``, ``stranger`` or nothing for a path, as configured."""


@dataclass
class Scan:
    """The content of files, by document name."""

    hashes: dict[str, str] = field(default_factory=dict)
    """The hashes of all files, and of the files with fields beside them."""
    input_hashes: dict[str, str] = field(default_factory=dict)
    """Hashes of everything that the content of an episode or a definition follows from."""
    outlines: dict[str, str] = field(default_factory=dict)
    """Hashes of the same without summaries and the text in which names are searched for."""
    decoded: dict[str, str] = field(default_factory=dict)
    """The text of files that Sphinx could not read as they are, by path."""
    publication: dict[str, str] = field(default_factory=dict)
    """The date of each episode, empty if it has none, or ``"draft"``."""
    foreign_markup: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The kinds of markup of site generators that files have, by path; it was left out."""
    found: dict[str, ScannedDocument | bytes] = field(default_factory=dict, repr=False)
    """The result for each file; pickled if the file has not changed since the last build."""

    @property
    def has_episodes(self) -> bool:
        """Whether there is an episode."""
        return bool(self.publication)

    def remove(self, docname: str) -> None:
        """Forget a file."""
        for known in (self.input_hashes, self.outlines, self.publication, self.found):
            known.pop(docname, None)

    def documents(self) -> list[ScannedDocument]:
        """Return the documents, unpickling those of unchanged files."""
        return [pickle.loads(d) if isinstance(d, bytes) else d for d in self.found.values()]


def scan(files: Iterable[SourceFile], options: ScanOptions, cache_file: Path | None) -> Scan:
    """Scan files. Results of files that have not changed come from the cache.

    :param cache_file: None scans all files.
    """
    fingerprint = f"{options.fingerprint} {options.quote_rule}"
    before: dict[str, _Known] = store.load(cache_file, fingerprint) or {}
    after: dict[str, _Known] = {}
    field_files = FieldFiles(options.srcdir)
    covers = cache_file.with_name("covers") if cache_file else None
    attachments = Attachments(field_files, options.quote_rule, covers)
    result = Scan()
    scanner = _Scanner(options)
    for file in files:
        try:
            content = (options.srcdir / file.path).read_bytes()
        except OSError:
            continue  # Sphinx reports it when it reads the document
        may_be_episode = file.is_episode or file.may_be_episode
        contents = field_files.of(file.path) if may_be_episode else {}
        if file.trust != "stranger":  # a stranger's file must not change the page of an author
            contents = {p: c for p, c in contents.items() if options.trust(p) != "stranger"}
        key = hashlib.sha256(
            b"".join((content, repr(file).encode(), *contents.values()))
        ).hexdigest()
        result.hashes[file.docname] = key
        is_read = may_be_episode or file.folder_channel  # a page about the folder of a channel
        if not is_read and b"pod:" not in content and not _PODCAST.search(content):
            continue
        source, fault = decode(content)
        if fault:
            result.decoded[file.path] = source
        known = before.get(file.docname)
        if known and known.key == key and attachments.are_as_before(file.path, known.looks):
            result.found[file.docname] = known.document
        else:
            document, looks = attachments.attach(
                scanner.scan(file, source, fault, fields_in_files(contents)), source, file.trust
            )
            result.found[file.docname] = document
            pickled = pickle.dumps(document, pickle.HIGHEST_PROTOCOL)
            published = _publication(document)
            known = _Known(
                key, looks, pickled, published, document.foreign_markup, _outline(document)
            )
        after[file.docname] = known
        if known.publication is not None:
            result.publication[file.docname] = known.publication
        if known.foreign_markup:
            result.foreign_markup[file.path] = known.foreign_markup
        result.outlines[file.docname] = known.outline
        result.input_hashes[file.docname] = store.short_hash(f"{fingerprint} {key} {known.looks}")
    if after != before:
        store.save(cache_file, fingerprint, after)
    return result


def _outline(document: ScannedDocument) -> str:
    episode = document.episode
    if episode is not None:
        episode = replace(
            episode,
            summary="",
            passages=(),
            cues=(),
            transcript_lines=(),
            chapters=tuple(replace(chapter, line=0) for chapter in episode.chapters),
            quotes=tuple(replace(quote, line=0) for quote in episode.quotes),
            entries=tuple(replace(entry, line=0) for entry in episode.entries),
        )
    return store.short_hash(repr(replace(document, episode=episode, problems=())))


def _publication(document: ScannedDocument) -> str | None:
    if document.is_draft:
        return "draft"
    if document.episode is None:
        return None
    return document.episode.date.isoformat() if document.episode.date else ""


class _Scanner:
    def __init__(self, options: ScanOptions) -> None:
        self.options = options
        self.md = self._parser(options.parser())
        self.strangers_md = self._parser((options.strangers_parser or options.parser)())

    def _parser(self, md: MarkdownIt) -> MarkdownIt:
        podcast_plugin(md, self.options.grammar)
        # inline parsing is done only where it is needed
        names = md.core.ruler.get_active_rules()
        md.core.ruler.enableOnly(names[: names.index("podcast") + 1])
        return md

    def scan(
        self, file: SourceFile, source: str, fault: str, field_files: Mapping[str, EpisodeFields]
    ) -> ScannedDocument:
        builder = EpisodeBuilder(
            docname=file.docname,
            path=file.path,
            source=source,
            is_episode=file.is_episode,
            project_language=self.options.language,
            folder_channel=file.folder_channel,
            may_be_episode=file.may_be_episode,
            field_files=field_files,
            is_strangers=is_strangers(source, file.trust)
            or (not file.trust and any(f.trust == "stranger" for f in field_files.values())),
        )
        if fault:
            builder.problem(1, "encoding", fault)
        try:
            if file.filetype == "markdown":
                md = self.strangers_md if builder.is_strangers else self.md
                md.core.process(StateCore(builder.body, md, {BUILDER: builder}))
            else:
                read_restructuredtext(builder, self.options.grammar.vocabulary)
        except RecursionError:
            builder.problem(1, "format", "directives are nested too deep; take some apart")
        return builder.finish()
