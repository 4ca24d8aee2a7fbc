"""Text from files cannot control the terminal through the messages of a build."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site, holds

NewSite = Callable[..., Site]

ESC = "\x1b[31mred\x1b]0;title\x07"
TURNED = "\u202egnp.exe\u2066x\u200f"
C1 = "\x9b31m\x85"
EVIL = ESC + TURNED + C1
YAML = EVIL.encode("unicode_escape").decode()  # YAML and TOML read escapes inside quotation marks
ESCAPES = re.compile(
    r"[^\n\x20-\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2027\u2030-\u2065\u2070-\ud7ff\ue000-\U0010ffff]"
)

FILES = {
    "index.md": f"# S {EVIL}\n\n{{pod:entity}}`{EVIL}` {{ref}}`{EVIL}` {{nosuch}}`{EVIL}`\n\n```{{pod:quote}} {EVIL}\n```\n\n```{{pod:episodes}}\n:channel: {EVIL}\n```\n",
    f"episodes/{EVIL.replace(chr(0x85), '')}.md": "# One\n\n## [9:99] A\n",
    "episodes/one.md": (
        f'---\nhosts: ["{YAML}"]\ndate: "{YAML}\\nsecond line"\n"{YAML}": 1\n---\n# One {EVIL}\n\n'
        f"## [00:00] A {EVIL}\n\n## [00:00] B {EVIL}\n\n> *\"{EVIL}\"* — {EVIL}\n\n"
        f"## Entities\n\n- **{EVIL}** (Person): x\n- **{EVIL}** (Person): x\n- {EVIL}\n"
    ),
    "episodes/one.vtt": f"WEBVTT\n\n00:01.000 --> {EVIL}\nx\n\n00:01.000 --> 00:02.000\n<v {EVIL}>words\n",
    "entities.toml": f'[entities."{YAML}"]\nname = "{YAML}"\n"{YAML}" = 1\n[entities.b]\nname = 3\n'.replace("\\x", "\\u00"),
}  # fmt: skip


def run(site: Site, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=site.src, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.fixture
def evil(new_site: NewSite) -> Site:
    conf = "extensions = ['sphinxcontrib_podcast']\nhtml_theme = 'basic'\n"
    return new_site({**FILES, "conf.py": conf})


def check_plain(text: str) -> None:
    assert not (found := ESCAPES.findall(text)), found


@pytest.mark.slow
@holds("messages")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_warnings_of_a_build(evil: Site, jobs: str) -> None:
    said = run(evil, "sphinx", "-q", "-j", jobs, ".", str(evil.out))
    check_plain(said)
    lines = [line for line in said.splitlines() if "[podcast." in line]
    assert {line.rpartition("[podcast.")[2].partition("]")[0] for line in lines} >= {
        "entity", "time", "front_matter", "registry", "directive", "transcript",
    }  # fmt: skip
    assert any(r"episodes/\x1b[31mred\x1b]0;title\x07\u202e" in line for line in lines)
    for line in lines:
        assert re.match(r"(?:/|WARNING)", line), "each is one line"


def test_findings(evil: Site) -> None:
    run(evil, "sphinx", "-q", "-b", "pod-check", ".", str(evil.out))
    said = (evil.out / "check.txt").read_text(encoding="utf-8")
    check_plain(said)
    assert r"episodes/\x1b[31mred\x1b]0;title\x07\u202e" in said
    assert run(evil, "sphinxcontrib_podcast", "check") == said


@pytest.mark.slow
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"podcast_pages = {{{EVIL!r}: 'x'}}", id="pages"),
        pytest.param(f"podcast_entity_types = {{'a': {{{EVIL!r}: 1}}}}", id="types"),
        pytest.param(f"raise ValueError({EVIL!r})", id="traceback"),
    ],
)
def test_errors_of_the_configuration(evil: Site, value: str) -> None:
    with Path(evil.src / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"{value}\n")
    check_plain(run(evil, "sphinxcontrib_podcast", "check"))
    if not value.startswith("raise"):  # Sphinx prints that traceback
        check_plain(run(evil, "sphinx", "-q", ".", str(evil.out)))


@pytest.mark.slow
def test_errors_of_the_command(evil: Site) -> None:
    for command in (
        ("new", EVIL, "--to", "episodes"),
        ("new", EVIL, "--to", "episodes"),
        ("export", "chapters", EVIL),
        ("import", "transcript", EVIL, f"{EVIL}.vtt"),
        ("import", "digest", f"{EVIL}.md"),
        ("check", "--source", "/nowhere"),
        ("init", f"new {EVIL}", "--language", EVIL),
        ("import", "rss", f"{EVIL}.xml"),
    ):
        check_plain(run(evil, "sphinxcontrib_podcast", *command))


def test_many_links_that_lead_nowhere_are_one_warning(new_site: NewSite) -> None:
    files = {f"episodes/{n}.md": f"# T{n}\n\n[a](no{n}.md) and ![b](no.png)\n" for n in range(6)}
    page = "# P\n\n[a](none.md)\n"
    site = new_site(
        {**files, "episodes/5.md": files["episodes/5.md"] + "\n[c](x.md)\n", "p.md": page}
    )
    few = "![b](no.png)"
    for n in (0, 1, 2):
        site.write({f"episodes/{n}.md": files[f"episodes/{n}.md"].replace(few, "")})
    warnings = site.build().warnings
    links = [line for line in warnings if "xref_missing" in line]
    assert [line.partition(":")[0] for line in links] == ["p.md", "episodes/0.md"]
    assert links[1].endswith(
        "not found: 'no0.md' (and 6 more links, in 6 files: episodes/1.md, episodes/2.md, "
        "episodes/3.md, …) [myst.xref_missing]"
    )
    pictures = [line.partition(":")[0] for line in warnings if "not_readable" in line]
    assert pictures == ["episodes/3.md", "episodes/4.md", "episodes/5.md"]
