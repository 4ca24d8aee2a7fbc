"""Navigation that does not grow with the archive.

Every page contains the navigation. If it listed all episodes, its size on all pages together would
be the square of their number. So the toctrees of the extension list only the sections of the
archive: the pages of all episodes, of entities, of quotes and of channels. While the page of an
episode, an entity or a month of quotes is written, the toctree of its section lists that page and
no other: every theme then shows where the reader is. Previous and next lead to the episodes of the
same channel, by date.

Pages in a toctree of the author keep the navigation that Sphinx gives them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.views.navigation import way

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.views.links import Link

_of_sphinx = get_translation("sphinx")


class Navigation:
    """Shows the place in the archive of each page that no toctree lists."""

    def __init__(self, app: Sphinx) -> None:
        #: Undoes what was changed for the last page.
        self._restore: Callable[[], None] = lambda: None
        app.connect("html-page-context", self._show, priority=300)  # before themes use it
        app.connect("build-finished", lambda *_args: self._restore())

    def _show(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        self._restore()
        if doctree is None or context["parents"] or context["prev"] or context["next"]:
            return
        found = way(pod_domain(app.env).catalogue, pagename)
        if found.section not in app.env.titles:
            return
        self._list(pagename, found.section, app.env)
        builder: Any = app.builder
        context["parents"] = [
            {
                "link": builder.get_relative_uri(pagename, docname),
                "title": escape(app.env.titles[docname].astext()),
            }
            for docname in _branch(found.section, app)
        ]
        for name, link, key, label in (
            ("next", found.next, "N", _of_sphinx("next")),
            ("prev", found.previous, "P", _of_sphinx("previous")),
        ):
            if link is not None and link.address is not None:
                docname = link.address.docname
                uri, title = builder.get_relative_uri(pagename, docname), _title(link)
                context[name] = {"link": uri, "title": title}
                context["rellinks"] = [*context["rellinks"], (docname, title, key, label)]

    def _list(self, docname: str, section: str, env: BuildEnvironment) -> None:
        """List a page in the navigation below its section, until the next page is written."""
        toc, known = env.tocs[section], env.toctree_includes.get(section)
        title, *below = cast("nodes.list_item", toc[0]).children
        # without the headings of the section: other parts of the archive do not have them
        trees = [
            tree for box in below for tree in box.children if isinstance(tree, addnodes.toctree)
        ]
        entry = nodes.list_item("", title.deepcopy())
        listed = [tree.deepcopy() for tree in trees]
        entry += nodes.bullet_list("", *listed, common.toctree_of(section, [docname]))
        env.tocs[section] = nodes.bullet_list("", entry)
        env.toctree_includes[section] = [*(known or ()), docname]

        def restore() -> None:
            env.tocs[section] = toc
            if known is None:
                env.toctree_includes.pop(section, None)
            else:
                env.toctree_includes[section] = known
            self._restore = lambda: None

        self._restore = restore


def _branch(docname: str, app: Sphinx) -> list[str]:
    """Return the pages of the navigation from the top to a section, without the first page."""
    branch: list[str] = []
    relations: dict[str, Any] = getattr(app.builder, "relations", {})
    while docname and docname != app.config.root_doc and docname not in branch:
        branch.insert(0, docname)
        docname = next(iter(relations.get(docname, ())), None) or ""
    return branch


def _title(link: Link) -> str:
    """Return the title of an episode as HTML, marked with its language."""
    title = escape(link.text)
    return f'<span lang="{escape(link.language)}">{title}</span>' if link.language else title
