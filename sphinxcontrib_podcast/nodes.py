"""Nodes of our own, and how each builder writes them.

Each is a subclass of a docutils node that every builder knows and that says the same in
a plainer way; builders that are not named here write that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinxcontrib_podcast.grammar.times import format_time, iso_duration

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.text import TextTranslator


class quote(nodes.Admonition, nodes.container):  # noqa: N801 - node names are lower case
    """Words somebody said: a ``block_quote``, a :class:`quote_source`, then comments."""


class quote_source(nodes.attribution):  # noqa: N801
    """Who said a quote and when; ``refid`` is the id of the quote."""


class chart(nodes.paragraph):  # noqa: N801
    """Numbers over time: its text says them, ``bars`` are pairs of a period and a number.

    ``label`` says what is counted.
    """


class timestamp(nodes.inline):  # noqa: N801
    """A time in an episode; ``seconds`` from its start."""


def make_timestamp(seconds: float) -> timestamp:
    """A time as text."""
    return timestamp("", format_time(seconds), seconds=seconds)


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(quote, html=(_visit_quote_html, _depart_quote_html))
    other = (_visit_source, _depart_source)
    app.add_node(
        quote_source,
        html=(_visit_source_html, _depart_source_html),
        latex=other,
        text=other,
        man=other,
        texinfo=other,
    )
    app.add_node(chart, html=(_visit_chart_html, _depart_chart_html))
    app.add_node(
        timestamp,
        html=(_visit_timestamp_html, _depart_timestamp_html),
        text=(_visit_timestamp_text, _depart_timestamp_text),
    )


def _visit_quote_html(self: HTML5Translator, node: quote) -> None:
    self.body.append(self.starttag(node, "figure", CLASS="admonition pod-quote"))


def _depart_quote_html(self: HTML5Translator, node: quote) -> None:
    self.body.append("</figure>\n")


def _visit_source_html(self: HTML5Translator, node: quote_source) -> None:
    self.body.append(self.starttag(node, "figcaption", "", CLASS="pod-source"))


def _depart_source_html(self: HTML5Translator, node: quote_source) -> None:
    if self.config.html_permalinks and self.builder.add_permalinks:
        title = self.attval(node["permalink-title"])
        self.body.append(
            f'<a class="headerlink" href="#{self.attval(node["refid"])}" title="{title}">'
            f"{self.config.html_permalinks_icon}</a>"
        )
    self.body.append("</figcaption>\n")


def _visit_source(self: Any, node: quote_source) -> None:
    """Without a speaker and a time there is only the permalink, which is for HTML."""
    if not node.children:
        raise nodes.SkipNode
    self.visit_attribution(node)


def _depart_source(self: Any, node: quote_source) -> None:
    self.depart_attribution(node)


_BAR, _GAP, _HEIGHT = 10, 3, 48  # of a chart, in the units of its view box


def _visit_chart_html(self: HTML5Translator, node: chart) -> None:
    """Draw bars; e-books get the text, as they would have to declare the drawing."""
    if self.builder.name == "epub":
        self.visit_paragraph(node)
        return
    bars: list[tuple[str, int]] = node["bars"]
    most = max(number for _, number in bars)
    width = len(bars) * (_BAR + _GAP) - _GAP
    drawn = []
    for i, (label, number) in enumerate(bars):
        height = round(number / most * (_HEIGHT - 1)) + 1
        title = self.encode(f"{label}: {number}")
        drawn.append(
            f'<rect x="{i * (_BAR + _GAP)}" y="{_HEIGHT - height}" width="{_BAR}" '
            f'height="{height}"><title>{title}</title></rect>'
        )
    caption = f"{node['label']}, {bars[0][0]} – {bars[-1][0]}"
    self.body.append(
        self.starttag(node, "figure", CLASS="pod-chart")
        + f'<svg role="img" aria-label="{self.attval(node.astext())}" '
        f'viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}">'
        f"{''.join(drawn)}</svg>\n"
        f"<figcaption>{self.encode(caption)}</figcaption></figure>\n"
    )
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
