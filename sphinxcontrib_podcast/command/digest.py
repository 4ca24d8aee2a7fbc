"""``sphinx-podcast import digest``."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from sphinxcontrib_podcast.catalogue.files import decode
from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.command.episode_file import (
    folder_option,
    front_matter,
    split_episode,
    updated,
)
from sphinxcontrib_podcast.command.messages import (
    DOUBTFUL,
    CommandError,
    needing_extra,
    progress,
    say,
)
from sphinxcontrib_podcast.command.writing import LEFTOVERS, remove_leftovers, write
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
@click.pass_context
def import_digest(
    ctx: click.Context, files: tuple[Path, ...], folder: Path, title: str | None
) -> None:
    """Write an episode file for each FILE: a digest, or notes that a program exported.

    Read are Markdown exports of Podwise and Snipd, descriptions of videos with a line for each
    chapter, and digests whose line breaks were lost. A digest that is well as it is stays as it
    is. What had to be guessed is marked in the file with <!-- check: ... -->, and listed; the
    exit status is 1 then.

    \b
    Example:
      sphinx-podcast import digest notes/*.md --to episodes/my-show

    A file that is there already is never overwritten, but listed, with the exit status 1: run the
    command again for the rest, after a break or with new files.
    """
    from sphinxcontrib_podcast.exchange.digests import read_digest, title_of

    if title and len(files) > 1:
        raise CommandError("one title is for one file")
    remove_leftovers(folder.glob(LEFTOVERS))
    vocabulary = Vocabulary.load()
    outcome: dict[Path, str | bytes] = {}
    doubts: list[str] = []
    for file in progress(files, "Reading"):
        content = _read(file)
        text, fault = decode(content)
        episode = split_episode(content)
        head, body = text.removesuffix(episode.body), episode.body
        if title and (match := re.match(rf"\s*# {re.escape(title)}(?=\s)", body)):
            body = f"{match[0]}\n\n{body[match.end() :].lstrip()}"
        with needing_extra():
            digest = read_digest(head + body, episode.fields or {}, body, vocabulary)
        text_of_title = title_of(digest.text)
        fields = dict(digest.fields)
        own = fields.get("title") or (episode.fields or {}).get("title") or text_of_title
        name = title or as_title(str(own)) or file.stem
        result = digest.text
        if (title and title not in (own, text_of_title)) or not own:
            result, fields = _titled(result, fields, name)
        path = folder / f"{slug(name)}.md"
        if path in outcome:
            raise CommandError(f"nothing was written: two of the files would be {path}")
        is_same = result == text and not fields and not fault
        whole = front_matter(fields) + ("\n" if fields else "") + result
        outcome[path] = content if is_same else whole
        if digest.transcript:
            outcome[path.with_suffix(".txt")] = digest.transcript
        if path.exists():
            continue
        if episode.fields is None:
            doubts.append(f"{file}:1: its front matter is no valid YAML; correct it")
        if fault:
            doubts.append(f"{file}:1: {fault}")
        if not is_same:
            doubts += [
                f"{path}:{number}: {line}"
                for number, line in enumerate(whole.split("\n"), 1)
                if line.startswith("<!-- check: ")
            ]
    for path, written in outcome.items():
        if path.exists() or path.is_symlink():
            doubts.append(f"{path} is there already; it was left as it is")
        else:
            write(path, written)
            click.echo(path)
    for doubt in doubts:
        say(doubt)
    ctx.exit(DOUBTFUL if doubts else 0)


def _titled(text: str, fields: dict[str, Any], title: str) -> tuple[str, dict[str, Any]]:
    """A text with a title in its front matter, or with fields that are to be written before it."""
    episode = split_episode(text.encode())
    if not fields and episode.fields:
        with suppress(ValueError):
            return updated(episode, {"title": title}, episode.body), {}
    return text, {**({} if "title" in fields else {"title": title}), **fields, "title": title}


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise CommandError(f"{file} is larger than {_MOST_BYTES >> 20} MiB")
    return content
