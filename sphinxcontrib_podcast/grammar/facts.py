"""Read facts in the body of an episode, below its title: ``- **Guest:** Ann Lee``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sphinxcontrib_podcast.grammar.vocabulary import fact_labels, word

_FACT = re.compile(
    r"[^\w\s*_`\[(<>|]{0,4}\s*(?:"
    r"(?P<marks>\*\*|__)(?P<bold>[^*_:：\n]{1,40}?)\s*"
    r"(?:(?:::|[:：])\s*(?P=marks)|(?P=marks)\s*(?:::|[:：]))"
    r"|(?P<plain>[^\W\d_][^*_:：\n]{0,30}?)\s*(?:::|[:：])(?!//))\s*(?P<value>\S.*)",
    re.DOTALL,
)
_LINK = re.compile(
    r"\[((?:\\.|[^\[\]\\])*)\]\(<?([^()\s<>]*)>?(?:\s[^()]*)?\)|<(https?://[^<>\s]+)>"
)
_URL = re.compile(r"https?://[^\s<>\"'）)】\]]+")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\[\[(?:[^\[\]|]*\|)?|\]\]")
_BRACKETS = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]")
_EACH = re.compile(r"\s*(?:[、;；/／&＆·|]|\s(?:and|und|et|y|e|и|with)\s|[和与與及])\s*")
_NAME = re.compile(
    r"(?:[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][\w’'.-]*[a-zà-öø-ÿа-яα-ω.][\w’'.-]*|de|da|di|von|van|la|le|bin|al|[A-Z]\.)"
)
_INITIAL = re.compile(r"\s(?:[A-ZА-ЯΑ-Ω]|Jr|Sr)\.\Z")
_LONGEST_PLAIN = 120  # characters of a value whose label is not bold


#: Before a type in the field of a fact that lists entities: ``**Companies:** Acme, Beta``.
ENTITIES = "entities "


class Fact(NamedTuple):
    """A line with a fact: a field of front matter, and its value as plain text.

    ``field`` is empty if episodes have no such field.
    """

    field: str
    value: str


def read_facts(
    lines: Sequence[str], type_of_list: Callable[[str], str] = lambda label: ""
) -> list[Fact] | None:
    """Return the facts in the items of a list or the lines of a paragraph, or None.

    They are facts if each line is a label and a value, and at least half of the labels are known.

    :param type_of_list: returns the type of entities that a label lists, or an empty string.
    """
    found = [_fact(line, type_of_list) for line in lines]
    known = sum(fact is not None and (fact.field != "?") for fact in found)
    if not known or None in found or 2 * known < len(found):
        return None
    return [fact for fact in found if fact is not None and fact.field not in ("", "?")]


def as_options(facts: Sequence[Fact]) -> Mapping[str, str]:
    """Return facts as options of ``pod:episode``, the first of each field."""
    options: dict[str, str] = {}
    for fact in facts:
        if not fact.field.startswith(ENTITIES):
            options.setdefault(fact.field, fact.value)
    return options


def _fact(line: str, type_of_list: Callable[[str], str]) -> Fact | None:
    match = _FACT.fullmatch(line.strip())
    if match is None:
        return None
    is_bold = match["bold"] is not None
    label, value = match["bold"] or match["plain"], match["value"].strip()
    field = fact_labels().get(word(label), "?")
    if (
        field == "?"
        and (label[-1:] == "s" or not label.isascii())
        and (kind := type_of_list(label))
    ):
        field = f"{ENTITIES}{kind}"
    if not is_bold and (field == "?" or len(value) > _LONGEST_PLAIN or "\n" in value):
        return None
    return Fact(field, _value(field, value))


def _value(field: str, text: str) -> str:
    if field == "source_url":
        link = _LINK.search(text)
        url = _URL.search((link[2] or link[3] or "") if link else text)
        return url[0] if url else ""
    plain = " ".join(_MARKUP.sub("", _LINK.sub(r"\1", text)).split())
    if field.startswith(ENTITIES):
        return " ".join(_LINK.sub(r"\1", text).replace("**", "").split())
    if field in ("hosts", "guests"):
        return "; ".join(names_in(plain))
    return plain.strip("\"'") if field == "duration" else plain


def names_in(text: str) -> list[str]:
    """Return the names of people in a line: ``Ann Lee (Acme), Bo Ek, CEO of Beta``.

    Text after a comma is a name only if it looks like one.
    """
    names: list[str] = []
    for part in _EACH.split(_BRACKETS.sub("", text)):
        first, *others = re.split(r"\s*[,，]\s*", part)
        names.append(first)
        names += [other for other in others if _is_name(other)]
    return [name for name in map(_trimmed, names) if name]


def _trimmed(name: str) -> str:
    name = name.strip(" –—-").lstrip(". ")
    return name if _INITIAL.search(name) else name.rstrip(" .–—-")


def _is_name(text: str) -> bool:
    words = text.split()
    if not text.isascii() and not re.search(r"[A-Za-z]", text):
        return len(text) <= 8 or len(words) in (2, 3)
    return 2 <= len(words) <= 4 and all(_NAME.fullmatch(part) for part in words)
