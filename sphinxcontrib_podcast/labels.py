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
