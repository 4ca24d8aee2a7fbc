"""What the command writes into files, in the language of the archive; see ``texts.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError


def texts(language: str) -> Mapping[str, str]:
    """The texts of a language (``zh-Hant``, ``ja_JP``); English stands in for those not there."""
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
    return tomllib.loads(files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))
