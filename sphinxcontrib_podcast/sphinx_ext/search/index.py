"""Collect the words of all documents and names of a site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sphinxcontrib_podcast.sphinx_ext.search.folding import same_characters
from sphinxcontrib_podcast.sphinx_ext.search.index_words import UNSPACED
from sphinxcontrib_podcast.sphinx_ext.search.names import OBJECT_RANK, RANKS
from sphinxcontrib_podcast.sphinx_ext.search.shards import Document, Record, index_files

if TYPE_CHECKING:
    from sphinxcontrib_podcast.sphinx_ext.search.every_language import EveryLanguage

_WORDS_FROM = RANKS["section"]  # the rank of names whose words are looked up with typing errors

_WORDS_OF_QUOTE = 4  # the rarest words of a quote, by which it is found apart from its chapter
_SHORT_TITLE = 4

#: The terms and the words of names with spaces between them, by name and language.
NameTerms = dict[tuple[str, str], tuple[str, str]]


class Index:
    """The words of all documents and names.

    :param known: terms of names from an earlier build. Finding them again takes a fifth of
        a build in which one word of 300 episodes has changed.
    """

    def __init__(self, language: EveryLanguage, known: NameTerms | None = None) -> None:
        self._language = language
        self._known = known or {}
        #: The terms of the names that were added.
        self.name_terms: NameTerms = {}
        self._kinds: dict[str, int] = {}
        self._documents: list[Document] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, dict[int, None]] = defaultdict(dict)
        self._records: list[Record] = []
        self._quotes: dict[int, list[str]] = {}
        self._words: set[str] = set()
        self._count = 0

    def add(
        self,
        title: str,
        kind: str,
        uri: str,
        places: Sequence[tuple[str, str, str, str]],
        terms: Iterable[Iterable[str]],
    ) -> None:
        """Add a document.

        :param places: see :class:`.Document`.
        :param terms: the words of each place.
        """
        for words in terms:
            for word in words:
                self._places[word].append(self._count)
            self._count += 1
        self._documents.append(Document(title, self._kind(kind), uri, places))

    def add_name(
        self,
        title: str,
        kind: str,
        rank: int,
        uri: str,
        where: str = "",
        others: tuple[str, ...] = (),
        language: str = "",
    ) -> None:
        """Add a name; see :class:`.names.Name`."""
        number = len(self._records)
        self._records.append(Record(title, self._kind(kind), rank, uri, where, others))
        for name in (title, *others):
            terms, words = map(str.split, self._terms_of(name, language))
            if rank < _WORDS_FROM:
                self._quotes[number] = terms
                continue
            for term in terms:
                # single characters of long titles are found in texts
                if rank >= OBJECT_RANK or len(term) > 1 or len(name) <= _SHORT_TITLE:
                    self._names[term][number] = None
            # numbers are not looked up with typing errors
            self._words.update(
                word
                for word in words
                if not word.isdigit() and (rank >= OBJECT_RANK or not UNSPACED.match(word))
            )

    def _terms_of(self, name: str, language: str) -> tuple[str, str]:
        key = name, language
        if key not in self.name_terms:
            found = self._known.get(key)
            if found is None:
                terms, words = self._language.name_terms(name, language)
                found = " ".join(sorted(terms)), " ".join(sorted(words))
            self.name_terms[key] = found
        return self.name_terms[key]

    def _kind(self, label: str) -> int:
        return self._kinds.setdefault(label, len(self._kinds))

    def files(self, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield the name and the content of each file.

        :param labels: those that the search page shows.
        """
        for number, terms in self._quotes.items():
            terms.sort(key=lambda term: len(self._places.get(term, ())))
            for term in terms[:_WORDS_OF_QUOTE]:
                self._names[term][number] = None
        seen = set[str]().union(*self._places, *self._names)
        # the script itself knows kana
        same = {
            chr(code): other
            for code, other in sorted(same_characters().items())
            if other in seen and not 0x3040 < code < 0x30A0
        }
        head = {
            "kinds": list(self._kinds),
            "same": ["".join(same), "".join(same.values())],
            "labels": dict(labels),
        }
        yield from index_files(
            head, self._documents, self._places, self._names, self._records, self._words
        )
