from __future__ import annotations

import pytest

from sphinxcontrib_podcast.grammar.quotes import QuotedText, parse_quote


@pytest.mark.parametrize(
    ("markdown", "text", "speaker", "comment"),
    [
        ('*"Words."*', '"Words."', "", ""),
        ('"Words."', '"Words."', "", ""),
        ("*Words.*", "Words.", "", ""),
        ("**Words.**", "Words.", "", ""),
        ("「言葉。」", "「言葉。」", "", ""),
        ("*“Words.”* (laughs)", "“Words.”", "", "(laughs)"),
        ("*「言葉。」*（笑）", "「言葉。」", "", "（笑）"),
        ('*"Words."*\n— Ada', '"Words."', "Ada", ""),
        ('*"Words."*\n-- Ada Lovelace', '"Words."', "Ada Lovelace", ""),
        ('"Words." — Ada', '"Words."', "Ada", ""),
        ('"Words." (laughs) — Ada', '"Words."', "Ada", "(laughs)"),
        ("„Wörter.“", "„Wörter.“", "", ""),
        ("»Wörter.«", "»Wörter.«", "", ""),
        ("“One,” she said, “two.”", "“One,” she said, “two.”", "", ""),
    ],
)
def test_a_quote_is_taken_apart(markdown: str, text: str, speaker: str, comment: str) -> None:
    assert parse_quote([markdown]) == QuotedText((text,), speaker, comment)


@pytest.mark.parametrize(
    "markdown", ["Plain words.", '"Spark" is the name of a program', "*Spark* is a name", ""]
)
def test_other_blockquotes_stay(markdown: str) -> None:
    assert parse_quote([markdown]) is None


def test_every_blockquote_may_be_a_quote() -> None:
    assert parse_quote(["Plain words."], every=True) == QuotedText(("Plain words.",))
    assert parse_quote(["Words.\n— Ada"], every=True) == QuotedText(("Words.",), "Ada")
    assert parse_quote(["— Ada"], every=True) is None


def test_a_quote_of_several_paragraphs() -> None:
    quote = parse_quote(['"One.', 'Two."', "— Ada, at home"])
    assert quote == QuotedText(('"One.', 'Two."'), "Ada, at home")
    assert parse_quote(["*One.*", "*Two.*"]) == QuotedText(("One.", "Two."))
    assert parse_quote(['*"One.*', '*Two."* (laughs)']) == QuotedText(
        ('"One.', 'Two."'), comment="(laughs)"
    )
    assert parse_quote(["One.", "Two."]) is None


def test_a_time_behind_the_speaker() -> None:
    assert parse_quote(['"Words."\n— Ada [02:04]']) == QuotedText(('"Words."',), "Ada", start=124)
    assert parse_quote(['"Words."'], "Ada, 02:04") == QuotedText(('"Words."',), "Ada", start=124)


def test_what_ends_like_a_sentence_is_no_speaker() -> None:
    quote = parse_quote(['"Words" — and so she went on.'])
    assert quote is None or quote.speaker == ""
