"""Thai text that a program opened in the wrong code page and saved so."""

import re

# Thai letters of the Windows code page 874, taken for those of Western Europe: each leads back to one letter alone.
_WESTERN = {number: number - 0xA0 + 0x0E00 for number in (*range(0xA1, 0xDB), *range(0xDF, 0xFC))}
_WESTERN_LETTERS = re.compile("[\u00a1-\u00fb]")
_THAI = re.compile("[\u0e01-\u0e5b]")
# UTF-8 taken for code page 874: each Thai letter has become `เธ` or `เน` and one more, some of which are lost.
_LOST = re.compile("เธ[^\u0e30-\u0e3a]|เน[^\u0e30-\u0e3a]|เธ[\u0e30-\u0e3a]")
_LEAST = 20


def ungarbled(text: str) -> str:
    """The text as it was typed, where it is nothing but Thai letters taken for Western ones; else as it stands."""
    western = len(_WESTERN_LETTERS.findall(text))
    return text.translate(_WESTERN) if western >= _LEAST and not _THAI.search(text) else text


def is_lost(text: str) -> bool:
    """Whether the text's Thai was garbled so that it cannot be read back."""
    thai = len(_THAI.findall(text))
    return thai >= _LEAST and 3 * len(_LOST.findall(text)) > 0.6 * thai
