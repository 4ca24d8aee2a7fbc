"""Fetching what a feed names: from the public web only, with bounds of time and size."""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Event, Timer
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.poolmanager import PoolManager

from sphinxcontrib_podcast import __version__
from sphinxcontrib_podcast.formats.html_to_markdown import absolute, web_address

_PATIENCE = 20  # seconds without a byte
_LONGEST = 600  # seconds for a whole file
_MOST_REDIRECTS = 10
_CHUNK = 1 << 16
#: Text and the like: media types of feeds, chapters and transcripts, as servers name them.
_TYPES = re.compile(
    r"text/.*|.*[/+.](?:xml|rss|atom|rdf|json|srt|vtt|subrip|x-subrip)(?:\+.*)?"
    r"|(?:application|binary)/octet-stream|unknown/unknown|[^/]*",
    re.IGNORECASE,
)
_TRANSLATED = IPv6Network("64:ff9b::/96")  # addresses of IPv4 on networks that have only IPv6
_GLOBAL = IPv6Network("2000::/3")


class FetchError(Exception):
    """The content of an address is not available; the text says why."""


class Fetched(NamedTuple):
    """The content at an address, and the address that redirects led to."""

    content: bytes
    address: str


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED:
            embedded = ip_address(int(ip) & 0xFFFFFFFF)  # type: ignore[assignment]
        if embedded is not None:
            return is_public(str(embedded))
        if ip not in _GLOBAL or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast


class Web:
    """Fetches from the public web.

    An address that the user typed may be private; then its server, and only that, may be asked
    for more. With ``allow_private`` any may. Through a proxy, it is the proxy that connects.
    """

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._typed = False  # whether the next connection is the one that the user asked for
        self._own: set[tuple[str, int]] = set()
        self._connections: list[socket.socket] = []  # of the address that is being fetched
        self._late = Event()
        self._session = requests.Session()
        self._session.trust_env = False  # no passwords of ~/.netrc
        self._session.headers.update({
            "User-Agent": f"sphinxcontrib-podcast/{__version__}",
            "Accept-Encoding": "identity",
            "Connection": "close",  # each request is checked anew
        })  # fmt: skip
        self._session.adapters.clear()  # no other schemes
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(self))

    def fetch(self, url: str, most_bytes: int, *, typed: bool = False) -> Fetched:
        """Return the content of an address of the web (http, https).

        :param typed: the user typed the address.
        :raises FetchError: if it is not available: no such place, no answer in time, too large.
        """
        self._typed = typed
        self._late.clear()
        address = web_address(url)
        deadline = Timer(_LONGEST, self._give_up)
        deadline.daemon = True
        deadline.start()
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                with self._ask(address) as answer:
                    self._typed = False
                    address = _without_user(address)
                    target = self._session.get_redirect_target(answer)
                    if target is None:
                        content = _read(answer, most_bytes)
                        if self._late.is_set():
                            raise TimeoutError
                        return Fetched(content, address)
                address = web_address(absolute(target, address)) or target
            raise FetchError(f"it leads to another address more than {_MOST_REDIRECTS} times")
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            if self._late.is_set():
                raise FetchError(f"it takes longer than {_LONGEST} seconds") from error
            raise FetchError(_reason(error)) from error
        finally:
            deadline.cancel()
            while self._connections:
                self._connections.pop().close()

    def _ask(self, address: str) -> requests.Response:
        """Ask a server; a name and a password in the address are sent to this server only."""
        if not address.lower().startswith(("http://", "https://")):
            raise FetchError(f"{address[:80]!r} is no address of the web (http, https)")
        return self._session.get(
            address, stream=True, timeout=_PATIENCE, allow_redirects=False,
            proxies=self._proxies(address),
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
        )  # fmt: skip

    def _proxies(self, address: str) -> dict[str, str]:
        """Return the proxies of the environment. They look up names: only numbers are checked."""
        proxies = get_environ_proxies(address)
        host = (urlsplit(address).hostname or "").rstrip(".")
        if select_proxy(address, proxies) and not (self._allow_private or self._typed):
            if host == "localhost" or host.endswith(".localhost"):
                raise _private(host, host)
            with suppress(socket.gaierror):  # a name
                numbers = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
                if not is_public(ip := str(numbers[0][4][0])):
                    raise _private(host, ip)
        return proxies

    def _give_up(self) -> None:
        self._late.set()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def connect(
        self, host: str, port: int, timeout: float | None, *, is_proxy: bool = False
    ) -> socket.socket:
        """Connect to one of the addresses of a host, if feeds may lead there.

        The name is looked up once: the address that is checked is the one that is connected to.

        :raises FetchError: if they may not, or none answers.
        """
        typed, self._typed = self._typed, False
        failure = f"{host} has no address"
        for family, kind, protocol, _, place in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        ):
            ip = str(place[0])
            is_own = is_proxy or typed or (ip, port) in self._own
            if not (self._allow_private or is_own or is_public(ip)):
                raise _private(host, ip)
            if self._late.is_set():
                break
            connection = socket.socket(family, kind, protocol)
            connection.settimeout(timeout)
            try:
                connection.connect(place)
            except OSError as error:
                connection.close()
                failure = _reason(error)
                continue
            if typed and not is_public(ip):
                self._own.add((ip, port))
            self._connections.append(connection.dup())  # TLS takes the other one over
            if self._late.is_set():
                self._give_up()
            return connection
        raise FetchError(failure)


class _Adapter(HTTPAdapter):
    """Makes connections by :meth:`Web.connect`, but for those to a proxy."""

    def __init__(self, web: Web) -> None:
        def connect(connection: HTTPConnection) -> socket.socket:
            return web.connect(
                connection.host.strip("[]"), connection.port, connection.timeout,
                is_proxy=connection.proxy is not None,
            )  # fmt: skip

        class Checked(HTTPConnection):
            _new_conn = connect

        class CheckedTLS(HTTPSConnection):
            _new_conn = connect

        class Pool(HTTPConnectionPool):
            ConnectionCls = Checked

        class PoolTLS(HTTPSConnectionPool):
            ConnectionCls = CheckedTLS

        self._pools = {"http": Pool, "https": PoolTLS}
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> PoolManager:
        """Return what connects to a proxy."""
        manager: PoolManager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._pools
        return manager


def _private(host: str, ip: str) -> FetchError:
    return FetchError(f"{host} is a private address ({ip}); --allow-private lets feeds lead there")


def _without_user(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _read(answer: requests.Response, most_bytes: int) -> bytes:
    if not 200 <= answer.status_code < 300:
        raise FetchError(f"the server answers {answer.status_code} ({answer.reason})")
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    if not _TYPES.fullmatch(kind):
        raise FetchError(f"it is of the kind {kind[:60]!r}, which is no text")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchError("the server packs what nobody asked it to pack")
    content = bytearray()
    while chunk := answer.raw.read(_CHUNK, decode_content=False):
        content += chunk
        if len(content) > most_bytes:
            raise FetchError(f"it is larger than {most_bytes >> 20} MiB")
    return bytes(content)


def _reason(error: BaseException) -> str:
    """Return the innermost reason of an error, on one line."""
    if isinstance(error, ProtocolError) and not isinstance(error.args[-1], OSError):
        return "the connection broke off"
    if isinstance(error, requests.Timeout | TimeoutError):
        return f"no answer within {_PATIENCE} seconds"
    inner = next((arg for arg in error.args if isinstance(arg, BaseException)), None)
    inner = inner or getattr(error, "reason", None)
    if isinstance(inner, BaseException):
        return _reason(inner)
    text = getattr(error, "strerror", None) or str(error)
    return text.partition("\n")[0] or type(error).__name__
