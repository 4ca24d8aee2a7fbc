from __future__ import annotations

import pytest
from reading import read

from sphinxcontrib_podcast.grammar.quotes import QuotedText, parse_quotes


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
    ],
)
def test_a_quote_is_taken_apart(markdown: str, text: str, speaker: str, comment: str) -> None:
    assert parse_quotes([markdown]) == [QuotedText((text,), speaker, comment)]


def test_narration_is_no_part_of_a_quote() -> None:
    assert parse_quotes(["“One,” she said, “two.”"]) == [
        QuotedText(("“One,”",), comment="she said,"),
        QuotedText(("“two.”",)),
    ]


@pytest.mark.parametrize(
    "markdown", ["Plain words.", '"Spark" is the name of a program', "*Spark* is a name", ""]
)
def test_other_blockquotes_stay(markdown: str) -> None:
    assert parse_quotes([markdown]) == []


def test_every_blockquote_may_be_a_quote() -> None:
    assert parse_quotes(["Plain words."], every=True) == [QuotedText(("Plain words.",))]
    assert parse_quotes(["Words.\n— Ada"], every=True) == [QuotedText(("Words.",), "Ada")]
    assert parse_quotes(["— Ada"], every=True) == []


def test_a_quote_of_several_paragraphs() -> None:
    (quote,) = parse_quotes(['"One.', 'Two."', "— Ada, at home"])
    assert quote == QuotedText(('"One.', 'Two."'), "Ada, at home")
    assert parse_quotes(["*One.*", "*Two.*"]) == [QuotedText(("One.", "Two."))]
    assert parse_quotes(['*"One.*', '*Two."* (laughs)']) == [
        QuotedText(('"One.', 'Two."'), comment="(laughs)")
    ]
    assert parse_quotes(["One.", "Two."]) == []


def test_a_time_behind_the_speaker() -> None:
    assert parse_quotes(['"Words."\n— Ada [02:04]']) == [
        QuotedText(('"Words."',), "Ada", start=124)
    ]
    assert parse_quotes(['"Words."'], "Ada, 02:04") == [QuotedText(('"Words."',), "Ada", start=124)]


def test_what_ends_like_a_sentence_is_no_speaker() -> None:
    assert [quote.speaker for quote in parse_quotes(['"Words" — and so she went on.'])] in (
        [],
        [""],
    )


@pytest.mark.parametrize(
    "block",
    [
        "> <q>Words here.</q> — Ada",
        '> <span class="quote">"Words here."</span> — Ada',
        '> <em>"Words here."</em>\n> — <cite>Ada</cite>',
        "> <i>“Words here.”</i> — <b>Ada</b>",
        '> <SPAN style="color: red">Ada: "Words here."</SPAN>',
    ],
)
def test_elements_that_format_a_quotation(block: str) -> None:
    (quote,) = read(f"# T\n\n{block}\n").quotes
    assert quote.text.strip('"“”') == "Words here."
    assert quote.speaker == "Ada"


def test_other_elements_stay_in_a_blockquote() -> None:
    assert read("# T\n\n> <q>Words here. <script>1</script>\n").quotes == ()
    (quote,) = read('# T\n\n> "<b>Words</b> here." — Ada\n').quotes
    assert (quote.text, quote.speaker) == ('"Words here."', "Ada")
