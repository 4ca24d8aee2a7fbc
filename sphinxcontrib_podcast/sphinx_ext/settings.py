"""The ``podcast_*`` values of ``conf.py``: each with its default, type, help and check.

The configuration reference of the manual is generated from :class:`Settings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from sphinx.config import ENUM
from sphinx.errors import ConfigError
from sphinx.util.matching import Matcher

from sphinxcontrib_podcast.catalogue.addresses import DEFAULT_RULE, PageRule, Pages
from sphinxcontrib_podcast.catalogue.episode_paths import folder_pattern, literal_base
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary, fold
from sphinxcontrib_podcast.quotes.rule import QuoteRule

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class EntityType(NamedTuple):
    """An entity type of the project."""

    labels: Mapping[str, str]
    """Labels by language; the language ``""`` is any language."""

    names: tuple[str, ...] = ()
    """Words by which files name the type."""


class _Value(NamedTuple):
    """How a value is declared."""

    help: str
    default: object
    types: Any
    check: Callable[[str, Any], object]
    """Returns the setting for a name and a value, or raises ConfigError with what is allowed."""
    rebuild: str


def _value(
    help: str,  # noqa: A002
    default: object,
    types: set[type],
    check: Callable[[str, Any], object] = lambda name, value: value,
    rebuild: str = "env",
) -> Any:
    return field(metadata={"value": _Value(help, default, frozenset(types), check, rebuild)})


def _choice(help: str, default: str, *others: str, rebuild: str = "env") -> Any:  # noqa: A002
    types = ENUM(default, *others)  # Sphinx warns about other values, and keeps them
    return field(metadata={"value": _Value(help, default, types, lambda name, v: v, rebuild)})


def _strings(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise ConfigError(f"{name} must be a list of strings, not {value!r}")
    return tuple(value)


def _string_or_strings(name: str, value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _strings(name, value)


def _paths(name: str, value: object) -> tuple[str, ...] | None:
    """Return the paths, or None for the default file, which need not exist."""
    if value == DEFAULT_REGISTRY:
        return None
    try:
        return _string_or_strings(name, value)
    except ConfigError:
        raise ConfigError(f"{name} must be a path or a list of paths, not {value!r}") from None


def _numbers(name: str, value: object, record: type, example: str) -> dict[str, int]:
    """Return a dictionary of the fields of a record."""
    names = {field.name for field in fields(record)}
    if (
        not isinstance(value, dict)
        or set(value) - names
        or not all(type(n) is int and n >= 0 for n in value.values())
    ):
        raise ConfigError(f"{name} must be a dictionary such as {example}, not {value!r}")
    return value


def _page_rule(name: str, value: object) -> PageRule:
    if value is None:
        return DEFAULT_RULE
    example = "{'mentions': 2} or {'mentions': 5, 'episodes': 2}"
    numbers = _numbers(name, value, PageRule, example)
    return PageRule(numbers.get("mentions", 0), numbers.get("episodes", 0))


def _quote_rule(name: str, value: object) -> QuoteRule:
    example = "{'similarity': 65, 'nearby': 30}, of a share in percent and seconds"
    numbers = _numbers(name, value, QuoteRule, example)
    if numbers.get("similarity", 0) > 100:
        raise ConfigError(f"{name}['similarity'] must be at most 100, not {numbers['similarity']}")
    return QuoteRule(**numbers)


def _pages(name: str, value: object) -> Pages:
    known = {field.name: field.default for field in fields(Pages)}
    if not isinstance(value, dict):
        raise ConfigError(f"{name} must be a dictionary, not {value!r}")
    chosen: dict[str, str] = {}
    for page, docname in value.items():
        if page not in known:
            raise ConfigError(f"{name} has no page {page!r}; there are: {', '.join(known)}")
        if docname is not True:
            chosen[page] = docname or ""
            if docname and not _is_docname(docname, with_id="{id}" in str(known[page])):
                raise ConfigError(
                    f"{name}[{page!r}] must be False or a document name such as "
                    f"{known[page]!r}, not {docname!r}"
                )
    return Pages(**chosen)


def _is_docname(value: object, *, with_id: bool) -> bool:
    """Return whether a value is the name of a document inside the source folder."""
    if not isinstance(value, str) or ("{id}" in value) != with_id:
        return False
    parts = value.replace("{id}", "id").split("/")
    return not {"", ".."}.intersection(parts) and not set("\\{}").intersection("".join(parts))


def _entity_types(name: str, value: object) -> dict[str, EntityType]:
    if not isinstance(value, dict):
        raise ConfigError(f"{name} must be a dictionary, not {value!r}")
    return {type_: _entity_type(f"{name}[{type_!r}]", type_, v) for type_, v in value.items()}


def _entity_type(name: str, type_: object, value: object) -> EntityType:
    if not isinstance(type_, str) or not type_.strip():
        raise ConfigError(f"{name}: the name of a type must be a string")
    if isinstance(value, str):
        value = {"label": value}
    if not isinstance(value, dict) or set(value) - {"label", "names"}:
        raise ConfigError(
            f"{name} must be a label, or a dictionary with 'label' and 'names', not {value!r}"
        )
    label = value.get("label", type_)
    if isinstance(label, str):
        label = {"": label}
    if not isinstance(label, dict) or not all(
        isinstance(x, str) for pair in label.items() for x in pair
    ):
        raise ConfigError(
            f"{name}['label'] must be a string, or strings by language, not {label!r}"
        )
    return EntityType(label, _strings(f"{name}['names']", value.get("names", [])))


def _own_shows(name: str, value: object) -> Callable[..., bool]:
    if isinstance(value, bool):
        return lambda *names: value
    known = set(map(fold, _strings(name, value)))
    return lambda *names: not known.isdisjoint(map(fold, names))


def _share_cards(name: str, value: object) -> tuple[str, ...] | None:
    """Return the fonts of share cards, or None without cards."""
    if isinstance(value, bool):
        return () if value else None
    return _strings(name, value)


def _files(name: str, value: object) -> tuple[str, ...]:
    paths = _strings(name, value)
    names = [Path(path).name for path in paths]
    if repeated := next((n for n in names if names.count(n) > 1), ""):
        raise ConfigError(f"{name} has two files with the name {repeated!r}")
    return paths


def _feeds(name: str, value: object) -> str:
    """Return what entries of feeds contain: ``summary`` or ``full``, or "" without feeds."""
    if isinstance(value, bool):
        return "summary" if value else ""
    if value not in ("summary", "full"):
        raise ConfigError(f"{name} must be False, 'summary' or 'full', not {value!r}")
    return str(value)


def _web_address(name: str, value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise ConfigError(f"{name} must be the address of a web page, not {value!r}")
    return value


def _trust(name: str, value: object) -> Callable[[str], str]:
    if value == "author":
        return lambda path: ""
    if value == "stranger":
        return lambda path: "stranger"
    if not isinstance(value, dict) or not all(
        isinstance(pattern, str) and trust in ("author", "stranger")
        for pattern, trust in value.items()
    ):
        raise ConfigError(
            f"{name} must be 'author', 'stranger' or a dictionary such as "
            f"{{'episodes/feeds/**': 'stranger'}}, not {value!r}"
        )
    rules = [(Matcher([pattern]), trust) for pattern, trust in value.items()]
    return lambda path: next((trust for matches, trust in rules if matches(path)), "")


#: The registry that is read if it exists. A file that conf.py names must exist.
DEFAULT_REGISTRY = "entities.toml"


@dataclass(frozen=True)
class Settings:
    """The checked values of a project. The field ``times`` is ``podcast_times`` in ``conf.py``."""

    episodes: tuple[str, ...] = _value(
        "The folders of the episodes, or glob patterns of their Markdown files.",
        ["episodes/**"], {str, list, tuple}, _string_or_strings,
    )  # fmt: skip
    drafts: bool = _value(
        "Whether drafts and episodes with a date in the future are shown.", False, {bool}
    )
    quotes: str = _choice(
        "Which blockquotes are quotes: those in emphasis or quotation marks, or all.",
        "marked", "all",
    )  # fmt: skip
    wikilinks: bool = _value(
        "Whether [[wiki links]], embedded files, comments and other forms of Obsidian are read.",
        True, {bool},
    )  # fmt: skip
    times: str = _choice(
        "Which times in the text of episodes lead to their moment and play it.",
        "brackets", "none",
    )  # fmt: skip
    entity_headings: tuple[str, ...] = _value(
        "Additional titles of the section that lists an episode's entities.",
        [], {list, tuple}, _strings,
    )  # fmt: skip
    entity_types: Mapping[str, EntityType] = _value(
        "Additional entity types, and other labels for the built-in ones.",
        {}, {dict}, _entity_types,
    )  # fmt: skip
    pages: Pages = _value(
        "Document names of the generated pages; False disables a page.", {}, {dict}, _pages
    )
    registry: tuple[str, ...] | None = _value(
        "The TOML files that merge, name and type entities.",
        DEFAULT_REGISTRY, {str, list, tuple}, _paths,
    )  # fmt: skip
    autolink: str = _choice(
        "Which names in the text of episodes are linked to their entities.",
        "chapter", "page", "all", "none",
    )  # fmt: skip
    entity_pages: PageRule = _value(
        "Which entities have a page: the least number of mentions or episodes. By default, those "
        "of two episodes, the people that an episode lists, and those of the registry.",
        None, {dict, type(None)}, _page_rule,
    )  # fmt: skip
    hover_cards: bool = _value(
        "Whether links to entities, and moments with a transcript, show a card on hover and "
        "focus (HTML).",
        True,
        {bool},
    )
    transcript: str = _choice(
        "Where the transcript of an episode is shown.", "chapter", "end", "none"
    )
    quote_rule: QuoteRule = _value(
        "How similar to the transcript a quote must be, and how near its chapter.",
        {}, {dict}, _quote_rule,
    )  # fmt: skip
    labels: str = _choice("The language of labels on the page of an episode.", "project", "episode")
    trust: Callable[[str], str] = _value(
        "Whether files are an author's or a stranger's, in all or by glob pattern.",
        "author", {str, dict}, _trust,
    )  # fmt: skip
    """Returns "author" or "stranger" for a path, or "" if the mark in the file decides."""
    part: tuple[str, ...] = _value(
        "Glob patterns of the documents in this part of the archive.",
        [], {list, tuple}, _strings,
    )  # fmt: skip
    search: str = _choice(
        "The search of the site: Sphinx's own, or Pagefind.",
        "sphinx", "pagefind", rebuild="html",
    )  # fmt: skip
    languages: str = _choice(
        "Whether the versions of an episode in several languages are one episode in listings.",
        "together",
        "apart",
    )
    own_shows: Callable[..., bool] = _value(
        "Whether the episodes are your own, in all or by channel; other pages are about somebody "
        "else's episodes.",
        False, {bool, list, tuple}, _own_shows,
    )  # fmt: skip
    """Returns whether the show with this id and name is an own one."""
    json_ld: bool | None = _value(
        "Whether pages describe themselves to search engines as JSON-LD; by default, if "
        "html_baseurl is set (HTML).",
        None, {bool, type(None)},
    )  # fmt: skip
    previews: bool | None = _value(
        "Whether pages have tags for previews of their addresses; by default, if html_baseurl is "
        "set (HTML).",
        None, {bool, type(None)},
    )  # fmt: skip
    share_cards: tuple[str, ...] | None = _value(
        "Whether previews show share cards of episodes and people, or the fonts of these: paths "
        "relative to conf.py, best first (HTML).",
        False, {bool, list, tuple}, _share_cards, rebuild="html",
    )  # fmt: skip
    feeds: str = _value(
        "Whether the site has feeds, and what their entries contain: the summary, or the full "
        "notes (HTML).",
        False, {bool, str}, _feeds, rebuild="html",
    )  # fmt: skip
    websub_hub: str = _value(
        "The WebSub hub that feeds name (HTML).", "", {str}, _web_address, rebuild="html"
    )
    citations: bool = _value(
        "Whether reference managers get citations of episodes, chapters and quotes (HTML).",
        False, {bool}, rebuild="html",
    )  # fmt: skip
    downloads: tuple[str, ...] = _value(
        "E-books and PDF files of the site that its first page offers, relative to conf.py (HTML).",
        [], {list, tuple}, _files, rebuild="html",
    )  # fmt: skip
    embeds: bool = _value(
        "Whether other pages can embed the player of an episode (HTML).",
        False, {bool}, rebuild="html",
    )  # fmt: skip
    quote_pages: bool = _value(
        "Whether each quote has a page of its own, which is the preview of its address (HTML).",
        False, {bool}, rebuild="html",
    )  # fmt: skip
    icons: tuple[str, ...] = _value(
        "Icons with which the site can be installed, best first: PNG or SVG files, as paths "
        "relative to conf.py (HTML).",
        [], {list, tuple}, _strings, rebuild="html",
    )  # fmt: skip
    api: bool = _value(
        "Whether the archive is published as JSON, and its pages as Markdown with llms.txt (HTML).",
        False, {bool}, rebuild="html",
    )  # fmt: skip

    @cached_property
    def grammar(self) -> GrammarOptions:
        """The options of the grammar."""
        types = {
            name: [*type_.names, *type_.labels.values()]
            for name, type_ in self.entity_types.items()
        }
        return GrammarOptions(
            vocabulary=Vocabulary.load(self.entity_headings, types),
            every_quote=self.quotes == "all",
            wikilinks=self.wikilinks,
        )

    @cached_property
    def is_in_part(self) -> Callable[[str], bool]:
        """A function that returns whether a document is in this part of the archive."""
        return Matcher(self.part) if self.part else lambda docname: True

    def episode_patterns(self, srcdir: Path) -> list[str]:
        """Return the patterns of episode files; the name of a folder means all files in it."""
        return [folder_pattern(pattern, srcdir) for pattern in self.episodes]

    def episode_folder(self, srcdir: Path) -> str:
        """Return the folder in which a new file is an episode: "", or with a slash at its end."""
        patterns = self.episode_patterns(srcdir) or ["episodes/**"]
        return literal_base(patterns[0])

    def registry_files(self, srcdir: Path) -> list[str]:
        """Return the paths of the registry files, relative to the source folder."""
        if self.registry is not None:
            return list(self.registry)
        return [DEFAULT_REGISTRY] if (srcdir / DEFAULT_REGISTRY).exists() else []


_made: WeakKeyDictionary[Config, Settings] = WeakKeyDictionary()


def settings_of(config: Config) -> Settings:
    """Return the settings of a project. They are made when they are first needed.

    :raises ConfigError: if a value is invalid. The message says which, and what is allowed.
    """
    if config not in _made:
        checked = {
            setting: value.check(f"podcast_{setting}", config[f"podcast_{setting}"])
            for setting, value in _declared()
        }
        _made[config] = Settings(**checked)  # type: ignore[arg-type]
    return _made[config]


def language_tag(config: Config) -> str:
    """Return the project's language as a tag, such as ``zh-CN``."""
    return (config.language or "en").replace("_", "-")


def _declared() -> list[tuple[str, _Value]]:
    return [(setting.name, setting.metadata["value"]) for setting in fields(Settings)]


def add_values(add: Callable[..., object]) -> None:
    """Declare the values.

    :param add: a function with the signature of
        :meth:`sphinx.application.Sphinx.add_config_value`.
    """
    for setting, value in _declared():
        name = f"podcast_{setting}"
        add(name, value.default, value.rebuild, types=value.types, description=value.help)


def setup(app: Sphinx) -> None:
    """Register the values, and check them after other extensions may have changed them."""
    add_values(app.add_config_value)
    app.connect("config-inited", lambda app, config: settings_of(config), priority=900)
