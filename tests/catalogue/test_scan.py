"""Reading the files of an archive, the unchanged ones from a cache; without Sphinx."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from sphinxcontrib_podcast.catalogue.drafts import leave_out, today
from sphinxcontrib_podcast.catalogue.scan import Scan, ScanOptions, SourceFile, scan
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Episode


class Archive:
    """A source folder that is scanned again and again, and counts the files that are parsed."""

    def __init__(self, root: Path) -> None:
        self.root = root / "src"
        self.root.mkdir()
        self.cache = root / "scan.pickle"
        self.fingerprint = "1"
        self.project_language = "en"

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def scan(self, *docnames: str, **options: object) -> Scan:
        files: Iterable[SourceFile] = [
            SourceFile(d, f"{d}.md", "markdown", d.startswith("e/"), "") for d in docnames
        ]
        grammar = GrammarOptions(Vocabulary.load(), False)
        made = ScanOptions(
            self.root, grammar, self.project_language, lambda: MarkdownIt("commonmark"), self.fingerprint,
            **options,  # type: ignore[arg-type]
        )  # fmt: skip
        return scan(files, made, self.cache)

    def episodes(self, *docnames: str) -> dict[str, Episode]:
        documents = self.scan(*docnames).documents()
        return {d.docname: d.episode for d in documents if d.episode}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def is_cached(result: Scan, docname: str) -> bool:
    return isinstance(result.found[docname], bytes)


def test_only_what_changed_is_read_again(archive: Archive) -> None:
    archive.write("e/a.md", "# A\n")
    archive.write("e/b.md", "# B\n")
    first = archive.scan("e/a", "e/b")
    assert not is_cached(first, "e/a")
    archive.write("e/b.md", "# Changed\n")
    second = archive.scan("e/a", "e/b")
    assert (is_cached(second, "e/a"), is_cached(second, "e/b")) == (True, False)
    assert {d.episode.title for d in second.documents() if d.episode} == {"A", "Changed"}
    assert second.input_hashes["e/a"] == first.input_hashes["e/a"]
    assert second.input_hashes["e/b"] != first.input_hashes["e/b"]


OUTLINED = """\
---
title: A
---

A summary.

## [00:10] One

Ada spoke.

> "Yes."
> — Ada

## Entities

- **Ada** (Person): A person.
"""


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("Ada spoke.", "Ada said\nmuch.\n\nMore.", True),
        ("A summary.", "Another.\n\nMore.", True),
        ("title: A", "title: B", False),
        ("00:10", "00:20", False),
        ("One", "Two", False),
        ("Yes.", "No.", False),
        ("— Ada", "— Bo", False),
        ("**Ada**", "**Bo**", False),
        ("A person.", "A poet.", False),
    ],
)
def test_the_outline_of_a_document_is_all_but_prose(
    archive: Archive, before: str, after: str, is_same: bool
) -> None:
    assert OUTLINED.count(before) == 1
    archive.write("e/a.md", OUTLINED)
    outline = archive.scan("e/a").outlines["e/a"]
    assert archive.scan("e/a").outlines["e/a"] == outline  # of the cache
    archive.write("e/a.md", OUTLINED.replace(before, after))
    assert (archive.scan("e/a").outlines["e/a"] == outline) is is_same


def test_another_version_or_setting_reads_everything(archive: Archive) -> None:
    archive.write("e/a.md", "# A\n")
    archive.scan("e/a")
    archive.fingerprint = "2"
    assert not is_cached(archive.scan("e/a"), "e/a")
    assert is_cached(archive.scan("e/a"), "e/a")


def test_files_that_come_and_go_beside_an_episode(archive: Archive) -> None:
    archive.write("e/a.md", '# A\n\n## [00:00] One\n\n> *"It weaves algebra."*\n')
    assert archive.episodes("e/a")["e/a"].cues == ()
    archive.write("e/a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nIt weaves algebra.\n")
    (cue,) = archive.episodes("e/a")["e/a"].cues
    assert (cue.start, cue.text) == (1, "It weaves algebra.")
    (quote,) = archive.episodes("e/a")["e/a"].quotes
    assert quote.verdict
    assert quote.verdict.kind == "verbatim"
    archive.write("e/a.vtt", "WEBVTT\n\n00:03.000 --> 00:04.000\nOther words are said.\n")
    (quote,) = archive.episodes("e/a")["e/a"].quotes
    assert quote.verdict
    assert quote.verdict.kind == "missing"
    (archive.root / "e/a.vtt").unlink()
    assert archive.episodes("e/a")["e/a"].cues == ()
    archive.write("e/a.yml", "title: From beside\n")
    assert archive.episodes("e/a")["e/a"].beside == ("e/a.yml",)


def test_pages_without_anything_of_ours_are_not_kept(archive: Archive) -> None:
    archive.write("index.md", "# Home\n")
    archive.write("about.md", "# About\n\n```{pod:entity} Ada\n```\n")
    archive.write("notes.md", "---\npodcast: true\n---\n\n# Notes\n")
    result = archive.scan("index", "about", "notes", "gone")
    assert set(result.found) == {"about", "notes"}
    assert set(result.hashes) == {"index", "about", "notes"}
    assert result.has_episodes


def test_a_file_in_another_encoding(archive: Archive) -> None:
    archive.write("e/a.md", "# Le déjà-vu\n\nOù êtes-vous né, où était l'été ?\n".encode("cp1252"))
    result = archive.scan("e/a")
    (document,) = result.documents()
    assert document.episode
    assert document.episode.title == "Le déjà-vu"
    assert [(p.subtype, p.line) for p in document.problems] == [("encoding", 1)]
    assert result.decoded["e/a.md"].startswith("# Le déjà-vu")


def test_a_missing_transcript_is_reported_where_it_is_named(archive: Archive) -> None:
    archive.write("e/a.md", "---\ndate: 2024-01-01\ntranscript: a.srt\n---\n\n# A\n")
    (document,) = archive.scan("e/a").documents()
    assert [(p.subtype, p.line) for p in document.problems] == [("transcript", 3)]
    archive.write("e/a.srt", "1\n00:00:01,000 --> 00:00:02,000\nWords.\n")
    (document,) = archive.scan("e/a").documents()
    assert document.problems == ()
    assert document.episode
    assert [cue.text for cue in document.episode.cues] == ["Words."]


def test_a_file_outside_the_source_folder_is_refused(archive: Archive) -> None:
    (archive.root.parent / "secret.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nSecret.\n")
    archive.write("e/a.md", "---\ntranscript: ../../secret.vtt\n---\n\n# A\n")
    (document,) = archive.scan("e/a").documents()
    assert document.episode
    assert document.episode.cues == ()
    (problem,) = document.problems
    assert "outside the source folder" in problem.message


def test_drafts_and_episodes_to_come_are_left_out(archive: Archive) -> None:
    archive.write("e/a.md", "---\ndate: 2024-01-01\n---\n\n# A\n")
    archive.write("e/b.md", "---\ndate: 2024-01-02\n---\n\n# B\n")
    archive.write("e/c.md", "---\ndraft: true\n---\n\n# C\n")
    (archive.root / "e/_drafts").mkdir()
    archive.write("e/_drafts/d.md", "# D\n")
    archive.write("e/e.md", "# E\n")
    result = archive.scan("e/a", "e/b", "e/c", "e/_drafts/d", "e/e")
    left_out = leave_out(result, datetime.date(2024, 1, 1))
    assert (left_out.drafts, left_out.to_come) == (("e/_drafts/d", "e/c"), ("e/b",))
    assert left_out.docnames == {"e/_drafts/d", "e/b", "e/c"}
    assert set(result.found) == set(result.publication) == {"e/a", "e/e"}
    assert left_out.said() == (
        "files left out: 2 marked as drafts (e/_drafts/d, e/c); "
        "1 with a date in the future (e/b). podcast_drafts = True shows them"
    )
    assert leave_out(result, datetime.date(2024, 1, 1)).said() == ""


def test_the_day_of_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert today() == datetime.date(2023, 11, 14)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert today().year >= 2026
