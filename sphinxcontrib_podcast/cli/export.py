"""``sphinx-podcast export``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinxcontrib_podcast.catalogue.hints import suggestions
from sphinxcontrib_podcast.catalogue.resolver import resolve_episode
from sphinxcontrib_podcast.catalogue.store import replacing
from sphinxcontrib_podcast.cli.files import print_utf8, write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, say, show
from sphinxcontrib_podcast.cli.project import (
    builder_option,
    read_project,
    read_site,
    source_option,
)
from sphinxcontrib_podcast.formats.chapters import WRITERS
from sphinxcontrib_podcast.formats.transcripts import WRITERS as TRANSCRIPT_WRITERS

if TYPE_CHECKING:
    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.model import Episode


@click.group("export")
def export_archive() -> None:
    """Export the archive to other formats.

    An export replaces existing files of the names that it writes, and no others.

    \b
    Example:
      sphinx-podcast export catalogue > catalogue.json
      sphinx-podcast export tables tables/
      sphinx-podcast export sqlite archive.db
      sphinx-podcast export chapters hello --format youtube
    """


@export_archive.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file; an existing one is replaced.",
)
@source_option
def catalogue(output: Path | None, source: Path) -> None:
    """Export all episodes, entities and channels as JSON.

    The package contains its JSON Schema, schemas/catalogue.schema.json. The number 'version'
    increases when programs that read the file need to change.

    \b
    Example:
      sphinx-podcast export catalogue --output catalogue.json
    """
    from sphinxcontrib_podcast.formats.catalogue_json import catalogue_json

    text = catalogue_json(read_project(source))
    if output:
        write(output, text)
    else:
        print_utf8(text)


@export_archive.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@source_option
def tables(folder: Path, source: Path) -> None:
    """Export tables for a spreadsheet into DIR, as CSV.

    The files episodes.csv, chapters.csv, quotes.csv, entities.csv and mentions.csv are written in
    UTF-8; existing ones are replaced. A text that a spreadsheet would treat as a formula begins
    with an apostrophe.

    \b
    Example:
      sphinx-podcast export tables tables
    """
    from sphinxcontrib_podcast.formats.csv_tables import tables_of

    for name, text in tables_of(read_project(source)).items():
        path = folder / f"{name}.csv"
        write(path, text)
        show(path)


@export_archive.command()
@click.argument("database", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@builder_option
@source_option
def sqlite(database: Path, builder: str, source: Path) -> None:
    """Export a SQLite database to FILE, and metadata for Datasette beside it.

    It has tables of episodes, chapters, quotes, entities, mentions and the turns of transcripts,
    and full-text tables that find words of every language.

    \b
    Example:
      sphinx-podcast export sqlite archive.db
      datasette archive.db --metadata archive.metadata.json
    """
    from sphinxcontrib_podcast.formats.sqlite import database_of, datasette_metadata

    catalogue, site, title = read_site(source, builder)
    with replacing(database) as file:
        file.write(database_of(catalogue, site).serialize())
    metadata = database.with_suffix(".metadata.json")
    data = datasette_metadata(title, database.stem)
    write(metadata, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    show(database)
    show(metadata)


def _of_episodes(
    formats: Sequence[str], default: str, formats_help: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds the arguments of an export with a file for each episode."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for decorator in (
            click.pass_context,
            source_option,
            click.option(
                "-o",
                "--output",
                type=click.Path(path_type=Path, file_okay=False),
                help="The folder; existing files of the same names are replaced.",
            ),
            click.option(
                "-f",
                "--format",
                "form",
                type=click.Choice(formats),
                default=default,
                show_default=True,
                help=formats_help,
            ),
            click.argument("episodes", metavar="[EPISODE]...", nargs=-1),
        ):
            command = decorator(command)
        return command

    return add


@export_archive.command()
@_of_episodes(
    sorted(WRITERS),
    "json",
    "Podcasting 2.0 JSON, Podlove Simple Chapters, WebVTT, or lines for YouTube.",
)
def chapters(
    ctx: click.Context, episodes: tuple[str, ...], form: str, output: Path | None, source: Path
) -> None:
    """Export the chapters of each EPISODE, or of all episodes that have chapters.

    EPISODE is a file, or a name as in a role. Chapters are printed to the standard output, or
    written to a folder, with a file for each episode; several episodes need the folder.

    \b
    Example:
      sphinx-podcast export chapters episodes/hello.md --format youtube
      sphinx-podcast export chapters --format json --output chapters
    """
    chosen = _chosen(episodes, source, lambda episode: bool(episode.chapters))
    _write_each(ctx, chosen, *WRITERS[form], output)


@export_archive.command()
@_of_episodes(
    list(TRANSCRIPT_WRITERS), "vtt", "WebVTT, SubRip, Podcasting 2.0 JSON, or plain text."
)
def transcript(
    ctx: click.Context, episodes: tuple[str, ...], form: str, output: Path | None, source: Path
) -> None:
    """Export the transcript of each EPISODE, or of all episodes that have one.

    EPISODE is a file, or a name as in a role. A transcript is read in whatever format it is, with
    the speakers that the front matter names. It is printed to the standard output, or written to
    a folder, with a file for each episode; several episodes need the folder.

    \b
    Example:
      sphinx-podcast export transcript episodes/hello.md --format srt
      sphinx-podcast export transcript --format vtt --output transcripts
    """
    chosen = _chosen(episodes, source, lambda episode: bool(episode.cues))
    for episode in chosen:
        if not episode.cues:
            raise CommandError(f"{episode.path} has no transcript")
    _write_each(ctx, chosen, *TRANSCRIPT_WRITERS[form], output)


def _chosen(
    names: Sequence[str], source: Path, is_default: Callable[[Episode], bool]
) -> list[Episode]:
    """Return the episodes that are named, or all that are exported by default."""
    archive = read_project(source)
    if names:
        return [_find(archive, name, source) for name in names]
    return list(filter(is_default, archive.episodes.values()))


def _write_each(
    ctx: click.Context,
    chosen: Sequence[Episode],
    suffix: str,
    writer: Callable[[Episode], tuple[str, Sequence[str]]],
    output: Path | None,
) -> None:
    """Print what is written of an episode, or write a file for each of several."""
    if output is None and len(chosen) != 1:
        raise CommandError("name a single episode, or a folder with --output")
    doubtful = False
    for episode in chosen:
        text, doubts = writer(episode)
        for doubt in doubts:
            say(f"{episode.path}: {doubt}")
            doubtful = True
        if output is None:
            print_utf8(text)
        else:
            path = output / f"{episode.docname}{suffix}"
            write(path, text)
            show(path)
    ctx.exit(DOUBTFUL if doubtful else 0)


def _find(catalogue: Catalogue, name: str, source: Path) -> Episode:
    for episode in catalogue.episodes.values():
        if Path(name).resolve() == (source / episode.path).resolve():
            return episode
    target = resolve_episode(catalogue, name)
    if target is None:
        near = ", ".join(suggestions(catalogue, "episode", name))
        raise CommandError(f"there is no episode {name!r}{near and f'; did you mean {near}?'}")
    return catalogue.episodes[target.name]
