"""Files put together from fragments of the grammar and of every transcript format can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest
from fuzzing import fuzz
from hypothesis import given
from hypothesis import strategies as st
from reading import read_document

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.resolver import objects
from sphinxcontrib_podcast.grammar.body_transcript import transcript_text
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.episode_fields import read_fields
from sphinxcontrib_podcast.grammar.front_matter import (
    Format,
    FrontMatter,
    body_below,
    find_front_matter,
)
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.grammar.text import writable
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Cue, Episode, Problem
from sphinxcontrib_podcast.transcripts.reader import read_transcript
from sphinxcontrib_podcast.views.entity import entity_page

pytestmark = pytest.mark.fuzz

CLOCKS = [
    "00:00",
    "02:04",
    "1:00:26",
    "85:15",
    "9:99",
    "０２：０４",
    "00:01.5",
    "0:0",
    "99999:00:00",
    ":",
    "1:2:3:4",
]
NAMES = ["Ada Lovelace", "早川美咲", "A", "x" * 60, "O'Neill", "<b>", "a: b", "٣", "\u202eb", ""]
MARKS = ["*", "**", "_", "`", "[", "]", "(", ")", "「", "」", '"', "“", "”", "—", "--", "-->", ":", "：", "\\", "<v ", ">", "{", "}", "#", "\x00", "\ud83d", "&#0;", "&#xD800;", "&amp;", "…", "\u2028"]  # fmt: skip
WORDS = st.sampled_from([*NAMES, *MARKS, *CLOCKS, "word", "said", "語", "\t", " "])
TEXT = st.lists(WORDS, max_size=8).map(" ".join)
CLOCK = st.sampled_from(CLOCKS)
NAME = st.sampled_from(NAMES)

# -- the grammar -----------------------------------------------------------------------------------

KEYS = st.sampled_from(["title", "date", "hosts", "links", "duration", "number", "language", "audio", "image", "podcast", "video_id", "source_url", "chapters", "x"])  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["1", "0x1F", "-1", ".nan", ".inf", "true", "2024-05-01", "2024-13-45", "[a, b]", "{a: b}", "*a", "&a b", "!!set {a}", "!!bool x", "|", "'", '"\\x01\\ud800"', "https://example.org", "http://[", "javascript:x", "en-Latn", "1h2m"]),
    TEXT.map(json.dumps),
    TEXT,
)  # fmt: skip
FRONT = st.lists(st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]}: {pair[1]}"), max_size=6)
BLOCKS = st.one_of(
    st.builds("{} [{}] {}".format, st.sampled_from(["#", "##", "###", "######"]), CLOCK, TEXT),
    st.builds("## {}-{} {}".format, CLOCK, CLOCK, TEXT),
    st.builds("## {} {}".format, TEXT, CLOCK),
    st.builds("- {} {}\n- {} {}\n- {} {}".format, CLOCK, TEXT, CLOCK, TEXT, CLOCK, TEXT),
    st.builds("{} {}\n{} - {}\n**{}** `[{}]`".format, CLOCK, TEXT, CLOCK, TEXT, TEXT, CLOCK),
    st.builds("|a|b|\n|-|-|\n|{}|{}|\n|{}|{}|".format, CLOCK, TEXT, CLOCK, TEXT),
    st.builds("{} ({}): {}\n\n{} ({}): {}".format, NAME, CLOCK, TEXT, NAME, CLOCK, TEXT),
    st.builds("**{}:** {}\n- **Guest:** {}".format, NAME, TEXT, TEXT),
    st.sampled_from(["# Title", "## Entities", "## 登場人物", "### People", "---", "```", ":::", "> ", "Title\n==="]),
    st.builds("> *{}*({})\n> — {}".format, TEXT, TEXT, NAME),
    st.builds('> "{}"\n>\n> — {}, {}'.format, TEXT, NAME, CLOCK),
    st.builds("- **{}** ({}, {}): {}".format, NAME, TEXT, TEXT, TEXT),
    st.builds("- [**{}**]({}) （{}）：{}".format, NAME, TEXT, TEXT, TEXT),
    st.builds("```{{pod:chapter}} {} {}\n:end: {}\n\n{}\n```".format, CLOCK, TEXT, CLOCK, TEXT),
    st.builds("```{{pod:quote}} {}\n---\ntime: {}\n---\n{}\n```".format, NAME, VALUES, TEXT),
    st.builds("```{{pod:entity}} {}\n:id: {}\n:aliases: {}\n\n{}\n```".format, NAME, TEXT, TEXT, TEXT),
    st.builds("```{{pod:episode}}\n:hosts: {}\n:duration: {}\n```".format, TEXT, VALUES),
    TEXT,
)  # fmt: skip
EPISODES = st.tuples(FRONT, st.lists(BLOCKS, max_size=12)).map(
    # decoded files contain writable characters only
    lambda parts: writable("---\n" + "\n".join(parts[0]) + "\n---\n" + "\n\n".join(parts[1]))
)


def check(episode: Episode | None) -> None:
    if episode is None:
        return
    ids = [c.id for c in episode.chapters] + [q.id for q in episode.quotes]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[tq](-\d+)*", id_) for id_ in ids), ids
    for chapter in episode.chapters:
        assert chapter.start >= 0
        assert chapter.end is None or chapter.end >= chapter.start
    for quote in episode.quotes:
        assert quote.chapter is None or quote.chapter < len(episode.chapters)
    for passage in episode.passages:
        assert all(0 <= a <= b <= len(passage.text) for a, b in passage.skip)


@fuzz
@given(EPISODES)
def test_the_grammar(source: str) -> None:
    document = read_document(source)
    check(document.episode)
    lines = source.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in document.problems)
    catalogue = Catalogue([document])
    for id_, entity in catalogue.entities.items():
        assert re.fullmatch(r"[\w-]+", id_)
        assert entity.id == id_
        entity_page(catalogue, id_)
    found = [(target.kind, target.name) for target in objects(catalogue)]
    assert len(set(found)) == len(found)


SHAPES = st.sampled_from(["{}", "> {}", '> *"{}"*', '> "{}"\n> — {}', "> *{}*({})", "- {}", "- **{}** (Person): {}", "## {}", "## [00:05] {}", "### {} (01:00)", "- 01:00 {}\n- {} [02:00]\n- 03:00 x", "| {} | 01:00 |\n| - | - |\n| {} | 02:00 |", "**{}** [01:00] {}", "Ann ([01:00]): {} [02:00] {}", "{} [02:04] {}", "```{{pod:quote}} Ada\n{}\n```", "1. **{}** — {}"])  # fmt: skip


PAYLOAD = st.lists(st.sampled_from([f"word{n}" for n in range(30)]), min_size=1, max_size=5)


@fuzz
@given(st.lists(st.tuples(SHAPES, PAYLOAD, PAYLOAD), min_size=1, max_size=8))
def test_no_word_is_lost(blocks: list[tuple[str, list[str], list[str]]]) -> None:
    texts = [shape.format(" ".join(one), " ".join(other)) for shape, one, other in blocks]
    source = "# Title\n\n## [00:00] Intro\n\n" + "\n\n".join(texts)
    document = read_document(source)
    episode = document.episode
    assert episode is not None
    check(episode)
    kept = [p.text for p in episode.passages] + [c.title for c in episode.chapters]
    kept += [t for q in episode.quotes for t in (q.text, q.speaker, q.comment)]
    kept += [t for e in episode.entries for t in (e.name, e.type, e.role, e.description)]
    cues, _ = read_transcript(transcript_text(source, episode.transcript_lines), "")
    kept += [t for cue in cues for t in (cue.text, cue.speaker)]
    headings = [text for text in texts if text.startswith("#")]
    known = set(re.findall(r"word\d+", " ".join([*kept, *headings])))
    assert known.issuperset(re.findall(r"word\d+", " ".join(texts))) or document.problems


@fuzz
@given(FRONT.map("\n".join), st.sampled_from(["yaml", "toml", "json"]))
def test_front_matter(source: str, kind: Format) -> None:
    found = read_fields(FrontMatter(kind, source, 2))
    assert all(2 <= line <= source.count("\n") + 3 for line, _ in found.problems)
    json.dumps(found.data, default=str, skipkeys=True).encode()


@fuzz
@given(FRONT.map("\n".join), st.sampled_from(["---", "+++", ""]), TEXT)
def test_a_body_keeps_its_lines(front: str, mark: str, text: str) -> None:
    source = f"{mark}\n{front}\n{mark}\n{text}"
    body = body_below(source, find_front_matter(source))
    assert body.count("\n") == source.count("\n")
    assert body.strip("\n") in source or body.startswith("***")


RST = st.lists(
    st.one_of(
        TEXT,
        st.builds("{}\n{}".format, TEXT, st.sampled_from(["====", "----", "~~~~"])),
        st.builds(".. pod:chapter:: {} {}\n   :end: {}\n\n   {}".format, CLOCK, TEXT, CLOCK, TEXT),
        st.builds(".. pod:quote:: {}\n   :time: {}\n\n   {}".format, NAME, CLOCK, TEXT),
        st.builds("See :pod:at:`{}` and ``{}`` and *{}*.".format, TEXT, TEXT, TEXT),
    ),
    max_size=10,
).map(lambda blocks: ".. pod:episode::\n\n" + "\n\n".join(blocks))


@fuzz
@given(RST)
def test_restructuredtext(source: str) -> None:
    draft = EpisodeBuilder("one", "one.rst", source, False)
    read_restructuredtext(draft, Vocabulary.load())
    check(draft.finish().episode)


# -- transcripts -----------------------------------------------------------------------------------


def check_cues(text: str, wanted: Sequence[str], name: str) -> tuple[Cue, ...]:
    """Check that cues are in order, and that no word is lost without a problem."""
    cues, problems = read_transcript(text, name)
    starts = [cue.start for cue in cues]
    assert starts == sorted(starts)
    assert all(0 <= start < 1e9 for start in starts)
    for cue in cues:
        (cue.text + cue.speaker).encode()
        assert cue.text.strip()
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in problems)
    _no_word_lost(cues, problems, wanted)
    return cues


def _no_word_lost(cues: Sequence[Cue], problems: Sequence[Problem], wanted: Sequence[str]) -> None:
    said = " ".join(f"{cue.speaker} {cue.text}" for cue in cues)
    lost = [word for word in wanted if not re.search(rf"(?<!\w){word}(?!\w)", said)]
    assert not lost or problems, lost


VTT_TIMES = st.sampled_from(["00:01.000 --> 00:02.000", "00:00:03,000 --> 00:00:04,000", "01:00 --> 00:59", "00:05.000-->00:06.000 align:start", "99999:00:00.000 --> x", "1 --> 2", "-->", "00:07.000 -->", "00:08.000 --> 00:08.010", "00:00:09:000 --> 00:00:10:000", "00:11.000 --> 00:12.000\n"])  # fmt: skip
VOICES = st.sampled_from(["", "<v Ada>", "<v.loud Ada Lovelace>", "Ada: ", "- ", "<i>", "<00:01.500>", "{\\an8}", "<v ", "&lt;"])  # fmt: skip


@fuzz
@given(
    st.lists(
        st.tuples(
            VTT_TIMES,
            VOICES,
            PAYLOAD,
            st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\r\r\n\r\r\n", "\n \n"]),
        )
    ),
    st.sampled_from(["WEBVTT\n\n", "\ufeffWEBVTT\n\nNOTE x\n\n", "", "1\n"]),
)
def test_webvtt_and_subrip(cues: list[tuple[str, str, list[str], str]], head: str) -> None:
    text = head + "".join(f"{t}\n{v}{' '.join(w)}{end}" for t, v, w, end in cues)
    check_cues(text, [w for _, _, words, _ in cues for w in words], "one.vtt")


@fuzz
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["[00:01] Ada: ", "[00:02] ", "1:00:26 ", "**Ada:** [00:03] ", "**Ada:** ", "Ada (00:04)\n", "(00:05) Ada Lovelace: ", "Ada 1  0:05\n", "Ada 2 (00:06):\n", "Ada [00:07] ", "Ada: (0:08) ", "[00:09 - 0:10] ", "00:11 - Ada: ", "【00:12】", "", "[9:99] ", "**"]),
            PAYLOAD,
        ),
        min_size=1,
    )
)  # fmt: skip
def test_plain_text_and_markdown(lines: list[tuple[str, list[str]]]) -> None:
    text = "[00:00] Ada: begin\n" + "\n".join(f"{head}{' '.join(words)}" for head, words in lines)
    check_cues(text, [w for _, words in lines for w in words], "one.txt")


NUMBERS: st.SearchStrategy[object] = st.one_of(
    st.sampled_from([0, 1, 1.5, "1", None, True, -1, 10**400, [], {}]), st.floats(0, 1e6)
)


@fuzz
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS, st.one_of(NAME, st.none()), PAYLOAD), min_size=1),
    st.sampled_from([("startTime", "endTime", "body"), ("start", "end", "text")]),
    st.integers(0, 40),
)
def test_json(
    segments: list[tuple[object, object, str | None, list[str]]],
    keys: tuple[str, str, str],
    cut: int,
) -> None:
    start, end, body = keys
    data = [{start: s, end: e, "speaker": n, body: " ".join(w)} for s, e, n, w in segments]
    text = json.dumps({"segments": data})
    check_cues(text, [w for *_, words in segments for w in words], "one.json")
    check_cues(text[: len(text) - cut], [], "one.json")


@fuzz
@given(st.lists(st.one_of(TEXT, CLOCK, VTT_TIMES, VOICES)).map("\n".join))
def test_any_text_as_a_transcript(text: str) -> None:
    cues, _ = read_transcript(text, "one.txt")
    assert [cue.start for cue in cues] == sorted(cue.start for cue in cues)
