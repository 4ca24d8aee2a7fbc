"""Fetching what a feed names: from the web only, with bounds of time and size."""

from __future__ import annotations

import time
from base64 import b64encode
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, NamedTuple, cast
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from sphinxcontrib_podcast import __version__
from sphinxcontrib_podcast.formats.html_to_markdown import web_address

_PATIENCE = 20  # seconds without a byte
_LONGEST = 600  # seconds for a whole file
_CHUNK = 1 << 16


class FetchError(Exception):
    """What was to be fetched is not there; its text says why."""


class Fetched(NamedTuple):
    """What is at an address, and where redirects led to."""

    content: bytes
    address: str


class _Redirects(HTTPRedirectHandler):
    """Leads from the web to the web only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:  # type: ignore[override, unused-ignore]
        if not newurl.lower().startswith(("http://", "https://")):
            raise FetchError(f"it leads to {newurl[:80]!r}, which is not on the web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(url: str, most_bytes: int) -> Fetched:
    """What is at an address of the web (http, https).

    :raises FetchError: where it cannot be had: no such place, no answer in time, too large.
    """
    address = web_address(url)
    if not address.lower().startswith(("http://", "https://")):
        raise FetchError("it is no address of the web (http, https)")
    # no handlers for files, FTP and data
    opener = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler(), _Redirects(),
                    HTTPErrorProcessor(), HTTPDefaultErrorHandler()):  # fmt: skip
        opener.add_handler(handler)
    try:
        response = opener.open(_request(address), timeout=_PATIENCE)
        with cast("HTTPResponse", response) as answer:
            return Fetched(_read(answer, most_bytes), answer.geturl())
    except HTTPError as error:
        raise FetchError(
            f"the server answers {error.code} ({_first_line(error.reason)})"
        ) from error
    except TimeoutError as error:
        raise FetchError(f"no answer within {_PATIENCE} seconds") from error
    except URLError as error:
        raise FetchError(_first_line(error.reason)) from error
    except (HTTPException, OSError, ValueError) as error:
        raise FetchError(_first_line(error) or type(error).__name__) from error


def _request(address: str) -> Request:
    """A request; where the address has a name and a password, only its own host is told them."""
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    headers = {"User-Agent": f"sphinxcontrib-podcast/{__version__}"}
    request = Request(parts._replace(netloc=host).geturl(), headers=headers)
    if at:
        token = b64encode(unquote(user).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")
    return request


def _first_line(reason: object) -> str:
    return str(getattr(reason, "strerror", None) or reason).partition("\n")[0]


def _read(answer: HTTPResponse, most_bytes: int) -> bytes:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchError("the server packs what nobody asked it to pack")
    deadline = time.monotonic() + _LONGEST
    content = bytearray()
    while chunk := answer.read(_CHUNK):
        content += chunk
        if len(content) > most_bytes:
            raise FetchError(f"it is larger than {most_bytes >> 20} MiB")
        if time.monotonic() > deadline:
            raise FetchError(f"it takes longer than {_LONGEST} seconds")
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and len(content) < int(announced):
        raise FetchError("the connection broke off")
    return bytes(content)
