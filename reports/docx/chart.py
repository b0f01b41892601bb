"""A column chart in a Word document that Word itself draws, with the workbook behind it: its figures stay editable.

The chart is written by XlsxWriter into that workbook and taken out of it, for the two formats share it.
"""

import re
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import xlsxwriter
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.docx.shell import FONT
from reports.printed import CHART_TITLE
from reports.wording import clean, said
from reports.xlsx.options import plain_options

_KIND = "application/vnd.openxmlformats-officedocument"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NEVER = datetime.combine(date(1980, 1, 1), time())
_WIDTH, _HEIGHT = 5_400_000, 2_340_000  # 15 by 6.5 cm, in English metric units
_LATIN = f'<a:latin typeface="{FONT}"/>'
_LETTERS = {"name": FONT, "size": 14}
_NAMES = re.compile("<c:cat>.*?</c:cat>")
_NUMBERS = re.compile("(?<=c:)num(?=Ref|Cache)")

Bars = tuple[tuple[str, float, str], ...]


def chart_part(document: Any, bars: Bars, label: str) -> str:
    """The id by which the document's text refers to a new chart of the bars: name, 0 to 100, and as it is printed."""
    package = document.part.package
    number = sum(1 for part in package.iter_parts() if part.partname.startswith("/word/charts/")) + 1
    book = _make_workbook(bars, label)
    with ZipFile(BytesIO(book)) as parts:
        drawn = parts.read("xl/charts/chart1.xml").decode()
    drawn = _NAMES.sub(_write_names_as_texts, drawn)
    # Thai takes its font from what is said of complex scripts.
    drawn = drawn.replace(_LATIN, f'{_LATIN}<a:cs typeface="{FONT}"/>')
    figures = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    drawn = drawn.replace("<c:printSettings>", f"{figures}<c:printSettings>")
    chart = Part(
        PackURI(f"/word/charts/chart{number}.xml"), f"{_KIND}.drawingml.chart+xml", drawn.encode("utf-8"), package
    )
    behind = PackURI(f"/word/embeddings/chart{number}.xlsx")
    chart.relate_to(Part(behind, f"{_KIND}.spreadsheetml.sheet", book, package), f"{_RELATED}/package")
    return str(document.part.relate_to(chart, f"{_RELATED}/chart"))


def _write_names_as_texts(names: re.Match[str]) -> str:
    """The columns' names as texts: XlsxWriter takes Thai digits for a number, and readers then show 0."""
    return _NUMBERS.sub("str", names[0]).replace("<c:formatCode>General</c:formatCode>", "")


def write_chart(document: Any, bars: Bars, label: str) -> None:
    """The chart in a paragraph of its own at the document's end."""
    part = chart_part(document, bars, label)
    number = document.part.next_id
    drawing = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}><wp:inline>"
        f'<wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/><wp:docPr id="{number}" name="chart {number}"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{part}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    drawing[0].find("{*}docPr").set("descr", said(CHART_TITLE))
    paragraph = document.add_paragraph()
    paragraph.alignment = 1
    paragraph.add_run()._r.append(drawing)


def _make_workbook(bars: Bars, label: str) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, plain_options()) as book:
        book.set_properties({"created": _NEVER})
        sheet = book.add_worksheet()
        sheet.write_string(0, 1, clean(label))
        for row, (name, score, _) in enumerate(bars, 1):
            sheet.write_string(row, 0, clean(name))
            sheet.write_number(row, 1, score)
        chart = book.add_chart({"type": "column"})
        chart.add_series(_make_series(sheet.name, bars))
        chart.set_legend({"none": True})
        chart.set_x_axis({"num_font": _LETTERS})
        chart.set_y_axis({"min": 0, "max": 100, "visible": False, "major_gridlines": {"visible": False}})
        chart.set_chartarea({"border": {"none": True}})
        sheet.insert_chart(0, 3, chart)
    return file.getvalue()


def _make_series(sheet: str, bars: Bars) -> dict[str, Any]:
    return {
        "name": [sheet, 0, 1],
        "categories": [sheet, 1, 0, len(bars), 0],
        "values": [sheet, 1, 1, len(bars), 1],
        "fill": {"color": "#B3B3B3"},
        "border": {"color": "#000000", "width": 0.5},
        "gap": 67,
        "data_labels": {"value": True, "font": _LETTERS, "custom": [{"value": clean(shown)} for _, _, shown in bars]},
    }
