"""A report in a Word template that an agency designed itself: `{{ title }}`, `{%tr for row in rows %}` and the like."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docxtpl import DocxTemplate, Listing
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from domain.report import Report
from reports.printed import signature_day, signature_lines
from reports.to_docx import without_clock
from reports.wording import clean


class BadTemplate(ValueError):
    """A template that cannot be filled in; the message says why."""


def fill_template(template: Path, report: Report) -> bytes:
    """The template with the report in it; raises BadTemplate. The same report gives the same bytes."""
    try:
        document = DocxTemplate(template)
        # Sandboxed: the template is an agency's own, the server is not. Escaped: "&" and "<" would vanish otherwise.
        document.render(template_words(report), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
        made = BytesIO()
        document.save(made)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise BadTemplate(f"{template.name}{f' line {line}' if line else ''}: {error}") from error
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise BadTemplate(f"{template.name} is no Word document (.docx) that can be read") from error
    return without_clock(made)


def template_words(report: Report) -> dict[str, Any]:
    """What a template may name: texts, `groups` with `rows`, and all `rows` with their topic; cells by column key."""
    groups: list[dict[str, Any]] = [
        {"title": clean(group.title), "headings": list(group.headings), "rows": [_row(row.cells) for row in group.rows]}
        for group in report.groups
    ]
    rows = [{**row, "topic_title": group["title"]} for group in groups for row in group["rows"]]
    return {
        "agency": report.agency,
        "year": str(report.year),
        "title": clean(report.title),
        "heading": list(report.heading),
        "intro": list(report.intro),
        "note": report.note,
        "groups": groups,
        "rows": rows,
        "signatories": [
            {"lines": list(signature_lines(who)), "label": who.label or "", "day": signature_day(report, who)}
            for who in report.signatories
        ],
    }


def _row(cells: Any) -> dict[str, Any]:
    """Each cell's lines in one text, a new line for each."""
    return {key: Listing(clean("\n".join(lines))) for key, lines in cells.items()}
