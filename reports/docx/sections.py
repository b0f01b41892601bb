"""Front and back matter in Word's terms: real headings, tables with merged cells, a section of its own for a memo."""

from collections.abc import Callable
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from domain.report import Report, Section, SectionTable
from reports.docx.chart import write_chart
from reports.docx.table import BORDERS, PAGE, cell, count_lines, head, lines_xml, row, whole_row
from reports.printed import CHART_TITLE, EMBLEM, closing_lines, count_spanned_rows
from reports.wording import clean, in_digits, said

_FIRST_LINE = Cm(2.5)
_TITLE, _LABEL, _COVER, _PREFACE = 29, 20, 20, 20  # points
_TWIP = 635  # of Word's smallest units in a twentieth of a point
_MIDDLE = Cm(8)  # of an upright page between its margins
Sign = Callable[[bool], None]


def write_section(document: Any, section: Section, report: Report, sign: Sign) -> None:
    """The section at the document's end; `sign` writes those who sign, under a memo one below the other."""
    if section.kind == "cover":
        _write_cover(document, section, report)
    elif section.kind == "memo":
        _write_memo(document, section, report, sign)
    else:
        _write_titled(document, section, report, sign)


def _write_cover(document: Any, section: Section, report: Report) -> None:
    for _ in range(2 if report.emblem else 5):
        document.add_paragraph()
    if report.emblem:
        above = document.add_paragraph()
        above.alignment = 1
        _add_emblem(above.add_run(), report, Cm(3))
        document.add_paragraph()
    for line in section.lines:
        added = document.add_paragraph()
        added.alignment = 1
        _set_size(added.add_run(clean(line)), _COVER, bold=True)
    page_break(document)


def page_break(document: Any) -> None:
    """What comes next begins a page."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _set_size(run: Any, points: int, bold: bool = False) -> None:
    """Thai takes its size and weight from the properties for complex scripts."""
    run.font.size = Pt(points)
    run.font.bold = run.font.cs_bold = bold
    size = run._r.rPr.find(qn("w:sz"))
    size.addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{points * 2}"/>'))


def _write_memo(document: Any, section: Section, report: Report, sign: Sign) -> None:
    """On an upright page with the emblem at the top left; without one its place stays empty."""
    _turn_page(document.sections[-1], landscape=False)
    title = document.add_paragraph()
    if report.emblem:
        title.paragraph_format.tab_stops.add_tab_stop(_MIDDLE, WD_TAB_ALIGNMENT.CENTER)
        _add_emblem(title.add_run(), report, Cm(1.5))
        title.add_run("\t")
    else:
        title.alignment = 1
    _set_size(title.add_run(clean(section.title)), _TITLE, bold=True)
    sender, number, day, subject, to = section.labels
    _add_label(document.add_paragraph(), sender)
    both = document.add_paragraph()
    _add_label(both, number, dots=40)
    both.add_run("  ")
    _add_label(both, day, dots=30)
    _add_label(document.add_paragraph(), subject)
    if to[1]:
        document.add_paragraph(clean(f"{to[0]}  {to[1]}"))
    for line in section.lines:
        _write_paragraph(document, line)
    if section.signatures:
        sign(True)
    after = document.add_section(WD_SECTION.NEW_PAGE)
    after.different_first_page_header_footer = False
    _turn_page(after, report.layout.landscape)


def _add_emblem(run: Any, report: Report, height: Any) -> None:
    """The agency's emblem of this height, or smaller where it is wide; named for who does not see it."""
    picture = run.add_picture(report.emblem, height=height)
    if picture.width > 2 * height:
        picture.width, picture.height = 2 * height, round(picture.height * 2 * height / picture.width)
    picture._inline.docPr.set("descr", clean(said(EMBLEM, agency=report.agency)))


def _add_label(paragraph: Any, pair: tuple[str, str], dots: int = 80) -> None:
    _set_size(paragraph.add_run(clean(f"{pair[0]}  ")), _LABEL, bold=True)
    paragraph.add_run(clean(pair[1]) or "." * dots)


def _turn_page(section: Any, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    long, short = Cm(29.7), Cm(21)
    section.page_width, section.page_height = (long, short) if landscape else (short, long)


def _write_titled(document: Any, section: Section, report: Report, sign: Sign) -> None:
    if section.title:
        added = document.add_paragraph(clean(section.title), style="Heading 2")
        added.paragraph_format.keep_with_next = True
        if section.kind == "preface":
            added.alignment = 1
            _set_size(added.runs[0], _PREFACE, bold=True)
    for line in section.lines:
        _write_paragraph(document, line)
    for table in section.tables:
        if table.title:
            document.add_paragraph()
            document.add_paragraph(clean(table.title), style="Heading 2").paragraph_format.keep_with_next = True
        body = document.element.body
        body.insert(len(body) - 1, _table_xml(table, PAGE[report.layout.landscape]))
    if section.chart:
        title = document.add_paragraph(said(CHART_TITLE), style="Heading 2")
        title.alignment = 1
        title.paragraph_format.keep_with_next = True
        bars = tuple((name, score, in_digits(f"{round(score, 2):g}", report.layout)) for name, score in section.chart)
        write_chart(document, bars, section.tables[0].columns[1].label)
    if section.signatures or section.kind == "signatures":
        sign(False)
    if section.kind == "preface":
        document.add_paragraph()
        for line in closing_lines(report):
            closing = document.add_paragraph(clean(line))
            closing.alignment = 1
            closing.paragraph_format.left_indent = PAGE[report.layout.landscape] // 2 * _TWIP
        page_break(document)


def _write_paragraph(document: Any, line: str) -> None:
    document.add_paragraph(clean(line)).paragraph_format.first_line_indent = _FIRST_LINE


def _table_xml(table: SectionTable, page: int) -> Any:
    total = sum(column.width for column in table.columns)
    widths = [page * column.width // total for column in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = head(table.columns, widths) + "".join(_row_xml(table, place, widths) for place in range(len(table.rows)))
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row_xml(table: SectionTable, place: int, widths: list[int]) -> str:
    cells, tallest = "", 0
    for column, lines in enumerate(table.rows[place]):
        if lines is None:
            cells += cell("", widths[column], "<w:vMerge/>")
        else:
            merged = '<w:vMerge w:val="restart"/>' if count_spanned_rows(table, place, column) > 1 else ""
            align = "right" if table.columns[column].right else ""
            cells += cell(lines_xml(lines, align=align), widths[column], merged)
            tallest = max(tallest, 0 if merged else count_lines(lines, widths[column]))
    return row(cells, whole_row(tallest))
