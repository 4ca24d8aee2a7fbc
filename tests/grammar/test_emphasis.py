from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from sphinxcontrib_podcast.grammar.emphasis import cjk_friendly_emphasis


def html(text: str) -> str:
    md = MarkdownIt("commonmark")
    cjk_friendly_emphasis(md)
    return str(md.renderInline(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**「JEPA」**(概念)", "<strong>「JEPA」</strong>(概念)"),
        ("これは**強調（注）**です", "これは<strong>強調（注）</strong>です"),
        ("这是**“强调”**吗", "这是<strong>“强调”</strong>吗"),
        ("**重要。**次の文", "<strong>重要。</strong>次の文"),
        ("語*(注)*語", "語<em>(注)</em>語"),
        ("한국어**(강조)**입니다", "한국어<strong>(강조)</strong>입니다"),
    ],
)
def test_emphasis_beside_cjk_punctuation(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "*a* **b** ***c*** _d_ __e__", "a*b*c a_b_c", "2 * 3 * 4", "**a **b", '*"quoted"*',
        "a**(b)**c", "snake_case_word", "* a*", "**bold*", "*(a)*b", "_(a)_b", "**x**(y)",
    ],
)  # fmt: skip
def test_other_emphasis_is_commonmark(text: str) -> None:
    assert html(text) == MarkdownIt("commonmark").renderInline(text)
