"""``sphinx-podcast import digest``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.catalogue.source_files import decode
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
from sphinxcontrib_podcast.formats.digests import read_digest, title_of
from sphinxcontrib_podcast.formats.prose_gate import NotProseError, check_fields, check_prose
from sphinxcontrib_podcast.grammar.text import as_title
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary

_MOST_BYTES = 16 << 20


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
    help="The title, where the file has none (else it is the file's name), has another, or does "
    "not show where it ends.",
)
@click.option(
    "--trust",
    is_flag=True,
    help="Let directives, roles and raw HTML through, for files that you wrote yourself.",
)
@click.pass_context
def import_digest(
    ctx: click.Context, files: tuple[Path, ...], folder: Path, title: str | None, trust: bool
) -> None:
    """Write an episode file for each FILE: a digest, or notes that a program exported.

    Read are Markdown exports of Podwise and Snipd, descriptions of videos with a line for each
    chapter, and digests whose line breaks were lost. A digest that is well as it is stays as it
    is. What had to be guessed is marked in the file with <!-- check: ... -->, and listed; the
    exit status is 1 then.

    A file with anything else than prose (directives, roles, raw HTML, links to local files) is
    refused, with its line, as these can run programs in a build: see --trust.

    \b
    Example:
      sphinx-podcast import digest notes/*.md --to episodes/my-show

    A file that is there already is never overwritten, but listed, with the exit status 1: run the
    command again for the rest, after a break or with new files.
    """
    if title and len(files) > 1:
        raise CommandError("one title is for one file")
    remove_leftovers(folder.glob(LEFTOVERS))
    vocabulary = Vocabulary.load()
    outcome: dict[Path, str | bytes] = {}
    doubts: list[str] = []
    for file in progress(files, "Reading"):
        content = read_bytes(file, _MOST_BYTES)
        episode = split_episode(content)
        if episode.fields is None:
            doubts.append(
                f"{file}:1: its front matter cannot be read, so the file was left out; correct it "
                "and run the command again"
            )
            continue
        text = decode(content)[0]
        try:
            name, result, transcript = _made(text, episode, title or "", file.stem, vocabulary)
            if not trust:
                _check(result)
        except NotProseError as error:
            line = _line_in(text, result, error.line)
            doubts.append(f"{file}:{line}: it has {error.what}; --trust lets it through")
            continue
        except Exception as error:  # in one file: the others are read
            doubts.append(f"{file}: it was not imported: {error!r}")
            continue
        path = folder / f"{slug(name)}.md"
        if path in outcome:
            raise CommandError(f"nothing was written: {file} and another file would be {path}")
        is_same = result == text and not episode.fault
        made = content.decode() if is_same else result
        outcome[path] = marked = made if trust else as_strangers(made)
        if transcript:
            outcome[path.with_suffix(".txt")] = transcript
        if path.exists():
            continue
        if episode.fault:
            doubts.append(f"{file}:1: {episode.fault}")
        if not is_same:
            doubts += [
                f"{path}:{number}: {line}"
                for number, line in enumerate(marked.split("\n"), 1)
                if line.startswith("<!-- check: ")
            ]
    for path, written in outcome.items():
        if path.exists() or path.is_symlink():
            doubts.append(f"{path} is there already; it was left as it is")
        else:
            write(path, written)
            show(path)
    for doubt in doubts:
        say(doubt)
    ctx.exit(DOUBTFUL if doubts else 0)


def _check(text: str) -> None:
    """Check that the text of an episode file is prose.

    :raises NotProseError: with the line in this text.
    """
    episode = split_episode(text.encode())
    check_fields(episode.fields or {})
    try:
        check_prose(episode.body, comments=True)
    except NotProseError as error:
        above = text.removesuffix(episode.body).count("\n")
        raise NotProseError(error.line + above, error.what) from error


def _line_in(source: str, result: str, number: int) -> int:
    """Return the line of a source that is a line of what was made of it; 1 if none is."""
    if source == result:
        return number
    line = result.split("\n")[number - 1].strip()
    found = (n for n, other in enumerate(source.split("\n"), 1) if line and line in other)
    return next(found, 1)


def _made(
    text: str, episode: EpisodeFile, title: str, stem: str, vocabulary: Vocabulary
) -> tuple[str, str, str]:
    """The name of an episode, its text, and that of its transcript.

    :param title: what it is to be called, where that was said.
    :param stem: what it is called where nothing else tells.
    """
    head, body = text.removesuffix(episode.body), episode.body
    if title and (match := re.match(rf"\s*# {re.escape(title)}(?=\s)", body)):
        body = f"{match[0]}\n\n{body[match.end() :].lstrip()}"
    given = episode.fields or {}
    digest = read_digest(head + body, given, body, vocabulary)
    first_heading = title_of(digest.text)
    own = digest.fields.get("title") or given.get("title") or first_heading
    name = title or as_title(str(own)) or stem
    if own and (not title or title in (own, first_heading)):
        return name, _whole(digest.fields, digest.text), digest.transcript
    if given and not digest.fields:  # it has front matter of its own
        written = split_episode(digest.text.encode())
        try:
            return name, updated(written, {"title": name}, written.body), digest.transcript
        except ValueError:
            return name, _whole({**given, "title": name}, written.body), digest.transcript
    fields = {"title": name, **digest.fields} | {"title": name}  # before all others
    return name, _whole(fields, digest.text), digest.transcript


def _whole(fields: Mapping[str, Any], text: str) -> str:
    return f"{front_matter(fields)}\n{text}" if fields else text
