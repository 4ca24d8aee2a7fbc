"""References to an episode, or to a moment or a quote in it, as text for a footnote."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sphinxcontrib_podcast.grammar.times import format_time

_QUOTATION_MARKS = "\"'“”‘’„«»「」『』《》〈〉"


def reference_text(
    title: str,
    *,
    people: Sequence[str] = (),
    show: str = "",
    date: datetime.date | None = None,
    start: float | None = None,
    end: float | None = None,
    words: str = "",
) -> str:
    """Return a reference: people, words or title, show, date and time.

    Dates are in ISO 8601, so that it reads the same in every language.

    :param people: the hosts, or the speaker of a quote.
    :param words: those of a quote.
    """
    named = [f"“{bare(words)}”", title] if words else [f"“{title}”"]
    parts = [", ".join(people), *named, show, date.isoformat() if date else ""]
    if start is not None:
        parts.append(format_time(start) + (f"–{format_time(end)}" if end is not None else ""))
    return ", ".join(filter(None, parts))


def bare(words: str) -> str:
    """Return the words of a quote without the quotation marks around them."""
    text = " ".join(words.split())
    inner = text.strip(_QUOTATION_MARKS)
    return inner if text[:1] in _QUOTATION_MARKS else text
