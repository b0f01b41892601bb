"""The typeface of the printed reports, as it is shipped here; `build.py` says how it was made."""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Tidtam Thai"
FONT_FOLDER = Path(__file__).parent

# Nikhahit joined with a tone: น้ำ, whose vowel the tail of SARA AM stands for.
JOINED_PREFIX = "uni0E4D0E4"
_NAMED = {"yoYingthai": "ญ", "thoThanthai": "ฐ", "doChadathai": "ฎ", "toPatakthai": "ฏ", "loChulathai": "ฬ"}


def load_face(face: str) -> TTFont:
    """The face `Regular` or `Bold`."""
    return TTFont(FONT_FOLDER / f"TidtamThai-{face}.ttf", recalcTimestamp=False)


Look = tuple[bytes, int]


def glyph_looks(font: TTFont, names: list[str]) -> list[Look]:
    """What tells each glyph from the others, in a subset as in the whole font: its outline and its advance."""
    data, offsets = font.reader["glyf"], font["loca"].locations
    advances = font["hmtx"].metrics
    spans = pairwise(offsets)
    return [
        (sha256(data[first:last].rstrip(b"\0")).digest(), advances[name][0])
        for name, (first, last) in zip(names, spans, strict=False)
    ]


def text_of_glyphs(font: TTFont) -> dict[str, str]:
    """The text that each glyph of our face stands for; variants of a letter stand for the letter."""
    texts = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    for name in font.getGlyphOrder():
        stem = name.partition(".")[0]
        if name.startswith(JOINED_PREFIX):
            texts[name] = chr(int(stem[7:], 16))
        elif stem.startswith("uni0E") and len(stem) == 7:
            texts.setdefault(name, chr(int(stem[3:], 16)))
        elif stem in _NAMED:
            texts.setdefault(name, _NAMED[stem])
    return texts
