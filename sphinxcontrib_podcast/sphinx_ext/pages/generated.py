"""Generated pages, as real Sphinx documents.

The source of such a page is a small file beside the doctrees: the question whose answer the page
shows, and a hash of the answer. It is written only if it has changed, so that Sphinx finds the
pages to read again by their modification times.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.parsers import Parser
from sphinx.project import Project

from sphinxcontrib_podcast.catalogue.store import write_text
from sphinxcontrib_podcast.sphinx_ext.domain import Documents
from sphinxcontrib_podcast.sphinx_ext.nodes import generated_page
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.common import Drawing
from sphinxcontrib_podcast.sphinx_ext.pages.hover import addresses_in, ask_for_cards
from sphinxcontrib_podcast.sphinx_ext.pages.parts import page_kind
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.questions import QUESTIONS, generated_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.sphinx_ext.domain import PodDomain

# The folders for doctrees of this or another build, if they are inside the source folder.
_OWN_FOLDERS = (f"{FOLDER}/**", f"**/{FOLDER}/**")

#: The suffix of the sources of generated pages.
SUFFIX = ".podcast"

# The number of headings in the table of contents of a page. A longer one would not help readers.
_MOST_HEADINGS = 100

# Pages that need not be in a toctree. The navigation shows them while they are written (see
# ``navigation.py``), or a note says how it can lead to the archive (see ``events.py``).
_IN_NO_TOCTREE = {
    "archive", "collection_page", "entity_page", "entity_part", "month_quotes", "some_episodes",
}  # fmt: skip

# The pages in the navigation. Each part of an archive has the short ones, and only the titles of
# those that grow with the archive.
_SHORT = {"archive", "entity_index", "all_quotes", "all_tags"}
_LONG = {"all_episodes", "letter_page", "channel_page"}


class PodcastProject(Project):
    """A project with documents that are not in the source folder.

    :param folder: contains the sources of generated pages, and the decoded text of files that are
        not UTF-8.
    :param output: the output folder, whose Markdown copies of pages are no sources.
    :param decoded: the paths of files that are not UTF-8.
    :param left_out: documents of the source folder that are not read or not published.
    """

    def __init__(
        self,
        project: Project,
        folder: Path,
        output: Path,
        documents: Documents = Documents(),  # noqa: B008 - it is frozen
        decoded: Iterable[str] = (),
        left_out: Iterable[str] = (),
    ) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self.restore(project)
        self.folder = folder
        inside = output.is_relative_to(project.srcdir)
        self.output = [output.relative_to(project.srcdir).as_posix()] if inside else []
        self.generated, self.only_titles, self.elsewhere = map(frozenset, documents)
        self.decoded = frozenset(decoded)
        self.left_out = self.elsewhere.union(left_out)
        # builders look for outdated documents before Sphinx looks for files
        self.docnames = self.docnames - self.left_out | self.generated

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the author's documents, and add the generated ones."""
        super().discover([*exclude_paths, *_OWN_FOLDERS, *self.output], include_paths)
        self.docnames = self.docnames - self.left_out | self.generated
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """Return the path of a document. Relative paths keep the form that themes expect."""
        as_sphinx = type(self.srcdir)  # before Sphinx 10, its paths have string methods
        if docname in self.generated:
            name = f"{docname}{SUFFIX}"
            return as_sphinx(source_path(self.folder, docname) if absolute else name)
        path = super().doc2path(docname, absolute=False)
        if absolute and str(path) in self.decoded:
            return as_sphinx(decoded_path(self.folder, str(path)))
        return super().doc2path(docname, absolute)


def source_path(folder: Path, docname: str) -> Path:
    """Return the path of the source of a generated page."""
    return folder / "pages" / f"{docname}{SUFFIX}"


def decoded_path(folder: Path, path: str) -> Path:
    """Return the path of the decoded text of a file that is not UTF-8."""
    return folder / "decoded" / path


def documents_of(domain: PodDomain, written: Set[str], is_here: Callable[[str], bool]) -> Documents:
    """Return the documents that the archive adds or removes.

    :param written: the author's documents, which take precedence over generated pages.
    :param is_here: returns whether a page is in this part of the archive.
    """
    generated: dict[str, str] = {}
    only_titles: list[str] = []
    for docname, (question, args) in generated_pages(domain.catalogue).items():
        if docname in written:
            continue
        if not is_here(docname):
            if question in _LONG:
                only_titles.append(docname)
                question, args = "only_title", (question, *args)
            elif question not in _SHORT:
                continue
        answer_hash = domain.tracker.hash_of(question, args)
        source = {"question": question, "arguments": args, "hash": answer_hash}
        generated[docname] = json.dumps(source, ensure_ascii=False)
    elsewhere = [docname for docname in domain.catalogue.episodes if not is_here(docname)]
    return Documents(generated, only_titles, elsewhere)


def write_sources(folder: Path, generated: Mapping[str, str], decoded: Mapping[str, str]) -> None:
    """Write the sources that differ from the files on disk, and remove all others.

    Files are compared even if the archive is unchanged: a power failure may have damaged them.

    :param generated: the sources of generated pages, by document name.
    :param decoded: the decoded text of files that are not UTF-8, by path.
    """
    wanted = {source_path(folder, docname): text for docname, text in generated.items()}
    wanted |= {decoded_path(folder, path): text for path, text in decoded.items()}
    for old in [*folder.glob("pages/**/*"), *folder.glob("decoded/**/*")]:
        if old not in wanted and old.is_file():
            old.unlink()
    for path, text in wanted.items():
        with suppress(OSError):
            if path.read_bytes() == text.encode():
                continue
        write_text(path, text)


class GeneratedPageParser(Parser):
    """Draws the parts of a generated page that Sphinx needs to see: titles, images, toctrees."""

    supported = ("podcast",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Ask the catalogue, and draw the answer."""
        env: BuildEnvironment = document.settings.env
        source = json.loads(inputstring)
        question, args = source["question"], tuple(source["arguments"])
        answer = ask(env, QUESTIONS[question], *args)
        drawn = page_kind(question, args).draw(answer, Drawing(env))
        root = generated_page("", *drawn.children, **drawn.attributes)
        root["question"] = question, args
        root["classes"].append("pod-page")
        document += common.untranslated(root)
        ask_for_cards(addresses_in(answer), env)
        for section in document.findall(nodes.section):
            document.note_implicit_target(section, section)
        if question in _IN_NO_TOCTREE:
            env.metadata[env.docname]["orphan"] = ""
        elif len(root) > _MOST_HEADINGS:
            env.metadata[env.docname]["tocdepth"] = 1
