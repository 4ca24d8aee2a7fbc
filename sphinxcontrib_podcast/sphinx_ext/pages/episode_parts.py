"""Draw the generated parts of the page of an episode, for builders without templates.

The templates of the same names show the same text and links in the same order.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docutils import nodes

from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.sphinx_ext.labels import Labels
from sphinxcontrib_podcast.sphinx_ext.nodes import make_timestamp, turn_words
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.listing import covers
from sphinxcontrib_podcast.sphinx_ext.pages.moments import PLACE
from sphinxcontrib_podcast.sphinx_ext.text_language import language_class
from sphinxcontrib_podcast.views.episode import (
    ChapterItem,
    ChapterView,
    Duration,
    EntryView,
    EpisodeNumber,
    Fact,
    Facts,
    Highlight,
    ReadingTime,
    SoundFile,
    WebPage,
)
from sphinxcontrib_podcast.views.links import Link
from sphinxcontrib_podcast.views.quotes import QuoteFacts, VerdictView
from sphinxcontrib_podcast.views.related import Related
from sphinxcontrib_podcast.views.transcript import TranscriptPart, TurnView

Texts = Iterator[tuple[str, str]]


def marked_language(labels: Labels, language: str) -> list[str]:
    """Return the class that marks labels with their language.

    :param language: of the episode; labels in it, and those on other pages, are not marked.
    """
    own = language_class(labels.language.replace("_", "-"))
    return [] if not language or own == language_class(language) else own


# -- related episodes -----------------------------------------------------------------------------


def draw_related(view: Sequence[Related], labels: Labels, language: str) -> list[nodes.Node]:
    """Return the related episodes, each with the names that it shares."""
    own = marked_language(labels, language)
    lines = []
    for episode, names in view:
        shared = common.listed([[common.link(name)] for name in names], labels)
        reason = common.filled(labels.gettext("shares %s"), shared)
        why = common.paragraph(*reason, classes=["pod-why", *own])
        title = common.paragraph(common.link(episode), classes=language_class(episode.language))
        lines.append([title, why])
    head = nodes.rubric("", labels.gettext("Related episodes"), classes=own)
    box = nodes.container("", head, common.bullets(lines), classes=["pod-related"])
    return [common.unsearched(box)]


# -- facts ---------------------------------------------------------------------------------------


class WebLink(NamedTuple):
    """A link to a page on another site, or to a file."""

    text: str
    address: str
    """A URL, or the path of a file in the source folder."""

    is_file: bool


def fact_link(fact: Fact, labels: Labels) -> Link | WebLink:
    """Return the text of a fact, and the page or file that it links to, if any."""
    match fact:
        case Link():
            return fact
        case EpisodeNumber(season, number, page):
            return Link(labels.episode_number(season, number), page)
        case datetime.date():
            return Link(labels.date(fact), None)
        case Duration(seconds):
            return Link(labels.duration(seconds), None)
        case ReadingTime(minutes):
            return Link(labels.reading(minutes), None)
        case WebPage(label, url):
            return WebLink(label or common.host(url), url, is_file=False)
        case SoundFile(address, size):
            return WebLink(labels.download(size), address, is_file=True)


def _fact(fact: Fact, labels: Labels) -> nodes.Node:
    shown = fact_link(fact, labels)
    if isinstance(shown, Link):
        return common.link(shown)
    if shown.is_file:
        return common.download(shown.address, shown.text)
    return nodes.reference("", shown.text, refuri=shown.address)


def draw_facts(facts: Facts, labels: Labels, language: str) -> list[nodes.Node]:
    """Return the cover, and lines of facts: about the episode, its people, languages and tags."""
    own = marked_language(labels, language)
    people = [
        common.filled(
            labels.role(role, len(links)), common.listed([[common.link(p)] for p in links], labels)
        )
        for role, links in facts.people_by_role()
    ]
    languages = [
        [common.link(labels.language_name(tag)._replace(address=address))]
        for tag, address in facts.versions
    ]
    lines = (
        ([[_fact(fact, labels)] for _name, fact in facts.line], ["pod-facts", *own]),
        (people, ["pod-people", *own]),
        (languages, ["pod-languages"]),
        ([[common.link(labels.collection(tag))] for tag in facts.tags], ["pod-tags"]),
    )
    content = [
        common.paragraph(*common.joined(line, " · "), classes=classes)
        for line, classes in lines
        if line
    ]
    return [nodes.container("", *covers([facts]), *content, classes=["pod-head"])]


def has_facts(facts: Facts) -> bool:
    """Return whether there is something to show below the title."""
    return any((facts.line, facts.people, facts.tags, facts.image, facts.versions))


def facts_words(facts: Facts, labels: Labels) -> Texts:
    """Yield the texts of the facts for the search index."""
    for _name, fact in facts.line:
        shown = fact_link(fact, labels)
        yield shown.text, shown.language if isinstance(shown, Link) else ""
    for role, links in facts.people_by_role():
        yield labels.role(role, len(links)).replace("%s", " "), ""
    for person, _role in facts.people:
        yield person.text, person.language
    for tag, _address in facts.versions:
        name = labels.language_name(tag)
        yield name.text, name.language
    for found in facts.tags:
        yield found.name, found.language


# -- highlights ----------------------------------------------------------------------------------


def draw_highlights(view: Sequence[Highlight], labels: Labels, language: str) -> list[nodes.Node]:
    """Return the highlights, each with its time and its chapter."""
    own = marked_language(labels, language)
    lines = []
    for found in view:
        quote = common.paragraph(found.text)
        if found.start is not None:
            moment = common.moment_here(found.id, found.start, found.end)
            quote = common.paragraph(moment, " ", found.text)
        quote["classes"] += language_class(found.language)
        line: list[nodes.Node] = [quote]
        if found.chapter:
            chapter = nodes.reference("", found.chapter, refid=found.chapter_id, internal=True)
            classes = ["pod-why", *language_class(found.chapter_language)]
            line.append(common.paragraph(chapter, classes=classes))
        lines.append(line)
    head = nodes.rubric("", labels.gettext("Highlights"), classes=own)
    box = nodes.container("", head, common.bullets(lines), classes=["pod-highlights"])
    return [common.unsearched(box)]


# -- chapters ------------------------------------------------------------------------------------


def draw_chapters(
    chapters: Sequence[ChapterItem], labels: Labels, language: str
) -> list[nodes.Node]:
    """Return the list of chapters, sub-chapters below theirs."""
    own = marked_language(labels, language)
    rubric = nodes.rubric("", labels.gettext("Chapters"), classes=own)
    items = _chapter_items(chapters, labels, own)
    return [nodes.container("", rubric, items, classes=["pod-chapters"])]


def _chapter_items(
    chapters: Iterable[ChapterItem], labels: Labels, own: Sequence[str]
) -> nodes.bullet_list:
    result = nodes.bullet_list("", bullet="*")
    for chapter in chapters:
        text = f" {chapter.title}".rstrip()
        if chapter.is_line:
            link = common.moment_here(chapter.id, chapter.start)
            link["pod-chapter"] = chapter.title
            line = common.paragraph(link, text)
        else:
            content = [make_timestamp(chapter.start), *([nodes.Text(text)] if text else [])]
            classes = language_class(chapter.language)
            link = nodes.reference("", "", *content, refid=chapter.id, classes=classes)
            line = common.paragraph(link)
        if chapter.length:
            dot = nodes.inline("", " · ", classes=["pod-dot"])
            length = nodes.Text(labels.duration(chapter.length))
            line += nodes.inline("", "", dot, length, classes=["pod-len", *own])
        item = nodes.list_item("", line)
        if chapter.is_place:
            item["ids"].append(chapter.id)
            item[PLACE] = True
        if chapter.below:
            item += _chapter_items(chapter.below, labels, own)
        result += item
    return result


def chapters_words(chapters: Sequence[ChapterItem], labels: Labels) -> Texts:
    """Yield the texts of the list of chapters for the search index."""
    yield labels.gettext("Chapters"), ""
    waiting = list(chapters)
    while waiting:
        chapter = waiting.pop()
        yield f"{format_time(chapter.start)} {chapter.title}", chapter.language
        if chapter.length:
            yield labels.duration(chapter.length), ""
        waiting += chapter.below


# -- quotes --------------------------------------------------------------------------------------


def draw_quote_source(
    facts: QuoteFacts, labels: Labels, language: str, id_: str
) -> list[nodes.Node]:
    """Return the speaker, the time and the verdict of a quote in its own episode.

    :param id_: of the quote, to which its time leads.
    """
    source: list[list[nodes.Node]] = []
    if facts.speaker:
        source.append([common.link(facts.speaker, classes=["pod-speaker"])])
    if facts.start is not None:
        source.append([common.moment_here(id_, facts.start, facts.end)])
    source.append(common.verdict(facts.verdict, labels, marked_language(labels, language)))
    return common.joined(source, " · ")


def quote_source_words(facts: QuoteFacts, labels: Labels) -> Texts:
    """Yield the texts below a quote for the search index."""
    if facts.speaker:
        yield facts.speaker.text, facts.speaker.language
    if facts.start is not None:
        yield format_time(facts.start), ""
    yield labels.verdict(facts.verdict), ""


def draw_said(verdict: VerdictView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return the passage of the transcript for a quote that does not have its exact words."""
    return [common.said(verdict, labels, marked_language(labels, language))]


def said_words(verdict: VerdictView, labels: Labels) -> Texts:
    """Yield the texts of such a passage for the search index."""
    yield labels.gettext("In the transcript"), ""
    yield "".join(text for _operation, text in verdict.said), ""


# -- entities ------------------------------------------------------------------------------------


def draw_entry(entry: EntryView, labels: Labels, language: str) -> list[nodes.Node]:
    """Return the name of an entity with its role and its link, as an episode lists it."""
    parts: list[nodes.Node] = [common.link(entry.entity, classes=["pod-name"])]
    if entry.entity.address is None:
        parts = [nodes.Text(entry.entity.text)]
    if entry.role:
        parts += [nodes.Text(" "), nodes.inline("", entry.role, classes=["pod-role"])]
    if entry.href:
        reference = nodes.reference("", "↗", refuri=entry.href, classes=["pod-href"])
        parts += [nodes.Text(" "), reference]
    return parts


def entry_words(entry: EntryView, labels: Labels) -> Texts:
    """Yield the texts of an entry in a list of entities for the search index."""
    yield entry.entity.text, ""
    yield entry.role, ""


# -- transcript ----------------------------------------------------------------------------------


def draw_transcript(part: TranscriptPart, labels: Labels, language: str) -> list[nodes.Node]:
    """Return turns, those of each chapter below its title."""
    blocks: list[nodes.Node] = []
    for chapter, turns in part.chapters:
        if chapter is not None:
            blocks.append(_where(chapter))
        blocks += map(_turn, turns)
    classes = ["pod-transcript", "no-link", *language_class(part.language)]
    if not part.is_folded:
        return [nodes.container("", *blocks, classes=classes)]
    own = marked_language(labels, language)
    title = common.in_language(labels.gettext("Transcript"), own)
    return [common.folded(title, *blocks, classes=classes)]


def _where(chapter: ChapterView) -> nodes.paragraph:
    link = common.moment_here(chapter.id, chapter.start)
    return common.paragraph(link, f" {chapter.title}".rstrip(), classes=["pod-where"])


def _turn(turn: TurnView) -> nodes.paragraph:
    line = common.paragraph(classes=["pod-turn"])
    if turn.start is not None:
        line += [common.moment_here(turn.id, turn.start), nodes.Text(" ")]
    line["ids"].append(turn.id)
    if turn.speaker:
        line += [common.link(turn.speaker, classes=["pod-speaker"]), nodes.Text(": ")]
    words = turn_words("", turn.words, cues=turn.cues, classes=["pod-words"])
    words["support_smartquotes"] = False  # they are as they were said
    line += words
    return line


def transcript_words(part: TranscriptPart, labels: Labels) -> Texts:
    """Yield the texts of a transcript for the search index."""
    if part.is_folded:
        yield labels.gettext("Transcript"), ""
    for chapter, turns in part.chapters:
        if chapter is not None:
            yield f"{format_time(chapter.start)} {chapter.title}", part.language
        for turn in turns:
            if turn.start is not None:
                yield format_time(turn.start), ""
            if turn.speaker:
                yield turn.speaker.text, turn.speaker.language or part.language
            yield turn.words, part.language
