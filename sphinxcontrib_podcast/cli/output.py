"""Print results, messages and progress, and define the errors of the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

T = TypeVar("T")

#: The exit status if the work was done but something needs attention.
DOUBTFUL = 1

#: The exit status if the user stopped the command.
STOPPED = 130


def _printable(text: str) -> str:
    """Return text without control characters."""
    from sphinxcontrib_podcast.grammar.text import printable  # --help does not need it

    return printable(text)


class CommandError(click.ClickException):
    """The command could not do what was asked."""

    exit_code = 2

    def format_message(self) -> str:
        """Return the message without control characters."""
        return _printable(self.message)


class ProjectError(CommandError):
    """The project is missing or invalid. The status differs from that of findings of ``check``."""

    exit_code = 3

    def format_message(self) -> str:
        """Return the message, which may contain a traceback of ``conf.py``."""
        return "\n".join(map(_printable, self.message.split("\n")))


def say(*lines: str) -> None:
    """Print lines to the standard error output."""
    click.echo("\n".join(map(_printable, lines)), err=True)


def show(result: object) -> None:
    """Print a line of the result, such as the path of a file that was written."""
    click.echo(_printable(str(result)))


@contextmanager
def working(what: str) -> Iterator[None]:
    """Print the name of a slow task, in a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"{what} …", err=True)
    yield


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, with a progress bar in a terminal."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, label=what, file=sys.stderr, hidden=hidden) as shown:
        yield from shown


def listed(title: str, problems: Sequence[str]) -> None:
    """Print a list of problems, if there are any."""
    if problems:
        say("", title)
        for problem in problems:
            say(f"  {problem}")
