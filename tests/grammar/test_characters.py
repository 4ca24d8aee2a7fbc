from __future__ import annotations

import pytest

from sphinxcontrib_podcast.grammar.characters import narrow
from sphinxcontrib_podcast.grammar.headings import split_heading
from sphinxcontrib_podcast.grammar.quotes import parse_quotes


def test_wide_characters_become_narrow_ones_in_their_place() -> None:
    wide = "０１２３４５６７８９：．，；［］（）【】｛｝＜＞－～〜｜＠＋＆／＃＊｀　"
    assert narrow(wide) == "0123456789:.,;[]()[]{}<>-~~|@+&/#*` "
    assert narrow("声と abc") == "声と abc"


@pytest.mark.parametrize(
    "brackets",
    ["[]", "()", "{}", "<>", "［］", "（）", "【】", "｛｝", "＜＞", "〔〕", "「」", "『』", "〈〉", "《》",
     "〖〗", "⟨⟩"],
)  # fmt: skip
def test_times_in_any_brackets(brackets: str) -> None:
    first, last = brackets[0], brackets[1]
    assert split_heading(f"{first}02:04{last} Title")[:2] == ("Title", 124)
    assert split_heading(f"Title {first}02:04{last}")[:2] == ("Title", 124)


@pytest.mark.parametrize(
    "marks",
    ['""', "“”", "””", "„“", "„”", "‟”", "「」", "『』", "«»", "»«", "‹›", "›‹", "《》", "〈〉", "＂＂",
     "〝〟", "〝〞", "‘’", "‚‘", "‚’", "﹁﹂", "﹃﹄"],
)  # fmt: skip
def test_quotes_in_any_marks(marks: str) -> None:
    first, last = marks[0], marks[1]
    for text in (f"{first}Words.{last}", f"*{first}Words.{last}*"):
        (quote,) = parse_quotes([f"{text} (laughs)"])
        assert (quote.paragraphs, quote.comment) == ((f"{first}Words.{last}",), "(laughs)")
