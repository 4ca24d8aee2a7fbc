"""Let reference managers cite episodes: files beside their pages, and tags in the heads."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.formats.citations import WRITERS, citations_of, coins, highwire
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.pages.hover import as_script_data
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    base_of,
    link_beside,
    name_of_page,
    write_if_changed,
)
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.publication import EpisodeRecord, Record

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_NAMES = {"bibtex": "BibTeX", "ris": "RIS", "csl": "CSL-JSON"}


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the names of the citations of an episode."""
    is_on = settings_of(app.config).citations and base_of(app.config)
    if is_on and has_search_index(app.builder) and docname in pod_domain(app.env).named[0]:
        yield from _names(app, docname).values()


def _names(app: Sphinx, docname: str) -> dict[str, str]:
    """Return the names of the files of an episode by their format."""
    page = name_of_page(app, docname)
    return {form: f"{page}{suffix}" for form, (suffix, _type, _write) in WRITERS.items()}


def tags(
    app: Sphinx, docname: str, record: Record | None, site: Site, context: dict[str, Any]
) -> str:
    """Write the citations of an episode. Return the elements for the head of its page."""
    config = app.config
    if not settings_of(config).citations or not isinstance(record, EpisodeRecord):
        return ""
    found = list(citations_of(record, docname, site, config.html_title or config.project))
    lines = [
        f'<meta name="{name}" content="{escape(value)}">' for name, value in highwire(found[0])
    ]
    links = []
    for form, name in _names(app, docname).items():
        _suffix, kind, write = WRITERS[form]
        write_if_changed(app, name, write(found))
        href, label = link_beside(name), _NAMES[form]
        lines.append(f'<link rel="alternate" type="{kind}" title="{label}" href="{href}">')
        links.append(f'<a href="{href}" type="{kind}">{label}</a>')
    label = escape(_("Cite this episode:"))
    spans = "".join(f'<span class="Z3988" title="{escape(coins(c))}"></span>' for c in found)
    context["body"] += f'<p class="pod-cite no-search">{label} {" · ".join(links)}{spans}</p>'
    _add_script(app, record)
    return "\n" + "\n".join(lines)


def _add_script(app: Sphinx, record: EpisodeRecord) -> None:
    """Add the script that offers references to quotes, with the part that all have in common."""
    show = record.channel.text if record.channel else ""
    # the script puts the speaker, the words and the time around it
    within = ", ".join(filter(None, (record.title, show, str(record.date or ""))))
    data = {"label": _("Cite"), "within": within}
    # after podcast.js, which makes the buttons beside which it puts its own
    app.add_js_file("podcast-cite.js", priority=600, loading_method="defer")
    body = as_script_data({name: str(text) for name, text in data.items()})
    app.add_js_file(None, body=body, type="application/json", id="pod-reference")
