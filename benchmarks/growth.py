"""Measure how the time to read a text grows with its size, for each form of the grammar.

::

    python benchmarks/growth.py
    python benchmarks/growth.py "quotes of one time" "“"

Each form is generated at a size that takes long enough to be measured, and at twice that size.
The forms whose time grows more than ``MOST`` times are printed with their growth, and the exit
status is then 1. Linear growth is 2, quadratic growth is 4.

markdown-it appends to an attribute for each piece of a paragraph, which copies the text: a line of
100,000 characters with many pieces grows about 2.4 times, whatever this project does.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from math import isqrt
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.registry import read_registry
from sphinxcontrib_podcast.grammar.chapter_marks import BUILDER
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions, podcast_plugin
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Cue, Episode, Quote
from sphinxcontrib_podcast.quotes.verdict import verify
from sphinxcontrib_podcast.transcripts.passages import passages
from sphinxcontrib_podcast.transcripts.reader import read_transcript
from sphinxcontrib_podcast.views.entity import entity_index, entity_page
from sphinxcontrib_podcast.views.episode import entities_listed, facts, names_in
from sphinxcontrib_podcast.views.quotes import quote_facts
from sphinxcontrib_podcast.views.transcript import transcript

#: The largest growth of the time, if the size doubles, that is not printed.
MOST = 2.7

_ENOUGH = 0.06  # CPU seconds that can be measured reliably
_LONGEST = 60_000  # characters; a form that takes less than that at this size is fast
_ROUNDS = 5

Form = Callable[[int], str]
Read = Callable[[str], object]


def growth(read: Read, form: Form) -> float:
    """Return the growth of the time if the size of a text doubles, or 0 if every size is fast.

    Other programs can only lengthen a measurement, so the shortest of several is used.

    """
    size = 60
    while seconds(read, form(size)) < _ENOUGH:
        if max(size, len(form(size))) >= _LONGEST:
            return 0.0
        size *= 2
    ratio = _ratio(read, form, size)
    if ratio > MOST:  # a step in speed, such as that of a cache, is at one size; growth is at all
        ratio = min(ratio, _ratio(read, form, 2 * size))
    return ratio


def _ratio(read: Read, form: Form, size: int) -> float:
    one = two = ratio = float("inf")
    for _ in range(_ROUNDS):
        one = min(one, seconds(read, form(size)))
        two = min(two, seconds(read, form(2 * size)))
        ratio = two / one
        if ratio <= MOST:
            break
    return ratio


def seconds(read: Read, text: str) -> float:
    """Return the CPU seconds that it takes to read a text."""
    gc.collect()
    gc.disable()
    try:
        before = process_time()
        read(text)
        return process_time() - before
    finally:
        gc.enable()


# -- readers ---------------------------------------------------------------------------------------


def _parser() -> MarkdownIt:
    parser = create_md_parser(MdParserConfig(enable_extensions={"attrs_block"}), RendererHTML)
    podcast_plugin(parser, GrammarOptions())
    return parser


_PARSER = _parser()


def read_episode(text: str) -> None:
    """Read an episode, make a catalogue of it, and compute the content of its pages."""
    builder = EpisodeBuilder("episodes/one", "episodes/one.md", text, True, "en")
    _PARSER.core.process(StateCore(builder.body, _PARSER, {BUILDER: builder}))
    catalogue = Catalogue([builder.finish()])
    for docname in catalogue.episodes:
        facts(catalogue, docname)
        quote_facts(catalogue, docname)
        entities_listed(catalogue, docname)
        names_in(catalogue, docname)
        transcript(catalogue, docname)
    for id_ in islice(catalogue.entities, 20):
        entity_page(catalogue, id_)
    entity_index(catalogue)


def read_rst(text: str) -> None:
    """Read an episode in reStructuredText, and make a catalogue of it."""
    builder = EpisodeBuilder("one", "one.rst", text, False)
    read_restructuredtext(builder, Vocabulary.load())
    Catalogue([builder.finish()])


def read_cues(text: str) -> None:
    """Read a transcript, and look up a quote that it does not contain."""
    cues, _problems = read_transcript(text, "one.json" if text.startswith("{") else "one.vtt")
    list(passages(cues, ()))
    quote = Quote("q", "words that nobody has said at all here", "", "", None, None, 1)
    verify(Episode("a", "a.md", "A", "en", quotes=(quote,), cues=cues))


def read_quote(text: str) -> None:
    """Look up a quote in a transcript that contains its words."""
    cues = tuple(
        Cue(float(n), None, "", "the words that were said, and so on", 1) for n in range(200)
    )
    verify(Episode("a", "a.md", "A", "en", quotes=(Quote("q", text, "", "", None, None, 1),), cues=cues))  # fmt: skip


def read_names(text: str) -> None:
    """Read a registry of names."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "entities.toml").write_text(text, encoding="utf-8")
        entries, _problems, *_ = read_registry(Path(folder), ["entities.toml"], Vocabulary.load())
    del entries


# -- forms -----------------------------------------------------------------------------------------


def repeated(unit: str) -> Iterator[tuple[str, Form]]:
    """Yield forms that repeat a unit in each place where the grammar looks for markup."""
    for name, around in {
        "prose": "# T\n\n## [00:00] Intro\n\n{}\n",
        "heading": "# T\n\n## [00:00] {}\n",
        "quote": '# T\n\n## [00:00] Intro\n\n> *"{}"* {}\n',
        "entry": "# T\n\n## Entities\n\n- **{}** (Person): {}\n",
        "hosts": "---\nhosts: {}\n---\n# T\n\n## [00:00] Intro\n\nx\n",
    }.items():
        yield name, (lambda n, around=around: around.replace("{}", unit * n))  # type: ignore[misc]


#: Units to repeat in a line. "{a}`" is missing: MyST's plugin for roles copies the rest of the
#: paragraph at each role, which takes 2.4 times as long for 100,000 characters, and more for longer
#: ones.
UNITS = [
    *"[](){}*_`>#~^|!<&$\\-+.:;,/='\"",
    "**", "__", "``", "***", "![", "](", "[a](", "[a](b", "[^a]", "<b>", "<!--", "<a href='", "&amp;", "&#",
    "“", "”", "‘", "’", "«", "»", "„", "「", "」", "『", "』", "《", "》", "（", "）", "［", "］", "【", "】", "〈", "：", "，", "。", "…", "—", "–", "・",
    "\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2028", "\u3000", "\u0301", "😀", "👩‍💻",
    "語", "語 ", "語。", "**語**", "*語。*語", "「語」", "a ", "Ada ", "A. ", "a*b_", "*a ", "_a ", "a**", "ｱ", "ア・", "가", "ก",
    "00:00 ", "[00:00] ", "(1:00:26)", "00:00-", "1:", "9", "２：０４", "#t=1", "http://a", "a@b.c ", "www.a.", "a, ", "a、", "a; ", "\t", " ", "x",
    '"a" ', "“a” ", "「a」 ", '"a', "> ", ">> ", "- ", "1. ", "(a) ", "a (b) ", "a: ", "— a ",
]  # fmt: skip

BODY = "# T\n\n## [00:00] Intro\n\n{}\n"


def lines(unit: str, around: str = BODY) -> Form:
    """Return a form that repeats a unit."""
    return lambda n: around.replace("{}", unit * n)


def nested(mark: str, text: str = "x", around: str = BODY) -> Form:
    """Return a form that repeats a mark before one text."""
    return lambda n: around.replace("{}", mark * n + text)


def numbered(unit: str, around: str = BODY) -> Form:
    """Return a form that repeats a unit with its number instead of ``%``."""
    return lambda n: around.replace("{}", "".join(unit.replace("%", str(k)) for k in range(n)))


def stepped(n: int) -> str:
    """Return ever deeper nested lists."""
    return BODY.replace("{}", "".join("  " * k + "- a\n" for k in range(n)))


def clocks(unit: str, around: str = "# T\n\n{}") -> Form:
    """Return a form that repeats a unit with later and later times instead of ``%``."""

    def form(n: int) -> str:
        times = (f"{k // 3600}:{k // 60 % 60:02}:{k % 60:02}" for k in range(n))
        return around.replace("{}", "".join(unit.replace("%", time) for time in times))

    return form


#: Complete episodes.
EPISODES: dict[str, Form] = {
    "chapters": clocks("## [%] Title\n\nWords.\n\n"),
    "chapters backwards": lambda n: "# T\n\n" + "".join(f"## {k // 60}:{k % 60:02} T\n\n" for k in range(n, 0, -1)),
    "chapters of one time": lines("## [00:00] Title\n\n", "# T\n\n{}"),
    "chapters that end": clocks("## [%-%] Title\n\n"),
    "chapters and sections": clocks("## [%] A\n\n### B\n\n#### [%] C\n\n"),
    "chapters in bold": clocks("**[%] Title**\n\n"),
    "headings": lines("### Heading\n\nWords.\n\n"),
    "headings of one name": lines("### Transcript\n\nWords.\n\n"),
    "setext headings": lines("Heading\n---\n\nWords.\n\n"),
    "paragraphs": lines("Words of a paragraph, and *more* of them.\n\n"),
    "lines of a paragraph": lines("Words of a line\n"),
    "sentences": lines("Words of a sentence. "),
    "sentences in Chinese": lines("这是一句话。"),
    "quotes of one time": lines('> *"Words."* — Ada\n\n'),
    "quotes with comments": lines('> *"Words."* (laughing)\n\n'),
    "quotes with times": clocks('> *"Words."* — Ada, %\n\n'),
    "quotes of many lines": lines("> words\n"),
    "quotes of many paragraphs": lines("> words\n>\n"),
    "quotes with an open mark": lines('> *"words\n>\n'),
    "lazy lines": lambda n: BODY.replace("{}", "> words\n" + "lazy\n" * n),
    "quotes in quotes": nested("> "),
    "quotes in quotes without spaces": nested(">"),
    "lists in lists": nested("- "),
    "numbers in lists": nested("1. "),
    "deeper lists": lambda n: stepped(isqrt(n)),
    "list items": lines("- item\n"),
    "list items apart": lines("- item\n\n"),
    "list items of other marks": lambda n: BODY.replace("{}", "".join(islice(cycle("- a\n* a\n+ a\n"), 4 * n))),
    "numbered items": numbered("%. item\n"),
    "task items": lines("- [ ] item\n"),
    "definition lists": lines("Term\n: Definition\n\n"),
    "tables": lambda n: BODY.replace("{}", "| a | b |\n|---|---|\n" + "| c | d |\n" * n),
    "wide tables": lambda n: BODY.replace("{}", "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n + "|\n"),
    "fences": lines("```\ncode\n```\n\n"),
    "open fences": lines("```a\n\n"),
    "growing fences": lambda n: BODY.replace("{}", "\n\n".join("`" * (3 + k) for k in range(isqrt(n)))),
    "growing backticks": lambda n: BODY.replace("{}", " ".join("`" * k + "a" for k in range(1, isqrt(n)))),
    "colon fences": lines(":::{note}\nwords\n:::\n\n"),
    "callouts": lines("> [!NOTE]\n> words\n\n"),
    "callouts in callouts": nested("> ", "[!NOTE]\n"),
    "links": lines("[a](b) "),
    "links with titles": lines('[a](b "c") '),
    "images": lines("![a](b) "),
    "reference links": lambda n: BODY.replace("{}", "[a][b] " * n + "\n\n[b]: c\n"),
    "reference definitions": numbered("[a%]: b\n"),
    "the same reference": lines("[a]: b\n"),
    "footnotes": numbered("a[^%]\n\n[^%]: b\n\n"),
    "autolinks": lines("<http://a.b> "),
    "HTML": lines("<b>a</b> "),
    "HTML blocks": lines("<div>\na\n</div>\n\n"),
    "HTML comments": lines("<!-- a -->\n\n"),
    "HTML that is open": lines("<a "),
    "roles": lines("{pod:at}`02:04` "),
    "roles with titles": lines("{pod:entity}`a <b>` "),
    "targets": numbered("(label%)=\n\nwords\n\n"),
    "attributes": lines("{.a}\nwords\n\n"),
    "breaks": lines("---\n\n"),
    "comments": lines("% a\n\n"),
    "emphasis": lines("*a* **b** "),
    "emphasis that is open": lines("*a **b "),
    "emphasis in Chinese": lines("**「语」**（词）"),
    "strikethrough": lines("~~a~~ "),
    "entities": numbered("- **Name %** (Person): words\n", "# T\n\n## Entities\n\n{}"),
    "entities of one name": lines("- **Name** (Person): words\n", "# T\n\n## Entities\n\n{}"),
    "entities of no type": numbered("- Name %\n", "# T\n\n## Entities\n\n{}"),
    "entities with links": numbered("- [**Name %**](http://a.b) (Person): words\n", "# T\n\n## Entities\n\n{}"),
    "entities in groups": numbered("### People\n\n- **Name %**: words\n\n", "# T\n\n## Entities\n\n{}"),
    "entities in paragraphs": numbered("**Name %** (Person): words\n\n", "# T\n\n## Entities\n\n{}"),
    "entities of one slug": lambda n: "# T\n\n## Entities\n\n" + "".join(f"- **C{'!' * (k % 70)}{'?' * (k // 70)}** (Person): x\n" for k in range(n)),
    "entities in many lists": numbered("## Entities\n\n- **Name %** (Person): words\n\n", "# T\n\n{}"),
    "a name everywhere": lambda n: "# T\n\n## [00:00] A\n\n" + "Ada Lovelace spoke. " * n + "\n\n## People\n\n- **Ada Lovelace**: x\n",
    "names that overlap": lambda n: "# T\n\n## [00:00] A\n\n" + "a b " * n + "\n\n## People\n\n- **a b a b**: x\n- **b a**: x\n",
    "names of one beginning": lambda n: "# T\n\n## [00:00] A\n\n" + "x " * n + "\n\n## People\n\n" + "".join(f"- **{'x ' * k}x** (Person): x\n" for k in range(1, 140)),
    "directives": clocks("```{pod:chapter} % Title\n```\n\n"),
    "directives of one time": lines("```{pod:quote} Ada\nWords.\n```\n\n"),
    "directives in directives": lambda n: BODY.replace("{}", "".join(f"{':' * (3 + n - k)}{{pod:chapter}} 1:00 x\n" for k in range(n)) if n <= 250 else "x" * n),
    "definitions": numbered("```{pod:entity} Name %\n:aliases: a%, b%\n\nWords.\n```\n\n"),
    "aliases": lambda n: BODY.replace("{}", "```{pod:entity} Ada\n:aliases: " + "a, " * n + "\n\nx\n```\n"),
    "fields": lambda n: "---\n" + "".join(f"key{k}: value\n" for k in range(n)) + "---\n# T\n\n## [00:00] A\n",
    "hosts": lambda n: "---\nhosts: [" + ", ".join(f"Name {k}" for k in range(n)) + "]\n---\n# T\n\n## [00:00] A\n\nx\n",
    "hosts in lines": lambda n: "---\nhosts:\n" + "".join(f"- Name {k}\n" for k in range(n)) + "---\n# T\n\n## [00:00] A\n\nx\n",
    "guests and hosts": lambda n: "---\nhosts: [" + ", ".join(f"N {k}" for k in range(n)) + "]\nguests: [" + ", ".join(f"N {k}" for k in range(n)) + "]\n---\n# T\n\n## [00:00] A\n\nx\n",
    "tags": lambda n: "---\ntags: [" + ", ".join(f"Tag {k}" for k in range(n)) + "]\n---\n# T\n\n## [00:00] A\n\nx\n",
    "links in front matter": lambda n: "---\nlinks: [" + ", ".join(f"http://a.b/{k}" for k in range(n)) + "]\n---\n# T\n\n## [00:00] A\n",
    "labels in front matter": lambda n: "---\nlinks:\n" + "".join(f"  l{k}: http://a.b\n" for k in range(n)) + "---\n# T\n\n## [00:00] A\n",
    "problems in front matter": lambda n: "---\n" + "".join(f"date{'_' * (k % 7)}: x{k}\n" for k in range(n)) + "---\n# T\n",
    "lost breaks": lambda n: "# T " + "## [00:00] Title words and words " * n,
    "lost breaks without times": lambda n: "# T " + "## Title " * n,
}  # fmt: skip

RESTRUCTUREDTEXT: dict[str, Form] = {
    name: (lambda n, around=around, unit=unit: around.replace("{}", unit * n))  # type: ignore[misc]
    for name, around, unit in (
        ("paragraphs", ".. pod:episode::\n\n{}", "Words *and* ``more``.\n\n"),
        ("asterisks", ".. pod:episode::\n\n{}", "*"),
        ("backticks", ".. pod:episode::\n\n{}", "`"),
        ("bars", ".. pod:episode::\n\n{}", "|a"),
        ("colons", ".. pod:episode::\n\n{}", ":a"),
        ("roles", ".. pod:episode::\n\n{}", ":pod:at:`1:00` "),
        ("chapters", ".. pod:episode::\n\n{}", ".. pod:chapter:: 1:00 T\n\n   Words.\n\n"),
        ("quotes", ".. pod:episode::\n\n{}", ".. pod:quote:: Ada\n\n   Words.\n\n"),
        ("sections", ".. pod:episode::\n\n{}", "Title\n=====\n\n.. pod:chapter:: 1:00\n\n"),
        ("hosts", ".. pod:episode::\n   :hosts: {}\n\n", "語 "),
    )
}

VTT = "WEBVTT\n\n{}"
CUE = "00:01.000 --> 00:02.000\n"
TRANSCRIPTS: dict[str, Form] = {
    "cues": clocks("%.000 --> %.500\n<v Ada>words of a cue\n\n", VTT),
    "cues without speakers": clocks("%.000 --> %.500\nwords of a cue\n\n", VTT),
    "cues of one time": lines(f"{CUE}words\n\n", VTT),
    "lines of a cue": lines("words\n", VTT + CUE + "{}"),
    "tags": lines("<c>a</c> ", VTT.replace("{}", CUE + "{}")),
    "tags that are open": lines("<v ", VTT.replace("{}", CUE + "{}")),
    "entities": lines("&amp;&#", VTT.replace("{}", CUE + "{}")),
    "brackets": lines("[a ", VTT.replace("{}", CUE + "{}")),
    "words": lines("words of a cue ", VTT.replace("{}", CUE + "{}")),
    "words in Chinese": lines("这是一句话。", VTT.replace("{}", CUE + "{}")),
    "spaces": lines(" ", VTT.replace("{}", CUE + "a{}b")),
    "notes": lines("NOTE a\n\n", VTT),
    "text": clocks("[%] Ada: words\n", "{}"),
    "text without times": lines("Ada: words\n", "[00:01] Ada: words\n{}"),
    "text with times within": lines("[00:01] words ", "[00:01] Ada: {}\n"),
    "SubRip": lambda n: "".join(f"{k}\n0{k // 3600}:{k // 60 % 60:02}:{k % 60:02},000 --> 09:00:00,000\nwords\n\n" for k in range(n)),
    "JSON": lambda n: json.dumps({"segments": [{"startTime": k, "speaker": "Ada", "body": "words of a cue"} for k in range(n)]}),
    "JSON words": lambda n: json.dumps({"segments": [{"startTime": k / 10, "speaker": "Ada", "body": "word"} for k in range(n)]}),
}  # fmt: skip

REGISTRIES: dict[str, Form] = {
    "entities": numbered("[entities.e%]\nname = 'Name %'\n", "{}"),
    "aliases": lambda n: "[entities.a]\nname = 'A'\naliases = [\n" + "".join(f"'N {k}',\n" for k in range(n)) + "]\n",
    "long names": lambda n: f"[entities.a]\nname = '{'語 ' * min(n, 9000)}'\n",
    "long names in lines": lambda n: f"[entities.a]\nname = '''{('語 ' * 99 + chr(10)) * n}'''\n",
    "mistakes": numbered("[entities.e%]\nname = 'A'\nwrong = 1\n", "{}"),
    "channels": numbered("[channels.c%]\nname = 'Channel %'\n", "{}"),
}  # fmt: skip

QUOTED: dict[str, Form] = {
    "words": lines("the words that were said ", "{}"),
    "other words": lines("nobody knows ", "{}"),
    "omissions": lines("words … ", "{}"),
    "brackets": lines("[a] ", "{}"),
    "Chinese": lines("这是一句话。", "{}"),
}

READERS: list[tuple[Read, dict[str, Form]]] = [
    (read_episode, EPISODES),
    (read_rst, RESTRUCTUREDTEXT),
    (read_cues, TRANSCRIPTS),
    (read_names, REGISTRIES),
    (read_quote, QUOTED),
]


# -- the command -----------------------------------------------------------------------------------


def grown(name: str) -> list[str]:
    """Return lines about the forms of a name, or of a unit, that grow too much."""
    found = [(read, form, read.__name__) for read, forms in READERS if (form := forms.get(name))]
    if name in UNITS:
        found += [(read_episode, form, place) for place, form in repeated(name)]
    measured = ((place, growth(read, form)) for read, form, place in found)
    return [f"{name!a} in {place}: {ratio:.2f}" for place, ratio in measured if ratio > MOST]


def main() -> None:
    """Measure the forms that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="forms or units; all without any")
    names = parser.parse_args().names
    names = names or [*dict.fromkeys([*(name for _, forms in READERS for name in forms), *UNITS])]
    failed = False
    with ProcessPoolExecutor() as pool:
        for lines_ in pool.map(grown, names):
            failed |= bool(lines_)
            for line in lines_:
                print(line, flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
