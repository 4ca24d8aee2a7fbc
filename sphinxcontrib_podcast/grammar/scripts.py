"""Characters of scripts and punctuation: widths, brackets, dashes.

Every other module of the grammar takes them from here, so that each set is written once.
"""

from __future__ import annotations

#: Full-width forms and their narrow ones, one character for one: positions in a text hold.
_WIDE = "０１２３４５６７８９：．，；［］（）【】｛｝＜＞－～〜｜＠＋＆／＃＊｀　"
_NARROW = "0123456789:.,;[]()[]{}<>-~~|@+&/#*` "
_WIDTHS = str.maketrans(_WIDE, _NARROW)

#: Brackets after :func:`narrow`: the opening one and the one that closes it.
BRACKETS = {
    "[": "]", "(": ")", "{": "}", "<": ">", "〔": "〕", "「": "」", "『": "』", "〈": "〉",
    "《": "》", "〖": "〗", "⟨": "⟩",
}  # fmt: skip

#: Opening quotation marks, with the marks that may close them.
QUOTATION_MARKS = {
    '"': '"', "“": "”", "”": "”", "„": "“”", "‟": "”", "「": "」", "『": "』", "«": "»",
    "»": "«", "‹": "›", "›": "‹", "《": "》", "〈": "〉", "＂": "＂", "〝": "〟〞", "‘": "’",
    "‚": "‘’", "﹁": "﹂", "﹃": "﹄",
}  # fmt: skip

#: A dash, an arrow or a tilde between two times, as a regular expression for narrow text.
DASH = r"(?:-->|->|=>|[-–—―−‐‑~→➜⇒])"


def narrow(text: str) -> str:
    """Return the text with narrow digits, colons and brackets, of the same length."""
    return text if text.isascii() else text.translate(_WIDTHS)
