"""``sphinx-podcast check``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sphinxcontrib_podcast.cli.project import read_project, source_option

_COLOURS = {"error": "red", "warning": "yellow"}  # on a terminal


@click.command("check")
@source_option
@click.pass_context
def check_archive(ctx: click.Context, source: Path) -> None:
    """List problems that an editor should look at.

    These are the findings of the builder pod-check, without a build: contradictory types, nearly
    identical names, words that are one letter from a name, errors in files, and quotes that are
    missing from the transcript.

    \b
    Example:
      sphinx-podcast check --source docs

    conf.py is executed, as in a build. The exit status is 0 if there are no findings, or only
    notes; 1 if there are warnings; 2 if there are errors; 3 if the project cannot be read.
    """
    from sphinxcontrib_podcast.catalogue.editor_check import find_all, report, status

    findings = find_all(read_project(source))
    *lines, summary = report(findings)
    plain = False if os.environ.get("NO_COLOR") else None
    for finding, line in zip(findings, lines, strict=True):
        click.secho(line, fg=_COLOURS.get(finding.severity), color=plain)
    click.echo(summary)
    ctx.exit(status(findings))
