"""Reduce the overhead of parallel builds (``-j``).

Sphinx reads and writes documents in processes that start with a copy of the whole environment.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from sphinxcontrib_podcast.sphinx_ext.compat import change_pickled_state
from sphinxcontrib_podcast.sphinx_ext.domain import pod_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Large attributes of the environment that are dictionaries by document name.
_BY_DOCUMENT = ("titles", "longtitles", "tocs")


class Processes:
    """Makes each process of a build handle only the data of its own documents."""

    def __init__(self, app: Sphinx) -> None:
        self._process: int | None = None  # the one in which Sphinx started to read
        app.connect("env-before-read-docs", self._note)
        app.connect("source-read", self._read, priority=0)
        app.connect("html-page-context", self._write, priority=0)

    def _note(self, *_args: Any) -> None:
        self._process = os.getpid()

    def _read(self, app: Sphinx, *_args: Any) -> None:
        if self._begin():
            send_what_is_read(app.env)

    def _write(self, *_args: Any) -> None:
        self._begin()

    def _begin(self) -> bool:
        """Prepare a process that Sphinx has started. Return whether this was its first call."""
        if self._process in (None, os.getpid()):
            return False
        self._process = os.getpid()
        gc.freeze()  # the inherited objects are not garbage
        return True


def send_what_is_read(env: BuildEnvironment) -> None:
    """Let this process send back only data that it reads from now on.

    Sphinx sends the whole environment, and ignores the data of documents that the process has not
    read: see ``BuildEnvironment.merge_info_from``.
    """
    given = {name: frozenset(getattr(env, name)) for name in _BY_DOCUMENT}
    kept = {name: frozenset(pod_domain(env).data[name]) for name in ("answers", "sources")}

    def change(state: dict[str, Any]) -> None:
        state.update((name, _without(state[name], known)) for name, known in given.items())
        pod = state["domaindata"]["pod"]
        pod = {**pod, **{name: _without(pod[name], known) for name, known in kept.items()}}
        state["domaindata"] = {**state["domaindata"], "pod": pod}

    change_pickled_state(env, change)


def _without(known: dict[str, Any], given: frozenset[str]) -> dict[str, Any]:
    return {docname: value for docname, value in known.items() if docname not in given}


def setup(app: Sphinx) -> None:
    """Connect to the events of a build."""
    Processes(app)
