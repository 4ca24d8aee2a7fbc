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
from sphinxcontrib_podcast.transcripts.reader import SUFFIXES, read_transcript

#: What an earlier import wrote, beside the episodes.
STATE = ".sphinx-podcast.json"

_MOST_FEED = 64 << 20  # bytes
_MOST_CHAPTERS = 4 << 20
_MOST_TRANSCRIPT = 32 << 20
_MOST_PAGES = 500  # of a feed in parts
_TYPES = {
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "application/srt": ".srt",
    "text/srt": ".srt",
    "application/json": ".json",
    "text/plain": ".txt",
}
_GUID = re.compile(r"^[ \t]*guid:\s*['\"]?(.*?)['\"]?\s*$", re.MULTILINE)


@click.command("rss", short_help="Write episode files from a feed.")
@click.argument("feed")
@folder_option
@click.option(
    "--allow-private",
    is_flag=True,
    help="Let the feed lead to private addresses (192.168.1.20, localhost).",
)
@click.pass_context
def import_rss(ctx: click.Context, feed: str, folder: Path, allow_private: bool) -> None:
    """Write an episode file for each episode of FEED, an address (http, https) or a file.

    A file gets front matter, the show notes, and the chapters of podcast:chapters, of Podlove
    Simple Chapters, or of times in the notes. Transcripts are fetched beside it.

    \b
    Example:
      sphinx-podcast import rss https://example.org/feed.xml --to episodes/my-show

    Run it again for new episodes, or after a break. A file is known by its guid, whatever its
    name is now; what the feed says anew goes into front matter, but for fields that were changed
    by hand. The text below front matter is yours, and a file that you deleted stays away.

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
        say("", "Stopped. Run the same command again to go on.")
        ctx.exit(STOPPED)
    except BaseException:
        with suppress(CommandError):  # what came first is told
            importer.save()
        raise
    importer.save()
    counts = importer.counts
    say(f"{counts['new']} new, {counts['updated']} updated, {counts['unchanged']} unchanged")
    if importer.left_out:
        say(
            f"{importer.left_out} left out, as their files were deleted; to have one again, take "
            f"its guid out of {folder / STATE}"
        )
    listed(
        "Not everything could be fetched or read; the import tries again next time:",
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
        # a file does not lead to the web by itself
        feed = page.next_page if base else ""


def _content(web: Web, feed: str, *, typed: bool) -> tuple[bytes, str]:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", feed):
        return web.fetch(feed, _MOST_FEED, typed=typed)
    try:
        return read_bytes(Path(feed), _MOST_FEED), ""
    except FileNotFoundError as error:
        raise FetchError("there is no such file; an address begins with https://") from error


@dataclass
class _Import:
    """Writes episodes into a folder, one after the other."""

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
        # where none of the files is left, it begins anew
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
        say(f"{self.folder / STATE} is damaged: what differs from the feed counts as yours")
        return {}

    def save(self) -> None:
        """Keep what was written, for the next time."""
        if json.dumps(self.state) != self.before:
            data = {"version": 1, "episodes": self.state}
            text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
            write(self.folder / STATE, text + "\n")
            self.before = json.dumps(self.state)

    def take(self, item: Item) -> None:
        """Write an episode, or bring its file up to date; an error ends this episode only."""
        try:
            self._take(item)
        except CommandError:  # no file can be written
            raise
        except Exception as error:
            what = f"it has {error.what}" if isinstance(error, NotProseError) else repr(error)
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
                say(f"{path}: its transcript is of a kind that is not read")
        else:
            self._update(item, path)
        self._transcript(item, path)

    def _new(self, item: Item) -> Path:
        body, complete = self._body(item)
        path = self._place(item)
        write(path, as_strangers(front_matter(item.fields) + body))
        known: dict[str, Any] = {"fields": {k: as_yaml(v) for k, v in item.fields.items()}}
        if not complete:
            known["unfinished"] = _digest(body)
        self.state[item.guid] = known
        if not complete:
            self.save()  # a run that is killed could not tell it from what a person wrote
        self.files[item.guid] = path
        self.counts["new"] += 1
        show(f"new      {path}")
        return path

    def _place(self, item: Item) -> Path:
        """A file for a new episode: that of its title, unless there is one."""
        name = slug(str(item.fields.get("title", item.guid)))
        path = self.folder / f"{name}.md"
        number = 0
        while any(_key(path.with_suffix(suffix)) in self.taken for suffix in (".md", *SUFFIXES)):
            path = self.folder / f"{name}-{_digest(f'{item.guid}{number or str()}')[:6]}.md"
            number += 1
        self.taken.add(_key(path))
        return path

    def _update(self, item: Item, path: Path) -> None:
        file = read_episode(path)
        if file.fields is None or file.fault:
            fault = file.fault or "its front matter cannot be read"
            self.problems.append(f"{path}: {fault}. It was left as it is")
            return
        known = self.state.get(item.guid, {"fields": {}})
        written: dict[str, str] = dict(known["fields"])
        changes: dict[str, Any] = {}
        for key, value in item.fields.items():
            new = as_yaml(value)
            now = as_yaml(file.fields[key]) if key in file.fields else None
            if now == new:
                written[key] = new
            elif now == written.get(key):  # as it was written, or in neither
                changes[key] = value
                written[key] = new
        body = file.body
        state: dict[str, Any] = {"fields": written}
        if known.get("unfinished") == _digest(body):
            body, complete = self._body(item)
            if not complete:
                state["unfinished"] = _digest(body)
        try:
            text = updated(file, changes, body)
        except ValueError as error:
            self.problems.append(f"{path}: {error}. It was left as it is")
            return
        if text != file.whole:
            write(path, text)
            self.counts["updated"] += 1
            show(f"updated  {path}")
        else:
            self.counts["unchanged"] += 1
        self.state[item.guid] = state

    def _body(self, item: Item) -> tuple[str, bool]:
        """The text of an episode, and whether it is all that the feed leads to."""
        notes = html_to_markdown(item.notes, item.base)
        if len(item.notes) > MOST_CHARACTERS:
            self.problems.append(
                f"{item.fields.get('title', item.guid)}: its notes are longer than "
                f"{MOST_CHARACTERS:,} characters; the rest was left out"
            )
        marks: list[Mark] = []
        complete = True
        if item.chapters_url:
            try:
                content = self.web.fetch(item.chapters_url, _MOST_CHAPTERS).content
                marks = read_json(decode(content)[0])
            except (FetchError, ValueError) as error:
                self.problems.append(
                    f"{item.chapters_url}: the chapters cannot be fetched: {error}"
                )
                complete = False
        body, doubts = body_of(notes, marks or read_simple(item.simple_chapters))
        for doubt in doubts:
            say(f"{item.fields.get('title', item.guid)}: {doubt}")
        check_prose(body)
        return body, complete

    def _transcript(self, item: Item, path: Path) -> None:
        """Fetch the best transcript that can be had, unless there is one."""
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
                content = self.web.fetch(url, _MOST_TRANSCRIPT).content
            except FetchError as error:
                problems.append(f"{url}: the transcript cannot be fetched: {error}")
                continue
            cues, faults = read_transcript(decode(content)[0], url)
            if cues:
                write(path.with_suffix(suffix), content)
                show(f"new      {path.with_suffix(suffix)}")
                return
            reason = faults[0].message if faults else "it is empty"
            problems.append(f"{url}: this is no transcript: {reason}")
        self.problems += problems


def _transcripts(item: Item) -> list[tuple[bool, int, str, str]]:
    """Suffixes and addresses of transcripts, to be sorted: of the episode's language first."""
    found = []
    language = str(item.fields.get("language", ""))[:2].lower()
    for attributes in item.transcripts:
        url = attributes.get("url", "")
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        suffix = _TYPES.get(kind) or posixpath.splitext(url.partition("?")[0])[1].lower()
        if suffix in SUFFIXES:
            other = attributes.get("language", language)[:2].lower() != language
            found.append((other, SUFFIXES.index(suffix), suffix, url))
    return found


def _guid(file: EpisodeFile) -> str:
    """The id in the feed; of broken front matter too, so that no second file is made."""
    if file.fields is None:
        match = _GUID.search(file.front_matter)
        return match[1] if match else ""
    return str(file.fields.get("guid") or file.fields.get("id") or "")


def _key(path: Path) -> str:
    """What some systems take for the same name."""
    return str(path).casefold()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
