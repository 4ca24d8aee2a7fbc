"""Output of the command besides its results: messages and progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

from sphinxcontrib_podcast.grammar.text import printable

T = TypeVar("T")

#: The exit status if the work was done, but needs a look.
DOUBTFUL = 1

#: The exit status if the user stopped the command.
STOPPED = 130


class CommandError(click.ClickException):
    """The command could not do what was asked."""

    exit_code = 2

    def format_message(self) -> str:
        """Return the message without control characters."""
        return printable(self.message)


class ProjectError(CommandError):
    """No project could be read. Its status differs from that of errors found by ``check``."""

    exit_code = 3

    def format_message(self) -> str:
        """Return the message, which may have a traceback of conf.py."""
        return "\n".join(map(printable, self.message.split("\n")))


def say(*lines: str) -> None:
    """Print lines to the standard error output."""
    click.echo("\n".join(map(printable, lines)), err=True)


def show(result: object) -> None:
    """Print a line of the result, such as the path of a file that was written."""
    click.echo(printable(str(result)))


@contextmanager
def working(what: str) -> Iterator[None]:
    """Name a task that takes time, if a person watches."""
    if sys.stderr.isatty():
        click.echo(f"{what} …", err=True)
    yield


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, with a progress bar if a person watches."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, label=what, file=sys.stderr, hidden=hidden) as shown:
        yield from shown


def listed(title: str, problems: Sequence[str]) -> None:
    """Print a list of problems, if there are any."""
    if problems:
        say("", title)
        for problem in problems:
            say(f"  {problem}")
