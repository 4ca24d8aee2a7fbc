"""Trust: the author of a file, and the limits of a stranger's file, as the manual states them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import Tag
from conftest import Site, holds, text_of
from sphinx.errors import ConfigError

NewSite = Callable[..., Site]

ALL_OF_MYST = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
    "html_admonition", "html_image", "substitution", "tasklist",
]  # fmt: skip
RAW = "# A\n\n## [00:00] Intro\n\n<b class=raw>x</b>\n"
MARKED = f"---\ntrust: stranger\n---\n{RAW}"


@dataclass
class Strangers:
    """Builds a stranger's episode and returns the content of its page."""

    new_site: NewSite
    site: Site = field(init=False)

    def __call__(
        self, text: str, files: dict[str, str | bytes | None] | None = None, **conf: object
    ) -> Tag:
        chosen = {
            "myst_enable_extensions": ALL_OF_MYST,
            "podcast_trust": {"episodes/in/**": "stranger"},
            "smartquotes": False,
        }
        self.site = self.new_site({"episodes/in/a.md": text, **(files or {})}, **chosen | conf)
        return self.site.build().body("episodes/in/a")


@pytest.fixture
def strangers(new_site: NewSite) -> Strangers:
    """Return a function that builds a stranger's episode."""
    return Strangers(new_site)


def refusals(make: Strangers) -> list[str]:
    """Return the reports on strangers' files: their lines, and the refused items."""
    warnings = make.site.warnings
    pattern = r"(?s)(.*?): WARNING: a stranger's file may not use (.*?)(?: \(also.*)?; it is .*\[podcast\.trust\]"
    return [f"{m[1]} {m[2]}" for w in warnings if (m := re.fullmatch(pattern, w))]


def is_strangers(site: Site, docname: str = "episodes/a") -> bool:
    return site.body(docname).select_one("b.raw") is None


# -- the author of a file --------------------------------------------------------------------------


@holds("default", "mark", "no-raise", "author-pattern", "unreadable-mark", "first-pattern")
@pytest.mark.parametrize(
    ("trust", "front", "expected"),
    [
        ("author", "", False),
        ("author", "trust: stranger", True),
        ("author", "Trust: stranger", True),
        ("author", "trust: author", False),
        ("author", "trust: stanger", True),
        ("author", "trust: [stranger]", True),
        ("author", "trust: stranger\nx: [", True),
        ("author", "x: [", False),
        ("author", "title: 'trust: stranger'", False),
        ("stranger", "", True),
        ("stranger", "trust: author", True),
        ({}, "trust: stranger", True),
        ({"other/**": "stranger"}, "", False),
        ({"other/**": "author"}, "trust: stranger", True),
        ({"episodes/**": "stranger"}, "trust: author", True),
        ({"episodes/**": "author"}, "trust: stranger", False),
        ({"episodes/a.md": "author", "**": "stranger"}, "trust: stranger", False),
        ({"**": "stranger", "episodes/a.md": "author"}, "", True),
    ],
)
def test_who_decides(new_site: NewSite, trust: object, front: str, expected: bool) -> None:
    text = f"---\n{front}\n---\n{RAW}" if front else RAW
    site = new_site({"episodes/a.md": text}, podcast_trust=trust).build()
    assert is_strangers(site) == expected


@holds("mark")
@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A", "trust": "stranger"}\n\n' + RAW,
        "---\n{title: A, trust: stranger}\n---\n" + RAW,
        "---\nparams:\n  trust: stranger\n---\n" + RAW,
        '+++\n[extra]\ntrust = "stranger"\n+++\n' + RAW,
        "---\nepisode_trust: stranger\n---\n" + RAW,
        "---\ntrust: stranger\ntrust: author\n---\n" + RAW,
        "---\n!!str trust: stranger\n---\n" + RAW,
        '---\n"tr\\u0075st": stranger\n---\n' + RAW,
    ],
)
def test_the_mark_is_found_in_each_form(new_site: NewSite, text: str) -> None:
    assert is_strangers(new_site({"episodes/a.md": text}).build())


@holds("mark")
def test_a_file_beside_an_episode_lowers_its_trust(new_site: NewSite) -> None:
    site = new_site({"episodes/a.md": RAW, "episodes/a.yml": "trust: stranger\n"}).build()
    assert is_strangers(site)
    site.write({"episodes/a.yml": "title: A\n"}).build()
    assert not is_strangers(site)


@holds("files", "media", "first-pattern")
def test_a_strangers_file_says_nothing_about_an_authors_episode(new_site: NewSite) -> None:
    site = new_site(
        {"episodes/a.md": RAW, "episodes/a.yml": "audio: /secret.env\n", "secret.env": "SECRET"},
        podcast_trust={"episodes/a.md": "author", "episodes/**": "stranger"},
    ).build()
    assert not is_strangers(site)
    assert not any(b"SECRET" in content for content in site.output().values())


@holds("files", "other-kinds")
@pytest.mark.parametrize(
    "target", ["../../secret.env", "../../src/secret.env", "/proc/self/environ"]
)
def test_a_stranger_cannot_link_to_another_file(
    new_site: NewSite, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_SECRET", "SECRET")
    site = new_site({"secret.env": "SECRET"}, podcast_trust="stranger")
    (site.src / "episodes").mkdir()
    (site.src.parent / "secret.env").write_text("SECRET")
    (site.src / "episodes/a.md").symlink_to(target)
    site.build()
    assert not any(b"SECRET" in content for content in site.output().values())
    assert any("[podcast.trust]" in warning for warning in site.warnings)


@holds("limits")
def test_huge_numbers_and_deep_keys_cost_only_themselves(new_site: NewSite) -> None:
    front = "+++\nnumber = 0x" + "f" * 5000 + "\n+++\n"
    deep = "+++\n" + ".".join("a" * 20_000) + " = 1\n+++\n"
    site = new_site({"episodes/a.md": front + RAW, "episodes/b.md": deep + RAW}).build()
    assert site.has_page("episodes/a")
    assert site.has_page("episodes/b")


@pytest.mark.parametrize("value", ["anyone", None, ["stranger"], {"a": "x"}, {1: "author"}])
def test_other_values_of_the_configuration(new_site: NewSite, value: object) -> None:
    with pytest.raises(ConfigError, match="podcast_trust must be 'author', 'stranger' or a dict"):
        new_site({}, podcast_trust=value).build()


def test_other_values_of_the_mark(new_site: NewSite) -> None:
    text = MARKED.replace("stranger", "nobody")
    site = new_site({"episodes/a.md": text}).build()
    assert site.warnings[0] == (
        "episodes/a.md:2: WARNING: front matter 'trust' must be stranger or author, not 'nobody'; "
        "it was left out [podcast.front_matter]"
    )


@holds("read-again")
def test_a_file_is_read_again(new_site: NewSite) -> None:
    def as_clean() -> None:
        clean = new_site(
            {p.relative_to(site.src).as_posix(): p.read_bytes() for p in site.src.rglob("*.md")},
            **site.conf,
        ).build()
        assert site.output() == clean.output()

    site = new_site({"episodes/a.md": RAW, "page.md": "# Page\n\n<b class=raw>x</b>\n"}).build()
    assert not is_strangers(site)
    for trust, text, expected in [
        ("author", MARKED, True),
        ({"episodes/**": "author"}, MARKED, False),
        ({"episodes/**": "stranger", "page.md": "stranger"}, RAW, True),
        ("author", RAW, False),
    ]:
        site.conf["podcast_trust"] = trust
        site.write({"episodes/a.md": text}).build()
        assert is_strangers(site) == expected
        assert is_strangers(site, "page") == (isinstance(trust, dict) and "page.md" in trust)
        as_clean()


@holds("all-pages")
def test_pages_that_are_no_episodes(new_site: NewSite) -> None:
    page = "# Page\n\n<b class=raw>x</b> {raw}`y`\n\n```{include} /secret.txt\n```\n"
    site = new_site(
        {"in/page.md": page, "in/no.md": f"---\npodcast: false\n---\n{page}", "secret.txt": "9d41",
         "other.md": f"---\ntrust: stranger\n---\n{page}"},
        podcast_trust={"in/**": "stranger"}, podcast_episodes=["in/no.md"],
    ).build()  # fmt: skip
    for name in ("in/page", "in/no", "other"):
        assert is_strangers(site, name)
        assert "{include} /secret.txt" in site.body(name).get_text()
        assert "9d41" not in site.body(name).get_text()


@holds("other-kinds")
def test_files_that_are_not_markdown(new_site: NewSite) -> None:
    rst = "Title\n=====\n\n.. raw:: html\n\n   <b class=raw>x</b>\n"
    generated = '{"question": "archive", "arguments": [], "hash": ""}'
    files = {"in/a.rst": rst, "in/b.podcast": generated, "in/c.md": "# C\n", "own.rst": rst}
    site = new_site(files, podcast_trust={"in/**": "stranger"}).build()
    assert [site.has_page(name) for name in ("in/a", "in/b", "in/c", "own")] == [False, False, True, True]  # fmt: skip
    assert site.warnings[-1] == (
        "in/a.rst:1: WARNING: the file was not read (nor in/b.podcast): strangers' files must be "
        "Markdown, and not symbolic links. Exclude it with exclude_patterns, or trust it with podcast_trust "
        "[podcast.trust]"
    )
    site.conf["podcast_trust"] = "author"
    site.write({"in/b.podcast": None}).build()
    assert site.has_page("in/a")
    site.conf["podcast_trust"] = {"in/**": "stranger"}
    site.build()
    assert not site.has_page("in/a")


@holds("reported")
def test_what_is_refused_is_reported(strangers: Strangers) -> None:
    roles = "\n\n".join(f"{{r{n}}}`x` {{raw}}`y` {{raw}}`z`" for n in range(30))
    strangers(f"# A\n\n## [00:00] Intro\n\n{roles}\n")
    warnings = [w for w in strangers.site.warnings if "podcast.trust" in w]
    assert len(warnings) == 11
    assert warnings[0] == (
        "episodes/in/a.md:5: WARNING: a stranger's file may not use the role 'r0'; it is shown as "
        "text or left out. If you trust the file, set podcast_trust, or remove 'trust: "
        "stranger' from the file [podcast.trust]"
    )
    assert "the role 'raw' (also on line 5, 7, 9, 11, 13);" in warnings[1]
    assert ", and 20 other things;" in warnings[10]


# -- the limits of a file --------------------------------------------------------------------------


@holds("settings", "substitutions")
def test_settings_of_myst(new_site: NewSite, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    text = (
        "---\nmyst:\n  enable_extensions: [substitution]\n  disable_syntax: []\n"
        "  substitutions: {x: evil}\n---\n# A\n\n## [00:00] {{ x }}\n\n"
        f'{{{{ cycler.__init__.__globals__.os.popen("touch {canary}").read() }}}}\n'
    )
    conf = {"myst_disable_syntax": ["html_block", "html_inline"]}
    site = new_site({"episodes/a.md": text}, podcast_trust="stranger", **conf).build()
    assert not canary.exists()
    assert "{{ x }}" in site.body("episodes/a").get_text()
    assert any("a.md:1" in w and "'myst' in the front matter" in w for w in site.warnings)
    new_site({"episodes/a.md": text}, **conf).build()
    assert canary.exists()  # in an author's file, the rules of MyST apply


def test_a_project_that_enables_substitutions(strangers: Strangers) -> None:
    body = strangers(
        "# A {{ x }}\n\n{{ x }}\n\n## [00:00] B\n\n{{ 6 * 7 }} and {{ env.config }}\n",
        myst_substitutions={"x": "evil"},
    )
    text = text_of(body)
    assert "evil" not in text
    assert "{{ 6 * 7 }} and {{ env.config }}" in text
    assert "42" not in text


@holds("metadata")
def test_front_matter_that_themes_follow(strangers: Strangers) -> None:
    front = "github_url: '\"><b class=evil>'\norphan: ''\nabstract: '{raw}`x`'\nnosearch: ''\n"
    strangers(
        f"---\n{front}html_meta: {{evil: x}}\ntitle: T\n---\n## [00:00] B\n",
        {"_templates/layout.html": '{% extends "!layout.html" %}{% block body %}<a href="'
         '{{ meta.get("github_url") }}">x</a>{{ super() }}{% endblock %}'},
        templates_path=["_templates"],
    )  # fmt: skip
    site: Site = strangers.site
    page = site.page("episodes/in/a")
    assert page.select_one(".evil, meta[name=evil]") is None
    assert text_of(page.select_one("h1")) == "T"
    assert site.app is not None
    known = site.app.env.metadata["episodes/in/a"]
    assert not {"github_url", "abstract", "nosearch", "html_meta"}.intersection(known)


@holds("html", "comments")
def test_html(strangers: Strangers) -> None:
    body = strangers(
        "# A <i>a</i>\n\n<!-- hidden -->\n\n<div class=evil>\n\n*x*\n\n</div>\n\n"
        "## [00:00] <b>B</b>\n\nText <b class=evil>c</b> <!-- inline -->\n\n<img src=x class=evil>\n\n"
        "<!-- a --><b class=evil>d</b><!-- b -->\n\n% --!><b class=evil>\n"
    )
    assert body.select("b, i, .evil, img") == []
    text = text_of(body)
    assert "hidden" not in text
    for shown in ("<i>a</i>", "<div class=evil>", '<b class=evil>c</b> <!-- inline -->', "<b>B</b>",
                  "<!-- a --><b class=evil>d</b><!-- b -->"):  # fmt: skip
        assert shown in text
    page = (strangers.site.out / "html/episodes/in/a.html").read_text("utf-8")
    assert "hidden" not in page
    assert "--!>" not in page


@holds("directives")
@pytest.mark.parametrize(
    "name",
    ["include", "literalinclude", "raw", "csv-table", "list-table", "eval-rst", "code-cell", "plot",
     "toctree", "only", "download", "math", "figure-md", "grid", "card", "code-block", "parsed-literal",
     "role", "class", "meta", "index", "glossary", "unknown", "py:function", "pod:unknown", "Note"],
)  # fmt: skip
def test_directives_that_do_not_run(strangers: Strangers, name: str) -> None:
    body = strangers(
        f"# A\n\n## [00:00] B\n\n```{{{name}}} /secret.txt\n:file: /secret.txt\n\nwords\n```\n",
        {"secret.txt": "9d41"},
    )
    block = body.select_one("pre")
    what = "eval-rst" if name == "eval-rst" else name
    assert refusals(strangers) == [f"episodes/in/a.md:5 the directive '{what}'"]
    assert "words" in block.get_text()  # type: ignore[union-attr]
    assert "9d41" not in body.get_text()


def test_a_directive_of_an_extension_does_not_run(new_site: NewSite, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    (tmp_path / "ran_by_a_directive.py").write_text(
        "from docutils.parsers.rst import Directive\n"
        "class Run(Directive):\n    has_content = True\n"
        f"    def run(self):\n        open({str(canary)!r}, 'w').close()\n        return []\n"
        "def setup(app):\n    app.add_directive('run', Run)\n"
    )
    text = "# A\n\n```{run}\nx\n```\n\n## [00:00] B\n\n> ```{run}\n> x\n> ```\n"
    conf = {"extensions": ["sphinxcontrib_podcast", "ran_by_a_directive"]}
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        new_site({"episodes/a.md": text}, podcast_trust="stranger", **conf).build()
        assert not canary.exists()
        new_site({"episodes/a.md": text}, **conf).build()
        assert canary.exists()


@holds("directives")
def test_directives_that_run(strangers: Strangers) -> None:
    body = strangers(
        "# A\n\n## [00:00] B\n\n```{note}\nPlain {raw}`x`.\n```\n\n```{admonition} Title <b>x</b>\nWords.\n```\n\n"
        "```{figure} p.png\n:alt: Alt\n:width: 20px\n\nCaption.\n```\n\n```{pod:quote} Ada\nSaid.\n```\n\n"
        "```{pod:chapter} 02:00 Next\nInside.\n```\n\n```{note}\n:class: dropdown\nNot drawn.\n```\n\n"
        "```{tip}\n---\nname: x\n---\nNor this.\n```\n\n```{figure} p.png\n:target: https://e.org\n```\n",
        {"episodes/in/p.png": b"png"},
    )  # fmt: skip
    assert len(body.select(".admonition.note")) == 1
    assert body.select_one(".admonition.tip") is None
    assert text_of(body.select_one(".admonition-title:-soup-contains('Title')")) == "Title <b>x</b>"
    assert body.select_one("figure img[alt=Alt]") is not None
    assert body.select_one("section#t-02-00") is not None
    assert text_of(body.select_one("figure.pod-quote .pod-speaker")) == "Ada"
    assert [r.partition(" ")[2] for r in refusals(strangers)] == [
        "the role 'raw'",
        "the directive 'note' with class",
        "the directive 'tip' with name",
        "the directive 'figure' with target",
    ]


@holds("roles")
def test_roles(strangers: Strangers) -> None:
    body = strangers(
        "# A\n\n## [00:00] B\n\n{kbd}`k` {abbr}`A (b)` {sub}`2` {doc}`/index` {pod:person}`Ada`\n\n"
        "{download}`/conf.py` {math}`x` {eval}`x` {py:func}`x` {any}`index` {raw}`x`\n\n"
        "## Entities\n\n- **Ada** (Person): x\n",
        podcast_entity_pages={},
    )  # fmt: skip
    assert body.select_one("kbd, .kbd") is not None
    assert body.select_one("abbr[title=b]") is not None
    assert body.select_one("a[href='../../index.html']") is not None
    assert body.select_one("a[href$='entity/ada.html']") is not None
    assert [r.split("role ")[1] for r in refusals(strangers)] == [
        "'download'", "'math'", "'eval'", "'py:func'", "'any'", "'raw'",
    ]  # fmt: skip
    assert "{download}`/conf.py`" in text_of(body)


@holds("math")
def test_math(strangers: Strangers) -> None:
    body = strangers(
        "# A $x$ \\\\(\\\\href{javascript:run()}{y}\\\\)\n\n$$\nz\n$$ (label)\n\n"
        "\\begin{align}\na\n\\end{align}\n\n## [00:00] $b$\n\n```{math}\nc\n```\n"
    )
    site: Site = strangers.site
    assert body.select(".math") == []
    assert "mathjax" not in str(site.page("episodes/in/a").head).lower()
    assert body.select_one("section.mathjax_ignore.tex2jax_ignore > h1") is not None
    assert "\u29f5(\u29f5href{javascript:run()}{y}\u29f5)" in text_of(body.select_one("h1"))
    nodes = site.doctree("episodes/in/a")
    assert not list(nodes.findall(lambda node: "math" in getattr(node, "tagname", "")))


@holds("math")
def test_text_of_strangers_on_pages_with_math(new_site: NewSite) -> None:
    tex = "\\\\(\\\\href{javascript:run()}{x}\\\\)"
    text = f'# T {tex}\n\n## [00:00] C\n\n> *"Q {tex}"*\n> — Ada\n\n## Entities\n\n- **Ada** (Person): {tex}\n'
    listings = "".join(f"```{{pod:{n}}}\n```\n\n" for n in ("episodes", "quotes", "entities"))
    site = new_site(
        {
            "episodes/a.md": text,
            "page.md": f"# Page\n\n$x$\n\n{listings}```{{pod:entity}} Ada\nx\n```\n",
        },
        podcast_trust={"episodes/**": "stranger"},
        myst_enable_extensions=["dollarmath"],
        smartquotes=False,
    )
    site.build()
    page = site.page("page")
    assert page.select_one("span.math") is not None
    for ignored in page.select(".mathjax_ignore.tex2jax_ignore"):
        if ignored.name != "section":  # the section of MyST, in which it enables single elements
            ignored.decompose()
    assert "\\(\\href" not in page.get_text()


@holds("attributes")
def test_ids_and_classes(strangers: Strangers, new_site: NewSite) -> None:
    body = strangers(
        "# A\n\n(own)=\n\n{#own .evil}\nWords [span]{.evil #own} `c`{l=python #own}\n\n## [00:00] B\n\n"
        ":::evil\nInside.\n:::\n\n{.evil lineno-start=3 emphasize-lines=1-99999999999}\n```python\nx\n```\n\n"
        '{start="\\input" #own}\n3. x\n\n{attribution="Ada"}\n> "Said."\n',
        {"page.md": "# Page\n\n(own)=\n## Own\n\n{ref}`own`\n"},
    )  # fmt: skip
    site: Site = strangers.site
    assert body.select(".evil, #own, .linenos") == []
    assert "input" not in str(body.select_one("ol"))
    assert text_of(body.select_one(".pod-speaker")) == "Ada"
    assert site.app is not None
    labels = site.app.env.domaindata["std"]["labels"]
    assert [v[0] for k, v in labels.items() if k == "own"] == ["page"]
    assert "(own)=" in text_of(body)


def test_a_footnote_that_refers_to_itself(new_site: NewSite) -> None:
    text = "# A\n\n## [00:00] B\n\nx[^one] y[^two]\n\n[^one]: Own [^one] and [^two].\n\n[^two]: Other [^one].\n"
    site = new_site({"episodes/a.md": text}, podcast_trust={"episodes/**": "stranger"})
    assert "Own [^one] and [^two]." in site.build().body("episodes/a").get_text()
    site.build("latex")
    assert not [w for w in site.warnings if "podcast" not in w], site.warnings


@holds("links")
@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://e.org/x", "https://e.org/x"),
        ("mailto:a@e.org", "mailto:a@e.org"),
        ("../../index.md", "../../index.html"),
        ("/index.md#x", "../../index.html#x"),
        ("#intro", "#intro"),
        ("javascript:run()", None),
        ("JAVASCRIPT:run()", None),
        ("&#106;avascript:run()", None),
        ("<java&#9;script:run()>", None),
        ("<\x01javascript:run()>", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://e.org", None),
        ("custom:x", None),
        ("path:/conf.py", None),
        ("inv:x#y", None),
        ("//e.org/x", None),
        ("//etc/passwd", None),
        ("/etc/passwd", None),
        ("/secret.pdf", None),
        ("../../secret.pdf", None),
        ("x" * 5000, None),
    ],
)
def test_links(strangers: Strangers, address: str, href: str | None) -> None:
    body = strangers(
        f"# A\n\n## Intro\n\n## [00:00] B\n\n[words]({address})\n",
        {"secret.pdf": "9d41", "conf.txt": "x"},
        myst_url_schemes=["http", "https", "mailto", "ftp", "custom", "javascript"],
        myst_heading_anchors=3,
    )
    links = body.select("section p a:-soup-contains('words')")
    found = [a["href"] for a in links if not str(a["href"]).startswith("#")]
    assert "words" in text_of(body)
    if href is None:
        assert found == []
    elif not href.startswith("#"):
        assert [unquote(str(address)) for address in found] == [href]
    assert not (strangers.site.out / "html/_downloads").exists()


@holds("downloads")
def test_downloads(strangers: Strangers) -> None:
    names = ("a.pdf", "b.mp3", "sub/c.vtt", "d.html", "e.svg", "f.toml")
    site_files: dict[str, str | bytes | None] = {f"episodes/in/{name}": "words" for name in names}
    site_files["episodes/out.pdf"] = "9d41"
    body = strangers(
        "# A\n\n## [00:00] B\n\n[a](a.pdf) [b](b.mp3) [c](sub/c.vtt) [d](d.html) [e](e.svg) [f](f.toml) "
        "[g](../out.pdf) [h](/episodes/out.pdf) [i](/episodes/in/a.pdf)\n",
        site_files,
    )  # fmt: skip
    assert [text_of(a) for a in body.select("a.download")] == ["a", "b", "c", "i"]
    assert "a b c d e f g h i" in text_of(body)
    folder = strangers.site.out / "html/_downloads"
    assert sorted(p.name for p in folder.rglob("*.*")) == ["a.pdf", "b.mp3", "c.vtt"]


SECRET = b"9d41 the secret of another folder " * 9


@holds("pictures")
def test_pictures(strangers: Strangers, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(SECRET)
    given = ["p.png", "/episodes/in/p.png", "sub/q.jpg", "v.svg", "../x.png", "//episodes/in/p.png", "/x.png", "link.png", "p.*",
             "translated.png", "/etc/passwd", "file:///etc/passwd", "data:image/png;base64,x",
             "a}\\input{x}.png", "gone.png"]  # fmt: skip
    pictures = "\n\n".join(
        f"![{n}](<{uri}>)\n\n```{{image}} {uri}\n```" for n, uri in enumerate(given)
    )
    strangers(
        f"# A\n\n## [00:00] B\n\n{pictures}\n\n![tracker](https://e.org/t.png) [![in](https://e.org/u.png)](https://e.org)\n\n"
        "```{image} https://e.org/v.png\n```\n",
        {"episodes/in/p.png": b"p", "episodes/in/sub/q.jpg": b"q", "episodes/in/v.svg": "<svg/>",
         "episodes/x.png": SECRET, "x.png": SECRET, "episodes/in/translated.png": b"t",
         "episodes/in/a}\\input{x}.png": b"a"},
    )  # fmt: skip
    site = strangers.site
    for name in ("link.png", "translated.en.png"):
        (site.src / "episodes/in" / name).symlink_to(tmp_path / "outside.png")
    for builder in ("html", "latex", "epub"):
        site.build(builder, fresh=True)
        assert not [n for n, content in site.output(builder).items() if b"9d41" in content]
    body = site.body("episodes/in/a")
    assert {img["src"] for img in body.select("img")} == {
        "../../_images/p.png",
        "../../_images/q.jpg",
    }
    links = {text_of(a): a["href"] for a in body.select("a.external")}
    assert links == {
        "tracker": "https://e.org/t.png",
        "in": "https://e.org",
        "e.org": "https://e.org/v.png",
    }
    assert (
        b"\\input"
        not in (site.out / "latex/site.tex").read_bytes().partition(b"tableofcontents")[2]
    )


@holds("media")
@pytest.mark.parametrize(
    ("field", "given", "is_shown"),
    [
        ("audio", "a.mp3", True),
        ("audio", "/episodes/in/a.mp3", True),
        ("audio", "https://e.org/a.mp3", True),
        ("audio", "../a.mp3", False),
        ("audio", "/episodes/a.mp3", False),
        ("audio", "link.mp3", False),
        ("audio", "a.html", False),
        ("video", "a.svg", False),
        ("audio", "javascript:run()", False),
        ("audio", "file:///etc/passwd", False),
        ("image", "a.png", True),
        ("image", "../a.png", False),
        ("image", "a.svg", False),
        ("image", "t.png", False),
        ("transcript", "t.vtt", True),
        ("transcript", "../t.vtt", False),
        ("transcript", "link.vtt", False),
    ],
)
def test_media(new_site: NewSite, tmp_path: Path, field: str, given: str, is_shown: bool) -> None:
    vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\n9d41 said.\n"
    fields = f"{field}: {given}\n" + ("video: a.mp4\n" if field == "image" else "")
    files: dict[str, str | bytes | None] = {
        f"episodes/{folder}a.{suffix}": "9d41"
        for folder in ("", "in/")
        for suffix in ("mp3", "mp4", "png", "svg", "html")
    }
    files |= {"episodes/t.vtt": vtt, "episodes/in/t.vtt": vtt, "episodes/in/t.png": "x"}
    files["episodes/in/one.md"] = f"---\n{fields}---\n# A\n\n## [00:00] B\n"
    site = new_site(files, podcast_trust={"episodes/in/**": "stranger"})
    for name, target in (("link.mp3", "a.mp3"), ("link.vtt", "t.vtt"), ("t.en.png", "a.png")):
        (site.src / "episodes/in" / name).symlink_to(site.src / "episodes" / target)
    site.build()
    body = site.body("episodes/in/one")
    if field == "transcript":
        assert ("9d41" in body.get_text()) == is_shown
    elif field == "image":
        assert (body.select_one("video[poster]") is not None) == is_shown
    else:
        assert (body.select_one(".pod-media") is not None) == is_shown
    if not is_shown and "javascript" not in given:
        assert any(w.startswith("episodes/in/one.md:") for w in site.warnings)


def test_media_of_a_file_that_changes_trust(new_site: NewSite) -> None:
    files = {
        "episodes/in/one.md": "---\naudio: ../a.mp3\n---\n# A\n\n## [00:00] B\n",
        "episodes/a.mp3": "x",
    }
    site = new_site(files, podcast_trust={"episodes/in/**": "stranger"}).build()
    assert site.body("episodes/in/one").select(".pod-media") == []
    site.conf["podcast_trust"] = "author"
    assert site.build().body("episodes/in/one").select(".pod-media") != []


@holds("entity-pages")
def test_the_page_of_an_entity(strangers: Strangers) -> None:
    definition = "```{pod:entity} Ada\n:aliases: Countess\n:id: index\n\nMine.\n```\n"
    body = strangers(
        f"# A\n\n{definition}\n## [00:00] B\n\nAda and the Countess.\n\n## Entities\n\n- **Ada** (Person): x\n",
        {"episodes/in/page.md": f"---\npodcast: false\n---\n# Page\n\n{definition}"},
        podcast_entity_pages={},
    )
    assert "{pod:entity} Ada" in body.get_text()
    assert [a["href"] for a in body.select("a.pod-mention")] == ["../../podcast/entity/ada.html"]
    assert strangers.site.has_page("podcast/entity/ada")


def test_translations_are_under_the_same_rules(strangers: Strangers) -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Words."\nmsgstr "Mots {raw-x}`y` <b class=evil>z</b> {{ 6*7 }}."\n'
    body = strangers(
        "# A\n\n## [00:00] B\n\nWords.\n",
        {"locale/fr/LC_MESSAGES/episodes/in/a.po": po},
        language="fr", locale_dirs=["locale"], gettext_compact=False,
    )  # fmt: skip
    assert "Mots" in text_of(body)
    assert "{{ 6*7 }}" in text_of(body)
    assert body.select(".evil") == []


# -- the manual ------------------------------------------------------------------------------------


def test_each_sentence_of_the_manual_has_a_test() -> None:
    root = Path(__file__).parents[1]
    manual = (root / "docs/explanation/security.md").read_text("utf-8")
    sentences = re.findall(r"^\| `([\w-]+)` \|", manual, re.MULTILINE)
    assert len(sentences) == len(set(sentences)) > 30
    shown = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for names in re.findall(r"^@holds\(([^)]*)\)", path.read_text("utf-8"), re.MULTILINE)
        for name in re.findall(r'"([\w-]+)"', names)
    }
    assert shown == set(sentences)


@pytest.mark.parametrize(
    ("text", "name", "content"),
    [
        ("![x](p.png)\n", "episodes/p.png", b"picture"),
        ("```{figure} p.png\n```\n", "episodes/p.png", b"picture"),
        ("[x](../n.txt)\n", "n.txt", b"text"),
    ],
)
def test_files_that_come_and_go_are_seen(
    new_site: NewSite, text: str, name: str, content: bytes
) -> None:
    """A stranger's link or picture is shown if its file exists when the page is built."""
    files = {"episodes/a.md": f"{MARKED}\n{text}", "episodes/b.md": RAW}
    site = new_site({**files, name: content}).build()
    with_file = site.output()
    without = new_site(files).build().output()
    site.write({name: None}).build()
    assert site.output() == without
    site.write({name: content})
    os.utime(site.src / name, (1_500_000_000, 1_500_000_000))
    site.build()
    assert site.output() == with_file
