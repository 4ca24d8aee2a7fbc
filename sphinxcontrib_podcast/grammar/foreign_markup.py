"""The markup of other programs in the body of an episode: Obsidian, Jekyll, Hugo.

It is rewritten before Markdown is read, outside of code and line by line, so that every line keeps
its number. Wiki links become Markdown links with a scheme of their own, ``wiki:``; what cannot be
shown is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, unquote

from sphinxcontrib_podcast.grammar.text import WIKI_SCHEME
from sphinxcontrib_podcast.grammar.urls import is_audio, is_video

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)$", re.IGNORECASE)

_MAY_HAVE = re.compile(r"\[\[|%%|\{[%:]|\{\{|[ \n]\^\w|\n[ \t]*#[^\s#]")
_CODE = (
    r"(?P<code>^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?[ \t>]*(?P=fence)[`~]*[ \t]*$"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)[^\n]{1,500}?(?<!`)(?P=ticks)(?!`))"
)
_WIKI = re.compile(
    rf"{_CODE}"
    r"|(?P<embed>!?)\[\[(?!\s)(?P<target>[^\[\]\n|]{1,300})(?:\|(?P<text>[^\[\]\n]{0,300}))?\]\]"
    r"|(?<!\S)%%(?!%)(?P<comment>[^%]*(?:%(?!%)[^%]*)*)%%"
    r"|[ \t]+\^(?=[\d-]*[A-Za-z])[A-Za-z\d-]{1,60}[ \t]*$"
    r"|^[ \t]*\^(?=[\d-]*[A-Za-z])[A-Za-z\d-]{1,60}[ \t]*$",
    re.MULTILINE,
)
_LIQUID = r"\{%(?:[^%]|%(?!\})){0,1000}%\}"
_SHORTCODE = r"\{\{[<%](?:[^}]|\}(?!\})){0,1000}\}\}"
_VARIABLE = r"\{\{-?\s*(?:site|page|post|layout|include|content)\b[^{}\n]{0,200}\}\}"
_ANY_TAG = rf"(?:{_LIQUID}|{_SHORTCODE}|{_VARIABLE})"
_OTHERS = re.compile(
    rf"{_CODE}"
    r"|\{%-?\s*comment\s*-?%\}(?P<comment>(?:[^{]|\{(?!%))*)\{%-?\s*endcomment\s*-?%\}"
    rf"|(?P<image>!?)\[(?P<label>[^\[\]\n]{{0,300}})\]\(\s*<?(?P<within>{_ANY_TAG})[^()\s]{{0,300}}>?\s*\)"
    rf"|(?P<liquid>{_LIQUID}|{_VARIABLE})|(?P<shortcode>{_SHORTCODE})"
    r"|(?P<kramdown>\{::?[ \t]*[^{}\n]{0,300}\})",
    re.MULTILINE,
)
_TAG = r"#(?=[\w/-]*[^\W\d_])[\w/-]{1,60}"
_TAGS = re.compile(rf"[ \t]*{_TAG}(?:[ \t,]+{_TAG})*[ \t]*")
# [[1]](https://example.org) is Markdown
_ADDRESS = re.compile(r"\((?:[a-z][\w+.-]*:|[/#.]|[^\s()]*[./])", re.IGNORECASE)


class Cleaned(NamedTuple):
    """A body without the markup of other programs."""

    text: str
    tags: tuple[str, ...] = ()
    """Those at its end: ``#podcast``."""
    recordings: tuple[str, ...] = ()
    """Paths of sound and video that are embedded: ``![[one.mp3]]``."""
    left_out: tuple[str, ...] = ()
    """The kinds of markup of site generators."""


def clean(text: str, *, wikilinks: bool = True) -> Cleaned:
    """Rewrite the markup of other programs in the body of an episode.

    :param wikilinks: whether ``[[Ann Lee]]`` and the like are read; site generators' markup is.
    """
    if not _MAY_HAVE.search(text):
        return Cleaned(text)
    tags: tuple[str, ...] = ()
    recordings: list[str] = []
    if wikilinks:
        text, tags = _without_tags(text)
        text = _WIKI.sub(_outside_code(lambda m: _wiki(m, recordings)), text)
    left_out: dict[str, None] = {}
    text = _OTHERS.sub(_outside_code(lambda m: _other(m, left_out)), text)
    return Cleaned(text, tags, tuple(dict.fromkeys(recordings)), tuple(left_out))


def wiki_target(address: str) -> str | None:
    """Return the name that a wiki link leads to; None for another address."""
    return unquote(address[len(WIKI_SCHEME) :]) if address.startswith(WIKI_SCHEME) else None


def _without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the lines of tags at its end, and the tags."""
    lines = text.split("\n")
    first = len(lines)
    while first > 1 and (not lines[first - 1].strip() or _TAGS.fullmatch(lines[first - 1])):
        first -= 1
    tags = re.findall(_TAG, "\n".join(lines[first:]))
    if not tags:
        return text, ()
    lines[first:] = [""] * (len(lines) - first)
    return "\n".join(lines), tuple(dict.fromkeys(tag[1:] for tag in tags))


def _outside_code(
    replacement: Callable[[re.Match[str]], str],
) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        return replacement(match)

    return replace


def _lines(match: re.Match[str]) -> str:
    """Return as many line breaks as a match has."""
    return "\n" * match[0].count("\n")


def _wiki(match: re.Match[str], recordings: list[str]) -> str:
    if match["target"] is None:  # a comment, or the id of a block
        return _lines(match)
    page, _, heading = match["target"].rstrip("\\").partition("#")
    text = match["text"]
    if text is None and not match["embed"] and _ADDRESS.match(match.string, match.end()):
        return match[0]
    path = page.strip()
    if match["embed"]:
        if is_audio(path) or is_video(path):
            recordings.append(path)
            return ""
        if _PICTURE.search(path):
            label = text if text and not re.fullmatch(r"[\dx]+", text) else ""
            return f"![{label}](<{path}>)"
    name = path.rpartition("/")[2].removesuffix(".md")
    heading = "" if heading.startswith("^") else heading.rpartition("#")[2].strip()
    shown = " ".join((text or name or heading).split())
    return f"[{shown}]({WIKI_SCHEME}{quote(name, safe='')})" if name and shown else shown


def _other(match: re.Match[str], left_out: dict[str, None]) -> str:
    kinds = ("liquid", "shortcode", "kramdown")
    kind = next((name for name in kinds if match[name]), "liquid")
    if match["within"]:
        kind = "shortcode" if match["within"][:3] in ("{{<", "{{%") else "liquid"
    left_out[KINDS[kind]] = None
    if match["within"] and not match["image"]:
        return str(match["label"])
    return _lines(match)


#: How messages write the markup of site generators.
KINDS = {"liquid": "{% … %}", "shortcode": "{{< … >}}", "kramdown": "{: … }"}
