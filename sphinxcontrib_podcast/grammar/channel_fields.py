"""Read the fields about a channel: a table of the registry, or the front matter of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sphinxcontrib_podcast.grammar import table_values as values
from sphinxcontrib_podcast.grammar.language import language_tag
from sphinxcontrib_podcast.grammar.podcast_tags import feed_of_show

# Places to listen, and the labels of their links.
_PLACES: Mapping[str, str] = {
    "website": "",
    "feed": "RSS",
    "apple": "Apple Podcasts",
    "spotify": "Spotify",
    "youtube": "YouTube",
}


def _links(value: Any) -> tuple[tuple[str, str], ...]:
    """Return links by their labels. The labels of some places are known: ``apple``."""
    if not isinstance(value, dict):
        return tuple(("", address) for address in values.urls(value))
    return tuple(
        (_PLACES.get(label.casefold(), label), values.url(address))
        for label, address in value.items()
    )


#: The keys of a table: the field, its check, and the description of a valid value.
FIELDS: Mapping[str, tuple[str, Callable[[Any], Any], str]] = {
    "name": ("name", values.text, "text"),
    "description": ("descriptions", values.prose_by_language, "text, or texts by language"),
    "image": ("image", values.image, "a path in the source folder, or a URL (http, https)"),
    "hosts": ("hosts", values.texts, "a list of names"),
    "language": ("language", language_tag, "a language tag"),
    "links": ("links", _links, 'URLs by label: {website = "https://…"}'),
    "categories": ("categories", values.texts, "a list of texts"),
    "license": ("license", values.text, "text"),
    "podcast_feed": (
        "podcast_feed",
        feed_of_show,
        "a table of the fields in the manual, under 'A podcast feed of your own show'",
    ),
}

# Other names in front matter.
_OTHER_NAMES: Mapping[str, str] = {
    "title": "name",
    "summary": "description",
    "cover": "image",
    "host": "hosts",
    "lang": "language",
    "tags": "categories",
    "category": "categories",
    "licence": "license",
}


def fields_of_page(data: Mapping[str, Any], report: Callable[[str, str], None]) -> dict[str, Any]:
    """Return the fields of the front matter of a page about a channel.

    Other fields are ignored: the page may use them for something else.

    :param report: called with the key and the description of a valid value if one is invalid.
    """
    found: dict[str, Any] = {}
    links: list[tuple[str, str]] = []
    for key, value in data.items():
        name = key.casefold()
        name = _OTHER_NAMES.get(name, name)
        try:
            if name in _PLACES:
                links += _links({name: value})
            elif name in FIELDS:
                field, check, _wanted = FIELDS[name]
                found.setdefault(field, check(value))
        except (TypeError, ValueError) as error:
            wanted = FIELDS[name][2] if name in FIELDS else "a URL (http, https)"
            report(key, values.wanted_with_part(wanted, error))
    if links:
        found["links"] = (*links, *found.get("links", ()))
    return found
