"""Decide which addresses in a file may be links, and which may be loaded as media."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sphinxcontrib_podcast.grammar.text import first_unwritable

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = ("http", "https")
_LINKS = (*_WEB, "mailto")
_AUDIO = re.compile(r"[^\s?#]+\.(?:mp3|m4a|m4b|ogg|oga|opus|wav|flac|aac)(?:[?#]\S*)?$", re.I)
_VIDEO = re.compile(r"[^\s?#]+\.(?:mp4|m4v|mov|webm|ogv|mkv)(?:[?#]\S*)?$", re.I)
_VIDEO_PAGE = re.compile(
    r"https?://(?:[\w-]+\.)*(?:"
    r"youtube(?:-nocookie)?\.com/(?:watch\?|(?:embed|live|shorts|v)/[\w-]{11})"
    r"|youtu\.be/[\w-]+|vimeo\.com/(?:[^\s?#]*/)?\d{5,12})"
    # PeerTube, on any host
    r"|https?://[^\s/]+/(?:w|videos/(?:watch|embed))/[\w-]{22,36}(?:[?#/]|$)"
)


def scheme_of(address: str) -> str:
    """Return the scheme as browsers see it, in lower case, or "" for a path."""
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""


def is_harmless(address: str) -> bool:
    """Return whether an address may be a link: to the web, for mail, or a path.

    Addresses with control characters may not: browsers drop these, which can reveal a scheme.
    """
    return scheme_of(address) in (*_LINKS, "") and first_unwritable(address) is None


def link_address(address: str) -> str:
    """Return an address that has a scheme.

    :raises ValueError: if it has none, or one that is not harmless.
    """
    if scheme_of(address) not in _LINKS:
        raise ValueError(address)
    urlsplit(address)
    return address


def media_address(address: str) -> str:
    """Return the address of a file on the web or in the project.

    ``//host/path`` gets the scheme ``https``, as a builder would read it as a local path.

    :raises ValueError: if it is neither.
    """
    if address.startswith("//"):
        address = f"https:{address}"
    scheme = scheme_of(address)
    if (scheme and scheme not in _WEB) or (scheme and not urlsplit(address).netloc):
        raise ValueError(address)
    return address


def is_audio(address: str) -> bool:
    """Return whether an address is that of an audio file."""
    return _AUDIO.match(address) is not None


def is_video(address: str) -> bool:
    """Return whether an address is that of a video file, or of a page that shows a video."""
    return _VIDEO.match(address) is not None or _VIDEO_PAGE.match(address) is not None
