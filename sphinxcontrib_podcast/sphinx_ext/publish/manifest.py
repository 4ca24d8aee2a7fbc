"""Describe the site to systems that can install it: icons and a web manifest."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.sphinx_ext.builder_kinds import has_search_index
from sphinxcontrib_podcast.sphinx_ext.publish.common import (
    is_complete,
    name_of_page,
    way_to_root,
    write_if_changed,
)
from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_MANIFEST = "manifest.webmanifest"
_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}


def setup(app: Sphinx) -> None:
    """Connect the events. The handlers do nothing without ``podcast_icons``."""
    app.connect("config-inited", _check, priority=910)  # after the settings are checked
    app.connect("html-page-context", _add_tags)
    app.connect("build-finished", _write)


def _is_used(app: Sphinx) -> bool:
    return bool(settings_of(app.config).icons) and has_search_index(app.builder)


def files(app: Sphinx) -> set[str]:
    """Return the names of the icons and of the manifest."""
    if not _is_used(app) or not is_complete(app):
        return set()
    return {_MANIFEST, *map(_name, settings_of(app.config).icons)}


def _name(path: str) -> str:
    return f"icons/{PurePosixPath(path).name}"


def _check(app: Sphinx, config: Config) -> None:
    for path in settings_of(config).icons:
        _size(Path(app.confdir, path))


def _size(path: Path) -> str:
    """Return the size of an icon as manifests have it.

    :raises ConfigError: if the file is missing, or neither PNG nor SVG.
    """
    try:
        start = path.read_bytes()[:24]
    except OSError as error:
        raise ConfigError(f"podcast_icons: {path.name} cannot be read: {error.strerror}") from None
    if path.suffix == ".svg":
        return "any"
    if path.suffix != ".png" or len(start) < 24 or not start.startswith(b"\x89PNG"):
        raise ConfigError(f"podcast_icons: {path.name} must be a PNG or SVG file")
    return "{}x{}".format(*struct.unpack(">II", start[16:]))


def _add_tags(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Link to the manifest and to the first icon, which phones show on their first screen."""
    if _is_used(app):
        root = way_to_root(name_of_page(app, pagename))
        icon = escape(f"{root}{quote(_name(settings_of(app.config).icons[0]))}")
        context["metatags"] = (
            f'{context.get("metatags", "")}\n<link rel="manifest" href="{root}{_MANIFEST}">'
            f'\n<link rel="apple-touch-icon" href="{icon}">'
        )


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not files(app):
        return
    config = app.config
    for path in settings_of(config).icons:
        write_if_changed(app, _name(path), Path(app.confdir, path).read_bytes())
    data = {
        "name": config.html_title or config.project,
        "short_name": config.html_short_title or config.project,
        "lang": language_tag(config),
        "start_url": app.builder.get_target_uri(config.root_doc) or ".",
        "display": "minimal-ui",
        "icons": list(_icons(app)),
    }
    write_if_changed(app, _MANIFEST, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _icons(app: Sphinx) -> Iterator[dict[str, str]]:
    for path in settings_of(app.config).icons:
        size, type_ = _size(Path(app.confdir, path)), _TYPES[PurePosixPath(path).suffix]
        yield {"src": quote(_name(path)), "sizes": size, "type": type_}
