from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_podcast.grammar.sentences import Sentences, sentence_ends


def around(text: str, name: str) -> str:
    start = text.index(name)
    return Sentences(text).around(start, start + len(name))


def test_the_sentence_of_a_name() -> None:
    text = "First one. Then Ada wrote! 電波は声。早川が話す。 Last"
    assert around(text, "First") == "First one."
    assert around(text, "Ada") == "Then Ada wrote!"
    assert around(text, "早川") == "早川が話す。"
    assert around(text, "Last") == "Last"


def test_of_a_sentence_without_end_what_stands_around() -> None:
    text = "word " * 1000 + "Ada " + "more " * 1000
    found = around(text, "Ada")
    assert found.startswith("…word word")
    assert found.endswith("more more…")
    assert "Ada" in found
    assert len(found) < 420
    assert len(around("語" * 900 + "早川" + "語" * 900, "早川")) < 420


@given(st.text(alphabet="ab .。", max_size=1500), st.integers(0, 1500), st.integers(1, 5))
def test_what_is_shown_holds_the_name(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert text[start:end].strip() in Sentences(text).around(start, end)


def sentences(text: str) -> list[str]:
    ends = [0, *sentence_ends(text), len(text)]
    return [part for a, b in pairwise(ends) if (part := text[a:b].strip())]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Lee met Ms. Ek.",
        "He compared Ada vs. Bob.",
        "She left the U.S. Army.",
        "J. F. Kennedy spoke.",
        "They met in the U.S. Senate.",
        "It was No. 5 of them.",
        '"Is it?" he asked.',
        "So e.g. this and i.e. That.",
        "Er kam z.B. Montag.",
        "Он пришёл, т.е. Вчера.",
    ],
)
def test_where_no_sentence_ends(sentence: str) -> None:
    assert sentences(f"First one. {sentence} Last one.") == ["First one.", sentence, "Last one."]


@pytest.mark.parametrize(
    "text", ["I said no. Then I left.", "So do I. He too.", "It was 1999. Then!", "Go on… Then?"]
)
def test_where_one_ends(text: str) -> None:
    assert len(sentences(text)) == 2


@given(st.text(alphabet="ab. IU。!"))
def test_sentences_are_all_of_the_text(text: str) -> None:
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)
