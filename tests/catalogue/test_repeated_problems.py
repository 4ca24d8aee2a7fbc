from __future__ import annotations

from sphinxcontrib_podcast.catalogue.repeated_problems import RepeatedProblems
from sphinxcontrib_podcast.model import Problem


def problems(count: int, message: str) -> list[Problem]:
    return [Problem(f"{n}.md", n, "front_matter", message.format(n)) for n in range(1, count + 1)]


def test_many_files_are_one_problem() -> None:
    many = problems(9, "front matter 'date' must be a date, not 'day {}'; it was left out")
    repeated = RepeatedProblems(many)
    assert all(problem in repeated for problem in many)
    (said,) = repeated.summaries()
    assert (said.path, said.line, said.subtype) == ("1.md", 1, "front_matter")
    assert said.message.startswith("front matter 'date' must be a date, not 'day 1'; it was left")
    assert "(the same in 8 more files: 2.md, 3.md, 4.md, …;" in said.message


def test_few_files_keep_theirs() -> None:
    few = problems(5, "front matter '{}' is wrong")
    assert not any(problem in RepeatedProblems(few) for problem in few)
    assert list(RepeatedProblems(few).summaries()) == []


def test_numbers_and_places_make_no_other_kind() -> None:
    late = [
        Problem(f"{n}.md", n, "time", f"the chapter starts at {n}:00, after the end (0{n}:30)"
                + f", and so do {n} more" * (n % 2) + "; correct it")
        for n in range(1, 8)
    ]  # fmt: skip
    assert len(list(RepeatedProblems(late).summaries())) == 1
    types = [
        Problem("a.md", n, "entity", f"'X{n}' is a here and b in c/{n}.md:{n}") for n in range(6)
    ]
    (said,) = RepeatedProblems(types).summaries()
    assert said.message.endswith("(5 more in this file; 'sphinx-podcast check' lists them all)")
    two = [Problem(f"{n % 2}.md", n, "time", "T") for n in range(6)]
    (said,) = RepeatedProblems(two).summaries()
    assert said.message.startswith("T (and 5 more, in 2 files: 1.md;")


def test_words_of_people_are_said_each() -> None:
    for subtype in ("quote", "quote_contradicted"):
        quotes = [Problem(f"{n}.md", 1, subtype, "the quote is not in it") for n in range(9)]
        assert not any(problem in RepeatedProblems(quotes) for problem in quotes)
