"""A project with a ``conf.py``, read without a build."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sphinxcontrib_podcast.cli.output import ProjectError, say, working

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxcontrib_podcast.catalogue.catalogue import Catalogue

source_option = click.option(
    "-s",
    "--source",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="here",
    help="The folder that has conf.py.",
)


def read_project(source: Path, doctrees: Path | None = None) -> Catalogue:
    """All that is known of the archive of a project.

    :param doctrees: a folder as builds have it, which keeps what is in the files.
    :raises ProjectError: where there is no ``conf.py``, or one that cannot work.
    """
    from sphinx.project import Project

    from sphinxcontrib_podcast.sphinx_ext.project import FOLDER, episode_myst_config, read_archive

    config = project_config(source)
    myst = episode_myst_config(_myst_config(config))
    project = Project(source.resolve(), config.source_suffix)
    with working("Reading the archive"):
        archive = read_archive(config, project, myst, (), doctrees and doctrees / FOLDER)
        catalogue = archive.catalogue
    for note in archive.notes:
        say(note)
    return catalogue


def is_episode(config: Config, source: Path, path: Path) -> bool:
    """Whether the build takes a file for an episode, because of where it is."""
    from sphinx.project import Project

    from sphinxcontrib_podcast.sphinx_ext.project import episode_paths

    paths = episode_paths(config, Project(source.resolve(), config.source_suffix))
    return path.resolve() in {(source / name).resolve() for name in paths}


def project_config(source: Path) -> Config:
    """What ``conf.py`` says, with all values that this extension has."""
    from sphinx.errors import ConfigError

    from sphinxcontrib_podcast.sphinx_ext.compat import read_config
    from sphinxcontrib_podcast.sphinx_ext.config import add_values, check_values

    def add(name: str, default: Any, rebuild: Any, types: Any, description: str) -> None:
        config.add(name, default, rebuild, types)

    if not (source / "conf.py").is_file():
        raise ProjectError(
            f"there is no conf.py in {source.resolve()}. Go to the folder that has it, name it "
            "with --source, or begin one with 'sphinx-podcast init'"
        )
    try:
        with redirect_stdout(sys.stderr):  # what it prints is no result
            config = read_config(source.resolve())
        add_values(add)
        check_values(config)
    except ConfigError as error:
        raise ProjectError(str(error)) from error
    for name in ("exclude_patterns", "include_patterns", "templates_path"):
        if not isinstance(config[name], Iterable):
            raise ProjectError(f"{name} must be a list of strings, not {config[name]!r}")
    return config


def _myst_config(config: Config) -> Any:
    from myst_parser.config.main import MdParserConfig

    given = {}
    for name, _value, _field in MdParserConfig().as_triple():
        config.add(f"myst_{name}", None, "env", ())
        if (value := config[f"myst_{name}"]) is not None:
            given[name] = value
    try:
        return MdParserConfig(**given)
    except (TypeError, ValueError) as error:
        raise ProjectError(f"conf.py: {error}") from error
