"""Draw the player of an episode, and link the times on its page to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_podcast.grammar.media_addresses import range_text
from sphinxcontrib_podcast.sphinx_ext.labels import _
from sphinxcontrib_podcast.sphinx_ext.nodes import moment, player
from sphinxcontrib_podcast.sphinx_ext.pages import common

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.views.episode import PlayerView


def draw_player(view: PlayerView, env: BuildEnvironment) -> player:
    """Return the player; builders that cannot play media write its link."""
    media = view.media
    label = _("Listen to the episode") if media.kind == "audio" else _("Watch the episode")
    node = player(
        "",
        classes=["pod-media"],
        kind=media.kind,
        url="" if media.is_local else media.url,
        embed=media.embed,
        label=label,
        title=view.title,
        channel=view.channel,
        picture=view.picture if "://" in view.picture else "",
        duration=view.duration,
    )
    if view.picture and not node["picture"]:
        node += nodes.image("", uri=view.picture, alt="")
    link: nodes.reference
    if media.is_local:
        file = f"/{media.url}"
        link = addnodes.download_reference("", label, reftarget=file, refdoc=env.docname)
    else:
        link = nodes.reference("", label, refuri=media.url)
    node += common.paragraph(link)
    return node


def lead_to_player(
    document: nodes.document, times: Sequence[nodes.reference], *, follows_times: bool
) -> None:
    """Link times of episodes to the player of the episode. ``singlehtml`` has several players.

    :param follows_times: whether a script on the page follows addresses such as ``#t=124``.
    """
    if not times:
        return
    players = {_episode(found): found for found in document.findall(player)}
    for time in times:
        link = moment("", "", *time.children, **time.attributes)
        if follows_times and "pod-inside" in time:
            link["fragment"] = f"t={range_text(time['pod-start'], time.get('pod-end'))}"
        elif "refid" not in time:
            unlink(time)
            continue
        link["player"] = players.get(_episode(time))
        time.replace_self(link)


def unlink(link: nodes.reference) -> None:
    """Leave the text of a link that leads nowhere."""
    link.replace_self(nodes.inline("", "", *link.children, classes=link["classes"]))


def _episode(node: nodes.Node) -> nodes.Node | None:
    """Return the section of the episode that contains a node; None if there is no such section."""
    around: nodes.Node | None = node.parent
    while around is not None:
        if isinstance(around, nodes.section) and "pod-episode" in around["classes"]:
            return around
        around = around.parent
    return None
