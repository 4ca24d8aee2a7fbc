"""``sphinx-podcast init``."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from shlex import quote

import click

from sphinxcontrib_podcast.cli.files import refuse_existing, write
from sphinxcontrib_podcast.cli.output import DOUBTFUL, CommandError, say, show
from sphinxcontrib_podcast.cli.starter_texts import texts
from sphinxcontrib_podcast.formats.html_to_markdown import escaped
from sphinxcontrib_podcast.grammar.language import (
    is_known_language,
    language_of_country,
    language_tag,
)

_CONF = """\
# All options: https://www.sphinx-doc.org/en/master/usage/configuration.html

project = {title}
language = {language}
extensions = ["sphinxcontrib_podcast"]
exclude_patterns = ["_build", ".venv"]
html_theme = {theme}
html_title = project
"""
_IMMATERIAL = """
extensions.append("sphinx_immaterial")  # the theme is an extension as well
html_theme_options = {"font": False}  # otherwise each build downloads fonts
"""

_INDEX = """\
# {title}

```{{pod:latest}}
```

```{{toctree}}
:hidden:

podcast/index
```
"""

# If no virtual environment is active, use one in this folder or in the folder above.
_MAKEFILE = """\
PLACES = bin/python Scripts/python.exe
BESIDE = $(firstword $(wildcard $(PLACES:%=.venv/%) $(PLACES:%=../.venv/%)) python3)
PYTHON ?= $(if $(VIRTUAL_ENV),python,$(BESIDE))

.DEFAULT_GOAL := help
.PHONY: help html check clean

help:  ## Show this list.
\t@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\\t/' | expand -t 8

html:  ## Build the site.
\t@$(PYTHON) -m sphinx -q . _build/html
\t@echo "Open _build/html/index.html"

check:  ## List problems that an editor should look at.
\t@$(PYTHON) -m sphinxcontrib_podcast check

clean:  ## Remove the built site.
\trm -rf _build
"""

_KNOWN_TO_SPHINX = {"zh": "zh_CN", "zh_Hans": "zh_CN", "zh_Hant": "zh_TW"}
_IGNORED = "_build/\n.venv/\n"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", help="The name of the show.")
@click.option("--language", help="The language of the site: en, ja, zh_CN, …")
@click.option("--theme", help="A Sphinx theme: furo, alabaster, pydata_sphinx_theme, …")
@click.option("--yes", is_flag=True, help="Ask nothing; use the defaults.")
@click.pass_context
def init_archive(
    ctx: click.Context,
    folder: Path,
    title: str | None,
    language: str | None,
    theme: str | None,
    yes: bool,
) -> None:
    """Start an archive in DIR that is ready to build.

    It asks for the title, the language and the theme, and writes conf.py, index.md, an example
    episode, a Makefile and a .gitignore. An existing file is never overwritten; after an
    interruption, the same command writes the missing files. If the theme is not installed, the
    exit status is 1.

    \b
    Example:
      sphinx-podcast init my-show --language ja --theme furo
      cd my-show
      make html
    """

    def ask(question: str, given: str | None, suggested: str) -> str:
        if given is None:
            given = suggested if yes else click.prompt(question, default=suggested, err=True)
        return " ".join(given.split())

    language = ask("Language of the site", language, "en").replace("-", "_")
    try:
        language_tag(language)
    except ValueError as error:
        raise CommandError(
            f"{language!r} is not a language code such as en, ja or zh_CN"
        ) from error
    language = _KNOWN_TO_SPHINX.get(language, language)
    if not is_known_language(language):
        spoken = language_of_country(language)
        hint = f"; the language of that country is {spoken!r}" if spoken else ""
        raise CommandError(f"no language has the code {language!r}{hint}")
    words = texts(language)
    title = ask("Title of the show", title, words["title"])
    theme = ask("Theme", theme, "furo" if find_spec("furo") else "alabaster")
    if not title or not theme:
        raise CommandError("the title and the theme must not be empty")

    conf = _CONF.format(title=repr(title), language=repr(language), theme=repr(theme))
    contents = {
        "conf.py": conf + (_IMMATERIAL if theme == "sphinx_immaterial" else ""),
        "index.md": _INDEX.format(title=escaped(title)),
        "episodes/hello.md": words["example"].lstrip().format(host=words["host"]),
        "Makefile": _MAKEFILE,
        ".gitignore": _IGNORED,
    }
    # skip the files that an interrupted run wrote
    missing = {
        path: text
        for name, text in contents.items()
        if not _is_written(path := folder / name, text)
    }
    refuse_existing(missing)
    for path, text in missing.items():
        write(path, text)
        show(path)
    if words == texts("en") and language.partition("_")[0] != "en":
        say(f"Labels of the extension are in English: there is no translation to {language!r}.")
    place = f"./{folder}" if str(folder).startswith("-") else str(folder)
    build = "make html" if folder == Path() else f"cd {quote(place)} && make html"
    if _is_installed(theme):
        say(f"Now build it: {build}")
        return
    say(
        f"The theme {theme} is not installed, and the build needs it. If its package has the same "
        f"name, install it with: python -m pip install {quote(theme)}",
        "The package may have another name: see the documentation of the theme. "
        f"Then build it: {build}",
    )
    ctx.exit(DOUBTFUL)


def _is_written(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def _is_installed(theme: str) -> bool:
    comes_with_sphinx = theme.isidentifier() and (files("sphinx") / "themes" / theme).is_dir()
    return comes_with_sphinx or any(
        point.name == theme for point in entry_points(group="sphinx.html_themes")
    )
