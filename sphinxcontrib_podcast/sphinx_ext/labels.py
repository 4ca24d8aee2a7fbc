"""What the extension itself says on pages, through the message catalogue.

The frame of the site is in the project's language. What belongs to an episode may be in that
of the episode; how a language writes dates, numbers and lists is Babel's knowledge (CLDR).
"""

from __future__ import annotations

import datetime
import gettext as gettext_module
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from sphinx.locale import get_translation

from sphinxcontrib_podcast.sphinx_ext.config import type_labels

if TYPE_CHECKING:
    from sphinx.config import Config

#: The name of the message catalogue.
CATALOGUE = "sphinxcontrib_podcast"

#: Where the catalogues of all languages are.
LOCALE = Path(__file__).parents[1] / "locale"

#: Translate a message into the project's language.
_ = get_translation(CATALOGUE)


class Labels:
    """What the extension says in one language, and how that writes dates and numbers."""

    def __init__(self, config: Config, language: str) -> None:
        self._config = config
        self.language = language
        self.locale = _locale(language)
        translations = _translations(self.locale)
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext

    def type(self, type_: str, *, one: bool = False) -> str:
        """The name of an entity type: as a heading (People), or of one entity (Person)."""
        own = type_labels(self._config).get(type_, {})
        tag = self.language.replace("-", "_")
        for language in (self.language, tag, tag.partition("_")[0], ""):
            if label := own.get(language):
                return label
        _ = self.gettext
        builtin = {
            "person": (_("Person"), _("People")),
            "organization": (_("Organization"), _("Organizations")),
            "concept": (_("Concept"), _("Concepts")),
            "product": (_("Product"), _("Products")),
            "software": (_("Software"), _("Software")),
            "work": (_("Work"), _("Works")),
            "place": (_("Place"), _("Places")),
            "event": (_("Event"), _("Events")),
            "": (_("Other"), _("Others")),
        }
        singular, plural = builtin.get(type_, (type_[:1].upper() + type_[1:],) * 2)
        return singular if one else plural

    def verdict(self, verdict: str) -> str:
        """What the transcript says of a quote, in a word or two; see ``model.Verdict``."""
        _ = self.gettext
        return {
            "verbatim": _("verbatim"),
            "edited": _("edited"),
            "elsewhere": _("from another chapter"),
            "translated": _("translated"),
            "missing": _("not in the transcript"),
        }.get(verdict, "")

    def duration(self, seconds: float) -> str:
        """``52 min``, ``1 hr, 5 min``."""
        hours, minutes = divmod(max(round(seconds / 60), 1), 60)
        parts = [
            format_unit(number, unit, "short", locale=self.locale)
            for number, unit in ((hours, "duration-hour"), (minutes, "duration-minute"))
            if number
        ]
        if len(parts) == 1:
            return parts[0]
        pattern: str = self.locale.list_patterns["unit-short"].get("2", "{0} {1}")
        return pattern.format(*parts)

    def date(self, date: datetime.date) -> str:
        """``Jan 5, 2026``."""
        return format_date(date, "medium", locale=self.locale)

    def month(self, date: datetime.date) -> str:
        """``Jan 2026``."""
        return format_skeleton("yMMM", date, locale=self.locale)

    def year(self, date: datetime.date) -> str:
        """``2026``, in some languages with a word for year."""
        return format_skeleton("y", date, locale=self.locale)

    def number(self, number: int) -> str:
        """``1,234``."""
        return format_decimal(number, locale=self.locale)

    def listed(self, items: Sequence[str]) -> str:
        """``Ada, Bob, and Cy``."""
        return format_list(items, locale=self.locale)


def project_labels(config: Config) -> Labels:
    """Labels of the frame."""
    return Labels(config, config.language)


def episode_labels(config: Config, language: str) -> Labels:
    """Labels of what belongs to an episode in a language: see ``podcast_labels``."""
    own = config.podcast_labels == "episode" and language
    return Labels(config, language if own else config.language)


def script_of(language: str) -> str:
    """``ja``, ``ko``, ``zh-hans`` or ``zh-hant``; ``latin`` stands for all others."""
    locale = _locale(language)
    if locale.language == "zh":
        return "zh-hant" if locale.script == "Hant" else "zh-hans"
    return locale.language if locale.language in ("ja", "ko") else "latin"


@cache
def _locale(language: str) -> Locale:
    """What Babel knows of a language; English stands in for those that it does not know."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@cache
def _translations(locale: Locale) -> gettext_module.NullTranslations:
    name = str(locale)
    if locale.language == "zh":
        name = "zh_TW" if locale.script == "Hant" else "zh_CN"
    return gettext_module.translation(CATALOGUE, LOCALE, [name], fallback=True)


def page_label() -> str:
    """Where something is in a book; ``%s`` is the number."""
    return _("p. %s")


def script_labels(config: Config) -> dict[str, str]:
    """What scripts say on pages, by the names that they know it by."""
    ngettext = project_labels(config).ngettext
    back = ngettext("Back %(seconds)d second", "Back %(seconds)d seconds", 15)
    ahead = ngettext("Ahead %(seconds)d second", "Ahead %(seconds)d seconds", 30)
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "back": back % {"seconds": 15},
        "ahead": ahead % {"seconds": 30},
        "position": _("Position"),
        "speed": _("Speed"),
        "link": _("Copy link to this moment"),
        "close": _("Close"),
        "playing": _("Playing from"),
        "copyQuote": _("Copy quote"),
        "copied": _("Copied"),
        "failed": _("This cannot be played"),
        "find": _("Find in the transcript"),
        "next": _("Next"),
        "previous": _("Previous"),
        "none": _("Not found"),
    }
