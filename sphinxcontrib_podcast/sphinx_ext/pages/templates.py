"""Render the text of the extension as HTML, with Jinja templates.

The templates are in ``templates/podcast``. One of a project takes precedence if it has the same
name in a folder of ``templates_path``; it can extend ours as ``!podcast/…``. All text is escaped
unless a template marks it as safe.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import groupby
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote as quote_url
from weakref import WeakKeyDictionary

from docutils import nodes
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from markupsafe import Markup, escape
from sphinx.errors import ThemeError
from sphinx.locale import get_translation

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.grammar.media_addresses import address_at, range_text
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.grammar.times import format_time, iso_duration
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.labels import Labels, _, project_labels
from sphinxcontrib_podcast.sphinx_ext.nodes import media_uri, player
from sphinxcontrib_podcast.sphinx_ext.pages.common import (
    chart_text,
    copy_for_download,
    host,
    verdict_classes,
)
from sphinxcontrib_podcast.sphinx_ext.pages.episode_parts import WebLink, fact_link, marked_language
from sphinxcontrib_podcast.sphinx_ext.pages.hover import LINKS
from sphinxcontrib_podcast.sphinx_ext.pages.listing import (
    by_year,
    episodes_line,
    episodes_title,
    group_links,
    titled_counts,
    year_id,
)
from sphinxcontrib_podcast.sphinx_ext.pages.pictures import PictureText, picture_text
from sphinxcontrib_podcast.sphinx_ext.text_language import language_in, smart_text
from sphinxcontrib_podcast.views.entity import SentenceView
from sphinxcontrib_podcast.views.episode import Fact
from sphinxcontrib_podcast.views.links import Link, MomentLink
from sphinxcontrib_podcast.views.listing import ArchiveView, EpisodeGroup, EpisodesView
from sphinxcontrib_podcast.views.pictures import Graph, HeatMap
from sphinxcontrib_podcast.views.quotes import QuoteView
from sphinxcontrib_podcast.views.timeline import Timeline
from sphinxcontrib_podcast.views.transcript import TurnView

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.writers.html5 import HTML5Translator

_FOLDER = Path(__file__).parents[2] / "templates"
_of_sphinx = get_translation("sphinx")

_BAR, _GAP, _HEIGHT = 10, 3, 48  # of a chart, in the units of its view box


class Bar(NamedTuple):
    """A bar of a chart. All numbers are in the units of its view box."""

    x: int
    y: int
    width: int
    height: int
    title: str


class Chart(NamedTuple):
    """A bar chart of numbers over time."""

    text: str
    """The numbers as text."""

    caption: str
    width: int
    height: int
    bars: tuple[Bar, ...]


class Templates:
    """The templates of a build."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        config = builder.config
        own = [str(Path(builder.confdir, folder)) for folder in config.templates_path]
        theme = getattr(builder, "theme", None)
        themes = list(map(str, theme.get_theme_dirs())) if theme else []
        self._environment = Environment(
            loader=ChoiceLoader(
                [
                    PrefixLoader({"!podcast": FileSystemLoader(_FOLDER / "podcast")}),
                    FileSystemLoader([*own, *themes, _FOLDER]),
                ]
            ),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        #: Text with smart quotes, by text and language.
        self.smart: dict[tuple[str, str], str] = {}
        self._functions: dict[str, Functions] = {}
        self._document: nodes.document | None = None

    def functions(self, translator: HTML5Translator, labels: Labels, language: str) -> Functions:
        """Return the functions for a document. They are made once for each language in it."""
        if translator.document is not self._document:
            self._functions, self._document = {}, translator.document
        if language not in self._functions:
            self._functions[language] = Functions(translator, labels, language)
        return self._functions[language]

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """Return the HTML that a template makes.

        :raises ThemeError: if the template fails, with its name and its line.
        """
        try:
            return self._environment.get_template(name).render(context)
        except TemplateError as error:
            raise ThemeError(f"the template {_place(error) or name} failed: {error}") from error


def _place(error: TemplateError) -> str:
    """Return the file and the line of an error in a template."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith((".html", ".svg"))]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


_made: WeakKeyDictionary[Any, Templates] = WeakKeyDictionary()


def templates_of(builder: StandaloneHTMLBuilder) -> Templates:
    """Return the templates of a builder. They are loaded when they are first needed."""
    if builder not in _made:
        _made[builder] = Templates(builder)
    return _made[builder]


def render(
    translator: HTML5Translator,
    template: str,
    view: object,
    labels: Labels,
    language: str = "",
    **context: object,
) -> str:
    """Return a view as HTML.

    :param translator: writes the page.
    :param language: the language of the text around it.
    """
    templates = templates_of(translator.builder)
    functions = templates.functions(translator, labels, language)
    return templates.render(template, {"view": view, **functions.context, **context})


def render_chart(translator: HTML5Translator, label: str, timeline: Timeline) -> str:
    """Return a bar chart of numbers over time as HTML."""
    templates = templates_of(translator.builder)
    functions = templates.functions(translator, project_labels(translator.config), "")
    return templates.render("podcast/chart.html", {"chart": functions.chart(label, timeline)})


def render_drawing(translator: HTML5Translator, picture: PictureText) -> str:
    """Return a picture as SVG without links, for an image."""
    templates = templates_of(translator.builder)
    functions = templates.functions(translator, project_labels(translator.config), "")
    return templates.render("podcast/drawing.svg", {"drawn": picture, **functions.context})


class Functions:
    """The functions and filters of templates."""

    def __init__(self, translator: HTML5Translator, labels: Labels, language: str) -> None:
        self._document: Any = translator.document
        self._builder = translator.builder
        self._docname = self._builder.current_docname
        self._catalogue = pod_domain(self._builder.env).catalogue
        self._templates = templates_of(self._builder)
        self._labels = labels
        self._language = language
        self._uris: dict[str, str] = {}

    @cached_property
    def context(self) -> dict[str, Any]:
        """Functions and filters, by name."""
        context: dict[str, Any] = {"_": self._labels.gettext, "docname": self._docname, **_PLAIN}
        context |= {name: getattr(self._labels, name) for name in _OF_LABELS}
        return context | {name: getattr(self, name) for name in _OWN}

    def smart(self, text: str, language: str = "") -> str:
        """Return text with the smart quotes of its language."""
        key = text, language or self._language
        shown = self._templates.smart.get(key)
        if shown is None:
            shown = self._templates.smart[key] = smart_text(*key, self._document)
        return shown

    def text(self, text: str, language: str = "") -> Markup:
        """Return text with smart quotes, marked with its language if that is given."""
        shown = escape(self.smart(text, language))
        return Markup(f'<span lang="{escape(language)}">{shown}</span>') if language else shown

    def episodes_title(self, view: EpisodesView) -> Markup:
        """Return the title of a page of episodes."""
        return self.link(episodes_title(view, self._labels))

    def episodes_line(self, view: EpisodesView) -> Markup:
        """Return the links to what a page of episodes is a part of."""
        return Markup(" · ").join(map(self.link, episodes_line(view, self._labels)))

    def group_title(self, group: EpisodeGroup) -> Markup:
        """Return the title of a group of episodes, with links."""
        return Markup(" · ").join(map(self.link, group_links(group, self._labels)))

    def marked(self, sentence: SentenceView, language: str = "") -> Markup:
        """Return a sentence with smart quotes, with its name marked."""
        before, name, after = sentence
        text = self.smart(f"{before}{name}{after}", language)
        start = len(self.smart(before, language))  # quotes differ, but not their number
        end = start + len(self.smart(name, language))
        mark = Markup("<mark>{}</mark>").format(text[start:end]) if name else ""
        return escape(text[:start]) + mark + escape(text[end:])

    def lang(self, language: str) -> Markup:
        """Return the attribute that marks an element with a language; nothing without one."""
        return Markup(f' lang="{escape(language)}"') if language else Markup()

    def uri(self, address: Address) -> str:
        """Return the address of a place on the site, relative to the page."""
        docname, anchor = address
        if anchor and docname == self._docname:
            return f"#{anchor}"
        if docname not in self._uris:
            self._uris[docname] = self._builder.get_relative_uri(self._docname, docname)
        return f"{self._uris[docname]}#{anchor}" if anchor else self._uris[docname] or "#"

    def link(self, target: Link, classes: str = "", title: str = "") -> Markup:
        """Return a link with its text, or only the text if the target has no page."""
        if target.address is None:
            if not classes:
                return self.text(target.text, target.language)
            start = f'<span class="{escape(classes)}"{self.lang(target.language)}>'
            return Markup(f"{start}{escape(self.smart(target.text, target.language))}</span>")
        content = self.text(target.text, target.language)
        return self.link_to(target.address, content, classes, title)

    def link_to(self, address: Address, content: str, classes: str = "", title: str = "") -> Markup:
        """Return a link to a place on the site."""
        uri = self.uri(address)
        if uri != "#" and (entity := self._catalogue.entity_at(address)):
            self._document.setdefault(LINKS, {})[uri] = entity
        start = f'<a class="{escape(classes)}{" " * bool(classes)}reference internal"'
        shown = f' title="{escape(title)}"' if title else ""
        return Markup(f'{start} href="{escape(uri)}"{shown}>{escape(content)}</a>')

    def links(self, targets: Iterable[Link]) -> Markup:
        """Return links as a list in a sentence, such as ``Ada, Bob, and Cy``."""
        return self.listed(map(self.link, targets))

    def counted_links(self, targets: Iterable[tuple[Link, int]]) -> Markup:
        """Return links as a list in a sentence, each with its number unless that is 0."""
        number = self._labels.number
        return self.listed(
            self.link(target) + (f" ({number(count)})" if count else "")
            for target, count in targets
        )

    def titled_counts(self, view: ArchiveView) -> list[tuple[str, Address | None, int]]:
        """Return the sections of the archive that have content, with their numbers."""
        return titled_counts(view, self._labels)

    def listed(self, parts: Iterable[str]) -> Markup:
        """Return parts as a list in a sentence."""
        return Markup(self._labels.listed([str(escape(part)) for part in parts]))

    def fill(self, message: str, content: str) -> Markup:
        """Return a message with content in place of its ``%s``."""
        before, _sign, after = message.partition("%s")
        return escape(before) + content + escape(after)

    def time(self, seconds: float) -> Markup:
        """Return a time in an episode."""
        duration, text = iso_duration(seconds), format_time(seconds)
        return Markup(f'<time class="pod-time" datetime="{duration}">{text}</time>')

    def moment(self, target: MomentLink) -> Markup:
        """Return a time that links to its place; nothing if the time is unknown."""
        if target.start is None:
            return Markup()
        return self.link_to(target.address, self.time(target.start), "pod-at")

    def moment_here(
        self, id_: str, start: float, end: float | None = None, chapter: str = ""
    ) -> Markup:
        """Return a time in the same page: a link to an id, which plays if there is a player.

        :param chapter: the title of the chapter whose place the link is.
        """
        uri = f"#{id_}"
        if self._media:
            uri = address_at(*self._media, start, end)
        data = f'href="{escape(uri)}" data-t="{escape(range_text(start, end))}"'
        if chapter:
            data += f' data-chapter="{escape(chapter)}"'
        return Markup(f'<a class="pod-at reference internal" {data}>{self.time(start)}</a>')

    @cached_property
    def _media(self) -> tuple[str, str] | None:
        """The kind and the address of the media of the page, if it has a player."""
        for node in self._document.findall(player):
            if uri := media_uri(self._builder, node):
                return node["kind"], uri
        return None

    @cached_property
    def labels_lang(self) -> Markup:
        """The attribute that marks labels with their language, if the text around has another."""
        return self.lang(language_in(marked_language(self._labels, self._language)))

    def fact(self, fact: Fact) -> Markup:
        """Return a fact of an episode, with its link if it has one."""
        shown = fact_link(fact, self._labels)
        if not isinstance(shown, WebLink):
            return self.link(shown)
        address = self.file(shown.address) if shown.is_file else shown.address
        return Markup(
            f'<a class="reference external" href="{escape(address)}"{" download" * shown.is_file}>'
            f"{escape(self.smart(shown.text))}</a>"
        )

    def type_name(self, type_: str, one: bool = False) -> str:
        """Return the name of a type of entities, or of one entity."""
        return self._labels.type(type_, one=one)

    def heading(self, level: int, title: str, id_: str) -> Markup:
        """Return the heading of a section, with its number and a link to itself."""
        numbers = self._builder.env.toc_secnumbers.get(self._docname, {})
        number = numbers.get(f"#{id_}" if f"#{id_}" in numbers else "") if numbers else None
        shown = ""
        if number and (level == 1 or f"#{id_}" in numbers):
            suffix = self._builder.config.html_secnumber_suffix
            shown = f'<span class="section-number">{".".join(map(str, number))}{suffix}</span>'
        link = self.permalink(id_, _of_sphinx("Link to this heading"))
        return Markup(f"<h{level}>{shown}{escape(title)}{link}</h{level}>")

    def permalink(self, id_: str, title: str = "") -> Markup:
        """Return a link from an element to itself, as headings have: by default, from a quote."""
        title = title or _("Link to this quote")
        config = self._builder.config
        if not config.html_permalinks or not self._builder.add_permalinks:
            return Markup()
        return Markup(
            f'<a class="headerlink" href="#{escape(id_)}" title="{escape(title)}">'
            f"{config.html_permalinks_icon}</a>"
        )

    def image(self, path: str) -> str:
        """Return the address of an image of the document, by its path in the source folder."""
        for node in self._document.findall(nodes.image):
            if node.get("pod-path") == path and node["uri"] in self._builder.images:
                name = quote_url(self._builder.images[node["uri"]])
                return posixpath.join(self._builder.imgpath, name)
        return path if "://" in path else ""

    def file(self, path: str) -> str:
        """Return the address of a file that a page links to, by its path in the source folder."""
        name = "" if "://" in path else copy_for_download(self._builder.env, path)
        return posixpath.join(self._builder.dlpath, quote_url(name)) if name else path

    def chart(self, label: str, timeline: Timeline) -> Chart:
        """Return a bar chart of numbers over time; ``label`` names the numbers."""
        name: Callable[..., str] = getattr(self._labels, timeline.unit)
        periods = [(name(day), number) for day, number in timeline.periods]
        most = max(number for _period, number in periods)
        highest = self._labels.gettext("most in %s") % next(p for p, n in periods if n == most)
        bars = []
        for i, (period, number) in enumerate(periods):
            height = round(number / most * (_HEIGHT - 1)) + 1
            title = f"{period}: {number}"
            bars.append(Bar(i * (_BAR + _GAP), _HEIGHT - height, _BAR, height, title))
        return Chart(
            chart_text(label, timeline, self._labels),
            f"{label}, {periods[0][0]} – {periods[-1][0]}; {highest}",
            len(bars) * (_BAR + _GAP) - _GAP, _HEIGHT, tuple(bars),
        )  # fmt: skip

    @property
    def project(self) -> str:
        """The name of the project."""
        return str(self._builder.config.project)

    def languages(self, tags: Iterable[str]) -> Markup:
        """Return the names of languages, each in that language, as a list in a sentence."""
        return self.links(map(self._labels.language_name, tags))

    def picture(self, view: Graph | HeatMap) -> PictureText:
        """Return a picture with its texts and coordinates."""
        return picture_text(view, self._labels)


def cues(turn: TurnView) -> str:
    """Return the attribute with the times of the words of a turn."""
    return " ".join(f"{position} {range_text(start)}" for position, start in turn.cues)


def by_episode(quotes: Iterable[QuoteView]) -> list[list[QuoteView]]:
    """Return quotes by episode."""
    return [list(group) for _key, group in groupby(quotes, key=lambda q: q.episode.address)]


_PLAIN: Mapping[str, Callable[..., object]] = {
    "by_episode": by_episode,
    "by_year": by_year,
    "cues": cues,
    "host": host,
    "short": shortened,
    "verdict_classes": verdict_classes,
    "year_id": year_id,
}
_OF_LABELS = (
    "collection", "date", "download", "duration", "episodes", "language_name", "leaf", "month",
    "number", "reading", "role", "skim", "verdict", "year",
)  # fmt: skip
_OWN = (
    "chart", "counted_links", "episodes_line", "episodes_title", "fact", "file", "fill",
    "group_title", "heading", "image", "labels_lang", "lang",
    "languages", "link", "link_to", "links", "listed", "marked", "moment", "moment_here",
    "permalink", "picture", "project", "smart", "text", "time", "titled_counts", "type_name", "uri",
)  # fmt: skip


def functions() -> dict[str, Any]:
    """Return the functions and properties that templates can use, by name."""
    found: dict[str, Any] = {**_PLAIN}
    found |= {name: getattr(Labels, name) for name in _OF_LABELS}
    return found | {name: getattr(Functions, name) for name in _OWN}
