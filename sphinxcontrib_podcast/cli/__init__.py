"""The command ``sphinx-podcast``: what is done to an archive without building it.

Results go to the standard output, what is said about them to the standard error output. The
exit status is 0 where all is well, 1 where it was done but something is to be looked at, 2 where
it was not done (of ``check``: where it found errors), 3 where there is no project to be read.
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
from sphinxcontrib_podcast.cli.new import new_episode
from sphinxcontrib_podcast.cli.output import STOPPED, CommandError, say
from sphinxcontrib_podcast.cli.rss import import_rss
from sphinxcontrib_podcast.cli.scan import scan_archive
from sphinxcontrib_podcast.cli.transcript import import_transcript


class _Commands(click.Group):
    """Says in one line what the system refuses, or somebody stops."""

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
        if error.errno == errno.EPIPE:  # who reads the output has enough of it
            raise
        place = f"{error.filename}: " if error.filename else ""
        raise CommandError(f"{place}{error.strerror or error}") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Start, fill, check and export an archive of podcast episodes.

    \b
    Five minutes to a site:
      sphinx-podcast init my-show
      cd my-show
      sphinx-podcast import rss https://example.org/feed.xml
      make html

    The exit status is 0 where all is well, 1 where it was done but something is to be looked at,
    2 where it was not done (of check: where it found errors), 3 where there is no project that
    can be read.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal may not know all characters
            stream.reconfigure(errors="backslashreplace")


@main.group("import")
def import_() -> None:
    """Make episode files of what you have: a feed, digests, transcripts.

    \b
    Example:
      sphinx-podcast import rss https://example.org/feed.xml

    Of people in a feed, hosts, co-hosts and guests of the group 'cast' are taken, without their
    pictures and pages; of chapters, times and titles, without links and pictures.

    An import writes prose only: what does anything in a build is shown as text, or refused.
    """


for _command in (
    init_archive,
    new_episode,
    check_archive,
    export_archive,
    scan_archive,
    join_parts,
):
    main.add_command(_command)
for _command in (import_rss, import_digest, import_transcript):
    import_.add_command(_command)
