"""Print the changelog of a version: ``python .ci/release_notes.py v0.1.0``.

The exit status is 1 if the tag is not the version of the package, or has no section in
CHANGELOG.md.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def notes(changelog: str, version: str) -> str:
    """Return the section of a version, without its heading.

    :raises LookupError: if the section is missing or empty.
    """
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$"
    section = re.search(rf"{heading}(.*?)(?=^## |^\[|\Z)", changelog, re.DOTALL | re.MULTILINE)
    if section is None or not section[1].strip():
        raise LookupError(f"CHANGELOG.md has no section '## [{version}] - YYYY-MM-DD'")
    return section[1].strip() + "\n"


def package_version() -> str:
    """Return the version from the only place that defines it."""
    text = (ROOT / "sphinxcontrib_podcast" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    assert version is not None
    return version[1]


def main(tag: str) -> None:
    """Print the release notes of a tag."""
    version = tag.removeprefix("v")
    if version != package_version():
        sys.exit(f"the tag is {tag}, but the version of the package is {package_version()}")
    try:
        print(notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version), end="")
    except LookupError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
