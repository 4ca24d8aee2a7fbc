"""A project of hostile strangers: payloads, and the fields of files that contain them.

A payload is a line that can be written anywhere. A block has several lines and is for the text of
an episode. ``{secret}`` is a file of the project outside the strangers' folder, and ``{canary}`` a
file that is created if a payload runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

SECRET = "9d41 the secret of the project 9d41"

LINES = [
    # HTML
    "<script>run()</script>",
    "\"'><x-evil onclick=run()>x</x-evil></title></script>]]>--><img src=x onerror=run()>",
    "<img src=x onerror=run()>",
    "<svg/onload=run()>",
    "<iframe src=javascript:run()>",
    "<b onclick=run()>b</b>",
    "<a href=javascript:run()>a</a>",
    "<!-- --><x-evil>--!><x-evil>-->",
    "<style>@import 'javascript:run()'</style>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=javascript:run()>",
    "&lt;script&gt;run()&lt;/script&gt; &#60;x-evil&#62;",
    "<![CDATA[<x-evil>]]><?php run() ?><!DOCTYPE x>",
    "<form action=javascript:run()><button formaction=javascript:run()>x</button></form>",
    # addresses
    "javascript:run()",
    "JaVaScRiPt:run()//",
    "[x](javascript:run())",
    "[x](<java\tscript:run()>)",
    "[x](&#106;avascript&colon;run())",
    "[x](\\x01javascript:run())",
    "[x](data:text/html;base64,PHNjcmlwdD5ydW4oKTwvc2NyaXB0Pg==)",
    "[x](vbscript:run()) [y](file:///etc/passwd) [z](blob:x)",
    "<javascript:run()> <data:text/html,x> <file:///etc/passwd>",
    "[x](//evil.example/x) [y](\\\\evil.example/x) ![z](//evil.example/x.png)",
    "[x](path:{secret}) [y](project:{secret}) [z](inv:#x)",
    "![x](https://evil.example/x.png) ![y](data:image/svg+xml,<svg/onload=run()>)",
    "![x](/{secret}) ![y](../../{secret}) ![z](/etc/passwd)",
    "[x](/{secret}) [y](../../{secret}) [z](//etc/passwd) {{download}}`/{secret}`",
    "[x]: javascript:run() [x][x]",
    "[x](https://e.org 'a\" onmouseover=\"run()')",
    # MyST
    "{{{{ cycler.__init__.__globals__.os.popen('touch {canary}').read() }}}}",
    "{{{{ env.config.secret }}}}",
    "{{% for x in ().__class__.__base__.__subclasses__() %}}{{{{ x }}}}{{% endfor %}}",
    "{{raw}}`<x-evil>` {{raw-html}}`<script>run()</script>`",
    "{{math}}`\\href{{javascript:run()}}{{x}}` {{eval}}`1`",
    "{{py:obj}}`x` {{any}}`x` {{command}}`x` {{program}}`touch {canary}`",
    "{{pod:person}}`<script>run()</script> <Plain>` {{pod:at}}`x@<x-evil>`",
    "{{abbr}}`A (\" onclick=\"run())` {{doc}}`x <javascript:run()>` {{ref}}`x <javascript:run()>`",
    "[x]{{.pod-bar onclick=run()}} ![x](y.png){{width=\"1;x\" style=\"x:javascript:run()\"}}",
    "`x`{{l=python #pod-labels}}",
    "(pod-labels)=",
    "{{#pod-labels .pod-bar onclick=run() style=x lineno-start=1 emphasize-lines=1-99999999999}}",
    "% --!><script>run()</script>",
    "+++ {{\"x\": \"<x-evil>\"}}",
    "[^x]: <x-evil> [^x] [^pod-labels]",
    # TeX
    "$\\href{{javascript:run()}}{{x}}$ \\(\\href{{javascript:run()}}{{x}}\\)",
    "$$\\require{{html}}\\unicode{{x}}\\cssId{{pod-labels}}{{x}}\\class{{x}}{{y}}$$",
    "\\[\\style{{x:javascript:run()}}{{x}}\\] \\begin{{align}}\\href{{javascript:run()}}{{x}}\\end{{align}}",
    "\\input{{{secret}}} \\include{{/etc/passwd}} \\InputIfFileExists{{/etc/passwd}}{{}}{{}}",
    "$\\immediate\\write18{{touch {canary}}}$ \\write18{{touch {canary}}}",
    "$\\openin5=/etc/passwd \\read5 to \\x \\x$ \\newread\\x",
    "}}\\end{{document}}\\catcode`\\@=11 \\csname write18\\endcsname \\def\\x{{y}}",
    "^^5cinput{{/etc/passwd}} ^^5cwrite18{{touch {canary}}}",
    "%\n\\verb|x| \\end{{sphinxVerbatim}}\\input{{/etc/passwd}}",
    "\\directlua{{os.execute('touch {canary}')}} \\ShellEscape{{touch {canary}}}",
    "x}}\\immediate\\write18{{touch {canary}}}{{.png",
    # others
    "{{\"__proto__\": {{\"x\": 1}}}}",
    "../../../../etc/passwd",
    "a\x1b[31mb\x9bc\u202ed\u2066e",
    "x\u2028evil pod:person 0 https://evil.example/ -\x85y",
    "`sh -c 'touch {canary}'` $(touch {canary}) ; touch {canary} |",
    "=HYPERLINK(\"javascript:run()\",\"x\")",
    "*" * 50 + "_" * 50 + "`" * 51,
]  # fmt: skip

_FENCES = {
    "include": "/{secret}",
    "literalinclude": "/{secret}",
    "raw": "html\n<x-evil onclick=run()><script>run()</script>",
    "csv-table": "x\n:file: ../../{secret}",
    "eval-rst": "\n.. raw:: html\n\n   <script>run()</script>\n\n.. include:: /{secret}\n\n.. math:: \\input{{x}}",
    "math": "\n\\href{{javascript:run()}}{{x}}\\immediate\\write18{{touch {canary}}}",
    "code-cell": "python\nimport os; os.system('touch {canary}')",
    "plot": "\nimport os; os.system('touch {canary}')",
    "toctree": "\n/index\nx <javascript:run()>",
    "only": "html\n<x-evil>",
    "figure": "https://evil.example/x.png\n:target: javascript:run()\n:class: pod-bar\n\n<x-evil>",
    "image": "../../{secret}",
    "note": "\n:class: pod-bar\n:name: pod-labels\n\n<x-evil>",
    "tip": "\n---\nname: pod-labels\nclass: x\n---\n<x-evil>",
    "code-block": "python\n:emphasize-lines: 1-99999999999\n\nx",
    "meta": "\n:description: <x-evil>\n:http-equiv=refresh: 0;url=javascript:run()",
    "pod:entity": "Plain\n:id: ../../x\n\n<x-evil>",
    "pod:quotes": "\n:speaker: <x-evil>",
    "pod:episode": "\n:title: <x-evil>\n:audio: /{secret}\n:links: javascript:run()",
    "pod:chapter": "02:04 <x-evil>\n\n```{{include}} /{secret}\n```",
    "pod:quote": "<x-evil>\n:time: 00:01\n\n{{raw}}`x` <script>run()</script>",
    "role": "x(raw)\n:format: html",
    "default-domain": "py",
    "unknown:thing": "{secret}\n\n<x-evil>",
    "graphviz": "\ndigraph {{ a [URL=\"javascript:run()\"] }}",
    "mermaid": "\nclick a \"javascript:run()\"",
    "parsed-literal": "\n<x-evil> |x|",
    "replace": "x",
    "contents": "",
    "sectnum": "",
    "class": "pod-bar",
    "index": "x\n:name: pod-labels",
    "glossary": "\n<x-evil>\n  x",
    "highlight": "x",
    "autofunction": "os.system",
    "program-output": "touch {canary}",
}  # fmt: skip

BLOCKS = [
    *(f"````{{{{{name}}}}} {rest}\n````" for name, rest in _FENCES.items()),
    ":::{{raw}} html\n<x-evil>\n:::",
    ":::pod-bar\n<x-evil>\n:::",
    "<x-evil onclick=run()>\n\n<script>\nrun()\n</script>",
    "<div class=admonition id=pod-labels>\n\n*x*\n\n</div>",
    "<!-- <x-evil> -->",
    "<!-- x --><x-evil onclick=run()>-->",
    "$$\n\\href{{javascript:run()}}{{x}}\n$$ (pod-labels)",
    "\\begin{{align}}\n\\input{{/etc/passwd}}\n\\end{{align}}",
    "{{{{ env.app.confdir }}}}",
    "{{lineno-start=1 emphasize-lines=1-99999999999 #pod-labels}}\n```python\nx\n```",
    "{{start=\"\\input{{x}}\"}}\n3. x",
    "```{{raw}} html\n<x-evil>",
    "> <script>run()</script>\n>\n> ```{{include}} /{secret}\n> ```",
    "- ```{{raw}} html\n  <x-evil>\n  ```",
    "| <x-evil> | {{raw}}`x` |\n| --- | --- |\n| [x](javascript:run()) | ![](https://e.org/x.png) |",
    "x\n: <x-evil> {{download}}`/{secret}`",
    ":<x-evil>: {{include}}`/{secret}`",
    "- [ ] <x-evil>\n- [x] ~~<script>run()</script>~~",
    "[^pod-labels]: <x-evil>\n\nx[^pod-labels]",
]  # fmt: skip

#: Front matter that changes settings of MyST, Sphinx or a theme.
SETTINGS = """\
myst:
  enable_extensions: [substitution, dollarmath, amsmath, html_image, attrs_inline]
  disable_syntax: []
  url_schemes: {{javascript: null, data: null, file: null}}
  substitutions: {{x: "<x-evil>"}}
  sub_delimiters: ["{{", "}}"]
  html_meta: {{"http-equiv=refresh": "0;url=javascript:run()"}}
  fence_as_directive: [include, raw]
  title_to_header: true
  heading_anchors: 6
substitutions: {{x: "<x-evil>"}}
html_meta: {{"http-equiv=refresh": "0;url=javascript:run()"}}
mystnb: {{execution_mode: force}}
file_format: mystnb
kernelspec: {{name: python3}}
nocomments: ""
"""

#: The fields of front matter. Values of the last row are lists.
_FIELDS = (
    "title", "channel", "description", "guid", "number", "season", "duration", "date", "language",
    "image", "audio", "video", "transcript", "source_url", "video_id",
    "author", "abstract", "copyright", "github_url", "og_description", "x",
)  # fmt: skip
_LISTS = ("hosts", "guests", "tags", "authors")
# MyST reads these fields, which docutils names, as Markdown.
_MYST_READS = ("author", "authors", "abstract", "copyright", "date")
_IN_TEXT = (
    "h1", "summary", "chapter", "paragraph", "quote", "speaker", "comment", "attribution",
    "heading", "list item", "link text", "link target", "link title", "picture", "picture's text",
    "code", "fence", "name", "type", "role", "description", "href", "argument", "footnote",
)  # fmt: skip
_ELSEWHERE = (
    "label of a link", "link", "vtt speaker", "vtt words", "srt words", "json speaker",
    "json words", "txt speaker", "txt words", "registry name", "registry label", "registry alias",
    "registry description", "registry same_as", "file name",
)  # fmt: skip
FIELDS = (*_FIELDS, *_LISTS, *_IN_TEXT, *_ELSEWHERE)

Files = dict[str, "str | bytes | None"]


def escaped(text: str) -> str:
    """Return Markdown that shows exactly the given text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def project(canary: Path, *, author: bool, every: int = 1) -> Files:
    """Return the files of the project by name.

    :param author: leave out Markdown, since an author may use all of MyST.
    :param every: take every n-th payload.
    """
    values = {"canary": str(canary), "secret": "private/secret.txt"}
    lines = [line.format_map(values) for line in LINES[::every]]
    blocks = [] if author else [block.format_map(values) for block in BLOCKS[::every]]
    files: Files = {
        "index.md": "# Site\n\n```{toctree}\npodcast/index\n```\n",
        "private/secret.txt": SECRET,
        "private/secret.txt.png": SECRET,
        "episodes/in/secret.html": f"<script>run('{SECRET}')</script>",
        "entities.toml": "".join(
            f"[entities.p{n}]\nname = {json.dumps(f'P{n} {x}')}\nlabels = {{ja = {json.dumps(x)}}}\n"
            f"aliases = [{json.dumps(f'A{n} {x}')}]\ndescription = {json.dumps(x)}\n"
            f"same_as = [{json.dumps(x)}, {json.dumps('https://e.org/' + x)}]\n"
            for n, x in enumerate(lines)
        ),
    }
    for number, line in enumerate(lines):
        files |= _episode(f"episodes/in/line{number}", line, author)
    for number, block in enumerate(blocks):
        files[f"episodes/in/block{number}.md"] = (
            f"---\n{SETTINGS.format_map(values)}---\n# Block {number}\n\n{block}\n\n## [00:00] A\n\n{block}\n\n"
            f'> *"Words."*\n\n{block}\n\n## Entities\n\n- **Plain** (Person): Words.\n\n{block}\n'
        )
    if not author:
        for number in range(120 // every):
            files[f"episodes/in/mixed{number}.md"] = _mixture(Random(number), [*lines, *blocks])
    return files


def _mixture(random: Random, payloads: list[str]) -> str:
    """Return nested payloads: in quotes, lists, tables, directives, and in one line."""
    parts = ["# Mixture", "## [00:00] A"]
    for evil in random.sample(payloads, 12):
        other = random.choice(payloads)
        line = " ".join(other.split())
        match random.randrange(8):
            case 0:
                parts.append("\n".join(f"> {part}" for part in evil.split("\n")))
            case 1:
                parts.append("- " + evil.replace("\n", "\n  "))
            case 2:
                parts.append(f"``````{{note}} {line}\n{evil}\n``````")
            case 3:
                parts.append(f"``````{{pod:chapter}} 01:00 {line}\n{evil}\n``````")
            case 4:
                parts.append(f"[{line}]({line}) *{line}* ![{line}](<{line}>)\n{evil}")
            case 5:
                cut = random.randrange(len(evil))
                parts.append(evil[:cut] + other + evil[cut:])
            case 6:
                parts.append(f"[^n]: {evil}\n    {other}\n\n{line}[^n]")
            case _:
                parts.append(f"{evil}\n{other}")
    return "\n\n".join(parts) + "\n"


def _episode(name: str, evil: str, author: bool) -> Files:
    return dict(_files(name, evil, author))


def _files(name: str, evil: str, author: bool) -> Iterator[tuple[str, str]]:
    quoted = json.dumps(evil)
    line = " ".join(evil.split())
    shown: Callable[[str], str] = escaped if author else str
    x = shown(line)
    keys = [key for key in (*_FIELDS, *_LISTS) if not author or key not in _MYST_READS]
    front = "".join(
        f"{key}: [{quoted}]\n" if key in _LISTS else f"{key}: {quoted}\n" for key in keys
    )
    front += f"links:\n  {quoted}: https://example.org\n  Label: {quoted}\n"
    if not author:
        front += SETTINGS.format(canary="", secret="")
    markdown = "" if author else (
        f"- item {x}\n\n[{x}](https://e.org) [t]({x}) [t](<{x}>) [t](https://e.org \"{x}\")\n\n"
        f"![{x}]({x}) ![t](<{x}>)\n\n`{x}`\n\n```{x}\n{x}\n```\n\n```{{note}} {x}\n{x}\n```\n\n"
        f"{{pod:person}}`{x}` text[^{line[:9]}]\n\n[^{line[:9]}]: {x}\n\n{{attribution={quoted}}}\n> \"{x}\"\n\n"
    )  # fmt: skip
    href = x.replace(" ", "%20")
    body = (
        f"# {x}\n\n{x}\n\n## [00:00] {x}\n\n{x}\n\n> *\"{x}\"*({x})\n> — {x}\n\n{markdown}"
        f"## [01:00] Second {x}\n\n### Heading {x}\n\n## Entities\n\n- **{x}** ({x}, {x}): {x}\n"
        f"- [**{x}**]({href}) (Person): {x}\n- **Plain** (Person): {x}\n"
    )  # fmt: skip
    plain = f"# {name}\n\n## [00:00] A\n\nWords.\n"
    yield f"{name}.md", f"---\n{front}---\n{body}"
    yield f"{name}-vtt.md", body
    yield f"{name}-vtt.vtt", (
        f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {line}>Words {line}\n\n"
        "00:02.000 --> 00:03.000\n<v &lt;x-evil onclick=run()&gt;>&lt;x-evil&gt; Plain\n"
    )  # fmt: skip
    yield f"{name}-srt.md", plain
    yield f"{name}-srt.srt", f"1\n00:00:01,000 --> 00:00:02,000\n{line}: words {line}\n"
    yield f"{name}-json.md", plain
    yield (
        f"{name}-json.json",
        json.dumps({"segments": [{"startTime": 1, "speaker": evil, "body": evil}]}),
    )
    yield f"{name}-txt.md", plain
    yield f"{name}-txt.txt", f"[00:01] Name: {line}\n**{line}** [00:02] {line}\n{line}\n"
