"""Decide by its path whether a file is an episode, and which channel it belongs to."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

_READ_ME = re.compile(r"(?i:read[-_]?me)(?:[-_.].*)?")
# Such files have names in capitals: "license.md" may be an episode.
_REPOSITORY_FILES = frozenset(
    ["AGENTS", "AUTHORS", "CHANGELOG", "CHANGES", "CLAUDE", "CODEOWNERS", "CODE_OF_CONDUCT",
     "CONTRIBUTING", "CONTRIBUTORS", "COPYING", "CREDITS", "GEMINI", "GOVERNANCE", "HISTORY",
     "INSTALL", "ISSUE_TEMPLATE", "LICENCE", "LICENSE", "MAINTAINERS", "NEWS", "NOTICE",
     "PULL_REQUEST_TEMPLATE", "RELEASE", "ROADMAP", "SECURITY", "STYLE", "SUPPORT", "TEMPLATE",
     "THANKS", "TODO", "TRANSLATING"]
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OR_DAY = re.compile(r"\d{1,2}")
# Folders of Jekyll and Hugo that hold the posts of all shows.
_POSTS = frozenset(["_posts", "_drafts", "posts", "_episodes", "_podcast", "_podcasts"])
_TRANSCRIPT = ".transcript"
_MOST_EXAMPLES = 3


def is_repository_file(docname: str) -> bool:
    """Return whether a file is about the repository: ``README.md``, ``LICENSE.md``."""
    name = docname.rpartition("/")[2]
    return _READ_ME.fullmatch(name) is not None or name.partition(".")[0] in _REPOSITORY_FILES


def is_draft_folder(docname: str) -> bool:
    """Return whether a file is in the folder in which Jekyll keeps drafts."""
    return "_drafts" in docname.split("/")[:-1]


def folder_pattern(pattern: str, srcdir: Path) -> str:
    """Return the pattern of all files in a folder if it is the name of one, else the pattern."""
    pattern = pattern.replace("\\", "/").removeprefix("./").lstrip("/") or "."
    is_glob = any(sign in pattern for sign in "*?[")
    is_file = posixpath.splitext(pattern)[1] and not (srcdir / pattern).is_dir()
    if pattern.endswith("/") or (pattern and not is_glob and not is_file):
        return f"{pattern.rstrip('/')}/**" if pattern.strip("/.") else "**"
    return pattern


def literal_base(pattern: str) -> str:
    """Return the part of a pattern without wildcards: ``episodes/`` of ``episodes/**``."""
    parts = pattern.split("/")[:-1]
    literal = [
        p for i, p in enumerate(parts) if not any(c in "".join(parts[: i + 1]) for c in "*?[")
    ]
    return "".join(f"{part}/" for part in literal)


def folder_channel(docname: str, bases: Iterable[str]) -> str:
    """Return the channel after which a folder of an episode is named, below ``bases``.

    A name that ends in a slash is that of a page about its folder.

    Years, months and folders for all posts do not name a channel.
    """
    base = max((b for b in bases if docname.startswith(b)), key=len, default="")
    folders = docname.removesuffix("/index").removeprefix(base).split("/")[:-1]
    after_year = False
    for folder in folders:
        is_date = _YEAR.fullmatch(folder) or (after_year and _MONTH_OR_DAY.fullmatch(folder))
        after_year = after_year or bool(is_date)
        if not is_date and folder not in _POSTS:
            return folder.lstrip("_")  # as in names of Jekyll's collections
    return ""


def bundles(docnames: Collection[str], bases: Sequence[str]) -> set[str]:
    """Return the documents ``index`` that are alone in a folder below ``bases``.

    They may be episodes that have a folder each. Any other ``index`` is a page about its folder.
    """
    pages: Counter[str] = Counter()
    for docname in docnames:
        if is_repository_file(docname):
            continue
        folder = docname
        while "/" in folder:
            folder = folder.rpartition("/")[0]
            pages[folder] += 1
    found = (name.removesuffix("/index") for name in docnames if name.endswith("/index"))
    return {f"{f}/index" for f in found if pages[f] == 1 and f"{f}/" not in bases}


def transcripts_beside(docnames: Collection[str]) -> set[str]:
    """Return the documents that are the transcript of another: ``first.transcript``."""
    names = {name for name in docnames if name.endswith(_TRANSCRIPT)}
    return {name for name in names if name.removesuffix(_TRANSCRIPT) in docnames}


def is_page_about_folder(docname: str) -> bool:
    """Return whether the name of a document is that of a page about its folder."""
    return docname.rpartition("/")[2] in ("index", "_index")


def nothing_found(patterns: Sequence[str], paths: Iterable[str]) -> str:
    """Return a message with the patterns that match no episode, and with folders of Markdown."""
    tried = ", ".join(map(repr, patterns)) or "nothing"
    folders = Counter(path.rpartition("/")[0] for path in paths)
    if not folders:
        return f"no episode was found: podcast_episodes is {tried}, and there is no Markdown file"
    common = folders.most_common(_MOST_EXAMPLES)
    there = ", ".join(f"{count} in '{folder or '.'}'" for folder, count in common)
    named = [folder for folder, _count in common if folder]
    remedy = f'; name the folder: podcast_episodes = ["{named[0]}"]' if named else ""
    return (
        f"no episode was found: podcast_episodes is {tried}. "
        f"There are Markdown files: {there}{remedy}"
    )
