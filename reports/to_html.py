"""A report as one HTML page without scripts, for the preview in the browser."""

from html import escape

from domain.messages import N_
from domain.report import Report, ReportGroup
from reports.printed import is_status, listed, merged_keys, photos, signature_day, signature_lines
from reports.wording import said

STYLE = """
body { font: 16pt/1.4 "TH SarabunPSK", "TH Sarabun New", Sarabun, sans-serif; margin: 2cm; }
h1 { font-size: 1em; text-align: center; }
table { border-collapse: collapse; width: 100%; margin: .5em 0; }
th, td { border: 1px solid; padding: .1em .3em; vertical-align: top; text-align: left; }
th { text-align: center; }
p { margin: 0; }
.signature { text-align: center; margin: 2em 0 0 auto; width: 60%; }
"""


def report_html(report: Report) -> bytes:
    """A whole page in UTF-8; everything that people wrote is escaped."""
    page = (
        f'<!doctype html>\n<html lang="th"><head><meta charset="utf-8"><title>{escape(report.title)}</title>'
        f"<style>{STYLE}</style></head>\n<body>\n{report_fragment(report)}\n</body></html>\n"
    )
    return page.encode()


def report_fragment(report: Report) -> str:
    """The report's body alone, to be set into a page that brings its own style."""
    parts = [f"<h1>{'<br>'.join(map(escape, report.heading or (report.title,)))}</h1>", _lines(report.intro)]
    parts += _tables(report)
    parts += [_signature(report, place) for place in range(len(report.signatories))]
    parts += [_lines((report.note,) if report.note else ()), _annex(report)]
    return "\n".join(part for part in parts if part)


def _lines(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{_strong(line)}</p>" for line in lines)


def _strong(line: str) -> str:
    return f"<strong>{escape(line)}</strong>" if is_status(line) else escape(line)


def _tables(report: Report) -> list[str]:
    if report.layout.grouping in ("table", "page"):
        return [
            f"<h2>{'<br>'.join(map(escape, (*group.headings, group.title)))}</h2>{_table(report, (group,))}"
            for group in report.groups
        ] or [_table(report, ())]
    return [_table(report, report.groups)]


def _table(report: Report, groups: tuple[ReportGroup, ...]) -> str:
    body = "".join(_group(report, group) for group in groups)
    if not groups:
        body = (
            f'<tr><td colspan="{len(report.layout.columns)}">{escape(said(N_("No measures in this round")))}</td></tr>'
        )
    return f"<table><thead>{_head(report)}</thead><tbody>{body}</tbody></table>"


def _head(report: Report) -> str:
    """One row of labels, or two where columns share a heading."""
    columns = report.layout.columns
    shared = any(column.under for column in columns)
    above, below, last = "", "", None
    for column in columns:
        if not column.under:
            above += f'<th scope="col"{" rowspan=2" if shared else ""}>{escape(column.label)}</th>'
        else:
            span = sum(1 for each in columns if each.under == column.under)
            above += "" if column.under == last else f'<th colspan="{span}">{escape(column.under)}</th>'
            below += f'<th scope="col">{escape(column.label)}</th>'
        last = column.under
    return f"<tr>{above}</tr>" + (f"<tr>{below}</tr>" if shared else "")


def _group(report: Report, group: ReportGroup) -> str:
    merged = merged_keys(group, report.layout)
    rows = ""
    if report.layout.grouping == "row":
        title = "<br>".join(map(escape, (*group.headings, group.title)))
        rows = f'<tr><th colspan="{len(report.layout.columns)}">{title}</th></tr>'
    for place, row in enumerate(group.rows):
        cells = ""
        for column in report.layout.columns:
            if column.key in merged and place:
                continue
            span = f' rowspan="{len(group.rows)}"' if column.key in merged else ""
            cells += f"<td{span}>{_lines(row.cells.get(column.key, ()))}</td>"
        rows += f"<tr>{cells}</tr>"
    return rows


def _signature(report: Report, place: int) -> str:
    person = report.signatories[place]
    first = f"{said(N_('Signed'))} .................... {person.label or ''}"
    return f'<div class="signature">{_lines((first, *signature_lines(person), signature_day(report)))}</div>'


def _annex(report: Report) -> str:
    """The evidence by name; the page itself shows no photos."""
    items = [*(photo.caption for photo in photos(report)), *listed(report)]
    if not items:
        return ""
    listing = "".join(f"<li>{_lines(lines)}</li>" for lines in items)
    return f"<h2>{escape(said(N_('Annex: evidence of what was done')))}</h2><ul>{listing}</ul>"
