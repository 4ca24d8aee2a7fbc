"""``sphinx-podcast join``."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path

import click

from sphinxcontrib_podcast.cli.files import write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, listed, show
from sphinxcontrib_podcast.cli.project import (
    project_config,
    read_project,
    scan_option,
    source_option,
)
from sphinxcontrib_podcast.formats import inventory
from sphinxcontrib_podcast.views.questions import generated_pages

_INVENTORY = "objects.inv"

# The search index of a part is about its pages. The site gets that of the first part, which is
# reported once.
_SEARCH_INDEX = ("searchindex.js", "_search/")


@click.command("join")
@click.argument("site", metavar="SITE", type=click.Path(path_type=Path, file_okay=False))
@click.argument(
    "parts",
    metavar="PART...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
)
@scan_option
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Files to omit, such as 'blog/*'; may be given several times.",
)
@source_option
@click.pass_context
def join_parts(
    ctx: click.Context,
    site: Path,
    parts: tuple[Path, ...],
    scan: Path | None,
    exclude: tuple[str, ...],
    source: Path,
) -> None:
    """Join the PARTs of an archive, which are folders of HTML, into SITE.

    SITE gets the pages of all parts, one inventory for intersphinx and, with podcast_search =
    "pagefind", one search index. SITE must be empty or not exist. Conflicting files and missing
    pages are listed, and the exit status is 1.

    \b
    Example:
      sphinx-podcast join _site _parts/html/*
    """
    if site.is_dir() and any(site.iterdir()):
        raise CommandError(f"{site} is not empty; remove it or name another folder")
    from sphinxcontrib_podcast.sphinx_ext.settings import settings_of

    config = project_config(source)
    catalogue = read_project(source, scan)
    site.mkdir(parents=True, exist_ok=True)
    copied, different = _copy(site, parts, exclude)
    try:
        content = inventory.joined((part / _INVENTORY).read_bytes() for part in parts)
    except ValueError as error:
        raise CommandError(f"{_INVENTORY} of a part: {error}") from error
    write(site / _INVENTORY, content)
    pages = {d: site / path for d, path in inventory.documents(content)}
    known = {*catalogue.episodes, *generated_pages(catalogue)}
    missing = sorted(d for d in known | pages.keys() if d not in pages or not pages[d].is_file())
    problems = [
        ("These files differ between parts; those of the first part were used:", different),
        ("These pages are missing from all parts:", missing),
    ]
    if settings_of(config).search == "pagefind":
        documents = set(pages.values())
        groups = [[page for page in files if page in documents] for files in copied]
        _make_search(site, groups, [config.language, *catalogue.languages()])
    else:
        search = 'Only pages of the first part can be found. Set podcast_search = "pagefind":'
        problems.append((search, [str(parts[0])]))
    for title, problem in problems:
        listed(title, problem)
    show(f"{site}: {len(pages) - len(missing)} pages of {len(parts)} parts")
    ctx.exit(DOUBTFUL if any(problem for _title, problem in problems) else 0)


def _copy(
    site: Path, parts: Sequence[Path], exclude: Sequence[str]
) -> tuple[list[list[Path]], list[str]]:
    """Copy the files of all parts.

    :returns: the files copied from each part, and the names of conflicting files.
    """
    copied: list[list[Path]] = []
    different: list[str] = []
    for part in parts:
        copied.append([])
        for path in sorted(part.rglob("*")):
            name = path.relative_to(part).as_posix()
            if (
                not path.is_file()
                or name.startswith((".buildinfo", ".podcast-"))
                or name == _INVENTORY
                or (part != parts[0] and name.startswith(_SEARCH_INDEX))
                or any(fnmatch(name, pattern) for pattern in exclude)
            ):
                continue
            copy = site / name
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                copied[-1].append(copy)
            elif not filecmp.cmp(path, copy, shallow=False):
                different.append(f"{name} ({part})")
    return copied, different


def _make_search(site: Path, groups: Sequence[Sequence[Path]], languages: Sequence[str]) -> None:
    from sphinx.errors import ExtensionError

    from sphinxcontrib_podcast.sphinx_ext.search.pagefind import make_search

    try:
        make_search(site, [pages for pages in groups if pages], languages)
    except ExtensionError as error:
        raise CommandError(str(error)) from error
