"""The command ``sphinx-podcast``: work on an archive without building it.

Results are printed to the standard output, messages to the standard error output. The exit status
is 0 for success, 1 if the work was done but something needs attention, 2 if it was not done (for
``check``: if there are errors), 3 if the project is missing or invalid.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from sphinxcontrib_podcast import __version__
from sphinxcontrib_podcast.cli.output import STOPPED, CommandError, say


class _Commands(click.Group):
    """A group that imports a command when it is called.

    It reports system errors and interruptions in one line.
    """

    def __init__(self, *args: Any, imports: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._imports = imports

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self._imports, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._imports and cmd_name not in self.commands:
            module = import_module(f"{__name__}.{cmd_name}")
            self.add_command(getattr(module, self._imports[cmd_name][0]))
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = [(name, text) for name, (_function, text) in self._imports.items()]
        others = self.commands.keys() - self._imports.keys()
        lines += [(name, self.commands[name].get_short_help_str(limit=80)) for name in others]
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines))

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


#: The function of each command, in the module of the same name, and its line in ``--help``.
_COMMANDS = {
    "check": ("check_archive", "List problems that an editor should look at."),
    "export": ("export_archive", "Export the archive to other formats."),
    "init": ("init_archive", "Start an archive in DIR that is ready to build."),
    "join": ("join_parts", "Join the parts of an archive."),
    "mcp": ("serve_mcp", "Let an assistant search and read the archive."),
    "new": ("new_episode", "Write a template for a new episode with the given TITLE."),
    "plan": ("plan_parts", "Divide an archive into parts that take equal time."),
    "scan": ("scan_archive", "Scan all episodes and store the result for later builds."),
    "serve": ("serve_site", "Show the site, and build it again when a file changes."),
}
_IMPORTS = {
    "digest": ("import_digest", "Write episode files from digests and notes."),
    "rss": ("import_rss", "Write episode files from a feed."),
    "transcript": ("import_transcript", "Put a transcript beside an episode."),
}


@click.group(
    cls=_Commands, imports=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
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


@main.group("import", cls=_Commands, imports=_IMPORTS)
def import_() -> None:
    """Import episodes from a feed, digests or transcripts.

    \b
    Example:
      sphinx-podcast import rss https://example.org/feed.xml

    Parts of a feed that no episode file has a place for are listed. A Markdown file is copied
    unchanged, unless it is an export of another program or lost its line breaks.

    Imports write prose only. Markup that would have an effect in a build is escaped or refused.
    """
