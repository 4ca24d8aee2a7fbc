"""Digests and notes as other programs export them, as episode files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sphinxcontrib_podcast.exchange.chapters import Mark, clock, heading, read_lines
from sphinxcontrib_podcast.exchange.lost_breaks import (
    check,
    has_lost_breaks,
    split_lost_breaks,
)
from sphinxcontrib_podcast.exchange.markdown import html_to_markdown, text_to_markdown
from sphinxcontrib_podcast.grammar.front_matter import parse_options
from sphinxcontrib_podcast.grammar.times import parse_time, split_heading
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

_HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)
_H1 = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_PODWISE_CHAPTER = re.compile(r"^###\s+\[([\d:]+)\]\s+Chapter\s+\d+:\s*(.*?)\s*$", re.MULTILINE)
_SNIPD = re.compile(r"^##\s+Episode metadata\s*$", re.MULTILINE)
_PLAYED = re.compile(r"🎧.*?(\d{1,3}:\d{2}(?::\d{2})?)\s*[-–—]\s*\d{1,3}:\d{2}")
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((https?://[^()\s]*)\)")
_TAGS = re.compile(r"(?:\s+#[^\s#]+)+\s*$")
_LABEL = re.compile(
    r"^\W*(?:chapters?|time ?stamps?|目次|チャプター|タイムスタンプ|章[节節]|时间轴)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"[\"“„「『«‹*_]")


@dataclass(frozen=True)
class Digest:
    """An episode file in the making.

    ``fields`` are front matter to be written before ``text``; where there are none, the text may
    have its own. ``transcript`` is text with times, for a file of its own.
    """

    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    transcript: str = ""


def read_digest(text: str, given: Mapping[str, Any], body: str, vocabulary: Vocabulary) -> Digest:
    """Make an episode of what a program exported; what is one already stays as it is.

    :param given: the front matter of the text, and ``body`` what follows it.
    """
    if _SNIPD.search(body):
        return _snipd(given, body)
    if _PODWISE_CHAPTER.search(body) or given.keys() >= {"podcast", "episode", "publish-time"}:
        return _podwise(given, body)
    if has_lost_breaks(text):
        return Digest(split_lost_breaks(text, vocabulary))
    if not _HEADING.search(body):
        marks, rest = read_lines(text_to_markdown(body))
        if marks:
            rest = re.sub(r"\n{3,}", "\n\n", _LABEL.sub("", rest)).strip()
            headings = [heading(mark, mark.title) for mark in marks]
            return Digest("\n\n".join(filter(None, [rest, *headings])) + "\n", {**given})
    return Digest(text)


def title_of(text: str) -> str:
    """The first heading of level 1; empty where there is none."""
    match = _H1.search(text)
    return match[1] if match else ""


# -- podwise -------------------------------------------------------------------


def _podwise(given: Mapping[str, Any], body: str) -> Digest:
    """Chapters become chapters, keywords entities, the summary what stands before them."""
    title = str(given.get("episode") or title_of(body))
    fields = _known(
        title=title,
        date=given.get("publish-time"),
        channel=given.get("podcast"),
        links=given.get("link"),
        tags=given.get("tags"),
    )
    parts: list[str] = []
    transcript = ""
    entities = ""
    for name, content in _sections(_H1.sub("", body, count=1), 2):
        match name.casefold():
            case "" | "summary":
                parts.append(content)
            case "chapters":
                parts.append(_PODWISE_CHAPTER.sub(r"## [\1] \2", content))
            case "keywords":
                lines = re.sub(r"^\d+\.\s+", "- ", content, flags=re.MULTILINE)
                entities = f"## Entities\n\n{lines}"
            case "transcript":
                transcript = content
            case _:
                parts.append(f"## {name}\n\n{content}")
    text = "\n\n".join(filter(None, [*parts, entities]))
    return Digest(_tidy(text), fields, f"{transcript}\n" if transcript else "")


# -- snipd ---------------------------------------------------------------------


def _snipd(given: Mapping[str, Any], body: str) -> Digest:
    """Snips become chapters, in order of time."""
    sections = dict(_sections(body, 2))
    about = {
        key.strip(): value.strip()
        for key, value in re.findall(
            r"^- ([^:\n]+):[ \t]*(.*)$", sections.get("Episode metadata", ""), re.MULTILINE
        )
    }
    address = _LINK.search(about.get("Episode URL", ""))
    fields = _known(
        title=about.get("Episode title") or title_of(body),
        date=about.get("Episode publish date"),
        channel=about.get("Show"),
        duration=about.get("Duration"),
        hosts=_names(about.get("Owner / Host", "")),
        guests=_names(about.get("Guests", "")),
        links=address[2] if address else None,
        tags=given.get("tags"),
    )
    parts = [about.get("Episode AI description", "")]
    if books := about.get("Mentioned books"):
        parts.append(f"Mentioned books: {books}")
    parts += [
        f"## {name}\n\n{_without_html(content)}"
        for name, content in sections.items()
        if name not in ("", "Episode metadata", "Snips") and content
    ]
    snips = [_snip(name, text) for name, text in _sections(sections.get("Snips", ""), 3) if name]
    snips.sort(key=lambda snip: snip[0])
    starts: set[float] = set()
    for start, text in snips:
        if start in starts:
            text += f"\n\n{check(f'two snips start at {clock(start)}; join them, or correct one')}"
        starts.add(start)
        parts.append(text)
    return Digest(_tidy("\n\n".join(filter(None, parts))), fields)


def _snip(name: str, content: str) -> tuple[float, str]:
    """When a snip starts, and it as a chapter."""
    time = split_heading(_TAGS.sub("", name.replace("⭐", "").strip()))
    title = time.title
    address = ""
    if match := _LINK.search(title):
        title, address = (title[: match.start()] + match[1] + title[match.end() :]), match[2]
    start = time.start
    kept: list[str] = []
    for line in content.split("\n"):
        if played := _PLAYED.search(line):
            start = parse_time(played[1]) if start is None else start
            link = _LINK.search(line)
            address = address or (link[2] if link else "")
        elif not re.fullmatch(r"\s*-{3,}\s*|Created with \[Snipd\].*", line):
            kept.append(line)
    text = _without_html("\n".join(kept))
    text = re.sub(r"^#{4,6}\s+(?:💬\s*)?Quote\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^#{4,6}\s+(?:📚\s*)?", "### ", text, flags=re.MULTILINE)
    text = re.sub(r"^(?:>.*(?:\n|\Z))+", _as_quote, text, flags=re.MULTILINE)
    lines = [
        f"## {title.strip()}" if start is None else heading(Mark(start, ""), title.strip()),
        "" if start is not None else check("this snip says no time; write ## [02:04] before it"),
        text.strip(),
        f"<{address}>" if address else "",
    ]
    return (float("inf") if start is None else start), "\n\n".join(filter(None, lines))


def _as_quote(match: re.Match[str]) -> str:
    """A blockquote in quotation marks, so that it counts as somebody's words."""
    lines = [line.lstrip(">").strip() for line in match[0].rstrip("\n").split("\n")]
    speaker = lines.pop() if re.match("[—–―]", lines[-1]) else ""
    if len(lines) == 0 or "" in lines or _QUOTED.match(lines[0]):
        return match[0]
    lines[0] = f"“{lines[0]}"
    lines[-1] += "”"
    return "".join(f"> {line}\n" for line in filter(None, [*lines, speaker])) + "\n"


def _without_html(text: str) -> str:
    """Markdown without players; what is HTML in it becomes Markdown."""
    text = re.sub(r"<(audio|iframe|video)\b.*?(?:</\1>|/>)", "", text, flags=re.DOTALL)
    text = re.sub(r"</?details[^<>]*>|<summary>\s*Click to expand\s*</summary>", "", text)
    text = re.sub(r"<summary>(.*?)</summary>", r"\1", text)
    return re.sub(
        r"<blockquote>.*?</blockquote>",
        lambda match: f"\n{html_to_markdown(match[0])}\n",
        text,
        flags=re.DOTALL,
    )


# -- both ----------------------------------------------------------------------


def _sections(text: str, level: int) -> Iterator[tuple[str, str]]:
    """The sections of a level, by title; what stands before the first has none."""
    parts = re.split(rf"^#{{{level}}}\s+(.*?)\s*$", text, flags=re.MULTILINE)
    yield "", parts[0].strip()
    for name, content in zip(parts[1::2], parts[2::2], strict=True):
        yield name, content.strip()


def _known(**given: Any) -> dict[str, Any]:
    """The fields that an episode file may have, without those that say nothing."""
    known = parse_options({key: value for key, value in given.items() if value}, 1).fields
    convert: dict[str, Callable[[Any], Any]] = {
        "duration": clock,
        "links": lambda links: [url for _label, url in links],
        "hosts": list,
        "guests": list,
        "tags": list,
    }
    return {key: convert.get(key, lambda value: value)(known[key]) for key in given if key in known}


def _names(text: str) -> list[str]:
    """Names, which may be links."""
    return [name for name in re.split(r"\s*[,，、]\s*", _LINK.sub(r"\1", text)) if name]


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
