"""The builder ``pod-check``: what an editor should look at, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders.dummy import DummyBuilder
from sphinx.util import logging

from sphinxcontrib_podcast.catalogue.findings import SEVERITIES, find_all
from sphinxcontrib_podcast.domain import pod_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: The exit status of the build by the most severe finding.
STATUS = {"error": 2, "warning": 1, "note": 0}


class CheckBuilder(DummyBuilder):
    """Lists findings, in the output and in ``check.txt`` and ``check.json``."""

    name = "pod-check"
    status = 0
    epilog: ClassVar[str] = "The findings are in %(outdir)s, as check.txt and check.json."

    def finish(self) -> None:
        """Write the findings, and set the exit status."""
        findings = find_all(pod_domain(self.env).catalogue)
        lines = [f"{f.path}:{f.line}: {f.severity}: {f.message} [{f.kind}]" for f in findings]
        counts = Counter(f.severity for f in findings)
        summary = ", ".join(f"{counts[s]} {s}{'s' * (counts[s] != 1)}" for s in SEVERITIES)
        for line in [*lines, summary]:
            logger.info(line)
        self.outdir.mkdir(parents=True, exist_ok=True)
        text = "\n".join([*lines, summary]) + "\n"
        (self.outdir / "check.txt").write_text(text, encoding="utf-8")
        data = {
            "counts": {s: counts[s] for s in SEVERITIES},
            "findings": list(map(asdict, findings)),
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (self.outdir / "check.json").write_text(text, encoding="utf-8")
        self.status = max((STATUS[f.severity] for f in findings), default=0)


def setup(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CheckBuilder)
    app.connect("build-finished", _set_status)


def _set_status(app: Sphinx, exception: Exception | None) -> None:
    if isinstance(app.builder, CheckBuilder):
        app.statuscode = max(app.statuscode, app.builder.status)
