"""The command ``sphinx-podcast``: work on an archive without building it.

Results are printed to the standard output, messages to the standard error output. The exit status
is 0 for success, 1 if the work was done but something needs attention, 2 if it was not done (for
``check``: if there are errors), 3 if the project is missing or invalid.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

import click

from sphinxcontrib_podcast import __version__
from sphinxcontrib_podcast.cli.check import check_archive
from sphinxcontrib_podcast.cli.digest import import_digest
from sphinxcontrib_podcast.cli.export import export_archive
from sphinxcontrib_podcast.cli.init import init_archive
from sphinxcontrib_podcast.cli.join import join_parts
from sphinxcontrib_podcast.cli.mcp import serve_mcp
from sphinxcontrib_podcast.cli.new import new_episode
from sphinxcontrib_podcast.cli.output import STOPPED, CommandError, say
from sphinxcontrib_podcast.cli.plan import plan_parts
from sphinxcontrib_podcast.cli.rss import import_rss
from sphinxcontrib_podcast.cli.scan import scan_archive
from sphinxcontrib_podcast.cli.serve import serve_site
from sphinxcontrib_podcast.cli.transcript import import_transcript


class _Commands(click.Group):
    """A group of commands that reports system errors and interruptions in one line."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _in_one_line():  # --help and --version print
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_one_line():
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, click.Abort) as error:
        say("", "Stopped.")
        raise click.exceptions.Exit(STOPPED) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader closed the pipe; click exits quietly
            raise
        place = f"{error.filename}: " if error.filename else ""
        raise CommandError(f"{place}{error.strerror or error}") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Start, fill, check and export an archive of podcast episodes.

    \b
    To get a site in five minutes:
      sphinx-podcast init my-show
      cd my-show
      sphinx-podcast import rss https://example.org/feed.xml
      make html

    The exit status is 0 for success, 1 if the work was done but something needs attention, 2 if it
    was not done (for check: if there are errors), 3 if the project is missing or invalid.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the terminal may not support all characters
            stream.reconfigure(errors="backslashreplace")


@main.group("import")
def import_() -> None:
    """Import episodes from a feed, digests or transcripts.

    \b
    Example:
      sphinx-podcast import rss https://example.org/feed.xml

    Parts of a feed that no episode file has a place for are listed. A Markdown file is copied
    unchanged, unless it is an export of another program or lost its line breaks.

    Imports write prose only. Markup that would have an effect in a build is escaped or refused.
    """


for _command in (
    init_archive,
    new_episode,
    serve_site,
    check_archive,
    export_archive,
    serve_mcp,
    scan_archive,
    plan_parts,
    join_parts,
):
    main.add_command(_command)
for _command in (import_rss, import_digest, import_transcript):
    import_.add_command(_command)
