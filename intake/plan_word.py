"""Our own form as a Word document: a table of what stands above, and the measures with their heading repeated."""

import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

_FONT = "TH SarabunPSK"
_POINTS = 16
_WIDTH = 14_500  # twips: the paper's width between the margins, landscape
# What XML cannot hold at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EDGE = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
_EDGES = "".join(_EDGE.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

Grid = list[list[str]]


def write_word(path: Path, head: Grid, table: Grid) -> None:
    """Write the form's two tables."""
    document = docx.Document()
    _leave_out_styles(document)
    _set_font(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    width = max(map(len, head), default=1)
    _add_table(document, [row + [""] * (width - len(row)) for row in head], edges="", heads=0)
    document.add_paragraph()
    _add_table(document, table, edges=f"<w:tblBorders>{_EDGES}</w:tblBorders>", heads=1)
    document.save(str(path))


def _leave_out_styles(document: Any) -> None:
    """The template's looks of tables, nine tenths of its styles, which nothing uses; and its second set of styles,
    made for Word 2010, which contradicts the first once that is changed."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(name)


def _set_font(document: docx.document.Document) -> None:
    """Thai needs the font, its size and its language named for complex scripts too."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_POINTS)
    style.paragraph_format.space_after = Pt(0)
    properties = style.element.get_or_add_rPr()
    properties.rFonts.set(qn("w:cs"), _FONT)
    properties.append(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{2 * _POINTS}"/>'))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:bidi="th-TH"/>'))


def _add_table(document: docx.document.Document, rows: Grid, edges: str, heads: int) -> None:
    # Rows as XML in one piece: cell by cell the time grows with the square of the rows.
    columns = len(rows[0])
    grid = "".join(f'<w:gridCol w:w="{_WIDTH // columns}"/>' for _ in range(columns))
    body = "".join(_row_xml(row, is_head=place < heads) for place, row in enumerate(rows))
    properties = f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/>{edges}<w:tblLayout w:type="fixed"/></w:tblPr>'
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>")
    document.element.body.insert(len(document.element.body) - 1, table)


def _row_xml(row: list[str], is_head: bool) -> str:
    properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else ""
    width = _WIDTH // len(row)
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraphs_xml(text, is_head)}</w:tc>'
        for text in row
    )
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _paragraphs_xml(text: str, is_head: bool) -> str:
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>" if is_head else ""
    lines = _FORBIDDEN.sub("", text).split("\n")
    return "".join(f'<w:p><w:r>{bold}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
