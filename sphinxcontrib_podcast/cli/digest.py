"""``sphinx-podcast import digest``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.cli.episode_file import (
    EpisodeFile,
    as_strangers,
    folder_option,
    front_matter,
    read_bytes,
    split_episode,
    updated,
)
from sphinxcontrib_podcast.cli.files import LEFTOVERS, remove_leftovers, write
from sphinxcontrib_podcast.cli.output import (
    DOUBTFUL,
    CommandError,
    progress,
    say,
    show,
)
from sphinxcontrib_podcast.formats.chapters import without_code
from sphinxcontrib_podcast.formats.digests import episode_in, read_digest, title_of
from sphinxcontrib_podcast.formats.prose_gate import NotProseError, check_fields, check_prose
from sphinxcontrib_podcast.grammar.episode_fields import fields_in
from sphinxcontrib_podcast.grammar.text import as_title
from sphinxcontrib_podcast.grammar.time_lists import read_line
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

_MOST_BYTES = 16 << 20
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")


@click.command("digest", short_help="Write episode files from digests and notes.")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
)
@folder_option
@click.option(
    "--title",
    help="The title, if the file has none, has a wrong one, or lost the end of it. By default, a "
    "file without a title is titled by its name.",
)
@click.option(
    "--trust",
    is_flag=True,
    help="Allow directives, roles and raw HTML, for files that you wrote yourself.",
)
@click.pass_context
def import_digest(
    ctx: click.Context, files: tuple[Path, ...], folder: Path, title: str | None, trust: bool
) -> None:
    """Write an episode file for each FILE: a digest, or exported notes.

    Supported are Markdown exports of Podwise and Snipd, descriptions of videos with a line for
    each chapter, and digests that lost their line breaks. A valid digest is copied unchanged.
    Guesses are marked in the file with <!-- check: ... --> and listed, and the exit status is 1.

    A file with anything but prose (directives, roles, raw HTML, links to local files) is refused
    and reported with its line, because such markup can run programs in a build: see --trust.

    \b
    Example:
      sphinx-podcast import digest notes/*.md --to episodes/my-show

    An existing file is never overwritten, but listed, and the exit status is 1. Run the command
    again to continue after an interruption, or to add new files.
    """
    if title and len(files) > 1:
        raise CommandError("--title needs a single file")
    remove_leftovers(folder.glob(LEFTOVERS))
    vocabulary = Vocabulary.load()
    outcome: dict[Path, str | bytes] = {}
    doubts: list[str] = []
    for file in progress(files, "Reading"):
        content = read_bytes(file, _MOST_BYTES)
        episode = split_episode(content)
        if episode.fields is None:
            doubts.append(
                f"{file}:1: the front matter cannot be read; the file was skipped. Correct it "
                "and run the command again"
            )
            continue
        text = episode.text
        try:
            name, result, transcript = _made(episode, title or "", file, vocabulary)
            if not trust:
                _check(result)
        except NotProseError as error:
            line = _line_in(text, result, error.line)
            doubts.append(f"{file}:{line}: it contains {error.what}; use --trust to allow that")
            continue
        except Exception as error:  # the other files are still imported
            doubts.append(f"{file}: it was not imported: {error!r}")
            continue
        path = folder / f"{slug(name)}.md"
        if path in outcome:
            raise CommandError(
                f"{file} and another file would both be written to {path}; nothing was written"
            )
        is_same = result == text and not episode.fault
        made = content.decode() if is_same else result
        outcome[path] = marked = made if trust else as_strangers(made)
        if transcript:
            outcome[path.with_suffix(".txt")] = transcript
        if path.exists():
            continue
        if episode.fault:
            doubts.append(f"{file}:1: {episode.fault}")
        if episode.body.strip() in result:
            notes, left = _about_times(marked, vocabulary)
            for note in notes:
                say(f"{path}: {note}")
            doubts += [f"{path}:{line}" for line in left]
        else:
            doubts += [
                f"{path}:{number}: {line}"
                for number, line in enumerate(marked.split("\n"), 1)
                if line.startswith("<!-- check: ")
            ]
    for path, written in outcome.items():
        if path.exists() or path.is_symlink():
            doubts.append(f"{path} already exists; it was not changed")
        else:
            write(path, written)
            show(path)
    for doubt in doubts:
        say(doubt)
    ctx.exit(DOUBTFUL if doubts else 0)


def _about_times(text: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Return what the build makes of lines with times in Markdown that was copied unchanged.

    The first list is to be known, the second to be looked at, with the number of the line.
    """
    lines = text.split("\n")
    timed = [
        number
        for number, line in enumerate(without_code(lines), 1)
        if not line.startswith("#") and read_line(_BULLET.sub("", line))
    ]
    found = episode_in(text, vocabulary)
    chapters = [chapter.line for chapter in found.chapters] if found else []
    first = text.count("\n", 0, -len(split_episode(text.encode()).body) or None)
    listed = [n for n in chapters if n > first and not lines[n - 1].startswith("#")]
    if len(listed) > 1:
        return [f"{len(listed)} lines with times are its chapters"], []
    if found and found.transcript_lines and not chapters:
        return ["its lines with times and speakers are its transcript"], []
    if chapters or len(timed) < 2:
        return [], []
    message = "lines with times were left as text; write '## [02:04] Title' for a chapter"
    return [], [f"{timed[0]}: {len(timed)} {message}"]


def _check(text: str) -> None:
    """Check that the text of an episode file is prose.

    :raises NotProseError: if it is not, with the line in this text.
    """
    episode = split_episode(text.encode())
    check_fields(episode.fields or {})
    try:
        check_prose(episode.body, comments=True)
    except NotProseError as error:
        above = text.removesuffix(episode.body).count("\n")
        raise NotProseError(error.line + above, error.what) from error


def _line_in(source: str, result: str, number: int) -> int:
    """Return the number of the source line that a line of the result is from, or 1.

    :param number: the line of the result, from 1.
    """
    if source == result:
        return number
    line = result.split("\n")[number - 1].strip()
    found = (n for n, other in enumerate(source.split("\n"), 1) if line and line in other)
    return next(found, 1)


def _made(
    episode: EpisodeFile, title: str, path: Path, vocabulary: Vocabulary
) -> tuple[str, str, str]:
    """Return the title of an episode, the text of its file, and the text of its transcript.

    :param title: the title that the user gave, or an empty string.
    :param path: of the file; its name is the title if there is no other.
    """
    head, body = episode.text.removesuffix(episode.body), episode.body
    if title and (match := re.match(rf"\s*# {re.escape(title)}(?=\s)", body)):
        body = f"{match[0]}\n\n{body[match.end() :].lstrip()}"
    given = episode.fields or {}
    is_markdown = path.suffix.lower() in _MARKDOWN
    digest = read_digest(head + body, given, body, vocabulary, is_markdown=is_markdown)
    first_heading = title_of(digest.text)
    given_title = fields_in(head).values.get("title")
    own = digest.fields.get("title") or given_title or first_heading
    name = title or as_title(str(own)) or path.stem
    if own and (not title or title in (own, first_heading)):
        return name, _whole(digest.fields, digest.text), digest.transcript
    if given and not digest.fields:  # the text has its own front matter
        written = split_episode(digest.text.encode())
        try:
            return name, updated(written, {"title": name}, written.body), digest.transcript
        except ValueError:
            return name, _whole({**given, "title": name}, written.body), digest.transcript
    fields = {"title": name, **digest.fields} | {"title": name}  # the title comes first
    return name, _whole(fields, digest.text), digest.transcript


def _whole(fields: Mapping[str, Any], text: str) -> str:
    return f"{front_matter(fields)}\n{text}" if fields else text
