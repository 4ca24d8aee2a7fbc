"""What an import fetches, and from where."""

from __future__ import annotations

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from sphinxcontrib_podcast.cli import fetch as fetch_module
from sphinxcontrib_podcast.cli.fetch import FetchError, Web, is_public

from .conftest import Run, Served
from .test_rss import VTT, feed, item

PUBLIC = "93.184.216.34"  # as an example; nothing is sent there
Resolve = Callable[..., None]


def leading_to(*addresses: str) -> str:
    more = "".join(f'<podcast:transcript url="{a}" type="text/vtt"/>' for a in addresses)
    return feed(item(more=more))


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch, web: Served) -> Resolve:
    """Give names addresses, one after the other; the public address is that of the server."""
    port = int(web.address.rpartition(":")[2])
    names: dict[str, list[str]] = {}
    known = socket.getaddrinfo

    def look_up(host: str, port: int, *arguments: object, **options: object) -> object:
        if host in names:
            host = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
        return known(host, port, *arguments, **options)  # type: ignore[arg-type]

    class Rerouted(socket.socket):
        def connect(self, place: object) -> None:
            is_there = isinstance(place, tuple) and place[0] == PUBLIC
            super().connect(("127.0.0.1", port) if is_there else place)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "socket", Rerouted)
    return lambda **given: names.update({f"{k}.example": v for k, v in given.items()})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True), ("1.1.1.1", True), ("2606:4700::1111", True), ("64:ff9b::808:808", True),
        ("127.0.0.1", False), ("127.8.8.8", False), ("0.0.0.0", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.20", False), ("169.254.169.254", False),
        ("100.64.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False), ("224.0.0.1", False),
        ("239.1.1.1", False), ("240.0.0.1", False), ("255.255.255.255", False),
        ("::", False), ("::1", False), ("::127.0.0.1", False), ("fe80::1%eth0", False),
        ("fc00::1", False), ("fd12::1", False), ("fec0::1", False), ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("::ffff:1.1.1.1", True),
        ("64:ff9b::7f00:1", False), ("64:ff9b::a00:1", False), ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False), ("2002:c0a8:101::", False), ("2001:0:1::1", False), ("2001:db8::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1",
     "127.1", "LOCALHOST", "inner.example"],
)  # fmt: skip
def test_a_feed_does_not_lead_to_private_addresses(
    run: Run, web: Served, here: Path, resolve: Resolve, host: str
) -> None:
    resolve(inner=["127.0.0.1"])
    address = f"http://{host}:{web.address.rpartition(':')[2]}/7.vtt"
    web.pages["/7.vtt"] = VTT
    (here / "feed.xml").write_text(leading_to(address), encoding="utf-8")
    result = run("import", "rss", "feed.xml", status=1)
    assert "is a private address (" in result.stderr
    assert "--allow-private lets feeds lead there" in result.stderr
    assert web.asked == []
    assert (here / "episodes/the-first-voice.md").exists()
    if ":" not in host:  # the server has no address of IPv6
        run("import", "rss", "feed.xml", "--allow-private")
        assert web.asked == ["/7.vtt"]


def test_a_redirect_does_not_lead_to_private_addresses(
    run: Run, web: Served, resolve: Resolve
) -> None:
    resolve(public=[PUBLIC])
    web.pages["/feed.xml"] = leading_to("http://public.example/moved.vtt")
    web.pages["/moved.vtt"] = (302, {"Location": web.url("/7.vtt")}, b"")
    web.pages["/7.vtt"] = VTT
    result = run("import", "rss", "http://public.example/feed.xml", status=1)
    assert "127.0.0.1 is a private address (127.0.0.1)" in result.stderr
    assert web.asked == ["/feed.xml", "/moved.vtt"]
    # nor does the address that was typed
    web.pages["/old.xml"] = (301, {"Location": web.url("/feed.xml")}, b"")
    result = run("import", "rss", "http://public.example/old.xml", status=2)
    assert "127.0.0.1 is a private address" in result.stderr


def test_a_name_that_changes_its_address(run: Run, web: Served, resolve: Resolve) -> None:
    resolve(changing=[PUBLIC, "127.0.0.1"])
    web.pages["/feed.xml"] = leading_to(
        f"http://changing.example:{web.address[-5:].lstrip(':')}/7.vtt"
    )
    web.pages["/7.vtt"] = VTT
    result = run("import", "rss", "http://changing.example/feed.xml", status=1)
    assert "changing.example is a private address (127.0.0.1)" in result.stderr
    assert web.asked == ["/feed.xml"]


def test_a_private_feed_leads_to_its_own_server_only(
    run: Run, web: Served, other: Served, here: Path
) -> None:
    web.pages["/feed.xml"] = leading_to(web.url("/7.vtt"))
    web.pages["/7.vtt"] = other.pages["/7.vtt"] = VTT
    run("import", "rss", web.url("/feed.xml"))
    assert (here / "episodes/the-first-voice.vtt").exists()
    web.pages["/feed.xml"] = leading_to(other.url("/7.vtt"))
    result = run("import", "rss", web.url("/feed.xml"), "--to", "more", status=1)
    assert "127.0.0.1 is a private address" in result.stderr
    assert other.asked == []
    run("import", "rss", web.url("/feed.xml"), "--to", "more", "--allow-private")
    assert other.asked == ["/7.vtt"]


def test_passwords_stay_with_their_host(
    web: Served, other: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1\nlogin me\npassword secret\n")
    web.pages["/private"] = (302, {"Location": other.url("/x")}, b"")
    other.pages["/x"] = "x"
    address = web.url("/private").replace("//", "//me:secret@")
    fetched = Web(allow_private=True).fetch(address, 100, typed=True)
    assert fetched == (b"x", other.url("/x"))
    assert web.credentials == ["Basic bWU6c2VjcmV0"]
    assert other.credentials == [None]


def test_through_a_proxy(
    run: Run, web: Served, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    (here / "feed.xml").write_text(
        leading_to(
            *(
                f"http://{h}/a.vtt"
                for h in ("10.0.0.1", "2130706433", "0x7f.1", "[::1]", "localhost.")
            ),
            "http://e.example/c.vtt",
        ),
        encoding="utf-8",
    )
    web.pages["http://e.example/c.vtt"] = VTT
    run("import", "rss", "feed.xml")
    assert web.asked == ["http://e.example/c.vtt"]


def test_a_server_that_keeps_silent(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\nbegun")
        handler.rfile.read()  # until the other side hangs up

    web.pages["/silent"] = wait
    monkeypatch.setattr(fetch_module, "_LONGEST", 0.01)
    with pytest.raises(FetchError, match=r"it takes longer than 0\.01 seconds"):
        Web().fetch(web.url("/silent"), 100, typed=True)


def test_a_certificate_that_nobody_knows(web: Served) -> None:
    with pytest.raises(FetchError) as caught:
        Web().fetch(web.url("/x").replace("http:", "https:"), 100, typed=True)
    assert "\n" not in str(caught.value)
    assert web.asked == []
