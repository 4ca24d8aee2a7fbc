"""Times in the text of episodes: links to moments, and lines of lists that are chapters."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup
from bs4.element import Tag
from conftest import Site, text_of

NewSite = Callable[..., Site]
EpisodeSite = Callable[..., Site]

LISTED = """
---
duration: "1:10:00"
---
# Listed

The summary says so [02:10].

## Timestamps

- 00:00 Intro with Ann Lee
- **[04:20](#t=04:20)** Topic **one**
- [12:44](https://example.org/v?t=764) Two
- Three - *58:10*.

## Notes

He says so [06:20]. Later （12:46）, [40:46-41:10 Ann Lee], `[21:44]`, [**30:00**] and [here](#t=00:34).

Not **12:00**, not (John 3:16), not [2:00:00], not `x = "12:30"`, nor [12:30](https://example.org/).

    [06:20]

## Entities

- **Ann Lee** (Person): a guest.
"""


def links(body: Tag) -> list[tuple[str, str]]:
    return [(text_of(a), str(a["href"])) for a in body.select("a.pod-moment")]


def test_a_list_of_times_stays_and_has_the_addresses(episode_site: EpisodeSite) -> None:
    site = episode_site(LISTED, podcast_entity_pages={})
    assert site.warnings == []
    body = site.body("episodes/one")
    items = [item for item in body.select("#timestamps li") if isinstance(item, Tag)]
    assert [(item["id"], text_of(item)) for item in items] == [
        ("t-00-00", "00:00 Intro with Ann Lee"),
        ("t-04-20", "04:20 Topic one"),
        ("t-12-44", "12:44 Two"),
        ("t-58-10", "Three - 58:10."),
    ]
    assert [(text_of(a), a["href"], a["data-t"]) for a in body.select("#timestamps a.pod-at")] == [
        ("00:00", "#t-00-00", "0"), ("04:20", "#t-04-20", "260"), ("58:10", "#t-58-10", "3490"),
    ]  # fmt: skip
    assert body.select(".pod-chapters") == []
    assert len(site.page("episodes/one").select("[id=t-04-20]")) == 1


def test_times_in_prose_lead_to_their_moment(episode_site: EpisodeSite) -> None:
    body = episode_site(LISTED, podcast_entity_pages={}).body("episodes/one")
    notes = body.select_one("#notes")
    assert notes is not None
    assert links(notes) == [
        ("06:20", "#t=380"), ("12:46", "#t=766"), ("40:46-41:10", "#t=2446,2470"),
        ("[21:44]", "#t=1304"), ("30:00", "#t=1800"), ("here", "#t=34"),
    ]  # fmt: skip
    text = text_of(notes)
    assert (
        "He says so [06:20]. Later （12:46）, [40:46-41:10 Ann Lee], [21:44], [30:00] and" in text
    )
    assert [text_of(a) for a in notes.select("a.pod-mention")] == ["Ann Lee"]
    assert links(body)[0] == ("02:10", "#t=130")


def test_times_in_the_file_of_a_stranger(episode_site: EpisodeSite) -> None:
    own = episode_site(LISTED).body("episodes/one")
    body = episode_site(LISTED.replace("---\n", "---\ntrust: stranger\n", 1)).body("episodes/one")
    assert links(body) == links(own)
    spoken = episode_site(SPOKEN.replace("\n# Spoken", "---\ntrust: stranger\n---\n# Spoken"))
    assert len(spoken.body("episodes/one").select("p.pod-turn")) == 3


def test_a_label_that_asks_for_the_id_of_a_line_gets_another(episode_site: EpisodeSite) -> None:
    site = episode_site(LISTED.replace("## Notes", "(t-04-20)=\n## Notes"))
    assert site.warnings == []
    (place,) = site.page("episodes/one").select("[id=t-04-20]")
    assert place.name == "li"


def test_times_can_be_left_alone(episode_site: EpisodeSite) -> None:
    body = episode_site(LISTED, podcast_times="none").body("episodes/one")
    assert [text for text, _ in links(body)] == ["00:00", "04:20", "58:10", "here"]


def test_what_plays_is_the_media(episode_site: EpisodeSite) -> None:
    text = LISTED.replace("---\nduration", "---\naudio: https://example.org/a.mp3\nduration", 1)
    body = episode_site(text).body("episodes/one")
    assert ("06:20", "https://example.org/a.mp3#t=380") in links(body)
    # with a player, a link to the time elsewhere is one to the moment here
    assert ("12:44", "https://example.org/a.mp3#t=764") in links(body)


def test_a_pasted_description_in_a_code_block(episode_site: EpisodeSite) -> None:
    site = episode_site("# T\n\nS.\n\n```\n00:00 Intro *one*\n02:04 Two\n\n1:00:26 End\n```\n")
    assert site.warnings == []
    body = site.body("episodes/one")
    assert body.select("pre") == []
    assert [(text_of(a), a["href"]) for a in body.select("a.pod-at")] == [
        ("00:00", "#t-00-00"), ("02:04", "#t-02-04"), ("1:00:26", "#t-1-00-26"),
    ]  # fmt: skip
    assert "00:00 Intro *one*" in text_of(body)
    code = episode_site("# T\n\nS.\n\n```python\n00:00 A\n02:04 B\n1:00:26 C\n```\n")
    assert code.body("episodes/one").select("a.pod-at") == []


def test_lines_and_tables(new_site: NewSite) -> None:
    lines = "# Lines\n\n06:05 - First\nthing\n12:10 - Second\n\nText.\n\nThird 20:10\n"
    table = "# Table\n\n| | |\n| --- | --- |\n| 0:00 | Intro |\n| `[05:00]` | B |\n| 20:00 | C |\n"
    site = new_site({"episodes/lines.md": lines, "episodes/table.md": table}).build()
    assert site.warnings == []
    body = site.body("episodes/lines")
    found = body.select("[id^=t-]")
    assert [(tag.name, tag["id"], text_of(tag)) for tag in found] == [
        ("span", "t-06-05", "06:05 - First thing"),
        ("span", "t-12-10", "12:10 - Second"),
        ("span", "t-20-10", "Third 20:10"),
    ]
    rows = site.body("episodes/table").select("tr[id]")
    assert [(row["id"], text_of(row)) for row in rows] == [
        ("t-00-00", "0:00 Intro"), ("t-05-00", "[05:00] B"), ("t-20-00", "20:00 C"),
    ]  # fmt: skip
    assert [row.a["data-chapter"] for row in rows if row.a] == ["Intro", "B", "C"]


def test_lists_in_quotations_and_on_one_line(new_site: NewSite) -> None:
    lines = ["00:00 Intro", "02:04 *Topic*", "05:10 Another"]
    quoted = "# Quoted\n\n" + "".join(f"> {line}\n" for line in lines)
    one = f"# One\n\n{' | '.join(lines)}\n"
    site = new_site({"episodes/quoted.md": quoted, "episodes/one.md": one}).build()
    assert site.warnings == []
    for name in ("quoted", "one"):
        found = site.body(f"episodes/{name}").select("[id^=t-]")
        assert [(tag["id"], text_of(tag), tag.a and tag.a["data-chapter"]) for tag in found] == [
            ("t-00-00", "00:00 Intro", "Intro"),
            ("t-02-04", "02:04 Topic", "Topic"),
            ("t-05-10", "05:10 Another", "Another"),
        ]  # fmt: skip


FRONT = """
---
title: Front
chapters:
  - {time: "02:33", title: One}
  - {time: "05:00", title: Two <b>}
---

So [05:10].

%s

# Notes

More.

# Last
"""


def test_chapters_of_front_matter_are_listed(episode_site: EpisodeSite) -> None:
    body = episode_site(FRONT % "").body("episodes/one")
    items = body.select(".pod-chapters li")
    assert [(item["id"], text_of(item)) for item in items] == [
        ("t-02-33", "02:33 One · 2 min"), ("t-05-00", "05:00 Two <b>"),
    ]  # fmt: skip
    assert [text_of(h) for h in body.select("h1, h2")] == ["Front", "Notes", "Last"]
    body = episode_site(FRONT % "- 02:33 A\n- 05:00 B\n- 09:00 C").body("episodes/one")
    assert body.select(".pod-chapters") == []
    assert [item["id"] for item in body.select("li[id]")] == ["t-02-33", "t-05-00"]


def test_chapters_are_objects_with_an_address(new_site: NewSite) -> None:
    at = "# Page\n\n{pod:at}`one@04:20` {pod:at}`one@05:00`\n"
    site = new_site({"episodes/one.md": LISTED, "page.md": at}).build()
    assert [w for w in site.warnings if "toctree" not in w] == []
    hrefs = [a["href"] for a in site.body("page").select("p a")]
    assert hrefs == ["episodes/one.html#t-04-20", "episodes/one.html#t=300"]


SPOKEN = """
# Spoken

The summary.

## Transcript

Ann Lee (00:00:12):

Hello *there* [Bo](https://example.org), welcome.

Bo Ek (00:00:20): Thanks, Ann Lee.

Ann Lee (00:01:00): Bye, all of you.

## More

> "Thanks, Ann Lee."
> — Bo Ek

## Entities

- **Ann Lee** (Person): a guest.
- **Bo Ek** (Person): a host.
"""


@pytest.mark.parametrize("where", ["chapter", "end", "none"])
def test_a_body_that_is_a_transcript(episode_site: EpisodeSite, where: str) -> None:
    site = episode_site(SPOKEN, podcast_transcript=where, podcast_entity_pages={})
    assert site.warnings == []
    body = site.body("episodes/one")
    turns = body.select("#section-transcript p.pod-turn")
    assert [(turn["id"], text_of(turn)) for turn in turns] == [
        ("turn-00-12", "00:12 Ann Lee: Hello there Bo, welcome."),
        ("turn-00-20", "00:20 Bo Ek: Thanks, Ann Lee."),
        ("turn-01-00", "01:00 Ann Lee: Bye, all of you."),
    ]
    assert body.select("details") == []
    assert "(00:00:12)" not in text_of(body)
    assert text_of(body.select_one("figure.pod-quote .pod-verdict")) == "verbatim"
    person = site.body("podcast/entity/ann-lee")
    assert "Thanks, Ann Lee." in text_of(person)  # a name that is said
    assert "Hello there Bo" not in text_of(person)  # not the label of who says it


def test_turns_below_headings_with_times_stay_there(episode_site: EpisodeSite) -> None:
    text = (
        "# T\n\n## [00:00] A\n\nAnn (00:05): One.\n\nBo (00:10): Two.\n\n## [01:00] B\n\n"
        "Ann (01:05): Three.\n\nBo (01:10): Four.\n"
    )
    body = episode_site(text).body("episodes/one")
    for id_, turns in (("t-00-00", ["One.", "Two."]), ("t-01-00", ["Three.", "Four."])):
        found = body.select(f"#{id_} p.pod-turn .pod-words")
        assert [text_of(words) for words in found] == turns


def test_times_of_a_translation_lead_as_well(new_site: NewSite) -> None:
    catalog = Catalog(locale="ja")
    catalog.add("The summary says so [02:10].", "要約は [02:10] と [要約](#t=03:00) です。")
    catalog.add("00:00 Intro with Ann Lee", "00:00 紹介")
    data = io.BytesIO()
    write_mo(data, catalog)
    files = {"episodes/one.md": LISTED, "locale/ja/LC_MESSAGES/episodes.mo": data.getvalue()}
    site = new_site(files, language="ja", locale_dirs=["locale"]).build()
    assert site.warnings == []
    body = site.body("episodes/one")
    assert links(body)[:3] == [("02:10", "#t=130"), ("要約", "#t=180"), ("00:00", "#t-00-00")]
    assert text_of(body.select_one("li#t-00-00")) == "00:00 紹介"


BOOKS = {"author": "A", "copyright": "x", "version": "1", "release": "1"}


def test_a_moment_leads_to_its_chapter_in_books(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": LISTED}, **BOOKS)
    epub = site.build("epub")
    assert epub.warnings == []
    page = BeautifulSoup((site.out / "epub/episodes/one.xhtml").read_bytes(), "html.parser")
    hrefs = {text_of(a): a["href"] for a in page.select("a.pod-moment")}
    assert hrefs["06:20"] == "#t-04-20"
    assert page.select_one("li#t-04-20") is not None
    latex = site.build("latex")
    assert latex.warnings == []
    (tex,) = (site.out / "latex").glob("*.tex")
    text = tex.read_text("utf-8")
    assert r"\hyperref[\detokenize{episodes/one:t-04-20}]{\sphinxcrossref{06:20}}" in text
    assert r"\label{\detokenize{episodes/one:t-04-20}}" in text
    early = "# T\n\nSo [00:10].\n\n## [01:00] A\n"
    tex_of = new_site({"episodes/one.md": early}, **BOOKS).build("latex")
    (tex,) = (tex_of.out / "latex").glob("*.tex")
    assert "So {[}00:10{]}." in tex.read_text("utf-8")


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "singlehtml", "xml", "gettext"])
def test_every_builder_has_a_form(new_site: NewSite, builder: str) -> None:
    files = {"episodes/one.md": LISTED, "episodes/two.md": SPOKEN, "episodes/three.md": FRONT % ""}
    site = new_site(files, **BOOKS).build(builder)
    assert site.warnings == []
    text = "".join(data.decode(errors="ignore") for data in site.output(builder).values())
    if builder == "text":
        assert "He says so [06:20]. Later （12:46）" in text
    if builder == "singlehtml":
        page = BeautifulSoup((site.out / "singlehtml/index.html").read_bytes(), "html.parser")
        ids = {tag["id"] for tag in page.select("[id]")}
        hrefs = [str(a["href"]) for a in page.select("a.pod-moment")]
        assert hrefs
        assert [href for href in hrefs if href.removeprefix("#") not in ids] == []


@pytest.mark.slow
def test_parallel_and_incremental_builds_are_the_same(new_site: NewSite) -> None:
    files = {f"episodes/{n}.md": LISTED.replace("Listed", f"Listed {n}") for n in range(4)}
    files |= {"episodes/spoken.md": SPOKEN}
    whole = new_site(files).build()
    assert new_site(files).build(jobs=2).output() == whole.output()
    site = new_site({**files, "episodes/1.md": "# Listed 1\n\nSo [00:10].\n"}).build()
    again = site.write(files).build().output()
    assert {k: v for k, v in again.items() if k != ".doctrees"} == whole.output()


def test_the_catalogue_has_the_chapters_of_lists(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": LISTED}).build()
    assert site.app is not None
    names = [item[0] for item in site.app.env.get_domain("pod").get_objects()]
    assert {"episodes/one@04:20", "episodes/one@58:10"} <= set(names)
