"""``sphinx-podcast import transcript``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.cli.episode_file import read_bytes
from sphinxcontrib_podcast.cli.files import write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, say, show
from sphinxcontrib_podcast.grammar.fields import fields_in
from sphinxcontrib_podcast.transcripts.reader import SUFFIXES, read_transcript

_MOST_BYTES = 32 << 20


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
    """Put the transcript FILE beside an episode, where the build finds it.

    It is WebVTT, SubRip, JSON, or text with times; it is read first, and copied as it is. What is
    damaged in it is listed, and the exit status is 1 then. With --force it takes the place of
    the transcript beside the episode, of whatever format that is. One that the front matter
    names goes before it; take that field out first.

    \b
    Example:
      sphinx-podcast import transcript talk.srt --episode episodes/hello.md
    """
    if episode.suffix != ".md":
        raise CommandError(f"{episode} is no episode file (.md)")
    content = read_bytes(file, _MOST_BYTES)
    text, fault = decode(content)
    cues, problems = read_transcript(text, str(file))
    lines = [f"{file}:{problem.line}: {problem.message}" for problem in problems]
    if fault:
        lines.insert(0, f"{file}:1: {fault}")
    for line in lines:
        say(line)
    if not cues:
        raise CommandError(f"{file} is no transcript that can be read; nothing was written")
    path = episode.with_suffix(_suffix(file, text))
    named = fields_in(decode(episode.read_bytes())[0]).fields.get("transcript")
    if named and Path(named) != Path(path.name):
        raise CommandError(
            f"the front matter of {episode} names its transcript, {named}, which goes before "
            f"{path.name}; take that field out and run the command again. Nothing was written"
        )
    there = [p for s in SUFFIXES if (p := episode.with_suffix(s)).exists()]
    if there and not force:
        raise CommandError(f"{there[0]} is there already; --force replaces it")
    write(path, content)
    for other in there:
        if not other.samefile(path):
            other.unlink()
            say(f"{other} is removed: {path} takes its place")
    show(path)
    say(f"{len(cues)} cues, from {cues[0].start:.0f} to {cues[-1].start:.0f} seconds")
    ctx.exit(DOUBTFUL if lines else 0)


def _suffix(file: Path, text: str) -> str:
    """The suffix by which the build looks for it; the content tells, where the name does not."""
    if file.suffix.lower() in SUFFIXES:
        return file.suffix.lower()
    if text.startswith("WEBVTT"):
        return ".vtt"
    if text.lstrip()[:1] in ("{", "["):
        return ".json" if _is_json(text) else ".txt"
    return ".srt" if "-->" in text else ".txt"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
