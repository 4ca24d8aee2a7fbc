"""``sphinx-podcast import rss``."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

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
from sphinxcontrib_podcast.formats.chapters import Mark, body_of, clock, read_json, read_simple
from sphinxcontrib_podcast.formats.feed_reader import Feed, FeedError, Item, Person, read_feed
from sphinxcontrib_podcast.formats.html_to_markdown import (
    MOST_CHARACTERS,
    escaped,
    html_to_markdown,
)
from sphinxcontrib_podcast.formats.prose_gate import NotProseError, check_prose
from sphinxcontrib_podcast.grammar.text import join_text
from sphinxcontrib_podcast.model import Cue
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
_MOST_ADDRESSES = 3  # with the same problem at one host that are listed each
_MOST_PAGES = 500  # of a paged feed
_LONGEST_QUOTE = 1000  # characters of a soundbite
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
            pages = list(_pages(web, feed, importer.problems))
        for item in progress(list(_items(pages)), "Importing"):
            importer.take(item)
        importer.take_show(pages[0])
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
    problems = importer.all_problems()
    if unused := _unused(pages):
        say(f"Not imported, because an episode file has no place for it: {unused}")
    listed(
        "Some items could not be fetched or read. They will be retried on the next run:",
        problems,
    )
    ctx.exit(DOUBTFUL if problems else 0)


def _pages(web: Web, feed: str, problems: list[str]) -> Iterator[Feed]:
    """Yield a feed, and the pages that continue it."""
    seen: set[str] = set()
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
        yield page
        seen.add(feed)
        # a local file does not cause requests to the web
        feed = page.next_page if base else ""


def _items(pages: Iterable[Feed]) -> Iterator[Item]:
    """Yield the episodes of all pages, each once."""
    guids: set[str] = set()
    for page in pages:
        for item in page.items:
            if item.guid not in guids:
                guids.add(item.guid)
                yield item


def _unused(pages: Iterable[Feed]) -> str:
    """Return the elements that are not imported, with their number."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(page.unused)
    return ", ".join(f"{name} ({n})" if n > 1 else name for name, n in sorted(counts.items()))


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
        self.guids: dict[str, str] = {}  # by other keys
        self.done: set[Path] = set()
        self.unreachable: dict[tuple[str, str], list[str]] = {}
        self.people: dict[str, Person] = {}
        self.taken = set()
        remove_leftovers(self.folder.rglob(LEFTOVERS))
        for path in sorted(self.folder.rglob("*")):
            self.taken.add(_key(path))
            if path.suffix == ".md" and path.is_file():
                file = read_episode(path)
                if guid := _guid(file):
                    self.files.setdefault(guid, path)
                    for key in _other_keys(file.fields or {}):
                        self.guids.setdefault(key, guid)
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

    def all_problems(self) -> list[str]:
        """Return what could not be fetched or read."""
        found = list(self.problems)
        for (host, problem), urls in self.unreachable.items():
            if len(urls) > _MOST_ADDRESSES:
                found.append(f"{len(urls)} addresses at {host}, such as {urls[0]}: {problem}")
            else:
                found += [f"{url}: {problem}" for url in urls]
        return found

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
        for person in item.people:
            if person.image or person.href:
                self.people.setdefault(person.name, person)
        if not item.has_guid:
            self._recognise(item)
        path = self.files.get(item.guid)
        if item.guid in self.deleted:
            self.left_out += 1
            return
        # a soundbite becomes a quote if the words are known
        transcript = self._transcript(item) if path is None and item.soundbites else None
        if path is None:
            path = self._new(item, transcript.cues if transcript else ())
            if item.transcripts and not _transcripts(item):
                say(f"{path}: the format of its transcript is not supported")
        else:
            self._update(item, path)
        self.done.add(path)
        if transcript is None and not _has_transcript(path):
            transcript = self._transcript(item)
        if transcript:
            write(path.with_suffix(transcript.suffix), transcript.content)
            show(f"new      {path.with_suffix(transcript.suffix)}")

    def _recognise(self, item: Item) -> None:
        """Find the file of an episode without guid, which may have another address by now."""
        if item.guid in self.files or item.guid in self.deleted:
            return
        known = (self.guids.get(key, "") for key in _other_keys(item.fields))
        guid = next((g for g in known if g in self.files and self.files[g] not in self.done), "")
        if guid:
            self.files[item.guid] = self.files[guid]
            if guid in self.state:
                self.state[item.guid] = self.state.pop(guid)

    def _new(self, item: Item, cues: Sequence[Cue]) -> Path:
        body, complete = self._body(item, cues)
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

    def _body(self, item: Item, cues: Sequence[Cue] = ()) -> tuple[str, bool]:
        """Return the text of an episode, and whether its chapters could be fetched.

        :param cues: of its transcript.
        """
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
                self._unreachable(item.chapters_url, f"the chapters could not be fetched: {error}")
                complete = False
        body, doubts = body_of(notes, marks or read_simple(item.simple_chapters))
        if more := [*_soundbites(item, cues), *_entities(item)]:
            body = "\n".join([body or "\n", "\n\n".join(more), ""])
        for doubt in doubts:
            say(f"{item.fields.get('title', item.guid)}: {doubt}")
        check_prose(body)
        return body, complete

    def _transcript(self, item: Item) -> _Transcript | None:
        """Fetch the best available transcript of an episode."""
        problems: list[tuple[str, str]] = []
        for _, _, suffix, url in sorted(_transcripts(item)):
            try:
                content = self.web.fetch(url, MOST_BYTES).content
            except FetchError as error:
                problems.append((url, f"the transcript could not be fetched: {error}"))
                continue
            cues, faults = read_transcript(decode(content)[0], url)
            if cues:
                return _Transcript(suffix, content, cues)
            reason = faults[0].message if faults else "it is empty"
            problems.append((url, f"this is not a transcript: {reason}"))
        for url, problem in problems:
            self._unreachable(url, problem)
        return None

    def _unreachable(self, url: str, problem: str) -> None:
        """Take a problem with an address. Many of one kind at one host are counted."""
        self.unreachable.setdefault((urlsplit(url).netloc, problem), []).append(url)

    # -- the show ------------------------------------------------------------------

    def take_show(self, feed: Feed) -> None:
        """Write a page about the show, and a registry of its people, unless they are there."""
        website = feed.channel.get("links", {}).get("Website", "")
        text = html_to_markdown(feed.about, website)
        path = self.folder / "index.md"
        fields = dict(feed.channel)
        described = bool(text or fields.keys() - {"title", "language"})
        if described and not path.exists() and not self.state.get(_SHOW):
            heading = f"# {escaped(fields['title'])}" if "title" in fields else ""
            page = "".join(f"\n{part}\n" for part in (heading, text) if part)
            try:
                check_prose(page)
            except NotProseError as error:
                self.problems.append(f"the description of the show contains {error.what}")
                page = f"\n# {escaped(fields.get('title', self.folder.name))}\n"
            write(path, as_strangers(front_matter(fields) + page))
            self.state[_SHOW] = {"fields": {k: as_yaml(v) for k, v in fields.items()}}
            show(f"new      {path}")
        registry = self.folder / "people.toml"
        known = registry.read_text(encoding="utf-8") if registry.exists() else ""
        new = [p for p in self.people.values() if f"name = {_toml(p.name)}\n" not in known]
        if new:
            write(registry, known + "".join(map(_registry_entry, new)))
            show(f"{'updated ' if known else 'new     '} {registry}")
            if not known:
                say(f"To show pictures and pages of people, add {registry} to podcast_registry")


def _has_transcript(path: Path) -> bool:
    """Return whether a transcript lies beside an episode, or its front matter names one."""
    if any(path.with_suffix(suffix).exists() for suffix in SUFFIXES):
        return True
    return bool((read_episode(path).fields or {}).get("transcript"))


#: The key of the page about the show in the record; no guid is empty.
_SHOW = ""


class _Transcript(NamedTuple):
    """A transcript that was fetched."""

    suffix: str
    content: bytes
    cues: Sequence[Cue]


def _soundbites(item: Item, cues: Sequence[Cue]) -> Iterator[str]:
    """Yield the passages that a feed recommends: as quotes if the transcript has their words."""
    for bite in item.soundbites:
        within = [c for c in cues if bite.start <= c.start < bite.end]
        words = join_text([c.text for c in within]) if within else ""
        time = clock(int(bite.start))
        if words and len(words) <= _LONGEST_QUOTE:
            speakers = {c.speaker for c in within}
            speaker = escaped(speakers.pop()) if len(speakers) == 1 else ""
            signature = f"\n>\n> — {speaker}" if speaker else ""
            yield f"> “{escaped(words)}” [{time}]{signature}"
        else:
            yield f"[{time}-{clock(int(bite.end))}] {escaped(bite.title)}".rstrip()


def _entities(item: Item) -> Iterator[str]:
    """Yield a list of entities: people in roles that front matter does not have, and the place."""
    language = str(item.fields.get("language", ""))[:2]
    heading, person, place = _WORDS.get(language, _WORDS["en"])
    roles: dict[str, list[str]] = {}
    for one in item.people:
        roles.setdefault(one.name, []).append(one.role)
    in_front = {*item.fields.get("hosts", ()), *item.fields.get("guests", ())}
    lines = [
        f"- **{escaped(name)}** ({person}, {escaped(', '.join(own))})"
        for name, own in roles.items()
        if name not in in_front
    ]
    lines += [f"- **{escaped(item.place)}** ({place})"] if item.place else []
    if lines:
        yield f"## {heading}\n\n" + "\n".join(lines)


#: The heading of a list of entities, and the types of a person and of a place.
_WORDS = {
    "en": ("Entities", "Person", "Place"),
    "ja": ("エンティティ", "人物", "場所"),
    "zh": ("实体", "人物", "地点"),
}


def _registry_entry(person: Person) -> str:
    """Return an entry of a registry with the picture and the page of a person."""
    lines = [
        f"\n[entities.{_toml(slug(person.name))}]",
        f"name = {_toml(person.name)}",
        'type = "person"',
    ]
    lines += [f"image = {_toml(person.image)}"] if person.image else []
    lines += [f"same_as = [{_toml(person.href)}]"] if person.href else []
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    """Return a string of TOML: that of JSON, except for a character that TOML does not allow."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


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


def _other_keys(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield what identifies an episode without guid: its address, and its title with its date."""
    for name in ("guid", "audio", "video"):
        address = str(fields.get(name) or "")
        if "?" in address:
            yield address.partition("?")[0]
        elif address:
            yield address
    if fields.get("title") and fields.get("date"):
        yield f"{fields['title']}\n{as_yaml(fields['date'])}"


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
