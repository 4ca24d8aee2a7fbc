"""Split and stem text for Sphinx's search, each text by the rules of its own language."""

from __future__ import annotations

import json
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.search import SearchLanguage
from sphinx.search import languages as sphinx_languages

from sphinxcontrib_podcast.sphinx_ext.compat import stemmer_script
from sphinxcontrib_podcast.sphinx_ext.search.folding import (
    folded,
    name_words,
    pairs,
    runs,
    short_forms,
    without_accents,
)
from sphinxcontrib_podcast.sphinx_ext.search.index_words import (
    SCRIPT_RUN,
    SCRIPT_UNSPACED,
    UNSPACED,
    joint,
    normal,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent

#: Sphinx's search languages without a stemmer of their own.
_WITHOUT_STEMMER = ("ja", "zh")

_LANGUAGE_CLASS = "language-"
_LONGEST_NAME = 16  # characters of a name in a script without spaces that may be misspelled
_SHORTEST = 3  # characters a word needs to be stemmed; as in query.js


class _Term(str):
    """A word in its indexed form. Other strings that Sphinx adds to the index are not stemmed."""

    __slots__ = ()


class _Stemmer:
    """Sphinx's stemmer and stop words of one language, with a cache of stems."""

    def __init__(self, code: str) -> None:
        found = sphinx_languages[code]
        if isinstance(found, str):
            module, _, name = found.rpartition(".")
            found = cast("type[SearchLanguage]", getattr(import_module(module), name))
        self.language = found({})
        self._stems: dict[str, str] = dict.fromkeys(self.language.stopwords, "")

    def __call__(self, word: str) -> str:
        """Return the stem of a normalized word, or an empty string for a stop word."""
        stem = self._stems.get(word)
        if stem is None:
            # some of Sphinx's stemmers return nothing for shorter words
            stem = self.language.stem(word).lower() if len(word) >= _SHORTEST else word
            self._stems[word] = stem
        return stem

    @property
    def script(self) -> str:
        """A JavaScript expression that creates the same stemmer."""
        code = stemmer_script(self.language)
        return f"new ((() => {{\nvar Stemmer;\n{code}\nreturn Stemmer || window.Stemmer;\n}})())()"


class EveryLanguage(SearchLanguage):
    """The ``html_search_language`` "podcast".

    Its options are ``language``, the language of the project, and ``languages``, those of all
    texts. A text whose language has no stemmer (Chinese, Japanese, …) may contain words of other
    languages. They are stemmed as in the project's language, or as in English if it has no
    stemmer either.
    """

    lang = "podcast"
    language_name = "every language"

    def __init__(self, options: Mapping[str, Any]) -> None:
        super().__init__(cast("dict[str, str]", options))
        project = str(options.get("language", "en"))
        #: The language in which Sphinx reads the keywords of a page.
        self.lang = project
        default = _code(project) or "en"
        codes = {default, *filter(None, map(_code, options.get("languages", ())))}
        ordered = [default, *sorted(codes - {default})]
        self._stemmers = {code: _Stemmer(code) for code in ordered}
        self._default = self._stemmers[default]
        self._by_text: dict[str, _Stemmer] = {}
        self._joints: dict[str, set[str]] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages with a stemmer, that of the project first."""
        return tuple(self._stemmers)

    def prepare(self, doctree: nodes.document) -> None:
        """Collect information about a document that its texts alone do not have.

        This is the language of each text, and the pairs of characters that span two texts: a link
        in the middle of a Chinese sentence splits it into several texts. Call it before the
        document is indexed.
        """
        self._by_text.clear()
        self._joints.clear()
        self._note(doctree, self._default, [])

    def _note(
        self, node: nodes.Element, stemmer: _Stemmer, texts: list[str], *, is_found: bool = True
    ) -> None:
        """Collect information about an element.

        :param stemmer: the stemmer of the language around it.
        :param texts: the texts so far of the block around it.
        :param is_found: whether the search finds what is around it.
        """
        is_found = is_found and "no-search" not in node["classes"]
        for name in node["classes"]:
            if name.startswith(_LANGUAGE_CLASS):
                code = _code(name.removeprefix(_LANGUAGE_CLASS))
                stemmer = self._stemmers.get(code, self._default)
        is_block = isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline)
        if is_block:
            texts = []
        is_title = isinstance(node, nodes.title)
        if is_title and stemmer is not self._default:
            self._by_text[node.astext()] = stemmer
        for child in node.children:
            if isinstance(child, nodes.Element):
                self._note(child, stemmer, texts, is_found=is_found)
            elif isinstance(child, nodes.Text) and (text := child.astext()):
                texts.append(text)
                if stemmer is not self._default:
                    self._by_text[text] = stemmer
        if is_block and is_found and not is_title:
            self._note_joints(texts)

    def _note_joints(self, texts: list[str]) -> None:
        for before, after in pairwise(texts):
            if pair := joint(before, after):
                self._joints.setdefault(before, set()).add(pair)

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's name
        """Return the index terms of a text, without duplicates."""
        stem = self._by_text.get(input, self._default)
        spaced, found = words(input)
        found.update(map(stem, spaced))
        found.update(self._joints.get(input, ()))
        found.discard("")
        return list(map(_Term, found))

    def terms(self, text: str, language: str) -> set[str]:
        """Return the words of a text in a language, as the search compares them."""
        stem = self._stemmers.get(_code(language), self._default)
        found: set[str] = set()
        for run, is_unspaced in runs(folded(text)):
            if is_unspaced:
                found.update(run, pairs(run))
            else:
                found.add(without_accents(stem(run)))
        found.discard("")
        return found

    def name_terms(self, name: str, language: str = "") -> tuple[set[str], set[str]]:
        """Return the terms by which a name is found, and its words as they are written.

        A stop word is a term of a name that has no other words.

        :param language: that of the name; "" if it may be any.
        """
        text = folded(name)
        unspaced = [run for run, is_unspaced in runs(text) if is_unspaced]
        written = name_words(name)
        short = short_forms(name)
        own = self._stemmers.get(_code(language), self._default)
        stemmers = [own] if language else list(self._stemmers.values())
        terms = {stemmer(word) for word in written for stemmer in stemmers}
        terms.discard("")
        terms.update(written if not terms and not unspaced else ())
        terms.update(form for form in short if not UNSPACED.match(form))
        for run in [*unspaced, *(form for form in short if UNSPACED.match(form))]:
            terms.update(run, pairs(run))
        words = {word for word in written if len(word) > 1}
        if len(name) <= _LONGEST_NAME:
            words.update(run for run in unspaced if len(run) > 1)
        return set(map(without_accents, terms)), words

    def stem(self, word: str) -> str:
        """Return the term of a page's keyword. Terms of texts are stemmed when they are split."""
        return word if isinstance(word, _Term) else self._default(normal(word))

    def word_filter(self, word: str) -> bool:
        """Return whether a term belongs in the index: all do except stop words."""
        return bool(word)

    @cached_property
    def js_stemmer_code(self) -> str:  # type: ignore[override]
        """The stemmers; ``query.js`` chooses among them."""
        scripts = ",\n".join(stemmer.script for stemmer in self._stemmers.values())
        return f"const podStemmers = [{scripts}];"

    @cached_property
    def js_splitter_code(self) -> str:  # type: ignore[override]
        """The half of this class that runs in the browser."""
        lists = ", ".join(
            f"{json.dumps(code)}: new Set({json.dumps(sorted(stemmer.language.stopwords))})"
            for code, stemmer in self._stemmers.items()
        )
        return (
            f"const podRun = /{SCRIPT_RUN}/gu;\n"
            f"const podUnspaced = /{SCRIPT_UNSPACED}/u;\n"
            f"const podStopwords = {{{lists}}};\n"
            f"{(_FOLDER / 'query.js').read_text(encoding='utf-8')}"
        )


def _code(language: str) -> str:
    """Return Sphinx's code of a language, or an empty string if it has no stemmer."""
    code = language.replace("_", "-").partition("-")[0].lower()
    return code if code in sphinx_languages and code not in _WITHOUT_STEMMER else ""
