"""Private or undocumented APIs of Sphinx, MyST and sphinx-design. No other module may use them.

Each function says which change would break it, and has a test that fails if that happens.
"""

from __future__ import annotations

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
    "complete_search_index",
    "create_component",
    "forget_doctrees",
    "leave_index_and_inventory",
    "read_config",
    "replace_search_index",
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

    The transform gets an object with a few attributes of a document. This breaks if docutils or
    Sphinx uses more than its settings, its reporter and ``findall``.
    """
    part = SimpleNamespace(
        settings=document.settings, reporter=document.reporter, findall=lambda _: iter(blocks)
    )
    SphinxSmartQuotes(cast("nodes.document", part), None).apply()


def stemmer_script(language: SearchLanguage) -> str:
    """Return the JavaScript that defines ``Stemmer``, or ``window.Stemmer``, for a language.

    The method is called without an index. This breaks if it uses more of one than its language.
    """
    index = cast("IndexBuilder", SimpleNamespace(lang=language))
    return IndexBuilder.get_js_stemmer_code(index)


def translated_image(uri: str, env: BuildEnvironment) -> str:
    """Return the translated version of an image for the project's language, if there is one.

    The function is undocumented. Without a translated version, it returns the path of the image.
    """
    return search_image_for_language(uri, env)


def complete_search_index(builder: Any, env: BuildEnvironment) -> None:
    """Make an updated search index equal to a new one.

    Sphinx keeps terms whose last document is gone, and loses the index entries of documents that
    are not written again. This breaks if ``IndexBuilder`` keeps its terms, titles and index
    entries in other attributes, and can go once Sphinx fixes both.
    """
    indexer = getattr(builder, "indexer", None)
    if indexer is None:
        return
    # Sphinx looks up documents for each word: that is slow unless they are a set
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
    """Empty Sphinx's caches of doctrees, so that each is in memory only while it is written.

    Otherwise a serial build keeps the doctrees of all pages in memory, and every build keeps them
    in pickled form. If a version of Sphinx has no such caches, this does nothing.
    """
    getattr(env, "_write_doc_doctree_cache", {}).clear()
    getattr(env, "_pickled_doctree_cache", {}).clear()


def leave_index_and_inventory(builder: Any) -> None:
    """Let an HTML builder skip its search index and its inventory in this build.

    Sphinx loads and writes both in each build, even if no page has changed. This has no effect if
    the methods of ``StandaloneHTMLBuilder`` are renamed.
    """
    for task in ("load_indexer", "dump_search_index", "dump_inventory"):
        setattr(builder, task, lambda *_docnames: None)


def replace_search_index(
    builder: Any,
    keep: Callable[[str, nodes.document, str], None],
    write: Callable[[], None],
) -> None:
    """Let an HTML builder write another search index than Sphinx's.

    This breaks if the methods of ``StandaloneHTMLBuilder`` are renamed, or if ``index_page`` is
    not called in the main process, for each document that is written.

    :param keep: called for each document, with its name, its doctree and its title as HTML.
    :param write: called at the end.
    """
    builder.load_indexer = lambda docnames: None
    builder.index_page = keep
    builder.dump_search_index = write


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
    """Run ``conf.py`` in a folder, and return the configuration as a build would see it.

    ``Config.read`` is documented, ``Tags`` is not.

    :raises sphinx.errors.ConfigError: if the file is missing or fails.
    """
    config = Config.read(folder, overrides={}, tags=Tags())
    suffixes: Any = config.source_suffix
    if isinstance(suffixes, str):
        suffixes = [suffixes]
    if not isinstance(suffixes, dict):
        suffixes = dict.fromkeys(suffixes, "restructuredtext")
    suffixes = {suffix: kind or "restructuredtext" for suffix, kind in suffixes.items()}
    # myst_parser registers Markdown for ".md" unless the project chose something else
    if suffixes.get(".md", "restructuredtext") == "restructuredtext":
        suffixes[".md"] = "markdown"
    config.source_suffix = suffixes
    return config
