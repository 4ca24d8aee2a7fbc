from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import sphinxcontrib_podcast

PACKAGE = Path(sphinxcontrib_podcast.__file__).parent
LANGUAGES = sorted(path.name for path in (PACKAGE / "locale").iterdir() if path.is_dir())


Text = tuple[str, ...]  # a message, or its singular and plural forms


def forms(text: str | Sequence[str] | None) -> Text:
    return (text,) if isinstance(text, str) else tuple(text or ())


def messages(catalog: Catalog) -> dict[Text, Text]:
    return {forms(m.id): forms(m.string) for m in catalog if m.id}


def test_the_template_has_all_that_the_code_says() -> None:
    said = {forms(message) for _, _, message, _, _ in extract_from_dir(PACKAGE)}
    with (PACKAGE / "locale" / "sphinxcontrib_podcast.pot").open("rb") as file:
        assert set(messages(read_po(file))) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(language: str) -> None:
    folder = PACKAGE / "locale" / language / "LC_MESSAGES"
    with (PACKAGE / "locale" / "sphinxcontrib_podcast.pot").open("rb") as file:
        wanted = messages(read_po(file))
    with (folder / "sphinxcontrib_podcast.po").open("rb") as file:
        source = read_po(file, locale=language)
    with (folder / "sphinxcontrib_podcast.mo").open("rb") as file:
        compiled = read_mo(file)
    assert messages(source).keys() == wanted.keys()
    assert [text for text, translation in messages(source).items() if not all(translation)] == []
    assert messages(compiled) == messages(source)
    assert [error for message, errors in source.check() for error in errors] == []
