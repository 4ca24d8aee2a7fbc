"""Detect the language of a text, and read names of languages in front matter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.core import get_global
from babel.localedata import exists

from sphinxcontrib_podcast.grammar.characters import LETTERS
from sphinxcontrib_podcast.grammar.vocabulary import language_words, word

# docutils makes all combinations of the parts of a tag, so there must not be many
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
_BETWEEN = re.compile(r"[/,，、;；+&|]|\s+(?:and|和|と)\s+")
_IN_BRACKETS = re.compile(r"\s*[(（\[].*", re.DOTALL)
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|org|net|io|fm)\b")

# The languages in which names of languages are recognised.
_NAMED_IN = (
    "en", "zh", "ja", "ru", "de", "fr", "es", "pt", "ko", "it", "uk", "nl", "pl", "sv", "tr",
)  # fmt: skip

#: The languages that are written in each system, the most common one first.
_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "kana": ("ja",),
    "han": ("zh", "yue", "ja"),
    "hangul": ("ko",),
    "cyrillic": (
        "ru",
        "uk",
        "be",
        "bg",
        "sr",
        "mk",
        "kk",
        "ky",
        "mn",
        "tg",
        "tt",
        "ba",
        "bs",
        "uz",
        "az",
    ),
    "greek": ("el",),
    "hebrew": ("he", "iw", "yi"),
    "arabic": ("ar", "fa", "ur", "ps", "ku", "ckb", "ug", "sd"),
    "devanagari": ("hi", "mr", "ne", "sa"),
    "bengali": ("bn", "as"),
    "gurmukhi": ("pa",),
    "gujarati": ("gu",),
    "tamil": ("ta",),
    "telugu": ("te",),
    "kannada": ("kn",),
    "malayalam": ("ml",),
    "sinhala": ("si",),
    "thai": ("th",),
    "lao": ("lo",),
    "burmese": ("my",),
    "georgian": ("ka",),
    "armenian": ("hy",),
    "ethiopic": ("am", "ti"),
    "khmer": ("km",),
}
_LETTERS = {name: re.compile(f"[{LETTERS[name]}]") for name in _LANGUAGES}
_LETTER = re.compile(r"[^\W\d_]")
_CJK = ("kana", "han", "hangul")
# Languages that are written in Latin letters and in others.
_ALSO_LATIN = {"sr", "kk", "uz", "az", "ku", "mn", "tg", "tt", "bs", "ug"}

# Letters by which Cyrillic languages can be distinguished.
_TELLING_LETTERS = {
    "uk": "іїєґ", "be": "ўі", "mk": "ѓќѕ", "sr": "ђћјљњџ", "kk": "әғқңөұүһі",
}  # fmt: skip

# The languages that can be distinguished well by lists of frequent words.
_LATIN = frozenset(
    ["af", "ca", "cs", "da", "de", "en", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "id", "it",
     "lt", "lv", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv", "sw", "tr", "vi"]
)  # fmt: skip
_CYRILLIC = frozenset(["bg", "ru", "uk"])
_LONGEST_NAME = 100  # characters
_MOST_WORDS = 400  # of a text
_LONGEST_SAMPLE = 4000  # characters of a text in which its words are looked for
_FEWEST_WORDS = 6  # frequent words of a language that a text in it must have
_CLEARLY = 1.5  # times as many frequent words as of another language
_ENOUGH_TO_CONTRADICT = 50  # letters


def language_tag(value: object) -> str:
    """Return a language tag such as ``en``, ``zh-Hans`` or ``pt-BR``.

    :raises ValueError: if it is not one.
    """
    if not isinstance(value, str) or not _TAG.fullmatch(value.strip()):
        raise ValueError(value)
    return value.strip().replace("_", "-")


def language_of_file(name: str) -> tuple[str, str]:
    """Return a file name without the tag of a known language at its end, and the tag or ""."""
    base, _dot, tag = name.rpartition(".")
    is_known = bool(base) and bool(_TAG.fullmatch(tag)) and is_known_language(tag)
    return (base, tag.replace("_", "-")) if is_known else (name, "")


def is_known_language(tag: str) -> bool:
    """Return whether the language of a tag is known."""
    return exists(re.split("[-_]", tag)[0].lower())


def language_of_country(code: str) -> str:
    """Return the language most spoken in a country, or "": ``ja`` for ``jp``."""
    tag: str = get_global("likely_subtags").get(f"und_{code.upper()}", "")
    return tag.partition("_")[0]


def language_tags(value: object) -> tuple[str, ...]:
    """Return the tags of one or more languages, which may be named in words: ``英文``, ``English``.

    :raises ValueError: if none is recognised.
    """
    texts = value if isinstance(value, list) else [value]
    found = [tag for text in texts if isinstance(text, str) for tag in _tags_in(text)]
    if not found:
        raise ValueError(value)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)  # the files of an archive have the same values
def _tags_in(text: str) -> tuple[str, ...]:
    text = " ".join(text[:_LONGEST_NAME].split())
    if tag := _tag_of(text):
        return (tag,)
    return tuple(filter(None, map(_tag_of, _BETWEEN.split(text))))


def _tag_of(text: str) -> str:
    """Return the tag of the language that a text names, or an empty string."""
    text = unicodedata.normalize("NFKC", text).strip()
    if _TAG.fullmatch(text):
        first, *rest = re.split("[-_]", text)
        short = get_global("language_aliases").get(first.lower(), first)
        if short != first or rest or len(first) == 2 or not _by_word(text):
            return language_tag("-".join((short, *rest)))
    return _by_word(text) or _by_word(_IN_BRACKETS.sub("", text))


def _by_word(text: str) -> str:
    name = word(text)
    return language_words().get(name) or _names().get(name, "") if name else ""


@cache
def _names() -> Mapping[str, str]:
    """Return tags by the names of languages in several languages."""
    names: dict[str, str] = {}
    for language in _NAMED_IN:
        for code, name in Locale(language).languages.items():
            names.setdefault(word(name), code.replace("_", "-"))
    return names


def language_of(text: str, given: Sequence[str], default: str) -> str:
    """Return the language of a text.

    :param given: tags of the languages that its file names. A language that is not written in the
        writing system of the text is ignored: it may be that of the recording.
    :param default: the language of the project.
    """
    for tag in given:
        if _fits(tag, text):
            return tag
    return detect_language(text, default)


def _fits(tag: str, text: str) -> bool:
    """Return whether a text may be in a language, by its writing system."""
    parts = tag.split("-")
    if any(len(part) == 4 and part.isalpha() for part in parts[1:]) and parts[0] not in _CJK_CODES:
        return True  # the tag has the writing system
    counts = _count(text)
    if sum(counts.values()) < _ENOUGH_TO_CONTRADICT:
        return True
    writing = _main_writing_system(counts)
    language = parts[0].lower()
    if not writing:
        is_other = any(language in languages for languages in _LANGUAGES.values())
        return not is_other or language in _ALSO_LATIN
    if writing == "han" and language == "ja":
        return counts.get("han", 0) < _ENOUGH_TO_CONTRADICT  # longer text has kana
    return language in _LANGUAGES[writing]


_CJK_CODES = ("zh", "ja", "ko", "yue")


@lru_cache(maxsize=1)  # a text is counted several times, one after the other
def _count(text: str) -> Mapping[str, int]:
    """Count the letters by writing system, "" for others."""
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        writing = _writing_system_of(character)
        if writing is not None:
            counts[writing] += count
    return MappingProxyType(counts)


@lru_cache(maxsize=16_384)
def _writing_system_of(character: str) -> str | None:
    """Return the writing system of a letter, or None for another character."""
    if not _LETTER.match(character):
        return None
    if character < "\u0370":
        return ""
    return next((name for name, letters in _LETTERS.items() if letters.match(character)), "")


def _main_writing_system(counts: Mapping[str, int]) -> str:
    """Return the writing system of a text, or "" for Latin.

    Another writing system must have a fifth of the letters, as a text may contain foreign names.
    """
    letters = sum(counts.values())
    cjk = sum(counts.get(writing, 0) for writing in _CJK)
    if letters and 5 * cjk >= letters:
        if counts.get("hangul", 0) > counts.get("kana", 0) + counts.get("han", 0):
            return "hangul"
        is_japanese = 20 * counts.get("kana", 0) > counts.get("kana", 0) + counts.get("han", 0)
        return "kana" if is_japanese else "han"
    others = {s: n for s, n in counts.items() if s and s not in _CJK}
    writing = max(others, key=others.__getitem__, default="")
    return writing if writing and 5 * others[writing] >= letters else ""


def detect_language(text: str, default: str) -> str:
    """Return the language of a text, detected by its writing system and its most frequent words.

    :param default: the language of the project; returned unless another one is clearly more likely.
    """
    counts = _count(text)
    if not counts:
        return default
    writing = _main_writing_system(counts)
    own = default.partition("-")[0].lower()
    if not writing:
        is_other = any(own in languages for languages in _LANGUAGES.values())
        return _by_frequent_words(
            text, "en" if is_other and own not in _ALSO_LATIN else default, _LATIN
        )
    languages = _LANGUAGES[writing]
    if writing == "han":
        return default if own in ("zh", "yue") else "zh"
    if writing == "cyrillic":
        return _cyrillic(text, default if own in languages else "ru")
    return default if own in languages else languages[0]


def _cyrillic(text: str, default: str) -> str:
    letters = Counter(text.casefold())
    total = sum(n for c, n in letters.items() if _writing_system_of(c) == "cyrillic")
    for language, telling in _TELLING_LETTERS.items():
        # together, they are more than two in a hundred letters
        if 100 * sum(letters[c] for c in telling) > 2 * total and all(
            letters[c] for c in telling[:2]
        ):
            return default if default.startswith(language) else language
    # Bulgarian does not have these letters
    languages = _CYRILLIC - {"bg"} if any(letters[c] for c in "ыэё") else _CYRILLIC
    return _by_frequent_words(text, default, languages)


def _by_frequent_words(text: str, default: str, languages: Iterable[str]) -> str:
    """Return the language whose frequent words are most common in a text."""
    index, sizes = _frequent_words()
    written = (part for part in text[:_LONGEST_SAMPLE].split() if not _ADDRESS.search(part))
    words = _LATIN_WORD.findall(" ".join(written).casefold())[:_MOST_WORDS]
    hits: Counter[str] = Counter()
    for found, count in Counter(words).items():
        for code in index.get(found, ()):
            hits[code] += count
    scores = {code: hits[code] / sizes[code] for code in languages if hits[code]}
    best = max(scores, key=scores.__getitem__, default="")
    own = default.partition("-")[0].lower()
    own = "no" if own in ("nb", "nn") else own
    if best in ("", own) or hits[best] < _FEWEST_WORDS:
        return default
    return best if scores[best] > _CLEARLY * scores.get(own, 0) else default


@cache
def _frequent_words() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, float]]:
    """Return languages by their frequent words, and weights for the lengths of their lists."""
    import stopwordsiso

    index: dict[str, list[str]] = {}
    sizes: dict[str, float] = {}
    for code in _LATIN | _CYRILLIC:
        words: Any = stopwordsiso.stopwords(code)
        sizes[code] = len(words) ** 0.15
        for found in words:
            index.setdefault(found, []).append(code)
    return {found: tuple(codes) for found, codes in index.items()}, sizes
