"""A report as the data that `report.typ` sets: every line cut into the pieces that stay whole."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from domain.layout import Layout
from domain.messages import N_
from domain.report import Report, ReportGroup, ReportRow, Section
from reports.fonts.face import FAMILY
from reports.pdf.sections import WHOLE_ROW, count_lines, head_data, line_data, number_data, section_data
from reports.pdf.words import split_pieces
from reports.printed import (
    ANNEX,
    EMBLEM,
    list_files,
    list_photos,
    merged_keys,
    new_headings,
    signature_day,
    signature_lines,
    verify_lines,
)
from reports.printed_columns import PrintedColumn, printed_columns
from reports.wording import said
from thai.fiscal import round_days

_PAGE = {True: 24.7, False: 16.0}  # centimetres between the margins of a landscape and an upright A4
_EM = 16 / 72 * 2.54  # centimetres
_INSET = 0.3
_PHOTO = {True: 11.0, False: 8.6}
_SMALL_PHOTO = {True: 4.4, False: 7.6}
_FEW = 3  # printed lines of a cell that are too few for a page
_KEPT = 6  # printed lines at a cell's end that are kept together; a longer line is torn between its own rows

_BODIES = re.compile(r"^(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|เมืองพัทยา)")

Pieces = list[str]
Cut = Callable[[str, float], Pieces]


def pdf_data(report: Report, photo_names: dict[str, str]) -> dict[str, Any]:
    """The data; `photo_names` says under which name each photo's path lies beside the template."""
    layout = report.layout
    page = _PAGE[layout.landscape] / _EM
    made = report.signed_on or round_days(report.year, report.round)[1]
    columns = printed_columns(layout)
    rooms = _column_widths(columns, page)
    cut: Cut = partial(split_pieces, names=names_of(report))
    places = [column.key for column in columns]
    return {
        "title": report.title or report.agency or said(N_("Report")),
        "agency": report.agency,
        "date": [made.year, made.month, made.day],
        "font": FAMILY,
        "landscape": layout.landscape,
        "grouping": layout.grouping,
        "row-of": layout.rows,
        "emblem-alt": said(EMBLEM, agency=report.agency) if report.emblem else "",
        "digits": list("๐๑๒๓๔๕๖๗๘๙" if layout.digits == "thai" else "0123456789"),
        "heading": [cut(line, page) for line in report.heading or (report.title,)],
        "intro": [cut(line, page) for line in report.intro],
        "columns": [{"width": column.width, "align": column.align or "left"} for column in columns],
        "head": head_data(columns, rooms, cut),
        "anchor": next((place for place, key in enumerate(places) if key == "measure"), len(places) - 1),
        "groups": [
            _group_data(group, report, above, rooms, page, cut)
            for group, above in zip(report.groups, new_headings(report), strict=True)
        ],
        "empty": cut(said(N_("No measures in this round")), page),
        "again": cut(said(N_("(continued)")), page),
        "note": [cut(report.note, page)] if report.note else [],
        "front": [section_data(section, report, _section_width(section, page), cut) for section in report.front],
        "back": [section_data(section, report, page, cut) for section in report.back],
        "signs-behind": bool(report.signatories) and not report.signs_in_front,
        "verify-alt": said(N_("QR code that leads to the page where this document is checked")),
        "verify": [cut(line, page) for line in verify_lines(report)],
        "pending": [cut(line, page) for line in report.pending],
        "signed": cut(said(N_("Signed")), page),
        "signatories": _signatory_data(report, page, cut),
        "annex": cut(said(ANNEX), page),
        "photos": _photo_data(report, photo_names, page / 2, cut),
        "photos-a-page": layout.photos_a_page,
        "photo-height": _PHOTO[layout.landscape] if layout.photos_a_page == 2 else _SMALL_PHOTO[layout.landscape],
        "files-heading": cut(said(N_("Files and links")), page),
        "files": [[cut(line, page * 0.9) for line in lines] for lines in list_files(report)],
    }


def _section_width(section: Section, page: float) -> float:
    """How wide the section is set, in ems: a memo stands on an upright page."""
    return _PAGE[False] / _EM if section.kind == "memo" else page


def names_of(report: Report) -> tuple[str, ...]:
    """Proper names in the report, which no dictionary holds: the agency's own, and those of the people who sign."""
    words = [_BODIES.sub("", report.agency), *(word for person in report.signatories for word in person.name.split())]
    return tuple(dict.fromkeys(word for word in words if len(word) > 2))


def _column_widths(columns: tuple[PrintedColumn, ...], page: float) -> list[float]:
    """How wide each column is inside, in ems."""
    total = sum(column.width for column in columns)
    return [max(page * column.width / total - _INSET / _EM, 1.0) for column in columns]


def _group_data(
    group: ReportGroup, report: Report, above: tuple[str, ...], rooms: list[float], page: float, cut: Cut
) -> dict[str, Any]:
    columns = printed_columns(report.layout)
    merged = merged_keys(group, report.layout)
    return {
        "title": cut(group.title, page),
        "headings": [cut(line, page) for line in above],
        "merged": [place for place, column in enumerate(columns) if column.key in merged],
        "rows": [_row_data(row, report.layout, rooms, cut) for row in group.rows],
    }


def _row_data(row: ReportRow, layout: Layout, rooms: list[float], cut: Cut) -> dict[str, Any]:
    pairs = zip(printed_columns(layout), rooms, strict=True)
    cells = [_cell_lines(column, row, layout, room, cut) for column, room in pairs]
    tallest = max(count_lines(lines, room) for lines, room in zip(cells, rooms, strict=True))
    last = [_count_kept_lines(lines, room) for lines, room in zip(cells, rooms, strict=True)]
    return {"whole": tallest <= WHOLE_ROW, "tall": tallest, "cells": cells, "last": last}


def _cell_lines(column: PrintedColumn, row: ReportRow, layout: Layout, room: float, cut: Cut) -> list[dict[str, Any]]:
    lines = column.lines_of(row)
    return [number_data(line, room, cut) if column.right else line_data(line, room, cut, layout) for line in lines]


def _count_kept_lines(lines: list[dict[str, Any]], room: float) -> int:
    """How many of the cell's lines, counted from its end, go over to the next page together; 0 where none need to."""
    heights = [count_lines([line], room) for line in reversed(lines)]
    enough = next((count for count in range(1, len(lines)) if sum(heights[:count]) >= _FEW), 0)
    return enough if sum(heights) > 2 * _FEW and sum(heights[:enough]) <= _KEPT else 0


def _signatory_data(report: Report, page: float, cut: Cut) -> list[dict[str, Any]]:
    return [
        {
            "label": cut(person.label or "", page / 3),
            "lines": [cut(line, page / 2) for line in signature_lines(person)],
            "day": cut(signature_day(report, person), page / 2),
        }
        for person in report.signatories
    ]


def _photo_data(report: Report, names: dict[str, str], room: float, cut: Cut) -> list[dict[str, Any]]:
    missing = cut(said(N_("The photo cannot be shown")), room)
    return [
        {
            "path": names.get(photo.path, ""),
            "alt": " ".join(photo.caption),
            "caption": [cut(line, room) for line in photo.caption],
            "missing": missing,
        }
        for photo in list_photos(report)
    ]
