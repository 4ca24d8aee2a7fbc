"""What we need of Sphinx that it has no public name for. Nothing else does."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.search import IndexBuilder
from sphinx.util._pathlib import _StrPath as StrPath
from sphinx.util.index_entries import split_index_msg
from sphinx.util.tags import Tags

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.search import SearchLanguage

__all__ = [
    "StrPath",
    "builder_of",
    "complete_search_index",
    "forget_doctrees",
    "leave_index_and_inventory",
    "read_config",
    "stemmer_script",
]


def builder_of(env: BuildEnvironment) -> Builder:
    """The builder for which a post-transform works."""
    app: Any = getattr(env, "_app", None) or env.app  # type: ignore[attr-defined, unused-ignore]
    builder: Builder = app.builder
    return builder


def stemmer_script(language: SearchLanguage) -> str:
    """The JavaScript that defines ``Stemmer``, or ``window.Stemmer``, for a search language."""
    # of the index, only its language is asked for
    index = cast("IndexBuilder", SimpleNamespace(lang=language))
    return IndexBuilder.get_js_stemmer_code(index)


def complete_search_index(builder: Any, env: BuildEnvironment) -> None:
    """Make an updated search index what a new one would be.

    Terms of which the last document is gone stay in it, without documents; and index
    entries of documents that are not written again are lost.
    """
    indexer = getattr(builder, "indexer", None)
    if indexer is None:
        return
    # Sphinx looks for each document in the index of each word, unless they are a set
    prune = type(indexer).prune
    indexer.prune = lambda docnames: prune(indexer, set(docnames))
    for terms in (indexer._mapping, indexer._title_mapping):
        for term in [term for term, docnames in terms.items() if not docnames]:
            del terms[term]
    entries = env.domains.index_domain.entries
    indexer._index_entries = {
        docname: _index_entries(entries.get(docname, ())) for docname in sorted(indexer._titles)
    }


def forget_doctrees(env: BuildEnvironment) -> None:
    """Let documents be loaded when they are written, and not be kept after that.

    Else a serial build has those of all pages in memory, and any build their pickled forms.
    """
    getattr(env, "_write_doc_doctree_cache", {}).clear()
    getattr(env, "_pickled_doctree_cache", {}).clear()


def leave_index_and_inventory(builder: Any) -> None:
    """Let a builder of HTML leave its search index and its inventory as they are.

    Sphinx loads and writes both in each build, also when no page has changed.
    """
    for task in ("load_indexer", "dump_search_index", "dump_inventory"):
        setattr(builder, task, lambda *_docnames: None)


def _index_entries(
    entries: Iterable[tuple[str, str, str, str, str | None]],
) -> list[tuple[str, str, str]]:
    found = set()
    for kind, value, target, main, _key in entries:
        try:
            parts = split_index_msg(kind, value)
        except (ValueError, SphinxError):
            continue
        found |= {(part, target or "", main) for part in parts}
    return sorted(found)


def read_config(folder: Path) -> Config:
    """What ``conf.py`` in a folder says, as a build would understand it; it is run.

    :raises sphinx.errors.ConfigError: where it cannot be.
    """
    config = Config.read(folder, overrides={}, tags=Tags())
    suffixes: Any = config.source_suffix
    if isinstance(suffixes, str):
        suffixes = [suffixes]
    if not isinstance(suffixes, dict):
        suffixes = dict.fromkeys(suffixes, "restructuredtext")
    suffixes = {suffix: kind or "restructuredtext" for suffix, kind in suffixes.items()}
    # what myst_parser adds takes the place of what nobody has chosen
    if suffixes.get(".md", "restructuredtext") == "restructuredtext":
        suffixes[".md"] = "markdown"
    config.source_suffix = suffixes
    return config
