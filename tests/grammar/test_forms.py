"""The tables of forms in the manual: each line is read as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading import read

from sphinxcontrib_podcast.grammar.body_transcript import transcript_text
from sphinxcontrib_podcast.grammar.foreign_markup import clean
from sphinxcontrib_podcast.grammar.moments import code_time, times_in
from sphinxcontrib_podcast.grammar.times import parse_time
from sphinxcontrib_podcast.model import Episode
from sphinxcontrib_podcast.transcripts.reader import read_transcript

PAGE = Path(__file__).parents[2] / "docs/reference/forms.md"


def rows(heading: str, number: int = 0) -> list[tuple[str, ...]]:
    """The lines of a table of a section, without its head; code is unwrapped."""
    section = PAGE.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert tables, heading
    return [tuple(cells(line)) for line in tables[number].splitlines()[2:]]


def cells(line: str) -> Iterator[str]:
    for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")):
        text = cell.strip().replace("\\|", "|")
        code = re.fullmatch(r"(`+) ?(.*?) ?\1", text)
        yield code[2] if code else text


def check(episode: Episode, title: str, at: str) -> None:
    start, _, end = at.partition("–")
    found = {c.title: c for c in episode.chapters}
    assert title in found, episode.chapters
    assert found[title].start == parse_time(start)
    if end:
        assert found[title].end == parse_time(end)


@pytest.mark.parametrize(("heading", "title", "at"), rows("Times of chapters"))
def test_times_of_chapters(heading: str, title: str, at: str) -> None:
    check(read(f"# T\n\n## [00:00] First\n\n{heading}\n\n## [3:00:00] Last\n"), title, at)


@pytest.mark.parametrize(("heading", "kind"), rows("Times of chapters", 1))
def test_what_is_no_time_of_a_chapter(heading: str, kind: str) -> None:
    assert read(f"# T\n\n{heading}\n").chapters == ()
    assert kind


@pytest.mark.parametrize(("line", "title", "at"), rows("Lists of times"))
def test_lists_of_times(line: str, title: str, at: str) -> None:
    def other(time: str, name: str) -> str:
        return re.sub(r"\d+:[\d:]+", time, line).replace(title, name)

    head = "| a | b |\n| --- | --- |\n" if line.startswith("|") else ""
    blank = "\n" if line[0] in "-1|>" else "\n\n"
    lines = [other("00:00", "First"), line, other("50:00", "Last")]
    episode = read(f"# T\n\n## Timestamps\n\n{head}{blank.join(lines)}")
    check(episode, title, at)
    assert [c.title for c in episode.chapters] == ["First", title, "Last"]


@pytest.mark.parametrize(("item", "title", "at"), rows("Chapters in front matter"))
@pytest.mark.parametrize("name", ["chapters", "quotableClips", "timestamps"])
def test_chapters_in_front_matter(name: str, item: str, title: str, at: str) -> None:
    check(read(f"---\ntitle: T\n{name}:\n  - {item}\n---\n\nText.\n"), title, at)


@pytest.mark.parametrize(("text", "moment"), rows("Times in prose"))
def test_times_in_prose(text: str, moment: str) -> None:
    if "](#t=" in text or "**" in text:  # the renderer reads links and emphasis
        return
    code = re.search(r"`(.*?)`", text)
    link = re.search(r"\]\(http", text)
    found = [] if link else times_in(text)
    if code:
        found = [time for time in [code_time(code[1])] if time]
    assert [time.start for time in found] == ([] if moment == "none" else [parse_time(moment)])


@pytest.mark.parametrize(("block", "speaker", "at"), rows("Quotes"))
def test_quotes(block: str, speaker: str, at: str) -> None:
    (quote,) = read(f"# T\n\n{block.replace(' · ', chr(10))}\n").quotes
    assert quote.text.strip('"“”「」') == "Words here."
    assert (quote.speaker, quote.comment) == (speaker, "")
    assert quote.start == (parse_time(at) if at else None)
    assert ("说的话" in quote.translation) == ("说的话" in block)


@pytest.mark.parametrize(("block", "kind"), rows("Quotes", 1))
def test_what_is_no_quote(block: str, kind: str) -> None:
    assert read(f"# T\n\n{block}\n").quotes == ()
    assert kind


@pytest.mark.parametrize(("line", "field"), rows("Facts below the title"))
def test_facts_below_the_title(line: str, field: str) -> None:
    episode = read(f"# T\n\n{line}\n\nThe words of the summary.\n\n## [00:00] A\n")
    assert getattr(episode, field)
    assert episode.summary == ("In a word." if field == "summary" else "The words of the summary.")


@pytest.mark.parametrize(("turn", "speaker", "at"), rows("Transcripts in the body"))
def test_transcripts_in_the_body(turn: str, speaker: str, at: str) -> None:
    first = turn.replace("·", "\n")
    other = first.replace(speaker, "Bo Ek").replace("00:12", "01:00")
    again = first.replace("00:12", "02:00")
    text = f"# T\n\nThe summary.\n\n{first}\n\n{other}\n\n{again}\n"
    episode = read(text)
    assert episode.summary == "The summary."
    cues, problems = read_transcript(transcript_text(text, episode.transcript_lines), "")
    assert problems == ()
    assert [(c.start, c.speaker, c.text) for c in cues] == [
        (parse_time(at), speaker, "Words."), (60, "Bo Ek", "Words."), (120, speaker, "Words."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "becomes"),
    [*rows("Notes from Obsidian"), *rows("Markup of other generators")],
)
def test_markup_of_other_programs(form: str, becomes: str) -> None:
    assert clean(form).text == becomes.replace("nothing", "")
