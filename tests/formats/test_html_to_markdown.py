"""HTML to Markdown: how tags and the text between them are recognised."""

from __future__ import annotations

import pytest

from sphinxcontrib_podcast.formats.html_to_markdown import html_to_markdown


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ('<p>a<script>x = 1 <y; "<style>"</script> b</p>', "a\n\nb"),
        ("<p>a<script/> b</p><p>c</p>", "a\n\nb\n\nc"),
        ('<p title="a>b">c</p>', "c"),
        ("<p>it<span>'</span>s <b title=it's>b</b></p>", "it's **b**"),
        ("<p>a<br/>b</p>", "a\\\nb"),
        ("<p>1 < 2 <!-- <b> -->&lt;b&gt; &am<span></span>p;</p>", "1 \\< 2 \\<b> \\&"),
        ("<A title='href=x' HREF='https://e.org/?a=1&amp;b'>x</A>", "[x](https://e.org/?a=1&b)"),
        ("See <a href=https://e.org/>us</a> now", "See [us](https://e.org/) now"),
        ("<script src=https://e.org/>alert(1)</script>x", "x"),
        ("<ol start=3/><li>a</ol>", "1. a"),
        ('a<img alt="b=c"/>d', "ab=cd"),
        ("<b title=x />a", "a"),
        ("<h2>a ## b ##</h2>", "## a \\## b \\#\\#"),
        ('<ol start="3"><li>a<li>b</ol>', "3. a\n4. b"),
        ('<p>a  \n b\u00a0c <img alt="d&#35;"></p>', "a b c d\\#"),
    ],
)
def test_tags(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown


def test_many_number_signs_take_no_time() -> None:
    text = "a" + "#" * 200_000 + "b"
    assert html_to_markdown(f"<p>{text}</p>") == text
