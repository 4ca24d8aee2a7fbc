"""``sphinx-podcast import digest``."""

from __future__ import annotations

from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.files import decode
from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.command.episode_file import front_matter, split_episode
from sphinxcontrib_podcast.command.messages import (
    DOUBTFUL,
    CommandError,
    needing_extra,
    progress,
    say,
)
from sphinxcontrib_podcast.command.writing import refuse_existing, write
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
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("episodes"),
    show_default=True,
    help="The folder of the episode files.",
)
@click.option(
    "--title",
    help="The title, where the file has none (else it is the file's name), or does not show "
    "where it ends.",
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

    A file that is there already is never overwritten.
    """
    from sphinxcontrib_podcast.exchange.digests import read_digest, title_of

    if title and len(files) > 1:
        raise CommandError("one title is for one file")
    vocabulary = Vocabulary.load()
    outcome: dict[Path, str | bytes] = {}
    doubts: list[str] = []
    for file in progress(files, "Reading"):
        content = _read(file)
        text, fault = decode(content)
        if title and text.startswith(f"# {title} "):
            text = f"# {title}\n\n{text[len(title) + 3 :]}"
        episode = split_episode(content)
        if episode.fields is None:
            doubts.append(f"{file}:1: its front matter is no valid YAML; correct it")
        with needing_extra():
            digest = read_digest(text, episode.fields or {}, episode.body, vocabulary)
        fields = dict(digest.fields)
        own = fields.get("title") or (episode.fields or {}).get("title") or title_of(digest.text)
        name = title or as_title(str(own)) or file.stem
        if not own:
            fields = {"title": name, **fields}
        path = folder / f"{slug(name)}.md"
        if path in outcome:
            raise CommandError(f"nothing was written: two of the files would be {path}")
        is_same = digest.text == text and not fields and not fault
        whole = front_matter(fields) + ("\n" if fields else "") + digest.text
        outcome[path] = content if is_same else whole
        if digest.transcript:
            outcome[path.with_suffix(".txt")] = digest.transcript
        if fault:
            doubts.append(f"{file}:1: {fault}")
        if not is_same:
            doubts += [
                f"{path}:{number}: {line}"
                for number, line in enumerate(whole.split("\n"), 1)
                if line.startswith("<!-- check: ")
            ]
    refuse_existing(outcome)
    for path, result in outcome.items():
        write(path, result)
        click.echo(path)
    for doubt in doubts:
        say(doubt)
    ctx.exit(DOUBTFUL if doubts else 0)


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise CommandError(f"{file} is larger than {_MOST_BYTES >> 20} MiB")
    return content
