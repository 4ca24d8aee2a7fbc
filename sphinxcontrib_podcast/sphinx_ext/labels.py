"""The labels of the user interface, translated by the message catalogue.

The frame of the site is in the project's language. Labels on an episode can be in the language of
the episode. Babel (CLDR) formats dates, numbers and lists.
"""

from __future__ import annotations

import datetime
import gettext as gettext_module
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from sphinx.locale import get_translation

from sphinxcontrib_podcast.sphinx_ext.settings import EntityType, settings_of
from sphinxcontrib_podcast.views.links import CollectionLink, LeafLink, Link

if TYPE_CHECKING:
    from sphinx.config import Config

    from sphinxcontrib_podcast.views.quotes import VerdictView

#: The name of the message catalogue.
CATALOGUE = "sphinxcontrib_podcast"

#: The folder with the message catalogues of all languages.
LOCALE = Path(__file__).parents[1] / "locale"

#: Translate a message into the project's language.
_ = get_translation(CATALOGUE)


class Labels:
    """The labels, and the formats of dates and numbers, in one language."""

    def __init__(self, types: Mapping[str, EntityType], language: str) -> None:
        self._types = types
        self.language = language
        self.locale = _locale(language)
        translations = _translations(self.locale)
        self.gettext = translations.gettext
        self.ngettext = translations.ngettext

    def type(self, type_: str, *, one: bool = False) -> str:
        """Return the name of an entity type: as a heading (People), or of one entity (Person)."""
        own = self._types[type_].labels if type_ in self._types else {}
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

    def verdict(self, verdict: VerdictView) -> str:
        """Return the result of checking a quote against the transcript; see ``model.Verdict``.

        It is empty if there is nothing to say.
        """
        _ = self.gettext
        wording = {
            "verbatim": _("verbatim"),
            "edited": _("edited"),
            "contradicted": _("contradicts the transcript"),
            "translated": _("translated"),
            "missing": _("not in the transcript"),
        }.get(verdict.wording, "")
        parts = (
            wording,
            _("cut") if verdict.is_cut else "",
            _("from another chapter") if verdict.is_elsewhere else "",
            _("speaker from the transcript") if verdict.is_speaker_found else "",
        )
        return " · ".join(filter(None, parts))

    def duration(self, seconds: float) -> str:
        """Return a duration in seconds as text, such as ``52 min`` or ``1 hr, 5 min``."""
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

    def size(self, number: int) -> str:
        """Return a number of bytes as text, such as ``54 MB``."""
        unit, least = ("digital-megabyte", 10**6) if number >= 10**6 else ("digital-kilobyte", 1000)
        shown = number / least
        shown = max(round(shown) if shown >= 10 else round(shown, 1), 0.1)
        return format_unit(shown, unit, "short", locale=self.locale)

    def download(self, number: int) -> str:
        """Return the text of a link to a file of a number of bytes: ``Download (54 MB)``."""
        return self.gettext("Download (%s)") % self.size(number)

    def date(self, date: datetime.date) -> str:
        """Return a date as text, such as ``Jan 5, 2026``."""
        return format_date(date, "medium", locale=self.locale)

    def month(self, date: datetime.date) -> str:
        """Return the month of a date as text, such as ``Jan 2026``."""
        return format_skeleton("yMMM", date, locale=self.locale)

    def year(self, date: datetime.date) -> str:
        """Return the year of a date as text: ``2026``, in some languages with a word for year."""
        return format_skeleton("y", date, locale=self.locale)

    def leaf(self, leaf: LeafLink) -> str:
        """Return the title of a page of a long listing: its month or year, and its number."""
        if leaf.day is None:
            title = self.gettext("Without date")
        else:
            title = (self.month if leaf.unit == "month" else self.year)(leaf.day)
        return f"{title} ({self.number(leaf.number)})" if leaf.number else title

    def season(self, number: int) -> str:
        """Return the number of a season as text, such as ``Season 2``."""
        return self.gettext("Season %(season)d") % {"season": number}

    def episode_number(self, season: int | None, number: int | None) -> str:
        """Return the number of an episode as text, with its season if there is one."""
        if number is None:
            return "" if season is None else self.season(season)
        if season is None:
            return self.gettext("Episode %(number)d") % {"number": number}
        both = {"season": season, "number": number}
        return self.gettext("Season %(season)d, episode %(number)d") % both

    def collection(self, found: CollectionLink) -> Link:
        """Return the name of a tag, season, channel or language, linked to its page."""
        if found.kind == "language":
            return self.language_name(found.name)
        name = self.season(int(found.name)) if found.kind == "season" else found.name
        return Link(name, found.address, found.language)

    def role(self, role: str, number: int) -> str:
        """Return the label of people with a role, ``host`` or ``guest``; ``%s`` is their names."""
        if role == "host":
            return self.ngettext("Host: %s", "Hosts: %s", number)
        return self.ngettext("Guest: %s", "Guests: %s", number)

    def reading(self, minutes: int) -> str:
        """Return how long reading takes as text, such as ``9 min read``."""
        return self.gettext("%d min read") % minutes

    def skim(self) -> str:
        """Return the text of the switch that hides all but first sentences and quotes."""
        return self.gettext("Skim: first sentences and quotes only")

    def episodes(self, number: int) -> str:
        """Return a number of episodes as text, such as ``3 episodes``."""
        return self.ngettext("%d episode", "%d episodes", number) % number

    def language_name(self, tag: str) -> Link:
        """Return the name of a language in that language, such as ``日本語``."""
        try:
            name = Locale.parse(tag, sep="-").get_display_name()
        except (ValueError, UnknownLocaleError):
            name = None
        return Link(name or tag, None, tag if name else "")

    def number(self, number: int) -> str:
        """Return a number as text, such as ``1,234``."""
        return _number_text(number, self.locale)

    def listed(self, items: Sequence[str]) -> str:
        """Return a list as text, such as ``Ada, Bob, and Cy``."""
        return format_list(items, locale=self.locale)


@cache
def _number_text(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


def project_labels(config: Config) -> Labels:
    """Return the labels in the project's language."""
    return Labels(settings_of(config).entity_types, config.language)


def episode_labels(config: Config, language: str) -> Labels:
    """Return the labels for an episode in a language, as ``podcast_labels`` determines."""
    settings = settings_of(config)
    own = settings.labels == "episode" and language
    return Labels(settings.entity_types, language if own else config.language)


def writing_system_of(language: str) -> str:
    """Return the writing system: ``ja``, ``ko``, ``zh-hans``, ``zh-hant``, or ``latin``.

    All others count as ``latin``.
    """
    locale = _locale(language)
    if locale.language == "zh":
        return "zh-hant" if locale.script == "Hant" else "zh-hans"
    return locale.language if locale.language in ("ja", "ko") else "latin"


@cache
def _locale(language: str) -> Locale:
    """Return Babel's locale of a language, or English if Babel does not know the language."""
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
    """Return the label of a page number in a book; ``%s`` is the number."""
    return _("p. %s")


def javascript_labels(config: Config) -> dict[str, str]:
    """Return the labels that JavaScript shows on pages, by the keys that it uses."""
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
        "sleep": _("Stop at the end of the chapter"),
        "volume": _("Volume"),
        "link": _("Copy link to this moment"),
        "share": _("Share"),
        "close": _("Close"),
        "resume": _("Continue at %s"),
        "restart": _("Start over"),
        "playing": _("Playing from"),
        "copy": _("Copy"),
        "copyQuote": _("Copy quote"),
        "shareQuote": _("Share quote"),
        "copied": _("Copied"),
        "failed": _("This cannot be played"),
        "filter": _("Filter"),
        "find": _("Find in the transcript"),
        "next": _("Next"),
        "previous": _("Previous"),
        "none": _("Not found"),
    }
