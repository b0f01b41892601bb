"""A report's table as Word's XML, written in one piece: building it cell by cell takes quadratic time."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from domain.layout import Layout
from domain.messages import N_
from domain.report import Report, ReportGroup
from reports.headings import HeadCell, Headed, head_rows
from reports.printed import hanging_indent, is_status, merged_keys, new_headings
from reports.printed_columns import printed_columns
from reports.wording import clean, said

PAGE = {True: 14003, False: 9071}  # twentieths of a point between the margins
_EM = 320
_LETTER = 105  # of the width of a Thai letter at 16 points, marks above and below counted in
_WHOLE_ROW = 12  # lines up to which a row is not torn over two pages
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def report_table(report: Report, groups: tuple[ReportGroup, ...]) -> Any:
    """The `w:tbl` element of the groups, its header row repeated on every page."""
    widths = column_widths(report)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    headings = new_headings(report) if groups == report.groups else ((),) * len(groups)
    rows = head(printed_columns(report.layout), widths)
    rows += "".join(
        _group_rows(report, group, above, widths) for group, above in zip(groups, headings, strict=True)
    ) or _empty_row(widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def column_widths(report: Report) -> list[int]:
    """The width of each column in twentieths of a point; together they fill the page."""
    page, columns = PAGE[report.layout.landscape], printed_columns(report.layout)
    total = sum(column.width for column in columns)
    widths = [int(page * column.width // total) for column in columns]
    return [*widths[:-1], page - sum(widths[:-1])]


def paragraph(text: str, align: str = "", bold: bool = False, indent: float = 0, keep: bool = False) -> str:
    """The XML of one paragraph; `indent` hangs the second line by so many ems, `keep` holds it to the next one."""
    shape = "<w:keepNext/>" if keep else ""
    shape += f'<w:ind w:left="{round(indent * _EM)}" w:hanging="{round(indent * _EM)}"/>' if indent else ""
    shape += f'<w:jc w:val="{align}"/>' if align else ""
    weight = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{shape}</w:pPr>{run}</w:p>"


def cell(content: str, width: int, properties: str = "") -> str:
    """One cell of the width in twentieths of a point."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content or "<w:p/>"}</w:tc>'


def row(cells: str, properties: str = "") -> str:
    """One row of these cells."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{cells}</w:tr>"


def head(columns: Sequence[Headed], widths: list[int]) -> str:
    """The header rows, repeated on every page: one, or more where columns share headings."""
    rows = head_rows(columns)
    starts = {(line, cell.at): cell for line, cells in enumerate(rows) for cell in cells}
    return "".join(row(_head_row(line, starts, widths), "<w:cantSplit/><w:tblHeader/>") for line in range(len(rows)))


def _head_row(line: int, starts: Mapping[tuple[int, int], HeadCell], widths: list[int]) -> str:
    """The cells of one header row; a label from a row above goes on through it."""
    centre, found, at = '<w:vAlign w:val="center"/>', "", 0
    while at < len(widths):
        above, began = next((starts[up, at], up) for up in range(line, -1, -1) if (up, at) in starts)
        width = sum(widths[at : at + above.across])
        if began < line:
            found += cell("", width, f"<w:vMerge/>{centre}")
        else:
            across = f'<w:gridSpan w:val="{above.across}"/>' if above.across > 1 else ""
            down = '<w:vMerge w:val="restart"/>' if above.down > 1 else ""
            found += cell(_heading_paragraph(above.text), width, f"{across}{down}{centre}")
        at += above.across
    return found


def _heading_paragraph(text: str) -> str:
    return "".join(paragraph(line, "center", bold=True) for line in text.splitlines() or [""])


def _empty_row(widths: list[int]) -> str:
    text = paragraph(said(N_("No measures in this round")), "center")
    return row(cell(text, sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>'))


def _group_rows(report: Report, group: ReportGroup, above: tuple[str, ...], widths: list[int]) -> str:
    closes = group is report.groups[-1] and not report.signs_in_front and not report.back
    merged = merged_keys(group, report.layout)
    rows = ""
    if report.layout.grouping == "row":
        titles = "".join(paragraph(line, bold=True, keep=True) for line in (*above, group.title) if line)
        span = f'<w:gridSpan w:val="{len(widths)}"/><w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>'
        rows = row(cell(titles, sum(widths), span), "<w:cantSplit/>") if titles else ""
    for place, each in enumerate(group.rows):
        last = closes and place + 1 == len(group.rows)
        cells, tallest = "", 0
        for column, width in zip(printed_columns(report.layout), widths, strict=True):
            lines = column.lines_of(each)
            tallest = max(tallest, count_lines(lines, width))
            if column.key not in merged:
                cells += cell(lines_xml(lines, last, column.align, report.layout), width)
            elif place == 0:
                cells += cell(lines_xml(lines, last, layout=report.layout), width, '<w:vMerge w:val="restart"/>')
            else:
                cells += cell("", width, "<w:vMerge/>")
        rows += row(cells, whole_row(tallest))
    return rows


def whole_row(tallest: int) -> str:
    """What a row says of itself that is not torn over two pages: one of few lines."""
    return "<w:cantSplit/>" if tallest <= _WHOLE_ROW else ""


def count_lines(lines: tuple[str, ...], width: int) -> int:
    """About how many printed lines the cell has: Word breaks them, we only guess."""
    room = max(width // _LETTER, 1)
    return sum(-(-len(line) // room) for line in lines)


def lines_xml(lines: tuple[str, ...], keep: bool = False, align: str = "", layout: Layout | None = None) -> str:
    """A paragraph for each line, a status bold, a bullet hanging; `keep` holds them to what follows."""
    return "".join(paragraph(line, align, is_status(line, layout), hanging_indent(line), keep) for line in lines)
