"""Files that try to use up time or memory. Each is read in a process with little of both.

``python bombs.py NAME`` reads one. The sizes are so large that quadratic algorithms would take
minutes.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from reading import read_document

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.editor_check import find_all
from sphinxcontrib_podcast.catalogue.registry import read_registry
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Cue, Episode, Quote
from sphinxcontrib_podcast.quotes.verdict import verify
from sphinxcontrib_podcast.transcripts.passages import passages
from sphinxcontrib_podcast.transcripts.reader import read_transcript
from sphinxcontrib_podcast.views.entity import entity_page

N = 100_000  # characters that a regular expression could try one by one
MANY = 20_000  # items in a list

SPACES = " " * N
LAUGHS = ["a: &a [lol]"] + [f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)]  # fmt: skip
MERGES = ["a: &a {x: 1}"] + [f"{b}: &{b} {{<<: [*{a}, *{a}]}}" for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)]  # fmt: skip


def episode(body: str) -> str:
    return f"# Title\n\n## [00:00] Intro\n\n{body}\n"


EPISODES = {
    "yaml-laughs": "---\n" + "\n".join(LAUGHS) + "\n---\n" + episode("x"),
    "yaml-merges": "---\n" + "\n".join(MERGES) + "\n---\n" + episode("x"),
    "yaml-itself": "---\na: &a [*a]\nhosts: *a\n---\n" + episode("x"),
    "yaml-deep": "---\na: " + "[" * N + "\n---\n" + episode("x"),
    "yaml-deep-map": "---\na: " + "{a: " * N + "\n---\n" + episode("x"),
    "yaml-number": f"---\nnumber: 0x{'F' * N}\nepisode: {'9' * N}\n---\n" + episode("x"),
    "yaml-spaces": f'---\nhosts: "a{SPACES}b"\ntags: "a,{SPACES}b"\n---\n' + episode("x"),
    "yaml-language": "---\nlanguage: en" + "-ab" * 60 + "\n---\n" + episode("x"),
    "yaml-keys": "---\n"
    + "".join(f"{_k}: x\n" for _k in map("dAtE{:b}".format, range(MANY)))
    + "---\n"
    + episode("x"),
    "heading-dashes": f"# Title\n\n## {'- – ' * N}\n\n## {'[' * (N // 8)}\n\n## x{SPACES}[1:00\n",
    "heading-wraps": f"# Title\n\n## {'**' * N} 00:00\n\n## {'1:00-' * N}\n",
    "lost-breaks": "# " + " #" * N + "\n\n# x " + "# " * N + SPACES + "[",
    "entry-link": episode(f"x\n\n## Entities\n\n- [**a**]({'x' * N}\n- [a]({'x' * N}\n"),
    "entry-bold": episode(
        f"x\n\n## Entities\n\n- **a{'**(' * N}\n- **a** ({'x' * N}\n- **a**({'  ' * N}"
    ),
    "entries": episode(
        "x\n\n## Entities\n\n" + "".join(f"- **Name {n}** (Person): x\n" for n in range(MANY))
    ),
    "quote-rest": episode(f'> "words"{SPACES}(x'),
    "quote-closers": episode(f'> "words" ({")" * N}\n\n> "words" {"—" * N}\n\n> *"words{"*" * N}'),
    "quotes-of-one-time": episode('> *"Words."*\n\n' * MANY),
    "quote-comments": episode('> *"Words."* (laughing)\n\n' * MANY),
    "chapters-backwards": "# Title\n\n"
    + "".join(f"## {n // 60}:{n % 60:02} T\n\n" for n in range(MANY, 0, -1)),
    "chapters-of-one-time": "# Title\n\n" + "## 00:00 T\n\n" * MANY,
    "sentence-marks": episode("Name " + "." * N + "\n\n" + ".)" * N + "\n\n" + "…" * N + "。" * N),
    "role-spaces": episode("{pod:at}`a" + SPACES + "b` {pod:at}`" + "<" * N + "`"),
    "brackets": episode("[" * (N // 8) + "\n\n" + "(" * N + "\n\n" + "`" * N),
    "deep-quotes": episode("> " * N + "x"),
    "deep-lists": episode("- " * N + "x"),
    "deep-directives": episode(
        "".join(":" * (500 - n) + "{pod:chapter} 1:00 x\n" for n in range(490))
    ),
    "lines": episode("x\n" * N),
    "times-headings": "# T\n\n" + "".join(f"## T {n % 60}:{n % 60:02}\n\n" for n in range(MANY)),
    "times-bold": "# T\n\n" + "**T** `[02:04]`\n\n" * MANY,
    "times-list": "# T\n\n" + "".join(f"- {n // 60}:{n % 60:02} T\n" for n in range(MANY)),
    "times-falling": "# T\n\n"
    + "".join(f"- {n // 60}:{n % 60:02} T\n" for n in range(MANY, 0, -1)),
    "times-table": "# T\n\n|a|b|\n|-|-|\n"
    + "".join(f"|{n // 60}:{n % 60:02}|T|\n" for n in range(MANY)),
    "times-prose": "# T\n\n" + "[06:20] (John 3:16) `[06:20]` " * (N // 40) + "[a " * (N // 8),
    "turns": "# T\n\n" + "Ann (00:12): x\n\nBo (00:13): y\n\n" * (MANY // 4),
    "facts": "# T\n\n" + "- **Host:** a, (b)\n" * MANY + "\n**Host:** " + "a, " * N,
    "null": episode("\0" * N),
}
RST = {
    "rst-roles": ".. pod:episode::\n\n" + ":" * N + "\n\n" + ":a" * N + "`\n",
    "rst-marks": ".. pod:episode::\n\n" + "*" * N + " x " + "`" * (N + 1) + " **" * N,
    "rst-role-spaces": f".. pod:episode::\n\n:pod:at:`a{SPACES}b`\n",
    "rst-deep": ".. pod:episode::\n\n"
    + "".join("   " * n + ".. pod:chapter:: 1:00 x\n\n" for n in range(900)),
    "rst-chapters": "".join(f"T{n}\n===\n\n.. pod:chapter:: 00:00\n\n" for n in range(MANY)),
}
TRANSCRIPTS = {
    "vtt-voice": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * N,
    "vtt-voice-class": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v.a" * N + "\n<v" + SPACES,
    "vtt-tags": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<a" * N + "<1:" * N + "{\\" * N,
    "vtt-arrow": "WEBVTT\n\n" + "1:" * N + " -->\n" + SPACES + "-->\n00:01 --> " + "9" * N,
    "vtt-hours": f"WEBVTT\n\n{'9' * 400}:00:01.000 --> {'9' * 400}:00:02.000\nwords\n",
    "vtt-lines": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "a\n" * N,
    "vtt-cues": "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nA: words\n\n" * MANY,
    "srt-numbers": "1\n" * N + "00:00:01,000 --> 00:00:02,000\n" + "2\n" * N,
    "srt-speaker": "1\n00:00:01,000 --> 00:00:02,000\n" + "a" * N + SPACES + ":",
    "entities": "WEBVTT\n\n00:01.000 --> 00:02.000\n&#" + "9" * N + "; &" + "a" * N + ";",
    "text-lines": "[00:01] A: x\n" + "and on\n" * N,
    "text-bold": f"**a{SPACES}\n**a**{SPACES}x\n**a**{SPACES}:{SPACES}x\n[00:01] x\n",
    "text-within": f"[00:01] A: x{SPACES}y{' [' * N}\n",
    "text-hours": f"[{'9' * N}:00:01] A: x\n[00:01] A: x\n",
    "json-deep": '{"segments": ' + "[" * N,
    "json-deep-segment": '{"segments": [' + '{"a":' * N,
    "json-number": '{"segments": [{"startTime": ' + "9" * N + ', "body": "x"}]}',
    "json-segments": '{"segments": [' + '{"startTime": 1, "body": "x"}, ' * N,
}
REGISTRIES = {
    "toml-deep": "a = " + "[" * N,
    "toml-deep-keys": "[" + "a." * N + "b]\nc = 1\n",
    "toml-entities": "".join(f"[entities.e{n}]\nname = 'A {n}'\n" for n in range(MANY)),
    "toml-mistakes": "".join(f"[entities.e{n}]\nname = 'A {n}'\nwrong = 1\n" for n in range(MANY)),
    "toml-one-line": "entities = {"
    + ", ".join(f"e{n} = {{name = 3}}" for n in range(MANY))
    + "}\n",
    "toml-language": "[entities.a]\nname = 'A'\nlabels = {en" + "-ab" * 60 + " = 'x'}\n",
    "toml-text": "[entities.a]\nname = '" + "x" * N + SPACES + "'\n",
}

SAME_WORDS = "and so on " * (N // 10)
ARCHIVES: dict[str, Callable[[], tuple[str, str]]] = {
    # names with the same start, in a text that contains all of them everywhere
    "nested-names": lambda: (
        "x " * (MANY // 2),
        "".join(f"- **{'x ' * n}x** (Person): x\n" for n in range(1, 150)),
    ),
    "one-name-everywhere": lambda: ("Radio " * N, "- **Radio** (Concept): x\n"),
    "long-names": lambda: (
        "x",
        "".join(f"- **{chr(97 + n) * N}** (Person): x\n" for n in range(20)),
    ),
    "names-alike": lambda: (
        "x",
        "".join(f"- **{'a' * (9 + n % 7)} {'b' * (n // 7)}** (Person): x\n" for n in range(2000)),
    ),
    "names-of-one-slug": lambda: (
        "x",
        "".join(f"- **C{'!' * (n % 70)}{'?' * (n // 70)}** (Person): x\n" for n in range(8000)),
    ),
    "long-words": lambda: ("Abcdefgh" * N, "- **Abcdefgh** (Person): x\n"),
}


def _verify(text: str, words: str) -> None:
    cues = tuple(Cue(float(n), None, "", words, 1) for n in range(20))
    quotes = tuple(Quote(f"q-{n}", text, "", "", None, None, 1) for n in range(3))
    verify(Episode("a", "a.md", "A", "en", quotes=quotes, cues=cues))


def _omissions() -> None:
    _verify("… and so on " * MANY, SAME_WORDS[:N])


def _long_quote() -> None:
    _verify("on so and " * (N // 10), SAME_WORDS[:N])


def _common_words() -> None:
    cues = tuple(Cue(float(n), None, "", "a b " * 100, 1) for n in range(2000))
    quotes = tuple(Quote(f"q-{n}", "b b a a c " * 40, "", "", None, None, 1) for n in range(200))
    verify(Episode("a", "a.md", "A", "en", quotes=quotes, cues=cues))


VERIFIED: dict[str, Callable[[], None]] = {
    "verify-omissions": _omissions,
    "verify-long-quote": _long_quote,
    "verify-common-words": _common_words,
}

NAMES = (*EPISODES, *RST, *TRANSCRIPTS, *REGISTRIES, *ARCHIVES, *VERIFIED)


def _read(name: str) -> None:
    if name in EPISODES:
        Catalogue([read_document(EPISODES[name])])
    elif name in RST:
        draft = EpisodeBuilder("one", "one.rst", RST[name], False)
        try:
            read_restructuredtext(draft, Vocabulary.load())
        except RecursionError:
            print("nested too deep")
        draft.finish()
    elif name in TRANSCRIPTS:
        cues, problems = read_transcript(TRANSCRIPTS[name], "one.vtt")
        found = list(passages(cues, ()))
        json.dumps([cue.text for cue in cues]).encode()
        print(len(cues), len(found), [p.message[:100] for p in problems][:3])
    elif name in REGISTRIES:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "entities.toml").write_text(REGISTRIES[name], encoding="utf-8")
            read_registry(Path(folder), ["entities.toml"], Vocabulary.load())
    elif name in ARCHIVES:
        text, entries = ARCHIVES[name]()
        document = read_document(
            f"# Title\n\n## [00:00] Intro\n\n{text}\n\n## Entities\n\n{entries}"
        )
        catalogue = Catalogue([document])
        for id_ in catalogue.entities:
            entity_page(catalogue, id_)
        assert document.episode is not None
        assert len(catalogue.entities) == len({e.name for e in document.episode.entries})
        print(len(find_all(catalogue)))
    else:
        VERIFIED[name]()


if __name__ == "__main__":
    _read(sys.argv[1])
