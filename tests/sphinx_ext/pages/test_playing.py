"""Playing an episode from any moment, in a real browser with real media."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

import pytest
from browsing import CONTRAST, THEMES, with_theme
from conftest import Site
from show import SHOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, Route

pytestmark = pytest.mark.browser

NewSite = Callable[..., Site]
Open = Callable[..., "Page"]

EPISODE = "episodes/radio/first"
AUDIO = "document.querySelector('audio, video')"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "6060f80f0001040100180dd18c0000000049454e44ae426082"
)
VTT = """WEBVTT

00:00:01.000 --> 00:00:02.500
<v Mara Lindqvist>Hello, everyone.

00:00:02.500 --> 00:00:04.000
<v Mara Lindqvist>How did radio begin?

00:00:05.000 --> 00:00:06.000
<v Kenji Sato>A voice is not a signal.

00:02:05.000 --> 00:02:07.000
<v Kenji Sato>Fessenden knew the voice.

00:03:05.000 --> 00:03:07.000
<v Mara Lindqvist>It sang.
"""


def first(field: str) -> str:
    """Return the episode with a field, and enough text to scroll."""
    text = SHOW[f"{EPISODE}.md"].replace("number: 1", field)
    return text.replace("He spoke of", "Words of the chapter. " * 500 + "\n\nHe spoke of")


@pytest.fixture
def play_site(new_site: NewSite, media: dict[str, bytes]) -> Callable[..., Site]:
    """Return a function that builds a show whose first episode has media and a transcript."""

    def make(field: str = "audio: sound.mp3", **conf: Any) -> Site:
        files: dict[str, Any] = {
            **SHOW,
            f"{EPISODE}.md": first(field),
            f"{EPISODE}.vtt": VTT,
            "episodes/radio/cover.png": PICTURE,
            **{f"episodes/radio/{name}": content for name, content in media.items()},
        }
        site = new_site(files, **conf).build()
        assert site.warnings == []
        return site

    return make


@pytest.fixture
def open_site(browser: Browser, serve: Callable[[Site], str]) -> Iterator[Open]:
    """Yield a function that opens a page without access to other hosts. Fail if a script does."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(site: Site, address: str = f"{EPISODE}.html", **options: Any) -> Page:
        base = serve(site)
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 700}, **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.route(lambda url: not url.startswith(base), _refuse)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{base}/{address}")
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def _refuse(route: Route) -> None:
    route.abort()


def is_near(page: Page, seconds: float) -> None:
    """Wait until the media is at a time in seconds, or has just played on from it."""
    page.wait_for_function(
        f"t => {AUDIO}.currentTime >= t - 0.1 && {AUDIO}.currentTime < t + 5", arg=seconds
    )


def is_playing(page: Page, playing: bool = True) -> None:
    page.wait_for_function(f"p => {AUDIO}.paused !== p", arg=playing)


def bar(page: Page) -> Locator:
    return page.locator(".pod-bar")


def voice(page: Page, text: str) -> None:
    """Wait for an announcement to readers with a screen reader."""
    page.locator(".pod-voice[role=status]", has_text=text).wait_for(state="attached")


def test_a_click_on_a_time_plays_from_there(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    page.locator("#t-02-04 > h2 .pod-time").click()
    is_playing(page)
    is_near(page, 124)
    heading = page.locator("#t-02-04 > h2.pod-playing")
    heading.wait_for()
    current = page.locator(".pod-chapters a[aria-current]")
    assert current.inner_text().split("\n")[0].startswith("02:04")
    voice(page, "Playing from 02:04 Reginald Fessenden")
    bar(page).get_by_role("button", name="Pause").click()
    is_playing(page, False)
    page.wait_for_function("/#t=12[4-9]$/.test(location.hash)")


@pytest.mark.parametrize(
    ("selector", "seconds"),
    [
        ('.pod-chapters a[href="#t-03-00"]', 180),
        ("#q-00-00 figcaption a:has(.pod-time)", 5),
        ("#turn-02-05 a:has(.pod-time)", 125),
    ],
)
def test_so_do_chapters_quotes_and_turns(
    play_site: Callable[..., Site], open_site: Open, selector: str, seconds: float
) -> None:
    page = open_site(play_site())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator(selector).click()
    is_playing(page)
    is_near(page, seconds)


@pytest.mark.parametrize(
    ("address", "seconds"),
    [
        ("#t-02-04", 124),
        ("#t=124", 124),
        ("#t=2:04", 124),
        ("#t=02:04", 124),
        ("#t=0:02:04.5", 124.5),
        ("#t=2m4s", 124),
        ("#t=0h2m4s", 124),
        ("#t=npt:124", 124),
        ("#t=124,180", 124),
        ("?t=124", 124),
        ("?t=2m4s", 124),
        ("#turn-02-05", 125),
        ("#q-00-00", 5),
        ("#t=99999", 600),
        ("#t=0", 0),
        ("#t=nonsense", 0),
        ("#t=1:99:99", 0),
    ],
)
def test_an_address_opens_at_its_moment(
    play_site: Callable[..., Site], open_site: Open, address: str, seconds: float
) -> None:
    page = open_site(play_site(), f"{EPISODE}.html{address}")
    is_near(page, seconds)
    assert page.evaluate(f"{AUDIO}.paused")  # nothing plays without a request
    assert page.evaluate("location.search + location.hash") == address


def test_an_address_on_the_same_page_moves_the_player(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    page.evaluate("location.hash = '#t=200'")
    is_near(page, 200)
    page.go_back()
    page.evaluate("location.hash = '#t-02-04'")  # as a table of contents does
    page.wait_for_function("document.querySelector('#t-02-04').getBoundingClientRect().top < 200")
    is_near(page, 200)


def test_a_range_is_played_to_its_end(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site(), f"{EPISODE}.html#t=100,101.5")
    is_near(page, 100)
    if page.evaluate(f"{AUDIO}.paused"):  # browsers require a click first
        bar(page).get_by_role("button", name="Play").click()
    page.wait_for_function(f"{AUDIO}.paused && {AUDIO}.currentTime >= 101.3")
    assert page.evaluate(f"{AUDIO}.currentTime") < 102.5
    assert page.evaluate("location.hash") == "#t=100,101.5"
    bar(page).get_by_role("button", name="Play").click()  # then it plays on
    page.wait_for_function(f"{AUDIO}.currentTime > 102.5")


def test_a_quote_plays_its_words_only(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    page.locator("#q-00-00 figcaption a:has(.pod-time)").click()
    page.wait_for_function(f"{AUDIO}.paused && {AUDIO}.currentTime >= 5.8")
    assert page.evaluate(f"{AUDIO}.currentTime") < 7
    page.go_forward()
    assert page.evaluate("location.hash") in ("", "#q-00-00")


def test_a_link_on_another_page_plays(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site(), "podcast/quotes.html")
    page.locator("figure", has_text="A voice is not a signal").locator("a:has(.pod-time)").click()
    page.wait_for_url("**/first.html#q-00-00")
    is_near(page, 5)
    page.wait_for_function(f"{AUDIO}.paused && {AUDIO}.currentTime >= 5.8")


def test_a_mention_of_a_name_plays(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site(podcast_entity_pages={}), "podcast/entity/guglielmo-marconi.html")
    page.locator(".pod-mentions a:has(.pod-time)", has_text="02:04").click()
    page.wait_for_url("**/first.html#t-02-04")
    is_playing(page)
    is_near(page, 124)


def test_the_role_at_plays(new_site: NewSite, media: dict[str, bytes], open_site: Open) -> None:
    text = first("audio: sound.mp3").replace("He spoke", "See {pod:at}`2:10-3:00`. He spoke")
    site = new_site(
        {**SHOW, f"{EPISODE}.md": text, "episodes/radio/sound.mp3": media["sound.mp3"]}
    ).build()
    page = open_site(site)
    page.get_by_role("link", name="02:10–03:00").click()
    is_playing(page)
    is_near(page, 130)


LISTED = """
---
audio: radio/sound.mp3
---
# Listed

- 00:00 Intro
- 02:04 Middle, with *words*
- 05:00 End

She says so [03:10], and `[00:30]`.
"""


def test_times_of_lists_and_of_prose_play(
    new_site: NewSite, media: dict[str, bytes], open_site: Open
) -> None:
    files = {"episodes/one.md": LISTED, "episodes/radio/sound.mp3": media["sound.mp3"]}
    page = open_site(new_site(files).build(), "episodes/one.html")
    page.locator("li a", has_text="02:04").click()
    is_near(page, 124)
    is_playing(page)
    page.locator("li#t-02-04.pod-playing").wait_for()
    assert page.locator(".pod-here").text_content() == "Middle, with words"
    assert page.locator(".pod-here").get_attribute("href") == "#t-02-04"
    page.locator("a", has_text="[00:30]").click()
    is_near(page, 30)
    page.locator("li#t-00-00.pod-playing").wait_for()
    page.locator("a", has_text="03:10").click()
    is_near(page, 190)


def test_without_a_player_times_lead_to_their_chapter(new_site: NewSite, open_site: Open) -> None:
    text = LISTED.partition("---\n#")[2] + "\n\n".join(["Words."] * 100)
    page = open_site(new_site({"episodes/one.md": f"# {text}"}).build(), "episodes/one.html")
    page.locator("a", has_text="03:10").click()
    page.wait_for_url("**/one.html#t=190")
    page.locator("li#t-02-04").wait_for()


def test_by_keyboard_alone(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    name = "document.activeElement.ariaLabel ?? document.activeElement.title"
    names: list[str] = []
    while len(names) < 60 and (not names or names[-1] != "Copy link to this moment"):
        page.keyboard.press("Tab")
        names.append(page.evaluate(name))
    shown = ["Play", "Back 15 seconds", "Ahead 30 seconds", "Position", "Speed",
             "Stop at the end of the chapter", "Volume", "Copy link to this moment"]  # fmt: skip
    assert names[-len(shown) :] == shown
    for _ in shown[1:]:
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    is_playing(page)
    assert page.evaluate(name) == "Pause"
    page.keyboard.press("k")
    is_playing(page, False)
    page.keyboard.press("Space")
    is_playing(page)
    page.keyboard.press("]")
    is_near(page, 124)
    page.keyboard.press("ArrowRight")
    is_near(page, 154)
    page.keyboard.press("[")
    is_near(page, 0)
    page.keyboard.press("ArrowLeft")
    is_near(page, 0)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_position_bar(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    seek = bar(page).get_by_role("slider", name="Position")
    page.wait_for_function("document.querySelector('.pod-seek input').max === '600'")
    assert page.locator(".pod-ticks span").count() == 2
    seek.fill("300")
    is_near(page, 300)
    assert seek.get_attribute("aria-valuetext") == "05:00 The alternator"
    assert page.locator(".pod-clock").inner_text() == "05:00 / 10:00"
    bar(page).get_by_role("button", name="Back 15 seconds").click()
    is_near(page, 285)
    assert page.evaluate("location.hash") == "#t=285"


def test_speed_and_position_are_remembered(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    bar(page).get_by_role("combobox", name="Speed").select_option("1.5×")
    page.locator(".pod-seek input").fill("240")
    bar(page).get_by_role("button", name="Play").click()
    is_playing(page)
    assert page.evaluate(f"{AUDIO}.playbackRate") == 1.5
    page.goto(page.url.split("#")[0].replace("first", "second"))
    page.goto(page.url.split("#")[0].replace("second", "first"))
    is_near(page, 240)
    assert page.evaluate(f"{AUDIO}.paused")
    assert page.evaluate(f"{AUDIO}.playbackRate") == 1.5
    assert page.locator(".pod-bar select").input_value() == "1.5"
    page.goto(page.url.split("#")[0] + "#t=30")  # the address takes precedence
    page.reload()
    is_near(page, 30)


def test_it_offers_to_continue_or_to_start_over(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    resume = page.locator(".pod-resume")
    assert resume.count() == 0  # nothing was heard
    assert page.locator(".pod-here").inner_text() == "Intro"
    bar(page).get_by_role("button", name="Play").click()
    for choice, seconds in (("Continue at 05:10", 310), ("Start over", 0)):
        is_playing(page)
        bar(page).get_by_role("button", name="Pause").click()
        page.locator(".pod-seek input").fill("310")
        page.goto(page.url.split("#")[0].replace("first", "second"))
        page.goto(page.url.split("#")[0].replace("second", "first"))
        assert resume.get_by_role("button").all_inner_texts() == ["Continue at 05:10", "Start over"]
        assert page.evaluate(f"{AUDIO}.paused")
        resume.get_by_role("button", name=choice).click()
        is_playing(page)
        is_near(page, seconds)
        assert resume.count() == 0
        assert page.evaluate("document.activeElement.title") == "Pause"
        assert page.locator(".pod-here").is_visible()
    page.goto(page.url.split("#")[0] + "#t=30")  # the address takes precedence
    page.reload()
    is_near(page, 30)
    assert resume.count() == 0


def test_opening_a_moment_does_not_change_the_place_to_continue_at(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    page.evaluate("localStorage.setItem(`pod-at:${location.pathname}`, 200)")
    page.goto(page.url + "#t=30")
    page.reload()
    is_near(page, 30)
    page.goto(page.url.split("#")[0].replace("first", "second"))
    page.goto(page.url.replace("second", "first"))
    bar(page).get_by_role("button", name="Continue at 03:20").wait_for()


def test_keys_of_the_page_work_while_it_plays(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    for key in ("k", "]", "ArrowRight", "Space"):
        page.keyboard.press(key)
    page.wait_for_function("scrollY > 0")  # as on any page
    assert page.evaluate(f"[{AUDIO}.paused, {AUDIO}.currentTime]") == [True, 0]
    page.locator("#t-02-04 > h2 .pod-time").click()
    is_playing(page)
    page.evaluate("document.activeElement.blur()")
    at = page.evaluate("scrollY")
    page.keyboard.press("]")
    is_near(page, 180)
    page.keyboard.press("ArrowRight")
    is_near(page, 210)
    page.keyboard.press("ArrowLeft")
    is_near(page, 195)
    page.keyboard.press("[")
    is_near(page, 124)
    field = page.get_by_role("searchbox", name="Find in the transcript")
    field.press_sequentially("a k]")
    assert field.input_value() == "a k]"
    is_playing(page)
    is_near(page, 124)
    field.blur()
    page.keyboard.press("Control+k")
    is_playing(page)
    summary = page.locator("#t-00-00 > details > summary")
    summary.press("Space")
    assert page.locator("#t-00-00 > details").get_attribute("open") is not None
    is_playing(page)
    summary.blur()
    page.evaluate("at => scrollTo({top: at, behavior: 'instant'})", at)
    page.keyboard.press("Space")
    is_playing(page, False)
    assert page.evaluate("scrollY") == at


def test_keys_that_turn_pages_do_not_while_it_plays(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    options = {"navigation_with_keys": True}
    page = open_site(play_site(html_theme="pydata_sphinx_theme", html_theme_options=options))
    here = page.url
    page.locator("#t-02-04 > h2 .pod-time").click()
    is_playing(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    is_near(page, 154)
    assert page.url.split("#")[0] == here


def test_volume_is_set_and_remembered(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    volume = bar(page).get_by_role("slider", name="Volume")
    assert volume.input_value() == "1"
    volume.fill("0.4")
    assert page.evaluate(f"{AUDIO}.volume") == 0.4
    page.reload()
    bar(page).wait_for()
    assert page.evaluate(f"{AUDIO}.volume") == 0.4
    assert volume.input_value() == "0.4"
    volume.fill("0")
    assert page.evaluate(f"{AUDIO}.volume") == 0
    page.reload()
    bar(page).wait_for()
    assert page.evaluate(f"{AUDIO}.volume") == 1  # nobody has to look for the reason of silence


def test_it_stops_at_the_end_of_the_chapter(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    sleep = bar(page).get_by_role("button", name="Stop at the end of the chapter")
    assert sleep.get_attribute("aria-pressed") == "false"
    page.locator(".pod-seek input").fill("30")
    sleep.click()
    assert sleep.get_attribute("aria-pressed") == "true"
    page.locator(".pod-seek input").fill("179")  # the end is that of the chapter one hears
    bar(page).get_by_role("button", name="Play").click()
    page.wait_for_function(f"{AUDIO}.paused && {AUDIO}.currentTime >= 179.9")
    assert page.evaluate(f"{AUDIO}.currentTime") < 181
    assert sleep.get_attribute("aria-pressed") == "false"
    bar(page).get_by_role("button", name="Play").click()  # the next morning
    page.wait_for_function(f"{AUDIO}.currentTime > 181.5")
    sleep.click()
    sleep.click()
    assert sleep.get_attribute("aria-pressed") == "false"


def test_without_chapters_there_is_no_end_of_one(
    new_site: NewSite, media: dict[str, bytes], open_site: Open
) -> None:
    text = "---\naudio: sound.mp3\n---\n# One\n\nWords.\n"
    site = new_site({"episodes/one.md": text, "episodes/sound.mp3": media["sound.mp3"]}).build()
    page = open_site(site, "episodes/one.html")
    bar(page).wait_for()
    assert page.locator(".pod-sleep").count() == 0


def test_another_page_leads_back_to_what_was_playing(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site(), "podcast/quotes.html")
    way = page.get_by_role("complementary", name="The first voice")
    page.goto(page.url.replace("podcast/quotes", EPISODE) + "#t=100")
    bar(page).wait_for()
    other = page.url.split("#")[0].replace(EPISODE, "podcast/quotes")
    page.goto(other)
    page.locator("figure").first.wait_for()
    assert way.count() == 0  # nothing has been playing
    page.goto(other.replace("podcast/quotes", EPISODE))
    page.locator(".pod-seek input").fill("250")
    bar(page).get_by_role("button", name="Play").click()
    is_playing(page)
    for name in ("podcast/quotes", "podcast/index", "episodes/koe"):
        page.goto(other.replace("podcast/quotes", name))
        assert way.locator("a").inner_text() == "Continue at 04:10 The first voice"
    way.locator("a").click()
    page.wait_for_url("**/first.html#t=250")
    is_playing(page)
    is_near(page, 250)
    assert way.count() == 0  # beside the player there is no need of it
    page.goto(other)
    way.get_by_role("button", name="Close").click()
    assert way.count() == 0
    page.reload()
    page.locator("figure").first.wait_for()
    assert way.count() == 0


def test_what_was_heard_to_its_end_is_nothing_to_return_to(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    page.locator(".pod-seek input").fill("599.5")
    bar(page).get_by_role("button", name="Play").click()
    page.wait_for_function(f"{AUDIO}.ended")
    page.goto(page.url.split("#")[0].replace(EPISODE, "podcast/quotes"))
    page.locator("figure").first.wait_for()
    assert page.locator(".pod-return").count() == 0


@pytest.mark.parametrize(
    "kept",
    [
        "x",
        "javascript:alert(1)\n1\nTitle",
        "https://example.org/\n1\nTitle",
        "BASE/a.html\nx\nTitle",
        "BASE/a.html\n1",
    ],
)
def test_other_things_in_the_storage_lead_nowhere(
    play_site: Callable[..., Site], open_site: Open, kept: str
) -> None:
    page = open_site(play_site(), "podcast/quotes.html")
    base = page.url.partition("/podcast/")[0]
    keep = "kept => localStorage.setItem('pod-last', kept)"
    page.evaluate(keep, kept.replace("BASE", base))
    page.reload()
    page.locator("figure").first.wait_for()
    assert page.locator(".pod-return").count() == 0
    page.evaluate(keep, f"{base}/a.html\n1\n<b>Title</b>")
    page.reload()
    assert page.locator(".pod-return a").inner_text() == "Continue at 00:01 <b>Title</b>"


def test_scripts_of_the_player_are_only_where_they_are_needed(
    play_site: Callable[..., Site], new_site: NewSite
) -> None:
    def scripts(site: Site, docname: str) -> set[str]:
        found = re.findall(r"_static/podcast-(player|embed|return)\.js", str(site.page(docname)))
        return set(found)

    site = play_site()
    assert scripts(site, EPISODE) == {"player"}
    assert scripts(site, "podcast/quotes") == scripts(site, "episodes/koe") == {"return"}
    site.write({f"{EPISODE}.md": first(f"video: {PAGES['youtube'][0]}")}).build()
    assert scripts(site, EPISODE) == {"player", "embed"}
    assert scripts(site, "podcast/quotes") == {"return"}
    site.write({f"{EPISODE}.md": SHOW[f"{EPISODE}.md"]}).build()  # there is nothing to play
    pages = (EPISODE, "podcast/quotes", "podcast/index", "episodes/koe")
    assert [scripts(site, docname) for docname in pages] == [set()] * 4


def test_what_was_heard_to_its_end_begins_anew(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    page.locator(".pod-seek input").fill("599.5")
    bar(page).get_by_role("button", name="Play").click()
    page.wait_for_function(f"{AUDIO}.ended")
    page.goto(page.url.split("#")[0].replace("first", "second"))
    page.goto(page.url.split("#")[0].replace("second", "first"))
    is_near(page, 0)


def test_a_link_that_is_followed_by_other_means_than_a_pointer(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    here = page.url
    page.locator("#t-02-04 > h2 a[data-t]").evaluate("link => link.click()")
    is_near(page, 124)
    assert page.url.split("#")[0] == here


def test_it_works_where_nothing_can_be_remembered(
    play_site: Callable[..., Site], open_site: Open, browser: Browser
) -> None:
    page = open_site(play_site(), "podcast/index.html")
    page.context.add_init_script(
        "for (const name of ['getItem', 'setItem']) Storage.prototype[name] = (key) => {"
        " if (key.startsWith('pod-')) throw new Error('off'); return null; };"
    )
    page.goto(page.url.replace("podcast/index", EPISODE))
    page.locator("#t-02-04 > h2 .pod-time").click()
    is_playing(page)
    is_near(page, 124)


# Keep what a page tells the system, since pages cannot read all of it.
SESSION = """
window.session = {actions: {}};
const {prototype} = MediaSession;
const {setActionHandler, setPositionState} = prototype;
prototype.setActionHandler = function (name, action) {
  session.actions[name] = action;
  setActionHandler.call(this, name, action);
};
prototype.setPositionState = function (state) {
  session.state = state;
  setPositionState.call(this, state);
};
"""


def test_the_system_knows_what_plays(play_site: Callable[..., Site], open_site: Open) -> None:
    site = play_site("audio: sound.mp3\nimage: cover.png")
    page = open_site(site, "podcast/index.html")
    page.add_init_script(SESSION)
    page.goto(page.url.replace("podcast/index", EPISODE))
    assert page.evaluate("navigator.mediaSession.playbackState") == "none"  # of other pages
    page.locator('.pod-chapters a[href="#t-02-04"]').click()
    is_playing(page)
    page.wait_for_function("navigator.mediaSession.metadata?.title === 'Reginald Fessenden'")
    shown = "(({artist, album, artwork}) => [artist, album, artwork.length])"
    data = page.evaluate(f"{shown}(navigator.mediaSession.metadata)")
    assert data == ["radio", "The first voice", 1]
    source = page.evaluate("navigator.mediaSession.metadata.artwork[0].src")
    assert page.request.get(source).headers["content-type"] == "image/png"
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
    page.wait_for_function("session.state?.position >= 124 && session.state.duration === 600")

    page.evaluate("session.actions.nexttrack()")
    is_near(page, 180)
    page.wait_for_function("navigator.mediaSession.metadata.title === 'The alternator'")
    page.evaluate("session.actions.previoustrack()")
    is_near(page, 124)
    page.evaluate("session.actions.seekforward({})")
    is_near(page, 154)
    page.evaluate("session.actions.seekto({seekTime: 60})")
    is_near(page, 60)
    bar(page).get_by_role("combobox", name="Speed").select_option("2×")
    page.wait_for_function("session.state.playbackRate === 2")
    page.evaluate("session.actions.pause()")
    page.wait_for_function("navigator.mediaSession.playbackState === 'paused'")
    page.evaluate("session.actions.play()")
    page.wait_for_function("navigator.mediaSession.playbackState === 'playing'")


def test_it_stays_at_hand_and_can_be_sent_away(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    before = page.evaluate("document.querySelector('#t-02-04').offsetTop")
    docked = page.locator(".pod-stage.pod-docked")
    page.locator("#t-03-00").scroll_into_view_if_needed()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert docked.count() == 0  # nobody has used it
    page.locator("#t-03-00 > h3 .pod-at").click()
    docked.wait_for()
    assert page.evaluate("document.querySelector('#t-02-04').offsetTop") == before  # no shift
    box = docked.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 700
    mark = page.locator("#t-03-00 > h3 .pod-at")
    mark.focus()
    mark.press("Enter")
    is_playing(page)
    bar(page).get_by_role("button", name="Pause").focus()
    page.keyboard.press("Escape")
    docked.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.closest('#t-03-00') !== null")
    is_playing(page)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("field", ["audio: sound.mp3", "video: film.webm"])
def test_nothing_moves_when_the_scripts_come(
    play_site: Callable[..., Site], open_site: Open, field: str, width: int
) -> None:
    page = open_site(
        play_site(field), "podcast/index.html", viewport={"width": width, "height": 900}
    )
    held: list[Route] = []
    page.context.route("**/podcast*.js*", lambda route: held.append(route))
    page.goto(page.url.replace("podcast/index.html", f"{EPISODE}.html#t=30"), wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    where = (
        "[...document.querySelectorAll('h2')].map((h) => h.getBoundingClientRect().top + scrollY)"
    )
    before = page.evaluate(where)
    while page.locator(".pod-find form").count() == 0:
        while held:
            held.pop().continue_()
        page.evaluate("new Promise(requestAnimationFrame)")
    page.locator(".pod-here", has_text="Intro").wait_for(state="attached")
    assert page.evaluate(where) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("theme", sorted({*THEMES} - {"sphinx_immaterial"}))  # has no sections
def test_times_have_a_column_of_their_own(
    play_site: Callable[..., Site], open_site: Open, theme: str
) -> None:
    site = play_site(**with_theme(theme))
    chapter = "#t-02-04 > h2 a.pod-at", "#t-02-04 > p"
    quote = "#q-00-00 a.pod-at", "#q-00-00 .pod-copy"
    for width in (1280, 390):
        page = open_site(site, viewport={"width": width, "height": 900})
        time, words, at, copy = (
            cast("FloatRect", page.locator(s).first.bounding_box()) for s in (*chapter, *quote)
        )
        assert words["y"] > time["y"] + 20
        if width < 640:
            assert time["x"] == pytest.approx(words["x"], abs=1)
            continue
        assert time["x"] + time["width"] <= words["x"] + 1
        # the caption is one line
        assert copy["y"] + copy["height"] / 2 == pytest.approx(at["y"] + at["height"] / 2, abs=6)
        assert copy["x"] > at["x"]


@pytest.mark.parametrize("theme", ["sphinx_rtd_theme", "pydata_sphinx_theme"])
def test_it_is_at_hand_after_a_jump_past_it(
    play_site: Callable[..., Site], open_site: Open, theme: str
) -> None:
    page = open_site(play_site(**with_theme(theme)), viewport={"width": 640, "height": 150})
    page.evaluate("location.hash = '#t=190'")
    page.locator(".pod-stage.pod-docked").wait_for()


# A busy browser reports several changes to an observer at once: here the first two.
BUSY = """
window.IntersectionObserver = class extends IntersectionObserver {
  constructor(callback, options) {
    const kept = (window.kept = []);
    super((changes, observer) => {
      kept.push(...changes);
      if (kept.length > 1) callback(kept.splice(0), observer);
    }, options);
  }
};
"""


def test_it_is_at_hand_when_the_browser_is_busy(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    page.add_init_script(BUSY)
    page.reload()
    page.wait_for_function("kept.length")
    page.evaluate("location.hash = '#t=190'")
    page.locator(".pod-stage.pod-docked").wait_for()


def test_without_script(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site(), java_script_enabled=False)
    audio = page.locator(".pod-player > audio[controls]")
    assert audio.is_visible()
    assert page.locator(".pod-bar").count() == 0
    link = page.locator("#t-02-04 > h2 a:has(.pod-time)")
    href = link.get_attribute("href")
    assert href is not None
    assert re.fullmatch(r"\.\./\.\./_downloads/\w+/sound\.mp3#t=124", href)
    response = page.request.get(page.url.rpartition("/")[0] + "/" + href)
    assert response.ok
    assert response.headers["content-type"] == "audio/mpeg"


def test_without_media_nothing_looks_broken(new_site: NewSite, open_site: Open) -> None:
    page = open_site(new_site(SHOW).build())
    assert page.locator(".pod-player, .pod-bar, .pod-stage").count() == 0
    page.locator("#t-02-04 > h2 .pod-time").click()
    assert page.evaluate("location.hash") == "#t-02-04"


def test_a_media_file_that_does_not_load_says_so(new_site: NewSite, open_site: Open) -> None:
    text = first("audio: https://example.org/gone.mp3")
    page = open_site(new_site({**SHOW, f"{EPISODE}.md": text}).build())
    bar(page).get_by_role("button", name="Play").click()
    voice(page, "This cannot be played")
    bar(page).get_by_role("button", name="Play").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_on_a_phone(
    play_site: Callable[..., Site], open_site: Open, theme: str, scheme: str
) -> None:
    page = open_site(
        play_site(**with_theme(theme)), f"{EPISODE}.html#t=190",
        viewport={"width": 390, "height": 700}, color_scheme=scheme, has_touch=True,
    )  # fmt: skip
    page.locator(".pod-docked").wait_for()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    parts = bar(page).locator("button, select, .pod-seek")
    rows = set()
    for part in parts.all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, target size
        rows.add(round(box["y"] + box["height"] / 2) // 10)
    assert len(rows) == 2  # the position, and below it the rest
    for selector in (".pod-clock", ".pod-bar button:nth-of-type(2)", "a.pod-here"):
        assert page.locator(selector).evaluate(CONTRAST) >= 4.5


# The controls that something else covers, by what a click would hit.
COVERED = """
elements => elements
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .flatMap((element) => {
    const {x, y, width, height} = element.getBoundingClientRect();
    const points = [[0.1, 0.5], [0.5, 0.5], [0.9, 0.5]];
    return points
      .map(([right, down]) => document.elementFromPoint(x + width * right, y + height * down))
      .filter((hit) => !element.contains(hit))
      .map((hit) => `${element.title}: ${hit?.outerHTML.slice(0, 80)}`);
  })
"""


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_covers_the_player_or_the_place_of_a_moment(
    play_site: Callable[..., Site], open_site: Open, theme: str
) -> None:
    site = play_site(**with_theme(theme))
    for width in (390, 1024, 1440):
        page = open_site(
            site, f"{EPISODE}.html#t=190", viewport={"width": width, "height": 800},
            reduced_motion="reduce",
        )  # fmt: skip
        page.locator(".pod-docked").wait_for()
        controls = page.locator(".pod-docked :is(button, select, input)")
        assert controls.count() == 9
        assert controls.evaluate_all(COVERED) == []
        time = page.locator("h3 > a.pod-at[data-t='180']")
        assert time.count() == 1
        # some themes scroll slowly; it is in view when it can be hit
        page.wait_for_function(f"e => !({COVERED})([e]).length", arg=time.element_handle())


def test_chapters_after_the_end_of_the_media_have_no_ticks(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site("video: film.webm"))  # a minute of ten
    page.wait_for_function("document.querySelector('.pod-seek input').max < 100")
    assert page.locator(".pod-ticks span").count() == 0
    page.locator("#t-02-04 > h2 .pod-time").click()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def test_phones_open_the_menu_to_share(play_site: Callable[..., Site], open_site: Open) -> None:
    site = play_site()
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    page = open_site(site, "podcast/index.html", **phone)
    page.add_init_script(
        "navigator.share = async (content) => { window.shared = content; throw new Error('closed') };"
    )
    page.goto(page.url.replace("podcast/index", EPISODE))
    here = page.url
    page.locator(".pod-seek input").fill("250")
    bar(page).get_by_role("button", name="Share").tap()
    assert page.evaluate("shared") == {"title": "The first voice", "url": f"{here}#t=250"}
    quote = page.locator("#q-00-00").get_by_role("button", name="Share quote")
    assert quote.inner_text() == "Share"
    quote.tap()
    assert page.evaluate("shared") == {
        "text": f"“A voice is not a signal.”\n— Kenji Sato, The first voice\n{here}#q-00-00"
    }


def test_a_film_plays_in_the_page(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site("video: film.webm"))
    assert page.get_by_role("region", name="Watch the episode").is_visible()
    page.locator("#q-00-00 figcaption a:has(.pod-time)").click()
    page.wait_for_function(f"{AUDIO}.currentTime >= 5.8 && {AUDIO}.paused")
    assert page.locator("video").bounding_box()


# -- embedded video players ----------------------------------------------------

# A page that answers like embedded video players, and records the messages it gets.
PAGES: dict[str, tuple[str, str, list[Any]]] = {
    "youtube": (
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        [
            {"event": "infoDelivery", "info": {"currentTime": 126, "playerState": 1, "duration": 600}},
            {"event": "infoDelivery", "info": {"playerState": 2}},
        ],
    ),
    "vimeo": (
        "https://vimeo.com/123456789",
        "https://player.vimeo.com/video/123456789",
        [
            {"event": "timeupdate", "data": {"seconds": 126, "duration": 600}},
            {"event": "pause", "data": {"seconds": 126}},
        ],
    ),
    "peertube": (
        "https://tube.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "https://tube.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        [
            {"method": "peertube::playbackStatusUpdate",
             "params": {"position": 126, "playbackState": "playing", "duration": "600"}},
            {"method": "peertube::playbackStatusUpdate",
             "params": {"position": 126, "playbackState": "paused"}},
        ],
    ),
}  # fmt: skip
FRAME = """<!doctype html><script>
window.asked = [];
addEventListener("message", ({data}) => asked.push(JSON.parse(data)));
const tell = (news) => parent.postMessage(JSON.stringify(news), "*");
</script>"""


@pytest.mark.parametrize("kind", PAGES)
def test_a_video_page_is_touched_only_when_it_is_played(
    new_site: NewSite, open_site: Open, kind: str
) -> None:
    address, embed, (playing, paused) = PAGES[kind]
    site = new_site({**SHOW, f"{EPISODE}.md": first(f"video: {address}")}).build()
    assert site.warnings == []
    page = open_site(site, "podcast/index.html")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=FRAME, content_type="text/html")

    page.context.route(lambda url: "127.0.0.1" not in url, answer)
    page.goto(page.url.replace("podcast/index", EPISODE))
    page.get_by_role("link", name="Watch the episode").wait_for()
    assert asked == []
    page.locator("#t-02-04 > h2 .pod-time").click()
    frame = page.frame_locator(".pod-stage iframe")
    frame.locator("html").wait_for(state="attached")
    (requested,) = asked
    url = page.locator(".pod-stage iframe").get_attribute("src")
    assert url is not None
    assert url.partition("#")[0] == requested
    assert url.startswith(embed)
    assert "autoplay=1" in url
    assert re.search(r"[&#](start|t)=124\b", url)
    inside = next(f for f in page.frames if f.url == url)
    inside.evaluate("news => tell(news)", playing)
    page.locator(".pod-clock", has_text="02:06").wait_for()
    assert page.locator(".pod-clock").inner_text() == "02:06 / 10:00"
    bar(page).get_by_role("button", name="Pause").click()
    inside.evaluate("news => tell(news)", paused)
    bar(page).get_by_role("button", name="Play").wait_for()
    page.locator('.pod-chapters a[href="#t-03-00"]').click()
    inside.wait_for_function("asked.some((one) => JSON.stringify(one).includes('180'))")
    said = inside.evaluate("JSON.stringify(asked)")
    assert "pause" in said
    assert "play" in said
    # messages of other windows are ignored
    page.evaluate(
        "postMessage(JSON.stringify({event: 'x', info: {currentTime: 1, seconds: 1}}), '*')"
    )
    page.evaluate("0")
    assert "00:01" not in page.locator(".pod-clock").inner_text()


def test_without_script_a_video_page_is_a_link(new_site: NewSite, open_site: Open) -> None:
    site = new_site({**SHOW, f"{EPISODE}.md": first(f"video: {PAGES['youtube'][0]}")}).build()
    page = open_site(site, java_script_enabled=False)
    link = page.get_by_role("link", name="Watch the episode")
    assert link.get_attribute("href") == PAGES["youtube"][0]
    time = page.locator("#t-02-04 > h2 a:has(.pod-time)")
    assert time.get_attribute("href") == f"{PAGES['youtube'][0]}&t=124s"


# -- transcript and quotes -----------------------------------------------------


def test_the_line_that_is_said_is_marked(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    page.locator("#t-00-00 > details > summary").click()
    page.locator("#turn-00-01 a:has(.pod-time)").click()
    page.locator("#turn-00-01[aria-current=true]").wait_for()
    said = "[...CSS.highlights.get('pod-said')].map(String).join('')"
    page.wait_for_function(f"{said} === 'Hello, everyone. '")
    page.wait_for_function(f"{said} === 'How did radio begin?'")
    page.locator("#turn-00-05[aria-current=true]").wait_for()
    assert page.locator(".pod-turn[aria-current]").count() == 1


def test_words_are_found_in_the_transcript(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site())
    field = page.get_by_role("searchbox", name="Find in the transcript")
    field.fill("VOICE")
    form = page.locator(".pod-find")
    assert form.locator("output").inner_text() == "2"
    field.press("Enter")
    turn = page.locator("#turn-00-05")
    turn.wait_for()
    assert form.locator("output").inner_text() == "1 / 2"
    form.get_by_role("button", name="Next").click()
    page.locator("#turn-02-05").wait_for()
    page.wait_for_function(
        "(() => { const {top, bottom} = document.querySelector('#turn-02-05')"
        ".getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()"
    )
    form.get_by_role("button", name="Next").click()
    assert form.locator("output").inner_text() == "1 / 2"
    form.get_by_role("button", name="Previous").click()
    assert form.locator("output").inner_text() == "2 / 2"
    assert page.evaluate("String([...CSS.highlights.get('pod-found')][0])") == "voice"
    field.fill("telephone")
    assert form.locator("output").inner_text() == "Not found"


def test_a_quote_is_copied_with_its_source(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site(), permissions=["clipboard-read", "clipboard-write"])
    here = page.url
    quote = page.locator("#q-00-00")
    quote.hover()
    quote.get_by_role("button", name="Copy quote").click()
    voice(page, "Copied")
    assert quote.locator(".pod-copy", has_text="Copied").is_visible()
    wanted = f"“A voice is not a signal.”\n— Kenji Sato, The first voice\n{here}#q-00-00"
    assert page.evaluate("navigator.clipboard.readText()") == wanted
    page.goto(here.replace(EPISODE, "podcast/quotes"))
    quote = page.locator("figure", has_text="A voice is not a signal")
    quote.hover()
    quote.get_by_role("button", name="Copy quote").click()
    voice(page, "Copied")
    assert page.evaluate("navigator.clipboard.readText()") == wanted


def test_the_link_to_this_moment_is_copied(play_site: Callable[..., Site], open_site: Open) -> None:
    page = open_site(play_site(), permissions=["clipboard-read", "clipboard-write"])
    here = page.url
    page.locator(".pod-seek input").fill("250")
    bar(page).get_by_role("button", name="Copy link to this moment").click()
    voice(page, "Copied")
    assert bar(page).locator(".pod-link", has_text="Copied").is_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{here}#t=250"


# -- the words of a moment -----------------------------------------------------


def test_a_moment_shows_the_words_of_the_transcript(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site())
    card = page.locator(".pod-hover-card")
    link = page.locator("#t-02-04 > h2 a.pod-at")
    link.hover()
    card.wait_for()
    assert card.inner_text().split("\n") == ["Kenji Sato", "Fessenden knew the voice."]
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    card.hover()  # the card stays, so that its words can be selected
    page.wait_for_timeout(600)
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.locator('.pod-chapters a[href="#t-00-00"]').focus()  # several speakers in a minute
    card.wait_for()
    assert card.inner_text().split("\n") == [
        "Mara Lindqvist", "Hello, everyone. How did radio begin?",
        "Kenji Sato", "A voice is not a signal.",
    ]  # fmt: skip
    # a quote of a range shows the words of the range
    page.locator("#q-00-00 figcaption a:has(.pod-time)").focus()
    card.filter(has_text="A voice is not a signal.").wait_for()
    assert card.inner_text().split("\n") == ["Kenji Sato", "A voice is not a signal."]
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator("#turn-02-05 a:has(.pod-time)").focus()  # its words are beside it
    assert card.is_hidden()


def test_a_tap_on_a_moment_shows_its_words_and_plays_it(
    play_site: Callable[..., Site], open_site: Open
) -> None:
    page = open_site(play_site(), viewport={"width": 390, "height": 700}, has_touch=True)
    page.locator("#t-02-04 > h2 a.pod-at").tap()
    card = page.locator(".pod-hover-card", has_text="Fessenden knew the voice.")
    card.wait_for()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    is_playing(page)
    is_near(page, 124)
    page.locator("h1").first.tap()
    assert card.is_hidden()


def test_words_have_their_language_and_need_no_player(new_site: NewSite, open_site: Open) -> None:
    vtt = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v 早川美咲>電波は声を運ぶ。\n"
    text = "# 声\n\n早川美咲の話 [00:02]。終わり [09:00]。\n\n## [00:00] はじめに\n\n声。\n"
    site = new_site({"episodes/koe.md": text, "episodes/koe.vtt": vtt}, language="en").build()
    page = open_site(site, "episodes/koe.html")
    page.locator('a[data-t="2"]').hover()
    words = page.locator(".pod-hover-card .pod-hover-text")
    words.wait_for()
    assert (words.inner_text(), words.get_attribute("lang")) == ("電波は声を運ぶ。", "ja")
    page.keyboard.press("Escape")
    page.locator('a[data-t="540"]').focus()  # after the end of the transcript
    assert page.locator(".pod-hover-card").is_hidden()


def test_cards_can_be_turned_off(play_site: Callable[..., Site]) -> None:
    site = play_site(podcast_hover_cards=False)
    assert "podcast-hover.js" not in site.output(f"{EPISODE}.html")


# -- accessibility -------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_nobody_is_kept_out(
    play_site: Callable[..., Site], open_site: Open, theme: str, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_site(
        play_site(**with_theme(theme)), f"{EPISODE}.html#t=190",
        color_scheme=scheme, reduced_motion="reduce",
    )  # fmt: skip
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator(".pod-docked").wait_for()
    page.locator(".pod-seek input").fill("200")
    page.locator("a.pod-at[data-t='124']").first.focus()
    page.locator(".pod-hover-card").wait_for()  # the words that are said then
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        "resultTypes": ["violations"],
    }
    # only our elements: not the theme around them, nor its colour of links
    links = {"sphinx_rtd_theme": "a.reference", "sphinx_immaterial": "a:focus"}
    others = [[".headerlink"], *([[links[theme]]] if theme in links else [])]
    ours = {"include": [[".pod-episode"], [".pod-hover-card"]], "exclude": others}
    result = Axe().run(page, context=ours, options=options)
    found = [
        (v["id"], node["html"], node["failureSummary"])
        for v in result.response["violations"]
        for node in v["nodes"]
    ]
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize(
    ("conf", "count"),
    [({}, 4), ({"html_baseurl": "https://talks.example/", "podcast_citations": True}, 5)],
)
def test_the_scripts_of_a_page_are_small(
    play_site: Callable[..., Site], conf: dict[str, Any], count: int
) -> None:
    import minify

    site = play_site(**conf)
    found = [str(script["src"]) for script in site.page(EPISODE).select("script[src*=podcast]")]
    names = [source.partition("?")[0] for source in found]
    assert len(names) == count
    scripts = [(site.out / "html" / EPISODE).parent.joinpath(name).read_text() for name in names]
    small = [minify.string("application/javascript", script) for script in scripts]
    assert sum(len(script.encode()) for script in small) <= 14_000


@pytest.mark.parametrize(
    "junk", ["abc", "1e9", "1e999", "-1", "null", "", "NaN", "[object Object]"]
)
@pytest.mark.parametrize(
    "field", ["audio: sound.mp3", "video: https://www.youtube.com/watch?v=dQw4w9WgXcQ"]
)
def test_junk_in_the_storage_does_not_break_the_player(
    play_site: Callable[..., Site], open_site: Open, junk: str, field: str
) -> None:
    page = open_site(play_site(field))
    bar(page).wait_for()
    page.evaluate(
        """junk => {
          localStorage.setItem("pod-speed", junk);
          localStorage.setItem(`pod-at:${location.pathname}`, junk);
        }""",
        junk,
    )
    page.reload()
    bar(page).wait_for()
    assert page.evaluate("podcast.player !== undefined")
    assert page.locator(".pod-bar select").input_value() == "1"
    page.evaluate("location.hash = '#t=2:30'")
    page.wait_for_function("podcast.player.currentTime >= 149")


@pytest.mark.parametrize("time", ["9" * 400, "9" * 400 + ":00", "1," + "9" * 400, "9" * 30])
def test_a_time_of_hundreds_of_digits_does_not_break_the_player(
    play_site: Callable[..., Site], open_site: Open, time: str
) -> None:
    page = open_site(play_site(), f"{EPISODE}.html#t={time}")
    bar(page).wait_for()
    assert page.evaluate("Number.isFinite(podcast.player.currentTime)")
    page.evaluate("location.hash = '#t=2:30'")
    is_near(page, 150)


def test_skimming_leaves_first_sentences_and_quotes(new_site: NewSite, open_site: Open) -> None:
    text = "# One\n\nAll.\n\n" + "".join(
        f"## [0{n}:00] Part {n}\n\nFirst {n}. Second {n}.\n\nMore {n}.\n\n> *“Words {n}.”*\n\n"
        for n in (1, 2)
    )
    site = new_site({"episodes/one.md": text + "## Notes\n\nThe end. It is.\n"}).build()
    page = open_site(site, "episodes/one.html", viewport={"width": 390, "height": 900})
    shown = page.locator("section > p, .pod-rest, figure.pod-quote, section > h2")

    def texts() -> list[str]:
        visible = [found for found in shown.all() if found.is_visible()]
        return [found.inner_text().split("\n")[0].strip() for found in visible]

    before = texts()
    assert "Second 1." in before
    page.get_by_label("Skim: first sentences and quotes only").check()
    assert [text for text in texts() if re.search(r"\d|end", text) and ":" not in text] == [
        "First 1.", "“Words 1.”", "First 2.", "“Words 2.”", "The end. It is.",
    ]  # fmt: skip
    page.get_by_label("Skim").uncheck()
    assert texts() == before


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("language", ["en", "he"])
def test_the_switch_is_beside_the_title_in_each_direction(
    new_site: NewSite, open_site: Open, language: str, direction: str
) -> None:
    text = "# One\n\n" + "".join(f"## [0{n}:00] Part\n\nFirst. Second.\n\n" for n in (1, 2, 3))
    site = new_site({"episodes/one.md": text}, language=language).build()
    page = open_site(site, "episodes/one.html", viewport={"width": 900, "height": 900})
    page.add_style_tag(content=f"html {{ direction: {direction} }}")
    boxes: list[dict[str, float]] = page.evaluate("""() => {
        const switch_ = document.querySelector(".pod-switch"), range = document.createRange();
        range.selectNodeContents(switch_.parentElement.firstChild);
        return [switch_, range].map((shown) => shown.getBoundingClientRect().toJSON());
    }""")
    first, second = sorted(boxes, key=lambda box: box["left"])
    assert first["right"] <= second["left"] or first["bottom"] <= second["top"]
    page.emulate_media(media="print")
    assert not page.locator(".pod-switch").is_visible()
