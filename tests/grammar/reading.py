"""Reading a text as the scan does, without files."""

from __future__ import annotations

import textwrap

from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinxcontrib_podcast.grammar.chapter_marks import BUILDER
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.markdown_rule import GrammarOptions, podcast_plugin
from sphinxcontrib_podcast.grammar.vocabulary import Vocabulary
from sphinxcontrib_podcast.model import Episode, ScannedDocument


def read_document(
    text: str,
    *,
    every_quote: bool = False,
    language: str = "en",
    headings: tuple[str, ...] = (),
    is_episode: bool = True,
    docname: str = "episodes/one",
) -> ScannedDocument:
    config = MdParserConfig(enable_extensions={"attrs_block"})
    md = create_md_parser(config, RendererHTML)
    podcast_plugin(md, GrammarOptions(Vocabulary.load(headings), every_quote))
    source = textwrap.dedent(text).lstrip("\n")
    builder = EpisodeBuilder(docname, f"{docname}.md", source, is_episode, language)
    md.core.process(StateCore(builder.body, md, {BUILDER: builder}))
    return builder.finish()


def read(text: str, **options: object) -> Episode:
    episode = read_document(text, **options).episode  # type: ignore[arg-type]
    assert episode is not None
    return episode
