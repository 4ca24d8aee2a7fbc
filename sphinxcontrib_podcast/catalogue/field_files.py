"""Fields of an episode in a file with its name: ``12.yml`` for ``12.md``."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.grammar.episode_fields import EpisodeFields, read_fields
from sphinxcontrib_podcast.grammar.front_matter import Format, FrontMatter
from sphinxcontrib_podcast.grammar.vocabulary import front_matter_field

# The endings of such files; those of the first take precedence.
_SUFFIXES: Mapping[str, Format] = {
    ".yml": "yaml",
    ".yaml": "yaml",
    ".toml": "toml",
    ".json": "json",
    ".11tydata.json": "json",
}
_MOST_BYTES = 1 << 20
# The transcript of an episode may be JSON as well.
_TRANSCRIPT = re.compile(
    rb'"(?:segments|words|results|utterances|monologues|chunks|cues|events)"\s*:\s*[\[{]'
)


class FieldFiles:
    """Finds the files with fields of episodes; each folder is listed once."""

    def __init__(self, srcdir: Path) -> None:
        self.srcdir = srcdir
        self._names: dict[str, set[str]] = {}
        self._have_fields: dict[str, bool] = {}

    def names_in(self, folder: str) -> set[str]:
        """Return the names of files in a folder of the source folder."""
        if folder not in self._names:
            self._names[folder] = set()
            with suppress(OSError):
                self._names[folder] = {p.name for p in (self.srcdir / folder).iterdir()}
        return self._names[folder]

    def of(self, episode: str) -> dict[str, bytes]:
        """Return the content of the files with fields of an episode, by path."""
        folder, _, name = episode.rpartition("/")
        stem = posixpath.splitext(name)[0]
        found: dict[str, bytes] = {}
        for suffix in _SUFFIXES:
            if f"{stem}{suffix}" not in self.names_in(folder):
                continue
            path = posixpath.join(folder, f"{stem}{suffix}")
            content = _content(self.srcdir, path)
            if content is not None and (suffix != ".json" or self.has_fields(path)):
                found[path] = content
        return found

    def has_fields(self, path: str) -> bool:
        """Return whether a JSON file has fields of an episode, and is not its transcript."""
        if path not in self._have_fields:
            content = _content(self.srcdir, path)
            self._have_fields[path] = content is not None and _has_fields(content)
        return self._have_fields[path]


def _content(srcdir: Path, path: str) -> bytes | None:
    """Return the content of a file of an episode, or None if there is no such file.

    Links that lead out of the source folder, devices, pipes and large files are not read.
    """
    file = srcdir / path
    try:
        if not file.is_file() or not file.resolve().is_relative_to(srcdir.resolve()):
            return None
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except OSError:
        return None
    return content if len(content) <= _MOST_BYTES else None


def _has_fields(content: bytes) -> bool:
    if _TRANSCRIPT.search(content):
        return False
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and any(front_matter_field(key)[0] for key in data)


def fields_in_files(contents: Mapping[str, bytes]) -> dict[str, EpisodeFields]:
    """Return the fields in the files, by path."""
    found = {}
    for path, content in contents.items():
        kind = next(kind for suffix, kind in _SUFFIXES.items() if path.endswith(suffix))
        text, _fault = decode(content)
        found[path] = read_fields(FrontMatter(kind, text.removeprefix("---\n")))
    return found


def read_field_files(srcdir: Path, paths: Iterable[str]) -> dict[str, EpisodeFields]:
    """Return the fields in the files of these paths. Missing files are left out."""
    contents = ((path, _content(srcdir, path)) for path in paths)
    return fields_in_files({path: c for path, c in contents if c is not None})
