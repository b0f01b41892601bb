"""The agency's own Word template: uploaded, tried before it is kept, taken away again; and one to begin from."""

from typing import Any, Final

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from domain.messages import N_
from domain.word_template import WordTemplate
from domain.writes import SetWordTemplate
from reports.word.problems import BadTemplate, sentence
from store.word_templates import word_template
from thai.dates import day_in_bangkok
from thai.fiscal import fiscal_year
from web.addresses import MEDIA_TYPES
from web.file_names import disposition
from web.forms import Field, Form, say_saved
from web.language import translator
from web.messages import problem_page
from web.port import port
from web.visit import admin_pages, apply_writes, books_of_visit, visit

word_pages = admin_pages("word", __name__)

_LARGEST: Final = 5 * 1024 * 1024
_MARGIN: Final = 64 * 1024  # of the form around the file
_NO_FILE = N_("Please choose a file first.")
_KEPT = N_("The template was saved. Word files of reports are made with it from now on.")
_TAKEN_AWAY = N_("The template was taken away. Word files of reports follow the report layout again.")
# What stands in the page's list of names, with what each holds.
NAMES: Final = (
    ("agency", N_("The agency's name")),
    ("year", N_("The fiscal year")),
    ("round", N_("The round")),
    ("title", N_("The report's title")),
    ("heading", N_("The lines of the heading (for line in heading)")),
    ("intro", N_("The paragraphs before the table (for line in intro)")),
    ("rows", N_("All measures in order (for row in rows)")),
    ("groups", N_("The topics, each with title and rows (for group in groups)")),
    ("signatories", N_("Who signs: lines, name, position, acting_for, label, day")),
    ("exhibits", N_("The evidence: measure, unit, kind, name, link, day")),
    ("note", N_("The note under the table")),
    ("signed_on", N_("The day of certification")),
)
_CANNOT = N_("The Word template cannot be filled in")


@word_pages.url_value_preprocessor
def _allow_large_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A Word file is larger than what LINE sends."""
    request.max_content_length = _LARGEST + _MARGIN


@word_pages.get("/layout/word")
def show_template() -> ResponseReturnValue:
    """The template that is used, if any, the form that uploads one, and what it may name."""
    return _template_page(upload_form())


@word_pages.post("/layout/word")
def save_template() -> ResponseReturnValue:
    """Keep the file where a report can be made of it; refused with what to mend where not."""
    dropped = request.files.get("file")
    data = dropped.stream.read(_LARGEST + 1) if dropped and dropped.filename else b""
    form = upload_form()
    if not data or not dropped:
        return _template_page(form.with_problem("file", translator()(_NO_FILE)))
    try:
        _try_template(data)
    except BadTemplate as error:
        return _template_page(form.with_problem("file", "\n".join(describe_template_error(error))))
    sha256, size = port().files.save([data])
    name = " ".join((dropped.filename or "").split())[-200:]
    apply_writes(SetWordTemplate(visit().person.id, port().now(), name, sha256, size))
    say_saved(_KEPT)
    return redirect(url_for("word.show_template"), 303)


@word_pages.post("/layout/word/remove")
def remove_template() -> ResponseReturnValue:
    """Reports follow the layout alone from now on."""
    apply_writes(SetWordTemplate(visit().person.id, port().now()))
    say_saved(_TAKEN_AWAY)
    return redirect(url_for("word.show_template"), 303)


def upload_form() -> Form:
    """The form that takes a template."""
    accept = {"accept": ".docx"}
    file = Field("file", N_("Word file (.docx), at most 5 MB"), kind="file", required=True, attributes=accept)
    return Form("word", url_for("word.save_template"), (file,), N_("Upload"))


@word_pages.get("/layout/word/current.docx")
def send_template() -> Response:
    """The template as it was uploaded."""
    found = port().database.read(lambda conn: word_template(books_of_visit(conn))) or abort(404)
    try:
        with port().files.open(found.sha256) as stream:
            return _send_docx(stream.read(), "template.docx", found.name)
    except FileNotFoundError:
        abort(404)


@word_pages.get("/layout/word/sample.docx")
def send_sample() -> Response:
    """A template in the columns of the agency's layout, to change in Word."""
    from reports.word.sample import sample_template

    return _send_docx(sample_template(visit().agency, _year()), "sample.docx", "แบบรายงานตัวอย่าง.docx")


def describe_template_error(error: BadTemplate) -> tuple[str, ...]:
    """What is wrong with the template, in the admin's words."""
    return tuple(sentence(problem, translator()) for problem in error.problems)


def template_page(error: BadTemplate) -> Response:
    """The page for a report whose own template cannot be filled in, and where to mend it."""
    return problem_page(422, _CANNOT, describe_template_error(error), url_for("word.show_template"))


def _try_template(data: bytes) -> None:
    """Raises BadTemplate where an invented report cannot be made of it, or the agency's layout lacks a column."""
    from reports.trial import trial_report
    from reports.word.process import check_and_fill

    agency = visit().agency
    check_and_fill(data, trial_report(agency, _year()), [column.key for column in agency.layout.columns])


def _year() -> int:
    return fiscal_year(day_in_bangkok(port().now()))


def _send_docx(data: bytes, plain: str, name: str) -> Response:
    headers = {"Content-Disposition": disposition("attachment", plain, name)}
    return Response(data, content_type=MEDIA_TYPES["docx"], headers=headers)


def _template_page(form: Form) -> Response:
    found: WordTemplate | None = port().database.read(lambda conn: word_template(books_of_visit(conn)))
    columns = [(column.key, column.label) for column in visit().agency.layout.columns]
    page = render_template("admin/word_template.html", template=found, form=form, names=NAMES, columns=columns)
    return Response(page, 422 if form.wrong else 200, mimetype="text/html")
