"""Altered quotes are found in the transcript, invented ones are reported."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag
from conftest import Site, text_of
from quotes import judge, quotes_of, share_right
from sphinx.errors import ConfigError
from verifying import ADA, BOB, CUES, verdict, verdict_on

NewSite = Callable[..., Site]


@pytest.mark.parametrize(
    "text",
    [
        "“The engine weaves algebraical patterns, just as the loom weaves flowers and leaves.”",
        "THE ENGINE — WEAVES ALGEBRAICAL PATTERNS",
        "the the engine, um, weaves",
        "Ｔｈｅ　ｅｎｇｉｎｅ ｗｅａｖｅｓ",
        "It doesn’t pretend to originate anything",
        "The engine weaves […] flowers and leaves.",
        "The engine weaves … flowers and leaves",
        "The engine… weaves... algebraical patterns",
        "You know, weaves algebraical patterns",
    ],
)
def test_the_very_words_are_verbatim(text: str) -> None:
    found = verdict(text)
    assert (found.kind, found.speaker, found.score) == ("verbatim", ADA, 100)
    assert found.difference == ()


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        (
            "The machine weaves algebraical patterns just as the loom weaves leaves.",
            ["-machine", "+engine, you know,", "+flowers and", "leaves."],
        ),
        ("It doesn't originate anything", ["It doesn't", "+pretend to", "originate anything."]),
    ],
)
def test_what_was_altered_is_shown(text: str, difference: list[str]) -> None:
    found = verdict(text)
    assert found.kind == "edited"
    shown = [{"ins": "+", "del": "-"}.get(kind, "") + part for kind, part in found.difference]
    for part in difference:
        assert any(part in one for one in shown), shown
    said = " ".join(part for kind, part in found.difference if kind != "del")
    assert said == found.words


def test_a_word_here_and_a_word_there_are_not_verbatim() -> None:
    said = "We were told that taxes had been raised because of what the people called the war."
    assert verdict_on(said, "We ... raised ... the ... war").kind == "edited"
    assert verdict_on(said, "We […] raised […] war").kind == "edited"
    assert verdict_on(said, "We were told … the people called").kind == "verbatim"
    assert verdict_on("我们大家都说过了他的确是爱听广播的", "我…爱…广播").kind != "verbatim"


def test_sentences_that_were_put_together_are_edited() -> None:
    found = verdict("I asked for money. The government had other things to do.", 1)
    assert found.kind == "edited"
    assert (found.start, found.speaker) == (60, BOB)
    # the sentences are in the wrong order
    assert verdict("So I waited for it. I asked and I asked for money.", 1).kind == "missing"


def test_what_was_said_in_another_chapter_is_elsewhere() -> None:
    assert verdict("I asked for money, and I asked again", 0).kind == "verbatim"  # near enough
    found = verdict("It doesn't pretend to originate anything", 2)
    assert (found.kind, found.start, found.difference) == ("verbatim", 8, ())
    assert found.is_elsewhere
    found = verdict("It does not pretend to originate anything", 2)
    assert (found.kind, found.is_elsewhere) == ("edited", True)
    assert ("del", "does not") in found.difference
    assert verdict("It doesn't pretend to originate anything", None).kind == "verbatim"


def test_a_translation_is_not_judged() -> None:
    assert verdict("エンジンは代数の模様を織る。", language="ja").kind == "translated"
    assert verdict("引擎编织代数的图案。", language="zh").kind == "translated"
    assert verdict("The engine weaves algebraical patterns", language="ja").kind == "verbatim"


def test_what_nobody_said_is_missing() -> None:
    found = verdict("Computers will replace every mathematician within a decade.")
    assert found.kind == "missing"
    assert not found.is_found
    assert verdict("Yes!").kind == "missing"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_labelled_quotes_are_judged_rightly(language: str) -> None:
    """Each tenth quote of the benchmark; the manual states the figures of all."""
    judged = [
        one for talk, quotes in quotes_of(language) for one in judge(talk, quotes[::10])
    ]  # fmt: skip
    assert len(judged) > 800
    assert share_right(judged, "reversed") >= 0.98
    assert share_right(judged, "true") >= 0.995
    assert share_right(judged, "invented") >= 0.99
    verbatim = [one for one in judged if one.quote.kind == "verbatim"]
    assert sum(one.verdict == "verbatim" for one in verbatim) / len(verbatim) > 0.98


# -- on the page ---------------------------------------------------------------

EPISODE = """
    # One

    ## [00:00] Patterns

    > *"The engine weaves algebraical patterns."*

    > *"The machine weaves algebraical patterns just as the loom weaves <b>leaves</b>."*

    > *"エンジンは模様を織る。"*

    ## [01:00] Money

    > *"Money was never the question for us, and never will be."*
    """
VTT = "WEBVTT\n\n" + "\n\n".join(
    f"{int(c.start) // 60:02}:{c.start % 60:06.3f} --> {int(c.start) // 60:02}:{c.start % 60 + 3:06.3f}\n"
    f"<v {c.speaker}>{c.text}"
    for c in CUES
)


def test_the_page_says_what_was_found(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": EPISODE, "episodes/one.vtt": VTT}).build()
    (warning,) = site.warnings
    assert warning.startswith(
        "episodes/one.md:13: WARNING: the quote '\"Money was never the question"
    )
    assert "is not in the transcript; the most similar passage (" in warning
    assert warning.endswith("[podcast.quote]")
    quotes = site.body("episodes/one").select("figure.pod-quote")
    assert [text_of(q.select_one(".pod-source")) for q in quotes] == [
        f"{ADA} · 00:00 · verbatim · speaker from the transcript",
        f"{ADA} · 00:00 · edited · speaker from the transcript",
        "00:00 · translated",
        "01:00 · not in the transcript",
    ]  # fmt: skip
    details = quotes[1].select_one("details")
    assert isinstance(details, Tag)
    assert text_of(details.select_one("summary")) == "In the transcript"
    assert [text_of(t) for t in details.select("del")] == ["machine"]
    assert text_of(details.select_one("ins")) == "engine, you know,"
    assert not details.select("b")
    assert quotes[0].select("details") == []
    index = site.body("podcast/quotes").select("figcaption")
    assert [text_of(mark) for line in index for mark in line.select(".pod-verdict")] == [
        "verbatim · speaker from the transcript", "edited · speaker from the transcript",
        "translated", "not in the transcript",
    ]  # fmt: skip


def test_the_speaker_of_the_transcript_is_the_speaker_of_the_quote(new_site: NewSite) -> None:
    text = EPISODE + f"\n    ## Entities\n\n    - **{ADA}** (Person): Wrote notes.\n"
    site = new_site(
        {"episodes/one.md": text, "episodes/one.vtt": VTT},
        podcast_entity_pages={}, suppress_warnings=["podcast.quote"],
    ).build()  # fmt: skip
    assert site.warnings == []
    quotes = site.body("podcast/entity/ada-lovelace").select("#quotes figure")
    assert len(quotes) == 2
    link = quotes[0].select_one("a:has(time)")
    assert isinstance(link, Tag)
    assert str(link["href"]).endswith("episodes/one.html#q-00-00")


def test_the_page_shows_the_speaker_whom_the_author_names(new_site: NewSite) -> None:
    text = """
        # One

        ## [00:00] Patterns

        > *"The engine weaves algebraical patterns."*
        > — Somebody Else

        > *"It doesn't pretend to originate anything."*
        > — Ada
        """
    site = new_site({"episodes/one.md": text, "episodes/one.vtt": VTT}).build()
    (warning,) = site.warnings
    assert warning.startswith("episodes/one.md:5: WARNING: the quote")
    assert f"is signed 'Somebody Else', but in the transcript '{ADA}' says it" in warning
    assert warning.endswith("[podcast.quote]")
    sources = site.body("episodes/one").select("figure.pod-quote .pod-source")
    assert [text_of(q) for q in sources] == [
        "Somebody Else · 00:00 · verbatim",
        "Ada · 00:08 · verbatim",
    ]


def test_the_rule_can_be_changed(new_site: NewSite) -> None:
    files = {"episodes/one.md": EPISODE, "episodes/one.vtt": VTT}
    site = new_site(files, podcast_quote_rule={"similarity": 95}).build()
    assert len(site.warnings) == 2
    site.conf["podcast_quote_rule"] = {"similarity": 0}
    assert [w for w in site.build().warnings if w.endswith("[podcast.quote]")] == []
    for wrong in ({"similarity": 101}, {"likeness": 3}, {"nearby": -1}, {"nearby": "far"}):
        with pytest.raises(ConfigError, match="podcast_quote_rule"):
            new_site(files, podcast_quote_rule=wrong).build()


def test_a_quote_is_judged_again_when_it_or_the_transcript_changes(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": EPISODE, "episodes/one.vtt": VTT}).build()
    said = VTT.replace(
        "Nobody answered.", "Money was never the question for us, and never will be."
    )
    site.write({"episodes/one.vtt": said}).build()
    assert site.warnings == []
    quote = site.body("episodes/one").select_one("#q-01-00 figcaption")
    assert text_of(quote) == f"{BOB} · 01:04 · verbatim · speaker from the transcript"
    site.write({"episodes/one.md": EPISODE.replace("Money was", "Fame was")}).build()
    assert "edited" in text_of(site.body("episodes/one").select_one("#q-01-00 figcaption"))
    site.write({"episodes/one.vtt": None}).build()
    assert site.body("episodes/one").select(".pod-verdict") == []


def test_other_media_say_it_in_words(new_site: NewSite) -> None:
    site = new_site(
        {"episodes/one.md": EPISODE, "episodes/one.vtt": VTT},
        suppress_warnings=["podcast.quote"], version="1", copyright="Ada",
    )  # fmt: skip
    for builder in ("text", "latex", "man", "texinfo", "xml", "epub", "gettext"):
        assert site.build(builder, fresh=True).warnings == []
    text = (site.out / "text" / "episodes/one.txt").read_text()
    assert f"{ADA} · [00:00] · edited" in " ".join(text.split())
    assert "the **engine, you know,** weaves" in " ".join(text.split())
    assert "machine weaves" in text  # in the quote
    assert "machine **" not in text  # not in the text of the transcript
