"""Convert digests and notes exported by other programs to episode files."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sphinxcontrib_podcast.formats.chapters import Mark, clock, heading, read_lines, without_code
from sphinxcontrib_podcast.formats.html_to_markdown import (
    MOST_CHARACTERS,
    html_to_markdown,
    text_to_markdown,
)
from sphinxcontrib_podcast.formats.lost_breaks import (
    check,
    has_lost_breaks,
    split_lost_breaks,
)
from sphinxcontrib_podcast.grammar.chapter_marks import BUILDER
from sphinxcontrib_podcast.grammar.characters import QUOTATION_MARKS
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.episode_fields import parse_options
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions, podcast_plugin
from sphinxcontrib_podcast.grammar.times import parse_time
from sphinxcontrib_podcast.grammar.turns import CLOCK
from sphinxcontrib_podcast.grammar.urls import is_audio
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Episode

_HEADING = re.compile(r"^#{1,6}\s", re.MULTILINE)
_COMMENT = re.compile(r"^#[ \t]*(.*)$", re.MULTILINE)  # in front matter
_TITLE = re.compile(r"\s*# .*\n")
_H1 = re.compile(r"^#\s+(.+?)\s*#*\s*$|^(\S.*)\n=+[ \t]*$", re.MULTILINE)
_PODWISE_CHAPTER = re.compile(
    r"^###\s+\[([\d:]+)\]\s+Chapter\s+\d+:[ \t]*(.*?)(?:[ \t]*\[ad\])?[ \t]*$", re.MULTILINE
)
_HIGHLIGHT = re.compile(r"^\d+\.[ \t]+\[([\d:]+)\][ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_METADATA = "Episode metadata"
_SNIPD = re.compile(rf"^##\s+{_METADATA}\s*$", re.MULTILINE)
_PLAYED = re.compile(rf"🎧(?:[^:\n]*[^:\n\d])??({CLOCK})\s*[-–—]\s*({CLOCK})")
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\((https?://[^()\s]*)\)")
_TAGS = re.compile(r"(?:\s+#[^\s#]+)+\s*$")
_QUOTED = re.compile(rf"[{''.join(QUOTATION_MARKS)}*_]")


@dataclass(frozen=True)
class Digest:
    """The content of an episode file."""

    text: str
    """The Markdown, with its own front matter if there are no ``fields``."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Front matter to write before the text."""
    transcript: str = ""
    """Text with times, for a separate file."""


def read_digest(
    text: str,
    given: Mapping[str, Any],
    body: str,
    vocabulary: Vocabulary,
    *,
    is_markdown: bool = False,
) -> Digest:
    """Convert an exported text to an episode; return an episode file unchanged.

    :param text: the complete file.
    :param given: the front matter of the text.
    :param body: the text after the front matter.
    :param is_markdown: the file is Markdown: it is an export, has lost its line breaks, or is
        returned unchanged, with its lists of times, which the build reads as they are.
    """
    head = text.removesuffix(body)
    if _SNIPD.search(body):
        return _with_comments(head, _snipd(given, body))
    if _PODWISE_CHAPTER.search(body) or given.keys() >= {"podcast", "episode", "publish-time"}:
        return _with_comments(head, _podwise(given, body))
    if has_lost_breaks("\n".join(without_code(text.split("\n")))):
        return Digest(split_lost_breaks(text, vocabulary))
    if is_markdown:
        return Digest(text)
    title = _TITLE.match(body)
    below = body[title.end() :] if title else body
    if not _HEADING.search(below) and len(body) <= MOST_CHARACTERS:
        # a text with a title or front matter is Markdown, whatever its name
        notes, chapters, doubts = read_lines(below if title or given else text_to_markdown(below))
        if chapters:
            parts = [title[0].strip() if title else "", notes, *map(check, doubts)]
            for mark, text_below in chapters:
                parts += [heading(mark, mark.title), text_below]
            made = Digest("\n\n".join(filter(None, parts)) + "\n", {**given})
            return _with_comments(head, made)
    return Digest(text)


def _with_comments(head: str, digest: Digest) -> Digest:
    """Keep the comments of the front matter as MyST comments."""
    comments = [f"% {comment}".rstrip() for comment in _COMMENT.findall(head)]
    return replace(digest, text="\n".join([*comments, "", digest.text])) if comments else digest


def episode_in(text: str, vocabulary: Vocabulary) -> Episode | None:
    """Return what a build finds in the text of an episode file."""
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    md = create_md_parser(MdParserConfig(), RendererHTML)
    podcast_plugin(md, GrammarOptions(vocabulary))
    builder = EpisodeBuilder("episode", "episode.md", text, True, "en")
    md.core.process(StateCore(builder.body, md, {BUILDER: builder}))
    return builder.finish().episode


def title_of(text: str) -> str:
    """Return the first heading of level 1, or an empty string."""
    match = _H1.search(text)
    return (match[1] or match[2].rstrip()) if match else ""


# -- podwise -------------------------------------------------------------------

_PODWISE_FIELDS = {
    "title": "episode", "date": "publish-time", "channel": "podcast", "links": "link",
    "tags": "tags",
}  # fmt: skip
_PODWISE_OWN = ("save-time",)


def _podwise(given: Mapping[str, Any], body: str) -> Digest:
    """Convert an export of Podwise: its summary, chapters, keywords as entities, and transcript."""
    title = str(given.get("episode") or title_of(body))
    about = {**given, "episode": title}
    fields = _known(**{name: about.get(key) for name, key in _PODWISE_FIELDS.items()})
    done = {key for name, key in _PODWISE_FIELDS.items() if name in fields or not about.get(key)}
    fields |= {k: v for k, v in given.items() if k not in (*done, *fields, *_PODWISE_OWN)}
    parts: list[str] = []
    transcript = ""
    entities = ""
    for name, content in _sections(_without_title(body, title), 2):
        match name.casefold():
            case "" | "summary":
                parts.append(content)
            case "chapters":
                parts.append(_PODWISE_CHAPTER.sub(r"## [\1] \2", content))
            case "highlights":
                parts.append(f"## {name}\n\n{_HIGHLIGHT.sub(_highlight, content)}")
            case "keywords" if not entities:
                lines = re.sub(r"^\d+\.\s+", "- ", content, flags=re.MULTILINE)
                entities = f"## Entities\n\n{lines}"
            case "transcript" if not transcript:
                transcript = content
            case _:
                parts.append(f"## {name}\n\n{content}")
    text = "\n\n".join(filter(None, [*parts, entities]))
    return Digest(_tidy(text), fields, f"{transcript}\n" if transcript else "")


def _highlight(match: re.Match[str]) -> str:
    """Return a highlight as a quote: words of the transcript, with their time."""
    words = match[2] if _QUOTED.match(match[2]) else f"“{match[2]}”"
    return f"> {words} [{match[1]}]\n"


# -- snipd ---------------------------------------------------------------------

_SNIPD_FIELDS = {
    "title": "Episode title", "date": "Episode publish date", "channel": "Show",
    "duration": "Duration", "hosts": "Owner / Host", "guests": "Guests", "links": "Episode URL",
}  # fmt: skip
#: Lines about Snipd and the export, which are omitted.
_SNIPD_OWN = ("Show URL", "Export date")
_SNIPD_OWN_FIELDS = ("episode_title", "snips_count")
_DESCRIPTION = "Episode AI description"
# older exports have two colons, Obsidian links, and takeaways at the level of snips
_ABOUT = re.compile(r"- ([^:\n]*[^:\s])\s*::?[ \t]*(.*)")
_SNIPD_ALSO = {"Episode link": "Episode URL"}
_SOUND = re.compile(r"<(?:source|audio)\b[^<>]*?\bsrc=[\"'](https?://[^\"'<>\s#]+)#t=")
_SHOW_NOTES = "Show notes link"
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_TAKEAWAYS = re.compile(r"^### (?=(?:✨ ?)?Key takeaways\s*$)", re.MULTILINE)
_COVER = re.compile(r"^!\[[^\]\n]*\]\([^()\s]*\)[ \t]*$", re.MULTILINE)


def _snipd(given: Mapping[str, Any], body: str) -> Digest:
    """Convert an export of Snipd: its snips become chapters, in order of time."""
    sections = list(_sections(body, 2))
    about: dict[str, str] = {}
    others: list[str] = []
    for line in "\n".join(text for name, text in sections if name == _METADATA).split("\n"):
        match = _ABOUT.fullmatch(line.rstrip())
        key = _SNIPD_ALSO.get(match[1], match[1]) if match else ""
        if match and key not in about and key in (*_SNIPD_FIELDS.values(), _DESCRIPTION):
            about[key] = _WIKI_LINK.sub(r"\1", match[2]).strip()
        elif key not in _SNIPD_OWN:
            others.append(line)
    about.setdefault("Episode title", title_of(body))
    audio, others = _snipd_audio(body, others)
    tags, others = _snipd_tags(others)
    address = _LINK.search(about.get("Episode URL", ""))
    read = about | {"Episode URL": address[2] if address else about.get("Episode URL", "")}
    given_fields: dict[str, Any] = {name: read.get(key) for name, key in _SNIPD_FIELDS.items()}
    for people in ("hosts", "guests"):
        given_fields[people] = _names(given_fields[people] or "")
    fields = _known(**given_fields, audio=audio, tags=tags)
    # values that no field can hold are kept as text
    for name, key in _SNIPD_FIELDS.items():
        if about.get(key) and name not in fields:
            others.append(f"- {key}: {about[key]}")
    fields |= {k: v for k, v in given.items() if k not in (*fields, *_SNIPD_OWN_FIELDS)}
    before = _COVER.sub("", _without_title(sections[0][1], about["Episode title"]), count=1)
    parts = [_without_html(before), about.get(_DESCRIPTION, "")]
    parts.append(_without_html("\n".join(others)).strip())
    snips: list[tuple[float, str]] = []
    for name, content in sections[1:]:
        if name == "Snips":
            inside = list(_sections(_TAKEAWAYS.sub("#### ", content), 3))
            parts.append(_without_html(inside[0][1]))
            snips += [_snip(title, text) for title, text in inside[1:]]
        elif name != _METADATA:
            parts.append(f"## {name}\n\n{_without_html(content)}".rstrip())
    snips.sort(key=lambda snip: snip[0])
    starts: set[float] = set()
    for start, text in snips:
        if start in starts and math.isfinite(start):
            text += f"\n\n{check(f'two snips start at {clock(start)}; join or correct them')}"
        starts.add(start)
        parts.append(text)
    return Digest(_tidy("\n\n".join(filter(None, parts))), fields)


def _snipd_audio(body: str, others: list[str]) -> tuple[str, list[str]]:
    """Return the address of the episode's sound, and the lines about it that are left.

    Players of snips have it with the time of the snip. Those without a time play only the snip.
    """
    found = dict.fromkeys(_SOUND.findall(body))
    left = []
    for line in others:
        match = _ABOUT.fullmatch(line.rstrip())
        link = _LINK.search(line) if match and match[1] == _SHOW_NOTES else None
        if link and is_audio(link[2]):
            found.setdefault(link[2])
        else:
            left.append(line)
    return next(iter(found), ""), left


def _snipd_tags(others: list[str]) -> tuple[list[str], list[str]]:
    """Return the tags of an episode, and the lines that are left."""
    tags: list[str] = []
    left = []
    for line in others:
        match = _ABOUT.fullmatch(line.rstrip())
        words = match[2].split() if match and match[1] == "Tags" else []
        if words and all(word.startswith("#") for word in words):
            tags += [word.lstrip("#").rstrip(",") for word in words]
        else:
            left.append(line)
    return list(dict.fromkeys(filter(None, tags))), left


def _snip(name: str, content: str) -> tuple[float, str]:
    """Return the start of a snip in seconds, infinity if unknown, and its text as a chapter."""
    bare = name.replace("⭐", "").strip()
    tags = _TAGS.search(bare)
    time = split_heading(_TAGS.sub("", bare))
    title, start, end = time.title, time.start, time.end
    addresses: list[str] = []
    if match := _LINK.search(title):
        title = title[: match.start()] + match[1] + title[match.end() :]
        addresses.append(match[2])
    kept: list[str] = []
    part: tuple[float, float] | None = None
    for line in content.split("\n"):
        times = _played(line)
        if times is not None:
            if part is None:
                part = times
            elif part != times:
                kept.append(line)
            addresses += [link[2] for link in _LINK.finditer(line)]
        elif not re.fullmatch(r"\s*-{3,}\s*|Created with \[Snipd\].*", line):
            kept.append(line)
    if part is not None:  # the time in the title is when the snip was created
        start, end = part[0], part[1] if part[1] > part[0] else None
    text = _without_html("\n".join(kept))
    text = re.sub(r"^#{4,6}\s+(?:💬\s*)?Quote\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^#{4,6}\s+(?:📚\s*)?", "### ", text, flags=re.MULTILINE)
    text = re.sub(r"^(?:>.*(?:\n|\Z))+", _as_quote, text, flags=re.MULTILINE)
    labels = ["⭐" if "⭐" in name else "", tags[0].strip() if tags else ""]
    lines = [
        f"## {title.strip()}" if start is None else heading(Mark(start, "", end), title.strip()),
        "" if start is not None else check("this snip has no time; write ## [02:04] before it"),
        " ".join(filter(None, labels)),
        text.strip(),
        *(f"<{address}>" for address in dict.fromkeys(addresses)),
    ]
    return (float("inf") if start is None else start), "\n\n".join(filter(None, lines))


def _played(line: str) -> tuple[float, float] | None:
    """Return the start and end of a snip in seconds, if a line has these and nothing else."""
    match = _PLAYED.search(line)
    if match is None or re.search(r"[^\W\d]", _LINK.sub("", _PLAYED.sub("", line))):
        return None
    try:
        return parse_time(match[1]), parse_time(match[2])
    except ValueError:  # 9:99
        return None


def _as_quote(match: re.Match[str]) -> str:
    """Return a blockquote in quotation marks, so that it is read as a quote."""
    lines = [line.lstrip(">").strip() for line in match[0].rstrip("\n").split("\n")]
    if lines[0].startswith("[!"):  # a callout
        return match[0]
    speaker = lines.pop() if re.match("[—–―]", lines[-1]) else ""
    if len(lines) == 0 or "" in lines or _QUOTED.match(lines[0]):
        return match[0]
    lines[0] = f"“{lines[0]}"
    lines[-1] += "”"
    return "".join(f"> {line}\n" for line in filter(None, [*lines, speaker])) + "\n"


def _without_html(text: str) -> str:
    """Return Markdown without players, and with its HTML converted to Markdown."""
    text = re.sub(r"</?(?:audio|iframe|video|source|track)\b[^<>]*>", "", text)
    text = re.sub(r"</?details[^<>]*>|<summary>\s*Click to expand\s*</summary>", "", text)
    text = re.sub(r"<summary>(.*?)</summary>", r"\1\n", text)
    text = re.sub(r"<br\s*/?>(?=>)", "\n", text)  # within a blockquote
    text = re.sub(
        r"<blockquote>.*?</blockquote>",
        lambda match: (
            match[0] if len(match[0]) > MOST_CHARACTERS else f"\n{html_to_markdown(match[0])}\n"
        ),
        text,
        flags=re.DOTALL,
    )
    return re.sub(r"^\s*<br\s*/?>\s*$", "", text, flags=re.MULTILINE)


# -- both ----------------------------------------------------------------------


def _sections(text: str, level: int) -> Iterator[tuple[str, str]]:
    """Yield the title and text of each section of a level.

    The text before the first section comes first, with an empty title.
    """
    parts = re.split(rf"^#{{{level}}}\s+(.*?)\s*$", text, flags=re.MULTILINE)
    yield "", parts[0].strip()
    for name, content in zip(parts[1::2], parts[2::2], strict=True):
        yield name, content.strip()


def _without_title(text: str, title: str) -> str:
    """Return a text without its heading of level 1, if that repeats the title.

    ``Episode: The title`` repeats it as well.
    """
    match = _H1.search(text)
    if match is None or (match[1] != title and not match[1].endswith(f": {title}")):
        return text
    return text[: match.start()] + text[match.end() :]


def _known(**given: Any) -> dict[str, Any]:
    """Return the valid, non-empty fields, in the form in which they are written."""
    known = parse_options({key: value for key, value in given.items() if value}, 1).values
    convert: dict[str, Callable[[Any], Any]] = {
        "duration": clock,
        "links": lambda links: [url for _label, url in links],
        "hosts": list,
        "guests": list,
        "tags": list,
    }
    return {key: convert.get(key, lambda value: value)(known[key]) for key in given if key in known}


def _names(text: str) -> list[str]:
    """Return the names of a list separated by commas. They may be links."""
    return [name for name in re.split(r"\s*[,，、]\s*", _LINK.sub(r"\1", text)) if name]


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
