"""The project that a command works on: a folder with a ``conf.py``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinxcontrib_podcast.cli.output import ProjectError, say, working
from sphinxcontrib_podcast.formats.site import Site, base_address, page_path

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue

source_option = click.option(
    "-s",
    "--source",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="here",
    help="The folder that contains conf.py.",
)

scan_option = click.option(
    "--scan",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder that 'scan' wrote; without it, all episodes are read.",
)

builder_option = click.option(
    "-b",
    "--builder",
    type=click.Choice(["html", "dirhtml"]),
    default="html",
    show_default=True,
    help="How addresses of pages look.",
)


def read_project(source: Path, doctrees: Path | None = None) -> Catalogue:
    """Return the catalogue of a project.

    :param doctrees: a folder for doctrees; the scan is stored in it and reused.
    :raises ProjectError: if ``conf.py`` is missing or invalid.
    """
    from sphinxcontrib_podcast.sphinx_ext import without_build

    with _project_errors(source), working("Reading the archive"):
        archive = without_build.read_project(source, doctrees)
        catalogue = archive.catalogue
    for note in archive.notes:
        say(note)
    return catalogue


def read_site(source: Path, builder: str) -> tuple[Catalogue, Site, str]:
    """Return the catalogue of a project, the addresses of its site, and its title.

    :param builder: ``html`` or ``dirhtml``.
    :raises ProjectError: if ``conf.py`` is missing or invalid.
    """
    config = project_config(source)
    config.add("html_baseurl", "", "html", ())
    config.add("html_title", None, "html", ())
    config.add("html_file_suffix", None, "html", ())
    config.add("html_link_suffix", None, "html", ())
    suffix = config.html_link_suffix
    if suffix is None:
        suffix = config.html_file_suffix or ".html"
    page = partial(page_path, in_folders=builder == "dirhtml", suffix=suffix)
    site = Site(base_address(config.html_baseurl), page)
    if not site.base:
        say("html_baseurl is not set in conf.py, so addresses are relative to the site")
    return read_project(source), site, config.html_title or config.project


def project_config(source: Path) -> Config:
    """Return the configuration of a project, with the values of this extension.

    :raises ProjectError: if ``conf.py`` is missing or invalid.
    """
    from sphinxcontrib_podcast.sphinx_ext.without_build import read_conf

    with _project_errors(source):
        return read_conf(source)


def is_episode(config: Config, source: Path, path: Path) -> bool:
    """Return whether the location of a file makes it an episode."""
    from sphinxcontrib_podcast.sphinx_ext import without_build

    return without_build.is_episode(config, source, path)


@contextmanager
def _project_errors(source: Path) -> Iterator[None]:
    """Convert errors about ``conf.py`` to errors of the command.

    :raises ProjectError: if ``conf.py`` is missing or invalid.
    """
    from sphinx.errors import ConfigError

    if not (source / "conf.py").is_file():
        raise ProjectError(
            f"there is no conf.py in {source.resolve()}. Change to the folder that contains it, "
            "name that with --source, or start an archive with 'sphinx-podcast init'"
        )
    try:
        yield
    except ConfigError as error:
        raise ProjectError(str(error)) from error
