"""A Word template to begin from, in the agency's own columns."""

from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from domain.agency import Agency
from domain.messages import N_
from domain.report import Report
from reports.docx.report import without_clock
from reports.docx.shell import shell
from reports.docx.table import BORDERS, PAGE, cell, column_widths, head, paragraph, row
from reports.printed_columns import printed_columns
from reports.trial import trial_report
from reports.wording import said

_FRONT = (
    ("{%p for line in heading %}", ""),
    ("{{ line }}", "center"),
    ("{%p endfor %}", ""),
    ("", ""),
    ("{%p for line in intro %}", ""),
    ("{{ line }}", ""),
    ("{%p endfor %}", ""),
)
_BACK = (
    ("", ""),
    ("{%p for who in signatories %}", ""),
    ("", ""),
    ("{signed} .............................. {{{{ who.label }}}}", "right"),
    ("{%p for line in who.lines %}", ""),
    ("{{ line }}", "right"),
    ("{%p endfor %}", ""),
    ("{{ who.day }}", "right"),
    ("{%p endfor %}", ""),
    ("{{ note }}", ""),
)


def sample_template(agency: Agency, year: int) -> bytes:
    """The template as .docx: heading, table, signatures as tags that an officer may move and style in Word."""
    report = trial_report(agency, year)
    document = shell(report)
    body = document.element.body
    for text, align in _FRONT:
        body.insert(len(body) - 1, _parse_paragraph(text, align, bold=align == "center"))
    body.insert(len(body) - 1, _make_table(report))
    for text, align in _BACK:
        shown = text.format(signed=said(N_("Signed"))) if "{signed}" in text else text
        body.insert(len(body) - 1, _parse_paragraph(shown, align))
    made = BytesIO()
    document.save(made)
    return without_clock(made)


def _parse_paragraph(text: str, align: str, bold: bool = False) -> Any:
    return parse_xml(paragraph(text, align, bold).replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


def _make_table(report: Report) -> Any:
    """A loop over the topics around one over their rows; what belongs to the topic is one cell over all of them."""
    columns, widths = printed_columns(report.layout), column_widths(report)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    titled = "topic" not in {column.key for column in columns}
    rows = [head(columns, widths), _make_control_row("{%tr for group in groups %}", widths)]
    rows += [row(_make_wide_row("{{ group.title }}", widths, bold=True))] if titled else []
    rows += [_make_control_row("{%tr for row in group.rows %}", widths)]
    rows += [row("".join(_make_cell(column.key, width) for column, width in zip(columns, widths, strict=True)))]
    rows += [_make_control_row("{%tr endfor %}", widths)] * 2
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{PAGE[report.layout.landscape]}" w:type="dxa"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _make_cell(key: str, width: int) -> str:
    merged = "{% vm %}" if key == "topic" else ""
    return cell(paragraph(f"{{{{ row.{key} }}}}{merged}"), width)


def _make_control_row(tag: str, widths: list[int]) -> str:
    return row(_make_wide_row(tag, widths))


def _make_wide_row(text: str, widths: list[int], bold: bool = False) -> str:
    return cell(paragraph(text, bold=bold), sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>')
