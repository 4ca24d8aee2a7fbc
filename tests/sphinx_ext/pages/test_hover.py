from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conftest import Site
from show import SHOW

NewSite = Callable[..., Site]


def cards(site: Site, docname: str) -> dict[str, Any]:
    script = site.page(docname).select_one("script#pod-hover-cards")
    if script is None:
        return {}
    assert script["type"] == "application/json"
    found: dict[str, Any] = json.loads(script.get_text())
    return found


def test_a_page_has_the_cards_of_its_links(new_site: NewSite) -> None:
    site = new_site(SHOW, language="ja").build()
    found = cards(site, "episodes/radio/first")
    assert found["../../podcast/entity/guglielmo-marconi.html"] == {
        "name": "Guglielmo Marconi",
        "lang": "en",
        "type": "人物",
        "text": "無線の発明者。",
        "textLang": "ja",
    }
    links = {a["href"] for a in site.body("episodes/radio/first").select("a")}
    assert found.keys() <= links
    assert cards(site, "index") == {}


def test_cards_follow_roles_and_change_with_their_entity(new_site: NewSite) -> None:
    page = "# Page\n\n{pod:person}`x <Dave Winer>`\n"
    index = "# S\n\n```{toctree}\npage\npodcast/index\n```\n"
    site = new_site({**SHOW, "page.md": page, "index.md": index}).build()
    ((href, card),) = cards(site, "page").items()
    assert href == "podcast/entity/dave-winer.html"
    assert card["text"] == "Gave it the enclosure."
    changed = SHOW["episodes/radio/second.md"].replace("Gave it", "Added")
    site.write({"episodes/radio/second.md": changed}).build()
    assert cards(site, "page")[href]["text"] == "Added the enclosure."


def test_nothing_gets_out_of_the_script(new_site: NewSite) -> None:
    evil = "</script><script>alert(1)</script><!-- &lt;"
    show = dict(SHOW)
    written = evil.replace("<", "\\<").replace("&", "\\&").replace("-", "\\-")
    show["episodes/koe.md"] = show["episodes/koe.md"].replace("無線の発明者。", written)
    show["episodes/radio/first.md"] = show["episodes/radio/first.md"].replace(
        "Sent signals across the Atlantic.", written
    )
    site = new_site(show).build()
    found = cards(site, "episodes/radio/first")
    assert found["../../podcast/entity/guglielmo-marconi.html"]["text"] == evil
    assert [s for s in site.page("episodes/radio/first").select("script") if "alert" in s.text] == [
        site.page("episodes/radio/first").select_one("script#pod-hover-cards")
    ]


def test_no_cards_where_they_are_off_or_cannot_be_shown(new_site: NewSite) -> None:
    site = new_site(SHOW, podcast_hover_cards=False).build()
    assert cards(site, "episodes/radio/first") == {}
    site.build("epub")
    page = (site.out / "epub" / "episodes/radio/first.xhtml").read_text(encoding="utf-8")
    assert "<script" not in page
