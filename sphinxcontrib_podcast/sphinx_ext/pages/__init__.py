"""Turn the model into docutils nodes: the pages of episodes, and the generated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register parsers, transforms and the directives."""
    from sphinxcontrib_podcast.sphinx_ext.ids import LaterIds
    from sphinxcontrib_podcast.sphinx_ext.joined_documents import (
        InfoTimes,
        JoinPages,
        LabelPlaces,
        ManualPageText,
    )
    from sphinxcontrib_podcast.sphinx_ext.latex_index import FontsByLanguage, PageNumbers
    from sphinxcontrib_podcast.sphinx_ext.links_to_other_parts import LinksToOtherParts
    from sphinxcontrib_podcast.sphinx_ext.pages import parts
    from sphinxcontrib_podcast.sphinx_ext.pages.autolink import AutoLink
    from sphinxcontrib_podcast.sphinx_ext.pages.directives import DIRECTIVES
    from sphinxcontrib_podcast.sphinx_ext.pages.episode import (
        EpisodeDescription,
        EpisodeLayout,
        EpisodeParser,
        notebook_episode_parser,
    )
    from sphinxcontrib_podcast.sphinx_ext.pages.generated import SUFFIX, GeneratedPageParser
    from sphinxcontrib_podcast.sphinx_ext.pages.hover import HoverCards
    from sphinxcontrib_podcast.sphinx_ext.pages.links import ResolveLinks
    from sphinxcontrib_podcast.sphinx_ext.pages.moments import EpisodeTimes
    from sphinxcontrib_podcast.sphinx_ext.pages.navigation import Navigation
    from sphinxcontrib_podcast.sphinx_ext.pages.trust import KeepHarmless
    from sphinxcontrib_podcast.sphinx_ext.text_language import QuotesByLanguage

    app.add_source_parser(EpisodeParser, override=True)
    if "myst_nb" in app.extensions:
        app.add_source_parser(notebook_episode_parser(), override=True)
    app.add_source_suffix(SUFFIX, "podcast")
    app.add_source_parser(GeneratedPageParser)
    app.add_transform(EpisodeDescription)
    app.add_transform(LaterIds)
    app.add_transform(EpisodeLayout)
    app.add_transform(EpisodeTimes)
    app.add_transform(AutoLink)
    app.add_transform(LinksToOtherParts)
    app.add_transform(HoverCards)
    app.add_transform(QuotesByLanguage)
    app.add_transform(KeepHarmless)
    app.add_post_transform(JoinPages)
    app.add_post_transform(ResolveLinks)
    app.add_post_transform(PageNumbers)
    app.add_post_transform(FontsByLanguage)
    app.add_post_transform(LabelPlaces)
    app.add_post_transform(InfoTimes)
    app.add_post_transform(ManualPageText)
    Navigation(app)
    parts.setup(app)
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("pod", name, directive)
