from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from sphinx.config import Config
from sphinx.errors import ConfigError

from sphinxcontrib_podcast.sphinx_ext.settings import EntityType, add_values, settings_of


def config(**values: object) -> Config:
    result = Config({f"podcast_{name}": value for name, value in values.items()})

    def add(name: str, default: Any, rebuild: Any, types: Any, description: str) -> None:
        result.add(name, default, rebuild, types)

    add_values(add)
    return result


def test_settings_are_made_once_and_frozen() -> None:
    conf = config(quotes="all")
    settings = settings_of(conf)
    assert settings_of(conf) is settings
    assert settings.grammar is settings.grammar
    assert settings.grammar.every_quote
    with pytest.raises(FrozenInstanceError):
        settings.quotes = "marked"  # type: ignore[misc]


def test_forms_that_mean_the_same() -> None:
    assert settings_of(config(episodes="notes")).episodes == ("notes",)
    settings = settings_of(config(pages={"quotes": False, "index": None, "episodes": True}))
    assert (settings.pages.quotes, settings.pages.index) == ("", "")
    assert settings.pages.episodes == "podcast/episodes"
    types = settings_of(config(entity_types={"fund": "Funds", "band": {}})).entity_types
    assert types == {"fund": EntityType({"": "Funds"}), "band": EntityType({"": "band"})}
    assert settings_of(config(entity_pages={})).entity_pages.mentions == 0


def test_the_first_pattern_decides_about_trust() -> None:
    trust = settings_of(config(trust={"a/own.md": "author", "a/**": "stranger"})).trust
    assert [trust(path) for path in ("a/own.md", "a/b.md", "c.md")] == ["author", "stranger", ""]


@pytest.mark.parametrize("name", ["a//b", "../a", "a\\b", "a/{id}", 3, ["a"]])
def test_a_page_needs_the_name_of_a_document(name: object) -> None:
    with pytest.raises(ConfigError, match="must be False or a document name such as"):
        settings_of(config(pages={"index": name}))


def test_the_registry_is_a_path_or_several() -> None:
    assert settings_of(config()).registry is None
    assert settings_of(config(registry="a.toml")).registry == ("a.toml",)
    assert settings_of(config(registry=["a.toml", "b.toml"])).registry == ("a.toml", "b.toml")
    with pytest.raises(ConfigError, match="must be a path or a list of paths"):
        settings_of(config(registry=[1]))
