"""Find the recording of an episode, and the addresses of moments in it.

A recording is a file, or a page of YouTube, Vimeo or PeerTube, whose players other pages may
embed. Moments in files are W3C Media Fragments (https://www.w3.org/TR/media-frags/).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

from sphinxcontrib_podcast.model import Media

_VIDEO_FILES = (".mp4", ".m4v", ".mov", ".webm", ".ogv", ".mkv")
_YOUTUBE_PATH = re.compile(r"/(?:embed|live|shorts|v)/([\w-]{11})")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_VIMEO_PATH = re.compile(r"/(?:.*/)?(\d{5,12})(?:/([0-9a-f]{8,12}))?/?")
_PEERTUBE_PATH = re.compile(
    r"/(?:w|videos/watch|videos/embed)/([0-9a-f-]{36}|[1-9A-HJ-NP-Za-km-z]{22})"
)


def read_media(audio: str, video: str) -> Media | None:
    """Return the recording in the fields ``audio`` and ``video``; audio takes precedence.

    Return None if there is neither, or only a video page whose player cannot be embedded.
    """
    if audio:
        return Media("audio", audio) if is_web_or_path(audio) else None
    return _read_video(video) if video and is_web_or_path(video) else None


def is_web_or_path(address: str) -> bool:
    """Return whether a browser can play from an address."""
    return urlsplit(address).scheme in ("http", "https", "")


def is_path(address: str) -> bool:
    """Return whether an address is a file of the project."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def _read_video(url: str) -> Media | None:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    if not host or parts.path.lower().endswith(_VIDEO_FILES):
        return Media("video", url)
    if host in ("youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"):
        return _read_youtube(host, parts.path, parts.query)
    if host in ("vimeo.com", "player.vimeo.com"):
        match = _VIMEO_PATH.fullmatch(parts.path)
        if match is None:
            return None
        hidden = match[2] or parse_qs(parts.query).get("h", [""])[0]
        page = f"https://vimeo.com/{match[1]}" + (f"/{quote(hidden)}" if hidden else "")
        embed = f"https://player.vimeo.com/video/{match[1]}?dnt=1"
        return Media("vimeo", page, embed + (f"&h={quote(hidden)}" if hidden else ""))
    if match := _PEERTUBE_PATH.fullmatch(parts.path.rstrip("/")):
        place = f"https://{parts.netloc}"
        return Media("peertube", f"{place}/w/{match[1]}", f"{place}/videos/embed/{match[1]}?api=1")
    return None


def _read_youtube(host: str, path: str, query: str) -> Media | None:
    match = _YOUTUBE_PATH.match(path)
    found = path.strip("/") if host == "youtu.be" else parse_qs(query).get("v", [""])[0]
    id_ = match[1] if match else found
    if not _YOUTUBE_ID.fullmatch(id_):
        return None
    return Media(
        "youtube",
        f"https://www.youtube.com/watch?v={id_}",
        f"https://www.youtube-nocookie.com/embed/{id_}?enablejsapi=1&rel=0",
    )


def address_at(kind: str, url: str, start: float, end: float | None = None) -> str:
    """Return the address that opens media at a moment, without a script.

    :param kind: as in :class:`~sphinxcontrib_podcast.model.Media`.
    :param start: in seconds, as is ``end``, which only files support.
    """
    match kind:
        case "youtube":
            return f"{url}&t={int(start)}s"
        case "vimeo":
            return f"{url}#t={int(start)}s"
        case "peertube":
            return f"{url}?start={int(start)}s"
        case _:
            return f"{url.partition('#')[0]}#t={range_text(start, end)}"


def range_text(start: float, end: float | None = None) -> str:
    """Return a moment or a range in seconds, as in addresses: ``124`` or ``124.5,130``."""
    first = f"{round(start, 1):.1f}".removesuffix(".0")
    last = "" if end is None else f"{round(end, 1):.1f}".removesuffix(".0")
    return f"{first},{last}" if last else first
