"""What the command says, besides its results: messages, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import track

T = TypeVar("T")

#: The exit status of what was done, but has to be looked at.
DOUBTFUL = 1


class CommandError(click.ClickException):
    """What was asked for is not done."""

    exit_code = 2


def say(message: str) -> None:
    """Say something that is no result."""
    click.echo(message, err=True)


def progress(items: Sequence[T], what: str) -> Iterable[T] | Iterator[T]:
    """The items, with a bar that says how far it is, where somebody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return items
    return track(items, what, console=console, transient=True)


def listed(title: str, problems: Sequence[str]) -> None:
    """Say what went wrong, once more and all together."""
    if problems:
        say(f"\n{title}")
        for problem in problems:
            say(f"  {problem}")
