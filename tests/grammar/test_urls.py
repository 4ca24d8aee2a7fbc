from __future__ import annotations

import pytest

from sphinxcontrib_podcast.grammar.urls import (
    is_audio,
    is_harmless,
    is_video,
    link_address,
    media_address,
    scheme_of,
)


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://example.org", "https"),
        ("HTTP://example.org", "http"),
        ("javascript:alert(1)", "javascript"),
        ("a/b:c", ""),
        ("/path", ""),
        ("web+x-1.y:z", "web+x-1.y"),
        ("1a:b", ""),
    ],
)
def test_schemes(address: str, scheme: str) -> None:
    assert scheme_of(address) == scheme


@pytest.mark.parametrize(
    "address", ["https://example.org", "http://x", "mailto:a@example.org", "a/b.html", "#x", "?q"]
)
def test_harmless_addresses(address: str) -> None:
    assert is_harmless(address)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "file:///etc/passwd",
     "java\x01script:x", "vbscript:x", "ftp://example.org"],
)  # fmt: skip
def test_other_addresses_do_not_become_links(address: str) -> None:
    assert not is_harmless(address)


def test_links_have_a_scheme() -> None:
    assert link_address("https://example.org/?a=b#c") == "https://example.org/?a=b#c"
    assert link_address("mailto:a@example.org") == "mailto:a@example.org"
    for address in ("example.org", "/path", "ftp://example.org", "https://[broken"):
        with pytest.raises(ValueError):  # noqa: PT011 - the message is the address
            link_address(address)


def test_addresses_of_media() -> None:
    assert media_address("a/b.mp3") == "a/b.mp3"
    assert media_address("//example.org/b.mp3") == "https://example.org/b.mp3"
    assert media_address("HTTPS://example.org/b.mp3") == "HTTPS://example.org/b.mp3"
    for address in ("mailto:a@example.org", "https:b.mp3", "file:///b.mp3", "data:audio/mp3,x"):
        with pytest.raises(ValueError):  # noqa: PT011
            media_address(address)


@pytest.mark.parametrize(
    ("address", "audio", "video"),
    [
        ("https://example.org/a.mp3", True, False),
        ("https://example.org/a.MP3?x=1#t", True, False),
        ("a.m4a", True, False),
        ("https://example.org/a.mp3.html", False, False),
        ("https://example.org/page?file=a.mp3", False, False),
        ("a b.mp3", False, False),
        ("https://example.org/a.mp4", False, True),
        ("a.webm", False, True),
        ("https://www.youtube.com/watch?v=abcdefghijk", False, True),
        ("https://m.youtube.com/live/abcdefghijk", False, True),
        ("https://www.youtube.com/@channel", False, False),
        ("https://youtu.be/abcdefghijk", False, True),
        ("https://vimeo.com/123456", False, True),
        ("https://vimeo.com/channels/staffpicks/123456", False, True),
        ("https://vimeo.com/1234", False, False),
        ("https://tube.example.org/w/abcdefghijklmnopqrstuv", False, True),
        ("https://tube.example.org/w/short", False, False),
        ("https://example.org", False, False),
    ],
)
def test_kinds_of_media(address: str, audio: bool, video: bool) -> None:
    assert (is_audio(address), is_video(address)) == (audio, video)
