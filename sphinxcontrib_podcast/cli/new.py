"""``sphinx-podcast new``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.cli.episode_file import front_matter
from sphinxcontrib_podcast.cli.files import refuse_existing, write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, say, show
from sphinxcontrib_podcast.cli.project import is_episode, project_config, source_option
from sphinxcontrib_podcast.cli.starter_texts import texts


@click.command("new")
@click.argument("title")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="The folder, or the file (.md). By default the first folder of podcast_episodes.",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The date, by default today.")
@source_option
@click.pass_context
def new_episode(
    ctx: click.Context,
    title: str,
    to: Path | None,
    date: datetime.datetime | None,
    source: Path,
) -> None:
    """Write a template for a new episode with the given TITLE.

    It is written in the language of the archive, and the file is named after the title. An existing
    file is never overwritten. If the build would not find the file, that is reported, and the exit
    status is 1.

    \b
    Example:
      sphinx-podcast new "The first recorded voice" --date 2026-03-04
    """
    title = " ".join(title.split())
    if not title:
        raise CommandError("an episode needs a title")
    from sphinxcontrib_podcast.sphinx_ext.settings import language_tag, settings_of

    config = project_config(source)
    words = texts(language_tag(config))
    folder = to or source / settings_of(config).episode_folder(source)
    path = folder if folder.suffix == ".md" else folder / f"{slug(title)}.md"
    refuse_existing([path])
    day = date.date() if date else datetime.date.today()
    write(path, front_matter({"title": title, "date": day}) + words["skeleton"])
    show(path)
    if not is_episode(config, source, path):
        patterns = ", ".join(settings_of(config).episodes)
        say(
            f"{path} is not an episode yet: podcast_episodes in conf.py ({patterns}) does not "
            "match it. Move it, add a pattern, or add 'podcast: true' to its front matter"
        )
        ctx.exit(DOUBTFUL)
