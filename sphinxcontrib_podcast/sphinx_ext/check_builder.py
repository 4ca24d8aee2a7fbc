"""The builder ``pod-check``: report problems in the archive, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders.dummy import DummyBuilder
from sphinx.util import logging

from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


class CheckBuilder(DummyBuilder):
    """Reports findings in the log, in ``check.txt`` and in ``check.json``."""

    name = "pod-check"
    status = 0
    epilog: ClassVar[str] = "The findings are in %(outdir)s, as check.txt and check.json."

    def finish(self) -> None:
        """Write the findings, and set the exit status."""
        from sphinxcontrib_podcast.catalogue.editor_check import counted, find_all, report, status

        findings = find_all(pod_domain(self.env).catalogue)
        lines = report(findings)
        for line in lines:
            logger.info(line)
        self.outdir.mkdir(parents=True, exist_ok=True)
        (self.outdir / "check.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        data = {"counts": counted(findings), "findings": list(map(asdict, findings))}
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (self.outdir / "check.json").write_text(text, encoding="utf-8")
        self.status = status(findings)


def setup(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CheckBuilder)
    app.connect("build-finished", _set_status)


def _set_status(app: Sphinx, exception: Exception | None) -> None:
    if isinstance(app.builder, CheckBuilder):
        app.statuscode = max(app.statuscode, app.builder.status)
