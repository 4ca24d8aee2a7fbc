"""``sphinx-podcast serve``."""

from __future__ import annotations

from pathlib import Path

import click

from sphinxcontrib_podcast.cli.output import CommandError
from sphinxcontrib_podcast.cli.project import builder_option, project_config, source_option


@click.command("serve")
@source_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    show_default="_build/html in the source folder",
    help="The folder of the site.",
)
@builder_option
@click.option("-p", "--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
def serve_site(source: Path, output: Path | None, builder: str, port: int, opens: bool) -> None:
    """Build the site, show it, and build it again whenever a file changes.

    The page in the browser is loaded again at the same place, and shows the warnings of the build.
    Only this computer can see the site. Ctrl-C stops.

    \b
    Examples:
      sphinx-podcast serve
      sphinx-podcast serve --source docs --port 8080 --open

    This needs further packages: pip install "sphinxcontrib-podcast[serve]". If the port is used,
    choose another one; 0 takes any that is free.
    """
    project_config(source)  # reports a missing or invalid conf.py
    try:
        from sphinxcontrib_podcast.serve.server import serve
    except ImportError as error:
        raise CommandError(
            f"the package '{error.name}' is missing. "
            'Run: pip install "sphinxcontrib-podcast[serve]"'
        ) from error
    source = source.resolve()
    folder = (output or source / "_build" / "html").resolve()
    serve(source, folder, builder, port, opens=opens)
