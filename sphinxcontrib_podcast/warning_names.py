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
    "feed",
    "no-baseurl",
    "quote",
    "quote_contradicted",
    "registry",
    "time",
    "title",
    "transcript",
    "trust",
]


class Meaning(NamedTuple):
    """The meaning of a warning and its remedy, as Markdown for the manual."""

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
            "The message says which values are allowed. Put text with a colon in quotation marks.",
        ),
        "encoding": Meaning("a file is not UTF-8", "Save it as UTF-8."),
        "format": Meaning(
            "the line breaks of a file were lost, or its directives are nested too deep",
            "Get the file again from its source, or break its lines.",
        ),
        "chapter": Meaning(
            "an episode has no chapters, though some of its lines have times",
            "Write times into headings: `## [02:04] Title`; see [all forms]"
            "(../reference/forms.md). If the file is not an episode, write `podcast: false` into "
            "its front matter.",
        ),
        "time": Meaning(
            "a time is impossible, or chapters are out of order",
            "Correct the time. The hours may be missing (`1:00:26`).",
        ),
        "media": Meaning(
            "a file named by `audio`, `video` or `image` does not exist, or is outside the "
            "source folder",
            "Correct the path. It is relative to the episode or, with a leading `/`, to the source "
            "folder.",
        ),
        "feed": Meaning(
            "the [podcast feed](#data-podcast-feed) of an own show lacks something that "
            "directories require, or somebody else's show is to have one",
            "Add what the message names, or remove `podcast_feed`.",
        ),
        "no-baseurl": Meaning(
            "a setting needs the address of the site, which is unknown",
            "Set `html_baseurl` in `conf.py` to the address of the first page, or turn the setting "
            "off.",
        ),
        "quote": Meaning(
            "a [quote is not in the transcript](#verdicts) or was said by somebody else; or the "
            "target of a role is not a quote",
            "Use the words that the message shows, or remove the quotation marks.",
        ),
        "quote_contradicted": Meaning(
            "a [quote contradicts the transcript](#verdicts): a negation, a number, a unit or a "
            "name differs, or a word is replaced by its opposite",
            "Use the words that the message shows. Put words of your own into brackets.",
        ),
        "transcript": Meaning(
            "a transcript cannot be read, or a part of it is damaged",
            "Look at the line. The readable parts are shown.",
        ),
        "entity": Meaning(
            "a line of an entity list was not understood, a name is listed twice or has two "
            "types, or the target of a role is not an entity",
            "Write `- **Name** (Type): description`. Set types in the registry.",
        ),
        "trust": Meaning(
            "a [stranger's file](../explanation/security.md) has something that only an author "
            "may use; it is shown as text, or left out",
            "If you trust the file, set {confval}`podcast_trust`, or remove `trust: stranger` "
            "from its front matter.",
        ),
        "registry": Meaning(
            "a registry file has an invalid part, which is ignored",
            "The message says which values are allowed.",
        ),
        "episode": Meaning(
            "the target of a role is not an episode, or no episode was found at all",
            "The message shows similar names, or the folders that have Markdown files.",
        ),
        "channel": Meaning(
            "the target of a role is not a channel", "The message shows similar names."
        ),
        "at": Meaning(
            "the target of a role is not a moment",
            "Write the episode and a time: `` {pod:at}`first@02:04` ``.",
        ),
        "directive": Meaning(
            "a directive is invalid, or shows nothing",
            "Correct its options. The episodes that it selects may not exist.",
        ),
    }
)
