"""Leave out files that are not published yet: drafts, and episodes with a future date."""

from __future__ import annotations

import datetime
import os
from typing import NamedTuple

from sphinxcontrib_podcast.catalogue.episode_paths import is_draft_folder
from sphinxcontrib_podcast.catalogue.scan import Scan

_MOST_EXAMPLES = 3


class LeftOut(NamedTuple):
    """The documents that are left out."""

    drafts: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()

    @property
    def docnames(self) -> frozenset[str]:
        """The names of these documents."""
        return frozenset((*self.drafts, *self.to_come))

    def said(self) -> str:
        """Return a message about them, or an empty string."""
        parts = [
            f"{len(names)} {what} ({', '.join(names[:_MOST_EXAMPLES])}"
            f"{', …' if len(names) > _MOST_EXAMPLES else ''})"
            for names, what in (
                (self.drafts, "marked as drafts"),
                (self.to_come, "with a date in the future"),
            )
            if names
        ]
        if not parts:
            return ""
        return f"files left out: {'; '.join(parts)}. podcast_drafts = True shows them"


def today() -> datetime.date:
    """Return the date of the build, or of ``SOURCE_DATE_EPOCH`` if it is set."""
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()


def leave_out(scan: Scan, day: datetime.date) -> LeftOut:
    """Remove the files that are not published on a day from a scan, and return them."""
    drafts = {name for name, known in scan.publication.items() if known == "draft"}
    drafts |= {name for name in scan.publication if is_draft_folder(name)}
    to_come = {
        name
        for name, known in scan.publication.items()
        if name not in drafts and known > day.isoformat()
    }
    for docname in drafts | to_come:
        scan.remove(docname)
    return LeftOut(tuple(sorted(drafts)), tuple(sorted(to_come)))
