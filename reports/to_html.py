"""A report as one HTML page without scripts, for the preview in the browser."""

from collections.abc import Callable, Sequence
from html import escape

from domain.layout import Layout
from domain.messages import N_
from domain.report import Report, ReportGroup, Section, SectionTable, Source
from reports.headings import HeadCell, Headed, head_rows
from reports.printed import (
    ANNEX,
    closing_lines,
    count_spanned_rows,
    is_status,
    list_files,
    list_photos,
    merged_keys,
    new_headings,
    signature_day,
    signature_lines,
    verify_lines,
)
from reports.printed_columns import printed_columns
from reports.wording import said

STYLE = """
body { font: 16pt/1.4 "TH SarabunPSK", "TH Sarabun New", Sarabun, sans-serif; margin: 2cm; }
h1 { font-size: 1em; text-align: center; }
table { border-collapse: collapse; width: 100%; margin: .5em 0; }
th, td { border: 1px solid; padding: .1em .3em; vertical-align: top; text-align: left; }
th { text-align: center; }
td.right { text-align: right; white-space: nowrap; }
td.center { text-align: center; }
p { margin: 0; }
.signature { text-align: center; margin: 2em 0 0 auto; width: 60%; }
"""


Tell = Callable[[Source], str]


def _tell_nothing(_source: Source) -> str:
    return ""


def report_html(report: Report) -> bytes:
    """A whole page in UTF-8; everything that people wrote is escaped."""
    page = (
        f'<!doctype html>\n<html lang="th"><head><meta charset="utf-8"><title>{escape(report.title)}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n{report_fragment(report)}\n</body></html>\n"
    )
    return page.encode()


def report_fragment(report: Report, tell: Tell = _tell_nothing) -> str:
    """The report's body alone, to be set into a page that brings its own style.

    What `tell` says of the replies behind a cell stands under its text; nothing, unless asked for.
    """
    parts = [_section_html(report, section) for section in report.front]
    parts += [f"<h1>{'<br>'.join(map(escape, report.heading or (report.title,)))}</h1>", _lines_html(report.intro)]
    parts += _list_tables(report, tell)
    parts += [_section_html(report, section) for section in report.back]
    parts += [] if report.signs_in_front else [_signatures_html(report)]
    parts += [
        _lines_html((report.note,) if report.note else ()),
        _annex_html(report),
        _lines_html(verify_lines(report)),
    ]
    return "\n".join(part for part in parts if part)


def _section_html(report: Report, section: Section) -> str:
    """A part of the front or back matter."""
    title = f"<h2>{escape(section.title)}</h2>" if section.title else ""
    labels = "".join(f"<p><strong>{escape(label)}</strong> {escape(text)}</p>" for label, text in section.labels)
    tables = "".join(_section_table_html(table) for table in section.tables)
    end = _lines_html(closing_lines(report)) if section.kind == "preface" else ""
    signed = _signatures_html(report) if section.signatures or section.kind == "signatures" else ""
    body = f"{title}{labels}{_lines_html(section.lines)}{tables}{_bars_html(section)}{end}{signed}"
    return f'<section class="{section.kind}">{body}</section>'


def _bars_html(section: Section) -> str:
    """The scores as bars; the numbers stand in the table already."""
    bars = "".join(
        f'<li><meter min="0" max="100" value="{score:.2f}">{score:.2f}</meter> {escape(name)}</li>'
        for name, score in section.chart
    )
    return f'<ul class="bars">{bars}</ul>' if bars else ""


def _section_table_html(table: SectionTable) -> str:
    """The table with cells that go on merged; its columns may share a heading as the report's own do."""
    title = f"<h3>{escape(table.title)}</h3>" if table.title else ""
    rows = ""
    for place, row in enumerate(table.rows):
        cells = ""
        for column, cell in enumerate(row):
            if cell is not None:
                span = count_spanned_rows(table, place, column)
                cells += f"<td{f' rowspan={span}' if span > 1 else ''}>{_lines_html(cell)}</td>"
        rows += f"<tr>{cells}</tr>"
    return f"{title}<table><thead>{_head_html(table.columns)}</thead><tbody>{rows}</tbody></table>"


def _lines_html(lines: tuple[str, ...], layout: Layout | None = None) -> str:
    return "".join(f"<p>{_strong_html(line, layout)}</p>" for line in lines)


def _strong_html(line: str, layout: Layout | None) -> str:
    return f"<strong>{escape(line)}</strong>" if is_status(line, layout) else escape(line)


def _list_tables(report: Report, tell: Tell) -> list[str]:
    if report.layout.grouping in ("table", "page"):
        return [
            f"{_group_title_html((*above, group.title))}{_table_html(report, (group,), tell)}"
            for group, above in zip(report.groups, new_headings(report), strict=True)
        ] or [_table_html(report, (), tell)]
    return [_table_html(report, report.groups, tell)]


def _group_title_html(lines: tuple[str, ...]) -> str:
    shown = "<br>".join(escape(line) for line in lines if line)
    return f"<h2>{shown}</h2>" if shown else ""


def _table_html(report: Report, groups: tuple[ReportGroup, ...], tell: Tell) -> str:
    headings, columns = new_headings(report), printed_columns(report.layout)
    headings = headings if groups == report.groups else ((),) * len(groups)
    body = "".join(_group_html(report, group, above, tell) for group, above in zip(groups, headings, strict=True))
    if not groups:
        body = f'<tr><td colspan="{len(columns)}">{escape(said(N_("No measures in this round")))}</td></tr>'
    return f"<table><thead>{_head_html(columns)}</thead><tbody>{body}</tbody></table>"


def _head_html(columns: Sequence[Headed]) -> str:
    """The header's rows; a heading that columns share spans them."""
    return "".join(f"<tr>{''.join(map(_head_cell_html, row))}</tr>" for row in head_rows(columns))


def _head_cell_html(cell: HeadCell) -> str:
    down = f" rowspan={cell.down}" if cell.down > 1 else ""
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    scope = "" if cell.across > 1 else ' scope="col"'
    return f"<th{scope}{down}{across}>{escape(cell.text).replace(chr(10), '<br>')}</th>"


def _group_html(report: Report, group: ReportGroup, above: tuple[str, ...], tell: Tell) -> str:
    merged = merged_keys(group, report.layout)
    rows = ""
    if report.layout.grouping == "row":
        title = "<br>".join(escape(line) for line in (*above, group.title) if line)
        rows = f'<tr><th colspan="{len(printed_columns(report.layout))}">{title}</th></tr>' if title else ""
    for place, row in enumerate(group.rows):
        cells = ""
        for column in printed_columns(report.layout):
            if column.key in merged and place:
                continue
            span = f' rowspan="{len(group.rows)}"' if column.key in merged else ""
            told = (tell(source) for source in row.sources.get(column.key, ()))
            sources = "".join(f'<p class="source">{escape(text)}</p>' for text in told if text)
            shown = f' class="{column.align}"' if column.align else ""
            cells += f"<td{shown}{span}>{_lines_html(column.lines_of(row), report.layout)}{sources}</td>"
        rows += f"<tr>{cells}</tr>"
    return rows


def _signatures_html(report: Report) -> str:
    blocks = []
    for person in report.signatories:
        first = f"{said(N_('Signed'))} .................... {person.label or ''}"
        lines = (first, *signature_lines(person), signature_day(report, person))
        blocks.append(f'<div class="signature">{_lines_html(tuple(line for line in lines if line))}</div>')
    return "".join(blocks)


def _annex_html(report: Report) -> str:
    """The evidence by name; the page itself shows no photos."""
    items = [*(photo.caption for photo in list_photos(report)), *list_files(report)]
    if not items:
        return ""
    listing = "".join(f"<li>{_lines_html(lines)}</li>" for lines in items)
    return f"<h2>{escape(said(ANNEX))}</h2><ul>{listing}</ul>"
