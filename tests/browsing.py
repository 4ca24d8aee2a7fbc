"""Helpers for browser tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_BY_SCREEN = [
    {"media": f"(prefers-color-scheme: {scheme})", "scheme": name,
     "toggle": {"icon": "material/lightbulb", "name": "Switch"}}
    for scheme, name in (("light", "default"), ("dark", "slate"))
]  # fmt: skip

#: Themes, and the configuration that a project needs for them besides ``html_theme``.
THEMES: dict[str, dict[str, Any]] = {
    "furo": {},
    "alabaster": {},
    "pydata_sphinx_theme": {},
    "sphinx_book_theme": {},
    "sphinx_rtd_theme": {},
    "sphinx_immaterial": {
        "extensions": ["sphinxcontrib_podcast", "sphinx_immaterial"],
        "html_theme_options": {"font": False, "palette": _BY_SCREEN},
    },
}


def with_theme(theme: str) -> dict[str, Any]:
    """Return the configuration of a project with a theme."""
    return {"html_theme": theme, **THEMES[theme]}


# The contrast of text with its background, as defined by WCAG 2.
CONTRAST = """
element => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const paint = (colors) => {
    canvas.fillStyle = "white";
    canvas.fillRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = [];
  let opacity = 1;
  for (let node = element; node; node = node.parentElement) {
    const style = getComputedStyle(node);
    behind.unshift(style.backgroundColor);
    opacity *= style.opacity;
  }
  const color = getComputedStyle(element).color;
  const percent = `${opacity * 100}%`;
  const back = paint(behind);
  const front = paint([...behind, `color-mix(in srgb, ${color} ${percent}, transparent)`]);
  const [one, other] = [light(back), light(front)].sort((a, b) => b - a);
  return (one + 0.05) / (other + 0.05);
}
"""


def open_page(
    browser: Browser, site: Site, address: str, *, width: int = 1280, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """Open a page without network. Return it, and the list of errors in its scripts."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        offline=True,
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    path, sign, rest = address.partition("#")
    page.goto((site.out / "html" / f"{path}.html").as_uri() + sign + rest)
    return page, errors
