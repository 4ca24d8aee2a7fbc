"""Link to documents in other parts of an archive that is built in parts."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.settings import settings_of
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import title_of_document


class LinksToOtherParts(SphinxTransform):
    """Resolves links to episodes and generated pages in other parts of the archive.

    Such links are written with the role ``doc``, or as MyST links to files.
    """

    default_priority = 715  # after AutoLink (710), before HoverCards (720)

    def apply(self, **kwargs: Any) -> None:
        """Replace such references with links to their addresses."""
        if not settings_of(self.config).part:
            return
        for link in list(self.document.findall(pending_xref)):
            docname = _document(link, self.env.docname)
            if not docname or docname in self.env.found_docs:
                continue
            title = ask(self.env, title_of_document, docname)
            if title is None:
                continue
            content = nodes.inline("", title)
            if link["refexplicit"] and isinstance(link.children[0], nodes.Element):
                content = nodes.inline("", "", *link.children[0].children)
            # the classes of such links within a project
            content["classes"] = ["doc"] if link["refdomain"] == "std" else ["std", "std-doc"]
            address = Address(docname, link.get("reftargetid") or "")
            link.replace_self(common.to_address(address, content))


def _document(link: pending_xref, here: str) -> str:
    """Return the document that a link leads to, or "" if it leads to something else."""
    kind = link.get("refdomain"), link["reftype"]
    if kind == ("std", "doc"):
        return docname_join(here, link["reftarget"])
    return str(link["reftarget"]) if kind == ("doc", "myst") else ""
