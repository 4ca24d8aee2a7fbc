"""Check the values of tables that authors write: the registry, and fields about a channel.

Each function returns the value in the form that records have.

:raises TypeError: if the value has another type, as does ``ValueError`` if it has another form.
"""

from __future__ import annotations

import re
from typing import Any

from sphinxcontrib_podcast.grammar.language import language_tag
from sphinxcontrib_podcast.grammar.media_addresses import is_path
from sphinxcontrib_podcast.grammar.text import as_title, writable
from sphinxcontrib_podcast.grammar.urls import media_address
from sphinxcontrib_podcast.model import Texts


class PartError(ValueError):
    """A part of a table is invalid. The message is its name."""


def wanted_with_part(wanted: str, error: Exception) -> str:
    """Return the description of a valid value, with the name of the part that is invalid."""
    return f"{wanted} (look at {error})" if isinstance(error, PartError) else wanted


def text(value: Any) -> str:
    """Return a text on one line, which must not be empty."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return as_title(writable(" ".join(value.split())))


def prose(value: Any) -> str:
    """Return a text on one line."""
    if not isinstance(value, str):
        raise TypeError
    return writable(" ".join(value.split()))


def texts(value: Any) -> tuple[str, ...]:
    """Return the texts of a list without duplicates, or one text."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(map(text, values)))


def prose_by_language(value: Any) -> Texts:
    """Return a text, or texts by language."""
    if isinstance(value, str):
        value = {"": value}
    if not isinstance(value, dict):
        raise TypeError
    return tuple((tag and language_tag(tag), prose(words)) for tag, words in value.items())


def texts_by_language(value: Any) -> Texts:
    """Return a text, or texts by language, none of them empty."""
    return tuple((language, text(words)) for language, words in prose_by_language(value))


def url(value: Any) -> str:
    """Return a URL (http, https)."""
    address = media_address(prose(value))
    if is_path(address):
        raise ValueError
    return address


def urls(value: Any) -> tuple[str, ...]:
    """Return the URLs of a list."""
    return tuple(map(url, texts(value)))


def image(value: Any) -> str:
    """Return a URL, or a path in the source folder."""
    address = media_address(prose(value))
    if is_path(address) and (
        address.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", address)
    ):
        raise ValueError
    return address


def flag(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise TypeError
    return value
