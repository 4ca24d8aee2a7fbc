"""``sphinx-podcast scan``."""

from __future__ import annotations

from pathlib import Path

import click

from sphinxcontrib_podcast.cli.output import show
from sphinxcontrib_podcast.cli.project import read_project, source_option


@click.command("scan")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@source_option
def scan_archive(folder: Path, source: Path) -> None:
    """Read all episodes, and keep what is in them in DIR for builds.

    A build that has DIR, or a copy of it, for its doctrees (sphinx-build -d) does not read them
    again. So an archive that is built in parts is read once. Episodes that are as they were when
    DIR was written last are not read.

    \b
    Example:
      sphinx-podcast scan _parts/scan
    """
    count = len(read_project(source, folder).episodes)
    show(f"{folder}: {count} episodes")
