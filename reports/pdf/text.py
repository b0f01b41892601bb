"""The text layer of a finished PDF made exact: what is copied or searched is what was written.

Thai syllables are several glyphs each. typst says what a whole syllable means at its first glyph, and says it
again beside it; readers that look at glyphs then read it twice. Here each glyph of our own face is given its
own letter, and the second telling is taken away wherever the glyphs say everything.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont

from reports.fonts.face import FONT_FOLDER, Look, glyph_looks, text_of_glyphs
from reports.pdf.runs import Face, Seen, shown_whole

Key = tuple[int, int]  # a PDF object's number and generation

_CHAR = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_HEAD = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
"""
_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"


def exact_text(pdf: bytes) -> bytes:
    """The PDF with a text layer that equals what was written."""
    with pikepdf.open(BytesIO(pdf)) as document:
        make_text_exact(document)
        finished = BytesIO()
        document.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()


def make_text_exact(document: pikepdf.Pdf) -> None:
    """The same for an open document."""
    faces = {}
    for font in {font.objgen: font for page in document.pages for _, font in _fonts(page)}.values():
        path = FONT_FOLDER / f"{str(font['/BaseFont']).rpartition('+')[2]}.ttf"
        if path.is_file():
            faces[font.objgen] = _tell(font, _texts_by_look(path))
    seen: dict[frozenset[tuple[bytes, Key]], Seen] = {}
    for page in document.pages:
        _tell_once(page, faces, seen)


def _fonts(page: pikepdf.Page) -> Iterator[tuple[str, pikepdf.Object]]:
    """The page's fonts by the name that it calls them."""
    fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return ((name, font) for name, font in fonts.items() if font.get("/Subtype") == "/Type0")


@lru_cache(maxsize=4)
def _texts_by_look(path: Path) -> dict[Look, tuple[str, ...]]:
    font = TTFont(path)
    names, texts = font.getGlyphOrder(), text_of_glyphs(font)
    found: dict[Look, tuple[str, ...]] = {}
    for name, look in zip(names, glyph_looks(font, names), strict=True):
        if name in texts and name != ".notdef":
            found[look] = (*found.get(look, ()), texts[name])
    return found


def _tell(font: pikepdf.Object, known: dict[Look, tuple[str, ...]]) -> Face:
    """Give the glyphs of one of our faces their own letters; the face comes back."""
    program = bytes(font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].read_bytes())
    subset = TTFont(BytesIO(program))
    names = [f"glyph{number}" for number in range(subset["maxp"].numGlyphs)]
    subset.setGlyphOrder(names)
    said = {int(code, 16): _decode(text) for code, text in _CHAR.findall(font["/ToUnicode"].read_bytes().decode())}
    looks = glyph_looks(subset, names)
    letters = {number: _letter(known.get(look, ()), said.get(number)) for number, look in enumerate(looks)}
    font["/ToUnicode"].write(_cmap({n: t for n, t in letters.items() if t}).encode())
    space = next((number for number, text in letters.items() if text == " "), None)
    return Face(tuple(advance * 1000 / subset["head"].unitsPerEm for _, advance in looks), space)


def _letter(candidates: tuple[str, ...], said: str | None) -> str | None:
    """The glyph's text; where several letters look alike, the one that was written."""
    return said if said in candidates or not candidates else candidates[0]


def _decode(text: str) -> str:
    return bytes.fromhex(text).decode("utf-16-be")


def _cmap(letters: dict[int, str]) -> str:
    rows = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in sorted(letters.items())]
    blocks = (rows[start : start + 100] for start in range(0, len(rows), 100))
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return _HEAD + body + _TAIL


def _tell_once(page: pikepdf.Page, faces: dict[Key, Face], seen: dict[frozenset[tuple[bytes, Key]], Seen]) -> None:
    """Rewrite the page so that each run of our glyphs is shown whole, without a second telling."""
    keys = {name[1:].encode(): font.objgen for name, font in _fonts(page) if font.objgen in faces}
    ours = {name: faces[key] for name, key in keys.items()}
    contents = page.obj["/Contents"]
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        known = seen.setdefault(frozenset(keys.items()), {})
        stream.write(shown_whole(stream.read_bytes(), ours, known))
