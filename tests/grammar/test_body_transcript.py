from __future__ import annotations

from reading import read


def test_turns_without_times_name_their_speakers() -> None:
    turns = "**Ann Lee:** I met Bo Ek.\n\n**Bo Ek**: And I *met* Ann Lee.\n\n" * 3
    episode = read(f"# T\n\nThe summary of Ann Lee.\n\n{turns}")
    assert episode.summary == "The summary of Ann Lee."
    summary, first, second, *_ = episode.passages
    assert (summary.skip, first.text, first.skip) == ((), "Ann Lee: I met Bo Ek.", ((0, 7),))
    assert (second.text, second.skip) == ("Bo Ek: And I met Ann Lee.", ((0, 5),))


def test_labels_that_do_not_recur_are_no_speakers() -> None:
    labels = "".join(f"**Point {n}:** What Ann Lee says.\n\n" for n in range(8))
    episode = read(f"# T\n\n{labels}")
    assert [passage.skip for passage in episode.passages] == [()] * 8
    few = read("# T\n\n" + "**Ann Lee:** Words.\n\n**Bo Ek:** Words.\n\n" * 2)
    assert [passage.skip for passage in few.passages] == [()] * 4
