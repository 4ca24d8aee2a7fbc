"""Let other pages embed the player of an episode: a page with it alone, and oEmbed.

Both are written with the page of the episode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.formats.oembed import Frame, code_parts, oembed
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.grammar.media_addresses import range_text
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.nodes import Player, player, player_view
from sphinxcontrib_podcast.sphinx_ext.pages.hover import as_script_data
from sphinxcontrib_podcast.sphinx_ext.pages.templates import templates_of
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    base_of,
    name_of_page,
    record_of,
    site_of,
    way_to_root,
    write_if_changed,
)
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.views.publication import EpisodeRecord, Record

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FOLDER = "embed/"
_OEMBED = "application/json+oembed"

# The scripts of the page of an episode that its player needs.
_SCRIPTS = ("podcast.js", "podcast-embed.js", "podcast-player.js")
_SOURCE = re.compile(r'(?<= src=")|(?<= href=")')


class EmbeddedChapter(NamedTuple):
    """A chapter beside a player."""

    id: str
    title: str
    time: str
    seconds: str


class EmbeddedPlayer(NamedTuple):
    """The page with the player of an episode alone."""

    title: str
    language: str
    show: str
    url: str
    """The address of the episode."""

    root: str
    """The way from the page to the first folder of the site: ``../`` for each folder."""

    head: str
    """The elements that load styles and scripts, as HTML."""

    player: Player
    chapters: tuple[EmbeddedChapter, ...]


def setup(app: Sphinx) -> None:
    """Connect the event. The handler does nothing without ``podcast_embeds``."""
    app.connect("html-page-context", _write, priority=800)  # after the scripts are known


def _is_used(app: Sphinx) -> bool:
    is_wanted = bool(settings_of(app.config).embeds and base_of(app.config))
    return is_wanted and has_search_index(app.builder)


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the names of the files of an episode, which it has if it has a recording."""
    if _is_used(app) and docname in pod_domain(app.env).named[0]:
        yield from _names(app, docname)


def _names(app: Sphinx, docname: str) -> tuple[str, str]:
    """Return the names of the page and of the answer to oEmbed."""
    name = f"{_FOLDER}{name_of_page(app, docname)}"
    return name, f"{name}.json"


def frame_of(
    app: Sphinx, docname: str, record: Record | None, site: Site, doctree: nodes.document
) -> Frame | None:
    """Return the embeddable player of an episode, if it has one."""
    if not _is_used(app) or not isinstance(record, EpisodeRecord) or not record.media:
        return None
    if _player(app, doctree) is None:
        return None
    url = f"{site.base}{_FOLDER}{site.page(docname)}"
    return Frame(url, record.title, record.media.kind != "audio")


def _player(app: Sphinx, doctree: nodes.document) -> Player | None:
    node = next(doctree.findall(player), None)
    return player_view(app.builder, node) if node else None


def tags(app: Sphinx, docname: str, frame: Frame | None, site: Site) -> str:
    """Return the link to the answer to oEmbed. Add the script that offers the code to copy."""
    if frame is None:
        return ""
    app.add_js_file("podcast-frame.js", priority=600, loading_method="defer")
    data = {"title": str(_("Copy the code that embeds this player")), "code": code_parts(frame)}
    body = as_script_data(data)
    app.add_js_file(None, body=body, type="application/json", id="pod-frame")
    href, title = escape(site.file(_names(app, docname)[1])), escape(frame.title)
    return f'\n<link rel="alternate" type="{_OEMBED}" title="{title}" href="{href}">'


def _write(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    if doctree is None or not _is_used(app) or pagename not in pod_domain(app.env).named[0]:
        return
    site, record = site_of(app), record_of(app, pagename)
    frame, (page, answer) = frame_of(app, pagename, record, site, doctree), _names(app, pagename)
    if frame is None:
        for name in (page, answer):
            Path(app.outdir, name).unlink(missing_ok=True)  # the episode had a recording
        return
    assert isinstance(record, EpisodeRecord)
    view = _view(app, pagename, record, site, context, doctree)
    html = templates_of(app.builder).render("podcast/embed.html", {"view": view, "_": _})  # type: ignore[arg-type]
    write_if_changed(app, page, f"{html}\n")
    show = record.channel
    author = (show.text, site.url(show.address) if show.address else "") if show else ("", "")
    provider = (app.config.html_title or app.config.project, site.url(Address(app.config.root_doc)))
    write_if_changed(app, answer, oembed(frame, author, provider))


def _view(
    app: Sphinx,
    docname: str,
    record: EpisodeRecord,
    site: Site,
    context: dict[str, Any],
    doctree: nodes.document,
) -> EmbeddedPlayer:
    found = _player(app, doctree)
    assert found
    chapters = (
        EmbeddedChapter(c.id, c.title, format_time(c.start), range_text(c.start))
        for c in record.chapters
    )
    return EmbeddedPlayer(
        record.title,
        record.language,
        record.channel.text if record.channel else "",
        site.url(Address(docname)),
        way_to_root(_names(app, docname)[0]),
        _head(context),
        _one_folder_down(found),
        tuple(chapters),
    )


def _head(context: dict[str, Any]) -> str:
    """Return the elements of the episode's page that load what a player needs."""
    css, js = context["css_tag"], context["js_tag"]
    tags = [css(file) for file in context["css_files"] if _is_file(file, ("podcast.css",))]
    tags += [
        js(file)
        for file in sorted(context["script_files"], key=lambda file: file.priority)
        if _is_file(file, _SCRIPTS) or file.attributes.get("id") == "pod-labels"
    ]
    return "\n".join(_SOURCE.sub("../", tag, count=1) for tag in tags)


def _is_file(file: Any, names: tuple[str, ...]) -> bool:
    return str(file.filename or "").rpartition("/")[2] in names


def _one_folder_down(found: Player) -> Player:
    """Return a player for a page whose folder is one level below that of the episode."""

    def moved(uri: str) -> str:
        return uri if not uri or "://" in uri else f"../{uri}"

    data = dict(found.data)
    if "data-picture" in data:
        data["data-picture"] = moved(data["data-picture"])
    return found._replace(uri=moved(found.uri), poster=moved(found.poster), data=data)
