"""The head of the page of an episode, its highlights, and the versions in other languages."""

from collections.abc import Callable

import pytest
from conftest import Site, text_of

NewSite = Callable[..., Site]

CHAPTERS = "".join(
    f"""
## [{n:02}:00] Part {n}

Dr. Lee and Ann spoke about part {n}. Then **they** had lunch.

More about it.

> “These are the words of part {n}.”{" — Ann Lee" if n % 3 else ""}
"""
    for n in range(6)
)
EN = f"""---
image: cover.svg
guests: [Ann Lee, Bob Ray]
date: 2026-01-05
---
# First

A summary.

## Key takeaways

- One.
{CHAPTERS}
"""
ZH = """# First in the original’s words

中文的摘要。

## [00:00] Part 0’s title

“ok”，她说。然后他们吃了午饭，谈了很久，直到天黑。

## [01:00] 第一部分

> *“It’s in English.”*
"""
COVER = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
FILES = {
    "index.md": "# Site\n\n```{toctree}\npodcast/index\n```\n",
    "episodes/first.md": EN,
    "episodes/first.zh.md": ZH,
    "episodes/cover.svg": COVER,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("head")
    return (
        Site(root / "src", root / "out", {"html_baseurl": "https://example.org"})
        .write(FILES)
        .build()
    )


def test_the_head(site: Site) -> None:
    assert site.warnings == []
    body = site.body("episodes/first")
    head = body.select_one(".pod-episode > h1 + .pod-head")
    assert head is not None
    assert [text_of(p) for p in head.select("p")] == [
        "Jan 5, 2026 · 1 min read", "Guests: Ann Lee and Bob Ray", "English · 中文",
    ]  # fmt: skip
    (image,) = head.select("img")
    assert (image["width"], image["alt"]) == ("80", "")
    assert (site.out / "html/_images/cover.svg").exists()
    assert [a["href"] for a in head.select(".pod-languages a")] == ["first.zh.html"]
    assert [a["lang"] for a in head.select(".pod-languages span")] == ["en", "zh"]
    # a version has the facts of the first one
    other = site.body("episodes/first.zh").select_one(".pod-head")
    assert other is not None
    assert text_of(other.select_one("p")).startswith("Jan 5, 2026")
    assert len(other.select("img")) == 1
    assert [a["href"] for a in other.select(".pod-languages a")] == ["first.html"]


def test_search_engines_find_the_versions(site: Site) -> None:
    for name in ("episodes/first", "episodes/first.zh"):
        found = site.page(name).select("link[hreflang]")
        assert [(link["hreflang"], link["href"]) for link in found] == [
            ("en", "https://example.org/episodes/first.html"),
            ("zh", "https://example.org/episodes/first.zh.html"),
        ]


def test_listings_have_one_line(site: Site) -> None:
    found = site.body("podcast/episodes").select(".pod-title a")
    assert [text_of(a) for a in found] == ["First"]


def test_highlights_are_of_each_third(site: Site) -> None:
    body = site.body("episodes/first")
    found = body.select(".pod-highlights li")
    assert [[text_of(p) for p in li.select("p")] for li in found] == [
        ["01:00 “These are the words of part 1.”", "Part 1"],
        ["02:00 “These are the words of part 2.”", "Part 2"],
        ["04:00 “These are the words of part 4.”", "Part 4"],
    ]
    assert [a["href"] for a in found[0].select("a")] == ["#q-01-00", "#t-01-00"]
    assert site.body("episodes/first.zh").select(".pod-highlights") == []
    assert text_of(body.select_one("section.pod-takeaways > h2")) == "Key takeaways"


def test_the_first_sentence_is_the_gist(site: Site) -> None:
    body = site.body("episodes/first")
    gist, *others = body.select("#t-00-00 > p")
    assert "pod-gist" in gist["class"]
    assert text_of(gist.select_one(".pod-rest")) == "Then they had lunch."
    assert text_of(gist) == "Dr. Lee and Ann spoke about part 0. Then they had lunch."
    assert [p.get("class") for p in others] == [None]
    chinese = site.body("episodes/first.zh").select_one("#t-00-00 .pod-rest")
    assert text_of(chinese) == "然后他们吃了午饭，谈了很久，直到天黑。"


def test_english_in_a_chinese_episode_is_marked(site: Site) -> None:
    body = site.body("episodes/first.zh")
    assert [h.get("lang") for h in body.select("h1, h2")] == ["en", "en", None]
    assert [p.get("lang") for p in body.select("blockquote p")] == ["en"]
    assert [a.get("lang") for a in body.select(".pod-chapters a")] == ["en", None]


def test_versions_apart(new_site: NewSite) -> None:
    site = new_site(FILES, podcast_languages="apart").build()
    assert len(site.body("podcast/episodes").select(".pod-title a")) == 2
    assert site.page("episodes/first").select("link[hreflang], .pod-languages") == []
    site.conf["podcast_languages"] = "together"
    with_versions = site.build()
    assert len(with_versions.body("podcast/episodes").select(".pod-title a")) == 1
    assert len(with_versions.page("episodes/first").select("link[hreflang]")) == 2


def test_chinese_words_about_an_english_title_are_chinese(new_site: NewSite) -> None:
    text = "# An English title\n\n中文的摘要。\n\n## [00:10] One\n\n提到安·李 (Ann Lee)。\n\n## 实体\n\n"
    files = {f"episodes/{n}.md": f"{text}- **Ann Lee** (人物): 作家{n}。\n" for n in "ab"}
    site = new_site({**files, "page.md": "# P\n\n```{pod:episodes}\n```\n"}).build()
    row = site.body("podcast/episodes").select_one(".pod-rows > li")
    card = site.body("page").select_one(".pod-card")
    for box in (row, card):
        assert box is not None
        title, words = box.select("a span[lang], p[lang]")
        assert (title["lang"], words["lang"]) == ("en", "zh")
    person = site.body("podcast/entity/ann-lee")
    sentences = person.select(".pod-mentions p:has(mark)")
    assert [s.get("lang") for s in sentences] == ["zh", "zh"]
