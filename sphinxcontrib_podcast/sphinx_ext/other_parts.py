"""Links to documents of other parts of an archive that is built in parts."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from sphinxcontrib_podcast.catalogue.addresses import Address
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import title_of_document


class LinksElsewhere(SphinxTransform):
    """Leads links to episodes and generated pages that another part has to their addresses.

    These are the role ``doc``, and the links of MyST to files.
    """

    default_priority = 715  # after names were linked, before the cards of links are asked for

    def apply(self, **kwargs: Any) -> None:
        """Replace such references by links to their address."""
        if not self.config.podcast_part:
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
            # as those have that do this within a project
            content["classes"] = ["doc"] if link["refdomain"] == "std" else ["std", "std-doc"]
            address = Address(docname, link.get("reftargetid") or "")
            link.replace_self(common.to_address(address, content))


def _document(link: pending_xref, here: str) -> str:
    """The document that a link leads to; empty where it leads to something else."""
    kind = link.get("refdomain"), link["reftype"]
    if kind == ("std", "doc"):
        return docname_join(here, link["reftarget"])
    return str(link["reftarget"]) if kind == ("doc", "myst") else ""
