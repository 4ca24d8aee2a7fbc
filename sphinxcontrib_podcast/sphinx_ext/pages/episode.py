"""Episodes as pages: the parser, the renderer of marked tokens, and the page's layout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.transforms import SphinxTransform

from sphinxcontrib_podcast.catalogue.field_files import read_field_files
from sphinxcontrib_podcast.catalogue.resolver import entity_of_entry, resolve
from sphinxcontrib_podcast.formats.previews import description_of
from sphinxcontrib_podcast.grammar.callouts import Callout
from sphinxcontrib_podcast.grammar.chapter_marks import BUILDER
from sphinxcontrib_podcast.grammar.episode_builder import EpisodeBuilder
from sphinxcontrib_podcast.grammar.episode_fields import fields_in
from sphinxcontrib_podcast.grammar.foreign_markup import wiki_target
from sphinxcontrib_podcast.grammar.markdown_rule import LANGUAGE, podcast_plugin
from sphinxcontrib_podcast.grammar.sentences import sentence_ends
from sphinxcontrib_podcast.grammar.text import text_language
from sphinxcontrib_podcast.grammar.vocabulary import is_takeaway_heading
from sphinxcontrib_podcast.model import Chapter, EntityEntry, Episode, Quote
from sphinxcontrib_podcast.sphinx_ext.compat import with_file_settings
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.ids import take_id, unused_id
from sphinxcontrib_podcast.sphinx_ext.labels import Labels, episode_labels
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.episode_parts import has_facts, marked_language
from sphinxcontrib_podcast.sphinx_ext.pages.hover import addresses_in, ask_for_cards
from sphinxcontrib_podcast.sphinx_ext.pages.listing import covers
from sphinxcontrib_podcast.sphinx_ext.pages.moments import (
    LINES,
    moment_link,
    moment_of_address,
)
from sphinxcontrib_podcast.sphinx_ext.pages.parts import make_part
from sphinxcontrib_podcast.sphinx_ext.pages.player import draw_player
from sphinxcontrib_podcast.sphinx_ext.pages.transcript import Transcript, transcript_place
from sphinxcontrib_podcast.sphinx_ext.pages.trust import (
    StrangersRenderer,
    note_settings,
    note_trust,
    strangers_parser,
)
from sphinxcontrib_podcast.sphinx_ext.project import episode_myst_config
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import (
    ChapterItem,
    EntryView,
    chapter_list,
    entities_listed,
    entry_key,
    facts,
    field_files,
    highlights,
    player,
    with_lengths,
)
from sphinxcontrib_podcast.views.links import Link, speaker_link
from sphinxcontrib_podcast.views.navigation import way
from sphinxcontrib_podcast.views.quotes import QuoteFacts, quote_facts
from sphinxcontrib_podcast.views.related import related
from sphinxcontrib_podcast.views.transcript import transcript

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.catalogue.addresses import Address
    from sphinxcontrib_podcast.views.episode import ChapterView


# The form of the ids of chapters, quotes and turns. Ids of other headings never have it, so that
# they do not change if an episode gets a chapter, a quote or a transcript.
_OURS = re.compile(r"(?:[tq]|turn)-\d|q$|entity-|pod-|transcript$")


_OF_MYST = ("myst", "mystnb", "substitutions", "html_meta")
_LONG_FIELD = 2000  # characters


class EpisodeParser(MystParser):
    """Parses Markdown with MyST, and episodes with the podcast grammar as well."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a document; MyST itself parses all but episodes and strangers' files.

        The translation of a message of an episode is a part of one.
        """
        env: BuildEnvironment = document.settings.env
        episode = episode_of(document)
        strangers = note_trust(env, inputstring if _is_whole(document) else None)
        if not strangers and env.docname not in pod_domain(env).catalogue.episodes:
            super().parse(inputstring, document)
            return
        builder = self._builder(episode, inputstring, env) if episode is not None else None
        if strangers:
            md = strangers_parser(env, StrangersEpisodeRenderer)
            note_settings(env, fields_in(inputstring).data)
        else:
            config = episode_myst_config(cast("Any", env).myst_config)
            if builder is not None and builder.own_data:
                config = with_file_settings(config, dict(builder.own_data), document)
            md = create_md_parser(config, EpisodeRenderer)
        podcast_plugin(md, settings_of(env.config).grammar)
        md.options["document"] = document
        if builder is None:
            md.render(inputstring, {})
        else:
            md.core.ruler.push(
                "podcast_front_matter", partial(_show_front_matter, builder.own_data)
            )
            md.render(builder.body, {BUILDER: builder})

    def _builder(self, episode: Episode, source: str, env: BuildEnvironment) -> EpisodeBuilder:
        """Return an empty builder. The page is read again if its files of fields change."""
        for path in ask(env, field_files, episode.docname):
            env.note_dependency(path)
        return EpisodeBuilder(
            episode.docname,
            episode.path,
            source,
            True,
            field_files=read_field_files(Path(env.srcdir), episode.beside),
            is_strangers=episode.is_strangers,
        )


def _show_front_matter(data: Mapping[Any, Any], state: StateCore) -> None:
    """Give MyST the fields of the front matter, which it and other extensions may use.

    What is long, such as a transcript, would only be stored with each page.
    """
    short = {
        key: value
        for key, value in data.items()
        if key in _OF_MYST or not isinstance(value, list | dict) or len(repr(value)) < _LONG_FIELD
    }
    if short:
        # MyST accepts data in place of YAML, of which an invalid date would cost all fields
        state.tokens.insert(0, Token("front_matter", "", 0, content=cast("Any", short), map=[0, 1]))


def notebook_episode_parser() -> type[MystParser]:
    """Return an episode parser based on that of myst-nb, for projects that use it."""
    from myst_nb.sphinx_ import Parser

    class NotebookEpisodeParser(EpisodeParser, Parser):  # type: ignore[misc]
        supported: ClassVar[tuple[str, ...]] = Parser.supported  # type: ignore[misc]

    return NotebookEpisodeParser


def episode_of(document: nodes.document) -> Episode | None:
    """Return the episode of a document, or None for other pages, fragments and included files."""
    env: BuildEnvironment = document.settings.env
    return pod_domain(env).catalogue.episodes.get(env.docname) if _is_whole(document) else None


def _is_whole(document: nodes.document) -> bool:
    """Return whether this is the document that is being read, not a part or an included file."""
    env: BuildEnvironment = document.settings.env
    return bool(document.get("source") == str(env.doc2path(env.docname)))


class EpisodeRenderer(SphinxRenderer):
    """Draws the marks of the podcast grammar."""

    def generate_heading_target(
        self, token: SyntaxTreeNode, level: int, node: nodes.Element, title_node: nodes.Element
    ) -> None:
        """Give a chapter the id of its time, instead of one from its title."""
        mark = token.meta.get("podcast")
        if isinstance(mark, Chapter):
            take_id(self.document, node, mark.id)
            node["pod-start"] = mark.start
        elif is_takeaway_heading(title_node.astext()):
            node["classes"].append("pod-takeaways")
        elif _OURS.match(own := nodes.make_id(title_node.astext())):
            node["ids"].append(unused_id(self.document, f"section-{own}"))
        super().generate_heading_target(token, level, node, title_node)

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """Draw a paragraph. Its lines may be chapters."""
        super().render_paragraph(token)
        if placed := token.meta.get("podcast_lines"):
            cast("nodes.Element", self.current_node[-1])[LINES] = list(placed)

    def render_table_row(self, token: SyntaxTreeNode) -> None:
        """Draw a row of a table. It may be a chapter."""
        super().render_table_row(token)
        if placed := token.meta.get("podcast_lines"):
            cast("nodes.Element", self.current_node[-1])[LINES] = list(placed)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Draw a link. It may lead to a moment of the episode, or to a name.

        ``[02:04](#t=2:04)`` is a moment, and ``[[Ann Lee]]`` a name.
        """
        href = str(token.attrGet("href") or "")
        if (name := wiki_target(href)) is not None:
            self.wiki_link(token, name)
            return
        moment = moment_of_address(href)
        if moment is None:
            super().render_link(token)
            return
        link = moment_link([], *moment)
        self.add_line_and_source_path(link, token)
        with self.current_node_context(link, append=True):
            self.render_children(token)

    def wiki_link(self, token: SyntaxTreeNode, name: str) -> None:
        """Draw a link to the entity or episode of a name, or only the text if there is neither."""
        env = self.sphinx_env
        entity = ask(env, resolve, "entity", name, env.docname) if name else None
        target = entity or (ask(env, resolve, "episode", name, env.docname) if name else None)
        if target is None or target.address is None:
            self.render_children(token)
            return
        text = nodes.inline()
        with self.current_node_context(text):
            self.render_children(token)
        classes = ["pod-mention"] if entity else []
        self.current_node += common.to_address(target.address, *text.children, classes=classes)

    def render_podcast_transcript(self, token: SyntaxTreeNode) -> None:
        """Mark the place of the transcript in the body of a file."""
        self.current_node.append(transcript_place())

    def render_blockquote(self, token: SyntaxTreeNode) -> None:
        """Draw a quote, or a callout as an admonition."""
        mark = token.meta.get("podcast")
        if isinstance(mark, Callout):
            self.callout(token, mark)
            return
        if not isinstance(mark, Quote):
            super().render_blockquote(token)
            return
        words, comments = nodes.Element(), nodes.Element()
        for child in token.children:
            comment = child.meta.get("podcast") == "comment"
            with self.current_node_context(comments if comment else words):
                self.rules[f"render_{child.type}"](child)
            # a quote in two languages
            if (language := child.meta.get(LANGUAGE)) and language != language_here(
                self.sphinx_env
            ):
                cast("nodes.Element", words[-1])["classes"] += language_class(language)
        for node in comments.children:
            cast("nodes.Element", node)["classes"].append("pod-comment")
        node = episode_quote(
            self.document, mark.id, words.children, mark.speaker,
            self.moment_of(mark), comments.children,
        )  # fmt: skip
        self.add_line_and_source_path(node, token)
        self.copy_attributes(token, node, ("class",))
        take_id(self.document, node, mark.id)
        self.current_node.append(node)

    def callout(self, token: SyntaxTreeNode, mark: Callout) -> None:
        """Draw a callout as an admonition, with its own title or that of its kind."""
        if mark.title:
            node: nodes.Element = nodes.admonition(classes=[mark.kind])
            title = nodes.title()
            self.add_line_and_source_path(title, token)
            node += title
            with self.current_node_context(title):
                self.nested_render_text(mark.title, token.map[0] if token.map else 0, inline=True)
        else:
            node = getattr(nodes, mark.kind)()
        self.add_line_and_source_path(node, token)
        with self.current_node_context(node, append=True):
            self.render_children(token)

    def moment_of(self, mark: Quote) -> float | None:
        """Return the time of a quote: its own, or that of its chapter."""
        if mark.start is not None:
            return mark.start
        node: nodes.Node | None = self.current_node
        while node is not None:
            if isinstance(node, nodes.section) and "pod-start" in node:
                return cast("float", node["pod-start"])
            node = node.parent
        return None

    def render_bullet_list(self, token: SyntaxTreeNode) -> None:
        """Draw a list. It may list entities."""
        if token.meta.get("podcast") == "entities":
            self.entities(token)
        else:
            super().render_bullet_list(token)

    def render_ordered_list(self, token: SyntaxTreeNode) -> None:
        """Draw a numbered list. It may list entities."""
        if token.meta.get("podcast") == "entities":
            self.entities(token)
        else:
            super().render_ordered_list(token)

    def entities(self, token: SyntaxTreeNode) -> None:
        """Draw a list of entities as definition lists, one for each type."""
        groups: dict[str, list[nodes.Node]] = {}
        others: list[SyntaxTreeNode] = []
        for item in token.children:
            entry = item.meta.get("podcast")
            if isinstance(entry, EntityEntry):
                groups.setdefault(entry.type, []).append(self.entity(item, entry))
            else:
                others.append(item)
        labels = labels_here(self.sphinx_env)
        order = settings_of(self.sphinx_env.config).grammar.vocabulary.type_order
        for type_ in sorted(
            groups, key=lambda t: (order.index(t) if t in order else len(order) + (not t), t)
        ):
            title = nodes.rubric("", labels.type(type_), classes=["pod-type"])
            title["classes"] += marked_language(labels, language_here(self.sphinx_env))
            self.current_node += common.untranslated(title)
            self.current_node += nodes.definition_list("", *groups[type_], classes=["pod-entities"])
        if others:
            rest = nodes.bullet_list(bullet="-")
            self.current_node += rest
            with self.current_node_context(rest):
                for item in others:
                    self.render_list_item(item)

    def entity(self, item: SyntaxTreeNode, entry: EntityEntry) -> nodes.Node:
        """Return an item of a list of entities."""
        id_, address = _entity_of(entry, self.sphinx_env) or ("", None)
        term = nodes.term()
        definition = nodes.definition()
        node = nodes.definition_list_item("", term, definition)
        self.add_line_and_source_path(node, item)
        if address is not None:
            take_id(self.document, term, f"entity-{id_}")
        view = EntryView(Link(entry.name, address), entry.role, entry.href or "")
        term += make_part("entry", view, self.document)
        common.untranslated(term)
        with self.current_node_context(definition):
            self.render_children(item)
        if not definition.children:
            definition += nodes.paragraph()
        return node


class StrangersEpisodeRenderer(StrangersRenderer, EpisodeRenderer):
    """Draws the marks of the podcast grammar in a stranger's file."""

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Draw a link that strangers may use. A link to a name leads to a page of the site."""
        name = wiki_target(str(token.attrGet("href") or ""))
        if name is None:
            super().render_link(token)
        else:
            self.wiki_link(token, name)


def _entity_of(entry: EntityEntry, env: BuildEnvironment) -> tuple[str, Address | None] | None:
    """Return the id and the address of the entity of an entry, or None."""
    listed = ask(env, entities_listed, env.docname)
    found: tuple[str, Address | None] | None = listed.get(entry_key(entry.name, entry.type))
    if found is None:  # the entry is in an included file
        found = ask(env, entity_of_entry, entry.name, entry.type)
    return found


def episode_quote(
    document: nodes.document,
    id_: str,
    words: Sequence[nodes.Node],
    speaker: str,
    start: float | None,
    comments: Sequence[nodes.Node] = (),
) -> nodes.Element:
    """Return a quote in its own episode. Its time links to the quote itself.

    :param speaker: as written; the transcript takes precedence.
    :param start: as written, in seconds; the transcript takes precedence.
    """
    env: BuildEnvironment = document.settings.env
    facts = ask(env, quote_facts, env.docname).get(id_)
    if facts is None:  # the quote is in an included file
        named = ask(env, speaker_link, speaker) if speaker else None
        facts = QuoteFacts(named, start, None)
    ask_for_cards(addresses_in(facts), env)
    own = language_here(env)
    if (language := text_language(" ".join(w.astext() for w in words), own)) != own:
        for paragraph in words:
            cast("nodes.Element", paragraph)["classes"] += language_class(language)
    node = common.quotation(id_, words, (), comments)
    source = cast("nodes.Element", node[1])
    source["view"], source["language"] = facts, own
    if facts.verdict.said:
        node += make_part("said", facts.verdict, document, ())
    return node


def language_here(env: BuildEnvironment) -> str:
    """Return the language of the episode that is being read, or "" for another page."""
    episode = pod_domain(env).catalogue.episodes.get(env.docname)
    return episode.language if episode else ""


def labels_here(env: BuildEnvironment) -> Labels:
    """Return the labels for the episode that is being read."""
    return episode_labels(env.config, language_here(env))


class EpisodeLayout(SphinxTransform):
    """Adds the generated parts to the page of an episode: facts, chapter list, times.

    Runs after messages were translated (20) and before Sphinx collects titles (880).
    """

    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Add the parts."""
        episode = episode_of(self.document)
        root = next(iter(self.document.findall(nodes.section)), None)
        if episode is None or root is None:
            return
        if ask(self.env, way, self.env.docname).section:
            self.env.metadata[self.env.docname].setdefault("orphan", "")
        self._mark_languages(episode)
        chapters = [s for s in self.document.findall(nodes.section) if "pod-start" in s]
        listed = ask(self.env, chapter_list, self.env.docname)
        items = _chapter_items(self.document) if chapters else _listed(listed, self.document)
        items = with_lengths(items, listed, episode.language)
        for chapter in chapters:
            chapter["classes"].append("pod-chapter")
            _mark_gist(chapter)
            _show_time(chapter)
        self._add_below_title(root)
        first = root.first_child_matching_class(nodes.section)
        before_chapters = len(root) if first is None else first
        if items and len(chapters or listed) > 1:
            root.insert(before_chapters, make_part("chapters", items, self.document, ()))
        if found := ask(self.env, highlights, self.env.docname):
            root.insert(before_chapters, make_part("highlights", found, self.document, ()))
        labels = labels_here(self.env)
        own = marked_language(labels, language_here(self.env))
        title = common.in_language(labels.gettext("Transcript"), own)
        said = ask(self.env, transcript, self.env.docname)
        where = settings_of(self.config).transcript
        Transcript(said, root, chapters, listed, title, self.document).put(where)
        if near := ask(self.env, related, self.env.docname):
            root += make_part("related", near, self.document)

    def _mark_languages(self, episode: Episode) -> None:
        """Mark the episode, and headings in another language, before the titles have times."""
        # an included file can add sections of the highest level
        for top in self.document.children:
            if isinstance(top, nodes.section):
                top["classes"] += ["pod-episode", *language_class(episode.language)]
        for heading in self.document.findall(nodes.title):
            language = text_language(heading.astext(), episode.language)
            if language != episode.language:
                heading["classes"] += language_class(language)

    def _add_below_title(self, root: nodes.section) -> None:
        """Add the facts and the player."""
        below_title = 1 + (root.first_child_matching_class(nodes.title) or 0)
        view = ask(self.env, player, self.env.docname)
        if view is not None:
            root.insert(below_title, common.untranslated(draw_player(view, self.env)))
        shown = ask(self.env, facts, self.env.docname)
        if has_facts(shown):
            head = make_part("facts", shown, self.document)
            head += covers([shown])  # so that Sphinx finds the image
            root.insert(below_title, head)


class EpisodeDescription(SphinxTransform):
    """Describes the page of an episode for search engines, if its file does not.

    Runs before messages are translated (20): the summary is a paragraph of the page.
    """

    default_priority = 15

    def apply(self, **kwargs: Any) -> None:
        """Add the element."""
        if episode_of(self.document) is None or _has_description(self.document):
            return
        shown = ask(self.env, facts, self.env.docname)
        if shown.summary:
            text = description_of(shown.summary)
            description = nodes.meta("", name="description", content=text)
            description.source, description.line = self.document["source"], 1
            self.document.insert(0, description)


def _chapter_items(parent: nodes.Element) -> tuple[ChapterItem, ...]:
    """Return the chapters below a section, sub-chapters below theirs."""
    items: list[ChapterItem] = []
    for section in parent.children:
        if isinstance(section, nodes.section):
            below = _chapter_items(section)
            if "pod-start" in section:
                id_, title = section["ids"][0], section[0].astext()
                items.append(ChapterItem(id_, title, section["pod-start"], below))
            else:
                items += below
    return tuple(items)


def _listed(chapters: Sequence[ChapterView], document: nodes.document) -> tuple[ChapterItem, ...]:
    """Return the chapters of front matter, or none if all of them are lines of the body."""
    lines = (node[LINES] for node in document.findall(nodes.Element) if LINES in node)
    placed = {id_ for ids in lines for id_, *_ in ids}
    if all(chapter.id in placed for chapter in chapters):
        return ()
    return tuple(
        ChapterItem(c.id, c.title, c.start, is_line=True, is_place=c.id not in placed)
        for c in chapters
    )


def _show_time(chapter: nodes.section) -> None:
    """Put the time, as a link to the chapter itself, before its title."""
    title = cast("nodes.title", chapter[0])
    reference = common.moment_here(chapter["ids"][0], chapter["pod-start"])
    if title.children:
        title.insert(0, nodes.Text(" "))
    title.insert(0, reference)


def _mark_gist(chapter: nodes.section) -> None:
    """Mark the first sentence of a chapter, which remains if a reader skims the page."""
    index = chapter.first_child_matching_class(nodes.paragraph)
    if index is None:
        return
    gist = cast("nodes.paragraph", chapter[index])
    gist["classes"].append("pod-gist")
    end = next(iter(sentence_ends(gist.astext())), 0)
    position, rest = 0, nodes.inline(classes=["pod-rest"])
    for child in list(gist.children):
        size = len(child.astext())
        if end <= position:
            gist.remove(child)
            rest += child
        elif isinstance(child, nodes.Text) and end < position + size:
            text = child.astext()
            gist.replace(child, nodes.Text(text[: end - position]))
            rest += nodes.Text(text[end - position :])
        position += size
    if end and rest.astext().strip():
        gist += rest
    else:
        gist += rest.children


def _has_description(document: nodes.document) -> bool:
    return any(node.get("name") == "description" for node in document.findall(nodes.meta))
