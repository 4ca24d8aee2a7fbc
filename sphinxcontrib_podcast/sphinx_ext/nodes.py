"""The nodes of this extension, and how each builder writes them.

Each is a subclass of a docutils node that every builder knows, with the same meaning in a simpler
form. Builders that are not listed here write that form.
"""

from __future__ import annotations

import posixpath
from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote as quote_url

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_podcast.grammar.media_addresses import address_at, range_text
from sphinxcontrib_podcast.grammar.times import format_time, iso_duration
from sphinxcontrib_podcast.sphinx_ext.builder_kinds import (
    is_ebook,
    runs_scripts,
    uses_templates,
)
from sphinxcontrib_podcast.sphinx_ext.labels import episode_labels, page_label, project_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.text import TextTranslator


class generated_page(nodes.section):  # noqa: N801 - node names are lower case
    """A generated page, as far as Sphinx needs to see it: titles, images and toctrees.

    ``question`` is a pair of the question that the page answers and its arguments.
    """


class part(nodes.General, nodes.Element):  # noqa: N801
    """A part of a page that follows from the catalogue: ``view``, of a ``kind``.

    ``language`` is the language of the episode around it, or "" on other pages.
    """


class quote(nodes.Admonition, nodes.container):  # noqa: N801 - node names are lower case
    """A quote: a ``block_quote``, a :class:`quote_source`, then comments.

    On another page, ``episode`` is the title of its episode.
    """


class quote_source(nodes.attribution):  # noqa: N801
    """The speaker and time of a quote; ``refid`` is the id of the quote.

    In its own episode, it has no content but a ``view`` and a ``language``, as a :class:`part`.
    """


class chart(nodes.paragraph):  # noqa: N801
    """A bar chart of numbers over time, with the same numbers as text.

    ``timeline`` is the view, and ``label`` names the numbers.
    """


class picture(nodes.container):  # noqa: N801
    """A picture as a table, and its ``text`` (a ``PictureText``).

    PDF shows the picture instead of the table; e-books and a single page show it above the table.
    """


class player(nodes.container):  # noqa: N801
    """The player of an episode. Its content is an image and a link to the media.

    ``kind`` and ``embed`` are as in ``model.Media``. ``url`` is empty for a file of the project;
    the ``download_reference`` in the content links to that file. ``label`` is the accessible name.
    ``title``, ``channel``, ``picture`` (a URL) and ``duration`` (in seconds) are for the media
    controls of the system.
    """


class moment(nodes.reference):  # noqa: N801
    """A time that links to the ``player`` of the same episode, if it has one (HTML only).

    Before HTML is written, it is a ``reference`` with the attributes ``pod-start`` and
    ``pod-end`` (in seconds), because other parts of Sphinx would not know a node of our own.
    ``fragment`` is its address on the page if that is not an id; ``pod-chapter`` is the title of
    the chapter whose place it is.
    """


class disclosure(nodes.container):  # noqa: N801
    """Content that a reader can open: a :class:`summary`, and the rest."""


class summary(nodes.rubric):  # noqa: N801
    """The visible line of a closed :class:`disclosure`."""


class index_letter(nodes.rubric):  # noqa: N801
    """The letter above entries of an index."""


class turn_words(nodes.inline):  # noqa: N801
    """The words of a turn of a transcript; ``cues`` as in ``views.TurnView``."""


class inserted(nodes.strong):  # noqa: N801
    """Words of the transcript that a quote leaves out."""


class deleted(nodes.inline):  # noqa: N801
    """Words of a quote that were not said. Formats without strikethrough leave them out."""


class timestamp(nodes.inline):  # noqa: N801
    """A time in an episode, in ``seconds`` from its start."""


class page_mark(nodes.inline):  # noqa: N801
    """A place that an index refers to; ``number`` is unique in the book.

    This node and the following ones are for LaTeX only.
    """


class page_numbers(nodes.inline):  # noqa: N801
    """The page numbers of several places.

    ``marks`` are the numbers of their :class:`page_mark`; ``main`` is the label of the most
    informative place, or empty.
    """


class page_number(nodes.inline):  # noqa: N801
    """The page number of ``target``, the label of a place.

    If ``fill`` is set, it is at the end of the line, as in a table of contents.
    """


class in_language(nodes.inline):  # noqa: N801
    """Switch to the fonts of a ``script``; if it is None, back to the previous fonts."""


class Player(NamedTuple):
    """The player of an episode, as its template shows it."""

    kind: str
    """As in :class:`model.Media`."""

    uri: str
    label: str
    poster: str
    """The address of a picture of the site, or ""."""

    data: Mapping[str, str]
    """Attributes for the script."""


def make_timestamp(seconds: float) -> timestamp:
    """Return a time in seconds as a node."""
    return timestamp("", format_time(seconds), seconds=seconds)


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(quote, html=(_visit_quote_html, _depart_quote_html))
    source, skipped = (_visit_source, _depart_source), (_skip, _nothing)
    app.add_node(
        quote_source,
        html=(_visit_source_html, _depart_source_html),
        latex=(_visit_source_latex, _depart_source_latex),
        text=(_visit_source_text, _depart_source_text),
        man=source,
        texinfo=source,
    )
    app.add_node(chart, html=(_visit_chart_html, _depart_chart_html))
    app.add_node(
        picture,
        html=(_visit_picture_html, _depart_picture_html),
        latex=(_visit_picture_latex, _nothing),
    )
    app.add_node(
        timestamp,
        html=(_visit_timestamp_html, _depart_timestamp_html),
        text=(_visit_timestamp_text, _depart_timestamp_text),
    )
    app.add_node(player, html=(_visit_player_html, _depart_player_html))
    app.add_node(moment, html=(_visit_moment_html, _depart_moment_html))
    app.add_node(disclosure, html=_tag("details"))
    app.add_node(summary, html=_tag("summary"), latex=(_visit_summary_latex, _depart_brace))
    app.add_node(index_letter, latex=(_visit_letter_latex, _depart_brace))
    app.add_node(turn_words, html=(_visit_words_html, _depart_words_html))
    app.add_node(inserted, html=_tag("ins"))
    app.add_node(
        deleted, html=_tag("del"), latex=skipped, text=skipped, man=skipped, texinfo=skipped
    )
    app.add_node(page_mark, latex=(_visit_page_mark, _nothing))
    app.add_node(page_numbers, latex=(_visit_page_numbers, _nothing))
    app.add_node(page_number, latex=(_visit_page_number, _nothing))
    app.add_node(in_language, latex=(_visit_in_language, _nothing))


def _tag(name: str) -> tuple[Callable[[Any, Any], None], Callable[[Any, Any], None]]:
    """Return the functions that write a node as an HTML element."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, name, ""))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(f"</{name}>")

    return visit, depart


def _skip(self: Any, node: nodes.Node) -> None:
    raise nodes.SkipNode


def _nothing(self: Any, node: nodes.Node) -> None:
    """Do nothing: the visitor has written the whole node, or skipped it."""


def _visit_quote_html(self: HTML5Translator, node: quote) -> None:
    attributes: dict[str, Any] = {"data-episode": node["episode"]} if "episode" in node else {}
    self.body.append(self.starttag(node, "figure", CLASS="admonition pod-quote", **attributes))


def _depart_quote_html(self: HTML5Translator, node: quote) -> None:
    self.body.append("</figcaption></figure>\n")


def _visit_source_html(self: HTML5Translator, node: quote_source) -> None:
    """Open the caption. It must be the last part of a figure, so that it includes the comments."""
    from sphinxcontrib_podcast.sphinx_ext.pages.templates import render

    self.body.append("<figcaption>")
    if "view" in node and uses_templates(self.builder):
        labels, language = episode_labels(self.config, node["language"]), node["language"]
        template, id_ = "podcast/quote_source.html", node["refid"]
        self.body.append(render(self, template, node["view"], labels, language, id=id_) + "\n")
        raise nodes.SkipNode
    self.body.append(self.starttag(node, "div", "", CLASS="pod-source"))


def _depart_source_html(self: HTML5Translator, node: quote_source) -> None:
    if self.config.html_permalinks and self.builder.add_permalinks:
        title = self.attval(node["permalink-title"])
        self.body.append(
            f'<a class="headerlink" href="#{self.attval(node["refid"])}" title="{title}">'
            f"{self.config.html_permalinks_icon}</a>"
        )
    self.body.append("</div>\n")


def _visit_source(self: Any, node: quote_source) -> None:
    """Skip a source without a speaker and a time: it has only a permalink, which is for HTML."""
    if not node.children:
        raise nodes.SkipNode
    self.visit_attribution(node)


def _depart_source(self: Any, node: quote_source) -> None:
    self.depart_attribution(node)


def _visit_source_latex(self: LaTeXTranslator, node: quote_source) -> None:
    if not node.children:
        raise nodes.SkipNode
    self.body.append("\n\\podsource{")


def _depart_source_latex(self: LaTeXTranslator, node: quote_source) -> None:
    self.body.append("}\n")


def _visit_source_text(self: TextTranslator, node: quote_source) -> None:
    if not node.children:
        raise nodes.SkipNode
    self.new_state(0)
    self.add_text("-- ")


def _depart_source_text(self: TextTranslator, node: quote_source) -> None:
    self.end_state()


def _visit_chart_html(self: HTML5Translator, node: chart) -> None:
    """Draw the bars. E-books get the text, because they would have to declare the drawing."""
    from sphinxcontrib_podcast.sphinx_ext.pages.templates import render_chart

    if is_ebook(self.builder):
        self.visit_paragraph(node)
        return
    self.body.append(render_chart(self, node["label"], node["timeline"]))
    raise nodes.SkipNode


def _depart_chart_html(self: HTML5Translator, node: chart) -> None:
    self.depart_paragraph(node)


def _visit_timestamp_html(self: HTML5Translator, node: timestamp) -> None:
    duration = iso_duration(node["seconds"])
    self.body.append(self.starttag(node, "time", "", CLASS="pod-time", datetime=duration))


def _depart_timestamp_html(self: HTML5Translator, node: timestamp) -> None:
    self.body.append("</time>")


def _visit_timestamp_text(self: TextTranslator, node: timestamp) -> None:
    self.add_text("[")


def _depart_timestamp_text(self: TextTranslator, node: timestamp) -> Any:
    self.add_text("]")


def _visit_player_html(self: HTML5Translator, node: player) -> None:
    """Write a player that works without scripts; ``podcast-player.js`` extends it."""
    from sphinxcontrib_podcast.sphinx_ext.pages.templates import render

    view = player_view(self.builder, node)
    if not runs_scripts(self.builder) or view is None:
        self.visit_container(node)
        return
    labels = project_labels(self.config)
    self.body.append(render(self, "podcast/player.html", view, labels))
    raise nodes.SkipNode


def player_view(builder: Any, node: player) -> Player | None:
    """Return what templates show of a player on the current page; None if its media is missing."""
    uri, picture = media_uri(builder, node), _picture_uri(builder, node)
    if not uri:
        return None
    local = picture and "://" not in picture
    data = {
        "kind": node["kind"],
        "title": node["title"],
        "channel": node["channel"],
        "embed": node["embed"],
        "duration": f"{node['duration']:g}" if node["duration"] else "",
        "picture": picture,
    }
    return Player(
        node["kind"], uri, node["label"], picture if local else "",
        {f"data-{name}": value for name, value in data.items() if value},
    )  # fmt: skip


def _depart_player_html(self: HTML5Translator, node: player) -> None:
    self.depart_container(node)


def media_uri(builder: Any, node: player) -> str:
    """Return the address of a player's media relative to the page, or "" if it is missing."""
    if node["url"]:
        return str(node["url"])
    for link in node.findall(addnodes.download_reference):
        if "filename" in link and builder.download_support:
            return posixpath.join(builder.dlpath, quote_url(link["filename"]))
    return ""


def _picture_uri(builder: Any, node: player) -> str:
    for image in node.findall(nodes.image):
        if image["uri"] in builder.images:
            name = quote_url(builder.images[image["uri"]])
            return posixpath.join(builder.imgpath, name)
    return str(node["picture"])


def _visit_moment_html(self: HTML5Translator, node: moment) -> None:
    start, end, found = node["pod-start"], node.get("pod-end"), node["player"]
    fragment = node.get("fragment") or node["refid"]
    attributes: dict[str, Any] = {"href": f"#{fragment}", "data-t": range_text(start, end)}
    if "pod-chapter" in node:
        attributes["data-chapter"] = node["pod-chapter"]
    if found and runs_scripts(self.builder) and (uri := media_uri(self.builder, found)):
        attributes["href"] = address_at(found["kind"], uri, start, end)
    self.body.append(self.starttag(node, "a", "", CLASS="reference internal", **attributes))


def _depart_moment_html(self: HTML5Translator, node: moment) -> None:
    self.body.append("</a>")


def _visit_words_html(self: HTML5Translator, node: turn_words) -> None:
    cues = " ".join(f"{position} {range_text(start)}" for position, start in node["cues"])
    attributes: dict[str, Any] = {"data-cues": cues}
    self.body.append(self.starttag(node, "span", "", **attributes))


def _depart_words_html(self: HTML5Translator, node: turn_words) -> None:
    self.body.append("</span>")


def _visit_picture_html(self: HTML5Translator, node: picture) -> None:
    """Write a picture as an image in its address, so that e-books need not declare a drawing."""
    from sphinxcontrib_podcast.sphinx_ext.pages.templates import render_drawing

    self.body.append(self.starttag(node, "div"))
    drawing = b64encode(render_drawing(self, node["text"]).encode()).decode()
    caption = self.attval(node["text"].caption)
    self.body.append(
        f'<img class="pod-drawing" alt="{caption}" src="data:image/svg+xml;base64,{drawing}" />\n'
    )


def _depart_picture_html(self: HTML5Translator, node: picture) -> None:
    self.body.append("</div>\n")


def _visit_picture_latex(self: LaTeXTranslator, node: picture) -> None:
    """Draw a picture, with the links of the table."""
    text = node["text"]
    links = [next(row.findall(nodes.paragraph)) for row in node.findall(nodes.row)]
    scale = min(0.5, 430 / text.width, 600 / text.height)  # points for a unit; most of a page
    self.body.append(
        f"\n\\begin{{podpicture}}{{{scale:.3f}}}{{{text.width}}}{{{text.height}}}"
        f"{{{self.encode(text.caption)}}}\n"
    )
    for arc, _title in text.arcs:
        middle, low = text.height - (arc.top + arc.bottom) // 2, text.height - arc.bottom
        self.body.append(
            f"\\podarc{{{arc.width}}}{{{arc.x}}}{{{low}}}{{{middle}}}{{{text.height - arc.top}}}"
            f"{{{arc.x + arc.radius}}}\n"
        )
    for cell, _title in text.cells:
        x, y = cell.x, text.height - cell.y - 22
        self.body.append(f"\\podcell{{{x}}}{{{y}}}{{{cell.percent}}}\n")
    for head in text.heads:
        turned = "podturned" if head.link.address else "podhead"
        y = text.height - head.y
        self.body.append(f"\\{turned}{{{head.x}}}{{{y}}}{{{self.encode(head.text)}}}\n")
    for name, link in zip(text.names, links, strict=True):
        self.body.append(f"\\podname{{{name.x}}}{{{text.height - name.y}}}{{")
        for child in link.children:
            child.walkabout(self)
        self.body.append("}\n")
    self.body.append("\\end{podpicture}\n")
    raise nodes.SkipNode


def _visit_summary_latex(self: LaTeXTranslator, node: summary) -> None:
    self.body.append("\n\\podsummary{")


def _visit_letter_latex(self: LaTeXTranslator, node: index_letter) -> None:
    self.body.append("\n\\podletter{")


def _depart_brace(self: LaTeXTranslator, node: nodes.Element) -> None:
    self.body.append("}\n")


def _visit_page_mark(self: LaTeXTranslator, node: page_mark) -> None:
    self.body.append(rf"\podmark{{{node['number']}}}")


def _visit_page_numbers(self: LaTeXTranslator, node: page_numbers) -> None:
    if node["main"]:
        self.body.append(rf"\podmainpage{{{self.idescape(node['main'])}}}")
    self.body.append(rf"\podpages{{{','.join(map(str, node['marks']))}}}")


def _visit_page_number(self: LaTeXTranslator, node: page_number) -> None:
    label = self.idescape(node["target"])
    if node["fill"]:
        self.body.append(rf"\podchapterpage{{{label}}}")
        return
    before, _sign, after = page_label().partition("%s")
    page = rf"\hyperref[{label}]{{\pageref*{{{label}}}}}"
    self.body.append(rf"\podpage{{{self.encode(before)}{page}{self.encode(after)}}}")


def _visit_in_language(self: LaTeXTranslator, node: in_language) -> None:
    self.body.append("}" if node["script"] is None else rf"{{\podlanguage{{{node['script']}}}")
