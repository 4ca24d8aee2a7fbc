"""Measure the loading time and the size of the page of a long episode in a browser.

::

    python benchmarks/page.py --hours 2

The page has a player and a transcript of the given length. It is opened in Chromium (``CHROMIUM``,
or the one on the PATH) with the CPU throttled to a quarter. The times of the extension's scripts
are medians in milliseconds: the total until the page has loaded, and the longest task.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from archive import vocabularies
from playwright.sync_api import Browser, sync_playwright

_ROUNDS = 7
_CUE = 4  # seconds
_TURN = 3  # cues


def write_site(folder: Path, hours: float) -> None:
    """Write a project with one episode."""
    words = vocabularies()["en"]
    rng = random.Random(0)
    count = int(hours * 3600 / _CUE)
    cues = []
    for number in range(count):
        start, end = (f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.000"
                      for s in (number * _CUE, (number + 1) * _CUE))  # fmt: skip
        speaker = ("Ada Lovelace", "Charles Babbage")[number // _TURN % 2]
        cues.append(f"{start} --> {end}\n<v {speaker}>{words.phrase(rng, 60)}\n")
    chapters = "".join(
        f"\n## [{n // 12}:{n % 12 * 5:02}:00] {words.phrase(rng, 30)}\n\n{words.prose(rng, 500)}\n"
        for n in range(int(hours * 12))
    )
    (folder / "episodes").mkdir()
    (folder / "episodes" / "long.vtt").write_text("WEBVTT\n\n" + "\n".join(cues))
    (folder / "episodes" / "long.md").write_text(
        f"---\naudio: https://example.org/long.mp3\n---\n# Long\n{chapters}"
    )
    (folder / "conf.py").write_text("extensions = ['sphinxcontrib_podcast']\nproject = 'Long'\n")
    (folder / "index.md").write_text("# Long\n\n```{toctree}\npodcast/index\n```\n")


def open_page(browser: Browser, page: Path) -> tuple[float, float]:
    """Return the milliseconds of the extension's scripts: in total, and of the longest task."""
    context = browser.new_context()
    opened = context.new_page()
    context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    browser.start_tracing(page=opened, categories=["devtools.timeline"])
    opened.goto(page.as_uri(), wait_until="load")
    opened.wait_for_timeout(1000)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    ours = []
    end = 0
    for event in sorted(events, key=lambda e: e.get("ts", 0)):
        url = event.get("args", {}).get("data", {}).get("url", "")
        called = event["name"] in ("EvaluateScript", "FunctionCall") and "/podcast" in url
        if called and event["ts"] >= end:  # not nested in the previous event
            ours.append(event["dur"] / 1000)
            end = event["ts"] + event["dur"]
    return sum(ours), max(ours)


def main() -> None:
    """Build the page, open it, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hours", type=float, default=2)
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("this needs Chromium: install it, or set CHROMIUM")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        write_site(folder, options.hours)
        subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", str(folder), str(folder / "_build")], check=True
        )
        page = folder / "_build" / "episodes" / "long.html"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        runs = [open_page(browser, page) for _ in range(_ROUNDS)]
        browser.close()
        html = page.read_bytes()
        scripts = b"".join(
            (page.parents[1] / "_static" / script).read_bytes()
            for script in re.findall(r"_static/(podcast[\w-]*\.js)", html.decode())
        )
    print("| hours | turns | scripts | longest task | page kB | gzip | scripts kB | gzip |")
    print("| --: | --: | --: | --: | --: | --: | --: | --: |")
    sizes = (f"{len(f(x)) / 1000:.0f}" for x in (html, scripts) for f in (bytes, gzip.compress))
    turns = html.count(b'class="pod-turn"')
    ready, longest = (median(values) for values in zip(*runs, strict=True))
    print(f"| {options.hours:g} | {turns} | {ready:.0f} | {longest:.0f} | {' | '.join(sizes)} |")


if __name__ == "__main__":
    main()
