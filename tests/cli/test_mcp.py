"""``mcp``: the archive by the Model Context Protocol, read by the client of its SDK."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from show import SHOW

from .conftest import CONF

FILES = {
    "conf.py": CONF + 'html_baseurl = "https://e.org/show"\nprint("noise")\n',
    **SHOW,
    "episodes/koe.vtt": "WEBVTT\n\n00:01.000 --> 00:03.000\n<v 早川美咲>電波は声を運ぶ。\n\n00:09.000 --> 00:12.000\n<v Kenji>Yes.\n",
}
FIRST = "https://e.org/show/episodes/radio/first.html"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Ask everything in one session with the command."""
    folder = tmp_path_factory.mktemp("archive")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    found: dict[str, Any] = {}

    async def ask(client: Client, name: str, tool: str, **arguments: object) -> None:
        result = await client.call_tool(tool, arguments)
        text = "".join(getattr(part, "text", "") for part in result.content)
        found[name] = text if result.is_error else (result.structured_content or json.loads(text))

    async def session() -> None:
        command = ["-m", "sphinxcontrib_podcast", "mcp", "--source", str(folder)]
        transport = stdio_client(StdioServerParameters(command=sys.executable, args=command))
        async with Client(transport) as client:
            found["tools"] = (await client.list_tools()).tools
            await ask(client, "search", "search", text="電波")
            await ask(client, "quotes", "search", text="signal", kinds=["quotes"], limit=1)
            await ask(client, "no kind", "search", text="x", kinds=["files"])
            await ask(client, "episode", "get_episode", id="The first voice")
            await ask(client, "no episode", "get_episode", id="../conf")
            await ask(client, "entity", "get_entity", id="Guglielmo Marconi")
            await ask(client, "quote", "get_quote", episode="first", id="q-00-00")
            await ask(client, "no quote", "get_quote", episode="first", id="q-9")
            await ask(client, "turns", "get_transcript", episode="koe", start=5)
            await ask(client, "start", "get_transcript", episode="koe", end=5)
            await ask(client, "rest", "get_transcript", episode="koe", first=1)

    anyio.run(session)
    assert {
        path: path.stat().st_mtime_ns for path in folder.rglob("*") if "pycache" not in str(path)
    } == before
    return found


def test_all_tools_only_read(answers: dict[str, Any]) -> None:
    tools = answers["tools"]
    assert {tool.name for tool in tools} == {
        "search",
        "get_episode",
        "get_entity",
        "get_quote",
        "get_transcript",
    }
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert tool.description


def test_every_answer_has_the_address_of_its_moment(answers: dict[str, Any]) -> None:
    kinds = {row["kind"]: row["url"] for row in answers["search"]["result"]}
    assert kinds["turns"] == "https://e.org/show/episodes/koe.html#t=1"
    assert kinds["quotes"].startswith("https://e.org/show/episodes/koe.html#q-")
    (quote,) = answers["quotes"]["result"]
    assert quote["url"] == f"{FIRST}#q-00-00"
    assert answers["quote"]["url"] == f"{FIRST}#q-00-00"
    assert answers["quote"]["text"] == '"A voice is not a signal."'
    episode = answers["episode"]
    assert (episode["id"], episode["url"], episode["chapters"][1]["url"]) == (
        "episodes/radio/first",
        FIRST,
        f"{FIRST}#t-02-04",
    )
    assert "transcript" not in episode
    entity = answers["entity"]
    assert entity["url"] == "https://e.org/show/podcast/entity/guglielmo-marconi.html"
    assert entity["all_mentions"] == len(entity["mentions"]) > 0
    (turn,) = answers["turns"]["result"]
    assert (turn["number"], turn["text"], turn["url"]) == (
        1,
        "Yes.",
        "https://e.org/show/episodes/koe.html#t=9",
    )
    assert [t["number"] for t in answers["start"]["result"]] == [0]
    assert [t["number"] for t in answers["rest"]["result"]] == [1]


@pytest.mark.parametrize("name", ["no kind", "no episode", "no quote"])
def test_a_wrong_question_gets_a_message(answers: dict[str, Any], name: str) -> None:
    assert "There " in answers[name] or "has no quote" in answers[name]


def test_the_extra_is_named_if_it_is_missing(
    run: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    assert 'pip install "sphinxcontrib-podcast[mcp]"' in run("mcp", status=2).output
