"""``sphinx-podcast new``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.command.episode_file import front_matter
from sphinxcontrib_podcast.command.messages import CommandError
from sphinxcontrib_podcast.command.project import project_language, source_option
from sphinxcontrib_podcast.command.texts import texts
from sphinxcontrib_podcast.command.writing import refuse_existing, write


@click.command("new")
@click.argument("title")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="The folder, or the file (.md). By default episodes, beside conf.py.",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The date, by default today.")
@source_option
def new_episode(title: str, to: Path | None, date: datetime.datetime | None, source: Path) -> None:
    """Write a new episode file that has the TITLE, to be filled in.

    It is written in the language of the archive, and named after the title. A file that is there
    already is never overwritten.

    \b
    Example:
      sphinx-podcast new "The first recorded voice" --date 2026-03-04
    """
    title = " ".join(title.split())
    if not title:
        raise CommandError("an episode needs a title")
    words = texts(project_language(source))
    folder = to or source / "episodes"
    path = folder if folder.suffix == ".md" else folder / f"{slug(title)}.md"
    refuse_existing([path])
    day = date.date() if date else datetime.date.today()
    write(path, front_matter({"title": title, "date": day}) + words["skeleton"])
    click.echo(path)
