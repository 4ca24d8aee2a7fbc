"""Build a site repeatedly, each time in a process that has the project loaded already."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncIterator
from multiprocessing.context import ForkServerContext, SpawnContext

from sphinxcontrib_podcast.sphinx_ext import register
from sphinxcontrib_podcast.sphinx_ext.standby import BUILD, Outcome, Pages, Paths, stand_by

_STOPPED = "the process of the build was stopped"


class Builds:
    """The process that waits for the next build.

    It is forked from a process that has imported everything, or started anew on systems that
    cannot fork.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._context: ForkServerContext | SpawnContext
        if "forkserver" in multiprocessing.get_all_start_methods():
            self._context = multiprocessing.get_context("forkserver")
            self._context.set_forkserver_preload([stand_by.__module__, register.__module__])
        else:
            self._context = multiprocessing.get_context("spawn")
        self._start()

    def _start(self) -> None:
        self._connection, theirs = self._context.Pipe()
        self._process = self._context.Process(
            target=stand_by, args=(theirs, self._paths), daemon=True
        )
        self._process.start()
        theirs.close()

    async def run(self) -> AsyncIterator[Pages | Outcome]:
        """Build, and yield what the process sends."""
        connection, process = self._connection, self._process
        try:
            connection.send(BUILD)
            while True:
                message: Pages | Outcome = await asyncio.to_thread(connection.recv)
                yield message
                if isinstance(message, Outcome):
                    break
        except (EOFError, OSError):
            yield Outcome((), (), _STOPPED)
        await asyncio.to_thread(process.join)
        self._start()

    def restart(self) -> None:
        """Load the project again, because its configuration has changed."""
        self.stop()
        self._start()

    def stop(self) -> None:
        """Stop the process."""
        self._connection.close()
        self._process.terminate()
        self._process.join()
