"""``sphinx-podcast plan``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.division import divide
from sphinxcontrib_podcast.cli.files import print_utf8
from sphinxcontrib_podcast.cli.project import read_project, scan_option, source_option
from sphinxcontrib_podcast.views.questions import generated_pages

# Measured build times in milliseconds: of an episode, of each paragraph in it, of the page of a
# name, and of a page that lists something.
_EPISODE, _PASSAGE, _ENTITY, _LISTING = 20.0, 2.5, 28.0, 55.0


@click.command("plan")
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1))
@scan_option
@source_option
def plan_parts(number: int, scan: Path | None, source: Path) -> None:
    """Divide an archive into NUMBER parts that take about the same time to build.

    The parts are printed as TOML: for each, the patterns of its documents, for podcast_part.

    \b
    Example:
      sphinx-podcast plan 8 --scan _parts/scan > parts.toml
    """
    parts = divide(_costs(read_project(source, scan)), number)
    width = len(str(len(parts)))
    for i, patterns in enumerate(parts, 1):
        # a list of strings is the same in JSON and in TOML
        print_utf8(f"part-{i:0{width}} = {json.dumps(patterns, ensure_ascii=False)}\n")


def _costs(catalogue: Catalogue) -> dict[str, float]:
    """Return the estimated build time of each document, in milliseconds."""
    generated = {
        docname: _ENTITY if question.name == "entity_page" else _LISTING
        for docname, question in generated_pages(catalogue).items()
    }
    return generated | {
        docname: _EPISODE + _PASSAGE * len(episode.passages)
        for docname, episode in catalogue.episodes.items()
    }
