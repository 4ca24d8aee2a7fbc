"""The last check of what imports write."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from myst_parser.config.main import check_extensions
from show import SHOW

from sphinxcontrib_podcast.cli import digest as digest_module
from sphinxcontrib_podcast.cli.episode_file import split_episode
from sphinxcontrib_podcast.formats import prose_gate
from sphinxcontrib_podcast.formats.digests import Digest, read_digest
from sphinxcontrib_podcast.formats.prose_gate import NotProseError, check_fields, check_prose

from .conftest import Run

#: The extensions of this version of MyST.
KNOWN = set(re.findall(r'"([a-z_]+)",', inspect.getsource(check_extensions)))
#: Markup that older versions take for text.
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
    ("[x]{.y}", "markup of the kind 'span_open'"),
    ("- [ ] x", "attributes"),
    ("> [!NOTE]\n> x", "markup of the kind 'alert_open'"),
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
    ("term\n: definition", "markup of the kind 'dl_open'"),
    (":field: value", "markup of the kind 'field_list_open'"),
]


@pytest.mark.parametrize(("text", "what"), LIVE)
def test_what_does_anything_is_refused(text: str, what: str) -> None:
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
def test_prose_is_let_through(text: str) -> None:
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
    # bare addresses become links after all else is parsed
    assert KNOWN - {"linkify"} <= ours


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# A\n\n## [00:00] B\n\n```{include} /conf.py\n```\n", "x.md:5: it has a directive"),
        ("---\nmyst: {}\n---\n# A\n", "x.md:1: it has the field 'myst'"),
        ("---\ntags: [a]\n---\n# A\n\nText {raw-html}`x`.\n", "x.md:6: it has a role"),
        ("0:00 A\n1:00 B\n\n# T\n\n<script>x</script>\n", "x.md:6: it has raw HTML"),
        ("# T\n\n## Episode metadata\n\n## Snips\n\n### [00:10] A\n\n{doc}`x`\n", "x.md:9: it has a role"),
        ("# A ## [00:00] B > *\"Q.\"* ```{include} x", ""),
    ],
)  # fmt: skip
def test_a_digest_that_is_not_prose(run: Run, here: Path, text: str, place: str) -> None:
    (here / "x.md").write_text(text, encoding="utf-8")
    (here / "y.md").write_text("# Y\n\nText.\n", encoding="utf-8")
    result = run("import", "digest", "x.md", "y.md", status=1)
    assert "episodes/y.md\n" in result.stdout
    if place:
        assert f"{place}" in result.stderr
        assert "--trust lets it through" in result.stderr
        assert result.stdout == "episodes/y.md\n"
        assert "trust: stranger" in (here / "episodes/y.md").read_text(encoding="utf-8")
        run("import", "digest", "x.md", "--trust", status=None)
        [trusted] = set((here / "episodes").glob("*.md")) - {here / "episodes/y.md"}
        assert "trust:" not in trusted.read_text(encoding="utf-8")


def test_an_error_in_one_digest_ends_this_one_only(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str, *rest: Any) -> Digest:
        if "Two" in text:
            raise KeyError("two")
        return read_digest(text, *rest)

    monkeypatch.setattr(digest_module, "read_digest", broken)
    for name in ("One", "Two", "Three"):
        (here / f"{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    result = run("import", "digest", "One.md", "Two.md", "Three.md", status=1)
    assert result.stdout == "episodes/one.md\nepisodes/three.md\n"
    assert "Two.md: it was not imported: KeyError('two')" in result.stderr
