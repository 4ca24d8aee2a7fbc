from __future__ import annotations

from sphinxcontrib_podcast.model import Chapter, Cue
from sphinxcontrib_podcast.transcripts.passages import joined_cues, passages, turns, with_ends


def cue(start: float, text: str, speaker: str = "", line: int = 1) -> Cue:
    return Cue(start, None, speaker, text, line)


def chapter(start: float) -> Chapter:
    return Chapter(f"t-{start}", "T", start, None, 1, 1)


def texts(cues: list[Cue], *starts: float) -> list[tuple[int | None, str]]:
    found = turns(cues, [chapter(start) for start in starts])
    return [(index, " ".join(c.text for c in turn)) for index, turn in found]


def test_an_unknown_end_is_the_next_start_or_estimated() -> None:
    cues = [cue(0, "a"), Cue(4, 6, "", "b", 2), Cue(8, 7, "", "c", 3), cue(20, "x" * 30)]
    assert [end for _, end in with_ends(cues)] == [4, 6, 8, 22]
    assert list(with_ends([])) == []


def test_a_turn_ends_with_the_speaker() -> None:
    cues = [
        cue(0, "a", "Ann"),
        cue(1, "b"),
        cue(2, "c", "Ann"),
        cue(3, "d", "Bo"),
        cue(4, "e", "Ann"),
    ]
    assert texts(cues) == [(None, "a b c"), (None, "d"), (None, "e")]
    assert texts([cue(0, "a"), cue(1, "b", "Ann"), cue(2, "c")]) == [(None, "a"), (None, "b c")]


def test_a_turn_ends_with_the_chapter() -> None:
    cues = [cue(second, str(second), "Ann") for second in range(6)]
    assert texts(cues, 2, 4) == [(None, "0 1"), (0, "2 3"), (1, "4 5")]
    # chapters are sought by time, and keep their numbers
    assert texts(cues, 4, 2) == [(None, "0 1"), (1, "2 3"), (0, "4 5")]
    assert texts(cues, 0, 0) == [(1, "0 1 2 3 4 5")]
    assert texts(cues, 9) == [(None, "0 1 2 3 4 5")]
    assert texts([], 1) == []


def test_a_long_turn_is_split_between_cues() -> None:
    cues = [cue(second, "x" * 401, "Ann") for second in range(7)]
    assert [len(text) for _, text in texts(cues)] == [3 * 401 + 2, 3 * 401 + 2, 401]
    cues = [cue(second, "x" * 400, "Ann") for second in range(5)]
    assert [len(text) for _, text in texts(cues)] == [4 * 400 + 3, 400]


def test_the_words_of_a_turn_and_their_times() -> None:
    assert joined_cues([cue(1, "one two"), cue(2, "three")]) == (
        "one two three",
        ((0, 1), (8, 2)),
    )
    assert joined_cues([cue(1, "声が"), cue(2, "届く")]) == ("声が届く", ((0, 1), (2, 2)))
    assert joined_cues([]) == ("", ())


def test_passages() -> None:
    cues = [cue(0, "a", "Ann", 3), cue(5, "b", "Bo", 6), cue(6, "c", "", 9)]
    found = [
        (p.text, p.line, p.chapter, p.moments) for p in passages(cues, [chapter(1)])
    ]  # fmt: skip
    assert found == [("a", 3, None, ((0, 0),)), ("b c", 6, 0, ((0, 5), (2, 6)))]
