"""The typeface of the printed reports: Sarabun drawn at the size of TH SarabunPSK, with an exact text layer.

TH Sarabun is drawn small: its 16 points equal Sarabun's 10.56. So the em is enlarged and the line metrics of
TH SarabunPSK are set. A tone over a vowel is set at one height, because a mark raised off the line splits its
syllable into several text runs, which readers then copy twice; a tone over a narrow vowel is drawn where it
stands, for a mark moved far sideways reads as a space. SARA AM is drawn by glyphs of its own, so that
every glyph stands for one text and `text_of_glyphs` can say which.

`python -m reports.fonts.build` makes the shipped files anew from PyPI's `fontpkg-sarabun` (a package for development).
"""

from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Any

from fontTools.otlLib import builder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

from reports.fonts.face import FAMILY, FONT_FOLDER, JOINED_PREFIX
from reports.fonts.signs import advance, draw, sign_outlines

EDITION = 2  # named in the faces: count up when what is made here changes

_FACES = {"Regular": ("Sarabun-Light.ttf", 400), "Bold": ("Sarabun-SemiBold.ttf", 700)}
_UNITS = 1515
_ASCENT, _DESCENT, _GAP = (round(part * _UNITS / 1000) for part in (844, -457, 30))
_SARA_AA, _SARA_AM, _AM_TAIL = "uni0E32", "uni0E33", "uni0E33.tail"


def main() -> None:
    """Write both faces and their licence beside this file."""
    for face in _FACES:
        make_face(face).save(FONT_FOLDER / f"TidtamThai-{face}.ttf")
    (FONT_FOLDER / "OFL.txt").write_text(files("fontpkg_sarabun").joinpath("LICENSE").read_text("utf-8"), "utf-8")


def make_face(face: str) -> TTFont:
    """The face (`Regular` or `Bold`) as a font that is ready to save; the same bytes every time."""
    source, weight = _FACES[face]
    font = TTFont(files("fontpkg_sarabun") / "files" / source, recalcTimestamp=False)
    _keep_what_thai_needs(font)
    _draw_composites_out(font)
    _set_marks_at_one_height(font)
    _draw_narrow_tones(font)
    _draw_sara_am(font)
    _draw_signs(font)
    _scale(font)
    _rename(font, face, weight)
    return font


def _keep_what_thai_needs(font: TTFont) -> None:
    options = Options(hinting=False, glyph_names=True, name_IDs=["*"], notdef_outline=True)
    options.layout_features = ["ccmp", "kern", "locl", "mark", "mkmk"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)


def _draw_composites_out(font: TTFont) -> None:
    """Glyphs made of other glyphs as outlines of their own, so that a subset keeps their bytes."""
    glyphs = font["glyf"]
    for name in font.getGlyphOrder():
        if glyphs[name].isComposite():
            _redraw(font, name, [(name, 0)])


def _redraw(font: TTFont, name: str, parts: list[tuple[str, int]]) -> None:
    """The glyph drawn from others, each moved to the right by so many units."""
    pen = TTGlyphPen(None)
    for part, shift in parts:
        recording = DecomposingRecordingPen(font.getGlyphSet())
        font.getGlyphSet()[part].draw(recording)
        recording.replay(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
    glyph = pen.glyph()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))


def _draw_signs(font: TTFont) -> None:
    """The signs that Sarabun lacks, each a glyph of its own: what looks alike is still told apart when copied."""
    for code, outlines in sign_outlines().items():
        name = f"uni{code:04X}"
        if code in font.getBestCmap():
            continue
        _new_glyph(font, name, advance())
        glyph = draw(outlines).glyph()
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (advance(), glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def _subtables(font: TTFont, table: str, kind: int) -> Iterator[Any]:
    for lookup in font[table].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            if inner.LookupType == kind:
                yield inner


def _set_marks_at_one_height(font: TTFont) -> None:
    """Marks on every consonant, and small tones on every vowel, where they are drawn, neither raised nor lowered."""
    upper, stacked = _mark_anchor(font, "uni0E31").YCoordinate, _mark_anchor(font, "uni0E48.small").YCoordinate
    for table in _subtables(font, "GPOS", 6):
        for glyph, record in zip(table.Mark2Coverage.glyphs, table.Mark2Array.Mark2Record, strict=True):
            if glyph.startswith("uni0E") and record.Mark2Anchor[0].YCoordinate > upper:
                record.Mark2Anchor[0].YCoordinate = stacked
    for table in _subtables(font, "GPOS", 4):
        for glyph, record in zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord, strict=True):
            above = record.BaseAnchor[-1]
            if glyph.startswith("uni0E") and above is not None and above.YCoordinate > upper:
                above.YCoordinate = stacked if glyph == _SARA_AM else upper


def _draw_narrow_tones(font: TTFont) -> None:
    """Small tones for the narrow vowels over ป ฝ ฟ, already standing as far to the left as those do."""
    shift = _mark_anchor(font, "uni0E31.narrow").XCoordinate - _mark_anchor(font, "uni0E31").XCoordinate
    copies = {name: f"{name}.narrow" for name in font.getGlyphOrder() if name.endswith(".small") and name < "uni0E4D"}
    copies = {name: copy for name, copy in copies.items() if name >= "uni0E48"}
    for name, copy in copies.items():
        _new_glyph(font, copy, font["hmtx"][name][0])
        _redraw(font, copy, [(name, shift)])
        for classes in (font["GDEF"].table.GlyphClassDef, font["GDEF"].table.MarkAttachClassDef):
            if name in classes.classDefs:
                classes.classDefs[copy] = classes.classDefs[name]
    for table in _subtables(font, "GPOS", 6):
        _attach_alike(table.Mark1Coverage.glyphs, table.Mark1Array, copies, shift)
    narrow = [name for name in font.getGlyphOrder() if name.endswith(".narrow") and name < "uni0E48"]
    lookups = font["GSUB"].table.LookupList.Lookup
    lookups.append(_lookup(builder.buildSingleSubstSubtable(copies)))
    lookups.append(_lookup(_behind(font, narrow, list(copies), len(lookups) - 1)))
    _add_to_ccmp(font, [len(lookups) - 1])


def _attach_alike(covered: list[str], array: Any, copies: dict[str, str], shift: int) -> None:
    """Attach each copied mark where its original would be, so many units to the side."""
    for name, copy in copies.items():
        if name in covered:
            record = deepcopy(array.MarkRecord[covered.index(name)])
            record.MarkAnchor.XCoordinate += shift
            covered.append(copy)
            array.MarkRecord.append(record)
            array.MarkCount = len(array.MarkRecord)


def _new_glyph(font: TTFont, name: str, advance: int) -> None:
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = TTGlyphPen(None).glyph()
    font["hmtx"].metrics[name] = (advance, 0)


def _draw_sara_am(font: TTFont) -> None:
    """ำ in two ways: after a tone its second half is a glyph of its own, else one glyph draws all of it."""
    narrow = f"{_SARA_AM}.narrow"
    advances = font["hmtx"]
    # One unit wider than า, so that the two can be told apart in a subset.
    _new_glyph(font, _AM_TAIL, advances[_SARA_AA][0] + 1)
    _new_glyph(font, narrow, advances[_SARA_AM][0])
    _redraw(font, _AM_TAIL, [(_SARA_AA, 0)])
    mark_shift = _mark_anchor(font, "uni0E4D.narrow").XCoordinate - _mark_anchor(font, "uni0E4D").XCoordinate
    tail_shift = advances[_SARA_AM][0] - advances[_SARA_AA][0]
    _redraw(font, narrow, [("uni0E4D", mark_shift), (_SARA_AA, tail_shift)])
    _add_sara_am_lookups(font, narrow)


def _mark_anchor(font: TTFont, glyph: str) -> Any:
    """Where the mark itself is held when it is set on a consonant."""
    for table in _subtables(font, "GPOS", 4):
        for name, record in zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True):
            if name == glyph:
                return record.MarkAnchor
    raise KeyError(glyph)


def _add_sara_am_lookups(font: TTFont, narrow: str) -> None:
    """Behind the font's own substitutions, which choose the narrow and the joined marks first."""
    lookups = font["GSUB"].table.LookupList.Lookup
    place = len(lookups)
    ligatures = {("uni0E4D", _SARA_AA): _SARA_AM, ("uni0E4D.narrow", _SARA_AA): narrow}
    joined = [name for name in font.getGlyphOrder() if name.startswith(JOINED_PREFIX)]
    lookups.append(_lookup(builder.buildLigatureSubstSubtable(ligatures)))
    lookups.append(_lookup(builder.buildSingleSubstSubtable({_SARA_AA: _AM_TAIL})))
    lookups.append(_lookup(_behind(font, joined, [_SARA_AA], place + 1)))
    _add_to_ccmp(font, [place, place + 2])


def _add_to_ccmp(font: TTFont, lookups: list[int]) -> None:
    gsub = font["GSUB"].table
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex += lookups
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def _lookup(subtable: Any) -> Any:
    return builder.buildLookup([subtable])


def _behind(font: TTFont, before: list[str], glyphs: list[str], then: int) -> Any:
    """Where one of `glyphs` follows one of `before`, look it up again in the lookup numbered `then`."""
    glyph_map = font.getReverseGlyphMap(rebuild=True)
    context = otTables.ChainContextSubst()
    context.Format = 3
    context.BacktrackCoverage = [builder.buildCoverage(before, glyph_map)]
    context.InputCoverage = [builder.buildCoverage(glyphs, glyph_map)]
    context.LookAheadCoverage = []
    context.BacktrackGlyphCount, context.InputGlyphCount, context.LookAheadGlyphCount = 1, 1, 0
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, then
    context.SubstLookupRecord, context.SubstCount = [record], 1
    return context


def _scale(font: TTFont) -> None:
    font["head"].unitsPerEm = _UNITS
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = _ASCENT, _DESCENT, _GAP
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = _ASCENT, _DESCENT, _GAP
    os2.usWinAscent, os2.usWinDescent = _ASCENT, -_DESCENT


def _rename(font: TTFont, face: str, weight: int) -> None:
    font["OS/2"].usWeightClass = weight
    bold = weight > 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0
    names = {1: FAMILY, 2: face, 3: f"{FAMILY} {face} {EDITION}", 4: f"{FAMILY} {face}", 6: f"TidtamThai-{face}"}
    kept = [record for record in font["name"].names if record.nameID in (0, 13, 14)]
    font["name"].names = kept
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


if __name__ == "__main__":
    main()
