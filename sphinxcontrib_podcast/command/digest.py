"""``sphinx-podcast import digest``."""

import click


@click.command("digest")
def import_digest() -> None:
    """To come."""
