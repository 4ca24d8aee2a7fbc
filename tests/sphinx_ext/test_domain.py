from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag
from conftest import Site, text_of
from search_index import read_index
from show import SHOW
from sphinx.util.inventory import InventoryFile

NewSite = Callable[..., Site]

ROLES = [
    (
        "{pod:person}`Guglielmo Marconi`",
        "Guglielmo Marconi",
        "podcast/entity/guglielmo-marconi.html",
    ),
    (
        "{pod:person}`guglielmo  MARCONI`",
        "guglielmo MARCONI",
        "podcast/entity/guglielmo-marconi.html",
    ),
    (
        "{pod:entity}`guglielmo-marconi`",
        "Guglielmo Marconi",
        "podcast/entity/guglielmo-marconi.html",
    ),
    ("{pod:person}`~Guglielmo Marconi`", "Marconi", "podcast/entity/guglielmo-marconi.html"),
    ("{pod:person}`he <Guglielmo Marconi>`", "he", "podcast/entity/guglielmo-marconi.html"),
    ("{pod:person}`Mara Lindqvist`", "Mara Lindqvist", "podcast/entity/mara-lindqvist.html"),
    ("{pod:concept}`RSS`", "RSS", "podcast/entities.html#entity-rss"),
    ("{pod:product}`留声机`", "留声机", "podcast/entities.html#entity-留声机"),
    ("{pod:episode}`first`", "The first voice", "episodes/radio/first.html"),
    ("{pod:episode}`/episodes/radio/first`", "The first voice", "episodes/radio/first.html"),
    ("{pod:episode}`声の歴史`", "声の歴史", "episodes/koe.html"),
    ("{pod:episode}`it <first>`", "it", "episodes/radio/first.html"),
    ("{pod:channel}`radio`", "radio", "podcast/channel/radio.html"),
    ("{pod:at}`first@02:04`", "The first voice 02:04", "episodes/radio/first.html#t-02-04"),
    ("{pod:at}`~first@02:04`", "02:04", "episodes/radio/first.html#t-02-04"),
    ("{pod:at}`first@02:30`", "The first voice 02:30", "episodes/radio/first.html#t=150"),
    ("{pod:at}`there <first@02:30>`", "there", "episodes/radio/first.html#t=150"),
    (
        "{pod:quote}`first#q-00-00`",
        '"A voice is not a signal."',
        "episodes/radio/first.html#q-00-00",
    ),
    ("{pod:quote}`first@00:00`", '"A voice is not a signal."', "episodes/radio/first.html#q-00-00"),
    ("{any}`Guglielmo Marconi`", "Guglielmo Marconi", "podcast/entity/guglielmo-marconi.html"),
    ("[](#guglielmo-marconi)", "guglielmo-marconi", "podcast/entity/guglielmo-marconi.html"),
]


def rst_role(text: str) -> str:
    return text.replace("{", ":").replace("}", ":")


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_roles_link(new_site: NewSite, markup: str) -> None:
    roles = [r for r in ROLES if markup == "md" or r[0].startswith("{")]
    lines = [role if markup == "md" else rst_role(role) for role, _, _ in roles]
    title = "# Page\n\n" if markup == "md" else "Page\n====\n\n"
    page = title + "\n\n".join(lines) + "\n"
    site = new_site({**SHOW, f"page.{markup}": page, "index.md": INDEX}, smartquotes=False).build()
    assert site.warnings == []
    paragraphs = site.body("page").select("section > p")
    found = [(text_of(p), p.a["href"] if p.a else None) for p in paragraphs]
    assert found == [(text, href) for _, text, href in roles]


INDEX = """
# Site

```{toctree}
page
podcast/index
```
"""


def test_an_exclamation_mark_makes_no_link(new_site: NewSite) -> None:
    page = "# Page\n\n{pod:person}`!Guglielmo Marconi`\n"
    site = new_site({**SHOW, "page.md": page, "index.md": INDEX}).build()
    paragraph = site.body("page").select_one("section > p")
    assert text_of(paragraph) == "Guglielmo Marconi"
    assert isinstance(paragraph, Tag)
    assert paragraph.a is None


def test_what_has_no_page_is_text(new_site: NewSite) -> None:
    page = "# Page\n\n{pod:person}`Kenji Sato` and {pod:channel}`radio`\n"
    site = new_site(
        {**SHOW, "page.md": page, "index.md": INDEX},
        podcast_pages={"entity": False, "entities": False, "channel": False},
    ).build()
    assert site.warnings == []
    paragraph = site.body("page").select_one("section > p")
    assert text_of(paragraph) == "Kenji Sato and radio"
    assert isinstance(paragraph, Tag)
    assert paragraph.a is None


def test_moments_of_the_same_episode(episode_site: Callable[..., Site]) -> None:
    site = episode_site(
        "# T\n\n## [00:00] A\n\nSee {pod:at}`01:00` and {pod:at}`01:30`.\n\n## [01:00] B\n"
    )
    assert site.warnings == []
    links = site.body("episodes/one").select("section#t-00-00 > p > a")
    assert [(text_of(a), a["href"]) for a in links] == [
        ("01:00", "#t-01-00"),
        ("01:30", "#t=90"),
    ]


@pytest.mark.parametrize(
    ("role", "warning"),
    [
        (
            "{pod:person}`Guglielmo Macaroni`",
            "page.md:3: WARNING: there is no person 'Guglielmo Macaroni'; did you mean "
            "'Guglielmo Marconi'? [podcast.entity]",
        ),
        (
            "{pod:concept}`Guglielmo Marconi`",
            "page.md:3: WARNING: there is no concept 'Guglielmo Marconi': it is listed as 'person'; write {pod:entity}`Guglielmo Marconi` [podcast.entity]",
        ),
        (
            "{pod:person}`Marconi`",
            "page.md:3: WARNING: there is no person 'Marconi'; did you mean "
            "'Guglielmo Marconi'? [podcast.entity]",
        ),
        (
            "{pod:episode}`fist`",
            "page.md:3: WARNING: there is no episode 'fist'; did you mean "
            "'episodes/radio/first'? [podcast.episode]",
        ),
        (
            "{pod:at}`first@9:99`",
            "page.md:3: WARNING: there is no moment 'first@9:99': '9:99' is not a "
            "time; write 'first@02:04' [podcast.at]",
        ),
        (
            "{pod:channel}`radios`",
            "page.md:3: WARNING: there is no channel 'radios'; did you mean 'radio'? "
            "[podcast.channel]",
        ),
        (
            "{pod:quote}`first#q-09-09`",
            "page.md:3: WARNING: there is no quote 'first#q-09-09'; did you mean "
            "'first#q-00-00', 'first#q-03-00'? [podcast.quote]",
        ),
    ],
)
def test_what_does_not_resolve(new_site: NewSite, role: str, warning: str) -> None:
    site = new_site({**SHOW, "page.md": f"# Page\n\n{role}\n", "index.md": INDEX}).build()
    assert site.warnings == [warning]
    kind = warning.rpartition("[")[2].rstrip("]")
    site.conf["suppress_warnings"] = [kind]
    assert site.build(fresh=True).warnings == []


def test_nitpick_ignore(new_site: NewSite) -> None:
    page = "# Page\n\n{pod:person}`Nobody Known`\n"
    site = new_site(
        {**SHOW, "page.md": page, "index.md": INDEX},
        nitpicky=True,
        nitpick_ignore=[("pod:person", "Nobody Known")],
    ).build()
    assert site.warnings == []


def test_the_inventory_has_every_object(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    data = (site.out / "html" / "objects.inv").read_bytes()
    inventory = InventoryFile.loads(data, uri="").data
    found = {
        kind.removeprefix("pod:"): dict(items)
        for kind, items in inventory.items()
        if kind.startswith("pod:")
    }
    assert {item.uri for item in found["episode"].values()} == {
        f"{name.removesuffix('.md')}.html" for name in SHOW
    }
    assert found["episode"].keys() > {name.removesuffix(".md") for name in SHOW}
    assert found["person"]["guglielmo-marconi"].display_name == "Guglielmo Marconi"
    assert found["person"]["guglielmo-marconi"].uri == "podcast/entity/guglielmo-marconi.html"
    assert found["chapter"]["episodes/radio/second@1:01:01"].uri == (
        "episodes/radio/second.html#t-1-01-01"
    )
    assert found["quote"]["episodes/koe#q-00-00"].display_name == "「電波は声を運ぶ。」"
    assert set(found["channel"]) == {"radio", "声の歴史"}
    assert len(found["chapter"]) == 7


def test_objects_are_in_the_search(new_site: NewSite) -> None:
    site = new_site(SHOW).build()
    assert {
        ("person", "Guglielmo Marconi"),
        ("product", "留声机"),
        ("chapter", "Reginald Fessenden"),
        ("channel", "声の歴史"),
        ("quote", "「電波は声を運ぶ。」"),
    } <= read_index(site.out / "html").kinds()


def test_names_with_spaces_survive_the_inventory(new_site: NewSite) -> None:
    site = new_site({"episodes/my first one.md": "# My one\n\n## [00:00] A\n"}).build()
    assert site.warnings == []
    data = (site.out / "html" / "objects.inv").read_bytes()
    inventory = InventoryFile.loads(data, uri="").data
    # its document name, the last part of that, its title
    names = ["episodes/my%20first%20one", "my%20first%20one", "my%20one"]
    assert sorted(inventory["pod:episode"]) == names
    for item in inventory["pod:episode"].values():
        assert (item.display_name, item.uri) == ("My one", "episodes/my%20first%20one.html")


def test_two_projects_link_to_each_other(new_site: NewSite) -> None:
    registry = """
        [entities.marconi]
        name = "Guglielmo Marconi"
        type = "person"
        labels.ja = "グリエルモ・マルコーニ"
        aliases = ["The Wizard", "Marconi, Guglielmo"]
    """
    here = """
        # Here

        {pod:person}`marconi`

        {pod:person}`グリエルモ・マルコーニ`

        {pod:entity}`the  WIZARD`

        {external:pod:person}`Marconi, Guglielmo`

        {external+show:pod:person}`he <Guglielmo Marconi>`

        {pod:episode}`first`

        {pod:episode}`The first voice`

        {pod:at}`episodes/radio/first@2:04`

        {pod:quote}`episodes/radio/first@0:00`

        {pod:channel}`Radio`

        {any}`The Wizard`
    """
    extensions = ["sphinxcontrib_podcast", "sphinx.ext.intersphinx"]
    page = "# There\n\n{pod:person}`Ada Lovelace` {pod:concept}`engine`\n"
    index = "# Site\n\n```{toctree}\npage\npodcast/index\n```\n"
    show = {**SHOW, "entities.toml": registry, "index.md": index}
    site = new_site({**show, "page.md": "# There\n"}).build()
    listed = "# Ada\n\n## [00:00] A\n\n## Entities\n\n- **Ada Lovelace** (Person): A.\n"
    other = new_site(
        {
            "here.md": here,
            "index.md": "# Other\n\n```{toctree}\nhere\npodcast/index\n```\n",
            "episodes/ada.md": f"{listed}- **Engine** (Concept): E.\n",
        },
        extensions=extensions,
        intersphinx_mapping={
            "show": ("https://show.example/", str(site.out / "html" / "objects.inv"))
        },
    ).build()
    assert other.warnings == []
    links = other.body("here").select("section > p > a")
    person = "https://show.example/podcast/entity/marconi.html"
    episode = "https://show.example/episodes/radio/first.html"
    assert [(text_of(a), a["href"]) for a in links] == [
        ("Guglielmo Marconi", person),
        ("グリエルモ・マルコーニ", person),
        ("The Wizard", person),
        ("Marconi, Guglielmo", person),
        ("he", person),
        *[("The first voice", episode)] * 2,
        ("Reginald Fessenden", f"{episode}#t-02-04"),
        ("“A voice is not a signal.”", f"{episode}#q-00-00"),
        ("Radio", "https://show.example/podcast/channel/radio.html"),
        ("The Wizard", person),
    ]
    # and the other way
    site.conf |= {
        "extensions": extensions,
        "intersphinx_mapping": {
            "other": ("https://other.example/", str(other.out / "html" / "objects.inv"))
        },
    }
    site.write({"page.md": page}).build()
    assert site.warnings == []
    assert [a["href"] for a in site.body("page").select("section > p > a")] == [
        "https://other.example/podcast/entity/ada-lovelace.html",
        "https://other.example/podcast/entities.html#entity-engine",
    ]


def test_a_name_of_two_things_is_not_in_the_inventory(new_site: NewSite) -> None:
    registry = """
        [entities.a]
        name = "Chris Evans"
        type = "person"

        [entities.b]
        name = "Chris Evans"
        type = "person"
        role = "presenter"
    """
    listed = "- **Chris Evans** (Person): A.\n- **Chris Evans** (Person, presenter): B.\n"
    site = new_site(
        {"entities.toml": registry, "episodes/one.md": f"# One\n\n## Entities\n\n{listed}"}
    ).build()
    data = (site.out / "html" / "objects.inv").read_bytes()
    assert set(InventoryFile.loads(data, uri="").data["pod:person"]) == {"a", "b"}
