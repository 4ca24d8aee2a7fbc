"""The style and script of sphinx-design are on pages that use them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Site

NewSite = Callable[..., Site]

FILES = {
    "episodes/one.md": "# One\n\n## [00:00] Start\n",
    "tabs.md": "---\norphan: true\n---\n# Tabs\n\n::::{tab-set}\n:::{tab-item} A\nText\n:::\n::::\n",
    "badge.md": "---\norphan: true\n---\n# Badge\n\n{bdg-primary}`new`\n",
    "plain.md": "---\norphan: true\n---\n# Plain\n\nText.\n",
}


def assets(site: Site, docname: str) -> int:
    """Return the number of the files of sphinx-design that a page loads."""
    elements = site.page(docname).select("link[href*=sphinx-design], script[src*=design-tabs]")
    return len(elements)


def test_only_pages_with_components_load_them(new_site: NewSite) -> None:
    site = new_site(FILES, myst_enable_extensions=["colon_fence"]).build()
    assert [assets(site, d) for d in ("tabs", "badge")] == [2, 2]
    assert [assets(site, d) for d in ("plain", "episodes/one", "podcast/index", "search")] == [
        0
    ] * 4


@pytest.mark.parametrize(
    "conf",
    [
        {"extensions": ["sphinxcontrib_podcast", "sphinx_design"]},
        {"extensions": ["sphinx_design", "sphinxcontrib_podcast"]},
    ],
)
def test_a_project_that_lists_the_extension_has_them_on_every_page(
    new_site: NewSite, conf: dict[str, list[str]]
) -> None:
    site = new_site(FILES, myst_enable_extensions=["colon_fence"], **conf).build()
    assert [assets(site, d) for d in ("tabs", "plain", "episodes/one", "search")] == [2] * 4
