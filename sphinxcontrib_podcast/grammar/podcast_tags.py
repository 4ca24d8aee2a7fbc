"""Read the table ``podcast_feed`` that authors give for a show or an episode.

Attributes have the names that the namespace of Podcasting 2.0 gives them:
https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from sphinxcontrib_podcast.grammar import table_values as values
from sphinxcontrib_podcast.model import FeedTag, PodcastFeed

_T = TypeVar("_T")

Check = Callable[[Any], str]

MEDIUMS = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher",
           "course")  # fmt: skip

#: The roles of the Podcast Taxonomy by their group.
ROLES = {
    "creative direction": "director, assistant director, executive producer, senior producer, "
    "producer, associate producer, development producer, creative director",
    "cast": "host, co-host, guest host, guest, voice actor, narrator, announcer, reporter",
    "writing": "author, editorial director, co-writer, writer, songwriter, guest writer, story "
    "editor, managing editor, script editor, script coordinator, researcher, editor, "
    "fact checker, translator, transcriber, logger",
    "audio production": "studio coordinator, technical director, technical manager, audio "
    "engineer, remote recording engineer, post production engineer",
    "audio post-production": "audio editor, sound designer, foley artist, composer, theme music, "
    "music production, music contributor",
    "administration": "production coordinator, booking coordinator, production assistant, "
    "content manager, marketing manager, sales representative, sales manager",
    "visuals": "graphic designer, cover art designer",
    "community": "social media manager",
    "misc.": "consultant, intern",
    "video production": "camera operator, lighting designer, camera grip, assistant camera",
    "video post-production": "editor, assistant editor",
}
# The group of each role; that of an editor is writing unless an author says otherwise.
_GROUPS = {role: group for group, roles in reversed(ROLES.items()) for role in roles.split(", ")}


class _Form(NamedTuple):
    """The form of an element."""

    element: str
    keys: Mapping[str, tuple[str, Check]]
    """The keys of its table, each with the attribute, or "" for the text, and its check."""

    required: tuple[str, ...] = ()
    alone: str = ""
    """The key of a value that is given alone, without a table."""

    child: tuple[str, _Form] | None = None
    """The key of the elements in it, and their form."""

    is_single: bool = False


def _line(most: int = 128) -> Check:
    def check(value: Any) -> str:
        text = values.prose(value)
        if not 0 < len(text) <= most:
            raise ValueError
        return text

    return check


def _like(pattern: str) -> Check:
    def check(value: Any) -> str:
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError
        return value

    return check


def _flag(value: Any) -> str:
    return "true" if values.flag(value) else "false"


def _whole(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError
    return str(value)


def _role(value: Any) -> str:
    role = values.text(value).lower()
    if role not in _GROUPS:
        raise ValueError
    return role


_GUID = _like("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_GEO = "geo:-?[0-9.]+,-?[0-9.]+(,-?[0-9.]+)?(;.+)?"
_RULE = "FREQ=(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[0-9A-Z,:.+-]+)*"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9:]+)?)?"


def _same(**checks: Check) -> dict[str, tuple[str, Check]]:
    """Return keys that are called as the attributes are."""
    return {name: (name, check) for name, check in checks.items()}


_TEXT = {"text": ("", _line())}
_REMOTE = _same(feedGuid=_GUID, feedUrl=values.url, itemGuid=_line(500), title=_line())
_RECIPIENT = _Form(
    "valueRecipient",
    _same(
        name=_line(), type=_line(), address=_line(500), split=_whole, fee=_flag,
        customKey=_line(500), customValue=_line(500),
    ),
    ("type", "address", "split"),
)  # fmt: skip

_BOTH = {
    "funding": _Form("funding", {**_TEXT, **_same(url=values.url)}, ("url",), "url"),
    "images": _Form(
        "image",
        {
            **_same(href=values.url, alt=_line(500), type=_line(), purpose=_line()),
            **_same(width=_whole, height=_whole),
            "aspect-ratio": ("aspect-ratio", _like("[0-9.]+( ?/ ?[0-9.]+)?")),
        },
        ("href",),
        "href",
    ),
    "location": _Form(
        "location",
        {
            **_TEXT,
            **_same(rel=_like("subject|creator"), geo=_like(_GEO)),
            **_same(osm=_like("[NWR][0-9]+(#[0-9]+)?"), country=_like("[A-Za-z]{2}")),
        },
        ("text",),
        "text",
    ),
    "people": _Form(
        "person",
        {
            "name": ("", _line()),
            **_same(role=_role, group=_like("(?i:" + "|".join(map(re.escape, ROLES)) + ")")),
            **_same(href=values.url, img=values.url),
        },
        ("name", "role"),
    ),
    "social": _Form(
        "socialInteract",
        _same(
            protocol=_line(), uri=values.url, accountId=_line(), accountUrl=values.url,
            priority=_whole,
        ),
        ("protocol",),
    ),
    "txt": _Form("txt", {"text": ("", _line(4000)), **_same(purpose=_line())}, ("text",), "text"),
    "value": _Form(
        "value",
        _same(type=_line(), method=_line(), suggested=_like(r"[0-9]+(\.[0-9]+)?")),
        ("type", "method"),
        child=("recipients", _RECIPIENT),
    ),
}  # fmt: skip
_OF_SHOW = {
    **_BOTH,
    "frequency": _Form(
        "updateFrequency",
        {**_TEXT, **_same(rrule=_like(_RULE), dtstart=_like(_DATE), complete=_flag)},
        ("text",),
        "text",
        is_single=True,
    ),
    "podroll": _Form("remoteItem", _REMOTE, ("feedGuid",), "feedGuid"),
    "publisher": _Form("remoteItem", _REMOTE, ("feedGuid",), "feedGuid", is_single=True),
}
# Elements around those of a list.
_AROUND = ("podroll", "publisher")

_GIVEN_OF_SHOW: Mapping[str, Check] = {
    "author": values.text,
    "block": _flag,
    "copyright": values.text,
    "email": _like(r"\S+@\S+"),
    "explicit": _flag,
    "guid": _GUID,
    "locked": _flag,
    "medium": _like(f"({'|'.join(MEDIUMS)})L?|mixed"),
    "new_feed_url": values.url,
    "podping": _flag,
    "type": _like("episodic|serial"),
}
_GIVEN_OF_EPISODE: Mapping[str, Check] = {
    "block": _flag,
    "display": _line(32),
    "explicit": _flag,
    "license": _line(),
}


def feed_of_show(value: Any) -> PodcastFeed | None:
    """Return the table of a show, or None if it is empty.

    :raises TypeError: if it is invalid, as does ``ValueError``.
    """
    feed = _feed(value, _GIVEN_OF_SHOW, _OF_SHOW, "seasons")
    return feed and feed._replace(seasons=_part("seasons", value, _seasons))


def feed_of_episode(value: Any) -> PodcastFeed | None:
    """Return the table of an episode, or None if it is empty.

    :raises TypeError: if it is invalid, as does ``ValueError``.
    """
    return _feed(value, _GIVEN_OF_EPISODE, _BOTH)


def _feed(
    table: Any, given: Mapping[str, Check], forms: Mapping[str, _Form], *others: str
) -> PodcastFeed | None:
    if not isinstance(table, dict):
        raise TypeError
    for unknown in table.keys() - given.keys() - forms.keys() - set(others):
        raise values.PartError(unknown)
    if not table:
        return None
    pairs = tuple((name, _part(name, table, given[name])) for name in given if name in table)
    tags: list[FeedTag] = []
    for name, form in forms.items():
        if name in table:
            tags += _part(name, table, partial(_tags, name, form))
    return PodcastFeed(pairs, tuple(tags))


def _part(name: str, table: Mapping[str, Any], read: Callable[[Any], _T]) -> _T:
    """Return a value of a table as a function reads it."""
    try:
        return read(table.get(name))
    except (TypeError, ValueError) as error:
        raise values.PartError(name) from error


def _seasons(value: Any) -> tuple[tuple[int, str], ...]:
    """Return names by number."""
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise TypeError
    return tuple((int(_like("[0-9]+")(str(n))), _line()(name)) for n, name in value.items())


def _tags(name: str, form: _Form, value: Any) -> list[FeedTag]:
    """Return the elements by what their author gives: a value or a list."""
    items = value if isinstance(value, list) else [value]
    if not items or (form.is_single and len(items) > 1):
        raise ValueError
    found = [_tag(form, item) for item in items]
    if name == "publisher":
        found = [tag._replace(attributes=(*tag.attributes, ("medium", name))) for tag in found]
    return [FeedTag(name, children=tuple(found))] if name in _AROUND else found


def _tag(form: _Form, value: Any) -> FeedTag:
    """Return an element by what its author gives for it."""
    if not isinstance(value, dict):
        if not form.alone:
            raise TypeError
        value = {form.alone: value}
    value = dict(value)
    children: tuple[FeedTag, ...] = ()
    if form.child:
        items = value.pop(form.child[0], None)
        if not isinstance(items, list) or not items:
            raise TypeError
        children = tuple(_tag(form.child[1], item) for item in items)
    if value.keys() - form.keys.keys() or set(form.required) - value.keys():
        raise ValueError
    found = {
        attribute: check(value[key])
        for key, (attribute, check) in form.keys.items()
        if key in value
    }
    if form.element == "funding":
        found.setdefault("", found["url"])
    if form.element == "person":
        found.setdefault("group", _GROUPS[found["role"]])
    if form.element == "socialInteract" and ("uri" in found) == (found["protocol"] == "disabled"):
        raise ValueError
    return FeedTag(form.element, found.pop("", ""), tuple(found.items()), children)
