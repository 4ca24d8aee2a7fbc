"""Private or undocumented names of Sphinx, MyST and sphinx-design. No other module uses any.

Each comes with what could remove it, and with a test that fails when it is gone.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from myst_parser.config.main import MdParserConfig, merge_file_level
from myst_parser.warnings_ import MystWarnings, create_warning
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.search import IndexBuilder
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.i18n import search_image_for_language
from sphinx.util.index_entries import split_index_msg
from sphinx.util.tags import Tags

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment
    from sphinx.search import SearchLanguage

__all__ = [
    "apply_smart_quotes",
    "change_pickled_state",
    "complete_search_index",
    "create_component",
    "forget_doctrees",
    "leave_index_and_inventory",
    "read_config",
    "stemmer_script",
    "translated_image",
    "with_file_settings",
]


def create_component(*args: Any, **attributes: Any) -> nodes.container:
    """Return a component of sphinx-design, such as a card.

    The function has been in use for years, but it is not in the manual of sphinx-design. It is
    imported here because it loads all of Sphinx, which the command does not need.
    """
    from sphinx_design.shared import create_component as create

    return create(*args, **attributes)


def with_file_settings(
    config: MdParserConfig, settings: dict[str, Any], document: nodes.document
) -> MdParserConfig:
    """Return the MyST configuration changed by ``myst:`` of a file's front matter.

    MyST has no hook between the configuration and the parser, so that ``EpisodeParser.parse``
    repeats ``MystParser.parse``. Both functions used here are undocumented; they are the same in
    MyST-Parser 4 and 5.
    """

    def warn(kind: MystWarnings, text: str) -> None:
        create_warning(document, text, kind, line=1, append_to=document)

    return merge_file_level(config, settings, warn)


def apply_smart_quotes(blocks: Sequence[nodes.Element], document: nodes.document) -> None:
    """Apply smart quotes to elements that Sphinx does not see when it reads their document.

    The transform is given part of a document. It breaks if docutils or Sphinx asks more of one
    than its settings, its reporter and ``findall``.
    """
    part = SimpleNamespace(
        settings=document.settings, reporter=document.reporter, findall=lambda _: iter(blocks)
    )
    SphinxSmartQuotes(cast("nodes.document", part), None).apply()


def change_pickled_state(env: BuildEnvironment, change: Callable[[dict[str, Any]], None]) -> None:
    """Let this process change the state of the environment before it pickles it.

    Sphinx offers no way to choose what a reading process sends back. This breaks if the
    environment is pickled otherwise than by ``__getstate__``.

    :param change: changes the attributes, by name, that are pickled.
    """

    def reduce(env: BuildEnvironment) -> tuple[Any, ...]:
        state = env.__getstate__()
        change(state)
        return copyreg.__newobj__, (type(env),), state  # type: ignore[attr-defined]

    copyreg.pickle(type(env), reduce)


def stemmer_script(language: SearchLanguage) -> str:
    """Return the JavaScript that defines ``Stemmer``, or ``window.Stemmer``, for a language.

    The method is called without an index; it breaks if it asks more of one than its language.
    """
    index = cast("IndexBuilder", SimpleNamespace(lang=language))
    return IndexBuilder.get_js_stemmer_code(index)


def translated_image(uri: str, env: BuildEnvironment) -> str:
    """The picture that a builder takes in the place of one: that for the language, if it exists."""
    return search_image_for_language(uri, env)


def complete_search_index(builder: Any, env: BuildEnvironment) -> None:
    """Make an updated search index what a new one would be.

    Terms of which the last document is gone stay in it, without documents; and index
    entries of documents that are not written again are lost. This breaks if ``IndexBuilder``
    keeps its terms, titles and index entries in other attributes, or gets its own fix.
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
    """Load documents when they are written, and do not keep them after that.

    Otherwise a serial build has those of all pages in memory, and any build their pickled forms.
    Without the caches, which Sphinx may remove at any time, there is nothing to forget.
    """
    getattr(env, "_write_doc_doctree_cache", {}).clear()
    getattr(env, "_pickled_doctree_cache", {}).clear()


def leave_index_and_inventory(builder: Any) -> None:
    """Let a builder of HTML leave its search index and its inventory as they are.

    Sphinx loads and writes both in each build, even if no page has changed. This has no effect if
    ``StandaloneHTMLBuilder`` calls these methods by other names.
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
    """Run ``conf.py`` in a folder, and return the configuration as a build would understand it.

    ``Config.read`` is documented, ``Tags`` is not.

    :raises sphinx.errors.ConfigError: if it cannot be run.
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
