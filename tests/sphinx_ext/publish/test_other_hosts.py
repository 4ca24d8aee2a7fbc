"""Nothing that a build generates makes the browser of a reader request another host."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import INDEX, Site
from show import SHOW
from sphinx.errors import ConfigError

NewSite = Callable[..., Site]

FIRST, SECOND = "episodes/radio/first.md", "episodes/radio/second.md"
ICON = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 192, 192)
EVERYTHING: dict[str, Any] = {
    "html_baseurl": "https://e.org/show/",
    "podcast_api": True,
    "podcast_citations": True,
    "podcast_embeds": True,
    "podcast_feeds": "full",
    "podcast_icons": ["icon.png"],
    "podcast_own_shows": True,
    "podcast_quote_pages": True,
    "podcast_share_cards": True,
    "podcast_websub_hub": "https://hub.example/",
}
FILES: dict[str, str | bytes | None] = {
    **SHOW,
    FIRST: SHOW[FIRST].replace("date:", "audio: https://a.example/1.mp3\ndate:", 1),
    SECOND: SHOW[SECOND].replace("date:", "video_id: dQw4w9WgXcQ\ndate:", 1),
    "icon.png": ICON,
}  # fmt: skip
#: Links that browsers follow by themselves. Others wait for the reader or for other programs.
LOADED = {
    "apple-touch-icon", "dns-prefetch", "icon", "manifest", "modulepreload", "preconnect", "prefetch",
    "preload", "prerender", "stylesheet",
}  # fmt: skip


def loaded(page: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Yield elements and addresses that a browser loads with a page."""
    for name in ("src", "srcset", "poster", "data", "background"):
        yield from ((e, str(e[name])) for e in page.select(f"[{name}]"))
    for link in page.select("link[href]"):
        if LOADED.intersection(link.get_attribute_list("rel")):
            yield link, str(link["href"])
    for element in page.select("style, [style]"):
        yield from ((element, url) for url in in_css(str(element.get("style") or element.string)))


def in_css(text: str) -> list[str]:
    return re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""", text)


def is_elsewhere(address: str) -> bool:
    return bool(re.match(r"(?!data:)[a-z][a-z0-9+.-]*:|//", address.strip(), re.IGNORECASE))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    conf = {**EVERYTHING, "suppress_warnings": ["podcast.feed"]}
    site = Site(root / "src", root / "out", conf)
    return site.write({"index.md": INDEX, **FILES}).build()


def test_pages_load_nothing_from_other_hosts(built: Site) -> None:
    assert built.warnings == []
    html = built.out / "html"
    pages = [p for p in html.rglob("*.html") if "_static" not in p.parts]
    assert {"embed", "quote", "episodes", "podcast"} <= {
        p.relative_to(html).parts[0] for p in pages
    }
    found, waiting = [], 0
    for path in pages:
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert page.select("iframe, object, embed, base, meta[http-equiv]") == []
        for element, address in loaded(page):
            if element.name in ("audio", "video") and element.get("preload") == "none":
                waiting += 1  # for the reader
            elif is_elsewhere(address):
                found.append((path.name, str(element)))
    assert found == []
    assert waiting == 2  # the page of the episode, and the one to embed


def test_styles_and_scripts_name_no_other_hosts(built: Site) -> None:
    static = built.out / "html/_static"
    styles = [*static.glob("podcast*.css")]
    scripts = [*static.glob("podcast*.js")]
    assert len(styles) >= 3
    assert len(scripts) >= 5
    for path in styles:
        assert not [url for url in in_css(path.read_text("utf-8")) if is_elsewhere(url)]
    for path in scripts:
        assert re.findall(r"""["'`](?:https?:)?//""", path.read_text("utf-8")) == []


def test_the_site_can_be_installed(built: Site) -> None:
    html = built.out / "html"
    data = json.loads((html / "manifest.webmanifest").read_text("utf-8"))
    assert data["icons"] == [{"src": "icons/icon.png", "sizes": "192x192", "type": "image/png"}]
    assert (html / data["icons"][0]["src"]).read_bytes() == ICON
    assert (html / data["start_url"]).is_file()
    for name in ("index", "episodes/radio/first", "genindex"):
        page, folder = built.page(name), (html / name).parent
        for link in page.select('link[rel="manifest"], link[rel="apple-touch-icon"]'):
            assert (folder / str(link["href"])).is_file()
        assert len(page.select('link[rel="manifest"]')) == 1


@pytest.mark.slow
def test_icons_come_and_go(new_site: NewSite) -> None:
    files = {**SHOW, "icon.png": ICON}
    site = new_site(files, podcast_icons=["icon.png"]).build()
    assert site.write({"icon.png": ICON + b"more"}).build().output() == (
        new_site({**files, "icon.png": ICON + b"more"}, podcast_icons=["icon.png"]).build().output()
    )
    site.conf["podcast_icons"] = []
    assert site.build().output() == new_site(files).build().output()


@pytest.mark.parametrize(
    ("path", "reason"),
    [("no.png", "no.png cannot be read: No such file"), ("index.md", "index.md must be a PNG or SVG file")],
)  # fmt: skip
def test_wrong_icons_are_reported(new_site: NewSite, path: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        new_site(SHOW, podcast_icons=[path]).build()
