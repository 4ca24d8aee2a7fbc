"""Leave the style and the script of sphinx-design out of pages that have none of its components.

sphinx-design adds 62 kB to every page. A project that lists it in ``extensions`` may use its
classes anywhere, also in templates: then it is left alone.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FILES = ("sphinx-design.", "design-tabs.")  # the start of their names; the rest varies

# All components have such classes.
_COMPONENT = re.compile(r'class="(?:[^"]* )?sd-')


def setup(app: Sphinx) -> None:
    """Enable sphinx-design, and connect the event."""
    is_listed = "sphinx_design" in app.config.extensions
    app.setup_extension("sphinx_design")
    if not is_listed:
        app.connect("html-page-context", _leave_out, priority=900)


def _leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    if app.registry.html_assets_policy == "always" or _COMPONENT.search(context.get("body", "")):
        return
    for files in {"css_files", "script_files"} & context.keys():
        context[files] = [file for file in context[files] if not _is_of_design(file)]


def _is_of_design(file: Any) -> bool:
    name = os.fspath(getattr(file, "filename", file) or "")
    return name.rpartition("/")[2].startswith(_FILES)
