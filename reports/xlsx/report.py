"""A report as a workbook: the table to filter and sort, and a summary."""

from collections import Counter
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from domain.expectation import Standing
from domain.messages import N_
from domain.report import Report, ReportGroup, ReportRow
from domain.task import Status
from reports.printed_columns import PrintedColumn, columns_with_topic
from reports.wording import clean, said, status_words
from reports.xlsx.comparison import write_comparison
from reports.xlsx.options import LONGEST_CELL, plain_options
from reports.xlsx.totals import NUMBER_FORMATS, number_kind, write_totals
from thai.fiscal import round_days

_FONT = {"font_name": "TH SarabunPSK", "font_size": 16, "font_scheme": ""}
_CHARACTERS = 130  # of the default width, over all columns of the page


def report_xlsx(report: Report) -> bytes:
    """The workbook; text is only ever text, the topic stands in every row, the same report gives the same bytes."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {**plain_options(), "default_format_properties": dict(_FONT)}) as book:
        created = report.signed_on or round_days(report.year, report.round)[1]
        book.set_properties(
            {"title": clean(report.title), "author": clean(report.agency), "created": datetime.combine(created, time())}
        )
        _write_report(book, report)
        _write_summary(book, report)
        if report.comparison:
            _set_page(write_comparison(book, report.comparison, report.layout, _make_formats(book)), True)
    return file.getvalue()


def _make_formats(book: Any) -> dict[str, Any]:
    frame = {**_FONT, "border": 1, "text_wrap": True, "valign": "top"}
    waiting = {**frame, "bg_color": "#FFF4CC"}
    numbers = {
        f"{shown} {kind}".strip(): book.add_format({**style, "align": "right", "num_format": NUMBER_FORMATS[kind]})
        for shown, style in (("cell", frame), ("waiting", waiting), ("bold", {**frame, "bold": True}))
        for kind in NUMBER_FORMATS
    }
    return {
        **numbers,
        "cell center": book.add_format({**frame, "align": "center"}),
        "waiting center": book.add_format({**waiting, "align": "center"}),
        "title": book.add_format({**_FONT, "bold": True}),
        "head": book.add_format({**frame, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF4"}),
        "cell": book.add_format(frame),
        "waiting": book.add_format(waiting),
        "bold": book.add_format({**frame, "bold": True}),
    }


def _write_report(book: Any, report: Report) -> None:
    sheet, formats, columns = (
        book.add_worksheet(said(N_("Report"))),
        _make_formats(book),
        columns_with_topic(report),
    )
    titles, total = report.heading or (report.title,), sum(column.width for column in report.layout.columns)
    for place, line in enumerate(titles):
        sheet.write_string(place, 0, _join_lines((line,)), formats["title"])
    head = len(titles)
    for place, column in enumerate(columns):
        sheet.write_string(head, place, _join_lines((" ".join((*column.under, column.label)),)), formats["head"])
        sheet.set_column(place, place, max(int(column.width * _CHARACTERS // total), 3 if column.choice else 8))
    number = head
    for group in report.groups:
        for row in group.rows:
            number += 1
            for place, column in enumerate(columns):
                _write_cell(sheet, (number, place), column, row, group, formats)
    write_totals(sheet, (head + 1, number), columns, report, formats)
    sheet.autofilter(head, 0, max(number, head + 1), len(columns) - 1)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    _set_page(sheet, report.layout.landscape)


def _write_cell(
    sheet: Any, at: tuple[int, int], column: PrintedColumn, row: ReportRow, group: ReportGroup, formats: dict[str, Any]
) -> None:
    """A number as one, to be added up and sorted; all else as text."""
    value, shown = row.values.get(column.key), "cell" if row.answered else "waiting"
    if column.right and isinstance(value, int | float) and len(row.cells.get(column.key, ())) <= 1:
        sheet.write_number(*at, value, formats[f"{shown} {number_kind(value)}"])
    else:
        shown = f"{shown} center" if column.choice else shown
        sheet.write_string(*at, _join_lines(column.lines_within(group, row)), formats[shown])


def _join_lines(lines: tuple[str, ...]) -> str:
    """The lines as one text; where Excel holds no more of it, it says where the rest stands."""
    text = "\n".join(clean(line) for line in lines)
    if len(text) <= LONGEST_CELL:
        return text
    rest = said(N_("… (the rest stands in the PDF and in Word)"))
    return text[: LONGEST_CELL - len(rest)] + rest


def _set_page(sheet: Any, landscape: bool) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=1.18, right=0.79, top=0.79, bottom=0.79)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()


def _write_summary(book: Any, report: Report) -> None:
    """For each topic how many measures stand where, their sum, and a chart of it."""
    sheet, formats = book.add_worksheet(said(N_("Summary"))), _make_formats(book)
    standing = Counter(report.standings)
    statuses = [one for one in _STANDINGS if one in _ALWAYS or standing[one]]
    names = [status_words(one, report.layout) for one in statuses]
    for place, label in enumerate((said(N_("Topic")), said(N_("Measures")), *names)):
        sheet.write_string(0, place, label, formats["head"])
    counts = [Counter(one for row in group.rows for one in row.standings) for group in report.groups]
    titles = [_join_lines((*group.headings, group.title)) for group in report.groups]
    for line, (title, count) in enumerate(zip(titles, counts, strict=True), 1):
        _write_counts(sheet, line, title, [count[status] for status in statuses], formats["cell"])
    last = len(titles) + 1
    _write_counts(sheet, last, said(N_("Total")), [standing[status] for status in statuses], formats["bold"])
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1 + len(statuses), 16)
    sheet.freeze_panes(1, 0)
    _set_page(sheet, True)
    chart = book.add_chart({"type": "bar"})
    name = said(N_("Summary"))
    chart.add_series(
        {"categories": [name, 0, 2, 0, 1 + len(statuses)], "values": [name, last, 2, last, 1 + len(statuses)]}
    )
    chart.set_legend({"none": True})
    sheet.insert_chart(last + 2, 0, chart)


_ALWAYS = (Status.DONE, Status.IN_PROGRESS, Status.NOT_DONE, Status.NOT_STARTED, None)
# In the order shown; the others only where a measure stands so.
_STANDINGS = (*_ALWAYS[:-1], Status.NOT_STATED, None, Standing.NOT_YET, Standing.EARLIER)


def _write_counts(sheet: Any, line: int, title: str, counts: list[int], shown: Any) -> None:
    sheet.write_string(line, 0, title, shown)
    for place, count in enumerate([sum(counts), *counts], 1):
        sheet.write_number(line, place, count, shown)
