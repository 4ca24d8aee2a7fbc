"""Read a project that has a ``conf.py`` without building it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from myst_parser.config.main import MdParserConfig
from sphinx.errors import ConfigError
from sphinx.project import Project

from sphinxcontrib_podcast.sphinx_ext.compat import read_config
from sphinxcontrib_podcast.sphinx_ext.project import (
    FOLDER,
    Archive,
    episode_myst_config,
    episode_paths,
    scan_project,
)
from sphinxcontrib_podcast.sphinx_ext.settings import add_values, settings_of

if TYPE_CHECKING:
    from sphinx.config import Config


def read_project(source: Path, doctrees: Path | None = None) -> Archive:
    """Scan the episodes of a project.

    :param source: the folder that contains ``conf.py``.
    :param doctrees: a folder for doctrees; the scan is stored in it and reused.
    :raises ConfigError: if ``conf.py`` is missing or invalid.
    """
    config = read_conf(source)
    myst = episode_myst_config(_myst_config(config))
    project = Project(source.resolve(), config.source_suffix)
    return scan_project(config, project, myst, (), doctrees and doctrees / FOLDER)


def is_episode(config: Config, source: Path, path: Path) -> bool:
    """Return whether a file is an episode because of its folder."""
    paths = episode_paths(config, Project(source.resolve(), config.source_suffix))
    return path.resolve() in {(source / name).resolve() for name in paths}


def read_conf(source: Path) -> Config:
    """Return the configuration of a project, with the values of this extension.

    :raises ConfigError: if ``conf.py`` is missing or invalid.
    """

    def add(name: str, default: Any, rebuild: Any, types: Any, description: str) -> None:
        config.add(name, default, rebuild, types)

    with redirect_stdout(sys.stderr):  # the output of conf.py is not a result
        config = read_config(source.resolve())
    add_values(add)
    settings_of(config)  # check them
    for name in ("exclude_patterns", "include_patterns", "templates_path"):
        if not isinstance(config[name], Iterable):
            raise ConfigError(f"{name} must be a list of strings, not {config[name]!r}")
    return config


def _myst_config(config: Config) -> MdParserConfig:
    given = {}
    for name, _value, _field in MdParserConfig().as_triple():
        config.add(f"myst_{name}", None, "env", ())
        if (value := config[f"myst_{name}"]) is not None:
            given[name] = value
    try:
        return MdParserConfig(**given)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"conf.py: {error}") from error
