"""Print what CHANGELOG.md says of a version: ``python .ci/release_notes.py v0.1.0``.

It stops where the tag is not the version of the package, or the changelog does not have it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def notes(changelog: str, version: str) -> str:
    """The section of a version, without its heading.

    :raises LookupError: where there is none, or nothing in it.
    """
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$"
    section = re.search(rf"{heading}(.*?)(?=^## |^\[|\Z)", changelog, re.DOTALL | re.MULTILINE)
    if section is None or not section[1].strip():
        raise LookupError(f"CHANGELOG.md has no section '## [{version}] - YYYY-MM-DD'")
    return section[1].strip() + "\n"


def package_version() -> str:
    """The one place that has the version."""
    text = (ROOT / "sphinxcontrib_podcast" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    assert version is not None
    return version[1]


def main(tag: str) -> None:
    """Print the notes of a tag."""
    version = tag.removeprefix("v")
    if version != package_version():
        sys.exit(f"the tag is {tag}, and the version of the package is {package_version()}")
    try:
        print(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version), end="")
    except LookupError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
