"""Show notes from people one does not trust: whatever they are, an import writes prose."""

from __future__ import annotations

import html

import pytest
from fuzzing import thorough
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxcontrib_podcast.formats.chapters import Mark, body_of
from sphinxcontrib_podcast.formats.html_to_markdown import (
    escaped,
    html_to_markdown,
    text_to_markdown,
)
from sphinxcontrib_podcast.formats.prose_gate import check_prose

pytestmark = pytest.mark.fuzz

#: What begins, ends or is markup of MyST, whole and in parts.
MARKUP = [
    "```", "````", "~~~", ":::", "```{include} /conf.py", ":literal:", "```{raw} html", "`", "``",
    "{include}`x`", "{raw-html}`<b>`", "{doc}", "{", "}", "{{ x }}", "{{", "}}", "{% x %}",
    "{.class}", "{#id}", "{onclick=x}", "(target)=", "(", ")=", "=", "% comment", "+++", "---",
    "***", "___", "===", "$$", "$", "$x$", "\\begin{equation}", "\\end{equation}", "\\input{x}",
    "\\", "[", "]", "](", "](javascript:x)", "![", "!", "[x]: y", "[^1]", "[^1]:", "[ ]", "[!NOTE]",
    "<", ">", "<!--", "-->", "<script>", "</script>", "<b onclick=x>", "<inv:#x>", "<https://e.org>",
    "&lt;", "&", "&amp;", "&#123;", "&#x7b;", "#", "##", "# T {#x}", "|", "| a |", "|---|", "- ", "* ",
    "+ ", "1. ", "1) ", "999999999. ", ": x", ":a: b", "~", "~~", "~x~", "*", "**", "_", "__",
    "https://e.org/{x}`y`", "http://e.org/$a$", "www.e.org", "a@b.org", "mailto:a@b.org", "§1.2",
    "{pod:at}`1:00`", "\\{", "\\`", "term", "    ", "\t",
]  # fmt: skip
CHARACTERS = [
    "\ue000", "\ue001", "\ue000" "0" "\ue001", "\ue001" "0" "\ue000", "\uf8ff", "\ufffd", "\u200b", "\u200d",
    "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\x00", "\x01", "\x1b", "\x7f", "\x85", "\u2028", "\u2029",
    "\xa0", "\u3000", "\r", "\r\n", "\x0b", "\x0c", "\ud800", "\U000f0000", "\U0010ffff", "`\u200b`", "語", "٣.",
]  # fmt: skip
TIMES = [
    "0:00",
    "1:00",
    "2:00 x",
    "0:00 Intro",
    "01:00 - ",
    "０：００",
    "１：００ {x}",
    "[0:00]",
    "(1:00)",
    "x 9:59",
]
WORDS = ["a", "word", " ", "\n", "\n\n", ".", "Ada", "1", "0"]
TAGS = [
    "p", "div", "br", "b", "i", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote",
    "h1", "h3", "h6", "hr", "table", "tr", "td", "th", "caption", "dl", "dt", "dd", "span", "img",
    "script", "style", "textarea", "svg", "x-y", "details", "summary", "sup", "template", "section",
]  # fmt: skip
ATTRIBUTES = [
    "", "", "", " href='https://e.org'", ' href="javascript:x"', " href='//e.org/{x}`y`|$a$'",
    " href='a.md'", " href='#x'", " href='mailto:a@b'", " start='5'", " start='999999999'",
    " class='{x}'", ' alt="](x) {y}`z`"', " title='a > b'", " href='https://e.org/\\)[x](y)'", " '", ' "',
]  # fmt: skip
TEXT = st.lists(
    st.sampled_from(MARKUP) | st.sampled_from(CHARACTERS) | st.sampled_from(TIMES)
    | st.sampled_from(WORDS) | st.text(max_size=3),
    max_size=6,
).map("".join)  # fmt: skip
#: As a feed has it: not escaped, once, or twice.
WRITTEN = st.one_of(TEXT, TEXT.map(html.escape), TEXT.map(html.escape).map(html.escape))
START = st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)).map("<{0[0]}{0[1]}>".format)
END = st.sampled_from(TAGS).map("</{}>".format)
NESTED = st.recursive(
    WRITTEN,
    lambda inner: st.tuples(START, st.lists(inner, max_size=4), st.booleans()).map(
        lambda parts: (
            f"{parts[0]}{''.join(parts[1])}"
            + (f"</{parts[0][1:-1].split()[0]}>" if parts[2] else "")
        )
    ),
    max_leaves=10,
)
NOTES = st.lists(NESTED | START | END, max_size=6).map("".join)


@thorough
@given(NOTES, st.lists(TEXT, max_size=2), st.sampled_from(["", "https://e.org/x"]))
@example(
    "<pre><code>A\n```\n\n```{include} /conf.py\n```\n\nB</code></pre><pre><code>\ue0010\ue000</code></pre>",
    [],
    "",
)
@example("<pre><code>\ue0019\ue000</code></pre>", [], "")
@example("<pre><code>０：００ {include}`x`\n１：００ {include}`y`</code></pre>", [], "")
@example("<blockquote><pre><code>a\r```{include} x\r```</code></pre></blockquote>", [], "")
def test_notes_become_prose(notes: str, titles: list[str], base: str) -> None:
    marks = [Mark(60 * number, title) for number, title in enumerate(titles)]
    body, _doubts = body_of(html_to_markdown(notes, base), marks)
    check_prose(body)


@thorough
@given(TEXT, TEXT)
def test_plain_text_becomes_prose(text: str, title: str) -> None:
    check_prose(body_of(text_to_markdown(text), [])[0])
    check_prose(f"# {escaped(title)}\n")
