"""Photograph the example show in each theme, light, dark and on a phone.

Needs Chromium and the extra ``themes``. Run it in this folder after changing how pages look.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

sys.path.insert(0, str(Path("../tests").resolve()))
from browsing import THEMES, with_theme

PAGES = [
    "episodes/listening-room/trailer",
    "podcast/entity/mara-lindqvist",
    "podcast/entities",
]
SCREENS = [("light", 1280, 820), ("dark", 1280, 820), ("light", 390, 700)]
SHEET = """<!doctype html><style>
body {{ background: #999; display: grid; gap: 12px; grid-template-columns: repeat(3, 1fr);
        justify-items: center; margin: 12px; }}
img {{ width: 100%; }}
img.w390 {{ width: 55%; }}
</style>{}"""


def main() -> None:
    """Write a sheet of pictures for each theme."""
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
                sheet = photograph(browser, Path(scratch) / theme)
                (folder / f"{theme}.jpg").write_bytes(sheet)
            browser.close()


def build(theme: str, scratch: Path) -> None:
    """Build the manual with a theme."""
    overrides: dict[str, Any] = with_theme(theme)
    with docutils_namespace():
        app = Sphinx(
            ".", ".", scratch / theme, scratch / f"{theme}-doctrees", "html",
            confoverrides=overrides, status=None,
        )  # fmt: skip
        app.build()


def photograph(browser: Browser, site: Path) -> bytes:
    """One picture of all pages on all screens, as JPEG."""
    images = []
    for scheme, width, height in SCREENS:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            offline=True,
        )
        page = context.new_page()
        for docname in PAGES:
            page.goto((site / f"{docname}.html").resolve().as_uri())
            data = base64.b64encode(page.screenshot()).decode()
            images.append(f'<img class="w{width}" src="data:image/png;base64,{data}">')
        context.close()
    page = browser.new_page(viewport={"width": 1200, "height": 600})
    page.set_content(SHEET.format("".join(images)))
    size = page.evaluate("[document.body.scrollWidth + 24, document.body.scrollHeight + 24]")
    clip = {"x": 0, "y": 0, "width": 1200, "height": size[1], "scale": 1}
    picture = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {"format": "jpeg", "quality": 60, "clip": clip, "captureBeyondViewport": True},
    )
    page.close()
    return base64.b64decode(picture["data"])


if __name__ == "__main__":
    main()
