"""Find and scan the files of a project, and compute its catalogue.

Builds and commands both do it here, so that they get the same catalogue.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from sphinx.util.matching import Matcher

from sphinxcontrib_podcast.catalogue import store
from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.drafts import LeftOut, leave_out, today
from sphinxcontrib_podcast.catalogue.episode_paths import (
    bundles,
    folder_channel,
    is_page_about_folder,
    is_repository_file,
    literal_base,
    nothing_found,
    transcripts_beside,
)
from sphinxcontrib_podcast.catalogue.mentions import KnownMentions
from sphinxcontrib_podcast.catalogue.registry import read_registry
from sphinxcontrib_podcast.catalogue.repeated_problems import foreign_markup_note
from sphinxcontrib_podcast.catalogue.scan import ScanOptions, SourceFile, scan
from sphinxcontrib_podcast.model import Problem
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of

if TYPE_CHECKING:
    from sphinx.config import Config
    from sphinx.project import Project


#: The folder beside the doctrees for the files of this extension.
FOLDER = "_podcast"


@dataclass
class Archive:
    """The scanned files of an archive. The catalogue is computed when it is first used."""

    hash: str
    """A hash of everything that the catalogue is computed from."""
    decoded: dict[str, str]
    """The text of files that Sphinx could not read as they are, by path."""
    make: Callable[[], Catalogue]
    """Computes the catalogue."""
    hashes: dict[str, str] = field(default_factory=dict)
    """Hashes of the author's documents, by name."""
    left_out: frozenset[str] = frozenset()
    """Documents that are not read or not published.

    They are strangers' files that are not Markdown, drafts, and episodes with a future date.
    """
    notes: tuple[str, ...] = ()
    """Messages to show in each build."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of all files."""
        return self.make()


def scan_project(
    config: Config,
    project: Project,
    myst: MdParserConfig,
    excluded: Iterable[str],
    cache_folder: Path | None,
) -> Archive:
    """Scan an archive.

    :param project: the project whose documents are scanned.
    :param myst: the result of :func:`episode_myst_config`.
    :param excluded: patterns of excluded files, besides those of the configuration.
    :param cache_folder: the folder with results for unchanged files; None scans all files.
    """
    srcdir = Path(project.srcdir)
    settings = settings_of(config)
    options, language = settings.grammar, language_tag(config)
    fingerprint = _fingerprint(store.program_hash(), config.language, myst, options)
    files = list(_source_files(config, project, excluded))
    refused = {file.docname: file.path for file in files if _is_refused(file)}
    transcripts = transcripts_beside({f.docname for f in files if f.filetype == "markdown"})
    no_pages = transcripts.union(refused)
    project.docnames -= no_pages
    result = scan(
        [file for file in files if file.docname not in no_pages],
        ScanOptions(
            srcdir=srcdir,
            grammar=options,
            language=language,
            parser=partial(create_md_parser, myst, RendererHTML),
            strangers_parser=partial(create_md_parser, strangers_myst_config(myst), RendererHTML),
            fingerprint=fingerprint,
            trust=settings.trust,
            quote_rule=settings.quote_rule,
        ),
        cache_folder / "scan.pickle" if cache_folder else None,
    )
    left_out = LeftOut() if settings.drafts else leave_out(result, today())
    notes = list(filter(None, [left_out.said(), foreign_markup_note(result.foreign_markup)]))
    registry, problems = read_registry(srcdir, settings.registry_files(srcdir), options.vocabulary)
    problems += _refusals(refused.values())
    mentions_file = cache_folder / "mentions.pickle" if cache_folder else None
    pages, page_rule = settings.pages, settings.entity_pages
    types = options.vocabulary.type_order

    def make() -> Catalogue:
        known = KnownMentions(result.input_hashes, store.load(mentions_file, fingerprint))
        catalogue = Catalogue(
            result.documents(), pages, page_rule, types, registry, language, config.root_doc, known,
            store.short_hash(_fingerprint(result.outlines, *others)),
            is_apart=settings.languages == "apart",
        )  # fmt: skip
        catalogue.merge_problems += problems
        if known.found != known.before:
            store.save(mentions_file, fingerprint, known.found)
        return catalogue

    if not result.has_episodes:
        markdown = [file.path for file in files if file.filetype == "markdown"]
        patterns = settings.episode_patterns(srcdir)
        message = nothing_found(patterns, markdown)
        is_wanted = patterns != ["episodes/**"] or (srcdir / "episodes").is_dir()
        if is_wanted:
            problems.append(Problem("conf.py", 1, "episode", message))
        else:  # the project may have no episodes on purpose
            notes.append(message)
    others = [
        fingerprint,
        sorted(project.docnames),
        settings.part,
        pages,
        page_rule,
        types,
        registry,
        problems,
        config.root_doc,
        settings.languages,
        config.podcast_own_shows,
    ]
    return Archive(
        store.short_hash(_fingerprint(result.input_hashes, *others)),
        result.decoded,
        make,
        result.hashes,
        left_out.docnames.union(no_pages),
        tuple(notes),
    )


def _is_linked(srcdir: Path, path: str) -> bool:
    """Return whether a file is a symbolic link, or below one, inside the source folder."""
    folder = srcdir.resolve()
    return (folder / path).resolve() != folder / path


def _is_refused(file: SourceFile) -> bool:
    """Return whether a file is not read: a stranger's file must be Markdown."""
    return file.trust == "stranger" and file.filetype != "markdown"


def _refusals(paths: Iterable[str]) -> list[Problem]:
    """Return one problem for all files that are not read, at the first of them."""
    found = sorted(paths)
    if not found:
        return []
    others = f" (nor {', '.join(found[1:4])}{' …' if len(found) > 4 else ''})" if found[1:] else ""
    message = (
        f"the file was not read{others}: strangers' files must be Markdown, and not symbolic "
        "links. Exclude it with exclude_patterns, or trust it with podcast_trust"
    )
    return [Problem(found[0], 1, "trust", message)]


def _fingerprint(*values: object) -> str:
    """Return a text for values that is the same in all processes, also for sets."""
    return json.dumps(values, default=_as_json, sort_keys=True)


def _as_json(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if is_dataclass(value):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return getattr(value, "__qualname__", repr(value))


def episode_myst_config(config: MdParserConfig) -> MdParserConfig:
    """Return the project's MyST configuration, with the extension that quotes need."""
    result = config.copy()
    result.enable_extensions = {*config.enable_extensions, "attrs_block"}
    result.title_to_header = False  # the page has a title already, and this one is not Markdown
    return result


#: The syntax extensions of MyST that strangers' files may use, if the project enables them.
#: The others evaluate templates, write TeX, or set ids and classes.
_STRANGERS_EXTENSIONS = {
    "alert",
    "colon_fence",
    "deflist",
    "fieldlist",
    "gfm_autolink",
    "linkify",
    "replacements",
    "section_ref",
    "smartquotes",
    "strikethrough",
}


#: Settings that apply to strangers' files as well. Old versions of MyST lack some.
_HARMLESS_SETTINGS = (
    "footnote_sort",
    "footnote_transition",
    "heading_anchors",
    "heading_anchors_html_ids",
    "heading_slug_func",
    "html_meta",
    "linkify_fuzzy_links",
    "links_external_new_tab",
    "words_per_minute",
)


def strangers_myst_config(config: MdParserConfig) -> MdParserConfig:
    """Return the MyST configuration of strangers' files, which they cannot change."""
    return MdParserConfig(
        enable_extensions={
            "attrs_block",  # the speaker of a quote; other attributes are dropped
            *_STRANGERS_EXTENSIONS.intersection(config.enable_extensions),
        },
        # shown as text
        disable_syntax=["html_inline", "myst_target", "myst_block_break"],
        url_schemes={"http": None, "https": None, "mailto": None},
        **{name: getattr(config, name) for name in _HARMLESS_SETTINGS if hasattr(config, name)},
    )


def episode_paths(config: Config, project: Project) -> set[str]:
    """Return the paths of the files that are episodes because of their path."""
    return {file.path for file in _source_files(config, project, ()) if file.is_episode}


def _source_files(
    config: Config, project: Project, excluded: Iterable[str]
) -> Iterator[SourceFile]:
    """Yield the documents that can contain episodes or entities, and those of strangers."""
    exclude = [*config.exclude_patterns, *config.templates_path, *excluded]
    project.discover(exclude, config.include_patterns)
    suffixes = {
        # myst-nb has another name for Markdown
        suffix: "markdown" if (suffix, filetype) == (".md", "myst-nb") else filetype
        for suffix, filetype in config.source_suffix.items()
    }
    suffixes = {s: f for s, f in suffixes.items() if f in ("markdown", "restructuredtext")}
    settings = settings_of(config)
    patterns = settings.episode_patterns(Path(project.srcdir))
    chosen = Matcher(patterns)
    bases = [literal_base(pattern) for pattern in patterns]
    alone = bundles(project.docnames, bases)
    for docname in sorted(project.docnames):
        path = str(project.doc2path(docname, absolute=False))
        filetype = next((t for s, t in suffixes.items() if path.endswith(s)), "")
        rule = settings.trust(path)
        if rule == "stranger" and _is_linked(Path(project.srcdir), path):
            filetype = ""  # it is refused, as are files that are not Markdown
        if not filetype and rule != "stranger":
            continue
        is_here = filetype == "markdown" and chosen(path) and not is_repository_file(docname)
        is_about_folder = is_page_about_folder(docname)
        in_folder = f"{docname}/" if is_about_folder and docname not in alone else docname
        yield SourceFile(
            docname,
            path,
            filetype,
            is_episode=is_here and not is_about_folder,
            folder_channel=folder_channel(in_folder, bases) if is_here else "",
            trust=rule,
            may_be_episode=is_here and docname in alone,
        )
