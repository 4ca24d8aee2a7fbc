"""The written episodes: three languages, one show, one transcript."""

from __future__ import annotations

import re
from collections.abc import Callable

from conftest import WRITTEN_EPISODES, Site, text_of

Files = dict[str, str | bytes | None]

#: The languages that are found, by document name; no file names its language.
LANGUAGES = {
    "episodes/chao-wei-biao": "zh",
    "episodes/shio-no-hyou": "ja",
    "episodes/the-machine-that-knew-the-tide": "en",
}

COMMENTS = {
    "episodes/chao-wei-biao": "（笑）",
    "episodes/shio-no-hyou": "（静かに笑って）",
    "episodes/the-machine-that-knew-the-tide": "(both laugh)",
}


def test_they_build_without_warning_and_complete(
    new_site: Callable[..., Site], written_episodes: Files
) -> None:
    site = new_site(written_episodes, podcast_entity_pages={}).build()
    assert site.warnings == []
    chapters = quotes = entries = 0
    for docname in LANGUAGES:
        text = (WRITTEN_EPISODES / f"{docname.rpartition('/')[2]}.md").read_text(encoding="utf-8")
        body = site.body(docname)
        times = re.findall(r"^## \[(\d\d:\d\d)\]", text, re.MULTILINE)
        ids = [section["id"] for section in body.select("section[id^=t-]")]
        assert ids == [f"t-{time.replace(':', '-')}" for time in times]
        assert [a["href"] for a in body.select(".pod-chapters a")] == [f"#{i}" for i in ids]
        chapters += len(ids)
        quotes += len(body.select("figure.pod-quote"))
        entries += len(body.select("dl.pod-entities > dt"))
    assert (chapters, quotes, entries) == (19, 19, 28)


def test_one_person_in_three_languages(
    new_site: Callable[..., Site], written_episodes: Files
) -> None:
    site = new_site(written_episodes).build()
    body = site.body("podcast/entity/petra-halvorsen")
    assert len(body.select("details.pod-more > p")) == 2
    described = body.select("section > p:has(> .pod-where) > [lang], details.pod-more > p > [lang]")
    assert {tag["lang"] for tag in described} == {"en", "zh", "ja"}
    found = {docname: site.body(docname).select_one("section.pod-episode") for docname in LANGUAGES}
    assert {docname: tag and tag["lang"] for docname, tag in found.items()} == LANGUAGES


def test_the_comment_behind_a_quote_is_kept(
    new_site: Callable[..., Site], written_episodes: Files
) -> None:
    site = new_site(written_episodes).build()
    for docname, comment in COMMENTS.items():
        (found,) = site.body(docname).select(".pod-comment")
        assert text_of(found) == comment
        figure = found.find_parent("figure")
        assert figure is not None
        assert comment not in text_of(figure.blockquote)


def test_the_quotes_are_compared_with_the_transcript(
    new_site: Callable[..., Site], written_episodes: Files
) -> None:
    name = "the-machine-that-knew-the-tide"
    site = new_site(written_episodes).build()
    assert site.warnings == []
    figures = site.body(f"episodes/{name}").select("figure.pod-quote")
    verdicts = [text_of(figure.select_one(".pod-verdict")) for figure in figures]
    verbatim = "verbatim"
    assert verdicts == [
        *[verbatim] * 3,
        f"{verbatim} · speaker from the transcript",  # no signature
        "edited",
        *[verbatim] * 2,
    ]
    times = [text_of(figure.select_one(".pod-time")) for figure in figures]
    assert times == ["00:16", "05:53", "12:04", "18:23", "24:55", "31:13", "37:40"]
    speakers = [text_of(figure.select_one(".pod-speaker")) for figure in figures]
    others = ["Samuel Adeyemi"] * 5
    assert speakers == [*others, "Petra Halvorsen", "Samuel Adeyemi"]
