"""The names of warnings, ``podcast.NAME``, by which ``suppress_warnings`` silences them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Subtype = Literal[
    "at",
    "channel",
    "chapter",
    "directive",
    "encoding",
    "entity",
    "episode",
    "format",
    "front_matter",
    "media",
    "quote",
    "registry",
    "time",
    "title",
    "transcript",
]


class Meaning(NamedTuple):
    """What warnings of a name say, and what helps. The texts are Markdown, for the manual."""

    says: str
    remedy: str


MEANINGS: Mapping[Subtype, Meaning] = MappingProxyType(
    {
        "title": Meaning(
            "an episode is empty, or has no title",
            "Begin it with `# Title`, or give the front matter a `title`.",
        ),
        "front_matter": Meaning(
            "a field has a wrong value, or the YAML is broken",
            "The message says what the field may be; put text with a colon in quotation marks.",
        ),
        "encoding": Meaning("a file is not UTF-8", "Save it as UTF-8."),
        "format": Meaning(
            "the line breaks of a file were lost, or directives are nested too deep",
            "Get the file anew from where it came, or break its lines.",
        ),
        "chapter": Meaning(
            "an episode has no chapters",
            "Write times into headings: `## [02:04] Title`. Of a file that is no episode, say "
            "`podcast: false` in its front matter.",
        ),
        "time": Meaning(
            "a time cannot be, or chapters are out of order",
            "Correct the time; it may be hours that were lost (`1:00:26`).",
        ),
        "media": Meaning(
            "a file that `audio`, `video` or `image` names is not there, or lies outside the "
            "source folder",
            "Correct the path: it is relative to the episode, or with `/` to the source folder.",
        ),
        "quote": Meaning(
            "a [quote is not in the transcript](#verdicts), or somebody else said it; or a role "
            "names no quote",
            "Take the words that the message shows, or take the quotation marks off.",
        ),
        "transcript": Meaning(
            "a transcript cannot be read, or a part of it is damaged",
            "Look at the line; what could be read is shown.",
        ),
        "entity": Meaning(
            "a line of an entity list was not understood, a name is listed twice or has two "
            "types, or a role names no entity",
            "Write `- **Name** (Type): description`; settle types in the registry.",
        ),
        "registry": Meaning(
            "something in a registry file is wrong; that part is left out",
            "The message says what the key may be.",
        ),
        "episode": Meaning(
            "a role names no episode, or no episode was found at all",
            "The message has the nearest names, or the folders that have Markdown files.",
        ),
        "channel": Meaning("a role names no channel", "The message has the nearest names."),
        "at": Meaning(
            "a role names no moment", "Name the episode and a time: `` {pod:at}`first@02:04` ``."
        ),
        "directive": Meaning(
            "a directive cannot be drawn, or shows nothing",
            "Correct its options; the episodes it asks for may be gone.",
        ),
    }
)
