"""Transcripts as a list in YAML, such as front matter has: ``line``, ``sec`` and ``who``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import yaml

from sphinxcontrib_podcast.grammar.front_matter import read_yaml
from sphinxcontrib_podcast.grammar.text import closed_up
from sphinxcontrib_podcast.grammar.transcript_fields import read_cues
from sphinxcontrib_podcast.model import Cue
from sphinxcontrib_podcast.transcripts.base import Format, Report

_LIST = re.compile(r"\s*(?:transcript:\s*\n)?\s*-\s+(?:\{\s*)?[a-z_]+\s*:", re.IGNORECASE)


def _read(text: str, report: Report) -> Iterator[Cue]:
    try:
        data = read_yaml(text)
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        report(1, f"the transcript is not valid YAML; it was left out: {reason}")
        return
    fields = data if isinstance(data, Mapping) else {"transcript": data}
    for cue in read_cues(fields, lambda _: 1):
        yield replace(cue, text=closed_up(cue.text))


YAML = Format("", (), lambda text: _LIST.match(text) is not None, _read)
