"""Pages in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import CONTRAST, THEMES, open_page, with_theme
from conftest import Site
from show import SHOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = ["episodes/radio/first", "episodes/koe", "podcast/entity/guglielmo-marconi",
         "podcast/entities", "podcast/index", "podcast/quotes"]  # fmt: skip

LONG = "# Long\n\n" + "".join(
    f"## [{time}] Chapter {time}\n\n" + "Words of the chapter. " * 400 + "\n\n"
    for time in ("00:00", "02:04", "58:00", "1:00:26")
)


@pytest.mark.parametrize(
    ("fragment", "chapter"),
    [
        ("t-02-04", "t-02-04"),
        ("t=124", "t-02-04"),
        ("t=2:04", "t-02-04"),
        ("t=02:30", "t-02-04"),
        ("t=1:00:26", "t-1-00-26"),
        ("t=1h0m26s", "t-1-00-26"),
        ("t=npt:3480", "t-58-00"),
        ("t=124,180", "t-02-04"),
        ("t=999999", "t-1-00-26"),
    ],
)
def test_any_moment_opens_its_chapter(
    new_site: Callable[..., Site], browser: Browser, fragment: str, chapter: str
) -> None:
    site = new_site({"episodes/long.md": LONG}).build()
    page, errors = open_page(browser, site, f"episodes/long#{fragment}")
    top = page.locator(f"#{chapter}")
    page.wait_for_function(
        "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 120", arg=chapter
    )
    assert top.is_visible()
    assert errors == []


def test_a_link_to_a_moment_moves_on_the_same_page(
    new_site: Callable[..., Site], browser: Browser
) -> None:
    text = LONG.replace("# Long\n", "# Long\n\nSee {pod:at}`58:30`.\n", 1)
    site = new_site({"episodes/long.md": text}).build()
    page, _ = open_page(browser, site, "episodes/long")
    page.get_by_role("link", name="58:30").click()
    page.wait_for_function(
        "Math.abs(document.getElementById('t-58-00').getBoundingClientRect().top) < 120"
    )


@pytest.mark.parametrize("theme", THEMES)
def test_pages_fit_every_screen_and_scheme(
    new_site: Callable[..., Site], browser: Browser, theme: str
) -> None:
    site = new_site(SHOW, **with_theme(theme)).build()
    assert site.warnings == []
    for docname in PAGES:
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                page, errors = open_page(browser, site, docname, width=width, scheme=scheme)
                assert errors == []
                overflow = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert overflow <= 0, (docname, width, scheme)
                page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_our_text_can_be_read(
    new_site: Callable[..., Site], browser: Browser, theme: str, scheme: str
) -> None:
    site = new_site(SHOW, **with_theme(theme)).build()
    page, _ = open_page(browser, site, "episodes/radio/first", scheme=scheme)
    for selector in ("p.pod-facts", ".pod-chapters .pod-time", "h2 .pod-time", ".pod-chapters a",
                     ".pod-quote blockquote p", ".pod-source", "p.pod-comment",
                     "p.pod-type", "dl.pod-entities dd p"):  # fmt: skip
        contrast = page.locator(selector).first.evaluate(CONTRAST)
        assert contrast >= 4.5, (selector, contrast)


ARABIC = """
---
language: ar
---
# صوت المذياع

قصة أول صوت.

## [00:00] البداية

يتحدث Guglielmo Marconi عن الصوت.

> *"الصوت ليس إشارة."*
> — مارا

## [02:04] الرحلة

كلام.

## Entities

- **Guglielmo Marconi** (Person): Sent signals.
"""


@pytest.mark.parametrize("theme", THEMES)
def test_right_to_left_pages_are_mirrored(
    new_site: Callable[..., Site], browser: Browser, theme: str
) -> None:
    site = new_site({**SHOW, "episodes/arabic.md": ARABIC}, **with_theme(theme)).build()
    assert site.warnings == []
    page, errors = open_page(browser, site, "episodes/arabic", width=390)
    assert errors == []

    def box(selector: str) -> dict[str, float]:
        found = page.locator(selector).first.bounding_box()
        assert found is not None
        return {"x": found["x"], "width": found["width"]}

    chapter, time = box(".pod-chapters a"), box(".pod-chapters a .pod-time")
    assert time["x"] + time["width"] == pytest.approx(chapter["x"] + chapter["width"], abs=12)
    heading, time = box("h2:has(.pod-time)"), box("h2 .pod-time")
    assert time["x"] > heading["x"] + heading["width"] / 2
    style = page.locator("figure.pod-quote").evaluate(
        "e => { const s = getComputedStyle(e); return [s.borderLeftWidth, s.borderRightWidth]; }"
    )
    assert style == ["0px", "3px"]
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def test_without_style_of_a_theme_a_quote_is_still_a_figure(
    new_site: Callable[..., Site], browser: Browser
) -> None:
    site = new_site(SHOW).build()
    page, _ = open_page(browser, site, "episodes/radio/first")
    figures = page.get_by_role("figure")
    assert figures.count() == 2
    assert Path(site.out / "html" / "_static" / "podcast.css").exists()


@pytest.mark.parametrize("theme", THEMES)
def test_a_link_shows_what_it_leads_to(
    new_site: Callable[..., Site], browser: Browser, theme: str
) -> None:
    site = new_site(SHOW, **with_theme(theme)).build()
    page, errors = open_page(browser, site, "episodes/radio/first")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    link = page.locator("a.pod-mention", has_text="Guglielmo Marconi").first
    card = page.get_by_role("tooltip")
    link.hover()
    card.wait_for()
    assert card.locator("div").all_inner_texts() == [
        "Guglielmo Marconi", "Person", "Sent signals across the Atlantic.",
    ]  # fmt: skip
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    assert card.locator(".pod-hover-text").evaluate(CONTRAST) >= 4.5
    card.hover()  # it stays open while the pointer is on it
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert link.get_attribute("aria-describedby") is None
    link.focus()
    card.wait_for()
    page.mouse.move(0, 0)
    page.locator(".pod-chapters a").first.focus()
    card.wait_for(state="hidden")
    assert requests == []
    assert errors == []


def test_the_first_tap_shows_the_card_and_the_second_follows(
    new_site: Callable[..., Site], browser: Browser
) -> None:
    site = new_site(SHOW).build()
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((site.out / "html" / "episodes/koe.html").as_uri())
    link = page.locator("a.pod-mention", has_text="Guglielmo Marconi").first
    link.tap()
    card = page.get_by_role("tooltip")
    card.wait_for()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    link.tap()
    page.wait_for_url("**/guglielmo-marconi.html")


def test_cards_can_be_off(new_site: Callable[..., Site], browser: Browser) -> None:
    site = new_site(SHOW, podcast_hover_cards=False).build()
    page, _ = open_page(browser, site, "episodes/radio/first")
    page.locator("a.pod-mention").first.focus()
    assert page.locator("#pod-hover-card, #pod-hover-cards").count() == 0
