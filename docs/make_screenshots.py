"""Photograph the example show, and draw the diagrams for builders that take no SVG.

The show is photographed in each theme, light, dark and on a phone, and for the README. Needs
Chromium and the extra ``themes``. Run it in this folder after changing how pages look.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from conf import extensions
from playwright.sync_api import Browser, sync_playwright
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

sys.path.insert(0, str(Path("../tests").resolve()))
from browsing import THEMES, with_theme

TRAILER, MARA = "episodes/listening-room/trailer", "podcast/entity/mara-lindqvist"
PAGES = [TRAILER, MARA, "podcast/entities"]
SCREENS = [("light", 1280, 820), ("dark", 1280, 820), ("light", 390, 700)]
SHEET = """<!doctype html><style>
body {{ background: #999; display: grid; gap: 12px; grid-template-columns: {columns};
        justify-items: center; margin: 12px; }}
img {{ width: 100%; }}
{style}
</style>{images}"""


class Shot(NamedTuple):
    """What is photographed; the screen in pixels."""

    docname: str
    scheme: str
    width: int
    height: int


THEME_SHOTS = [Shot(page, *screen) for screen in SCREENS for page in PAGES]
README_SHOTS = [Shot(TRAILER, "light", 1120, 900), Shot(MARA, "light", 390, 900)]


def main() -> None:
    """Write a sheet of pictures for each theme and for the README, and the diagrams."""
    folder = Path("screenshots")
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for theme in THEMES:
            build(theme, Path(scratch))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox"],
            )
            for theme in THEMES:
                images = photograph(browser, Path(scratch) / theme, THEME_SHOTS)
                sheet = paste(browser, images, "repeat(3, 1fr)", "img.w390 { width: 55%; }")
                (folder / f"{theme}.jpg").write_bytes(sheet)
            images = photograph(browser, Path(scratch) / "furo", README_SHOTS)
            columns = " ".join(f"{shot.width}fr" for shot in README_SHOTS)
            (folder / "readme.jpg").write_bytes(paste(browser, images, columns, ""))
            for diagram in Path("diagrams").glob("*.svg"):
                diagram.with_suffix(".png").write_bytes(draw(browser, diagram))
            browser.close()


def build(theme: str, scratch: Path) -> None:
    """Build the manual with a theme."""
    overrides: dict[str, Any] = with_theme(theme)
    overrides["extensions"] = [*dict.fromkeys([*extensions, *overrides.get("extensions", ())])]
    with docutils_namespace():
        app = Sphinx(
            ".", ".", scratch / theme, scratch / f"{theme}-doctrees", "html",
            confoverrides=overrides, status=None,
        )  # fmt: skip
        app.build()


def photograph(browser: Browser, site: Path, shots: Iterable[Shot]) -> list[str]:
    """Pages on screens, as images in HTML."""
    images = []
    for docname, scheme, width, height in shots:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            offline=True,
        )
        page = context.new_page()
        page.goto((site / f"{docname}.html").resolve().as_uri())
        data = base64.b64encode(page.screenshot()).decode()
        images.append(f'<img class="w{width}" src="data:image/png;base64,{data}">')
        context.close()
    return images


def paste(browser: Browser, images: Iterable[str], columns: str, style: str) -> bytes:
    """One picture of all, as JPEG."""
    page = browser.new_page(viewport={"width": 1200, "height": 600})
    page.set_content(SHEET.format(columns=columns, style=style, images="".join(images)))
    size = page.evaluate("[document.body.scrollWidth + 24, document.body.scrollHeight + 24]")
    clip = {"x": 0, "y": 0, "width": 1200, "height": size[1], "scale": 1}
    picture = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {"format": "jpeg", "quality": 60, "clip": clip, "captureBeyondViewport": True},
    )
    page.close()
    return base64.b64decode(picture["data"])


def draw(browser: Browser, diagram: Path) -> bytes:
    """Return a diagram as PNG, at twice its size."""
    context = browser.new_context(color_scheme="light", device_scale_factor=2, offline=True)
    page = context.new_page()
    page.goto(diagram.resolve().as_uri())
    picture = page.locator("svg").screenshot()
    context.close()
    return picture


if __name__ == "__main__":
    main()
