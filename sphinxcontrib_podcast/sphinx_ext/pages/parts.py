"""The parts of pages that the extension generates: rendered by templates, or drawn as nodes.

A document contains only a node for it, with the view or with the question whose answer is the
view. On the pages of a site, a template renders the view when the node is written. In all other
builders, nodes take the place of the node before anything else looks at the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.grammar.media_addresses import is_path
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import is_html, uses_templates
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import Labels, episode_labels, project_labels
from sphinxcontrib_podcast.sphinx_ext.nodes import generated_page, part, quote_source
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.common import Drawing
from sphinxcontrib_podcast.sphinx_ext.pages.entity import (
    definition_words,
    draw_definition,
    draw_entities,
    draw_entity,
    draw_entity_index,
    draw_entity_part,
    draw_letter,
    entity_words,
    index_words,
    letters_words,
)
from sphinxcontrib_podcast.sphinx_ext.pages.episode_parts import (
    chapters_words,
    draw_chapters,
    draw_entry,
    draw_facts,
    draw_highlights,
    draw_quote_source,
    draw_related,
    draw_said,
    draw_transcript,
    entry_words,
    facts_words,
    quote_source_words,
    said_words,
    transcript_words,
)
from sphinxcontrib_podcast.sphinx_ext.pages.hover import addresses_in, ask_for_cards
from sphinxcontrib_podcast.sphinx_ext.pages.listing import (
    channel_words,
    draw_archive,
    draw_cards,
    draw_channel,
    draw_channels,
    draw_episodes,
    draw_groups,
    draw_names,
    draw_rows,
    draw_table,
    draw_tags,
)
from sphinxcontrib_podcast.sphinx_ext.pages.moments import moments_in
from sphinxcontrib_podcast.sphinx_ext.pages.pictures import draw_picture, picture_words
from sphinxcontrib_podcast.sphinx_ext.pages.player import unlink
from sphinxcontrib_podcast.sphinx_ext.pages.quotes import draw_quote_list, draw_quotes
from sphinxcontrib_podcast.sphinx_ext.pages.templates import render
from sphinxcontrib_podcast.sphinx_ext.text_language import educate, language_class, language_of
from sphinxcontrib_podcast.views.entity import (
    EntityIndexView,
    EntityListView,
    EntityPartView,
    EntityView,
    LetterView,
)
from sphinxcontrib_podcast.views.episode import (
    ChapterItem,
    EntryView,
    Fact,
    Facts,
    Highlight,
    SoundFile,
)
from sphinxcontrib_podcast.views.listing import (
    ArchiveView,
    ChannelCard,
    ChannelView,
    EpisodeCard,
    EpisodesView,
    GroupsView,
    NamesView,
    TagsView,
)
from sphinxcontrib_podcast.views.pictures import Graph, HeatMap
from sphinxcontrib_podcast.views.quotes import QuoteIndexView, QuoteListView, VerdictView
from sphinxcontrib_podcast.views.related import Related
from sphinxcontrib_podcast.views.transcript import TranscriptPart

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

#: Texts for the search index, each with its language or "" for that of the page.
Words = Iterable[tuple[str, str]]


class PageKind(NamedTuple):
    """A kind of generated pages."""

    template: str
    record: type
    """The type of the view, or of its members; see :data:`SEVERAL`."""

    draw: Callable[[Any, Drawing], nodes.section]
    words: Callable[[Any, Labels], Words] = lambda view, labels: ()
    """Returns the texts for the search index, except titles."""


#: The kinds of generated pages, by the question that they answer.
PAGE_KINDS: Mapping[str, PageKind] = {
    "archive": PageKind("archive.html", ArchiveView, draw_archive),
    "all_episodes": PageKind("episodes.html", EpisodesView, draw_episodes),
    "some_episodes": PageKind("episodes.html", EpisodesView, draw_episodes),
    "collection_page": PageKind("episodes.html", EpisodesView, draw_episodes),
    "all_tags": PageKind("tags.html", TagsView, draw_tags),
    "entity_index": PageKind("entities.html", EntityIndexView, draw_entity_index, index_words),
    "letter_page": PageKind("letter.html", LetterView, draw_letter, index_words),
    "all_quotes": PageKind("quotes.html", QuoteIndexView, draw_quotes),
    "month_quotes": PageKind("quotes.html", QuoteIndexView, draw_quotes),
    "channel_page": PageKind("channel.html", ChannelView, draw_channel, channel_words),
    "entity_part": PageKind("entity_part.html", EntityPartView, draw_entity_part),
    "entity_page": PageKind("entity.html", EntityView, draw_entity, entity_words),
}


class PartKind(NamedTuple):
    """A kind of parts of pages."""

    template: str
    record: type
    """The type of the view, or of its members; see :data:`SEVERAL`."""

    draw: Callable[[Any, Labels, str], list[nodes.Node]]
    """Returns the nodes for a view, in an episode of a language."""

    words: Callable[[Any, Labels], Words]
    """Returns the texts for the search index; "" is the language of the episode."""


def no_words(view: object, labels: Labels) -> Words:
    """Return no texts for the search index, because they are on other pages."""
    return ()


#: The kinds of parts of pages.
PART_KINDS: Mapping[str, PartKind] = {
    "facts": PartKind("facts.html", Facts, draw_facts, facts_words),
    "chapters": PartKind("chapters.html", ChapterItem, draw_chapters, chapters_words),
    "highlights": PartKind("highlights.html", Highlight, draw_highlights, no_words),
    "related": PartKind("related.html", Related, draw_related, no_words),
    "said": PartKind("said.html", VerdictView, draw_said, said_words),
    "entry": PartKind("entry.html", EntryView, draw_entry, entry_words),
    "cards": PartKind("listed_cards.html", EpisodeCard, draw_cards, no_words),
    "rows": PartKind("listed_rows.html", EpisodeCard, draw_rows, no_words),
    "groups": PartKind("listed_groups.html", GroupsView, draw_groups, no_words),
    "channels": PartKind("listed_channels.html", ChannelCard, draw_channels, no_words),
    "names": PartKind("listed_names.html", NamesView, draw_names, no_words),
    "table": PartKind("listed_table.html", EpisodeCard, draw_table, no_words),
    "entities": PartKind("listed_entities.html", EntityListView, draw_entities, letters_words),
    "quotes": PartKind("listed_quotes.html", QuoteListView, draw_quote_list, no_words),
    "graph": PartKind("picture.html", Graph, draw_picture, picture_words),
    "heat_map": PartKind("picture.html", HeatMap, draw_picture, picture_words),
    "definition": PartKind("definition.html", EntityView, draw_definition, definition_words),
    "transcript": PartKind("transcript.html", TranscriptPart, draw_transcript, transcript_words),
}


#: The kinds whose view is a tuple of records.
SEVERAL = {"chapters", "cards", "channels", "highlights", "related", "rows", "table"}


def make_part(
    kind: str,
    view: Any,
    document: nodes.document,
    addresses: Iterable[Address] | None = None,
    language: str | None = None,
) -> part:
    """Return a part of the page that is being read.

    :param addresses: those in the view; by default, all of it is searched for them.
    :param language: by default, the language of the episode.
    """
    env = document.settings.env
    ask_for_cards(addresses_in(view) if addresses is None else addresses, env)
    if language is None:
        episode = pod_domain(env).catalogue.episodes.get(env.docname)
        language = episode.language if episode else ""
    return part("", kind=kind, view=view, language=language)


def page_kind(question: str, args: tuple[str, ...]) -> PageKind:
    """Return the kind of a generated page."""
    return PAGE_KINDS[args[0] if question == "only_title" else question]


def _page(node: generated_page, env: BuildEnvironment) -> tuple[PageKind, Any]:
    question, args = node["question"]
    return page_kind(question, args), pod_domain(env).tracker.answer(question, args)


def draw_parts(document: nodes.document, env: BuildEnvironment) -> None:
    """Put nodes in the place of what templates would render."""
    for box in list(document.findall(part)):
        drawn = PART_KINDS[box["kind"]].draw(_view(box, env), _labels(box, env), box["language"])
        finished = _finished(drawn, box, document)
        _use_images(box, finished)
        _use_files(finished, env)
        box.parent.replace(box, finished)
    for source in _own_sources(document):
        labels, language = _labels(source, env), source["language"]
        drawn = draw_quote_source(source.attributes.pop("view"), labels, language, source["refid"])
        source[:] = _finished(drawn, source, document)
    for page in list(document.findall(generated_page)):
        kind, view = _page(page, env)
        whole = kind.draw(view, Drawing(env, whole=True))
        whole["classes"].append("pod-page")
        box_of_page = nodes.container("", whole, classes=language_class(language_of(whole)))
        educate(box_of_page, document)
        _keep(page, whole)
        page.replace_self(common.untranslated(whole))


def _view(box: part, env: BuildEnvironment) -> Any:
    """Return the view of a part, without a file to download if the output has no such files."""
    view = box["view"]
    if isinstance(view, Facts) and not getattr(pod_domain(env).builder, "download_support", False):
        return view._replace(line=tuple(pair for pair in view.line if not _is_own_file(pair[1])))
    return view


def _is_own_file(fact: Fact) -> bool:
    return isinstance(fact, SoundFile) and is_path(fact.address)


def _use_files(drawn: Iterable[nodes.Node], env: BuildEnvironment) -> None:
    """Lead links to files of the project to the copies that the player has asked for."""
    for node in drawn:
        for link in node.findall(addnodes.download_reference):
            if name := common.copy_for_download(env, link["reftarget"]):
                link["filename"] = name


def _own_sources(document: nodes.document) -> list[quote_source]:
    """Return what is below quotes in their own episode."""
    return [source for source in document.findall(quote_source) if "view" in source]


def _labels(node: nodes.Element, env: BuildEnvironment) -> Labels:
    return episode_labels(env.config, node["language"])


def _finished(
    drawn: list[nodes.Node], node: nodes.Element, document: nodes.document
) -> list[nodes.Node]:
    """Return nodes with smart quotes and without translatable text."""
    box = nodes.container("", *drawn, classes=language_class(node["language"]))
    educate(box, document)
    return common.untranslated(box).children


def _use_images(node: nodes.Element, drawn: list[nodes.Node]) -> None:
    """Put the images that Sphinx has named, which are in a node, into drawn nodes."""
    images = {image["pod-path"]: image for image in node.findall(nodes.image)}
    box = nodes.container("", *drawn) if images else nodes.container()
    for image in list(box.findall(nodes.image)):
        image.replace_self(images[image["pod-path"]].deepcopy())
    drawn[:] = box.children or drawn


def _keep(node: generated_page, whole: nodes.section) -> None:
    """Keep what Sphinx did to a generated page: named its images, and joined other pages to it."""
    _use_images(node, [whole])
    toctrees = [child for child in whole if isinstance(child, nodes.compound)]
    for toctree in toctrees:
        whole.remove(toctree)
    if "docname" in node:
        for section in whole.findall(nodes.section):
            section["docname"] = node["docname"]
    whole += [child for child in node if isinstance(child, nodes.compound)]


def add_words(document: nodes.document, env: BuildEnvironment) -> None:
    """Add the texts for the search index to the nodes that templates render.

    The nodes have no other text, and what is in them is not written.
    """
    for node in list(document.findall(nodes.Element)):
        for text, language in words_of(node, env):
            if text:
                node += nodes.paragraph("", text, classes=language_class(language))


def words_of(node: nodes.Element, env: BuildEnvironment) -> Words:
    """Return the texts for the search index of a node that templates render."""
    if isinstance(node, generated_page):
        kind, view = _page(node, env)
        return kind.words(view, project_labels(env.config))
    if isinstance(node, part):
        return PART_KINDS[node["kind"]].words(node["view"], _labels(node, env))
    if isinstance(node, quote_source) and "view" in node:
        return quote_source_words(node["view"], _labels(node, env))
    return ()


class DrawParts(SphinxPostTransform):
    """Draws nodes in builders that use no templates.

    Runs before documents are joined (5).
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Put nodes in the place of what templates would render."""
        builder = pod_domain(self.env).builder
        if not uses_templates(builder):
            draw_parts(self.document, self.env)
        for link in [] if is_html(builder) else moments_in(self.document):
            if "refid" not in link:  # the moment is in no chapter
                unlink(link)


def _visit_page(self: HTML5Translator, node: generated_page) -> None:
    kind, view = _page(node, self.builder.env)
    labels = project_labels(self.config)
    self.body.append(render(self, f"podcast/{kind.template}", view, labels, language_of(node)))
    raise nodes.SkipNode


def _visit_part(self: HTML5Translator, node: part) -> None:
    labels = _labels(node, self.builder.env)
    template = f"podcast/{PART_KINDS[node['kind']].template}"
    self.body.append(render(self, template, node["view"], labels, node["language"]))
    raise nodes.SkipNode


def _depart(self: HTML5Translator, node: nodes.Element) -> None:
    """Do nothing: the template has written all of it."""


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform."""
    app.add_node(generated_page, html=(_visit_page, _depart))
    app.add_node(part, html=(_visit_part, _depart))
    app.add_post_transform(DrawParts)
