"""The player of an episode without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import Tag
from conftest import Site, text_of
from show import SHOW

NewSite = Callable[..., Site]

SOUND = b"no sound, but a file"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "6060f80f0001040100180dd18c0000000049454e44ae426082"
)
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def show(field: str, **more: str | bytes) -> dict[str, str | bytes]:
    text = SHOW["episodes/radio/first.md"].replace("number: 1", field)
    return {**SHOW, "episodes/radio/first.md": text, **more}


def one(site: Site, selector: str, docname: str = "episodes/radio/first") -> Tag:
    (found,) = site.body(docname).select(selector)
    return found


def test_a_file_is_copied_and_plays(new_site: NewSite) -> None:
    site = new_site(
        show("audio: sound.mp3\nimage: /cover.png", **{
            "episodes/radio/sound.mp3": SOUND, "cover.png": PICTURE,
        })
    ).build()  # fmt: skip
    assert site.warnings == []
    player = one(site, ".pod-player")
    audio = one(site, ".pod-player > audio[controls]")
    assert (audio["preload"], player["data-duration"]) == ("metadata", "600")
    assert player["role"] == "region"
    assert player["aria-label"] == "Listen to the episode"
    page = site.out / "html" / "episodes/radio"
    assert (page / str(audio["src"])).resolve().read_bytes() == SOUND
    assert (page / str(player["data-picture"])).resolve().read_bytes() == PICTURE
    for chapter, seconds in (("t-00-00", 0), ("t-02-04", 124), ("t-03-00", 180)):
        link = one(site, f"#{chapter} > :is(h2, h3) > a:has(time)")
        assert link["href"] == f"{audio['src']}#t={seconds}"
    assert one(site, '.pod-chapters a[href="#t-02-04"]')
    assert one(site, "#q-00-00 figcaption a:has(time)")["href"] == f"{audio['src']}#t=0"


def test_a_file_of_another_host_is_not_loaded(new_site: NewSite) -> None:
    site = new_site(
        show("audio: https://example.org/a.mp3\nimage: https://example.org/a.png")
    ).build()
    assert site.warnings == []
    audio = one(site, ".pod-player > audio")
    assert (audio["preload"], audio["src"]) == ("none", "https://example.org/a.mp3")
    assert one(site, ".pod-player")["data-picture"] == "https://example.org/a.png"
    assert site.body("episodes/radio/first").select("img") == []


def test_a_video_page_is_a_link_until_it_is_played(new_site: NewSite) -> None:
    site = new_site(show(f"video: {VIDEO}")).build()
    assert site.warnings == []
    poster = one(site, ".pod-player > a.pod-poster")
    assert poster["href"] == VIDEO
    assert text_of(poster) == "Watch the episode"
    assert site.body("episodes/radio/first").select("iframe") == []
    assert one(site, "#t-02-04 > h2 > a:has(time)")["href"] == f"{VIDEO}&t=124s"
    facts = one(site, "p.pod-facts")
    assert "youtube.com" not in text_of(facts)


def test_a_video_that_no_player_shows_is_a_link(new_site: NewSite) -> None:
    for field in (f"video: {VIDEO}\naudio: https://example.org/a.mp3",
                  "video: https://www.bilibili.com/video/BV1xx411c7mD"):  # fmt: skip
        site = new_site(show(field)).build()
        assert site.warnings == []
        hosts = [text_of(a) for a in one(site, "p.pod-facts").select("a.external")]
        assert hosts in (["youtube.com"], ["bilibili.com"])
        kinds = [p["data-kind"] for p in site.body("episodes/radio/first").select(".pod-player")]
        assert kinds == (["audio"] if "audio" in field else [])


def test_without_media_times_lead_to_their_chapter(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert site.body("episodes/radio/first").select(".pod-player") == []
    assert one(site, "#t-02-04 > h2 > a:has(time)")["href"] == "#t-02-04"
    scripts = {str(s.get("src")) for s in site.page("episodes/radio/first").select("script")}
    assert not any("player" in script or "transcript" in script for script in scripts)


@pytest.mark.parametrize(
    ("field", "fault", "line"),
    [
        ("audio: nowhere.mp3", "No such file or directory", 6),
        ("audio: ../../../../etc/passwd", "it is outside the source folder", 6),
        ("video: /episodes", "it is not a file", 6),
        ("image: nowhere.png", "No such file or directory", 6),
        ("audio: link.mp3", "it is outside the source folder", 6),
        ('audio: "a\\0b.mp3"', "No such file or directory", 6),
    ],
)
def test_a_file_that_cannot_be(
    new_site: NewSite, tmp_path: Path, field: str, fault: str, line: int
) -> None:
    (tmp_path / "secret.mp3").write_bytes(SOUND)
    site = new_site(show(field))
    (site.src / "episodes/radio/link.mp3").symlink_to(tmp_path / "secret.mp3")
    (warning,) = site.build().warnings
    assert warning.startswith(f"episodes/radio/first.md:{line}: WARNING: the ")
    assert f"cannot be read ({fault}" in warning
    assert warning.endswith("[podcast.media]")
    assert site.body("episodes/radio/first").select(".pod-player") == []
    assert one(site, "#t-02-04 > h2 > a:has(time)")["href"] == "#t-02-04"
    assert not [p for p in site.out.rglob("*") if p.is_file() and p.read_bytes() == SOUND]


def test_a_file_that_comes_later(new_site: NewSite) -> None:
    site = new_site(show("audio: sound.mp3")).build()
    assert len(site.warnings) == 1
    site.write({"episodes/radio/sound.mp3": SOUND}).build()
    assert site.warnings == []
    assert one(site, ".pod-player > audio")
    site.write({"episodes/radio/sound.mp3": None}).build()
    assert len(site.warnings) == 1
    assert site.body("episodes/radio/first").select(".pod-player") == []


def test_titles_in_the_navigation_have_no_link_to_the_media(new_site: NewSite) -> None:
    site = new_site(show("audio: https://example.org/a.mp3"), html_theme="furo").build()
    for link in site.page("episodes/radio/first").select(".toc-tree a"):
        assert str(link["href"]).startswith("#")
        assert not link.select("a")


def test_several_episodes_in_a_page_keep_their_own_media(new_site: NewSite) -> None:
    files = show("audio: https://example.org/first.mp3")
    files["episodes/radio/second.md"] = SHOW["episodes/radio/second.md"].replace(
        "---\n", "---\naudio: https://example.org/second.mp3\n", 1
    )
    site = new_site(files).build("singlehtml")
    text = (site.out / "singlehtml/index.html").read_text()
    assert 'href="https://example.org/first.mp3#t=124"' in text
    assert 'href="https://example.org/second.mp3#t=3661"' in text
    assert 'href="https://example.org/second.mp3#t=124"' not in text


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "xml", "epub", "gettext"])
def test_other_media_have_a_link(new_site: NewSite, builder: str) -> None:
    site = new_site(
        show("audio: https://example.org/a.mp3"), version="1", copyright="Mara"
    ).build(builder)  # fmt: skip
    assert site.warnings == []
    local = {"episodes/radio/a.mp3": SOUND}
    site = new_site(show("audio: a.mp3", **local), version="1", copyright="Mara").build(builder)
    assert site.warnings == []
    if builder == "text":
        text = (site.out / "text/episodes/radio/first.txt").read_text()
        assert "Listen to the episode" in text
        assert "[02:04] Reginald Fessenden" in text
    if builder == "epub":
        page = (site.out / "epub/episodes/radio/first.xhtml").read_text()
        assert "<audio" not in page
        assert 'href="#t-02-04"' in page


def test_what_scripts_say_is_in_the_page(new_site: NewSite) -> None:
    site = new_site(show("audio: https://example.org/a.mp3"), language="ja").build()
    page = site.page("episodes/radio/first")
    (labels,) = page.select("script#pod-labels")
    assert labels["type"] == "application/json"
    assert '"再生"' in str(labels)
    assert page.select('script[src*="podcast-player.js"][defer]')
    assert site.page("podcast/episodes").select("script#pod-labels") == []


def test_ranges_of_moments(new_site: NewSite) -> None:
    text = SHOW["episodes/radio/second.md"].replace(
        "More.",
        "{pod:at}`first@02:04-03:10`, {pod:at}`00:30`, {pod:at}`00:00`, {pod:at}`1:00-0:30`",
    )
    site = new_site({**SHOW, "episodes/radio/second.md": text}).build()
    (warning,) = site.warnings
    assert "there is no moment '1:00-0:30'" in warning
    links = [
        a for a in site.body("episodes/radio/second").select("a:has(time)") if a.select(".xref")
    ]
    assert [(text_of(a), a["href"]) for a in links] == [
        ("The first voice 02:04–03:10", "first.html#t=124,190"), ("00:30", "#t=30"),
        ("00:00", "#t-00-00"),
    ]  # fmt: skip
