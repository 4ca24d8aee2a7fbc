"""The manual and the README: their instructions work, and the reference is complete."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from conftest import INDEX, Site, text_of

import sphinxcontrib_podcast
from sphinxcontrib_podcast.catalogue.editor_check import KINDS
from sphinxcontrib_podcast.catalogue.resolver import ROLES
from sphinxcontrib_podcast.cli import main
from sphinxcontrib_podcast.cli.output import DOUBTFUL, STOPPED, CommandError, ProjectError
from sphinxcontrib_podcast.grammar.episode_fields import FIELDS
from sphinxcontrib_podcast.grammar.vocabulary import builtin_types, front_matter_names
from sphinxcontrib_podcast.sphinx_ext.domain import PodDomain, pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages.directives import DIRECTIVES
from sphinxcontrib_podcast.sphinx_ext.pages.parts import PAGE_KINDS, PART_KINDS, PageKind, PartKind
from sphinxcontrib_podcast.sphinx_ext.pages.templates import functions
from sphinxcontrib_podcast.warning_names import MEANINGS, Subtype

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
INSTALL = re.compile(r"\S+ -m pip install sphinxcontrib-podcast.*")

_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def steps(markdown: str) -> Iterator[tuple[str, str]]:
    """Return the steps of a text in order: files (name, content), and commands (``""``, script).

    The name of a file is in the line before it: "Write `conf.py`:".
    """
    for block in _FENCE.finditer(markdown):
        before = markdown[: block.start()].rstrip()
        if block[2] == "console":
            yield "", "".join(f"{line}\n" for line in re.findall(r"^\$ (.*)$", block[3], re.M))
        elif named := re.search(r"`([\w./-]+\.\w+)`[^`]*:$", before):
            yield named[1], block[3]


def follow(markdown: str, folder: Path, substitutes: dict[str, str]) -> str:
    """Follow the steps of a text in a shell. Return the output of the commands.

    :param substitutes: replacements for commands that are not available.
    """
    script = ["set -e"]
    for name, text in steps(markdown):
        if name:
            script += [f"mkdir -p $(dirname {name})", f"cat > {name} <<'END'", f"{text}END"]
            continue
        for command in text.splitlines():
            substitute = (new for old, new in substitutes.items() if re.fullmatch(old, command))
            script.append(next(substitute, command))
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder, env={**os.environ, "PATH": programs},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def at_hand(python: str) -> str:
    """Return a command that gives another environment the packages of this one."""
    where = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")} | {str(ROOT)}
    code = (
        "import pathlib, sysconfig; "
        "pathlib.Path(sysconfig.get_path('purelib'), 'at_hand.pth').write_text("
        f"''.join(f'import site; site.addsitedir({{p!r}})\\n' for p in {sorted(where)!r}))"
    )
    return f'{python} -c "{code}"'


@pytest.mark.slow
def test_the_tutorial_works_as_written(tmp_path: Path) -> None:
    text = (DOCS / "tutorial" / "five-minutes.md").read_text(encoding="utf-8")
    assert INSTALL.search(text)
    printed = follow(
        text,
        tmp_path,
        {
            r"python3 -m venv \.venv": f"{sys.executable} -m venv --without-pip .venv",
            INSTALL.pattern: at_hand(".venv/bin/python"),
        },
    )
    assert printed.count("build succeeded.") == 2
    assert "WARNING" not in printed
    out = tmp_path / "my-show" / "_build"
    page = BeautifulSoup((out / "episodes" / "hello.html").read_text("utf-8"), "html.parser")
    sound = page.select_one(".pod-player audio")
    assert sound is not None
    recording = (out / "episodes" / str(sound["src"])).resolve()
    assert recording.read_bytes()[:4] == b"RIFF"
    assert {"t-00-00", "t-00-20"} <= {str(e["id"]) for e in page.select("[id]")}
    assert page.select(".pod-quote .pod-verbatim")
    assert "Once a week there will be a guest." in page.get_text()
    person = (out / "podcast" / "entity" / "mara-lindqvist.html").read_text("utf-8")
    assert "I never find the sentence again." in person

    episode = tmp_path / "my-show" / "episodes" / "hello.md"
    source = episode.read_text(encoding="utf-8")
    for quote, verdict in (
        ("I never find that sentence again.", "edited"),
        ("Cows are purple on Sundays.", "not in the transcript"),
    ):
        episode.write_text(source.replace("I never find the sentence again.", quote), "utf-8")
        printed = follow(
            "```console\n$ .venv/bin/python -m sphinx . _build\n```", episode.parents[1], {}
        )
        html = (out / "episodes" / "hello.html").read_text(encoding="utf-8")
        assert f">{verdict}<" in html
        assert ("[podcast.quote]" in printed) == (verdict != "edited")


@pytest.mark.slow
def test_the_readme_works_as_written(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text[text.index("## Add it to a project") : text.index("You get")]
    printed = follow(section, tmp_path, {INSTALL.pattern: "true"})
    assert "build succeeded." in printed
    assert "WARNING" not in printed
    page = (tmp_path / "_build" / "episodes" / "hello.html").read_text(encoding="utf-8")
    assert 'id="t-02-04"' in page
    quotes = (tmp_path / "_build" / "podcast" / "quotes.html").read_text(encoding="utf-8")
    assert "I never find the sentence again." in quotes


@pytest.mark.slow
def test_a_show_is_begun_as_the_readme_says(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text[text.index("## Begin a show") : text.index("## Add it to a project")]
    command = ".venv/bin/sphinx-podcast"
    assert f"$ {command} init my-show\n" in section
    follow(
        section,
        tmp_path,
        {
            r"python3 -m venv \.venv": f"{sys.executable} -m venv --without-pip .venv",
            INSTALL.pattern: at_hand(".venv/bin/python"),
            rf"{command} init my-show": ".venv/bin/python -m sphinxcontrib_podcast init my-show --yes",
        },
    )
    assert (tmp_path / "my-show/_build/html/episodes/hello.html").exists()


def test_the_tutorial_says_what_init_writes(tmp_path: Path) -> None:
    text = (DOCS / "tutorial" / "five-minutes.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"`sphinx-podcast init DIR`.*?\.\n\n", text, re.DOTALL)
    follow("```console\n$ python -m sphinxcontrib_podcast init . --yes\n```", tmp_path, {})
    for path in tmp_path.rglob("*"):
        assert f"`{path.name}`" in said or path.is_dir() or path.parent.name == "episodes"
    assert [p.name for p in (tmp_path / "episodes").iterdir()] == ["hello.md"]


def test_the_readme_leads_to_what_there_is() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert {"CONTRIBUTING.md", "CHANGELOG.md"} <= set(links)
    for link in links:
        assert link.startswith("https://") or (ROOT / link).exists()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"^\$ make (\w+)", text, re.MULTILINE)) <= targets


def page(manual: Path, name: str) -> Tag:
    text = (manual / f"reference/{name}.html").read_text(encoding="utf-8")
    article = BeautifulSoup(text, "html.parser").select_one("article")
    assert article is not None
    return article


def described(article: Tag, kind: str) -> list[str]:
    """Return the names that a page describes, of one kind of object."""
    return [name.get_text() for name in article.select(f"dl.{kind} > dt .sig-name")]


def first_column(table: Tag) -> list[str]:
    return [row.select("td")[0].get_text(strip=True) for row in table.select("tbody tr")]


def tables_after(article: Tag, id_: str) -> list[Tag]:
    """Return the tables in the section with an id."""
    section = article.select_one(f"section#{id_}, section:has(> span#{id_})")
    assert section is not None
    return section.select("table")


@pytest.mark.slow
def test_the_first_page_plays(manual: Path) -> None:
    body = page(manual, "../index")
    (player,) = body.select(".pod-episode > .pod-player audio")
    assert (manual / str(player["src"])).exists()
    times = [str(link["data-t"]) for link in body.select(".pod-turn a.pod-at")]
    assert (len(times), times[:2]) == (8, ["0", "10.2"])
    assert [card["lang"] for card in body.select(".sd-card[lang]")] == ["zh-cn", "ja"]


@pytest.mark.slow
def test_every_config_value(manual: Path, new_site: Callable[..., Site]) -> None:
    site = new_site({}).build("dummy")
    assert site.app is not None
    values = [name for name in site.app.config.values if name.startswith("podcast_")]
    article = page(manual, "configuration")
    assert sorted(described(article, "confval")) == sorted(values)
    text = article.get_text().replace("’", "'")
    for name in values:
        assert site.app.config.values[name].description in text


@pytest.mark.slow
def test_every_role(manual: Path) -> None:
    roles = described(page(manual, "roles"), "role")
    assert sorted(roles) == sorted(f"pod:{name}" for name in PodDomain.roles)


@pytest.mark.slow
def test_every_directive_with_its_options(manual: Path) -> None:
    article = page(manual, "directives")
    assert sorted(described(article, "directive")) == sorted(f"pod:{n}" for n in DIRECTIVES)
    for entry in article.select("dl.directive"):
        name = described(article, "directive")[article.select("dl.directive").index(entry)]
        options = set(DIRECTIVES[name.removeprefix("pod:")].option_spec or ())
        if options == set(front_matter_names()) - {"trust"}:
            continue  # fields of front matter
        table = entry.select_one("dd > div > table, dd > table")
        assert table is not None, name
        assert set(first_column(table)) == options


@pytest.mark.slow
def test_every_front_matter_field(manual: Path) -> None:
    (table,) = tables_after(page(manual, "episode-files"), "front-matter")
    assert first_column(table) == list(FIELDS)
    assert set(front_matter_names().values()) == set(FIELDS)
    words = {code.get_text() for code in table.select("code")}
    assert set(front_matter_names()) <= words


@pytest.mark.slow
def test_every_entity_type(manual: Path) -> None:
    (table,) = tables_after(page(manual, "episode-files"), "entities")
    assert first_column(table) == list(builtin_types())


@pytest.mark.slow
def test_every_key_of_the_registry(manual: Path) -> None:
    schema = files(sphinxcontrib_podcast).joinpath("catalogue", "registry.schema.json")
    kinds = json.loads(schema.read_text(encoding="utf-8"))["$defs"]
    tables = page(manual, "registry").select("table")
    keys = [list(kinds[kind]["properties"]) for kind in ("entity", "channel")]
    assert [first_column(table) for table in tables] == keys


@pytest.mark.slow
def test_every_template_with_its_record(manual: Path) -> None:
    article = page(manual, "templates")
    listed, called, *records = article.select("table")
    folder = files(sphinxcontrib_podcast).joinpath("templates", "podcast")
    assert first_column(listed) == sorted(path.name for path in folder.iterdir())
    assert {name.partition("(")[0] for name in first_column(called)} >= set(functions())
    kinds: list[PageKind | PartKind] = [*PAGE_KINDS.values(), *PART_KINDS.values()]
    described_records = [text_of(heading).rstrip("¶") for heading in article.select(".rubric")]
    assert {kind.record.__name__ for kind in kinds} <= set(described_records)
    fields = dict(zip(described_records, map(first_column, records), strict=True))
    for kind in kinds:
        assert fields[kind.record.__name__] == list(kind.record._fields)  # type: ignore[attr-defined]


def test_a_template_is_replaced_as_written(new_site: Callable[..., Site]) -> None:
    text = (DOCS / "reference/templates.md").read_text(encoding="utf-8")
    (template,) = re.findall(r"```html\+jinja\n(.*?)```", text, re.DOTALL)
    name = re.search(r"\{# (_templates/\S+) #\}", template)
    assert name is not None
    site = new_site(
        {"episodes/one.md": "---\nhosts: [Ada]\nguests: [Bob]\n---\n# One\n", name[1]: template},
        templates_path=["_templates"],
    ).build()
    assert [text_of(li) for li in site.body("episodes/one").select(".people li")] == [
        "Ada (host)", "Bob (guest)",
    ]  # fmt: skip
    assert text_of(site.body("episodes/one").select_one(".pod-people")) == "Guest: Bob · Host: Ada"


@pytest.mark.slow
def test_every_message(manual: Path) -> None:
    warnings, findings = page(manual, "messages").select("table")
    assert first_column(warnings) == [f"podcast.{name}" for name in MEANINGS]
    assert [row.select("code")[0].get_text() for row in findings.select("tbody tr")] == list(KINDS)


@pytest.mark.slow
def test_variables_and_classes_of_the_style_sheet(manual: Path) -> None:
    """The tables list the names in the style sheet, and the code writes the classes in them."""
    folder = files(sphinxcontrib_podcast).joinpath("static")
    sheets = ("podcast.css", "podcast-pages.css")
    css = "".join(folder.joinpath(name).read_text("utf-8") for name in sheets)
    html = (manual / "howto/customising.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article")
    assert article is not None
    variables, chosen, classes, _pages = article.select("table")
    assert set(first_column(variables)) == set(re.findall(r"(--pod-[\w-]+):", css))
    listed = {code.get_text() for code in classes.select("td:last-child code")}
    assert listed == set(re.findall(r"\.(pod-[\w-]+)", css))
    package = ROOT / "sphinxcontrib_podcast"
    sources = [*package.rglob("*.py"), *package.glob("static/*.js"), *package.rglob("*.html")]
    made = {n for path in sources for n in re.findall(r"pod-[\w-]+", path.read_text("utf-8"))}
    assert set(first_column(chosen)) - made == set()


def test_every_message_has_a_meaning() -> None:
    """Types check the names of problems; this checks the names in calls of loggers."""
    assert set(get_args(Subtype)) == set(MEANINGS)
    given: set[str] = set()
    for path in (ROOT / "sphinxcontrib_podcast").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                for keyword in call.keywords:
                    if keyword.arg == "subtype":
                        constants = (
                            n for n in ast.walk(keyword.value) if isinstance(n, ast.Constant)
                        )
                        given |= {str(constant.value) for constant in constants}
    given |= {role.subtype for role in ROLES.values()}
    assert {"directive", "entity", "at"} <= given <= set(MEANINGS)


PAGES = [
    path
    for path in sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
    if not {"_build", "episodes"} & set(path.relative_to(ROOT).parts)
]
READ: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "python": lambda text: compile(text, "example", "exec"),
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_to_be_copied_is_valid(path: Path) -> None:
    for block in _FENCE.finditer(path.read_text(encoding="utf-8")):
        if block[2] in READ:
            READ[block[2]](block[3])


def guide(name: str) -> dict[str, str]:
    """Return the files in a how-to guide by name."""
    text = (DOCS / "howto" / f"{name}.md").read_text(encoding="utf-8")
    return {name: content for name, content in steps(text) if name}


def test_the_files_for_hosts_are_complete() -> None:
    files = guide("hosting")
    assert set(files) == {
        "conf.py",
        "docs/requirements.txt",
        ".readthedocs.yaml",
        ".github/workflows/pages.yml",
    }
    readthedocs = yaml.safe_load(files[".readthedocs.yaml"])
    assert readthedocs["python"]["install"] == [{"requirements": "docs/requirements.txt"}]
    assert readthedocs["sphinx"]["configuration"] == "docs/conf.py"
    assert {"version", "build"} <= set(readthedocs)
    jobs = yaml.safe_load(files[".github/workflows/pages.yml"])["jobs"]
    assert jobs["deploy"]["needs"] == "build"
    (build,) = (s["run"] for s in jobs["build"]["steps"] if " sphinx " in s.get("run", ""))
    assert build.endswith(" docs _site")


def api(what: str) -> str:
    """Return the program on the page about the Python API that contains a word."""
    text = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    (program,) = (b[3] for b in _FENCE.finditer(text) if b[2] == "python" and what in b[3])
    return program


@pytest.mark.slow
def test_an_extension_reads_the_archive(tmp_path: Path) -> None:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "conf.py").write_text(api("def setup"), encoding="utf-8")
    (tmp_path / "index.md").write_text(INDEX.lstrip(), encoding="utf-8")
    episode = "---\nguests: [Kenji Sato, Ada Lovelace]\n---\n# One\n\n## [02:04] Why\n\nSo.\n"
    (tmp_path / "episodes" / "one.md").write_text(episode, encoding="utf-8")
    follow("```console\n$ sphinx-build -W . out\n```", tmp_path, {})
    assert (tmp_path / "out" / "guests.txt").read_text("utf-8") == "Ada Lovelace\nKenji Sato"


@pytest.mark.slow
def test_every_public_name(manual: Path) -> None:
    article = page(manual, "api")
    names = {str(entry["id"]) for entry in article.select("dl.py > dt[id]")}
    public = {f"sphinxcontrib_podcast.{name}" for name in sphinxcontrib_podcast.__all__}
    assert {name for name in names if name.count(".") == 1} == public
    for name in ("episodes", "channels", "entities", "problems", "merge_problems"):
        assert f"sphinxcontrib_podcast.Catalogue.{name}" in names


def test_a_program_reads_the_archive_without_a_build(tmp_path: Path) -> None:
    (tmp_path / "docs" / "episodes").mkdir(parents=True)
    (tmp_path / "docs" / "conf.py").write_text('extensions = ["sphinxcontrib_podcast"]\n', "utf-8")
    episode = "# One\n\n## [02:04] Why\n\nSo.\n"
    (tmp_path / "docs" / "episodes" / "one.md").write_text(episode, "utf-8")
    (tmp_path / "read.py").write_text(api("read_archive("), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "read.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("One t-02-04 Why\n", 0), done.stderr
    assert [path.name for path in (tmp_path / "docs").iterdir() if path.name[0] == "_"] == []


def test_the_package_can_be_imported_without_sphinx() -> None:
    code = (
        "import sys, sphinxcontrib_podcast as api; "
        "known = [getattr(api, name) for name in api.__all__]; "
        "assert not {'sphinx', 'docutils'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def run_guide(name: str, folder: Path, *arguments: str) -> str:
    """Run a program of the migration guide in a folder."""
    (folder / name).write_text(guide("moving")[name], encoding="utf-8")
    command = [sys.executable, name, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_posts_of_ablog_become_episodes(new_site: Callable[..., Site]) -> None:
    site = new_site(
        {
            "posts/one.md": """
                ---
                blogpost: true
                date: Jan 5, 2026
                author: Mara Lindqvist
                category: Radio
                tags: wire, air
                language: English
                ---
                # One

                The first.

                ## [02:04] Sound

                A voice.
                """,
            "posts/two.md": """
                # Two

                ```{post} February 6, 2026
                :author: Kenji Sato
                :nocomments:
                ```

                The second.

                ## [00:00] Sound

                A voice.
                """,
            "posts/three.rst": """
                Three
                =====

                .. post:: 07 March, 2026
                   :tags: air
                   :category: Radio

                The third.

                Sound
                -----

                .. pod:chapter:: 0:00

                A voice.
                """,
            "posts/page.md": "---\norphan: true\nauthor: X\n---\n# No post\n\nauthor: X\n",
        }
    )
    page = (site.src / "posts" / "page.md").read_text(encoding="utf-8")
    run_guide("from_ablog.py", site.src, "posts")
    assert (site.src / "posts" / "page.md").read_text(encoding="utf-8") == page
    site.build()
    assert site.warnings == []
    assert site.app is not None
    episodes = pod_domain(site.app.env).catalogue.episodes
    assert {e.docname: (str(e.date), e.channel, e.hosts, e.tags) for e in episodes.values()} == {
        "posts/one": ("2026-01-05", "Radio", ("Mara Lindqvist",), ("wire", "air")),
        "posts/two": ("2026-02-06", "", ("Kenji Sato",), ()),
        "posts/three": ("2026-03-07", "Radio", (), ("air",)),
    }


def test_posts_of_jekyll_become_episodes(new_site: Callable[..., Site]) -> None:
    site = new_site(
        {
            "_posts/2026-01-05-the-first-voice.md": """
                ---
                layout: post
                title: The first voice
                permalink: /1
                audio: "https://example.org/1.mp3"
                ---
                See [the next one]({% post_url 2026-02-06-feeds %}) and [us]({{ "/about" | relative_url }}).

                ## [00:00] Sound

                A voice.
                """,
            "_posts/2026-02-06-feeds.markdown": """
                ---
                title: Feeds
                date: 2026-02-07 10:00:00 +0100
                ---
                Of feeds.

                ## [00:00] Sound

                {% include player.html %}
                """,
            "about.md": "---\norphan: true\n---\n# About\n",
        },
        exclude_patterns=["_posts"],
        suppress_warnings=["myst.xref_missing"],
    )
    printed = run_guide("from_jekyll.py", site.src, "_posts", "episodes")
    assert printed.split(": ", 1) == ["episodes/feeds.md:9", "{% include player.html %}\n"]
    site.build()
    assert site.warnings == []
    assert site.app is not None
    episodes = pod_domain(site.app.env).catalogue.episodes
    assert {e.docname: (e.title, str(e.date)) for e in episodes.values()} == {
        "episodes/the-first-voice": ("The first voice", "2026-01-05"),
        "episodes/feeds": ("Feeds", "2026-02-07"),
    }
    links = {str(a["href"]) for a in site.body("episodes/the-first-voice").select("a[href]")}
    assert "feeds.html" in links


def test_posts_of_jekyll_overwrite_nothing(tmp_path: Path) -> None:
    posts = {
        "2025-01-05-news.md": "---\ntitle: A\n---\nOld, see [B]({% post_url 2026-01-05-news %}).\n",
        "radio/2026-01-05-news.markdown": "No front matter, see [A]({% link _posts/2025-01-05-news.md %}).\n",
        "2026-02-06-plain.md": "# Plain\n\n---\n\ndate: of a kind\n\n---\n",
        "2026-03-07-mine.md": "# Theirs\n",
        "2026-04-08-body.md": "---\ntitle: Body\n---\n\ndate: in the text\n\n---\n",
    }
    for name, text in posts.items():
        path = tmp_path / "_posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes/mine.md").write_text("# Mine\n", encoding="utf-8")

    printed = run_guide("from_jekyll.py", tmp_path, "_posts", "episodes")
    left_out = "episodes/mine.md is there already; _posts/2026-03-07-mine.md was left out\n"
    assert printed == left_out
    texts = {p.name: p.read_text("utf-8") for p in (tmp_path / "episodes").iterdir()}
    assert texts == {
        "2025-01-05-news.md": "---\ndate: 2025-01-05\ntitle: A\n---\nOld, see [B](2026-01-05-news.md).\n",
        "2026-01-05-news.md": "---\ndate: 2026-01-05\n---\n\nNo front matter, see [A](2025-01-05-news.md).\n",
        "plain.md": f"---\ndate: 2026-02-06\n---\n\n{posts['2026-02-06-plain.md']}",
        "body.md": "---\ndate: 2026-04-08\ntitle: Body\n---\n\ndate: in the text\n\n---\n",
        "mine.md": "# Mine\n",
    }
    # run again after an interruption: existing files stay
    (tmp_path / "episodes/body.md").write_text("# Edited\n", encoding="utf-8")
    assert run_guide("from_jekyll.py", tmp_path, "_posts", "episodes").count("left out") == 5
    assert (tmp_path / "episodes/body.md").read_text(encoding="utf-8") == "# Edited\n"


def test_ablog_leaves_other_files_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    page = b"# No post\r\n\r\nText.\r\n"
    (tmp_path / "posts/page.md").write_bytes(page)
    run_guide("from_ablog.py", tmp_path, "posts")
    assert (tmp_path / "posts/page.md").read_bytes() == page


# -- the command ---------------------------------------------------------------

FEED = (
    "<rss><channel><title>S</title><item><guid>1</guid><title>T</title>"
    "<description>x</description></item></channel></rss>"
)
SRT = "1\\n00:00:00,000 --> 00:00:02,000\\nA voice.\\n"


def command_page() -> str:
    return (DOCS / "reference" / "command.md").read_text(encoding="utf-8")


def leaves(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield the commands without subcommands, with their full names."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            sub = command.get_command(context, name)
            assert sub
            yield from leaves(sub, *path, name)
    else:
        yield path, command


def command_section(path: tuple[str, ...]) -> str:
    """Return the section of the page about a command."""
    name = {"export": "export", "scan": "parts", "plan": "parts", "join": "parts"}.get(
        path[0], path[-1]
    )
    sections = re.split(r"^\((command-(?:init|serve|new|rss|digest|transcript|check|export|mcp|parts))\)=$",
                        command_page(), flags=re.MULTILINE)  # fmt: skip
    return dict(zip(sections[1::2], sections[2::2], strict=True))[f"command-{name}"]


@pytest.mark.parametrize("path", [path for path, _ in leaves(main)], ids=" ".join)
def test_every_option_of_the_command(path: tuple[str, ...]) -> None:
    section = command_section(path)
    assert re.search(rf"\$ sphinx-podcast {' '.join(path)}\b", section)
    for parameter in dict(leaves(main))[path].params:
        if isinstance(parameter, click.Option):
            name = next(o for o in parameter.opts if o.startswith("--"))
            assert re.search(rf"(?<![\w-]){name}\b", section), name
            if isinstance(parameter.type, click.Choice):
                for choice in parameter.type.choices:
                    assert f"`{choice}`" in section


def test_no_option_that_the_command_does_not_have() -> None:
    known = {o for _, command in leaves(main) for p in command.params for o in p.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", command_page()))
    assert named - known == {"--help"}


def test_every_command_is_in_the_table() -> None:
    table = command_page().partition("(command-status)=")[0]
    for path, _ in leaves(main):
        name = path[0] if path[0] == "export" else " ".join(path)
        assert f"| [`{name} " in table or f"| [`{name}`]" in table


def test_every_exit_status() -> None:
    section = command_page().partition("(command-status)=")[2].partition("(command-init)=")[0]
    listed = re.findall(r"^\| (\d+) \|", section, re.MULTILINE)
    codes = (0, DOUBTFUL, CommandError.exit_code, ProjectError.exit_code, STOPPED)
    assert listed == [str(code) for code in codes]


@pytest.mark.slow
def test_the_commands_work_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home/.config/fish/completions").mkdir(parents=True)
    (tmp_path / "home/Downloads").mkdir()
    (tmp_path / "home/Downloads/one.md").write_text("# One\n\n## [00:00] A\n\nB.\n", "utf-8")
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    do = "sphinx-podcast"
    printed = follow(
        command_page(),
        tmp_path,
        {
            r"pip install .*": "true",
            rf"{do} init my-show": f"{do} init my-show --yes",
            rf"{do} import rss https://\S+ --to episodes/my-show": (
                f"{do} import rss ../feed.xml --to episodes/my-show"
            ),
            rf"{do} import transcript talk\.srt .*": (
                f"printf '{SRT}' > talk.srt; {do} import transcript talk.srt --episode episodes/hello.md"
            ),
            rf"{do} serve": "true",  # it runs until it is stopped; it has tests of its own
            rf"{do} mcp .*": "true",  # so does this
            rf"{do} join .*": "true",  # the example has no parts
            rf"{do} check --source docs": f"mkdir docs; cp conf.py docs; {do} check --source docs",
            # the example has two chapters, and YouTube needs three
            rf"{do} export chapters \S+ --format youtube": (
                f"{do} export chapters episodes/hello.md --format youtube || test $? = 1"
            ),
        },
    )
    for said in re.findall(r"^\$ sphinx-podcast .*\n(episodes/\S+)$", command_page(), re.MULTILINE):
        assert f"{said}\n" in printed
    show = tmp_path / "my-show"
    for name in (
        "_build/html/index.html", "episodes/my-show/t.md", "episodes/my-show/one.md", "catalogue.json",
        "tables/mentions.csv", "chapters/episodes/hello.chapters.json",
    ):  # fmt: skip
        assert (show / name).exists(), name
    assert "0 errors, 0 warnings, 0 notes" in printed
    assert "00:00 Why another show" in printed
    for file in (".bashrc", ".zshrc", ".config/fish/completions/sphinx-podcast.fish"):
        assert "sphinx-podcast" in (tmp_path / "home" / file).read_text(encoding="utf-8")
