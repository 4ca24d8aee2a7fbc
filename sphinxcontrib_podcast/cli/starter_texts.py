"""Load the texts that the command writes to files, in the language of the archive."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError


def texts(language: str) -> Mapping[str, str]:
    """Return the texts of ``starter_texts.toml`` for a language, or the English ones.

    :param language: such as ``zh-Hant`` or ``ja_JP``.
    """
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return _all()["en"]
    name = locale.language
    if name == "zh":
        name = "zh_TW" if locale.script == "Hant" or locale.territory == "TW" else "zh_CN"
    return _all().get(name, _all()["en"])


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(
        files(__package__).joinpath("starter_texts.toml").read_text(encoding="utf-8")
    )
