"""The abilities of builders, by their format and class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

if TYPE_CHECKING:
    from sphinx.builders import Builder


def is_html(builder: Builder) -> bool:
    """Return whether the output is HTML, be it a site or an e-book."""
    return builder.format == "html"


def runs_scripts(builder: Builder) -> bool:
    """Return whether the output is a site: not an e-book, for example."""
    return is_html(builder) and not getattr(builder, "embedded", False)


def is_ebook(builder: Builder) -> bool:
    """Return whether the output is an EPUB file."""
    return isinstance(builder, Epub3Builder)


def is_one_page(builder: Builder) -> bool:
    """Return whether the output is a single page of all documents."""
    return isinstance(builder, SingleFileHTMLBuilder)


def follows_times(builder: Builder) -> bool:
    """Return whether a script on the pages follows addresses such as ``#t=124``.

    E-books run no scripts, and on a page of all episodes a time is ambiguous.
    """
    return _is_site_of_pages(builder)


def uses_templates(builder: Builder) -> bool:
    """Return whether templates render the generated parts: on the pages of a site.

    The pages of an e-book are changed by Sphinx, and those of a single page are joined.
    """
    return _is_site_of_pages(builder)


def _is_site_of_pages(builder: Builder) -> bool:
    return runs_scripts(builder) and not is_one_page(builder)


def has_search(builder: Builder) -> bool:
    """Return whether Sphinx considers the output searchable."""
    return is_html(builder) and bool(getattr(builder, "search", False))


def has_search_index(builder: Builder) -> bool:
    """Return whether the output is a site with a search index of its pages."""
    return builder.name in ("html", "dirhtml") and has_search(builder)


def copies_sources(builder: Builder) -> bool:
    """Return whether a builder copies the sources of documents if the project wants that."""
    return is_html(builder) and bool(getattr(builder, "copysource", False))


def has_files_of_documents(builder: Builder) -> bool:
    """Return whether a builder writes a file for each document."""
    return hasattr(builder, "get_output_path") or hasattr(builder, "out_suffix")


def file_of_document(builder: Any, docname: str) -> Path | None:
    """Return the file that a builder writes for a document, or None if it writes none."""
    if hasattr(builder, "get_output_path"):
        return Path(builder.get_output_path(docname))
    if hasattr(builder, "out_suffix"):
        return Path(builder.outdir, f"{docname}{builder.out_suffix}")
    return None
