"""Generated pages, as real Sphinx documents.

The source of such a page is a small file beside the doctrees: the question that the page
shows, and a hash of the answer. It is written only if that changes, so that Sphinx's own check of
modification times finds the pages to read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.parsers import Parser
from sphinx.project import Project

from sphinxcontrib_podcast.sphinx_ext.compat import StrPath
from sphinxcontrib_podcast.sphinx_ext.domain import Documents
from sphinxcontrib_podcast.sphinx_ext.nodes import deferred
from sphinxcontrib_podcast.sphinx_ext.pages import common
from sphinxcontrib_podcast.sphinx_ext.pages.entity import (
    draw_entity,
    draw_entity_index,
    draw_letter,
)
from sphinxcontrib_podcast.sphinx_ext.pages.hover import addresses_in, ask_for_cards
from sphinxcontrib_podcast.sphinx_ext.pages.listing import draw_archive, draw_channel, draw_episodes
from sphinxcontrib_podcast.sphinx_ext.pages.quotes import draw_quotes
from sphinxcontrib_podcast.sphinx_ext.project import FOLDER
from sphinxcontrib_podcast.sphinx_ext.tracking import ask
from sphinxcontrib_podcast.views.episode import MOST_IN_NAVIGATION
from sphinxcontrib_podcast.views.questions import QUESTIONS, generated_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.environment import BuildEnvironment

    from sphinxcontrib_podcast.sphinx_ext.domain import PodDomain

# Where the doctrees, of this build or another one, lie in the source folder.
_OWN_FOLDERS = (f"{FOLDER}/**", f"**/{FOLDER}/**")

#: The suffix of the sources of generated pages.
SUFFIX = ".podcast"

# The pages that the navigation leads to: each part of an archive has those that are short, and
# of those that grow with the archive the title.
_SHORT = {"archive", "entity_index", "all_quotes"}
_LONG = {"all_episodes", "letter_page", "channel_page"}

#: How the answer to each question is drawn.
_DRAW: Mapping[str, Callable[[Any, BuildEnvironment], nodes.section]] = {
    "archive": draw_archive,
    "all_episodes": draw_episodes,
    "entity_index": draw_entity_index,
    "letter_page": draw_letter,
    "all_quotes": draw_quotes,
    "month_quotes": draw_quotes,
    "channel_page": draw_channel,
    "entity_page": draw_entity,
}


class PodcastProject(Project):
    """A project with documents that are not in the source folder.

    ``folder`` holds the sources of generated pages, and the decoded text of files that
    are not UTF-8.

    :param mended: the paths of these.
    :param left_out: documents that are not published.
    """

    def __init__(
        self,
        project: Project,
        folder: Path,
        documents: Documents = Documents(),  # noqa: B008 - it is frozen
        mended: Iterable[str] = (),
        left_out: Iterable[str] = (),
    ) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self.restore(project)
        self.folder = folder
        self.generated, self.only_titles, self.elsewhere = map(frozenset, documents)
        self.elsewhere |= frozenset(left_out)
        self.mended = frozenset(mended)
        # builders ask what is out of date before Sphinx looks for files
        self.docnames = self.docnames - self.elsewhere | self.generated

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find the author's documents, and add the generated ones."""
        super().discover([*exclude_paths, *_OWN_FOLDERS], include_paths)
        self.docnames = self.docnames - self.elsewhere | self.generated
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> StrPath:
        """The path of a document; relative ones keep the form that themes expect."""
        if docname in self.generated:
            name = f"{docname}{SUFFIX}"
            return StrPath(source_path(self.folder, docname) if absolute else name)
        path = super().doc2path(docname, absolute=False)
        if absolute and str(path) in self.mended:
            return StrPath(mended_path(self.folder, str(path)))
        return super().doc2path(docname, absolute)


def source_path(folder: Path, docname: str) -> Path:
    """The source of a generated page."""
    return folder / "pages" / f"{docname}{SUFFIX}"


def mended_path(folder: Path, path: str) -> Path:
    """The decoded text of a file that is not UTF-8."""
    return folder / "mended" / path


def write_sources(
    domain: PodDomain,
    folder: Path,
    mended: Mapping[str, str],
    written: Set[str],
    is_here: Callable[[str], bool],
) -> Documents:
    """Write what changed, remove what is gone.

    :param written: the author's documents: where one has the name of a generated page, it
        takes its place.
    :param is_here: whether the build makes a page, or another part of the archive does.
    """
    wanted: dict[Path, str] = {}
    generated: list[str] = []
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
        generated.append(docname)
        answer_hash = domain.tracker.hash_of(question, args)
        source = {"question": question, "arguments": args, "hash": answer_hash}
        wanted[source_path(folder, docname)] = json.dumps(source, ensure_ascii=False)
    wanted |= {mended_path(folder, path): text for path, text in mended.items()}
    for old in [*folder.glob(f"pages/**/*{SUFFIX}"), *folder.glob("mended/**/*")]:
        if old not in wanted and old.is_file():
            old.unlink()
    for path, text in wanted.items():
        with suppress(OSError):
            if path.read_text(encoding="utf-8") == text:
                continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    elsewhere = [docname for docname in domain.catalogue.episodes if not is_here(docname)]
    return Documents(generated, only_titles, elsewhere)


def has_sources(folder: Path, docnames: Iterable[str]) -> bool:
    """Whether the sources of generated pages are all there."""
    return all(source_path(folder, docname).is_file() for docname in docnames)


class GeneratedPageParser(Parser):
    """Draws what Sphinx has to see of the answer to a page's question: titles, images, toctrees."""

    supported = ("podcast",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Ask the catalogue, and draw the answer."""
        env: BuildEnvironment = document.settings.env
        source = json.loads(inputstring)
        question, args = source["question"], tuple(source["arguments"])
        answer = ask(env, QUESTIONS[question], *args)
        root = draw_answer(question, args, answer, env)
        root["classes"].append("pod-page")
        document += common.untranslated(root)
        for number, waiting in enumerate(root.findall(deferred)):
            del waiting["draw"]  # it cannot be pickled
            waiting["page"], waiting["number"] = (question, args), number
        ask_for_cards(addresses_in(answer), env)
        for section in document.findall(nodes.section):
            document.note_implicit_target(section, section)
        # thousands of entries would make every toctree slow; the indices lead to them
        if question in ("entity_page", "month_quotes"):
            env.metadata[env.docname]["orphan"] = ""
        elif len(root) > MOST_IN_NAVIGATION:
            env.metadata[env.docname]["tocdepth"] = 1


def draw_answer(
    question: str, args: Sequence[str], answer: Any, env: BuildEnvironment
) -> nodes.section:
    """A page that no one wrote, with what is drawn later."""
    return _DRAW[args[0] if question == "only_title" else question](answer, env)
