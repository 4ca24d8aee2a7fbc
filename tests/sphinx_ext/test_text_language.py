"""Languages of the interface, of labels on an episode, and of a translated project."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import Tag
from conftest import Site, text_of
from show import SHOW
from sphinx.util.inventory import InventoryFile

from sphinxcontrib_podcast.sphinx_ext.labels import Labels, writing_system_of

NewSite = Callable[..., Site]

VTT = """WEBVTT

00:00.000 --> 00:04.000
<v Kenji Sato>A voice is not really a signal. It sings.

03:05.000 --> 03:07.000
It sang.
"""
FILES = {**SHOW, "episodes/radio/first.vtt": VTT}


def labels(language: str) -> Labels:

    return Labels({}, language)


@pytest.mark.parametrize(
    ("language", "date", "month", "year", "short", "long", "people"),
    [
        ("en", "Jan 5, 2026", "Jan 2026", "2026", "52 min", "1 hr, 5 min", "A, B, and C"),
        ("ja", "2026/01/05", "2026年1月", "2026年", "52 分", "1 時間 5 分", "A、B、C"),
        ("zh_CN", "2026年1月5日", "2026年1月", "2026年", "52分钟", "1小时5分钟", "A、B和C"),
        ("zh-TW", "2026年1月5日", "2026年1月", "2026年", "52 分鐘", "1 小時 5 分鐘", "A、B和C"),
        ("de", "05.01.2026", "Jan. 2026", "2026", "52 Min.", "1 Std., 5 Min.", "A, B und C"),
        ("xx", "Jan 5, 2026", "Jan 2026", "2026", "52 min", "1 hr, 5 min", "A, B, and C"),
    ],
)
def test_dates_durations_and_lists(
    language: str, date: str, month: str, year: str, short: str, long: str, people: str
) -> None:
    spoken = labels(language)
    day = datetime.date(2026, 1, 5)
    assert (spoken.date(day), spoken.month(day), spoken.year(day)) == (date, month, year)
    assert (spoken.duration(52 * 60), spoken.duration(3900)) == (short, long)
    assert spoken.listed(["A", "B", "C"]) == people


def test_numbers_and_plurals() -> None:
    assert labels("en").number(1234) == "1,234"
    assert labels("de").number(1234) == "1.234"
    message = ("Back %(seconds)d second", "Back %(seconds)d seconds")
    assert labels("en").ngettext(*message, 1) == message[0]
    assert labels("en").ngettext(*message, 15) == message[1]
    assert labels("ja").ngettext(*message, 1) == "%(seconds)d秒戻る"
    # Babel repeats the second of two parts if a language has no pattern for two
    assert labels("ar").duration(3900).count("5") == 1


@pytest.mark.parametrize(
    ("language", "script", "chapters"),
    [
        ("zh", "zh-hans", "章节"), ("zh-CN", "zh-hans", "章节"), ("zh-Hant", "zh-hant", "章節"),
        ("zh_TW", "zh-hant", "章節"), ("zh-HK", "zh-hant", "章節"), ("ja-JP", "ja", "チャプター"),
        ("ko", "ko", "Chapters"), ("fr", "latin", "Chapters"),
    ],
)  # fmt: skip
def test_each_written_chinese_has_its_own(language: str, script: str, chapters: str) -> None:
    assert writing_system_of(language) == script
    assert labels(language).gettext("Chapters") == chapters


@pytest.mark.parametrize(
    ("language", "archive", "people", "year", "facts", "roles"),
    [
        ("en", "Archive", "People", "2026",
         "radio · Episode 1 · Jan 5, 2026 · 10 min", "Guest: Kenji Sato · Host: Mara Lindqvist"),
        ("ja", "アーカイブ", "人物", "2026年",
         "radio · 第 1 回 · 2026/01/05 · 10 分", "ゲスト：Kenji Sato · ホスト：Mara Lindqvist"),
        ("zh_CN", "节目存档", "人物", "2026年",
         "radio · 第 1 期 · 2026年1月5日 · 10分钟", "嘉宾：Kenji Sato · 主持：Mara Lindqvist"),
        ("zh_TW", "節目典藏", "人物", "2026年",
         "radio · 第 1 集 · 2026年1月5日 · 10 分鐘", "來賓：Kenji Sato · 主持：Mara Lindqvist"),
        ("de", "Archive", "People", "2026",
         "radio · Episode 1 · 05.01.2026 · 10 Min.", "Guest: Kenji Sato · Host: Mara Lindqvist"),
    ],
)  # fmt: skip
def test_the_interface_speaks_the_language_of_the_project(
    new_site: NewSite,
    language: str,
    archive: str,
    people: str,
    year: str,
    facts: str,
    roles: str,
) -> None:
    site = new_site(FILES, language=language).build()
    assert site.warnings == []
    assert text_of(site.body("podcast/index").h1) == archive
    assert text_of(site.body("podcast/entities").h2) == f"{people} (7)"
    assert text_of(site.body("podcast/episodes").h2) == year
    assert text_of(site.body("episodes/radio/first").select_one("p.pod-facts")) == facts
    assert text_of(site.body("episodes/radio/first").select_one("p.pod-people")) == roles


def spoken(site: Site, docname: str) -> list[tuple[str, str]]:
    """Return the labels of an episode's page, and the language each is marked with."""
    body = site.body(docname)
    found = body.select(
        ".pod-chapters > .rubric, .rubric.pod-type, summary, .pod-verdict, p.pod-facts, .pod-people"
    )
    result = []
    for tag in found:
        inner = tag.select_one("[lang]") if tag.name == "summary" else tag
        around = next(t for t in (inner or tag, *(inner or tag).parents) if t.get("lang"))
        result.append((text_of(tag), str(around["lang"])))
    return result


def test_labels_in_the_language_of_the_project(new_site: NewSite) -> None:
    site = new_site(FILES, language="ja").build()
    assert spoken(site, "episodes/radio/first") == [
        ("radio · 第 1 回 · 2026/01/05 · 10 分", "ja"),
        ("ゲスト：Kenji Sato · ホスト：Mara Lindqvist", "ja"),
        ("チャプター 拾い読み：最初の文と引用のみ", "ja"), ("編集あり", "ja"), ("書き起こしでは", "ja"), ("書き起こし", "ja"),
        ("発言どおり · 話者は書き起こしによる", "ja"), ("書き起こし", "ja"), ("人物", "ja"), ("概念", "ja"),
    ]  # fmt: skip


def test_labels_in_the_language_of_the_episode(new_site: NewSite) -> None:
    site = new_site(FILES, language="ja", podcast_labels="episode").build()
    assert site.warnings == []
    assert spoken(site, "episodes/radio/first") == [
        ("radio · Episode 1 · Jan 5, 2026 · 10 min", "en"),
        ("Guest: Kenji Sato · Host: Mara Lindqvist", "en"),
        ("Chapters Skim: first sentences and quotes only", "en"), ("edited", "en"), ("In the transcript", "en"), ("Transcript", "en"),
        ("verbatim · speaker from the transcript", "en"), ("Transcript", "en"),
        ("People", "en"), ("Concepts", "en"),
    ]  # fmt: skip
    assert [text for text, _ in spoken(site, "episodes/shengyin")] == ["人物", "产品"]
    # the frame keeps its language: other pages, and the labels of scripts
    assert text_of(site.body("podcast/entities").h2) == "人物 (7)"
    verdicts = site.body("podcast/quotes").select(".pod-verdict")
    assert [text_of(verdict) for verdict in verdicts] == [
        "編集あり",
        "発言どおり · 話者は書き起こしによる",
    ]
    labels_of_scripts = site.page("episodes/radio/first").select_one("#pod-labels")
    assert labels_of_scripts is not None
    assert "引用をコピー" in labels_of_scripts.get_text()


def test_a_project_may_name_its_types_by_language(new_site: NewSite) -> None:
    types = {"person": {"label": {"": "Voices", "ja": "声"}}}
    site = new_site(FILES, podcast_labels="episode", podcast_entity_types=types).build()
    assert "Voices" in text_of(site.body("episodes/radio/first"))
    (title, _product) = site.body("episodes/koe").select(".rubric.pod-type")
    assert text_of(title) == "声"


def test_a_wrong_value_is_reported(new_site: NewSite) -> None:
    (warning,) = new_site(FILES, podcast_labels="both").build().warnings
    assert "`podcast_labels` has to be a one of " in warning
    assert "but `both` is given" in warning


# -- a translated project --------------------------------------------------------------------------


def messages(site: Site, name: str = "episodes") -> Catalog:
    with (site.build("gettext").out / "gettext" / f"{name}.pot").open("rb") as file:
        return read_po(file)


def test_messages_for_translators(new_site: NewSite) -> None:
    site = new_site(FILES)
    found = messages(site)
    assert site.warnings == []
    places = {
        str(m.id): {(path.rpartition("/")[2], line) for path, line in m.locations} for m in found
    }
    assert places["Reginald Fessenden"] == {("first.md", 20)}
    assert places['"A voice is not a signal."'] == {("first.md", 17)}
    assert places["He spoke of Guglielmo Marconi, and of the alternator."] == {("first.md", 22)}
    assert places["(laughing)"] == {("first.md", 28)}
    assert places["Sent signals across the Atlantic."] == {("first.md", 32)}
    # the description for search engines is the paragraph it was taken from
    assert places["How a voice was first sent through the air."] == {
        ("first.md", 1),
        ("first.md", 11),
    }
    text = "\n".join(map(str, places))
    assert (
        re.findall(r"\d\d:\d\d|\bt-\d|\bq-\d|entity-|edited|Chapters|Transcript|Kenji Sato", text)
        == []
    )
    # labels of the extension are in its own catalogue
    assert [m.id for m in messages(site, "podcast") if m.id] == []
    raw = (site.out / "gettext" / "podcast.pot").read_text(encoding="utf-8")
    assert raw.count('msgid ""\n') == 1


def translated(catalog: Catalog, language: str) -> bytes:
    """Translate every message to the same text in brackets."""
    result = Catalog(locale=language)
    for message in catalog:
        if message.id:
            result.add(message.id, f"【{message.id}】")
    data = io.BytesIO()
    write_mo(data, result)
    return data.getvalue()


def addresses(site: Site) -> dict[str, list[str]]:
    """Return the ids of every page, in order."""
    root = site.out / "html"
    return {
        path.relative_to(root).as_posix(): [
            str(tag["id"])
            for tag in site.page(str(path.relative_to(root).with_suffix(""))).select("[id]")
        ]
        for path in sorted(root.rglob("*.html"))
    }


def inventory(site: Site) -> list[str]:
    with (site.out / "html" / "objects.inv").open("rb") as file:
        found = InventoryFile.load(file, "", lambda base, path: path)
    return sorted(
        f"{kind} {name} {item.uri}" for kind, items in found.items() for name, item in items.items()
    )


@pytest.mark.slow
def test_a_translated_build_keeps_every_address(new_site: NewSite) -> None:
    original = new_site(FILES).build()
    domain = {"episodes": messages(new_site(FILES)), "index": messages(new_site(FILES), "index")}
    files = {f"locale/ja/LC_MESSAGES/{name}.mo": translated(c, "ja") for name, c in domain.items()}
    site = new_site({**FILES, **files}, language="ja", locale_dirs=["locale"]).build()
    assert site.warnings == []
    assert addresses(site) == addresses(original)
    assert inventory(site) == inventory(original)
    assert len(inventory(site)) > 30

    body = site.body("episodes/radio/first")
    assert text_of(body.h1) == "【The first voice】"
    assert text_of(body.select_one("section#t-02-04 > h2")) == "02:04 【Reginald Fessenden】"
    assert [text_of(li) for li in body.select(".pod-chapters > ul > li > p")] == [
        "00:00 【Intro】 · 2 分", "02:04 【Reginald Fessenden】 · 8 分",
    ]  # fmt: skip
    quote = body.select_one("figure#q-00-00")
    assert isinstance(quote, Tag)
    assert text_of(quote.select_one("blockquote")) == '【"A voice is not a signal."】'
    assert text_of(quote.select_one(".pod-source")) == "Kenji Sato · 00:00 · 編集あり"
    description = site.page("episodes/radio/first").select_one('meta[name="description"]')
    assert description is not None
    assert description["content"] == "【How a voice was first sent through the air.】"
    names = [text_of(dt) for dt in body.select("dl.pod-entities > dt")]
    assert names == ["Guglielmo Marconi", "Élisabeth Thible", "Radio"]


def test_a_translation_makes_no_chapters_and_no_moments(new_site: NewSite) -> None:
    catalog = Catalog(locale="ja")
    catalog.add("He spoke of Guglielmo Marconi, and of the alternator.", "彼の話 [09:09] は")
    data = io.BytesIO()
    write_mo(data, catalog)
    files = {**FILES, "locale/ja/LC_MESSAGES/episodes.mo": data.getvalue()}
    site = new_site(files, language="ja", locale_dirs=["locale"]).build()
    body = site.body("episodes/radio/first")
    assert "彼の話 [09:09] は" in text_of(body.select_one("section#t-02-04"))
    assert body.select_one("#t-09-09") is None


def test_navigation_marks_titles_in_other_languages(new_site: NewSite) -> None:
    index = "# Site\n\n```{toctree}\nepisodes/ja\nepisodes/en\npodcast/index\n```\n"
    text = "---\nlanguage: {}\n---\n# {}\n\n## [00:10] {}\n\n{}\n"
    files = {
        "index.md": index,
        "episodes/ja.md": text.format("ja", "直接 & 声", "声の*道*", "声です。"),
        "episodes/en.md": text.format("en", "A voice", "A way", "Words."),
    }
    site = new_site(files).build()
    assert site.warnings == []
    links = {
        text_of(link): [span.get("lang") for span in link.select("span")]
        for link in site.page("index").select(".sphinxsidebar a, .toctree-wrapper a")
    }
    assert links["直接 & 声"] == links["00:10 声の道"] == ["ja"]
    assert links["A voice"] == links["00:10 A way"] == []
    page = site.page("episodes/ja")
    assert page.title is not None
    assert text_of(page.title).startswith("直接 & 声 ")
    heading = page.select_one("h1")
    assert heading is not None
    assert heading.select("span") == []
