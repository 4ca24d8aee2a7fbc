"""Bad input never stops a build: each problem is reported once, and the rest is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from conftest import Site, text_of

EpisodeSite = Callable[..., Site]

GOOD = """
# Radio days

A summary.

## [00:00] Intro

Prose.

## Entities

- **Ada Lovelace** (Person): A mathematician.
"""


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "# Radio\n\nOnly prose.\n",
        "---\ntitle: Only this\n---\n",
        "# Radio\n\n---\n\nA\n\n---\n\n---\n",
    ],
)
def test_a_good_file_has_no_warning(text: str, episode_site: EpisodeSite) -> None:
    assert episode_site(text).warnings == []


@pytest.mark.parametrize(
    ("text", "warning", "shown"),
    [
        ("", r"one.md:1: WARNING: the episode is empty; .*\[podcast.title\]", "one"),
        (
            "## [00:00] Intro\n\nProse.\n",
            r"one.md:1: WARNING: the episode has no title; .*\[podcast.title\]",
            "Prose.",
        ),
        (
            "# Radio\n\n## [124] The story\n",
            r"one.md:3: WARNING: '\[124\]' in 'The story' looks like seconds, .*'\[02:04\]' "
            r"\[podcast.chapter\]",
            "[124] The story",
        ),
        (
            "---\ntitle: [unclosed\nmore: x\n---\n\n# Radio\n\n## [00:00] Intro\n\nProse.\n",
            r"one.md:[234]: WARNING: front matter 'title' is not valid YAML .*\[podcast.front_matter\]",
            "Prose.",
        ),
        (
            "---\ntitle: T\ndate: soon\n---\n\n## [00:00] Intro\n\nProse.\n",
            r"one.md:3: WARNING: front matter 'date' must be a date .*\[podcast.front_matter\]",
            "Prose.",
        ),
        (
            "# Radio\n\n- 12:30 One\n- 14:00 Two\n",
            r"one.md:3: WARNING: the episode has no chapters, but 2 lines .*'12:30 One', which are "
            r"too few.*\[podcast.chapter\]",
            "12:30 One",
        ),
        (
            "# Radio\n\n## [9:99] Placeholder\n\nProse.\n\n## [01:00] Real\n",
            r"one.md:3: WARNING: '\[9:99\]' is not a valid time.*\[podcast.time\]",
            "[9:99] Placeholder",
        ),
        (
            "# Radio\n\n## [05:00] B\n\n## [01:00] A\n\nProse.\n",
            r"one.md:5: WARNING: the chapter at 01:00 comes after .*\[podcast.time\]",
            "Prose.",
        ),
        (
            "# Radio\n\n## [05:00] B\n\n## [05:00] A\n\nProse.\n",
            r"one.md:5: WARNING: two chapters start at 05:00 \(.* line 3\).*\[podcast.time\]",
            "Prose.",
        ),
        (
            "---\nduration: 60\n---\n# Radio\n\n## [05:00] B\n\nProse.\n",
            r"one.md:6: WARNING: the chapter starts at 05:00, after .*\[podcast.time\]",
            "Prose.",
        ),
        (
            "# Radio\n\n## [05:00-04:00] B\n\nProse.\n",
            r"one.md:3: WARNING: the chapter ends \(04:00\) before .*\[podcast.time\]",
            "Prose.",
        ),
        (
            GOOD + "- **Ada Lovelace** (Person): The same again.\n",
            r"one.md:12: WARNING: 'Ada Lovelace' is listed twice .*\[podcast.entity\]",
            "The same again.",
        ),
        (
            GOOD + "- Somebody else\n",
            r"one.md:12: WARNING: this line of the entity list was not .*\[podcast.entity\]",
            "Somebody else",
        ),
        (
            '# Radio ## [00:00] Intro Some text > *"A quote."* ## [02:04] More and more\n',
            r"one.md:1: WARNING: the line breaks of this file were lost.*\[podcast.format\]",
            "[02:04] More and more",
        ),
    ],
)
def test_is_reported_once_and_the_rest_shown(
    episode_site: EpisodeSite, text: str, warning: str, shown: str
) -> None:
    site = episode_site(text)
    assert len(site.warnings) == 1, site.warnings
    assert re.search(warning, site.warnings[0]), site.warnings
    assert shown in text_of(site.body("episodes/one"))


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("gb18030", "播客的历史从录音技术开始,后来有了广播,再后来有了订阅。" * 8),
        ("shift_jis", "ラジオの歴史は録音から始まり、放送になり、配信になった。" * 8),
        ("utf-16", "Radio began with spark gaps, and then came voices." * 8),
    ],
)
def test_other_encodings_are_read(episode_site: EpisodeSite, encoding: str, words: str) -> None:
    text = f"# Radio\n\n## [00:00] Intro\n\n{words}\n"
    site = episode_site(text.encode(encoding))
    assert len(site.warnings) == 1, site.warnings
    assert re.match(
        r"episodes/one.md:1: WARNING: the file is not UTF-8 .*\[podcast.encoding\]",
        site.warnings[0],
    )
    assert words in text_of(site.body("episodes/one"))


def test_bytes_that_are_no_text(episode_site: EpisodeSite) -> None:
    site = episode_site(b"# Radio\n\n## [00:00] Intro\n\nWords \xff\xfe\x81 here\n")
    assert any("[podcast.encoding]" in w for w in site.warnings), site.warnings
    assert "Words" in text_of(site.body("episodes/one"))


def test_times_only(episode_site: EpisodeSite) -> None:
    site = episode_site("# Radio\n\n## [00:00]\n\nOne.\n\n## [02:04]\n\nTwo.\n")
    assert site.warnings == []
    body = site.body("episodes/one")
    heading = body.select_one("section#t-02-04 > h2")
    assert text_of(heading) == "02:04"
    assert [text_of(a) for a in body.select(".pod-chapters a")] == ["00:00", "02:04"]


@pytest.mark.slow
def test_a_file_of_five_megabytes(episode_site: EpisodeSite) -> None:
    prose = "Words about radio and sound. " * 1000
    chapters = "".join(
        f'## [{m}:00] Chapter\n\n{prose}\n\n> *"Quote {m}."*\n\n' for m in range(175)
    )
    assert len(chapters) > 5_000_000
    site = episode_site(f"# Radio\n\n{chapters}")
    assert site.warnings == []
    assert len(site.body("episodes/one").select("figure.pod-quote")) == 175


@pytest.mark.slow
def test_a_line_of_five_megabytes(episode_site: EpisodeSite) -> None:
    site = episode_site("# Radio\n\n## [00:00] Intro\n\n" + "sound and radio " * 320_000)
    assert site.warnings == []
    assert site.body("episodes/one").select_one("section#t-00-00") is not None


EVIL = [
    "<script>alert(1)</script>",
    "Ada \"the\" <b>Lovelace</b> & 'co'",
    "../../../etc/passwd",
    "..",
    "a/b\\c:d*e?f",
    "🎙️🎧",
    "אדה לאבלייס",
    "\u202eevil\u202c",
    "con",
    "x" * 300,
    "語" * 300,
    "{{ config }} {% raw %}",
    "$x$ \\textbf{y} %n",
    "C++",
    "#hash @at %20 percent",
    "index",
]


@pytest.mark.parametrize("name", EVIL)
def test_names_reach_pages_as_text_and_paths_as_slugs(episode_site: EpisodeSite, name: str) -> None:
    written = re.sub(r"([\\`*_{}\[\]()#+.!<>$&'\"%@|~-])", r"\\\1", name)
    site = episode_site(
        f"""
# Radio

## [00:00] {written}

Prose.

> *"Words."*
> — {written}

## Entities

- **{written}** (Person): Somebody.
- **{written}** (Weird {written} type): Something.
""",
        smartquotes=False,
        podcast_entity_pages={},
    )
    problems = [w for w in site.warnings if "they are kept as different entities" not in w]
    assert problems == []
    body = site.body("episodes/one")
    assert body.select("script, b") == []
    heading = body.select_one("section#t-00-00 > h2")
    assert " ".join(name.split()) in text_of(heading)
    links = [a["href"] for a in body.select("dl.pod-entities dt a.reference")]
    assert len(links) == 2
    for href in links:
        target = (site.out / "html" / "episodes" / unquote(str(href))).resolve()
        assert target.parent == site.out / "html" / "podcast" / "entity"
        page = site.page(target.relative_to(site.out / "html").with_suffix("").as_posix())
        assert text_of(page.select_one("h1")) == " ".join(name.split())
    assert all(len(path.name.encode()) < 200 for path in site.out.rglob("*"))
