from __future__ import annotations

import pytest

from sphinxcontrib_podcast.grammar.media_addresses import address_at, range_text, read_media
from sphinxcontrib_podcast.grammar.times import parse_range

ID = "dQw4w9WgXcQ"
SHORT = "kkGMgK9ZtnKfYAgnEtQxbv"


@pytest.mark.parametrize(
    ("audio", "video", "kind", "url"),
    [
        ("a.mp3", "", "audio", "a.mp3"),
        ("https://e.org/x?y=1", "", "audio", "https://e.org/x?y=1"),
        ("a.mp3", f"https://youtu.be/{ID}", "audio", "a.mp3"),
        ("", "talk.webm", "video", "talk.webm"),
        ("", "https://e.org/talk.MP4?x=1", "video", "https://e.org/talk.MP4?x=1"),
        ("", f"https://www.youtube.com/watch?v={ID}&t=9", "youtube", f"https://www.youtube.com/watch?v={ID}"),
        ("", f"https://youtu.be/{ID}?si=x", "youtube", f"https://www.youtube.com/watch?v={ID}"),
        ("", f"https://m.youtube.com/live/{ID}", "youtube", f"https://www.youtube.com/watch?v={ID}"),
        ("", f"https://www.youtube.com/shorts/{ID}", "youtube", f"https://www.youtube.com/watch?v={ID}"),
        ("", "https://vimeo.com/76979871", "vimeo", "https://vimeo.com/76979871"),
        ("", "https://vimeo.com/channels/x/76979871", "vimeo", "https://vimeo.com/76979871"),
        ("", "https://player.vimeo.com/video/76979871?h=8272103f6e", "vimeo", "https://vimeo.com/76979871/8272103f6e"),
        ("", f"https://peer.example/w/{SHORT}", "peertube", f"https://peer.example/w/{SHORT}"),
        ("", f"https://peer.example/videos/watch/{SHORT}", "peertube", f"https://peer.example/w/{SHORT}"),
    ],
)  # fmt: skip
def test_what_plays(audio: str, video: str, kind: str, url: str) -> None:
    media = read_media(audio, video)
    assert media is not None
    assert (media.kind, media.url) == (kind, url)
    assert media.embed.startswith("https://") == (kind not in ("audio", "video"))


@pytest.mark.parametrize(
    ("audio", "video"),
    [
        ("", ""), ("mailto:a@b.c", ""), ("", "https://www.youtube.com/@channel"),
        ("", "https://www.youtube.com/watch?v=short"), ("", "https://vimeo.com/about"),
        ("", "https://www.bilibili.com/video/BV1xx411c7mD"), ("", f"https://youtu.be/{ID}x"),
        ("", "https://peer.example/w/..%2f..%2f"),
    ],
)  # fmt: skip
def test_what_does_not(audio: str, video: str) -> None:
    assert read_media(audio, video) is None


@pytest.mark.parametrize(
    ("kind", "url", "address"),
    [
        ("audio", "a.mp3#x", "a.mp3#t=124,130.5"),
        ("video", "a.mp4", "a.mp4#t=124,130.5"),
        ("youtube", "https://www.youtube.com/watch?v=x", "https://www.youtube.com/watch?v=x&t=124s"),
        ("vimeo", "https://vimeo.com/1", "https://vimeo.com/1#t=124s"),
        ("peertube", "https://p.e/w/x", "https://p.e/w/x?start=124s"),
    ],
)  # fmt: skip
def test_addresses_of_moments(kind: str, url: str, address: str) -> None:
    assert address_at(kind, url, 124, 130.5) == address


def test_ranges() -> None:
    assert range_text(124) == "124"
    assert range_text(124.04, 130.26) == "124,130.3"
    assert range_text(1234567.8) == "1234567.8"
    assert parse_range("2:04") == (124, None)
    assert parse_range("２：０４ – 1:00:26") == (124, 3626)
    for wrong in ("", "2:04-", "2:04-1:00", "-2:04", "x"):
        with pytest.raises(ValueError, match=r"time|range"):
            parse_range(wrong)
