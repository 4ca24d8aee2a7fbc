"""Every ``podcast_*`` value: default, type and check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.config import ENUM
from sphinx.errors import ConfigError
from sphinx.util.matching import Matcher

from sphinxcontrib_podcast.catalogue.addresses import PageRule, Pages
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.quotes.verdict import QuoteRule

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


#: The registry that is read if it exists. A file that conf.py names must exist.
DEFAULT_REGISTRY = "entities.toml"


def setup(app: Sphinx) -> None:
    """Register the values."""
    add_values(app.add_config_value)
    app.connect("config-inited", lambda app, config: check_values(config))


def add_values(add: Callable[..., object]) -> None:
    """Declare the values.

    :param add: a function with the signature of
        :meth:`sphinx.application.Sphinx.add_config_value`.
    """
    add(
        "podcast_episodes", ["episodes/**"], "env", types=frozenset({str, list, tuple}),
        description="The folders of the episodes, or glob patterns of their Markdown files.",
    )  # fmt: skip
    add(
        "podcast_drafts", False, "env", types=frozenset({bool}),
        description="Whether drafts and episodes with a date in the future are shown.",
    )  # fmt: skip
    add(
        "podcast_quotes", "marked", "env", types=ENUM("marked", "all"),
        description="Which blockquotes are quotes: those in emphasis or quotation marks, or all.",
    )  # fmt: skip
    add(
        "podcast_times", "brackets", "env", types=ENUM("brackets", "none"),
        description="Which times in the text of episodes lead to their moment and play it.",
    )  # fmt: skip
    add(
        "podcast_entity_headings", [], "env", types=frozenset({list, tuple}),
        description="Additional titles of the section that lists an episode's entities.",
    )  # fmt: skip
    add(
        "podcast_entity_types", {}, "env", types=frozenset({dict}),
        description="Additional entity types, and other labels for the built-in ones.",
    )  # fmt: skip
    add(
        "podcast_pages", {}, "env", types=frozenset({dict}),
        description="Document names of the generated pages; False disables a page.",
    )  # fmt: skip
    add(
        "podcast_registry", DEFAULT_REGISTRY, "env", types=frozenset({str, list, tuple}),
        description="The TOML files that merge, name and type entities.",
    )  # fmt: skip
    add(
        "podcast_autolink", "chapter", "env", types=ENUM("chapter", "page", "all", "none"),
        description="Which names in the text of episodes are linked to their entities.",
    )  # fmt: skip
    add(
        "podcast_entity_pages", {"mentions": 2}, "env", types=frozenset({dict}),
        description="Which entities have a page: the least number of mentions or episodes.",
    )  # fmt: skip
    add(
        "podcast_hover_cards", True, "env", types=frozenset({bool}),
        description="Whether links to entities show a card on hover and focus (HTML).",
    )  # fmt: skip
    add(
        "podcast_transcript", "chapter", "env", types=ENUM("chapter", "end", "none"),
        description="Where the transcript of an episode is shown.",
    )  # fmt: skip
    add(
        "podcast_quote_rule", {}, "env", types=frozenset({dict}),
        description="How similar to the transcript a quote must be, and how near its chapter.",
    )  # fmt: skip
    add(
        "podcast_labels", "project", "env", types=ENUM("project", "episode"),
        description="The language of labels on the page of an episode.",
    )  # fmt: skip
    add(
        "podcast_trust", "author", "env", types=frozenset({str, dict}),
        description="Whether files are an author's or a stranger's, in all or by glob pattern.",
    )  # fmt: skip
    add(
        "podcast_part", [], "env", types=frozenset({list, tuple}),
        description="Glob patterns of the documents in this part of the archive.",
    )  # fmt: skip
    add(
        "podcast_search", "sphinx", "html", types=ENUM("sphinx", "pagefind"),
        description="The search of the site: Sphinx's own, or Pagefind.",
    )  # fmt: skip


def check_values(config: Config) -> None:
    """Check the values.

    :raises ConfigError: if one is invalid. The message says which, and what is allowed.
    """
    for name in ("podcast_episodes", "podcast_entity_headings", "podcast_part"):
        value = config[name]
        if name == "podcast_episodes" and isinstance(value, str):
            continue
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise ConfigError(f"{name} must be a list of strings, not {value!r}")
    if not isinstance(config.podcast_registry, str | list | tuple):
        raise ConfigError(
            f"podcast_registry must be a path or a list of paths, not {config.podcast_registry!r}"
        )
    pages(config)
    page_rule(config)
    quote_rule(config)
    type_labels(config)
    trust_rule(config)


def pages(config: Config) -> Pages:
    """Return the names of generated pages: ``podcast_pages`` and the defaults.

    :raises ConfigError: if the value is invalid.
    """
    value = config.podcast_pages
    known = {field.name: field.default for field in fields(Pages)}
    if not isinstance(value, dict):
        raise ConfigError(f"podcast_pages must be a dictionary, not {value!r}")
    chosen: dict[str, Any] = {}
    for name, docname in value.items():
        if name not in known:
            raise ConfigError(f"podcast_pages has no page {name!r}; there are: {', '.join(known)}")
        if docname is True:
            continue
        if docname is False or docname is None:
            docname = ""
        if not isinstance(docname, str):
            raise ConfigError(
                f"podcast_pages[{name!r}] must be a document name or False, not {docname!r}"
            )
        parts = docname.split("/")
        if docname and (".." in parts or "" in parts or "\\" in docname):
            raise ConfigError(
                f"podcast_pages[{name!r}] must be a document name such as "
                f"'{known[name]}', not {docname!r}"
            )
        if docname and ("{id}" in docname) != (name in ("channel", "entity")):
            raise ConfigError(
                f"podcast_pages[{name!r}] must {'' if name in ('channel', 'entity') else 'not '}"
                f"contain '{{id}}': {docname!r}"
            )
        if docname.replace("{id}", "").count("{") or docname.replace("{id}", "").count("}"):
            raise ConfigError(
                f"podcast_pages[{name!r}] may contain no braces but '{{id}}': {docname!r}"
            )
        chosen[name] = docname
    return Pages(**chosen)


def page_rule(config: Config) -> PageRule:
    """Return the rule in ``podcast_entity_pages``.

    :raises ConfigError: if the value is invalid.
    """
    value = config.podcast_entity_pages
    names = {field.name for field in fields(PageRule)}
    if (
        not isinstance(value, dict)
        or set(value) - names
        or not all(type(n) is int and n >= 0 for n in value.values())
    ):
        raise ConfigError(
            "podcast_entity_pages must be a dictionary such as {'mentions': 2} or "
            f"{{'mentions': 5, 'episodes': 2}}, not {value!r}"
        )
    return PageRule(**{name: value.get(name, 0) for name in names})


def quote_rule(config: Config) -> QuoteRule:
    """Return the rule for quotes: ``podcast_quote_rule`` and the defaults.

    :raises ConfigError: if the value is invalid.
    """
    value = config.podcast_quote_rule
    names = {field.name for field in fields(QuoteRule)}
    if (
        not isinstance(value, dict)
        or set(value) - names
        or not all(type(n) is int and n >= 0 for n in value.values())
        or value.get("similarity", 0) > 100
    ):
        raise ConfigError(
            "podcast_quote_rule must be a dictionary such as {'similarity': 65, 'nearby': 30}, "
            f"of a share in percent and seconds, not {value!r}"
        )
    return QuoteRule(**value)


def trust_rule(config: Config) -> Callable[[str], str]:
    """Return a function that looks up a path in ``podcast_trust``.

    It returns ``"author"`` or ``"stranger"``, or ``""`` if the file's own mark decides. A file
    without a mark is an author's.

    :raises ConfigError: if the value is invalid.
    """
    value = config.podcast_trust
    if value == "author":
        return lambda path: ""
    if value == "stranger":
        return lambda path: "stranger"
    if not isinstance(value, dict) or not all(
        isinstance(pattern, str) and trust in ("author", "stranger")
        for pattern, trust in value.items()
    ):
        raise ConfigError(
            "podcast_trust must be 'author', 'stranger' or a dictionary such as "
            f"{{'episodes/feeds/**': 'stranger'}}, not {value!r}"
        )
    rules = [(Matcher([pattern]), trust) for pattern, trust in value.items()]
    return lambda path: next((trust for matches, trust in rules if matches(path)), "")


def part_of(config: Config) -> Callable[[str], bool]:
    """Return a function that tests whether a document is in this part of the archive."""
    return Matcher(config.podcast_part) if config.podcast_part else lambda docname: True


def language_of(config: Config) -> str:
    """Return the project's language as a tag, such as ``zh-CN``."""
    return (config.language or "en").replace("_", "-")


def registry_paths(config: Config, srcdir: Path) -> list[str]:
    """Return the paths of the registry files, relative to the source folder."""
    value = config.podcast_registry
    if value == DEFAULT_REGISTRY and not (srcdir / value).exists():
        return []
    return [value] if isinstance(value, str) else list(value)


def type_labels(config: Config) -> dict[str, dict[str, str]]:
    """Return the labels of the project's entity types by type and language.

    The language ``""`` is any language.

    :raises ConfigError: if ``podcast_entity_types`` is invalid.
    """
    labels: dict[str, dict[str, str]] = {}
    if not isinstance(config.podcast_entity_types, dict):
        raise ConfigError(
            f"podcast_entity_types must be a dictionary, not {config.podcast_entity_types!r}"
        )
    for type_, value in config.podcast_entity_types.items():
        where = f"podcast_entity_types[{type_!r}]"
        if not isinstance(type_, str) or not type_.strip():
            raise ConfigError(f"{where}: the name of a type must be a string")
        if isinstance(value, str):
            value = {"label": value}
        if not isinstance(value, dict) or set(value) - {"label", "names"}:
            raise ConfigError(
                f"{where} must be a label, or a dictionary with 'label' and 'names', not {value!r}"
            )
        label = value.get("label", type_)
        if isinstance(label, str):
            label = {"": label}
        if not isinstance(label, dict) or not all(
            isinstance(x, str) for pair in label.items() for x in pair
        ):
            raise ConfigError(
                f"{where}['label'] must be a string, or strings by language, not {label!r}"
            )
        names = value.get("names", [])
        if not isinstance(names, list | tuple) or not all(isinstance(n, str) for n in names):
            raise ConfigError(f"{where}['names'] must be a list of strings, not {names!r}")
        labels[type_] = label
    return labels


def grammar_options(config: Config) -> GrammarOptions:
    """Return the options of the grammar that follow from the configuration."""
    types: dict[str, list[str]] = {}
    labels = type_labels(config)
    for type_, value in config.podcast_entity_types.items():
        names = value.get("names", []) if isinstance(value, Mapping) else []
        types[type_] = [*names, *labels[type_].values()]
    return GrammarOptions(
        vocabulary=Vocabulary.load(config.podcast_entity_headings, types),
        every_quote=config.podcast_quotes == "all",
    )
