"""``sphinx-podcast import transcript``."""

from __future__ import annotations

from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.cli.episode_file import read_bytes
from sphinxcontrib_podcast.cli.files import write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, say, show
from sphinxcontrib_podcast.grammar.episode_fields import fields_in
from sphinxcontrib_podcast.transcripts.reader import (
    MOST_BYTES,
    SUFFIXES,
    format_of,
    read_transcript,
)


@click.command("transcript", short_help="Put a transcript beside an episode.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "-e",
    "--episode",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    required=True,
    help="The episode's file.",
)
@click.option("--force", is_flag=True, help="Replace the transcript beside the episode.")
@click.pass_context
def import_transcript(ctx: click.Context, file: Path, episode: Path, force: bool) -> None:
    """Copy the transcript FILE to the place where the build finds it, beside an episode.

    FILE is WebVTT, SubRip, JSON, or text with times. It is read first, and copied unchanged.
    Damaged lines are listed, and the exit status is 1. --force replaces an existing transcript
    beside the episode, in whatever format it is. A transcript named in the front matter takes
    precedence; remove that field first.

    \b
    Example:
      sphinx-podcast import transcript talk.srt --episode episodes/hello.md
    """
    if episode.suffix != ".md":
        raise CommandError(f"{episode} is not an episode file (.md)")
    content = read_bytes(file, MOST_BYTES)
    text, fault = decode(content)
    cues, problems = read_transcript(text, str(file))
    lines = [f"{file}:{problem.line}: {problem.message}" for problem in problems]
    if fault:
        lines.insert(0, f"{file}:1: {fault}")
    for line in lines:
        say(line)
    if not cues:
        raise CommandError(f"{file} is not a readable transcript; nothing was written")
    suffix = file.suffix.lower()
    path = episode.with_suffix(suffix if suffix in SUFFIXES else format_of(text).suffix or ".txt")
    named = fields_in(decode(episode.read_bytes())[0]).values.get("transcript")
    if named and Path(named) != Path(path.name):
        raise CommandError(
            f"the front matter of {episode} names its transcript, {named}, which takes precedence "
            f"over {path.name}; remove that field and run the command again. Nothing was written"
        )
    existing = [p for s in SUFFIXES if (p := episode.with_suffix(s)).exists()]
    if existing and not force:
        raise CommandError(f"{existing[0]} already exists; use --force to replace it")
    write(path, content)
    for other in existing:
        if not other.samefile(path):
            other.unlink()
            say(f"{other} was removed: {path} replaces it")
    show(path)
    say(f"{len(cues)} cues, from {cues[0].start:.0f} to {cues[-1].start:.0f} seconds")
    ctx.exit(DOUBTFUL if lines else 0)
