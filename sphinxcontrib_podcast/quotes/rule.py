"""The rule of the project by which quotes are checked, apart from the code that checks them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuoteRule:
    """The rule by which a quote counts as found in the transcript."""

    similarity: int = 65
    """The lowest similarity of a quote and its passage, from 0 to 100."""
    nearby: int = 30
    """How many seconds before and after its chapter a quote may be spoken."""


DEFAULT_RULE = QuoteRule()
