"""Catalogues made from texts, without files and without Sphinx."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reading import read_document

from sphinxcontrib_podcast.catalogue.catalogue import Catalogue
from sphinxcontrib_podcast.catalogue.registry import Registry
from sphinxcontrib_podcast.grammar.vocabulary import builtin_types
from sphinxcontrib_podcast.model import ChannelEntry, RegistryEntry


def catalogue_of(
    files: Mapping[str, str],
    registry: Sequence[RegistryEntry] = (),
    channels: Sequence[ChannelEntry] = (),
    **options: Any,
) -> Catalogue:
    """Return the catalogue of episodes by document name."""
    documents = [read_document(text, docname=docname) for docname, text in files.items()]
    options.setdefault("type_order", builtin_types())
    return Catalogue(documents, registry=Registry(tuple(registry), tuple(channels)), **options)


def registered(id_: str, name: str, **fields: Any) -> RegistryEntry:
    """Return an entry of a registry."""
    return RegistryEntry(id_, name, "entities.toml", 1, **fields)
