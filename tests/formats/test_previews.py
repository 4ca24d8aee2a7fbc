"""Tags of previews, and share cards; without Sphinx."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageFont

from sphinxcontrib_podcast.formats import cards
from sphinxcontrib_podcast.formats.cards import (
    Card,
    NoFontError,
    draw,
    find_fonts,
    has_key,
    wrapped,
)
from sphinxcontrib_podcast.formats.previews import (
    Preview,
    description_of,
    description_tag,
    meta_tags,
)
from sphinxcontrib_podcast.model import Media

FONTS = find_fonts(())
SMALL: Any = ImageFont.load_default(20)


def tags(preview: Preview) -> dict[str, str]:
    found = BeautifulSoup(meta_tags(preview), "html.parser").select("meta")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in found}


@pytest.mark.parametrize(
    "text", ["word " * 80, "声が届くようになった道のりをたどる。" * 20, "x" * 500, "Short."]
)
def test_a_description_is_short(text: str) -> None:
    shown = description_of(text)
    assert len(shown) <= 160
    assert text.startswith(shown.removesuffix("…"))
    assert shown.endswith("…") == (len(text) > 160)


def test_nothing_in_a_text_is_markup() -> None:
    title = 'A "b" <script>&amp;'
    assert tags(Preview(title, "https://e.org/", "S"))["og:title"] == title
    assert BeautifulSoup(description_tag(title), "html.parser").meta["content"] == title  # type: ignore[index]
    assert description_tag("") == ""


@pytest.mark.parametrize(
    ("media", "url", "name", "address", "kind"),
    [
        (Media("audio", "a/b.mp3", is_local=True), "https://e.org/b.mp3", "audio", "https://e.org/b.mp3", "audio/mpeg"),
        (Media("video", "https://e.org/v.mp4?x=1"), "https://e.org/v.mp4?x=1", "video", "https://e.org/v.mp4?x=1", "video/mp4"),
        (Media("youtube", "https://y.org/w", "https://y.org/embed"), "https://y.org/w", "video", "https://y.org/embed", "text/html"),
    ],
)  # fmt: skip
def test_recordings(media: Media, url: str, name: str, address: str, kind: str) -> None:
    found = tags(Preview("T", "u", "S", media=media, media_url=url))
    assert (found[f"og:{name}"], found[f"og:{name}:type"]) == (address, kind)
    assert found["twitter:card"] == "summary"
    assert f"og:{name}" not in tags(Preview("T", "u", "S", media=media))  # the file is missing


def test_an_article_has_a_date_and_a_card_its_size() -> None:
    found = tags(
        Preview("T", "u", "S", "article", published="2026-01-05", image="c.png", is_card=True)
    )
    assert (found["article:published_time"], found["og:image:width"], found["twitter:card"]) == (
        "2026-01-05", "1200", "summary_large_image",
    )  # fmt: skip
    assert "og:image" not in tags(Preview("T", "u", "S"))


@pytest.mark.parametrize("width", [90, 150, 400])
@pytest.mark.parametrize(
    "text",
    ["A title of several words", "Donaudampfschifffahrtselektrizität", "x" * 99, "one（two）three，four。", "a 声が、届く。「声」が 届く"],
)  # fmt: skip
def test_lines_are_as_wide_as_there_is_room(text: str, width: int) -> None:
    lines = wrapped(text, SMALL, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert SMALL.getlength(line) <= width
        assert line == line.strip() != ""


def test_words_are_kept_and_no_line_begins_with_a_full_stop() -> None:
    class Square:
        """Every letter is as wide as another."""

        def getlength(self, text: str) -> float:
            return len(text)

    def lines(text: str, width: int) -> list[str]:
        return wrapped(text, Square(), width)  # type: ignore[arg-type]

    assert lines("To be or not to be", 6) == ["To be", "or not", "to be"]
    assert lines("日本のラジオ。百年の声", 6) == ["日本のラジ", "オ。百年の声"]
    assert lines("声の「住所」です", 3) == ["声の", "「住", "所」で", "す"]
    assert lines("新しい podcast の声", 8) == ["新しい", "podcast", "の声"]


@pytest.mark.skipif(not FONTS, reason="no font")
def test_a_card_is_a_picture_of_its_size(tmp_path: Path) -> None:
    card = Card("Radio", "Ada Lovelace " * 30, "Mar 18, 2026", "en", (60, 120, 0.1))
    data = draw(card, FONTS, "key-1")
    assert data == draw(card, FONTS, "key-1")
    assert len(data) < 60_000
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
        line = picture.convert("RGB").crop((80, 497, 1120, 498)).tobytes()
    assert line.count(bytes((31, 111, 165))) > 900  # the strip of chapters
    (tmp_path / "card.png").write_bytes(data)
    assert has_key(tmp_path / "card.png", "key-1")
    assert not has_key(tmp_path / "card.png", "key-2")
    assert not has_key(tmp_path / "none.png", "key-1")


@pytest.mark.skipif(not any("CJK" in path.name for path in FONTS), reason="no CJK font")
def test_each_language_has_its_own_letters() -> None:
    shapes = {
        draw(Card("", "直骨角", "", language), FONTS, "") for language in ("ja", "zh-CN", "zh-TW")
    }
    assert len(shapes) == 3


def test_no_card_has_empty_boxes() -> None:
    fonts = [path for path in FONTS if "DejaVu" in path.name]
    if not fonts:
        pytest.skip("no font without CJK")
    assert draw(Card("", "Radio", "", "en"), fonts, "")
    with pytest.raises(NoFontError):
        draw(Card("", "ラジオ", "", "ja"), fonts, "")
    assert cards.find_fonts([Path("a.ttf")]) == (Path("a.ttf"),)
