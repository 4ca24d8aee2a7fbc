"""``sphinx-podcast import rss``."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from sphinxcontrib_podcast.catalogue.slugs import slug
from sphinxcontrib_podcast.catalogue.source_files import decode
from sphinxcontrib_podcast.cli.episode_file import (
    EpisodeFile,
    as_strangers,
    as_yaml,
    folder_option,
    front_matter,
    read_bytes,
    read_episode,
    updated,
)
from sphinxcontrib_podcast.cli.fetch import FetchError, Web
from sphinxcontrib_podcast.cli.files import LEFTOVERS, remove_leftovers, write
from sphinxcontrib_podcast.cli.output import (
    DOUBTFUL,
    STOPPED,
    CommandError,
    listed,
    progress,
    say,
    show,
    working,
)
from sphinxcontrib_podcast.formats.chapters import Mark, body_of, read_json, read_simple
from sphinxcontrib_podcast.formats.feed import FeedError, Item, read_feed
from sphinxcontrib_podcast.formats.html_to_markdown import MOST_CHARACTERS, html_to_markdown
from sphinxcontrib_podcast.formats.prose_gate import NotProseError, check_prose
from sphinxcontrib_podcast.transcripts.reader import (
    MOST_BYTES,
    SUFFIXES,
    read_transcript,
    suffix_of_type,
)

#: The record of what earlier imports wrote, beside the episodes.
STATE = ".sphinx-podcast.json"

_MOST_FEED = 64 << 20  # bytes
_MOST_CHAPTERS = 4 << 20
_MOST_PAGES = 500  # of a paged feed
_GUID = re.compile(r"^[ \t]*guid:\s*['\"]?(.*?)['\"]?\s*$", re.MULTILINE)


@click.command("rss", short_help="Write episode files from a feed.")
@click.argument("feed")
@folder_option
@click.option(
    "--allow-private",
    is_flag=True,
    help="Allow private addresses in the feed (192.168.1.20, localhost).",
)
@click.pass_context
def import_rss(ctx: click.Context, feed: str, folder: Path, allow_private: bool) -> None:
    """Write an episode file for each episode of FEED, an http or https URL or a file.

    A file gets front matter, the show notes, and chapters from podcast:chapters, Podlove Simple
    Chapters, or times in the notes. Transcripts are stored beside it.

    \b
    Example:
      sphinx-podcast import rss https://example.org/feed.xml --to episodes/my-show

    Run it again for new episodes, or after an interruption. Files are recognised by their guid,
    even if renamed. Changes in the feed update the front matter, except fields that you edited.
    The text below the front matter is yours, and files that you deleted are not written again.

    The exit status is 1 if something could not be fetched or read, 2 if nothing was done.
    """
    web = Web(allow_private=allow_private)
    importer = _Import(folder, web)
    try:
        with working("Reading the feed"):
            items = list(_items(web, feed, importer.problems))
        for item in progress(items, "Importing"):
            importer.take(item)
    except KeyboardInterrupt:
        importer.save()
        say("", "Stopped. Run the same command again to continue.")
        ctx.exit(STOPPED)
    except BaseException:
        with suppress(CommandError):  # report the first error
            importer.save()
        raise
    importer.save()
    counts = importer.counts
    say(f"{counts['new']} new, {counts['updated']} updated, {counts['unchanged']} unchanged")
    if importer.left_out:
        say(
            f"{importer.left_out} skipped, because their files were deleted; to import one again, "
            f"remove its guid from {folder / STATE}"
        )
    listed(
        "Some items could not be fetched or read. They will be retried on the next run:",
        importer.problems,
    )
    ctx.exit(DOUBTFUL if importer.problems else 0)


def _items(web: Web, feed: str, problems: list[str]) -> Iterator[Item]:
    """Yield the episodes of a feed, and of the pages that continue it."""
    seen: set[str] = set()
    guids: set[str] = set()
    while feed and feed not in seen and len(seen) < _MOST_PAGES:
        try:
            content, base = _content(web, feed, typed=not seen)
            page = read_feed(content, base)
        except (FetchError, FeedError, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            if not seen:
                raise CommandError(f"{feed}: {reason}") from error
            problems.append(f"{feed}: {reason}")
            return
        problems += [f"{feed}: {problem}" for problem in page.problems]
        for item in page.items:
            if item.guid not in guids:
                guids.add(item.guid)
                yield item
        seen.add(feed)
        # a local file does not cause requests to the web
        feed = page.next_page if base else ""


def _content(web: Web, feed: str, *, typed: bool) -> tuple[bytes, str]:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", feed):
        return web.fetch(feed, _MOST_FEED, typed=typed)
    try:
        return read_bytes(Path(feed), _MOST_FEED), ""
    except FileNotFoundError as error:
        raise FetchError("there is no such file; a URL starts with https://") from error


@dataclass
class _Import:
    """Write the episodes of a feed to a folder."""

    folder: Path
    web: Web
    problems: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "updated": 0, "unchanged": 0})
    left_out: int = 0

    def __post_init__(self) -> None:
        self.state = self._read_state()
        self.before = json.dumps(self.state)
        self.files: dict[str, Path] = {}
        self.taken = set()
        remove_leftovers(self.folder.rglob(LEFTOVERS))
        for path in sorted(self.folder.rglob("*")):
            self.taken.add(_key(path))
            if path.suffix == ".md" and path.is_file() and (guid := _guid(read_episode(path))):
                self.files.setdefault(guid, path)
        # if no file is left, start afresh
        self.deleted = self.state.keys() - self.files.keys() if self.files else set()

    def _read_state(self) -> dict[str, dict[str, Any]]:
        try:
            data = json.loads((self.folder / STATE).read_text(encoding="utf-8"))
            episodes = data["episodes"]
            if all(isinstance(known["fields"], dict) for known in episodes.values()):
                return dict(episodes)
        except FileNotFoundError:
            return {}
        except (ValueError, LookupError, TypeError, AttributeError):
            pass
        say(f"{self.folder / STATE} is damaged: every difference from the feed counts as yours")
        return {}

    def save(self) -> None:
        """Record what was written, for the next run."""
        if json.dumps(self.state) != self.before:
            data = {"version": 1, "episodes": self.state}
            text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
            write(self.folder / STATE, text + "\n")
            self.before = json.dumps(self.state)

    def take(self, item: Item) -> None:
        """Write an episode or update its file. An error ends the import of this episode only."""
        try:
            self._take(item)
        except CommandError:  # files cannot be written
            raise
        except Exception as error:
            what = f"it contains {error.what}" if isinstance(error, NotProseError) else repr(error)
            title = item.fields.get("title", item.guid)
            self.problems.append(f"{title}: it was not imported: {what}")

    def _take(self, item: Item) -> None:
        path = self.files.get(item.guid)
        if item.guid in self.deleted:
            self.left_out += 1
            return
        if path is None:
            path = self._new(item)
            if item.transcripts and not _transcripts(item):
                say(f"{path}: the format of its transcript is not supported")
        else:
            self._update(item, path)
        self._transcript(item, path)

    def _new(self, item: Item) -> Path:
        body, complete = self._body(item)
        path = self._place(item)
        write(path, as_strangers(front_matter(item.fields) + body))
        known: dict[str, Any] = {"fields": {k: as_yaml(v) for k, v in item.fields.items()}}
        if not complete:
            known["unfinished"] = _hash(body)
        self.state[item.guid] = known
        if not complete:
            self.save()  # or a killed run would leave a text that looks edited by hand
        self.files[item.guid] = path
        self.counts["new"] += 1
        show(f"new      {path}")
        return path

    def _place(self, item: Item) -> Path:
        """Return the path for a new episode: its title, made unique if that is taken."""
        name = slug(str(item.fields.get("title", item.guid)))
        path = self.folder / f"{name}.md"
        number = 0
        while any(_key(path.with_suffix(suffix)) in self.taken for suffix in (".md", *SUFFIXES)):
            path = self.folder / f"{name}-{_hash(f'{item.guid}{number or str()}')[:6]}.md"
            number += 1
        self.taken.add(_key(path))
        return path

    def _update(self, item: Item, path: Path) -> None:
        file = read_episode(path)
        if file.fields is None or file.fault:
            fault = file.fault or "the front matter cannot be read"
            self.problems.append(f"{path}: {fault}. The file was not changed")
            return
        known = self.state.get(item.guid, {"fields": {}})
        written: dict[str, str] = dict(known["fields"])
        changes: dict[str, Any] = {}
        for key, value in item.fields.items():
            new = as_yaml(value)
            now = as_yaml(file.fields[key]) if key in file.fields else None
            if now == new:
                written[key] = new
            elif now == written.get(key):  # unchanged since the last import, or new
                changes[key] = value
                written[key] = new
        body = file.body
        state: dict[str, Any] = {"fields": written}
        if known.get("unfinished") == _hash(body):
            body, complete = self._body(item)
            if not complete:
                state["unfinished"] = _hash(body)
        try:
            text = updated(file, changes, body)
        except ValueError as error:
            self.problems.append(f"{path}: {error}. The file was not changed")
            return
        if text != file.whole:
            write(path, text)
            self.counts["updated"] += 1
            show(f"updated  {path}")
        else:
            self.counts["unchanged"] += 1
        self.state[item.guid] = state

    def _body(self, item: Item) -> tuple[str, bool]:
        """Return the text of an episode, and whether its chapters could be fetched."""
        notes = html_to_markdown(item.notes, item.base)
        if len(item.notes) > MOST_CHARACTERS:
            self.problems.append(
                f"{item.fields.get('title', item.guid)}: its notes are longer than "
                f"{MOST_CHARACTERS:,} characters; the rest was omitted"
            )
        marks: list[Mark] = []
        complete = True
        if item.chapters_url:
            try:
                content = self.web.fetch(item.chapters_url, _MOST_CHAPTERS).content
                marks = read_json(decode(content)[0])
            except (FetchError, ValueError) as error:
                self.problems.append(
                    f"{item.chapters_url}: the chapters could not be fetched: {error}"
                )
                complete = False
        body, doubts = body_of(notes, marks or read_simple(item.simple_chapters))
        for doubt in doubts:
            say(f"{item.fields.get('title', item.guid)}: {doubt}")
        check_prose(body)
        return body, complete

    def _transcript(self, item: Item, path: Path) -> None:
        """Fetch the best available transcript, unless the episode has one."""
        if any(path.with_suffix(suffix).exists() for suffix in SUFFIXES):
            return
        found = _transcripts(item)
        if not found:
            return
        if (read_episode(path).fields or {}).get("transcript"):
            return
        problems: list[str] = []
        for _, _, suffix, url in sorted(found):
            try:
                content = self.web.fetch(url, MOST_BYTES).content
            except FetchError as error:
                problems.append(f"{url}: the transcript could not be fetched: {error}")
                continue
            cues, faults = read_transcript(decode(content)[0], url)
            if cues:
                write(path.with_suffix(suffix), content)
                show(f"new      {path.with_suffix(suffix)}")
                return
            reason = faults[0].message if faults else "it is empty"
            problems.append(f"{url}: this is not a transcript: {reason}")
        self.problems += problems


def _transcripts(item: Item) -> list[tuple[bool, int, str, str]]:
    """Return the transcripts of an episode as sortable tuples, the best one smallest.

    The items are whether it is in another language, the rank of the suffix, the suffix, and the
    address.
    """
    found = []
    language = str(item.fields.get("language", ""))[:2].lower()
    for attributes in item.transcripts:
        url = attributes.get("url", "")
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        suffix = suffix_of_type(kind) or posixpath.splitext(url.partition("?")[0])[1].lower()
        if suffix in SUFFIXES:
            other = attributes.get("language", language)[:2].lower() != language
            found.append((other, SUFFIXES.index(suffix), suffix, url))
    return found


def _guid(file: EpisodeFile) -> str:
    """Return the ``guid`` of a file, or an empty string.

    It is read from invalid front matter too, so that the episode does not get a second file.
    """
    if file.fields is None:
        match = _GUID.search(file.front_matter)
        return match[1] if match else ""
    return str(file.fields.get("guid") or file.fields.get("id") or "")


def _key(path: Path) -> str:
    """Return a key that is equal for paths that differ in case only."""
    return str(path).casefold()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
