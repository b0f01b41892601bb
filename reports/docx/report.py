"""A report as a Word document that opens as an officer would have typed it, and stays editable."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import segno
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from domain.messages import N_
from domain.plan import Signatory
from domain.report import Report
from reports.docx.sections import page_break, write_section
from reports.docx.shell import shell
from reports.docx.table import PAGE, paragraph, report_table
from reports.photos import load_printable
from reports.printed import (
    ANNEX,
    Photo,
    list_files,
    list_photos,
    new_headings,
    signature_day,
    signature_lines,
    verify_lines,
)
from reports.wording import clean, said

_NEVER = (1980, 1, 1, 0, 0, 0)
_DOTS = "." * 50


def report_docx(report: Report) -> bytes:
    """The document; the same report gives the same bytes."""
    document = shell(report)

    def write_signed(memo: bool) -> None:
        _write_signatures(document, report, memo)

    for section in report.front:
        write_section(document, section, report, write_signed)
    if any(section.kind not in ("cover", "preface", "memo") for section in report.front):
        page_break(document)
    _write_heading(document, report)
    for line in report.intro:
        added = document.add_paragraph(clean(line))
        added.paragraph_format.first_line_indent = Cm(2.5)
    _write_tables(document, report)
    for section in report.back:
        write_section(document, section, report, write_signed)
    if not report.signs_in_front:
        write_signed(False)
    if report.note:
        document.add_paragraph()
        document.add_paragraph(clean(report.note))
    _write_annex(document, report)
    write_verify(document, report)
    file = BytesIO()
    document.save(file)
    return without_clock(file)


def without_clock(file: BytesIO) -> bytes:
    """The same parts with no time of day in the container."""
    finished = BytesIO()
    with ZipFile(file) as written, ZipFile(finished, "w", ZIP_DEFLATED) as container:
        for name in written.namelist():
            part = ZipInfo(name, _NEVER)
            part.compress_type = ZIP_DEFLATED
            container.writestr(part, written.read(name))
    return finished.getvalue()


def _write_heading(document: Any, report: Report) -> None:
    for line in report.heading or (report.title,):
        added = document.add_paragraph(clean(line), style="Heading 1")
        added.alignment = 1
    document.add_paragraph()


def _write_tables(document: Any, report: Report) -> None:
    grouping = report.layout.grouping
    if grouping not in ("table", "page") or not report.groups:
        _append(document, report_table(report, report.groups))
        return
    headings = new_headings(report)
    for place, group in enumerate(report.groups):
        if grouping == "page" and place:
            page_break(document)
            _write_heading(document, report)
        if grouping == "table":
            document.add_paragraph()
            for line in (line for line in (*headings[place], group.title) if line):
                document.add_paragraph(clean(line), style="Heading 2").paragraph_format.keep_with_next = True
        _append(document, report_table(report, (group,)))


def _append(document: Any, element: Any) -> None:
    """Before the section's own properties, which stand last."""
    document.element.body.insert(len(document.element.body) - 1, element)


def _write_xml(document: Any, parts: Iterable[str]) -> None:
    for part in parts:
        _append(document, parse_xml(part.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


def _write_signatures(document: Any, report: Report, memo: bool) -> None:
    """Two beside each other; on the right one below the other where one signs alone, or under an upright memo."""
    if not report.signatories:
        return
    document.add_paragraph().paragraph_format.keep_with_next = True
    blocks = [_signature_xml(person, report) for person in report.signatories]
    below = memo or len(blocks) == 1
    page = PAGE[report.layout.landscape and not memo]
    pairs = [["<w:p/>", block] for block in blocks] if below else [blocks[n : n + 2] for n in range(0, len(blocks), 2)]
    widths = (page * 38 // 100, page * 62 // 100) if below else (page // 2, page // 2)
    rows = "".join(_pair_xml(pair if len(pair) == 2 else [*pair, "<w:p/>"], widths) for pair in pairs)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{page}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
    _append(document, parse_xml(table))


def _pair_xml(pair: list[str], widths: tuple[int, int]) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
        for content, width in zip(pair, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _signature_xml(person: Signatory, report: Report) -> str:
    first = f"{said(N_('Signed'))} {_DOTS} {person.label or ''}".strip()
    lines = (" ", first, *signature_lines(person), signature_day(report, person))
    return "".join(paragraph(line, "center") for line in lines if line)


def _write_annex(document: Any, report: Report) -> None:
    shown, files = list_photos(report), list_files(report)
    if not shown and not files:
        return
    page_break(document)
    document.add_paragraph(said(ANNEX), style="Heading 1").alignment = 1
    many = report.layout.photos_a_page
    for place in range(0, len(shown), many):
        if place:
            page_break(document)
        _write_photos(document, shown[place : place + many], report.layout.landscape, many)
    if files:
        document.add_paragraph()
        document.add_paragraph(said(N_("Files and links")), style="Heading 2")
    together = (paragraph(line, keep=line is not lines[-1]) for lines in files for line in lines)
    _write_xml(document, together)


def write_verify(document: Any, report: Report) -> None:
    """The QR code of a certified version, and its code in letters, at the document's end."""
    if not report.code:
        return
    code = BytesIO()
    segno.make(report.verify_url, error="m").save(code, kind="png", scale=4, border=2)
    document.add_paragraph().add_run().add_picture(code, width=Cm(2.2))
    for line in verify_lines(report):
        document.add_paragraph(clean(line))


def _write_photos(document: Any, shown: tuple[Photo, ...], landscape: bool, many: int) -> None:
    """Beside each other on a landscape page, one under the other on an upright one; four in two rows of two."""
    across = min(2 if landscape or many == 4 else 1, len(shown))
    table = document.add_table(rows=-(-len(shown) // across), cols=across)
    for each in table.rows:
        each._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    cells = [cell for row in table.rows for cell in row.cells]
    widest = Cm(11.8 if landscape else 7.5 if many == 4 else 15)
    tallest = Cm({2: (9, 10.5), 4: (7, 4.2)}[many][landscape])
    for cell, photo in zip(cells, shown, strict=False):
        _write_photo(cell, photo, widest, tallest)


def _write_photo(cell: Any, photo: Photo, widest: int, tallest: int) -> None:
    small = load_printable(photo.path) if photo.path else None
    place = cell.paragraphs[0]
    place.alignment = 1
    if small is None:
        place.add_run(said(N_("The photo cannot be shown")))
    else:
        picture = place.add_run().add_picture(BytesIO(small), width=widest)
        if picture.height > tallest:
            picture.width, picture.height = round(picture.width * tallest / picture.height), tallest
        picture._inline.docPr.set("descr", clean(" ".join(photo.caption)))
    for line in photo.caption:
        cell.add_paragraph(clean(line)).alignment = 1
