"""``podcast_embeds``: a page with the player of an episode, oEmbed, and the code to copy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from conftest import INDEX, Site, text_of
from micawber.providers import Provider, ProviderRegistry
from show import SHOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NewSite = Callable[..., Site]

BASE = "https://e.org/show/"
CONF: dict[str, Any] = {"html_baseurl": BASE, "podcast_embeds": True}
FIRST = "episodes/radio/first"
TITLE = "The <b> voice"


def show(sound: bytes = b"sound") -> dict[str, str | bytes | None]:
    first = SHOW[f"{FIRST}.md"].replace("# The first voice", "# The &lt;b> voice")
    second = SHOW["episodes/radio/second.md"]
    return {
        **SHOW,
        f"{FIRST}.md": first.replace("date:", "audio: first.mp3\nimage: first.png\ndate:", 1),
        "episodes/radio/first.mp3": sound,
        "episodes/radio/first.png": b"\x89PNG\r\n\x1a\n",
        "episodes/radio/second.md": second.replace("date:", "video_id: dQw4w9WgXcQ\ndate:", 1),
    }


def made_in(folder: Path, media: bytes = b"sound", **conf: Any) -> Site:
    conf = {**CONF, "suppress_warnings": ["image.not_readable"], **conf}
    site = Site(folder / "src", folder / "out", conf)
    return site.write({"index.md": INDEX, **show(media)}).build()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made_in(tmp_path_factory.mktemp("site"))


def embeds(site: Site) -> dict[str, bytes]:
    return {name: data for name, data in site.output().items() if name.startswith("embed/")}


def test_a_page_has_the_player_alone(built: Site) -> None:
    assert built.warnings == []
    page = built.page(f"embed/{FIRST}")
    assert text_of(page.h1) == TITLE
    assert [a["href"] for a in page.select("h1 a")] == [f"{BASE}{FIRST}.html"]
    assert [text_of(a) for a in page.select(".pod-chapters a")] == [
        "00:00 Intro",
        "02:04 Reginald Fessenden",
        "03:00 The alternator",
    ]
    assert page.select(".pod-player audio")
    assert page.select("nav, footer, form") == []
    folder = (built.out / "html/embed" / FIRST).parent
    files = [str(e.get("src") or e["href"]) for e in page.select("[src], link[rel=stylesheet]")]
    assert len(files) == 6
    for name in files:
        assert (folder / name.partition("?")[0]).resolve().is_file(), name
    assert not (built.out / "html/embed/episodes/koe.html").exists()


class Files(Provider):  # type: ignore[misc]
    """Reads answers from the output folder instead of from the web."""

    def __init__(self, site: Site) -> None:
        super().__init__("")
        self.site = site

    def request(self, url: str, **extra: Any) -> Any:
        page = self.site.page(url.removeprefix(BASE).removesuffix(".html"))
        (link,) = page.select('link[type="application/json+oembed"]')
        path = self.site.out / "html" / str(link["href"]).removeprefix(BASE)
        return self.handle_response(path.read_text("utf-8"), url)


def test_other_programs_embed_an_address_by_oembed(built: Site) -> None:
    registry = ProviderRegistry()
    registry.register(rf"{BASE}\S+", Files(built))
    found = registry.request(f"{BASE}{FIRST}.html")
    assert (found["type"], found["title"], found["author_name"]) == ("rich", TITLE, "radio")
    assert found["provider_url"] == f"{BASE}index.html"
    shown = BeautifulSoup(registry.parse_text(f"{BASE}{FIRST}.html"), "html.parser")
    assert shown == BeautifulSoup(found["html"], "html.parser")
    video = registry.request(f"{BASE}episodes/radio/second.html")
    assert (video["type"], video["width"]) == ("video", 640)
    frame = BeautifulSoup(video["html"], "html.parser").iframe
    assert frame is not None
    assert frame["src"] == f"{BASE}embed/episodes/radio/second.html"
    assert built.page("episodes/koe").select('link[type="application/json+oembed"]') == []


def test_previews_show_the_player(built: Site) -> None:
    tags = {
        str(m.get("name")): str(m["content"]) for m in built.page(FIRST).select("meta[content]")
    }
    assert tags["twitter:card"] == "player"
    assert tags["twitter:player"] == f"{BASE}embed/{FIRST}.html"
    assert (tags["twitter:player:width"], tags["twitter:player:height"]) == ("640", "220")
    koe = built.page("episodes/koe").select_one('meta[name="twitter:card"]')
    assert koe is not None
    assert koe["content"] == "summary"


def test_in_folders(tmp_path: Path) -> None:
    site = made_in(tmp_path).build("dirhtml")
    root = site.out / "dirhtml"
    text = (root / "embed" / FIRST / "index.html").read_text("utf-8")
    (player,) = BeautifulSoup(text, "html.parser").select("audio")
    sound = root / "embed" / FIRST / str(player["src"])
    assert sound.resolve().read_bytes() == b"sound"
    data = json.loads((root / "embed" / FIRST / "index.html.json").read_text("utf-8"))
    assert f'src="{BASE}embed/{FIRST}/"' in data["html"]


@pytest.mark.slow
def test_files_come_and_go_with_recordings(new_site: NewSite) -> None:
    conf = {**CONF, "suppress_warnings": ["image.not_readable"]}
    site = new_site(show(), **conf).build()
    first = str(show()[f"{FIRST}.md"]).replace("The &lt;b>", "Another")
    edits: list[dict[str, str | bytes | None]] = [
        {f"{FIRST}.md": first},
        {"episodes/radio/first.png": b"\x89PNG\r\n\x1a\nother"},
        {f"{FIRST}.md": first.replace("audio: first.mp3\n", "")},
        {"episodes/radio/second.md": None},
    ]
    files = show()
    for edit in edits:
        site.write(edit).build()
        files = {name: text for name, text in {**files, **edit}.items() if text is not None}
        assert site.output() == new_site(files, **conf).build().output()
    assert embeds(site) == {}
    site.conf["podcast_embeds"] = False
    assert embeds(site.write({f"{FIRST}.md": first}).build()) == {}
    (warning,) = [w for w in new_site(SHOW, podcast_embeds=True).build().warnings if "embeds" in w]
    assert "set html_baseurl" in warning


@pytest.mark.browser
def test_an_embedded_range_plays_only_when_asked(
    tmp_path: Path, media: dict[str, bytes], browser: Browser, serve: Callable[[Site], str]
) -> None:
    origin = serve(made_in(tmp_path, media["sound.mp3"]))
    page = browser.new_page()
    page.goto(f"{origin}/embed/{FIRST}.html#t=150,155")
    page.locator(".pod-bar").wait_for()
    page.wait_for_function("podcast.player.currentTime === 150")
    assert page.evaluate("podcast.player.paused")
    assert page.locator(".pod-here").inner_text() == "Reginald Fessenden"
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("podcast.player.paused && podcast.player.currentTime >= 154.9")
    assert page.evaluate("podcast.player.currentTime") < 156
    page.get_by_text("Chapters").click()
    page.get_by_role("link", name="03:00 The alternator").click()
    page.wait_for_function("podcast.player.currentTime >= 180")


@pytest.mark.browser
def test_the_code_is_copied_with_the_time(
    tmp_path: Path, media: dict[str, bytes], browser: Browser, serve: Callable[[Site], str]
) -> None:
    origin = serve(made_in(tmp_path, media["sound.mp3"]))
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])

    def copied(fragment: str) -> str:
        page = context.new_page()
        page.goto(f"{origin}/{FIRST}.html{fragment}")
        page.get_by_role("button", name="Copy the code that embeds this player").click()
        page.get_by_role("button", name="Copied").or_(
            page.locator("[data-copied]")
        ).first.wait_for()
        found = re.search(r'^<iframe src="(.*?)"', page.evaluate("navigator.clipboard.readText()"))
        assert found
        return found[1]

    assert copied("") == f"{BASE}embed/{FIRST}.html"
    assert copied("#t=124") == f"{BASE}embed/{FIRST}.html#t=124"
    assert copied("#t=124,130.5") == f"{BASE}embed/{FIRST}.html#t=124,130.5"


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 640])
def test_the_player_fits_into_its_frame(
    tmp_path: Path,
    media: dict[str, bytes],
    browser: Browser,
    serve: Callable[[Site], str],
    width: int,
) -> None:
    origin = serve(made_in(tmp_path, media["sound.mp3"]))
    for name, height in (("first", 220), ("second", 560)):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(f"{origin}/embed/episodes/radio/{name}.html")
        page.locator(".pod-bar").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator(".pod-bar").bounding_box()
        assert box
        assert box["y"] + box["height"] <= height
