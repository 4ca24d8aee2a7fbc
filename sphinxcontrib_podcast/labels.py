"""What the extension itself says on pages, through the message catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinxcontrib_podcast.config import type_labels

if TYPE_CHECKING:
    from sphinx.config import Config

#: The name of the message catalogue.
CATALOGUE = "sphinxcontrib_podcast"

_ = get_translation(CATALOGUE)


def type_label(type_: str, config: Config, *, one: bool = False) -> str:
    """The name of an entity type: as a heading (People), or of one entity (Person)."""
    own = type_labels(config).get(type_, {})
    language = config.language
    if label := own.get(language) or own.get(language.partition("_")[0]) or own.get(""):
        return label
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


def duration_label(seconds: float) -> str:
    """``52 min``, ``1 h 5 min``."""
    minutes = max(round(seconds / 60), 1)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def verdict_label(verdict: str) -> str:
    """What the transcript says of a quote, in a word or two; see ``model.Verdict``."""
    return {
        "verbatim": _("verbatim"),
        "edited": _("edited"),
        "elsewhere": _("from another chapter"),
        "translated": _("translated"),
        "missing": _("not in the transcript"),
    }.get(verdict, "")


def script_labels() -> dict[str, str]:
    """What scripts say on pages, by the names that they know it by."""
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("Back %(seconds)d seconds") % {"seconds": 15},
        "ahead": _("Ahead %(seconds)d seconds") % {"seconds": 30},
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
