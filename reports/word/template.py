"""A report in a Word template that an agency designed itself: `{{ title }}`, `{%tr for row in rows %}` and the like."""

from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from domain.columns import COLUMN_KEYS
from domain.report import Report
from reports.docx.report import without_clock, write_verify
from reports.word.check import check_template, environment
from reports.word.file import open_template
from reports.word.names import template_words
from reports.word.problems import BadTemplate, TemplateProblem


def fill_template(template: bytes, report: Report) -> bytes:
    """The template with the report in it; raises BadTemplate. The same report gives the same bytes.

    A certified version's code stands behind it, as behind our own layout.
    """
    check_template(template, {*COLUMN_KEYS, *(column.key for column in report.layout.columns)})
    try:
        filled = _fill_document(DocxTemplate(open_template(template)), report)
        document = Document(filled)
        write_verify(document, report)
        made = BytesIO()
        document.save(made)
    except (TemplateError, etree.LxmlError, BadZipFile, KeyError, ValueError, AttributeError, TypeError) as error:
        raise BadTemplate(TemplateProblem("broken")) from error
    return without_clock(made)


def _fill_document(document: DocxTemplate, report: Report) -> BytesIO:
    document.render(template_words(report), jinja_env=environment(), autoescape=True)
    made = BytesIO()
    document.save(made)
    made.seek(0)
    return made
