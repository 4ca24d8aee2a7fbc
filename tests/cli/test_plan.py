"""``sphinx-podcast plan`` divides an archive."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sphinx.util.matching import Matcher

from sphinxcontrib_podcast import read_archive
from sphinxcontrib_podcast.views.questions import generated_pages

from .conftest import Run

EPISODE = (
    "# {0}\n\n## [00:10] Begin\n\nIt begins.\n\n## Entities\n\n- **Ada Lovelace** (Person): A.\n"
)


def test_each_document_is_in_one_part(run: Run, here: Path) -> None:
    (here / "conf.py").write_text('extensions = ["sphinxcontrib_podcast"]\n', encoding="utf-8")
    for i in range(20):
        path = here / "episodes" / ("news" if i % 2 else "音楽") / f"{i}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(EPISODE.format(f"Episode {i}"), encoding="utf-8")
    run("scan", "scan")
    parts = tomllib.loads(run("plan", 3, "--scan", "scan").stdout)
    assert [*parts] == ["part-1", "part-2", "part-3"]
    archive = read_archive(here)
    known = {*archive.episodes, *generated_pages(archive)}
    counts = {name: sum(Matcher(p)(name) for p in parts.values()) for name in known}
    assert counts == dict.fromkeys(known, 1)
