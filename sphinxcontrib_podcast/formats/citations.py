"""Write citations of an episode, its chapters and its quotes for reference managers.

The formats are CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html),
BibTeX and RIS, and inside pages the tags of Highwire Press and COinS (https://ocoins.info).
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.catalogue.references import bare
from sphinxcontrib_podcast.formats.site import Site
from sphinxcontrib_podcast.grammar.text import shortened
from sphinxcontrib_podcast.grammar.times import format_time
from sphinxcontrib_podcast.views.publication import EpisodeRecord

_MOST_TITLE = 120  # characters of a quote as a title

_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_{}"},
}
_LATEX_SPECIAL = re.compile(r"[\\~^&%$#_{}]")
_COINS = (("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_IN_KEY = re.compile(r"[\s\"#%'(),={}\\~@]+")


class Citation(NamedTuple):
    """An episode, or a part of one, that is cited."""

    key: str
    title: str
    within: str
    """The title of the episode, for a part of it."""

    show: str
    people: tuple[str, ...]
    """Hosts, or the speaker of a quote."""

    date: datetime.date | None
    number: int | None
    language: str
    site_name: str
    url: str
    start: float | None = None
    text: str = ""
    """The summary, or the words of a quote."""


def citations_of(
    record: EpisodeRecord, docname: str, site: Site, site_name: str
) -> Iterator[Citation]:
    """Yield the citation of an episode, then those of its chapters and its quotes."""
    key = _NOT_IN_KEY.sub("-", docname)
    whole = Citation(
        key=key,
        title=record.title,
        within="",
        show=record.channel.text if record.channel else "",
        people=tuple(person.name for person in record.hosts),
        date=record.date,
        number=record.number,
        language=record.language,
        site_name=site_name,
        url=site.url(Address(docname)),
        text=record.summary,
    )
    yield whole
    part = whole._replace(within=record.title, text="")
    for chapter in record.chapters:
        yield part._replace(
            key=f"{key}:{chapter.id}",
            title=chapter.title or format_time(chapter.start),
            url=site.url(Address(docname, chapter.id)),
            start=chapter.start,
        )
    for quote in record.quotes:
        yield part._replace(
            key=f"{key}:{quote.id}",
            title=shortened(bare(quote.text), _MOST_TITLE),
            people=(quote.speaker.name,) if quote.speaker else (),
            url=site.url(Address(docname, quote.id)),
            start=quote.start,
            text=bare(quote.text),
        )


def _csl(citations: Iterable[Citation]) -> str:
    # a line each: with indentation, json is written by Python instead of C, ten times as slowly
    items = (json.dumps(_filled(_csl_item(c)), ensure_ascii=False) for c in citations)
    return "[\n" + ",\n".join(items) + "\n]\n"


def _csl_item(c: Citation) -> dict[str, Any]:
    date = c.date
    return {
        "id": c.key,
        "type": "broadcast",
        "genre": "Podcast",
        "title": c.title,
        "container-title": c.within or c.show,
        "collection-title": c.show if c.within else "",
        "author": [{"literal": name} for name in c.people],
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "number": None if c.number is None else str(c.number),
        "section": "" if c.start is None else format_time(c.start),
        "abstract": c.text,
        "language": c.language,
        "source": c.site_name,
        "URL": c.url,
    }


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value not in (None, "", [])}


def _bibtex(citations: Iterable[Citation]) -> str:
    return "\n".join(map(_bibtex_entry, citations))


def _bibtex_entry(c: Citation) -> str:
    date, where = c.date, ", ".join(filter(None, (c.within, c.show)))
    note = ", ".join(
        filter(
            None,
            (
                "" if c.number is None else f"episode {c.number}",
                "" if c.start is None else f"at {format_time(c.start)}",
                c.site_name,
            ),
        )
    )
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in c.people),
        "title": f"{{{_latex(c.title)}}}",  # keeps its capitals
        "howpublished": _latex(f"Podcast: {where}" if where else "Podcast"),
        "year": str(date.year) if date else "",
        "month": _MONTHS[date.month - 1] if date else "",
        "day": str(date.day) if date else "",
        "abstract": _latex(c.text),
        "note": _latex(note),
        "langid": c.language,
        "url": c.url,  # has no character that ends a field: it is quoted
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"  # a macro of all styles
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{c.key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_name(name: str) -> str:
    """Return a name; one that BibTeX would take apart is kept together."""
    text = _latex(" ".join(name.split()))
    return f"{{{text}}}" if "," in text or re.search(r"\band\b", text, re.IGNORECASE) else text


def _latex(text: str) -> str:
    return _LATEX_SPECIAL.sub(lambda found: _LATEX[found[0]], " ".join(text.split()))


def _ris(citations: Iterable[Citation]) -> str:
    return "".join(
        f"{tag}  - {' '.join(value.split())}\r\n" for c in citations for tag, value in _ris_lines(c)
    )


def _ris_lines(c: Citation) -> Iterator[tuple[str, str]]:
    date = c.date
    yield "TY", "SOUND"
    yield from (("AU", name) for name in c.people)
    values = (
        ("ID", c.key),
        ("TI", c.title),
        ("T2", c.within or c.show),
        ("T3", c.show if c.within else ""),
        ("PY", str(date.year) if date else ""),
        ("DA", f"{date:%Y/%m/%d}" if date else ""),
        ("IS", "" if c.number is None else str(c.number)),
        ("SE", "" if c.start is None else format_time(c.start)),
        ("M3", "Podcast"),
        ("AB", c.text),
        ("LA", c.language),
        ("DP", c.site_name),
        ("UR", c.url),
    )
    yield from ((tag, value) for tag, value in values if value)
    yield "ER", ""


Writer = Callable[[Sequence[Citation]], str]

#: Suffixes, media types and writers, by the name of the format.
WRITERS: dict[str, tuple[str, str, Writer]] = {
    "bibtex": (".bib", "application/x-bibtex", _bibtex),
    "ris": (".ris", "application/x-research-info-systems", _ris),
    "csl": (".csl.json", "application/vnd.citationstyles.csl+json", _csl),
}


def highwire(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield names and contents of the tags by which reference managers recognise a page."""
    yield "citation_title", citation.title
    yield from (("citation_author", name) for name in citation.people)
    if citation.date:
        yield "citation_publication_date", f"{citation.date:%Y/%m/%d}"
    yield "citation_public_url", citation.url
    yield "citation_language", citation.language
    yield "citation_publisher", citation.show or citation.site_name


def coins(c: Citation) -> str:
    """Return a citation as the ``title`` of an element of the class ``Z3988``, not escaped."""
    values = (
        ("type", "podcast"),
        ("title", c.title),
        ("source", ", ".join(filter(None, (c.within, c.show)))),
        *(("creator", name) for name in c.people),
        ("date", c.date.isoformat() if c.date else ""),
        ("language", c.language),
        ("publisher", c.site_name),
        ("identifier", c.url),
    )
    fields = [(f"rft.{name}", value) for name, value in values if value]
    return urlencode([*_COINS, *fields])
