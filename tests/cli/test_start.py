"""``init``, ``new`` and ``check``; help, completion and exit status."""

from __future__ import annotations

import errno
import os
import pty
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import click
import pytest
import sphinx
from conftest import Site
from show import SHOW

from sphinxcontrib_podcast import __version__
from sphinxcontrib_podcast.cli import main

from .conftest import CONF, Run
from .test_rss import feed, item

FILES = ["conf.py", "index.md", "episodes/hello.md", "Makefile", ".gitignore"]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("jp", "no language has the code 'jp'; the language of that country is 'ja'"),
        ("xx", "no language has the code 'xx'"),
        ("a b", "'a b' is not a language code such as en, ja or zh_CN"),
    ],
)
def test_a_code_that_is_no_language(run: Run, here: Path, language: str, message: str) -> None:
    result = run("init", ".", "--yes", "--language", language, status=2)
    assert message in result.stderr
    assert list(here.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("en", "Hello, listeners", "Mara Lindqvist"),
        ("ja", "はじめまして", "早川美咲"),
        ("zh_CN", "各位听众好", "沈一航"),
        ("zh_TW", "各位聽眾好", "林以真"),
        ("de", "Hello, listeners", "Mara Lindqvist"),
    ],
)
def test_a_new_archive_builds_with_no_warning(
    run: Run, build: Callable[..., str], here: Path, language: str, title: str, said: str
) -> None:
    result = run("init", ".", "--yes", "--language", language, "--theme", "alabaster")
    assert result.stdout.splitlines() == FILES
    *notes, last = result.stderr.splitlines()
    assert last == "Now build it: make html"
    assert notes == ["Labels of the extension are in English: there is no translation to 'de'."] * (
        language == "de"
    )
    assert build("-W", "--keep-going") == ""
    page = (here / "_build/html/episodes/hello.html").read_text(encoding="utf-8")
    assert title in page
    assert f'<html lang="{language.replace("_", "-")}"' in page
    entities = (here / "_build/html/podcast/entities.html").read_text(encoding="utf-8")
    assert said in entities
    assert run("check").stdout == "0 errors, 0 warnings, 0 notes\n"


@pytest.mark.slow
def test_the_makefile_builds(run: Run, here: Path) -> None:
    run("init", "show", "--yes", "--theme", "alabaster")
    for target, output in (
        ("html", "Open _build/html/index.html\n"),
        ("check", "0 errors, 0 warnings, 0 notes\n"),
    ):
        command = ["make", "-s", "-C", "show", target, f"PYTHON={sys.executable}"]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == output
    assert (here / "show/_build/html/index.html").exists()
    subprocess.run(["make", "-s", "-C", "show", "clean"], check=True)
    assert not (here / "show/_build").exists()


@pytest.mark.slow
def test_episodes_without_chapters_are_fine(
    run: Run, build: Callable[..., str], here: Path
) -> None:
    run("init", ".", "--yes", "--theme", "alabaster")
    (here / "episodes/two.md").write_text("# Two\n\nNo chapters.\n", encoding="utf-8")
    assert build("-W") == ""


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("python", "active"),
    [
        ("show/.venv/bin/python", False),
        (".venv/bin/python", False),
        ("elsewhere/bin/python", True),
        # on Windows
        ("show/.venv/Scripts/python.exe", False),
        (".venv/Scripts/python.exe", False),
    ],
)
def test_make_finds_the_environment(run: Run, here: Path, python: str, active: bool) -> None:
    run("init", "show", "--yes", "--theme", "alabaster")
    for decoy in ["system/python3"] if python.startswith(".venv") else [".venv/bin/python"]:
        program(here / decoy, "echo wrong")
    program(here / python, "echo right")
    variables = {"PATH": f"{here / 'system'}:/usr/bin:/bin"}
    if active:
        variables["VIRTUAL_ENV"] = str(here / "elsewhere")
        variables["PATH"] = f"{here / 'elsewhere/bin'}:{variables['PATH']}"
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHON")}
    command = ["make", "-s", "-C", "show", "html"]
    done = subprocess.run(command, env={**kept, **variables}, capture_output=True, check=True)
    assert done.stdout == b"right\nOpen _build/html/index.html\n"


def test_init_asks_little(run: Run, here: Path) -> None:
    result = run("init", "show", typed="ja\n\nalabaster\n")
    assert "Title of the show [私の番組]" in result.stderr
    run("init", "other", typed="ja\n'x' \"y\" {z} `#`\nalabaster\n")
    assert "project = '\\'x\\' \"y\" {z} `#`'" in (here / "other/conf.py").read_text("utf-8")
    assert "# 'x' \"y\" \\{z} \\`#\\`\n" in (here / "other/index.md").read_text("utf-8")


def test_init_says_that_a_theme_is_missing(run: Run, here: Path) -> None:
    result = run("init", "show", "--yes", "--theme", "no-such-theme", status=1)
    assert "the build needs it" in result.stderr
    assert "python -m pip install no-such-theme" in result.stderr
    assert "may have another name" in result.stderr
    assert "Now build it" not in result.stderr
    assert (here / "show/conf.py").exists()


def test_a_theme_that_is_an_extension(run: Run, here: Path) -> None:
    run("init", "show", "--yes", "--theme", "sphinx_immaterial", status=None)
    conf: dict[str, object] = {}
    exec((here / "show/conf.py").read_text("utf-8"), conf)
    assert conf["extensions"] == ["sphinxcontrib_podcast", "sphinx_immaterial"]
    assert conf["html_theme_options"] == {"font": False}


def test_init_goes_on_after_a_break(run: Run, here: Path) -> None:
    arguments = ("init", ".", "--yes", "--theme", "alabaster")
    run(*arguments)
    before = {name: (here / name).read_bytes() for name in FILES}
    for name in FILES[2:]:
        (here / name).unlink()
    assert run(*arguments).stdout.splitlines() == FILES[2:]
    assert {name: (here / name).read_bytes() for name in FILES} == before
    assert run(*arguments).stdout == ""
    result = run(*arguments, "--title", "Other", status=2)
    assert "already exist: conf.py, index.md." in result.stderr
    assert {name: (here / name).read_bytes() for name in FILES} == before


def test_a_folder_that_looks_like_an_option(run: Run, here: Path) -> None:
    said = run("init", "--yes", "--theme", "alabaster", "--", "-dash").stderr
    (command,) = re.findall(r"Now build it: (cd .*) && make html", said)
    subprocess.run(["sh", "-c", f"{command} && test -f conf.py"], check=True)


@pytest.mark.parametrize("name", FILES)
def test_init_overwrites_nothing(run: Run, here: Path, name: str) -> None:
    (here / name).parent.mkdir(exist_ok=True)
    (here / name).write_text("mine", encoding="utf-8")
    result = run("init", ".", "--yes", status=2)
    assert f"already exist: {name}" in result.stderr
    assert [p.read_text() for p in here.rglob("*") if p.is_file()] == ["mine"]


@pytest.mark.parametrize(
    ("given", "written"),
    [("zh", "zh_CN"), ("zh-Hans", "zh_CN"), ("zh-Hant", "zh_TW"), ("zh-HK", "zh_HK"), ("de", "de")],
)
def test_init_writes_a_language_that_sphinx_knows(
    run: Run, here: Path, given: str, written: str
) -> None:
    run("init", ".", "--yes", "--theme", "alabaster", "--language", given)
    assert f"\nlanguage = '{written}'\n" in (here / "conf.py").read_text("utf-8")
    folder = Path(sphinx.__file__).parent / "locale" / written
    assert (folder / "LC_MESSAGES/sphinx.mo").exists()


def test_init_refuses_an_invalid_language(run: Run, here: Path) -> None:
    assert (
        "not a language code"
        in run("init", ".", "--yes", "--language", "klingon!", status=2).stderr
    )
    assert list(here.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "first"), [("en", "Introduction"), ("ja", "はじめに"), ("zh_TW", "開場")]
)
def test_a_new_episode(
    run: Run, build: Callable[..., str], here: Path, language: str, first: str
) -> None:
    run("init", ".", "--yes", "--language", language, "--theme", "alabaster")
    title = 'The "first": #1 \\ {voice}'
    result = run("new", title, "--date", "2026-03-04")
    assert result.stdout == "episodes/the-first-1-voice.md\n"
    text = (here / result.stdout.strip()).read_text("utf-8")
    assert f"## [00:00] {first}\n" in text
    assert "date: 2026-03-04\n" in text
    assert build("-W", "--keep-going") == ""
    page = (here / "_build/html/episodes/the-first-1-voice.html").read_text("utf-8")
    assert ": #1 \\ {voice}</h1>" in re.sub(
        "<a class=.*?</a>", "", page
    )  # Sphinx changes the quotes to typographic ones

    before = text
    assert "already exist" in run("new", title, status=2).stderr
    assert (here / "episodes/the-first-1-voice.md").read_text("utf-8") == before
    assert run("new", "Two", "--to", "episodes/radio").stdout == "episodes/radio/two.md\n"
    assert run("new", "Two", "--to", "episodes/2.md").stdout == "episodes/2.md\n"
    assert run("new", "../../etc/passwd").stdout == "episodes/etc-passwd.md\n"
    run("new", " ", status=2)


@pytest.mark.parametrize(
    ("patterns", "arguments", "path", "status"),
    [
        (["shows/**"], [], "shows/one.md", 0),
        (["shows/**"], ["--to", "shows/radio"], "shows/radio/one.md", 0),
        (["shows/**"], ["--to", "episodes"], "episodes/one.md", 1),
        (["shows/**"], ["--to", "../outside"], "../outside/one.md", 1),
        (["shows/**"], ["--to", "shows/index.md"], "shows/index.md", 1),
        (["shows/**"], ["--to", "shows/drafts"], "shows/drafts/one.md", 1),
        (["shows/*/notes.md"], [], "shows/one.md", 1),
        (["**"], [], "one.md", 0),
        (["/shows/**"], [], "shows/one.md", 0),
        (["shows"], [], "shows/one.md", 0),
        ("shows/", [], "shows/one.md", 0),
        ([], [], "episodes/one.md", 1),
    ],
)
def test_a_new_episode_is_where_episodes_are(
    run: Run, here: Path, patterns: list[str] | str, arguments: list[str], path: str, status: int
) -> None:
    conf = f"podcast_episodes = {patterns!r}\nexclude_patterns = ['_build', '**/drafts']\n"
    (here / "conf.py").write_text(conf)
    result = run("new", "One", *arguments, status=status)
    assert result.stdout == f"{path}\n"
    assert (here / path).exists()
    assert ("is not an episode yet" in result.stderr) is bool(status)
    found = run("export", "catalogue").stdout
    assert ('"title": "One"' in found) is not bool(status)


BAD = {
    "episodes/a.md": "# A\n\n## [00:00] Intro\n\nReginald Fesenden. World Model, World Models.\n\n"
    "> *“No.”*\n\n## [99:99] Late\n\n## Entities\n\n"
    "- **Reginald Fessenden** (Person): A.\n- **World Model** (Concept): B.\n"
    "- **World Models** (Concept): C.\n- **Spark** (Product): D.\n- **Spark** (Concept): E.\n",
    "episodes/b.md": "# B\n\n## [00:00] Words\n\n> *“Never said.”*\n> — Ada\n",
    "episodes/b.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nSomething else altogether.\n",
    "notes/c.md": "---\npodcast: true\ndate: soon\n---\n# C\n",
    "about.md": "# About\n\n```{pod:entity} Ada\n:type: person\n```\n",
    "entities.toml": '[entities.x]\nname = "X"\ncolour = "red"\n',
}


@pytest.mark.parametrize(
    ("files", "conf"),
    [
        (SHOW, {}),
        (BAD, {}),
        (BAD, {"podcast_episodes": ["notes/**"], "podcast_quotes": "all", "language": "ja"}),
        (
            BAD,
            {
                "exclude_patterns": ["episodes/a.md"],
                "podcast_entity_types": {"radio": {"label": "Radio"}},
                "myst_enable_extensions": ["colon_fence"],
                "source_suffix": [".rst", ".md"],
            },
        ),
    ],
)
def test_the_check_is_that_of_the_build(
    run: Run,
    here: Path,
    new_site: Callable[..., Site],
    files: dict[str, str],
    conf: dict[str, object],
) -> None:
    text = "".join(f"{name} = {value!r}\n" for name, value in conf.items())
    site = new_site({**files, "conf.py": text}, **conf).build("pod-check")
    assert site.app is not None
    listed = (site.out / "pod-check/check.txt").read_text(encoding="utf-8")
    result = run("check", "--source", site.src, status=int(site.app.statuscode))
    assert result.stdout == listed
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        (None, "there is no conf.py"),
        ("podcast_episodes = 1\n", "podcast_episodes must be a list of strings"),
        ("podcast_pages = {'x': 1}\n", "podcast_pages has no page 'x'"),
        ("1/0\n", "ZeroDivisionError"),
        ("templates_path = None\n", "templates_path must be a list of strings, not None"),
        ("myst_enable_extensions = ['x']\n", "x"),
    ],
)
def test_a_project_that_cannot_be_read(
    run: Run, here: Path, conf: str | None, message: str
) -> None:
    if conf:
        (here / "conf.py").write_text(conf)
    assert message in run("check", status=3).stderr
    assert message in run("export", "catalogue", status=3).stderr


def test_no_episode_without_a_project(run: Run, here: Path) -> None:
    assert "there is no conf.py" in run("new", "One", status=3).stderr
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "status", "found"),
    [
        ("# A\n\n## [00:00] B\n\nC.\n", 0, "0 errors, 0 warnings, 0 notes"),
        (
            "# A\n\n## [00:00] B\n\nC.\n\n## Entities\n\n- **Radio** (Concept): D.\n",
            0,
            "0 errors, 0 warnings, 1 note",
        ),
        ("# A\n\n## [99:99] B\n", 1, "0 errors, 1 warning, 1 note"),
        (BAD["episodes/a.md"], 2, "1 error, 3 warnings, 4 notes"),
    ],
)
def test_the_status_of_the_check(run: Run, here: Path, text: str, status: int, found: str) -> None:
    (here / "conf.py").write_text(CONF, encoding="utf-8")
    (here / "episodes").mkdir()
    (here / "episodes/a.md").write_text(text, encoding="utf-8")
    assert run("check", status=status).stdout.splitlines()[-1] == found


FEED = (
    "<rss><channel><title>S</title><item><guid>1</guid><title>T</title>"
    "<description>&lt;p&gt;x&lt;/p&gt;</description></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (["--help"], "sphinxcontrib_podcast.model"),
        (["check"], "sphinx.application"),
        (["export", "catalogue"], "sphinx.application"),
        (["import", "rss", "feed.xml"], "sphinx.errors"),
        (["import", "digest", "episodes/hello.md", "--to", "other"], "sphinx.errors"),
    ],
)
def test_commands_import_only_what_they_need(
    run: Run, here: Path, arguments: list[str], module: str
) -> None:
    run("init", ".", "--yes", "--theme", "alabaster")
    (here / "feed.xml").write_text(FEED)
    code = (
        "import sys; from sphinxcontrib_podcast.cli import main\n"
        f"try: main({arguments})\n"
        f"except SystemExit as end: print(end.code, {module!r} in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 False"


def commands(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            sub = command.get_command(context, name)
            assert sub
            yield from commands(sub, (*path, name))


@pytest.mark.parametrize("path", [path for path, _ in commands(main)], ids=" ".join)
def test_help_has_an_example(run: Run, path: tuple[str, ...]) -> None:
    text = run(*path, "--help").stdout
    assert f"sphinx-podcast {' '.join(path)}".strip() in text.partition("\n")[2]
    assert max(map(len, text.splitlines())) <= 80


def test_help_says_that_an_import_lists_what_it_omits(run: Run) -> None:
    text = " ".join(run("import", "--help").stdout.split())
    assert "Parts of a feed that no episode file has a place for are listed" in text


@pytest.mark.parametrize(
    ("person", "role"),
    [
        ("", "host"),
        ('role="co-host"', "host"),
        ('role="guest" group="cast"', "guest"),
        ('role="editor"', "editor"),
        ('role="guest" group="writing"', "writing"),
        ('role="guest,editor"', "guest"),
    ],
)
def test_people_and_chapters_that_an_import_takes(
    run: Run, here: Path, person: str, role: str
) -> None:
    more = (
        f'<podcast:person {person} img="https://e.org/a.jpg" href="https://e.org/a">Ada</podcast:person>'
        '<psc:chapters><psc:chapter start="0" title="One" href="https://e.org/b"'
        ' image="https://e.org/b.jpg"/></psc:chapters>'
    )
    (here / "feed.xml").write_text(feed(item(more=more)), encoding="utf-8")
    run("import", "rss", "feed.xml")
    (path,) = (p for p in here.glob("episodes/*.md") if p.name != "index.md")
    text = path.read_text("utf-8")
    assert ("[Ada]" in text) is (role in ("host", "guest"))
    assert (f"- **Ada** (Person, {role})" in text) is (role not in ("host", "guest"))
    assert "## [00:00] One\n\n<https://e.org/b>\n\n<https://e.org/b.jpg>\n" in text
    people = tomllib.loads((here / "episodes/people.toml").read_text("utf-8"))
    assert people["entities"]["ada"] == {
        "name": "Ada",
        "type": "person",
        "image": "https://e.org/a.jpg",
        "same_as": ["https://e.org/a"],
    }


def test_usage_errors(run: Run) -> None:
    run("no-such-command", status=2)
    run("import", "rss", status=2)
    assert __version__ in run("--version").stdout


def test_the_shell_completes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinxcontrib_podcast"],
        env={
            **os.environ,
            "_SPHINX_PODCAST_COMPLETE": "bash_complete",
            "COMP_WORDS": "sphinx-podcast import r",
            "COMP_CWORD": "2",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "plain,rss\n"


def test_stopping_at_a_question(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*args: object, **options: object) -> str:
        raise click.Abort

    monkeypatch.setattr(click, "prompt", stopped)
    assert "Stopped." in run("init", ".", status=130).stderr
    assert list(here.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("is_watched", [True, False])
@pytest.mark.parametrize(
    ("arguments", "shown", "result"),
    [
        (["import", "digest", "x.txt"], b"Reading", b"episodes/a.md\n"),
        (["check"], b"Reading the archive", b"0 errors, 0 warnings, 0 notes\n"),
        (["import", "rss", "feed.xml"], b"Reading the feed", b"new      episodes/t.md\n"),
        (["import", "rss", "feed.xml"], b"Importing", b"new      episodes/t.md\n"),
    ],
)
def test_a_bar_for_who_watches(
    here: Path, is_watched: bool, arguments: list[str], shown: bytes, result: bytes
) -> None:
    (here / "x.txt").write_text("# A\n\n## [00:00] B\n", encoding="utf-8")
    (here / "conf.py").write_text(CONF, encoding="utf-8")
    (here / "feed.xml").write_text(FEED, encoding="utf-8")
    watching, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "sphinxcontrib_podcast", *arguments],
        stdout=subprocess.PIPE,
        stderr=terminal if is_watched else subprocess.PIPE,
        env={**os.environ, "TERM": "xterm"},
        check=True,
    )
    os.close(terminal)
    said = b""
    with suppress(OSError):  # Linux raises this at the end of a terminal
        while chunk := os.read(watching, 1000):
            said += chunk
    assert done.stdout == result
    assert (shown in said) is is_watched
    assert shown not in (done.stderr or b"")


@pytest.mark.slow
@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}])
def test_colours_on_a_terminal(here: Path, variables: dict[str, str]) -> None:
    for name, text in {**BAD, "conf.py": CONF}.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    watching, terminal = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    command = [sys.executable, "-m", "sphinxcontrib_podcast", "check"]
    done = subprocess.run(
        command,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env={**environment, **variables},
        check=False,
    )
    os.close(terminal)
    assert done.returncode == 2
    shown = b""
    with suppress(OSError):
        while chunk := os.read(watching, 1000):
            shown += chunk
    assert (b"\x1b[31m" in shown and b"\x1b[33m" in shown) is not bool(variables)
    assert (b"\x1b" in shown) is not bool(variables)


def test_messages_make_a_terminal_do_nothing(run: Run, here: Path) -> None:
    result = run("import", "rss", "http://\x1b]0;x\x07\x9b31m/", status=2)
    assert not set("\x1b\x07\x9b") & set(result.stderr)


def test_a_full_disk_and_a_folder_that_is_a_file(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        assert "No space left" in run("init", "show", "--yes", status=2).stderr
    assert [p for p in here.rglob("*") if p.is_file()] == []
    (here / "show/conf.py").mkdir(parents=True)
    run("init", "show", "--yes", status=2)
    (here / "file").write_text("")
    run("init", "file", "--yes", status=2)
    assert "file" in run("init", "file/show", "--yes", status=2).stderr


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["import", "-h"], ["check"]])
def test_an_output_that_takes_nothing(here: Path, arguments: list[str]) -> None:
    (here / "conf.py").write_text(CONF, encoding="utf-8")
    (here / "episodes").mkdir()
    (here / "episodes/a.md").write_text("# A\n\n## [00:00] B\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinxcontrib_podcast", *arguments]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "Error: No space left on device\n")


@pytest.mark.parametrize("language", ["en", "ja", "zh_CN", "zh_TW"])
def test_the_text_of_the_template_is_found_by_check(run: Run, here: Path, language: str) -> None:
    (here / "conf.py").write_text(
        f"extensions = ['sphinxcontrib_podcast']\nlanguage = {language!r}\n", encoding="utf-8"
    )
    (here / "index.md").write_text("# Home\n", encoding="utf-8")
    run("new", "First", "--to", "episodes")
    found = run("check", status=1).stdout
    assert "episodes/first.md:5: warning: " in found
    assert "[placeholder]" in found
    path = here / "episodes/first.md"
    lines = path.read_text("utf-8").split("\n")
    lines[4] = "Words of my own."
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "[placeholder]" not in run("check", status=None).stdout
