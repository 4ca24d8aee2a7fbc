"""A quote that means something else than what was said contradicts it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag
from conftest import Site, text_of
from verifying import CUES, verdict, verdict_on

from sphinxcontrib_podcast.model import Cue, EntityEntry, Episode, Quote, Verdict
from sphinxcontrib_podcast.quotes.verdict import quote_problems, verify

NewSite = Callable[..., Site]


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("We never sold the data of our customers.", "We sold the data of our customers", "en"),
        ("We sold the data of our customers.", "We never sold the data of our customers", "en"),
        ("We did not sell the data to them.", "We did sell the data to them", "en"),
        ("It wasn't easy for the team.", "It was easy for the team", "en"),
        ("Nobody in the room understood why.", "Everybody in the room understood why", "en"),
        ("He was not not guilty of it.", "He was not guilty of it", "en"),
        ("Not all of the engines weave.", "All of the engines weave, none weave", "en"),
        ("I do not believe that she lied.", "I do believe that she not lied", "en"),
        ("The price went up in the end.", "The price went down in the end", "en"),
        ("It is unlikely that we win.", "It is likely that we win", "en"),
        ("Our margin was -5% last year.", "Our margin was 5% last year", "en"),
        ("It grew by 5% in a year.", "It grew by 5 in a year", "en"),
        ("We paid $30 million for it.", "We paid €30 million for it", "en"),
        ("We paid thirty million for it.", "We paid thirteen million for it", "en"),
        ("It takes eleven months to build.", "It takes eleven years to build", "en"),
        ("I wrote it in C++ that winter.", "I wrote it in C that winter", "en"),
        ("The first of them was built here.", "The second of them was built here", "en"),
        ("我们没有出售客户的名单", "我们出售客户的名单", "zh"),
        ("这不是我们的错误啊", "这是我们的错误啊", "zh"),
        ("一共有四分之一的人来了", "一共有四分之三的人来了", "zh"),
        ("销售额增加了百分之四十", "销售额减少了百分之四十", "zh"),
        ("我们花了五百万美元", "我们花了五百万欧元", "zh"),
        ("這不是我們的錯誤", "这是我们的错误", "zh"),
        ("私たちは名簿を売りませんでした。", "私たちは名簿を売りました", "ja"),
        ("それは簡単ではありません。", "それは簡単です。とても", "ja"),
        ("売り上げは40パーセント増えました。", "売り上げは40パーセント減りました", "ja"),
        ("電球は450ユーロで売っています。", "電球は450ドルで売っています", "ja"),
    ],
)  # fmt: skip
def test_a_change_of_meaning_contradicts(said: str, quoted: str, language: str) -> None:
    found = verdict_on(said, quoted, language)
    assert found.kind == "contradicted"
    assert found.contrary
    assert found.is_found


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("We have no money for this.", "We do not have any money for this", "en"),
        ("It was not bad for a first try.", "It was good for a first try", "en"),
        ("We sold it, not knowing any better, to a bank.", "We sold it to a bank", "en"),
        ("We sold it. We never asked. Then the bank called.", "We sold it. Then the bank called", "en"),
        ("He never once said that to me.", "He never said that to me", "en"),
        ("It was not only fast but cheap.", "It was fast but cheap", "en"),
        ("He'd never do that to anybody.", "He would never do that to anybody", "en"),
        ("I'm not against it. I'm against selling it now.", "I am against selling it now", "en"),
        ("In 1998 we sold it to them.", "We sold it to them in 1998", "en"),
        ("We grew a lot, and very fast.", "We grew a lot [in 1998], and very fast", "en"),
        ("这件事不过是一个开始罢了", "这件事是一个开始罢了", "zh"),
        ("必ず続けると約束しました。", "続けると約束しました", "ja"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_do_not_contradict(said: str, quoted: str, language: str) -> None:
    assert verdict_on(said, quoted, language).kind in ("edited", "verbatim")


def test_an_omission_mark_does_not_hide_a_negation() -> None:
    said = "We would never under any condition sell the data of our customers to them."
    assert verdict_on(said, "We would … sell the data of our customers").kind == "contradicted"
    said = "We sold it, although nobody was sure, to the bank in the capital."
    assert verdict_on(said, "We sold it … to the bank in the capital").kind == "verbatim"


def test_a_quote_may_not_end_before_the_percent_sign() -> None:
    assert verdict_on("In two years it grew by 40 percent.", "In two years it grew by 40").kind == (
        "contradicted"
    )


def on_names(said: str, quoted: str, *names: str) -> Verdict:
    entries = tuple(EntityEntry(n, "organization", "", "", "", 1) for n in names)
    quote = Quote("q", quoted, "", "", None, None, 1)
    episode = Episode(
        "x", "x.md", "x", "en", quotes=(quote,), entries=entries, guests=("Ada Lovelace",),
        cues=(Cue(1, 9, "", said, 1),),
    )  # fmt: skip
    (found,) = verify(episode)
    assert found.verdict is not None
    return found.verdict


def test_a_listed_name_for_another_contradicts() -> None:
    said = "I think that Halden Optics will win this one."
    quoted = "I think that Lantern Company will win this one"
    assert on_names(said, quoted, "Halden Optics", "Lantern Company").kind == "contradicted"
    assert on_names(said, quoted, "Lantern Company").kind == "contradicted"
    assert on_names(said, quoted).kind == "edited"
    said = "Then Ada wrote the whole thing down."
    assert on_names(said, "Then Lantern wrote the whole thing down", "Lantern").kind == (
        "contradicted"
    )


@pytest.mark.parametrize(
    ("said", "quoted", "kind"),
    [
        ("I think Halden Optics will win this one.", "I think Northwind will win this one", "contradicted"),
        ("I think Halden Optics will win this one.", "I think they will win this one", "edited"),
        ("Halden Optics will win this one at last.", "They will win this one at last", "edited"),
        ("I think they will win this one.", "I think Halden Optics will win this one", "edited"),
        ("I think he and Northwind will win.", "I think Halden Optics and Northwind will win", "edited"),
    ],
)  # fmt: skip
def test_a_listed_name_needs_another_name_in_its_place(said: str, quoted: str, kind: str) -> None:
    assert on_names(said, quoted, "Halden Optics").kind == kind


@pytest.mark.parametrize(
    "said", ["Then he wrote the whole thing", "Then Aida wrote the whole thing"]
)
def test_a_name_for_a_pronoun_or_a_misheard_one_does_not(said: str) -> None:
    assert on_names(f"{said} down.", "Then Ada wrote the whole thing down").kind == "edited"


@pytest.mark.parametrize(
    ("said", "quoted", "before", "after", "language"),
    [
        ("I don't think the small team can ship it.", "the small team can ship it", "I don't think", "", "en"),
        ("The small team can ship it unless they stop.", "the small team can ship it", "", "unless they stop.", "en"),
        ("We lost, but we didn't cry. The small team can ship it.", "The small team can ship it", "", "", "en"),
        ("We didn't win, but the small team can ship it.", "the small team can ship it", "", "", "en"),
        ("我不认为这个小团队能做完新的机器。", "这个小团队能做完新的机器", "我不认为", "", "zh"),
        ("この小さなチームが完成できるとは思いません。", "この小さなチームが完成できる", "", "とは思いません。", "ja"),
    ],
)  # fmt: skip
def test_the_rest_of_a_sentence_may_turn_a_quote(
    said: str, quoted: str, before: str, after: str, language: str
) -> None:
    found = verdict_on(said, quoted, language)
    assert (found.kind, found.cut) == ("verbatim", (before, after))


def test_a_message_has_the_words_of_both() -> None:
    quote = Quote("q", "It does pretend to originate anything", "", "", None, None, 7)
    episode = Episode("x", "x.md", "x", "en", quotes=(quote,), cues=CUES)
    quotes = verify(episode)
    (problem,) = quote_problems(Episode("x", "x.md", "x", "en", quotes=quotes, cues=CUES))
    assert (problem.line, problem.subtype) == (7, "quote_contradicted")
    assert problem.message == (
        "the quote 'It does pretend to originate anything' contradicts the transcript (at 00:08): "
        "not 'does pretend', but \"doesn't pretend\" was said. "
        "Use these words, or put words that are not in the transcript into brackets"
    )


def test_a_contradiction_elsewhere_says_both() -> None:
    found = verdict("It does pretend to originate anything", 2)
    assert (found.kind, found.is_elsewhere) == ("contradicted", True)


EPISODE = """
    # One

    ## [00:00] Patterns

    > *"It does pretend to originate anything."*

    > *"pretend to originate anything."*

    ## [02:00] Later

    > *"The machine weaves algebraical patterns just as the loom weaves leaves."*

    ## Entities

    - **Ada Lovelace** (Person): mathematician
    """
VTT = "WEBVTT\n\n" + "\n\n".join(
    f"00:{int(c.start) // 60:02}:{c.start % 60:02.0f}.000 --> 00:{int(c.start) // 60:02}:{c.start % 60 + 3:02.0f}.000\n"
    f"<v {c.speaker}>{c.text}"
    for c in CUES
)


def test_pages_show_wording_and_place(new_site: NewSite) -> None:
    site = new_site({"episodes/one.md": EPISODE, "episodes/one.vtt": VTT}).build()
    (warning,) = site.warnings
    assert warning.startswith("episodes/one.md:5: WARNING: the quote")
    assert warning.endswith("[podcast.quote_contradicted]")
    marks = [
        "contradicts the transcript · speaker from the transcript",
        "verbatim · cut · speaker from the transcript",
        "edited · from another chapter · speaker from the transcript",
    ]
    for page in ("episodes/one", "podcast/quotes", "podcast/entity/ada-lovelace"):
        body = site.body(page)
        assert [text_of(m) for m in body.select(".pod-verdict")] == marks, page
        shown = body.select("p.pod-said")
        assert [text_of(p) for p in shown] == [
            "In the transcript: It does doesn’t pretend to originate anything.",
            "In the transcript: It doesn’t pretend to originate anything.",
        ], page
        assert isinstance(shown[1].select_one("ins"), Tag)


def test_a_translation_is_shown_in_its_language_and_the_original_is_judged(
    new_site: NewSite,
) -> None:
    text = """
        # 一

        摘要。

        ## [00:00] 花样

        > “引擎编织代数的花样。” "The engine weaves algebraical patterns" [00:02]
        """
    site = new_site({"episodes/one.md": text, "episodes/one.vtt": VTT}).build()
    assert site.warnings == []
    for page in ("episodes/one", "podcast/quotes"):
        (figure,) = site.body(page).select("figure.pod-quote")
        words = figure.select("blockquote p")
        assert [text_of(p).strip('“”"') for p in words] == [
            "引擎编织代数的花样。",
            "The engine weaves algebraical patterns",
        ], page
        assert words[1].get("lang") == "en", page
        assert "verbatim" in text_of(figure.select_one(".pod-verdict")), page
