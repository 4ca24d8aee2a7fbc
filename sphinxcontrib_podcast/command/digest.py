"""``sphinx-podcast import digest``."""

import click


@click.command()
def digest() -> None:
    """To come."""
