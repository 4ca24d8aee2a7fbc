"""The results of the search page in a real browser."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import sphinx
from conftest import INDEX, Site
from playwright.sync_api import expect
from search import DOCS, SHOW_QUERIES, SearchPage, recall, search_page
from search_index import read_index
from search_queries import QUERIES, REGISTRY
from show import SHOW

from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage
from sphinxcontrib_podcast.sphinx_ext.search.index_words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.browser

NewSite = Callable[..., Site]
THEMES = ["furo", "alabaster", "pydata_sphinx_theme", "sphinx_rtd_theme"]


@contextmanager
def searching(browser: Browser, site: Site) -> Iterator[SearchPage]:
    """Search a site, and fail if a script does."""
    with search_page(browser, site.out / "html") as search:
        errors: list[str] = []
        search.page.on("pageerror", lambda error: errors.append(str(error)))
        yield search
        assert errors == []


# -- Chinese and Japanese --------------------------------------------------------


def test_plain_sphinx_finds_no_chinese_and_japanese_words_in_an_english_project(
    new_site: NewSite, browser: Browser
) -> None:
    site = new_site(SHOW, html_search_language="en").build()
    with searching(browser, site) as search:
        assert search.results("signals")
        assert search.results("放送") == []
        assert search.results("录音") == []


@pytest.mark.parametrize("language", ["en", "ja", "zh_CN"])
def test_words_of_every_language_are_found(
    new_site: NewSite, browser: Browser, language: str
) -> None:
    site = new_site(SHOW, language=language).build()
    with searching(browser, site) as search:
        assert search.results("放送") == ["episodes/koe"]
        assert search.results("录音") == ["episodes/shengyin"]
        assert search.results("signalling") == [
            "episodes/radio/first#t-00-00", "podcast/entity/guglielmo-marconi",
        ]  # fmt: skip
        assert search.results("沈一航谈录音") == [
            "episodes/shengyin#t-00-00"
        ]  # a name in it is a link
        assert search.results("谈") == ["episodes/shengyin#t-00-00"]
        assert search.results("录放") == []


def test_a_run_is_found_where_its_characters_stand_together(
    new_site: NewSite, browser: Browser
) -> None:
    pages = {
        "together.md": "# A\n\n我们谈人工智能的事。\n",
        "apart.md": "# B\n\n人工做的，智能的事，工程。\n",
    }
    with searching(browser, new_site({**SHOW, **pages}).build()) as search:
        assert search.results("人工智能") == ["together"]
        assert set(search.results("智能 人工")) == {"together", "apart"}


def test_documents_with_all_words_come_first(new_site: NewSite, browser: Browser) -> None:
    pages = {
        "a.md": "# A\n\nOf podcasts.\n",
        "b.md": "# B\n\nPodcast 播客。\n",
        "c.md": "# C\n\n播客。\n",
    }
    with searching(browser, new_site({**SHOW, **pages}).build()) as search:
        assert search.results("podcasts 播客")[0] == "b"


@pytest.mark.parametrize("theme", THEMES)
def test_the_search_box_of_every_theme_leads_to_results_with_summaries(
    new_site: NewSite, browser: Browser, theme: str
) -> None:
    site = new_site(SHOW, html_theme=theme).build()
    with searching(browser, site) as search:
        search.results("录音")
        item = search.page.locator("#search-results li").first
        item.locator("p.context").wait_for()
        assert "关于录音。" in item.locator("p.context").inner_text()
        marked = item.locator(".highlighted").first
        marked.wait_for()
        assert marked.inner_text() == "录音"
        item.locator("a").first.click()
        search.page.wait_for_url("**/shengyin.html*")
        search.page.locator(".highlighted").first.wait_for()
        assert set(search.page.locator(".highlighted").all_inner_texts()) == {"录音"}


def test_a_long_run_is_highlighted_as_a_whole(new_site: NewSite, browser: Browser) -> None:
    page = "# Page\n\n有一台留声机在那里。\n"
    with searching(browser, new_site({**SHOW, "page.md": page}).build()) as search:
        search.results("一台留声机")
        assert search.page.locator(".context[lang=zh]").count() == 1
        search.page.locator('a[href*="/page.html"]').click()
        search.page.locator(".highlighted").first.wait_for()
        assert search.page.locator(".highlighted").all_inner_texts() == ["一台留声机"]


# -- the place ----

LONG = """
    # The long one

    ## [00:00] Start

    {filler}

    ## [15:51] The corridor

    {filler}

    Then she ran down the corridor, and nobody ran after her. In France they ran too.

    {filler}

    ## [31:02] End

    {filler}

    The corridor was empty.
"""
IN_VIEW = """() => {
    const marks = [...document.querySelectorAll(".highlighted")];
    const seen = marks.filter((mark) => {
        const { top, bottom } = mark.getBoundingClientRect();
        return top > 0 && bottom < innerHeight;
    });
    return seen.map((mark) => mark.textContent);
}"""


@pytest.mark.parametrize("theme", [*THEMES, "sphinx_book_theme"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_found_sentence_is_in_view_with_its_words_marked(
    new_site: NewSite, browser: Browser, theme: str, width: int
) -> None:
    text = LONG.format(filler="\n\n    ".join(["Nothing is said here of it. " * 20] * 8))
    site = new_site({**SHOW, "episodes/long.md": text}, html_theme=theme).build()
    with searching(browser, site) as search:
        search.page.set_viewport_size({"width": width, "height": 800})
        assert search.results("ran down the corridor") == ["episodes/long#t-15-51"]
        row = search.page.locator("#search-results li")
        assert row.inner_text().startswith("The corridor (15:51, The long one)")
        assert "Then she ran down the corridor" in row.locator(".context").inner_text()
        row.locator("> a").click()
        search.page.wait_for_url("**/long.html#t-15-51")
        search.page.locator(".highlighted").first.wait_for()
        marked = search.page.locator(".highlighted").all_inner_texts()
        assert {text.lower() for text in marked} == {"ran", "corridor"}  # not in France
        search.page.wait_for_load_state()
        search.page.wait_for_function(f"({IN_VIEW})().includes('ran')")
        assert {"ran", "corridor"} <= set(search.page.evaluate(IN_VIEW))


def test_a_page_is_one_result(new_site: NewSite, browser: Browser) -> None:
    with searching(browser, new_site(SHOW).build()) as search:
        for query in ("Marconi", "radio", "voice", "feed", "声", "录音"):
            found = search.results(query)
            pages = [a for a in found if "#entity-" not in a]
            assert found
            assert len({a.partition("#")[0] for a in pages}) == len(pages), query


def test_what_is_said_in_a_transcript_is_found_in_its_turn(
    new_site: NewSite, browser: Browser
) -> None:
    cues = "".join(
        f"{n // 60:02}:{n % 60:02}.000 --> {n // 60:02}:{n % 60:02}.900\n<v {'AB'[n // 40 % 2]}>"
        f"{'We built an ornithopter' if n == 300 else f'It was number {n} of them'}.\n\n"
        for n in range(0, 600, 4)
    )
    text = SHOW["episodes/koe.md"].replace("［00:00］", "[00:00]")
    files = {**SHOW, "episodes/radio/first.vtt": f"WEBVTT\n\n{cues}", "episodes/koe.md": text}
    with searching(browser, new_site(files).build()) as search:
        (found,) = search.results("ornithopter")
        assert found.startswith("episodes/radio/first#turn-04-")
        row = search.page.locator("#search-results li")
        assert "ornithopter" in row.locator(".context").inner_text()
        row.locator("> a").click()
        search.page.wait_for_url("**/first.html#turn-*")
        search.page.wait_for_function("CSS.highlights.get('pod-finds')?.size === 1")
        seen = """() => {
            const [range] = CSS.highlights.get("pod-finds");
            const { top, bottom } = range.getBoundingClientRect();
            return [String(range), top > 0 && bottom < innerHeight];
        }"""
        assert search.page.evaluate(seen) == ["ornithopter", True]


def test_the_search_works_on_pages_from_disk(new_site: NewSite, browser: Browser) -> None:
    site = new_site(SHOW).build()
    page = browser.new_page()
    page.goto((site.out / "html" / "search.html").as_uri() + "?q=Marconi")
    page.locator("#search-results li > a", has_text="Guglielmo Marconi").first.click()
    page.wait_for_url("**/guglielmo-marconi.html*")


# -- stemming --------------------------------------------------------------------


def test_words_of_several_languages_are_found_by_the_stems_of_each(
    new_site: NewSite, browser: Browser
) -> None:
    german = "---\nlanguage: de\n---\n# Stimmen\n\nDie Häuser stehen in Gärten, notiert er.\n"
    french = "---\nlanguage: fr\n---\n# Les voix\n\nDes jardins, et une noté notable. Notes.\n"
    english = "# Page\n\nTo die among notes, in gardens.\n"
    files = {"episodes/de.md": german, "episodes/fr.md": french, "page.md": english}
    with searching(browser, new_site({**SHOW, **files}).build()) as search:
        assert search.results("Häusern") == ["episodes/de"]
        assert search.results("jardin") == ["episodes/fr"]
        assert set(search.results("note")) == {"page", "episodes/fr"}
        assert search.results("gardening") == ["page"]
        assert search.results("die") == ["page"]  # a stop word in German, but not in English
        assert search.results("die Häuser") == ["episodes/de"]


# -- names -----------------------------------------------------------------------


def test_names_titles_and_quotes_stand_above_text(new_site: NewSite, browser: Browser) -> None:
    episode = """
        # Of sound

        A gramophone, says the text.

        ## [00:00] The gramophone shop

        Text.

        > *"I never had a gramophone. I had ears."*

        ## Entities

        - **Gramophone** (Concept): It plays.
    """
    page = "# Page\n\nThe gramophone again.\n"
    site = new_site({**SHOW, "episodes/sound.md": episode, "page.md": page}).build()
    with searching(browser, site) as search:
        found = search.results("gramophone")
        assert found[0] == "podcast/entities#entity-gramophone"
        first = search.page.locator("#search-results li").first
        assert first.inner_text() == "Gramophone (concept)"
        # a page is one result: its chapter stands above its quote
        second = search.page.locator("#search-results li").nth(1)
        assert found[1:] == ["episodes/sound#t-00-00", "page"]
        assert second.locator("> a").inner_text() == "The gramophone shop"
        others = second.locator(".pod-also a").evaluate_all("l => l.map(a => a.hash)")
        assert "#q-00-00" in others


def test_names_are_shown_as_they_are_written(new_site: NewSite, browser: Browser) -> None:
    episode = """
        # Of names

        ## [00:00] Q&A with Dr. No

        AT&T & Co.

        ## Entities

        - **AT&T** (Organization): A company.
        - **Dr. Strangelove vs. Node.js** (Work): A film.
        - **Spark Gap**: Has no type.
    """
    site = new_site({"episodes/names.md": episode}, podcast_entity_pages={}).build()
    with searching(browser, site) as search:
        for text, name, address in (
            ("AT&T", "AT&T (organization)", "podcast/entity/at-t"),
            ("strangelove", "Dr. Strangelove vs. Node.js (work)",
             "podcast/entity/dr-strangelove-vs-node-js"),
            ("node.js", "Dr. Strangelove vs. Node.js (work)",
             "podcast/entity/dr-strangelove-vs-node-js"),
            ("Q&A with Dr. No", "Q&A with Dr. No (chapter, 00:00, Of names)", "episodes/names#t-00-00"),
            ("spark gap", "Spark Gap (entity)", "podcast/entity/spark-gap"),
        ):  # fmt: skip
            assert search.results(text)[0] == address
            first = search.page.locator("#search-results li").first
            assert first.inner_text().partition("\n")[0] == name


def test_what_has_no_page_is_found_on_its_line(new_site: NewSite, browser: Browser) -> None:
    episode = "# One\n\n## [00:00] A\n\n## Entities\n\n- **Spark Gap**: No type.\n- **Arc**: No.\n"
    site = new_site({"episodes/one.md": episode}).build()
    with searching(browser, site) as search:
        assert search.results("spark")[0] == "podcast/entities#entity-spark-gap"
        assert search.results("arc")[0] == "podcast/entities#entity-arc"


# -- other spellings -------------------------------------------------------------

SPELLED = {
    "episodes/spelled.md": """
        # Of spelling

        ## [00:00] 世界模型为什么重要

        视频里说世界模型为什么重要。A scaffold for transformers, after training.

        ## Entities

        - **Demis Hassabis** (Person): He plays.
        - **Yann LeCun** (Person): He reads.
        - **Reinforcement Learning** (Concept): Of rewards.
        - **AlphaFold** (Software): Of proteins.
        - **World Model** (Concept): Of worlds.
        - **北京大学** (Organization): A university.
        - **𠮷田兼好** (Person): He wrote.
        - **𠮷野弘** (Person): He wrote as well.
    """,
    "entities.toml": """
        [entities.yann-lecun]
        name = "Yann LeCun"
        labels = {ja = "ヤン・ルカン", zh = "杨立昆"}

        [entities.demis-hassabis]
        name = "Demis Hassabis"
        labels = {ja = "デミス・ハサビス", zh = "德米斯·哈萨比斯"}

        [entities.world-model]
        name = "World Model"
        labels = {ja = "ワールドモデル", zh = "世界模型"}
    """,
}


def test_names_are_found_in_other_spellings(new_site: NewSite, browser: Browser) -> None:
    site = new_site({**SHOW, **SPELLED}, podcast_entity_pages={}).build()
    with searching(browser, site) as search:
        for name, queries in {
            "demis-hassabis": "Hasabis, Demmis, hassabsi, デミス, ﾊｻﾋﾞｽ, はさびす, ハサビズ, 哈薩比斯",
            "yann-lecun": "LeCum, le cun, Lecunn, ヤンルカン, やん・るかん, 楊立昆, Y. LeCun",
            "reinforcement-learning": "RL, reinforcment learning, Reinforcement Lerning, inforce",
            "alphafold": "alfa fold, alpha-fold, AlphaFlod, fold",
            "world-model": "わーるどもでる, ワールド・モデル, ＷＯＲＬＤ, wrold modle",
            "北京大学": "北大, 北京大學",
            "𠮷田兼好": "𠮷田, 田兼",
            "𠮷野弘": "𠮷野, 野弘",
            "élisabeth-thible": "Elisabeth, THIBLE, Elizabeth Thibel",
        }.items():
            for query in queries.split(", "):
                assert search.results(query)[:1] == [f"podcast/entity/{name}"], query


def test_words_of_texts_are_found_in_other_spellings(new_site: NewSite, browser: Browser) -> None:
    site = new_site({**SHOW, **SPELLED}, podcast_entity_pages={}).build()
    with searching(browser, site) as search:
        for query in ("scafolding", "transfomer", "trainning", "視頻", "視頻裡說", "为什么 視頻"):
            assert search.results(query) == ["episodes/spelled#t-00-00"], query
        search.results("transfomer")
        row = search.page.locator("#search-results li")
        assert row.locator(".highlighted").all_inner_texts() == ["transformers"]


def test_an_empty_result_suggests_names(new_site: NewSite, browser: Browser) -> None:
    with searching(browser, new_site({**SHOW, **SPELLED}).build()) as search:
        assert search.results("Haszzabizz") == []
        suggested = search.page.locator(".pod-suggestions a")
        assert suggested.first.inner_text() == "hassabis"
        assert "Did you mean:" in search.page.locator(".pod-suggestions").inner_text()
        suggested.first.click()
        search.page.locator("#search-results li > a", has_text="Demis Hassabis").first.wait_for()
        search.results("Hassabis")
        assert search.page.locator(".pod-suggestions").count() == 0
        assert search.results("qqqqqq") == []
        assert search.page.locator(".pod-suggestions").count() == 0


# -- the show of the manual ------------------------------------------------------


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the show of the manual, with names in other languages."""
    root = tmp_path_factory.mktemp("manual")
    shutil.copytree(DOCS / "episodes", root / "src" / "episodes")
    site = Site(root / "src", root / "out")
    registry = (DOCS / "entities.toml").read_text(encoding="utf-8") + REGISTRY
    return site.write({"index.md": INDEX, "entities.toml": registry}).build()


def test_readers_find_what_they_look_for(manual: Site, browser: Browser) -> None:
    with searching(browser, manual) as search:
        outcomes = [search.ask(query) for query in SHOW_QUERIES]
    missed = [query.text for query, place in outcomes if not 0 < place <= 5]
    assert recall(outcomes, ("name", "title")) == 1, missed
    assert recall(outcomes, ("word",)) >= 0.95, missed


def test_readers_find_what_they_remember_half(manual: Site, browser: Browser) -> None:
    index = read_index(manual.out / "html")
    addresses = {
        name: unquote(uri).replace(".html", "")
        for found in index.names.values()
        for title, _kind, uri in found
        if "/entity/" in uri or "#entity-" in uri
        for name in (title, *index.other_names[title])
    }
    queries = [
        query._replace(address=addresses[query.address[1:]])
        if query.address.startswith(":")
        else query
        for query in QUERIES
    ]
    assert len(queries) > 140
    with searching(browser, manual) as search:
        outcomes = [search.ask(query) for query in queries]
    missed = [query.text for query, place in outcomes if not 0 < place <= 5]
    for kind in sorted({query.kind for query in queries}):
        assert recall(outcomes, (kind,)) >= 0.95, missed


def test_a_query_loads_little(manual: Site, browser: Browser) -> None:
    with searching(browser, manual) as search:
        requests: list[str] = []
        search.page.on("request", lambda request: requests.append(request.url))
        several = ("a playing violin and a reading", "a playing violin and zqxzq reading")
        for query in ("Edison", "Edsion", *several, "ポケットの中のラジオ"):
            requests.clear()
            assert search.results(query)
            loaded = [url for url in requests if "/_search/" in url or "searchindex" in url]
            assert 1 < len(loaded) <= 10
            pages = [url for url in requests if url.partition("?")[0].endswith(".html")]
            assert len(pages) == 1, "the search page itself"


def test_names_are_shown_before_texts_have_arrived(manual: Site, browser: Browser) -> None:
    with searching(browser, manual) as search:
        held: list[Route] = []
        search.page.route("**/_search/x*.js", lambda route: held.append(route))
        search.open("Edison")
        result = search.page.locator("#search-results li > a")
        expect(result.first).to_have_text("Thomas Edison")
        assert search.page.locator("#search-results .context").count() == 0
        search.page.wait_for_selector("script[src*='/_search/x']", state="attached")
        for route in held:
            route.continue_()
        expect(search.page.locator("#search-results .context").first).to_be_visible()


# -- both halves of the splitter -------------------------------------------------

TERMS = """texts => texts.map((text) => {
    const stemmer = new Stemmer();
    return splitQuery(text).filter((w) => !/^\\d+$/.test(w)).map((w) => stemmer.stemWord(w));
})"""


def test_a_query_is_split_as_the_index_was(manual: Site, browser: Browser) -> None:
    texts = [
        line
        for path in sorted((DOCS / "episodes").rglob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]
    texts += ["ﾗｼﾞｵ ＡＩ", "が・ヶ々〇", "हिन्दी में", "ภาษาไทย 123", "ΟΔΟΣ ΑΣ.Β", "İstanbul I",
              "학교에서", "𠮷野家", "a_b-c d'e", "①②½", "naïve naïve", "ﬁn", "ǅ"]  # fmt: skip
    language = EveryLanguage({"language": "en"})
    with searching(browser, manual) as search:
        search.results("x")
        found = search.page.evaluate(TERMS, texts)
    known = set().union(*map(language.split, texts))
    for text, in_script in zip(texts, found, strict=True):
        in_python = set(language.split(text))
        for term in set(in_script) - in_python:
            # stemmers of older releases of Sphinx differ slightly: a stem that the index does
            # not have is searched for as a part of others
            assert sphinx.version_info < (9,), (text, term)
            assert term not in known
            assert any(term in other for other in in_python), (text, term)
        # the index also has the single characters of pairs in a query
        missing = in_python - set(in_script) if sphinx.version_info >= (9,) else set()
        assert all(len(term) == 1 for term in missing), text


def test_both_halves_agree_on_every_character(manual: Site, browser: Browser) -> None:
    characters = [
        c
        for c in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(c) not in ("Cn", "Cs", "Co")
    ]
    texts = [f"a{c}b" for c in characters]
    split = """texts => texts.map((text) =>
        (text.normalize("NFKC").toLowerCase().match(podRun) || [])
        .map((run) => [run, podUnspaced.test(run)]))"""
    with searching(browser, manual) as search:
        search.results("x")
        found = search.page.evaluate(split, texts)
    differ = []
    for c, text, runs in zip(characters, texts, found, strict=True):
        spaced, unspaced = words(text)
        in_script = {run for run, is_unspaced in runs if not is_unspaced and not run.isdigit()}
        parts = {part for run, is_unspaced in runs if is_unspaced for part in run}
        if (spaced, {part for part in unspaced if len(part) == 1}) != (in_script, parts):
            differ.append(hex(ord(c)))
    assert differ == []
