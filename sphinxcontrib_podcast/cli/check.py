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
    """List what an editor should look at.

    It finds what the builder pod-check finds, without a build: types that contradict each other,
    names that are nearly the same, words that are one letter from a name, files in which
    something is wrong, quotes that the transcript does not have.

    \b
    Example:
      sphinx-podcast check --source docs

    conf.py is read, and so run, as a build does it. The exit status is 0 where there is nothing,
    or notes only, 1 where there are warnings, 2 where there are errors, 3 where the project
    cannot be read.
    """
    from sphinxcontrib_podcast.catalogue.editor_check import find_all, report, status

    findings = find_all(read_project(source))
    *lines, summary = report(findings)
    plain = False if os.environ.get("NO_COLOR") else None
    for finding, line in zip(findings, lines, strict=True):
        click.secho(line, fg=_COLOURS.get(finding.severity), color=plain)
    click.echo(summary)
    ctx.exit(status(findings))
