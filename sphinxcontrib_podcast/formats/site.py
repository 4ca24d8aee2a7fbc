"""The addresses of a site, as files for other programs contain them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.grammar.media_addresses import range_text


class Site(NamedTuple):
    """The addresses of the pages of a site."""

    base: str
    """The address of the site, with a slash at its end; "" if it is unknown."""

    page: Callable[[str], str]
    """Returns the quoted path of a document's page, relative to the site."""

    def url(self, address: Address) -> str:
        """Return the address of a place: absolute, or relative to the site without a base."""
        anchor = f"#{quote(address.anchor)}" if address.anchor else ""
        return f"{self.base}{self.page(address.docname)}{anchor}"

    def file(self, name: str) -> str:
        """Return the address of a file that is not a page."""
        return f"{self.base}{quote(name)}"

    def moment(self, docname: str, start: float | None, end: float | None = None) -> str:
        """Return the address of a moment, or that of the page for None."""
        url = self.url(Address(docname))
        return url if start is None else f"{url}#t={range_text(start, end)}"


def base_address(address: str) -> str:
    """Return the address of a site with a slash at its end; "" stays empty."""
    return f"{address.rstrip('/')}/" if address else ""


def page_path(docname: str, *, in_folders: bool = False, suffix: str = ".html") -> str:
    """Return the path of a page as Sphinx's builders ``html`` and ``dirhtml`` name it.

    :param in_folders: whether each page has a folder, as ``dirhtml`` makes them.
    :param suffix: of addresses of other pages.
    """
    if not in_folders:
        return quote(docname) + suffix
    if docname == "index" or docname.endswith("/index"):
        return quote(docname[: -len("index")])
    return f"{quote(docname)}/"
