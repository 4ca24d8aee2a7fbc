"""``sphinx-podcast export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinxcontrib_podcast.catalogue.resolver import resolve_episode, suggestions
from sphinxcontrib_podcast.cli.files import print_utf8, write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, say, show
from sphinxcontrib_podcast.cli.project import read_project, source_option

if TYPE_CHECKING:
    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
    from sphinxcontrib_podcast.model import Episode


@click.group("export")
def export_archive() -> None:
    """Give what the archive knows to other programs.

    An export may be repeated: it replaces files of the names that it writes, and no others.

    \b
    Example:
      sphinx-podcast export catalogue > catalogue.json
      sphinx-podcast export tables tables/
      sphinx-podcast export chapters hello --format youtube
    """


@export_archive.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file; one of that name is replaced.",
)
@source_option
def catalogue(output: Path | None, source: Path) -> None:
    """Export all episodes, entities and channels as JSON.

    Its form is described by a JSON schema, catalogue.schema.json in the folder schemas of the
    package; the number 'version' changes when programs that read it have to.

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

    They are episodes, chapters, quotes, entities and mentions, in UTF-8. A text that a
    spreadsheet would take for a formula begins with an apostrophe. Files of these names in DIR
    are replaced: episodes.csv, chapters.csv, quotes.csv, entities.csv, mentions.csv.

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
@click.argument("episodes", metavar="[EPISODE]...", nargs=-1)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["json", "simple", "webvtt", "youtube"]),
    default="json",
    show_default=True,
    help="Podcasting 2.0 JSON, Podlove Simple Chapters, WebVTT, or lines for YouTube.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder; files of the same names in it are replaced.",
)
@source_option
@click.pass_context
def chapters(
    ctx: click.Context, episodes: tuple[str, ...], form: str, output: Path | None, source: Path
) -> None:
    """Export the chapters of EPISODE, or of all episodes that have some.

    An episode is named by its file, or as a role names it. Chapters go to the standard output, or
    into a folder with a file for each episode; several episodes need the folder.

    \b
    Example:
      sphinx-podcast export chapters episodes/hello.md --format youtube
      sphinx-podcast export chapters --format json --output chapters
    """
    from sphinxcontrib_podcast.formats.chapters import WRITERS

    archive = read_project(source)
    if episodes:
        chosen = [_find(archive, name, source) for name in episodes]
    else:
        chosen = [episode for episode in archive.episodes.values() if episode.chapters]
    if output is None and len(chosen) != 1:
        raise CommandError("name one episode, or a folder with --output")
    suffix, writer = WRITERS[form]
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
        raise CommandError(f"there is no episode {name!r}{near and f'; there is: {near}'}")
    return catalogue.episodes[target.name]
