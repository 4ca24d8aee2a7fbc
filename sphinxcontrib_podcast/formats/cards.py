"""Draw share cards: pictures of 1200 × 630 pixels that previews of pages show.

Needs Pillow. A text is set in a font that has all of its characters, and broken into lines as its
script asks: Latin words are kept, and no line of Chinese or Japanese begins with a full stop.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from sphinxcontrib_podcast.formats.previews import CARD_SIZE
from sphinxcontrib_podcast.grammar.text import join_text

_WIDTH, _HEIGHT = CARD_SIZE
_MARGIN = 80
_INK, _MUTED, _LINE, _ACCENT, _BACK = "#16181d", "#5c6370", "#d5d9e0", "#1f6fa5", "#ffffff"
_TITLE_SIZES = (76, 66, 58, 50, 44)
_SMALL = 32
_LINE_HEIGHT = 1.3
_TITLE_HEIGHT = 330  # between the line above and the line below

#: The names of font files, best first. One with Chinese, Japanese and Korean has all scripts.
_FILES = (
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKjp-Bold.otf",
    "SourceHanSans-Bold.ttc",
    "Hiragino Sans GB.ttc",
    "YuGothB.ttc",
    "msyhbd.ttc",
    "NotoSans-Bold.ttf",
    "DejaVuSans-Bold.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
)
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)

#: The face of a collection of fonts for a language: the end of its family name.
_FACES = {"ja": "JP", "ko": "KR", "zh-tw": "TC", "zh-hant": "TC", "zh-hk": "TC", "zh": "SC"}

_LETTER = r"\u2e80-\u303f\u3040-\u30ff\u3130-\u318f\u31f0-\u9fff\uac00-\ud7af\uf900-\uffef"
# never at the start of a line; never at its end
_NOT_FIRST = (
    "、。，．・：；？！）］｝」』】〉》〕…‥ー々〻)]},.;:!?%’”"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
_NOT_LAST = "（［｛「『【〈《〔([{‘“"
_UNIT = re.compile(
    f"[{re.escape(_NOT_LAST)}]*(?:[{_LETTER}]|[^\\s{_LETTER}]+)[{re.escape(_NOT_FIRST)}]*|\\S|\\s+"
)


class Card(NamedTuple):
    """The texts and the picture of a card."""

    above: str
    title: str
    below: str
    language: str
    lengths: tuple[float, ...] = ()
    """The lengths of the chapters in seconds, which are drawn as a strip."""


class NoFontError(LookupError):
    """No font has all characters of a text."""


def find_fonts(given: Iterable[Path]) -> tuple[Path, ...]:
    """Return the font files to use, best first: those given, or those that the system has."""
    if paths := tuple(given):
        return paths
    return _fonts_of_system()


@cache
def _fonts_of_system() -> tuple[Path, ...]:
    found: dict[str, Path] = {}
    for folder in _FOLDERS:
        for root, folders, names in os.walk(Path(folder).expanduser()):
            folders.sort()
            for name in sorted(names):
                if name in _FILES:
                    found.setdefault(name, Path(root, name))
    return tuple(found[name] for name in _FILES if name in found)


def draw(card: Card, fonts: Sequence[Path], key: str) -> bytes:
    """Return a card as PNG.

    :param fonts: as :func:`find_fonts` returns them.
    :param key: is written into the file; see :func:`has_key`.
    :raises NoFontError: if no font has all characters of the card.
    """
    path, face = _font_for(f"{card.above}{card.title}{card.below}", card.language, fonts)
    image = Image.new("RGB", CARD_SIZE, _BACK)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 16, _HEIGHT), fill=_ACCENT)
    small = _load(path, face, _SMALL)
    width = _WIDTH - 2 * _MARGIN
    pen.text((_MARGIN, 64), _cut(card.above, small, width), _MUTED, small)
    font, lines = _fitting(card.title, path, face, width)
    step = int(font.size * _LINE_HEIGHT)
    top = 130 + (_TITLE_HEIGHT - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * step), line, _INK, font)
    for start, end in _strip(card.lengths, width):
        pen.rectangle((_MARGIN + start, 494, _MARGIN + end, 500), fill=_ACCENT)
    pen.text((_MARGIN, 530), _cut(card.below, small, width), _MUTED, small)
    info = PngInfo()
    info.add_text("Software", key)
    file = io.BytesIO()
    # few colours are enough for text on a plain ground, and make a small file
    image.quantize(32, method=Image.Quantize.FASTOCTREE).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def has_key(path: Path, key: str) -> bool:
    """Return whether a file is a card that was drawn with this key."""
    try:
        with path.open("rb") as file:
            return key.encode() in file.read(1024)
    except OSError:
        return False


def _strip(lengths: Sequence[float], width: int) -> Iterator[tuple[int, int]]:
    """Yield the ends of the chapters of a strip, in pixels, with gaps between them."""
    total, position = sum(lengths), 0.0
    for length in lengths if total else ():
        start, position = position, position + length
        first, last = int(start / total * width), int(position / total * width) - 5
        if last > first:
            yield first, last


def _fitting(
    text: str, path: Path, face: int, width: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest font in which a text has room, and its lines."""
    for size in _TITLE_SIZES:
        font = _load(path, face, size)
        lines = wrapped(text, font, width)
        most = int(_TITLE_HEIGHT // (size * _LINE_HEIGHT))
        if len(lines) <= most:
            break
    else:
        lines = [*lines[: most - 1], _cut(join_text(lines[most - 1 :]), font, width)]
    return font, lines


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return the lines of a text, none wider than a number of pixels."""
    lines = [""]
    for unit in _UNIT.findall(" ".join(text.split())):
        if font.getlength((lines[-1] + unit).rstrip()) <= width:
            lines[-1] += unit
            continue
        lines.append("")
        for part in unit.lstrip() if font.getlength(unit) > width else (unit.lstrip(),):
            if lines[-1] and font.getlength(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
    return [line.strip() for line in lines if line.strip()]


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return the beginning of a text that has room in a line."""
    text = " ".join(text.split())
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


@cache
def _load(path: Path, face: int, size: int) -> ImageFont.FreeTypeFont:
    # the same layout everywhere, whether or not Raqm is installed
    return ImageFont.truetype(path, size, face, layout_engine=ImageFont.Layout.BASIC)


@cache
def _face(path: Path, language: str) -> int:
    """Return the index of the face for a language in a collection of fonts."""
    tag = language.lower()
    wanted = _FACES.get(tag) or _FACES.get(tag.partition("-")[0], "")
    for index in range(16):
        try:
            family = ImageFont.truetype(path, 10, index).getname()[0] or ""
        except OSError:
            return 0
        if not wanted or family.endswith(f" {wanted}"):
            return index
    return 0


def _font_for(text: str, language: str, fonts: Sequence[Path]) -> tuple[Path, int]:
    """Return the first font that has all characters of a text, and its face for the language."""
    characters = {character for character in text if character.isprintable()} - {" "}
    for path in fonts:
        face = _face(path, language)
        if all(_has(path, face, character) for character in characters):
            return path, face
    raise NoFontError(text)


@cache
def _has(path: Path, face: int, character: str) -> bool:
    """Return whether a font has a character: a missing one looks like any other missing one."""
    return _shape(path, face, character) != _shape(path, face, "\U0010ffff")


def _shape(path: Path, face: int, character: str) -> bytes:
    mask = _load(path, face, 24).getmask(character)
    return bytes(mask) + repr(mask.size).encode()
