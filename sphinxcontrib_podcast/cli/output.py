"""What the command says, besides its results: messages, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from sphinxcontrib_podcast.grammar.text import printable

T = TypeVar("T")

#: The exit status of what was done, but has to be looked at.
DOUBTFUL = 1

#: The exit status of what somebody stopped.
STOPPED = 130


class CommandError(click.ClickException):
    """What was asked for is not done."""

    exit_code = 2

    def format_message(self) -> str:
        """Return the message, as a terminal may show it."""
        return printable(self.message)


class ProjectError(CommandError):
    """There is no project that can be read; ``check`` has 2 for an archive that has errors."""

    exit_code = 3

    def format_message(self) -> str:
        """Return the message, which may have a traceback of conf.py."""
        return "\n".join(map(printable, self.message.split("\n")))


def say(*lines: str) -> None:
    """Say something that is not a result, on one line or more."""
    click.echo("\n".join(map(printable, lines)), err=True)


def show(result: object) -> None:
    """Print a line of the result, such as the path of a file that was written."""
    click.echo(printable(str(result)))


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what takes its time, where somebody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, with a bar that says how far it is, where somebody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from items
        return
    # results that go elsewhere must not turn up between the messages
    with Progress(console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as shown:
        yield from shown.track(items, description=what)


def listed(title: str, problems: Sequence[str]) -> None:
    """Say what went wrong, once more and all together."""
    if problems:
        say("", title)
        for problem in problems:
            say(f"  {problem}")
