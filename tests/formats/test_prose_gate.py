"""The check for prose: Markdown without effects."""

from __future__ import annotations

import inspect
import re

import pytest
from myst_parser.config.main import check_extensions
from show import SHOW

from sphinxcontrib_podcast.cli.episode_file import split_episode
from sphinxcontrib_podcast.formats import prose_gate
from sphinxcontrib_podcast.formats.prose_gate import NotProseError, check_fields, check_prose

#: The extensions of this version of MyST.
KNOWN = set(re.findall(r'"([a-z_]+)",', inspect.getsource(check_extensions)))
#: Markup that older versions read as text.
NEWER = {
    "see https://e.org/\\{doc}\\`x\\`\\<b>": "gfm_autolink",
    "www.e.org/\\{doc}\\`x\\`\\<b>": "gfm_autolink",
    "> [!NOTE]\n> x": "alert",
}
LIVE = [
    ("```{include} x\n```", "a directive"),
    ("~~~{raw} html\n~~~", "a directive"),
    ("> - ```{raw} html\n>   ```", "a directive"),
    ("```mermaid\n```", "code with a name"),
    (":::{note}\n:::", "a directive"),
    ("a {doc}`x`", "a role"),
    ("$5 {doc}`x` and $ 6", "a role"),
    ("see https://e.org/\\{doc}\\`x\\`\\<b>", "raw HTML"),
    ("www.e.org/\\{doc}\\`x\\`\\<b>", "raw HTML"),
    ("| a |\n|---|\n| {a}`b` |", "a role"),
    ("# {a}`b`", "a role"),
    ("<b>x</b>", "raw HTML"),
    ("<div>\nx\n</div>", "raw HTML"),
    ("<!-- x -->", "raw HTML"),
    ("% x", "a comment"),
    ("(t)=\n# x", "a target"),
    ("{{ x }}", "a substitution"),
    ("+++", "a break"),
    ("---\nmyst: {}\n---\nx", "front matter"),
    ("`x`{.a}", "attributes"),
    ("[x](https://e.org){onclick=a}", "attributes"),
    ("{#x}\npara", "attributes"),
    ("[x]{.y}", "markup of type 'span_open'"),
    ("- [ ] x", "attributes"),
    ("> [!NOTE]\n> x", "markup of type 'alert_open'"),
    ("![x](https://e.org/y.png)", "an image"),
    ("[x](../conf.py)", "a link"),
    ("[x](../../README.md)", "a link"),
    ("[x](/etc/x.md)", "a link"),
    ("[x](//e.org)", "a link"),
    ("[x]\n\n[x]: conf.py", "a link"),
    ("<inv:#x>", "a link"),
    ("<path:conf.py>", "a link"),
    ("$$\n\\input{x}\n$$", "LaTeX"),
    ("$^^5cinput x$", "LaTeX"),
    ("\\begin{equation}\nx\n\\end{equation}", "LaTeX"),
    ("term\n: definition", "markup of type 'dl_open'"),
    (":field: value", "markup of type 'field_list_open'"),
]


@pytest.mark.parametrize(("text", "what"), LIVE)
def test_markup_with_effects_is_refused(text: str, what: str) -> None:
    if NEWER.get(text, "attrs_block") not in KNOWN:
        pytest.skip("this version of MyST takes it for text")
    for number, whole in ((1, text), (3, f"One.\n\n{text}\n")):
        if number > 1 and what == "front matter":
            continue
        with pytest.raises(NotProseError) as caught:
            check_prose(whole)
        assert caught.value.what.startswith(what)
        assert number <= caught.value.line <= whole.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        *(split_episode(text.encode()).body for text in SHOW.values()),
        "a *b* **c** ~~d~~ `e {f}`\\\ng",
        "> q\n\n- a\n  1. b\n\n---\n\n```\n{x}`y`\n```\n\n    code",
        "| a | b |\n|:-|--|\n| c | d |",
        "<https://e.org> [x](#y) <a@e.org> www.e.org [x](a/b.md#c) [x][1]\n\n[1]: https://e.org",
        "It cost $5, and then $10. \\{x}\\`y\\` {x §1.2 [^1]\n\n[^1]: foot",
    ],
)
def test_prose_is_allowed(text: str) -> None:
    check_prose(text)


def test_comments_that_people_write() -> None:
    for text in ("<!-- check: a -->\n\nx", "% x", "a <!-- b --> c<br>d<br/>"):
        check_prose(text, comments=True)
        with pytest.raises(NotProseError):
            check_prose(text)
    for text in ("<!-- a --> <b>", "<!--><script>-->", "<!-- a --!> <b> -->", "<br onclick=x>"):
        with pytest.raises(NotProseError):
            check_prose(text, comments=True)


def test_front_matter_that_changes_how_a_file_is_read() -> None:
    check_fields({"title": "A & B: [c] *d*", "tags": ["{x}`y`"], "date": 2026})
    live: list[dict[str, object]] = [
        {"myst": {"enable_extensions": ["substitution"]}},
        {"MyST": {}},
        {"kernelspec": {}},
        {"abstract": "{include}`x`"},
        {"author": "<script>"},
    ]
    for fields in live:
        with pytest.raises(NotProseError, match="the field"):
            check_fields(fields)


def test_all_extensions_of_myst_are_known() -> None:
    assert "substitution" in KNOWN
    ours = prose_gate._parsers()[0].options["myst_config"].enable_extensions
    # bare addresses become links after the rest is parsed
    assert KNOWN - {"linkify"} <= ours
