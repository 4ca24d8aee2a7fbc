"""The real episodes, if they are available."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from conftest import Site, text_of


def test_they_build_without_warning_and_complete(
    new_site: Callable[..., Site], real_episodes: Path
) -> None:
    files = {f"episodes/{p.name}": p.read_bytes() for p in sorted(real_episodes.glob("*.md"))}
    site = new_site(files, podcast_entity_pages={}).build()
    assert site.warnings == []
    chapters = quotes = entries = 0
    for name, content in files.items():
        docname = name.removesuffix(".md")
        text = content.decode()
        body = site.body(docname)
        times = re.findall(r"^## \[([\d:]+)\]", text, re.MULTILINE)
        ids = [section["id"] for section in body.select("section[id^=t-]")]
        assert ids == [
            f"t-{time.lstrip('0').zfill(5) if time.count(':') == 1 else time.lstrip('0')}".replace(
                ":", "-"
            )
            for time in times
        ]
        assert [a["href"] for a in body.select(".pod-chapters a")] == [f"#{i}" for i in ids]
        chapters += len(ids)
        quotes += len(body.select("figure.pod-quote"))
        entries += len(body.select("dl.pod-entities > dt"))
    assert (chapters, quotes, entries) == (41, 41, 32)
    entities = list((site.out / "html" / "podcast" / "entity").iterdir())
    assert len(entities) == 30


def test_one_person_in_three_languages(new_site: Callable[..., Site], real_episodes: Path) -> None:
    files = {f"episodes/{p.name}": p.read_bytes() for p in real_episodes.glob("*.md")}
    site = new_site(files).build()
    body = site.body("podcast/entity/jacob-effron")
    assert len(body.select(".pod-descriptions > li")) == 3
    assert {tag["lang"] for tag in body.select(".pod-descriptions [lang]")} == {"en", "zh", "ja"}
    languages = {
        docname: site.body(docname).select_one("section.pod-episode")["lang"]  # type: ignore[index]
        for docname in (n.removesuffix(".md") for n in files)
    }
    assert sorted(map(str, languages.values())) == ["en", "ja", "zh"]


def test_the_comment_behind_a_quote_is_kept(
    new_site: Callable[..., Site], real_episodes: Path
) -> None:
    name = "gemini-co-lead-oriol-vinyals"
    site = new_site({f"episodes/{name}.md": (real_episodes / f"{name}.md").read_bytes()}).build()
    (comment,) = site.body(f"episodes/{name}").select(".pod-comment")
    assert text_of(comment).startswith("(这句简单的自陈")
    assert text_of(comment.find_parent("figure").blockquote) == '"I like games."'  # type: ignore[union-attr]
