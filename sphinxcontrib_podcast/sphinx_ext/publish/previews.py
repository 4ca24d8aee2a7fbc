"""Describe pages to programs that show previews: tags in the head, and share cards."""

from __future__ import annotations

import html
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.errors import ConfigError
from sphinx.util import logging

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.store import program_hash, short_hash
from sphinxcontrib_podcast.formats.oembed import Frame
from sphinxcontrib_podcast.formats.previews import (
    Preview,
    description_of,
    description_tag,
    meta_tags,
)
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.labels import project_labels
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    has_record,
    image_url,
    media_url,
    write_if_changed,
)
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of
from sphinxcontrib_podcast.views.publication import (
    ChannelRecord,
    EntityRecord,
    EpisodeRecord,
    Record,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinxcontrib_podcast.formats.cards import Card

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Connect the event."""
    app.connect("config-inited", _check, priority=910)  # after the settings are checked


def _check(app: Sphinx, config: Config) -> None:
    if settings_of(config).share_cards is not None and find_spec("PIL") is None:
        raise ConfigError(
            "podcast_share_cards needs Pillow: pip install 'sphinxcontrib-podcast[cards]'"
        )


def files_of_document(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the name of the share card of a page, if it may have one."""
    settings = settings_of(app.config)
    is_used = settings.share_cards is not None and settings.previews is not False
    if is_used and has_search_index(app.builder) and has_record(app, docname):
        yield _card_name(docname)


def _card_name(docname: str) -> str:
    return f"_cards/{docname}.png"


def tags(
    app: Sphinx,
    docname: str,
    record: Record | None,
    site: Site,
    context: dict[str, Any],
    doctree: nodes.document,
    frame: Frame | None,
) -> str:
    """Return the elements for the head of a page, whose player may be in a frame."""
    if settings_of(app.config).previews is False:
        return ""
    described = [
        n["content"] for n in doctree.findall(nodes.meta) if n.get("name") == "description"
    ]
    text = described[0] if described else description_of(_text_of(record))
    preview = preview_of(app, docname, record, site, context, text)._replace(frame=frame)
    own = "" if described else description_tag(text)
    if "sphinxext.opengraph" not in app.extensions:
        return own + meta_tags(preview)
    # it writes the tags, after this; these are what it cannot know
    known = {"og:description": preview.description, "og:image": preview.image}
    escaped = {name: html.escape(value) for name, value in known.items() if value}
    context["meta"] = escaped | (context.get("meta") or {})
    return own


def _text_of(record: Record | None) -> str:
    match record:
        case EpisodeRecord():
            return record.summary
        case EntityRecord():
            return record.description[1]
        case ChannelRecord() if record.descriptions:
            return record.descriptions[0][1]
    return ""


def preview_of(
    app: Sphinx,
    docname: str,
    record: Record | None,
    site: Site,
    context: dict[str, Any],
    text: str,
) -> Preview:
    """Return the preview of a page, with a description."""
    config = app.config
    preview = Preview(
        title=str(Markup(context.get("title", "")).striptags()),
        url=site.url(Address(docname)),
        site_name=config.html_title or config.project,
        description=text,
    )
    match record:
        case EpisodeRecord():
            preview = preview._replace(
                kind="article",
                title=record.title,
                image=image_url(app, site, record.picture),
                published=record.date.isoformat() if record.date else "",
                media=record.media,
                media_url=media_url(app, site, record.media),
            )
        case EntityRecord():
            kind = "profile" if record.name.type == "person" else "website"
            image = image_url(app, site, record.image)
            preview = preview._replace(kind=kind, title=record.name.name, image=image)
        case ChannelRecord():
            preview = preview._replace(title=record.name, image=image_url(app, site, record.image))
    if name := _draw(app, docname, record):
        preview = preview._replace(image=site.file(name), is_card=True)
    return preview


def _draw(app: Sphinx, docname: str, record: Record | None) -> str:
    """Draw the share card of a page unless the output has it. Return its name, or ""."""
    given = settings_of(app.config).share_cards
    if given is None or record is None:
        return ""
    from sphinxcontrib_podcast.formats import cards

    card, name = _card(app, record), _card_name(docname)
    if card is None:
        Path(app.outdir, name).unlink(missing_ok=True)  # it was about a person
        return ""
    fonts = cards.find_fonts(Path(app.confdir, path) for path in given)
    key = short_hash(repr((program_hash(), card, [path.name for path in fonts])))
    if cards.has_key(Path(app.outdir, name), key):
        return name
    try:
        write_if_changed(app, name, cards.draw(card, fonts, key))
    except cards.NoFontError:
        logger.info(f"podcast: no font has all characters of the share card of {docname}")
        Path(app.outdir, name).unlink(missing_ok=True)
        return ""
    return name


def _card(app: Sphinx, record: Record) -> Card | None:
    """Return the card of an episode or a person; None of other pages."""
    from sphinxcontrib_podcast.formats.cards import Card

    config, labels = app.config, project_labels(app.config)
    site_name, language = config.html_title or config.project, language_tag(config)
    match record:
        case EpisodeRecord():
            people = [person.name for person in (*record.guests, *record.hosts)]
            facts = [labels.listed(people[:3])] if people else []
            facts += [labels.date(record.date)] if record.date else []
            return Card(
                record.channel.text if record.channel else site_name,
                record.title,
                " · ".join(facts),
                record.language,
                tuple(c.end - c.start for c in record.chapters if c.end and c.end > c.start),
            )
        case EntityRecord() if record.name.type == "person":
            text = description_of(record.description[1])
            return Card(site_name, record.name.name, text, record.language or language)
    return None
