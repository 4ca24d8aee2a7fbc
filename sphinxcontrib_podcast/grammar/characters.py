"""Characters of writing systems: letters, widths, brackets, quotation marks, dashes.

Each set is defined once, here; only the search has a table of its own, which JavaScript shares.
"""

from __future__ import annotations

#: Letters of writing systems, as ranges in a class of a regular expression.
LETTERS = {
    "kana": r"\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "han": r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "hangul": r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "cyrillic": r"\u0400-\u052f",
    "greek": r"\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": r"\u0590-\u05ff",
    "arabic": r"\u0600-\u06ff\u0750-\u077f",
    "devanagari": r"\u0900-\u097f",
    "bengali": r"\u0980-\u09ff",
    "gurmukhi": r"\u0a00-\u0a7f",
    "gujarati": r"\u0a80-\u0aff",
    "tamil": r"\u0b80-\u0bff",
    "telugu": r"\u0c00-\u0c7f",
    "kannada": r"\u0c80-\u0cff",
    "malayalam": r"\u0d00-\u0d7f",
    "sinhala": r"\u0d80-\u0dff",
    "thai": r"\u0e00-\u0e7f",
    "lao": r"\u0e80-\u0eff",
    "burmese": r"\u1000-\u109f",
    "georgian": r"\u10a0-\u10ff",
    "armenian": r"\u0530-\u058f",
    "ethiopic": r"\u1200-\u137f",
    "khmer": r"\u1780-\u17ff",
}
#: Letters of Chinese and Japanese names and words.
HAN = LETTERS["han"] + "々"
HIRAGANA = r"\u3041-\u309f"
KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
COMBINING = r"\u0300-\u036f"
#: Latin letters, without those that few languages use.
LATIN = r"A-Za-z\u00c0-\u024f"
#: Letters of writing systems that have capitals: Latin, Greek and Cyrillic.
CASED = LATIN + LETTERS["greek"] + LETTERS["cyrillic"]
#: Letters and marks of Chinese and Japanese between which there are no spaces.
CLOSED_UP = r"\u3001-\u3003\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60"
#: Letters of writing systems without spaces between words, with 々, 〆 and 〇.
UNSPACED = r"\u3005-\u3007" + "".join(
    LETTERS[script] for script in ("thai", "lao", "burmese", "khmer", "kana", "han")
)
#: All characters of Chinese, Japanese and Korean text, punctuation included.
CJK = (
    r"\u1100-\u11ff\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff"
)

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

#: Quotation marks and brackets that may close after a sentence, for a regular expression.
CLOSERS = r"\"'”’»」』）)\]"

#: A dash, an arrow or a tilde between two times, as a regular expression for narrow text.
DASH = r"(?:-->|->|=>|[-–—―−‐‑~→➜⇒])"


def narrow(text: str) -> str:
    """Return the text with narrow digits, colons and brackets, of the same length."""
    return text if text.isascii() else text.translate(_WIDTHS)
