"""Serve a site to this computer, and tell its pages when they have changed."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import time
import webbrowser
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sphinxcontrib_podcast.cli.output import CommandError, say, show
from sphinxcontrib_podcast.serve.builds import Builds
from sphinxcontrib_podcast.sphinx_ext.standby import Outcome, Pages, Paths

_HOST = "127.0.0.1"
_SCRIPT = Path(__file__).with_name("reload.js")
_SCRIPT_URL = "/_podcast/reload.js"
_NEW_PROJECT = (".py", ".po", ".mo")  # files that are loaded with the project
_PAUSE = 50  # milliseconds without a change, after which a build begins


class State:
    """The number of the last build and its messages, which are sent to the pages in browsers."""

    def __init__(self) -> None:
        self.build = 0
        self.messages: tuple[str, ...] = ()
        self.is_stopped = False
        self._changed = asyncio.Condition()
        self._by_file: dict[str, list[str]] = {}

    async def pages_written(self) -> None:
        """Let the pages be loaded again."""
        async with self._changed:
            self.build += 1
            self._changed.notify_all()

    async def built(self, outcome: Outcome) -> None:
        """Show the messages of a build, and those of files that it did not read."""
        for path in ("", *outcome.read):
            self._by_file.pop(path, None)
        for warning in outcome.warnings:
            path = next((path for path in outcome.read if warning.startswith(f"{path}:")), "")
            self._by_file.setdefault(path, []).append(warning)
        error = (outcome.error,) if outcome.error else ()
        async with self._changed:
            self.messages = (*error, *(text for texts in self._by_file.values() for text in texts))
            self._changed.notify_all()

    async def stop(self) -> None:
        """End the streams of events."""
        async with self._changed:
            self.is_stopped = True
            self._changed.notify_all()

    async def events(self) -> AsyncIterator[str]:
        """Yield the state and each change of it, as server-sent events (HTML standard, 9.2)."""
        while not self.is_stopped:
            sent = (self.build, self.messages)
            data = json.dumps({"build": sent[0], "messages": sent[1]})
            yield f"data: {data}\n\n"
            async with self._changed:
                await self._changed.wait_for(
                    lambda sent=sent: self.is_stopped or (self.build, self.messages) != sent  # type: ignore[misc]
                )


class _Site(StaticFiles):
    """The files of a site; each page has the script that loads it again."""

    def __init__(self, output: Path, state: State) -> None:
        super().__init__(directory=output, html=True, check_dir=False)
        self._state = state

    async def get_response(self, path: str, scope: Any) -> Response:
        """Return a file, which a browser asks for again each time."""
        tag = f'<script src="{_SCRIPT_URL}" data-build="{self._state.build}"></script></body>'
        response = await super().get_response(path, scope)
        is_page = isinstance(response, FileResponse) and response.media_type == "text/html"
        if is_page and scope["method"] == "GET":
            page = Path(response.path).read_bytes()  # type: ignore[attr-defined]
            before, _, after = page.rpartition(b"</body>")
            content = before + tag.encode() + after
            response = Response(content, response.status_code, media_type="text/html")
        response.headers["Cache-Control"] = "no-cache"
        return response


def application(output: Path, state: State) -> Starlette:
    """Return the web application that serves a site."""

    async def events(_request: Request) -> Response:
        return StreamingResponse(
            state.events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    return Starlette(
        routes=[
            Route("/_podcast/events", events),
            Route(_SCRIPT_URL, lambda _request: FileResponse(_SCRIPT)),
            Mount("/", _Site(output, state)),
        ],
        # pages of other sites cannot read this one under a name of theirs
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[_HOST, "localhost"])],
    )


class _Sources(watchfiles.DefaultFilter):
    """Files of the author, not those that a build writes."""

    def __init__(self, output: Path) -> None:
        super().__init__()
        self._output = output

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        """Return whether the change of a file needs a build."""
        return not Path(path).is_relative_to(self._output) and super().__call__(change, path)


class _Server(uvicorn.Server):
    """A server that ends the streams of events first, so that no connection is left open."""

    def __init__(self, app: Starlette, state: State) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        self._state = state

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._state.stop()
        await super().shutdown(sockets)


def serve(source: Path, output: Path, builder: str, port: int, *, opens: bool) -> None:
    """Build a site and serve it until the user stops the command.

    :raises CommandError: if the port cannot be used.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
    except OSError as error:
        raise CommandError(
            f"port {port} cannot be used ({error.strerror}). Choose another one with --port"
        ) from error
    # uvicorn raises the signal again after it stops; the default action would leave a build running
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    url = f"http://{_HOST}:{listener.getsockname()[1]}/"
    asyncio.run(_serve(Paths(source, output, builder), listener, url, opens))


async def _serve(paths: Paths, listener: socket.socket, url: str, opens: bool) -> None:
    state = State()
    builds = Builds(paths)
    server = _Server(application(paths.output, state), state)

    changed: asyncio.Queue[str] = asyncio.Queue()

    async def watch() -> None:
        watch_filter = _Sources(paths.output)
        async for changes in watchfiles.awatch(
            paths.source, watch_filter=watch_filter, step=_PAUSE, debounce=10 * _PAUSE
        ):
            for _change, path in changes:
                changed.put_nowait(path)

    async def build() -> None:
        await _build(builds, state)
        show(f"Serving {url}")
        if opens:
            webbrowser.open(url)
        while True:
            files = [await changed.get()]
            while not changed.empty():
                files.append(changed.get_nowait())
            if any(file.endswith(_NEW_PROJECT) for file in files):
                builds.restart()
            await _build(builds, state)

    work = asyncio.gather(watch(), build())
    work.add_done_callback(lambda _work: setattr(server, "should_exit", True))
    try:
        await server.serve([listener])
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        builds.stop()


async def _build(builds: Builds, state: State) -> None:
    start = time.perf_counter()
    async for result in builds.run():
        if isinstance(result, Pages):
            await state.pages_written()
        else:
            await state.built(result)
            _report(result, time.perf_counter() - start)


def _report(outcome: Outcome, seconds: float) -> None:
    if outcome.error:
        say(outcome.error, "The build failed; the last pages are shown.")
    else:
        say(*outcome.warnings, f"Built in {seconds:.1f} s, {len(outcome.read)} files read.")
