"""Episodes in reStructuredText, read without Sphinx."""

from __future__ import annotations

import textwrap

from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.restructuredtext import read_restructuredtext
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Episode, ScannedDocument


def read_document(text: str) -> ScannedDocument:
    draft = EpisodeBuilder("e/one", "e/one.rst", textwrap.dedent(text).lstrip("\n"), True, "en")
    read_restructuredtext(draft, Vocabulary.load())
    return draft.finish()


def read(text: str) -> Episode:
    episode = read_document(text).episode
    assert episode is not None
    return episode


EPISODE = """
    ============
    The *engine*
    ============

    .. pod:episode::
       :date: 2024-05-01
       :hosts: Ada Lovelace

    A summary of
    two lines.

    .. pod:chapter:: 02:04 One

       First words, with ``code`` and :pod:`x`.

       .. pod:quote:: Ada Lovelace

          It weaves algebra.

    Below
    -----

    - an item with `a link <https://example.org>`_

    .. a comment about Ada

    .. image:: x.png

    | a line block

    :field: value

    .. pod:entity:: Ada Lovelace
       :type: person

       Wrote it.
"""


def test_titles_fields_chapters_and_quotes() -> None:
    episode = read(EPISODE)
    assert episode.title == "The engine"
    assert (str(episode.date), episode.hosts) == ("2024-05-01", ("Ada Lovelace",))
    assert [(c.title, c.start, c.line) for c in episode.chapters] == [("One", 124, 12)]
    (quote,) = episode.quotes
    assert (quote.text, quote.speaker, quote.chapter) == ("It weaves algebra.", "Ada Lovelace", 0)
    assert quote.line == 16


def test_passages_are_the_text_and_nothing_else() -> None:
    found = [(p.text, p.line, [p.text[a:b] for a, b in p.skip]) for p in read(EPISODE).passages]
    assert found == [
        ("A summary of two lines.", 9, []),
        ("First words, with code and x.", 14, ["code", "x"]),
        ("It weaves algebra.", 18, []),
        ("an item with a link", 23, ["a link"]),
    ]


def test_a_directive_defines_an_entity() -> None:
    (definition,) = read_document(EPISODE).definitions
    assert (definition.name, definition.type, definition.description) == (
        "Ada Lovelace",
        "person",
        "Wrote it.",
    )
    assert definition.line == 33


def test_the_first_title_is_that_of_the_episode() -> None:
    assert read("Title\n=====\n\nOther\n=====\n\nText.\n").title == "Title"
    assert read("Over and under\n--------------\n").title == "Over and under"
    document = read_document("Only text.\n\n====\n----\n")
    (problem,) = document.problems
    assert (problem.line, problem.subtype) == (1, "title")
    assert document.episode is not None
    assert document.episode.title == "one"
