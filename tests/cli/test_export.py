"""``export``: the catalogue, tables, and chapters, which the imports can read again."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from show import SHOW

from sphinxcontrib_podcast.formats import chapters as formats
from sphinxcontrib_podcast.formats.chapters import Mark
from sphinxcontrib_podcast.model import Chapter, Episode

from .conftest import CONF, Run
from .test_rss import feed, item

SCHEMA: dict[str, Any] = json.loads(
    files("sphinxcontrib_podcast").joinpath("schemas/catalogue.schema.json").read_text("utf-8")
)

WITH_TRANSCRIPT = {
    **SHOW,
    "episodes/radio/first.vtt": "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Kenji Sato>A voice is not a signal.\n\n"
    "03:01.000 --> 03:02.000\n<v Kenji Sato>Guglielmo Marconi sang.\n",
    "episodes/formula.md": "---\nlinks: {Site: https://e.org}\ntags: [a, b]\nduration: 90\n---\n"
    '# =HYPERLINK("https://evil.example")\n\n-1 and more.\n\n## [00:00] @SUM(A1)\n\n'
    '> *"+1"*\n> — =cmd\n\n## [00:30.500-00:40] Gap\n\n## Entities\n\n- **=1+1** (Product): \\-2\n',
    "entities.toml": '[entities.marconi]\nname = "Guglielmo Marconi"\ntype = "person"\n'
    'same_as = "https://e.org/marconi"\n',
}


@pytest.fixture
def archive(here: Path) -> Path:
    for name, text in {"conf.py": CONF, **WITH_TRANSCRIPT}.items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return here


def test_the_catalogue_keeps_to_its_schema(run: Run, archive: Path) -> None:
    text = run("export", "catalogue").stdout
    data = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(data, SCHEMA)
    assert run("export", "catalogue", "-o", "c.json").stdout == ""
    assert (archive / "c.json").read_text("utf-8") == text

    first = next(e for e in data["episodes"] if e["id"] == "episodes/radio/first")
    assert [c["title"] for c in first["chapters"]] == [
        "Intro", "Reginald Fessenden", "The alternator",
    ]  # fmt: skip
    assert (first["date"], first["number"], first["duration"]) == ("2026-01-05", 1, 600)
    assert [(q["speaker"], q["start"], q["verdict"]) for q in first["quotes"]] == [
        ("Kenji Sato", 0, "verbatim"), ("", 180, "missing"),
    ]  # fmt: skip
    marconi = next(e for e in data["entities"] if e["id"] == "marconi")
    assert marconi["same_as"] == ["https://e.org/marconi"]
    assert {m["episode"] for m in marconi["mentions"]} == {
        "episodes/radio/first", "episodes/radio/second", "episodes/koe",
    }  # fmt: skip
    assert any(m["start"] == 181 for m in marconi["mentions"])
    ids = {e["id"] for e in data["entities"]}
    assert all(entry["entity"] in ids for e in data["episodes"] for entry in e["entries"])


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = [schema] if schema.get("type") == "object" else []
    for value in schema.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                found += objects(part)
    return found


def test_the_schema_is_strict() -> None:
    for schema in objects(SCHEMA):
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == set(schema["properties"])


def test_the_example_show_and_an_empty_archive(run: Run, here: Path) -> None:
    docs = Path(__file__).parents[2] / "docs"
    jsonschema.validate(json.loads(run("export", "catalogue", "-s", docs).stdout), SCHEMA)
    (here / "conf.py").write_text(CONF)
    data = json.loads(run("export", "catalogue").stdout)
    jsonschema.validate(data, SCHEMA)
    assert data["episodes"] == data["entities"] == data["channels"] == []
    assert run("export", "tables", "t").stdout.count(".csv\n") == 5
    assert "name a single episode" in run("export", "chapters", status=2).stderr


def rows(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_tables(run: Run, archive: Path) -> None:
    result = run("export", "tables", "t")
    names = ["episodes", "chapters", "quotes", "entities", "mentions"]
    assert result.stdout.splitlines() == [f"t/{name}.csv" for name in names]
    tables = {name: rows(archive / f"t/{name}.csv") for name in names}
    data = json.loads(run("export", "catalogue").stdout)
    assert [r["id"] for r in tables["episodes"]] == [e["id"] for e in data["episodes"]]
    for name in ("chapters", "quotes"):
        assert [(r["episode"], r["id"]) for r in tables[name]] == [
            (e["id"], part["id"]) for e in data["episodes"] for part in e[name]
        ]
    assert [r["id"] for r in tables["entities"]] == [e["id"] for e in data["entities"]]
    assert len(tables["mentions"]) == sum(len(e["mentions"]) for e in data["entities"])
    chapter = next(r for r in tables["chapters"] if r["title"] == "Late")
    assert (chapter["start"], chapter["time"]) == ("3661.0", "1:01:01")
    # no cell is a formula
    cells = [cell for table in tables.values() for row in table for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@")]
    formula = next(r for r in tables["episodes"] if r["id"] == "episodes/formula")
    assert formula["title"] == '\'=HYPERLINK("https://evil.example")'
    assert any(r["name"] == "'=1+1" for r in tables["entities"])
    run("export", "tables", "t")


# -- chapters ------------------------------------------------------------------


def episode(marks: list[Mark], duration: float | None = None) -> Episode:
    chapters = [
        Chapter(f"c{n}", mark.title, mark.start, mark.end, 1, 1) for n, mark in enumerate(marks)
    ]
    return Episode("one", "one.md", "One", "en", duration=duration, chapters=tuple(chapters))


TITLE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Cn", "Co")), min_size=1,
    max_size=20,
)  # fmt: skip
MARKS = st.dictionaries(
    st.integers(0, 99 * 3600 * 1000).map(lambda ms: ms / 1000), TITLE, min_size=1, max_size=8
).map(lambda found: [Mark(start, found[start]) for start in sorted(found)])


@given(MARKS)
def test_json_is_read_again(marks: list[Mark]) -> None:
    text, _ = formats.write_json(episode(marks))
    assert formats.read_json(text) == marks


@given(MARKS)
def test_simple_chapters_are_read_again(marks: list[Mark]) -> None:
    text, _ = formats.write_simple(episode(marks))
    found = BeautifulSoup(text, "html.parser").find_all("psc:chapter")
    attributes = [{k: str(v) for k, v in tag.attrs.items()} for tag in found]
    assert formats.read_simple(attributes) == marks


def test_all_formats_come_back_through_the_importers(run: Run, here: Path) -> None:
    (here / "conf.py").write_text(CONF)
    (here / "episodes").mkdir()
    text = "# One\n\n## [00:00] Intro & \\<b>\n\n## [02:04.500-03:00] The \\*hum\\* “it”\n\n## [1:00:26] 終わり\n"
    (here / "episodes/one.md").write_text(text, encoding="utf-8")

    def exported_chapters(folder: str) -> list[dict[str, Any]]:
        (here / "conf.py").write_text(f"{CONF}podcast_episodes = ['{folder}/**']\n")
        (found,) = json.loads(run("export", "catalogue").stdout)["episodes"]
        chapters: list[dict[str, Any]] = found["chapters"]
        return chapters

    before = exported_chapters("episodes")
    simple = run("export", "chapters", "episodes/one.md", "-f", "simple").stdout
    (here / "feed.xml").write_text(feed(item(more=simple)), encoding="utf-8")
    run("import", "rss", "feed.xml", "--to", "simple")
    # only JSON has ends
    assert [(c["start"], c["title"]) for c in exported_chapters("simple")] == [
        (c["start"], c["title"]) for c in before
    ]

    exported_chapters("episodes")
    lines = run("export", "chapters", "one", "-f", "youtube")
    (here / "video.txt").write_text(lines.stdout, encoding="utf-8")
    run("import", "digest", "video.txt", "--to", "video")
    assert [(int(c["start"]), c["title"]) for c in exported_chapters("video")] == [
        (0, "Intro & ‹b›"), (124, "The *hum* “it”"), (3626, "終わり"),
    ]  # fmt: skip


def test_json_through_a_feed(run: Run, here: Path, web: Any) -> None:
    (here / "conf.py").write_text(CONF)
    (here / "episodes").mkdir()
    text = "# One\n\n## [00:00] Intro & \\<b>\n\n## [02:04.500-03:00] The \\*hum\\*\n\n## [1:00:26] 終わり\n"
    (here / "episodes/one.md").write_text(text, encoding="utf-8")
    web.pages["/c.json"] = run("export", "chapters", "One").stdout
    before = json.loads(run("export", "catalogue").stdout)["episodes"][0]["chapters"]
    (here / "episodes/one.md").unlink()
    more = f'<podcast:chapters url="{web.url("/c.json")}" type="application/json+chapters"/>'
    (here / "feed.xml").write_text(feed(item(more=more)), encoding="utf-8")
    run("import", "rss", "feed.xml", "--allow-private")
    assert json.loads(run("export", "catalogue").stdout)["episodes"][0]["chapters"] == before


def test_webvtt(run: Run, archive: Path) -> None:
    assert run("export", "chapters", "formula", "-f", "webvtt").stdout == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:30.500\n@SUM(A1)\n\n00:00:30.500 --> 00:00:40.000\nGap\n"
    )
    text, _ = formats.write_webvtt(episode([Mark(0, "a --> <b> & c"), Mark(5, "")]))
    assert text == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:05.000\na --&gt; &lt;b&gt; &amp; c\n\n"
        "00:00:05.000 --> 99:59:59.999\n\u00a0\n"
    )


@pytest.mark.parametrize(
    ("marks", "doubts"),
    [
        ([Mark(0, "A"), Mark(10, "B"), Mark(20, "C")], []),
        ([Mark(20, "C"), Mark(0, "A"), Mark(10, "B")], []),
        ([Mark(0, "A"), Mark(10, "B")], ["at least 3 chapters"]),
        ([Mark(1, "A"), Mark(11, "B"), Mark(21, "C")], ["first chapter to start at 0:00"]),
        ([Mark(0, "A"), Mark(9, "B"), Mark(19, "C")], ["at least 10 seconds"]),
        ([Mark(0, "A"), Mark(10, ""), Mark(20, "C")], ["the chapter at 00:10 has none"]),
    ],
)
def test_requirements_of_youtube(marks: list[Mark], doubts: list[str]) -> None:
    text, found = formats.write_youtube(episode(marks))
    assert len(found) == len(doubts)
    assert all(wanted in doubt for wanted, doubt in zip(doubts, found, strict=True))
    assert text.splitlines() == [
        f"00:{mark.start:02.0f} {mark.title}".rstrip() for mark in sorted(marks)
    ]


def test_chapters_of_all_episodes(run: Run, archive: Path) -> None:
    result = run("export", "chapters", "-o", "out", "-f", "youtube", status=1)
    assert "episodes/koe.md: YouTube requires at least 3 chapters" in result.stderr
    assert (archive / "out/episodes/radio/first.youtube.txt").read_text("utf-8") == (
        "00:00 Intro\n02:04 Reginald Fessenden\n03:00 The alternator\n"
    )
    assert len(result.stdout.splitlines()) == len(list((archive / "out").rglob("*.txt"))) == 5
    result = run("export", "chapters", "frist", status=2)
    assert "there is no episode 'frist'; did you mean episodes/radio/first" in result.stderr
    run("export", "chapters", "first", "second", status=2)
    for path in ("episodes/radio/first.md", archive / "episodes/radio/first.md", "The first voice"):
        assert '"Intro"' in run("export", "chapters", path).stdout


# -- where it goes -------------------------------------------------------------


def test_an_export_replaces_files_of_its_names_only(run: Run, archive: Path) -> None:
    for name in ("c.json", "t/chapters.csv", "t/mine.csv", "out/episodes/formula.psc.xml"):
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_text("old", encoding="utf-8")
    run("export", "catalogue", "-o", "c.json")
    run("export", "tables", "t")
    run("export", "chapters", "-o", "out", "-f", "simple")
    assert json.loads((archive / "c.json").read_text("utf-8"))["version"] == 1
    assert rows(archive / "t/chapters.csv")
    assert (archive / "t/mine.csv").read_text("utf-8") == "old"
    assert "psc:chapter" in (archive / "out/episodes/formula.psc.xml").read_text("utf-8")


def test_output_of_conf_py_is_not_a_result(run: Run, archive: Path) -> None:
    before = run("export", "catalogue").stdout
    (archive / "conf.py").write_text(CONF + "print('Hello', flush=True)\n", encoding="utf-8")
    result = run("export", "catalogue")
    assert result.stdout == before
    assert "Hello" in result.stderr


def test_a_pipe_is_written_into(run: Run, archive: Path) -> None:
    os.mkfifo(archive / "pipe")
    reading = os.open(archive / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    run("export", "catalogue", "-o", "pipe")
    content = os.read(reading, 1 << 20)
    os.close(reading)
    assert (archive / "pipe").is_fifo()
    assert content.decode() == run("export", "catalogue").stdout


@pytest.mark.slow
@pytest.mark.parametrize("how", ["> out", "| cat > out", ">> out"])
def test_the_standard_output_by_its_name(run: Run, archive: Path, how: str) -> None:
    command = f"{sys.executable} -m sphinxcontrib_podcast export catalogue -o /dev/stdout"
    script = f"(echo first; {command}) {how}"
    subprocess.run(["bash", "-c", script], check=True)
    first, text = (archive / "out").read_text("utf-8").split("\n", 1)
    assert (first, text) == ("first", run("export", "catalogue").stdout)


def test_the_pipe_of_a_shell(run: Run, archive: Path) -> None:
    command = f"{sys.executable} -m sphinxcontrib_podcast export catalogue -o >(cat > out); wait $!"
    subprocess.run(["bash", "-c", command], check=True)
    assert (archive / "out").read_text("utf-8") == run("export", "catalogue").stdout


def test_a_name_that_is_not_utf_8(run: Run, archive: Path) -> None:
    name = os.fsdecode(b"episodes/h\xff.md")
    try:
        (archive / "episodes/koe.md").rename(archive / name)
    except OSError:
        pytest.skip("this file system has UTF-8 only")
    for data in (run("export", "catalogue").stdout, run("export", "catalogue", "-o", "c").stdout):
        paths = [e["path"] for e in json.loads(data or (archive / "c").read_text())["episodes"]]
        assert name in paths
    run("export", "tables", "t")
    assert "episodes/h\\udcff" in {row["id"] for row in rows(archive / "t/episodes.csv")}


@pytest.mark.slow
def test_an_output_that_is_not_utf_8(run: Run, archive: Path) -> None:
    def printed(*arguments: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "sphinxcontrib_podcast", *arguments],
            env={**os.environ, "PYTHONIOENCODING": "cp1252"}, stdout=subprocess.PIPE, check=True,
        ).stdout  # fmt: skip

    for arguments in (("export", "catalogue"), ("export", "chapters", "koe")):
        assert printed(*arguments) == run(*arguments).stdout.encode()
    assert printed("new", "声の始まり") == b"episodes/\\u58f0\\u306e\\u59cb\\u307e\\u308a.md\n"
    assert (archive / "episodes/声の始まり.md").exists()
