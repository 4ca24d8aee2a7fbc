"""Restoring lost line breaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import WRITTEN_EPISODES
from flattened import DIGEST, VOCABULARY, content_of, joined
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read

from sphinxcontrib_podcast.formats.lost_breaks import has_lost_breaks, split_lost_breaks
from sphinxcontrib_podcast.grammar.times import format_time


def test_lost_breaks_are_found_again() -> None:
    split = split_lost_breaks(joined(DIGEST), VOCABULARY)
    assert content_of(split) == content_of(DIGEST)
    assert [c.title for c in read(split).chapters] == ["Intro", "Was It A Hoax?"]
    assert read(split).title == "The First Recorded Voice"
    without = re.sub(r"\n<!-- check: .* -->\n", "", split)
    assert without == DIGEST.rstrip("\n")
    assert split.count("<!-- check: ") == 3  # for the title and two chapters


@pytest.mark.parametrize(
    "text",
    [
        "# 声の歴史\n\n最初の放送について。\n\n## ［00:00］はじめに\n\n早川美咲が話す。\n\n> 「電波は声を運ぶ。」\n> — 早川美咲\n\n"
        "## 登場人物\n\n- **早川美咲**（人物）：司会。\n",
        "# 声音的历史\n\n关于录音。\n\n## [00:00] 开场\n\n沈一航谈录音。\n\n> *“原话。”*\n\n## 实体\n\n- **沈一航**（人物）：主持人。\n",
    ],
)
@pytest.mark.parametrize("separator", [" ", ""])
def test_lost_breaks_of_chinese_and_japanese(text: str, separator: str) -> None:
    split = split_lost_breaks(joined(text, separator), VOCABULARY)
    if separator:
        assert split.rstrip() == text.rstrip()
    assert content_of(split)[0] == content_of(text)[0]
    assert content_of(split)[2] == content_of(text)[2]


def test_lost_breaks_with_no_space_left() -> None:
    text = "# 声音## [00:00] 开场他说话。> “原话。”> — 王小明他走了## [05:00] 结束再见。## 实体- **王小明**（人物）：主持人。"
    found = read(split_lost_breaks(text, VOCABULARY))
    assert found.title == "声音"
    assert [(c.start, c.title) for c in found.chapters] == [
        (0, "开场他说话。"),
        (300, "结束再见。"),
    ]
    assert [q.text for q in found.quotes] == ["“原话。”"]
    assert [e.name for e in found.entries] == ["王小明"]
    assert "— 王小明他走了\n\n<!-- check: " in split_lost_breaks(text, VOCABULARY)


@pytest.mark.parametrize(
    "line",
    [
        "# 第12期 城市为什么忘记河流 和王小明谈地下的水。 ## [00:00] 开场",
        "# 第12期 城市为什么忘记河流 ## [00:00] 开场",
        '# T ## [01:00] The Fleet it ran open until then > *"Quote."*',
    ],
)
def test_titles_that_may_end_elsewhere_are_marked(line: str) -> None:
    split = split_lost_breaks(line, VOCABULARY)
    assert split.count("<!-- check: the title and its text were one line") == 1


@pytest.mark.parametrize(
    "text",
    [DIGEST, *(path.read_text("utf-8") for path in sorted(WRITTEN_EPISODES.glob("*.md")))],
    ids=["digest", "chinese", "japanese", "english"],
)
def test_blank_lines_that_left_two_spaces_are_exact(text: str) -> None:
    text = re.sub(r"\A---\n.*?\n---\n\n", "", text, flags=re.DOTALL)
    split = split_lost_breaks(text.replace("\n", " "), VOCABULARY)
    assert content_of(split) == content_of(text)
    assert [c.title for c in read(split).chapters] == [c.title for c in read(text).chapters]
    assert read(split).summary == read(text).summary
    assert "<!-- check" not in split


def test_two_spaces_between_sentences_are_no_blank_lines() -> None:
    text = "# T ## [00:00] One Then he said.  And he went. ## [01:00] Two"
    assert "he said.  And" in split_lost_breaks(text, VOCABULARY)


def test_front_matter_in_a_line_is_marked() -> None:
    split = split_lost_breaks("--- title: A date: 2026-01-01 --- # A ## [00:00] B", VOCABULARY)
    assert "--- # A\n\n<!-- check: front matter was in this line" in split


def test_a_quote_in_the_line_of_a_heading() -> None:
    text = '# T\n\n## [00:00] Intro > *"One."* Two.\n\n## [01:00] a > b\n'
    assert has_lost_breaks(text)
    assert split_lost_breaks(text, VOCABULARY) == (
        '# T\n\n## [00:00] Intro\n\n> *"One."*\n\nTwo.\n\n## [01:00] a > b\n'
    )


def test_many_quotes_without_an_end() -> None:
    split = split_lost_breaks("# T ## [00:00] A " + '> "a ' * 4000, VOCABULARY)
    assert split.count('> "a') == 4000


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "first",
            "voice",
            "of",
            "Radio",
            "was",
            "heard",
            "by",
            "nobody",
            "at",
            "sea",
            "C#",
            "3",
            "don't",
            "—",
            "half-way",
        ]
    ),
    min_size=2,
    max_size=9,
).map(lambda words: " ".join(words).strip("— ") or "x")
SENTENCE = WORDS.map(lambda text: f"{text[0].upper()}{text[1:]}.")
NAME = st.sampled_from(["Kenji Sato", "Mara Lindqvist", "Ada King-Noel", "早川美咲"])
QUOTE = st.tuples(
    st.one_of(SENTENCE, st.tuples(SENTENCE, SENTENCE).map("\n> ".join)),
    st.sampled_from(['*"{}"*', '"{}"', "*“{}”*", "**“{}”**", "_“{}”_", "「{}」", "*「{}」*"]),
    st.sampled_from(["", " (laughing)"]),
    st.one_of(st.just(""), NAME),
).map(lambda q: f"> {q[1].format(q[0])}{q[2]}" + (f"\n> — {q[3]}" if q[3] else ""))
ENTITY = st.tuples(NAME, st.sampled_from(["Person", "Concept", "Person, host"]), SENTENCE).map(
    lambda e: f"- **{e[0]}** ({e[1]}): {e[2]}"
)


@st.composite
def digests(draw: st.DrawFn) -> str:
    title = draw(WORDS)
    blocks = [f"# {title}", draw(SENTENCE)]
    time = 0
    for _ in range(draw(st.integers(1, 4))):
        blocks.append(f"## [{format_time(time)}] {draw(WORDS)}")
        time += draw(st.integers(1, 4000))
        blocks += draw(st.lists(SENTENCE, min_size=1, max_size=2))
        blocks += draw(st.lists(QUOTE, max_size=2))
    if entities := draw(st.lists(ENTITY, max_size=3)):
        blocks += ["## Entities", "\n".join(entities)]
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize(
    ("line", "lines", "doubts"),
    [
        ('> *"Never closed. And on.', ['> *"Never closed. And on.'], 1),
        ("> No marks at all.", ["> No marks at all."], 1),
        ('> *"One > two."* Text.', ['> *"One', '> two."*', "Text."], 0),
        ('> *"One."* — Kenji Sato', ['> *"One."*', "> — Kenji Sato"], 0),
        ('> *"One."* > — Kenji Sato > "Two."', ['> *"One."*', "> — Kenji Sato", '> "Two."'], 0),
        (
            '> *"One."* > — Kenji Sato went home. It rained.',
            ['> *"One."*', "> — Kenji Sato", "went home. It rained."],
            1,
        ),
        ('> "He said: "no" to me." She left.', ['> "He said: "no" to me."', "She left."], 1),
        ('> "He said: "no to me." She left.', ['> "He said: "no to me."', "She left."], 1),
        ("> “A “b” c.” D.", ["> “A “b” c.”", "D."], 1),
    ],
)
def test_where_quotes_end(line: str, lines: list[str], doubts: int) -> None:
    split = split_lost_breaks(f"# T ## [00:00] Title {line}", VOCABULARY)
    found = [found for found in split.split("\n")[4:] if found]
    assert [found for found in found if not found.startswith("<!--")] == lines
    assert split.count("<!-- check: ") == doubts


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(digests())
def test_splitting_undoes_joining(text: str) -> None:
    split = split_lost_breaks(joined(text), VOCABULARY)
    assert content_of(split) == content_of(text)
    # no word is lost or moved
    assert joined(re.sub(r"<!-- check: .*? -->", "", split)) == joined(text)
    # guesses are marked
    titles = [c.title for c in read(text).chapters]
    for guessed, title in zip(read(split).chapters, titles, strict=True):
        line = split.split("\n")[guessed.line - 1 : guessed.line + 2]
        assert guessed.title == title or "<!-- check: " in "".join(line)


@settings(max_examples=100, deadline=None)
@given(digests())
def test_a_digest_that_is_well_stays(text: str) -> None:
    assert not has_lost_breaks(text)
    assert split_lost_breaks(text, VOCABULARY) == text


@given(st.text('# >*-[]()0:1“”"\n aZ声。—', max_size=80))
def test_anything_is_split(text: str) -> None:
    split = split_lost_breaks(text, VOCABULARY)
    left = re.sub(r"<!-- check: .*? -->", "", split)
    assert "".join(left.split()).replace("—", "") == "".join(text.split()).replace("—", "") or (
        ">" in text  # quote marks are added to the lines of a quote
    )


@pytest.mark.parametrize("path", sorted(WRITTEN_EPISODES.glob("*.md")), ids=lambda path: path.stem)
def test_written_digests_without_breaks(path: Path) -> None:
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
    split = split_lost_breaks(joined(text), VOCABULARY)
    assert content_of(split) == content_of(text)
