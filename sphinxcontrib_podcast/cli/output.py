"""What the command says, besides its results: messages, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress

T = TypeVar("T")

#: The exit status of what was done, but has to be looked at.
DOUBTFUL = 1

#: The exit status of what somebody stopped.
STOPPED = 130


class CommandError(click.ClickException):
    """What was asked for is not done."""

    exit_code = 2

    def format_message(self) -> str:
        """The message, as a terminal may show it."""
        return _harmless(self.message)


class ProjectError(CommandError):
    """There is no project that can be read; ``check`` has 2 for an archive that has errors."""

    exit_code = 3


@contextmanager
def needing_extra() -> Iterator[None]:
    """Say how to install what is missing.

    :raises CommandError: where a library of the extra ``import`` is.
    """
    try:
        yield
    except ImportError as error:
        raise CommandError(
            f"{error.name} is missing: "
            'python -m pip install "sphinxcontrib-podcast[import]" installs it'
        ) from error


def say(message: str) -> None:
    """Say something that is no result."""
    click.echo(_harmless(message), err=True)


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
        say(f"\n{title}")
        for problem in problems:
            say(f"  {problem}")


def _harmless(text: str) -> str:
    """Text of others without what makes a terminal do things."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
